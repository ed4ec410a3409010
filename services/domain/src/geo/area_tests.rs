use super::*;

fn at(lon: i32, lat: i32) -> LonLat {
    LonLat { lon_e7: 1_140_000_000 + lon, lat_e7: -82_000_000 + lat }
}

fn ring(corners: &[(i32, i32)]) -> Vec<LonLat> {
    corners.iter().map(|(lon, lat)| at(*lon, *lat)).collect()
}

/// A square of 100 units with a hole of 20 in its middle.
fn holed() -> Area {
    let outline = ring(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
    let hole = ring(&[(40, 40), (60, 40), (60, 60), (40, 60)]);
    Area::new(vec![vec![outline, hole]]).unwrap()
}

#[test]
fn borders_belong_and_holes_do_not() {
    let area = holed();
    let table = [
        ((10, 10), true),
        ((0, 0), true),
        ((100, 50), true),
        ((50, 100), true),
        ((50, 50), false),
        ((40, 50), true),
        ((60, 60), true),
        ((101, 50), false),
        ((-1, 0), false),
        ((50, 101), false),
    ];
    for ((lon, lat), inside) in table {
        assert_eq!(area.covers(at(lon, lat)), inside, "{lon} {lat}");
    }
}

#[test]
fn the_direction_of_a_ring_does_not_matter() {
    let one = ring(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
    let mut other = one.clone();
    other.reverse();
    let (one, other) = (Area::new(vec![vec![one]]).unwrap(), Area::new(vec![vec![other]]).unwrap());
    for lon in -5..105 {
        for lat in [-1, 0, 1, 50, 99, 100, 101] {
            assert_eq!(one.covers(at(lon, lat)), other.covers(at(lon, lat)), "{lon} {lat}");
        }
    }
}

#[test]
fn a_ring_that_touches_itself_is_still_an_area() {
    // Two triangles that meet in one vertex, drawn in one stroke.
    let bow = ring(&[(0, 0), (100, 0), (50, 50), (100, 100), (0, 100), (50, 50), (0, 0)]);
    let area = Area::new(vec![vec![bow]]).unwrap();
    assert!(area.covers(at(50, 10)) && area.covers(at(50, 90)) && area.covers(at(50, 50)));
    assert!(!area.covers(at(10, 50)) && !area.covers(at(90, 50)));
}

#[test]
fn rings_that_run_through_each_other_are_found() {
    let square = ring(&[(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]);
    let hole = |east: i32| {
        ring(&[(40, 40), (60, 40), (60, 60), (40, 60), (40, 40)].map(|(x, y)| (x + east, y)))
    };
    let bow = ring(&[(0, 0), (100, 100), (100, 0), (0, 60), (0, 0)]);
    let spike = ring(&[(0, 0), (100, 0), (100, 100), (100, -50), (0, 100), (0, 0)]);
    let touching = ring(&[(0, 0), (50, 50), (0, 100), (100, 100), (50, 50), (100, 0), (0, 0)]);
    let table = [
        (vec![square.clone()], None, None),
        (vec![square.clone(), hole(0)], None, None),
        (vec![touching], None, None),
        (vec![bow], Some(0), None),
        (vec![spike], Some(0), None),
        (vec![square.clone(), hole(50)], Some(1), Some(1)),
        (vec![square.clone(), hole(0), hole(10)], Some(2), None),
        (vec![square, hole(0), hole(500)], None, Some(2)),
    ];
    for (at, (part, crosses, leaves)) in table.into_iter().enumerate() {
        assert_eq!((crossing(&part), outside(&part)), (crosses, leaves), "{at}");
    }
}

#[test]
fn stored_bytes_read_back_and_broken_ones_do_not() {
    let area = holed();
    let bytes = area.encode();
    assert_eq!(Area::decode(&bytes).unwrap(), area);
    assert_eq!(Area::decode(&[]), None);
    assert_eq!(Area::decode(&bytes[..bytes.len() - 1]), None);
    let mut other_form = bytes.clone();
    other_form[0] = 9;
    assert_eq!(Area::decode(&other_form), None);
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(Area::decode(&longer), None);
    let mut lying = bytes;
    lying[1..5].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(Area::decode(&lying), None);
}

#[test]
fn distances_are_metres_on_the_ellipsoid() {
    let degree = 10_000_000;
    let square = [(0, 0), (degree / 100, 0), (degree / 100, degree / 100), (0, degree / 100)];
    let area = Area::new(vec![vec![ring(&square)]]).unwrap();
    // 0.01 degree west of it at 8.2 S: 1,101.8 m (geodesic); south of it: 1,106.0 m.
    let west = at(-degree / 100, degree / 200);
    assert!(
        (area.border_distance_m(west) - 1_101.9).abs() < 0.5,
        "{}",
        area.border_distance_m(west)
    );
    let south = at(degree / 200, -degree / 100);
    assert!(
        (area.border_distance_m(south) - 1_105.9).abs() < 0.5,
        "{}",
        area.border_distance_m(south)
    );
    for away in [west, south, at(-5, -5)] {
        assert!(area.least_distance_m(away) <= area.border_distance_m(away) + 1e-9);
    }
    assert!(area.least_distance_m(at(5, 5)) < 1e-9);
}

#[test]
fn an_empty_or_flat_area_is_none() {
    assert_eq!(Area::new(vec![]), None);
    assert_eq!(Area::new(vec![vec![ring(&[(0, 0), (10, 0)])]]), None);
    assert_eq!(doubled_area(&ring(&[(0, 0), (10, 0), (20, 0)])), 0);
    assert_eq!(doubled_area(&ring(&[(0, 0), (10, 0), (10, 10)])).abs(), 100);
}

#[test]
fn the_middle_counts_holes_down_and_does_not_know_directions() {
    let whole = ring(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
    let hole = ring(&[(60, 60), (60, 80), (80, 80), (80, 60)]);
    let mut turned = whole.clone();
    turned.reverse();
    assert_eq!(Area::new(vec![vec![turned.clone()]]).unwrap().centroid(), Some(at(50, 50)));
    // 10,000 about 50 less 400 about 70: 49.17.
    for outline in [whole, turned] {
        let area = Area::new(vec![vec![outline, hole.clone()]]).unwrap();
        assert_eq!(area.centroid(), Some(at(49, 49)));
    }
    let flat = Area::new(vec![vec![ring(&[(0, 0), (10, 10), (20, 0), (10, 10), (0, 0)])]]);
    assert_eq!(flat.unwrap().centroid(), None);
}
