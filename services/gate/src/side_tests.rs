//! Sides as drawn against sides as declared, through the judge.

use domain::{WorkClass, geo::Shape};

use super::*;
use crate::{
    judge::{Judgement, judge},
    test_kit::{claim, line, twin},
};

fn east(north_m: f64) -> Shape {
    line(&[[0.0, north_m], [200.0, north_m]])
}

fn west(north_m: f64) -> Shape {
    line(&[[200.0, north_m], [0.0, north_m]])
}

/// A drain with its declared side and the error of its position.
fn drain(claim: Claim, side: Option<Side>, accuracy_mm: Option<i64>) -> Claim {
    let mut claim = Claim { class: WorkClass::Drainage, accuracy_mm, ..claim };
    claim.facts.side = side;
    claim
}

fn judged(rules: &RuleSet, a: &Claim, b: &Claim) -> Judgement {
    let (one, other) = (judge(rules, a, b), judge(rules, b, a));
    assert_eq!(one, other, "the order of a pair changes nothing");
    one
}

/// The verdict and the evidence of sides.
fn said(rules: &RuleSet, a: &Claim, b: &Claim) -> (Verdict, Vec<String>) {
    let judged = judged(rules, a, b);
    let levels = judged.evidence.into_iter().map(|told| told.level);
    (judged.verdict, levels.filter(|level| level.starts_with("side_")).collect())
}

const METRE: Option<i64> = Some(1_000);
const LEFT: Option<Side> = Some(Side::Left);
const RIGHT: Option<Side> = Some(Side::Right);
const BOTH: Option<Side> = Some(Side::Both);

#[test]
fn banks_drawn_beyond_the_errors_of_both_are_two_works() {
    let rules = RuleSet::first().unwrap();
    let pair = |offset_m: f64, accuracy_mm: Option<i64>, side: Option<Side>| {
        let one = drain(claim(east(0.0)), side, accuracy_mm);
        said(&rules, &one, &drain(twin(east(offset_m)), None, accuracy_mm))
    };
    let drawn = (Verdict::Warn, vec!["side_drawn".to_owned()]);
    let one = (Verdict::Block, Vec::new());
    assert_eq!(pair(6.0, METRE, None), drawn);
    assert_eq!(pair(-6.0, METRE, LEFT), drawn, "one declared side contradicts nothing");
    assert_eq!(pair(2.0, METRE, None), one, "a drain is that wide");
    assert_eq!(pair(6.0, Some(3_000), None), one, "both errors explain 9 m");
    assert_eq!(pair(6.0, None, None), one, "and errors that nobody told explain 30");
    assert_eq!(pair(6.0, METRE, BOTH), one, "who builds on both sides builds on either");
    let wave: Vec<[f64; 2]> =
        (0..=10_i32).map(|n| [f64::from(n) * 20.0, if n % 2 == 0 { 4.0 } else { -4.0 }]).collect();
    let crossing = drain(twin(line(&wave)), None, METRE);
    let straight = drain(claim(east(0.0)), None, METRE);
    assert_eq!(said(&rules, &straight, &crossing), one, "two drawings of one middle");
    let [mut a, mut b] =
        [drain(claim(east(0.0)), None, METRE), drain(twin(east(6.0)), None, METRE)];
    (a.class, b.class) = (WorkClass::Road, WorkClass::Road);
    assert_eq!(said(&rules, &a, &b), one, "the edges of one road were walked");
}

#[test]
fn a_declared_side_holds_as_far_as_the_drawing_bears_it_out() {
    let rules = RuleSet::first().unwrap();
    let other = (Verdict::Warn, vec!["side_other".to_owned()]);
    let false_one = (Verdict::Block, vec!["side_contradicted".to_owned()]);
    let same = (Verdict::Block, vec!["side_same".to_owned()]);
    // Looking east, right is south.
    for accuracy_mm in [METRE, None] {
        let left = drain(claim(east(0.0)), LEFT, accuracy_mm);
        let of = |shape, side| drain(twin(shape), side, accuracy_mm);
        assert_eq!(said(&rules, &left, &of(east(-6.0), RIGHT)), other);
        assert_eq!(said(&rules, &left, &of(east(0.0), RIGHT)), other, "both drew the road");
        assert_eq!(said(&rules, &left, &of(east(6.0), RIGHT)), false_one, "drawn on the left");
        assert_eq!(said(&rules, &left, &of(east(0.5), LEFT)), same);
        // Drawn the other way, left is south.
        assert_eq!(said(&rules, &left, &of(west(-6.0), LEFT)), other);
        assert_eq!(said(&rules, &left, &of(west(6.0), LEFT)), same);
        let turned = (Verdict::Block, vec!["side_turned".to_owned()]);
        assert_eq!(said(&rules, &left, &of(west(0.0), RIGHT)), turned);
        // Whichever is the shorter.
        let short = |north_m: f64| line(&[[20.0, north_m], [170.0, north_m]]);
        assert_eq!(said(&rules, &left, &of(short(-6.0), RIGHT)), other);
        assert_eq!(said(&rules, &left, &of(short(6.0), RIGHT)), false_one);
    }
    let apart = (Verdict::Block, vec!["side_same".to_owned()]);
    let left = drain(claim(east(0.0)), LEFT, METRE);
    assert_eq!(said(&rules, &left, &drain(twin(east(6.0)), LEFT, METRE)), apart, "as declared");
    let told = judged(&rules, &left, &drain(twin(east(-6.0)), RIGHT, METRE));
    let told = told.evidence.iter().find(|told| told.level == "side_other").unwrap();
    assert!(told.text.contains("digambar demikian (selisih tengah 6,0 m"), "{}", told.text);
}

#[test]
fn a_side_of_one_line_makes_no_two_works_of_one_name_and_amount() {
    let rules = RuleSet::first().unwrap();
    let left = drain(claim(east(0.0)), LEFT, METRE);
    let of = |north_m: f64, name: &str| {
        let right = drain(twin(east(north_m)), RIGHT, METRE);
        Claim { name: name.to_owned(), amount: left.amount, ..right }
    };
    let undrawn = (Verdict::Block, vec!["side_undrawn".to_owned()]);
    let other = (Verdict::Warn, vec!["side_other".to_owned()]);
    let same = left.name.to_uppercase();
    assert_eq!(said(&rules, &left, &of(0.0, &same)), undrawn);
    assert_eq!(said(&rules, &left, &of(-6.0, &same)), other, "drawn on its side");
    assert_eq!(said(&rules, &left, &of(0.0, "Drainase kanan")), other, "another name");
    let dearer = Claim { amount: domain::Rupiah::from_sen(1), ..of(0.0, &same) };
    assert_eq!(said(&rules, &left, &dearer), other, "another amount");
}

#[test]
fn a_version_without_drawn_sides_hears_the_declared_ones_alone() {
    let rules = RuleSet { side_steady_permille: 0, ..RuleSet::first().unwrap() };
    let mut deaf = RuleSet::first().unwrap();
    deaf.classes.values_mut().for_each(|rule| (rule.side_min_m, rule.side_sure_m) = (0, 0));
    let pair = |first, second| {
        [drain(claim(east(0.0)), first, METRE), drain(twin(east(6.0)), second, METRE)]
    };
    for rules in [rules, deaf] {
        let [a, b] = pair(None, None);
        assert_eq!(said(&rules, &a, &b), (Verdict::Block, Vec::new()));
        let [a, b] = pair(LEFT, RIGHT);
        assert_eq!(said(&rules, &a, &b), (Verdict::Warn, vec!["side_other".to_owned()]));
    }
}
