//! Fitting an additive model with a few joint tables: cyclic boosting of binned levels.
//!
//! Every step moves the levels of one feature, or the cells of one pair of
//! features, by a shrunken Newton step of the logistic loss; features with a
//! known direction are kept monotone by pooling neighbours that break it.

// Tables are indexed by levels that were counted when the tables were made.
#![allow(clippy::indexing_slicing)]

use gate::score::feature::{COUNT, FEATURES, Scale, Slope};

use super::weights;

/// How a model is fitted.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Rounds over the single features before joint tables are chosen.
    pub first_rounds: usize,
    /// Rounds over everything afterwards.
    pub rounds: usize,
    /// Joint tables.
    pub joints: usize,
    /// Part of each step that is taken.
    pub rate: f64,
    /// Weight of staying at nothing, in units of the curvature, for a single level.
    pub keep_single: f64,
    /// The same for a joint cell.
    pub keep_joint: f64,
}

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

    fn cell(&self, levels: &[u8; COUNT]) -> usize {
        let first = usize::from(levels[self.first]);
        match self.second {
            None => first,
            Some(second) => first * width(second) + usize::from(levels[second]),
        }
    }

    /// Keeps every level within what its kind of evidence may weigh.
    fn bound(&mut self) {
        let unknown = self.odds.len() - 1;
        if self.second.is_some() {
            self.odds
                .iter_mut()
                .for_each(|odds| *odds = odds.clamp(-weights::JOINT, weights::JOINT));
            return;
        }
        for (level, odds) in self.odds.iter_mut().enumerate() {
            let (least, most) = weights::bounds(self.first, level);
            let unknown = if level == unknown { weights::UNKNOWN } else { f64::INFINITY };
            *odds = odds.clamp(least.max(-unknown), most.min(unknown));
        }
    }

    /// Keeps a single feature monotone where its direction is known.
    fn straighten(&mut self, curvature: &[f64]) {
        let Scale::Steps(_, slope) = FEATURES[self.first].scale else { return };
        if self.second.is_some() || slope == Slope::Free {
            return;
        }
        let known = self.odds.len() - 1;
        let sign = if slope == Slope::Up { 1.0 } else { -1.0 };
        let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
        for (odds, curvature) in self.odds.iter().zip(curvature).take(known) {
            blocks.push((sign * odds, curvature.max(1e-6), 1));
            while let [.., (low, low_weight, low_count), (high, high_weight, high_count)] =
                blocks.as_slice()
            {
                if low <= high {
                    break;
                }
                let weight = low_weight + high_weight;
                let mean = (low * low_weight + high * high_weight) / weight;
                let merged = (mean, weight, low_count + high_count);
                blocks.truncate(blocks.len() - 2);
                blocks.push(merged);
            }
        }
        let mut level = 0;
        for (mean, _, count) in blocks {
            for _ in 0..count {
                self.odds[level] = sign * mean;
                level += 1;
            }
        }
    }
}

/// Slope and curvature of the loss in every cell.
fn gradients(table: &Table, rows: &Rows, score: &[f64], cells: &mut [(f64, f64)]) {
    cells.fill((0.0, 0.0));
    for (row, levels) in rows.levels.iter().enumerate() {
        let chance = 1.0 / (1.0 + (-score[row]).exp());
        let weight = rows.weight[row];
        let cell = &mut cells[table.cell(levels)];
        cell.0 += weight * (f64::from(u8::from(rows.is_one[row])) - chance);
        cell.1 += weight * chance * (1.0 - chance);
    }
}

fn step(table: &mut Table, rows: &Rows, score: &mut [f64], plan: &Plan) {
    let mut cells = vec![(0.0, 0.0); table.odds.len()];
    gradients(table, rows, score, &mut cells);
    let keep = if table.second.is_some() { plan.keep_joint } else { plan.keep_single };
    let old = table.odds.clone();
    for (odds, (slope, curvature)) in table.odds.iter_mut().zip(&cells) {
        // The pull to nothing is part of the loss, so that rare levels stay near it.
        let move_by = (slope - keep * *odds * 0.05) / (curvature + keep);
        *odds += plan.rate * move_by.clamp(-2.0, 2.0);
    }
    let curvature: Vec<f64> = cells.iter().map(|(_, curvature)| *curvature).collect();
    table.straighten(&curvature);
    table.bound();
    let change: Vec<f64> = table.odds.iter().zip(&old).map(|(new, old)| new - old).collect();
    for (row, levels) in rows.levels.iter().enumerate() {
        score[row] += change[table.cell(levels)];
    }
}

fn base_step(base: &mut f64, rows: &Rows, score: &mut [f64]) {
    let (mut slope, mut curvature) = (0.0, 1e-9);
    for (row, score) in score.iter().enumerate() {
        let chance = 1.0 / (1.0 + (-score).exp());
        slope += rows.weight[row] * (f64::from(u8::from(rows.is_one[row])) - chance);
        curvature += rows.weight[row] * chance * (1.0 - chance);
    }
    let change = (slope / curvature).clamp(-1.0, 1.0);
    *base += change;
    score.iter_mut().for_each(|score| *score += change);
}

/// Fits a model on some features; joint tables are chosen among pairs that `may_join`.
pub fn fit(
    rows: &Rows,
    singles: &[usize],
    may_join: impl Fn(usize, usize) -> bool,
    plan: &Plan,
) -> Model {
    let mut score = rows.before.clone();
    let mut base = 0.0;
    let mut tables: Vec<Table> = singles.iter().map(|feature| Table::single(*feature)).collect();
    for round in 0..plan.first_rounds {
        if round < 8 || round % 4 == 0 {
            base_step(&mut base, rows, &mut score);
        }
        for table in &mut tables {
            step(table, rows, &mut score, plan);
        }
    }
    tables.extend(joints(rows, &score, may_join, plan));
    for round in 0..plan.rounds {
        if round % 4 == 0 {
            base_step(&mut base, rows, &mut score);
        }
        for table in &mut tables {
            step(table, rows, &mut score, plan);
        }
    }
    Model { base, tables }
}

/// The pairs of features that would lower the loss most.
fn joints(
    rows: &Rows,
    score: &[f64],
    may_join: impl Fn(usize, usize) -> bool,
    plan: &Plan,
) -> Vec<Table> {
    let slopes: Vec<(f32, f32)> = rows
        .levels
        .iter()
        .enumerate()
        .map(|(row, _)| {
            let chance = 1.0 / (1.0 + (-score[row]).exp());
            let slope = f64::from(u8::from(rows.is_one[row])) - chance;
            let weight = rows.weight[row];
            // Sums of many small parts decide only an order here.
            ((weight * slope) as f32, (weight * chance * (1.0 - chance)) as f32)
        })
        .collect();
    let telling: Vec<usize> = (0..slopes.len()).filter(|row| slopes[*row].1 > 1e-5).collect();
    let mut gains: Vec<(f64, usize, usize)> = Vec::new();
    for first in 0..COUNT {
        for second in first + 1..COUNT {
            if !may_join(first, second) {
                continue;
            }
            let wide = width(second);
            let mut cells = vec![(0.0_f64, 0.0_f64); width(first) * wide];
            for row in &telling {
                let levels = &rows.levels[*row];
                let at = usize::from(levels[first]) * wide + usize::from(levels[second]);
                cells[at].0 += f64::from(slopes[*row].0);
                cells[at].1 += f64::from(slopes[*row].1);
            }
            let gain = cells.iter().map(|(s, c)| s * s / (c + plan.keep_joint)).sum();
            gains.push((gain, first, second));
        }
    }
    gains.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    gains.iter().take(plan.joints).map(|(_, first, second)| Table::joint(*first, *second)).collect()
}
