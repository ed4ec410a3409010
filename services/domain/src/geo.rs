//! Positions and shapes: WGS 84, longitude first, integers of 1e-7 degrees.

use serde::{Deserialize, Serialize};

use crate::{Refusal, reason};

/// Units of a stored coordinate in one degree: 1.1 cm each.
pub const DEGREE: f64 = 1e7;
/// The box of Indonesia: west, south, east, north, in 1e-7 degrees.
pub const INDONESIA: [i32; 4] = [945_000_000, -115_000_000, 1_415_000_000, 65_000_000];
/// The most vertices of one shape.
pub const VERTICES_MAX: usize = 10_000;
/// The most rings of one polygon.
pub const RINGS_MAX: usize = 200;
/// The largest extent of a shape along an axis, 1e-7 degrees (about 50 km).
pub const EXTENT_MAX_E7: i64 = 4_500_000;

/// A position inside Indonesia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LonLat {
    /// Degrees east times 1e7.
    pub lon_e7: i32,
    /// Degrees north times 1e7.
    pub lat_e7: i32,
}

impl LonLat {
    /// Reads degrees; tells an exchange of axes from a place elsewhere.
    pub fn new(longitude_deg: f64, latitude_deg: f64) -> Result<Self, Refusal> {
        let told = |why: &reason::Reason| {
            why.refuse().fact("longitude", longitude_deg).fact("latitude", latitude_deg)
        };
        let finite = longitude_deg.is_finite() && latitude_deg.is_finite();
        if finite && let Some(place) = Self::inside(longitude_deg, latitude_deg) {
            return Ok(place);
        }
        if finite && Self::inside(latitude_deg, longitude_deg).is_some() {
            return Err(told(&reason::COORDINATE_SWAPPED));
        }
        if finite && longitude_deg.abs() <= 180.0 && latitude_deg.abs() <= 90.0 {
            return Err(told(&reason::COORDINATE_OUTSIDE_INDONESIA));
        }
        Err(told(&reason::COORDINATE_INVALID))
    }

    fn inside(longitude_deg: f64, latitude_deg: f64) -> Option<Self> {
        let lon_e7 = to_e7(longitude_deg)?;
        let lat_e7 = to_e7(latitude_deg)?;
        let [west, south, east, north] = INDONESIA;
        ((west..=east).contains(&lon_e7) && (south..=north).contains(&lat_e7))
            .then_some(Self { lon_e7, lat_e7 })
    }

    /// Degrees east.
    pub fn longitude_deg(self) -> f64 {
        f64::from(self.lon_e7) / DEGREE
    }

    /// Degrees north.
    pub fn latitude_deg(self) -> f64 {
        f64::from(self.lat_e7) / DEGREE
    }
}

/// Degrees to the stored integer; none when it does not fit.
fn to_e7(degrees: f64) -> Option<i32> {
    let scaled = (degrees * DEGREE).round();
    // The range is checked before the conversion, which then loses nothing.
    #[allow(clippy::cast_possible_truncation)]
    (scaled.abs() <= f64::from(i32::MAX)).then_some(scaled as i32)
}

/// A site's shape; built only through the checked constructors.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// A point.
    Point(LonLat),
    /// A line of two or more different positions.
    Line(Vec<LonLat>),
    /// Closed rings: the outline, then holes.
    Polygon(Vec<Vec<LonLat>>),
}

impl Shape {
    /// A point.
    pub const fn point(at: LonLat) -> Self {
        Self::Point(at)
    }

    /// A line; repeated vertices are dropped.
    pub fn line(vertices: Vec<LonLat>) -> Result<Self, Refusal> {
        let vertices = distinct(vertices);
        if vertices.len() < 2 {
            return Err(bad("garis perlu sedikitnya dua titik berbeda"));
        }
        within_limits(Self::Line(vertices))
    }

    /// An area; open rings are closed.
    pub fn polygon(rings: Vec<Vec<LonLat>>) -> Result<Self, Refusal> {
        if rings.is_empty() || rings.len() > RINGS_MAX {
            return Err(bad("jumlah cincin poligon tidak sah"));
        }
        if rings.iter().map(Vec::len).sum::<usize>() > VERTICES_MAX {
            return Err(bad("terlalu banyak titik"));
        }
        let rings = rings.into_iter().map(ring).collect::<Result<Vec<_>, _>>()?;
        within_limits(Self::Polygon(rings))
    }

    /// `point`, `line` or `polygon`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Point(_) => "point",
            Self::Line(_) => "line",
            Self::Polygon(_) => "polygon",
        }
    }

    /// Every vertex in order.
    pub fn vertices(&self) -> impl Iterator<Item = LonLat> + '_ {
        let (point, line, rings): (Option<LonLat>, &[LonLat], &[Vec<LonLat>]) = match self {
            Self::Point(at) => (Some(*at), &[], &[]),
            Self::Line(line) => (None, line, &[]),
            Self::Polygon(rings) => (None, &[], rings),
        };
        point.into_iter().chain(line.iter().copied()).chain(rings.iter().flatten().copied())
    }

    /// West, south, east, north in 1e-7 degrees.
    pub fn bbox(&self) -> [i32; 4] {
        let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        self.vertices().fold(start, |[west, south, east, north], at| {
            [west.min(at.lon_e7), south.min(at.lat_e7), east.max(at.lon_e7), north.max(at.lat_e7)]
        })
    }

    /// Compact bytes: kind, then per part a count and 8 bytes a vertex, little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let parts: Vec<&[LonLat]> = match self {
            Self::Point(at) => vec![std::slice::from_ref(at)],
            Self::Line(line) => vec![line],
            Self::Polygon(rings) => rings.iter().map(Vec::as_slice).collect(),
        };
        let kind = match self {
            Self::Point(_) => 1_u8,
            Self::Line(_) => 2,
            Self::Polygon(_) => 3,
        };
        let mut bytes = vec![kind];
        bytes.extend(u32::try_from(parts.len()).unwrap_or_default().to_le_bytes());
        for part in parts {
            bytes.extend(u32::try_from(part.len()).unwrap_or_default().to_le_bytes());
            for at in part {
                bytes.extend(at.lon_e7.to_le_bytes());
                bytes.extend(at.lat_e7.to_le_bytes());
            }
        }
        bytes
    }

    /// Reads what [`Shape::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        read(bytes).ok_or_else(|| bad("bentuk tersimpan tidak terbaca"))?
    }
}

fn bad(why: &'static str) -> Refusal {
    reason::GEOMETRY_INVALID.refuse().fact("why", why)
}

fn distinct(mut vertices: Vec<LonLat>) -> Vec<LonLat> {
    vertices.dedup();
    vertices
}

fn ring(vertices: Vec<LonLat>) -> Result<Vec<LonLat>, Refusal> {
    let mut vertices = distinct(vertices);
    if let (Some(first), Some(last)) = (vertices.first().copied(), vertices.last())
        && first != *last
    {
        vertices.push(first);
    }
    if vertices.len() < 4 {
        return Err(bad("cincin poligon perlu sedikitnya tiga titik berbeda"));
    }
    if doubled_area(&vertices) == 0 {
        return Err(bad("poligon tidak memiliki luas"));
    }
    if crosses_itself(&vertices) {
        return Err(bad("garis tepi poligon saling berpotongan"));
    }
    Ok(vertices)
}

/// Twice the signed area in squared units.
fn doubled_area(ring: &[LonLat]) -> i128 {
    ring.iter()
        .zip(ring.iter().skip(1))
        .map(|(a, b)| {
            i128::from(a.lon_e7) * i128::from(b.lat_e7)
                - i128::from(b.lon_e7) * i128::from(a.lat_e7)
        })
        .sum()
}

/// Which side of a-b the point c lies on.
fn side(a: LonLat, b: LonLat, c: LonLat) -> i128 {
    let (ax, ay) = (i128::from(a.lon_e7), i128::from(a.lat_e7));
    (i128::from(b.lon_e7) - ax) * (i128::from(c.lat_e7) - ay)
        - (i128::from(b.lat_e7) - ay) * (i128::from(c.lon_e7) - ax)
}

/// Whether two edges of a ring that are not neighbours cross properly.
fn crosses_itself(ring: &[LonLat]) -> bool {
    let edges: Vec<(LonLat, LonLat)> =
        ring.iter().copied().zip(ring.iter().copied().skip(1)).collect();
    let mut order: Vec<usize> = (0..edges.len()).collect();
    let west = |at: usize| edges.get(at).map_or(0, |(a, b)| a.lon_e7.min(b.lon_e7));
    let east = |at: usize| edges.get(at).map_or(0, |(a, b)| a.lon_e7.max(b.lon_e7));
    order.sort_by_key(|at| west(*at));
    for (place, first) in order.iter().enumerate() {
        for second in order.iter().skip(place + 1).take_while(|s| west(**s) <= east(*first)) {
            if let (Some(p), Some(q)) = (edges.get(*first), edges.get(*second))
                && cross(*p, *q)
            {
                return true;
            }
        }
    }
    false
}

fn cross((a, b): (LonLat, LonLat), (c, d): (LonLat, LonLat)) -> bool {
    let opposite = |p: i128, q: i128| p.signum() * q.signum() < 0;
    opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b))
}

fn within_limits(shape: Shape) -> Result<Shape, Refusal> {
    if shape.vertices().count() > VERTICES_MAX {
        return Err(bad("terlalu banyak titik"));
    }
    let [west, south, east, north] = shape.bbox();
    let extent = (i64::from(east) - i64::from(west)).max(i64::from(north) - i64::from(south));
    if extent > EXTENT_MAX_E7 {
        return Err(bad("bentangan lebih dari 50 km"));
    }
    Ok(shape)
}

fn read(bytes: &[u8]) -> Option<Result<Shape, Refusal>> {
    let mut rest = bytes;
    let [kind] = take::<1>(&mut rest)?;
    let count = usize::try_from(u32::from_le_bytes(take(&mut rest)?)).ok()?;
    if count == 0 || count > RINGS_MAX {
        return None;
    }
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        let length = usize::try_from(u32::from_le_bytes(take(&mut rest)?)).ok()?;
        if length > VERTICES_MAX {
            return None;
        }
        let mut part = Vec::with_capacity(length);
        for _ in 0..length {
            let lon_e7 = i32::from_le_bytes(take(&mut rest)?);
            let lat_e7 = i32::from_le_bytes(take(&mut rest)?);
            part.push(LonLat { lon_e7, lat_e7 });
        }
        parts.push(part);
    }
    if !rest.is_empty() {
        return None;
    }
    match kind {
        1 => parts.first()?.first().copied().map(|at| Ok(Shape::Point(at))),
        2 => parts.into_iter().next().map(Shape::line),
        3 => Some(Shape::polygon(parts)),
        _ => None,
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}
