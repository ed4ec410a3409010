//! Many shapes in four arrays instead of many small allocations.

use domain::{
    Refusal,
    geo::{LonLat, Shape},
    reason,
};

/// Bytes of a stored vertex.
const VERTEX_BYTES: usize = 8;

/// What a shape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Point,
    Line,
    Polygon,
}

/// A shape of a collection: its box and its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// West, south, east, north in 1e-7 degrees.
    pub bbox: [i32; 4],
    pub kind: Kind,
    /// Its first part and the one after its last.
    parts: [u32; 2],
}

/// Shapes numbered from 0 in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    pub(super) items: Vec<Item>,
    /// The vertex after the last of each part.
    ends: Vec<u32>,
    vertices: Vec<LonLat>,
}

impl Collection {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many shapes there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds a shape; its number is the count before.
    pub fn push(&mut self, shape: &Shape) {
        let first = number(self.ends.len());
        let kind = match shape {
            Shape::Point(at) => {
                self.part(std::slice::from_ref(at));
                Kind::Point
            }
            Shape::Line(line) => {
                self.part(line);
                Kind::Line
            }
            Shape::Polygon(rings) => {
                for ring in rings {
                    self.part(ring);
                }
                Kind::Polygon
            }
        };
        let parts = [first, number(self.ends.len())];
        self.items.push(Item { bbox: shape.bbox(), kind, parts });
    }

    /// Forgets all shapes and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.ends.clear();
        self.vertices.clear();
    }

    /// Adds a shape of another collection.
    pub(super) fn push_from(&mut self, other: &Self, item: &Item) {
        let first = number(self.ends.len());
        for part in other.parts(item) {
            self.part(part);
        }
        self.items.push(Item { parts: [first, number(self.ends.len())], ..*item });
    }

    /// Adds a shape from the front of bytes that [`Shape::encode`] wrote, and takes them off. What
    /// is stored was checked when it came in: here only the form is.
    ///
    /// # Errors
    /// GEOMETRY_INVALID when the bytes are of another form; nothing is added then.
    pub fn push_encoded(&mut self, bytes: &mut &[u8]) -> Result<(), Refusal> {
        let (ends, vertices) = (self.ends.len(), self.vertices.len());
        let item = self.read(bytes);
        if item.is_none() {
            self.ends.truncate(ends);
            self.vertices.truncate(vertices);
        }
        self.items.push(item.ok_or_else(|| {
            reason::GEOMETRY_INVALID.refuse().fact("why", "bentuk tersimpan tidak terbaca")
        })?);
        Ok(())
    }

    fn read(&mut self, bytes: &mut &[u8]) -> Option<Item> {
        let first = number(self.ends.len());
        let kind = match take::<1>(bytes)? {
            [1] => Kind::Point,
            [2] => Kind::Line,
            [3] => Kind::Polygon,
            _ => return None,
        };
        let mut bbox = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        for _ in 0..u32::from_le_bytes(take(bytes)?) {
            let length = index(u32::from_le_bytes(take(bytes)?)).checked_mul(VERTEX_BYTES)?;
            let (part, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            for [a, b, c, d, e, f, g, h] in part.as_chunks::<VERTEX_BYTES>().0 {
                let at = LonLat {
                    lon_e7: i32::from_le_bytes([*a, *b, *c, *d]),
                    lat_e7: i32::from_le_bytes([*e, *f, *g, *h]),
                };
                let [west, south, east, north] = bbox;
                bbox = [
                    west.min(at.lon_e7),
                    south.min(at.lat_e7),
                    east.max(at.lon_e7),
                    north.max(at.lat_e7),
                ];
                self.vertices.push(at);
            }
            self.ends.push(number(self.vertices.len()));
        }
        let parts = [first, number(self.ends.len())];
        (bbox[0] <= bbox[2]).then_some(Item { bbox, kind, parts })
    }

    fn part(&mut self, vertices: &[LonLat]) {
        self.vertices.extend_from_slice(vertices);
        self.ends.push(number(self.vertices.len()));
    }

    /// The parts of a shape: the point, the line, or the rings.
    #[inline]
    pub(super) fn parts(&self, item: &Item) -> impl Iterator<Item = &[LonLat]> + '_ {
        let [first, after] = item.parts.map(index);
        let start = first.checked_sub(1).and_then(|at| self.ends.get(at)).copied();
        let ends = self.ends.get(first..after).unwrap_or_default();
        ends.iter().scan(index(start.unwrap_or_default()), |from, end| {
            let part = self.vertices.get(*from..index(*end)).unwrap_or_default();
            *from = index(*end);
            Some(part)
        })
    }

    /// A shape as it was added.
    pub fn shape(&self, number: u32) -> Option<Shape> {
        let item = self.items.get(index(number))?;
        let mut parts = self.parts(item).map(<[LonLat]>::to_vec);
        match item.kind {
            Kind::Point => Some(Shape::Point(parts.next()?.first().copied()?)),
            Kind::Line => Some(Shape::Line(parts.next()?)),
            Kind::Polygon => Some(Shape::Polygon(parts.collect())),
        }
    }
}

impl<'a> FromIterator<&'a Shape> for Collection {
    fn from_iter<I: IntoIterator<Item = &'a Shape>>(shapes: I) -> Self {
        let mut collection = Self::new();
        for shape in shapes {
            collection.push(shape);
        }
        collection
    }
}

/// A place in an array of fewer than four billion; no store holds so many vertices in memory.
#[inline]
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The same, back.
#[inline]
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}
