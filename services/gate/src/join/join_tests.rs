use super::*;
use crate::{
    distance::distance_m,
    frame::Frame,
    test_kit::{at, line, point, square},
};
use domain::geo::{LonLat, Shape};
use geo::{Distance as _, Geodesic};
use proptest::prelude::*;

/// A place and shapes around it, spread so that rows, strips and windows all come into play.
fn place() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        // Anywhere in Indonesia, the border of the UTM zones at 114 E, the equator.
        (95.0..141.0_f64, -11.0..6.0_f64),
        (113.999..114.001_f64, -8.6..-7.9_f64),
        (95.0..141.0_f64, -0.002..0.002_f64),
    ]
}

fn located(frame: &Frame, x: f64, y: f64) -> LonLat {
    let [lon, lat] = frame.lon_lat_deg([x, y]);
    LonLat::new(lon, lat).unwrap()
}

fn shape(frame: &Frame, (kind, x, y, w, h): (usize, f64, f64, f64, f64)) -> Shape {
    let at = |x: f64, y: f64| located(frame, x, y);
    match kind {
        0 => Shape::point(at(x, y)),
        1 => Shape::line(vec![at(x, y), at(x + w, y + h), at(x + w, y + 2.0 * h)]).unwrap(),
        2 => Shape::line(vec![at(x, y), at(x + 8.0 * w, y + 8.0 * h)]).unwrap(),
        _ => Shape::polygon(vec![vec![at(x, y), at(x + 60.0, y), at(x + 60.0, y + 45.0)]]).unwrap(),
    }
}

/// A count, the pairs, and each pair once.
fn sorted(found: Vec<Keep>) -> Vec<(u32, u32)> {
    let mut pairs: Vec<_> = found.into_iter().flat_map(|keep| keep.0).collect();
    pairs.sort_unstable();
    assert!(pairs.windows(2).all(|two| two[0] != two[1]), "a pair was told twice");
    assert!(pairs.iter().all(|(a, b)| a < b));
    pairs
}

fn brute(shapes: &[Shape], radius_m: f64) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (a, first) in (0_u32..).zip(shapes) {
        for (b, second) in (0_u32..).zip(shapes).skip(a as usize + 1) {
            if distance_m(first, second) <= radius_m {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

fn geodesic_m(a: LonLat, b: LonLat) -> f64 {
    let place = |at: LonLat| geo::Point::new(at.longitude_deg(), at.latitude_deg());
    Geodesic.distance(place(a), place(b))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn points_within_the_geodesic_radius_are_found_and_no_others(
        (lon, lat) in place(),
        spread in prop_oneof![Just(100.0), Just(600.0), Just(6_000.0)],
        radius_m in prop_oneof![Just(50.0), Just(150.0), 0.5..1_000.0_f64],
        places in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 0..120),
    ) {
        let frame = Frame::at(lon, lat);
        let places: Vec<LonLat> =
            places.iter().map(|(x, y)| located(&frame, x * spread, y * spread)).collect();
        let found = sorted(points(&places, radius_m, 2, Keep::default));
        for (a, first) in (0_u32..).zip(&places) {
            for (b, second) in (0_u32..).zip(&places).skip(a as usize + 1) {
                let apart_m = geodesic_m(*first, *second);
                if (apart_m - radius_m).abs() > 1e-3 {
                    let near = found.binary_search(&(a, b)).is_ok();
                    prop_assert_eq!(near, apart_m <= radius_m, "{} m", apart_m);
                }
            }
        }
    }

    #[test]
    fn shapes_are_found_exactly_when_the_gate_measures_them_within(
        (lon, lat) in place(),
        spread in prop_oneof![Just(150.0), Just(1_500.0)],
        radius_m in prop_oneof![Just(0.0), Just(50.0), Just(150.0), 0.5..400.0_f64],
        parts in prop::collection::vec(
            (0..4_usize, -1.0..1.0_f64, -1.0..1.0_f64, -90.0..90.0_f64, -90.0..90.0_f64), 0..60),
        threads in 1..4_usize,
    ) {
        let frame = Frame::at(lon, lat);
        let all: Vec<Shape> = parts
            .iter()
            .map(|(kind, x, y, w, h)| shape(&frame, (*kind, x * spread, y * spread, *w, *h)))
            .collect();
        let collection: Collection = all.iter().collect();
        let found = sorted(shapes(&collection, radius_m, threads, Keep::default));
        prop_assert_eq!(found, brute(&all, radius_m));
    }

    #[test]
    fn points_at_the_very_radius_are_judged_by_the_gate_s_own_distance(
        (lon, lat) in place(), turn in 0.0..std::f64::consts::TAU, off_mm in -3.0..3.0_f64,
        radius_m in prop_oneof![Just(50.0), Just(150.0), Just(1_000.0)],
    ) {
        let frame = Frame::at(lon, lat);
        let apart_m = radius_m + off_mm / 1_000.0;
        let ends = [located(&frame, 0.0, 0.0),
            located(&frame, apart_m * turn.cos(), apart_m * turn.sin())];
        let both = ends.map(Shape::point);
        let expected = brute(&both, radius_m);
        prop_assert_eq!(&sorted(points(&ends, radius_m, 1, Keep::default)), &expected);
        let collection: Collection = both.iter().collect();
        prop_assert_eq!(&pairs(&collection, radius_m), &expected);
    }
}

#[test]
fn every_pair_of_kinds_is_found_and_told_once() {
    let shapes = [
        point(0.0, 0.0),
        point(30.0, 0.0),
        line(&[[-500.0, 20.0], [500.0, 20.0]]),
        line(&[[0.0, -600.0], [0.0, 600.0]]),
        square(-10.0, -10.0, 300.0),
        square(100.0, 100.0, 20.0),
        line(&[[5_000.0, 0.0], [5_000.0, 100.0]]),
    ];
    let collection: Collection = shapes.iter().collect();
    let found = pairs(&collection, 50.0);
    assert_eq!(found, brute(&shapes, 50.0));
    assert_eq!(found.len(), 11, "{found:?}");
}

#[test]
fn many_works_on_one_pin_are_all_pairs() {
    let pins = vec![at(3.0, 4.0); 300];
    let count: usize = points(&pins, 0.0, 2, Count::default).iter().map(|c| c.0).sum();
    assert_eq!(count, 300 * 299 / 2);
    let collection: Collection =
        pins.iter().map(|at| Shape::point(*at)).collect::<Vec<_>>().iter().collect();
    assert_eq!(pairs(&collection, 0.0).len(), 300 * 299 / 2);
}

#[derive(Default)]
struct Count(usize);

impl Visit for Count {
    fn near(&mut self, _first: u32, others: &[u32]) {
        self.0 += others.len();
    }
}

#[test]
fn nothing_has_no_pairs_and_a_country_is_cut_into_few_rows() {
    assert!(pairs(&Collection::new(), 50.0).is_empty());
    assert_eq!(points(&[], 50.0, 2, Count::default).len(), 1);
    // From Aceh to Papua: rows are limited by the count of points, not by the box.
    let ends = [
        LonLat::new(95.3, 5.9).unwrap(),
        LonLat::new(140.9, -8.9).unwrap(),
        LonLat::new(95.3, 5.9).unwrap(),
    ];
    let found = sorted(points(&ends, 50.0, 2, Keep::default));
    assert_eq!(found, [(0, 2)]);
}

#[test]
fn a_line_of_fifty_kilometres_is_judged_as_the_gate_does() {
    let mut shapes = vec![line(&[[0.0, 0.0], [3_000.0, -24_000.0], [0.0, -45_000.0]])];
    for n in 0..600 {
        let n = f64::from(n);
        shapes.push(point(3_000.0 * (n / 320.0).min(1.0) + 49.5 + n / 500.0, -75.0 * n));
    }
    let collection: Collection = shapes.iter().collect();
    assert_eq!(pairs(&collection, 50.0), brute(&shapes, 50.0));
}

#[test]
fn stored_bytes_are_read_as_they_were_written() {
    let shapes = [
        point(0.0, 0.0),
        line(&[[-500.0, 20.0], [500.0, 20.0], [40.0, 2.0]]),
        square(-10.0, -10.0, 300.0),
    ];
    let bytes: Vec<u8> = shapes.iter().flat_map(Shape::encode).collect();
    let (mut collection, mut rest) = (Collection::new(), bytes.as_slice());
    while !rest.is_empty() {
        collection.push_encoded(&mut rest).unwrap();
    }
    for (number, shape) in (0_u32..).zip(&shapes) {
        assert_eq!(collection.shape(number).as_ref(), Some(shape));
    }
    assert_eq!(pairs(&collection, 50.0), brute(&shapes, 50.0));
    for cut in 1..bytes.len() {
        let mut rest = &bytes[..cut];
        let mut broken = Collection::new();
        while !rest.is_empty() && broken.push_encoded(&mut rest).is_ok() {}
        assert!(broken.len() <= 2 && broken.shape(2).is_none());
    }
    assert!(Collection::new().push_encoded(&mut [9_u8, 0, 0, 0, 0].as_slice()).is_err());
}
