use super::*;

/// In Sukojati, kec. Blimbingsari.
const NEAR: LonLat = LonLat { lon_e7: 1_143_000_000, lat_e7: -83_100_000 };

fn meant(longitude: f64, latitude: f64) -> (&'static str, Option<(f64, f64)>) {
    let doubt = place(longitude, latitude, Some(NEAR)).expect_err("must be doubted");
    let degrees = |at: LonLat| (at.longitude_deg(), at.latitude_deg());
    (doubt.reason.code, doubt.meant.map(degrees))
}

#[test]
fn every_usual_mistake_is_told_with_what_was_meant() {
    let here = Some((114.3, -8.31));
    let table = [
        (-8.31, 114.3, "COORDINATE_SWAPPED", here),
        (114.3, 8.31, "COORDINATE_SIGN_LOST", here),
        (-114.3, -8.31, "COORDINATE_SIGN_LOST", here),
        (8.31, 114.3, "COORDINATE_SWAPPED", here),
        (0.0, 0.0, "COORDINATE_ZERO", None),
        (1_143_000_000.0, -83_100_000.0, "COORDINATE_POINT_LOST", here),
        (1143.0, -831.0, "COORDINATE_POINT_LOST", here),
        (51.5, 33.3, "COORDINATE_OUTSIDE_INDONESIA", None),
        (f64::NAN, -8.31, "COORDINATE_INVALID", None),
    ];
    for (longitude, latitude, code, place) in table {
        assert_eq!(meant(longitude, latitude), (code, place), "{longitude} {latitude}");
    }
}

#[test]
fn a_lost_point_is_told_by_the_numbers_and_proposed_by_the_place() {
    for (longitude, latitude, code) in [
        (999.0, 999.0, "COORDINATE_INVALID"),
        (12_730_000.0, -925_000.0, "COORDINATE_POINT_LOST"),
        (10_932_000.0, -26_300.0, "COORDINATE_POINT_LOST"),
        (10_932_000.0, -263.0, "COORDINATE_POINT_LOST"),
        (400.0, 7.0, "COORDINATE_INVALID"),
    ] {
        let alone = place(longitude, latitude, None).unwrap_err();
        assert_eq!((alone.reason.code, alone.meant), (code, None), "{longitude} {latitude}");
        assert_eq!(meant(longitude, latitude), (code, None), "and no proposal far away");
    }
}

#[test]
fn metres_are_repaired_only_near_a_known_place() {
    for (x, y) in [(202_585.08, 9_080_417.53), (9_080_417.53, 202_585.08)] {
        let (code, at) = meant(x, y);
        let (lon, lat) = at.unwrap();
        assert_eq!(code, "COORDINATE_UTM");
        assert!((lon - 114.3).abs() < 1e-6 && (lat + 8.31).abs() < 1e-6, "{lon} {lat}");
        let alone = place(x, y, None).unwrap_err();
        assert_eq!((alone.reason.code, alone.meant), ("COORDINATE_UTM", None));
    }
    let papua = LonLat::new(140.7, -2.53).unwrap();
    let doubt = place(202_585.08, 9_080_417.53, Some(papua)).unwrap_err();
    assert_eq!(doubt.meant, None, "no zone puts it there");
    let alone = place(1_143_000_000.0, -83_100_000.0, None).unwrap_err();
    assert_eq!((alone.reason.code, alone.meant), ("COORDINATE_POINT_LOST", None));
}

#[test]
fn minutes_behind_a_decimal_point_are_read_both_ways() {
    // 114 18' 20.5" E, 8 18' 36" S as 114.18205, -8.1836; 8 18.6' as -8.186.
    let written = LonLat::new(114.182_05, -8.183_6).unwrap();
    let read = |meant: Meant| {
        let at = meant.read(written).unwrap();
        (at.longitude_deg(), at.latitude_deg())
    };
    let near = |(x, y): (f64, f64), lon: f64, lat: f64| {
        assert!((x - lon).abs() < 1e-6 && (y - lat).abs() < 1e-6, "{x} {y}");
    };
    near(read(Meant::MinutesAndSeconds), 114.305_694_4, -8.31);
    near(read(Meant::MinutesAndTenths), 114.303_416_6, -8.306);
    let no_minutes = LonLat::new(114.75, -8.65).unwrap();
    assert!(Meant::ALL.into_iter().all(|meant| meant.read(no_minutes).is_none()));
    let java = LonLat::new(106.8, 6.4).unwrap();
    assert_eq!(Meant::OtherSign.read(java), LonLat::new(106.8, -6.4).ok());
}

#[test]
fn a_refusal_carries_what_was_sent_and_what_is_proposed() {
    let refusal = LonLat::new(-8.31, 114.3).unwrap_err();
    let fact = |key: &str| refusal.facts.iter().find(|f| f.key == key).map(|f| f.value.clone());
    assert_eq!(fact("longitude").as_deref(), Some("-8.31"));
    assert_eq!(fact("longitude_proposed").as_deref(), Some("114.3"));
    assert_eq!(fact("latitude_proposed").as_deref(), Some("-8.31"));
}
