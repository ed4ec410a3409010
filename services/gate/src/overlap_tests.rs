use super::*;
use crate::test_kit::{line, square};
use proptest::prelude::*;

fn straight(from: f64, to: f64, north: f64) -> Shape {
    line(&[[from, north], [to, north]])
}

/// A line to the east with a vertex every so many metres, in turn so far north and south.
fn saw_tooth(length: f64, step: f64, aside: f64) -> Shape {
    let mut vertices = vec![[0.0, 0.0]];
    let mut side = aside;
    while vertices.last().unwrap()[0] + step < length {
        vertices.push([vertices.last().unwrap()[0] + step, side]);
        side = -side;
    }
    vertices.push([length, 0.0]);
    line(&vertices)
}

fn matched_m(a: &Shape, b: &Shape) -> i64 {
    line_overlap(a, b, 10.0).unwrap().matched_mm / 1_000
}

#[test]
fn shared_metres_are_measured() {
    let cases = [
        ("end to end", straight(0.0, 300.0, 0.0), straight(300.0, 600.0, 0.0), 0..=1),
        ("fifty metres", straight(0.0, 300.0, 0.0), straight(250.0, 600.0, 0.0), 49..=51),
        ("the whole shorter", straight(0.0, 300.0, 0.0), straight(50.0, 150.0, 3.0), 99..=100),
        (
            "beside, inside the corridor",
            straight(0.0, 100.0, 0.0),
            straight(0.0, 100.0, 9.0),
            98..=100,
        ),
        ("beside, outside", straight(0.0, 100.0, 0.0), straight(0.0, 100.0, 11.0), 0..=0),
        ("a saw-tooth", straight(0.0, 120.0, 0.0), saw_tooth(120.0, 5.0, 5.0), 118..=120),
        ("a long saw-tooth", straight(0.0, 120.0, 0.0), saw_tooth(120.0, 8.0, 8.0), 118..=120),
        ("crossing", straight(0.0, 100.0, 0.0), line(&[[50.0, -50.0], [50.0, 50.0]]), 0..=0),
        ("branching off", straight(0.0, 100.0, 0.0), line(&[[50.0, 0.0], [50.0, 80.0]]), 0..=0),
        ("short, end to end", straight(0.0, 30.0, 0.0), straight(30.0, 60.0, 0.0), 0..=1),
    ];
    for (what, a, b, expected) in cases {
        assert!(expected.contains(&matched_m(&a, &b)), "{what}: {}", matched_m(&a, &b));
        assert!(expected.contains(&matched_m(&b, &a)), "{what}, exchanged");
    }
}

proptest! {
    #[test]
    fn direction_and_extra_vertices_change_nothing(
        bend in -40.0..40.0_f64, offset in 0.0..12.0_f64, from in -80.0..80.0_f64,
    ) {
        let forth = line(&[[0.0, 0.0], [60.0, bend], [120.0, 0.0]]);
        let back = line(&[[120.0, 0.0], [60.0, bend], [0.0, 0.0]]);
        let dense = line(&[[0.0, 0.0], [30.0, bend / 2.0], [60.0, bend], [90.0, bend / 2.0], [120.0, 0.0]]);
        let other = line(&[[from, offset], [from + 150.0, offset + 4.0]]);
        let truth = line_overlap(&forth, &other, 10.0).unwrap();
        for same in [&back, &dense] {
            let found = line_overlap(same, &other, 10.0).unwrap();
            // Stored positions are whole centimetres, so a sample at the corridor's edge may turn.
            prop_assert!((found.matched_mm - truth.matched_mm).abs() <= 4_100);
            prop_assert!((found.shorter_mm - truth.shorter_mm).abs() <= 60);
        }
    }
}

#[test]
fn shared_area_is_measured() {
    let whole = area_overlap(&square(0.0, 0.0, 20.0), &square(0.0, 0.0, 20.0)).unwrap();
    assert_eq!(whole.share_permille, 1_000);
    assert!((whole.narrower_mm - 20_000).abs() <= 200, "the side of a square: {whole:?}");
    let quarter = area_overlap(&square(0.0, 0.0, 20.0), &square(10.0, 10.0, 20.0)).unwrap();
    assert!((248..=252).contains(&quarter.share_permille), "{quarter:?}");
    let none = area_overlap(&square(0.0, 0.0, 20.0), &square(30.0, 0.0, 20.0)).unwrap();
    assert_eq!(none.shared_m2, 0);
}

#[test]
fn the_matched_part_is_told_from_the_start_of_the_shorter_line() {
    let long = straight(0.0, 400.0, 0.0);
    let short = straight(340.0, 500.0, 4.0);
    let found = line_overlap(&long, &short, 10.0).unwrap();
    assert!(found.from_mm.abs() <= 2_000 && (found.to_mm - 60_000).abs() <= 2_000, "{found:?}");
    assert_eq!(matched(&short, &long, 10.0).unwrap().len(), 1);
    // From the long line's start the same metres are another interval.
    let of_long = matched(&long, &short, 10.0).unwrap();
    assert!((of_long[0].from_mm - 340_000).abs() <= 2_000, "{of_long:?}");
    // A line that comes twice leaves a gap.
    let away =
        line(&[[0.0, 2.0], [100.0, 2.0], [100.0, 80.0], [200.0, 80.0], [200.0, 2.0], [300.0, 2.0]]);
    assert_eq!(matched(&long, &away, 10.0).unwrap().len(), 2);
}

#[test]
fn the_side_of_a_road_is_told() {
    let road = straight(0.0, 200.0, 0.0);
    let reversed = line(&[[200.0, 0.0], [0.0, 0.0]]);
    let cases = [
        ("left drain", &road, straight(20.0, 180.0, 4.0), -4_000),
        ("right drain", &road, straight(20.0, 180.0, -4.0), 4_000),
        // The shorter line, here the drain, looks the other way.
        ("left drain drawn back", &road, line(&[[180.0, 4.0], [20.0, 4.0]]), 4_000),
        ("the road's own direction says nothing", &reversed, straight(20.0, 180.0, 4.0), -4_000),
    ];
    for (what, road, drain, expected) in cases {
        let found = line_overlap(road, &drain, 10.0).unwrap();
        assert!((found.side_mm - expected).abs() <= 50, "{what}: {found:?}");
        assert_eq!(found.one_side_permille, 1_000, "{what}");
    }
    // Both banks of one canal lie on different sides of it, 8 m from one another.
    let (left, right) = (straight(0.0, 150.0, 4.0), straight(0.0, 150.0, -4.0));
    let banks = line_overlap(&left, &right, 10.0).unwrap();
    assert_eq!((banks.offset_mm + 50) / 100, 80, "{banks:?}");
    // Two drawings of one middle cross again and again.
    let wave: Vec<[f64; 2]> =
        (0..=20_i32).map(|n| [f64::from(n) * 10.0, if n % 2 == 0 { 2.0 } else { -2.0 }]).collect();
    let middle = line_overlap(&road, &line(&wave), 10.0).unwrap();
    assert!((400..=600).contains(&middle.one_side_permille), "{middle:?}");
}

#[test]
fn the_second_line_is_left_or_right_of_the_first_whichever_is_shorter() {
    let (road, back) = (straight(0.0, 200.0, 0.0), line(&[[200.0, 0.0], [0.0, 0.0]]));
    for (from, to) in [(20.0, 180.0), (-20.0, 220.0)] {
        let drain = straight(from, to, 4.0);
        for (what, first, second, expected) in [
            ("north, looking east", &road, &drain, 4_000),
            ("south, looking east", &drain, &road, -4_000),
            ("north, looking west", &back, &drain, -4_000),
            ("south of a drain that looks east", &drain, &back, -4_000),
        ] {
            let found = line_overlap(first, second, 10.0).unwrap();
            assert!((found.second_side_mm - expected).abs() <= 50, "{what}: {found:?}");
        }
    }
}

proptest! {
    #[test]
    fn splitting_a_line_conserves_what_it_shares(
        bend in -40.0..40.0_f64, offset in 0.0..8.0_f64, from in -80.0..80.0_f64, cut in 0.1..0.9_f64,
    ) {
        let other = line(&[[-200.0, offset], [400.0, offset + 4.0]]);
        let at = |share: f64| [from + 120.0 * share, bend * share];
        let whole = matched(&line(&[at(0.0), at(1.0)]), &other, 10.0).unwrap();
        let pieces = [line(&[at(0.0), at(cut)]), line(&[at(cut), at(1.0)])];
        let sum: i64 = pieces
            .iter()
            .map(|piece| crate::stretch::total_mm(&matched(piece, &other, 10.0).unwrap()))
            .sum();
        prop_assert!((sum - crate::stretch::total_mm(&whole)).abs() <= 6_200);
    }
}
