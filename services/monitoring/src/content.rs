//! What people write about a project, parsed.

use domain::{
    DesaId, KegiatanCode, Refusal, Rupiah, WorkClass, geo::Shape, ids::ProjectId, reason, text,
};
use edge::{Violations, convert};
use gate::Intervention;
use serde::Serialize;
use wire::monitoring::v1 as proto;

use crate::{
    declared::{self, Declared},
    names::ProjectName,
};

/// The most sites of one project.
pub const SITES_MAX: usize = 50;
/// The longest unit of a volume.
const UNIT_MAX: usize = 30;
/// The largest error of a position that is kept, metres.
const ACCURACY_MAX_M: f64 = 10_000.0;

/// The stored words of a capture, in the order of the proto enum from 1.
const CAPTURES: [&str; 3] = ["phone_point", "phone_track", "digitised"];

/// One site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// Where.
    pub shape: Shape,
    /// 68 % error in millimetres, if recorded.
    pub accuracy_mm: Option<i64>,
    /// How the position came about, as stored.
    pub capture: String,
    /// What is spent here.
    pub amount: Rupiah,
}

/// A project's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// The kegiatan.
    pub kegiatan: KegiatanCode,
    /// Kind of work; that of the kegiatan when absent.
    pub class: Option<WorkClass>,
    /// What is done.
    pub intervention: Intervention,
    /// What it costs.
    pub amount: Rupiah,
    /// Volume in 1/10,000 of the unit.
    pub volume_e4: i64,
    /// The unit.
    pub unit: String,
    /// The project it carries on.
    pub continues: Option<ProjectId>,
    /// Its sites.
    pub sites: Vec<Site>,
    /// Layer, side, phase, funds, household, relations, days.
    pub declared: Declared,
}

/// Reads a project's contents; every fault goes to `faults` under its path.
pub fn parse(
    message: Option<proto::ProjectContent>,
    desa: Option<&DesaId>,
    faults: &mut Violations,
) -> Option<Content> {
    let message = faults.required("content", message, Ok)?;
    let name = faults.read("content.display_name", text::name(&message.display_name));
    let kegiatan = faults.read("content.kegiatan", KegiatanCode::parse(&message.kegiatan));
    let class = faults.optional("content.work_class", &message.work_class, WorkClass::parse);
    let intervention = faults.read("content.intervention", intervention(message.intervention));
    let amount = faults.required("content.amount", message.amount.as_ref(), convert::payment);
    let volume_e4 = faults.read("content.volume_e4", volume(message.volume_e4));
    let unit = faults.optional("content.unit", &message.unit, |unit| text::line(unit, UNIT_MAX));
    let continues = faults.optional("content.continues", &message.continues, |name| {
        let named = ProjectName::parse(name)?;
        match desa {
            Some(desa) if named.desa != *desa => Err(crate::refusal::CONTINUES_UNKNOWN.refuse()),
            _ => Ok(named.id),
        }
    });
    let declared = declared::parse(&message, faults);
    if message.sites.len() > SITES_MAX {
        let refusal = reason::COUNT_OUT_OF_RANGE
            .refuse()
            .fact("value", message.sites.len())
            .fact("min", 0)
            .fact("max", SITES_MAX);
        faults.add(refusal.at("content.sites"));
        return None;
    }
    let wanted = message.sites.len();
    let sites: Vec<Site> = message
        .sites
        .iter()
        .enumerate()
        .filter_map(|(n, site)| parse_site(site, &format!("content.sites[{n}]"), faults))
        .collect();
    (sites.len() == wanted).then_some(())?;
    Some(Content {
        name: name?,
        kegiatan: kegiatan?,
        class,
        intervention: intervention?,
        amount: amount?,
        volume_e4: volume_e4?,
        unit: unit.unwrap_or_default(),
        continues,
        sites,
        declared: declared?,
    })
}

/// Reads one site; every fault goes to `faults` under its path.
pub fn parse_site(site: &proto::Site, path: &str, faults: &mut Violations) -> Option<Site> {
    let shape = faults.required(format!("{path}.shape"), site.shape.as_ref(), convert::shape);
    let accuracy = faults.read(format!("{path}.accuracy_m"), accuracy_mm(site.accuracy_m));
    let capture = faults.read(format!("{path}.capture"), capture(site.capture));
    let amount = site.amount.as_ref().map_or(Ok(Rupiah::ZERO), convert::budget);
    let amount = faults.read(format!("{path}.amount"), amount);
    Some(Site { shape: shape?, accuracy_mm: accuracy?, capture: capture?, amount: amount? })
}

/// Metres to millimetres; 0 is what phones answer that do not know.
pub fn accuracy_mm(accuracy_m: Option<f64>) -> Result<Option<i64>, Refusal> {
    let Some(metres) = accuracy_m else { return Ok(None) };
    if !metres.is_finite() || !(0.0..=ACCURACY_MAX_M).contains(&metres) {
        return Err(reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", metres)
            .fact("min", 0)
            .fact("max", ACCURACY_MAX_M));
    }
    Ok(Some(gate::distance::millimetres(metres)).filter(|mm| *mm > 0))
}

/// Millimetres to metres for a message; the numbers are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
pub fn accuracy_m(accuracy_mm: Option<i64>) -> Option<f64> {
    accuracy_mm.map(|mm| mm as f64 / 1_000.0)
}

fn volume(volume_e4: i64) -> Result<i64, Refusal> {
    if volume_e4 >= 0 {
        return Ok(volume_e4);
    }
    Err(reason::NUMBER_TOO_SMALL.refuse().fact("value", volume_e4).fact("min", 0))
}

fn intervention(number: i32) -> Result<Intervention, Refusal> {
    nth(&Intervention::ALL, number).copied().ok_or_else(|| reason::FIELD_REQUIRED.refuse())
}

/// The number of an intervention's stored word.
pub fn intervention_number(word: &str) -> i32 {
    number(Intervention::ALL.iter().position(|one| one.code() == word))
}

fn capture(number: i32) -> Result<String, Refusal> {
    let word = nth(&CAPTURES, number).ok_or_else(|| reason::FIELD_REQUIRED.refuse())?;
    Ok((*word).to_owned())
}

/// The number of a capture's stored word.
pub fn capture_number(word: &str) -> i32 {
    number(CAPTURES.iter().position(|one| *one == word))
}

/// The value of an enum number; 0 and unknown numbers are none.
pub fn nth<T>(values: &[T], number: i32) -> Option<&T> {
    usize::try_from(number).ok()?.checked_sub(1).and_then(|at| values.get(at))
}

/// The number of a position among an enum's values; 0 for none.
pub fn number(position: Option<usize>) -> i32 {
    position.and_then(|at| i32::try_from(at).ok()).map_or(0, |at| at.saturating_add(1))
}
