use std::collections::BTreeSet;

use domain::{DesaId, Place, Tahun, ids::ProjectId};
use uuid::Uuid;

use super::*;
use crate::{
    facts::{Relation, Side},
    judge::judge,
    test_kit::{claim, line, point, square, twin},
};

fn judged(a: &Claim, b: &Claim) -> (Verdict, Vec<String>) {
    let rules = RuleSet::first().unwrap();
    let (one, other) = (judge(&rules, a, b), judge(&rules, b, a));
    assert_eq!(one, other, "the order of a pair changes nothing");
    (one.verdict, one.evidence.into_iter().map(|piece| piece.level).collect())
}

/// The verdict, and that a level is among the evidence.
fn told(a: &Claim, b: &Claim, level: &str) -> Verdict {
    let (verdict, levels) = judged(a, b);
    assert!(levels.iter().any(|one| one == level), "{level} in {levels:?}");
    verdict
}

fn of(class: WorkClass, claim: Claim) -> Claim {
    Claim { class, ..claim }
}

fn with(mut claim: Claim, set: impl FnOnce(&mut crate::facts::Facts)) -> Claim {
    set(&mut claim.facts);
    claim
}

fn on_side(side: Side, claim: Claim) -> Claim {
    with(claim, |facts| facts.side = Some(side))
}

fn road() -> domain::geo::Shape {
    line(&[[0.0, 0.0], [300.0, 0.0]])
}

fn back() -> domain::geo::Shape {
    line(&[[300.0, 0.0], [0.0, 0.0]])
}

#[test]
fn left_and_right_drain_of_one_road() {
    let drain = |c| of(WorkClass::Drainage, c);
    let left = drain(on_side(Side::Left, claim(road())));
    let right = drain(on_side(Side::Right, twin(road())));
    assert_eq!(told(&left, &right, "side_other"), Verdict::Warn);
    let same = drain(on_side(Side::Left, twin(road())));
    assert_eq!(told(&left, &same, "side_same"), Verdict::Block);
    let both = drain(on_side(Side::Both, twin(road())));
    assert_eq!(judged(&left, &both).0, Verdict::Block, "both sides hold the left one");
    let silent = drain(twin(road()));
    assert_eq!(judged(&left, &silent).0, Verdict::Block, "one side says nothing");
}

#[test]
fn right_of_a_line_drawn_backwards_is_left() {
    let drain = |c| of(WorkClass::Drainage, c);
    let left = drain(on_side(Side::Left, claim(road())));
    let turned = drain(on_side(Side::Right, twin(back())));
    assert_eq!(told(&left, &turned, "side_turned"), Verdict::Block);
}

#[test]
fn road_and_drain_on_one_line_are_two_works_and_it_is_said() {
    let drain = of(WorkClass::Drainage, twin(road()));
    assert_eq!(told(&claim(road()), &drain, "component_other"), Verdict::Warn);
    let canal = of(WorkClass::Irrigation, claim(road()));
    assert_eq!(judged(&canal, &drain).0, Verdict::Block, "one ditch under two names");
}

/// A base that ends and a surface that begins on these days.
fn overlay(ends: &str, starts: &str) -> (Claim, Claim) {
    let base = with(claim(road()), |facts| {
        facts.layer = Some(Layer::Base);
        facts.ends = Some(Day::parse(ends).unwrap());
    });
    let surface = with(twin(road()), |facts| {
        facts.layer = Some(Layer::Surface);
        facts.starts = Some(Day::parse(starts).unwrap());
    });
    (base, surface)
}

#[test]
fn langkat_overlay() {
    // Hardening, then asphalt two weeks later on the same 500 m.
    let (base, surface) = overlay("2026-05-02", "2026-05-16");
    assert_eq!(told(&base, &surface, "layer_too_soon"), Verdict::Block);
    let (base, surface) = overlay("2026-05-02", "2026-08-02");
    assert_eq!(told(&base, &surface, "layer_after"), Verdict::Warn);
    let (base, surface) = overlay("2026-05-02", "2026-08-01");
    assert_eq!(told(&base, &surface, "layer_too_soon"), Verdict::Block, "a day short");
    let (base, surface) = overlay("2026-08-02", "2026-05-02");
    assert_eq!(told(&base, &surface, "layer_too_soon"), Verdict::Block, "the wrong way round");
    let (mut base, surface) = overlay("2026-05-02", "2026-08-02");
    base.facts.ends = None;
    assert_eq!(told(&base, &surface, "layer_undated"), Verdict::Block);
    let later = Claim { tahun: Tahun::new(2028).unwrap(), ..surface };
    base.facts.ends = None;
    assert_eq!(told(&base, &later, "layer_after"), Verdict::Warn, "two years speak without days");
}

#[test]
fn the_same_layer_twice_blocks_and_the_shoulder_is_another_part() {
    let layered = |layer, c| with(c, |facts| facts.layer = Some(layer));
    let surface = layered(Layer::Surface, claim(road()));
    assert_eq!(
        told(&surface, &layered(Layer::Surface, twin(road())), "layer_same"),
        Verdict::Block
    );
    assert_eq!(
        told(&surface, &layered(Layer::Shoulder, twin(road())), "layer_other"),
        Verdict::Warn
    );
    let twice = Claim { name: surface.name.clone(), amount: surface.amount, ..twin(road()) };
    let undrawn = told(&surface, &layered(Layer::Shoulder, twice.clone()), "layer_undrawn");
    assert_eq!(undrawn, Verdict::Block, "one name, amount and line");
    let beside = Claim { shape: line(&[[0.0, 4.0], [300.0, 4.0]]), ..twice };
    assert_eq!(told(&surface, &layered(Layer::Shoulder, beside), "layer_other"), Verdict::Warn);
    let whole = layered(Layer::Whole, twin(road()));
    assert_eq!(judged(&surface, &whole).0, Verdict::Block, "the whole holds the surface");
}

/// The second of two claims of one village, with a relation to the first.
fn related(kind: RelationKind, first: &Claim, second: Claim) -> Claim {
    let relation = Relation { kind, desa: first.desa.clone(), project: first.project };
    let project = ProjectId::new(Uuid::from_u128(9));
    let second = Claim { project, desa: first.desa.clone(), ..second };
    with(second, |facts| facts.relations = BTreeSet::from([relation]))
}

#[test]
fn a_declared_phase_or_segment_that_shares_the_ground_is_untrue() {
    let first = claim(road());
    let next = related(RelationKind::Segment, &first, claim(line(&[[300.0, 0.0], [600.0, 0.0]])));
    assert_eq!(told(&first, &next, "declared"), Verdict::Clear);
    let again = related(RelationKind::Segment, &first, claim(line(&[[250.0, 0.0], [600.0, 0.0]])));
    assert_eq!(told(&first, &again, "declared_false"), Verdict::Block);
    let measured = |shape| Claim { accuracy_mm: Some(1_000), ..claim(shape) };
    let hall = of(WorkClass::Building, measured(square(0.0, 0.0, 20.0)));
    let wing = of(WorkClass::Building, measured(square(21.0, 0.0, 20.0)));
    let phase = |number, c| with(c, |facts| facts.phase = Some(number));
    let wing = related(RelationKind::Phase, &hall, wing);
    assert_eq!(told(&hall, &wing, "declared_false"), Verdict::Warn, "no phase has a number");
    assert_eq!(told(&phase(1, hall.clone()), &phase(2, wing.clone()), "declared"), Verdict::Warn);
    assert_eq!(told(&phase(2, hall), &phase(2, wing), "declared_false"), Verdict::Warn);
}

#[test]
fn a_declared_maintenance_or_part_is_told_only_when_the_facts_agree() {
    let built = claim(road());
    let upkeep = |intervention, c| Claim { intervention, ..c };
    let kept = related(
        RelationKind::MaintenanceOf,
        &built,
        upkeep(Intervention::Maintain, Claim { tahun: Tahun::new(2028).unwrap(), ..claim(road()) }),
    );
    assert_eq!(told(&built, &kept, "declared"), Verdict::Warn);
    let at_once = Claim { tahun: built.tahun, ..kept };
    assert_eq!(told(&built, &at_once, "declared_one_place"), Verdict::Block, "in its first year");
    let anew = related(RelationKind::MaintenanceOf, &built, claim(road()));
    assert_eq!(told(&built, &anew, "declared_false"), Verdict::Block);
    let culvert = of(WorkClass::Culvert, claim(point(150.0, 0.0)));
    let part = related(RelationKind::OtherComponent, &built, culvert);
    assert_eq!(told(&built, &part, "declared"), Verdict::Warn);
    // One side alone says so: of two things drawn alike in one place it frees neither.
    let pipe = of(WorkClass::Culvert, claim(point(150.0, 0.0)));
    let bridge = of(WorkClass::Bridge, claim(point(151.0, 0.0)));
    let bridge = related(RelationKind::OtherComponent, &pipe, bridge);
    assert_eq!(told(&pipe, &bridge, "declared_one_place"), Verdict::Block);
    let drain = of(WorkClass::Drainage, claim(road()));
    let drain = related(RelationKind::OtherComponent, &pipe, drain);
    assert_eq!(told(&pipe, &drain, "declared_one_place"), Verdict::Block, "a whole is no part");
    let beside = of(WorkClass::Bridge, claim(point(190.0, 0.0)));
    let beside = related(RelationKind::OtherComponent, &pipe, beside);
    assert_eq!(told(&pipe, &beside, "declared"), Verdict::Warn);
    let same = related(RelationKind::OtherComponent, &built, claim(road()));
    assert_eq!(told(&built, &same, "declared_false"), Verdict::Block);
}

#[test]
fn a_part_of_what_another_owner_built_is_told_wherever_the_claim_stands() {
    let mut built = Claim { kind: crate::work::ClaimKind::Outside, ..twin(road()) };
    built.facts.document = "SPK 1".to_owned();
    let part = |kabupaten: &str| {
        let desa = DesaId::whole(&Place::parse(kabupaten).unwrap()).unwrap();
        let named = Relation { kind: RelationKind::OtherComponent, desa, project: built.project };
        let culvert = of(WorkClass::Culvert, claim(point(150.0, 0.0)));
        with(culvert, |facts| facts.relations = BTreeSet::from([named]))
    };
    assert_eq!(told(&built, &part("35.10"), "declared"), Verdict::Warn);
    assert_eq!(judged(&built, &part("35.09")).0, Verdict::Block, "another kabupaten's claim");
    let village = Claim { kind: crate::work::ClaimKind::Registered, ..built.clone() };
    assert_eq!(judged(&village, &part("35.10")).0, Verdict::Block, "a project is no claim");
}

#[test]
fn house_repaired_by_two_schemes() {
    let house =
        |key: &str, c| with(of(WorkClass::Housing, c), |facts| facts.household = key.to_owned());
    let ours = house("a", claim(point(0.0, 0.0)));
    // Measured 90 m apart, farther than houses are told of by distance alone.
    let theirs = house("a", twin(point(90.0, 0.0)));
    assert_eq!(told(&ours, &theirs, "household_same"), Verdict::Block);
    let neighbour = house("b", twin(point(12.0, 0.0)));
    assert_eq!(told(&ours, &neighbour, "household_other"), Verdict::Warn);
    let here = house("b", twin(point(2.0, 0.0)));
    assert_eq!(told(&ours, &here, "household_other"), Verdict::Block, "one house, two numbers");
    let later = Claim { tahun: Tahun::new(2027).unwrap(), ..here };
    assert_eq!(told(&ours, &later, "household_other"), Verdict::Warn);
    let unknown = house("", twin(point(2.0, 0.0)));
    assert_eq!(judged(&ours, &unknown).0, Verdict::Block);
    let plan = Claim { kind: crate::work::ClaimKind::Planned, ..theirs };
    assert_eq!(judged(&ours, &plan).0, Verdict::Warn, "a plan holds nothing");
}

#[test]
fn a_continuation_is_of_the_year_after_and_of_no_other() {
    let first = claim(road());
    let carried = |year| Claim {
        project: ProjectId::new(Uuid::from_u128(9)),
        continues: Some(first.project),
        tahun: Tahun::new(year).unwrap(),
        ..claim(road())
    };
    assert_eq!(judged(&first, &carried(2027)).0, Verdict::Clear);
    for year in [2025, 2026, 2028] {
        assert_eq!(judged(&first, &carried(year)).0, Verdict::Block, "{year}");
    }
}
