//! Writing the rows of the working plan.

use domain::{
    Error, KegiatanCode, Place, Refusal, Role, Rupiah, SumberDana, WorkClass,
    ids::{ProjectId, RkpdesId},
    reason, text,
};
use edge::{Violations, convert};
use gate::Intervention;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::{access::rkpdes_service as access, planning::v1 as pb};

use crate::{
    name::{RkpdesName, YearName},
    parse,
    reference::Charts,
    refusal::{KEGIATAN_NOT_IN_CHART, OTHERS_ACTIVITY, SUMBER_DANA_UNKNOWN},
    rkpdes::{
        site::{self, Site},
        sql::{self, PlanRow},
    },
    year::{self, YearRow},
};

/// Creates or replaces a row.
#[derive(Debug, Serialize)]
pub(crate) struct PutRow {
    year: YearName,
    /// The row to replace with its revision; a new row else.
    replaces: Option<(RkpdesId, i64)>,
    content: Content,
}

/// What a row says.
#[derive(Debug, Serialize)]
pub(super) struct Content {
    pub kegiatan: KegiatanCode,
    pub location: String,
    pub volume_e4: i64,
    pub unit: String,
    target: String,
    pub cost: Rupiah,
    pub sumber_dana: SumberDana,
    pattern: &'static str,
    pka: Option<Uuid>,
    pub site: Option<Site>,
}

/// The stored word of a pattern.
fn pattern(number: i32) -> Result<&'static str, Refusal> {
    match pb::Pattern::try_from(number) {
        Ok(pb::Pattern::Swakelola) => Ok("swakelola"),
        Ok(pb::Pattern::Kerjasama) => Ok("kerjasama"),
        Ok(pb::Pattern::Penyedia) => Ok("penyedia"),
        _ => Err(reason::FIELD_REQUIRED.refuse()),
    }
}

fn pattern_number(word: &str) -> pb::Pattern {
    match word {
        "swakelola" => pb::Pattern::Swakelola,
        "kerjasama" => pb::Pattern::Kerjasama,
        "penyedia" => pb::Pattern::Penyedia,
        _ => pb::Pattern::Unspecified,
    }
}

impl Content {
    fn read(faults: &mut Violations, row: &pb::RkpdesRow) -> Option<Self> {
        let kegiatan = faults.read("row.kegiatan", KegiatanCode::parse(&row.kegiatan));
        let location = faults.read("row.location", text::name(&row.location));
        let volume_e4 = faults.read("row.volume_e4", parse::volume(row.volume_e4));
        let unit = faults.read("row.unit", parse::short(&row.unit));
        let target = parse::optional_line(faults, "row.target", &row.target);
        let cost = faults.required("row.cost", row.cost, |cost| convert::budget(&cost));
        let sumber_dana = faults.read("row.sumber_dana", SumberDana::parse(&row.sumber_dana));
        let pattern = faults.read("row.pattern", pattern(row.pattern));
        let pka = faults.optional("row.pka_person_id", &row.pka_person_id, parse::person);
        let site = Site::read(faults, row.site.as_ref());
        Some(Self {
            kegiatan: kegiatan?,
            location: location?,
            volume_e4: volume_e4?,
            unit: unit?,
            target,
            cost: cost?,
            sumber_dana: sumber_dana?,
            pattern: pattern?,
            pka,
            site: site?,
        })
    }
}

impl PutRow {
    pub fn parse(request: pb::PutRkpdesRowRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", YearName::parse(&request.parent));
        let row = request.row.unwrap_or_default();
        let content = Content::read(&mut faults, &row);
        let mut replaces = None;
        if !row.name.is_empty() {
            let name = faults.read("row.name", RkpdesName::parse(&row.name));
            let revision = faults.read("row.etag", convert::revision(&row.etag));
            if let (Some(name), Some(year)) = (&name, &year)
                && name.year != *year
            {
                let refusal = reason::FIELD_MALFORMED.refuse().fact("value", &row.name);
                faults.add(refusal.fact("expected", year.text()).at("row.name"));
            }
            replaces = name.zip(revision).map(|(name, revision)| (name.id, revision));
        }
        let command = year.zip(content).map(|(year, content)| Self { year, replaces, content });
        faults.finish(command)
    }

    fn unknown_codes(&self, charts: &Charts) -> Vec<Refusal> {
        let content = &self.content;
        let mut unknown = Vec::new();
        if !charts.kegiatan.contains(content.kegiatan.as_str()) {
            let refusal = KEGIATAN_NOT_IN_CHART.refuse().fact("kegiatan", &content.kegiatan);
            unknown.push(refusal.at("row.kegiatan"));
        }
        if !charts.has_source(&content.sumber_dana) {
            let refusal = SUMBER_DANA_UNKNOWN.refuse().fact("sumber_dana", &content.sumber_dana);
            unknown.push(refusal.at("row.sumber_dana"));
        }
        unknown
    }
}

/// A PKA writes only rows that name nobody else.
fn own_row(tx: &Tx<'_>, place: &Place, kegiatan: &str, pka: Option<Uuid>) -> Result<(), Error> {
    let principal = tx.principal()?;
    let drafts_all = [Role::Op, Role::Sek, Role::Keu, Role::Kds];
    let others = pka.is_some_and(|pka| pka != principal.person.uuid());
    if others && !principal.holds(&drafts_all, place, tx.today()) {
        return Err(OTHERS_ACTIVITY.refuse().fact("kegiatan", kegiatan).into());
    }
    Ok(())
}

/// The row as it stands, if its revision is the one the caller saw.
async fn current(
    tx: &mut Tx<'_>,
    year: &YearName,
    id: RkpdesId,
    revision: i64,
) -> Result<PlanRow, Error> {
    let row: PlanRow = tx.one(&sql::READ_ROW, args![&year.desa, id.uuid(), year.tahun]).await?;
    if row.revision != revision {
        return Err(reason::ETAG_MISMATCH.refuse().into());
    }
    Ok(row)
}

impl Command for PutRow {
    const METHOD: &'static str = access::PUT_RKPDES_ROW;
    type Answer = pb::PutRkpdesRowResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        year::lock(tx, &self.year).await?;
        let charts = Charts::load(tx).await?;
        Error::unless_empty(self.unknown_codes(&charts))?;
        let content = &self.content;
        own_row(tx, &self.place(), content.kegiatan.as_str(), content.pka)?;
        let (statement, id) = match self.replaces {
            None => (&sql::INSERT_ROW, RkpdesId::new(tx.new_id())),
            Some((id, revision)) => {
                let old = current(tx, &self.year, id, revision).await?;
                own_row(tx, &self.place(), &old.kegiatan, old.pka_person_id)?;
                (&sql::UPDATE_ROW, id)
            }
        };
        let now_us = tx.now_us();
        let values = args![
            &self.year.desa,
            id.uuid(),
            self.year.tahun,
            &content.kegiatan,
            &content.location,
            content.volume_e4,
            &content.unit,
            &content.target,
            content.cost,
            &content.sumber_dana,
            content.pattern,
            content.pka,
            now_us,
            content.site.as_ref().map(|site| site.shape.encode()),
            content.site.as_ref().and_then(|site| site.accuracy_mm),
            content
                .site
                .as_ref()
                .and_then(|site| site.class)
                .map(WorkClass::code)
                .unwrap_or_default(),
            content.site.as_ref().map_or(Intervention::New, |site| site.intervention).code()
        ];
        tx.exec(statement, values).await?;
        let told = site::claim(tx, &self.year, id.uuid(), content).await?;
        let changed = changed(tx, &self.year).await?;
        let row: PlanRow =
            tx.one(&sql::READ_ROW, args![&self.year.desa, id.uuid(), self.year.tahun]).await?;
        let name = self.year.rkpdes(id.uuid());
        let detail = json!({ "kegiatan": content.kegiatan, "cost_sen": content.cost,
            "near": told.neighbours.iter().map(|one| &one.name).collect::<Vec<_>>() });
        tx.record(Event::new("rkpdes.row_written", name).with(detail));
        Ok(pb::PutRkpdesRowResponse {
            row: Some(message(&self.year, row)),
            plan_etag: convert::etag(changed.rkpdes_revision),
            neighbours: told.neighbours,
            doubts: told.doubts,
            receipt: None,
        })
    }
}

/// Marks the working plan as changed.
async fn changed(tx: &mut Tx<'_>, name: &YearName) -> Result<YearRow, Error> {
    tx.one(&year::PLAN_CHANGED, args![&name.desa, name.tahun]).await
}

/// Takes a row out.
#[derive(Debug, Serialize)]
pub(crate) struct RemoveRow {
    name: RkpdesName,
    revision: i64,
}

impl RemoveRow {
    pub fn parse(request: pb::RemoveRkpdesRowRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", RkpdesName::parse(&request.name));
        let revision = faults.read("etag", convert::revision(&request.etag));
        let command = name.zip(revision).map(|(name, revision)| Self { name, revision });
        faults.finish(command)
    }
}

impl Command for RemoveRow {
    const METHOD: &'static str = access::REMOVE_RKPDES_ROW;
    type Answer = pb::RemoveRkpdesRowResponse;

    fn place(&self) -> Place {
        self.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.name.year;
        year::lock(tx, year).await?;
        let old = current(tx, year, self.name.id, self.revision).await?;
        own_row(tx, &self.place(), &old.kegiatan, old.pka_person_id)?;
        let id = self.name.id.uuid();
        tx.exec(&sql::DELETE_ROW, args![&year.desa, id, year.tahun]).await?;
        gate::plan::forget(tx, &year.desa, ProjectId::new(id)).await?;
        let changed = changed(tx, year).await?;
        let detail = json!({ "kegiatan": old.kegiatan });
        tx.record(Event::new("rkpdes.row_removed", year.rkpdes(id)).with(detail));
        Ok(pb::RemoveRkpdesRowResponse {
            plan_etag: convert::etag(changed.rkpdes_revision),
            receipt: None,
        })
    }
}

/// The message of a row.
pub(super) fn message(year: &YearName, row: PlanRow) -> pb::RkpdesRow {
    let site = site::message(&row);
    pb::RkpdesRow {
        site,
        name: year.rkpdes(row.row_id),
        kegiatan: row.kegiatan,
        location: row.location,
        volume_e4: row.volume_e4,
        unit: row.unit,
        target: row.target,
        cost: Some(convert::sen(row.cost_sen)),
        sumber_dana: row.sumber_dana,
        pattern: pattern_number(&row.pattern).into(),
        pka_person_id: row.pka_person_id.map(|id| id.to_string()).unwrap_or_default(),
        etag: convert::etag(row.revision),
    }
}
