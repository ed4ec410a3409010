//! Enacting a version: it becomes law, and its amounts the ledger's ceilings.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    Day, Error, KegiatanCode, Place, Refusal, RekeningCode, Rupiah, SumberDana, ids::LineId, reason,
};
use edge::{Violations, convert};
use ledger::Line;
use serde::Serialize;
use store::{Command, Tx, args};
use uuid::Uuid;
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        council::Seen,
        law::Severity,
        line_sql::LineRow,
        rules::{Blocks, Finding},
        sql,
        states::{self, Kind, State, Verb},
        version::{Minute, Version, warnings},
    },
    name::{ApbdesName, YearName},
    parse::{self, Document},
    reference::LedgerLine,
    refusal::LEGAL_DEADLINE_PASSED,
    year,
};

/// Enacts a version by Perdes and Perkades, a change of the penjabaran by Perkades alone.
#[derive(Debug, Serialize)]
pub(crate) struct Enact {
    seen: Seen,
    perdes: Option<Document>,
    perkades: Document,
}

impl Enact {
    pub fn parse(request: pb::EnactApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let by_perdes = !(request.perdes_number.is_empty() && request.perdes_day.is_empty());
        let perdes = by_perdes.then(|| {
            let fields = ["perdes_number", "perdes_day"];
            Document::read(&mut faults, fields, &request.perdes_number, &request.perdes_day)
        });
        let fields = ["perkades_number", "perkades_day"];
        let perkades =
            Document::read(&mut faults, fields, &request.perkades_number, &request.perkades_day);
        let perdes = perdes.flatten();
        let command = seen.zip(perkades).map(|(seen, perkades)| Self { seen, perdes, perkades });
        faults.finish(command)
    }

    /// The day from which it is in force, after the documents were found possible.
    fn day(&self, version: &Version, earliest: Option<Day>, today: Day) -> Result<Day, Error> {
        let by_perkades = version.kind == Kind::PerubahanPenjabaran;
        match &self.perdes {
            Some(_) if by_perkades => Err(reason::FIELD_MALFORMED
                .refuse()
                .fact("value", "perdes")
                .fact("expected", "kosong")
                .at("perdes_number")
                .into()),
            None if !by_perkades => Err(reason::FIELD_REQUIRED.refuse().at("perdes_number").into()),
            Some(perdes) => {
                perdes.check("perdes_day", earliest, today)?;
                let (day, field) = (self.perkades.day, "perkades_day");
                parse::day_between(day, field, Some(perdes.day), today)?;
                Ok(perdes.day)
            }
            None => {
                self.perkades.check("perkades_day", earliest, today)?;
                Ok(self.perkades.day)
            }
        }
    }

    /// Makes it law.
    async fn enact(&self, tx: &mut Tx<'_>, version: &mut Version, day: Day) -> Result<(), Error> {
        states::next(version.kind, version.state, Verb::Enact)?;
        let now_us = tx.now_us();
        let perdes = self.perdes.as_ref().map(|perdes| &perdes.number);
        let values = args![
            &version.name.year.desa,
            version.row.apbdes_id,
            version.row.revision,
            now_us,
            perdes,
            &self.perkades.number,
            day
        ];
        let moved = tx.exec(&sql::ENACT, values).await?;
        version.arrived(moved, State::Enacted, now_us)?;
        version.row.perdes_number = perdes.cloned();
        version.row.perkades_number = Some(self.perkades.number.clone());
        version.row.enacted_day = Some(i64::from(day.number()));
        Ok(())
    }
}

/// A first budget is enacted before its year begins (D08).
async fn late(tx: &mut Tx<'_>, version: &Version, day: Day) -> Result<Option<Finding>, Error> {
    if version.kind != Kind::Awal {
        return Ok(None);
    }
    let year = &version.name.year;
    let place = year.desa.place();
    let policy = tx.policy("deadline.D08", &place, year.tahun.first_day()).await?;
    let due = policy.filter(|policy| policy.unit == "date_year_before").and_then(|policy| {
        let before = year.tahun.get().saturating_sub(1);
        Day::parse(&format!("{before:04}-{}", policy.value)).ok()
    });
    Ok(due.filter(|due| day > *due).map(|due| {
        let refusal = LEGAL_DEADLINE_PASSED.refuse().shown("deadline", "D08", "penetapan APB Desa");
        Finding::of("D08", Severity::Warn, refusal.shown("due", due.iso(), due))
    }))
}

/// Marks the silence of the camat after the days of evaluation; answers the first day after them.
pub(super) async fn lapse(tx: &mut Tx<'_>, version: &mut Version) -> Result<Option<Day>, Error> {
    let due = version.evaluation_due(tx).await?;
    let Some(due) = due.filter(|due| tx.today() > *due) else { return Ok(None) };
    let minute = Minute { day: None, note: "D05", number: "" };
    version.go(tx, Verb::Lapse, minute).await?;
    Ok(Some(due.plus(1)))
}

impl Command for Enact {
    const METHOD: &'static str = access::ENACT_APBDES;
    type Answer = pb::EnactApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.seen.name.year;
        year::lock(tx, year).await?;
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        let lapsed = lapse(tx, &mut version).await?;
        let state: Vec<Refusal> =
            states::next(version.kind, version.state, Verb::Enact).err().into_iter().collect();
        let mut found = version.judge(tx, Blocks::Enact, state).await?;

        let before = supersede(tx, &version).await?;
        let evaluated = version.row.document_day.and_then(convert::day);
        let earliest = lapsed.or(evaluated).max(before);
        let day = self.day(&version, earliest, tx.today())?;
        self.enact(tx, &mut version, day).await?;
        let number = self.perdes.as_ref().unwrap_or(&self.perkades).number.as_str();
        let minute = Minute { number, day: Some(day), note: "" };
        version.keep(tx, minute, true).await?;
        open_lines(tx, &version).await?;
        found.extend(late(tx, &version, day).await?);
        version.report(tx, "apbdes.enacted", minute);
        Ok(pb::EnactApbdesResponse {
            apbdes: Some(version.message(tx).await?),
            warnings: warnings(found),
            receipt: None,
        })
    }
}

/// The version it amends steps aside; answers the day from which that one was in force.
async fn supersede(tx: &mut Tx<'_>, version: &Version) -> Result<Option<Day>, Error> {
    let amends = matches!(version.kind, Kind::PerubahanPenjabaran | Kind::Perubahan);
    let Some(base) = version.row.base_id.filter(|_| amends) else { return Ok(None) };
    let name = ApbdesName { year: version.name.year.clone(), id: domain::ids::ApbdesId::new(base) };
    let mut before = Version::lock(tx, &name).await?;
    before.go(tx, Verb::Supersede, Minute::default()).await?;
    Ok(before.row.enacted_day.and_then(convert::day))
}

/// Sets the ledger's ceilings to the version's amounts, and of lines it no longer has to nothing.
async fn open_lines(tx: &mut Tx<'_>, version: &Version) -> Result<(), Error> {
    let year = &version.name.year;
    let lines = version.lines(tx).await?;
    let wanted = year_lines(tx, year, &lines).await?;
    for line in wanted.values() {
        ledger::open_line(tx, &year.desa, line).await?;
    }
    Ok(())
}

/// What these lines give every line of the year, in the order of their ids; nothing to a line of
/// the ledger that is not among them.
pub(super) async fn year_lines(
    tx: &mut Tx<'_>,
    year: &YearName,
    lines: &[LineRow],
) -> Result<BTreeMap<Uuid, Line>, Error> {
    let mut wanted: BTreeMap<Uuid, Line> = BTreeMap::new();
    for line in lines {
        wanted.insert(line.line_id, from_version(year, line)?);
    }
    for (id, line) in crate::reference::ledger_lines(tx, year).await? {
        if let Entry::Vacant(missing) = wanted.entry(id) {
            missing.insert(from_ledger(year, &line)?);
        }
    }
    Ok(wanted)
}

fn from_version(year: &YearName, line: &LineRow) -> Result<Line, Error> {
    let codes = (line.kegiatan.as_deref(), line.rekening.as_str(), line.sumber_dana.as_str());
    ledger_line(year, line.line_id, codes, line.amount_sen)
}

fn from_ledger(year: &YearName, line: &LedgerLine) -> Result<Line, Error> {
    let codes = (line.kegiatan.as_deref(), line.rekening.as_str(), line.sumber_dana.as_str());
    ledger_line(year, line.line_id, codes, 0)
}

fn ledger_line(
    year: &YearName,
    id: Uuid,
    (kegiatan, rekening, sumber_dana): (Option<&str>, &str, &str),
    sen: i64,
) -> Result<Line, Error> {
    let unreadable = |_| Error::fault(format!("stored codes of line {id} are unreadable"));
    Ok(Line {
        line_id: LineId::new(id),
        tahun: year.tahun,
        kegiatan: kegiatan.map(KegiatanCode::parse).transpose().map_err(unreadable)?,
        rekening: RekeningCode::parse(rekening).map_err(unreadable)?,
        sumber_dana: SumberDana::parse(sumber_dana).map_err(unreadable)?,
        ceiling: Rupiah::from_sen(sen),
    })
}
