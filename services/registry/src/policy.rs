//! Dated law as of a day and a place.

use domain::{Day, Error, Place, Refusal, reason};
use edge::{Violations, convert};
use store::{Query, Tx, args};
use wire::{access::policy_service as method, registry::v1 as api};

use crate::{
    data,
    page::{Page, Window},
    sql::{self, PolicyRow},
};

/// The most characters of a key.
const KEY_CHARS_MAX: usize = 80;

fn key(text: &str) -> Result<String, Refusal> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if text.len() <= KEY_CHARS_MAX && text.bytes().all(allowed) {
        return Ok(text.to_owned());
    }
    Err(reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "kunci aturan"))
}

impl PolicyRow {
    fn message(self) -> Result<api::Policy, Error> {
        Ok(api::Policy {
            enforced: data::reference()?.is_enforced(&self.key),
            key: self.key,
            area: self.area,
            valid_from: convert::day_text(Some(self.valid_from)),
            valid_to: convert::day_text(self.valid_to),
            value: self.value,
            unit: self.unit,
            basis: self.basis,
            verified: self.verified,
            note: self.note,
        })
    }
}

/// The rule of each key in force, the most local one; all keys when `key` is empty.
async fn in_force(
    tx: &mut Tx<'_>,
    area: &Place,
    day: Option<Day>,
    key: &str,
) -> Result<Vec<PolicyRow>, Error> {
    let day = day.unwrap_or_else(|| tx.today());
    let mut rows: Vec<PolicyRow> = tx.all(&sql::READ_POLICIES, args![area, day, key]).await?;
    // Engines may collate differently; pages must not.
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows.dedup_by(|later, kept| later.key == kept.key);
    Ok(rows)
}

/// GetPolicy.
#[derive(Debug)]
pub struct GetPolicy {
    key: String,
    area: Place,
    day: Option<Day>,
}

impl GetPolicy {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &api::GetPolicyRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let required = (!request.key.is_empty())
            .then_some(request.key.as_str())
            .ok_or_else(|| reason::FIELD_REQUIRED.refuse());
        let key = faults.read("key", required.and_then(key));
        let area = faults.read("area", Place::parse(&request.area));
        let day = faults.optional("day", &request.day, Day::parse);
        let parsed = key.zip(area);
        faults.finish(parsed.map(|(key, area)| Self { key, area, day }))
    }
}

impl Query for GetPolicy {
    const METHOD: &'static str = method::GET_POLICY;
    type Answer = api::GetPolicyResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<api::GetPolicyResponse, Error> {
        let rows = in_force(tx, &self.area, self.day, &self.key).await?;
        let row = rows.into_iter().next().ok_or_else(Error::absent)?;
        Ok(api::GetPolicyResponse { policy: Some(row.message()?) })
    }
}

/// ListPolicies.
#[derive(Debug)]
pub struct ListPolicies {
    request: api::ListPoliciesRequest,
    area: Place,
    day: Option<Day>,
    window: Window,
}

/// The parameters that a token of ListPolicies is bound to.
fn parameters(request: &api::ListPoliciesRequest) -> [&str; 3] {
    [&request.area, &request.day, &request.key_prefix]
}

fn page<'a>(request: &'a api::ListPoliciesRequest, parameters: &'a [&'a str]) -> Page<'a> {
    Page {
        method: method::LIST_POLICIES,
        parameters,
        size: request.page_size,
        token: &request.page_token,
    }
}

impl ListPolicies {
    /// Reads the request with every bad field at once.
    pub fn parse(request: api::ListPoliciesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("area", Place::parse(&request.area));
        let day = faults.optional("day", &request.day, Day::parse);
        faults.read("key_prefix", key(&request.key_prefix));
        let window = page(&request, &parameters(&request)).read(&mut faults);
        let (area, window) = faults.finish(area.zip(window))?;
        Ok(Self { request, area, day, window })
    }
}

impl Query for ListPolicies {
    const METHOD: &'static str = method::LIST_POLICIES;
    type Answer = api::ListPoliciesResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<api::ListPoliciesResponse, Error> {
        let rows = in_force(tx, &self.area, self.day, "").await?;
        let rows = rows.into_iter().filter(|row| row.key.starts_with(&self.request.key_prefix));
        let parameters = parameters(&self.request);
        let page = page(&self.request, &parameters);
        let (rows, next_page_token) = page.cut(&self.window, rows, |row| row.key.as_str());
        let policies = rows.into_iter().map(PolicyRow::message).collect::<Result<_, _>>()?;
        Ok(api::ListPoliciesResponse { policies, next_page_token })
    }
}
