use super::*;
use crate::{judge, test_kit, work};

#[test]
fn the_first_rule_set_has_a_rule_for_every_class() {
    let rules = RuleSet::first().unwrap();
    assert_eq!(rules.classes.len(), WorkClass::ALL.len());
    let road = &rules.classes[&WorkClass::Road];
    assert_eq!((road.corridor_m, road.overlap_min_m, road.overlap_min_permille), (10, 20, 100));
    assert!(road.basis.starts_with("usulan awal jalan"));
}

#[test]
fn a_rule_that_looks_further_than_the_search_is_refused() {
    let mut rules = RuleSet::first().unwrap();
    rules.candidate_radius_m = 99;
    assert_eq!(rules.check().unwrap_err().code, "RULE_SET_INVALID");
}

#[test]
fn a_set_without_a_class_is_refused() {
    let mut rules = RuleSet::first().unwrap();
    rules.classes.remove(&WorkClass::Bridge);
    assert!(rules.check().unwrap_err().message().contains("bridge"));
}

#[test]
fn the_first_rule_set_has_the_families_of_the_chart() {
    let rules = RuleSet::first().unwrap();
    for one in WorkClass::ALL {
        assert_eq!(rules.families(*one), one.families());
        for two in WorkClass::ALL {
            assert_eq!(rules.share_family(*one, *two), one.shares_family(*two), "{one:?} {two:?}");
        }
    }
}

#[test]
fn a_version_says_itself_which_classes_may_name_one_work() {
    let at = |class| work::Claim { class, ..test_kit::claim(test_kit::point(0.0, 0.0)) };
    let (mut road, house) = (at(WorkClass::Road), at(WorkClass::Building));
    road.project = domain::ids::ProjectId::new(Uuid::from_u128(7));
    let mut rules = RuleSet::first().unwrap();
    assert_eq!(judge::judge(&rules, &road, &house).verdict, work::Verdict::Clear);
    rules.classes.get_mut(&WorkClass::Building).unwrap().families = vec![1, 4];
    rules.check().unwrap();
    assert_eq!(judge::judge(&rules, &road, &house).verdict, work::Verdict::Block);
}

#[test]
fn families_are_told_and_ascend() {
    for families in [vec![], vec![0], vec![64], vec![2, 1], vec![1, 1]] {
        let mut rules = RuleSet::first().unwrap();
        rules.classes.get_mut(&WorkClass::Road).unwrap().families = families.clone();
        assert_eq!(rules.check().unwrap_err().code, "RULE_SET_INVALID", "{families:?}");
    }
}
