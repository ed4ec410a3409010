//! What the other pairs of a set tell of a pair: better partners, and metres claimed twice.
//!
//! Three claims may be one work. A third work that is as strong a partner of both as they are of
//! one another speaks for no other pairing: it is left out where the two are held against their
//! other partners, or every claim more would take from all of them. One that is stronger stands
//! between them, as the whole of a road does between its halves.
//!
//! A work may have very many partners, so what is asked of them for each pair is sorted once.

use std::cmp::Ordering;

use super::{
    block::Pair,
    card::Part,
    feature::{COUNT, F, FEATURES},
    item::Item,
    known::Known,
    set::{claimed_m, spread},
    sketch::Kind,
};

/// Ahead of everything when there is no other partner, points.
const ALONE: i32 = 1_000;
/// Another partner within this many points is as strong.
const AS_STRONG: i32 = 10;
/// A partner from so many points on is strong.
const STRONG: i32 = -20;
/// A third work stands between two when it is stronger with either by more than so many points.
/// Claims of one work, each with a track of its own, lie that far apart.
const STRONGER: i32 = 20;
/// Level of [`F::Overlap`] from which two lines share a stretch: half of the shorter.
const STRETCH_LEVEL: u8 = 4;
/// Level of [`F::Regime`] of a point and a line.
const POINT_AND_LINE: u8 = 1;
/// Level of [`F::Distance`] up to which a point stands for a stretch of a line: nearer than 30 m.
const STRETCH_NEAR: u8 = 6;
/// Works of a stretch lie within this many years.
const STRETCH_YEARS: u32 = 1;

/// Pairs of a work: number of the pair, the other work. They rise by both, as a set's pairs do.
type Partners = Vec<Vec<(usize, usize)>>;
/// Strong partners of a work: the other work, the points of the pair. They rise by the work.
type Strong = Vec<Vec<(usize, i32)>>;

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
    let along: Vec<bool> =
        pairs.iter().zip(levels.iter()).map(|(pair, of)| lies_along(items, *pair, of)).collect();
    let (strengths, strong) = (strengths(&points, &partners), strong(&points, &partners));
    let around = Around {
        items,
        known,
        strengths: &strengths,
        strong: &strong,
        partners: &partners,
        along: &along,
    };
    let mut aside = Aside::default();
    for (number, ((a, b), levels)) in pairs.iter().zip(levels.iter_mut()).enumerate() {
        let (Ok(a), Ok(b)) = (usize::try_from(*a), usize::try_from(*b)) else { continue };
        let own = points.get(number).copied().unwrap_or_default();
        let between = around.third(a, b, own, &mut aside);
        let best_a = around.best_other(a, &aside.of_a);
        let best_b = around.best_other(b, &aside.of_b);
        set(levels, F::Ahead, as_f32(own.saturating_sub(best_a.max(best_b)).min(ALONE)));
        set(levels, F::AheadLess, as_f32(own.saturating_sub(best_a.min(best_b)).min(ALONE)));
        let rivals = around.as_strong(a, own, &aside.of_a) + around.as_strong(b, own, &aside.of_b);
        set(levels, F::Rivals, as_f32(rivals));
        set(levels, F::Between, as_f32(between));
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
fn strong(points: &[i32], partners: &[Vec<(usize, usize)>]) -> Strong {
    let of = |pairs: &Vec<(usize, usize)>| {
        let known =
            pairs.iter().filter_map(|(number, other)| Some((*other, *points.get(*number)?)));
        let mut all: Vec<(usize, i32)> = known.filter(|(_, points)| *points >= STRONG).collect();
        all.sort_unstable();
        all
    };
    partners.iter().map(of).collect()
}

/// Whether both works of a pair claim metres of one stretch: two shapes that share half of the
/// shorter, or a line and a point beside it that stands for a line, since it claims metres.
fn lies_along(items: &[Item], (a, b): Pair, levels: &[u8; COUNT]) -> bool {
    let level = |feature: F| levels.get(feature as usize).copied().unwrap_or(u8::MAX);
    let unknown = FEATURES.get(F::Overlap as usize).map_or(0, |feature| feature.levels() - 1);
    let overlap = level(F::Overlap);
    if usize::from(overlap) < unknown {
        return overlap >= STRETCH_LEVEL;
    }
    let stands = |work: u32| {
        let item = usize::try_from(work).ok().and_then(|at| items.get(at));
        item.is_some_and(|item| length_of(item, 0.0).is_some())
    };
    level(F::Regime) == POINT_AND_LINE
        && level(F::Distance) <= STRETCH_NEAR
        && stands(a)
        && stands(b)
}

/// Length of the ground that a work claims metres of: of a line as it is drawn, of a point that
/// stands for one as it claims.
fn length_of(item: &Item, drawn_m: f64) -> Option<f64> {
    let claimed = claimed_m(item)?;
    match item.sketch.as_ref()?.kind {
        Kind::Line => Some(drawn_m),
        Kind::Point => Some(claimed),
        Kind::Area => None,
    }
}

/// Points of the pairs of two works that are put aside: the pair itself, and those with works that
/// are the same to both. They rise.
#[derive(Debug, Default)]
struct Aside {
    of_a: Vec<i32>,
    of_b: Vec<i32>,
}

struct Around<'a> {
    items: &'a [Item],
    known: &'a [Known],
    strengths: &'a [Vec<i32>],
    strong: &'a Strong,
    partners: &'a Partners,
    along: &'a [bool],
}

impl Around<'_> {
    fn others(&self, work: usize, pair: usize) -> impl Iterator<Item = &(usize, usize)> {
        self.partners.get(work).into_iter().flatten().filter(move |(number, _)| *number != pair)
    }

    /// Counts the works that stand between two: strong partners of both, and stronger than the two
    /// are of one another. Those that are not stronger are one with them as far as anybody can
    /// tell, and their pairs are put aside beside the pair itself.
    fn third(&self, a: usize, b: usize, own: i32, aside: &mut Aside) -> i32 {
        aside.of_a.clear();
        aside.of_b.clear();
        let of = |work: usize| self.strong.get(work).map(Vec::as_slice).unwrap_or_default();
        let (mut left, mut right, mut between) = (of(a), of(b), 0);
        while let (Some(((x, with_a), after_x)), Some(((y, with_b), after_y))) =
            (left.split_first(), right.split_first())
        {
            match x.cmp(y) {
                Ordering::Less => left = after_x,
                Ordering::Greater => right = after_y,
                Ordering::Equal => {
                    (left, right) = (after_x, after_y);
                    let weaker = *with_a.min(with_b);
                    if own >= STRONG && weaker - own <= STRONGER {
                        aside.of_a.push(*with_a);
                        aside.of_b.push(*with_b);
                    } else {
                        between += 1;
                    }
                }
            }
        }
        for list in [&mut aside.of_a, &mut aside.of_b] {
            list.push(own);
            list.sort_unstable();
        }
        between
    }

    /// The best of a work's points but those put aside, each once.
    fn best_other(&self, work: usize, aside: &[i32]) -> i32 {
        let mut aside = aside.iter().rev().peekable();
        let mut best = self.strengths.get(work).into_iter().flatten().rev();
        let other = best.find(|points| aside.next_if(|out| *out == *points).is_none());
        other.copied().unwrap_or(-ALONE)
    }

    /// Other pairs of a work that are as strong as its pair of some points but those put aside.
    fn as_strong(&self, work: usize, own: i32, aside: &[i32]) -> i32 {
        let all = self.strengths.get(work).map(Vec::as_slice).unwrap_or_default();
        let count = |of: &[i32]| of.len() - of.partition_point(|points| *points < own - AS_STRONG);
        // What is put aside is among them.
        i32::try_from(count(all).saturating_sub(count(aside))).unwrap_or(i32::MAX)
    }

    /// Metres that every work of the stretch of two works claims, over the longest.
    fn stretch(&self, a: usize, b: usize, pair: usize) -> f32 {
        if !self.lies(pair) {
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
            let (Some(metres), Some(length_m)) = (claimed_m(item), length_of(item, known.length_m))
            else {
                return f32::NAN;
            };
            claimed += metres;
            longest = longest.max(length_m);
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
        self.others(work, pair)
            .filter(|(number, other)| self.lies(*number) && near(*other))
            .map(|(_, other)| *other)
            .collect()
    }

    fn lies(&self, pair: usize) -> bool {
        self.along.get(pair).copied().unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
