//! Shapes in the plane, and the nearest points of two of them.

use super::{
    LonLat, Shape,
    frame::{Frame, Xy},
};

/// Segments that share one bounding box, so that far ones are passed over together.
const CHUNK: usize = 32;

/// A segment; a point is one of no length.
type Segment = (Xy, Xy);

/// West, south, east, north in metres.
#[derive(Debug, Clone, Copy)]
struct Bounds([f64; 4]);

impl Bounds {
    fn of(segments: &[Segment]) -> Self {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        Self(
            segments
                .iter()
                .flat_map(|(a, b)| [a, b])
                .fold(start, |[w, s, e, n], [x, y]| [w.min(*x), s.min(*y), e.max(*x), n.max(*y)]),
        )
    }

    /// Squared distance of two boxes.
    fn apart_2(&self, other: &Self) -> f64 {
        let ([w, s, e, n], [ow, os, oe, on]) = (self.0, other.0);
        let dx = (ow - e).max(w - oe).max(0.0);
        let dy = (os - n).max(s - on).max(0.0);
        dx * dx + dy * dy
    }
}

/// A shape in metres.
#[derive(Debug, Clone)]
pub struct Plane {
    /// Its segments, in runs of [`CHUNK`].
    segments: Vec<Segment>,
    /// The box of each run.
    bounds: Vec<Bounds>,
    /// Whether the segments are the edges of an area.
    is_area: bool,
    /// One vertex, for the question whether it lies inside an area.
    start: Xy,
}

/// The nearest points of two shapes.
#[derive(Debug, Clone, Copy)]
pub struct Nearest {
    /// Their distance, metres.
    pub distance_m: f64,
    /// The point on the first.
    pub on_first: Xy,
    /// The point on the second.
    pub on_second: Xy,
}

impl Plane {
    /// A shape seen in a frame.
    pub fn of(shape: &Shape, frame: &Frame) -> Self {
        let xy = |at: &LonLat| frame.xy(*at);
        match shape {
            Shape::Point(at) => Self::from_paths([std::iter::once(xy(at))], false),
            Shape::Line(line) => Self::from_paths([line.iter().map(xy)], false),
            Shape::Polygon(rings) => Self::rings(rings, frame),
        }
    }

    /// An area from closed rings seen in a frame: the outline, then its holes.
    pub fn rings(rings: &[Vec<LonLat>], frame: &Frame) -> Self {
        let ring = |ring: &Vec<LonLat>| ring.iter().map(|at| frame.xy(*at)).collect::<Vec<_>>();
        Self::from_paths(rings.iter().map(ring), true)
    }

    /// An area from one closed ring.
    pub fn ring(vertices: Vec<Xy>) -> Self {
        Self::from_paths([vertices], true)
    }

    /// A shape from the vertices of its parts; a part of one vertex is a point.
    fn from_paths<P: IntoIterator<Item = Xy>>(
        paths: impl IntoIterator<Item = P>,
        is_area: bool,
    ) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        for path in paths {
            let mut path = path.into_iter();
            let Some(first) = path.next() else { continue };
            segments.reserve(path.size_hint().0.max(1));
            let (before, mut last) = (segments.len(), first);
            for next in path {
                segments.push((last, next));
                last = next;
            }
            if segments.len() == before {
                segments.push((first, first));
            }
        }
        let bounds = segments.chunks(CHUNK).map(Bounds::of).collect();
        let start = segments.first().map(|(start, _)| *start).unwrap_or_default();
        Self { segments, bounds, is_area, start }
    }

    /// The runs of segments with their boxes.
    fn chunks(&self) -> impl Iterator<Item = (&Bounds, &[Segment])> {
        self.bounds.iter().zip(self.segments.chunks(CHUNK))
    }

    /// Whether a point lies inside the area; never for points and lines.
    fn contains(&self, [x, y]: Xy) -> bool {
        let crosses = |([ax, ay], [bx, by]): &&Segment| {
            (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
        };
        self.is_area && self.segments.iter().filter(crosses).count() % 2 == 1
    }

    /// The nearest points of two shapes.
    pub fn nearest(&self, other: &Self) -> Nearest {
        if other.contains(self.start) {
            return Nearest { distance_m: 0.0, on_first: self.start, on_second: self.start };
        }
        if self.contains(other.start) {
            return Nearest { distance_m: 0.0, on_first: other.start, on_second: other.start };
        }
        let mut best_2 = f64::INFINITY;
        let mut found = (self.start, other.start);
        for (bounds, mine) in self.chunks() {
            for (their_bounds, theirs) in other.chunks() {
                if bounds.apart_2(their_bounds) >= best_2 {
                    continue;
                }
                for a in mine {
                    for b in theirs {
                        let (p, q) = closest(*a, *b);
                        let apart_2 = squared(p, q);
                        if apart_2 < best_2 {
                            best_2 = apart_2;
                            found = (p, q);
                        }
                    }
                }
            }
        }
        Nearest { distance_m: best_2.sqrt(), on_first: found.0, on_second: found.1 }
    }

    /// Whether a position lies within a distance of the shape or inside it.
    pub fn reaches(&self, place: Xy, radius_m: f64) -> bool {
        let here = Bounds([place[0], place[1], place[0], place[1]]);
        let radius_2 = radius_m * radius_m;
        self.chunks().any(|(bounds, segments)| {
            bounds.apart_2(&here) <= radius_2
                && segments.iter().any(|s| squared(place, foot(place, *s).1) <= radius_2)
        }) || self.contains(place)
    }

    /// Whether two shapes come within a distance; stops at the first pair of segments that does.
    pub fn within(&self, other: &Self, radius_m: f64) -> bool {
        if other.contains(self.start) || self.contains(other.start) {
            return true;
        }
        let radius_2 = radius_m * radius_m;
        self.chunks().any(|(bounds, mine)| {
            other.chunks().any(|(their_bounds, theirs)| {
                bounds.apart_2(their_bounds) <= radius_2
                    && mine.iter().any(|a| {
                        theirs.iter().any(|b| {
                            let (p, q) = closest(*a, *b);
                            squared(p, q) <= radius_2
                        })
                    })
            })
        })
    }
}

/// Squared distance.
#[inline]
pub fn squared(a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
    dx * dx + dy * dy
}

/// Distance.
#[inline]
pub fn apart(a: Xy, b: Xy) -> f64 {
    squared(a, b).sqrt()
}

/// How far along a segment (0 to 1) the nearest point to `p` lies, and that point.
pub fn foot(p: Xy, (a, b): Segment) -> (f64, Xy) {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length_2 = dx * dx + dy * dy;
    if length_2 <= 0.0 {
        return (0.0, a);
    }
    let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length_2).clamp(0.0, 1.0);
    (t, [a[0] + t * dx, a[1] + t * dy])
}

/// The nearest points of two segments.
fn closest(a: Segment, b: Segment) -> (Xy, Xy) {
    if let Some(at) = crossing(a, b) {
        return (at, at);
    }
    let pairs = [
        (a.0, foot(a.0, b).1),
        (a.1, foot(a.1, b).1),
        (foot(b.0, a).1, b.0),
        (foot(b.1, a).1, b.1),
    ];
    let mut best = pairs[0];
    for pair in pairs {
        if squared(pair.0, pair.1) < squared(best.0, best.1) {
            best = pair;
        }
    }
    best
}

/// Where two segments cross properly.
fn crossing((a, b): Segment, (c, d): Segment) -> Option<Xy> {
    let (rx, ry) = (b[0] - a[0], b[1] - a[1]);
    let (sx, sy) = (d[0] - c[0], d[1] - c[1]);
    let across = rx * sy - ry * sx;
    if across == 0.0 {
        return None;
    }
    let (qx, qy) = (c[0] - a[0], c[1] - a[1]);
    let t = (qx * sy - qy * sx) / across;
    let u = (qx * ry - qy * rx) / across;
    ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then(|| [a[0] + t * rx, a[1] + t * ry])
}
