//! Lines as the ground has them, of lines that were walked.
//!
//! A phone tells a place every second, each some metres off: the line that it draws is longer than
//! the way, turns at every step, and is a ball of yarn where somebody stood and talked. So places
//! within the error of one another are taken for one, in their middle. Who walks a road to its end
//! and back has drawn it twice: the way back is no second road.

use std::ops::RangeInclusive;

use super::{
    item::Item,
    measure::{SAMPLES, length, nearest, samples, segments},
    pair::error_m,
    set::claimed_m,
    sketch::{Kind, Sketch},
};
use crate::{facts::Capture, frame::Xy, plane::apart};

/// Places within so many times the error of their middle are one.
const ERRORS: f64 = 2.0;
/// The same at least and at most, metres.
const REACH_M: (f64, f64) = (5.0, 15.0);
/// Part of a walk at which it may turn back.
const HALFWAY: RangeInclusive<f64> = 0.35..=0.65;
/// A walk there and back ends where it began, but for this part of it.
const OPEN: f64 = 0.25;
/// Part of each way that runs beside the other.
const BESIDE: f64 = 0.85;
/// Cosine of the smallest angle between the way there and the way back: 120 degrees.
const AGAINST: f64 = -0.5;

/// The line of a work without what only the walking made; none where it is as it was drawn. Nobody
/// walks a line on a map.
pub(super) fn walked(item: &Item) -> Option<Sketch> {
    let given = item.sketch.as_ref().filter(|sketch| sketch.kind == Kind::Line)?;
    if item.capture == Some(Capture::Digitised) {
        return None;
    }
    let reach_m = (error_m(item) * ERRORS).clamp(REACH_M.0, REACH_M.1);
    let frame = given.frame(given);
    let drawn = given.plane(&frame);
    let smooth: Vec<Vec<Xy>> = drawn.iter().map(|line| smoothed(line, reach_m)).collect();
    let there: Vec<Vec<Xy>> = smooth.iter().map(|line| one_way(line, reach_m).to_vec()).collect();
    let total_m = |lines: &[Vec<Xy>]| lines.iter().map(|line| length(segments(line))).sum::<f64>();
    let (both_m, there_m) = (total_m(&smooth), total_m(&there));
    // Whoever claims the metres of both ways built on both sides of something.
    let is_both =
        claimed_m(item).is_some_and(|told_m| (told_m - both_m).abs() < (told_m - there_m).abs());
    let lines = if is_both { smooth } else { there };
    if lines == drawn { None } else { given.redrawn(&frame, &lines) }
}

/// A line whose vertices between its ends, in their order, are taken together as long as each lies
/// within reach of the middle of those before it.
fn smoothed(line: &[Xy], reach_m: f64) -> Vec<Xy> {
    let [first, between @ .., last] = line else { return line.to_vec() };
    let mut found = vec![*first];
    let (mut sum, mut count) = ([0.0; 2], 0.0_f64);
    for at in between {
        let middle = [sum[0] / count, sum[1] / count];
        if count > 0.0 && apart(middle, *at) > reach_m {
            found.push(middle);
            (sum, count) = ([0.0; 2], 0.0);
        }
        (sum, count) = ([sum[0] + at[0], sum[1] + at[1]], count + 1.0);
    }
    if count > 0.0 {
        found.push([sum[0] / count, sum[1] / count]);
    }
    found.push(*last);
    found
}

/// The way there of a line that goes there and back; any other line whole.
fn one_way(line: &[Xy], reach_m: f64) -> &[Xy] {
    let ways = turns(line).into_iter().filter_map(|at| Some((line.get(..=at)?, line.get(at..)?)));
    let mut back =
        ways.filter(|(there, back)| returns(back, there, reach_m) && returns(there, back, reach_m));
    back.next().map_or(line, |(there, _)| there)
}

/// Vertices at which a walk may have turned back: of those about halfway the one farthest from
/// where it began, and the one nearest to the half, for a way may lead round a corner.
fn turns(line: &[Xy]) -> Vec<usize> {
    let total_m = length(segments(line));
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    if apart(*first, *last) > OPEN * total_m {
        return Vec::new();
    }
    let mut upto_m = 0.0;
    let mut halfway: Vec<(usize, f64, f64)> = Vec::new();
    for (at, (a, b)) in (1..).zip(segments(line)) {
        upto_m += apart(a, b);
        if HALFWAY.contains(&(upto_m / total_m)) {
            halfway.push((at, apart(*first, b), (upto_m / total_m - 0.5).abs()));
        }
    }
    let farthest = halfway.iter().max_by(|x, y| x.1.total_cmp(&y.1));
    let middle = halfway.iter().min_by(|x, y| x.2.total_cmp(&y.2));
    farthest.into_iter().chain(middle).map(|(at, ..)| *at).collect()
}

/// Whether one way runs beside another, against it.
fn returns(way: &[Xy], other: &[Xy], reach_m: f64) -> bool {
    let points = samples(segments(way), SAMPLES);
    let is_beside = |(at, direction): &&(Xy, Xy)| {
        let near = nearest(other, *at);
        let cosine = direction[0] * near.direction[0] + direction[1] * near.direction[1];
        near.distance_m <= reach_m && cosine <= AGAINST
    };
    let beside = points.iter().filter(is_beside).fold(0.0, |sum, _| sum + 1.0);
    !points.is_empty() && beside >= BESIDE * f64::from(SAMPLES)
}

#[cfg(test)]
#[path = "track_tests.rs"]
mod tests;
