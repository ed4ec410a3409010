use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    chance::Chance,
    frame::{Spot, metres_per_degree},
    generate::{Made, Order, generate},
    kind::{Lookalike, Twin},
    report::lines,
    shape::Shape,
    world::World,
};

const CLASSES: [&str; 14] = [
    "road",
    "bridge",
    "culvert",
    "drainage",
    "irrigation",
    "retaining_wall",
    "water_supply",
    "sanitation",
    "building",
    "housing",
    "street_light",
    "sports_field",
    "landfill",
    "other",
];

const FIELDS: [&str; 15] = [
    "accuracy_m",
    "capture",
    "cost",
    "fiscal_year",
    "fund_source",
    "geometry",
    "id",
    "kegiatan_code",
    "name",
    "photo_phash",
    "unit",
    "village_code",
    "village_name",
    "volume",
    "work_class",
];

fn made(world: &str, seed: u64, works: u32, dilute: u32) -> Made {
    let world = World::named(world, seed).unwrap();
    generate(&Order { world, seed, works, dilute })
}

fn parsed(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every value of a line, against what the format says of it.
fn check(line: &Value) {
    let fields: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, FIELDS);
    for field in ["id", "village_code", "village_name", "kegiatan_code", "name", "unit"] {
        assert!(!line[field].as_str().unwrap().trim().is_empty(), "{field} of {line}");
    }
    assert!(CLASSES.contains(&line["work_class"].as_str().unwrap()), "{line}");
    let funds = include_str!("../../../services/registry/data/sumber_dana.csv");
    let fund = format!("\n{},", line["fund_source"].as_str().unwrap());
    assert!(funds.contains(&fund), "{line}");
    let codes = include_str!("../../../services/registry/data/kegiatan.csv");
    let code = format!("\n{},", line["kegiatan_code"].as_str().unwrap());
    assert!(codes.contains(&code), "{line}");
    assert!((2015..=2026).contains(&line["fiscal_year"].as_u64().unwrap()), "{line}");
    assert!(line["cost"].as_u64().unwrap() >= 1_000_000, "{line}");
    assert!(line["volume"].as_f64().unwrap() > 0.0, "{line}");
    assert!(line["accuracy_m"].is_null() || line["accuracy_m"].as_f64().unwrap() >= 0.0, "{line}");
    let captures = ["phone_point", "phone_track", "digitised"];
    assert!(captures.contains(&line["capture"].as_str().unwrap()), "{line}");
    for photo in line["photo_phash"].as_array().unwrap() {
        let photo = photo.as_str().unwrap();
        assert!(photo.len() == 16 && u64::from_str_radix(photo, 16).is_ok(), "{line}");
    }
    let geometry: geojson_lite::Geometry = geojson_lite::read(&line["geometry"]);
    match geometry {
        geojson_lite::Geometry::Point => {}
        geojson_lite::Geometry::Line(count) => assert!(count >= 2, "{line}"),
        geojson_lite::Geometry::Ring(count, closed) => assert!(count >= 4 && closed, "{line}"),
    }
}

/// As much of GeoJSON as the format uses.
mod geojson_lite {
    use serde_json::Value;

    pub enum Geometry {
        Point,
        Line(usize),
        Ring(usize, bool),
    }

    pub fn read(value: &Value) -> Geometry {
        let at = &value["coordinates"];
        let position = |at: &Value| {
            let at = at.as_array().unwrap();
            assert!(at.len() == 2 && at.iter().all(Value::is_number));
        };
        match value["type"].as_str().unwrap() {
            "Point" => {
                position(at);
                Geometry::Point
            }
            "LineString" => {
                at.as_array().unwrap().iter().for_each(position);
                Geometry::Line(at.as_array().unwrap().len())
            }
            "Polygon" => {
                let ring = at[0].as_array().unwrap();
                ring.iter().for_each(position);
                Geometry::Ring(ring.len(), ring.first() == ring.last())
            }
            other => panic!("{other} is no geometry of the format"),
        }
    }
}

#[test]
fn every_line_has_the_input_format() {
    for (world, seed) in [("default", 1), ("messy", 2), ("random", 3), ("random", 4)] {
        let made = made(world, seed, 1500, 1);
        assert_eq!(made.projects.len(), 1500, "{world} {seed}");
        parsed(&made.projects).iter().for_each(check);
    }
}

#[test]
fn the_same_order_gives_the_same_bytes_on_every_machine() {
    let digest = |made: &Made| {
        let all = [&made.projects, &made.truth, &made.lookalikes].map(|list| list.join("\n"));
        let bytes = ring::digest::digest(&ring::digest::SHA256, all.join("\n").as_bytes());
        bytes.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let first = digest(&made("default", 7, 900, 2));
    assert_eq!(first, digest(&made("default", 7, 900, 2)));
    assert_ne!(first, digest(&made("default", 8, 900, 2)));
    // A change of the generator changes this, and every figure measured with it.
    assert_eq!(first, "c3fdaddc007ce8cb");
}

#[test]
fn the_published_world_has_401_true_pairs_of_every_kind() {
    let made = made("default", 11, 6800, 1);
    assert_eq!((made.projects.len(), made.truth.len()), (6800, 401));
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for row in &made.report.twins {
        *counts.entry(row.kind).or_default() += 1.0;
    }
    let wanted: BTreeMap<&str, f64> =
        Twin::ALL.iter().map(|(kind, pairs)| (kind.name(), *pairs)).collect();
    assert_eq!(counts, wanted);
    let alike: BTreeSet<&str> = made.report.lookalikes.iter().map(|row| row.kind).collect();
    for (kind, _) in Lookalike::ALL {
        assert!(alike.contains(kind.name()), "no {}", kind.name());
    }
    println!("{}", made.report);
}

#[test]
fn pairs_name_works_that_exist_and_have_one_label() {
    for (world, seed) in [("default", 5), ("dense", 6), ("random", 9)] {
        let made = made(world, seed, 2000, 1);
        let ids: BTreeSet<String> = parsed(&made.projects)
            .iter()
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 2000);
        let mut seen = BTreeSet::new();
        for pair in parsed(&made.truth).iter().chain(&parsed(&made.lookalikes)) {
            let word = |name: &str| pair[name].as_str().unwrap().to_owned();
            let (a, b) = (word("a"), word("b"));
            assert!(ids.contains(&a) && ids.contains(&b) && a < b, "{pair}");
            assert!(seen.insert((a, b)), "labelled twice: {pair}");
        }
    }
}

#[test]
fn dilution_keeps_the_works_and_adds_honest_ones() {
    let (core, diluted) = (made("default", 3, 1000, 1), made("default", 3, 1000, 4));
    assert_eq!((core.projects.len(), diluted.projects.len()), (1000, 4000));
    assert_eq!(core.truth.len(), diluted.truth.len());
    let bare = |made: &Made| -> BTreeSet<String> {
        let mut lines = parsed(&made.projects);
        lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("id")));
        lines.iter().map(Value::to_string).collect()
    };
    let (few, many) = (bare(&core), bare(&diluted));
    assert!(few.is_subset(&many), "{} differ", few.difference(&many).count());
}

#[test]
fn kinds_lie_as_far_apart_as_they_should() {
    let made = made("default", 21, 6800, 1);
    let twins: BTreeMap<&str, _> =
        lines(&made.report.twins).into_iter().map(|line| (line.kind, line)).collect();
    for kind in ["office_snapped", "lost_sign", "swapped_axes", "utm_metres", "zero_coordinates"] {
        assert!(twins[kind].beyond_150 > 0.6, "{kind} {:?}", twins[kind]);
    }
    for kind in ["two_funds", "redigitised", "mixed_geometry", "cofunded_double"] {
        assert!(twins[kind].beyond_150 < 0.1, "{kind} {:?}", twins[kind]);
    }
    let ends = &twins["opposite_ends"];
    assert!(ends.beyond_50 > 0.6 && ends.beyond_150 < 0.45, "{ends:?}");
    let alike: BTreeMap<&str, _> =
        lines(&made.report.lookalikes).into_iter().map(|line| (line.kind, line)).collect();
    for kind in ["parallel_drains", "yearly_maintenance", "open_cofunding", "office_default_pin"] {
        assert!(alike[kind].median_m < 30.0, "{kind} {:?}", alike[kind]);
    }
}

#[test]
fn random_worlds_differ_and_keep_their_prevalence() {
    let worlds: BTreeSet<String> =
        (0..20).map(|seed| World::named("random", seed).unwrap().to_json().to_string()).collect();
    assert_eq!(worlds.len(), 20);
    for seed in 30..33 {
        let world = World::named("random", seed).unwrap();
        let pairs = world.pairs(1200) as usize;
        assert_eq!(made("random", seed, 1200, 1).truth.len(), pairs);
    }
}

#[test]
fn chance_is_even_and_normal_where_it_says_so() {
    let mut chance = Chance::new(1, "test");
    let values: Vec<f64> = (0..20_000).map(|_| chance.normal()).collect();
    let mean = values.iter().sum::<f64>() / 20_000.0;
    let spread = values.iter().map(|value| value * value).sum::<f64>() / 20_000.0;
    assert!(mean.abs() < 0.03 && (spread - 1.0).abs() < 0.05, "{mean} {spread}");
    let sixes = (0..60_000).filter(|_| chance.whole(1, 6) == 6).count();
    assert!((9_500..10_500).contains(&sixes), "{sixes}");
    assert_ne!(Chance::new(1, "one").bits(), Chance::new(1, "two").bits());
}

#[test]
fn the_plane_is_the_ellipsoid_at_its_origin() {
    let (east, north) = metres_per_degree();
    // WGS 84 at 8.35 S, by the radii of curvature.
    assert!((east - 110_147.0).abs() < 5.0 && (north - 110_597.7).abs() < 5.0, "{east} {north}");
    let spot = Spot { x: 12_345.6, y: -4_321.0 };
    let (longitude, latitude) = spot.degrees();
    assert!(Spot::of_degrees(longitude, latitude).far_from(spot) < 1e-6);
}

#[test]
fn shapes_know_their_distance() {
    let spot = |x: f64, y: f64| Spot { x, y };
    let line = Shape::Line(vec![spot(0.0, 0.0), spot(100.0, 0.0)]);
    let across = Shape::Line(vec![spot(50.0, -10.0), spot(50.0, 10.0)]);
    let square =
        Shape::Polygon(vec![spot(0.0, 20.0), spot(10.0, 20.0), spot(10.0, 30.0), spot(0.0, 30.0)]);
    for (one, two, metres) in [
        (&line, &across, 0.0),
        (&line, &square, 20.0),
        (&square, &Shape::Point(spot(5.0, 25.0)), 0.0),
        (&line, &Shape::Point(spot(103.0, 4.0)), 5.0),
    ] {
        assert!((one.far_from(two) - metres).abs() < 1e-9, "{one:?} {two:?}");
        assert!((two.far_from(one) - metres).abs() < 1e-9, "{two:?} {one:?}");
    }
}
