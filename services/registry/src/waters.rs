//! Rivers, canals and lakes, loaded from a file as one dated set, whole or not at all.
//!
//! They serve one question: whether a building was put into water. A line is as wide
//! as its property `width_m` says, else as the operator says for the whole file.

use std::sync::Arc;

use domain::{
    Day, Error, Place, Refusal,
    geo::{LonLat, Shape},
    hex, text,
};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Command, Event, Store, Tx, args};
use uuid::Uuid;

use crate::{
    boundaries::collection,
    refusal::{BOUNDARY_FILE_UNREADABLE, WATER_SHAPE_UNKNOWN, WATER_WIDTH_INVALID, WATERS_EXIST},
    sql,
};

/// The method under which waters are loaded.
pub const IMPORT_WATERS_METHOD: &str = "internal/registry.ImportWaters";
/// The widest water, metres.
const WIDTH_MAX_M: f64 = 5_000.0;

/// A water that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Water {
    /// Its name; empty when the file has none.
    pub name: String,
    /// Half the width of a line, millimetres; 0 for an area.
    pub half_width_mm: i64,
    /// Where it is.
    pub shape: Shape,
}

/// A feature that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadWater {
    /// Number in the file, from 1.
    pub number: usize,
    /// Why.
    pub refusal: Refusal,
}

impl std::fmt::Display for BadWater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "fitur {}: {}: {}", self.number, self.refusal.code, self.refusal.message())
    }
}

/// Waters of a file, and its bad features.
pub type Parsed = (Vec<Water>, Vec<BadWater>);

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    LineString(Vec<Vec<f64>>),
    MultiLineString(Vec<Vec<Vec<f64>>>),
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// Reads a GeoJSON FeatureCollection of lines and areas. `width_m` stands for lines that do not
/// say theirs; `progress` hears after each feature how many of how many are read.
///
/// # Errors
/// BOUNDARY_FILE_UNREADABLE when the file as a whole is not such a collection.
pub fn parse(
    geojson: &[u8],
    width_m: f64,
    mut progress: impl FnMut(usize, usize),
) -> Result<Parsed, Error> {
    let features = collection(geojson)
        .map_err(|why| Error::from(BOUNDARY_FILE_UNREADABLE.refuse().fact("why", why)))?;
    let total = features.len();
    let (mut good, mut bad) = (Vec::with_capacity(total), Vec::new());
    for (number, feature) in (1..).zip(features) {
        match waters(&feature, width_m) {
            Ok(read) => good.extend(read),
            Err(refusal) => bad.push(BadWater { number, refusal }),
        }
        progress(number, total);
    }
    Ok((good, bad))
}

fn waters(feature: &Json, width_m: f64) -> Result<Vec<Water>, Refusal> {
    let property = |key: &str| feature.get("properties").and_then(|p| p.get(key));
    let name = property("name").and_then(Json::as_str).unwrap_or_default();
    let name = if name.trim().is_empty() { String::new() } else { text::name(name)? };
    let width_m = property("width_m").and_then(Json::as_f64).unwrap_or(width_m);
    if !(0.0..=WIDTH_MAX_M).contains(&width_m) {
        return Err(WATER_WIDTH_INVALID.refuse().fact("width_m", width_m));
    }
    // Checked to be small and not negative, so nothing is lost.
    #[allow(clippy::cast_possible_truncation)]
    let half_mm = (width_m * 500.0).round() as i64;
    let geometry = feature.get("geometry").ok_or_else(|| WATER_SHAPE_UNKNOWN.refuse())?;
    let geometry = Geometry::deserialize(geometry).map_err(|_| WATER_SHAPE_UNKNOWN.refuse())?;
    let line = |positions: Vec<Vec<f64>>| Ok((Shape::line(path(&positions)?)?, half_mm));
    let area = |rings: Vec<Vec<Vec<f64>>>| {
        let rings = rings.iter().map(|ring| path(ring)).collect::<Result<_, _>>()?;
        Ok((Shape::polygon(rings)?, 0))
    };
    let shapes: Result<Vec<(Shape, i64)>, Refusal> = match geometry {
        Geometry::LineString(positions) => [positions].into_iter().map(line).collect(),
        Geometry::MultiLineString(lines) => lines.into_iter().map(line).collect(),
        Geometry::Polygon(rings) => [rings].into_iter().map(area).collect(),
        Geometry::MultiPolygon(parts) => parts.into_iter().map(area).collect(),
    };
    let water = |(shape, half_width_mm)| Water { name: name.clone(), half_width_mm, shape };
    Ok(shapes?.into_iter().map(water).collect())
}

fn path(positions: &[Vec<f64>]) -> Result<Vec<LonLat>, Refusal> {
    let position = |at: &Vec<f64>| match at.as_slice() {
        [longitude, latitude, ..] => LonLat::new(*longitude, *latitude),
        _ => Err(WATER_SHAPE_UNKNOWN.refuse()),
    };
    positions.iter().map(position).collect()
}

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatersFailure {
    /// These features cannot be used.
    Features(Vec<BadWater>),
    /// The file as a whole cannot be used, or the store refused.
    Refused(Error),
}

impl From<Error> for WatersFailure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Loads a file as the waters that hold from a day on; answers how many there are.
///
/// # Errors
/// [`WatersFailure::Features`] with every bad feature, or [`WatersFailure::Refused`].
pub async fn import(
    store: &Store,
    geojson: &[u8],
    (valid_from, width_m): (Day, f64),
    source: &str,
    progress: impl FnMut(usize, usize),
) -> Result<usize, WatersFailure> {
    let source = text::name(source).map_err(|refusal| Error::from(refusal.at("source")))?;
    let (waters, bad) = parse(geojson, width_m, progress)?;
    if !bad.is_empty() {
        return Err(WatersFailure::Features(bad));
    }
    let waters = Arc::new(waters);
    let digest = digest(&SHA256, geojson).as_ref().to_vec();
    let command = ImportWaters { valid_from, source, digest, waters: waters.clone() };
    store.execute_once(None, command).await?;
    Ok(waters.len())
}

/// Writes a set. The digest of the file stands for its contents in the fingerprint.
#[derive(Serialize)]
struct ImportWaters {
    valid_from: Day,
    source: String,
    digest: Vec<u8>,
    #[serde(skip)]
    waters: Arc<Vec<Water>>,
}

impl Command for ImportWaters {
    const METHOD: &'static str = IMPORT_WATERS_METHOD;
    /// The bytes of the set's id.
    type Answer = Vec<u8>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<u8>, Error> {
        let id: Uuid = tx.new_id();
        let now_us = tx.now_us();
        let count = i64::try_from(self.waters.len()).unwrap_or(i64::MAX);
        let digest = self.digest.as_slice();
        let values = args![id, self.valid_from, &self.source, digest, count, now_us];
        if tx.exec(&sql::PUT_WATER_SET, values).await? == 0 {
            let from = self.valid_from;
            let refusal = WATERS_EXIST.refuse().shown("valid_from", from.iso(), from.long());
            return Err(refusal.into());
        }
        for (n, water) in (0_i64..).zip(self.waters.iter()) {
            let [west, south, east, north] = reach(water);
            let values = args![
                id,
                n,
                &water.name,
                water.half_width_mm,
                west,
                south,
                east,
                north,
                water.shape.encode()
            ];
            tx.exec(&sql::PUT_WATER, values).await?;
        }
        let detail = json!({ "valid_from": self.valid_from, "source": self.source,
            "digest": hex(&self.digest), "water_count": count });
        tx.record(Event::new("waters.imported", format!("waterSets/{id}")).with(detail));
        Ok(id.into_bytes().to_vec())
    }
}

/// The box of a water with its width, 1e-7 degrees. One of these is at least 1.09 cm on the
/// ground of Indonesia, so 100 of them a metre are enough.
fn reach(water: &Water) -> [i64; 4] {
    let [west, south, east, north] = water.shape.bbox().map(i64::from);
    let margin = water.half_width_mm / 10 + 1;
    [west - margin, south - margin, east + margin, north + margin]
}

#[cfg(test)]
#[path = "waters_tests.rs"]
mod tests;
