//! What a kind says of its pairs holds for the lines that are written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    deed::Entry,
    generate::{Made, Order, generate, town},
    kind::{Lookalike, Twin},
    report::lines,
    shape::{Shape, length},
    thing::Deal,
    town::Town,
    world::World,
};

fn order(world: &str, seed: u64, works: u32) -> Order {
    Order { world: World::named(world, seed).unwrap(), seed, works, dilute: 1 }
}

fn made(world: &str, seed: u64, works: u32) -> Made {
    generate(&order(world, seed, works))
}

/// A default world whose duplicates are of these kinds alone.
fn only(kinds: &[Twin], seed: u64) -> Order {
    let mut order = order("default", seed, 1500);
    order.world.twins = kinds.iter().map(|kind| (*kind, 1.0)).collect();
    order
}

/// Both lines of every pair of a kind.
fn pairs(made: &Made, list: &[String], kind: &str) -> Vec<(Value, Value)> {
    let read = |line: &String| -> Value { serde_json::from_str(line).unwrap() };
    let works: BTreeMap<String, Value> =
        made.projects.iter().map(read).map(|work| (work["id"].to_string(), work)).collect();
    let of_kind = list.iter().map(read).filter(|pair| pair["kind"] == kind);
    let work = |id: &Value| works[&id.to_string()].clone();
    let out: Vec<_> = of_kind.map(|pair| (work(&pair["a"]), work(&pair["b"]))).collect();
    assert!(!out.is_empty(), "no pair of {kind}");
    out
}

fn same(one: &Value, two: &Value, fields: &[&str]) -> bool {
    fields.iter().all(|field| one[*field] == two[*field])
}

/// How many of the pairs hold, as a share.
fn share(pairs: &[(Value, Value)], holds: impl Fn(&Value, &Value) -> bool) -> f64 {
    pairs.iter().filter(|(one, two)| holds(one, two)).count() as f64 / pairs.len() as f64
}

/// Both entries of every twin of a kind.
fn twins(town: &Town, kind: Twin) -> Vec<(&Entry, &Entry)> {
    let of_kind = town.truth.iter().filter(|pair| pair.2 == kind);
    of_kind.map(|(one, two, _)| (&town.entries[*one], &town.entries[*two])).collect()
}

fn alike(town: &Town, kind: Lookalike) -> Vec<(&Entry, &Entry)> {
    let of_kind = town.lookalikes.iter().filter(|pair| pair.2 == kind);
    of_kind.map(|(one, two, _)| (&town.entries[*one], &town.entries[*two])).collect()
}

#[test]
fn every_world_has_records_entered_twice() {
    let mut differ: BTreeSet<String> = BTreeSet::new();
    let mut forms: BTreeSet<String> = BTreeSet::new();
    let worlds = [("default", 1, 6800), ("default", 2, 6800), ("tidy", 3, 900)];
    let random = (50..60).map(|seed| ("random", seed, 600));
    for (world, seed, works) in worlds.into_iter().chain(random) {
        let made = made(world, seed, works);
        for (one, two) in pairs(&made, &made.truth, "exact_copy") {
            forms.insert(one["geometry"]["type"].to_string());
            let fields = one.as_object().unwrap().keys();
            let other: Vec<&String> =
                fields.filter(|field| *field != "id" && one[*field] != two[*field]).collect();
            assert!(other.len() < 2, "{other:?} of {one} {two}");
            differ.extend(other.into_iter().cloned());
        }
    }
    let wanted = ["fiscal_year", "fund_source", "name"].map(str::to_owned);
    assert_eq!(differ, BTreeSet::from(wanted));
    assert_eq!(forms.len(), 3, "{forms:?}");
}

#[test]
fn copies_keep_what_they_take_over() {
    let made = generate(&only(&[Twin::CopiedLine, Twin::EqualNumbers], 31));
    for (one, two) in pairs(&made, &made.truth, "copied_line") {
        assert!(same(&one, &two, &["geometry", "accuracy_m", "capture"]), "{one} {two}");
        assert_eq!(one["geometry"]["type"], "LineString");
        assert_ne!(one["fund_source"], two["fund_source"], "{one} {two}");
    }
    let numbers = pairs(&made, &made.truth, "equal_numbers");
    for (one, two) in &numbers {
        assert!(same(one, two, &["volume", "unit"]), "{one} {two}");
        let (one, two) = (one["cost"].as_f64().unwrap(), two["cost"].as_f64().unwrap());
        assert!((one / two - 1.0).abs() < 0.12, "{one} {two}");
    }
    assert!(share(&numbers, |one, two| same(one, two, &["cost"])) > 0.2);
}

#[test]
fn works_are_booked_again_elsewhere() {
    let made = generate(&only(&[Twin::OtherBook], 32));
    let books = pairs(&made, &made.truth, "other_book");
    assert!(books.iter().all(|(one, two)| one["kegiatan_code"] != two["kegiatan_code"]));
    assert!(books.iter().all(|(one, two)| same(one, two, &["village_code"])));
    let classes = share(&books, |one, two| one["work_class"] != two["work_class"]);
    assert!((0.2..1.0).contains(&classes), "{classes}");
}

#[test]
fn halves_of_a_whole_and_twins_in_a_series_are_what_they_are_called() {
    let town = town(&only(&[Twin::WholeAndHalf, Twin::AmongLookalikes], 33));
    let halves = twins(&town, Twin::WholeAndHalf);
    for (whole, half) in &halves {
        let (Shape::Line(whole), Shape::Line(half)) = (&whole.deed.shape, &half.deed.shape) else {
            panic!("{whole:?} {half:?}");
        };
        let share = length(half) / length(whole);
        assert!((0.35..0.65).contains(&share), "{share}");
    }
    let silent = halves.iter().filter(|(_, half)| half.deed.slots.phase.is_none()).count();
    assert!(silent > 0 && silent < halves.len(), "{silent} of {}", halves.len());
    for (one, two, _) in town.truth.iter().filter(|pair| pair.2 == Twin::AmongLookalikes) {
        for work in [one, two] {
            let near = town.lookalikes.iter().filter(|(a, b, _)| a == work || b == work).count();
            assert!(near >= 2, "{near} look-alikes of {work}");
        }
    }
}

#[test]
fn works_of_one_site_lie_close_and_are_many() {
    let made = made("default", 34, 6800);
    let far: BTreeMap<&str, _> =
        lines(&made.report.lookalikes).into_iter().map(|line| (line.kind, line)).collect();
    for (kind, works_at_least) in [("building_parts", 120), ("one_compound", 50)] {
        let pairs = pairs(&made, &made.lookalikes, kind);
        let ids = pairs.iter().flat_map(|(one, two)| [&one["id"], &two["id"]]);
        let works: BTreeSet<String> = ids.map(Value::to_string).collect();
        assert!(works.len() > works_at_least, "{} works of {kind}", works.len());
        assert!(far[kind].median_m < 30.0, "{kind} {:?}", far[kind]);
        assert!(pairs.iter().all(|(one, two)| same(one, two, &["village_code"])), "{kind}");
    }
    let parts = pairs(&made, &made.lookalikes, "building_parts");
    assert!(share(&parts, |one, two| same(one, two, &["geometry"])) > 0.1);
    assert!(share(&parts, |one, two| same(one, two, &["kegiatan_code"])) > 0.5);
    assert!(share(&parts, |one, two| same(one, two, &["work_class"])) > 0.85);
    let compound = pairs(&made, &made.lookalikes, "one_compound");
    let classes = share(&compound, |one, two| same(one, two, &["work_class"]));
    assert!((0.2..0.8).contains(&classes), "{classes}");
}

#[test]
fn assets_are_worked_on_again_after_the_years_that_the_kind_says() {
    let town = town(&order("default", 35, 6800));
    let repairs = alike(&town, Lookalike::YearlyRepair);
    assert!(repairs.iter().all(|(one, two)| one.deed.year < two.deed.year));
    assert!(repairs.iter().all(|(one, two)| one.deed.thing == two.deed.thing));
    for deal in [Deal::Maintain, Deal::Repair] {
        for wanted in [(Deal::New, deal), (deal, deal)] {
            let mut deals = repairs.iter().map(|(one, two)| (one.deed.deal, two.deed.deal));
            assert!(deals.any(|found| found == wanted), "no {wanted:?}");
        }
    }
    for (built, later) in alike(&town, Lookalike::EarlyRehabilitation) {
        assert!((2..=4).contains(&(later.deed.year - built.deed.year)));
    }
}

#[test]
fn series_share_their_figures_and_their_words() {
    let made = made("default", 36, 6800);
    for kind in ["silent_segments", "copied_wording"] {
        let pairs = pairs(&made, &made.lookalikes, kind);
        // The twin of one of a series has figures of its own.
        let figures = share(&pairs, |one, two| same(one, two, &["cost", "volume", "unit"]));
        assert!(figures > 0.85, "{kind} {figures}");
        let bare = |work: &Value| work["name"].as_str().unwrap().replace(char::is_numeric, "");
        let others: Vec<(Value, Value)> =
            pairs.into_iter().filter(|(one, _)| one["kegiatan_code"] != "02.04.01").collect();
        let words = share(&others, |one, two| bare(one) == bare(two));
        assert!(words > 0.85, "{kind} {words}");
    }
    let banks = pairs(&made, &made.lookalikes, "border_banks");
    assert!(banks.iter().any(|(one, two)| one["village_code"] != two["village_code"]));
}

#[test]
fn between_2_and_12_of_a_hundred_works_of_a_random_world_are_claimed_twice() {
    let shares: Vec<f64> =
        (0..200).map(|seed| 2.0 * World::named("random", seed).unwrap().prevalence).collect();
    assert!(shares.iter().all(|share| (0.02..=0.12).contains(share)));
    assert!(shares.iter().any(|share| *share < 0.03) && shares.iter().any(|share| *share > 0.11));
}
