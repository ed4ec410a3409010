//! The columns of a table, or the properties of a feature, as a claim.

use domain::{Refusal, Rupiah};
use gate::site::{self, Doubt};
use wire::{
    common::v1::{LonLat, Shape, shape::Kind},
    oversight::v1::{ClaimContent, ClaimRow, ClaimSite},
};

use super::{Read, cannot, geometry};

/// Volumes are kept in 1/10,000 of their unit.
const VOLUME_SCALE: f64 = 10_000.0;
/// The largest volume that is read.
const VOLUME_MAX: f64 = 1e12;

/// Reads a claim from named values; `drawn` are its shapes when the file keeps them apart.
pub fn claim(
    value: impl Fn(&str) -> String,
    year: i32,
    drawn: Option<Result<Vec<Shape>, Refusal>>,
) -> Read {
    let external_id = value("external_id").trim().to_owned();
    let mut faults = Vec::new();
    let is_table = drawn.is_none();
    let commas = if drawn.is_none() { commas(&value) } else { None };
    let shapes = drawn.unwrap_or_else(|| shapes(&value));
    let mut keep = |result: Result<f64, Refusal>| result.map_err(|fault| faults.push(fault)).ok();
    let accuracy_m = keep(number(&value, "accuracy_m")).unwrap_or_default();
    let phase = keep(number(&value, "phase")).unwrap_or_default();
    let volume =
        if is_table { keep(clear(&value, "volume")) } else { keep(number(&value, "volume")) };
    let volume = volume.unwrap_or_default();
    let tahun = match value("year").as_str() {
        "" => Some(f64::from(year)),
        _ => keep(number(&value, "year")),
    };
    let amount = money(&value("amount"), "amount").map_err(|fault| faults.push(fault)).ok();
    let shapes = shapes.map_err(|fault| faults.push(fault)).ok();
    let (Some(tahun), Some(amount), Some(shapes)) = (tahun, amount, shapes) else {
        return (external_id, Err(faults), Vec::new());
    };
    if !faults.is_empty() {
        return (external_id, Err(faults), Vec::new());
    }
    let capture = value("capture");
    let site = |shape: Shape| ClaimSite {
        shape: Some(shape),
        accuracy_m,
        capture: capture.clone(),
        amount: None,
    };
    let intervention = value("intervention");
    let funds = value("fund");
    let content = ClaimContent {
        display_name: value("name"),
        work_class: value("work_class"),
        intervention: if intervention.is_empty() { "new".to_owned() } else { intervention },
        tahun: whole(tahun),
        amount,
        sumber_dana: funds
            .split([';', ' ', '|'])
            .filter(|code| !code.is_empty())
            .map(str::to_uppercase)
            .collect(),
        document_number: value("document"),
        layer: value("layer"),
        side: value("side"),
        phase: whole(phase),
        volume_e4: volume_e4(volume),
        unit: value("unit"),
        starts_on: value("starts_on").trim().to_owned(),
        ends_on: value("ends_on").trim().to_owned(),
        relations: Vec::new(),
        sites: shapes.into_iter().map(site).collect(),
    };
    let row = ClaimRow { external_id: external_id.clone(), content: Some(content) };
    (external_id, Ok(row), commas.into_iter().collect())
}

/// The shapes of a row: WKT or GeoJSON in `geometry`, else longitude and latitude.
fn shapes(value: &impl Fn(&str) -> String) -> Result<Vec<Shape>, Refusal> {
    let drawn = value("geometry");
    if drawn.starts_with('{') {
        let json = serde_json::from_str(&drawn)
            .map_err(|_| cannot("geometry", &drawn, "geometri GeoJSON"))?;
        return geometry::of_geojson(&json);
    }
    if !drawn.is_empty() {
        return geometry::of_wkt(&drawn);
    }
    let longitude_deg = degrees(value, "longitude")?;
    let latitude_deg = degrees(value, "latitude")?;
    Ok(vec![Shape { kind: Some(Kind::Point(LonLat { longitude_deg, latitude_deg })) }])
}

/// Decimal degrees; a comma as decimal mark is read as what it is, and told by [`commas`].
fn degrees(value: &impl Fn(&str) -> String, name: &str) -> Result<f64, Refusal> {
    let text = value(name);
    let plain = text.trim().replace(',', ".");
    let read = plain.parse().ok().filter(|degrees: &f64| degrees.is_finite());
    read.ok_or_else(|| cannot(name, &text, "derajat desimal"))
}

/// The doubt about a point whose degrees were written with a comma as decimal mark.
fn commas(value: &impl Fn(&str) -> String) -> Option<Doubt> {
    let text = format!("{} {}", value("latitude").trim(), value("longitude").trim());
    if !value("geometry").is_empty() || !text.contains(',') {
        return None;
    }
    let longitude_deg = degrees(value, "longitude").ok()?;
    let latitude_deg = degrees(value, "latitude").ok()?;
    Some(site::decimal_commas(0, &text, longitude_deg, latitude_deg))
}

/// A number of 0 or more; empty is 0.
fn number(value: &impl Fn(&str) -> String, name: &str) -> Result<f64, Refusal> {
    let text = value(name);
    if text.trim().is_empty() {
        return Ok(0.0);
    }
    let plain = text.trim().replace(',', ".");
    let read = plain.parse().ok().filter(|number: &f64| (0.0..=VOLUME_MAX).contains(number));
    read.ok_or_else(|| cannot(name, &text, "bilangan"))
}

/// The same in a table, where people write: `1.200` is twelve hundred to one and a little more than
/// one to another.
fn clear(value: &impl Fn(&str) -> String, name: &str) -> Result<f64, Refusal> {
    let text = value(name);
    let groups: Vec<&str> = text.trim().split(['.', ',']).collect();
    match groups.as_slice() {
        [first, rest] if rest.len() == 3 && !matches!(*first, "" | "0") => {
            Err(cannot(name, &text, "bilangan yang jelas: tulis 1200 atau 1,2"))
        }
        _ => number(value, name),
    }
}

/// An amount of rupiah; empty is none.
pub fn money(text: &str, field: &str) -> Result<Option<wire::common::v1::Rupiah>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let amount = Rupiah::parse(text).map_err(|refusal| refusal.at(field))?;
    Ok(Some(wire::common::v1::Rupiah { sen: amount.sen() }))
}

/// The whole part of a number that was checked to be neither negative nor too large.
#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64) -> i32 {
    if number.fract() == 0.0 && number <= f64::from(i32::MAX) { number as i32 } else { -1 }
}

#[allow(clippy::cast_possible_truncation)]
fn volume_e4(volume: f64) -> i64 {
    (volume * VOLUME_SCALE).round() as i64
}
