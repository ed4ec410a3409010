//! Positions and shapes: WGS 84, longitude first, integers of 1e-7 degrees.

use serde::{Deserialize, Serialize};

use crate::{Refusal, reason};

pub mod area;
pub mod cells;
pub mod doubt;
pub mod frame;
pub mod plane;
pub mod reading;
mod ring;
pub mod tile;
pub mod utm;

/// Units of a stored coordinate in one degree: 1.1 cm each.
pub const DEGREE: f64 = 1e7;
/// The box of Indonesia: west, south, east, north, in 1e-7 degrees.
pub const INDONESIA: [i32; 4] = [945_000_000, -115_000_000, 1_415_000_000, 65_000_000];
/// The most vertices of one shape.
pub const VERTICES_MAX: usize = 10_000;
/// The most rings of one polygon.
pub const RINGS_MAX: usize = 200;
/// The largest extent of a shape along an axis, metres.
pub const EXTENT_MAX_M: f64 = 50_000.0;
/// Metres of one degree of a great circle (mean radius 6,371,008.8 m); the limit needs no more.
const DEGREE_M: f64 = 111_195.08;
/// Bytes of one stored vertex.
const VERTEX_BYTES: usize = 8;

/// A position inside Indonesia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawLonLat", into = "RawLonLat")]
pub struct LonLat {
    /// Degrees east times 1e7.
    pub lon_e7: i32,
    /// Degrees north times 1e7.
    pub lat_e7: i32,
}

/// A position as serialised, not yet checked.
#[derive(Serialize, Deserialize)]
struct RawLonLat {
    lon_e7: i32,
    lat_e7: i32,
}

impl TryFrom<RawLonLat> for LonLat {
    type Error = crate::Error;

    fn try_from(raw: RawLonLat) -> Result<Self, crate::Error> {
        Ok(Self::from_e7(raw.lon_e7, raw.lat_e7)?)
    }
}

impl From<LonLat> for RawLonLat {
    fn from(at: LonLat) -> Self {
        Self { lon_e7: at.lon_e7, lat_e7: at.lat_e7 }
    }
}

impl LonLat {
    /// Reads degrees, rounded to 1e-7; tells what is wrong and what was probably meant.
    pub fn new(longitude_deg: f64, latitude_deg: f64) -> Result<Self, Refusal> {
        doubt::place(longitude_deg, latitude_deg, None)
            .map_err(|doubt| doubt.refuse(longitude_deg, latitude_deg))
    }

    /// A position from stored integers, refused like [`LonLat::new`].
    pub fn from_e7(lon_e7: i32, lat_e7: i32) -> Result<Self, Refusal> {
        Self::new(f64::from(lon_e7) / DEGREE, f64::from(lat_e7) / DEGREE)
    }

    fn is_in_indonesia(self) -> bool {
        let [west, south, east, north] = INDONESIA;
        (west..=east).contains(&self.lon_e7) && (south..=north).contains(&self.lat_e7)
    }

    /// Degrees east.
    #[inline]
    pub fn longitude_deg(self) -> f64 {
        f64::from(self.lon_e7) / DEGREE
    }

    /// Degrees north.
    #[inline]
    pub fn latitude_deg(self) -> f64 {
        f64::from(self.lat_e7) / DEGREE
    }
}

/// Degrees to the stored integer; none when it is not a number or does not fit.
fn to_e7(degrees: f64) -> Option<i32> {
    let scaled = (degrees * DEGREE).round();
    // The range is checked before the conversion, which then loses nothing; NaN fails the check.
    (scaled.abs() <= f64::from(i32::MAX)).then_some(scaled as i32)
}

/// A site's shape; built only through the checked constructors, also when deserialised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawShape")]
pub enum Shape {
    /// A point.
    Point(LonLat),
    /// A line of two or more different positions; it may cross itself, as roads do.
    Line(Vec<LonLat>),
    /// Closed rings: the outline counter-clockwise, then its holes clockwise.
    Polygon(Vec<Vec<LonLat>>),
}

/// A shape as serialised, not yet checked.
#[derive(Deserialize)]
enum RawShape {
    Point(LonLat),
    Line(Vec<LonLat>),
    Polygon(Vec<Vec<LonLat>>),
}

impl TryFrom<RawShape> for Shape {
    type Error = crate::Error;

    fn try_from(raw: RawShape) -> Result<Self, crate::Error> {
        match raw {
            RawShape::Point(at) => Ok(Self::point(at)),
            RawShape::Line(vertices) => Ok(Self::line(vertices)?),
            RawShape::Polygon(rings) => Ok(Self::polygon(rings)?),
        }
    }
}

impl Shape {
    /// A point.
    pub const fn point(at: LonLat) -> Self {
        Self::Point(at)
    }

    /// A line; vertices repeated one after another are dropped.
    ///
    /// # Errors
    /// LINE_ENDS_SAME when all its vertices are one position, else GEOMETRY_INVALID.
    pub fn line(mut vertices: Vec<LonLat>) -> Result<Self, Refusal> {
        few_enough(vertices.len())?;
        let sent = vertices.len();
        vertices.dedup();
        match vertices.as_slice() {
            [at] if sent > 1 => Err(reason::LINE_ENDS_SAME
                .refuse()
                .fact("longitude", at.longitude_deg())
                .fact("latitude", at.latitude_deg())),
            [] | [_] => Err(bad("garis perlu sedikitnya dua titik berbeda")),
            _ => Self::Line(vertices).small_enough(),
        }
    }

    /// An area; open rings are closed and turned the usual way. A hole lies inside the outline and
    /// touches one other ring at most, in one position.
    pub fn polygon(rings: Vec<Vec<LonLat>>) -> Result<Self, Refusal> {
        if rings.is_empty() || rings.len() > RINGS_MAX {
            return Err(bad("jumlah cincin poligon tidak sah"));
        }
        few_enough(rings.iter().map(Vec::len).sum())?;
        let rings = rings
            .into_iter()
            .enumerate()
            .map(|(at, vertices)| ring::closed(vertices, at == 0))
            .collect::<Result<Vec<_>, _>>()?;
        // Once more: closing may have added a vertex a ring.
        few_enough(rings.iter().map(Vec::len).sum())?;
        let shape = Self::Polygon(rings).small_enough()?;
        if let Self::Polygon(rings) = &shape {
            ring::judge(rings)?;
        }
        Ok(shape)
    }

    /// Refuses an extent of more than 50 km along either axis.
    fn small_enough(self) -> Result<Self, Refusal> {
        let [west, south, east, north] = self.bbox();
        let height_m = f64::from(south.abs_diff(north)) / DEGREE * DEGREE_M;
        // Meridians are farthest apart where the shape is nearest to the equator.
        let nearest_e7 = if south <= 0 && north >= 0 {
            0
        } else {
            south.unsigned_abs().min(north.unsigned_abs())
        };
        let parallel = (f64::from(nearest_e7) / DEGREE).to_radians().cos();
        let width_m = f64::from(west.abs_diff(east)) / DEGREE * DEGREE_M * parallel;
        if height_m.max(width_m) > EXTENT_MAX_M {
            return Err(bad("bentangan lebih dari 50 km"));
        }
        Ok(self)
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
        if let Self::Point(at) = self {
            return [at.lon_e7, at.lat_e7, at.lon_e7, at.lat_e7];
        }
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

fn few_enough(vertices: usize) -> Result<(), Refusal> {
    if vertices > VERTICES_MAX { Err(bad("lebih dari 10.000 titik")) } else { Ok(()) }
}

/// The shape in the bytes; none when they are not of the form of [`Shape::encode`].
fn read(bytes: &[u8]) -> Option<Result<Shape, Refusal>> {
    let mut rest = bytes;
    let [kind] = take::<1>(&mut rest)?;
    let count = usize::try_from(u32::from_le_bytes(take(&mut rest)?)).ok()?;
    if count == 0 || count > RINGS_MAX {
        return None;
    }
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        match read_part(&mut rest)? {
            Ok(part) => parts.push(part),
            Err(refusal) => return Some(Err(refusal)),
        }
    }
    if !rest.is_empty() {
        return None;
    }
    match (kind, parts.as_mut_slice()) {
        (1, [part]) => match part.as_slice() {
            [at] => Some(Ok(Shape::Point(*at))),
            _ => None,
        },
        (2, [part]) => Some(Shape::line(std::mem::take(part))),
        (3, _) => Some(Shape::polygon(parts)),
        _ => None,
    }
}

fn read_part(rest: &mut &[u8]) -> Option<Result<Vec<LonLat>, Refusal>> {
    let length = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
    // Memory is taken only for vertices that are really there.
    if length > VERTICES_MAX || length > rest.len() / VERTEX_BYTES {
        return None;
    }
    let mut part = Vec::with_capacity(length);
    for _ in 0..length {
        let lon_e7 = i32::from_le_bytes(take(rest)?);
        let lat_e7 = i32::from_le_bytes(take(rest)?);
        match LonLat::from_e7(lon_e7, lat_e7) {
            Ok(at) => part.push(at),
            Err(refusal) => return Some(Err(refusal)),
        }
    }
    Some(Ok(part))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

#[cfg(test)]
#[path = "geo_tests.rs"]
mod tests;
