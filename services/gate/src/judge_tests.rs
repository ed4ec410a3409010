use super::*;
use crate::test_kit::{claim, line, point, square, twin};
use crate::work::{ClaimKind, Intervention};
use domain::{Tahun, WorkClass, ids::ProjectId};
use uuid::Uuid;

fn verdict(a: &Claim, b: &Claim) -> Verdict {
    let rules = RuleSet::first().unwrap();
    let (one, other) = (judge(&rules, a, b), judge(&rules, b, a));
    assert_eq!(one, other, "the order of a pair changes nothing");
    one.verdict
}

fn of(class: WorkClass, claim: Claim) -> Claim {
    Claim { class, ..claim }
}

fn in_year(year: i32, claim: Claim) -> Claim {
    Claim { tahun: Tahun::new(year).unwrap(), ..claim }
}

fn done(intervention: Intervention, claim: Claim) -> Claim {
    Claim { intervention, ..claim }
}

fn road(from: f64, to: f64) -> crate::work::Footprint {
    let shape = line(&[[from, 0.0], [to, 0.0]]);
    crate::work::Footprint {
        shape,
        accuracy_mm: None,
        capture: None,
        trusted: true,
        amount: domain::Rupiah::ZERO,
    }
}

fn exact(claim: Claim) -> Claim {
    Claim { accuracy_mm: Some(1_000), ..claim }
}

#[test]
fn lines_are_judged_as_the_paper_says() {
    use Verdict::{Block, Clear};
    let a = |shape| claim(shape);
    let b = |shape| twin(shape);
    let stretch = |from, to| road(from, to).shape;
    let cases = [
        ("segments end to end", a(stretch(0.0, 300.0)), b(stretch(300.0, 600.0)), Clear),
        ("0-300 and 250-600", a(stretch(0.0, 300.0)), b(stretch(250.0, 600.0)), Block),
        (
            "line drawn in the other direction",
            a(stretch(0.0, 300.0)),
            b(line(&[[300.0, 0.0], [0.0, 0.0]])),
            Block,
        ),
        ("short alley drawn twice", a(stretch(0.0, 15.0)), b(stretch(1.0, 16.0)), Block),
        ("600 m and 600 m share 50 m", a(stretch(0.0, 600.0)), b(stretch(550.0, 1_150.0)), Block),
        ("600 m and 600 m share 40 m", a(stretch(0.0, 600.0)), b(stretch(560.0, 1_160.0)), Clear),
        ("crossing roads", a(stretch(0.0, 100.0)), b(line(&[[50.0, -60.0], [50.0, 60.0]])), Clear),
    ];
    for (what, one, other, expected) in cases {
        assert_eq!(verdict(&one, &other), expected, "{what}");
    }
}

#[test]
fn points_and_areas_are_judged_as_the_paper_says() {
    use Verdict::{Block, Clear, Warn};
    let (a, b) = (claim, twin);
    let bridge = |c| of(WorkClass::Bridge, exact(c));
    let cases = [
        (
            "two ends of one bridge in two villages",
            bridge(a(point(0.0, 0.0))),
            bridge(b(point(14.0, 0.0))),
            Block,
        ),
        ("two bridges of one river", bridge(a(point(0.0, 0.0))), bridge(b(point(45.0, 0.0))), Warn),
        (
            "well inside a market polygon",
            of(WorkClass::WaterSupply, a(point(10.0, 10.0))),
            of(WorkClass::Building, b(square(0.0, 0.0, 30.0))),
            Clear,
        ),
        (
            "MCK at a school against school rehabilitation",
            of(WorkClass::Sanitation, a(point(5.0, 5.0))),
            of(WorkClass::Building, b(square(0.0, 0.0, 30.0))),
            Clear,
        ),
        (
            "house repaired by two schemes",
            of(WorkClass::Housing, exact(a(point(0.0, 0.0)))),
            of(WorkClass::Housing, exact(b(point(2.0, 0.0)))),
            Block,
        ),
        (
            "the neighbour's house",
            of(WorkClass::Housing, exact(a(point(0.0, 0.0)))),
            of(WorkClass::Housing, exact(b(point(12.0, 0.0)))),
            Warn,
        ),
        (
            "one hall as two footprints",
            of(WorkClass::Building, a(square(0.0, 0.0, 20.0))),
            of(WorkClass::Building, b(square(15.0, 0.0, 20.0))),
            Block,
        ),
        (
            "two halls side by side",
            of(WorkClass::Building, exact(a(square(0.0, 0.0, 20.0)))),
            of(WorkClass::Building, exact(b(square(25.0, 0.0, 20.0)))),
            Warn,
        ),
    ];
    for (what, one, other, expected) in cases {
        assert_eq!(verdict(&one, &other), expected, "{what}");
    }
}

#[test]
fn years_interventions_and_plans_are_judged_as_the_paper_says() {
    use Verdict::{Block, Clear, Warn};
    let (a, b) = (claim, twin);
    let stretch = |from, to| road(from, to).shape;
    let cases = [
        ("renamed next year", a(stretch(0.0, 200.0)), in_year(2027, b(stretch(0.0, 200.0))), Block),
        ("after the window", a(stretch(0.0, 200.0)), in_year(2032, b(stretch(0.0, 200.0))), Clear),
        (
            "rehabilitated again after its window",
            done(Intervention::Rehabilitate, a(stretch(0.0, 200.0))),
            in_year(2030, b(stretch(0.0, 200.0))),
            Clear,
        ),
        (
            "yearly maintenance",
            done(Intervention::Maintain, a(stretch(0.0, 200.0))),
            done(Intervention::Maintain, in_year(2027, b(stretch(0.0, 200.0)))),
            Clear,
        ),
        (
            "maintenance of new work",
            a(stretch(0.0, 200.0)),
            done(Intervention::Maintain, in_year(2027, b(stretch(0.0, 200.0)))),
            Warn,
        ),
        (
            "maintenance of new work in its first year",
            a(stretch(0.0, 200.0)),
            done(Intervention::Maintain, b(stretch(0.0, 200.0))),
            Block,
        ),
        (
            "a plan only",
            a(stretch(0.0, 200.0)),
            Claim { kind: ClaimKind::Planned, ..b(stretch(0.0, 200.0)) },
            Warn,
        ),
    ];
    for (what, one, other, expected) in cases {
        assert_eq!(verdict(&one, &other), expected, "{what}");
    }
}

#[test]
fn a_declared_continuation_is_no_duplicate_within_its_village_only() {
    let shape = road(0.0, 300.0).shape;
    let first = claim(shape.clone());
    let next = Claim {
        project: ProjectId::new(Uuid::from_u128(7)),
        continues: Some(first.project),
        ..in_year(2027, claim(shape.clone()))
    };
    assert_eq!(verdict(&first, &next), Verdict::Clear);
    let elsewhere = Claim { continues: Some(first.project), ..twin(shape) };
    assert_eq!(verdict(&first, &elsewhere), Verdict::Block);
}

#[test]
fn poor_accuracy_widens_the_zone_and_no_accuracy_counts_as_ten_metres() {
    let culvert = |c| of(WorkClass::Culvert, c);
    let known = |mm, c| Claim { accuracy_mm: Some(mm), ..c };
    let (a, b) = (culvert(claim(point(0.0, 0.0))), culvert(twin(point(28.0, 0.0))));
    assert_eq!(verdict(&a, &b), Verdict::Block, "unknown: 3 x 10 m");
    assert_eq!(verdict(&known(3_000, a.clone()), &known(3_000, b.clone())), Verdict::Warn);
    assert_eq!(verdict(&known(12_000, a), &known(12_000, b)), Verdict::Block);
}

#[test]
fn an_accuracy_that_nobody_recorded_is_not_told_as_measured() {
    let rules = RuleSet::first().unwrap();
    let culvert = |accuracy_mm, claim| of(WorkClass::Culvert, Claim { accuracy_mm, ..claim });
    // The twin's village comes first in the order of codes.
    let a = culvert(Some(4_000), twin(point(28.0, 0.0)));
    let b = culvert(None, claim(point(0.0, 0.0)));
    let told = judge(&rules, &a, &b).evidence;
    let told = told.iter().find(|piece| piece.level.starts_with("distance_")).unwrap();
    let sentence = "ketelitian 4,0 m dan tidak tercatat (dianggap 10,0 m menurut kebijakan).";
    assert!(told.text.ends_with(sentence), "{}", told.text);
    assert_eq!(told.facts["accuracy_a_mm"], 4_000);
    assert_eq!(told.facts["accuracy_b_assumed_mm"], 10_000);
    assert!(!told.facts.contains_key("accuracy_b_mm"), "{:?}", told.facts);
}

#[test]
fn evidence_says_the_numbers_and_never_the_money() {
    let rules = RuleSet::first().unwrap();
    let shape = road(0.0, 160.0).shape;
    let (a, b) =
        (claim(shape.clone()), Claim { amount: claim(shape.clone()).amount, ..twin(shape) });
    let judged = judge(&rules, &a, &b);
    let levels: Vec<&str> = judged.evidence.iter().map(|e| e.level.as_str()).collect();
    let told = ["class_same", "line_overlap", "year_same", "intervention_same", "amount_same"];
    assert_eq!(levels, told);
    assert!(judged.evidence[1].text.starts_with("160,0 m dari 160,0 m"), "{:?}", judged.evidence);
    let bytes = serde_json::to_string(&judged.evidence).unwrap();
    assert!(!bytes.contains("5000000000") && !bytes.contains("50.000.000"));
    assert_eq!(bytes, serde_json::to_string(&judge(&rules, &b, &a).evidence).unwrap());
}

#[test]
fn what_both_declare_to_do_is_told() {
    let rules = RuleSet::first().unwrap();
    let shape = road(0.0, 160.0).shape;
    let told = |intervention| {
        let other = Claim { intervention, ..twin(shape.clone()) };
        let judged = judge(&rules, &claim(shape.clone()), &other);
        let of = |piece: &&Evidence| piece.level.starts_with("intervention_");
        let piece = judged.evidence.iter().find(of).unwrap();
        (judged.verdict, piece.level.clone(), piece.text.clone())
    };
    let (verdict, level, text) = told(Intervention::New);
    assert_eq!((verdict, level.as_str()), (Verdict::Block, "intervention_same"));
    assert_eq!(text, "Sifat pekerjaan yang dinyatakan sama: pembangunan baru.");
    let (verdict, level, text) = told(Intervention::Upgrade);
    assert_eq!((verdict, level.as_str()), (Verdict::Block, "intervention_other"));
    assert!(text.contains("pembangunan baru") && text.contains("peningkatan"), "{text}");
}

#[test]
fn alike_names_are_told_and_change_nothing() {
    let rules = RuleSet::first().unwrap();
    let far =
        Claim { name: "Rabat beton RT 02".into(), ..twin(line(&[[0.0, 60.0], [100.0, 60.0]])) };
    let judged = judge(&rules, &claim(line(&[[0.0, 0.0], [100.0, 0.0]])), &far);
    assert_eq!(judged.verdict, Verdict::Clear);
    assert!(judged.evidence.iter().any(|e| e.level == "name_alike"));
}

#[test]
fn a_version_without_a_sure_length_judges_by_the_share_alone() {
    let mut rules = RuleSet::first().unwrap();
    rules.classes.values_mut().for_each(|rule| rule.overlap_sure_m = 0);
    let (a, b) = (claim(road(0.0, 600.0).shape), twin(road(550.0, 1_150.0).shape));
    assert_eq!(judge(&rules, &a, &b).verdict, Verdict::Clear);
}

#[test]
fn alike_photographs_are_told_and_change_nothing() {
    let rules = RuleSet::first().unwrap();
    let with = |claim: Claim, photo: u64| {
        let facts = crate::facts::Facts { photo_hashes: [photo].into(), ..claim.facts };
        Claim { facts, ..claim }
    };
    let shape = |north| line(&[[0.0, north], [100.0, north]]);
    let told = |other: u64| {
        let (a, b) = (with(claim(shape(0.0)), 0), with(twin(shape(60.0)), other));
        let judged = judge(&rules, &a, &b);
        assert_eq!(judged.verdict, Verdict::Clear);
        judged.evidence.iter().any(|e| e.level == "photo_alike")
    };
    assert!(told(0x7f) && !told(0xff), "seven bits and eight");
}

#[test]
fn the_card_weighs_photographs() {
    let card = crate::scorecard::Scorecard::shipped().unwrap();
    let rules = RuleSet { scorecard: Some(card), ..RuleSet::first().unwrap() };
    let points = |photos: Option<(u64, u64)>| {
        let with = |claim: Claim, photo: Option<u64>| {
            let photo_hashes = photo.into_iter().collect();
            Claim { facts: crate::facts::Facts { photo_hashes, ..claim.facts }, ..claim }
        };
        let shape = |north| line(&[[0.0, north], [100.0, north]]);
        let a = with(claim(shape(0.0)), photos.map(|(a, _)| a));
        let b = with(twin(shape(40.0)), photos.map(|(_, b)| b));
        let judged = judge(&rules, &a, &b);
        let score = judged.evidence.iter().find(|e| e.level == "score").unwrap();
        score.facts["points"]
    };
    assert!(points(Some((5, 5))) > points(None), "one photograph in two works");
    // Not even a doubling of the odds.
    assert!(points(Some((0, u64::MAX))) < points(None) + 10, "photographs of two works");
}

fn with_error(metres: i64, claim: Claim) -> Claim {
    Claim { accuracy_mm: Some(metres * 1_000), ..claim }
}

#[test]
fn shapes_smaller_than_their_errors_are_told_by_distance() {
    let building = |shape, error| with_error(error, of(WorkClass::Building, shape));
    let small = |x: f64| square(x, 0.0, 1.0);
    let (a, b) = (building(claim(small(0.0)), 10), building(twin(small(2.8)), 10));
    assert_eq!(verdict(&a, &b), Verdict::Block, "areas of one metre, ten metres of error");
    let hall = |x: f64| square(x, 0.0, 20.0);
    let (a, b) = (building(claim(hall(0.0)), 2), building(twin(hall(21.0)), 2));
    assert_eq!(verdict(&a, &b), Verdict::Warn, "two halls side by side, measured well");
    let wall = |x: f64| line(&[[x, 0.0], [x + 8.0, 0.0]]);
    let built = |shape, error| with_error(error, of(WorkClass::RetainingWall, shape));
    let (a, b) = (built(claim(wall(0.0)), 10), built(twin(wall(6.0)), 10));
    assert_eq!(verdict(&a, &b), Verdict::Block, "a short wall that slid along");
    let (a, b) = (built(claim(wall(0.0)), 1), built(twin(wall(6.0)), 1));
    assert_eq!(verdict(&a, &b), Verdict::Clear, "the same, measured well");
}

#[test]
fn an_accuracy_that_is_left_out_is_no_way_to_be_clear() {
    let canal = |north: f64| line(&[[0.0, north], [200.0, north]]);
    let irrigation = |claim| of(WorkClass::Irrigation, claim);
    let (a, b) = (irrigation(claim(canal(0.0))), irrigation(twin(canal(9.0))));
    assert_eq!(verdict(&a, &b), Verdict::Block, "both left out");
    assert_eq!(verdict(&exact(a.clone()), &b), Verdict::Block, "one left out");
    let twelve = irrigation(twin(canal(12.0)));
    assert_eq!(verdict(&exact(a), &exact(twelve)), Verdict::Clear, "two canals, measured well");
}

#[test]
fn an_accuracy_that_is_invented_is_no_way_to_be_clear() {
    let by = |capture, claim: Claim| {
        let facts = crate::facts::Facts { capture: Some(capture), ..claim.facts };
        Claim { accuracy_mm: Some(100), facts, ..claim }
    };
    let (phone, drawn) = (crate::Capture::PhonePoint, crate::Capture::Digitised);
    let house = |east| of(WorkClass::Housing, claim(point(east, 0.0)));
    let other = |east| of(WorkClass::Housing, twin(point(east, 0.0)));
    assert_eq!(verdict(&by(phone, house(0.0)), &by(phone, other(8.0))), Verdict::Block, "3 x 3 m");
    assert_eq!(verdict(&by(phone, house(0.0)), &by(phone, other(10.0))), Verdict::Warn);
    assert_eq!(verdict(&by(drawn, house(0.0)), &by(drawn, other(8.0))), Verdict::Warn, "3 x 2 m");
    let rules = RuleSet::first().unwrap();
    let told = judge(&rules, &by(phone, house(0.0)), &by(phone, other(8.0)));
    let told = told.evidence.iter().find(|piece| piece.level == "distance_hard").unwrap();
    assert!(told.text.contains("0,1 m (dihitung 3,0 m menurut cara mengukurnya)"), "{}", told.text);
    let none = RuleSet { accuracy_floor_phone_m: 0, accuracy_floor_drawn_m: 0, ..rules };
    let judged = judge(&none, &by(phone, house(0.0)), &by(phone, other(8.0)));
    assert_eq!(judged.verdict, Verdict::Warn, "versions from before have no floor");
}

#[test]
fn a_strip_drawn_as_an_area_that_slid_by_its_width_is_the_same_strip() {
    let strip = |north: f64| {
        let at = crate::test_kit::at;
        let (low, high) = (north, north + 3.0);
        let ring = vec![at(0.0, low), at(120.0, low), at(120.0, high), at(0.0, high)];
        domain::geo::Shape::polygon(vec![ring]).unwrap()
    };
    let (a, b) = (with_error(4, claim(strip(0.0))), with_error(4, twin(strip(3.5))));
    assert_eq!(verdict(&a, &b), Verdict::Block, "the errors of both are wider than the strip");
    let far = with_error(4, twin(strip(30.0)));
    assert_eq!(verdict(&a, &far), Verdict::Warn, "another one");
}

#[test]
fn a_phase_in_the_names_makes_no_two_works_of_one_place() {
    let card = crate::scorecard::Scorecard::shipped().unwrap();
    let rules = RuleSet { scorecard: Some(card), ..RuleSet::first().unwrap() };
    let called = |name: &str, claim: Claim| {
        let claim = with_error(4, claim);
        Claim { name: name.to_owned(), amount: domain::Rupiah::from_sen(1_000_000_000), ..claim }
    };
    let shapes = [
        (WorkClass::Culvert, point(0.0, 0.0), point(0.0, 0.0)),
        (WorkClass::Building, square(0.0, 0.0, 20.0), square(0.0, 0.0, 20.0)),
        (WorkClass::Drainage, line(&[[0.0, 0.0], [60.0, 0.0]]), point(0.0, 0.0)),
    ];
    for (class, one, two) in shapes {
        for number in ["tahap 1", "tahap 2"] {
            let a = called("Pembangunan Melati tahap 1", of(class, claim(one.clone())));
            let b = called(&format!("Pembangunan Melati {number}"), of(class, twin(two.clone())));
            assert_eq!(judge(&rules, &a, &b).verdict, Verdict::Block, "{class:?} {number}");
        }
    }
}

#[test]
fn no_words_of_phase_side_or_person_lower_a_block_by_distance() {
    let card = crate::scorecard::Scorecard::shipped().unwrap();
    let rules = RuleSet { scorecard: Some(card), ..RuleSet::first().unwrap() };
    let called = |name: &str, class, claim: Claim| {
        let amount = domain::Rupiah::from_sen(1_000_000_000);
        with_error(4, Claim { name: name.to_owned(), amount, class, ..claim })
    };
    let cases = [
        (WorkClass::Building, 9.0, "Gedung Melati tahap 1", "Gedung Melati tahap 2"),
        (WorkClass::Drainage, 5.0, "Drainase Melati sisi kiri", "Drainase Melati sisi kanan"),
        (WorkClass::Drainage, 5.0, "Drainase Melati tahap 1", "Drainase Melati tahap 2"),
        (WorkClass::Housing, 5.0, "Rehab RTLH an. Slamet", "Rehab RTLH an. Sumiati"),
    ];
    for (class, apart, one, two) in cases {
        let a = called(one, class, claim(point(0.0, 0.0)));
        let b = called(two, class, twin(point(apart, 0.0)));
        let judged = judge(&rules, &a, &b);
        assert!(judged.evidence.iter().any(|told| told.level == "distance_hard"), "{one}");
        assert_eq!(judged.verdict, Verdict::Block, "{one}: {:?}", judged.evidence);
    }
    let paid = called("Drainase Melati tahap 1", WorkClass::Drainage, claim(road(0.0, 60.0).shape));
    let point = called("Drainase Melati tahap 2", WorkClass::Drainage, twin(point(30.0, 5.0)));
    assert_eq!(judge(&rules, &paid, &point).verdict, Verdict::Block);
}

#[test]
fn a_name_that_agrees_lowers_no_block() {
    let card = crate::scorecard::Scorecard::shipped().unwrap();
    let rules = RuleSet { scorecard: Some(card), ..RuleSet::first().unwrap() };
    let culvert = |claim| with_error(4, of(WorkClass::Culvert, claim));
    for apart in [3.0, 5.0, 8.0, 11.0] {
        let (a, b) = (culvert(claim(point(0.0, 0.0))), culvert(twin(point(apart, 0.0))));
        let named = Claim { name: a.name.clone(), amount: a.amount, ..b.clone() };
        assert_eq!(judge(&rules, &a, &named).verdict, Verdict::Block, "{apart} m");
    }
}
