use serde_json::{Value, json};

use super::*;

fn read(value: &Value) -> Result<Drawn, String> {
    drawn(Some(value))
}

const A: Xy = [114.2, -8.4];
const B: Xy = [114.2005, -8.4005];
const C: Xy = [114.201, -8.401];

fn line(positions: &[Xy]) -> Value {
    json!({ "type": "LineString", "coordinates": positions })
}

fn lines(parts: &[&[Xy]]) -> Drawn {
    read(&json!({ "type": "MultiLineString", "coordinates": parts })).unwrap()
}

#[test]
fn parts_that_touch_end_to_end_are_one_line_however_they_were_drawn() {
    for parts in [[&[A, B], &[B, C]], [&[B, A], &[B, C]], [&[A, B], &[C, B]], [&[B, C], &[A, B]]] {
        let mut drawn = lines(&[parts[0].as_slice(), parts[1].as_slice()]);
        drawn.parts[0].dedup();
        if drawn.parts[0][0] != A {
            drawn.parts[0].reverse();
        }
        assert_eq!(drawn, Drawn { kind: Kind::Line, parts: vec![vec![A, B, C]], left_out: None });
    }
}

#[test]
fn a_small_gap_is_bridged_and_parts_far_apart_stay_parts_the_longest_first() {
    let beyond = |metres: f64| [C[0] + metres / DEGREE_M, C[1]];
    let near = lines(&[&[A, C], &[beyond(20.0), beyond(50.0)]]);
    assert_eq!((near.parts.len(), near.parts[0].len(), near.left_out), (1, 4, None));
    let far = lines(&[&[beyond(60.0), beyond(90.0)], &[A, C]]);
    assert_eq!(far.parts, [[A, C], [beyond(60.0), beyond(90.0)]]);
    assert_eq!(far.left_out, None);
}

#[test]
fn more_parts_than_anybody_builds_are_left_out_and_that_is_said() {
    let many: Vec<Xy> = (0..100_u32).map(|n| [114.2 + f64::from(n) * 1e-3, -8.4]).collect();
    let drawn = read(&json!({ "type": "MultiPoint", "coordinates": many })).unwrap();
    assert_eq!((drawn.kind, drawn.parts.len()), (Kind::Point, PARTS_MAX));
    assert_eq!(drawn.parts[1], [many[1]]);
    assert!(drawn.left_out.unwrap().contains("32 dari 100 bagian"));
}

#[test]
fn a_position_in_texts_may_have_a_decimal_comma() {
    let point = |lon: &str, lat: &str| read(&json!({ "type": "Point", "coordinates": [lon, lat] }));
    for (lon, lat) in [("114,2", "-8,4"), ("114.2", "-8.4"), (" 114,2000 ", "-8,400")] {
        assert_eq!(point(lon, lat).unwrap().parts, [[A]], "{lon} {lat}");
    }
    assert!(point("9.080.417,5", "1").unwrap_err().contains("titik ke-1"));
}

#[test]
fn wrappers_are_read_and_the_largest_part_tells_the_kind() {
    let ring = |x: f64| [[x, -8.4], [x + 0.001, -8.4], [x + 0.001, -8.401], [x, -8.4]];
    let small = [[114.3, -8.4], [114.3001, -8.4], [114.3001, -8.4001], [114.3, -8.4]];
    let areas = json!({ "type": "MultiPolygon", "coordinates": [[small], [ring(114.2)]] });
    let area = read(&areas).unwrap();
    assert_eq!((area.kind, area.parts), (Kind::Area, vec![ring(114.2).to_vec(), small.to_vec()]));
    let point = json!({ "type": "Point", "coordinates": A });
    let many = json!({ "type": "GeometryCollection", "geometries": [point, line(&[A, B, C])] });
    let feature = json!({ "type": "Feature", "properties": {}, "geometry": many });
    let shown = read(&feature).unwrap();
    assert_eq!((shown.kind, shown.parts), (Kind::Line, vec![vec![A, B, C]]));
    assert!(shown.left_out.unwrap().contains("1 dari 2 bagian"));
    let placeless = json!({ "type": "Feature", "geometry": null });
    for none in [read(&placeless), read(&Value::Null), drawn(None)] {
        assert!(none.unwrap().parts.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_never_dropped() {
    let told = |value: Value| read(&value).unwrap_err();
    let line =
        |coordinates: Value| told(json!({ "type": "LineString", "coordinates": coordinates }));
    assert!(line(json!([[A, B, C]])).contains("bersarang terlalu dalam"));
    assert!(line(json!([A, ["x", 1], C])).contains("titik ke-2"));
    assert!(line(json!([A, null, C])).contains("titik ke-2"));
    assert!(line(json!(7)).contains("bukan larik"));
    assert!(told(json!({ "type": "Point", "coordinates": [114.2] })).contains("titik ke-1"));
    assert!(told(json!("POINT(114 -8)")).contains("objek GeoJSON"));
    assert!(told(json!({ "type": "linestring", "coordinates": [A, B] })).contains("linestring"));
    assert!(line(json!(vec![A; POSITIONS_MAX + 1])).contains("lebih dari"));
}

#[test]
fn an_empty_part_among_others_is_left_out() {
    let drawn = lines(&[&[A, B], &[]]);
    assert_eq!(drawn, Drawn { kind: Kind::Line, parts: vec![vec![A, B]], left_out: None });
}

#[test]
fn a_line_of_twenty_thousand_vertices_is_thinned_as_it_is_read() {
    let winding: Vec<Xy> = (0..20_000_u32).map(|n| [114.2 + f64::from(n) * 1e-6, -8.4]).collect();
    let drawn = read(&line(&winding)).unwrap();
    assert_eq!(drawn.parts, [[winding[0], winding[winding.len() - 1]]]);
}
