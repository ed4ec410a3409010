use super::*;
use crate::test_kit::line;
use proptest::prelude::*;

fn straight(from: f64, to: f64, north: f64) -> Shape {
    line(&[[from, north], [to, north]])
}

const HALF_WIDTH_M: f64 = 10.0;

fn metres(stretch: &Stretch) -> [i64; 3] {
    [stretch.sum_mm, stretch.union_mm, stretch.twice_mm].map(|mm| (mm + 500) / 1_000)
}

#[test]
fn halves_add_up_and_doubles_do_not() {
    let road = straight(0.0, 300.0, 0.0);
    let cases: [(&str, Vec<Shape>, [i64; 3]); 6] = [
        ("nobody", vec![], [0, 0, 0]),
        ("one for all of it", vec![straight(0.0, 300.0, 2.0)], [300, 300, 0]),
        (
            "two halves, each its own fund",
            vec![straight(0.0, 150.0, 1.0), straight(150.0, 300.0, -1.0)],
            [300, 300, 0],
        ),
        (
            "the same half twice",
            vec![straight(0.0, 150.0, 1.0), straight(0.0, 150.0, -1.0)],
            [300, 150, 150],
        ),
        (
            "the whole and a half",
            vec![straight(0.0, 300.0, 1.0), straight(100.0, 250.0, 0.0)],
            [450, 300, 150],
        ),
        (
            "three over one another",
            vec![
                straight(0.0, 200.0, 1.0),
                straight(100.0, 300.0, 0.0),
                straight(50.0, 150.0, 2.0),
            ],
            [500, 300, 150],
        ),
    ];
    for (what, claims, expected) in cases {
        let claims: Vec<&Shape> = claims.iter().collect();
        let found = stretch(&road, &claims, HALF_WIDTH_M).unwrap();
        for (found, expected) in metres(&found).iter().zip(expected) {
            assert!((found - expected).abs() <= 4, "{what}: {found} for {expected}");
        }
        assert_eq!(found.length_mm / 1_000, 300, "{what}");
    }
}

#[test]
fn a_stretch_is_of_lines_only() {
    let road = straight(0.0, 300.0, 0.0);
    assert!(stretch(&road, &[&crate::test_kit::point(0.0, 0.0)], HALF_WIDTH_M).is_none());
    assert!(stretch(&crate::test_kit::square(0.0, 0.0, 9.0), &[], HALF_WIDTH_M).is_none());
}

#[test]
fn more_than_the_stretch_shows_in_permille() {
    let road = straight(0.0, 200.0, 0.0);
    let claims = [straight(0.0, 200.0, 1.0), straight(0.0, 200.0, 2.0)];
    let found = stretch(&road, &[&claims[0], &claims[1]], HALF_WIDTH_M).unwrap();
    assert!((1_980..=2_000).contains(&found.claimed_permille()), "{found:?}");
    assert!((198_000..=200_200).contains(&found.again_mm()), "{found:?}");
}

proptest! {
    #[test]
    fn union_and_what_is_claimed_again_add_up(
        parts in prop::collection::vec(
            prop::collection::vec((0..1_000_i64, 1..300_i64), 0..4), 0..6),
    ) {
        let parts: Vec<Vec<Interval>> = parts
            .iter()
            .map(|part| merged(part.iter().map(|(from, length)| Interval {
                from_mm: from * 1_000, to_mm: (from + length) * 1_000,
            })))
            .collect();
        let found = conserved(1_300_000, &parts);
        // Counted metre by metre.
        let depth = |metre: i64| {
            let at = metre * 1_000 + 500;
            parts.iter().flatten().filter(|p| p.from_mm < at && at < p.to_mm).count()
        };
        let count = |least: usize| {
            (0..1_300).filter(|metre| depth(*metre) >= least).count() as i64 * 1_000
        };
        prop_assert_eq!(found.union_mm, count(1));
        prop_assert_eq!(found.twice_mm, count(2));
        let sum: i64 = (0..1_300).map(|metre| depth(metre) as i64 * 1_000).sum();
        prop_assert_eq!(found.sum_mm, sum);
        prop_assert_eq!(found.again_mm(), sum - count(1));
    }

    #[test]
    fn cutting_reversing_and_densifying_a_claim_conserve_its_metres(
        bend in -30.0..30.0_f64, offset in -6.0..6.0_f64, cut in 0.1..0.9_f64, from in -100.0..200.0_f64,
    ) {
        let road = line(&[[0.0, 0.0], [120.0, bend], [300.0, 0.0]]);
        let at = |share: f64| [from + 180.0 * share, offset + 3.0 * share];
        let whole = line(&[at(0.0), at(1.0)]);
        let truth = stretch(&road, &[&whole], HALF_WIDTH_M).unwrap();
        // Along the very edge of the corridor the rounding of a vertex decides.
        let within = |more_m: f64| {
            stretch(&road, &[&whole], HALF_WIDTH_M + more_m).map_or(0, |found| found.sum_mm)
        };
        prop_assume!(within(0.02) - within(-0.02) <= 4_000);
        let back = line(&[at(1.0), at(0.0)]);
        let dense = line(&(0..=12).map(|n| at(f64::from(n) / 12.0)).collect::<Vec<_>>());
        let pieces = [line(&[at(0.0), at(cut)]), line(&[at(cut), at(1.0)])];
        for (what, claims) in [("back", vec![&back]), ("dense", vec![&dense]), ("cut", pieces.iter().collect())] {
            let found = stretch(&road, &claims, HALF_WIDTH_M).unwrap();
            prop_assert!((found.union_mm - truth.union_mm).abs() <= 4_100, "{what} {found:?} {truth:?}");
            prop_assert!((found.sum_mm - truth.sum_mm).abs() <= 8_200, "{what} {found:?} {truth:?}");
        }
    }
}
