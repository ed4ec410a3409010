//! Files of claims: CSV, GeoJSON, and project packages of OC4IDS.
//!
//! A file is read into the very messages that a call would bring, so there is one
//! reader of contents. Nothing is repaired: what cannot be read is told with the
//! number of its row, and so is what could mean something else.

mod fields;
mod geometry;
mod oc4ids;

use std::collections::HashSet;

use domain::Refusal;
use gate::site::Doubt;
use serde_json::Value as Json;
use wire::oversight::v1::ClaimRow;

use crate::refusal::{CLAIM_FILE_UNREADABLE, CLAIM_ROW_UNREADABLE};

/// One row of a file.
#[derive(Debug)]
pub struct FileRow {
    /// Its number: the line of a CSV file, else the place in the list, from 1.
    pub number: i32,
    /// The owner's number, as far as it is readable.
    pub external_id: String,
    /// The claim, or every reason why there is none.
    pub claim: Result<ClaimRow, Vec<Refusal>>,
    /// What is doubtful about how it is written.
    pub doubts: Vec<Doubt>,
    /// Whether the file tells of no documents at all: then it says nothing against a number that
    /// is known.
    pub keeps_document: bool,
}

/// Reads a file whatever its form; `year` stands where a row names none.
///
/// # Errors
/// CLAIM_FILE_UNREADABLE when it is none of the three as a whole.
pub fn parse(text: &str, year: i32) -> Result<Vec<FileRow>, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = if text.trim_start().starts_with('{') {
        let json: Json =
            serde_json::from_str(text).map_err(|error| unreadable(&error.to_string()))?;
        match (json.get("features"), json.get("projects")) {
            (Some(Json::Array(features)), _) => {
                let tells = |one: &Json| one.pointer("/properties/document").is_some();
                numbered(features, !features.iter().any(tells), |one| feature(one, year))
            }
            (_, Some(Json::Array(projects))) => {
                numbered(projects, false, |one| oc4ids::project(one, year))
            }
            _ => return Err(unreadable("tidak ada `features` atau `projects`")),
        }
    } else {
        table(text, year)?
    };
    if rows.is_empty() { Err(unreadable("tidak ada baris")) } else { Ok(rows) }
}

/// A row before it has a number.
type Read = (String, Result<ClaimRow, Vec<Refusal>>, Vec<Doubt>);

fn numbered(items: &[Json], keeps_document: bool, read: impl Fn(&Json) -> Read) -> Vec<FileRow> {
    (1_i32..)
        .zip(items)
        .map(|(number, item)| {
            let (external_id, claim, doubts) = read(item);
            FileRow { number, external_id, claim, doubts, keeps_document }
        })
        .collect()
}

/// A feature of GeoJSON: its properties are the columns of a table, its geometry the sites.
fn feature(feature: &Json, year: i32) -> Read {
    let properties = feature.get("properties");
    let value = |name: &str| match properties.and_then(|all| all.get(name)) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let shapes = feature.get("geometry").filter(|geometry| !geometry.is_null());
    fields::claim(value, year, shapes.map(geometry::of_geojson))
}

/// A table with a heading line; columns are found by name, in any order.
fn table(text: &str, year: i32) -> Result<Vec<FileRow>, Refusal> {
    let heading = text.lines().next().unwrap_or_default();
    let delimiter =
        if heading.matches(';').count() > heading.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .map_err(|error| unreadable(&error.to_string()))?
        .iter()
        .map(str::to_lowercase)
        .collect();
    check_heading(&names)?;
    let keeps_document = !names.iter().any(|name| name == "document");
    let mut rows = Vec::new();
    for (n, record) in (2_i32..).zip(reader.records()) {
        let (number, (external_id, claim, doubts)) = match record {
            Ok(record) => {
                let line = record.position().and_then(|at| i32::try_from(at.line()).ok());
                (line.unwrap_or(n), of_record(&names, &record, year))
            }
            Err(error) => {
                let refusal = cannot("baris", &error.to_string(), "baris CSV");
                (n, (String::new(), Err(vec![refusal]), Vec::new()))
            }
        };
        rows.push(FileRow { number, external_id, claim, doubts, keeps_document });
    }
    Ok(rows)
}

/// Refuses a heading that lacks what every row needs, or by which a value could be one of two.
fn check_heading(names: &[String]) -> Result<(), Refusal> {
    for needed in ["external_id", "name", "work_class"] {
        if !names.iter().any(|name| name == needed) {
            return Err(unreadable(&format!("kolom {needed} tidak ada")));
        }
    }
    let mut known = HashSet::new();
    match names.iter().find(|name| !name.is_empty() && !known.insert(name.as_str())) {
        Some(twice) => Err(unreadable(&format!("kolom {twice} disebut dua kali"))),
        None => Ok(()),
    }
}

/// A row of a table. One that is wider than the heading was parted where it should not be, so that
/// nobody knows which value belongs to which column.
fn of_record(names: &[String], record: &csv::StringRecord, year: i32) -> Read {
    let value = |name: &str| {
        let at = names.iter().position(|one| one == name);
        at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
    };
    if record.len() > names.len() {
        let found = format!("{} kolom", record.len());
        let most = format!("baris dengan paling banyak {} kolom seperti judulnya", names.len());
        return (value("external_id"), Err(vec![cannot("baris", &found, &most)]), Vec::new());
    }
    fields::claim(value, year, None)
}

fn unreadable(why: &str) -> Refusal {
    CLAIM_FILE_UNREADABLE.refuse().fact("why", why)
}

/// The refusal of one value of a row.
fn cannot(field: &str, value: &str, expected: &str) -> Refusal {
    CLAIM_ROW_UNREADABLE.refuse().fact("value", value).fact("expected", expected).at(field)
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
