//! Metres are conserved: what several claims take of one stretch of road or canal.
//!
//! Two halves of a stretch, each paid by its own fund, add up to it; two claims on the same half
//! do not. Distances of pairs cannot tell these apart, the sum of metres can: more metres claimed
//! than there are is money paid twice, whichever pair of claims is looked at.

use domain::geo::Shape;

use crate::overlap::{length_mm, matched};

/// A part of a line, from its start as drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// Where it begins.
    pub from_mm: i64,
    /// Where it ends.
    pub to_mm: i64,
}

/// Rounding of two neighbouring samples; smaller gaps are none.
const JOINT_MM: i64 = 1;

/// Intervals in order, those that touch or overlap made one.
pub fn merged(intervals: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    let mut sorted: Vec<Interval> = intervals.into_iter().collect();
    sorted.sort_unstable();
    let mut kept: Vec<Interval> = Vec::new();
    for next in sorted {
        match kept.last_mut() {
            Some(last) if next.from_mm <= last.to_mm.saturating_add(JOINT_MM) => {
                last.to_mm = last.to_mm.max(next.to_mm);
            }
            _ => kept.push(next),
        }
    }
    kept
}

/// The summed length of intervals.
pub fn total_mm(intervals: &[Interval]) -> i64 {
    intervals.iter().fold(0, |sum, part| sum.saturating_add(part.to_mm - part.from_mm))
}

/// What is claimed of one stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its length.
    pub length_mm: i64,
    /// What each claim takes of it, in the order of the claims.
    pub claimed_mm: Vec<i64>,
    /// All claims together, each metre as often as it is claimed.
    pub sum_mm: i64,
    /// Metres that at least one claim takes.
    pub union_mm: i64,
    /// Metres that two claims or more take.
    pub twice_mm: i64,
}

impl Stretch {
    /// Metres claimed again: what the claims take together beyond what they cover.
    pub fn again_mm(&self) -> i64 {
        self.sum_mm.saturating_sub(self.union_mm)
    }

    /// All claims together as thousandths of the stretch; above 1000 somebody is paid twice.
    pub fn claimed_permille(&self) -> i64 {
        if self.length_mm <= 0 {
            return 0;
        }
        self.sum_mm.saturating_mul(1_000) / self.length_mm
    }
}

/// What lines claim of a stretch within a corridor of a half width; none unless all are lines.
///
/// A claim that leaves and comes back is counted for the metres it takes, not for what lies
/// between. Direction of drawing, vertices and the cutting of a claim into pieces change nothing
/// by more than a sample at each end.
pub fn stretch(line: &Shape, claims: &[&Shape], half_width_m: f64) -> Option<Stretch> {
    let parts: Vec<Vec<Interval>> =
        claims.iter().map(|claim| matched(line, claim, half_width_m)).collect::<Option<_>>()?;
    Some(conserved(length_mm(line)?, &parts))
}

/// The same from what each claim takes, as [`matched`] answers it.
pub fn conserved(length_mm: i64, parts: &[Vec<Interval>]) -> Stretch {
    let claimed_mm: Vec<i64> = parts.iter().map(|part| total_mm(part)).collect();
    let union = merged(parts.iter().flatten().copied());
    Stretch {
        length_mm,
        sum_mm: claimed_mm.iter().fold(0, |sum, claimed| sum.saturating_add(*claimed)),
        claimed_mm,
        union_mm: total_mm(&union),
        twice_mm: total_mm(&taken_twice(parts)),
    }
}

/// Where two intervals or more lie over one another.
fn taken_twice(parts: &[Vec<Interval>]) -> Vec<Interval> {
    // An end sorts before a beginning at the same place: touching is not lying over one another.
    let mut edges: Vec<(i64, i32)> =
        parts.iter().flatten().flat_map(|part| [(part.from_mm, 1), (part.to_mm, -1)]).collect();
    edges.sort_unstable();
    let mut twice = Vec::new();
    let (mut depth, mut from_mm) = (0, 0);
    for (at_mm, step) in edges {
        if depth >= 2 && at_mm > from_mm {
            twice.push(Interval { from_mm, to_mm: at_mm });
        }
        depth += step;
        from_mm = at_mm;
    }
    merged(twice)
}

#[cfg(test)]
#[path = "stretch_tests.rs"]
mod tests;
