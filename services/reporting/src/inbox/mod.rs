//! The inbox: what waits for a person, since when, why, and which method takes it on.
//!
//! Each kind of thing has a table of duties: state and role to method and sentence. A test
//! holds every row of the tables against the rules of the interface, so that nobody is sent
//! to a method that would not let him or her in.

mod books;
mod claim;
mod correction;
mod duty;
mod left;
mod money;
mod plan;
mod review;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use domain::{Day, DesaId, Error, Place, Role, ids::PersonId};
use edge::{Violations, page_token};
use store::{Query, Tx};
use wire::{access::inbox_service as access, reporting::v1 as pb};

pub(crate) use books::STATEMENTS as BOOKS_STATEMENTS;
pub(crate) use claim::STATEMENTS as CLAIM_STATEMENTS;
pub(crate) use correction::STATEMENTS as CORRECTION_STATEMENTS;
pub(crate) use left::STATEMENTS as LEFT_STATEMENTS;
pub(crate) use money::STATEMENTS as MONEY_STATEMENTS;
pub(crate) use plan::STATEMENTS as PLAN_STATEMENTS;
pub(crate) use review::STATEMENTS as REVIEW_STATEMENTS;
pub(crate) use work::STATEMENTS as WORK_STATEMENTS;

/// Resource names of what blocks an item.
const BLOCKED_BY_MAX: usize = 12;

/// For whom an inbox is read: the person with the roles held today, by place.
pub(crate) struct Reader {
    pub person: PersonId,
    pub roles: BTreeMap<Place, BTreeSet<Role>>,
}

impl Reader {
    fn of(tx: &Tx<'_>) -> Result<Self, Error> {
        let principal = tx.principal()?;
        let mut roles: BTreeMap<Place, BTreeSet<Role>> = BTreeMap::new();
        for mandate in principal.valid_on(tx.today()) {
            roles.entry(mandate.area.clone()).or_default().insert(mandate.role);
        }
        Ok(Self { person: principal.person, roles })
    }

    /// Villages in which a role is held, with the roles.
    pub fn villages(&self) -> impl Iterator<Item = (DesaId, &BTreeSet<Role>)> {
        self.roles
            .iter()
            .filter_map(|(place, roles)| Some((DesaId::parse(place.as_str()).ok()?, roles)))
    }

    /// Areas in which one of the offices above the villages is held.
    pub fn areas(&self, role: Role) -> impl Iterator<Item = &Place> {
        self.roles.iter().filter(move |(_, roles)| roles.contains(&role)).map(|(place, _)| place)
    }
}

/// Something that waits, before it is shown.
pub(crate) struct Waiting {
    pub name: String,
    pub desa: String,
    pub desa_name: String,
    pub role: Role,
    pub title: String,
    pub why: String,
    pub method: &'static str,
    pub since_us: i64,
    pub blocked: bool,
    pub blocked_by: Vec<String>,
    pub amount_sen: Option<i64>,
    /// The last day the law gives for it, where it names one.
    pub due: Option<Day>,
}

impl Waiting {
    /// The order of the inbox: the longest wait first, then by what it is.
    fn key(&self) -> (i64, &str, &str, &str) {
        (self.since_us, &self.name, self.method, &self.title)
    }

    fn token(&self) -> String {
        let (since_us, name, method, title) = self.key();
        format!("{since_us}\n{name}\n{method}\n{title}")
    }

    fn read_token(text: &str) -> Option<(i64, &str, &str, &str)> {
        let mut parts = text.splitn(4, '\n');
        Some((parts.next()?.parse().ok()?, parts.next()?, parts.next()?, parts.next()?))
    }

    fn message(self) -> pb::InboxItem {
        let mut blocked_by = self.blocked_by;
        blocked_by.truncate(BLOCKED_BY_MAX);
        pb::InboxItem {
            name: self.name,
            place: format!("desa/{}", self.desa),
            place_title: self.desa_name,
            role: edge::access::role_number(self.role),
            title: self.title,
            why: self.why,
            method: self.method.to_owned(),
            since_us: self.since_us,
            blocked: self.blocked,
            blocked_by,
            amount: self.amount_sen.map(edge::convert::sen),
            due_day: self.due.map(Day::iso).unwrap_or_default(),
        }
    }
}

/// Lists what waits for the caller.
pub(crate) struct ListInbox {
    size: usize,
    /// The last item of the page before, as [`Waiting::token`] wrote it.
    after: Option<String>,
}

impl ListInbox {
    pub fn parse(request: &pb::ListInboxRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let token = page_token::read(access::LIST_INBOX, &[], &request.page_token);
        let after = faults.read("page_token", token).flatten();
        let size = size.and_then(|size| usize::try_from(size).ok());
        faults.finish(size.map(|size| Self { size, after }))
    }
}

impl Query for ListInbox {
    const METHOD: &'static str = access::LIST_INBOX;
    type Answer = pb::ListInboxResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let reader = Reader::of(tx)?;
        let mut items = Vec::new();
        money::gather(tx, &reader, &mut items).await?;
        plan::gather(tx, &reader, &mut items).await?;
        work::gather(tx, &reader, &mut items).await?;
        claim::gather(tx, &reader, &mut items).await?;
        review::gather(tx, &reader, &mut items).await?;
        correction::gather(tx, &reader, &mut items).await?;
        books::gather(tx, &reader, &mut items).await?;
        items.sort_by(|a, b| a.key().cmp(&b.key()));
        // Two roles of one person lead to the same thing once.
        items.dedup_by(|a, b| a.key() == b.key());
        let total_size = i32::try_from(items.len()).unwrap_or(i32::MAX);
        // Items come and go between pages, so a page goes on behind the last item, not at a count.
        let mut rest = items;
        if let Some(after) = self.after.as_deref().and_then(Waiting::read_token) {
            rest.retain(|item| item.key() > after);
        }
        let more = rest.len() > self.size;
        rest.truncate(self.size);
        let next = rest
            .last()
            .filter(|_| more)
            .map(|item| page_token::issue(Self::METHOD, &[], &item.token()));
        Ok(pb::ListInboxResponse {
            items: rest.into_iter().map(Waiting::message).collect(),
            next_page_token: next.unwrap_or_default(),
            total_size,
        })
    }
}

#[cfg(test)]
#[path = "inbox_tests.rs"]
mod tests;
