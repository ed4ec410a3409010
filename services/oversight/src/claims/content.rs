//! What is told of another owner's work, parsed; the same for a call and for a row of a file.

use std::collections::BTreeSet;

use ::wire::oversight::v1 as wire;
use domain::{
    Day, DesaId, Refusal, Rupiah, SumberDana, Tahun, WorkClass, geo::Shape, ids::ProjectId, reason,
    text,
};
use edge::{Violations, convert};
use gate::{
    Capture, ClaimKind, Facts, Footprint, Intervention, Layer, Owner, Relation, Side, Work,
    refusal::SITE_AMOUNTS_DIFFER,
};
use serde::{Deserialize, Serialize};

use super::owner::OwnerName;
use crate::{
    fields::{self, word},
    refusal::WORK_DAYS_OTHER_YEAR,
};

/// The most sites of one claim.
const SITES_MAX: usize = 50;
/// The longest number of a contract or budget document.
const DOCUMENT_MAX: usize = 100;

/// A site as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Where.
    pub shape: Shape,
    /// 68 % error in millimetres, if known.
    pub accuracy_mm: Option<i64>,
    /// How the position came about, if known.
    pub capture: Option<Capture>,
    /// What is spent here.
    pub amount: Rupiah,
}

/// The contents of a claim, normalised: equal contents serialise to equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Name of the work.
    pub name: String,
    /// What it is.
    pub class: WorkClass,
    /// What is done.
    pub intervention: Intervention,
    /// The budget year.
    pub tahun: Tahun,
    /// What it costs; 0 when not known.
    pub amount: Rupiah,
    /// Codes of the funds, sorted.
    pub funds: BTreeSet<SumberDana>,
    /// Contract or budget document.
    pub document: String,
    /// The layer.
    pub layer: Option<Layer>,
    /// The side.
    pub side: Option<Side>,
    /// The phase.
    pub phase: Option<i64>,
    /// Volume.
    pub volume_e4: i64,
    /// Its unit.
    pub unit: String,
    /// The first day as planned. What came later into a claim leaves no trace where it is not told:
    /// a claim from before, sent again, has the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Day>,
    /// The last day as planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Day>,
    /// How it stands to other works.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub relations: BTreeSet<Relation>,
    /// Where.
    pub sites: Vec<Site>,
}

impl Content {
    /// Reads a message; every fault goes to `faults` under its path.
    pub fn read(
        message: Option<&wire::ClaimContent>,
        path: &str,
        faults: &mut Violations,
    ) -> Option<Self> {
        let at = |field: &str| format!("{path}.{field}");
        let message = faults.required(path, message, Ok)?;
        let name = faults.read(at("display_name"), text::name(&message.display_name));
        let class = faults.read(at("work_class"), WorkClass::parse(&message.work_class));
        let intervention =
            faults.read(at("intervention"), fields::intervention(&message.intervention));
        let tahun = faults.read(at("tahun"), Tahun::new(message.tahun));
        let amount = message.amount.as_ref().map_or(Ok(Rupiah::ZERO), convert::budget);
        let amount = faults.read(at("amount"), amount);
        let funds = faults.read(at("sumber_dana"), fields::funds(&message.sumber_dana));
        let document = fields::line(&message.document_number, DOCUMENT_MAX);
        let document = faults.read(at("document_number"), document);
        let unit = faults.read(at("unit"), fields::unit(&message.unit));
        let layer = faults.read(at("layer"), word(&message.layer, Layer::from_code));
        let side = faults.read(at("side"), word(&message.side, Side::from_code));
        let phase = faults.read(at("phase"), fields::phase(message.phase));
        let volume_e4 = faults.read(at("volume_e4"), fields::volume(message.volume_e4));
        let (starts, ends) = fields::days(at, (&message.starts_on, &message.ends_on), faults);
        if let Some(refusal) = tahun.and_then(|tahun| other_year(tahun, starts, ends)) {
            faults.add(refusal.at(format!("{path}.starts_on")));
        }
        let relations = fields::relations(&at("relations"), &message.relations, faults);
        let sites = sites(&message.sites, amount.unwrap_or(Rupiah::ZERO), path, faults);
        Some(Self {
            name: name?,
            class: class?,
            intervention: intervention?,
            tahun: tahun?,
            amount: amount?,
            funds: funds?,
            document: document?,
            layer: layer?,
            side: side?,
            phase: phase?,
            volume_e4: volume_e4?,
            unit: unit?,
            starts,
            ends,
            relations: relations?,
            sites: sites?,
        })
    }

    /// The work as the gate takes it, every site believed until it is checked.
    pub fn work(&self, id: ProjectId, owner: &OwnerName, desa: &DesaId, desa_name: &str) -> Work {
        Work {
            desa: desa.clone(),
            desa_name: desa_name.to_owned(),
            project: id,
            name: self.name.clone(),
            kind: ClaimKind::Outside,
            class: self.class,
            intervention: self.intervention,
            tahun: self.tahun,
            amount: self.amount,
            continues: None,
            facts: Facts {
                owner: owner.kind,
                owner_name: owner.name.clone(),
                document: self.document.clone(),
                funds: self.funds.clone(),
                volume_e4: self.volume_e4,
                unit: self.unit.clone(),
                layer: self.layer,
                side: self.side,
                phase: self.phase,
                starts: self.starts,
                ends: self.ends,
                relations: self.relations.clone(),
                ..Facts::default()
            },
            sites: self
                .sites
                .iter()
                .map(|site| Footprint {
                    shape: site.shape.clone(),
                    accuracy_mm: site.accuracy_mm,
                    capture: site.capture,
                    trusted: true,
                    amount: site.amount,
                })
                .collect(),
        }
    }

    /// The message; without sites where they are not wanted.
    pub fn message(&self, with_sites: bool) -> wire::ClaimContent {
        let site = |site: &Site| wire::ClaimSite {
            shape: Some(convert::shape_message(&site.shape)),
            accuracy_m: site.accuracy_mm.map(crate::message::metres).unwrap_or_default(),
            capture: site.capture.map(Capture::code).unwrap_or_default().to_owned(),
            amount: Some(convert::rupiah(site.amount)),
        };
        let day = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
        wire::ClaimContent {
            display_name: self.name.clone(),
            work_class: self.class.code().to_owned(),
            intervention: self.intervention.code().to_owned(),
            tahun: self.tahun.get(),
            amount: Some(convert::rupiah(self.amount)),
            sumber_dana: self.funds.iter().map(|fund| fund.as_str().to_owned()).collect(),
            document_number: self.document.clone(),
            layer: self.layer.map(Layer::code).unwrap_or_default().to_owned(),
            side: self.side.map(Side::code).unwrap_or_default().to_owned(),
            phase: self.phase.and_then(|phase| i32::try_from(phase).ok()).unwrap_or_default(),
            volume_e4: self.volume_e4,
            unit: self.unit.clone(),
            starts_on: day(self.starts),
            ends_on: day(self.ends),
            relations: fields::relation_messages(&self.relations),
            sites: self.sites.iter().filter(|_| with_sites).map(site).collect(),
        }
    }
}

/// Refuses planned days of which none lies in the budget year. A work over several years touches
/// it; where only one day is told, that one must.
fn other_year(tahun: Tahun, starts: Option<Day>, ends: Option<Day>) -> Option<Refusal> {
    let (first, last) = (starts.or(ends)?, ends.or(starts)?);
    if first > last || (first.year()..=last.year()).contains(&tahun.get()) {
        // Days that are turned round are told as that.
        return None;
    }
    let days =
        if first == last { first.iso() } else { format!("{} sampai {}", first.iso(), last.iso()) };
    Some(WORK_DAYS_OTHER_YEAR.refuse().fact("days", days).fact("tahun", tahun))
}

/// Every site with what is spent there.
fn sites(
    messages: &[wire::ClaimSite],
    amount: Rupiah,
    path: &str,
    faults: &mut Violations,
) -> Option<Vec<Site>> {
    if messages.is_empty() || messages.len() > SITES_MAX {
        let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", messages.len());
        let refusal = refusal.fact("min", 1).fact("max", SITES_MAX);
        faults.add(refusal.at(format!("{path}.sites")));
        return None;
    }
    let mut sites = Vec::with_capacity(messages.len());
    let mut told = Vec::with_capacity(messages.len());
    for (n, site) in messages.iter().enumerate() {
        let path = format!("{path}.sites[{n}]");
        let shape = faults.required(format!("{path}.shape"), site.shape.as_ref(), convert::shape);
        let accuracy = fields::accuracy_mm(site.accuracy_m);
        let accuracy_mm = faults.read(format!("{path}.accuracy_m"), accuracy);
        let capture = word(&site.capture, Capture::from_code);
        let capture = faults.read(format!("{path}.capture"), capture);
        let part = site.amount.as_ref().map(convert::budget).transpose();
        let part = faults.read(format!("{path}.amount"), part);
        if let (Some(shape), Some(accuracy_mm), Some(capture), Some(part)) =
            (shape, accuracy_mm, capture, part)
        {
            sites.push(Site { shape, accuracy_mm, capture, amount: Rupiah::ZERO });
            told.push(part);
        }
    }
    (sites.len() == messages.len()).then_some(())?;
    let parts = faults.read(format!("{path}.sites"), parts(amount, &told))?;
    for (site, part) in sites.iter_mut().zip(parts) {
        site.amount = part;
    }
    Some(sites)
}

/// What is spent at each site: what was told, and an equal part of what that leaves at each of
/// the others, the odd sen at the first of them.
fn parts(amount: Rupiah, told: &[Option<Rupiah>]) -> Result<Vec<Rupiah>, Refusal> {
    // An amount that is not known has no parts that could be missing.
    if amount == Rupiah::ZERO {
        return Ok(told.iter().map(|part| part.unwrap_or(Rupiah::ZERO)).collect());
    }
    let sum = Rupiah::sum(told.iter().copied().flatten());
    let rest_sen = sum.and_then(|sum| amount.checked_sub(sum)).map(Rupiah::sen);
    let others = i64::try_from(told.iter().filter(|part| part.is_none()).count()).unwrap_or(1);
    let Some(rest_sen) = rest_sen.filter(|rest| *rest == 0 || (*rest > 0 && others > 0)) else {
        let sum = sum.unwrap_or(Rupiah::ZERO);
        return Err(SITE_AMOUNTS_DIFFER.refuse().sen("sum", sum).sen("amount", amount));
    };
    let mut odd_sen = rest_sen % others.max(1);
    let part_sen = rest_sen / others.max(1);
    let mut share = || Rupiah::from_sen(part_sen.saturating_add(std::mem::take(&mut odd_sen)));
    Ok(told.iter().map(|part| part.unwrap_or_else(&mut share)).collect())
}

/// An owner of works that is no village.
pub fn outside_owner(kind: &str) -> Result<Owner, Refusal> {
    Owner::from_code(kind).filter(|owner| *owner != Owner::Desa).ok_or_else(|| {
        reason::FIELD_MALFORMED
            .refuse()
            .fact("value", kind)
            .fact("expected", "kabupaten, provinsi, pusat, lain")
    })
}
