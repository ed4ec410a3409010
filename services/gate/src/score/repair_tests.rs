use serde_json::{Value, json};

use super::*;
use crate::score::works;

/// Three works of a village around a place, and one more of some geometry.
fn with(village: Xy, geometry: Value) -> Item {
    let work = |id: &str, geometry: Value| {
        json!({
            "id": id, "village_code": "35.10.01.2001", "fiscal_year": 2024, "work_class": "road",
            "name": "Paving", "geometry": geometry,
        })
        .to_string()
    };
    let beside =
        |off: f64| json!({ "type": "Point", "coordinates": [village[0] + off, village[1]] });
    let lines = [
        work("a", geometry),
        work("b", beside(0.0)),
        work("c", beside(0.001)),
        work("d", beside(-0.001)),
    ];
    works(&lines.join("\n")).unwrap().remove(0)
}

fn point(x: f64, y: f64) -> Value {
    json!({ "type": "Point", "coordinates": [x, y] })
}

fn degrees(item: &Item) -> Vec<Xy> {
    let at = item.sketch.as_ref().map(|sketch| sketch.at.clone()).unwrap_or_default();
    at.into_iter().map(|[lon, lat]| [f64::from(lon) / DEGREE, f64::from(lat) / DEGREE]).collect()
}

/// Metres of UTM with their places: zone 50 and 49 of the south, zone 47 of the north, zone 54.
const METRES: [([f64; 2], Xy); 4] = [
    ([202_585.077_198, 9_080_417.534_432], [114.3, -8.31]),
    ([819_389.862_736, 9_070_299.565_485], [113.9, -8.4]),
    ([463_350.636_965, 396_814.684_628], [98.67, 3.59]),
    ([466_649.680_497, 9_720_353.304_825], [140.7, -2.53]),
];

#[test]
fn metres_of_utm_are_put_right_in_the_zone_of_the_village_in_either_order() {
    for ([east_m, north_m], place) in METRES {
        for geometry in [point(east_m, north_m), point(north_m, east_m)] {
            let item = with([place[0] + 0.01, place[1]], geometry);
            assert_eq!(item.trust, Trust::Swapped);
            let [lon, lat] = degrees(&item)[0];
            let off = (lon - place[0]).abs().max((lat - place[1]).abs());
            assert!(off < 2e-7, "{place:?}: {lon}, {lat}");
        }
    }
}

#[test]
fn a_line_in_metres_is_put_right_as_a_whole_and_one_of_two_systems_is_not() {
    let ([east_m, north_m], place) = METRES[0];
    let line = |positions: &[Xy]| json!({ "type": "LineString", "coordinates": positions });
    let both = [[east_m, north_m], [east_m + 100.0, north_m]];
    let item = with(place, line(&both));
    let found = degrees(&item);
    assert_eq!((item.trust, found.len()), (Trust::Swapped, 2));
    let frame = Frame::at(found[0][0], found[0][1]);
    let [x, y] = frame.degrees(found[1][0], found[1][1]);
    assert!((x.hypot(y) - 100.0).abs() < 0.2, "{x} {y}");
    let mixed = with(place, line(&[both[0], place]));
    assert_eq!((mixed.trust, mixed.sketch), (Trust::Lost, None));
}

#[test]
fn metres_that_lie_near_no_village_of_the_list_are_lost() {
    let ([east_m, north_m], _) = METRES[0];
    for village in [[98.67, 3.59], [114.3, -2.0]] {
        let item = with(village, point(east_m, north_m));
        assert_eq!((item.trust, item.sketch), (Trust::Lost, None), "{village:?}");
    }
    // A single work: nobody knows the zone.
    let work = json!({
        "id": "a", "village_code": "x", "fiscal_year": 2024, "work_class": "road",
        "geometry": point(east_m, north_m),
    });
    assert_eq!(works(&work.to_string()).unwrap()[0].trust, Trust::Lost);
}

#[test]
fn every_part_of_a_shape_is_put_right_and_single_positions_of_any_part() {
    let lines = |parts: [[Xy; 2]; 2]| json!({ "type": "MultiLineString", "coordinates": parts });
    let right = [[[114.2, -8.4], [114.202, -8.4]], [[114.21, -8.4], [114.211, -8.4]]];
    let given = with(right[0][0], lines(right));
    assert_eq!(given.trust, Trust::Given);
    let paths = |item: &Item| {
        let mut paths: Vec<_> =
            item.sketch.iter().flat_map(Sketch::paths).map(<[_]>::to_vec).collect();
        paths.sort_unstable();
        paths
    };
    assert_eq!(paths(&given).len(), 2);
    let turned = right.map(|part| part.map(|[x, y]| [y, x]));
    let mut single = right;
    single[1][0].reverse();
    for wrong in [turned, single] {
        let item = with(right[0][0], lines(wrong));
        assert_eq!((item.trust, paths(&item)), (Trust::Swapped, paths(&given)));
    }
}
