use serde_json::{Value, json};

use super::*;
use crate::score::works;

/// Works of one office pin: every one of its own alley, neighbourhood, keeper and cost.
fn office(count: u32) -> Vec<Value> {
    let syllables = "ba de gi ko lu ma ne po ri su ta wo ya ci du".split(' ').collect::<Vec<_>>();
    let person = |n: usize| [225, 15, 1].map(|over| syllables[n / over % syllables.len()]).concat();
    (0..count)
        .map(|n| {
            json!({
                "id": format!("m{n:05}"), "village_code": "35.10.01.2001", "fiscal_year": 2024,
                "work_class": "road", "volume": 100 + n % 70, "unit": "m",
                "name": format!("Paving Gang {} RT {}", person(n as usize), n % 9),
                "cost": 50_000_000 + n * 7_919,
                "geometry": { "type": "Point", "coordinates": [114.2, -8.4] },
            })
        })
        .collect()
}

#[test]
fn three_thousand_works_on_one_pin_are_scored_by_few_pairs_and_the_twin_is_the_best_of_its_own() {
    let mut lines = office(3_000);
    let mut twin = lines[47].clone();
    twin["id"] = json!("t");
    lines.push(twin);
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let items = works(&text.join("\n")).unwrap();
    let mut set = Set::new(&items);
    let scores = set.score(&Card::shipped().unwrap());
    assert!(set.pairs.len() <= 72 * items.len(), "{} pairs", set.pairs.len());
    assert_eq!(scores.all.len(), set.pairs.len());
    let of_twin = scores.all.iter().filter(|one| set.pairs[one.pair].1 == 3_000);
    let best = of_twin.max_by_key(|one| one.alone).unwrap();
    assert_eq!(set.pairs[best.pair], (47, 3_000));
}
