use super::*;
use crate::test_kit::{at, line, point, square};
use geo::{Distance as _, Geodesic, Point};
use proptest::prelude::*;

proptest! {
    #[test]
    fn points_are_within_a_millimetre_of_the_geodesic(
        lon in 95.0..141.0_f64, lat in -11.0..6.0_f64, x in -150.0..150.0_f64, y in -150.0..150.0_f64,
    ) {
        let frame = Frame::at(lon, lat);
        let [east, north] = frame.lon_lat_deg([x, y]);
        let a = domain::geo::LonLat::new(lon, lat).unwrap();
        let b = domain::geo::LonLat::new(east, north).unwrap();
        let truth = Geodesic.distance(
            Point::new(a.longitude_deg(), a.latitude_deg()),
            Point::new(b.longitude_deg(), b.latitude_deg()),
        );
        let ours = distance_m(&Shape::point(a), &Shape::point(b));
        prop_assert!((ours - truth).abs() < 1e-3, "{ours} {truth}");
    }

    #[test]
    fn the_order_does_not_matter(
        x in -200.0..200.0_f64, y in -200.0..200.0_f64, kind in 0..9_usize,
    ) {
        let shapes = |x: f64, y: f64| [
            point(x, y),
            line(&[[x, y], [x + 40.0, y + 30.0], [x + 90.0, y]]),
            square(x, y, 25.0),
        ];
        let (a, b) = (&shapes(0.0, 0.0)[kind / 3], &shapes(x, y)[kind % 3]);
        prop_assert!((distance_m(a, b) - distance_m(b, a)).abs() < 1e-4);
    }
}

#[test]
fn every_pair_of_shapes_has_its_distance() {
    let road = line(&[[0.0, 0.0], [100.0, 0.0]]);
    let field = square(0.0, 0.0, 50.0);
    let cases = [
        ("point point", point(0.0, 0.0), point(30.0, 40.0), 50.0),
        ("point line", point(50.0, 7.0), road.clone(), 7.0),
        ("point beyond the line's end", point(103.0, 4.0), road.clone(), 5.0),
        ("point inside area", point(20.0, 20.0), field.clone(), 0.0),
        ("point beside area", point(60.0, 20.0), field.clone(), 10.0),
        ("line line crossing", road.clone(), line(&[[50.0, -10.0], [50.0, 10.0]]), 0.0),
        ("line line beside", road.clone(), line(&[[0.0, 12.0], [100.0, 12.0]]), 12.0),
        ("line inside area", line(&[[10.0, 10.0], [20.0, 20.0]]), field.clone(), 0.0),
        ("line past area", line(&[[55.0, -20.0], [55.0, 90.0]]), field.clone(), 5.0),
        ("area area apart", square(60.0, 0.0, 10.0), field.clone(), 10.0),
        ("area inside area", square(10.0, 10.0, 5.0), field.clone(), 0.0),
        ("area over area", square(40.0, 40.0, 20.0), field, 0.0),
    ];
    for (what, a, b, expected) in cases {
        for found in [distance_m(&a, &b), distance_m(&b, &a)] {
            assert!((found - expected).abs() < 0.02, "{what}: {found}");
        }
    }
}

#[test]
fn a_point_in_a_hole_is_outside() {
    let ring = |from: f64, to: f64| vec![at(from, from), at(to, from), at(to, to), at(from, to)];
    let pond = Shape::polygon(vec![ring(0.0, 100.0), ring(40.0, 60.0)]).unwrap();
    assert!((distance_m(&point(50.0, 50.0), &pond) - 10.0).abs() < 0.02);
}

#[test]
fn a_line_of_fifty_kilometres_costs_no_accuracy() {
    let long = line(&[[0.0, 0.0], [0.0, -45_000.0]]);
    let near = distance_m(&long, &point(100.0, -44_000.0));
    let [lon, lat] = [at(0.0, -44_000.0), at(100.0, -44_000.0)];
    let truth = Geodesic.distance(
        Point::new(lon.longitude_deg(), lon.latitude_deg()),
        Point::new(lat.longitude_deg(), lat.latitude_deg()),
    );
    assert!((near - truth).abs() < 1e-3, "{near} {truth}");
}
