//! The cells of a shape: the keys under which it is found and locked.
//!
//! A claim is stored under the cells it touches as drawn and searched under the
//! cells it touches when grown by the candidate radius. If two shapes come
//! within the radius, the cell of the nearest point of one is in both sets.

use std::collections::{BTreeSet, VecDeque};

use domain::{Error, Refusal, geo::Shape};
use h3o::{CellIndex, LatLng, Resolution};

use crate::{frame::Frame, plane::Plane, refusal::SITE_TOO_LARGE};

/// The most cells that one work may lock.
pub const CELLS_MAX: usize = 2_048;
/// Size of the cells: edges of 66 to 84 m in Indonesia.
const RESOLUTION: Resolution = Resolution::Ten;
/// What is added against rounding at a cell's edge, metres.
const MARGIN_M: f64 = 0.01;
/// What one plane may be off over a shape of 50 km, as a part of the radius.
const MARGIN_SHARE: f64 = 1e-3;

/// The cells that a shape grown by a radius touches, by number; exact but for a
/// few more within a centimetre, never one less.
///
/// # Errors
/// SITE_TOO_LARGE above [`CELLS_MAX`]; a fault when the library refuses a checked position.
pub fn cover(shape: &Shape, radius_m: f64) -> Result<BTreeSet<i64>, Error> {
    let frame = Frame::of(shape);
    let plane = Plane::of(shape, &frame);
    let reach_m = radius_m * (1.0 + MARGIN_SHARE) + MARGIN_M;
    let first = shape.vertices().next().ok_or_else(|| Error::fault("a shape without vertices"))?;
    let start = LatLng::new(first.latitude_deg(), first.longitude_deg())
        .map_err(|error| Error::fault(format!("position: {error}")))?
        .to_cell(RESOLUTION);
    let mut kept = BTreeSet::from([number(start)?]);
    let mut seen = BTreeSet::from([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(cell) = queue.pop_front() {
        for next in cell.grid_disk::<Vec<_>>(1) {
            if !seen.insert(next) || !hexagon(next, &frame).within(&plane, reach_m) {
                continue;
            }
            kept.insert(number(next)?);
            if kept.len() > CELLS_MAX {
                return Err(too_large().into());
            }
            queue.push_back(next);
        }
    }
    Ok(kept)
}

/// The refusal of a work that would lock more than [`CELLS_MAX`].
pub(crate) fn too_large() -> Refusal {
    SITE_TOO_LARGE.refuse().fact("cells_max", CELLS_MAX)
}

fn number(cell: CellIndex) -> Result<i64, Error> {
    i64::try_from(u64::from(cell)).map_err(|_| Error::fault("a cell number above 63 bits"))
}

/// A cell in the plane.
fn hexagon(cell: CellIndex, frame: &Frame) -> Plane {
    let boundary = cell.boundary();
    let mut ring: Vec<_> =
        boundary.iter().map(|corner| frame.degrees(corner.lng(), corner.lat())).collect();
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    Plane::ring(ring)
}

#[cfg(test)]
#[path = "cover_tests.rs"]
mod tests;
