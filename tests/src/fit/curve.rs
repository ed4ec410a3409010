//! The logistic curve, fast enough for boosting.

// The table reaches beyond every place that is asked for.
#![allow(clippy::indexing_slicing)]

use gate::score::logistic;

/// The logistic curve from a table, straight between its points: exact to some millionths, and the
/// same on every machine. It is asked for each row in each step of a fit.
pub struct Curve(Vec<f32>);

/// The curve is told this far either way.
const SPAN: f32 = 16.0;
/// Points of the curve for each unit of log-odds.
const STEPS: f32 = 64.0;

impl Curve {
    /// The table.
    pub fn new() -> Self {
        let points = (2.0 * SPAN * STEPS) as usize + 2;
        let odds = |at: usize| at as f64 / f64::from(STEPS) - f64::from(SPAN);
        Self((0..points).map(|at| logistic::chance(odds(at)) as f32).collect())
    }

    /// The chance at a score in log-odds.
    pub fn chance(&self, score: f32) -> f32 {
        let at = (score.clamp(-SPAN, SPAN) + SPAN) * STEPS;
        let low = at as usize;
        let (from, to) = (self.0[low], self.0[low + 1]);
        from + (to - from) * (at - low as f32)
    }

    /// Slope and curvature of the logistic loss of a row that is a duplicate (1) or none (0).
    pub fn pull(&self, score: f32, is_one: f32, weight: f32) -> (f64, f64) {
        let chance = self.chance(score);
        (f64::from(weight * (is_one - chance)), f64::from(weight * chance * (1.0 - chance)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_the_logistic_one_to_some_millionths() {
        let curve = Curve::new();
        for at in -3_300..3_300_i16 {
            let score = f32::from(at) / 200.0;
            let told = f64::from(curve.chance(score));
            let exact = logistic::chance(f64::from(score));
            assert!((told - exact).abs() < 5e-6, "{told} at {score}, and not {exact}");
        }
        assert!(curve.chance(-1e9) > 0.0 && curve.chance(1e9) < 1.0);
    }
}
