//! Whether rings make a polygon, judged in exact integers.
//!
//! Coordinates are i32, so every product below fits i128 whatever the input;
//! a judgement in floats would call some near-degenerate outlines good.

use std::collections::{BTreeMap, BTreeSet};

use super::{LonLat, bad};
use crate::Refusal;

/// The most pairs of sides compared for one polygon: every pair of 2,800 sides,
/// far more than a drawn outline needs, and 20 ms of work. Without it a zigzag
/// of 10,000 long sides would cost a quarter of a second a call.
const COMPARISONS_MAX: u32 = 4_000_000;

/// Closes a ring and turns it as RFC 7946 wants: the outline counter-clockwise, holes clockwise.
pub(super) fn closed(mut ring: Vec<LonLat>, outline: bool) -> Result<Vec<LonLat>, Refusal> {
    ring.dedup();
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
        && first != last
    {
        ring.push(first);
    }
    if ring.len() < 4 {
        return Err(bad("cincin poligon perlu sedikitnya tiga titik berbeda"));
    }
    let area = doubled_area(&ring);
    if area == 0 {
        return Err(bad("poligon tidak memiliki luas"));
    }
    if (area > 0) != outline {
        ring.reverse();
    }
    Ok(ring)
}

/// Refuses rings that touch themselves or run into each other, and holes that are not inside.
///
/// Stricter than OGC in one thing: a hole touches one other ring at most, in one position. So it
/// lies wholly on one side of every other ring, and what is inside stays in one piece.
pub(super) fn judge(rings: &[Vec<LonLat>]) -> Result<(), Refusal> {
    let mut touched: BTreeMap<usize, LonLat> = BTreeMap::new();
    for (one, two, at) in sweep(&edges(rings))? {
        for hole in [one, two].into_iter().filter(|ring| *ring > 0) {
            if touched.insert(hole, at).is_some() {
                return Err(bad("lubang menyentuh cincin lain di lebih dari satu titik"));
            }
        }
    }
    let Some((outline, holes)) = rings.split_first() else {
        return Err(bad("poligon tanpa garis tepi"));
    };
    for (at, hole) in holes.iter().enumerate() {
        // One vertex speaks for its whole ring, but for the one where it touches another.
        let contact = touched.get(&(at + 1));
        let Some(vertex) = hole.iter().find(|vertex| contact != Some(*vertex)) else { continue };
        if !encloses(outline, *vertex) {
            return Err(bad("lubang di luar garis tepi poligon"));
        }
        if holes.iter().enumerate().any(|(other, ring)| other != at && encloses(ring, *vertex)) {
            return Err(bad("lubang di dalam lubang lain"));
        }
    }
    Ok(())
}

/// The first ring that runs through or along itself or another one. To touch in single positions is
/// allowed here, as surveyed borders do; rings end where they begin.
pub(super) fn running(rings: &[Vec<LonLat>]) -> Option<usize> {
    let edges = edges(rings);
    edges.iter().enumerate().find_map(|(at, edge)| {
        let mut beside = edges.iter().skip(at + 1).take_while(|o| o.along.0 <= edge.along.1);
        let other = beside.find(|o| matches!(edge.contact(o), Some(Contact::Runs)))?;
        Some(edge.ring.max(other.ring))
    })
}

/// Twice the signed area in squared units; positive when counter-clockwise.
fn doubled_area(ring: &[LonLat]) -> i128 {
    sides(ring)
        .map(|(a, b)| {
            i128::from(a.lon_e7) * i128::from(b.lat_e7)
                - i128::from(b.lon_e7) * i128::from(a.lat_e7)
        })
        .sum()
}

/// The pairs of neighbouring vertices.
fn sides(ring: &[LonLat]) -> impl Iterator<Item = (LonLat, LonLat)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().skip(1))
}

/// Positive when c lies left of a-b, negative when right, zero when on its line.
fn turn(a: LonLat, b: LonLat, c: LonLat) -> i128 {
    let (ax, ay) = (i128::from(a.lon_e7), i128::from(a.lat_e7));
    (i128::from(b.lon_e7) - ax) * (i128::from(c.lat_e7) - ay)
        - (i128::from(b.lat_e7) - ay) * (i128::from(c.lon_e7) - ax)
}

/// Whether a closed ring has a position in its inside; positions on the ring itself are undecided.
fn encloses(ring: &[LonLat], at: LonLat) -> bool {
    sides(ring).fold(false, |inside, (a, b)| {
        let spans = (a.lat_e7 > at.lat_e7) != (b.lat_e7 > at.lat_e7);
        // The side crosses the ray to the east when the position lies to its left going up.
        let east = (turn(a, b, at) > 0) == (b.lat_e7 > a.lat_e7);
        inside != (spans && east)
    })
}

/// A side of a ring with its bounds, `along` the axis of the sweep and `across` it.
struct Edge {
    a: LonLat,
    b: LonLat,
    ring: usize,
    at: usize,
    /// Number of the last side of the same ring.
    last: usize,
    along: (i32, i32),
    across: (i32, i32),
}

impl Edge {
    /// Whether two sides share a vertex because the ring runs on from one to the other.
    fn is_next_to(&self, other: &Self) -> bool {
        self.ring == other.ring
            && (self.at.abs_diff(other.at) == 1 || self.at.abs_diff(other.at) == self.last)
    }

    /// How two sides meet, if they do.
    ///
    /// Neighbours are not compared: when one folds back on the other, its far
    /// end meets a side that is not its neighbour.
    fn contact(&self, other: &Self) -> Option<Contact> {
        let beside = self.across.0 <= other.across.1 && other.across.0 <= self.across.1;
        if !beside || self.is_next_to(other) {
            return None;
        }
        let apart = |p: i128, q: i128| p.signum() * q.signum() > 0;
        let own = [self.a, self.b].map(|end| (turn(other.a, other.b, end), end));
        let theirs = [other.a, other.b].map(|end| (turn(self.a, self.b, end), end));
        let ([(p, _), (q, _)], [(r, _), (s, _)]) = (own, theirs);
        if apart(p, q) || apart(r, s) {
            return None;
        }
        if [p, q, r, s].iter().all(|turn| *turn == 0) {
            // Both on one line: they share a stretch, or lie end to end.
            let spans = |one: (i32, i32), two: (i32, i32)| one.0.max(two.0) < one.1.min(two.1);
            let shares = spans(self.along, other.along) || spans(self.across, other.across);
            let end = [self.a, self.b].into_iter().find(|end| *end == other.a || *end == other.b);
            return Some(end.filter(|_| !shares).map_or(Contact::Runs, Contact::Touches));
        }
        // An end of one on the line of the other, between the other's ends: they meet there alone.
        let end = own.into_iter().chain(theirs).find(|(turn, _)| *turn == 0);
        Some(end.map_or(Contact::Runs, |(_, at)| Contact::Touches(at)))
    }
}

/// How two sides meet.
enum Contact {
    /// In one position, an end of one of them.
    Touches(LonLat),
    /// Through each other, or along each other.
    Runs,
}

/// Every side, with the sweep laid along the axis on which the sides are shorter:
/// fewer of them then stand beside each other.
fn edges(rings: &[Vec<LonLat>]) -> Vec<Edge> {
    let (east, north) = rings.iter().flat_map(|ring| sides(ring)).fold((0_u64, 0_u64), |sum, s| {
        let (a, b) = s;
        (
            sum.0.saturating_add(u64::from(a.lon_e7.abs_diff(b.lon_e7))),
            sum.1.saturating_add(u64::from(a.lat_e7.abs_diff(b.lat_e7))),
        )
    });
    let ordered = |p: i32, q: i32| (p.min(q), p.max(q));
    let mut edges = Vec::with_capacity(rings.iter().map(Vec::len).sum());
    for (number, ring) in rings.iter().enumerate() {
        for (at, (a, b)) in sides(ring).enumerate() {
            let (lon, lat) = (ordered(a.lon_e7, b.lon_e7), ordered(a.lat_e7, b.lat_e7));
            let (along, across) = if east <= north { (lon, lat) } else { (lat, lon) };
            let last = ring.len().saturating_sub(2);
            edges.push(Edge { a, b, ring: number, at, last, along, across });
        }
    }
    edges.sort_unstable_by_key(|edge| edge.along);
    edges
}

/// Where two rings touch, the smaller number first.
type Touches = BTreeSet<(usize, usize, LonLat)>;

/// Sweeps the sorted sides: only those that stand beside each other are compared. Answers where
/// rings touch one another; refuses what meets otherwise.
fn sweep(edges: &[Edge]) -> Result<Touches, Refusal> {
    let mut touches = Touches::new();
    let mut left = COMPARISONS_MAX;
    for (at, edge) in edges.iter().enumerate() {
        let beside = edges.iter().skip(at + 1).take_while(|o| o.along.0 <= edge.along.1);
        for other in beside {
            if left == 0 {
                return Err(bad("bentuk poligon terlalu rumit"));
            }
            left -= 1;
            match edge.contact(other) {
                None => {}
                Some(Contact::Touches(at)) if edge.ring != other.ring => {
                    touches.insert((edge.ring.min(other.ring), edge.ring.max(other.ring), at));
                }
                Some(_) => return Err(bad("garis tepi poligon saling berpotongan")),
            }
        }
    }
    Ok(touches)
}
