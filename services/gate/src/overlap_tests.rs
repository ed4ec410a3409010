use super::*;
use crate::test_kit::{line, square};
use proptest::prelude::*;

fn straight(from: f64, to: f64, north: f64) -> Shape {
    line(&[[from, north], [to, north]])
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
    let quarter = area_overlap(&square(0.0, 0.0, 20.0), &square(10.0, 10.0, 20.0)).unwrap();
    assert!((248..=252).contains(&quarter.share_permille), "{quarter:?}");
    let none = area_overlap(&square(0.0, 0.0, 20.0), &square(30.0, 0.0, 20.0)).unwrap();
    assert_eq!(none.shared_m2, 0);
}
