//! Two shapes measured against each other. Of several parts the nearest tell the distance, and what
//! is shared is summed over all.

use super::sketch::{Kind, Sketch};
use crate::{
    frame::Xy,
    plane::{apart, foot, squared},
};

/// Samples of the shorter line.
pub(super) const SAMPLES: u16 = 24;
/// Half the width of the corridor in which two lines run together, metres: at least and at most.
/// Between, it follows the errors of both, for a walked line is off as a whole.
const CORRIDOR_M: (f64, f64) = (15.0, 40.0);
/// So many times both errors together.
const CORRIDOR_ERRORS: f64 = 2.0;
/// Cosine of the largest angle between lines that run together: 45 degrees.
const TOGETHER: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// A sample whose nearest point is an end of the other lies beside it within this, metres.
const END_M: f64 = 2.0;
/// Points of a side of the raster by which areas are compared: of what fills its box, and at most.
const RASTER: (u16, u16) = (12, 48);

/// What two shapes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measured {
    /// Smallest distance, metres.
    pub distance_m: f64,
    /// Of two lines, or a line or area and an area: what they share.
    pub shared: Option<Shared>,
    /// Of a point and a line: how far from the nearer end, metres along the line.
    pub from_end_m: Option<f64>,
}

/// What two lines or areas share.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shared {
    /// Part of the shorter or smaller.
    pub share: f64,
    /// Part of the longer or larger.
    pub share_long: f64,
    /// Length, metres; of areas the square root of the shared square metres.
    pub length_m: f64,
    /// Median distance where lines run together, metres.
    pub offset_m: f64,
    /// How steadily one keeps to one side of the other: 0 crossing, 1 always on one side.
    pub one_sided: f64,
    /// Shorter or smaller over longer or larger.
    pub ratio: f64,
}

/// Measures two shapes with both errors together; the order does not matter but for rounding, so
/// callers keep one.
pub fn measure(a: &Sketch, b: &Sketch, error_m: f64) -> Measured {
    let corridor_m = (error_m * CORRIDOR_ERRORS).clamp(CORRIDOR_M.0, CORRIDOR_M.1);
    let frame = a.frame(b);
    let (first, second) = (a.plane(&frame), b.plane(&frame));
    let distance_m = first
        .iter()
        .flat_map(|one| second.iter().map(move |two| distance(a.kind, one, b.kind, two)))
        .fold(f64::INFINITY, f64::min);
    let shared = match (a.kind, b.kind) {
        (Kind::Line, Kind::Line) => lines(&first, &second, corridor_m),
        (Kind::Area, Kind::Area) => areas(&first, &second, error_m),
        (Kind::Line, Kind::Area) => line_in_area(&first, &second),
        (Kind::Area, Kind::Line) => line_in_area(&second, &first),
        _ => None,
    };
    let from_end_m = match (a.kind, b.kind) {
        (Kind::Point, Kind::Line) => from_end(&first, &second),
        (Kind::Line, Kind::Point) => from_end(&second, &first),
        _ => None,
    };
    Measured { distance_m, shared, from_end_m }
}

/// The segments of a line or outline.
pub(super) fn segments(line: &[Xy]) -> impl Iterator<Item = (Xy, Xy)> + Clone + '_ {
    line.iter().copied().zip(line.iter().copied().skip(1))
}

/// The segments of all parts.
fn all(parts: &[Vec<Xy>]) -> impl Iterator<Item = (Xy, Xy)> + Clone + '_ {
    parts.iter().flat_map(|part| segments(part))
}

fn inside(ring: &[Xy], [x, y]: Xy) -> bool {
    segments(ring).fold(false, |odd, ([ax, ay], [bx, by])| {
        odd != ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax)
    })
}

fn distance(kind_a: Kind, a: &[Xy], kind_b: Kind, b: &[Xy]) -> f64 {
    let holds = |kind: Kind, ring: &[Xy], other: &[Xy]| {
        kind == Kind::Area && other.first().is_some_and(|at| inside(ring, *at))
    };
    if holds(kind_a, a, b) || holds(kind_b, b, a) {
        return 0.0;
    }
    match (a, b) {
        ([p], [q]) => apart(*p, *q),
        ([p], line) | (line, [p]) => nearest(line, *p).distance_m,
        _ => between(a, b),
    }
}

fn between(a: &[Xy], b: &[Xy]) -> f64 {
    let mut best_2 = f64::INFINITY;
    for (p, q) in segments(a) {
        for (r, s) in segments(b) {
            if gap_2((p, q), (r, s)) >= best_2 {
                continue;
            }
            if crosses((p, q), (r, s)) {
                return 0.0;
            }
            let ends = [
                squared(p, foot(p, (r, s)).1),
                squared(q, foot(q, (r, s)).1),
                squared(r, foot(r, (p, q)).1),
                squared(s, foot(s, (p, q)).1),
            ];
            best_2 = ends.into_iter().fold(best_2, f64::min);
        }
    }
    best_2.sqrt()
}

/// Squared distance of the boxes of two segments.
fn gap_2((p, q): (Xy, Xy), (r, s): (Xy, Xy)) -> f64 {
    let gap =
        |a: f64, b: f64, c: f64, d: f64| (c.min(d) - a.max(b)).max(a.min(b) - c.max(d)).max(0.0);
    let (dx, dy) = (gap(p[0], q[0], r[0], s[0]), gap(p[1], q[1], r[1], s[1]));
    dx * dx + dy * dy
}

fn crosses((p, q): (Xy, Xy), (r, s): (Xy, Xy)) -> bool {
    let side = |a: Xy, b: Xy, c: Xy| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    let differ = |x: f64, y: f64| (x > 0.0 && y < 0.0) || (x < 0.0 && y > 0.0);
    differ(side(p, q, r), side(p, q, s)) && differ(side(r, s, p), side(r, s, q))
}

/// The point of a line nearest to another point.
pub(super) struct Nearest {
    pub distance_m: f64,
    /// From the beginning of the line.
    along_m: f64,
    /// To the end of the line.
    rest_m: f64,
    pub direction: Xy,
    /// Signed: left of the line's direction is positive.
    side_m: f64,
}

pub(super) fn nearest(line: &[Xy], p: Xy) -> Nearest {
    let mut best = Nearest {
        distance_m: f64::INFINITY,
        along_m: 0.0,
        rest_m: 0.0,
        direction: [0.0; 2],
        side_m: 0.0,
    };
    let mut best_2 = f64::INFINITY;
    let mut upto_m = 0.0;
    for (a, b) in segments(line) {
        let length_m = apart(a, b);
        let (t, at) = foot(p, (a, b));
        let apart_2 = squared(p, at);
        if apart_2 < best_2 && length_m > 0.0 {
            best_2 = apart_2;
            let direction = [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m];
            best = Nearest {
                distance_m: apart_2.sqrt(),
                along_m: upto_m + t * length_m,
                rest_m: 0.0,
                direction,
                side_m: direction[0] * (p[1] - a[1]) - direction[1] * (p[0] - a[0]),
            };
        }
        upto_m += length_m;
    }
    Nearest { rest_m: upto_m - best.along_m, ..best }
}

/// The same of the nearest part, with its number.
fn nearest_of(parts: &[Vec<Xy>], p: Xy) -> Option<(usize, Nearest)> {
    let each = parts.iter().map(|part| nearest(part, p)).enumerate();
    each.reduce(|best, one| if one.1.distance_m < best.1.distance_m { one } else { best })
}

/// Length of segments, metres.
pub(super) fn length(of: impl Iterator<Item = (Xy, Xy)>) -> f64 {
    of.map(|(a, b)| apart(a, b)).sum()
}

fn from_end(points: &[Vec<Xy>], lines: &[Vec<Xy>]) -> Option<f64> {
    let each = points.iter().flatten().filter_map(|point| nearest_of(lines, *point));
    let (_, at) =
        each.reduce(|best, one| if one.1.distance_m < best.1.distance_m { one } else { best })?;
    Some(at.along_m.min(at.rest_m).max(0.0))
}

/// Points at equal steps along segments, each with the direction there.
pub(super) fn samples(of: impl Iterator<Item = (Xy, Xy)> + Clone, count: u16) -> Vec<(Xy, Xy)> {
    let step_m = length(of.clone()) / f64::from(count);
    let mut found = Vec::with_capacity(usize::from(count));
    let mut upto_m = 0.0;
    let mut next = 0_u16;
    for (a, b) in of {
        let length_m = apart(a, b);
        if length_m <= 0.0 {
            continue;
        }
        let direction = [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m];
        while next < count {
            let along_m = (f64::from(next) + 0.5) * step_m - upto_m;
            if along_m > length_m {
                break;
            }
            let at = [a[0] + along_m * direction[0], a[1] + along_m * direction[1]];
            found.push((at, direction));
            next += 1;
        }
        upto_m += length_m;
    }
    found
}

fn lines(a: &[Vec<Xy>], b: &[Vec<Xy>], corridor_m: f64) -> Option<Shared> {
    let (length_a, length_b) = (length(all(a)), length(all(b)));
    let (short, long) = if length_a <= length_b { (a, b) } else { (b, a) };
    let (short_m, long_m) = (length_a.min(length_b), length_a.max(length_b));
    let mut offsets = Vec::with_capacity(usize::from(SAMPLES));
    // Of each part of the longer for itself, since every part has a direction of its own.
    let mut sides = vec![(0.0_f64, 0.0_f64); long.len()];
    let points = samples(all(short), SAMPLES);
    for (at, direction) in &points {
        let Some((part, near)) = nearest_of(long, *at) else { continue };
        let past_end = near.along_m <= 0.01 || near.rest_m <= 0.01;
        let cosine = direction[0] * near.direction[0] + direction[1] * near.direction[1];
        let beside = near.distance_m <= if past_end { END_M } else { corridor_m };
        if beside && cosine.abs() >= TOGETHER {
            offsets.push(near.distance_m);
            if let Some((signed, total)) = sides.get_mut(part) {
                *signed += near.side_m;
                *total += near.side_m.abs();
            }
        }
    }
    if points.is_empty() || long_m <= 0.0 {
        return None;
    }
    offsets.sort_by(f64::total_cmp);
    let share = count(offsets.len()) / count(points.len());
    let length_m = share * short_m;
    let total: f64 = sides.iter().map(|(_, total)| total).sum();
    let signed: f64 = sides.iter().map(|(signed, _)| signed.abs()).sum();
    Some(Shared {
        share,
        share_long: length_m / long_m,
        length_m,
        offset_m: offsets.get(offsets.len() / 2).copied().unwrap_or(f64::NAN),
        one_sided: if total > 0.0 { signed / total } else { 0.0 },
        ratio: short_m / long_m,
    })
}

fn line_in_area(lines: &[Vec<Xy>], areas: &[Vec<Xy>]) -> Option<Shared> {
    let points = samples(all(lines), SAMPLES);
    let found = points.iter().filter(|(at, _)| within(areas, *at, CORRIDOR_M.0)).count();
    if points.is_empty() {
        return None;
    }
    let share = count(found) / count(points.len());
    let length_m = share * length(all(lines));
    let around_m = length(all(areas)) / 2.0;
    Some(Shared {
        share,
        share_long: (length_m / around_m.max(1.0)).min(1.0),
        length_m,
        offset_m: f64::NAN,
        one_sided: f64::NAN,
        ratio: f64::NAN,
    })
}

/// Whether a point lies in one of some areas or so near to it.
fn within(areas: &[Vec<Xy>], at: Xy, near_m: f64) -> bool {
    areas.iter().any(|ring| inside(ring, at) || nearest(ring, at).distance_m <= near_m)
}

fn ring_area(ring: &[Xy]) -> f64 {
    let [ox, oy] = ring.first().copied().unwrap_or_default();
    segments(ring)
        .map(|(a, b)| (a[0] - ox) * (b[1] - oy) - (b[0] - ox) * (a[1] - oy))
        .sum::<f64>()
        .abs()
        / 2.0
}

/// How thin an area is: 0 of a circle, a fifth of a square, near 1 of a corridor.
fn thinness(ring: &[Xy]) -> f64 {
    let around_m = length(segments(ring)).max(f64::MIN_POSITIVE);
    (1.0 - 4.0 * std::f64::consts::PI * ring_area(ring) / (around_m * around_m)).max(0.0)
}

/// Points inside a ring at equal steps, closer ones where it fills little of its box.
fn raster(ring: &[Xy]) -> Vec<Xy> {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let [w, s, e, n] = ring
        .iter()
        .fold(start, |[w, s, e, n], [x, y]| [w.min(*x), s.min(*y), e.max(*x), n.max(*y)]);
    let fills = ring_area(ring) / ((e - w) * (n - s)).max(f64::MIN_POSITIVE);
    let (least, most) = RASTER;
    let points = |side: u16| f64::from(side) * f64::from(side);
    // One less: a box that is filled is so but for rounding.
    let enough = points(least) - 1.0;
    let side = (least..most).find(|side| points(*side) * fills >= enough).unwrap_or(most);
    let part = |nth: u16| (f64::from(nth) + 0.5) / f64::from(side);
    (0..side)
        .flat_map(|i| (0..side).map(move |j| (i, j)))
        .map(|(i, j)| [w + part(i) * (e - w), s + part(j) * (n - s)])
        .filter(|at| inside(ring, *at))
        .collect()
}

/// What areas share. A thin one that is drawn beside itself by the error misses itself, one that is
/// not thin hardly does: so much of the error is borne.
fn areas(a: &[Vec<Xy>], b: &[Vec<Xy>], error_m: f64) -> Option<Shared> {
    let area = |parts: &[Vec<Xy>]| parts.iter().map(|ring| ring_area(ring)).sum::<f64>();
    let (area_a, area_b) = (area(a), area(b));
    let (small, large) = if area_a <= area_b { (a, b) } else { (b, a) };
    let (small_m2, large_m2) = (area_a.min(area_b), area_a.max(area_b));
    let borne_m = error_m * a.iter().chain(b).map(|ring| thinness(ring)).fold(1.0, f64::min);
    // Of each part of the smaller its area and how much of that is shared.
    let shares: Vec<(f64, f64)> = small
        .iter()
        .map(|ring| (ring_area(ring), raster(ring)))
        .filter(|(_, points)| !points.is_empty())
        .map(|(area_m2, points)| {
            let both = points.iter().filter(|at| within(large, **at, borne_m)).count();
            (area_m2, count(both) / count(points.len()))
        })
        .collect();
    let seen_m2: f64 = shares.iter().map(|(area_m2, _)| area_m2).sum();
    if seen_m2 <= 0.0 || large_m2 <= 0.0 {
        return None;
    }
    let share: f64 = shares.iter().map(|(area_m2, share)| area_m2 / seen_m2 * share).sum();
    Some(Shared {
        share,
        share_long: share * small_m2 / large_m2,
        length_m: (share * small_m2).sqrt(),
        offset_m: f64::NAN,
        one_sided: f64::NAN,
        ratio: small_m2 / large_m2,
    })
}

/// Counts of samples are small.
#[allow(clippy::cast_precision_loss)]
fn count(items: usize) -> f64 {
    items as f64
}

#[cfg(test)]
#[path = "measure_tests.rs"]
mod tests;
