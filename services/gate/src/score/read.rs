//! Works read from lines of JSON; coordinates may be wrong, everything else must be as laid down.

use domain::WorkClass;
use serde::Deserialize;
use serde_json::Value;

use super::{
    item::{Item, Trust, Unit},
    repair::{Raw, repair},
    sketch::Kind,
};
use crate::{facts::Capture, frame::Xy};

/// The most positions of one shape.
const POSITIONS_MAX: usize = 20_000;

/// A line as written.
#[derive(Debug, Deserialize)]
struct Line {
    id: Value,
    village_code: Value,
    #[serde(default)]
    village_name: Option<String>,
    fiscal_year: Value,
    #[serde(default)]
    fund_source: Option<String>,
    #[serde(default)]
    kegiatan_code: Option<String>,
    work_class: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    volume: Option<Value>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    cost: Option<Value>,
    #[serde(default)]
    geometry: Option<Value>,
    #[serde(default)]
    accuracy_m: Option<f64>,
    #[serde(default)]
    capture: Option<String>,
    #[serde(default)]
    photo_phash: Option<Vec<String>>,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong, in Indonesian.
    pub why: String,
}

/// Reads works, one a line; blank lines are passed over. Positions that can be put right are.
///
/// # Errors
/// Every line that cannot be read.
pub fn works(text: &str) -> Result<Vec<Item>, Vec<BadLine>> {
    let mut raw = Vec::new();
    let mut bad = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = at + 1;
        match work(line.trim_start_matches('\u{feff}')) {
            Ok(work) => match seen.insert(work.item.id.clone(), number) {
                Some(first) => {
                    let why = format!("id {} sudah dipakai baris {first}", work.item.id);
                    bad.push(BadLine { line: number, why });
                }
                None => raw.push(work),
            },
            Err(why) => bad.push(BadLine { line: number, why }),
        }
    }
    if bad.is_empty() { Ok(repair(raw)) } else { Err(bad) }
}

fn work(line: &str) -> Result<Raw, String> {
    let line: Line =
        serde_json::from_str(line).map_err(|error| format!("tidak terbaca: {error}"))?;
    let year = number(Some(&line.fiscal_year))
        .filter(|year| (1_900.0..2_200.0).contains(year))
        .ok_or("fiscal_year bukan tahun")?;
    let class = WorkClass::parse(&line.work_class)
        .map_err(|_| format!("work_class tidak dikenal: {}", line.work_class))?;
    let photos = line.photo_phash.unwrap_or_default();
    let photos = photos
        .iter()
        .map(|hash| u64::from_str_radix(hash.trim_start_matches("0x"), 16))
        .collect::<Result<Vec<u64>, _>>()
        .map_err(|_| "photo_phash bukan bilangan heksadesimal 64 bit".to_owned())?;
    let (kind, degrees) = geometry(line.geometry.as_ref())?;
    let accuracy_m = line.accuracy_m.filter(|metres| metres.is_finite() && *metres >= 0.0);
    let item = Item {
        id: text(&line.id).ok_or("id kosong")?,
        village: text(&line.village_code).ok_or("village_code kosong")?,
        village_name: line.village_name.unwrap_or_default(),
        // A year between 1900 and 2200.
        #[allow(clippy::cast_possible_truncation)]
        year: year as i32,
        fund: line.fund_source.unwrap_or_default().trim().to_uppercase(),
        kegiatan: line.kegiatan_code.unwrap_or_default().trim().to_owned(),
        class,
        name: line.name.unwrap_or_default(),
        volume: amount("volume", line.volume.as_ref())?,
        unit: Unit::parse(&line.unit.unwrap_or_default()),
        cost: amount("cost", line.cost.as_ref())?,
        sketch: None,
        trust: Trust::Lost,
        accuracy_m,
        capture: line.capture.as_deref().and_then(Capture::from_code),
        photos,
    };
    Ok(Raw { item, kind, degrees })
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// A number that is not negative; 0 when absent.
fn amount(field: &str, value: Option<&Value>) -> Result<f64, String> {
    match value {
        None | Some(Value::Null) => Ok(0.0),
        some => number(some)
            .filter(|number| *number >= 0.0)
            .ok_or_else(|| format!("{field} bukan bilangan yang tidak negatif")),
    }
}

/// Kind and positions of a `GeoJSON` geometry; no positions when it is null. Of several parts the
/// one with the most positions counts.
fn geometry(value: Option<&Value>) -> Result<(Kind, Vec<Xy>), String> {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok((Kind::Point, Vec::new()));
    };
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    let coordinates = value.get("coordinates").unwrap_or(&Value::Null);
    let list = |value: &Value| {
        value.as_array().map(|all| all.iter().filter_map(position).collect::<Vec<Xy>>())
    };
    let longest = |parts: &Value, depth: usize| {
        let mut level: Vec<&Value> = vec![parts];
        for _ in 0..depth {
            level = level.into_iter().filter_map(Value::as_array).flatten().collect();
        }
        level.into_iter().filter_map(list).max_by_key(Vec::len)
    };
    let found = match kind {
        "Point" => position(coordinates).map(|at| (Kind::Point, vec![at])),
        "MultiPoint" => list(coordinates).map(|at| (Kind::Point, at)),
        "LineString" => list(coordinates).map(|at| (Kind::Line, at)),
        "MultiLineString" => longest(coordinates, 1).map(|at| (Kind::Line, at)),
        "Polygon" => coordinates.get(0).and_then(list).map(|at| (Kind::Area, at)),
        "MultiPolygon" => longest(coordinates, 2).map(|at| (Kind::Area, at)),
        _ => return Err(format!("geometry.type tidak dikenal: {kind}")),
    };
    let (kind, degrees) = found.ok_or("geometry.coordinates tidak terbaca")?;
    if degrees.len() > POSITIONS_MAX {
        return Err(format!("geometry lebih dari {POSITIONS_MAX} titik"));
    }
    Ok((kind, degrees))
}

fn position(value: &Value) -> Option<Xy> {
    let pair = value.as_array()?;
    Some([number(pair.first())?, number(pair.get(1))?])
}
