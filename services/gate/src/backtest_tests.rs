use super::*;
use crate::test_kit::{claim as first, line, twin};
use domain::ids::ProjectId;

fn past() -> Past {
    let road = || line(&[[0.0, 0.0], [300.0, 0.0]]);
    let next = line(&[[300.0, 0.0], [600.0, 0.0]]);
    let third = Claim { project: ProjectId::new(Uuid::from_u128(3)), ..twin(next) };
    let decided = BTreeMap::from([((Uuid::from_u128(1), Uuid::from_u128(2)), "stands".to_owned())]);
    Past { claims: vec![first(road()), twin(road()), third], decided }
}

fn zones(change: impl Fn(&mut crate::rules::ClassRule)) -> RuleSet {
    let mut rules = RuleSet::first().unwrap();
    rules.classes.values_mut().for_each(change);
    rules
}

#[test]
fn a_rule_set_against_itself_differs_nowhere_and_meets_the_decision() {
    let found = compare(&past(), &zones(|_| {}), &zones(|_| {}));
    assert_eq!((found.works, found.differences.len()), (3, 0));
    assert_eq!(found.confusion.get(&("stands".to_owned(), "to", "block")), Some(&1));
}

#[test]
fn a_rule_that_looks_away_is_listed_with_what_was_decided() {
    let found = compare(&past(), &zones(|_| {}), &zones(|rule| rule.window_new_years = 0));
    assert_eq!(found.differences.len(), 0, "works of one year stay within a window of none");
    let blind = zones(|rule| (rule.overlap_min_permille, rule.overlap_sure_m) = (1_001, 0));
    let found = compare(&past(), &zones(|_| {}), &blind);
    let [only] = found.differences.as_slice() else { panic!("{:?}", found.differences) };
    assert_eq!((only.from, only.to), (Verdict::Block, Verdict::Clear));
    assert_eq!(only.decided.as_deref(), Some("stands"));
}

#[test]
fn the_scorecard_never_clears_in_silence_what_the_zones_block() {
    let rules = RuleSet { scorecard: Some(Scorecard::shipped().unwrap()), ..zones(|_| {}) };
    let road = || line(&[[0.0, 0.0], [300.0, 0.0]]);
    let (a, b) = (first(road()), twin(road()));
    let judged = judge(&rules, &a, &b);
    assert!(judged.verdict >= Verdict::Warn, "{judged:?}");
    assert_eq!(judged, judge(&rules, &b, &a), "the order changes nothing");
    let score = judged.evidence.iter().find(|evidence| evidence.level == "score").unwrap();
    let given = judged.evidence.iter().map(|evidence| evidence.points).sum::<i64>();
    assert_eq!(given, score.facts["points"]);
}
