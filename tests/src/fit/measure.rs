//! Figures of quality: recall at a precision, precision at a recall, how far chances are off.

use std::collections::{BTreeMap, BTreeSet};

/// A flagged pair with its chance and, if it is a duplicate, its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The chance.
    pub chance: f64,
    /// The kind of duplicate; none when it is none.
    pub kind: Option<String>,
}

/// Figures of a set.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Highest recall at a precision of at least 0.90.
    pub recall_90: f64,
    /// The chance from which that holds.
    pub from: f64,
    /// Precision at a recall of 0.95.
    pub precision_95: f64,
    /// Mean difference of chance and share of duplicates over ten steps, from a chance of 0.05.
    pub gap: f64,
    /// Share of all duplicates among the pairs that were looked at.
    pub reached: f64,
    /// By kind: found from that chance, and all.
    pub kinds: BTreeMap<String, (usize, usize)>,
}

/// Measures judged pairs against all duplicates, each with its kind.
pub fn figures(judged: &[Judged], all: &[String], without: Option<&str>) -> Figures {
    let counts = |kind: &str| without != Some(kind);
    let total = all.iter().filter(|kind| counts(kind)).count();
    let mut sorted: Vec<&Judged> =
        judged.iter().filter(|one| one.kind.as_deref().is_none_or(counts)).collect();
    sorted.sort_by(|a, b| b.chance.total_cmp(&a.chance));
    let mut figures = Figures { from: 1.0, ..Figures::default() };
    let (mut found, mut wrong) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some(first) = sorted.get(at) {
        let chance = first.chance;
        while let Some(one) = sorted.get(at).filter(|one| one.chance >= chance) {
            if one.kind.is_some() {
                found += 1
            } else {
                wrong += 1
            }
            at += 1;
        }
        let precision = part(found, found + wrong);
        let recall = part(found, total);
        if precision >= 0.90 && recall >= figures.recall_90 {
            figures.recall_90 = recall;
            figures.from = chance;
        }
        if recall >= 0.95 {
            figures.precision_95 = figures.precision_95.max(precision);
        }
    }
    figures.reached = part(found, total);
    figures.gap = gap(&sorted);
    for kind in all.iter().filter(|kind| counts(kind)) {
        figures.kinds.entry(kind.clone()).or_default().1 += 1;
    }
    for one in sorted.iter().filter(|one| one.chance >= figures.from) {
        if let Some(place) = one.kind.as_ref().and_then(|kind| figures.kinds.get_mut(kind)) {
            place.0 += 1;
        }
    }
    figures
}

fn gap(judged: &[&Judged]) -> f64 {
    let told: Vec<&&Judged> = judged.iter().filter(|one| one.chance >= 0.05).collect();
    let step = |chance: f64| (0..9).filter(|at| chance >= f64::from(at + 1) / 10.0).count();
    let steps: BTreeSet<usize> = told.iter().map(|one| step(one.chance)).collect();
    let off: f64 = steps
        .iter()
        .map(|at| {
            let inside: Vec<_> = told.iter().filter(|one| step(one.chance) == *at).collect();
            let chances: f64 = inside.iter().map(|one| one.chance).sum();
            let ones = inside.iter().filter(|one| one.kind.is_some()).count();
            (chances - part(ones, 1)).abs()
        })
        .sum();
    if told.is_empty() { 0.0 } else { off / part(told.len(), 1) }
}

/// Counts here are far below what a float holds exactly.
fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}
