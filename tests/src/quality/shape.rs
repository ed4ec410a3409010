//! Points, lines and polygons in metres, and what the generator does to them.

use super::frame::Spot;

/// What a work looks like on the ground or on a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Point(Spot),
    Line(Vec<Spot>),
    /// The outer ring, not closed.
    Polygon(Vec<Spot>),
}

impl Shape {
    /// The vertices.
    pub fn spots(&self) -> &[Spot] {
        match self {
            Self::Point(spot) => core::slice::from_ref(spot),
            Self::Line(spots) | Self::Polygon(spots) => spots,
        }
    }

    /// The middle: of a line the place half-way along it.
    pub fn middle(&self) -> Spot {
        match self {
            Self::Point(spot) => *spot,
            Self::Line(path) => along(path, length(path) / 2.0),
            Self::Polygon(ring) => centre(ring),
        }
    }

    /// The same shape, each vertex changed.
    pub fn map(&self, mut change: impl FnMut(Spot) -> Spot) -> Self {
        match self {
            Self::Point(spot) => Self::Point(change(*spot)),
            Self::Line(path) => Self::Line(path.iter().map(|spot| change(*spot)).collect()),
            Self::Polygon(ring) => Self::Polygon(ring.iter().map(|spot| change(*spot)).collect()),
        }
    }

    /// Metres between two shapes; 0 when one lies in the other.
    pub fn far_from(&self, other: &Self) -> f64 {
        let inside = |shape: &Self, spots: &[Spot]| match shape {
            Self::Polygon(ring) => spots.iter().any(|spot| contains(ring, *spot)),
            _ => false,
        };
        if inside(self, other.spots()) || inside(other, self.spots()) {
            return 0.0;
        }
        let mut least = f64::INFINITY;
        for one in self.sides() {
            for two in other.sides() {
                least = least.min(side_to_side(one, two));
            }
        }
        least
    }

    /// Its straight sides; a point is a side without length.
    fn sides(&self) -> Vec<(Spot, Spot)> {
        let spots = self.spots();
        let mut sides: Vec<_> = spots.windows(2).map(|two| (two[0], two[1])).collect();
        match self {
            Self::Polygon(ring) if ring.len() > 2 => sides.push((ring[ring.len() - 1], ring[0])),
            _ if sides.is_empty() => sides.push((spots[0], spots[0])),
            _ => {}
        }
        sides
    }
}

/// The mean of the vertices.
pub fn centre(spots: &[Spot]) -> Spot {
    let count = spots.len() as f64;
    Spot {
        x: spots.iter().map(|spot| spot.x).sum::<f64>() / count,
        y: spots.iter().map(|spot| spot.y).sum::<f64>() / count,
    }
}

/// Length of a path in metres.
pub fn length(path: &[Spot]) -> f64 {
    path.windows(2).map(|two| two[0].far_from(two[1])).sum()
}

/// The place so many metres along a path, held at its ends.
pub fn along(path: &[Spot], metres: f64) -> Spot {
    let mut left = metres.max(0.0);
    for two in path.windows(2) {
        let step = two[0].far_from(two[1]);
        if left <= step && step > 0.0 {
            let share = left / step;
            return two[0].moved((two[1].x - two[0].x) * share, (two[1].y - two[0].y) * share);
        }
        left -= step;
    }
    path[path.len() - 1]
}

/// The part of a path from so many metres to so many metres.
pub fn part(path: &[Spot], from: f64, to: f64) -> Vec<Spot> {
    let mut out = vec![along(path, from)];
    let mut walked = 0.0;
    for two in path.windows(2) {
        walked += two[0].far_from(two[1]);
        if walked > from + 0.5 && walked < to - 0.5 {
            out.push(two[1]);
        }
    }
    out.push(along(path, to));
    out
}

/// The path moved to its left (metres; to its right when negative).
pub fn beside(path: &[Spot], metres: f64) -> Vec<Spot> {
    (0..path.len())
        .map(|at| {
            let (before, after) = (path[at.saturating_sub(1)], path[(at + 1).min(path.len() - 1)]);
            let step = before.far_from(after).max(0.001);
            let (x, y) = ((after.x - before.x) / step, (after.y - before.y) / step);
            path[at].moved(-y * metres, x * metres)
        })
        .collect()
}

/// A path sampled every so many metres, both ends kept.
pub fn sampled(path: &[Spot], every: f64) -> Vec<Spot> {
    let whole = length(path);
    let steps = (whole / every.max(0.5)).round().max(1.0);
    let mut out = Vec::new();
    let mut step = 0.0;
    while step <= steps {
        out.push(along(path, whole * step / steps));
        step += 1.0;
    }
    out
}

/// Whether a ring contains a spot.
pub fn contains(ring: &[Spot], spot: Spot) -> bool {
    let mut inside = false;
    let mut before = ring[ring.len() - 1];
    for &now in ring {
        if (now.y > spot.y) != (before.y > spot.y)
            && spot.x < (before.x - now.x) * (spot.y - now.y) / (before.y - now.y) + now.x
        {
            inside = !inside;
        }
        before = now;
    }
    inside
}

/// Metres from a spot to a side.
pub fn spot_to_side(spot: Spot, (start, end): (Spot, Spot)) -> f64 {
    let (x, y) = (end.x - start.x, end.y - start.y);
    let square = x * x + y * y;
    if square == 0.0 {
        return spot.far_from(start);
    }
    let share = (((spot.x - start.x) * x + (spot.y - start.y) * y) / square).clamp(0.0, 1.0);
    spot.far_from(start.moved(x * share, y * share))
}

fn side_to_side(one: (Spot, Spot), two: (Spot, Spot)) -> f64 {
    if cross(one, two.0) * cross(one, two.1) < 0.0 && cross(two, one.0) * cross(two, one.1) < 0.0 {
        return 0.0;
    }
    spot_to_side(one.0, two)
        .min(spot_to_side(one.1, two))
        .min(spot_to_side(two.0, one))
        .min(spot_to_side(two.1, one))
}

/// On which side of a line a spot lies.
fn cross((start, end): (Spot, Spot), spot: Spot) -> f64 {
    (end.x - start.x) * (spot.y - start.y) - (end.y - start.y) * (spot.x - start.x)
}
