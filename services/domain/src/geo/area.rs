//! The area of one desa: parts with an outline and holes, in whole units of 1e-7 degrees.
//!
//! "Inside" is decided with integers, so it is exact and does not depend on the
//! direction of a ring, on slivers or on rings that touch themselves. A border
//! belongs to every area it bounds.

use super::{DEGREE, LonLat, ring};

/// First byte of the stored form.
const FORM: u8 = 1;
/// Rings, or parts, or vertices that no real boundary has; a guard when reading.
const COUNT_MAX: usize = 10_000_000;

/// The area of a desa.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Parts; of each the outline, then holes. Rings end where they begin.
    parts: Vec<Vec<Vec<LonLat>>>,
    /// West, south, east, north in 1e-7 degrees.
    bbox: [i32; 4],
}

impl Area {
    /// An area of parts; none when there is no vertex. Open rings are closed.
    pub fn new(mut parts: Vec<Vec<Vec<LonLat>>>) -> Option<Self> {
        for ring in parts.iter_mut().flatten() {
            if let (Some(first), Some(last)) = (ring.first().copied(), ring.last())
                && first != *last
            {
                ring.push(first);
            }
        }
        let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        let bbox = parts.iter().flatten().flatten().fold(start, |[w, s, e, n], at| {
            [w.min(at.lon_e7), s.min(at.lat_e7), e.max(at.lon_e7), n.max(at.lat_e7)]
        });
        let [west, south, east, north] = bbox;
        (west < east && south < north).then_some(Self { parts, bbox })
    }

    /// West, south, east, north in 1e-7 degrees.
    pub fn bbox(&self) -> [i32; 4] {
        self.bbox
    }

    /// How many vertices it has.
    pub fn vertex_count(&self) -> usize {
        self.parts.iter().flatten().map(Vec::len).sum()
    }

    /// Whether a position lies inside or on the border.
    pub fn covers(&self, at: LonLat) -> bool {
        let [west, south, east, north] = self.bbox;
        (west..=east).contains(&at.lon_e7)
            && (south..=north).contains(&at.lat_e7)
            && self.parts.iter().any(|part| part_covers(part, at))
    }

    /// The middle of the area's weight; none for one that encloses nothing.
    ///
    /// It may lie outside, as that of a bent village does.
    pub fn centroid(&self) -> Option<LonLat> {
        let origin = LonLat { lon_e7: self.bbox[0], lat_e7: self.bbox[1] };
        let mut sums = [0_i128; 3];
        for (outline, ring) in self.parts.iter().flat_map(|part| part.iter().enumerate()) {
            let mut moments = moments(ring, origin);
            // Outlines count up and holes down, whichever way they were drawn.
            if (moments[0] < 0) == (outline == 0) {
                moments = moments.map(|sum| -sum);
            }
            for (sum, more) in sums.iter_mut().zip(moments) {
                *sum += more;
            }
        }
        let [doubled, east, north] = sums;
        let middle = |moment: i128, from: i32| {
            i32::try_from(moment.checked_div(3 * doubled)? + i128::from(from)).ok()
        };
        Some(LonLat { lon_e7: middle(east, origin.lon_e7)?, lat_e7: middle(north, origin.lat_e7)? })
    }

    /// The parts: of each the outline, then holes; rings end where they begin.
    pub fn parts(&self) -> &[Vec<Vec<LonLat>>] {
        &self.parts
    }

    /// Metres from a position to the nearest border.
    pub fn border_distance_m(&self, at: LonLat) -> f64 {
        let frame = Frame::at(at);
        let distances = self.parts.iter().flatten().flat_map(|ring| edges(ring));
        distances.map(|(a, b)| frame.segment_m(a, b)).fold(f64::INFINITY, f64::min)
    }

    /// Metres that the area is away from a position at least.
    pub fn least_distance_m(&self, at: LonLat) -> f64 {
        let [west, south, east, north] = self.bbox;
        let nearest =
            LonLat { lon_e7: at.lon_e7.clamp(west, east), lat_e7: at.lat_e7.clamp(south, north) };
        let (x, y) = Frame::at(at).xy(nearest);
        x.hypot(y)
    }

    /// Compact bytes: form, then counts and 8 bytes a vertex, little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        count(&mut bytes, self.parts.len());
        for part in &self.parts {
            count(&mut bytes, part.len());
            for ring in part {
                count(&mut bytes, ring.len());
                for at in ring {
                    bytes.extend(at.lon_e7.to_le_bytes());
                    bytes.extend(at.lat_e7.to_le_bytes());
                }
            }
        }
        bytes
    }

    /// Reads what [`Area::encode`] wrote; none when it did not.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (form, mut rest) = bytes.split_first()?;
        if *form != FORM {
            return None;
        }
        let mut parts = Vec::new();
        for _ in 0..read_count(&mut rest)? {
            let mut part = Vec::new();
            for _ in 0..read_count(&mut rest)? {
                part.push(read_ring(&mut rest)?);
            }
            parts.push(part);
        }
        if rest.is_empty() { Self::new(parts) } else { None }
    }

    /// The GeoJSON geometry, a MultiPolygon.
    pub fn geojson(&self) -> String {
        let position = |at: &LonLat| [at.longitude_deg(), at.latitude_deg()];
        let ring = |ring: &Vec<LonLat>| ring.iter().map(position).collect::<Vec<_>>();
        let part = |part: &Vec<Vec<LonLat>>| part.iter().map(ring).collect::<Vec<_>>();
        let coordinates: Vec<_> = self.parts.iter().map(part).collect();
        serde_json::json!({ "type": "MultiPolygon", "coordinates": coordinates }).to_string()
    }
}

fn edges(ring: &[LonLat]) -> impl Iterator<Item = (LonLat, LonLat)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().skip(1))
}

/// Twice the signed area of a ring, in squared units; 0 encloses nothing.
pub fn doubled_area(ring: &[LonLat]) -> i128 {
    let wide = |at: LonLat| (i128::from(at.lon_e7), i128::from(at.lat_e7));
    let closing = ring.last().copied().zip(ring.first().copied());
    edges(ring)
        .chain(closing)
        .map(|(a, b)| {
            let ((ax, ay), (bx, by)) = (wide(a), wide(b));
            ax * by - bx * ay
        })
        .sum()
}

/// Which ring of a part, from 0, runs through or along itself or another one; none when the part
/// is sound. Rings may touch in single positions and end where they begin.
pub fn crossing(part: &[Vec<LonLat>]) -> Option<usize> {
    ring::running(part)
}

/// Which ring of a part, from 0, is a hole that does not lie within the outline.
pub fn outside(part: &[Vec<LonLat>]) -> Option<usize> {
    let (outline, holes) = part.split_first()?;
    let outline = std::slice::from_ref(outline);
    let leaves = |hole: &Vec<LonLat>| hole.iter().any(|at| !part_covers(outline, *at));
    holes.iter().position(leaves).map(|at| at.saturating_add(1))
}

/// Twice the signed area of a closed ring and its first moments about an origin, times six.
fn moments(ring: &[LonLat], origin: LonLat) -> [i128; 3] {
    let from = |at: LonLat| {
        let x = i128::from(at.lon_e7) - i128::from(origin.lon_e7);
        (x, i128::from(at.lat_e7) - i128::from(origin.lat_e7))
    };
    edges(ring).fold([0; 3], |[doubled, east, north], (a, b)| {
        let ((ax, ay), (bx, by)) = (from(a), from(b));
        let cross = ax * by - bx * ay;
        [doubled + cross, east + (ax + bx) * cross, north + (ay + by) * cross]
    })
}

/// Even-odd over all rings of a part; on an edge of any of them is covered.
fn part_covers(part: &[Vec<LonLat>], at: LonLat) -> bool {
    let mut inside = false;
    for (a, b) in part.iter().flat_map(|ring| edges(ring)) {
        let side = side(a, b, at);
        if side == 0 && between(a, b, at) {
            return true;
        }
        // The edge crosses the ray to the east when its ends lie on different sides of it.
        let upward = a.lat_e7 <= at.lat_e7 && at.lat_e7 < b.lat_e7;
        let downward = b.lat_e7 <= at.lat_e7 && at.lat_e7 < a.lat_e7;
        if (upward && side > 0) || (downward && side < 0) {
            inside = !inside;
        }
    }
    inside
}

/// Positive when `at` lies left of a-b, 0 on its line. Within Indonesia it fits 64 bits:
/// differences stay below 5e8.
fn side(a: LonLat, b: LonLat, at: LonLat) -> i64 {
    let east = i64::from(b.lon_e7) - i64::from(a.lon_e7);
    let north = i64::from(b.lat_e7) - i64::from(a.lat_e7);
    let x = i64::from(at.lon_e7) - i64::from(a.lon_e7);
    let y = i64::from(at.lat_e7) - i64::from(a.lat_e7);
    east.saturating_mul(y).saturating_sub(north.saturating_mul(x))
}

fn between(a: LonLat, b: LonLat, at: LonLat) -> bool {
    let within = |p: i32, q: i32, v: i32| p.min(q) <= v && v <= p.max(q);
    within(a.lon_e7, b.lon_e7, at.lon_e7) && within(a.lat_e7, b.lat_e7, at.lat_e7)
}

/// A flat frame in metres around a position; good to 0.1 % within 100 km.
struct Frame {
    origin: LonLat,
    east_m: f64,
    north_m: f64,
}

impl Frame {
    fn at(origin: LonLat) -> Self {
        let latitude = origin.latitude_deg().to_radians();
        // Length of a degree on the ellipsoid WGS 84, as series of the latitude.
        let north = 111_132.954 - 559.822 * (2.0 * latitude).cos() + 1.175 * (4.0 * latitude).cos();
        let east = 111_412.84 * latitude.cos() - 93.5 * (3.0 * latitude).cos()
            + 0.118 * (5.0 * latitude).cos();
        let unit = DEGREE;
        Self { origin, east_m: east / unit, north_m: north / unit }
    }

    fn xy(&self, at: LonLat) -> (f64, f64) {
        let x = f64::from(at.lon_e7) - f64::from(self.origin.lon_e7);
        let y = f64::from(at.lat_e7) - f64::from(self.origin.lat_e7);
        (x * self.east_m, y * self.north_m)
    }

    /// Metres from the origin to a segment.
    fn segment_m(&self, a: LonLat, b: LonLat) -> f64 {
        let ((ax, ay), (bx, by)) = (self.xy(a), self.xy(b));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let along =
            if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (ax + along * dx).hypot(ay + along * dy)
    }
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn read_count(rest: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
    (count <= COUNT_MAX).then_some(count)
}

fn read_ring(rest: &mut &[u8]) -> Option<Vec<LonLat>> {
    let count = read_count(rest)?;
    let mut ring = Vec::with_capacity(count.min(rest.len() / 8));
    for _ in 0..count {
        let lon_e7 = i32::from_le_bytes(take(rest)?);
        let lat_e7 = i32::from_le_bytes(take(rest)?);
        ring.push(LonLat { lon_e7, lat_e7 });
    }
    Some(ring)
}

#[cfg(test)]
#[path = "area_tests.rs"]
mod tests;
