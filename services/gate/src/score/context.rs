//! What the other pairs of a set tell of a pair: better partners, and metres claimed twice.

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
/// Level of [`F::Overlap`] from which two lines share a stretch: half of the shorter.
const STRETCH_LEVEL: u8 = 4;
/// Works of a stretch lie within this many years.
const STRETCH_YEARS: u32 = 1;

/// Pairs of a work: number of the pair, the other work.
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
    let around = Around { items, known, points: &points, partners: &partners, overlaps: &overlaps };
    for (number, ((a, b), levels)) in pairs.iter().zip(levels.iter_mut()).enumerate() {
        let (Ok(a), Ok(b)) = (usize::try_from(*a), usize::try_from(*b)) else { continue };
        let own = points.get(number).copied().unwrap_or_default();
        let (best_a, best_b) = (around.best_other(a, number), around.best_other(b, number));
        set(levels, F::Ahead, as_f32(own.saturating_sub(best_a.max(best_b)).min(ALONE)));
        set(levels, F::AheadLess, as_f32(own.saturating_sub(best_a.min(best_b)).min(ALONE)));
        set(levels, F::Rivals, as_f32(around.as_strong(a, b, number, own - AS_STRONG)));
        set(levels, F::Between, as_f32(around.between(a, b, number)));
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

struct Around<'a> {
    items: &'a [Item],
    known: &'a [Known],
    points: &'a [i32],
    partners: &'a Partners,
    overlaps: &'a [u8],
}

impl Around<'_> {
    fn others(&self, work: usize, pair: usize) -> impl Iterator<Item = &(usize, usize)> {
        self.partners.get(work).into_iter().flatten().filter(move |(number, _)| *number != pair)
    }

    fn best_other(&self, work: usize, pair: usize) -> i32 {
        let points = |(number, _): &(usize, usize)| self.points.get(*number).copied();
        self.others(work, pair).filter_map(points).max().unwrap_or(-ALONE)
    }

    fn as_strong(&self, a: usize, b: usize, pair: usize, least: i32) -> i32 {
        let strong = |(number, _): &&(usize, usize)| {
            self.points.get(*number).is_some_and(|points| *points >= least)
        };
        let count = |work: usize| self.others(work, pair).filter(strong).count();
        i32::try_from(count(a) + count(b)).unwrap_or(i32::MAX)
    }

    /// Works that are strong partners of both.
    fn between(&self, a: usize, b: usize, pair: usize) -> i32 {
        let strong = |(number, other): &(usize, usize)| {
            self.points.get(*number).filter(|points| **points >= STRONG).map(|_| *other)
        };
        let mine: Vec<usize> = self.others(a, pair).filter_map(strong).collect();
        let both = self.others(b, pair).filter_map(strong).filter(|other| mine.contains(other));
        i32::try_from(both.count()).unwrap_or(i32::MAX)
    }

    /// Metres that every work of the stretch of two lines claims, over the longest line.
    fn stretch(&self, a: usize, b: usize, pair: usize) -> f32 {
        if self.overlaps.get(pair).is_none_or(|level| !self.lies_along(*level)) {
            return f32::NAN;
        }
        let mut works = vec![a, b];
        let year = |work: usize| self.items.get(work).map(|item| item.year);
        for work in [a, b] {
            for (number, other) in self.others(work, pair) {
                let along = self.overlaps.get(*number).is_some_and(|level| self.lies_along(*level));
                let near = year(*other)
                    .zip(year(work))
                    .is_some_and(|(x, y)| x.abs_diff(y) <= STRETCH_YEARS);
                if along && near && !works.contains(other) {
                    works.push(*other);
                }
            }
        }
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

    /// Whether a level of the overlap is known and at least a half.
    fn lies_along(&self, level: u8) -> bool {
        let unknown = FEATURES.get(F::Overlap as usize).map_or(0, |feature| feature.levels() - 1);
        level >= STRETCH_LEVEL && usize::from(level) < unknown
    }
}
