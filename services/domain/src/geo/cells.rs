//! H3 cells in the plane, and those that something touches.

use std::collections::{HashSet, VecDeque};

use foldhash::fast::RandomState;
use h3o::{CellIndex, LatLng, Resolution};

use super::{
    LonLat,
    frame::{Frame, Xy},
    plane::Plane,
};

/// The cell of a position; none should the library refuse it.
pub fn cell_of(at: LonLat, resolution: Resolution) -> Option<CellIndex> {
    let place = LatLng::new(at.latitude_deg(), at.longitude_deg()).ok()?;
    Some(place.to_cell(resolution))
}

/// The middle of a cell in a frame.
pub fn centre(cell: CellIndex, frame: &Frame) -> Xy {
    let centre = LatLng::from(cell);
    frame.degrees(centre.lng(), centre.lat())
}

/// The outline of a cell in a frame.
pub fn outline(cell: CellIndex, frame: &Frame) -> Plane {
    let boundary = cell.boundary();
    let mut ring: Vec<_> =
        boundary.iter().map(|corner| frame.degrees(corner.lng(), corner.lat())).collect();
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    Plane::ring(ring)
}

/// The first cell and every cell that is touched and next to one that is kept: all that are
/// touched, because what is connected touches connected cells. None beyond `max` cells.
pub fn connected(
    start: CellIndex,
    max: usize,
    touched: impl Fn(CellIndex) -> bool,
) -> Option<Vec<CellIndex>> {
    let mut kept = vec![start];
    let mut seen: HashSet<CellIndex, RandomState> = HashSet::from_iter([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(cell) = queue.pop_front() {
        for next in cell.grid_disk::<Vec<_>>(1) {
            if !seen.insert(next) || !touched(next) {
                continue;
            }
            kept.push(next);
            if kept.len() > max {
                return None;
            }
            queue.push_back(next);
        }
    }
    Some(kept)
}
