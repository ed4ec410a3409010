use gate::score::{
    Card, Item, Set,
    card::Part,
    feature::{AGREE, CONFLICT, FEATURES},
    works, write,
};

use super::{
    data::Labelled,
    freeze::chances,
    measure::{Judged, figures},
    train::{PLAN, train},
};
use crate::quality::{
    generate::{Order, generate},
    world::World,
};

fn small(seed: u64) -> Labelled {
    Labelled::made(&Order { world: World::standard(), seed, works: 500, dilute: 1 }).unwrap()
}

fn judged(rows: &[(f64, bool)]) -> Vec<Judged> {
    rows.iter()
        .map(|(chance, one)| Judged { chance: *chance, kind: one.then(|| "two_funds".to_owned()) })
        .collect()
}

/// Points of an agreement less those of the contradiction, in every row of every table of a part.
fn leads(part: &Part) -> Vec<(usize, i32)> {
    let agreement = |feature: usize| FEATURES[feature].is_agreement();
    let single = part.singles.iter().filter(|one| agreement(one.feature));
    let mut found: Vec<_> =
        single.map(|one| (one.feature, one.points[AGREE] - one.points[CONFLICT])).collect();
    for joint in &part.joints {
        let (first, second) = joint.features;
        let (high, wide) = (FEATURES[first].levels(), FEATURES[second].levels());
        let at = |row: usize, column: usize| joint.points[row * wide + column];
        if agreement(first) {
            found.extend((0..wide).map(|x| (first, at(AGREE, x) - at(CONFLICT, x))));
        }
        if agreement(second) {
            found.extend((0..high).map(|x| (second, at(x, AGREE) - at(x, CONFLICT))));
        }
    }
    found
}

#[test]
fn names_that_contradict_never_score_above_names_that_agree() {
    let card = Card::shipped().unwrap();
    let all: Vec<_> = leads(&card.pair).into_iter().chain(leads(&card.set)).collect();
    assert!(all.len() > 100, "{}", all.len());
    let wrong: Vec<_> = all
        .iter()
        .filter(|(_, lead)| *lead < 0)
        .map(|(feature, lead)| (FEATURES[*feature].code, lead))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_list_tells_its_habits_and_the_reasons_of_every_pair_still_add_up() {
    let (data, card) = (small(3), Card::shipped().unwrap());
    let mut set = Set::new(&data.items);
    let scores = set.score(&card);
    assert!(scores.habit.say > 0.5, "{:?}", scores.habit);
    let flagged = write::flagged(&set, &scores, &card);
    assert!(flagged.len() > 10, "{}", flagged.len());
    let mut of_features = 0;
    for one in &flagged {
        let line = write::line(&set, &scores, &card, one).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let reasons = line["evidence"].as_array().unwrap();
        let sum: i64 = reasons.iter().map(|reason| reason["points"].as_i64().unwrap()).sum();
        assert_eq!(sum, i64::from(one.points), "{line}");
        let of_list = |reason: &&serde_json::Value| {
            reason["level"].as_str().is_some_and(|level| level.starts_with("list:"))
        };
        let told = reasons.iter().filter(of_list).count();
        assert!(told >= 2, "{line}");
        of_features += told - 2;
    }
    assert!(of_features > flagged.len(), "{of_features} in {} pairs", flagged.len());
}

#[test]
fn recall_counts_duplicates_that_no_pair_reached() {
    let rows = judged(&[(0.9, true), (0.8, true), (0.7, false), (0.6, true)]);
    let all = vec!["two_funds".to_owned(); 4];
    let figures = figures(&rows, &all, None);
    assert!((figures.recall_90 - 0.5).abs() < 1e-9 && (figures.reached - 0.75).abs() < 1e-9);
}

#[test]
fn chances_that_tell_the_truth_have_no_gap() {
    let rows: Vec<(f64, bool)> = (0..100).map(|n| (0.25, n % 4 == 0)).collect();
    assert!(figures(&judged(&rows), &[], None).gap < 1e-9);
    let off: Vec<(f64, bool)> = (0..100).map(|n| (0.75, n % 4 == 0)).collect();
    assert!((figures(&judged(&off), &[], None).gap - 0.5).abs() < 1e-9);
}

#[test]
fn chances_rise_with_points() {
    let seen: Vec<(i32, bool)> =
        (-1_000_i32..1_000).map(|n| (n / 10, n.rem_euclid(7) * 100 < n)).collect();
    let table = chances(&seen);
    assert!(table.windows(2).all(|two| two[0].1 <= two[1].1));
}

#[test]
fn the_same_worlds_give_the_same_card() {
    let plan = super::boost::Plan { first_rounds: 3, rounds: 3, ..PLAN };
    let once = || train(&[small(1)], &[small(2)], &plan).to_csv();
    assert_eq!(once(), once());
}

#[test]
fn works_booked_otherwise_keep_their_places_and_their_truth() {
    let as_made = small(3);
    let (mut funds, mut codes) = (0, 0);
    for seed in 1..6 {
        let booked = small(3).booked_otherwise(seed);
        assert_eq!(as_made.truth, booked.truth);
        for (a, b) in as_made.items.iter().zip(&booked.items) {
            assert_eq!((&a.sketch, &a.name, a.year), (&b.sketch, &b.name, b.year));
            funds += usize::from(a.fund != b.fund);
            codes += usize::from(a.kegiatan != b.kegiatan);
        }
    }
    assert!(funds > 20 && codes > 20, "{funds} funds and {codes} codes of another work");
}

/// A world with every tenth of its lonely works entered once more, changed a little.
fn entered_again(change: impl Fn(&mut serde_json::Value)) -> (Vec<Item>, Vec<(String, String)>) {
    let order = Order { world: World::standard(), seed: 77, works: 3_000, dilute: 1 };
    let made = generate(&order);
    let mut paired = std::collections::BTreeSet::new();
    for line in made.truth.iter().chain(&made.lookalikes) {
        let pair: serde_json::Value = serde_json::from_str(line).unwrap();
        paired.extend([pair["a"].to_string(), pair["b"].to_string()]);
    }
    let (mut lines, mut copies) = (made.projects.clone(), Vec::new());
    for line in made.projects.iter().step_by(10) {
        let mut work: serde_json::Value = serde_json::from_str(line).unwrap();
        if paired.contains(&work["id"].to_string()) || work["geometry"].is_null() {
            continue;
        }
        let id = work["id"].as_str().unwrap().to_owned();
        work["id"] = format!("{id}-again").into();
        work["photo_phash"] = serde_json::json!([]);
        change(&mut work);
        copies.push((id.clone(), format!("{id}-again")));
        lines.push(work.to_string());
    }
    (works(&lines.join("\n")).unwrap(), copies)
}

/// The share of the pairs whose chance is at least this by the shipped card.
fn told(items: &[Item], copies: &[(String, String)], least: f64) -> f64 {
    let mut set = Set::new(items);
    let scores = set.score(&Card::shipped().unwrap());
    let ids = |at: usize| {
        let (a, b) = set.sides(set.pairs[at]).unwrap();
        (a.item.id.clone(), b.item.id.clone())
    };
    let likely = scores.all.iter().filter(|one| one.chance >= least).map(|one| ids(one.pair));
    let found = likely.filter(|(a, b)| copies.contains(&(a.min(b).clone(), a.max(b).clone())));
    found.count() as f64 / copies.len() as f64
}

#[test]
fn a_work_entered_twice_is_told_however_well_the_entries_agree() {
    let (items, copies) = entered_again(|_| ());
    assert!(copies.len() > 60, "{} copies", copies.len());
    let (warned, blocked) = (told(&items, &copies, 0.05), told(&items, &copies, 0.5));
    assert!(warned > 0.95 && blocked > 0.85, "{warned:.2} told, {blocked:.2} blocked");
    let (items, copies) = entered_again(|work| work["fund_source"] = "PBK".into());
    let (warned, blocked) = (told(&items, &copies, 0.05), told(&items, &copies, 0.5));
    assert!(warned > 0.95 && blocked > 0.9, "other fund: {warned:.2}, {blocked:.2}");
    let (items, copies) = entered_again(|work| {
        work["cost"] = (work["cost"].as_f64().unwrap() * 0.95).into();
        work["fund_source"] = "PBK".into();
    });
    let (warned, blocked) = (told(&items, &copies, 0.05), told(&items, &copies, 0.5));
    assert!(warned > 0.95 && blocked > 0.9, "other cost: {warned:.2}, {blocked:.2}");
}
