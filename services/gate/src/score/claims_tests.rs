use domain::Rupiah;

use super::ZONES_HOLD;
use crate::{
    facts::Facts,
    judge::{Judgement, judge},
    rules::RuleSet,
    scorecard::Scorecard,
    test_kit::{claim, line, twin},
    work::{Claim, Evidence, Verdict},
};

fn by_card(a: &Claim, b: &Claim) -> Judgement {
    let card = Some(Scorecard::shipped().unwrap());
    judge(&RuleSet { scorecard: card, ..RuleSet::first().unwrap() }, a, b)
}

/// The same road in two villages.
fn roads() -> (Claim, Claim) {
    let shape = line(&[[0.0, 0.0], [390.0, 0.0]]);
    (claim(shape.clone()), twin(shape))
}

fn level<'j>(judged: &'j Judgement, level: &str) -> Option<&'j Evidence> {
    judged.evidence.iter().find(|piece| piece.level == level)
}

#[test]
fn what_nobody_tells_is_no_reason() {
    let (a, b) = roads();
    let judged = by_card(&a, &b);
    for piece in &judged.evidence {
        let is_silent = ["tidak diketahui.", ": tidak disebut."];
        assert!(!is_silent.iter().any(|end| piece.text.ends_with(end)), "{piece:?}");
    }
    assert!(judged.evidence.len() < 46, "{:?}", judged.evidence);
    let given: i64 = judged.evidence.iter().map(|piece| piece.points).sum();
    assert_eq!(given, level(&judged, "score").unwrap().facts["points"]);
    assert!(level(&judged, "base").unwrap().text.contains("itu bukan bukti"));
}

#[test]
fn photographs_of_two_things_are_hardly_a_reason_and_one_photograph_is() {
    let points = |photos: (u64, u64)| {
        let (a, b) = roads();
        let with = |claim: Claim, photo: u64| {
            let facts = Facts { photo_hashes: [photo].into(), ..claim.facts };
            Claim { facts, ..claim }
        };
        let judged = by_card(&with(a, photos.0), &with(b, photos.1));
        let told = judged.evidence.iter().find(|piece| piece.level.starts_with("photo:"));
        told.map_or(0, |piece| piece.points)
    };
    assert!(points((0, 0xffff_ffff)).abs() < 10, "not even a doubling of the odds");
    assert!(points((5, 5)) > 20);
}

#[test]
fn why_a_pair_is_held_against_its_score_is_told() {
    let alike = [(5_000_000_000, true), (5_000_000_000, false), (200_000_000, false)];
    for (amount, has_its_name) in alike {
        let (a, b) = roads();
        let name = if has_its_name { a.name.clone() } else { b.name.clone() };
        let judged = by_card(&a, &Claim { amount: Rupiah::from_sen(amount), name, ..b });
        assert_eq!(judged.verdict, Verdict::Block);
        let chance = level(&judged, "score").unwrap().facts["chance_permyriad"];
        let held = level(&judged, ZONES_HOLD);
        assert_eq!(held.is_some(), chance < 5_000, "{chance}: {held:?}");
        assert!(amount > 200_000_000 || chance < 5_000, "{chance}");
        let why = "Zona menahan karena tempat keduanya satu";
        assert!(held.is_none_or(|held| held.text.starts_with(why)), "{held:?}");
    }
}
