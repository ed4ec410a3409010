use super::*;
use crate::{
    judge::judge,
    test_kit::{claim as first, line, point, twin},
};
use domain::ids::ProjectId;

fn stood(sites: Vec<Claim>) -> Stood {
    Stood { sites, since_us: 0, until_us: None }
}

fn road() -> domain::geo::Shape {
    line(&[[0.0, 0.0], [300.0, 0.0]])
}

/// Works 1 and 2 on one road, and work 3 on its next stretch.
fn past() -> Past {
    let next = line(&[[300.0, 0.0], [600.0, 0.0]]);
    let third = Claim { project: ProjectId::new(Uuid::from_u128(3)), ..twin(next) };
    of([first(road()), twin(road()), third].map(|claim| stood(vec![claim])).into())
}

/// Some works, of which the first two were decided to be one.
fn of(works: Vec<Stood>) -> Past {
    let decided = BTreeMap::from([((Uuid::from_u128(1), Uuid::from_u128(2)), "stands".to_owned())]);
    Past { works, decided }
}

/// What the present rules say of the first two works; nothing when they were not compared.
fn said(past: &Past) -> Vec<&'static str> {
    let found = compare(past, &zones(|_| {}), &zones(|_| {}));
    found.confusion.keys().filter(|key| key.1 == "to").map(|key| key.2).collect()
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
    assert!(only.why_from.contains("berimpit"), "the rules that still see it say why: {only:?}");
    assert_eq!(only.why_to, "", "the others see nothing");
}

#[test]
fn what_is_told_of_a_judgement_speaks_for_it() {
    let zoned = findings(&zones(|_| {}), &[first(road())], &[twin(road())]).pop().unwrap();
    let piece = |level: &str, points| Evidence {
        level: level.to_owned(),
        points,
        facts: BTreeMap::new(),
        text: level.to_owned(),
    };
    let scored = |pieces: &[(&str, i64)]| Finding {
        evidence: pieces.iter().map(|(level, points)| piece(level, *points)).collect(),
        ..zoned.clone()
    };
    let level = |finding: &Finding, is_harder| {
        strongest(Some(finding), None, is_harder).map(|piece| piece.level.clone())
    };
    let whole =
        scored(&[("base", 900), ("volume", 1), ("name", -300), ("near", 400), ("score", 0)]);
    assert_eq!(level(&whole, true).as_deref(), Some("near"));
    assert_eq!(level(&whole, false).as_deref(), Some("name"));
    let slight = scored(&[("volume", 1), ("score", 0)]);
    assert_eq!(level(&slight, false).as_deref(), Some("score"), "nothing speaks for less");
    let held = scored(&[("near", 400), ("name", -3), (ZONES_HOLD, 0)]);
    assert_eq!(level(&held, true).as_deref(), Some(ZONES_HOLD), "the score alone says less");
    assert_eq!(level(&held, false).as_deref(), Some("name"));
    assert_eq!(level(&zoned, true).as_deref(), Some("line_overlap"));
    assert!(strongest(None, Some(&zoned), false).is_none());
}

#[test]
fn works_that_were_never_in_the_register_together_are_not_compared() {
    let (mut gone, mut late) = (stood(vec![first(road())]), stood(vec![twin(road())]));
    (gone.until_us, late.since_us) = (Some(5), 4);
    assert_eq!(said(&of(vec![gone.clone(), late.clone()])), ["block"], "one microsecond will do");
    late.since_us = 5;
    assert_eq!(said(&of(vec![gone, late])), Vec::<&str>::new());
}

#[test]
fn a_work_that_moved_is_judged_as_it_stood() {
    let away = Claim { geometry_rev: 2, ..first(line(&[[0.0, 9_000.0], [300.0, 9_000.0]])) };
    let before = Stood { until_us: Some(10), ..stood(vec![first(road())]) };
    let after = Stood { since_us: 10, ..stood(vec![away]) };
    let met = |since_us| {
        let twin = Stood { since_us, ..stood(vec![twin(road())]) };
        of(vec![before.clone(), after.clone(), twin])
    };
    assert_eq!(said(&met(9)), ["block"]);
    assert_eq!(said(&met(10)), Vec::<&str>::new(), "it had moved away by then");
    assert_eq!(
        compare(&met(9), &zones(|_| {}), &zones(|_| {})).works,
        2,
        "two revisions, one work"
    );
}

#[test]
fn works_that_only_their_words_bring_together_are_told() {
    let named = |number: u128, east_m: f64, trusted: bool| {
        let mut claim = first(point(east_m, 0.0));
        claim.project = ProjectId::new(Uuid::from_u128(number));
        claim.name = "Rabat beton gang mawar".to_owned();
        claim.facts.trusted = trusted;
        stood(vec![claim])
    };
    assert_eq!(said(&of(vec![named(1, 0.0, false), named(2, 4_000.0, true)])), ["warn"]);
    let believed = of(vec![named(1, 0.0, true), named(2, 4_000.0, true)]);
    assert_eq!(said(&believed), Vec::<&str>::new(), "both positions can be believed");
}

#[test]
fn the_scorecard_never_clears_in_silence_what_the_zones_block() {
    let rules = RuleSet { scorecard: Some(Scorecard::shipped().unwrap()), ..zones(|_| {}) };
    let (a, b) = (first(road()), twin(road()));
    let judged = judge(&rules, &a, &b);
    assert!(judged.verdict >= Verdict::Warn, "{judged:?}");
    assert_eq!(judged, judge(&rules, &b, &a), "the order changes nothing");
    let score = judged.evidence.iter().find(|evidence| evidence.level == "score").unwrap();
    let given = judged.evidence.iter().map(|evidence| evidence.points).sum::<i64>();
    assert_eq!(given, score.facts["points"]);
}
