//! What is usual: how often each level of each feature is met. A fact counts by how far it lies from
//! that ([`super::card::given`]).

use std::sync::LazyLock;

use super::feature::{COUNT, F, FEATURES};

/// Parts of each feature's levels; they add up to one.
#[derive(Debug, Clone)]
pub struct Usual(Vec<Vec<f64>>);

/// What few works have: without it a pair is as usual as any.
const SELDOM: [F; 1] = [F::Photo];
/// So many pairs weigh as much as what is usual without a list.
const FEW: f64 = 50.0;

static EVEN: LazyLock<Usual> = LazyLock::new(|| {
    let parts = |levels: usize| {
        let known = u32::try_from(levels.saturating_sub(1)).unwrap_or(u32::MAX);
        let mut parts = vec![1.0 / f64::from(known.max(1)); levels];
        if let Some(unknown) = parts.last_mut() {
            *unknown = 0.0;
        }
        parts
    };
    Usual(FEATURES.iter().map(|feature| parts(feature.levels())).collect())
});

impl Usual {
    /// As the compared pairs of a list have them, and as [`Usual::even`] as far as these are few:
    /// of a single pair nothing is usual yet.
    pub fn of(levels: &[[u8; COUNT]]) -> Self {
        let mut counts: Vec<Vec<u32>> =
            FEATURES.iter().map(|feature| vec![0; feature.levels()]).collect();
        for pair in levels {
            for (counts, level) in counts.iter_mut().zip(pair) {
                if let Some(count) = counts.get_mut(usize::from(*level)) {
                    *count = count.saturating_add(1);
                }
            }
        }
        let parts = |(counts, even): (Vec<u32>, &Vec<f64>)| {
            let all: f64 = counts.iter().copied().map(f64::from).sum();
            let part = |(count, even): (u32, &f64)| (f64::from(count) + even * FEW) / (all + FEW);
            counts.into_iter().zip(even).map(part).collect()
        };
        Self(counts.into_iter().zip(&EVEN.0).map(parts).collect())
    }

    /// Where there is no list: what is known, each level alike.
    pub fn even() -> &'static Self {
        &EVEN
    }

    /// Beside two works of which no list tells what is usual. What is unknown of them, or what both
    /// are silent on, is no evidence: there a feature counts nothing, and from there it counts where
    /// silence is a level of its own or the rule. Of any other each known level is as usual as the
    /// next.
    pub fn beside(levels: &[u8; COUNT]) -> Self {
        let mut usual = Self::even().clone();
        let all = usual.0.iter_mut().zip(FEATURES).zip(levels).enumerate();
        for (number, ((parts, feature), level)) in all {
            let unknown = feature.levels() - 1;
            let is_seldom = SELDOM.iter().any(|seldom| *seldom as usize == number);
            let is_unknown = usize::from(*level) >= unknown || is_seldom;
            let nothing = if is_unknown { Some(unknown) } else { feature.silent() };
            let Some(nothing) = nothing else { continue };
            for (at, part) in parts.iter_mut().enumerate() {
                *part = f64::from(u8::from(at == nothing));
            }
        }
        usual
    }

    /// The mean of what the levels of a feature give.
    pub fn mean(&self, feature: usize, points: impl IntoIterator<Item = f64>) -> f64 {
        let parts = self.0.get(feature).into_iter().flatten();
        parts.zip(points).map(|(part, points)| part * points).sum()
    }
}
