//! ReopenFlag, FreezeProject and UnfreezeProject: what the inspectorate, and for a flag also PMD,
//! takes back or holds.

use domain::{
    DesaId, Error, Place, Role,
    ids::{FlagId, ProjectId},
    text,
};
use edge::Violations;
use gate::{
    decide,
    flag::{self, FlagState},
    freeze::{self, Freeze},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::oversight::v1::{
    FreezeProjectRequest, FreezeProjectResponse, ReopenFlagRequest, ReopenFlagResponse, Reopening,
    UnfreezeProjectRequest, UnfreezeProjectResponse,
};

use crate::{
    deciders::{caller_obstacles, works},
    decision::{self, flag_name, project_name},
    message,
    sql_review::{self, ReopeningRow},
};

/// The role in which the caller acts.
pub fn office(tx: &Tx<'_>) -> Result<Role, Error> {
    let mandate = tx.acting()?.mandate.as_ref();
    mandate.map(|mandate| mandate.role).ok_or_else(Error::absent)
}

/// Opens a decided flag again.
#[derive(Debug, Serialize)]
pub struct ReopenFlag {
    flag: FlagId,
    place: Place,
    note: String,
    evidence: String,
}

impl ReopenFlag {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ReopenFlagRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let flag = faults.read("name", flag_name(&request.name));
        let place = faults.read("place", edge::place::read(&request.place));
        let words = faults.read("note", text::required_note(&request.note));
        let evidence = faults.read("evidence", text::required_note(&request.evidence));
        let parsed = flag.zip(place).zip(words).zip(evidence);
        faults.finish(parsed.map(|(((flag, place), note), evidence)| Self {
            flag,
            place,
            note,
            evidence,
        }))
    }
}

impl Command for ReopenFlag {
    const METHOD: &'static str = wire::access::review_service::REOPEN_FLAG;
    type Answer = ReopenFlagResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let before = flag::read(tx, self.flag).await?;
        decision::is_place(&before, &self.place)?;
        Error::unless_empty(caller_obstacles(tx, works(&before)).await?)?;
        let act = tx.new_id();
        let flag = decide::reopen(tx, self.flag, act).await?;
        let (person, now_us) = (tx.principal()?.person.uuid(), tx.now_us());
        let desa = &flag.first.desa;
        let values = args![
            desa,
            act,
            self.flag.uuid(),
            before.state.code(),
            &self.note,
            &self.evidence,
            office(tx)?.code(),
            person,
            now_us
        ];
        tx.exec(&sql_review::PUT_REOPENING, values).await?;
        let granted = args![desa, self.flag.uuid(), person, now_us, &self.note];
        tx.exec(&sql_review::GRANT_FLAG_ASKS, granted).await?;
        tx.record(Event::new("flag.reopened", flag.name()).with(json!({
            "from": before.state.code(), "office": office(tx)?.code(), "note": self.note,
            "first": message::project(&flag.first), "second": message::project(&flag.second),
        })));
        Ok(ReopenFlagResponse { flag: Some(message::flag(tx, &flag).await?), receipt: None })
    }
}

/// When and why a flag was opened again, as messages.
pub async fn reopenings(tx: &mut Tx<'_>, flag: &flag::Flag) -> Result<Vec<Reopening>, Error> {
    let values = args![&flag.first.desa, flag.id.uuid()];
    let rows: Vec<ReopeningRow> = tx.all(&sql_review::LIST_REOPENINGS, values).await?;
    let message = |row: ReopeningRow| Reopening {
        from_state: FlagState::from_code(&row.from_state)
            .map(|state| message::state(state).into())
            .unwrap_or_default(),
        note: row.note,
        evidence: row.evidence,
        person_display_name: row.full_name,
        role: row.office,
        at_us: row.at_us,
    };
    Ok(rows.into_iter().map(message).collect())
}

/// A project with words about it.
#[derive(Debug, Serialize)]
struct Named {
    desa: DesaId,
    project: ProjectId,
    note: String,
}

impl Named {
    fn parse(name: &str, words: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", project_name(name));
        let words = faults.read("note", text::required_note(words));
        let parsed = name.zip(words);
        faults.finish(parsed.map(|((desa, project), note)| Self { desa, project, note }))
    }

    fn name(&self) -> String {
        format!("{}/projects/{}", self.desa.name(), self.project)
    }

    /// Refuses somebody with a past in the village or on the project.
    async fn check(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let work = (&self.desa, self.project);
        Error::unless_empty(caller_obstacles(tx, [work, work]).await?)
    }
}

/// Holds a project.
#[derive(Debug, Serialize)]
pub struct FreezeProject(Named);

impl FreezeProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: FreezeProjectRequest) -> Result<Self, Error> {
        Named::parse(&request.name, &request.note).map(Self)
    }
}

impl Command for FreezeProject {
    const METHOD: &'static str = wire::access::review_service::FREEZE_PROJECT;
    type Answer = FreezeProjectResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let Named { desa, project, note } = &self.0;
        self.0.check(tx).await?;
        let (id, person) = (tx.new_id(), tx.principal()?.person.uuid());
        let held = Freeze { id, office: office(tx)?, person, note };
        freeze::freeze(tx, desa, *project, &held).await?;
        let granted = args![desa, project.uuid(), person, tx.now_us(), note];
        tx.exec(&sql_review::GRANT_PROJECT_ASKS, granted).await?;
        let detail = json!({ "note": note });
        tx.record(Event::new("project.frozen", self.0.name()).with(detail));
        let name = format!("{}/freezes/{id}", self.0.name());
        Ok(FreezeProjectResponse { name, receipt: None })
    }
}

/// Lets a project go.
#[derive(Debug, Serialize)]
pub struct UnfreezeProject(Named);

impl UnfreezeProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: UnfreezeProjectRequest) -> Result<Self, Error> {
        Named::parse(&request.name, &request.note).map(Self)
    }
}

impl Command for UnfreezeProject {
    const METHOD: &'static str = wire::access::review_service::UNFREEZE_PROJECT;
    type Answer = UnfreezeProjectResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let Named { desa, project, note } = &self.0;
        self.0.check(tx).await?;
        let person = tx.principal()?.person.uuid();
        freeze::unfreeze(tx, desa, *project, person, note).await?;
        let detail = json!({ "note": note });
        tx.record(Event::new("project.unfrozen", self.0.name()).with(detail));
        Ok(UnfreezeProjectResponse::default())
    }
}
