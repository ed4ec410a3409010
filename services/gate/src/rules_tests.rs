use super::*;

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
