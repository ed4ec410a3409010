use serde_json::{Value, json};

use super::*;
use crate::score::{known::known, works};

fn work(id: &str, class: &str, name: &str, cost: u32, at: Option<[f64; 2]>) -> Value {
    let geometry = at.map(|at| json!({ "type": "Point", "coordinates": at }));
    json!({
        "id": id, "village_code": "35.10.01.2001", "village_name": "Kradenan",
        "fiscal_year": 2024, "work_class": class, "name": name, "volume": 1, "unit": "unit",
        "cost": cost, "geometry": geometry,
    })
}

fn read(lines: &[Value]) -> (Vec<Item>, Vec<Known>) {
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let items = works(&text.join("\n")).unwrap();
    let known = known(&items);
    (items, known)
}

const PLACE: [f64; 2] = [114.2, -8.4];

fn metres_east(metres: f64) -> [f64; 2] {
    [PLACE[0] + metres / 110_000.0, PLACE[1]]
}

#[test]
fn one_work_booked_under_two_classes_is_compared_where_place_and_something_else_agree() {
    let hall = work("a", "building", "Pembangunan Balai Mawar", 50_000_000, Some(PLACE));
    let met = |other: Value| {
        let (items, known) = read(&[hall.clone(), other]);
        !pairs(&items, &known).is_empty()
    };
    let beside = Some(metres_east(20.0));
    assert!(met(work("b", "other", "Pemb. Balai Mawar", 90_000_000, beside)));
    assert!(met(work("b", "other", "Pagar Kenanga", 51_000_000, beside)));
    assert!(!met(work("b", "other", "Pagar Kenanga", 90_000_000, beside)));
    assert!(!met(work("b", "other", "Balai Mawar RT 1", 50_000_000, None)));
    let off = Some(metres_east(120.0));
    assert!(!met(work("b", "other", "Pemb. Balai Mawar", 50_000_000, off)));
}

#[test]
fn a_work_that_comes_late_keeps_the_one_most_alike_to_it() {
    let name = "Paving Jl Mawar RT 1";
    let mut lines = vec![work("a", "road", name, 70_000_000, None)];
    for number in 0..40_u32 {
        lines.push(work(&format!("m{number:02}"), "road", name, 10_000_000 + number, None));
    }
    lines.push(work("z", "road", "Paving Jl Mawarr RT 1", 70_000_000, None));
    let (items, known) = read(&lines);
    assert!(alike(&items, &known).contains(&(0, 41)));
}

#[test]
fn the_nearest_of_a_crowd_are_never_dropped() {
    let mut lines = vec![work("a", "road", "", 1_000, Some(metres_east(-20.0)))];
    for number in 0..PLACE_MAX + 20 {
        lines.push(work(&format!("m{number:03}"), "road", "", 2_000, Some(PLACE)));
    }
    lines.push(work("z", "road", "", 3_000, Some(metres_east(-21.0))));
    let (items, known) = read(&lines);
    let last = u32::try_from(items.len() - 1).unwrap();
    let found = near(&items, &known);
    assert!(found.contains(&(0, last)));
    let mut of_first: Vec<Pair> = found.into_iter().filter(|pair| pair.0 == 0).collect();
    of_first.sort_unstable();
    of_first.dedup();
    assert!(of_first.len() <= CROWD_NEAREST + CROWD_ALIKE + 1, "{}", of_first.len());
}

/// A name of a person that no other number has.
fn person(number: usize) -> String {
    let parts = "ba de gi ko lu ma ne po ri su ta wo ya ci du".split(' ').collect::<Vec<_>>();
    let part = |over: usize| parts[number / over % parts.len()];
    [225, 15, 1].map(part).concat()
}

fn paved(number: usize) -> String {
    format!("Paving Gang Mawar {} RT {} Pak {}", number % 40, number % 9, person(number))
}

/// Works of one village on one pin, no two of one name or cost.
fn on_one_pin(count: u32) -> Vec<Value> {
    let cost = |number: u32| 50_000_000 + number * 7_919;
    (0..count)
        .map(|n| work(&format!("m{n:05}"), "road", &paved(n as usize), cost(n), Some(PLACE)))
        .collect()
}

#[test]
fn a_pin_of_three_thousand_works_makes_few_pairs_and_a_true_twin_is_among_them() {
    let mut lines = on_one_pin(3_000);
    // The same words at another cost; the same place and person; another name at the same cost.
    lines.push(work("t1", "road", &paved(47), 1_000_000, Some(PLACE)));
    let otherwise = format!("Pembangunan {}", paved(48));
    lines.push(work("t2", "road", &otherwise, 2_000_000, Some(PLACE)));
    lines.push(work("t3", "road", "Jalan Kenanga", 50_000_000 + 1_500 * 7_919, Some(PLACE)));
    let (items, known) = read(&lines);
    let found = pairs(&items, &known);
    let most = items.len() * (CROWD_NEAREST + CROWD_ALIKE + ALIKE_MAX);
    assert!(found.len() <= most, "{} pairs", found.len());
    let mut partners = vec![0_usize; items.len()];
    for (a, b) in &found {
        partners[*a as usize] += 1;
        partners[*b as usize] += 1;
    }
    assert!(partners.iter().all(|count| *count <= 600), "{:?}", partners.iter().max());
    for (one, twin) in [("m00047", "t1"), ("m00048", "t2"), ("m01500", "t3")] {
        let place = |id: &str| items.iter().position(|item| item.id == id).unwrap() as u32;
        assert!(found.contains(&(place(one), place(twin))), "{one} {twin}");
    }
    let ids = |items: &[Item], known: &[Known]| -> Vec<(String, String)> {
        let id = |number: u32| items[number as usize].id.clone();
        pairs(items, known).into_iter().map(|(a, b)| (id(a), id(b))).collect()
    };
    let first = ids(&items, &known);
    lines.reverse();
    let (items, known) = read(&lines);
    assert_eq!(ids(&items, &known), first);
}

#[test]
fn a_list_of_one_village_and_no_places_compares_few_names_and_finds_the_same_one() {
    let strip = |mut line: Value| {
        line["geometry"] = Value::Null;
        line
    };
    let mut lines: Vec<Value> = on_one_pin(3_000).into_iter().map(strip).collect();
    lines.push(work("t1", "road", &paved(47), 1_000_000, None));
    let (items, known) = read(&lines);
    let found = alike(&items, &known);
    assert!(found.len() <= items.len() * ALIKE_MAX, "{} pairs", found.len());
    assert!(found.contains(&(47, 3_000)));
}

#[test]
fn a_line_across_the_country_takes_the_cells_along_it_alone() {
    let ends = [[95.1, -10.9], [140.9, 5.9]];
    let line = Sketch::new(crate::score::sketch::Kind::Line, &ends).unwrap();
    let mut found = Vec::new();
    cells(&line, CELL_E7, &mut found);
    assert!((10_000..1_000_000).contains(&found.len()), "{} cells", found.len());
    let middle = [118.0, -2.5];
    for [east, north] in [ends[0], middle, ends[1]] {
        let cell = |degrees: f64| ((degrees * 1e7).round() as i32).div_euclid(CELL_E7);
        assert!(found.binary_search(&(cell(east), cell(north))).is_ok(), "{east}, {north}");
    }
}

#[test]
fn a_point_of_many_square_metres_meets_its_twin_at_the_other_end() {
    let met = |class: &str, volume: f64, unit: &str, metres: f64| {
        let ends = [("a", 0.0), ("b", metres)].map(|(id, east)| {
            let mut line = work(id, class, "", 1, Some(metres_east(east)));
            (line["volume"], line["unit"]) = (json!(volume), json!(unit));
            line
        });
        let (items, known) = read(&ends);
        !near(&items, &known).is_empty()
    };
    // 900 square metres of road are 300 m of the usual width.
    assert!(met("road", 900.0, "m2", 290.0) && !met("road", 90.0, "m2", 290.0));
    assert!(met("road", 300.0, "m", 290.0) && !met("road", 30.0, "m", 290.0));
    // A field is as wide as it is long.
    assert!(met("sports_field", 40_000.0, "m2", 190.0));
    assert!(!met("sports_field", 400.0, "m2", 190.0) && !met("sports_field", 200.0, "m", 190.0));
}

#[test]
fn a_work_of_far_parts_meets_what_lies_at_either_and_nothing_between() {
    let mut whole = work("a", "road", "", 1, None);
    let part = |metres: f64| [metres_east(metres), metres_east(metres + 200.0)];
    whole["geometry"] =
        json!({ "type": "MultiLineString", "coordinates": [part(0.0), part(5_000.0)] });
    let beside = |id: &str, metres: f64| work(id, "road", "", 1, Some(metres_east(metres)));
    let lines = [whole, beside("b", 100.0), beside("c", 2_500.0), beside("d", 5_100.0)];
    let (items, known) = read(&lines);
    let mut found = near(&items, &known);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, [(0, 1), (0, 3)]);
}
