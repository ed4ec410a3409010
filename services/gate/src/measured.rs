//! A line in metres along which one can measure.

use domain::geo::LonLat;

use crate::{
    frame::{Frame, Xy},
    plane::{apart, foot},
};

/// Directions are taken over this much line on either side, so that jitter does not turn them.
pub(crate) const AHEAD_M: f64 = 5.0;
/// The same for the way that a line takes as a whole, however it zigzags within a corridor.
pub(crate) const FAR_AHEAD_M: f64 = 30.0;
/// A sample this far beyond an end of the other line is not beside it.
const BEYOND_M: f64 = 0.05;

/// A line in metres with the length up to each vertex.
pub(crate) struct Measured {
    vertices: Vec<Xy>,
    upto_m: Vec<f64>,
}

impl Measured {
    pub fn of(line: &[LonLat], frame: &Frame) -> Self {
        let vertices: Vec<Xy> = line.iter().map(|at| frame.xy(*at)).collect();
        let mut upto_m = vec![0.0];
        let mut length_m = 0.0;
        for (a, b) in vertices.iter().zip(vertices.iter().skip(1)) {
            length_m += apart(*a, *b);
            upto_m.push(length_m);
        }
        Self { vertices, upto_m }
    }

    pub fn length_m(&self) -> f64 {
        self.upto_m.last().copied().unwrap_or_default()
    }

    pub fn is_closed(&self) -> bool {
        self.vertices.len() > 3 && self.vertices.first() == self.vertices.last()
    }

    /// The point at a length from the start.
    pub fn point(&self, at_m: f64) -> Xy {
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

    /// Unit direction around a length from the start, over so much line on either side.
    pub fn direction(&self, at_m: f64, ahead_m: f64) -> Xy {
        let (a, b) = (self.point(at_m - ahead_m), self.point(at_m + ahead_m));
        let length = apart(a, b);
        if length > 0.0 { [(b[0] - a[0]) / length, (b[1] - a[1]) / length] } else { [0.0, 0.0] }
    }

    /// Distance to the nearest point and its length from the start.
    pub fn nearest(&self, p: Xy) -> (f64, f64) {
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
    pub fn is_past_end(&self, p: Xy, at_m: f64) -> bool {
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
