//! The cells of a shape: the keys under which it is found and locked.
//!
//! A claim is stored under the cells it touches as drawn ([`cover`]) and searched
//! under every cell that could touch it when grown by the candidate radius
//! ([`search`]): those whose centre lies no further off than the radius and the
//! longest way from a centre to a corner. If two shapes come within the radius,
//! the cell of the nearest point of one is in both sets.

use std::collections::BTreeSet;

use domain::{
    Error, Refusal,
    geo::{
        LonLat, Shape,
        cells::{cell_of, centre, connected, outline},
    },
};
use h3o::{CellIndex, Resolution};

use crate::{
    frame::{Frame, Xy},
    plane::Plane,
    refusal::SITE_TOO_LARGE,
};

/// The most cells that one work may lock.
pub const CELLS_MAX: usize = 2_048;
/// Size of the cells: edges of 66 to 84 m in Indonesia.
const RESOLUTION: Resolution = Resolution::Ten;
/// What is added against rounding at a cell's edge, metres.
const MARGIN_M: f64 = 0.01;
/// What one plane may be off over a shape of 50 km, as a part of the radius.
const MARGIN_SHARE: f64 = 1e-3;

/// The longest way from a cell's centre to one of its corners in Indonesia, metres: 83.6 among
/// 200,000 random cells, and a margin.
pub const CORNER_M: f64 = 86.0;
/// A disk that reaches less further than this wants too many places.
const SPARE_MIN_M: f64 = 1.0;
/// The most places along a line around which a look asks for disks.
const PLACES_MAX: usize = 64;
/// Disks around a cell: how many rings, and how far every point of the cell is at least from what
/// lies outside (65.8, 172.6 and 264 m found in Indonesia).
const DISKS: [(u32, f64); 3] = [(1, 65.0), (2, 170.0), (3, 260.0)];

/// The cells under which whatever lies within a radius of a shape is stored; a few more than
/// needed, never one less.
///
/// # Errors
/// As [`cover`].
pub fn search(shape: &Shape, radius_m: f64) -> Result<BTreeSet<i64>, Error> {
    search_with(shape, radius_m, CORNER_M)
}

/// Cells under which is whatever lies within a radius of a shape, for a look that locks nothing:
/// around a point, and around points along a line, whole disks, since a cell too many costs less
/// than the question whether it is one.
///
/// # Errors
/// As [`cover`].
pub fn look(shape: &Shape, radius_m: f64) -> Result<Vec<i64>, Error> {
    let vertices = match shape {
        Shape::Point(at) => std::slice::from_ref(at),
        Shape::Line(line) => line,
        Shape::Polygon(_) => &[],
    };
    if let Some((rings, spare_m)) = disk(radius_m)
        && let Some(cells) = disks_along(vertices, &Frame::of(shape), rings, 2.0 * spare_m)?
    {
        return Ok(cells);
    }
    search(shape, radius_m).map(|cells| cells.into_iter().collect())
}

/// The cells of disks around places along a line, at most `step_m` apart; none without a place or
/// where there would be too many.
fn disks_along(
    vertices: &[LonLat],
    frame: &Frame,
    rings: u32,
    step_m: f64,
) -> Result<Option<Vec<i64>>, Error> {
    let Some(last) = vertices.last() else { return Ok(None) };
    let mut starts = BTreeSet::from([start_at(*last)?]);
    let mut places = 1_usize;
    for (from, to) in vertices.iter().zip(vertices.iter().skip(1)) {
        let ([ax, ay], [bx, by]) = (frame.xy(*from), frame.xy(*to));
        let pieces = ((bx - ax).hypot(by - ay) / step_m).ceil().max(1.0);
        places = places.saturating_add(pieces as usize);
        if places > PLACES_MAX {
            return Ok(None);
        }
        for piece in 0..pieces as u32 {
            let share = f64::from(piece) / pieces;
            let between = |a: i32, b: i32| a + (share * (f64::from(b) - f64::from(a))) as i32;
            let (lon_e7, lat_e7) =
                (between(from.lon_e7, to.lon_e7), between(from.lat_e7, to.lat_e7));
            starts.insert(start_at(LonLat { lon_e7, lat_e7 })?);
        }
    }
    let cells = starts.into_iter().flat_map(|start| start.grid_disk::<Vec<_>>(rings));
    let mut cells = cells.map(number).collect::<Result<Vec<_>, _>>()?;
    cells.sort_unstable();
    cells.dedup();
    Ok(Some(cells))
}

/// The smallest disk around a place's cell that holds every cell within a radius of the place: its
/// rings, and by how much it reaches further. Whatever is near a line is no further from the next
/// place on it than half the way between two places more.
pub(crate) fn disk(radius_m: f64) -> Option<(u32, f64)> {
    DISKS
        .iter()
        .map(|(rings, clears_m)| (*rings, clears_m / (1.0 + MARGIN_SHARE) - radius_m - MARGIN_M))
        .find(|(_, spare_m)| *spare_m > SPARE_MIN_M)
}

/// [`search`] with another way from centre to corner; tests show that less than
/// [`CORNER_M`] misses pairs.
///
/// # Errors
/// As [`cover`].
pub fn search_with(shape: &Shape, radius_m: f64, corner_m: f64) -> Result<BTreeSet<i64>, Error> {
    let limit_m = (radius_m + corner_m) * (1.0 + MARGIN_SHARE) + MARGIN_M;
    let frame = Frame::of(shape);
    let start = start_of(shape)?;
    if let (Shape::Point(_), Some((rings, _))) = (shape, disk(radius_m)) {
        // The frame's middle is the point itself.
        let near = |[x, y]: Xy| x * x + y * y <= limit_m * limit_m;
        let cells = start.grid_disk::<Vec<_>>(rings).into_iter();
        let mut kept = BTreeSet::from([number(start)?]);
        for cell in cells.filter(|cell| near(centre(*cell, &frame))) {
            kept.insert(number(cell)?);
        }
        return Ok(kept);
    }
    let plane = Plane::of(shape, &frame);
    flood(start, |cell| plane.reaches(centre(cell, &frame), limit_m))
}

/// Ground around which more cells are wanted than one work may lock: a village, or a site.
pub(crate) struct Ground {
    start: CellIndex,
    frame: Frame,
    plane: Plane,
}

impl Ground {
    /// The ground of a shape.
    pub fn of(shape: &Shape) -> Result<Self, Error> {
        let frame = Frame::of(shape);
        Ok(Self { start: start_of(shape)?, frame, plane: Plane::of(shape, &frame) })
    }

    /// The ground of an outline and its holes; none without a vertex.
    pub fn of_rings(rings: &[Vec<LonLat>]) -> Result<Option<Self>, Error> {
        let Some(first) = rings.iter().flatten().next() else { return Ok(None) };
        let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        let bbox = rings.iter().flatten().fold(start, |[w, s, e, n], at| {
            [w.min(at.lon_e7), s.min(at.lat_e7), e.max(at.lon_e7), n.max(at.lat_e7)]
        });
        let frame = Frame::middle(bbox);
        Ok(Some(Self { start: start_at(*first)?, frame, plane: Plane::rings(rings, &frame) }))
    }

    /// The cells under which whatever lies within a radius is stored, as [`search`] has them;
    /// none beyond `max` of them.
    pub fn search(&self, radius_m: f64, max: usize) -> Option<Vec<CellIndex>> {
        let limit_m = (radius_m + CORNER_M) * (1.0 + MARGIN_SHARE) + MARGIN_M;
        connected(self.start, max, |cell| self.plane.reaches(centre(cell, &self.frame), limit_m))
    }
}

/// The cells that a shape grown by a radius touches, by number; exact but for a
/// few more within a centimetre, never one less.
///
/// # Errors
/// SITE_TOO_LARGE above [`CELLS_MAX`]; a fault when the library refuses a checked position.
pub fn cover(shape: &Shape, radius_m: f64) -> Result<BTreeSet<i64>, Error> {
    let frame = Frame::of(shape);
    let plane = Plane::of(shape, &frame);
    let reach_m = radius_m * (1.0 + MARGIN_SHARE) + MARGIN_M;
    flood(start_of(shape)?, |cell| outline(cell, &frame).within(&plane, reach_m))
}

/// The cell of a shape's first vertex.
fn start_of(shape: &Shape) -> Result<CellIndex, Error> {
    let first = shape.vertices().next();
    start_at(first.ok_or_else(|| Error::fault("a shape without vertices"))?)
}

/// The cell of a position.
fn start_at(at: LonLat) -> Result<CellIndex, Error> {
    cell_of(at, RESOLUTION).ok_or_else(|| Error::fault("a position that is none"))
}

/// The cells that are touched, by number.
fn flood(start: CellIndex, touched: impl Fn(CellIndex) -> bool) -> Result<BTreeSet<i64>, Error> {
    let kept = connected(start, CELLS_MAX, touched).ok_or_else(|| Error::from(too_large()))?;
    kept.into_iter().map(number).collect()
}

/// The refusal of a work that would lock more than [`CELLS_MAX`].
pub(crate) fn too_large() -> Refusal {
    SITE_TOO_LARGE.refuse().fact("cells_max", CELLS_MAX)
}

/// A cell as it is stored.
pub(crate) fn number(cell: CellIndex) -> Result<i64, Error> {
    i64::try_from(u64::from(cell)).map_err(|_| Error::fault("a cell number above 63 bits"))
}

/// Bits of a cell's number behind its own digit; those digits are not used and say so.
const BEHIND: u32 = 3 * (15 - RESOLUTION as u32);
/// Bits of the two digits that tell the cells of one neighbourhood apart.
const PLACE: u32 = 6;

/// The neighbourhood of a cell, some 49 cells that are the grandchildren of one, and the cell's
/// place in it, below 64.
pub(crate) fn neighbourhood(cell: i64) -> (i64, u32) {
    let digits = cell >> BEHIND;
    // Six bits fit.
    (digits >> PLACE, (digits & ((1 << PLACE) - 1)) as u32)
}

/// The cell that has a place in a neighbourhood.
pub(crate) fn cell_at(neighbourhood: i64, place: u32) -> i64 {
    (((neighbourhood << PLACE) | i64::from(place)) << BEHIND) | ((1 << BEHIND) - 1)
}

#[cfg(test)]
#[path = "cover_tests.rs"]
mod tests;
