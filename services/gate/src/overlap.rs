//! How much of a line is the same line, and how much of an area the same area.

use domain::geo::{LonLat, Shape};
use geo::{Area as _, BooleanOps as _};

use crate::{
    distance::{millimetres, whole},
    frame::{Frame, Xy},
    measured::{AHEAD_M, FAR_AHEAD_M, Measured},
    stretch::{Interval, merged},
};

/// The fewest samples of the shorter line.
const SAMPLES_MIN: usize = 20;
/// The most samples; above, they lie further apart than [`STEP_M`].
const SAMPLES_MAX: usize = 2_000;
/// The distance of samples on lines of usual length.
const STEP_M: f64 = 2.0;
/// Cosine of the largest angle between two lines that run together: 45 degrees.
const TOGETHER: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// What two lines share. Direction of drawing and extra vertices change nothing but the sign of
/// the side and the end from which the interval is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineOverlap {
    /// Length of the shorter line that runs beside the other.
    pub matched_mm: i64,
    /// Length of the shorter line.
    pub shorter_mm: i64,
    /// Length of the longer line.
    pub longer_mm: i64,
    /// Matched part of the shorter line.
    pub share_permille: i64,
    /// Median distance of what is matched.
    pub offset_mm: i64,
    /// Whether most of what is matched was drawn in opposite directions.
    pub opposed: bool,
    /// Where the matched part begins, from the start of the shorter line as drawn.
    pub from_mm: i64,
    /// Where it ends; between both there may be gaps.
    pub to_mm: i64,
    /// Median offset with its side: above 0 when the other line runs left of the shorter one,
    /// looking along it as drawn; below 0 when it runs right.
    pub side_mm: i64,
    /// Part of the matched samples that lie on that side: near 1000 for a drain beside a road,
    /// near 500 for two drawings of one middle.
    pub one_side_permille: i64,
    /// The same offset of the second line from the first, in the order in which they are given:
    /// above 0 when the second runs left of the first, looking along the first as drawn.
    pub second_side_mm: i64,
}

/// A sample of a line that has the other line beside it.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// Along the sampled line.
    at_m: f64,
    /// Distance of the other line.
    distance_m: f64,
    /// The same with its side.
    side_m: f64,
    /// Whether both were drawn in opposite directions here.
    is_opposed: bool,
}

/// The samples of a line beside which another one runs, and their distance from one another.
fn beside(line: &Measured, other: &Measured, half_width_m: f64) -> (Vec<Beside>, f64, usize) {
    let length_m = line.length_m();
    let count = sample_count(length_m);
    let step_m = length_m / count_f64(count);
    let mut found = Vec::new();
    for n in 0..count {
        let at_m = (count_f64(n) + 0.5) * step_m;
        let p = line.point(at_m);
        let (distance_m, other_m) = other.nearest(p);
        if distance_m > half_width_m || other.is_past_end(p, other_m) {
            continue;
        }
        if let Some((d, along)) = together(line, at_m, other, other_m) {
            let [qx, qy] = other.point(other_m);
            let left = d[0] * (qy - p[1]) - d[1] * (qx - p[0]);
            let side_m = distance_m.copysign(left);
            found.push(Beside { at_m, distance_m, side_m, is_opposed: along < 0.0 });
        }
    }
    (found, step_m, count)
}

/// The direction of a line where another one runs the same way, and the cosine between both: as
/// they are drawn here or, where one zigzags within the corridor, by the way that both take.
fn together(line: &Measured, at_m: f64, other: &Measured, other_m: f64) -> Option<(Xy, f64)> {
    [AHEAD_M, FAR_AHEAD_M].into_iter().find_map(|ahead_m| {
        let (d, e) = (line.direction(at_m, ahead_m), other.direction(other_m, ahead_m));
        let along = d[0] * e[0] + d[1] * e[1];
        (along.abs() >= TOGETHER).then_some((d, along))
    })
}

/// The part of a line beside which another one runs, in whole millimetres from its start as
/// drawn; ordered, without touching intervals. None unless both are lines.
pub fn matched(line: &Shape, other: &Shape, half_width_m: f64) -> Option<Vec<Interval>> {
    let (Shape::Line(first), Shape::Line(second)) = (line, other) else { return None };
    let frame = Frame::between(line, other);
    let (first, second) = (Measured::of(first, &frame), Measured::of(second, &frame));
    let (found, step_m, _) = beside(&first, &second, half_width_m);
    Some(intervals(&found, step_m))
}

/// Each sample speaks for half a step on either side.
fn intervals(found: &[Beside], step_m: f64) -> Vec<Interval> {
    merged(found.iter().map(|sample| Interval {
        from_mm: millimetres(sample.at_m - step_m / 2.0),
        to_mm: millimetres(sample.at_m + step_m / 2.0),
    }))
}

/// What two lines share within a corridor of a half width; none unless both are lines.
pub fn line_overlap(a: &Shape, b: &Shape, half_width_m: f64) -> Option<LineOverlap> {
    let (Shape::Line(first), Shape::Line(second)) = (a, b) else { return None };
    let frame = Frame::between(a, b);
    let (first, second) = (Measured::of(first, &frame), Measured::of(second, &frame));
    let first_is_shorter = first.length_m() <= second.length_m();
    let (shorter, longer) = if first_is_shorter { (first, second) } else { (second, first) };
    let (found, step_m, count) = beside(&shorter, &longer, half_width_m);
    let parts = intervals(&found, step_m);
    let share = count_f64(found.len()) / count_f64(count);
    let side_m = median(found.iter().map(|sample| sample.side_m).collect());
    let on_side = found.iter().filter(|s| (s.side_m < 0.0) == (side_m < 0.0)).count();
    let turned = found.iter().filter(|sample| sample.is_opposed).count();
    let one_side = count_f64(on_side) / count_f64(found.len().max(1));
    let opposed = turned * 2 > found.len();
    let side_mm = if side_m < 0.0 { -millimetres(-side_m) } else { millimetres(side_m) };
    Some(LineOverlap {
        matched_mm: millimetres(step_m * count_f64(found.len())),
        shorter_mm: millimetres(shorter.length_m()),
        longer_mm: millimetres(longer.length_m()),
        share_permille: whole(share * 1_000.0),
        offset_mm: millimetres(median(found.iter().map(|sample| sample.distance_m).collect())),
        opposed,
        from_mm: parts.first().map_or(0, |part| part.from_mm),
        to_mm: parts.last().map_or(0, |part| part.to_mm),
        side_mm,
        one_side_permille: whole(one_side * 1_000.0),
        // Seen from the other line, what was left is right, unless it looks the other way.
        second_side_mm: if first_is_shorter || opposed { side_mm } else { -side_mm },
    })
}

/// Length of a line; none of other shapes.
pub(crate) fn length_mm(shape: &Shape) -> Option<i64> {
    let Shape::Line(vertices) = shape else { return None };
    Some(millimetres(Measured::of(vertices, &Frame::of(shape)).length_m()))
}

/// The middle value; the upper of both middle ones, and 0 of nothing.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn sample_count(length_m: f64) -> usize {
    let steps = whole((length_m / STEP_M).ceil());
    usize::try_from(steps).unwrap_or(SAMPLES_MAX).clamp(SAMPLES_MIN, SAMPLES_MAX)
}

fn count_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What two areas share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaOverlap {
    /// Shared area, square metres.
    pub shared_m2: i64,
    /// The smaller area, square metres.
    pub smaller_m2: i64,
    /// Shared part of the smaller area.
    pub share_permille: i64,
    /// Width of the narrower area.
    pub narrower_mm: i64,
}

/// What two areas share; none unless both are areas.
pub fn area_overlap(a: &Shape, b: &Shape) -> Option<AreaOverlap> {
    let (Shape::Polygon(first), Shape::Polygon(second)) = (a, b) else { return None };
    let frame = Frame::between(a, b);
    let (first, second) = (area(first, &frame), area(second, &frame));
    let smaller_m2 = first.unsigned_area().min(second.unsigned_area());
    let shared_m2 = first.intersection(&second).unsigned_area();
    let share = if smaller_m2 > 0.0 { (shared_m2 / smaller_m2).min(1.0) } else { 0.0 };
    Some(AreaOverlap {
        shared_m2: whole(shared_m2),
        smaller_m2: whole(smaller_m2),
        share_permille: whole(share * 1_000.0),
        narrower_mm: millimetres(width_m(&first).min(width_m(&second))),
    })
}

/// The width of the rectangle that has the area and the outline of an area: of a strip its own,
/// however it winds, of a square the side.
fn width_m(area: &geo::Polygon<f64>) -> f64 {
    let mut outline_m = 0.0;
    for ring in std::iter::once(area.exterior()).chain(area.interiors()) {
        for side in ring.lines() {
            outline_m += (side.dx() * side.dx() + side.dy() * side.dy()).sqrt();
        }
    }
    let half_m = outline_m / 2.0;
    let apart_m = (half_m * half_m - 4.0 * area.unsigned_area()).max(0.0).sqrt();
    (half_m - apart_m) / 2.0
}

/// Square metres of an area; none for other shapes.
pub fn area_m2(shape: &Shape) -> Option<f64> {
    let Shape::Polygon(rings) = shape else { return None };
    Some(area(rings, &Frame::of(shape)).unsigned_area())
}

fn area(rings: &[Vec<LonLat>], frame: &Frame) -> geo::Polygon<f64> {
    let mut rings = rings.iter().map(|ring| {
        let coords: Vec<geo::Coord<f64>> =
            ring.iter().map(|at| frame.xy(*at)).map(|[x, y]| geo::Coord { x, y }).collect();
        geo::LineString::new(coords)
    });
    let outline = rings.next().unwrap_or_else(|| geo::LineString::new(Vec::new()));
    geo::Polygon::new(outline, rings.collect())
}

#[cfg(test)]
#[path = "overlap_tests.rs"]
mod tests;
