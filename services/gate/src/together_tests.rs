use super::*;
use crate::test_kit::{claim, line, point, twin};

#[test]
fn a_single_pair_of_sites_and_rules_that_do_not_sum_give_nothing() {
    let rules = RuleSet::first().unwrap();
    let road = |from: f64, north: f64| line(&[[from, north], [from + 300.0, north]]);
    let ours = [claim(road(0.0, 0.0)), Claim { site: 1, ..claim(road(0.0, 500.0)) }];
    let theirs = [twin(road(280.0, 0.0)), Claim { site: 1, ..twin(road(270.0, 500.0)) }];
    let found = Together::over(&rules, &ours, &theirs).unwrap();
    assert_eq!((found.pairs, (found.shorter_mm + 500) / 1_000), (2, 600));
    assert!((found.shared_mm - 50_000).abs() <= 4_100, "{found:?}");
    assert_eq!(Together::over(&rules, &theirs, &ours), Some(found), "from either side the same");
    assert_eq!(Together::over(&rules, &ours[..1], &theirs), None);
    let before = RuleSet { metres_conserved: false, ..rules };
    assert_eq!(Together::over(&before, &ours, &theirs), None);
    let pins = [claim(point(0.0, 0.0)), Claim { site: 1, ..claim(point(5.0, 0.0)) }];
    assert_eq!(Together::over(&RuleSet::first().unwrap(), &pins, &theirs), None);
}
