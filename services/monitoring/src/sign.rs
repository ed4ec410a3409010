//! SubmitProject, ReturnProject and RegisterProject: the two signatures.

use domain::{Error, Place, Refusal, Rupiah, text};
use edge::{Violations, convert};
use gate::Work;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::monitoring::v1::{
    RegisterProjectRequest, RegisterProjectResponse, ReturnProjectRequest, ReturnProjectResponse,
    SubmitProjectRequest, SubmitProjectResponse,
};

use crate::{
    carry, doubts, message,
    names::ProjectName,
    project,
    sql::{self, ProjectRow},
    states::{pka_unmet, signer_unmet, sites_unmet, state_unmet},
};

/// A project as its caller saw it.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// The project.
    pub name: ProjectName,
    /// The revision that was read.
    pub revision: i64,
}

impl Seen {
    /// Reads name and etag; faults go to `faults`.
    pub fn read(name: &str, etag: &str, faults: &mut Violations) -> Option<Self> {
        let name = faults.read("name", ProjectName::parse(name));
        let revision = faults.read("etag", convert::revision(etag));
        name.zip(revision).map(|(name, revision)| Self { name, revision })
    }

    /// Reads name and etag alone.
    pub fn parse(name: &str, etag: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Self::read(name, etag, &mut faults);
        faults.finish(seen)
    }

    /// Locks the project if it is still as it was seen.
    pub async fn lock(&self, tx: &mut Tx<'_>) -> Result<ProjectRow, Error> {
        project::lock(tx, &self.name, Some(self.revision)).await
    }

    /// The place acted on.
    pub fn place(&self) -> Place {
        self.name.desa.place()
    }
}

/// The rules of sites and declarations that a signature stands for.
async fn sites_rules(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
) -> Result<Vec<Refusal>, Error> {
    let sites = project::sites(tx, name, row.geometry_rev).await?;
    let mut no: Vec<Refusal> =
        sites_unmet(&sites, Rupiah::from_sen(row.amount_sen)).into_iter().collect();
    let work = project::work(tx, name).await?;
    no.extend(doubts::keep(tx, name, &work).await?);
    no.extend(declarations(tx, &work).await?);
    Ok(no)
}

/// What is declared of other works and is not so: place and facts do not bear a relation out, or
/// what is carried on is not what was left.
pub async fn declarations(tx: &mut Tx<'_>, work: &Work) -> Result<Vec<Refusal>, Error> {
    let mut no = carry::unmet(tx, work).await?;
    no.extend(gate::relation::unmet(tx, work).await?);
    Ok(no)
}

/// The first signature.
#[derive(Debug, Serialize)]
pub struct SubmitProject(Seen);

impl SubmitProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: SubmitProjectRequest) -> Result<Self, Error> {
        Seen::parse(&request.name, &request.etag).map(Self)
    }
}

impl Command for SubmitProject {
    const METHOD: &'static str = wire::access::project_service::SUBMIT_PROJECT;
    type Answer = SubmitProjectResponse;

    fn place(&self) -> Place {
        self.0.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.0.name;
        let row = self.0.lock(tx).await?;
        let person = tx.principal()?.person.uuid();
        let mut no: Vec<Refusal> = state_unmet(&row.state, "draft").into_iter().collect();
        no.extend(pka_unmet(&row.kegiatan, project::pka(tx, &row).await?, person));
        no.extend(sites_rules(tx, name, &row).await?);
        Error::unless_empty(no)?;
        let now_us = tx.now_us();
        tx.exec(&sql::SUBMIT_PROJECT, args![&name.desa, name.id.uuid(), now_us, person]).await?;
        tx.record(Event::new("project.submitted", name.name()));
        let project = Some(message::project(tx, name).await?);
        Ok(SubmitProjectResponse { project, receipt: None })
    }
}

/// Back to draft.
#[derive(Debug, Serialize)]
pub struct ReturnProject {
    seen: Seen,
    note: String,
}

impl ReturnProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ReturnProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&request.name, &request.etag, &mut faults);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for ReturnProject {
    const METHOD: &'static str = wire::access::project_service::RETURN_PROJECT;
    type Answer = ReturnProjectResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.seen.name;
        let row = self.seen.lock(tx).await?;
        if let Some(refusal) = state_unmet(&row.state, "submitted") {
            return Err(refusal.about(name.name()).into());
        }
        let now_us = tx.now_us();
        tx.exec(&sql::RETURN_PROJECT, args![&name.desa, name.id.uuid(), now_us, &self.note])
            .await?;
        tx.record(Event::new("project.returned", name.name()).with(json!({"note": self.note})));
        let project = Some(message::project(tx, name).await?);
        Ok(ReturnProjectResponse { project, receipt: None })
    }
}

/// The second signature.
#[derive(Debug, Serialize)]
pub struct RegisterProject(Seen);

impl RegisterProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: RegisterProjectRequest) -> Result<Self, Error> {
        Seen::parse(&request.name, &request.etag).map(Self)
    }
}

impl Command for RegisterProject {
    const METHOD: &'static str = wire::access::project_service::REGISTER_PROJECT;
    type Answer = RegisterProjectResponse;

    fn place(&self) -> Place {
        self.0.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.0.name;
        let row = self.0.lock(tx).await?;
        let person = tx.principal()?.person.uuid();
        let mut no: Vec<Refusal> = state_unmet(&row.state, "submitted").into_iter().collect();
        no.extend(signer_unmet(row.submitted_by, person));
        no.extend(sites_rules(tx, name, &row).await?);
        Error::unless_empty(no)?;
        let now_us = tx.now_us();
        tx.exec(&sql::REGISTER_PROJECT, args![&name.desa, name.id.uuid(), now_us, person]).await?;
        let work = project::work(tx, name).await?;
        let screening = gate::register::register(tx, &work).await?;
        tx.record(screened("project.registered", name, &screening));
        let notes = notes(tx, name).await?;
        Ok(RegisterProjectResponse {
            project: Some(message::project(tx, name).await?),
            screening: Some(message::screening(&screening, notes)),
            receipt: None,
        })
    }
}

/// The event of a screening: what it raised, for the feed.
pub fn screened(kind: &'static str, name: &ProjectName, screening: &gate::Screening) -> Event {
    let flags: Vec<String> = screening
        .blocks
        .iter()
        .filter_map(|finding| finding.flag.map(|flag| format!("flags/{flag}")))
        .collect();
    Event::new(kind, name.name()).with(json!({
        "geometry_rev": screening.geometry_rev,
        "rule_rev": screening.rule_rev,
        "cleared": screening.clearance.is_some(),
        "flags": flags,
        "warnings": screening.warnings.len(),
    }))
}

/// What else the signers should know.
pub async fn notes(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Vec<String>, Error> {
    let started = project::stages(tx, name).await?.contains(&0);
    let missing = "Belum ada foto tahap 0 persen di lokasi sekarang; pembayaran memerlukannya.";
    Ok(if started { Vec::new() } else { vec![missing.to_owned()] })
}
