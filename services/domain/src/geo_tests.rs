use proptest::prelude::*;

use super::*;

/// A position so many steps of 1e-5 degrees (about 1.1 m) from the middle of Sukojati.
fn at(east: i32, north: i32) -> LonLat {
    LonLat::from_e7(1_143_000_000 + east * 100, -83_000_000 + north * 100).unwrap()
}

fn ring_of(steps: &[(i32, i32)]) -> Vec<LonLat> {
    steps.iter().map(|(east, north)| at(*east, *north)).collect()
}

fn polygon(rings: &[&[(i32, i32)]]) -> Result<Shape, Refusal> {
    Shape::polygon(rings.iter().map(|ring| ring_of(ring)).collect())
}

fn why(result: Result<Shape, Refusal>) -> String {
    let refusal = result.expect_err("must be refused");
    assert_eq!(refusal.code, reason::GEOMETRY_INVALID.code);
    refusal.facts[0].value.clone()
}

const SQUARE: &[(i32, i32)] = &[(0, 0), (100, 0), (100, 100), (0, 100)];

#[test]
fn a_position_is_kept_to_a_centimetre() {
    let place = LonLat::new(114.300_000_04, -8.299_999_96).unwrap();
    assert_eq!((place.lon_e7, place.lat_e7), (1_143_000_000, -83_000_000));
    assert!((place.longitude_deg() - 114.3).abs() < 1e-12);
    assert!((place.latitude_deg() + 8.3).abs() < 1e-12);
}

#[test]
fn every_wrong_position_is_told_apart() {
    let swapped = &reason::COORDINATE_SWAPPED;
    let outside = &reason::COORDINATE_OUTSIDE_INDONESIA;
    let invalid = &reason::COORDINATE_INVALID;
    let sign = &reason::COORDINATE_SIGN_LOST;
    for (longitude, latitude, expected) in [
        (-8.3, 114.3, swapped),
        (6.5, 94.5, swapped),
        (0.0, 0.0, &reason::COORDINATE_ZERO),
        (-0.1, 51.5, outside),
        (180.0, 90.0, outside),
        (-180.0, -90.0, outside),
        (94.499_999_9, 0.0, outside),
        (141.500_000_1, 0.0, outside),
        (114.3, -11.500_000_1, outside),
        (114.3, 6.500_000_1, sign),
        (114.3, 90.1, invalid),
        (180.1, 0.0, invalid),
        (1_143_000_000.0, -83_000_000.0, &reason::COORDINATE_POINT_LOST),
        (f64::NAN, -8.3, invalid),
        (114.3, f64::NAN, invalid),
        (f64::INFINITY, -8.3, invalid),
        (114.3, f64::NEG_INFINITY, invalid),
        (f64::MAX, f64::MIN, invalid),
    ] {
        let refusal = LonLat::new(longitude, latitude).expect_err("must be refused");
        assert_eq!(refusal.code, expected.code, "{longitude}, {latitude}");
    }
}

#[test]
fn the_corners_of_the_box_belong_to_indonesia() {
    for (longitude, latitude) in [(94.5, -11.5), (141.5, 6.5), (94.5, 6.5), (141.5, -11.5)] {
        assert!(LonLat::new(longitude, latitude).is_ok());
    }
}

#[test]
fn a_line_drops_repeated_vertices_and_needs_two() {
    let line = Shape::line(ring_of(&[(0, 0), (0, 0), (9, 9), (9, 9), (0, 0)])).unwrap();
    assert_eq!(line, Shape::Line(ring_of(&[(0, 0), (9, 9), (0, 0)])));
    assert_eq!((line.kind(), line.vertices().count()), ("line", 3));
    assert!(why(Shape::line(ring_of(&[(1, 1)]))).contains("dua titik"));
    assert!(why(Shape::line(Vec::new())).contains("dua titik"));
}

#[test]
fn a_line_that_never_leaves_its_first_vertex_has_a_reason_of_its_own() {
    for count in [2, 3] {
        let refusal = Shape::line(vec![at(1, 1); count]).expect_err("must be refused");
        assert_eq!(refusal.code, reason::LINE_ENDS_SAME.code);
        assert!(refusal.message().contains("114.30001, -8.29999"), "{}", refusal.message());
    }
}

#[test]
fn a_road_may_cross_itself() {
    assert!(Shape::line(ring_of(&[(0, 0), (10, 10), (10, 0), (0, 10)])).is_ok());
}

#[test]
fn rings_are_closed_and_turned_the_usual_way() {
    let expected = Shape::Polygon(vec![ring_of(&[(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])]);
    let area = polygon(&[SQUARE]).unwrap();
    assert_eq!(area, expected);
    assert_eq!(area.kind(), "polygon");
    let backwards = polygon(&[&[(0, 0), (0, 100), (100, 100), (100, 0), (0, 0), (0, 0)]]);
    assert_eq!(backwards, Ok(expected));
    let holed = polygon(&[SQUARE, &[(10, 10), (20, 10), (20, 20)]]).unwrap();
    let Shape::Polygon(rings) = &holed else { panic!("a polygon") };
    assert_eq!(rings[1], ring_of(&[(10, 10), (20, 20), (20, 10), (10, 10)]));
    assert_eq!(holed.vertices().count(), 9);
}

#[test]
fn rings_without_an_inside_are_refused() {
    for ring in [&[][..], &[(0, 0)], &[(0, 0), (0, 0), (0, 0)], &[(0, 0), (9, 9)]] {
        assert!(why(polygon(&[ring])).contains("tiga titik"));
    }
    assert!(why(polygon(&[&[(0, 0), (5, 5), (9, 9)]])).contains("luas"));
    assert!(why(polygon(&[&[(0, 0), (9, 0), (0, 0), (9, 9)]])).contains("luas"));
    assert!(why(Shape::polygon(Vec::new())).contains("cincin"));
    let many = vec![ring_of(SQUARE); RINGS_MAX + 1];
    assert!(why(Shape::polygon(many)).contains("cincin"));
}

#[test]
fn outlines_that_touch_themselves_are_refused() {
    for ring in [
        &[(0, 0), (30, 30), (30, 0), (0, 20)][..], // bow tie
        &[(0, 0), (20, 0), (10, 10), (20, 20), (0, 20), (10, 10)], // bow tie in a vertex
        &[(0, 0), (20, 0), (20, 20), (10, 0), (0, 20)], // vertex on a side
        &[(0, 0), (20, 0), (40, 0), (20, 0), (20, 20)], // spike outwards
        &[(0, 0), (20, 0), (20, 20), (20, 10), (20, 30), (0, 30)], // folds back on itself
        &[(0, 0), (30, 0), (30, 9), (10, 0), (5, 0), (0, 9)], // side along a side
    ] {
        assert!(why(polygon(&[ring])).contains("berpotongan"), "{ring:?}");
    }
}

#[test]
fn holes_must_lie_apart_inside_the_outline() {
    let hole: &[(i32, i32)] = &[(10, 10), (40, 10), (40, 40), (10, 40)];
    let (inner, beside): (&[_], &[_]) =
        (&[(20, 20), (30, 20), (30, 30)], &[(60, 60), (90, 60), (90, 90)]);
    assert!(polygon(&[SQUARE, hole, beside]).is_ok());
    assert!(why(polygon(&[SQUARE, hole, inner])).contains("lubang lain"));
    assert!(why(polygon(&[SQUARE, inner, hole])).contains("lubang lain"));
    let outside: &[(i32, i32)] = &[(200, 0), (210, 0), (210, 10)];
    assert!(why(polygon(&[SQUARE, outside])).contains("di luar"));
    assert!(why(polygon(&[hole, SQUARE])).contains("di luar"));
    for meeting in [
        &[(50, 50), (150, 50), (150, 60)][..],
        &[(0, 0), (100, 0), (100, 100), (0, 100)],
        &[(0, 20), (0, 40), (20, 40)],   // a side along a side
        &[(0, 100), (0, 140), (20, 40)], // its line goes on beyond the corner
        &[(0, 50), (-10, 50), (50, 60)], // out through a side, in by it
    ] {
        assert!(why(polygon(&[SQUARE, meeting])).contains("berpotongan"), "{meeting:?}");
    }
    assert!(why(polygon(&[SQUARE, hole, hole])).contains("berpotongan"));
}

#[test]
fn a_hole_may_touch_one_other_ring_in_one_position() {
    let hole: &[(i32, i32)] = &[(10, 10), (40, 10), (40, 40), (10, 40)];
    for touching in [
        &[(0, 50), (10, 50), (10, 60)][..], // its corner on a side
        &[(50, 60), (60, 60), (60, 100)],   // as the second or third of its corners
        &[(0, 0), (8, 4), (4, 8)],          // corner on corner
        &[(40, 40), (60, 50), (50, 60)],    // the other hole's corner
        &[(40, 20), (60, 10), (60, 30)],    // the other hole's side
    ] {
        let shape = polygon(&[SQUARE, hole, touching]).unwrap();
        assert_eq!(Shape::decode(&shape.encode()), Ok(shape), "{touching:?}");
    }
    // A corner of the outline on a hole's side.
    let dented: &[(i32, i32)] = &[(0, 0), (100, 0), (100, 100), (50, 30), (0, 100)];
    assert!(polygon(&[dented, &[(40, 10), (60, 10), (60, 30), (40, 30)]]).is_ok());
    for twice in [
        &[(0, 50), (50, 45), (100, 50), (50, 60)][..], // parts the area in two
        &[(0, 60), (10, 50), (0, 40), (20, 50)],
        &[(10, 40), (0, 50), (20, 60)],
    ] {
        let no = why(polygon(&[SQUARE, hole, twice]));
        assert!(no.contains("lebih dari satu titik"), "{twice:?}: {no}");
    }
    let outside: &[(i32, i32)] = &[(100, 50), (110, 40), (110, 60)];
    assert!(why(polygon(&[SQUARE, outside])).contains("di luar"));
    let within: &[(i32, i32)] = &[(10, 20), (20, 20), (20, 30)];
    assert!(why(polygon(&[SQUARE, hole, within])).contains("lubang lain"));
}

#[test]
fn fifty_kilometres_is_the_most() {
    let near = LonLat::new(114.0, -8.0).unwrap();
    let reach =
        |longitude, latitude| Shape::line(vec![near, LonLat::new(longitude, latitude).unwrap()]);
    assert!(reach(114.0, -8.449).is_ok());
    assert!(why(reach(114.0, -8.451)).contains("50 km"));
    assert!(reach(114.453, -8.0).is_ok());
    assert!(why(reach(114.456, -8.0)).contains("50 km"));
    let equator = |east_deg| {
        let ends = [(100.0, -0.1), (100.0 + east_deg, 0.1)];
        Shape::line(ends.map(|(lon, lat)| LonLat::new(lon, lat).unwrap()).to_vec())
    };
    assert!(equator(0.449).is_ok());
    assert!(why(equator(0.451)).contains("50 km"));
}

/// A comb: a valid outline of `count` vertices whose sides all stand beside each other.
fn comb(count: i32) -> Vec<LonLat> {
    let teeth = (0..count - 2).map(|n| (n, if n % 2 == 0 { 500 } else { 9_000 }));
    ring_of(&teeth.chain([(count, 0), (-1, 0)]).collect::<Vec<_>>())
}

#[test]
fn ten_thousand_vertices_are_judged_and_one_more_is_refused() {
    // Closing adds one.
    let most = i32::try_from(VERTICES_MAX).unwrap() - 1;
    let shape = Shape::polygon(vec![comb(most)]).unwrap();
    assert_eq!(shape.vertices().count(), VERTICES_MAX);
    assert_eq!(Shape::decode(&shape.encode()), Ok(shape));
    assert!(why(Shape::polygon(vec![comb(most + 1)])).contains("10.000"));
    assert!(why(Shape::line(comb(most + 2))).contains("10.000"));
    let line = comb(most + 1);
    assert_eq!(Shape::line(line.clone()), Ok(Shape::Line(line)));
}

/// A valid outline of `count` + 2 vertices whose long sides all lie across each other's boxes.
fn zigzag(count: i32) -> Vec<LonLat> {
    let sides = (0..count).map(|n| {
        let (east, north) = (n * 4, -n * 4);
        if n % 2 == 0 { (east, north) } else { (east + 40_000, north + 40_000) }
    });
    let round = [(60_000 + count * 4, -70_000 - count * 4), (-70_000, -70_000)];
    let position = |(east, north)| {
        LonLat::from_e7(1_143_000_000 + east * 10, -83_000_000 + north * 10).unwrap()
    };
    sides.chain(round).map(position).collect()
}

#[test]
fn an_outline_made_to_cost_time_is_refused() {
    assert!(Shape::polygon(vec![zigzag(2_001)]).is_ok());
    assert!(why(Shape::polygon(vec![zigzag(9_997)])).contains("rumit"));
}

#[test]
fn boxes_are_west_south_east_north() {
    let shape = polygon(&[&[(-5, 2), (7, -3), (1, 9)]]).unwrap();
    let expected = [1_142_999_500, -83_000_300, 1_143_000_700, -82_999_100];
    assert_eq!(shape.bbox(), expected);
    let [lon, lat, ..] = Shape::point(at(3, 4)).bbox();
    assert_eq!((lon, lat), (at(3, 4).lon_e7, at(3, 4).lat_e7));
}

#[test]
fn the_stored_form_stays_as_it_is() {
    let place = LonLat::from_e7(0x4020_1000, -2).unwrap();
    let point = Shape::point(place);
    assert_eq!(point.kind(), "point");
    let expected = [1, 1, 0, 0, 0, 1, 0, 0, 0, 0x00, 0x10, 0x20, 0x40, 0xfe, 0xff, 0xff, 0xff];
    assert_eq!(point.encode(), expected);
    assert_eq!(Shape::decode(&expected), Ok(point));
}

#[test]
fn broken_bytes_are_refused() {
    let good = polygon(&[SQUARE, &[(10, 10), (20, 10), (20, 20)]]).unwrap().encode();
    for end in 0..good.len() {
        assert!(Shape::decode(&good[..end]).is_err(), "cut at {end}");
    }
    let longer = [good.as_slice(), &[0]].concat();
    assert!(Shape::decode(&longer).is_err());
    let point = Shape::point(at(0, 0)).encode();
    for kind in [0, 2, 3, 4, 255] {
        let other = [&[kind], &point[1..]].concat();
        assert!(Shape::decode(&other).is_err(), "a point as kind {kind}");
    }
    let line = Shape::line(ring_of(&[(0, 0), (1, 1)])).unwrap().encode();
    assert!(Shape::decode(&[&[1], &line[1..]].concat()).is_err());
    // Counts that promise gigabytes.
    assert!(Shape::decode(&[2, 1, 0, 0, 0, 255, 255, 255, 255]).is_err());
    assert!(Shape::decode(&[3, 255, 255, 255, 255, 0, 0, 0, 0]).is_err());
    // A position in the ocean off Africa.
    let null_island = [1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let refusal = Shape::decode(&null_island).unwrap_err();
    assert_eq!(refusal.code, reason::COORDINATE_ZERO.code);
}

#[test]
fn shapes_are_checked_again_when_deserialised() {
    let shape = polygon(&[SQUARE]).unwrap();
    let json = serde_json::to_string(&shape).unwrap();
    assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), shape);
    let point = Shape::point(at(0, 0));
    let json = serde_json::to_string(&point).unwrap();
    assert_eq!(json, r#"{"Point":{"lon_e7":1143000000,"lat_e7":-83000000}}"#);
    assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), point);
    assert!(serde_json::from_str::<Shape>(r#"{"Point":{"lon_e7":0,"lat_e7":0}}"#).is_err());
    assert!(serde_json::from_str::<Shape>(r#"{"Line":[]}"#).is_err());
    assert!(serde_json::from_str::<Shape>(r#"{"Polygon":[]}"#).is_err());
}

/// Whether a closed ring is simple, by comparing every two sides in plain parametric form.
fn is_simple_slowly(ring: &[(i32, i32)]) -> bool {
    let points: Vec<(i64, i64)> =
        ring.iter().map(|(x, y)| (i64::from(*x), i64::from(*y))).collect();
    let count = points.len();
    let on = |p: (i64, i64), a: (i64, i64), b: (i64, i64)| {
        (b.0 - a.0) * (p.1 - a.1) == (b.1 - a.1) * (p.0 - a.0)
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
    };
    (0..count).all(|i| {
        let (a, b) = (points[i], points[(i + 1) % count]);
        (0..count).filter(|j| *j != i).all(|j| {
            let (c, d) = (points[j], points[(j + 1) % count]);
            let shared = usize::from((i + 1) % count == j) + usize::from((j + 1) % count == i);
            if shared > 0 {
                // Neighbours may meet in their common end alone.
                let (mine, common, theirs) = if b == c { (a, b, d) } else { (b, a, c) };
                return !on(mine, common, theirs) && !on(theirs, common, mine);
            }
            if on(a, c, d) || on(b, c, d) || on(c, a, b) || on(d, a, b) {
                return false;
            }
            let divisor = (b.0 - a.0) * (d.1 - c.1) - (b.1 - a.1) * (d.0 - c.0);
            if divisor == 0 {
                return true;
            }
            let along = (c.0 - a.0) * (d.1 - c.1) - (c.1 - a.1) * (d.0 - c.0);
            let across = (c.0 - a.0) * (b.1 - a.1) - (c.1 - a.1) * (b.0 - a.0);
            let within = |part: i64| (0..=divisor.abs()).contains(&(part * divisor.signum()));
            !(within(along) && within(across))
        })
    })
}

fn steps(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(i32, i32)>> {
    // A small grid makes touching and collinear cases common.
    proptest::collection::vec((0..6_i32, 0..6_i32), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_sweep_agrees_with_comparing_every_pair(mut ring in steps(3..9)) {
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        prop_assume!(ring.len() >= 3);
        let area: i32 = (0..ring.len())
            .map(|i| {
                let ((ax, ay), (bx, by)) = (ring[i], ring[(i + 1) % ring.len()]);
                ax * by - bx * ay
            })
            .sum();
        let valid = area != 0 && is_simple_slowly(&ring);
        prop_assert_eq!(polygon(&[&ring]).is_ok(), valid, "{:?}", ring);
    }
}

proptest! {
    #[test]
    fn what_is_stored_reads_back_the_same(
        line in proptest::collection::vec((-9_000..9_000_i32, -9_000..9_000_i32), 2..40),
        hole in proptest::option::of((1..40_i32, 1..40_i32)),
    ) {
        let mut rings = vec![SQUARE.to_vec()];
        rings.extend(hole.map(|(x, y)| vec![(x, y), (x + 50, y), (x + 50, y + 50)]));
        let shapes = [
            Ok(Shape::point(at(line[0].0, line[0].1))),
            Shape::line(ring_of(&line)),
            polygon(&rings.iter().map(Vec::as_slice).collect::<Vec<_>>()),
            polygon(&[&line]),
        ];
        prop_assert!(shapes[2].is_ok());
        for shape in shapes.into_iter().flatten() {
            prop_assert_eq!(Shape::decode(&shape.encode()), Ok(shape.clone()));
            let json = serde_json::to_string(&shape).unwrap();
            prop_assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), shape);
        }
    }

    #[test]
    fn garbage_never_breaks_the_reader(
        bytes in proptest::collection::vec(any::<u8>(), 0..120),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let _ = Shape::decode(&bytes);
        let mut near = polygon(&[SQUARE]).unwrap().encode();
        for (index, byte) in flips {
            let nth = index.index(near.len());
            near[nth] = byte;
        }
        if let Ok(shape) = Shape::decode(&near) {
            prop_assert_eq!(Shape::decode(&shape.encode()), Ok(shape));
        }
    }

    #[test]
    fn every_stored_position_survives_degrees(lon_e7 in INDONESIA[0]..=INDONESIA[2], lat_e7 in INDONESIA[1]..=INDONESIA[3]) {
        let place = LonLat::from_e7(lon_e7, lat_e7).unwrap();
        prop_assert_eq!((place.lon_e7, place.lat_e7), (lon_e7, lat_e7));
        prop_assert_eq!(LonLat::new(place.longitude_deg(), place.latitude_deg()), Ok(place));
    }

    #[test]
    fn no_number_breaks_a_position(longitude: f64, latitude: f64) {
        let _ = LonLat::new(longitude, latitude);
    }
}
