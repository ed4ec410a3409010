use super::*;

fn read(text: &str) -> (f64, f64) {
    let at = position(text, None).unwrap_or_else(|no| panic!("{text}: {no:?}")).at;
    (at.longitude_deg(), at.latitude_deg())
}

#[test]
fn positions_are_read_as_people_write_them() {
    for text in [
        "-8.31, 114.29",
        "-8.31 114.29",
        "-8,31 114,29",
        "-8,31; 114,29",
        "-8,31,114,29",
        "114.29,-8.31",
        "114,29 -8,31",
        "8.31 S, 114.29 E",
        "8,31 LS 114,29 BT",
        "114.29 BT 8.31 LS",
        "LS 8.31 BT 114.29",
        "8°18'36\" LS 114°17'24\" BT",
        "8° 18’ 36” S, 114° 17’ 24” E",
        "S 8 18 36 E 114 17 24",
        "8°18.6' LS / 114°17.4' BT",
        "8 derajat 18,6 menit lintang selatan 114 derajat 17,4 menit bujur timur",
        "lat: -8.31 lng: 114.29",
        "(-8.31, 114.29)",
        "\u{2212}8.31 114.29",
    ] {
        let (lon, lat) = read(text);
        assert!((lon - 114.29).abs() < 1e-6 && (lat + 8.31).abs() < 1e-6, "{text}: {lon} {lat}");
    }
    let reading = position("-8,31 114,29", None).unwrap();
    assert!(reading.decimal_commas && !reading.longitude_first);
    assert!(position("114.29,-8.31", None).unwrap().longitude_first);
    assert_eq!(read("-8, 114"), (114.0, -8.0));
}

#[test]
fn what_is_no_position_is_refused_with_its_reason() {
    let code = |text: &str| position(text, None).unwrap_err().code.to_string();
    for text in [
        "",
        "114.29",
        "-8.31 114.29 5",
        "utara",
        "8 61 0 S 114 0 0 E",
        "x 8 y 114",
        "8-3 114",
        "8 S 114 S",
        "1 2 3 4 5 6 7 8",
    ] {
        assert_eq!(code(text), "FIELD_MALFORMED", "{text}");
    }
    assert_eq!(code(&"1".repeat(101)), "FIELD_MALFORMED");
    assert_eq!(code("0 0"), "COORDINATE_ZERO");
    assert_eq!(code("8.31 114.29"), "COORDINATE_SIGN_LOST");
    assert_eq!(code("9080417 202585"), "COORDINATE_UTM");
    assert_eq!(code("51.5 -0.1"), "COORDINATE_OUTSIDE_INDONESIA");
}
