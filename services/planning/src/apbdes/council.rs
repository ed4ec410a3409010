//! Handing a draft to the BPD, and what the BPD says.

use domain::{Error, Place, Refusal, text};
use edge::{Violations, convert};
use serde::Serialize;
use store::{Command, Tx};
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        rules::Blocks,
        states::{self, Verb},
        version::{Minute, Version, warnings},
    },
    name::ApbdesName,
    parse::Document,
};

/// A version as the caller saw it.
#[derive(Debug, Serialize)]
pub(super) struct Seen {
    pub name: ApbdesName,
    pub revision: i64,
}

impl Seen {
    /// Reads `name` and `etag`.
    pub fn read(faults: &mut Violations, name: &str, etag: &str) -> Option<Self> {
        let name = faults.read("name", ApbdesName::parse(name));
        let revision = faults.read("etag", convert::revision(etag));
        Some(Self { name: name?, revision: revision? })
    }

    /// The village.
    pub fn place(&self) -> Place {
        self.name.year.desa.place()
    }

    /// The version, locked and of this revision.
    pub async fn claim(&self, tx: &mut Tx<'_>) -> Result<Version, Error> {
        Version::claim(tx, &self.name, self.revision).await
    }
}

/// Hands the draft to the BPD.
#[derive(Debug, Serialize)]
pub(crate) struct Submit {
    seen: Seen,
}

impl Submit {
    pub fn parse(request: pb::SubmitApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        faults.finish(seen.map(|seen| Self { seen }))
    }
}

impl Command for Submit {
    const METHOD: &'static str = access::SUBMIT_APBDES;
    type Answer = pb::SubmitApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        let state: Vec<Refusal> =
            states::next(version.kind, version.state, Verb::Submit).err().into_iter().collect();
        let found = version.judge(tx, Blocks::Submit, state).await?;
        version.go(tx, Verb::Submit, Minute::default()).await?;
        version.report(tx, "apbdes.submitted", Minute::default());
        Ok(pb::SubmitApbdesResponse {
            apbdes: Some(version.message(tx).await?),
            warnings: warnings(found),
            receipt: None,
        })
    }
}

/// The BPD agrees.
#[derive(Debug, Serialize)]
pub(crate) struct Agree {
    seen: Seen,
    minutes: Document,
}

impl Agree {
    pub fn parse(request: pb::AgreeApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let fields = ["document_number", "document_day"];
        let minutes =
            Document::read(&mut faults, fields, &request.document_number, &request.document_day);
        faults.finish(seen.zip(minutes).map(|(seen, minutes)| Self { seen, minutes }))
    }
}

impl Command for Agree {
    const METHOD: &'static str = access::AGREE_APBDES;
    type Answer = pb::AgreeApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        states::next(version.kind, version.state, Verb::Agree)?;
        self.minutes.check("document_day", None, tx.today())?;
        let minute = Minute {
            number: &self.minutes.number,
            day: Some(self.minutes.day),
            ..Minute::default()
        };
        version.go(tx, Verb::Agree, minute).await?;
        version.report(tx, "apbdes.agreed", minute);
        Ok(pb::AgreeApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}

/// The BPD rejects.
#[derive(Debug, Serialize)]
pub(crate) struct Reject {
    seen: Seen,
    note: String,
}

impl Reject {
    pub fn parse(request: pb::RejectApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for Reject {
    const METHOD: &'static str = access::REJECT_APBDES;
    type Answer = pb::RejectApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        let minute = Minute { note: &self.note, ..Minute::default() };
        version.go(tx, Verb::Reject, minute).await?;
        version.report(tx, "apbdes.rejected", minute);
        Ok(pb::RejectApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}
