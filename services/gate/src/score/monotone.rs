//! Odds in the order that is known of a feature: works that agree better never score less.

use super::feature::{AGREE, CONFLICT, FEATURES, Scale, Slope};

/// Puts the cells that stand for the levels of a feature, the unknown one left out, in the order
/// that is known of it: along its steps, or from a contradiction by whatever lies between to an
/// agreement. Neighbours that break it are pooled by their weights (Barlow and others 1972).
pub fn order(feature: usize, odds: &mut [f64], cells: &[usize], weights: &[f64]) {
    let Some(known) = FEATURES.get(feature) else { return };
    match known.scale {
        Scale::Steps(_, Slope::Up) => pool_cells(odds, cells, weights, 1.0),
        Scale::Steps(_, Slope::Down) => pool_cells(odds, cells, weights, -1.0),
        Scale::Named(_) if known.is_agreement() => {
            let (Some(agree), Some(conflict)) = (cells.get(AGREE), cells.get(CONFLICT)) else {
                return;
            };
            for between in cells.iter().filter(|cell| *cell != agree && *cell != conflict) {
                pool_cells(odds, &[*conflict, *between, *agree], weights, 1.0);
            }
        }
        Scale::Steps(_, Slope::Free) | Scale::Named(_) => {}
    }
}

fn pool_cells(odds: &mut [f64], cells: &[usize], weights: &[f64], sign: f64) {
    let pick = |from: &[f64]| -> Vec<f64> {
        cells.iter().map(|cell| from.get(*cell).copied().unwrap_or_default()).collect()
    };
    let (mut pooled, weights) = (pick(odds), pick(weights));
    pool(&mut pooled, &weights, sign);
    for (cell, value) in cells.iter().zip(pooled) {
        if let Some(place) = odds.get_mut(*cell) {
            *place = value;
        }
    }
}

/// Makes values rise, times a sign, by pooling neighbours that do not.
fn pool(odds: &mut [f64], weights: &[f64], sign: f64) {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (odds, weight) in odds.iter().zip(weights) {
        blocks.push((sign * odds, weight.max(1e-6), 1));
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
    let mut places = odds.iter_mut();
    for (mean, _, count) in blocks {
        places.by_ref().take(count).for_each(|odds| *odds = sign * mean);
    }
}

#[cfg(test)]
#[path = "monotone_tests.rs"]
mod tests;
