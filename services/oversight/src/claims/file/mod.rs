//! Files of claims: CSV, GeoJSON, and project packages of OC4IDS.
//!
//! A file is read into the very messages that a call would bring, so there is one
//! reader of contents. Nothing is repaired: what cannot be read is told with the
//! number of its row, and so is what could mean something else.

mod columns;
mod fields;
mod geometry;
mod oc4ids;
mod table;

use std::collections::BTreeSet;

use domain::Refusal;
use gate::site::Doubt;
use serde_json::{Value as Json, error::Category};
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

/// A file as it was read.
#[derive(Debug)]
pub struct FileRead {
    /// Its rows.
    pub rows: Vec<FileRow>,
    /// Columns, or properties of features, that nothing reads.
    pub unread: Vec<String>,
}

/// Reads a file whatever its form; `year` stands where a row names none.
///
/// # Errors
/// CLAIM_FILE_UNREADABLE when it is none of the three as a whole.
pub fn parse(text: &str, year: i32) -> Result<FileRead, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = text.trim_start().starts_with('{');
    let read = if is_json { package(text, year)? } else { table::read(text, year)? };
    if read.rows.is_empty() { Err(unreadable("tidak ada baris")) } else { Ok(read) }
}

/// A collection of features, or a package of projects.
fn package(text: &str, year: i32) -> Result<FileRead, Refusal> {
    let json: Json = serde_json::from_str(text).map_err(|error| unreadable(&broken(&error)))?;
    match (json.get("features"), json.get("projects")) {
        (Some(Json::Array(features)), _) => {
            let tells = |one: &Json| one.pointer("/properties/document").is_some();
            let keeps_document = !features.iter().any(tells);
            let properties =
                features.iter().filter_map(|one| one.get("properties")?.as_object()).flatten();
            let names: BTreeSet<&str> = properties.map(|(name, _)| name.as_str()).collect();
            let unread = columns::unread(&Vec::from_iter(names))?;
            Ok(FileRead {
                rows: numbered(features, keeps_document, |one| feature(one, year)),
                unread,
            })
        }
        (_, Some(Json::Array(projects))) => {
            let rows = numbered(projects, false, |one| oc4ids::project(one, year));
            Ok(FileRead { rows, unread: Vec::new() })
        }
        _ => Err(unreadable("tidak ada `features` atau `projects`")),
    }
}

/// Where a text stops being JSON.
fn broken(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Eof => "JSON terputus",
        Category::Io | Category::Syntax | Category::Data => "JSON tidak sah",
    };
    format!("{what} di baris {}, kolom {}", error.line(), error.column())
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

/// A feature of GeoJSON: its properties are the columns of a table, its geometry the sites; one
/// without a geometry may tell its place by properties, and one without a property `external_id`
/// its number by the `id` of the standard.
fn feature(feature: &Json, year: i32) -> Read {
    let properties = feature.get("properties");
    let text = |value: Option<&Json>| match value {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let value = |name: &str| match text(properties.and_then(|all| all.get(name))) {
        none if none.trim().is_empty() && name == "external_id" => text(feature.get("id")),
        known => known,
    };
    let drawn = feature.get("geometry").filter(|geometry| !geometry.is_null());
    let told =
        ["geometry", "longitude", "latitude"].into_iter().any(|name| !value(name).is_empty());
    let shapes = match drawn {
        Some(drawn) => Some(geometry::of_geojson(drawn)),
        None if told => None,
        None => Some(Err(cannot("geometry", "", "geometri GeoJSON"))),
    };
    fields::claim(value, year, shapes)
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
