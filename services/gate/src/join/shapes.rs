//! Any shapes: strips of rows, each swept from west to east over the boxes in it.
//!
//! A shape is put into every strip that its box, grown northwards by the radius, touches. A pair
//! of boxes is looked at only in the strip where the more northern of both southern edges lies,
//! where at least one of them begins: so no pair is ever found twice and none needs to be
//! remembered (the reference-point rule, kept by never comparing two shapes that both came from
//! below).

use domain::geo::{DEGREE, LonLat};

use super::{
    Collection, RADIUS_MAX_M, Visit,
    collection::{Item, Kind, index, number},
    nodes::{Answer, Bounds, Figure, Node, Radius},
    tasks::share,
};
use crate::{
    distance::distance_m,
    frame::{Frame, Xy},
};

/// The height of a strip, in heights of a shape with its radius: so that few shapes reach into a
/// second strip, and few boxes of a strip are too far north or south of one another. Between 4 and 6
/// 100,000 works took least time, and a million took the same as with 2.
const STRIP_SHARE: f64 = 5.0;
/// What is added to the radius where boxes of whole units are compared, as a part and in metres.
const MARGIN_SHARE: f64 = 1e-3;
const MARGIN_M: f64 = 0.01;
/// Metres of the earth's radius, a little less; for error bounds.
const EARTH_M: f64 = 6.33e6;
/// How fast the meridian's scale changes, metres a metre of the earth's radius, at most.
const MERIDIAN_SLOPE: f64 = 0.004;

/// Every pair of shapes within a radius of at most [`RADIUS_MAX_M`], by their numbers.
pub fn shapes<V: Visit>(
    collection: &Collection,
    radius_m: f64,
    threads: usize,
    visitor: impl Fn() -> V + Sync,
) -> Vec<V> {
    let radius_m = radius_m.clamp(0.0, RADIUS_MAX_M);
    let Some(strips) = Strips::of(collection, radius_m) else { return vec![visitor()] };
    let (members, starts) = strips.members(collection);
    let begin = || Sweep::new(collection, &strips, visitor());
    let sweeps = share(strips.count, threads, begin, |sweep, strip| {
        if let (Some(from), Some(to)) = (starts.get(strip), starts.get(strip + 1)) {
            sweep.fill(strip, members.get(*from..*to).unwrap_or_default());
            sweep.run();
        }
    });
    sweeps.into_iter().map(|sweep| sweep.visitor).collect()
}

/// How the box of the shapes is cut.
struct Strips {
    south: i32,
    height: f64,
    /// Strips a unit north.
    per_unit: f64,
    count: usize,
    radius_m: f64,
    /// The radius in units north and east, rounded up.
    north: i32,
    east: i32,
}

impl Strips {
    /// None for no shapes.
    fn of(collection: &Collection, radius_m: f64) -> Option<Self> {
        let items = &collection.items;
        let south = items.iter().map(|item| item.bbox[1]).min()?;
        let north = items.iter().map(|item| item.bbox[3]).max()?;
        let reach_m = radius_m * (1.0 + MARGIN_SHARE) + MARGIN_M;
        let scale = |lat_e7: i32| Frame::at(0.0, f64::from(lat_e7) / DEGREE).metres_per_degree();
        let east_m = scale(south)[0].min(scale(north)[0]);
        let north_m = scale(0)[1];
        let units = |per_degree_m: f64| reach_m / per_degree_m * DEGREE;
        let tall: f64 = items.iter().map(height).sum();
        let each = f64::from(number(items.len()));
        let span = f64::from(north) - f64::from(south) + units(north_m) + 1.0;
        let strip = (STRIP_SHARE * (units(north_m) + tall / each)).max(span / each.max(1_024.0));
        Some(Self {
            south,
            height: strip,
            per_unit: 1.0 / strip,
            count: (span / strip).floor() as usize + 1,
            radius_m,
            north: units(north_m).ceil() as i32,
            east: units(east_m).ceil() as i32,
        })
    }

    #[inline]
    fn strip(&self, lat_e7: i32) -> usize {
        let at = ((f64::from(lat_e7) - f64::from(self.south)) * self.per_unit) as usize;
        at.min(self.count - 1)
    }

    /// The strip in which a shape begins and the last one it reaches.
    fn range(&self, item: &Item) -> (u32, u32) {
        let reach = item.bbox[3].saturating_add(self.north);
        (number(self.strip(item.bbox[1])), number(self.strip(reach)))
    }

    /// The shapes of each strip and where each strip starts.
    fn members(&self, collection: &Collection) -> (Vec<u32>, Vec<usize>) {
        let mut starts = vec![0_usize; self.count + 1];
        let ranges: Vec<(u32, u32)> =
            collection.items.iter().map(|item| self.range(item)).collect();
        for (first, last) in &ranges {
            let (first, last) = (index(*first), index(*last));
            for count in starts.iter_mut().take(last + 2).skip(first + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut members = vec![0_u32; sum];
        for ((first, last), id) in ranges.into_iter().zip(0_u32..) {
            let (first, last) = (index(first), index(last));
            for place in next.iter_mut().take(last + 1).skip(first) {
                if let Some(member) = members.get_mut(*place) {
                    *member = id;
                }
                *place += 1;
            }
        }
        (members, starts)
    }

    /// The plane in the middle of a strip; west is the shapes' own, so that metres stay small.
    fn plane(&self, strip: usize, west: i32) -> StripPlane {
        let strip = f64::from(number(strip));
        let middle = f64::from(self.south) + (strip + 0.5) * self.height;
        let per_degree_m = Frame::at(0.0, middle / DEGREE).metres_per_degree();
        let [east_m, north_m] = per_degree_m.map(|metres| metres / DEGREE);
        StripPlane { west: f64::from(west), middle, east_m, north_m }
    }
}

/// A plane in units of stored coordinates: no division a vertex.
struct StripPlane {
    west: f64,
    middle: f64,
    /// Metres of a unit.
    east_m: f64,
    north_m: f64,
}

impl StripPlane {
    #[inline]
    fn xy(&self, at: LonLat) -> Xy {
        [
            (f64::from(at.lon_e7) - self.west) * self.east_m,
            (f64::from(at.lat_e7) - self.middle) * self.north_m,
        ]
    }
}

fn height(item: &Item) -> f64 {
    f64::from(item.bbox[3]) - f64::from(item.bbox[1])
}

/// A shape in its strip.
#[derive(Debug, Clone, Copy)]
struct Member {
    id: u32,
    nodes: [u32; 2],
    bounds: Bounds,
    is_area: bool,
    /// How far its box reaches from the strip's middle, metres.
    off_m: f64,
    /// The radius for what is near it, by that reach.
    radius: Radius,
}

impl Member {
    /// The nearest points of a pair lie in both boxes, at most the radius apart: so they are no
    /// further from the strip's middle than the nearer box reaches, and the radius.
    #[inline]
    fn radius_with(&self, other: &Self) -> Radius {
        if self.off_m <= other.off_m { self.radius } else { other.radius }
    }

    #[inline]
    fn figure<'a>(&self, nodes: &'a [Node]) -> Figure<'a> {
        let [from, to] = self.nodes.map(index);
        let nodes = nodes.get(from..to).unwrap_or_default();
        Figure { nodes, bounds: self.bounds, is_area: self.is_area }
    }
}

/// One thread's strip, sorted from west to east, and its visitor.
struct Sweep<'a, V> {
    collection: &'a Collection,
    strips: &'a Strips,
    order: Vec<(i32, u32)>,
    /// Its shapes in that order, side by side: those of a strip lie far apart in memory, and to
    /// fetch them one after the other would be to wait for each.
    own: Collection,
    west: Vec<i32>,
    south: Vec<i32>,
    /// Northern edge grown by the radius.
    north: Vec<i32>,
    /// Whether it begins in this strip; 1 or 0, so that two of them can be added.
    begins: Vec<u32>,
    members: Vec<Member>,
    nodes: Vec<Node>,
    candidates: Vec<u32>,
    found: Vec<u32>,
    visitor: V,
}

impl<'a, V: Visit> Sweep<'a, V> {
    fn new(collection: &'a Collection, strips: &'a Strips, visitor: V) -> Self {
        Self {
            collection,
            strips,
            order: Vec::new(),
            own: Collection::new(),
            west: Vec::new(),
            south: Vec::new(),
            north: Vec::new(),
            begins: Vec::new(),
            members: Vec::new(),
            nodes: Vec::new(),
            candidates: Vec::new(),
            found: Vec::new(),
            visitor,
        }
    }

    /// Takes the shapes of a strip.
    fn fill(&mut self, strip: usize, ids: &[u32]) {
        let items = &self.collection.items;
        self.order.clear();
        self.order.extend(
            ids.iter().filter_map(|id| items.get(index(*id)).map(|item| (item.bbox[0], *id))),
        );
        self.order.sort_unstable_by_key(|(west, id)| (i64::from(*west) << 32) + i64::from(*id));
        self.own.clear();
        for (_, id) in &self.order {
            if let Some(item) = items.get(index(*id)) {
                self.own.push_from(self.collection, item);
            }
        }
        self.west.clear();
        self.south.clear();
        self.north.clear();
        self.begins.clear();
        self.members.clear();
        self.nodes.clear();
        let west = self.order.first().map_or(0, |(west, _)| *west);
        let plane = self.strips.plane(strip, west);
        let radii = Radii::of(self.strips, strip);
        for ((west, id), item) in self.order.iter().zip(&self.own.items) {
            self.west.push(*west);
            self.south.push(item.bbox[1]);
            self.north.push(item.bbox[3].saturating_add(self.strips.north));
            self.begins.push(u32::from(self.strips.strip(item.bbox[1]) == strip));
            let from = number(self.nodes.len());
            for part in self.own.parts(item) {
                let mut places = part.iter().map(|at| plane.xy(*at));
                let Some(mut at) = places.next() else { continue };
                for next in places {
                    self.nodes.push(Node::new(at, Some(next)));
                    at = next;
                }
                self.nodes.push(Node::new(at, None));
            }
            let [w, s, e, n] = item.bbox;
            let [west_m, south_m] = plane.xy(LonLat { lon_e7: w, lat_e7: s });
            let [east_m, north_m] = plane.xy(LonLat { lon_e7: e, lat_e7: n });
            let off_m = south_m.abs().max(north_m.abs());
            self.members.push(Member {
                id: *id,
                nodes: [from, number(self.nodes.len())],
                bounds: Bounds([west_m, south_m, east_m, north_m]),
                is_area: item.kind == Kind::Polygon,
                off_m,
                radius: radii.within(off_m),
            });
        }
    }

    /// Compares every pair of the strip whose boxes lie within the radius.
    fn run(&mut self) {
        for place in 0..self.members.len() {
            self.candidates_of(place);
            let Some(member) = self.members.get(place) else { return };
            let figure = member.figure(&self.nodes);
            self.found.clear();
            for other in &self.candidates {
                let Some(other) = self.members.get(index(*other)) else { continue };
                let radius = member.radius_with(other);
                let near = match figure.near(&other.figure(&self.nodes), radius) {
                    Answer::Near => true,
                    Answer::Far => false,
                    Answer::Doubt => self.near_exactly(member.id, other.id),
                };
                if near {
                    self.found.push(other.id);
                }
            }
            if !self.found.is_empty() {
                self.visitor.near(member.id, &self.found);
            }
        }
    }

    /// Who lies east of a place's western edge and not beyond its grown box; without a branch.
    fn candidates_of(&mut self, place: usize) {
        self.candidates.clear();
        let own = (
            self.own.items.get(place),
            self.south.get(place),
            self.north.get(place),
            self.begins.get(place),
        );
        let (Some(item), Some(south), Some(north), Some(begins)) = own else { return };
        let east = item.bbox[2].saturating_add(self.strips.east);
        let rest = self.west.get(place + 1..).unwrap_or_default();
        let end = place + 1 + rest.iter().take_while(|west| **west <= east).count();
        self.candidates.resize(end - place - 1, 0);
        let souths = self.south.get(place + 1..end).unwrap_or_default();
        let norths = self.north.get(place + 1..end).unwrap_or_default();
        let begin = self.begins.get(place + 1..end).unwrap_or_default();
        let mut count = 0_usize;
        let mut at = number(place);
        for ((their_south, their_north), their_begin) in souths.iter().zip(norths).zip(begin) {
            at = at.wrapping_add(1);
            if let Some(slot) = self.candidates.get_mut(count) {
                *slot = at;
            }
            let meets = (their_south <= north) & (south <= their_north);
            count = count.wrapping_add(usize::from(meets & ((begins | their_begin) != 0)));
        }
        self.candidates.truncate(count);
    }

    /// The gate's own distance, where the plane of the strip cannot tell.
    fn near_exactly(&self, a: u32, b: u32) -> bool {
        match (self.collection.shape(a), self.collection.shape(b)) {
            (Some(a), Some(b)) => distance_m(&a, &b) <= self.strips.radius_m,
            _ => false,
        }
    }
}

/// The radius with the error of a strip's plane on either side.
#[derive(Debug, Clone, Copy)]
struct Radii {
    radius_m: f64,
    /// How fast the scales change, a metre north of the strip's middle.
    slope: f64,
}

impl Radii {
    fn of(strips: &Strips, strip: usize) -> Self {
        let middle = f64::from(strips.south) + (f64::from(number(strip)) + 0.5) * strips.height;
        let tangent = (middle / DEGREE).to_radians().tan().abs();
        Self { radius_m: strips.radius_m, slope: (tangent + MERIDIAN_SLOPE) / EARTH_M }
    }

    /// The radius for points within it of a box that reaches so far from the strip's middle.
    #[inline]
    fn within(&self, reach_m: f64) -> Radius {
        let off_m = reach_m + self.radius_m;
        let error = 1.1 * off_m * (self.slope + off_m / (EARTH_M * EARTH_M)) + 1e-9;
        let (low, high) = (self.radius_m * (1.0 - error), self.radius_m * (1.0 + error));
        // Stored coordinates are whole units of 1.1 cm, sums of them exact to far below 1e-6 m.
        Radius { sure_2: square(low - 1e-6), doubt_2: square(high + 1e-6) }
    }
}

#[inline]
fn square(value: f64) -> f64 {
    if value > 0.0 { value * value } else { 0.0 }
}
