//! Annulling an enacted version on behalf of the bupati (Permendagri 20/2018 P.36).

use domain::{Error, Place, Selector, ids::ApbdesId, text};
use edge::{Violations, convert};
use serde::Serialize;
use store::{Command, Tx};
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        council::Seen,
        enact::year_lines,
        line_sql::LineRow,
        states::{self, Kind, State, Verb},
        version::{Minute, Version},
    },
    dpa,
    name::ApbdesName,
    parse::Document,
    year,
};

/// Annuls a version; the one it superseded, if any, is in force again.
#[derive(Debug, Serialize)]
pub(crate) struct Annul {
    seen: Seen,
    decree: Document,
    note: String,
}

impl Annul {
    pub fn parse(request: pb::AnnulApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        let fields = ["document_number", "document_day"];
        let decree =
            Document::read(&mut faults, fields, &request.document_number, &request.document_day);
        let command =
            seen.zip(decree).zip(note).map(|((seen, decree), note)| Self { seen, decree, note });
        faults.finish(command)
    }
}

impl Annul {
    /// The lines that may still be spent on while no budget is in force (P.36(3)).
    async fn spared(&self, tx: &mut Tx<'_>, version: &Version) -> Result<Vec<LineRow>, Error> {
        let today = tx.today();
        let policy = tx.policy("annulled.selector", &self.seen.place(), today).await?;
        let selector = policy.and_then(|policy| Selector::parse(&policy.value)).unwrap_or_default();
        let mut lines = version.lines(tx).await?;
        lines.retain(|line| selector.matches(line.kegiatan.as_deref(), &line.rekening));
        Ok(lines)
    }
}

/// The version that was superseded by this one comes back into force.
async fn restore(tx: &mut Tx<'_>, version: &Version) -> Result<Option<Version>, Error> {
    let amends = matches!(version.kind, Kind::PerubahanPenjabaran | Kind::Perubahan);
    let Some(base) = version.row.base_id.filter(|_| amends) else { return Ok(None) };
    let name = ApbdesName { year: version.name.year.clone(), id: ApbdesId::new(base) };
    let mut before = Version::lock(tx, &name).await?;
    if before.state != State::Superseded {
        return Ok(None);
    }
    before.go(tx, Verb::Restore, Minute::default()).await?;
    Ok(Some(before))
}

impl Command for Annul {
    const METHOD: &'static str = access::ANNUL_APBDES;
    type Answer = pb::AnnulApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.seen.name.year;
        year::lock(tx, year).await?;
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        states::next(version.kind, version.state, Verb::Annul)?;
        let enacted = version.row.enacted_day.and_then(convert::day);
        self.decree.check("document_day", enacted, tx.today())?;
        let minute =
            Minute { number: &self.decree.number, day: Some(self.decree.day), note: &self.note };
        version.go(tx, Verb::Annul, minute).await?;
        let restored = restore(tx, &version).await?;
        let lines = match &restored {
            Some(before) => before.lines(tx).await?,
            None => self.spared(tx, &version).await?,
        };
        // What is committed stays until it is released; nothing more can be reserved than the
        // restored version has or, without one, what the government of the village needs to go on.
        let wanted = year_lines(tx, year, &lines).await?;
        for line in wanted.values() {
            ledger::fall_back(tx, &year.desa, line.line_id, line.ceiling).await?;
        }
        if restored.is_some() {
            dpa::withdraw(tx, year, version.row.apbdes_id).await?;
        }
        version.report(tx, "apbdes.annulled", minute);
        Ok(pb::AnnulApbdesResponse {
            apbdes: Some(version.message(tx).await?),
            restored: restored.map(|before| before.name.text()).unwrap_or_default(),
            receipt: None,
        })
    }
}
