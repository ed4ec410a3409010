//! RegisterClaim, AmendClaim and WithdrawClaim.

use ::wire::{access::claim_service as access, oversight::v1 as wire};
use domain::{DesaId, Error, Kind, Place, Refusal, ids::ProjectId, reason, text};
use edge::{Violations, convert};
use gate::{Finding, Verdict, register};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};

use super::{
    beside::Beside,
    content::Content,
    enter::{Entered, Outcome, Scope, Told, bring, enter, permitted},
    flagged, message,
    owner::{ClaimName, OwnerName, area, number},
    second::{self, WITHDRAWAL, Word},
    sql::{self, ClaimRow},
};
use crate::{
    refusal::CLAIM_WITHDRAWN,
    screen::{finding, verdict},
};

/// Enters one claim.
#[derive(Debug, Serialize)]
pub struct RegisterClaim {
    scope: Scope,
    external_id: String,
    content: Content,
}

impl RegisterClaim {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: wire::RegisterClaimRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", area(&request.parent));
        let owner = OwnerName::read(&request.owner, &request.owner_display_name, &mut faults);
        let external_id = faults.read("external_id", number(&request.external_id));
        let content = Content::read(request.content.as_ref(), "content", &mut faults);
        let parsed = area.zip(owner).zip(external_id.zip(content));
        faults.finish(parsed.map(|((area, owner), (external_id, content))| Self {
            scope: Scope { area, owner },
            external_id,
            content,
        }))
    }
}

impl Command for RegisterClaim {
    const METHOD: &'static str = access::REGISTER_CLAIM;
    type Answer = wire::RegisterClaimResponse;

    fn place(&self) -> Place {
        self.scope.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let content = Told::plainly(&self.content);
        let entered = enter(tx, &self.scope, &self.external_id, content).await?;
        tx.record(event(&entered));
        Ok(wire::RegisterClaimResponse {
            claim: Some(message::claim(tx, &entered.row, true).await?),
            outcome: message::outcome(entered.outcome).into(),
            verdict: worst(&entered.findings).into(),
            findings: told(&entered.findings),
            doubts: convert::doubts(&entered.doubts),
            receipt: None,
        })
    }
}

/// The event of a claim: what was done and what it raised.
pub fn event(entered: &Entered) -> Event {
    let kind = match entered.outcome {
        Outcome::Created => "claim.registered",
        Outcome::Amended => "claim.amended",
        Outcome::Unchanged => "claim.confirmed",
        Outcome::Restored => "claim.restored",
        Outcome::Waiting => "claim.change_asked",
    };
    Event::new(kind, message::name(&entered.row)).with(json!({
        "owner": entered.row.owner,
        "external_id": entered.row.external_id,
        "flags": message::raised(&entered.findings),
        "findings": entered.findings.len(),
    }))
}

/// The worst verdict of some findings.
pub fn worst(findings: &[Finding]) -> wire::Verdict {
    verdict(findings.iter().map(|one| one.verdict).max().unwrap_or(Verdict::Clear))
}

/// Findings as messages, the worst first.
fn told(findings: &[Finding]) -> Vec<wire::Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.distance_mm.cmp(&b.distance_mm)));
    sorted.into_iter().cloned().map(finding).collect()
}

/// What a row is called that stands beside its claim, and what is to be changed in its place.
const WAITING: &str = "menunggu orang kedua";
const CLAIM: &str = "klaim pokok";

/// A claim as its caller saw it.
#[derive(Debug, Clone, Serialize)]
struct Seen {
    name: ClaimName,
    area: Place,
    revision: i64,
}

impl Seen {
    fn read(name: &str, parent: &str, etag: &str, faults: &mut Violations) -> Option<Self> {
        let name = faults.read("name", ClaimName::parse(name));
        let given = faults.optional("parent", parent, area);
        let revision = faults.read("etag", convert::revision(etag));
        name.zip(revision).map(|(name, revision)| {
            let area = given.unwrap_or_else(|| name.kabupaten.clone());
            Self { name, area, revision }
        })
    }

    /// The claim under lock, if it stands, is as it was seen, and may be changed.
    async fn lock(&self, tx: &mut Tx<'_>) -> Result<ClaimRow, Error> {
        let (place, id) = (&self.name.kabupaten, self.name.id.uuid());
        let row: ClaimRow = tx.one(&sql::LOCK_CLAIM, args![place, id]).await?;
        if let Some(of) = row.stands_for {
            // It comes and goes with a word about its claim.
            let of = ClaimName { kabupaten: place.clone(), id: ProjectId::new(of) };
            let refusal = reason::WRONG_STATE.refuse().shown("state", "waiting", WAITING);
            return Err(refusal.shown("needed", "claim", CLAIM).about(of.name()).into());
        }
        if row.revision != self.revision {
            return Err(reason::ETAG_MISMATCH.refuse().at("etag").about(self.name.name()).into());
        }
        if row.state != "active" {
            return Err(CLAIM_WITHDRAWN.refuse().about(self.name.name()).into());
        }
        permitted(tx, &self.area, &row)?;
        Ok(row)
    }
}

/// Replaces the contents of a claim.
#[derive(Debug, Serialize)]
pub struct AmendClaim {
    seen: Seen,
    content: Content,
}

impl AmendClaim {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: wire::AmendClaimRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&request.name, &request.parent, &request.etag, &mut faults);
        let content = Content::read(request.content.as_ref(), "content", &mut faults);
        faults.finish(seen.zip(content).map(|(seen, content)| Self { seen, content }))
    }
}

impl Command for AmendClaim {
    const METHOD: &'static str = access::AMEND_CLAIM;
    type Answer = wire::AmendClaimResponse;

    fn place(&self) -> Place {
        self.seen.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let row = self.seen.lock(tx).await?;
        let scope = Scope { area: self.seen.area.clone(), owner: message::owner(&row)? };
        let number = row.external_id.clone();
        let content = Told::plainly(&self.content);
        let entered = bring(tx, &scope, &number, Some(row), content).await?;
        tx.record(event(&entered));
        Ok(wire::AmendClaimResponse {
            claim: Some(message::claim(tx, &entered.row, true).await?),
            verdict: worst(&entered.findings).into(),
            findings: told(&entered.findings),
            doubts: convert::doubts(&entered.doubts),
            receipt: None,
        })
    }
}

/// Takes a claim out.
#[derive(Debug, Serialize)]
pub struct WithdrawClaim {
    seen: Seen,
    note: String,
}

impl WithdrawClaim {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: wire::WithdrawClaimRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&request.name, &request.parent, &request.etag, &mut faults);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }

    /// Whether this is the second word; a first is kept.
    async fn counts(&self, tx: &mut Tx<'_>, row: &ClaimRow) -> Result<bool, Error> {
        let word = second::word(tx, row, WITHDRAWAL).await?;
        if word == Word::First {
            second::keep(tx, row, WITHDRAWAL, &self.note).await?;
        }
        Ok(word == Word::Counts)
    }
}

impl Command for WithdrawClaim {
    const METHOD: &'static str = access::WITHDRAW_CLAIM;
    type Answer = wire::WithdrawClaimResponse;

    fn place(&self) -> Place {
        self.seen.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let row = self.seen.lock(tx).await?;
        let held = flagged::held(tx, &row).await?;
        let beside = Beside::of(tx, &row, &held).await?;
        let mut no = flagged::refusals(&held);
        no.extend(beside.iter().flat_map(Beside::refusals));
        let blocks = !message::content(&row)?.document.is_empty();
        if blocks {
            no.extend(second::other_office(tx, &row)?);
        }
        Error::unless_empty(no)?;
        if let Some(beside) = &beside {
            beside.end(tx).await?;
        }
        if blocks && !self.counts(tx, &row).await? {
            let event = Event::new("claim.withdrawal_asked", message::name(&row));
            tx.record(event.with(json!({ "note": self.note })));
            let claim = Some(message::claim(tx, &row, true).await?);
            return Ok(wire::WithdrawClaimResponse { claim, receipt: None });
        }
        let (place, id) = (&self.seen.name.kabupaten, row.claim_id);
        register::withdraw(tx, &DesaId::parse(&row.desa_id)?, ProjectId::new(id)).await?;
        let now_us = tx.now_us();
        tx.exec(&sql::END_CLAIM, args![place, id, &self.note, now_us]).await?;
        let row: ClaimRow = tx.one(&sql::READ_CLAIM, args![place, id]).await?;
        second::forget(tx, &row).await?;
        let event = Event::new("claim.withdrawn", message::name(&row));
        tx.record(event.with(json!({ "note": self.note })));
        let claim = Some(message::claim(tx, &row, true).await?);
        Ok(wire::WithdrawClaimResponse { claim, receipt: None })
    }
}

/// The reasons of a row that was refused, when it is the row's own fault; else the error goes on.
pub fn own_fault(error: Error) -> Result<Vec<Refusal>, Error> {
    match error.kind {
        Kind::Invalid | Kind::Unmet | Kind::Denied if !error.refusals.is_empty() => {
            Ok(error.refusals)
        }
        _ => Err(error),
    }
}
