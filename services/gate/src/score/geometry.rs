//! Shapes read from `GeoJSON`: strictly, so that nothing is lost unseen. Of several parts, lines
//! that follow one another become one line; of what is then left apart, all of one kind counts,
//! that of the longest. What is empty is no place.

use serde_json::Value;

use super::{
    read::finite,
    sketch::Kind,
    thin::{VERTICES_MAX, thinned},
};
use crate::{frame::Xy, plane::apart};

/// The most positions of one shape.
const POSITIONS_MAX: usize = 20_000;
/// The most parts of one shape.
const PARTS_MAX: usize = 32;
/// Ends of two lines this close belong to one line, metres.
const GAP_M: f64 = 30.0;
/// Metres of a degree. Near enough for a gap or a tolerance, and the same whichever axis comes
/// first: at this point nobody knows yet whether they were exchanged.
pub(super) const DEGREE_M: f64 = 111_195.0;

/// A part of a shape.
type Part = (Kind, Vec<Xy>);

/// A shape as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub kind: Kind,
    /// The positions of its parts in degrees, the longest first; none when it has no place.
    pub parts: Vec<Vec<Xy>>,
    /// What was left out, in Indonesian.
    pub left_out: Option<String>,
}

impl Drawn {
    /// No place; why, unless none was told.
    fn nowhere(why: Option<&str>) -> Self {
        Self { kind: Kind::Point, parts: Vec::new(), left_out: why.map(str::to_owned) }
    }
}

/// What is said of a geometry without a position.
const EMPTY: &str = "geometry kosong; dibaca tanpa tempat";

/// Reads a geometry; of a feature the geometry in it.
pub(super) fn drawn(value: Option<&Value>) -> Result<Drawn, String> {
    let mut value = value.filter(|value| !value.is_null());
    while let Some(feature) = value.filter(|value| kind(value) == "Feature") {
        value = feature.get("geometry").filter(|value| !value.is_null());
    }
    let Some(value) = value else {
        return Ok(Drawn::nowhere(None));
    };
    if is_empty(value) {
        return Ok(Drawn::nowhere(Some(EMPTY)));
    }
    if !value.is_object() {
        return Err("geometry harus berupa objek GeoJSON".to_owned());
    }
    let mut parts = Vec::new();
    collect(value, &mut parts)?;
    if parts.iter().map(|(_, positions)| positions.len()).sum::<usize>() > POSITIONS_MAX {
        return Err(format!("geometry lebih dari {POSITIONS_MAX} titik"));
    }
    Ok(together(parts).unwrap_or_else(|| Drawn::nowhere(Some(EMPTY))))
}

/// Whether a value holds nothing at all, as programs write what they do not know.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn kind(value: &Value) -> &str {
    value.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// Every part of a geometry that has a position. Of an area only the outline counts.
fn collect(value: &Value, parts: &mut Vec<Part>) -> Result<(), String> {
    let coordinates = value.get("coordinates").unwrap_or(&Value::Null);
    let mut add = |kind: Kind, positions: Vec<Xy>| {
        if !positions.is_empty() {
            parts.push((kind, positions));
        }
    };
    match kind(value) {
        "Point" if is_empty(coordinates) => {}
        "Point" => add(Kind::Point, vec![position(coordinates, 1)?]),
        "MultiPoint" => {
            positions(coordinates)?.into_iter().for_each(|at| add(Kind::Point, vec![at]));
        }
        "LineString" => add(Kind::Line, positions(coordinates)?),
        "MultiLineString" => {
            for line in list(coordinates, "coordinates")? {
                add(Kind::Line, positions(line)?);
            }
        }
        "Polygon" => add(Kind::Area, outline(coordinates)?),
        "MultiPolygon" => {
            for area in list(coordinates, "coordinates")? {
                add(Kind::Area, outline(area)?);
            }
        }
        "Feature" => {
            if let Some(inner) = value.get("geometry").filter(|inner| !is_empty(inner)) {
                collect(inner, parts)?;
            }
        }
        "GeometryCollection" | "FeatureCollection" => {
            let of = if value.get("features").is_some() { "features" } else { "geometries" };
            for inner in list(value.get(of).unwrap_or(&Value::Null), of)? {
                collect(inner, parts)?;
            }
        }
        other => return Err(format!("geometry.type tidak dikenal: {other}")),
    }
    Ok(())
}

/// The values of a list; none where it is missing.
fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value], String> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(all) => Ok(all),
        _ => Err(format!("geometry.{field} bukan larik")),
    }
}

fn outline(rings: &Value) -> Result<Vec<Xy>, String> {
    list(rings, "coordinates")?.first().map_or_else(|| Ok(Vec::new()), positions)
}

fn positions(value: &Value) -> Result<Vec<Xy>, String> {
    let all = list(value, "coordinates")?;
    (1..).zip(all).map(|(nth, at)| position(at, nth)).collect()
}

/// The `nth` position of its part, from 1.
fn position(value: &Value, nth: usize) -> Result<Xy, String> {
    let pair = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if pair.first().is_some_and(Value::is_array) {
        return Err("geometry.coordinates bersarang terlalu dalam untuk jenisnya".to_owned());
    }
    match (pair.first().and_then(decimal), pair.get(1).and_then(decimal)) {
        (Some(x), Some(y)) => Ok([x, y]),
        _ => Err(format!("geometry.coordinates: titik ke-{nth} bukan dua bilangan")),
    }
}

/// A number of a position, also one written as a text with a decimal comma: a position has no
/// thousands.
fn decimal(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => finite(&Value::String(text.replacen(',', ".", 1))),
        other => finite(other),
    }
}

/// A part with how many of the given ones were made one in it.
type Chained = (Kind, Vec<Xy>, usize);

/// One shape of all parts; none without parts.
fn together(parts: Vec<Part>) -> Option<Drawn> {
    let count = parts.len();
    let (lines, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(kind, _)| *kind == Kind::Line);
    let others = others.into_iter().map(|(kind, positions)| (kind, positions, 1));
    let lines = chains(lines.into_iter().map(|(_, positions)| positions).collect());
    let lines = lines.into_iter().map(|(positions, of)| (Kind::Line, positions, of));
    let mut all: Vec<(f64, Chained)> =
        others.chain(lines).map(|part| (length_m(&part.1), part)).collect();
    // Of equally long ones the first written stays first.
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let kind = all.first()?.1.0;
    let (mut parts, mut used, mut vertices) = (Vec::new(), 0, 0);
    for (_, (_, positions, of)) in all.into_iter().filter(|(_, part)| part.0 == kind) {
        let part = thinned(positions);
        let fits = parts.len() < PARTS_MAX && vertices + part.len() <= VERTICES_MAX;
        if parts.is_empty() || fits {
            vertices += part.len();
            used += of;
            parts.push(part);
        }
    }
    let left_out = (used < count).then(|| {
        format!(
            "geometry: {used} dari {count} bagian dipakai, sejenis dengan yang terpanjang; \
             sisanya tidak"
        )
    });
    Some(Drawn { kind, parts, left_out })
}

fn length_m(line: &[Xy]) -> f64 {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| apart(*a, *b)).sum::<f64>() * DEGREE_M
}

/// Lines that follow one another made one, each with the number of lines in it: the longest first
/// takes what is nearest to either of its ends.
fn chains(lines: Vec<Vec<Xy>>) -> Vec<(Vec<Xy>, usize)> {
    let mut left: Vec<(f64, Vec<Xy>)> =
        lines.into_iter().map(|line| (length_m(&line), line)).collect();
    // The last is the longest; the first written of equals comes last too.
    left.reverse();
    left.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found = Vec::new();
    while let Some((_, mut chain)) = left.pop() {
        let mut count = 1;
        while let Some((at, turn)) = nearest(&chain, &left) {
            let (_, mut line) = left.remove(at);
            // A chain grows at its end; what meets its beginning turns it round.
            if turn.chain {
                chain.reverse();
            }
            if turn.line {
                line.reverse();
            }
            chain.append(&mut line);
            count += 1;
        }
        found.push((chain, count));
    }
    found
}

/// What must be turned round so that the end of a chain meets the beginning of a line.
#[derive(Debug, Clone, Copy)]
struct Turn {
    chain: bool,
    line: bool,
}

/// The line with the nearest end within [`GAP_M`], the longer of equally near ones.
fn nearest(chain: &[Xy], lines: &[(f64, Vec<Xy>)]) -> Option<(usize, Turn)> {
    let (start, end) = (*chain.first()?, *chain.last()?);
    let mut best: Option<(f64, usize, Turn)> = None;
    for (at, (_, line)) in lines.iter().enumerate().rev() {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let ends = [
            (end, *first, Turn { chain: false, line: false }),
            (end, *last, Turn { chain: false, line: true }),
            (start, *first, Turn { chain: true, line: false }),
            (start, *last, Turn { chain: true, line: true }),
        ];
        for (mine, theirs, turn) in ends {
            let gap_m = apart(mine, theirs) * DEGREE_M;
            if gap_m < GAP_M && best.is_none_or(|(least, ..)| gap_m < least) {
                best = Some((gap_m, at, turn));
            }
        }
    }
    best.map(|(_, at, turn)| (at, turn))
}

#[cfg(test)]
#[path = "geometry_tests.rs"]
mod tests;
