use super::*;
use crate::frame::Frame;

/// Where the shapes lie, degrees.
const HERE: Xy = [114.2, -8.4];

/// A shape of parts whose positions are metres east and north of a place.
fn drawn(kind: Kind, parts: &[&[Xy]]) -> Sketch {
    let frame = Frame::at(HERE[0], HERE[1]);
    let degrees =
        |part: &&[Xy]| -> Vec<Xy> { part.iter().map(|at| frame.lon_lat_deg(*at)).collect() };
    let parts: Vec<Vec<Xy>> = parts.iter().map(degrees).collect();
    Sketch::of_parts(kind, &parts).unwrap()
}

fn lines(parts: &[&[Xy]]) -> Sketch {
    drawn(Kind::Line, parts)
}

fn area(west: f64, south: f64, east: f64, north: f64) -> [Xy; 5] {
    [[west, south], [east, south], [east, north], [west, north], [west, south]]
}

/// What two shapes share, whichever comes first.
fn shared(a: &Sketch, b: &Sketch) -> Shared {
    let [one, other] = [measure(a, b, 7.0), measure(b, a, 7.0)].map(|both| both.shared.unwrap());
    assert!((one.share - other.share).abs() < 1e-6, "{one:?} {other:?}");
    one
}

fn near(found: f64, told: f64) {
    assert!((found - told).abs() <= 0.02 * told.abs().max(1.0), "{found} for {told}");
}

#[test]
fn one_part_of_a_work_is_found_in_another_work_whichever_part_it_is() {
    let parts: [&[Xy]; 2] = [&[[0.0, 0.0], [210.0, 0.0]], &[[800.0, 0.0], [1_000.0, 0.0]]];
    let (whole, turned) = (lines(&parts), lines(&[parts[1], parts[0]]));
    for (part, metres) in [(parts[0], 210.0), (parts[1], 200.0)] {
        let one = lines(&[part]);
        for whole in [&whole, &turned] {
            let found = shared(whole, &one);
            near(found.share, 1.0);
            near(found.length_m, metres);
            near(found.ratio, metres / 410.0);
            near(measure(whole, &one, 7.0).distance_m, 0.0);
        }
    }
}

#[test]
fn shared_metres_are_summed_over_parts() {
    let whole = lines(&[&[[0.0, 0.0], [1_000.0, 0.0]]]);
    let two = lines(&[&[[0.0, 2.0], [200.0, 2.0]], &[[900.0, 2.0], [700.0, 2.0]]]);
    let found = shared(&whole, &two);
    near(found.share, 1.0);
    near(found.length_m, 400.0);
    near(found.share_long, 0.4);
    near(found.offset_m, 2.0);
    // A part that was drawn the other way lies on the same side of the ground.
    near(found.one_sided, 1.0);
    let apart =
        shared(&whole, &lines(&[&[[0.0, 2.0], [200.0, 2.0]], &[[0.0, 900.0], [200.0, 900.0]]]));
    near(apart.share, 0.5);
    near(apart.length_m, 200.0);
}

#[test]
fn parts_of_different_directions_have_each_a_side_of_their_own() {
    let forth: [&[Xy]; 2] = [&[[0.0, 0.0], [300.0, 0.0]], &[[900.0, 0.0], [600.0, 0.0]]];
    let beside: [&[Xy]; 2] = [&[[0.0, 6.0], [280.0, 6.0]], &[[620.0, 6.0], [900.0, 6.0]]];
    near(shared(&lines(&forth), &lines(&beside)).one_sided, 1.0);
    let crossing = lines(&[&[[0.0, -10.0], [300.0, 10.0]]]);
    assert!(shared(&lines(&[forth[0]]), &crossing).one_sided < 0.2);
}

#[test]
fn of_several_points_the_nearest_tells_the_distance() {
    let culverts = drawn(Kind::Point, &[&[[0.0, 0.0]], &[[200.0, 0.0]], &[[400.0, 0.0]]]);
    near(measure(&culverts, &drawn(Kind::Point, &[&[[400.0, 2.0]]]), 7.0).distance_m, 2.0);
    let road = lines(&[&[[150.0, 5.0], [350.0, 5.0]]]);
    let found = measure(&culverts, &road, 7.0);
    near(found.distance_m, 5.0);
    near(found.from_end_m.unwrap(), 50.0);
}

#[test]
fn corridors_drawn_some_metres_apart_are_one_and_houses_side_by_side_are_two() {
    let corridor = |south: f64| drawn(Kind::Area, &[&area(0.0, south, 200.0, south + 4.0)]);
    for off in [0.0, 2.0, 4.1, 6.0] {
        assert!(shared(&corridor(0.0), &corridor(off)).share > 0.9, "{off}");
    }
    assert!(shared(&corridor(0.0), &corridor(20.0)).share < 0.01);
    let house = |west: f64| drawn(Kind::Area, &[&area(west, 0.0, west + 10.0, 8.0)]);
    assert!(shared(&house(0.0), &house(0.0)).share > 0.99);
    assert!(shared(&house(0.0), &house(11.0)).share < 0.15);
    // A house in a road's corridor bears no more than a house does.
    assert!(
        shared(&house(0.0), &drawn(Kind::Area, &[&area(-90.0, 11.0, 90.0, 15.0)])).share < 0.01
    );
}

#[test]
fn a_slanting_corridor_is_measured_as_well_as_a_straight_one() {
    let (along, across) = (141.4, 2.8);
    let slanting = |off: f64| {
        let ring = [
            [0.0, off],
            [along, along + off],
            [along - across, along + across + off],
            [-across, across + off],
            [0.0, off],
        ];
        drawn(Kind::Area, &[&ring])
    };
    near(shared(&slanting(0.0), &slanting(0.0)).share, 1.0);
    assert!(shared(&slanting(0.0), &slanting(4.0)).share > 0.9);
    assert!(raster(&slanting(0.0).plane(&Frame::at(HERE[0], HERE[1]))[0]).len() > 40);
}

#[test]
fn areas_of_several_parts_share_by_their_size() {
    let two = drawn(Kind::Area, &[&area(0.0, 0.0, 30.0, 30.0), &area(500.0, 0.0, 510.0, 10.0)]);
    let large = drawn(Kind::Area, &[&area(-20.0, -20.0, 60.0, 60.0)]);
    let found = shared(&two, &large);
    near(found.share, 0.9);
    near(found.ratio, 1_000.0 / 6_400.0);
    near(shared(&drawn(Kind::Area, &[&area(500.0, 0.0, 510.0, 10.0)]), &two).share, 1.0);
    let road = lines(&[&[[500.0, 5.0], [510.0, 5.0]]]);
    near(shared(&road, &two).share, 1.0);
}
