use super::*;
use crate::{
    distance::distance_m,
    test_kit::{at, line, point, square},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

const RADIUS_M: f64 = 150.0;

/// A shape near the corners and edges of cells: its first vertex lies within a metre of one.
fn near_edges() -> impl Strategy<Value = Shape> {
    let place = (-3_000.0..3_000.0_f64, -3_000.0..3_000.0_f64);
    let turn = (0..6_usize, 0.0..1.0_f64, -1.0..1.0_f64, -1.0..1.0_f64);
    let size = (0..3_usize, -120.0..120.0_f64, -120.0..120.0_f64);
    (place, turn, size).prop_map(|((x, y), (edge, along, dx, dy), (kind, w, h))| {
        let start = at(x, y);
        let cell = cell_of(start, RESOLUTION).unwrap();
        let frame = Frame::at(crate::test_kit::LON, crate::test_kit::LAT);
        let corners: Vec<_> =
            cell.boundary().iter().map(|c| frame.degrees(c.lng(), c.lat())).collect();
        let (a, b) = (corners[edge % corners.len()], corners[(edge + 1) % corners.len()]);
        let (x, y) = (a[0] + along * (b[0] - a[0]) + dx, a[1] + along * (b[1] - a[1]) + dy);
        match kind {
            0 => point(x, y),
            1 => line(&[[x, y], [x + w, y + h], [x + 2.0 * w, y]]),
            _ => square(x, y, w.abs() + 5.0),
        }
    })
}

/// Pairs within the radius that share no cell; with the growth `searched_m` of the search.
fn missed(pairs: u32, searched_m: f64) -> u32 {
    let mut runner = TestRunner::deterministic();
    let strategy = (near_edges(), -400.0..400.0_f64, -400.0..400.0_f64, near_edges());
    let (mut close, mut missed) = (0_u32, 0_u32);
    while close < pairs {
        let (a, dx, dy, b) = strategy.new_tree(&mut runner).unwrap().current();
        let b = moved_beside(&a, &b, dx, dy);
        if distance_m(&a, &b) > RADIUS_M {
            continue;
        }
        close += 1;
        let (drawn, grown) = (cover(&b, 0.0).unwrap(), cover(&a, searched_m).unwrap());
        missed += u32::from(drawn.is_disjoint(&grown));
    }
    missed
}

/// The second shape moved so that it starts near the first.
fn moved_beside(a: &Shape, b: &Shape, dx: f64, dy: f64) -> Shape {
    let (from, to) = (b.vertices().next().unwrap(), a.vertices().next().unwrap());
    let metre = 90.0;
    let shift = |m: f64| m * metre;
    #[allow(clippy::cast_possible_truncation)]
    let move_one = |at: domain::geo::LonLat| domain::geo::LonLat {
        lon_e7: at.lon_e7 - from.lon_e7 + to.lon_e7 + shift(dx) as i32,
        lat_e7: at.lat_e7 - from.lat_e7 + to.lat_e7 + shift(dy) as i32,
    };
    match b {
        Shape::Point(at) => Shape::point(move_one(*at)),
        Shape::Line(line) => Shape::line(line.iter().copied().map(move_one).collect()).unwrap(),
        Shape::Polygon(rings) => Shape::polygon(
            rings.iter().map(|r| r.iter().copied().map(move_one).collect()).collect(),
        )
        .unwrap(),
    }
}

/// Points, and lines with pieces from a metre to half a kilometre.
fn lines_and_points() -> impl Strategy<Value = Shape> {
    let piece = (1.0..500.0_f64, 0.0..std::f64::consts::TAU);
    let start = (-3_000.0..3_000.0_f64, -3_000.0..3_000.0_f64);
    (start, prop::collection::vec(piece, 0..6)).prop_map(|((x, y), pieces)| {
        let mut places = vec![[x, y]];
        for (length, turn) in pieces {
            let [x, y] = *places.last().unwrap();
            places.push([x + length * turn.cos(), y + length * turn.sin()]);
        }
        if places.len() == 1 { point(x, y) } else { line(&places) }
    })
}

/// The cell of a place so far away from a place on the shape.
fn cell_near(shape: &Shape, along: f64, away_m: f64, turn: f64) -> i64 {
    let frame = Frame::of(shape);
    let places: Vec<Xy> = shape.vertices().map(|at| frame.xy(at)).collect();
    let at = along * (places.len() - 1) as f64;
    let (before, after) = (places[at.floor() as usize], places[at.ceil() as usize]);
    let share = at.fract();
    let on = |axis: usize| before[axis] + share * (after[axis] - before[axis]);
    let place = [on(0) + away_m * turn.cos(), on(1) + away_m * turn.sin()];
    let [lon, lat] = frame.lon_lat_deg(place);
    number(start_at(LonLat::new(lon, lat).unwrap()).unwrap()).unwrap()
}

#[test]
fn disks_around_vertices_alone_miss_some_so_the_test_of_looks_can_fail() {
    let mut runner = TestRunner::deterministic();
    let asked = (lines_and_points(), 0.0..1.0_f64, 0.0..std::f64::consts::TAU);
    let (rings, spare_m) = disk(RADIUS_M).unwrap();
    let mut missed = |step_m: f64| {
        (0..4_000).any(|_| {
            let (shape, along, turn) = asked.new_tree(&mut runner).unwrap().current();
            let vertices: Vec<LonLat> = shape.vertices().collect();
            let cells = disks_along(&vertices, &Frame::of(&shape), rings, step_m).unwrap();
            cells.is_some_and(|cells| !cells.contains(&cell_near(&shape, along, RADIUS_M, turn)))
        })
    };
    assert!(missed(f64::INFINITY) && !missed(2.0 * spare_m));
}

#[test]
fn no_pair_within_the_radius_is_missed() {
    assert_eq!(missed(4_000, RADIUS_M), 0);
}

#[test]
fn without_the_margin_pairs_are_missed_so_the_test_above_can_fail() {
    assert!(missed(1_000, 0.0) > 100);
    assert!(missed(4_000, RADIUS_M - 15.0) > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn a_cover_holds_the_cell_of_every_point_of_the_shape(shape in near_edges(), share in 0.0..1.0_f64) {
        let cells = cover(&shape, 0.0).unwrap();
        let vertices: Vec<_> = shape.vertices().collect();
        for pair in vertices.windows(2) {
            let lon = pair[0].longitude_deg() + share * (pair[1].longitude_deg() - pair[0].longitude_deg());
            let lat = pair[0].latitude_deg() + share * (pair[1].latitude_deg() - pair[0].latitude_deg());
            let cell = h3o::LatLng::new(lat, lon).unwrap().to_cell(RESOLUTION);
            prop_assert!(cells.contains(&number(cell).unwrap()));
        }
    }

    #[test]
    fn a_look_holds_the_cell_of_every_point_within_the_radius(
        (shape, along, turn) in (lines_and_points(), 0.0..1.0_f64, 0.0..std::f64::consts::TAU),
        (radius_m, share) in (1.0..300.0_f64, 0.0..1.0_f64),
    ) {
        let cells = look(&shape, radius_m).unwrap();
        prop_assert!(cells.contains(&cell_near(&shape, along, share * radius_m, turn)));
    }

    #[test]
    fn growing_adds_and_never_takes_away(shape in near_edges()) {
        let drawn = cover(&shape, 0.0).unwrap();
        prop_assert!(cover(&shape, RADIUS_M).unwrap().is_superset(&drawn));
    }
}

#[test]
fn a_point_searches_few_cells() {
    assert_eq!(cover(&point(0.0, 0.0), 0.0).unwrap().len(), 1);
    assert!((10..=19).contains(&cover(&point(0.0, 0.0), RADIUS_M).unwrap().len()));
}

#[test]
fn a_work_over_too_many_cells_is_refused() {
    let error = cover(&square(0.0, 0.0, 8_000.0), 0.0).unwrap_err();
    assert!(error.has(&SITE_TOO_LARGE), "{error:?}");
}
