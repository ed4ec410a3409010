//! The site of a row: a plan in the overlap register, which warns and never blocks.

use std::collections::BTreeSet;

use domain::{Error, Refusal, WorkClass, geo::Shape, ids::ProjectId, reason};
use edge::{Violations, convert};
use gate::{ClaimKind, Facts, Footprint, Intervention, Work};
use serde::Serialize;
use store::{Tx, args};
use uuid::Uuid;
use wire::{monitoring::v1::SiteDoubt, planning::v1 as pb};

use crate::{
    name::YearName,
    refusal::PLAN_CLASS_UNKNOWN,
    rkpdes::{row::Content, sql},
};

/// An accuracy beyond this many metres says nothing about a place.
const ACCURACY_MAX_M: f64 = 10_000.0;

/// Where a row is meant to be built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Site {
    pub shape: Shape,
    pub accuracy_mm: Option<i64>,
    /// None takes the class of the kegiatan.
    pub class: Option<WorkClass>,
    pub intervention: Intervention,
}

impl Site {
    /// Reads a site; no message is no site.
    pub fn read(faults: &mut Violations, site: Option<&pb::RkpdesSite>) -> Option<Option<Self>> {
        let Some(site) = site else { return Some(None) };
        let shape = faults.required("row.site.shape", site.shape.as_ref(), convert::shape);
        let accuracy = faults.read("row.site.accuracy_m", accuracy_mm(site.accuracy_m));
        let class = faults.optional("row.site.work_class", &site.work_class, WorkClass::parse);
        let class_read = site.work_class.is_empty() || class.is_some();
        let intervention = faults.read("row.site.intervention", intervention(&site.intervention));
        class_read.then_some(())?;
        let (shape, accuracy_mm, intervention) = (shape?, accuracy?, intervention?);
        Some(Some(Self { shape, accuracy_mm, class, intervention }))
    }
}

fn intervention(word: &str) -> Result<Intervention, Refusal> {
    if word.is_empty() {
        return Ok(Intervention::New);
    }
    Intervention::from_code(word).ok_or_else(|| {
        reason::FIELD_MALFORMED.refuse().fact("value", word).fact("expected", "jenis pekerjaan")
    })
}

fn accuracy_mm(metres: f64) -> Result<Option<i64>, Refusal> {
    if !(0.0..=ACCURACY_MAX_M).contains(&metres) {
        return Err(reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", metres)
            .fact("min", 0)
            .fact("max", ACCURACY_MAX_M));
    }
    Ok(Some(gate::distance::millimetres(metres)).filter(|mm| *mm > 0))
}

/// What a row's site meets, and what is doubtful about it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub neighbours: Vec<pb::PlanNeighbour>,
    pub doubts: Vec<SiteDoubt>,
}

/// Enters the row's site as a plan, or takes the plan away when it has none.
///
/// # Errors
/// Every doubt that the law refuses, PLAN_CLASS_UNKNOWN, or what the gate says.
pub(super) async fn claim(
    tx: &mut Tx<'_>,
    year: &YearName,
    id: Uuid,
    content: &Content,
) -> Result<Told, Error> {
    let Some(site) = &content.site else {
        gate::plan::forget(tx, &year.desa, ProjectId::new(id)).await?;
        return Ok(Told::default());
    };
    let mut work = work(tx, year, id, content, site).await?;
    let doubts = gate::site::doubted(tx, &mut work, &[]).await?;
    Error::unless_empty(gate::site::refusals(&doubts))?;
    let met = gate::plan::put(tx, &work).await?;
    let neighbours = met.warnings.iter().map(neighbour).collect();
    Ok(Told { neighbours, doubts: convert::doubts(&doubts) })
}

async fn work(
    tx: &mut Tx<'_>,
    year: &YearName,
    id: Uuid,
    content: &Content,
    site: &Site,
) -> Result<Work, Error> {
    let kegiatan = content.kegiatan.as_str();
    let (name, usual): (String, String) = tx.one(&sql::READ_KEGIATAN, args![kegiatan]).await?;
    let class = site.class.or(WorkClass::parse(&usual).ok()).ok_or_else(|| {
        let refusal = PLAN_CLASS_UNKNOWN.refuse().fact("kegiatan", kegiatan);
        Error::from(refusal.at("row.site.work_class"))
    })?;
    let desa: Option<(String,)> = tx.maybe(&sql::READ_DESA, args![&year.desa]).await?;
    Ok(Work {
        desa: year.desa.clone(),
        desa_name: desa.map_or_else(|| year.desa.as_str().to_owned(), |(name,)| name),
        project: ProjectId::new(id),
        name: format!("{name} {}", content.location),
        kind: ClaimKind::Planned,
        class,
        intervention: site.intervention,
        tahun: year.tahun,
        amount: content.cost,
        continues: None,
        facts: Facts {
            kegiatan: kegiatan.to_owned(),
            funds: BTreeSet::from([content.sumber_dana.clone()]),
            volume_e4: content.volume_e4,
            unit: content.unit.clone(),
            rkpdes: true,
            ..Facts::default()
        },
        sites: vec![Footprint {
            shape: site.shape.clone(),
            accuracy_mm: site.accuracy_mm,
            capture: None,
            trusted: true,
            amount: content.cost,
        }],
    })
}

fn neighbour(finding: &gate::Finding) -> pb::PlanNeighbour {
    pb::PlanNeighbour {
        name: finding.other_resource.clone(),
        display_name: finding.other_name.clone(),
        desa_display_name: finding.other_desa_name.clone(),
        distance_mm: finding.distance_mm,
        reasons: finding.evidence.iter().map(|piece| piece.text.clone()).collect(),
    }
}

/// The site of a stored row as a message.
pub(super) fn message(row: &sql::PlanRow) -> Option<pb::RkpdesSite> {
    let shape = Shape::decode(row.shape.as_deref()?).ok()?;
    Some(pb::RkpdesSite {
        shape: Some(convert::shape_message(&shape)),
        accuracy_m: metres(row.accuracy_mm.unwrap_or_default()),
        work_class: row.work_class.clone(),
        intervention: row.intervention.clone(),
    })
}

/// Millimetres to metres; the numbers are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn metres(mm: i64) -> f64 {
    mm as f64 / 1_000.0
}
