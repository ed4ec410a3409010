//! Reading a file of boundaries: every bad feature is named, none is mended. A vertex that only
//! repeats the one before it is none.

use std::collections::{HashMap, hash_map::Entry};

use domain::{
    DesaId, Error, Refusal,
    geo::{
        LonLat,
        area::{crossing, doubled_area, outside},
    },
};
use serde::Deserialize;
use serde_json::{Value as Json, error::Category};

use super::Area;
use crate::{
    data::Reference,
    refusal::{
        BOUNDARY_AREA_TWICE, BOUNDARY_CODE_MISSING, BOUNDARY_CODE_TWICE, BOUNDARY_CODE_UNKNOWN,
        BOUNDARY_FILE_UNREADABLE, BOUNDARY_HOLE_OUTSIDE, BOUNDARY_NOT_AREA, BOUNDARY_RING_CROSSES,
        BOUNDARY_RING_EMPTY, BOUNDARY_RING_OPEN,
    },
};

/// Names of reference systems that mean WGS 84; RFC 7946 knows no other.
const WGS84: [&str; 4] = ["OGC:1.3:CRS84", "OGC::CRS84", "EPSG::4326", "EPSG:4326"];

/// A feature that can be used.
#[derive(Debug, Clone)]
pub struct Feature {
    /// The desa or kelurahan.
    pub desa: DesaId,
    /// Its area.
    pub area: Area,
}

/// A feature that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadFeature {
    /// Number in the file, from 1.
    pub number: usize,
    /// Its `code`, as far as it is readable.
    pub code: String,
    /// Its `name`, as far as it is readable.
    pub name: String,
    /// Why.
    pub refusal: Refusal,
}

impl std::fmt::Display for BadFeature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { number, code, name, refusal } = self;
        write!(f, "fitur {number} ({code} {name}): {}: {}", refusal.code, refusal.message())
    }
}

#[derive(Deserialize)]
struct Collection {
    r#type: String,
    features: Vec<Json>,
    #[serde(default)]
    crs: Option<Json>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// Good and bad features of a file.
pub type Parsed = (Vec<Feature>, Vec<BadFeature>);

/// Reads a GeoJSON FeatureCollection with the properties `code` and `name`.
///
/// `progress` hears after each feature how many of how many are read. Slivers, overlaps of
/// villages, rings that touch themselves in single positions and either direction of rings are
/// taken as the source has them.
///
/// # Errors
/// BOUNDARY_FILE_UNREADABLE when the file as a whole is not such a collection.
pub fn parse(
    geojson: &[u8],
    reference: &Reference,
    mut progress: impl FnMut(usize, usize),
) -> Result<Parsed, Error> {
    let features = collection(geojson)
        .map_err(|why| Error::from(BOUNDARY_FILE_UNREADABLE.refuse().fact("why", why)))?;
    let total = features.len();
    let mut first: HashMap<String, usize> = HashMap::with_capacity(total);
    let mut areas: HashMap<Vec<u8>, usize> = HashMap::with_capacity(total);
    let (mut good, mut bad) = (Vec::with_capacity(total), Vec::new());
    for (number, feature) in (1..).zip(features) {
        let property = |key: &str| feature.get("properties").and_then(|p| p.get(key));
        let code = property("code").and_then(Json::as_str).unwrap_or_default().to_owned();
        let read = desa(&code, reference).and_then(|desa| {
            if let Some(first) = first.get(&code) {
                return Err(BOUNDARY_CODE_TWICE.refuse().fact("code", &code).fact("first", first));
            }
            first.insert(code.clone(), number);
            let area = area(feature.get("geometry"))?;
            match areas.entry(area.encode()) {
                Entry::Occupied(other) => {
                    Err(BOUNDARY_AREA_TWICE.refuse().fact("first", other.get()))
                }
                Entry::Vacant(free) => {
                    free.insert(number);
                    Ok(Feature { desa, area })
                }
            }
        });
        match read {
            Ok(feature) => good.push(feature),
            Err(refusal) => {
                let name = property("name").and_then(Json::as_str).unwrap_or_default().to_owned();
                bad.push(BadFeature { number, code, name, refusal });
            }
        }
        progress(number, total);
    }
    Ok((good, bad))
}

/// The features of a GeoJSON FeatureCollection in WGS 84, or why it is none.
pub fn collection(geojson: &[u8]) -> Result<Vec<Json>, String> {
    // A byte order mark is no JSON, but programs on Windows write it.
    let geojson = geojson.strip_prefix(b"\xef\xbb\xbf").unwrap_or(geojson);
    let collection: Collection =
        serde_json::from_slice(geojson).map_err(|error| unreadable(&error))?;
    if collection.r#type != "FeatureCollection" {
        return Err("bukan FeatureCollection".to_owned());
    }
    if collection.features.is_empty() {
        return Err("tidak ada fitur".to_owned());
    }
    let crs = collection.crs.as_ref().and_then(|crs| crs.pointer("/properties/name"));
    if let Some(name) = crs.and_then(Json::as_str)
        && !WGS84.iter().any(|known| name.ends_with(known))
    {
        return Err(format!("sistem koordinat {name} bukan WGS 84"));
    }
    Ok(collection.features)
}

/// Why a text is no collection, in our words, and where.
fn unreadable(error: &serde_json::Error) -> String {
    let why = match error.classify() {
        Category::Eof => "berkas terpotong",
        Category::Data => "bukan FeatureCollection GeoJSON dengan type dan features",
        Category::Syntax | Category::Io => "bukan JSON yang sah",
    };
    format!("{why} (baris {}, kolom {})", error.line(), error.column())
}

fn desa(code: &str, reference: &Reference) -> Result<DesaId, Refusal> {
    if code.is_empty() {
        return Err(BOUNDARY_CODE_MISSING.refuse());
    }
    let known = reference.village(code).and_then(|_| DesaId::parse(code).ok());
    known.ok_or_else(|| BOUNDARY_CODE_UNKNOWN.refuse().fact("code", code))
}

fn area(geometry: Option<&Json>) -> Result<Area, Refusal> {
    let no_area = || BOUNDARY_NOT_AREA.refuse();
    let geometry = geometry.ok_or_else(no_area)?;
    let parts = match Geometry::deserialize(geometry).map_err(|_| no_area())? {
        Geometry::Polygon(rings) => vec![rings],
        Geometry::MultiPolygon(parts) => parts,
    };
    if parts.is_empty() || parts.iter().any(Vec::is_empty) {
        return Err(no_area());
    }
    let mut number = 0_usize;
    let mut read = Vec::with_capacity(parts.len());
    for part in parts {
        let before = number;
        let mut rings = Vec::with_capacity(part.len());
        for positions in part {
            number = number.saturating_add(1);
            rings.push(ring(&positions, number)?);
        }
        for (fault, refused) in
            [(crossing(&rings), BOUNDARY_RING_CROSSES), (outside(&rings), BOUNDARY_HOLE_OUTSIDE)]
        {
            if let Some(at) = fault {
                let ring = before.saturating_add(at).saturating_add(1);
                return Err(refused.refuse().fact("ring", ring));
            }
        }
        read.push(rings);
    }
    Area::new(read).ok_or_else(no_area)
}

fn ring(positions: &[Vec<f64>], number: usize) -> Result<Vec<LonLat>, Refusal> {
    let mut ring = positions.iter().map(|at| position(at)).collect::<Result<Vec<_>, _>>()?;
    if ring.first() != ring.last() {
        return Err(BOUNDARY_RING_OPEN.refuse().fact("ring", number));
    }
    ring.dedup();
    if doubled_area(&ring) == 0 {
        return Err(BOUNDARY_RING_EMPTY.refuse().fact("ring", number));
    }
    Ok(ring)
}

/// Longitude and latitude; a height behind them is of no interest.
fn position(at: &[f64]) -> Result<LonLat, Refusal> {
    match at {
        [longitude, latitude, ..] => LonLat::new(*longitude, *latitude),
        _ => Err(BOUNDARY_NOT_AREA.refuse()),
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
