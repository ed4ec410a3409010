//! A work that moved is seen anew: photos of where it was count for nothing where it is.
//!
//! An undecided flag goes with a work that really went elsewhere (decision 33), and photos are what
//! shows that it did. Each photo keeps the geometry revision whose sites it lay at, each project
//! the revision from which on photos count; the view `pub_project_stage` holds the one against the
//! other.

use std::collections::BTreeMap;

use domain::{
    Error,
    geo::{LonLat, Shape, frame::Frame, plane::Plane},
};
use gate::distance::distance_m;
use store::{Tx, args};

use crate::{
    content::Site,
    findings::{Fix, far_mm},
    names::ProjectName,
    photo,
    photo_sql::{self, TakenRow},
    reading::grounds,
    sql::{self, ProjectRow},
};

/// Policy of how far a photo may lie from its work, and a work from where it was photographed.
const DISTANCE_POLICY: &str = "photo.site_distance_max_m";
/// The farthest that positions lie apart which stand for a line or an edge, in 1e-7 degrees: 50 m.
const STEP_E7: i64 = 4_500;

/// The geometry revision from which on photos count once a project that is in force as `row` stands
/// at `sites`: the one after the last whose sites, or whose photos, lie too far from them.
///
/// # Errors
/// A fault when the law names no distance, or of the store.
pub async fn photos_from(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
    sites: &[Site],
) -> Result<i64, Error> {
    let now: Vec<Shape> = sites.iter().map(|site| site.shape.clone()).collect();
    let stood = stood(tx, name, row).await?;
    if stood.values().all(|was| *was == now) {
        return Ok(row.photos_from_rev);
    }
    let today = tx.today();
    let limit_m = tx.law(DISTANCE_POLICY, &name.desa.place(), today).await?;
    let metres = f64::from(u32::try_from(limit_m).unwrap_or_default());
    // Held against every revision since, so that a work does not get away by small steps.
    let left = stood.iter().rev().find(|(_, was)| !is_seen(was, &now, metres)).map(|(rev, _)| *rev);
    let taken: Vec<TakenRow> = tx
        .all(&photo_sql::PHOTOS_AT_SITE, args![&name.desa, name.id.uuid(), row.photos_from_rev])
        .await?;
    let grounds = grounds(sites);
    let is_far = |fix: Fix| far_mm(fix, &grounds, limit_m).is_some();
    let far = taken.iter().filter(|one| fix(one).is_none_or(is_far));
    let elsewhere = far.map(|one| one.site_rev).max();
    Ok(left.max(elsewhere).map_or(row.photos_from_rev, |last| last.saturating_add(1)))
}

/// Where a project stood at each revision of which photos count so far.
async fn stood(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
) -> Result<BTreeMap<i64, Vec<Shape>>, Error> {
    let values = args![&name.desa, name.id.uuid(), row.photos_from_rev, row.geometry_rev];
    let rows: Vec<(i64, Vec<u8>)> = tx.all(&sql::READ_STOOD, values).await?;
    let mut stood: BTreeMap<i64, Vec<Shape>> = BTreeMap::new();
    for (rev, shape) in rows {
        stood.entry(rev).or_default().push(Shape::decode(&shape)?);
    }
    Ok(stood)
}

/// Where a photo was taken: by the camera, else by the app.
fn fix(taken: &TakenRow) -> Option<Fix> {
    let of = |lon_e7, lat_e7, accuracy_mm: Option<i64>| {
        let at = photo::position(lon_e7, lat_e7)?;
        Some(Fix { at, accuracy_mm: accuracy_mm.unwrap_or_default() })
    };
    of(taken.exif_lon_e7, taken.exif_lat_e7, taken.exif_accuracy_mm)
        .or_else(|| of(taken.lon_e7, taken.lat_e7, taken.accuracy_mm))
}

/// Whether who saw the sites of before saw those of now: each lies near one of before, and nothing
/// of before lies far from all of them.
fn is_seen(was: &[Shape], now: &[Shape], limit_m: f64) -> bool {
    let was_near = |site: &Shape| was.iter().any(|old| distance_m(old, site) <= limit_m);
    let is_there = |old: &Shape| now.contains(old) || is_near(old, now, limit_m);
    now.iter().all(was_near) && was.iter().all(is_there)
}

/// Whether every part of a shape lies near one of others.
fn is_near(shape: &Shape, others: &[Shape], limit_m: f64) -> bool {
    let plane = |other: &Shape| {
        let frame = Frame::between(shape, other);
        (frame, Plane::of(other, &frame))
    };
    let planes: Vec<(Frame, Plane)> = others.iter().map(plane).collect();
    let near =
        |at: &LonLat| planes.iter().any(|(frame, plane)| plane.reaches(frame.xy(*at), limit_m));
    along(shape).iter().all(near)
}

/// Positions that stand for a shape: its vertices, and what lies on its lines between them.
fn along(shape: &Shape) -> Vec<LonLat> {
    let vertices: Vec<LonLat> = shape.vertices().collect();
    let mut along: Vec<LonLat> = vertices.first().copied().into_iter().collect();
    for pair in vertices.windows(2) {
        if let [from, to] = pair {
            along.extend(between(*from, *to));
        }
    }
    along
}

/// Positions from one vertex to the next, that one included.
fn between(from: LonLat, to: LonLat) -> impl Iterator<Item = LonLat> {
    let part = |from: i32, to: i32| (i64::from(from), i64::from(to) - i64::from(from));
    let ((lon, east), (lat, north)) = (part(from.lon_e7, to.lon_e7), part(from.lat_e7, to.lat_e7));
    let steps = east.abs().max(north.abs()) / STEP_E7 + 1;
    (1..=steps).filter_map(move |step| {
        let lon_e7 = i32::try_from(lon + east * step / steps).ok()?;
        let lat_e7 = i32::try_from(lat + north * step / steps).ok()?;
        Some(LonLat { lon_e7, lat_e7 })
    })
}

#[cfg(test)]
#[path = "moved_tests.rs"]
mod tests;
