//! How much of a line is the same line, and how much of an area the same area.

use domain::geo::{LonLat, Shape};
use geo::{Area as _, BooleanOps as _};

use crate::{
    distance::{millimetres, whole},
    frame::{Frame, Xy},
    plane::{apart, foot},
};

/// The fewest samples of the shorter line.
const SAMPLES_MIN: usize = 20;
/// The most samples; above, they lie further apart than [`STEP_M`].
const SAMPLES_MAX: usize = 2_000;
/// The distance of samples on lines of usual length.
const STEP_M: f64 = 2.0;
/// Directions are taken over this much line on either side, so that jitter does not turn them.
const AHEAD_M: f64 = 5.0;
/// Cosine of the largest angle between two lines that run together: 45 degrees.
const TOGETHER: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// A sample this far beyond an end of the other line is not beside it.
const BEYOND_M: f64 = 0.05;

/// What two lines share. Direction of drawing and extra vertices change nothing.
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
}

/// A line in metres with the length up to each vertex.
struct Measured {
    vertices: Vec<Xy>,
    upto_m: Vec<f64>,
}

impl Measured {
    fn of(line: &[LonLat], frame: &Frame) -> Self {
        let vertices: Vec<Xy> = line.iter().map(|at| frame.xy(*at)).collect();
        let mut upto_m = vec![0.0];
        let mut length_m = 0.0;
        for (a, b) in vertices.iter().zip(vertices.iter().skip(1)) {
            length_m += apart(*a, *b);
            upto_m.push(length_m);
        }
        Self { vertices, upto_m }
    }

    fn length_m(&self) -> f64 {
        self.upto_m.last().copied().unwrap_or_default()
    }

    fn is_closed(&self) -> bool {
        self.vertices.len() > 3 && self.vertices.first() == self.vertices.last()
    }

    /// The point at a length from the start.
    fn point(&self, at_m: f64) -> Xy {
        let at_m = at_m.clamp(0.0, self.length_m());
        let after = self.upto_m.partition_point(|upto| *upto < at_m).max(1);
        let (Some(a), Some(b), Some(from), Some(to)) = (
            self.vertices.get(after - 1),
            self.vertices.get(after),
            self.upto_m.get(after - 1),
            self.upto_m.get(after),
        ) else {
            return self.vertices.last().copied().unwrap_or_default();
        };
        let t = if to > from { (at_m - from) / (to - from) } else { 0.0 };
        [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    }

    /// Unit direction around a length from the start.
    fn direction(&self, at_m: f64) -> Xy {
        let (a, b) = (self.point(at_m - AHEAD_M), self.point(at_m + AHEAD_M));
        let length = apart(a, b);
        if length > 0.0 { [(b[0] - a[0]) / length, (b[1] - a[1]) / length] } else { [0.0, 0.0] }
    }

    /// Distance to the nearest point and its length from the start.
    fn nearest(&self, p: Xy) -> (f64, f64) {
        let mut best = (f64::INFINITY, 0.0);
        let ends = self.vertices.iter().zip(self.vertices.iter().skip(1));
        for ((a, b), from_m) in ends.zip(&self.upto_m) {
            let (t, at) = foot(p, (*a, *b));
            let distance = apart(p, at);
            if distance < best.0 {
                best = (distance, from_m + t * apart(*a, *b));
            }
        }
        best
    }

    /// Whether a point lies past an end: its nearest point is the end and it is further along.
    fn is_past_end(&self, p: Xy, at_m: f64) -> bool {
        if self.is_closed() {
            return false;
        }
        let past = |end_m: f64, outward: f64| {
            let [ex, ey] = self.point(end_m);
            let inner = self.point(end_m - outward * AHEAD_M);
            let length = apart(inner, [ex, ey]);
            if length <= 0.0 {
                return false;
            }
            let along = ((p[0] - ex) * (ex - inner[0]) + (p[1] - ey) * (ey - inner[1])) / length;
            along > BEYOND_M
        };
        let end_m = self.length_m();
        (at_m <= 0.0 && past(0.0, -1.0)) || (at_m >= end_m && past(end_m, 1.0))
    }
}

/// What two lines share within a corridor of a half width; none unless both are lines.
pub fn line_overlap(a: &Shape, b: &Shape, half_width_m: f64) -> Option<LineOverlap> {
    let (Shape::Line(first), Shape::Line(second)) = (a, b) else { return None };
    let frame = Frame::between(a, b);
    let (first, second) = (Measured::of(first, &frame), Measured::of(second, &frame));
    let (shorter, longer) =
        if first.length_m() <= second.length_m() { (first, second) } else { (second, first) };
    let length_m = shorter.length_m();
    let count = sample_count(length_m);
    let step_m = length_m / count_f64(count);
    let mut offsets: Vec<f64> = Vec::new();
    let mut turned = 0_usize;
    for n in 0..count {
        let at_m = (count_f64(n) + 0.5) * step_m;
        let p = shorter.point(at_m);
        let (distance, other_m) = longer.nearest(p);
        if distance > half_width_m || longer.is_past_end(p, other_m) {
            continue;
        }
        let (d, e) = (shorter.direction(at_m), longer.direction(other_m));
        let along = d[0] * e[0] + d[1] * e[1];
        if along.abs() >= TOGETHER {
            offsets.push(distance);
            turned += usize::from(along < 0.0);
        }
    }
    offsets.sort_by(f64::total_cmp);
    let matched_m = step_m * count_f64(offsets.len());
    let share = count_f64(offsets.len()) / count_f64(count);
    Some(LineOverlap {
        matched_mm: millimetres(matched_m),
        shorter_mm: millimetres(length_m),
        longer_mm: millimetres(longer.length_m()),
        share_permille: whole(share * 1_000.0),
        offset_mm: millimetres(offsets.get(offsets.len() / 2).copied().unwrap_or_default()),
        opposed: turned * 2 > offsets.len(),
    })
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
    })
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
