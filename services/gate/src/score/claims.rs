//! The scorecard on two claims of the register.

use std::collections::BTreeMap;

use super::{
    card::{Card, levels},
    feature::{CONFLICT, COUNT, F},
    item::{Item, Trust, Unit},
    known::alone,
    pair::{Side, values},
    sketch::Sketch,
    told::told,
    usual::Usual,
    write::verdict,
};
use crate::{
    judge::evidence,
    work::{Claim, Evidence, Verdict},
};

/// The evidence that the card's chance is not the last word.
pub(crate) const ZONES_HOLD: &str = "zones_hold";
/// What is said of the points that rest on no fact told.
const BASE: &str =
    "Nilai awal, dengan segala yang tidak disebut atau tidak diketahui: itu bukan bukti.";

/// What the card says of two claims.
pub(crate) struct Weighed {
    /// The verdict.
    pub verdict: Verdict,
    /// The score, why the zones hold all the same where they do, and every level that gave points,
    /// strongest first.
    pub evidence: Vec<Evidence>,
}

/// What the places alone say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zones {
    /// By the rules.
    pub verdict: Verdict,
    /// Whether different sides in the names make two works: of two lines, unless they were drawn as
    /// one.
    pub tells_sides: bool,
}

/// Weighs two claims, already in the order in which pairs are told. What the zones block is one place
/// as far as anybody can tell: within the hard zone or the errors of both, or lines and areas that
/// share what the rules ask for. Words and amounts clear nothing of it by themselves, unless they say
/// why it is another work.
pub(crate) fn by_card(card: &Card, a: &Claim, b: &Claim, zones: Zones) -> Weighed {
    let (first, second) = (item(a), item(b));
    let (known_a, known_b) = (alone(&first), alone(&second));
    let mut values =
        values(Side { item: &first, known: &known_a }, Side { item: &second, known: &known_b });
    if a.class != b.class {
        // Only what the rules hold akin comes here, whatever the chart of classes says.
        values.set(F::SameClass, 1.0);
    }
    let levels = levels(&values);
    let points = card.pair.base + card.pair.sum(&levels);
    let chance = card.pair.chance(points);
    // Rounded to the parts in which the card's thresholds are.
    #[allow(clippy::cast_possible_truncation)]
    let permyriad = (chance * 10_000.0).round() as i64;
    let mut verdict = verdict(card, chance);
    let mut held = None;
    if zones.verdict == Verdict::Block && !explained(&levels, zones.tells_sides) {
        held = (verdict < Verdict::Block).then(|| {
            let text = format!(
                "Zona menahan karena tempat keduanya satu sejauh dapat diketahui, walau nilai kartu \
                 hanya {} persen.",
                permyriad / 100
            );
            evidence(ZONES_HOLD, &[], text)
        });
        verdict = Verdict::Block;
    }
    let text = format!("Kemungkinan pekerjaan yang sama: {} persen.", permyriad / 100);
    let facts = [("chance_permyriad", permyriad), ("points", i64::from(points))];
    let score = evidence("score", &facts, text);
    let reasons =
        told([&card.pair], 0, &Usual::beside(&levels), &levels, &values).into_iter().map(|told| {
            let text = if told.level == "base" { BASE.to_owned() } else { told.text };
            let points = i64::from(told.points);
            Evidence { level: told.level, points, facts: BTreeMap::new(), text }
        });
    Weighed { verdict, evidence: std::iter::once(score).chain(held).chain(reasons).collect() }
}

/// Whether a level says that the works in one place differ: another part, or another side of what was
/// not drawn as one. Of one place a phase that is declared is untrue, and so is one in the names; a
/// resident's name says who lives beside it, and a road has one number.
fn explained(levels: &[u8; COUNT], tells_sides: bool) -> bool {
    let differs =
        |slot: F| levels.get(slot as usize).is_some_and(|level| usize::from(*level) == CONFLICT);
    differs(F::Part) || (tells_sides && differs(F::Side))
}

/// Amounts and volumes are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn item(claim: &Claim) -> Item {
    let facts = &claim.facts;
    let (unit, volume) = Unit::measured(&facts.unit, facts.volume_e4 as f64 / 10_000.0);
    let fund = facts.funds.iter().map(|fund| fund.as_str()).collect::<Vec<_>>().join("+");
    Item {
        id: claim.id.to_string(),
        village: claim.desa.as_str().to_owned(),
        village_name: claim.desa_name.clone(),
        year: claim.tahun.get(),
        fund,
        kegiatan: facts.kegiatan.clone(),
        class: claim.class,
        name: claim.name.clone(),
        volume,
        unit,
        cost: claim.amount.sen() as f64 / 100.0,
        sketch: Some(Sketch::from(&claim.shape)),
        trust: Trust::Given,
        accuracy_m: claim.accuracy_mm.map(|mm| mm as f64 / 1_000.0),
        capture: facts.capture,
        photos: facts.photo_hashes.iter().copied().collect(),
    }
}

#[cfg(test)]
#[path = "claims_tests.rs"]
mod tests;
