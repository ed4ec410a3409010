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

/// What the card says of two claims.
pub(crate) struct Weighed {
    /// The verdict.
    pub verdict: Verdict,
    /// The score and every level that gave points, strongest first.
    pub evidence: Vec<Evidence>,
}

/// What the places alone say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zones {
    /// By the rules.
    pub verdict: Verdict,
    /// Whether they are one place as far as anybody can tell.
    pub is_one_place: bool,
}

/// What names may say against the places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Believed {
    /// Whether different sides make two works: not of lines that were drawn as one.
    pub sides: bool,
    /// Whether different phases and numbers of roads do: not where they take the same metres.
    pub stretches: bool,
}

/// Weighs two claims, already in the order in which pairs are told. What the zones block is never
/// cleared in silence, unless a level says why it is another work: it is told at least. It blocks
/// where both places are one, since words and amounts clear nothing by themselves, and where the
/// names are the same, which speaks against a pair among many alike but not beside its place.
pub(crate) fn by_card(card: &Card, a: &Claim, b: &Claim, zones: Zones, names: Believed) -> Weighed {
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
    let mut verdict = verdict(card, chance);
    if zones.verdict == Verdict::Block && !explained(&levels, names) {
        let is_block = zones.is_one_place || values.get(F::SameName) >= 1.0;
        let least = if is_block { Verdict::Block } else { Verdict::Warn };
        verdict = verdict.max(least);
    }
    // Rounded to the parts in which the card's thresholds are.
    #[allow(clippy::cast_possible_truncation)]
    let permyriad = (chance * 10_000.0).round() as i64;
    let text = format!("Kemungkinan pekerjaan yang sama: {} persen.", permyriad / 100);
    let facts = [("chance_permyriad", permyriad), ("points", i64::from(points))];
    let score = evidence("score", &facts, text);
    let reasons =
        told([&card.pair], 0, Usual::even(), &levels, &values).into_iter().map(|told| Evidence {
            level: told.level,
            points: i64::from(told.points),
            facts: BTreeMap::new(),
            text: told.text,
        });
    Weighed { verdict, evidence: std::iter::once(score).chain(reasons).collect() }
}

/// Whether a level says that the works differ: side, phase, part, person or number of the alley.
fn explained(levels: &[u8; COUNT], names: Believed) -> bool {
    let believed = |slot: &F| match slot {
        F::Side => names.sides,
        F::Phase | F::RoadNumber => names.stretches,
        _ => true,
    };
    [F::Side, F::Phase, F::Part, F::Person, F::RoadNumber]
        .into_iter()
        .filter(believed)
        .any(|slot| levels.get(slot as usize).is_some_and(|level| usize::from(*level) == CONFLICT))
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
