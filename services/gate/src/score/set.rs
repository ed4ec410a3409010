//! A whole set of works scored: every pair that is looked at, with its points and its chance.

use std::thread;

use super::{
    block::{Pair, pairs},
    card::{Card, POINTS_TO_DOUBLE, chance as chance_at, levels},
    context,
    feature::{COUNT, F, Values},
    habit::Habit,
    item::{Item, Unit},
    known::{Known, known},
    logistic::{self, odds},
    pair::{Side, values},
    sketch::Kind,
    usual::Usual,
};

/// Threads that measure and sum.
const THREADS: usize = 2;
/// Rounds in which the share of duplicates of a set is estimated.
const ROUNDS: usize = 60;
/// The share may move by this many points either way.
const SHIFT_MAX: f64 = 60.0;
/// How much of the move is believed: works of another make look in part like another share.
const BELIEVED: f64 = 0.88;
/// Pairs below this many do not tell a share.
const PAIRS_MIN: usize = 50;
/// Chance from which a pair tells of the share: how many pairs are surely none depends on how dense
/// the works lie, not on how many are claimed twice.
pub const TELLING: f64 = 0.001;

/// A set ready for scoring.
#[derive(Debug)]
pub struct Set<'a> {
    items: &'a [Item],
    known: Vec<Known>,
    /// Every pair that is looked at, in order.
    pub pairs: Vec<Pair>,
    /// The levels of each pair.
    pub levels: Vec<[u8; COUNT]>,
}

/// A pair with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Place of the pair in the set.
    pub pair: usize,
    /// Points of the two works alone.
    pub alone: i32,
    /// All points of the card, the set's own share of duplicates included.
    pub card: i32,
    /// The points of card and list together.
    pub points: i32,
    /// The chance that both are one work.
    pub chance: f64,
}

/// The scores of a set.
#[derive(Debug)]
pub struct Scores {
    /// Every pair, in the order of the set.
    pub all: Vec<Scored>,
    /// Points by which the set's share of duplicates moves each score.
    pub shift: i32,
    /// The share of duplicates that the scores rest on, among the pairs that tell of it.
    pub share: f64,
    /// What the set told of its own habits.
    pub habit: Habit,
    /// What is usual among the pairs of the set.
    pub usual: Usual,
}

impl<'a> Set<'a> {
    /// Finds and measures the pairs of a set.
    pub fn new(items: &'a [Item]) -> Self {
        let known = known(items);
        let pairs = pairs(items, &known);
        let levels = measured(items, &known, &pairs);
        Self { items, known, pairs, levels }
    }

    /// The two works of a pair.
    pub fn sides(&self, pair: Pair) -> Option<(Side<'_>, Side<'_>)> {
        let side = |number: u32| {
            let at = usize::try_from(number).ok()?;
            Some(Side { item: self.items.get(at)?, known: self.known.get(at)? })
        };
        Some((side(pair.0)?, side(pair.1)?))
    }

    /// The values of a pair, the context of a set excepted.
    pub fn values(&self, pair: Pair) -> Option<Values> {
        let (a, b) = self.sides(pair)?;
        let mut values = values(a, b);
        surroundings(&mut values, a, b);
        Some(values)
    }

    /// Fills in what the points of other pairs tell; the card's first part must be fitted.
    pub fn look_around(&mut self, card: &Card) -> Vec<i32> {
        context::fill(self.items, &self.known, &self.pairs, &card.pair, &mut self.levels)
    }

    /// Scores every pair.
    pub fn score(&mut self, card: &Card) -> Scores {
        let alone = self.look_around(card);
        let added = spread(&self.levels, |levels| card.set.base + card.set.sum(levels));
        let total: Vec<i32> = alone.iter().zip(added).map(|(alone, added)| alone + added).collect();
        let chances: Vec<f64> = total.iter().map(|points| card.set.chance(*points)).collect();
        let prevalence = f64::from(card.prevalence) / 10_000.0;
        let shift = shift(&chances, prevalence);
        let chances: Vec<f64> = chances.into_iter().map(|chance| moved(chance, shift)).collect();
        let habit = match card.list.is_empty() {
            true => Habit::default(),
            false => Habit::learn(&self.levels, &chances),
        };
        let of_card = total.iter().map(|points| points + shift);
        let all = chances
            .iter()
            .zip(alone.iter().zip(of_card).zip(&self.levels))
            .enumerate()
            .map(|(pair, (chance, ((alone, of_card), levels)))| {
                let points = habit.together(of_card, levels);
                let chance = between(*chance, chance_at(&card.list, points), habit.say);
                Scored { pair, alone: *alone, card: of_card, points, chance }
            })
            .collect();
        let odds = |share: f64| share / (1.0 - share);
        let told = odds(prevalence.clamp(0.0, 0.9)) * (f64::from(shift) / POINTS_TO_DOUBLE).exp2();
        Scores { all, shift, share: told / (1.0 + told), habit, usual: Usual::of(&self.levels) }
    }
}

/// A chance with the odds moved by points.
fn moved(chance: f64, points: i32) -> f64 {
    let odds = chance / (1.0 - chance).max(1e-9) * (f64::from(points) / POINTS_TO_DOUBLE).exp2();
    odds / (1.0 + odds)
}

/// A chance whose log-odds lie between those of two others, so far towards the second.
fn between(one: f64, two: f64, far: f64) -> f64 {
    if far == 0.0 { one } else { logistic::chance((1.0 - far) * odds(one) + far * odds(two)) }
}

/// Points by which the odds of a set differ from those of the card: the share of duplicates that
/// explains its own scores (Saerens, Latinne, Decaestecker 2002), rounded to whole points.
fn shift(chances: &[f64], prevalence: f64) -> i32 {
    let chances: Vec<f64> = chances.iter().copied().filter(|p| *p >= TELLING).collect();
    if chances.len() < PAIRS_MIN || !(0.0001..0.9).contains(&prevalence) {
        return 0;
    }
    let count = chances.iter().fold(0.0, |sum, _| sum + 1.0);
    let mut share = prevalence;
    for _ in 0..ROUNDS {
        let (up, down) = (share / prevalence, (1.0 - share) / (1.0 - prevalence));
        let expected: f64 =
            chances.iter().map(|p| p * up / (p * up + (1.0 - p) * down).max(1e-12)).sum();
        share = (expected / count).clamp(1e-5, 0.9);
    }
    let odds = (share / (1.0 - share)) / (prevalence / (1.0 - prevalence));
    // Clamped to a few dozen before the conversion.
    #[allow(clippy::cast_possible_truncation)]
    let points =
        (odds.log2() * POINTS_TO_DOUBLE * BELIEVED).clamp(-SHIFT_MAX, SHIFT_MAX).round() as i32;
    points
}

fn measured(items: &[Item], known: &[Known], pairs: &[Pair]) -> Vec<[u8; COUNT]> {
    let side = |number: u32| {
        let at = usize::try_from(number).ok()?;
        Some(Side { item: items.get(at)?, known: known.get(at)? })
    };
    let one = |pair: &Pair| {
        let (Some(a), Some(b)) = (side(pair.0), side(pair.1)) else { return [0; COUNT] };
        let mut values = values(a, b);
        surroundings(&mut values, a, b);
        levels(&values)
    };
    spread(pairs, one)
}

/// One result for each, in order, worked out on all threads.
pub(super) fn spread<T: Sync, R: Send>(of: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (one, part) = (&one, of.len().div_ceil(THREADS).max(1));
    thread::scope(|scope| {
        let running: Vec<_> = of
            .chunks(part)
            .map(|chunk| scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

/// What the works around tell of two works.
fn surroundings(values: &mut Values, a: Side<'_>, b: Side<'_>) {
    let count = |number: u32| u16::try_from(number).map_or(f32::MAX, f32::from);
    let (one, two) = (a.known, b.known);
    let same = values.get(F::SamePin) > 0.5;
    let less = |number: u32, by: bool| number.saturating_sub(u32::from(by));
    let pin = less(one.pin, same).max(less(two.pin, same));
    values.set(F::PinCrowd, count(pin));
    values.set(F::Mix, count(one.mix.max(two.mix)));
    let points = [a, b]
        .iter()
        .all(|side| side.item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Point));
    if points {
        values.set(F::MixLess, count(one.mix.min(two.mix)));
    }
    let near = values.get(F::Distance) < 60.0;
    values.set(F::Cluster, count(less(one.cluster, near).max(less(two.cluster, near))));
    if one.outlying.is_finite() || two.outlying.is_finite() {
        // Single precision is enough for a level.
        #[allow(clippy::cast_possible_truncation)]
        values.set(F::Outlying, one.outlying.max(two.outlying) as f32);
    }
    if values.get(F::SameName) > 0.5 {
        values.set(F::NameTwins, count(less(one.name_twins, true)));
    }
    if values.get(F::Cost) >= 1.0 {
        values.set(F::CostTwins, count(less(one.cost_twins, true)));
    }
}

/// Metres that a work claims, if it tells them.
pub(super) fn claimed_m(item: &Item) -> Option<f64> {
    (item.unit == Unit::Length && item.volume > 0.0).then_some(item.volume)
}

#[cfg(test)]
#[path = "set_tests.rs"]
mod tests;
