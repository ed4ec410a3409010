//! Lines of more vertices than anybody measures with, thinned.

use super::geometry::DEGREE_M;
use crate::{
    frame::Xy,
    plane::{foot, squared},
};

/// The most vertices that a line keeps.
pub(super) const VERTICES_MAX: usize = 1_000;
/// What is left out lies this close to what is kept, metres: a small part of a phone's error.
const TOLERANCE_M: f64 = 0.1;

/// A line in degrees as it is, or when it has more than [`VERTICES_MAX`] vertices those that tell
/// its shape (Douglas and Peucker 1973), both ends among them. The tolerance doubles until they are
/// few enough: a line that then still turns is hundreds of kilometres long or a scribble.
pub(super) fn thinned(line: Vec<Xy>) -> Vec<Xy> {
    if line.len() <= VERTICES_MAX {
        return line;
    }
    let weights_m = weights(&line);
    let kept = |least_m: f64| weights_m.iter().filter(|weight_m| **weight_m > least_m).count();
    let mut tolerance_m = TOLERANCE_M;
    while kept(tolerance_m) > VERTICES_MAX && tolerance_m.is_finite() {
        tolerance_m *= 2.0;
    }
    let last = line.len() - 1;
    let tells = |at: usize, weight_m: f64| at == 0 || at == last || weight_m > tolerance_m;
    let numbered = line.into_iter().zip(weights_m).enumerate();
    numbered.filter(|(at, (_, weight_m))| tells(*at, *weight_m)).map(|(_, (at, _))| at).collect()
}

/// For each vertex the largest tolerance at which it is kept, metres; 0 below [`TOLERANCE_M`].
fn weights(line: &[Xy]) -> Vec<f64> {
    let mut weights_m = vec![0.0; line.len()];
    for end in [0, line.len().saturating_sub(1)] {
        weights_m.get_mut(end).into_iter().for_each(|weight| *weight = f64::INFINITY);
    }
    // Runs still to be looked at, each with the weight of what made it a run: no vertex is kept
    // where that is not.
    let mut runs = vec![(0, line.len().saturating_sub(1), f64::INFINITY)];
    while let Some((from, to, above_m)) = runs.pop() {
        let (Some(a), Some(b)) = (line.get(from), line.get(to)) else { continue };
        let inner = line.iter().enumerate().take(to).skip(from + 1);
        let off = inner.map(|(at, vertex)| (squared(*vertex, foot(*vertex, (*a, *b)).1), at));
        let farthest = off.reduce(|best, one| if one.0 > best.0 { one } else { best });
        let Some((off_2, at)) = farthest else { continue };
        let weight_m = above_m.min(off_2.sqrt() * DEGREE_M);
        if weight_m > TOLERANCE_M
            && let Some(weight) = weights_m.get_mut(at)
        {
            *weight = weight_m;
            runs.extend([(from, at, weight_m), (at, to, weight_m)]);
        }
    }
    weights_m
}

#[cfg(test)]
#[path = "thin_tests.rs"]
mod tests;
