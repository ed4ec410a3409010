use domain::geo::Shape;

use super::*;
use crate::test_kit::{DESA_A, DESA_B, at, line, point, square};

const BAND_M: f64 = 25.0;

/// Two villages: A west of x = 0, B from there to 1,000 m, both 1,000 m high.
fn villages() -> Vec<Village> {
    let block = |code: &str, name: &str, west: f64| {
        let (w, e) = (west, west + 1_000.0);
        let ring = vec![at(w, 0.0), at(e, 0.0), at(e, 1_000.0), at(w, 1_000.0)];
        Village {
            desa: DesaId::parse(code).unwrap(),
            name: name.into(),
            pin: None,
            office: None,
            version: Uuid::nil(),
            area: Area::new(vec![vec![ring]]).unwrap(),
        }
    };
    vec![block(DESA_B, "Timur", 0.0), block(DESA_A, "Barat", -1_000.0)]
}

fn tested(shape: &Shape) -> Inside {
    inside(shape, &DesaId::parse(DESA_A).unwrap(), &villages(), BAND_M)
}

#[test]
fn a_site_is_inside_in_the_band_outside_or_not_checked() {
    let cases = [
        ("in the middle", point(-500.0, 500.0), Standing::Inside),
        ("over the border by less than the band", point(20.0, 500.0), Standing::Band),
        ("in the neighbour", point(40.0, 500.0), Standing::Outside),
        ("a line that ends in the band", line(&[[-100.0, 500.0], [20.0, 500.0]]), Standing::Band),
        ("a line into the neighbour", line(&[[-100.0, 500.0], [100.0, 500.0]]), Standing::Outside),
        ("an area over the border", square(-100.0, 500.0, 200.0), Standing::Outside),
        ("an area inside", square(-300.0, 500.0, 200.0), Standing::Inside),
    ];
    for (what, shape, expected) in cases {
        assert_eq!(tested(&shape).standing, expected, "{what}");
    }
    let unknown =
        inside(&point(0.0, 0.0), &DesaId::parse("35.10.01.2001").unwrap(), &villages(), 0.0);
    assert_eq!(unknown.standing, Standing::NotChecked);
}

#[test]
fn the_part_outside_and_the_village_that_holds_it_are_named() {
    let half = tested(&line(&[[-100.0, 500.0], [100.0, 500.0]]));
    assert_eq!(half.outside_permille, 500);
    assert_eq!(half.neighbour.unwrap().1, "Timur");
    assert_eq!(half.nowhere_permille, 0);
    assert!((99_000..101_000).contains(&half.outside_mm), "{}", half.outside_mm);
    let quarter = tested(&square(-150.0, 500.0, 200.0));
    assert!((200..300).contains(&quarter.outside_permille), "{}", quarter.outside_permille);
    let sea = tested(&point(-500.0, -300.0));
    assert_eq!((sea.nowhere_permille, sea.neighbour), (1_000, None));
    assert!((299_000..301_000).contains(&sea.outside_mm), "{}", sea.outside_mm);
}

#[test]
fn a_short_tip_of_a_long_line_is_not_lost_between_samples() {
    let tip = tested(&line(&[[-900.0, 500.0], [26.0, 500.0]]));
    assert_eq!(tip.standing, Standing::Outside);
    assert_eq!(tip.neighbour.unwrap().1, "Timur");
}

/// The villages that are shipped, as areas of ours and as polygons of the crate `geo`.
fn shipped() -> Vec<(Area, geo::MultiPolygon<f64>)> {
    let file = include_str!("../../registry/data/boundaries_clean.geojson");
    let file: serde_json::Value = serde_json::from_str(file).unwrap();
    let features = file["features"].as_array().unwrap();
    features.iter().map(|feature| village_of(&feature["geometry"])).collect()
}

fn village_of(geometry: &serde_json::Value) -> (Area, geo::MultiPolygon<f64>) {
    let single = geometry["type"] == "Polygon";
    let coordinates = &geometry["coordinates"];
    let parts: Vec<Vec<Vec<[f64; 2]>>> = if single {
        vec![serde_json::from_value(coordinates.clone()).unwrap()]
    } else {
        serde_json::from_value(coordinates.clone()).unwrap()
    };
    let ours =
        |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| LonLat::new(*x, *y).unwrap()).collect();
    // The same numbers for both: whole units of 1e-7 degrees, exact as floats.
    let theirs = |ring: &Vec<[f64; 2]>| {
        let vertices: Vec<LonLat> = ours(ring);
        let coord = |at: &LonLat| geo::Coord { x: f64::from(at.lon_e7), y: f64::from(at.lat_e7) };
        geo::LineString::new(vertices.iter().map(coord).collect())
    };
    let polygon = |part: &Vec<Vec<[f64; 2]>>| {
        let mut rings = part.iter().map(theirs);
        geo::Polygon::new(rings.next().unwrap(), rings.collect())
    };
    let areas = parts.iter().map(|part| part.iter().map(ours).collect()).collect();
    let polygons = parts.iter().map(polygon).collect::<Vec<_>>();
    (Area::new(areas).unwrap(), geo::MultiPolygon::new(polygons))
}

#[test]
fn inside_is_what_the_predicate_covers_says_where_polygons_are_valid() {
    use geo::Covers as _;
    let mut compared = 0;
    for (area, polygon) in shipped() {
        let [west, south, east, north] = area.bbox();
        let low = LonLat { lon_e7: west, lat_e7: south };
        let high = LonLat { lon_e7: east, lat_e7: north };
        let grid = (0..8).flat_map(|x| (0..8).map(move |y| (x, y))).map(|(x, y)| LonLat {
            lon_e7: between(low, high, x, 7).lon_e7,
            lat_e7: between(low, high, y, 7).lat_e7,
        });
        // Corners of the border, and places a centimetre beside them.
        let corners = area.parts()[0][0].iter().step_by(9).copied();
        let beside = corners.clone().map(|at| LonLat { lon_e7: at.lon_e7 + 1, ..at });
        for at in grid.chain(corners).chain(beside) {
            let point = geo::Point::new(f64::from(at.lon_e7), f64::from(at.lat_e7));
            assert_eq!(area.covers(at), polygon.covers(&point), "{at:?}");
            compared += 1;
        }
    }
    assert!(compared > 15_000, "{compared}");
}

#[test]
fn every_village_is_told_its_part_the_greatest_first() {
    let told = |shape: &Shape| -> Vec<(String, i64)> {
        let shares = shares(shape, &villages());
        shares.into_iter().map(|(desa, part)| (desa.as_str().to_owned(), part)).collect()
    };
    let (a, b) = (DESA_A.to_owned(), DESA_B.to_owned());
    let line = told(&line(&[[-300.0, 500.0], [100.0, 500.0]]));
    let names: Vec<&String> = line.iter().map(|(desa, _)| desa).collect();
    assert_eq!(names, [&a, &b]);
    // Sampled every 5 m, so a part is good to one sample in eighty.
    assert!((740..=760).contains(&line[0].1) && line[0].1 + line[1].1 == 1_000, "{line:?}");
    assert_eq!(told(&point(40.0, 500.0)), [(b, 1_000)]);
    assert_eq!(told(&point(40.0, -500.0)), [], "in the sea");
    assert_eq!(told(&point(-1.0, 500.0)), [(a, 1_000)]);
}
