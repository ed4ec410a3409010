//! VerifySpp, ReturnSpp, ApproveSpp, RejectSpp, CancelSpp: signatures and ends.

use domain::{Error, Place, Refusal, Role, Rupiah, ids::LineId, reason, text};
use edge::{
    Violations,
    convert::{etag, revision},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Statement, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    ask::{Asked, ask},
    facts::{self, stale},
    names::SppName,
    refusal::NOT_OWN_ACTIVITY,
    spp::{State, Step},
    sql::{self, HeadRow},
    states::warnings,
    view::violation,
};

/// Reads which request at which revision is meant; faults are collected.
pub fn target(faults: &mut Violations, name: &str, etag: &str) -> Option<(SppName, i64)> {
    let name = faults.read("name", SppName::parse(name));
    let revision = faults.read("etag", revision(etag));
    Some((name?, revision?))
}

/// Gives every line's reservation back, in the order of the locks.
pub async fn release(tx: &mut Tx<'_>, name: &SppName) -> Result<(), Error> {
    let asked: Vec<(Uuid, i64)> =
        tx.all(&sql::READ_ASKED, args![name.desa(), name.id.uuid()]).await?;
    for (line, sen) in asked {
        ledger::release(tx, name.desa(), LineId::new(line), Rupiah::from_sen(sen)).await?;
    }
    Ok(())
}

/// Verifies a submitted request.
#[derive(Debug, Serialize)]
pub struct VerifySpp {
    name: SppName,
    revision: i64,
}

impl VerifySpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::VerifySppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }
}

impl Command for VerifySpp {
    const METHOD: &'static str = wire::access::spp_service::VERIFY_SPP;
    type Answer = proto::VerifySppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        let Asked { loaded, checks, reasons } = ask(tx, name, head, Step::Verify, None).await?;
        Error::unless_empty(reasons)?;
        loaded.head.fresh(self.revision)?;
        let person = tx.principal()?.person.uuid();
        let values = args![name.desa(), name.id.uuid(), self.revision, person, tx.now_us()];
        if tx.exec(&sql::VERIFY, values).await? != 1 {
            return Err(stale());
        }
        let clearances = facts::clearances(tx, name, &loaded.facts).await?;
        let detail = json!({ "number": loaded.head.number, "clearances": clearances });
        tx.record(Event::new("spp.verified", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Verified.wire(),
            etag: etag(self.revision.saturating_add(1)),
            warnings: warnings(&checks, Step::Verify).iter().map(violation).collect(),
            receipt: None,
        })
    }
}

/// Approves a verified request.
#[derive(Debug, Serialize)]
pub struct ApproveSpp {
    name: SppName,
    revision: i64,
}

impl ApproveSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ApproveSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }
}

impl Command for ApproveSpp {
    const METHOD: &'static str = wire::access::spp_service::APPROVE_SPP;
    type Answer = proto::ApproveSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        let Asked { loaded, reasons, .. } = ask(tx, name, head, Step::Approve, None).await?;
        Error::unless_empty(reasons)?;
        let (head, person) = (loaded.head, tx.principal()?.person);
        head.fresh(self.revision)?;
        let values = args![name.desa(), name.id.uuid(), self.revision, person.uuid(), tx.now_us()];
        if tx.exec(&sql::APPROVE, values).await? != 1 {
            return Err(stale());
        }
        tx.record(Event::new("spp.approved", name.name()).with(json!({ "number": head.number })));
        Ok(Self::Answer {
            state: State::Approved.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Sends a request back to a draft. An approved one is ended, not sent back (apbdes.md 7.2).
#[derive(Debug, Serialize)]
pub struct ReturnSpp {
    name: SppName,
    revision: i64,
    reason: String,
}

impl ReturnSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ReturnSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let reason = faults.read("reason", text::required_note(&request.reason));
        let read = || {
            let (name, revision) = target?;
            Some(Self { name, revision, reason: reason? })
        };
        faults.finish(read())
    }
}

impl Command for ReturnSpp {
    const METHOD: &'static str = wire::access::spp_service::RETURN_SPP;
    type Answer = proto::ReturnSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let head = facts::head(tx, &self.name).await?;
        head.refuse(&[State::Submitted, State::Verified], self.revision, None)?;
        let name = &self.name;
        let values = args![name.desa(), name.id.uuid(), self.revision, &self.reason, tx.now_us()];
        step_back(tx, name, &head, &sql::GIVE_BACK, values, "spp.returned").await?;
        Ok(Self::Answer {
            state: State::Draft.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Moves a request out of its way, releases what it reserved, and says so.
async fn step_back(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: &HeadRow,
    statement: &Statement,
    values: store::Args,
    event: &'static str,
) -> Result<(), Error> {
    if tx.exec(statement, values).await? != 1 {
        return Err(stale());
    }
    if head.state()?.reserves() {
        release(tx, name).await?;
    }
    tx.record(Event::new(event, name.name()).with(json!({ "number": head.number })));
    Ok(())
}

/// Ends a verified or approved request: the kepala desa takes his or her word back as long as
/// nothing is paid, when the work was stopped since or the payee is wrong.
#[derive(Debug, Serialize)]
pub struct RejectSpp {
    name: SppName,
    revision: i64,
    reason: String,
}

impl RejectSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RejectSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let reason = faults.read("reason", text::required_note(&request.reason));
        let read = || {
            let (name, revision) = target?;
            Some(Self { name, revision, reason: reason? })
        };
        faults.finish(read())
    }
}

impl Command for RejectSpp {
    const METHOD: &'static str = wire::access::spp_service::REJECT_SPP;
    type Answer = proto::RejectSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let head = facts::head(tx, &self.name).await?;
        head.refuse(&[State::Verified, State::Approved], self.revision, None)?;
        let name = &self.name;
        let code = State::Rejected.code();
        let values =
            args![name.desa(), name.id.uuid(), self.revision, &self.reason, tx.now_us(), code];
        step_back(tx, name, &head, &sql::END, values, "spp.rejected").await?;
        Ok(Self::Answer {
            state: State::Rejected.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Ends a request before its payment: its PKA does, and its author as long as it is a draft.
#[derive(Debug, Serialize)]
pub struct CancelSpp {
    name: SppName,
    revision: i64,
    reason: String,
}

impl CancelSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::CancelSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let reason = faults.read("reason", text::note(&request.reason));
        let read = || {
            let (name, revision) = target?;
            Some(Self { name, revision, reason: reason? })
        };
        faults.finish(read())
    }
}

impl Command for CancelSpp {
    const METHOD: &'static str = wire::access::spp_service::CANCEL_SPP;
    type Answer = proto::CancelSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let head = facts::head(tx, &self.name).await?;
        let open = [State::Draft, State::Submitted, State::Verified, State::Approved];
        let author = head.created_by == tx.principal()?.person.uuid();
        let own_draft = author && head.state()? == State::Draft;
        let no = if own_draft { None } else { not_pka(tx, &self.place(), &head)? };
        head.refuse(&open, self.revision, no)?;
        let name = &self.name;
        let code = State::Cancelled.code();
        let values =
            args![name.desa(), name.id.uuid(), self.revision, &self.reason, tx.now_us(), code];
        step_back(tx, name, &head, &sql::END, values, "spp.cancelled").await?;
        Ok(Self::Answer {
            state: State::Cancelled.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Why the caller ends no request but a draft of his own: only a PKA does, and only of his own
/// activity. The method is open to all who draft, so the role, of today, is asked here.
fn not_pka(tx: &Tx<'_>, place: &Place, head: &HeadRow) -> Result<Option<Refusal>, Error> {
    if !tx.principal()?.holds(&[Role::Pka], place, tx.today()) {
        return Err(reason::NOT_ALLOWED.refuse().into());
    }
    not_own(tx, head)
}

/// The reason against a PKA whose request it is not.
pub fn not_own(tx: &Tx<'_>, head: &HeadRow) -> Result<Option<Refusal>, Error> {
    if tx.principal()?.person.uuid() == head.pka_person_id {
        return Ok(None);
    }
    let kegiatan = head.kegiatan.as_deref().unwrap_or("pembiayaan");
    Ok(Some(NOT_OWN_ACTIVITY.refuse().fact("kegiatan", kegiatan)))
}
