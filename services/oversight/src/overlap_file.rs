//! The overlap report as a file: CSV for a spreadsheet, GeoJSON for a map. What the interface
//! tells as a code stands twice, in words for people and, under `..._kode`, for programs.

use domain::{
    Day, Error,
    geo::{LonLat, Shape},
};
use gate::{
    flag::FlagState,
    report::{Overlap, OverlapSide, WARNED},
};
use serde_json::{Value, json};

use crate::message::metres;

/// The columns of the CSV form, in order.
pub const COLUMNS: [&str; 30] = [
    "id",
    "putusan_aturan",
    "putusan_aturan_kode",
    "keadaan",
    "keadaan_kode",
    "flag",
    "set_aturan",
    "jarak_m",
    "tindih_m",
    "nilai_dipertaruhkan_rp",
    "ditemukan",
    "proyek_1",
    "nama_1",
    "desa_1",
    "jenis_1",
    "jenis_1_kode",
    "pemilik_1",
    "pemilik_1_kode",
    "sumber_dana_1",
    "tahun_1",
    "proyek_2",
    "nama_2",
    "desa_2",
    "jenis_2",
    "jenis_2_kode",
    "pemilik_2",
    "pemilik_2_kode",
    "sumber_dana_2",
    "tahun_2",
    "bukti",
];

/// The first line of the CSV form.
///
/// # Errors
/// A fault, should writing to memory fail.
pub fn csv_head() -> Result<Vec<u8>, Error> {
    record(COLUMNS.map(str::to_owned).as_slice())
}

/// One pair as a line of the CSV form.
///
/// # Errors
/// As [`csv_head`].
pub fn csv_line(overlap: &Overlap, sees_money: bool) -> Result<Vec<u8>, Error> {
    let metre = |mm: i64| format!("{:.1}", metres(mm));
    let money = || {
        let sen = overlap.at_stake.sen();
        format!("{}.{:02}", sen / 100, sen % 100)
    };
    let mut fields = vec![
        overlap.id.to_string(),
        verdict_title(&overlap.verdict).to_owned(),
        overlap.verdict.clone(),
        state_title(&overlap.state).to_owned(),
        overlap.state.clone(),
        overlap.flag.map(|flag| format!("flags/{flag}")).unwrap_or_default(),
        overlap.rule_rev.to_string(),
        metre(overlap.distance_mm),
        overlap.overlap_mm.map(metre).unwrap_or_default(),
        if sees_money { money() } else { String::new() },
        Day::of_us(overlap.found_us).iso(),
    ];
    for side in [&overlap.first, &overlap.second] {
        fields.extend([
            side.resource(),
            side.name.clone(),
            side.desa_name.clone(),
            side.class.title().to_owned(),
            side.class.code().to_owned(),
            side.owner.title().to_owned(),
            side.owner.code().to_owned(),
            side.funds.join(" "),
            side.tahun.to_string(),
        ]);
    }
    fields.push(told(overlap));
    let fields: Vec<String> = fields.into_iter().map(harmless).collect();
    record(&fields)
}

/// Every sentence of the evidence of a pair.
fn told(overlap: &Overlap) -> String {
    let told: Vec<&str> = overlap.evidence.iter().map(|piece| piece.text.as_str()).collect();
    told.join(" ")
}

/// What the rules say of a pair, as people say it.
fn verdict_title(code: &str) -> &str {
    match code {
        "block" => "menahan pembayaran",
        "warn" => "peringatan",
        other => other,
    }
}

/// Where a pair stands, as people say it: it warns alone, or its flag is in a state.
fn state_title(code: &str) -> &str {
    match FlagState::from_code(code) {
        Some(state) => state.title(),
        None if code == WARNED => "hanya peringatan",
        None => code,
    }
}

/// A text that a spreadsheet would read as a formula is told as text.
fn harmless(field: String) -> String {
    match field.chars().next() {
        Some('=' | '+' | '@' | '\t' | '\r') => format!("'{field}"),
        Some('-') if field.parse::<f64>().is_err() => format!("'{field}"),
        _ => field,
    }
}

fn record(fields: &[String]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields).map_err(|error| Error::fault(format!("csv: {error}")))?;
    writer.into_inner().map_err(|error| Error::fault(format!("csv: {error}")))
}

/// What stands before the first feature.
pub const GEOJSON_HEAD: &str = "{\"type\":\"FeatureCollection\",\"features\":[";
/// What stands after the last feature.
pub const GEOJSON_TAIL: &str = "\n]}\n";

/// The features of a pair: one for each site of each side, all with the pair's facts.
pub fn features(overlap: &Overlap, sites: [&[Shape]; 2], sees_money: bool) -> Vec<Value> {
    let mut features = Vec::new();
    let sides = [(1, &overlap.first, &overlap.second), (2, &overlap.second, &overlap.first)];
    for ((number, side, other), shapes) in sides.into_iter().zip(sites) {
        for shape in shapes {
            features.push(json!({
                "type": "Feature",
                "geometry": geometry(shape),
                "properties": properties(overlap, number, side, other, sees_money),
            }));
        }
    }
    features
}

fn properties(
    overlap: &Overlap,
    number: i64,
    side: &OverlapSide,
    other: &OverlapSide,
    sees_money: bool,
) -> Value {
    json!({
        "pasangan": overlap.id.to_string(),
        "sisi": number,
        "proyek": side.resource(),
        "nama": side.name,
        "desa": side.desa_name,
        "jenis": side.class.title(),
        "jenis_kode": side.class.code(),
        "pemilik": side.owner.title(),
        "pemilik_kode": side.owner.code(),
        "sumber_dana": side.funds,
        "tahun": side.tahun,
        "lawan": other.resource(),
        "lawan_nama": other.name,
        "lawan_desa": other.desa_name,
        "putusan_aturan": verdict_title(&overlap.verdict),
        "putusan_aturan_kode": overlap.verdict,
        "keadaan": state_title(&overlap.state),
        "keadaan_kode": overlap.state,
        "flag": overlap.flag.map(|flag| format!("flags/{flag}")),
        "set_aturan": overlap.rule_rev,
        "jarak_m": metres(overlap.distance_mm),
        "tindih_m": overlap.overlap_mm.map(metres),
        "nilai_dipertaruhkan_sen": sees_money.then(|| overlap.at_stake.sen()),
        "bukti": told(overlap),
    })
}

/// RFC 7946: longitude first; stored rings already turn as it wants.
fn geometry(shape: &Shape) -> Value {
    let at = |p: &LonLat| json!([p.longitude_deg(), p.latitude_deg()]);
    let path = |line: &[LonLat]| line.iter().map(at).collect::<Vec<Value>>();
    match shape {
        Shape::Point(point) => json!({"type": "Point", "coordinates": at(point)}),
        Shape::Line(line) => json!({"type": "LineString", "coordinates": path(line)}),
        Shape::Polygon(rings) => {
            let rings: Vec<Vec<Value>> = rings.iter().map(|ring| path(ring)).collect();
            json!({"type": "Polygon", "coordinates": rings})
        }
    }
}
