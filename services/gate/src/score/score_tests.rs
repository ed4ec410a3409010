use super::{
    Card, Set,
    card::{Joint, Part, Single, given},
    feature::{COUNT, F, FEATURES},
    usual::Usual,
    works, write,
};

/// Two lines of one road, one drawn backwards; a house and its neighbour; a school.
fn file() -> String {
    let line = |id: &str, year: i32, class: &str, name: &str, geometry: &str, fund: &str| {
        format!(
            r#"{{"id":"{id}","village_code":"35.10.01.2001","village_name":"Kradenan","fiscal_year":{year},"fund_source":"{fund}","kegiatan_code":"02.03.11","work_class":"{class}","name":"{name}","volume":150,"unit":"m","cost":75000000,"geometry":{geometry},"accuracy_m":null,"capture":"digitised","photo_phash":[]}}"#
        )
    };
    let road = r#"{"type":"LineString","coordinates":[[114.2000,-8.4000],[114.2013,-8.4000]]}"#;
    let back = r#"{"type":"LineString","coordinates":[[114.2013,-8.40001],[114.2000,-8.40001]]}"#;
    let swapped = r#"{"type":"Point","coordinates":[-8.41,114.21]}"#;
    let school = r#"{"type":"Point","coordinates":[114.21,-8.41]}"#;
    [
        line("a", 2023, "road", "Paving Jl. Mawar RT 1 RW 2 Dusun Krajan", road, "DDS"),
        line("b", 2023, "road", "Pavingisasi jalan mawar rt 01/02 dsn krajan", back, "ADD"),
        line("c", 2021, "building", "Pembangunan SDN 3", school, "DDS"),
        line("d", 2024, "building", "Rehab atap SDN 3 Kradenan", swapped, "ADD"),
        line("e", 2022, "street_light", "PJU dusun Kaliputih", "null", "DDS"),
    ]
    .join("\n")
}

#[test]
fn a_road_drawn_backwards_and_written_otherwise_is_told_with_reasons_that_add_up() {
    let (items, card) = (works(&file()).unwrap(), Card::shipped().unwrap());
    let mut set = Set::new(&items);
    let scores = set.score(&card);
    let flagged = write::flagged(&set, &scores, &card);
    let first = flagged.first().unwrap();
    assert_eq!(set.pairs[first.pair], (0, 1));
    let line: serde_json::Value =
        serde_json::from_str(&write::line(&set, &scores, &card, first).unwrap()).unwrap();
    let sum: i64 =
        line["evidence"].as_array().unwrap().iter().map(|e| e["points"].as_i64().unwrap()).sum();
    assert_eq!(sum, i64::from(first.points), "{line}");
    assert!(first.chance > 0.5, "{line}");
    let mut levels: Vec<&str> =
        line["evidence"].as_array().unwrap().iter().filter_map(|e| e["level"].as_str()).collect();
    let told = levels.len();
    levels.sort_unstable();
    levels.dedup();
    assert_eq!(levels.len(), told, "each is told once: {line}");
}

/// A card of two features with two known levels and what they give together.
fn small(points: [i32; 9]) -> Part {
    let wide = FEATURES[F::SameName as usize].levels();
    assert_eq!((wide, FEATURES[F::Fund as usize].levels()), (3, 3));
    Part {
        base: 10,
        singles: vec![Single { feature: F::SameName as usize, points: vec![-6, 6, 0] }],
        joints: vec![Joint {
            features: (F::SameName as usize, F::Fund as usize),
            points: points.to_vec(),
        }],
        ..Part::default()
    }
}

fn given_by(part: &Part, name: u8, fund: u8) -> (i32, Vec<(usize, i32)>) {
    let mut levels = [0; COUNT];
    (levels[F::SameName as usize], levels[F::Fund as usize]) = (name, fund);
    let (base, given) = given([part], Usual::even(), &levels);
    let sum: i32 = given.iter().map(|one| one.points).sum();
    assert_eq!(base + sum, part.base + part.sum(&levels), "the sum stays");
    (base, given.iter().map(|one| (one.feature, one.points)).collect())
}

#[test]
fn a_table_that_lies_low_is_held_against_nobody() {
    // The name alone decides, thirty points too low throughout.
    let low = small([-40, -40, -40, -20, -20, -20, -30, -30, -30]);
    assert_eq!(given_by(&low, 1, 0), (-20, vec![(F::SameName as usize, 16)]));
    assert_eq!(given_by(&low, 0, 1), (-20, vec![(F::SameName as usize, -16)]));
}

#[test]
fn what_two_features_give_only_together_is_shared_alike() {
    // Neither gives anything by itself.
    let together = small([9, -9, 0, -9, 9, 0, 0, 0, 0]);
    let name = F::SameName as usize;
    let fund = F::Fund as usize;
    // 6 of its own and half of 9, less what is left to the base by rounding.
    assert_eq!(given_by(&together, 1, 1), (9, vec![(name, 11), (fund, 5)]));
    assert_eq!(given_by(&together, 0, 1), (11, vec![(name, -11), (fund, -5)]));
}

#[test]
fn what_a_list_is_full_of_counts_little() {
    let (mut same, mut other) = ([0; COUNT], [0; COUNT]);
    (same[F::SameName as usize], other[F::SameName as usize]) = (1, 0);
    let list = |of_each: usize| Usual::of(&[[same, same, same, other]].concat().repeat(of_each));
    let usual = list(1_000);
    let part = small([0; 9]);
    // A mean of 3 among -6 and 6.
    let given = |usual, levels| given([&part], usual, levels).1.first().map(|one| one.points);
    assert_eq!((given(&usual, &same), given(&usual, &other)), (Some(3), Some(-9)));
    // A handful of pairs shows no habit: every reason is told as it stands.
    let few = list(1);
    assert_eq!((given(&few, &same), given(&few, &other)), (Some(6), Some(-6)));
}

#[test]
fn the_same_works_give_the_same_bytes() {
    let (items, card) = (works(&file()).unwrap(), Card::shipped().unwrap());
    let once = || {
        let mut set = Set::new(&items);
        let scores = set.score(&card);
        write::flagged(&set, &scores, &card)
            .iter()
            .filter_map(|one| write::line(&set, &scores, &card, one))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(once(), once());
}

#[test]
fn exchanged_axes_are_put_right_where_the_village_tells() {
    let items = works(&file()).unwrap();
    assert_eq!(items[3].trust, super::item::Trust::Swapped);
    assert_eq!(items[3].sketch, items[2].sketch);
    assert_eq!(items[4].trust, super::item::Trust::Lost);
}

#[test]
fn a_bad_line_is_named_by_its_number_and_all_of_them_at_once() {
    let text = format!("{}\nnot json\n{}", file(), file().lines().next().unwrap());
    let bad = works(&text).unwrap_err();
    assert_eq!(bad.iter().map(|one| one.line).collect::<Vec<_>>(), [6, 7]);
    let unknown = file().replace("street_light", "lamp");
    assert!(works(&unknown).unwrap_err()[0].why.contains("lamp"));
}

#[test]
fn the_shipped_card_is_read_as_it_is_written() {
    let card = Card::shipped().unwrap();
    assert_eq!(Card::from_csv(&card.to_csv()).unwrap(), card);
    assert!(!card.pair.singles.is_empty() && !card.set.singles.is_empty());
    assert!(Card::from_csv("part\npair,no_such_feature,0,,,3").is_err());
}

#[test]
fn a_card_without_chances_for_a_list_is_used_alone() {
    let items = works(&file()).unwrap();
    let card = Card { list: Vec::new(), ..Card::shipped().unwrap() };
    assert!(!card.to_csv().contains("\nlist,"));
    let scores = Set::new(&items).score(&card);
    assert_eq!(scores.habit, super::habit::Habit::default());
    assert!(scores.all.iter().all(|one| one.points == one.card));
}

/// Fifteen lanes side by side, each paid six times under two classes and two funds.
fn lanes() -> Vec<String> {
    (0..90_u32)
        .map(|number| {
            let (lane, copy) = (number % 15, number / 15);
            let west = 114.2 + f64::from(lane) / 1_000.0;
            serde_json::json!({
                "id": format!("w{number}"), "village_code": "35.10.01.2001",
                "fiscal_year": 2022 + copy % 3, "fund_source": if copy < 3 { "DDS" } else { "ADD" },
                "work_class": if copy % 2 == 0 { "road" } else { "building" },
                "name": format!("Pekerjaan Gg Mawar {lane} RT {lane}"), "volume": 100 + copy,
                "unit": "m", "cost": 50_000_000 + 1_000_000 * copy, "geometry": {
                    "type": "LineString", "coordinates": [[west, -8.41], [west + 0.0009, -8.41]],
                },
            })
            .to_string()
        })
        .collect()
}

#[test]
fn the_order_of_the_lines_changes_no_byte() {
    let card = Card::shipped().unwrap();
    let told = |lines: &[String]| {
        let items = works(&lines.join("\n")).unwrap();
        let mut set = Set::new(&items);
        let scores = set.score(&card);
        let told = write::flagged(&set, &scores, &card);
        let lines = told.iter().filter_map(|one| write::line(&set, &scores, &card, one));
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut lines = lanes();
    lines.extend(file().lines().map(str::to_owned));
    let first = told(&lines);
    assert!(!first.is_empty());
    lines.reverse();
    assert_eq!(told(&lines), first);
    lines.sort_by_key(|line| line.len() * 31 % 7);
    lines.rotate_left(40);
    assert_eq!(told(&lines), first);
}
