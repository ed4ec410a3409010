//! Village boundaries and waters around a place, as the registry publishes them.
//!
//! Each desa counts by the newest set in force on the day that has it, so a
//! village that was split is judged by the line of its day.

use domain::{
    Day, DesaId, Error, Place,
    geo::{DEGREE, LonLat, Shape, area::Area},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    frame::Frame,
    ground_sql::{self as sql, VillageRow, WaterRow},
};

/// How far around a site other villages are looked for, metres.
pub const AROUND_M: f64 = 5_000.0;

/// A village with its area on a day.
#[derive(Debug, Clone)]
pub struct Village {
    /// Its code.
    pub desa: DesaId,
    /// Its name.
    pub name: String,
    /// The registry's point of it: what a map shows when only the village is known.
    pub pin: Option<LonLat>,
    /// Where its office stands on the day, if an official has said it.
    pub office: Option<LonLat>,
    /// The set of boundaries it was taken from.
    pub version: Uuid,
    /// Its area.
    pub area: Area,
}

/// A river, canal or lake.
#[derive(Debug, Clone)]
pub struct Water {
    /// Its name; empty when it has none.
    pub name: String,
    /// Half the width of a line, metres; 0 for an area.
    pub half_width_m: f64,
    /// Where it is.
    pub shape: Shape,
}

/// The villages around a shape by the boundaries of a day, in the order of their codes.
///
/// # Errors
/// A fault when a stored boundary cannot be read.
pub async fn around(tx: &mut Tx<'_>, shape: &Shape, day: Day) -> Result<Vec<Village>, Error> {
    let [west, south, east, north] = grown(shape, AROUND_M);
    let rows: Vec<VillageRow> =
        tx.all(&sql::VILLAGES_AROUND, args![day, west, south, east, north]).await?;
    rows.into_iter().map(village).collect()
}

/// The village itself by the boundaries of a day, if they have it.
///
/// # Errors
/// As [`around`].
pub async fn of(tx: &mut Tx<'_>, desa: &DesaId, day: Day) -> Result<Option<Village>, Error> {
    let row: Option<VillageRow> = tx.maybe(&sql::VILLAGE, args![desa, day]).await?;
    row.map(village).transpose()
}

/// Whether the boundaries of a day have any village of a place.
///
/// # Errors
/// A fault.
pub async fn is_known(tx: &mut Tx<'_>, place: &Place, day: Day) -> Result<bool, Error> {
    let row: Option<(String,)> = tx.maybe(&sql::ANY_VILLAGE, args![place, day]).await?;
    Ok(row.is_some())
}

/// The waters that a shape may touch, by the sets in force on a day.
///
/// # Errors
/// A fault when a stored shape cannot be read.
pub async fn waters(tx: &mut Tx<'_>, shape: &Shape, day: Day) -> Result<Vec<Water>, Error> {
    let [west, south, east, north] = shape.bbox().map(i64::from);
    let rows: Vec<WaterRow> =
        tx.all(&sql::WATERS_AROUND, args![day, west, south, east, north]).await?;
    let water = |row: WaterRow| {
        let half_mm = u32::try_from(row.half_width_mm).unwrap_or(u32::MAX);
        let half_width_m = f64::from(half_mm) / 1_000.0;
        Ok(Water { name: row.name, half_width_m, shape: Shape::decode(&row.shape)? })
    };
    rows.into_iter().map(water).collect()
}

fn village(row: VillageRow) -> Result<Village, Error> {
    let area = Area::decode(&row.rings)
        .ok_or_else(|| Error::fault(format!("stored boundary of {}", row.desa_id)))?;
    let desa = DesaId::parse(&row.desa_id)?;
    let pin = position(row.lon_e7, row.lat_e7);
    let office = position(row.office_lon_e7, row.office_lat_e7);
    Ok(Village { desa, name: row.name, pin, office, version: row.version_id, area })
}

fn position(lon_e7: Option<i64>, lat_e7: Option<i64>) -> Option<LonLat> {
    LonLat::from_e7(i32::try_from(lon_e7?).ok()?, i32::try_from(lat_e7?).ok()?).ok()
}

/// The box of a shape with a margin, 1e-7 degrees.
fn grown(shape: &Shape, margin_m: f64) -> [i64; 4] {
    let [west, south, east, north] = shape.bbox().map(i64::from);
    let [east_m, north_m] = Frame::of(shape).metres_per_degree();
    let units = |degree_m: f64| crate::distance::whole(margin_m / degree_m * DEGREE);
    let (wide, high) = (units(east_m), units(north_m));
    [west - wide, south - high, east + wide, north + high]
}
