//! Writing the draft of a document.

use domain::{
    Day, Error, KegiatanCode, Place, Refusal, Rupiah,
    ids::{DpaId, LineId},
    reason, text,
};
use edge::{Violations, convert};
use serde::Serialize;
use store::{Command, Tx, args};
use uuid::Uuid;
use wire::{access::dpa_service as access, common::v1 as common, planning::v1 as pb};

use crate::{
    apbdes::{self, LineRow},
    dpa::{
        document::{Document, Seen, lines_of},
        rules::{self, State, Verb},
        sql::{self, DpaRow},
    },
    name::{DpaName, YearName},
    parse::{Measure, Measured, optional_line},
    refusal::{
        APBDES_LINE_UNKNOWN, DPA_EXISTS, KEGIATAN_NOT_BUDGETED, MONTHS_NOT_TWELVE,
        NO_VERSION_IN_FORCE, OTHERS_ACTIVITY, WORK_DAYS_WRONG,
    },
    rkpdes::PlanInForce,
    year,
};

/// The most rows of an estimate.
const RAB_MAX: usize = 500;
/// The months of a draw plan.
const MONTHS: usize = 12;

/// Writes a draft, or rewrites one that is a draft or was returned.
#[derive(Debug, Serialize)]
pub(crate) struct Draft {
    year: YearName,
    rewrites: Option<Seen>,
    kegiatan: KegiatanCode,
    rab: Vec<Estimate>,
    months: Vec<Rupiah>,
    location: String,
    start: Option<Day>,
    end: Option<Day>,
    target: String,
    team: String,
}

/// A row of the estimate.
#[derive(Debug, Serialize)]
struct Estimate {
    line: LineId,
    uraian: String,
    measure: Measure,
    amount: Rupiah,
}

impl Estimate {
    fn read(faults: &mut Violations, at: usize, row: &pb::RabRow) -> Option<Self> {
        let path = format!("rab[{at}]");
        let line = faults.read(format!("{path}.line_id"), LineId::parse(&row.line_id));
        let uraian = faults.read(format!("{path}.uraian"), text::name(&row.uraian));
        if row.unit_price.is_none() {
            faults.add(reason::FIELD_REQUIRED.refuse().at(format!("{path}.unit_price")));
            return None;
        }
        let measured = Measured {
            volume_e4: row.volume_e4,
            unit: &row.unit,
            unit_price: row.unit_price,
            amount: row.amount,
        };
        let (measure, amount) = measured.read(faults, &path)?;
        Some(Self { line: line?, uraian: uraian?, measure: measure?, amount })
    }
}

fn read_months(faults: &mut Violations, months: &[common::Rupiah]) -> Vec<Rupiah> {
    if months.len() != MONTHS {
        faults.add(MONTHS_NOT_TWELVE.refuse().at("months"));
        return Vec::new();
    }
    let read = months.iter().enumerate();
    read.filter_map(|(at, month)| faults.read(format!("months[{at}]"), convert::budget(month)))
        .collect()
}

fn read_rab(faults: &mut Violations, rab: &[pb::RabRow]) -> Vec<Estimate> {
    if rab.len() > RAB_MAX {
        let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", rab.len());
        faults.add(refusal.fact("min", 0).fact("max", RAB_MAX).at("rab"));
    }
    let rows = rab.iter().enumerate().take(RAB_MAX);
    rows.filter_map(|(at, row)| Estimate::read(faults, at, row)).collect()
}

impl Draft {
    pub fn parse(request: pb::DraftDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", YearName::parse(&request.parent));
        let rewrites = (!request.name.is_empty())
            .then(|| Seen::read(&mut faults, &request.name, &request.etag))
            .flatten();
        if let (Some(year), Some(seen)) = (&year, &rewrites)
            && seen.name.year != *year
        {
            let refusal = reason::FIELD_MALFORMED.refuse().fact("value", &request.name);
            faults.add(refusal.fact("expected", year.text()).at("name"));
        }
        let kegiatan = faults.read("kegiatan", KegiatanCode::parse(&request.kegiatan));
        let rab = read_rab(&mut faults, &request.rab);
        let months = read_months(&mut faults, &request.months);
        let location = optional_line(&mut faults, "location", &request.location);
        let target = optional_line(&mut faults, "target", &request.target);
        let team = optional_line(&mut faults, "team", &request.team);
        let start = faults.optional("start_day", &request.start_day, Day::parse);
        let end = faults.optional("end_day", &request.end_day, Day::parse);
        if let Some(year) = &year
            && !days_fit(year, start, end)
        {
            faults.add(WORK_DAYS_WRONG.refuse().at("start_day"));
        }
        let command = year.zip(kegiatan).map(|(year, kegiatan)| Self {
            year,
            rewrites,
            kegiatan,
            rab,
            months,
            location,
            start,
            end,
            target,
            team,
        });
        faults.finish(command)
    }

    /// Rows that detail no line of the kegiatan.
    fn strange_rows(&self, lines: &[LineRow]) -> Vec<Refusal> {
        let strange = self
            .rab
            .iter()
            .enumerate()
            .filter(|(_, row)| !lines.iter().any(|line| line.line_id == row.line.uuid()));
        strange
            .map(|(at, row)| {
                let refusal = APBDES_LINE_UNKNOWN.refuse().fact("line", row.line);
                refusal.at(format!("rab[{at}].line_id"))
            })
            .collect()
    }

    /// A new document of the kegiatan: a DPPA when one on an earlier version is approved, and the
    /// same again in other hands when the kegiatan is no more its PKA's who has the approved one.
    async fn open(
        &self,
        tx: &mut Tx<'_>,
        plan: &PlanInForce,
        (apbdes, ceiling_sen): (Uuid, i64),
    ) -> Result<Document, Error> {
        let (desa, tahun) = (&self.year.desa, self.year.tahun);
        let values = args![desa, tahun, &self.kegiatan];
        let live: Vec<DpaRow> = tx.all(&sql::READ_LIVE, values).await?;
        let is_left = |row: &DpaRow| plan.has_left(&row.kegiatan, row.pka_person_id);
        let blocking = live.iter().find(|row| {
            row.state != State::Approved.word() || (row.apbdes_id == apbdes && !is_left(row))
        });
        if let Some(row) = blocking {
            let refusal = DPA_EXISTS.refuse().fact("kegiatan", &self.kegiatan);
            return Err(refusal.about(self.year.dpa(row.dpa_id)).into());
        }
        let (id, now_us) = (DpaId::new(tx.new_id()), tx.now_us());
        let person = tx.acting()?.person.uuid();
        let values = args![
            desa,
            id.uuid(),
            tahun,
            apbdes,
            &self.kegiatan,
            live.iter().any(|row| row.amendment || row.apbdes_id != apbdes),
            person,
            now_us,
            ceiling_sen,
            &self.location,
            self.start,
            self.end,
            &self.target,
            &self.team
        ];
        tx.exec(&sql::INSERT, values).await?;
        Document::read(tx, &DpaName { year: self.year.clone(), id }).await
    }

    /// A draft taken up again, on the version that is in force now.
    async fn rewrite(
        &self,
        tx: &mut Tx<'_>,
        seen: &Seen,
        (apbdes, ceiling_sen): (Uuid, i64),
    ) -> Result<Document, Error> {
        let mut old = seen.claim(tx).await?;
        old.take(tx).await?;
        rules::next(old.state, Verb::Redraft)?;
        if old.row.kegiatan != self.kegiatan.as_str() {
            let refusal = reason::FIELD_MALFORMED.refuse().fact("value", &self.kegiatan);
            return Err(refusal.fact("expected", &old.row.kegiatan).at("kegiatan").into());
        }
        let (desa, id, now_us) = (&self.year.desa, old.row.dpa_id, tx.now_us());
        let values = args![
            desa,
            id,
            old.row.revision,
            apbdes,
            now_us,
            ceiling_sen,
            &self.location,
            self.start,
            self.end,
            &self.target,
            &self.team,
            old.row.pka_person_id
        ];
        if tx.exec(&sql::REDRAFT, values).await? != 1 {
            return Err(reason::ETAG_MISMATCH.refuse().into());
        }
        tx.exec(&sql::DELETE_RAB, args![desa, id]).await?;
        tx.exec(&sql::DELETE_MONTHS, args![desa, id]).await?;
        Document::read(tx, &old.name).await
    }

    /// Writes estimate and draw plan.
    async fn fill(&self, tx: &mut Tx<'_>, dpa: Uuid) -> Result<(), Error> {
        let desa = &self.year.desa;
        for (n, row) in (1_i64..).zip(&self.rab) {
            let measure = &row.measure;
            let values = args![
                desa,
                dpa,
                n,
                row.line.uuid(),
                &row.uraian,
                measure.volume_e4,
                &measure.unit,
                measure.unit_price,
                row.amount
            ];
            tx.exec(&sql::INSERT_RAB, values).await?;
        }
        for (month, amount) in (1_i64..).zip(&self.months) {
            tx.exec(&sql::INSERT_MONTH, args![desa, dpa, month, *amount]).await?;
        }
        Ok(())
    }
}

/// Whether the work ends after it starts and both lie in the year.
fn days_fit(year: &YearName, start: Option<Day>, end: Option<Day>) -> bool {
    let in_year = |day: Option<Day>| day.is_none_or(|day| year.tahun.contains(day));
    let ordered = start.zip(end).is_none_or(|(start, end)| start <= end);
    in_year(start) && in_year(end) && ordered
}

impl Command for Draft {
    const METHOD: &'static str = access::DRAFT_DPA;
    type Answer = pb::DraftDpaResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        year::lock(tx, &self.year).await?;
        let kegiatan = self.kegiatan.as_str();
        let plan = PlanInForce::load(tx, &self.year).await?;
        if plan.is_of_others(kegiatan, tx.acting()?.person.uuid()) {
            return Err(OTHERS_ACTIVITY.refuse().fact("kegiatan", kegiatan).into());
        }
        let Some((apbdes, _)) = apbdes::in_force(tx, &self.year).await? else {
            return Err(NO_VERSION_IN_FORCE.refuse().fact("tahun", self.year.tahun).into());
        };
        let lines = lines_of(tx, &self.year, Some(apbdes), kegiatan).await?;
        if lines.is_empty() {
            return Err(KEGIATAN_NOT_BUDGETED.refuse().fact("kegiatan", kegiatan).into());
        }
        Error::unless_empty(self.strange_rows(&lines))?;
        let ceiling_sen = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount_sen));
        let of = (apbdes, ceiling_sen);
        let document = match &self.rewrites {
            Some(seen) => self.rewrite(tx, seen, of).await?,
            None => self.open(tx, &plan, of).await?,
        };
        self.fill(tx, document.row.dpa_id).await?;
        document.report(tx, "dpa.drafted");
        Ok(pb::DraftDpaResponse { dpa: Some(document.message(tx).await?), receipt: None })
    }
}
