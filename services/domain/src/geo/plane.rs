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

/// A run of segments with its box.
#[derive(Debug, Clone)]
struct Chunk {
    bounds: Bounds,
    segments: Vec<Segment>,
}

/// A shape in metres.
#[derive(Debug, Clone)]
pub struct Plane {
    chunks: Vec<Chunk>,
    /// Rings of an area; empty for points and lines.
    rings: Vec<Vec<Xy>>,
    /// One vertex of each part, for the question whether it lies inside an area.
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
            Shape::Point(at) => Self::from_parts(vec![vec![xy(at)]], false),
            Shape::Line(line) => Self::from_parts(vec![line.iter().map(xy).collect()], false),
            Shape::Polygon(rings) => Self::rings(rings, frame),
        }
    }

    /// An area from closed rings seen in a frame: the outline, then its holes.
    pub fn rings(rings: &[Vec<LonLat>], frame: &Frame) -> Self {
        let xy = |ring: &Vec<LonLat>| ring.iter().map(|at| frame.xy(*at)).collect();
        Self::from_parts(rings.iter().map(xy).collect(), true)
    }

    /// An area from one closed ring.
    pub fn ring(vertices: Vec<Xy>) -> Self {
        Self::from_parts(vec![vertices], true)
    }

    fn from_parts(parts: Vec<Vec<Xy>>, area: bool) -> Self {
        let start = parts.first().and_then(|p| p.first()).copied().unwrap_or_default();
        let mut segments: Vec<Segment> = Vec::new();
        for part in &parts {
            if let [only] = part.as_slice() {
                segments.push((*only, *only));
            }
            segments.extend(part.iter().copied().zip(part.iter().copied().skip(1)));
        }
        let chunks = segments
            .chunks(CHUNK)
            .map(|run| Chunk { bounds: Bounds::of(run), segments: run.to_vec() })
            .collect();
        Self { chunks, rings: if area { parts } else { Vec::new() }, start }
    }

    /// Whether a point lies inside the area; never for points and lines.
    fn contains(&self, [x, y]: Xy) -> bool {
        let mut inside = false;
        for ring in &self.rings {
            for ([ax, ay], [bx, by]) in ring.iter().zip(ring.iter().skip(1)) {
                if (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                    inside = !inside;
                }
            }
        }
        inside
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
        for mine in &self.chunks {
            for theirs in &other.chunks {
                if mine.bounds.apart_2(&theirs.bounds) >= best_2 {
                    continue;
                }
                for a in &mine.segments {
                    for b in &theirs.segments {
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
        let bounds = Bounds([place[0], place[1], place[0], place[1]]);
        let radius_2 = radius_m * radius_m;
        self.chunks.iter().any(|chunk| {
            chunk.bounds.apart_2(&bounds) <= radius_2
                && chunk.segments.iter().any(|s| squared(place, foot(place, *s).1) <= radius_2)
        }) || self.contains(place)
    }

    /// Whether two shapes come within a distance; stops at the first pair of segments that does.
    pub fn within(&self, other: &Self, radius_m: f64) -> bool {
        if other.contains(self.start) || self.contains(other.start) {
            return true;
        }
        let radius_2 = radius_m * radius_m;
        self.chunks.iter().any(|mine| {
            other.chunks.iter().any(|theirs| {
                mine.bounds.apart_2(&theirs.bounds) <= radius_2
                    && mine.segments.iter().any(|a| {
                        theirs.segments.iter().any(|b| {
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
