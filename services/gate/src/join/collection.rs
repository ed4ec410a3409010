//! Many shapes in four arrays instead of many small allocations.

use domain::geo::{LonLat, Shape};

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

    fn part(&mut self, vertices: &[LonLat]) {
        self.vertices.extend_from_slice(vertices);
        self.ends.push(number(self.vertices.len()));
    }

    /// The parts of a shape: the point, the line, or the rings.
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
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The same, back.
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
