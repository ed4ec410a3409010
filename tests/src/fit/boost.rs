//! Fitting an additive model with a few joint tables: cyclic boosting of binned levels.
//!
//! Every step moves the levels of one feature, or the cells of one pair of
//! features, by a shrunken Newton step of the logistic loss; features with a
//! known direction are kept monotone by pooling neighbours that break it.

// Tables are indexed by levels that were counted when the tables were made.
#![allow(clippy::indexing_slicing)]

use gate::score::{
    feature::{COUNT, FEATURES},
    monotone,
};

use super::{curve::Curve, weights};

/// How a model is fitted.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Rounds over every row, before those that surely are no duplicates are thinned.
    pub warm_rounds: usize,
    /// Rounds over the single features before joint tables are chosen.
    pub first_rounds: usize,
    /// Rounds over everything afterwards.
    pub rounds: usize,
    /// Joint tables.
    pub joints: usize,
    /// They are chosen in so many waves, each after the rounds of the one before.
    pub waves: usize,
    /// Part of each step that is taken.
    pub rate: f64,
    /// Weight of staying at nothing, in units of the curvature, for a single level.
    pub keep_single: f64,
    /// The same for a joint cell.
    pub keep_joint: f64,
    /// Part of that weight that pulls every level to nothing.
    pub shrink: f64,
}

/// Log-odds below which a row is surely no duplicate.
const EASY_ODDS: f32 = -6.0;
/// Of those rows one of so many is kept, with the weight of all.
const EASY_ONE_OF: usize = 16;

/// Rows to fit on: levels, whether it is a duplicate, weight, and what is known beforehand (log-odds).
#[derive(Debug, Default)]
pub struct Rows {
    /// Levels of each feature.
    pub levels: Vec<[u8; COUNT]>,
    /// Whether both works are one.
    pub is_one: Vec<bool>,
    /// Weight.
    pub weight: Vec<f64>,
    /// Log-odds from an earlier part.
    pub before: Vec<f64>,
}

/// A fitted table of one or two features, in log-odds.
#[derive(Debug, Clone)]
pub struct Table {
    /// The feature.
    pub first: usize,
    /// The other of a joint table.
    pub second: Option<usize>,
    /// Log-odds of each level or cell.
    pub odds: Vec<f64>,
}

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Model {
    /// Log-odds of every row.
    pub base: f64,
    /// The tables.
    pub tables: Vec<Table>,
}

fn width(feature: usize) -> usize {
    FEATURES[feature].levels()
}

impl Table {
    fn single(first: usize) -> Self {
        Self { first, second: None, odds: vec![0.0; width(first)] }
    }

    fn joint(first: usize, second: usize) -> Self {
        Self { first, second: Some(second), odds: vec![0.0; width(first) * width(second)] }
    }

    /// Keeps every level within what its kind of evidence may weigh.
    fn bound(&mut self) {
        let unknown = self.odds.len() - 1;
        if let Some(second) = self.second {
            let (known, unknown) = weights::joint(self.first, second);
            let (high, wide) = (width(self.first), width(second));
            for (cell, odds) in self.odds.iter_mut().enumerate() {
                let is_unknown = cell / wide + 1 == high || cell % wide + 1 == wide;
                let most = if is_unknown { unknown } else { known };
                *odds = odds.clamp(-most, most);
            }
            return;
        }
        for (level, odds) in self.odds.iter_mut().enumerate() {
            let (least, most) = weights::bounds(self.first, level);
            let unknown = if level == unknown { weights::UNKNOWN } else { f64::INFINITY };
            *odds = odds.clamp(least.max(-unknown), most.min(unknown));
        }
    }

    /// Keeps every feature monotone whose direction is known, in a joint table along both axes: then
    /// works that agree better never score less, whatever else they have in common.
    fn straighten(&mut self, curvature: &[f64]) {
        let Some(second) = self.second else {
            let levels: Vec<usize> = (0..width(self.first) - 1).collect();
            monotone::order(self.first, &mut self.odds, &levels, curvature);
            return;
        };
        let (high, wide) = (width(self.first), width(second));
        for _ in 0..AXES_TURNS {
            for column in 0..wide {
                let cells: Vec<usize> = (0..high - 1).map(|at| at * wide + column).collect();
                monotone::order(self.first, &mut self.odds, &cells, curvature);
            }
            for row in 0..high {
                let cells: Vec<usize> = (0..wide - 1).map(|at| row * wide + at).collect();
                monotone::order(second, &mut self.odds, &cells, curvature);
            }
        }
    }
}

/// So many times both axes of a joint table are straightened in turn; each may bend the other.
const AXES_TURNS: usize = 3;

/// The rows at work: thinned, by column, with the score so far.
struct Work {
    columns: Vec<Vec<u8>>,
    is_one: Vec<f32>,
    weight: Vec<f32>,
    score: Vec<f32>,
    curve: Curve,
    base: f64,
    tables: Vec<Table>,
    /// Cell of every row in every table.
    cells: Vec<Vec<u16>>,
    /// How a table's odds have changed since the scores were summed: the next pass over the rows
    /// brings it in, so that a step is one pass.
    owed: Option<(usize, Vec<f32>)>,
}

impl Work {
    fn new(rows: &Rows) -> Self {
        let column = |feature: usize| rows.levels.iter().map(|levels| levels[feature]).collect();
        Self {
            columns: (0..COUNT).map(column).collect(),
            is_one: rows.is_one.iter().map(|one| f32::from(u8::from(*one))).collect(),
            weight: rows.weight.iter().map(|weight| *weight as f32).collect(),
            score: rows.before.iter().map(|before| *before as f32).collect(),
            curve: Curve::new(),
            base: 0.0,
            tables: Vec::new(),
            cells: Vec::new(),
            owed: None,
        }
    }

    fn add(&mut self, table: Table) {
        let first = &self.columns[table.first];
        let cell = |(row, level): (usize, &u8)| match table.second {
            None => u16::from(*level),
            Some(second) => {
                let wide = u16::try_from(width(second)).unwrap_or(u16::MAX);
                u16::from(*level) * wide + u16::from(self.columns[second][row])
            }
        };
        self.cells.push(first.iter().enumerate().map(cell).collect());
        self.tables.push(table);
    }

    /// Brings into the scores what is owed to them.
    fn settle(&mut self) {
        if let Some((table, change)) = self.owed.take() {
            for (score, cell) in self.score.iter_mut().zip(&self.cells[table]) {
                *score += change[usize::from(*cell)];
            }
        }
    }

    /// Slope and curvature of the loss at a row.
    fn pull(&self, row: usize) -> (f64, f64) {
        self.curve.pull(self.score[row], self.is_one[row], self.weight[row])
    }

    /// Keeps what can still tell; of the rest, which is surely no duplicate, one of some with the
    /// weight of all of them.
    fn thin(&mut self) {
        self.settle();
        let one_of = |row: usize| row.is_multiple_of(EASY_ONE_OF);
        let easy = |row: usize| self.is_one[row] == 0.0 && self.score[row] < EASY_ODDS;
        let kept: Vec<(usize, f32)> = (0..self.score.len())
            .filter(|row| !easy(*row) || one_of(*row))
            .map(|row| (row, if easy(row) { EASY_ONE_OF as f32 } else { 1.0 }))
            .collect();
        let weight = kept.iter().map(|(row, times)| self.weight[*row] * times).collect();
        let pick = |values: &Vec<f32>| kept.iter().map(|(row, _)| values[*row]).collect();
        (self.is_one, self.score, self.weight) = (pick(&self.is_one), pick(&self.score), weight);
        for column in &mut self.columns {
            *column = kept.iter().map(|(row, _)| column[*row]).collect();
        }
        for cells in &mut self.cells {
            *cells = kept.iter().map(|(row, _)| cells[*row]).collect();
        }
    }

    fn base_step(&mut self) {
        self.settle();
        let (mut slope, mut curvature) = (0.0, 1e-9);
        for row in 0..self.score.len() {
            let (s, c) = self.pull(row);
            (slope, curvature) = (slope + s, curvature + c);
        }
        let change: f64 = (slope / curvature).clamp(-1.0, 1.0);
        self.base += change;
        self.score.iter_mut().for_each(|score| *score += change as f32);
    }

    /// Slopes and curvatures of the loss, summed by the cells of a table; what is owed comes in on
    /// the way.
    fn sums(&mut self, at: usize) -> Vec<(f64, f64)> {
        let mut sums = vec![(0.0, 0.0); self.tables[at].odds.len()];
        let (before, change) = self.owed.take().unwrap_or((at, vec![0.0; sums.len()]));
        let curve = &self.curve;
        let rows = self.score.iter_mut().zip(&self.cells[before]).zip(&self.cells[at]);
        let facts = self.is_one.iter().zip(&self.weight);
        for (((score, last), cell), (is_one, weight)) in rows.zip(facts) {
            *score += change[usize::from(*last)];
            let (slope, curvature) = curve.pull(*score, *is_one, *weight);
            let sum: &mut (f64, f64) = &mut sums[usize::from(*cell)];
            *sum = (sum.0 + slope, sum.1 + curvature);
        }
        sums
    }

    fn step(&mut self, at: usize, plan: &Plan) {
        let sums = self.sums(at);
        let table = &mut self.tables[at];
        let keep = if table.second.is_some() { plan.keep_joint } else { plan.keep_single };
        let old = table.odds.clone();
        for (odds, (slope, curvature)) in table.odds.iter_mut().zip(&sums) {
            // The pull to nothing is part of the loss, so that rare levels stay near it.
            let move_by = (slope - keep * *odds * plan.shrink) / (curvature + keep);
            *odds += plan.rate * move_by.clamp(-2.0, 2.0);
        }
        let curvature: Vec<f64> = sums.iter().map(|(_, curvature)| *curvature).collect();
        table.straighten(&curvature);
        table.bound();
        let change = table.odds.iter().zip(&old).map(|(new, old)| (new - old) as f32).collect();
        self.owed = Some((at, change));
    }

    fn rounds(&mut self, rounds: usize, plan: &Plan) {
        for round in 0..rounds {
            if round < 8 || round % 4 == 0 {
                self.base_step();
            }
            for table in 0..self.tables.len() {
                self.step(table, plan);
            }
        }
        self.settle();
    }

    /// Adds tables for the pairs of features that would lower the loss most.
    fn join(&mut self, count: usize, may_join: &impl Fn(usize, usize) -> bool, plan: &Plan) {
        let pulls: Vec<(f64, f64)> = (0..self.score.len()).map(|row| self.pull(row)).collect();
        let telling: Vec<usize> = (0..pulls.len()).filter(|row| pulls[*row].1 > 1e-4).collect();
        let known = |first: usize, second: usize| {
            self.tables.iter().any(|table| (table.first, table.second) == (first, Some(second)))
        };
        let mut gains: Vec<(f64, usize, usize)> = Vec::new();
        for first in 0..COUNT {
            for second in first + 1..COUNT {
                if !may_join(first, second) || known(first, second) {
                    continue;
                }
                let wide = width(second);
                let mut cells = vec![(0.0_f64, 0.0_f64); width(first) * wide];
                let (one, two) = (&self.columns[first], &self.columns[second]);
                for row in &telling {
                    let at = usize::from(one[*row]) * wide + usize::from(two[*row]);
                    cells[at].0 += pulls[*row].0;
                    cells[at].1 += pulls[*row].1;
                }
                let gain = cells.iter().map(|(s, c)| s * s / (c + plan.keep_joint)).sum();
                gains.push((gain, first, second));
            }
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, first, second) in gains.into_iter().take(count) {
            self.add(Table::joint(first, second));
        }
    }
}

/// Fits a model on some features; joint tables are chosen among pairs that `may_join`.
pub fn fit(
    rows: &Rows,
    singles: &[usize],
    may_join: impl Fn(usize, usize) -> bool,
    plan: &Plan,
) -> Model {
    let mut work = Work::new(rows);
    singles.iter().for_each(|feature| work.add(Table::single(*feature)));
    work.rounds(plan.warm_rounds, plan);
    work.thin();
    work.rounds(plan.first_rounds, plan);
    for _ in 0..plan.waves {
        work.join(plan.joints / plan.waves.max(1), &may_join, plan);
        work.rounds(plan.rounds / plan.waves.max(1), plan);
    }
    Model { base: work.base, tables: work.tables }
}
