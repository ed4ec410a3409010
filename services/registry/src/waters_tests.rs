use domain::geo::Shape;

use super::*;

const FILE: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"name":"Kali Setail"},
  "geometry":{"type":"LineString","coordinates":[[114.30,-8.31],[114.31,-8.32]]}},
 {"type":"Feature","properties":{"name":null,"width_m":30},
  "geometry":{"type":"MultiLineString","coordinates":[[[114.30,-8.31],[114.31,-8.32]],[[114.32,-8.31],[114.33,-8.32]]]}},
 {"type":"Feature","properties":{"name":"Rowo Bayu"},
  "geometry":{"type":"Polygon","coordinates":[[[114.1,-8.2],[114.2,-8.2],[114.2,-8.1],[114.1,-8.2]]]}}]}"#;

#[test]
fn lines_are_as_wide_as_they_say_and_areas_are_themselves() {
    let (waters, bad) = parse(FILE.as_bytes(), 8.0, |_, _| {}).unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    let read: Vec<(&str, i64, &str)> = waters
        .iter()
        .map(|water| (water.name.as_str(), water.half_width_mm, water.shape.kind()))
        .collect();
    assert_eq!(
        read,
        [
            ("Kali Setail", 4_000, "line"),
            ("", 15_000, "line"),
            ("", 15_000, "line"),
            ("Rowo Bayu", 0, "polygon")
        ]
    );
    let [west, south, east, north] = reach(&waters[0]);
    let [w, s, e, n] = Shape::bbox(&waters[0].shape).map(i64::from);
    // 4 m are 364 units east and 362 north at this latitude.
    assert!(w - west >= 364 && s - south >= 362 && east - e >= 364 && north - n >= 362);
}

#[test]
fn every_bad_feature_is_named_with_its_reason() {
    let file = FILE.replace("\"width_m\":30", "\"width_m\":-1").replace(
        "[[114.30,-8.31],[114.31,-8.32]]}},\n {\"type\":\"Feature\",\"properties\":{\"name\":null",
        "[[-8.31,114.30],[-8.32,114.31]]}},\n {\"type\":\"Feature\",\"properties\":{\"name\":null",
    );
    let (_, bad) = parse(file.as_bytes(), 8.0, |_, _| {}).unwrap();
    let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("fitur 1: COORDINATE_SWAPPED"), "{told:?}");
    assert!(told[1].starts_with("fitur 2: WATER_WIDTH_INVALID"), "{told:?}");
    let points = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[114.3,-8.3]}}]}"#;
    let (_, bad) = parse(points.as_bytes(), 8.0, |_, _| {}).unwrap();
    assert_eq!(bad[0].refusal.code, "WATER_SHAPE_UNKNOWN");
    assert!(parse(b"[]", 8.0, |_, _| {}).is_err());
}
