//! Whether two shapes in one plane come within a radius.
//!
//! A shape is a run of nodes: each vertex with the segment that leaves it. The last vertex of a
//! part leaves nowhere, so its segment has no length: a point is one such node, and the parts of
//! an area need no marks between them.

use crate::frame::Xy;

/// A vertex and the way to the next one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub at: Xy,
    along: Xy,
    /// One over the squared length of the way; 0 when there is none.
    per_length_2: f64,
}

impl Node {
    #[inline]
    pub fn new(at: Xy, next: Option<Xy>) -> Self {
        let [x, y] = at;
        let along = next.map_or([0.0, 0.0], |[nx, ny]| [nx - x, ny - y]);
        let length_2 = along[0] * along[0] + along[1] * along[1];
        let per_length_2 = if length_2 > 0.0 { 1.0 / length_2 } else { 0.0 };
        Self { at, along, per_length_2 }
    }

    /// Squared distance of a position from the segment.
    #[inline]
    fn apart_2(&self, [x, y]: Xy) -> f64 {
        let (px, py) = (x - self.at[0], y - self.at[1]);
        let share = (px * self.along[0] + py * self.along[1]) * self.per_length_2;
        let share = share.clamp(0.0, 1.0);
        let (dx, dy) = (px - share * self.along[0], py - share * self.along[1]);
        dx * dx + dy * dy
    }

    fn end(&self) -> Xy {
        [self.at[0] + self.along[0], self.at[1] + self.along[1]]
    }

    /// The box of the segment.
    fn bounds(&self) -> Bounds {
        let ([x, y], [ex, ey]) = (self.at, self.end());
        Bounds([x.min(ex), y.min(ey), x.max(ex), y.max(ey)])
    }

    /// Whether two segments cross.
    fn crosses(&self, other: &Self) -> bool {
        let ([rx, ry], [sx, sy]) = (self.along, other.along);
        let across = rx * sy - ry * sx;
        if across == 0.0 {
            return false;
        }
        let (qx, qy) = (other.at[0] - self.at[0], other.at[1] - self.at[1]);
        let t = (qx * sy - qy * sx) / across;
        let u = (qx * ry - qy * rx) / across;
        (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)
    }
}

/// West, south, east, north in metres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds(pub [f64; 4]);

impl Bounds {
    /// Squared distance of two boxes.
    #[inline]
    pub fn apart_2(&self, other: &Self) -> f64 {
        let ([w, s, e, n], [ow, os, oe, on]) = (self.0, other.0);
        let dx = (ow - e).max(w - oe).max(0.0);
        let dy = (os - n).max(s - on).max(0.0);
        dx * dx + dy * dy
    }

    fn holds(&self, [x, y]: Xy) -> bool {
        let [w, s, e, n] = self.0;
        w <= x && x <= e && s <= y && y <= n
    }
}

/// A shape in the plane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure<'a> {
    pub nodes: &'a [Node],
    pub bounds: Bounds,
    pub is_area: bool,
}

/// Squared radii: surely near up to the first, surely not beyond the second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Radius {
    pub sure_2: f64,
    pub doubt_2: f64,
}

/// What the plane says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Near,
    Far,
    /// So close to the radius that the plane of a row cannot tell.
    Doubt,
}

impl Figure<'_> {
    /// Whether two shapes come within a radius; stops at the first that proves it.
    #[inline]
    pub fn near(&self, other: &Self, radius: Radius) -> Answer {
        let apart_2 = self.bounds.apart_2(&other.bounds);
        if apart_2 > radius.doubt_2 {
            return Answer::Far;
        }
        if self.vertices_near(other, radius.sure_2) {
            return Answer::Near;
        }
        let answer = match (self.nodes, other.nodes) {
            ([point], line) | (line, [point]) => point_near(point.at, line, radius),
            _ => self.segments_near(other, radius),
        };
        if answer != Answer::Near && (self.surrounds(other) || other.surrounds(self)) {
            return Answer::Near;
        }
        answer
    }

    /// Whether two vertices are near: the cheapest proof, and the usual one.
    #[inline]
    fn vertices_near(&self, other: &Self, sure_2: f64) -> bool {
        self.nodes.iter().any(|mine| {
            let [x, y] = mine.at;
            other.nodes.iter().any(|theirs| {
                let (dx, dy) = (theirs.at[0] - x, theirs.at[1] - y);
                dx * dx + dy * dy <= sure_2
            })
        })
    }

    fn segments_near(&self, other: &Self, radius: Radius) -> Answer {
        let mut answer = Answer::Far;
        for mine in self.nodes {
            let bounds = mine.bounds();
            if bounds.apart_2(&other.bounds) > radius.doubt_2 {
                continue;
            }
            for theirs in other.nodes {
                if bounds.apart_2(&theirs.bounds()) > radius.doubt_2 {
                    continue;
                }
                let apart_2 = mine
                    .apart_2(theirs.at)
                    .min(mine.apart_2(theirs.end()))
                    .min(theirs.apart_2(mine.at))
                    .min(theirs.apart_2(mine.end()));
                if apart_2 <= radius.sure_2 || mine.crosses(theirs) {
                    return Answer::Near;
                }
                if apart_2 <= radius.doubt_2 {
                    answer = Answer::Doubt;
                }
            }
        }
        answer
    }

    /// Whether an area has the first vertex of another shape inside.
    fn surrounds(&self, other: &Self) -> bool {
        let Some([x, y]) = other.nodes.first().map(|node| node.at) else { return false };
        if !self.is_area || !self.bounds.holds([x, y]) {
            return false;
        }
        self.nodes.iter().fold(false, |inside, node| {
            let ([ax, ay], [dx, dy]) = (node.at, node.along);
            let spans = (ay > y) != (ay + dy > y);
            inside != (spans && x < dx * (y - ay) / dy + ax)
        })
    }
}

fn point_near(point: Xy, line: &[Node], radius: Radius) -> Answer {
    let mut nearest_2 = f64::INFINITY;
    for node in line {
        nearest_2 = nearest_2.min(node.apart_2(point));
        if nearest_2 <= radius.sure_2 {
            return Answer::Near;
        }
    }
    if nearest_2 <= radius.doubt_2 { Answer::Doubt } else { Answer::Far }
}
