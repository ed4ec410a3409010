//! Recall of blocking: pairs within the candidate radius, and whether the search of one meets a
//! cell of the other, both as it locks and as it only looks. Brute force judges: the gate's distance, which is the geodesic to a
//! millimetre.
//!
//! Random pairs lie anywhere in Indonesia. Adversarial ones lie where a search by cells would fail
//! first: within a metre of cells' edges and corners, lines that graze an edge, areas as large as
//! a cell, the meridian of 114 E, and the other work just inside the radius.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::geo::{LonLat, Shape};
use gate::{
    cover::{cover, look, search_with},
    distance::distance_m,
    frame::{Frame, Xy},
};
use h3o::{LatLng, Resolution};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

/// The candidate radius of the first rule set.
pub const RADIUS_M: f64 = 150.0;
/// Pairs that one seed makes.
const SHARE: u64 = 5_000;

/// Where pairs lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Random,
    Adversarial,
}

/// What a run found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recall {
    /// Pairs within the radius.
    pub pairs: u64,
    /// Those whose cells do not meet.
    pub missed: u64,
}

/// Judges `pairs` pairs within the radius, with a way from a cell's centre to its corners of
/// `corner_m`; the gate's own is [`gate::cover::CORNER_M`].
pub fn recall(kind: Kind, pairs: u64, corner_m: f64) -> Recall {
    let shares = pairs.div_ceil(SHARE);
    let (next, judged, missed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let work = || {
        loop {
            let share = next.fetch_add(1, Ordering::Relaxed);
            if share >= shares {
                return;
            }
            let count = SHARE.min(pairs - share * SHARE);
            judged.fetch_add(count, Ordering::Relaxed);
            missed.fetch_add(missed_of(kind, share, count, corner_m), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..gate::join::threads() {
            scope.spawn(work);
        }
        work();
    });
    Recall { pairs: judged.into_inner(), missed: missed.into_inner() }
}

fn missed_of(kind: Kind, seed: u64, count: u64, corner_m: f64) -> u64 {
    let mut random = StdRng::seed_from_u64(seed << 1 | u64::from(kind == Kind::Adversarial));
    let (mut near, mut missed) = (0, 0);
    while near < count {
        let pair = match kind {
            Kind::Random => random_pair(&mut random),
            Kind::Adversarial => adversarial_pair(&mut random),
        };
        // A shape may fall out of Indonesia's box, or two vertices into one.
        let Some((a, b)) = pair else { continue };
        if distance_m(&a, &b) > RADIUS_M {
            continue;
        }
        near += 1;
        let drawn = cover(&b, 0.0).expect("a small shape has few cells");
        let searched = search_with(&a, RADIUS_M, corner_m).expect("a small shape has few cells");
        let looked = look(&a, RADIUS_M).expect("a small shape has few cells");
        let is_missed =
            drawn.is_disjoint(&searched) || !looked.iter().any(|cell| drawn.contains(cell));
        missed += u64::from(is_missed);
    }
    missed
}

fn place(frame: &Frame, [x, y]: Xy) -> Option<LonLat> {
    let [lon, lat] = frame.lon_lat_deg([x, y]);
    LonLat::new(lon, lat).ok()
}

fn line(frame: &Frame, vertices: &[Xy]) -> Option<Shape> {
    Shape::line(vertices.iter().map(|at| place(frame, *at)).collect::<Option<_>>()?).ok()
}

fn polygon(frame: &Frame, vertices: &[Xy]) -> Option<Shape> {
    let ring = vertices.iter().map(|at| place(frame, *at)).collect::<Option<_>>()?;
    Shape::polygon(vec![ring]).ok()
}

/// A shape of any kind that begins at a position.
fn any_shape(random: &mut StdRng, frame: &Frame, [x, y]: Xy) -> Option<Shape> {
    let mut step = |most: f64| random.random_range(-most..most);
    match (step(1.0), step(1.0)) {
        (kind, _) if kind < -0.4 => Some(Shape::point(place(frame, [x, y])?)),
        (kind, _) if kind < 0.6 => {
            let mut at = [x, y];
            let mut vertices = vec![at];
            for _ in 0..3 {
                at = [at[0] + step(120.0), at[1] + step(120.0)];
                vertices.push(at);
            }
            line(frame, &vertices)
        }
        _ => {
            let (w, h) = (5.0 + step(60.0).abs(), 5.0 + step(60.0).abs());
            polygon(frame, &[[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
        }
    }
}

fn around(random: &mut StdRng, [x, y]: Xy, distance_m: f64) -> Xy {
    let turn: f64 = random.random_range(0.0..std::f64::consts::TAU);
    [x + distance_m * turn.cos(), y + distance_m * turn.sin()]
}

fn random_pair(random: &mut StdRng) -> Option<(Shape, Shape)> {
    let frame = Frame::at(random.random_range(95.0..141.0), random.random_range(-11.0..6.0));
    let a = any_shape(random, &frame, [0.0, 0.0])?;
    let distance_m = random.random_range(0.0..RADIUS_M * 1.2);
    let start = around(random, [0.0, 0.0], distance_m);
    Some((a, any_shape(random, &frame, start)?))
}

/// A cell's corners in the plane around it.
struct Cell {
    frame: Frame,
    corners: Vec<Xy>,
}

impl Cell {
    fn any(random: &mut StdRng) -> Self {
        // One in four lies at the border of the UTM zones.
        let lon = if random.random_range(0..4) == 0 {
            114.0 + random.random_range(-1e-5..1e-5)
        } else {
            random.random_range(95.2..140.8)
        };
        let lat = random.random_range(-10.8..5.8);
        let cell = LatLng::new(lat, lon).expect("a position").to_cell(Resolution::Ten);
        let centre = LatLng::from(cell);
        let frame = Frame::at(centre.lng(), centre.lat());
        let corners = cell.boundary().iter().map(|at| frame.degrees(at.lng(), at.lat())).collect();
        Self { frame, corners }
    }

    /// A position along an edge, at a corner one time in two, moved by up to a metre.
    fn edge(&self, random: &mut StdRng) -> Xy {
        let at = random.random_range(0..self.corners.len());
        let (a, b) = (self.corners[at], self.corners[(at + 1) % self.corners.len()]);
        let along =
            if random.random_range(0..2) == 0 { 0.0 } else { random.random_range(0.0..1.0) };
        let mut off = || random.random_range(-1.0..1.0);
        [a[0] + along * (b[0] - a[0]) + off(), a[1] + along * (b[1] - a[1]) + off()]
    }
}

fn adversarial_pair(random: &mut StdRng) -> Option<(Shape, Shape)> {
    let cell = Cell::any(random);
    let frame = &cell.frame;
    // Just inside the radius, mostly.
    let distance_m = RADIUS_M
        - if random.random_range(0..4) == 0 { 20.0 } else { 1.0 } * random.random_range(0.0..1.0);
    let (a, from) = match random.random_range(0..4) {
        0 => {
            let at = cell.edge(random);
            (Shape::point(place(frame, at)?), at)
        }
        1 => {
            let at = cell.edge(random);
            (any_shape(random, frame, at)?, at)
        }
        2 => {
            // Along an edge, a metre off at most, and beyond both its ends.
            let at = random.random_range(0..cell.corners.len());
            let (p, q) = (cell.corners[at], cell.corners[(at + 1) % cell.corners.len()]);
            let mut off = || random.random_range(-1.0..1.0);
            let ends = [[p[0] + off(), p[1] + off()], [q[0] + off(), q[1] + off()]];
            (line(frame, &ends)?, ends[0])
        }
        _ => {
            // As large as the cell, a metre larger or smaller.
            let scale = 1.0 + random.random_range(-1.0..1.0) / 75.0;
            let ring: Vec<Xy> = cell.corners.iter().map(|[x, y]| [x * scale, y * scale]).collect();
            (polygon(frame, &ring)?, ring[0])
        }
    };
    let start = around(random, from, distance_m);
    let b = if random.random_range(0..2) == 0 {
        Shape::point(place(frame, start)?)
    } else {
        any_shape(random, frame, start)?
    };
    // Either may be the one that searches.
    Some(if random.random_range(0..2) == 0 { (a, b) } else { (b, a) })
}
