//! What is searched among the places, in its own plane, and what was found.

use domain::geo::{DEGREE, Shape};

use super::{Kept, Near, Site};
use crate::{
    distance::distance_m,
    frame::Frame,
    plane::{Plane, apart},
};

/// One shape, where it is searched, and what was found.
pub(super) struct Search<'a> {
    pub drawn: Drawn<'a>,
    pub cells: &'a [i64],
    pub found: Found,
}

/// A searched shape in its own plane.
pub(super) struct Drawn<'a> {
    shape: &'a Shape,
    frame: Frame,
    plane: Plane,
    radius_m: f64,
    /// What the plane of a shape of 50 km may be off, and of one of usual size far less.
    doubt_m: f64,
    /// Beyond this box nothing is within the radius: west, south, east, north in 1e-7 degrees.
    reach: [i32; 4],
}

/// What the scales of a plane change over the largest shape, many times over.
const REACH_MARGIN: f64 = 1.01;

impl<'a> Drawn<'a> {
    pub fn new(shape: &'a Shape, radius_m: f64) -> Self {
        let frame = Frame::of(shape);
        let doubt_m = frame.error_m(shape, radius_m);
        let [west, south, east, north] = shape.bbox();
        let [east_e7, north_e7] = frame.metres_per_degree().map(|metres| {
            let grown = (radius_m + doubt_m) * REACH_MARGIN / metres * DEGREE;
            // Saturates, as the edges of the box do.
            grown.ceil() as i32
        });
        let reach = [
            west.saturating_sub(east_e7),
            south.saturating_sub(north_e7),
            east.saturating_add(east_e7),
            north.saturating_add(north_e7),
        ];
        Self { shape, plane: Plane::of(shape, &frame), frame, radius_m, doubt_m, reach }
    }

    /// Whether nothing in a box comes within the radius.
    fn is_far(&self, [west, south, east, north]: [i32; 4]) -> bool {
        let reach = self.reach;
        east < reach[0] || north < reach[1] || west > reach[2] || south > reach[3]
    }

    /// Whether the first vertex of a shape surely lies within the radius.
    fn reaches_start(&self, other: &Shape) -> bool {
        let start = match other {
            Shape::Point(at) => Some(at),
            Shape::Line(line) => line.first(),
            Shape::Polygon(rings) => rings.first().and_then(|outline| outline.first()),
        };
        let Some(place) = start.map(|at| self.frame.xy(*at)) else { return false };
        let radius_m = (self.radius_m - self.doubt_m).max(0.0);
        match self.shape {
            Shape::Point(own) => apart(self.frame.xy(*own), place) < radius_m,
            Shape::Line(_) | Shape::Polygon(_) => self.plane.reaches(place, radius_m),
        }
    }

    /// Whether a shape comes within the radius, as [`distance_m`] has it; the plane of the
    /// searched shape tells nearly always.
    fn is_within(&self, other: &Shape) -> bool {
        let (radius_m, doubt_m) = (self.radius_m, self.doubt_m);
        match other {
            Shape::Point(at) => {
                let place = self.frame.xy(*at);
                if let Shape::Point(own) = self.shape {
                    let apart_m = apart(self.frame.xy(*own), place);
                    if (apart_m - radius_m).abs() > doubt_m {
                        return apart_m < radius_m;
                    }
                } else if self.plane.reaches(place, radius_m - doubt_m) {
                    return true;
                } else if !self.plane.reaches(place, radius_m + doubt_m) {
                    return false;
                }
            }
            Shape::Line(_) | Shape::Polygon(_) => {
                let other = Plane::of(other, &self.frame);
                if self.plane.within(&other, radius_m - doubt_m) {
                    return true;
                }
                if !self.plane.within(&other, radius_m + doubt_m) {
                    return false;
                }
            }
        }
        distance_m(self.shape, other) <= radius_m
    }
}

/// What was found, a claim of two cells twice.
#[derive(Default)]
pub(super) struct Found(Vec<Near>);

impl Found {
    pub fn add<'k>(&mut self, drawn: &Drawn<'_>, cells: impl IntoIterator<Item = (i64, Kept<'k>)>) {
        let mut close: Vec<(i64, i64, &Site)> = Vec::new();
        for (cell, kept) in cells {
            let beside = kept.boxes.iter().zip(kept.sites);
            let not_far = beside.filter(|(bbox, _)| !drawn.is_far(**bbox));
            close.extend(not_far.map(|(_, site)| (cell, kept.seq, site)));
        }
        // One vertex of each, which often tells enough, before the rest of any: what is asked for
        // together is waited for once.
        let (near, unsure): (Vec<_>, Vec<_>) =
            close.into_iter().partition(|(.., site)| drawn.reaches_start(&site.shape));
        let more = unsure.into_iter().filter(|(.., site)| drawn.is_within(&site.shape));
        self.0.extend(near.into_iter().chain(more).map(|(cell, seq, site)| Near {
            claim: site.claim,
            cell,
            seq,
            era: site.era,
        }));
    }

    /// Each claim once, in the order of their ids.
    pub fn once(mut self) -> Vec<Near> {
        self.0.sort_unstable_by_key(|near| (near.claim, near.cell));
        self.0.dedup_by_key(|near| near.claim);
        self.0
    }
}
