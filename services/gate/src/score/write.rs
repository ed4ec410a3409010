//! Flagged pairs as lines of JSON.

use serde::Serialize;

use super::{
    card::Card,
    set::{Scored, Scores, Set, spread},
    told::{habits, told},
};
use crate::work::Verdict;

/// Lines that are held at once; one with all its reasons is some seven kilobytes.
const AT_ONCE: usize = 1_024;

/// One flagged pair.
#[derive(Debug, Serialize)]
struct Line<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    verdict: &'static str,
    evidence: Vec<Reason>,
}

#[derive(Debug, Serialize)]
struct Reason {
    level: String,
    points: i32,
    text: String,
}

/// What the card says to a chance.
pub fn verdict(card: &Card, chance: f64) -> Verdict {
    let share = chance * 10_000.0;
    if share >= f64::from(card.block) {
        Verdict::Block
    } else if share >= f64::from(card.warn) {
        Verdict::Warn
    } else {
        Verdict::Clear
    }
}

/// The pairs that are told, likeliest first, then by the ids of the works.
pub fn flagged(set: &Set<'_>, scores: &Scores, card: &Card) -> Vec<Scored> {
    let mut told: Vec<Scored> = scores
        .all
        .iter()
        .filter(|one| verdict(card, one.chance) != Verdict::Clear)
        .copied()
        .collect();
    told.sort_by(|x, y| y.chance.total_cmp(&x.chance).then(x.pair.cmp(&y.pair)));
    debug_assert!(told.iter().all(|one| one.pair < set.pairs.len()));
    told
}

/// Pairs as lines in their order, so many at once and worked out on all threads.
pub fn lines<'a>(
    set: &'a Set<'_>,
    scores: &'a Scores,
    card: &'a Card,
    pairs: &'a [Scored],
) -> impl Iterator<Item = String> + 'a {
    let one = move |one: &Scored| line(set, scores, card, one);
    pairs.chunks(AT_ONCE).flat_map(move |some| spread(some, one).into_iter().flatten())
}

/// One pair as a line; none when the pair is not of the set.
pub fn line(set: &Set<'_>, scores: &Scores, card: &Card, one: &Scored) -> Option<String> {
    let pair = *set.pairs.get(one.pair)?;
    let levels = set.levels.get(one.pair)?;
    let (a, b) = set.sides(pair)?;
    let values = set.values(pair)?;
    let reasons = told([&card.pair, &card.set], scores.shift, &scores.usual, levels, &values)
        .into_iter()
        .chain(habits(&scores.habit, one.card, levels, &values))
        .map(|told| Reason { level: told.level, points: told.points, text: told.text });
    let line = Line {
        a: &a.item.id,
        b: &b.item.id,
        score: (one.chance * 10_000.0).round() / 10_000.0,
        verdict: verdict(card, one.chance).code(),
        evidence: reasons.collect(),
    };
    serde_json::to_string(&line).ok()
}
