//! What the other pairs of a set tell of a pair: better partners, and metres claimed twice.
//!
//! A work may have very many partners, so what is asked of them for each pair is sorted once.

use super::{
    block::Pair,
    card::Part,
    feature::{COUNT, F, FEATURES},
    item::Item,
    known::Known,
    set::{claimed_m, spread},
    sketch::Kind,
};
use crate::words::like::shared;

/// Ahead of everything when there is no other partner, points.
const ALONE: i32 = 1_000;
/// Another partner within this many points is as strong.
const AS_STRONG: i32 = 10;
/// A partner from so many points on is strong.
const STRONG: i32 = -20;
/// Level of [`F::Overlap`] from which two lines share a stretch: half of the shorter.
const STRETCH_LEVEL: u8 = 4;
/// Works of a stretch lie within this many years.
const STRETCH_YEARS: u32 = 1;

/// Pairs of a work: number of the pair, the other work. They rise by both, as a set's pairs do.
type Partners = Vec<Vec<(usize, usize)>>;

/// Fills in the levels of the features that rest on other pairs.
pub(super) fn fill(
    items: &[Item],
    known: &[Known],
    pairs: &[Pair],
    part: &Part,
    levels: &mut [[u8; COUNT]],
) -> Vec<i32> {
    let sums: Vec<[i32; 3]> = spread(levels, |levels| part.sums(levels));
    let points: Vec<i32> = sums.iter().map(|sums| part.base + sums.iter().sum::<i32>()).collect();
    let mut partners: Partners = vec![Vec::new(); items.len()];
    for (number, (a, b)) in pairs.iter().enumerate() {
        let (Ok(a), Ok(b)) = (usize::try_from(*a), usize::try_from(*b)) else { continue };
        if let Some(list) = partners.get_mut(a) {
            list.push((number, b));
        }
        if let Some(list) = partners.get_mut(b) {
            list.push((number, a));
        }
    }
    let overlaps: Vec<u8> = levels
        .iter()
        .map(|levels| levels.get(F::Overlap as usize).copied().unwrap_or(u8::MAX))
        .collect();
    let (strengths, strong) = (strengths(&points, &partners), strong(&points, &partners));
    let around = Around {
        items,
        known,
        strengths: &strengths,
        strong: &strong,
        partners: &partners,
        overlaps: &overlaps,
    };
    for (number, ((a, b), levels)) in pairs.iter().zip(levels.iter_mut()).enumerate() {
        let (Ok(a), Ok(b)) = (usize::try_from(*a), usize::try_from(*b)) else { continue };
        let own = points.get(number).copied().unwrap_or_default();
        let (best_a, best_b) = (around.best_other(a, own), around.best_other(b, own));
        set(levels, F::Ahead, as_f32(own.saturating_sub(best_a.max(best_b)).min(ALONE)));
        set(levels, F::AheadLess, as_f32(own.saturating_sub(best_a.min(best_b)).min(ALONE)));
        set(levels, F::Rivals, as_f32(around.as_strong(a, b, own)));
        set(levels, F::Between, as_f32(around.between(a, b)));
        set(levels, F::Stretch, around.stretch(a, b, number));
        let groups = [F::PlacePoints, F::NamePoints, F::WorkPoints];
        for (feature, sum) in groups.into_iter().zip(sums.get(number).into_iter().flatten()) {
            set(levels, feature, as_f32(*sum));
        }
    }
    points
}

fn set(levels: &mut [u8; COUNT], feature: F, value: f32) {
    if let (Some(place), Some(known)) =
        (levels.get_mut(feature as usize), FEATURES.get(feature as usize))
    {
        *place = u8::try_from(known.level(value)).unwrap_or(u8::MAX);
    }
}

/// Points and counts are small.
#[allow(clippy::cast_precision_loss)]
fn as_f32(points: i32) -> f32 {
    points as f32
}

/// The points of all pairs of each work, rising.
fn strengths(points: &[i32], partners: &[Vec<(usize, usize)>]) -> Vec<Vec<i32>> {
    let of = |pairs: &Vec<(usize, usize)>| {
        let mut all: Vec<i32> =
            pairs.iter().filter_map(|(number, _)| points.get(*number).copied()).collect();
        all.sort_unstable();
        all
    };
    partners.iter().map(of).collect()
}

/// The strong partners of each work, in order.
fn strong(points: &[i32], partners: &[Vec<(usize, usize)>]) -> Vec<Vec<usize>> {
    let is_strong = |number: usize| points.get(number).is_some_and(|points| *points >= STRONG);
    let of = |pairs: &Vec<(usize, usize)>| {
        let mut all: Vec<usize> = pairs
            .iter()
            .filter(|(number, _)| is_strong(*number))
            .map(|(_, other)| *other)
            .collect();
        all.sort_unstable();
        all
    };
    partners.iter().map(of).collect()
}

struct Around<'a> {
    items: &'a [Item],
    known: &'a [Known],
    strengths: &'a [Vec<i32>],
    strong: &'a [Vec<usize>],
    partners: &'a Partners,
    overlaps: &'a [u8],
}

impl Around<'_> {
    fn others(&self, work: usize, pair: usize) -> impl Iterator<Item = &(usize, usize)> {
        self.partners.get(work).into_iter().flatten().filter(move |(number, _)| *number != pair)
    }

    /// The best of a work's points, those of the pair itself put aside once.
    fn best_other(&self, work: usize, own: i32) -> i32 {
        let mut best = self.strengths.get(work).into_iter().flatten().rev();
        match best.next() {
            Some(first) if *first > own => *first,
            _ => best.next().copied().unwrap_or(-ALONE),
        }
    }

    /// Other pairs of either work that are as strong as the pair itself.
    fn as_strong(&self, a: usize, b: usize, own: i32) -> i32 {
        let count = |work: usize| {
            let all = self.strengths.get(work).map(Vec::as_slice).unwrap_or_default();
            let weaker = all.partition_point(|points| *points < own - AS_STRONG);
            // The pair is one of them.
            all.len().saturating_sub(weaker + 1)
        };
        i32::try_from(count(a) + count(b)).unwrap_or(i32::MAX)
    }

    /// Works that are strong partners of both: never one of the two.
    fn between(&self, a: usize, b: usize) -> i32 {
        let of = |work: usize| self.strong.get(work).map(Vec::as_slice).unwrap_or_default();
        i32::try_from(shared(of(a), of(b))).unwrap_or(i32::MAX)
    }

    /// Metres that every work of the stretch of two lines claims, over the longest line.
    fn stretch(&self, a: usize, b: usize, pair: usize) -> f32 {
        if self.overlaps.get(pair).is_none_or(|level| !self.lies_along(*level)) {
            return f32::NAN;
        }
        // Both lists rise by the other work.
        let (of_a, mut of_b) = (self.along(a, pair), self.along(b, pair));
        of_b.retain(|other| of_a.binary_search(other).is_err());
        let works = [a, b].into_iter().chain(of_a).chain(of_b);
        let (mut claimed, mut longest) = (0.0, 0.0_f64);
        for work in works {
            let (Some(item), Some(known)) = (self.items.get(work), self.known.get(work)) else {
                continue;
            };
            let line = item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Line);
            let (true, Some(metres)) = (line, claimed_m(item)) else { return f32::NAN };
            claimed += metres;
            longest = longest.max(known.length_m);
        }
        // Single precision is enough for a level.
        #[allow(clippy::cast_possible_truncation)]
        let stretch = (claimed / longest.max(1.0)) as f32;
        stretch
    }

    /// Other works of about the same year that lie along a work, in order.
    fn along(&self, work: usize, pair: usize) -> Vec<usize> {
        let year = |work: usize| self.items.get(work).map(|item| item.year);
        let own = year(work);
        let near = |other: usize| {
            year(other).zip(own).is_some_and(|(x, y)| x.abs_diff(y) <= STRETCH_YEARS)
        };
        let lies =
            |number: usize| self.overlaps.get(number).is_some_and(|level| self.lies_along(*level));
        self.others(work, pair)
            .filter(|(number, other)| lies(*number) && near(*other))
            .map(|(_, other)| *other)
            .collect()
    }

    /// Whether a level of the overlap is known and at least a half.
    fn lies_along(&self, level: u8) -> bool {
        let unknown = FEATURES.get(F::Overlap as usize).map_or(0, |feature| feature.levels() - 1);
        level >= STRETCH_LEVEL && usize::from(level) < unknown
    }
}

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
