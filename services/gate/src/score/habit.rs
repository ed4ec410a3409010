//! What a list of works tells of its own habits.
//!
//! A card is fitted on many hands, and every list is written by others: here two works of one
//! price are rare, there every culvert costs the same. The chances that the card gives to the
//! pairs of a list are taken as what the pairs are, in part, and an additive model with one table a
//! feature is fitted to them: it can only repeat what holds throughout the list. Two thirds of the
//! points are the card's, one third the list's (self-training with soft labels; Nigam and others
//! 2000).

use super::{
    card::POINTS_TO_DOUBLE,
    feature::{COUNT, FEATURES},
    logistic::{chance, odds},
    monotone,
};

/// Chance from which a pair takes part; what lies below is surely no duplicate.
const FROM: f64 = 0.0002;
/// A list in which fewer duplicates are expected tells nothing of them.
const EXPECTED_MIN: f64 = 10.0;
/// At so many expected duplicates the list has half of its say.
const EXPECTED_HALF: f64 = 10.0;
/// Part of the points that are the list's when it has its whole say.
const PART: f64 = 1.0 / 3.0;
/// The list is learned from so many times, each from what the time before made of it.
const TURNS: usize = 2;
/// Rounds over the features.
const ROUNDS: usize = 12;
/// Part of each step that is taken.
const RATE: f64 = 0.4;
/// Weight of staying at nothing, in units of the curvature: a level that few pairs have tells little.
const KEEP: f64 = 200.0;
/// Part of that weight that pulls every level to nothing.
const SHRINK: f64 = 0.05;
/// The most that one step moves, log-odds.
const STEP_MAX: f64 = 2.0;

/// Points that a list gives by its own habits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Habit {
    /// The say of the list, 0 to 1: at 1 a third of the points are its own.
    pub say: f64,
    /// Points that every pair begins with.
    pub base: i32,
    /// Points of each level of each feature; none where the list tells nothing.
    pub points: Vec<Vec<i32>>,
}

impl Habit {
    /// Learns from the levels of the pairs and the chances that the card gives them.
    pub fn learn(levels: &[[u8; COUNT]], chances: &[f64]) -> Self {
        let (rows, given): (Vec<[u8; COUNT]>, Vec<f64>) = levels
            .iter()
            .zip(chances)
            .filter(|(_, chance)| **chance >= FROM)
            .map(|(levels, chance)| (*levels, *chance))
            .unzip();
        let expected: f64 = given.iter().sum();
        if expected < EXPECTED_MIN {
            return Self::default();
        }
        let card: Vec<f64> = given.iter().map(|chance| odds(*chance)).collect();
        let (mut taken, mut model) = (given, Model::default());
        for _ in 0..TURNS {
            model = Model::fit(&rows, &taken);
            let both = card.iter().zip(&model.scores);
            taken = both.map(|(card, list)| chance(f64::midpoint(*card, *list))).collect();
        }
        // In thousandths: the last digit of a sum hangs on the order of the pairs.
        let say = (expected / (expected + EXPECTED_HALF) * 1_000.0).round() / 1_000.0;
        // Log-odds of a level are far below what a whole number of points holds.
        #[allow(clippy::cast_possible_truncation)]
        let whole = |odds: &f64| {
            (odds / std::f64::consts::LN_2 * POINTS_TO_DOUBLE * say * PART).round() as i32
        };
        Self {
            say,
            base: whole(&model.base),
            points: model.odds.iter().map(|odds| odds.iter().map(whole).collect()).collect(),
        }
    }

    /// What the list gives to a level of a feature.
    pub fn given(&self, feature: usize, level: usize) -> i32 {
        self.points.get(feature).and_then(|points| points.get(level)).copied().unwrap_or_default()
    }

    /// What is taken of the card's points, so that list and card together weigh as much as the card.
    pub fn taken(&self, card: i32) -> i32 {
        // A part of whole points is no more than they are.
        #[allow(clippy::cast_possible_truncation)]
        let taken = (f64::from(card) * self.say * PART).round() as i32;
        -taken
    }

    /// The points of a pair to which the card gives some.
    pub fn together(&self, card: i32, levels: &[u8; COUNT]) -> i32 {
        let of_list: i32 =
            levels.iter().enumerate().map(|(at, level)| self.given(at, usize::from(*level))).sum();
        card + self.taken(card) + self.base + of_list
    }
}

/// An additive model of the features, log-odds.
#[derive(Default)]
struct Model {
    base: f64,
    odds: Vec<Vec<f64>>,
    scores: Vec<f64>,
}

impl Model {
    fn fit(rows: &[[u8; COUNT]], taken: &[f64]) -> Self {
        let (sum, count) =
            taken.iter().fold((0.0, 0.0), |(s, n), chance| (s + chance, n + 1.0_f64));
        let base = odds(sum / count.max(1.0));
        let odds = FEATURES.iter().map(|feature| vec![0.0; feature.levels()]).collect();
        let mut model = Self { base, odds, scores: vec![base; rows.len()] };
        for _ in 0..ROUNDS {
            for feature in 0..COUNT {
                model.step(feature, rows, taken);
            }
        }
        model
    }

    /// A Newton step of one feature's levels, kept in the order that is known of them.
    fn step(&mut self, feature: usize, rows: &[[u8; COUNT]], taken: &[f64]) {
        let Some(odds) = self.odds.get_mut(feature) else { return };
        let level = |levels: &[u8; COUNT]| levels.get(feature).copied().map_or(0, usize::from);
        let mut pulls = vec![(0.0, 0.0); odds.len()];
        for ((levels, taken), score) in rows.iter().zip(taken).zip(&self.scores) {
            let now = chance(*score);
            if let Some((slope, curvature)) = pulls.get_mut(level(levels)) {
                *slope += taken - now;
                *curvature += now * (1.0 - now);
            }
        }
        let old = odds.clone();
        for (odds, (slope, curvature)) in odds.iter_mut().zip(&pulls) {
            let move_by = (slope - KEEP * SHRINK * *odds) / (curvature + KEEP);
            *odds += RATE * move_by.clamp(-STEP_MAX, STEP_MAX);
        }
        let weights: Vec<f64> = pulls.iter().map(|(_, curvature)| curvature + KEEP).collect();
        let cells: Vec<usize> = (0..odds.len().saturating_sub(1)).collect();
        monotone::order(feature, odds, &cells, &weights);
        let change: Vec<f64> = odds.iter().zip(&old).map(|(new, old)| new - old).collect();
        for (levels, score) in rows.iter().zip(&mut self.scores) {
            *score += change.get(level(levels)).copied().unwrap_or_default();
        }
    }
}

#[cfg(test)]
#[path = "habit_tests.rs"]
mod tests;
