//! CancelProject and ConfirmCancellation: giving a project up.

use domain::{Error, Place, Refusal, Role, Rupiah, reason, text};
use edge::Violations;
use gate::paid;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::monitoring::v1::{
    CancelProjectRequest, CancelProjectResponse, ConfirmCancellationRequest,
    ConfirmCancellationResponse,
};

use crate::{
    message,
    names::ProjectName,
    plan, project,
    refusal::CANCELLATION_MISSING,
    sign::Seen,
    sql::{self, ProjectRow},
    states::{pka_unmet, signer_unmet, state_unmet, waiting_unmet},
};

/// Proposes; what is not registered yet is given up at once, a draft also by its author.
#[derive(Debug, Serialize)]
pub struct CancelProject {
    seen: Seen,
    note: String,
}

impl CancelProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: CancelProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&request.name, &request.etag, &mut faults);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for CancelProject {
    const METHOD: &'static str = wire::access::project_service::CANCEL_PROJECT;
    type Answer = CancelProjectResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.seen.name;
        let row = self.seen.lock(tx).await?;
        let person = tx.principal()?.person.uuid();
        let is_own_draft = row.state == "draft" && row.proposed_by == person;
        let mut no: Vec<Refusal> = Vec::new();
        if row.state == "cancelled" {
            no.extend(state_unmet(&row.state, "registered"));
        }
        no.extend(waiting_unmet(false, row.is_being_cancelled()));
        no.extend(project::held(tx, name).await?);
        if !is_own_draft {
            no.extend(self.not_pka(tx, &row).await?);
        }
        Error::unless_empty(no)?;
        let (desa, id, now_us) = (&name.desa, name.id.uuid(), tx.now_us());
        let kind = if row.state == "registered" {
            tx.exec(&sql::PROPOSE_CANCEL, args![desa, id, person, &self.note]).await?;
            "project.cancellation_proposed"
        } else {
            tx.exec(&sql::CANCEL_PROJECT, args![desa, id, now_us, person, &self.note]).await?;
            plan::drop(tx, name).await?;
            "project.cancelled"
        };
        tx.record(Event::new(kind, name.name()).with(json!({"note": self.note})));
        let project = Some(message::project(tx, name).await?);
        Ok(CancelProjectResponse { project, receipt: None })
    }
}

impl CancelProject {
    /// Why the caller gives up no project but a draft of his own: only a PKA does, and where a DPA
    /// names one, he alone. The method is open to all who draft, so the role is asked here.
    async fn not_pka(&self, tx: &mut Tx<'_>, row: &ProjectRow) -> Result<Option<Refusal>, Error> {
        let today = tx.today();
        let principal = tx.principal()?;
        let person = principal.person.uuid();
        if !principal.holds(&[Role::Pka], &self.seen.place(), today) {
            return Err(reason::NOT_ALLOWED.refuse().into());
        }
        Ok(pka_unmet(&row.kegiatan, project::pka(tx, row).await?, person))
    }
}

/// Takes a project out of the overlap register, unless it was paid for: that is claimed for good.
async fn leave_register(tx: &mut Tx<'_>, name: &ProjectName) -> Result<(), Error> {
    if paid(tx, &name.desa, name.id).await? > Rupiah::ZERO {
        return Ok(());
    }
    gate::register::withdraw(tx, &name.desa, name.id).await?;
    // The register holds the project now: a payment that came between is seen, and waited for.
    if paid(tx, &name.desa, name.id).await? > Rupiah::ZERO {
        return Err(reason::CONTENTION.refuse().into());
    }
    Ok(())
}

/// Confirms, or keeps the project.
#[derive(Debug, Serialize)]
pub struct ConfirmCancellation {
    seen: Seen,
    reject: bool,
}

impl ConfirmCancellation {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ConfirmCancellationRequest) -> Result<Self, Error> {
        let seen = Seen::parse(&request.name, &request.etag)?;
        Ok(Self { seen, reject: request.reject })
    }
}

impl Command for ConfirmCancellation {
    const METHOD: &'static str = wire::access::project_service::CONFIRM_CANCELLATION;
    type Answer = ConfirmCancellationResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.seen.name;
        let row = self.seen.lock(tx).await?;
        let person = tx.principal()?.person.uuid();
        let mut no: Vec<Refusal> = state_unmet(&row.state, "registered").into_iter().collect();
        if row.cancel_by.is_none() {
            no.push(CANCELLATION_MISSING.refuse());
        }
        no.extend(signer_unmet(row.cancel_by, person));
        if !self.reject {
            no.extend(project::held(tx, name).await?);
        }
        Error::unless_empty(no)?;
        let (desa, id, now_us) = (&name.desa, name.id.uuid(), tx.now_us());
        let kind = if self.reject {
            tx.exec(&sql::PROPOSE_CANCEL, args![desa, id, None::<Uuid>, ""]).await?;
            "project.cancellation_rejected"
        } else {
            tx.exec(&sql::CANCEL_PROJECT, args![desa, id, now_us, person, ""]).await?;
            if let Some(waiting) = project::amendment(tx, name).await? {
                tx.exec(&sql::DROP_AMENDMENT, args![desa, id]).await?;
                project::drop_sites(tx, name, waiting.geometry_rev).await?;
            }
            leave_register(tx, name).await?;
            "project.cancelled"
        };
        tx.record(Event::new(kind, name.name()));
        let project = Some(message::project(tx, name).await?);
        Ok(ConfirmCancellationResponse { project, receipt: None })
    }
}
