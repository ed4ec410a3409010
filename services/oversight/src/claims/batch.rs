//! BatchRegisterClaims, and the import of a file by the server itself: many claims of one owner
//! in one transaction, each with a result of its own.

use std::collections::HashMap;

use ::wire::{access::claim_service as access, oversight::v1 as wire};
use domain::{Error, Place, Refusal, reason};
use edge::{Violations, convert};
use gate::site::Doubt;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx};

use super::{
    command::{own_fault, worst},
    content::Content,
    enter::{Entered, Scope, Told, enter},
    message,
    owner::{OwnerName, area, number, number_key},
};
use crate::refusal::CLAIM_TWICE;

/// The most rows of one call.
pub const ROWS_MAX: usize = 100;

/// A row: its number, its claim's number, and its contents or what is wrong with them.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Number of the row, from 1.
    pub number: i32,
    /// The owner's number, as far as it could be read.
    pub external_id: String,
    /// The contents.
    pub content: Option<Content>,
    /// Why there are none.
    #[serde(skip)]
    pub faults: Vec<Refusal>,
    /// What is doubtful about how they are written.
    #[serde(skip)]
    pub doubts: Vec<Doubt>,
    /// Whether the list tells of no documents at all, so that a number that is known stays.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keeps_document: bool,
}

impl Row {
    /// What it tells, if it could be read.
    fn told(&self) -> Option<Told<'_>> {
        let (doubts, keeps_document) = (self.doubts.as_slice(), self.keeps_document);
        self.content.as_ref().map(|content| Told { content, doubts, keeps_document })
    }
}

/// Reads a row; nothing of it is lost, whatever is wrong.
pub fn row(at: i32, message: &wire::ClaimRow) -> Row {
    let mut faults = Violations::new();
    let external_id = faults.read("external_id", number(&message.external_id));
    let content = Content::read(message.content.as_ref(), "content", &mut faults);
    let read = faults.finish(external_id.zip(content));
    let told = message.external_id.chars().take(100).collect();
    let (external_id, content, faults) = match read {
        Ok((external_id, content)) => (external_id, Some(content), Vec::new()),
        Err(error) => (told, None, error.refusals),
    };
    Row { number: at, external_id, content, faults, doubts: Vec::new(), keeps_document: false }
}

/// Refuses the later of two rows with one number.
pub fn refuse_twice(rows: &mut [Row]) {
    let mut first: HashMap<String, i32> = HashMap::new();
    for row in rows.iter_mut().filter(|row| row.content.is_some()) {
        let key = number_key(&row.external_id);
        if let Some(first) = first.get(&key) {
            let refusal = CLAIM_TWICE.refuse().fact("external_id", &row.external_id);
            row.faults.push(refusal.fact("first", *first).at("external_id"));
            row.content = None;
        } else {
            first.insert(key, row.number);
        }
    }
}

/// Rows of one owner that go in together.
#[derive(Debug, Clone, Serialize)]
pub struct Rows {
    /// By whose right, and whose.
    pub scope: Scope,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether one bad row refuses all.
    pub all_or_nothing: bool,
}

impl Rows {
    /// Enters them one after another.
    pub async fn enter(&self, tx: &mut Tx<'_>) -> Result<wire::BatchRegisterClaimsResponse, Error> {
        let mut results = Vec::with_capacity(self.rows.len());
        let (mut flags, mut refused) = (Vec::new(), Vec::new());
        for row in &self.rows {
            let result = match row.told() {
                None => Err(row.faults.clone()),
                Some(told) => match enter(tx, &self.scope, &row.external_id, told).await {
                    Ok(entered) => Ok(entered),
                    Err(error) => Err(own_fault(error)?),
                },
            };
            match result {
                Ok(entered) => {
                    let result = good(row, &entered, message::raised(&entered.findings));
                    flags.extend(result.flags.clone());
                    results.push(result);
                }
                Err(reasons) => {
                    results.push(bad(row, &reasons));
                    let at = |refusal: Refusal| in_row(row.number, refusal);
                    refused.extend(reasons.into_iter().map(at));
                }
            }
        }
        if self.all_or_nothing && !refused.is_empty() {
            return Err(Error { kind: domain::Kind::Invalid, refusals: refused, detail: None });
        }
        let subject = edge::place::name(&self.scope.area);
        tx.record(Event::new("claims.registered", subject).with(json!({
            "owner": self.scope.owner,
            "rows": results.len(),
            "waiting": results.iter().filter(|result| waits(result)).count(),
            "refused": results.iter().filter(|result| !result.errors.is_empty()).count(),
            "flags": flags,
        })));
        Ok(wire::BatchRegisterClaimsResponse { results, receipt: None })
    }
}

/// Whether a row's change waits for a second person.
fn waits(result: &wire::ClaimRowResult) -> bool {
    result.outcome == i32::from(wire::ClaimOutcome::Waiting)
}

/// A row's refusal among those of a whole batch: its field names the row.
fn in_row(number: i32, refusal: Refusal) -> Refusal {
    let field = refusal.field.clone().unwrap_or_default();
    let dot = if field.is_empty() { "" } else { "." };
    refusal.at(format!("rows[{}]{dot}{field}", number.saturating_sub(1)))
}

fn good(row: &Row, entered: &Entered, flags: Vec<String>) -> wire::ClaimRowResult {
    wire::ClaimRowResult {
        row: row.number,
        external_id: row.external_id.clone(),
        outcome: message::outcome(entered.outcome).into(),
        claim: message::name(&entered.row),
        verdict: worst(&entered.findings).into(),
        flags,
        errors: Vec::new(),
        doubts: convert::doubts(&entered.doubts),
    }
}

/// What became of a row that was refused.
pub fn bad(row: &Row, reasons: &[Refusal]) -> wire::ClaimRowResult {
    let error = |refusal: &Refusal| wire::ClaimRowError {
        reason: refusal.code.to_string(),
        field: refusal.field.clone().unwrap_or_default(),
        text: refusal.message(),
    };
    wire::ClaimRowResult {
        row: row.number,
        external_id: row.external_id.clone(),
        errors: reasons.iter().map(error).collect(),
        ..Default::default()
    }
}

/// Enters a batch over gRPC.
#[derive(Debug, Serialize)]
pub struct BatchRegisterClaims(Rows);

impl BatchRegisterClaims {
    /// Reads the request; rows that cannot be read are told with the answer.
    pub fn parse(request: wire::BatchRegisterClaimsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", area(&request.parent));
        let owner = OwnerName::read(&request.owner, &request.owner_display_name, &mut faults);
        if request.rows.is_empty() || request.rows.len() > ROWS_MAX {
            let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", request.rows.len());
            faults.add(refusal.fact("min", 1).fact("max", ROWS_MAX).at("rows"));
        }
        let mut rows: Vec<Row> = (1_i32..).zip(&request.rows).map(|(n, m)| row(n, m)).collect();
        refuse_twice(&mut rows);
        let parsed = area.zip(owner).map(|(area, owner)| {
            let (scope, all_or_nothing) = (Scope { area, owner }, request.all_or_nothing);
            Self(Rows { scope, rows, all_or_nothing })
        });
        faults.finish(parsed)
    }
}

impl Command for BatchRegisterClaims {
    const METHOD: &'static str = access::BATCH_REGISTER_CLAIMS;
    type Answer = wire::BatchRegisterClaimsResponse;

    fn place(&self) -> Place {
        self.0.scope.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        self.0.enter(tx).await
    }
}
