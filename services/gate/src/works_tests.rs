use domain::geo::Shape;

use super::*;
use crate::{
    facts::{Relation, RelationKind},
    place::place_alone,
    test_kit::{claim, line, point, twin},
};

/// The sites of one work.
fn sites(of: fn(Shape) -> Claim, shapes: Vec<Shape>) -> Vec<Claim> {
    (0_i64..).zip(shapes).map(|(site, shape)| Claim { site, ..of(shape) }).collect()
}

fn stretch(from: f64, to: f64, north: f64) -> Shape {
    line(&[[from, north], [to, north]])
}

/// Two works whose streets lie a kilometre apart and share so many metres each.
fn streets(length_m: f64, shared_m: &[f64]) -> [Vec<Claim>; 2] {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut north = 0.0;
    for shared_m in shared_m {
        ours.push(stretch(0.0, length_m, north));
        theirs.push(stretch(length_m - shared_m, 2.0 * length_m - shared_m, north));
        north += 1_000.0;
    }
    [sites(claim, ours), sites(twin, theirs)]
}

fn judged(rules: &RuleSet, [ours, theirs]: &[Vec<Claim>; 2]) -> Option<Finding> {
    let (one, other) = (findings(rules, ours, theirs).pop(), findings(rules, theirs, ours).pop());
    let told = |found: &Option<Finding>| {
        found.as_ref().map(|found| (found.verdict, found.overlap_mm, found.evidence.clone()))
    };
    assert_eq!(told(&one), told(&other), "from either side the same");
    one
}

fn levels(found: &Finding) -> Vec<&str> {
    found.evidence.iter().map(|told| told.level.as_str()).collect()
}

fn from_before() -> RuleSet {
    RuleSet { metres_conserved: false, ..RuleSet::first().unwrap() }
}

#[test]
fn metres_shared_here_and_there_are_summed_before_they_are_judged() {
    let rules = RuleSet::first().unwrap();
    for (what, works, total_m) in [
        ("30 m and 30 m of long roads", streets(600.0, &[30.0, 30.0]), 60),
        ("thrice 16 m of short ones", streets(120.0, &[16.0, 16.0, 16.0]), 48),
    ] {
        let found = judged(&rules, &works).unwrap();
        assert_eq!(found.verdict, Verdict::Block, "{what}");
        let shared_m = found.overlap_mm.unwrap() / 1_000;
        assert!((shared_m - total_m).abs() <= 6, "{what}: {shared_m}");
        assert!(levels(&found).contains(&"line_overlap_sum"), "{what}: {:?}", found.evidence);
        assert!(judged(&from_before(), &works).is_none(), "{what}: each pair by itself");
    }
    let text = judged(&rules, &streets(600.0, &[30.0, 30.0])).unwrap();
    let text =
        text.evidence.into_iter().find(|told| told.level == "line_overlap_sum").unwrap().text;
    assert!(text.starts_with("Pada 2 pasang lokasi bersama-sama "), "{text}");
    assert!(judged(&rules, &streets(600.0, &[30.0])).is_none(), "30 m alone are too few");
    assert!(judged(&rules, &streets(600.0, &[15.0, 15.0])).is_none(), "and so are 30 m in all");
}

#[test]
fn no_metre_is_counted_twice() {
    let rules = RuleSet::first().unwrap();
    // Their sites lie over one another: 30 m of ours, and not 60.
    let ours = sites(claim, vec![stretch(0.0, 600.0, 0.0)]);
    let over = vec![stretch(570.0, 1_170.0, 0.0), stretch(570.0, 1_170.0, 1.0)];
    assert!(judged(&rules, &[ours.clone(), sites(twin, over)]).is_none());
    // Cut where they run along ours, they are still the same 50 m.
    let cut = vec![stretch(550.0, 575.0, 0.0), stretch(575.0, 1_150.0, 0.0)];
    let found = judged(&rules, &[ours.clone(), sites(twin, cut)]).unwrap();
    assert!((found.overlap_mm.unwrap() - 50_000).abs() <= 4_100, "{found:?}");
    // A claim that is met twice, by its cells and by its words, is one.
    let theirs = sites(twin, vec![stretch(570.0, 1_170.0, 0.0)]);
    assert!(findings(&rules, &ours, theirs.iter().chain(&theirs)).is_empty());
}

#[test]
fn what_blocks_by_one_pair_of_sites_blocks_with_more_of_them() {
    let rules = RuleSet::first().unwrap();
    let [mut ours, mut theirs] = streets(600.0, &[100.0, 5.0]);
    ours.push(Claim { site: 2, ..claim(point(0.0, 3_000.0)) });
    theirs.push(Claim { site: 2, ..twin(point(3.0, 3_000.0)) });
    let found = judged(&rules, &[ours, theirs]).unwrap();
    assert_eq!(found.verdict, Verdict::Block);
    assert!((found.overlap_mm.unwrap() - 105_000).abs() <= 6_200, "{found:?}");
}

#[test]
fn a_declared_segment_is_untrue_by_the_sum() {
    let rules = RuleSet::first().unwrap();
    let [ours, mut theirs] = streets(600.0, &[30.0, 30.0]);
    let of = Relation {
        kind: RelationKind::Segment,
        desa: ours[0].desa.clone(),
        project: ours[0].project,
    };
    theirs.iter_mut().for_each(|site| site.facts.relations = [of.clone()].into());
    let together = Together::over(&rules, &ours, &theirs);
    let (place, told) = place_alone(&rules, &ours[0], &theirs[0], together.as_ref());
    assert!(place == Verdict::Block && told.contains("2 pasang lokasi"), "{told}");
    let found = judged(&rules, &[ours, theirs]).unwrap();
    assert_eq!(found.verdict, Verdict::Block);
    assert!(levels(&found).contains(&"declared_false"), "{:?}", found.evidence);
}
