//! Shapes as the scorecard sees them: also those that the register would refuse.

use domain::geo::{DEGREE, INDONESIA, LonLat, Shape};

use crate::{
    frame::{Frame, Xy},
    plane::apart,
};

/// What a shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A point.
    Point,
    /// A line.
    Line,
    /// An area, by its outline.
    Area,
}

/// Vertices of one part, longitude and latitude in 1e-7 degrees.
type Path = Vec<[i32; 2]>;

/// A shape: its kind and its vertices, longitude and latitude in 1e-7 degrees.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sketch {
    /// What it is.
    pub kind: Kind,
    /// The vertices of its first part, at least one; of an area the outline.
    pub at: Path,
    /// Those of its other parts, all of one kind.
    pub more: Vec<Path>,
}

impl Sketch {
    /// A shape from degrees; none when a position is not in Indonesia. A line or area that is too
    /// short or narrow to be one becomes what it is.
    pub fn new(kind: Kind, degrees: &[Xy]) -> Option<Self> {
        let mut at = degrees.iter().map(|p| e7(*p)).collect::<Option<Vec<_>>>()?;
        at.dedup();
        let different = {
            let mut sorted = at.clone();
            sorted.sort_unstable();
            sorted.dedup();
            sorted.len()
        };
        let kind = match (kind, different) {
            (_, 0) => return None,
            (_, 1) | (Kind::Point, _) => Kind::Point,
            (Kind::Area, 2) | (Kind::Line, _) => Kind::Line,
            (Kind::Area, _) => Kind::Area,
        };
        if kind == Kind::Point {
            at.truncate(1);
        }
        if kind == Kind::Area && at.first() != at.last() {
            at.extend(at.first().copied());
        }
        Some(Self { kind, at, more: Vec::new() })
    }

    /// A shape of several parts, each once; none when a position is not in Indonesia. The first
    /// tells what it is, and parts that became something else are no parts of it.
    pub fn of_parts(kind: Kind, parts: &[Vec<Xy>]) -> Option<Self> {
        let read: Option<Vec<Self>> = parts.iter().map(|part| Self::new(kind, part)).collect();
        let mut read = read?.into_iter();
        let mut whole = read.next()?;
        for part in read {
            let is_known = whole.paths().any(|known| known == part.at.as_slice());
            if part.kind == whole.kind && !is_known {
                whole.more.push(part.at);
            }
        }
        Some(whole)
    }

    /// The vertices of each part.
    pub fn paths(&self) -> impl Iterator<Item = &[[i32; 2]]> {
        std::iter::once(&self.at).chain(&self.more).map(Vec::as_slice)
    }

    /// West, south, east, north in 1e-7 degrees.
    pub fn bbox(&self) -> [i32; 4] {
        let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        self.paths().flatten().fold(start, |[w, s, e, n], [lon, lat]| {
            [w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)]
        })
    }

    /// The plane in the middle of two shapes.
    pub fn frame(&self, other: &Self) -> Frame {
        let ([aw, as_, ae, an], [bw, bs, be, bn]) = (self.bbox(), other.bbox());
        let half = |low: i32, high: i32| (f64::from(low) + f64::from(high)) / 2.0 / DEGREE;
        Frame::at(half(aw.min(bw), ae.max(be)), half(as_.min(bs), an.max(bn)))
    }

    /// The vertices of each part in a plane.
    pub fn plane(&self, frame: &Frame) -> Vec<Vec<Xy>> {
        let xy = |[lon, lat]: &[i32; 2]| {
            frame.degrees(f64::from(*lon) / DEGREE, f64::from(*lat) / DEGREE)
        };
        self.paths().map(|path| path.iter().map(xy).collect()).collect()
    }

    /// The shape with other vertices, in a plane; none when that makes something else of it.
    pub fn redrawn(&self, frame: &Frame, parts: &[Vec<Xy>]) -> Option<Self> {
        let degrees =
            |part: &Vec<Xy>| -> Vec<Xy> { part.iter().map(|at| frame.lon_lat_deg(*at)).collect() };
        let parts: Vec<Vec<Xy>> = parts.iter().map(degrees).collect();
        Self::of_parts(self.kind, &parts).filter(|drawn| drawn.kind == self.kind)
    }

    /// Length of its lines or outlines, metres.
    pub fn length_m(&self) -> f64 {
        let paths = self.plane(&self.frame(self));
        let of = |path: &Vec<Xy>| -> f64 {
            path.iter().zip(path.iter().skip(1)).map(|(a, b)| apart(*a, *b)).sum()
        };
        paths.iter().map(of).sum()
    }

    /// Longest extent, metres: how far apart two photographs of it may be taken.
    pub fn extent_m(&self) -> f64 {
        let [w, s, e, n] = self.bbox();
        let frame = self.frame(self);
        let deg = |at: i32| f64::from(at) / DEGREE;
        apart(frame.degrees(deg(w), deg(s)), frame.degrees(deg(e), deg(n)))
    }
}

impl From<&Shape> for Sketch {
    fn from(shape: &Shape) -> Self {
        let pair = |at: &LonLat| [at.lon_e7, at.lat_e7];
        match shape {
            Shape::Point(at) => Self { kind: Kind::Point, at: vec![pair(at)], more: Vec::new() },
            Shape::Line(line) => {
                Self { kind: Kind::Line, at: line.iter().map(pair).collect(), more: Vec::new() }
            }
            Shape::Polygon(rings) => Self {
                kind: Kind::Area,
                at: rings.first().map(|ring| ring.iter().map(pair).collect()).unwrap_or_default(),
                more: Vec::new(),
            },
        }
    }
}

/// A position in 1e-7 degrees; none outside Indonesia.
fn e7([lon_deg, lat_deg]: Xy) -> Option<[i32; 2]> {
    let [west, south, east, north] = INDONESIA.map(f64::from);
    let (lon, lat) = ((lon_deg * DEGREE).round(), (lat_deg * DEGREE).round());
    let inside = (west..=east).contains(&lon) && (south..=north).contains(&lat);
    // The range is checked before the conversion, which then loses nothing; NaN fails the check.
    #[allow(clippy::cast_possible_truncation)]
    let at = [lon as i32, lat as i32];
    inside.then_some(at)
}
