//! Shapes of GeoJSON and of well-known text; of a multiple geometry each part is a site.

use domain::Refusal;
use serde_json::Value as Json;
use wire::common::v1::{LonLat, Path, Polygon, Shape, shape::Kind};

use super::cannot;

fn refused(what: &str) -> Refusal {
    cannot("geometry", what, "titik, garis, atau bidang")
}

fn shape(kind: Kind) -> Shape {
    Shape { kind: Some(kind) }
}

/// The shapes of a geometry of GeoJSON; longitude comes first.
pub fn of_geojson(geometry: &Json) -> Result<Vec<Shape>, Refusal> {
    let kind = geometry.get("type").and_then(Json::as_str).unwrap_or_default();
    if kind == "GeometryCollection" {
        let parts = list(geometry.get("geometries").unwrap_or(&Json::Null))?;
        let shapes: Result<Vec<Vec<Shape>>, _> = parts.iter().map(of_geojson).collect();
        return Ok(shapes?.into_iter().flatten().collect());
    }
    let at = geometry.get("coordinates").unwrap_or(&Json::Null);
    let read: fn(&Json) -> Result<Kind, Refusal> = match kind {
        "Point" | "MultiPoint" => |at| position(at).map(Kind::Point),
        "LineString" | "MultiLineString" => |at| path(at).map(Kind::Line),
        "Polygon" | "MultiPolygon" => |at| polygon(at).map(Kind::Polygon),
        other => return Err(refused(other)),
    };
    if kind.starts_with("Multi") {
        return list(at)?.iter().map(|part| read(part).map(shape)).collect();
    }
    Ok(vec![shape(read(at)?)])
}

fn list(json: &Json) -> Result<&Vec<Json>, Refusal> {
    json.as_array().ok_or_else(|| refused(&json.to_string()))
}

fn position(json: &Json) -> Result<LonLat, Refusal> {
    let at = |n: usize| json.get(n).and_then(Json::as_f64);
    let (longitude_deg, latitude_deg) =
        at(0).zip(at(1)).ok_or_else(|| refused(&json.to_string()))?;
    Ok(LonLat { longitude_deg, latitude_deg })
}

fn path(json: &Json) -> Result<Path, Refusal> {
    Ok(Path { vertices: list(json)?.iter().map(position).collect::<Result<_, _>>()? })
}

fn polygon(json: &Json) -> Result<Polygon, Refusal> {
    Ok(Polygon { rings: list(json)?.iter().map(path).collect::<Result<_, _>>()? })
}

/// The shapes of well-known text: POINT, LINESTRING, POLYGON and their multiples.
pub fn of_wkt(text: &str) -> Result<Vec<Shape>, Refusal> {
    let (word, rest) = text.split_once('(').ok_or_else(|| refused(text))?;
    let word = word.trim().to_ascii_uppercase();
    let kind = word.split_whitespace().next().unwrap_or_default();
    // Well-known text is GeoJSON's coordinates with other signs; it is read as them.
    let json = nested(&format!("({rest}"), kind).ok_or_else(|| refused(text))?;
    let name = match kind {
        "POINT" => "Point",
        "LINESTRING" => "LineString",
        "POLYGON" => "Polygon",
        "MULTIPOINT" => "MultiPoint",
        "MULTILINESTRING" => "MultiLineString",
        "MULTIPOLYGON" => "MultiPolygon",
        other => return Err(refused(other)),
    };
    of_geojson(&serde_json::json!({ "type": name, "coordinates": json }))
}

/// The nested lists of well-known text as JSON.
fn nested(text: &str, kind: &str) -> Option<Json> {
    let mut json = String::with_capacity(text.len() * 2);
    for part in text.split_inclusive(['(', ')', ',']) {
        let (numbers, sign) = part.split_at(part.len().checked_sub(1)?);
        let (numbers, sign) = if part.ends_with(['(', ')', ',']) {
            (numbers, sign)
        } else if part.trim().is_empty() {
            continue;
        } else {
            return None;
        };
        let numbers: Vec<f64> =
            numbers.split_whitespace().map(|n| n.parse().ok()).collect::<Option<_>>()?;
        if !numbers.is_empty() {
            json.push_str(&serde_json::to_string(&numbers).ok()?);
        }
        json.push_str(match sign {
            "(" => "[",
            ")" => "]",
            _ => ",",
        });
    }
    let read: Json = serde_json::from_str(&json).ok()?;
    match kind {
        // One position stands in brackets of its own.
        "POINT" => read.get(0).cloned(),
        "MULTIPOINT" => Some(Json::Array(
            read.as_array()?
                .iter()
                .map(|at| if at.get(0).is_some_and(Json::is_array) { at.get(0) } else { Some(at) })
                .map(Option::<&Json>::cloned)
                .collect::<Option<_>>()?,
        )),
        _ => Some(read),
    }
}
