//! The scorecard on two claims of the register.

use super::{
    card::{Card, levels},
    feature::{F, Values},
    item::{Item, Trust, Unit},
    known::alone,
    pair::{Side, values},
    sketch::Sketch,
    told::{start, told},
    write::verdict,
};
use crate::{
    judge::{Judgement, judge},
    rules::RuleSet,
    work::{Claim, Evidence, Verdict},
};

/// Level of a slot in which two names contradict each other.
const CONFLICT: f32 = 3.0;

/// Judges two claims by the card; their order does not matter. What the zones of a rule set block
/// is never cleared in silence: it is told at least, unless a level says why it is another work.
/// What was declared, and what is only planned, weighs as under the zones.
pub fn judge_by_card(card: &Card, rules: &RuleSet, one: &Claim, two: &Claim) -> Judgement {
    let zones = judge(rules, one, two);
    let said = |level: &str| zones.evidence.iter().any(|evidence| evidence.level == level);
    if zones.evidence.is_empty() || said("continuation") {
        return zones;
    }
    let key = |claim: &Claim| (claim.desa.clone(), claim.project, claim.site);
    let (a, b) = if key(one) <= key(two) { (one, two) } else { (two, one) };
    let (first, second) = (item(a), item(b));
    let (known_a, known_b) = (alone(&first), alone(&second));
    let values =
        values(Side { item: &first, known: &known_a }, Side { item: &second, known: &known_b });
    let levels = levels(&values);
    let chance = card.pair.chance(card.pair.base + card.pair.sum(&levels));
    let mut verdict = verdict(card, chance);
    if zones.verdict == Verdict::Block && !explained(&values) {
        verdict = verdict.max(Verdict::Warn);
    }
    if said("planned") || said("maintenance_after") {
        verdict = verdict.min(Verdict::Warn);
    }
    let mut evidence = zones.evidence;
    evidence.extend(
        start(card, false, 0).into_iter().chain(told(&card.pair, &levels, &values)).map(|told| {
            Evidence {
                level: told.level,
                points: i64::from(told.points),
                facts: std::collections::BTreeMap::new(),
                text: told.text,
            }
        }),
    );
    Judgement { verdict, evidence, ..zones }
}

/// Whether a level says that the works differ: side, phase, part, person or number of the alley.
fn explained(values: &Values) -> bool {
    [F::Side, F::Phase, F::Part, F::Person, F::RoadNumber]
        .into_iter()
        .any(|slot| (values.get(slot) - CONFLICT).abs() < 0.5)
}

/// Amounts and volumes are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn item(claim: &Claim) -> Item {
    let facts = &claim.facts;
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
        volume: facts.volume_e4 as f64 / 10_000.0,
        unit: Unit::parse(&facts.unit),
        cost: claim.amount.sen() as f64 / 100.0,
        sketch: Some(Sketch::from(&claim.shape)),
        trust: Trust::Given,
        accuracy_m: claim.accuracy_mm.map(|mm| mm as f64 / 1_000.0),
        capture: facts.capture,
        photos: Vec::new(),
    }
}
