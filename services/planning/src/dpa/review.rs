//! Submitting, verifying, returning, discarding and approving a document.

use domain::{Day, Error, Place, Role, ids::DpaId, text};
use edge::Violations;
use serde::Serialize;
use store::{Command, Tx, args};
use wire::{access::dpa_service as access, planning::v1 as pb};

use crate::{
    apbdes,
    dpa::{
        document::{Document, Seen},
        rules::{State, Verb},
        sql::{self, DpaRow},
    },
    parse, year,
};

/// Hands the draft to the sekretaris desa.
#[derive(Debug, Serialize)]
pub(crate) struct Submit(Seen);

impl Submit {
    pub fn parse(request: pb::SubmitDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        faults.finish(seen.map(Self))
    }
}

impl Command for Submit {
    const METHOD: &'static str = access::SUBMIT_DPA;
    type Answer = pb::SubmitDpaResponse;

    fn place(&self) -> Place {
        self.0.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut document = self.0.claim(tx).await?;
        document.take(tx).await?;
        document.judge(tx, Verb::Submit).await?;
        document.row.return_note.clear();
        document.go(tx, Verb::Submit).await?;
        document.report(tx, "dpa.submitted");
        Ok(pb::SubmitDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}

/// Verifies it.
#[derive(Debug, Serialize)]
pub(crate) struct Verify(Seen);

impl Verify {
    pub fn parse(request: pb::VerifyDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        faults.finish(seen.map(Self))
    }
}

impl Command for Verify {
    const METHOD: &'static str = access::VERIFY_DPA;
    type Answer = pb::VerifyDpaResponse;

    fn place(&self) -> Place {
        self.0.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut document = self.0.claim(tx).await?;
        document.by_another(tx)?;
        document.judge(tx, Verb::Verify).await?;
        document.row.verified_by = Some(tx.acting()?.person.uuid());
        document.go(tx, Verb::Verify).await?;
        document.report(tx, "dpa.verified");
        Ok(pb::VerifyDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}

/// Returns it to its PKA.
#[derive(Debug, Serialize)]
pub(crate) struct Return {
    seen: Seen,
    note: String,
}

impl Return {
    pub fn parse(request: pb::ReturnDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for Return {
    const METHOD: &'static str = access::RETURN_DPA;
    type Answer = pb::ReturnDpaResponse;

    fn place(&self) -> Place {
        self.seen.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut document = self.seen.claim(tx).await?;
        document.row.verified_by = None;
        document.row.return_note.clone_from(&self.note);
        document.go(tx, Verb::Return).await?;
        document.report(tx, "dpa.returned");
        Ok(pb::ReturnDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}

/// Approves it; an earlier one of the kegiatan is amended by it or passes on to it.
#[derive(Debug, Serialize)]
pub(crate) struct Approve {
    seen: Seen,
    day: Option<Day>,
}

impl Approve {
    pub fn parse(request: pb::ApproveDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let day = faults.optional("approved_day", &request.approved_day, Day::parse);
        faults.finish(seen.map(|seen| Self { seen, day }))
    }
}

/// Ends a document that is not to be approved.
#[derive(Debug, Serialize)]
pub(crate) struct Discard {
    seen: Seen,
    note: String,
}

impl Discard {
    pub fn parse(request: pb::DiscardDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for Discard {
    const METHOD: &'static str = access::DISCARD_DPA;
    type Answer = pb::DiscardDpaResponse;

    fn place(&self) -> Place {
        self.seen.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut document = self.seen.claim(tx).await?;
        let reviews = [Role::Sek, Role::Kds];
        if !tx.principal()?.holds(&reviews, &self.place(), tx.today()) {
            document.take(tx).await?;
        }
        document.row.return_note.clone_from(&self.note);
        document.go(tx, Verb::Discard).await?;
        document.report(tx, "dpa.discarded");
        Ok(pb::DiscardDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}

/// The approved document of the same kegiatan steps aside.
async fn amend(tx: &mut Tx<'_>, document: &Document) -> Result<(), Error> {
    let year = &document.name.year;
    let values = args![&year.desa, year.tahun, &document.row.kegiatan];
    let live: Vec<DpaRow> = tx.all(&sql::READ_LIVE, values).await?;
    for row in live.into_iter().filter(|row| row.state == State::Approved.word()) {
        let name = crate::name::DpaName { year: year.clone(), id: DpaId::new(row.dpa_id) };
        let seen = Seen { name, revision: row.revision };
        seen.claim(tx).await?.go(tx, Verb::Amend).await?;
    }
    Ok(())
}

impl Command for Approve {
    const METHOD: &'static str = access::APPROVE_DPA;
    type Answer = pb::ApproveDpaResponse;

    fn place(&self) -> Place {
        self.seen.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.seen.name.year;
        year::lock(tx, year).await?;
        let mut document = self.seen.claim(tx).await?;
        document.by_another(tx)?;
        document.judge(tx, Verb::Approve).await?;
        let enacted = apbdes::in_force(tx, year).await?.and_then(|(_, day)| day);
        let day = self.day.unwrap_or_else(|| tx.today());
        parse::day_between(day, "approved_day", enacted, tx.today())?;
        amend(tx, &document).await?;
        document.row.approved_by = Some(tx.acting()?.person.uuid());
        document.row.approved_day = Some(i64::from(day.number()));
        document.go(tx, Verb::Approve).await?;
        document.report(tx, "dpa.approved");
        Ok(pb::ApproveDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}
