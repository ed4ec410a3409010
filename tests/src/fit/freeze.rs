//! A fitted model frozen into whole points, and its sums set against what they turned out to be.

// Tables are indexed by levels that were counted when the tables were made.
#![allow(clippy::indexing_slicing)]

use gate::score::{
    card::{Card, Joint, POINTS_TO_DOUBLE, Part, Single},
    feature::{AGREE, CONFLICT, F, FEATURES},
    logistic::chance,
};

use super::boost::Model;

/// The table of chances reaches this far either way, points.
const SPAN_POINTS: i32 = 200;
/// Steps of the table of chances, points.
const STEP_POINTS: usize = 5;
/// Chances are told in millionths.
const MILLION: f64 = 1_000_000.0;
/// Rounds over the slopes of the line of chances.
const CALIBRATION_ROUNDS: usize = 40;
/// Weight of the natural slope.
const PULL: f64 = 3_000.0;

/// Log-odds of one point.
pub fn odds_of_point() -> f64 {
    std::f64::consts::LN_2 / POINTS_TO_DOUBLE
}

fn whole(odds: f64) -> i32 {
    let points = (odds / odds_of_point()).round().clamp(-500.0, 500.0);
    // The range is checked before the conversion.
    points as i32
}

/// A model as a part of the card.
pub fn freeze(model: &Model) -> Part {
    let mut part = Part { base: whole(model.base), ..Part::default() };
    for table in &model.tables {
        let mut points: Vec<i32> = table.odds.iter().map(|odds| whole(*odds)).collect();
        never_hidden(table.first, table.second, &mut points);
        match table.second {
            None => part.singles.push(Single { feature: table.first, points }),
            Some(second) => {
                let points = never_led(table.first, second, points);
                part.joints.push(Joint { features: (table.first, second), points });
            }
        }
    }
    part.joints.sort_by_key(|joint| joint.features);
    part
}

/// What a work costs everybody knows who pays for it: left out it speaks no worse against a pair
/// than the cost that speaks worst, or leaving it out would hide a double.
fn never_hidden(first: usize, second: Option<usize>, points: &mut [i32]) {
    let cost = F::Cost as usize;
    let wide = second.map_or(1, |second| FEATURES[second].levels());
    let (step, count, others) = match second {
        _ if first == cost => (wide, FEATURES[first].levels(), (0..wide).collect::<Vec<_>>()),
        Some(second) if second == cost => {
            (1, wide, (0..FEATURES[first].levels()).map(|row| row * wide).collect())
        }
        _ => return,
    };
    for other in others {
        let known = (0..count - 1).map(|level| points[other + level * step]);
        let worst = known.min().unwrap_or_default();
        let unknown = other + (count - 1) * step;
        points[unknown] = points[unknown].max(worst);
    }
}

/// Lowers what contradicts to what agrees, in every row of a joint table: straightening one axis may
/// leave the other a point off. Points only fall, so it comes to an end.
fn never_led(first: usize, second: usize, mut points: Vec<i32>) -> Vec<i32> {
    let (high, wide) = (FEATURES[first].levels(), FEATURES[second].levels());
    let mut rows = Vec::new();
    if FEATURES[first].is_agreement() {
        rows.extend((0..wide).map(|at| (CONFLICT * wide + at, AGREE * wide + at)));
    }
    if FEATURES[second].is_agreement() {
        rows.extend((0..high).map(|at| (at * wide + CONFLICT, at * wide + AGREE)));
    }
    while let Some((against, with)) =
        rows.iter().find(|(against, with)| points[*against] > points[*with])
    {
        points[*against] = points[*with];
    }
    points
}

/// Table of chances: sums of points against the log-odds that fit best, a broken line over the
/// points whose slope never turns.
pub fn chances(seen: &[(i32, bool)]) -> Vec<(i32, i32)> {
    let line = Line::fit(seen);
    (-SPAN_POINTS..=SPAN_POINTS)
        .step_by(STEP_POINTS)
        .map(|points| {
            let chance = chance(line.odds(f64::from(points)));
            (points, (chance * MILLION).round().clamp(1.0, MILLION - 1.0) as i32)
        })
        .collect()
}

/// Log-odds by points: straight between knots.
struct Line([f64; KNOTS.len() + 1]);

/// Where the line may bend, points.
const KNOTS: [f64; 5] = [-60.0, -25.0, 0.0, 25.0, 60.0];

impl Line {
    /// How far each piece of the line has been followed at some points.
    fn pieces(points: f64) -> [f64; KNOTS.len() + 1] {
        let mut pieces = [0.0; KNOTS.len() + 1];
        let mut low = f64::NEG_INFINITY;
        for (piece, high) in pieces.iter_mut().skip(1).zip(KNOTS.into_iter().skip(1)) {
            let from = if low.is_finite() { low } else { -200.0 };
            *piece = (points.min(high) - from).max(0.0);
            low = high;
        }
        let [first, .., last] = &mut pieces;
        *first = 1.0;
        *last = (points - low).max(0.0);
        pieces
    }

    fn odds(&self, points: f64) -> f64 {
        Self::pieces(points).iter().zip(&self.0).map(|(piece, slope)| piece * slope).sum()
    }

    /// Gradient steps with curvature, one coordinate after another; slopes stay positive.
    fn fit(seen: &[(i32, bool)]) -> Self {
        let natural = odds_of_point();
        let mut line = Self([natural; KNOTS.len() + 1]);
        if let Some(first) = line.0.first_mut() {
            *first = -200.0 * natural;
        }
        let rows: Vec<([f64; KNOTS.len() + 1], f64)> = seen
            .iter()
            .map(|(points, one)| (Self::pieces(f64::from(*points)), f64::from(u8::from(*one))))
            .collect();
        for _ in 0..CALIBRATION_ROUNDS {
            for at in 0..line.0.len() {
                let (mut slope, mut curvature) = (0.0, 1e-9);
                for (pieces, one) in &rows {
                    let odds: f64 = pieces.iter().zip(&line.0).map(|(p, s)| p * s).sum();
                    let chance = chance(odds);
                    let piece = pieces.get(at).copied().unwrap_or_default();
                    slope += piece * (one - chance);
                    curvature += piece * piece * chance * (1.0 - chance);
                }
                let Some(value) = line.0.get_mut(at) else { continue };
                let pull = if at == 0 { 0.0 } else { PULL };
                let change = (slope - pull * (*value - natural)) / (curvature + pull);
                *value += change.clamp(-1.0, 1.0);
                if at > 0 {
                    *value = value.max(natural / 10.0);
                }
            }
        }
        line
    }
}

/// The card of both parts.
pub fn card(pair: Part, set: Part, prevalence: f64, (warn, block): (f64, f64)) -> Card {
    let share = |chance: f64| (chance * 10_000.0).round() as i32;
    Card {
        pair,
        set,
        warn: share(warn),
        block: share(block),
        prevalence: share(prevalence),
        ..Card::default()
    }
}
