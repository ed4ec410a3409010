use serde_json::{Value, json};

use super::*;
use crate::score::{feature::FEATURES, known::alone, works};

/// The values of two works of some class, volume, unit and geometry.
fn of(class: &str, one: (f64, &str, Value), two: (f64, &str, Value)) -> Values {
    let work = |id: &str, (volume, unit, geometry): (f64, &str, Value)| {
        json!({
            "id": id, "village_code": "35.10.01.2001", "fiscal_year": 2024, "work_class": class,
            "name": "Paving Gang Mawar", "volume": volume, "unit": unit, "cost": 70_000_000,
            "geometry": geometry,
        })
        .to_string()
    };
    let items = works(&[work("a", one), work("b", two)].join("\n")).unwrap();
    let known = [alone(&items[0]), alone(&items[1])];
    let side = |at: usize| Side { item: &items[at], known: &known[at] };
    values(side(0), side(1))
}

fn east(metres: f64) -> [f64; 2] {
    [114.2 + metres / 110_137.0, -8.4]
}

fn point(metres: f64) -> Value {
    json!({ "type": "Point", "coordinates": east(metres) })
}

fn points(metres: &[f64]) -> Value {
    let all: Vec<[f64; 2]> = metres.iter().map(|metres| east(*metres)).collect();
    json!({ "type": "MultiPoint", "coordinates": all })
}

#[test]
fn a_point_reaches_as_far_as_its_square_metres_do() {
    let reach = |class: &str, volume: f64, unit: &str, metres: f64| {
        of(class, (volume, unit, point(0.0)), (volume, unit, point(metres))).get(F::Reach)
    };
    for (class, volume, unit, metres, told) in [
        ("road", 300.0, "m", 270.0, 0.9),
        ("road", 900.0, "m2", 270.0, 0.9),
        ("road", 30.0, "m2", 27.0, 0.9),
        ("road", 1.0, "paket", 27.0, 0.9),
        ("sports_field", 10_000.0, "m2", 90.0, 0.9),
        ("building", 100.0, "m2", 15.0, 0.5),
    ] {
        let found = reach(class, volume, unit, metres);
        assert!((found - told).abs() < 0.01, "{class} {volume} {unit}: {found}");
    }
    assert!(reach("building", 1.0, "unit", 15.0).is_nan());
}

#[test]
fn a_drawn_road_is_as_long_as_it_is_drawn_whatever_its_square_metres() {
    let line = json!({ "type": "LineString", "coordinates": [east(0.0), east(100.0)] });
    let found = of("road", (900.0, "m2", line), (1.0, "paket", point(190.0)));
    assert!((found.get(F::Reach) - 0.9).abs() < 0.01, "{}", found.get(F::Reach));
}

#[test]
fn works_of_several_points_share_a_pin_where_any_of_them_is_one() {
    let pin = |one: &[f64], two: &[f64]| {
        let found = of("culvert", (3.0, "unit", points(one)), (3.0, "unit", points(two)));
        let scale = &FEATURES[F::SamePin as usize];
        (scale.level(found.get(F::SamePin)), found.get(F::Distance))
    };
    for (one, two, level) in [
        (&[0.0, 200.0, 400.0][..], &[400.0][..], 1),
        (&[0.0][..], &[0.0][..], 1),
        (&[0.0, 200.0][..], &[0.0, 200.0][..], 2),
        (&[0.0, 200.0][..], &[200.0, 400.0][..], 1),
    ] {
        assert_eq!(pin(one, two), (level, 0.0), "{one:?} {two:?}");
    }
    let (level, distance) = pin(&[0.0, 200.0], &[210.0, 400.0]);
    assert!(level == 0 && (distance - 10.0).abs() < 0.1, "{distance}");
}

#[test]
fn a_track_is_measured_without_the_way_back_and_its_pin_as_it_was_given() {
    let there = |from: f64, to: f64| [east(from), east(to)];
    let both = [there(0.0, 100.0), there(200.0, 100.0), [east(0.0), east(0.0)]].concat();
    let track = json!({ "type": "LineString", "coordinates": both });
    let line = json!({ "type": "LineString", "coordinates": there(0.0, 200.0) });
    let found = of("road", (200.0, "m", track), (200.0, "m", line));
    for (feature, told) in [(F::Overlap, 100.0), (F::OverlapLong, 100.0), (F::OverlapMetres, 200.0)]
    {
        assert!((found.get(feature) - told).abs() < 1.0, "{feature:?}: {}", found.get(feature));
    }
    assert!((found.get(F::Fill) - 1.0).abs() < 0.01);
}
