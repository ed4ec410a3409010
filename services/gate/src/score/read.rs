//! Works read from lines of JSON. A value of a wrong type or one that cannot be is refused with its
//! line and field; only positions that tell what they should be are put right.

use std::collections::HashMap;

use domain::WorkClass;
use serde_json::Value;

use super::{
    fields::Fields,
    geometry::drawn,
    item::{Item, Trust, Unit},
    repair::{Raw, repair},
};
use crate::facts::Capture;

/// Letters of a name that are read: a longer one is a story, and comparing it takes as long.
const NAME_LETTERS: usize = 500;
/// Digits of a village code: provinsi, kabupaten, kecamatan, desa.
const VILLAGE_DIGITS: [usize; 4] = [2, 2, 2, 4];
/// Hexadecimal digits of 64 bits.
const PHOTO_DIGITS: usize = 16;

/// A line that cannot be read, or something to be known of one that can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong, in Indonesian.
    pub why: String,
}

/// What a file holds.
#[derive(Debug)]
pub struct File {
    /// The works by id, whatever the order of the lines: what is said of a set rests on its works.
    pub items: Vec<Item>,
    /// What was read but not used.
    pub notes: Vec<BadLine>,
}

/// Reads works as [`file`] does, without the notes.
///
/// # Errors
/// Every line that cannot be read.
pub fn works(text: &str) -> Result<Vec<Item>, Vec<BadLine>> {
    file(text.as_bytes()).map(|file| file.items)
}

/// Reads works, one a line; blank lines are passed over. Positions that can be put right are.
///
/// # Errors
/// Every line that cannot be read.
pub fn file(bytes: &[u8]) -> Result<File, Vec<BadLine>> {
    let (mut raw, mut notes, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            bad.push(BadLine { line, why: "bukan teks UTF-8".to_owned() });
            continue;
        };
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        match work(text) {
            Ok((work, left_out)) => match seen.insert(work.item.id.clone(), line) {
                Some(first) => {
                    let why = format!("id {} sudah dipakai baris {first}", work.item.id);
                    bad.push(BadLine { line, why });
                }
                None => {
                    raw.push(work);
                    notes.extend(left_out.map(|why| BadLine { line, why }));
                }
            },
            Err(why) => bad.push(BadLine { line, why }),
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    raw.sort_by(|a: &Raw, b: &Raw| a.item.id.cmp(&b.item.id));
    Ok(File { items: repair(raw), notes })
}

fn work(line: &str) -> Result<(Raw, Option<String>), String> {
    let fields = Fields::read(line)?;
    let class = fields.text("work_class")?.ok_or("work_class tidak ada atau kosong")?;
    let class =
        WorkClass::parse(&class).map_err(|_| format!("work_class tidak dikenal: {class}"))?;
    let capture = fields.text("capture")?;
    let capture = capture.map(|code| {
        Capture::from_code(&code).ok_or_else(|| format!("capture tidak dikenal: {code}"))
    });
    let drawn = drawn(fields.get("geometry"))?;
    let item = Item {
        id: fields.code("id")?,
        village: village(fields.code("village_code")?),
        village_name: fields.text("village_name")?.unwrap_or_default(),
        year: fields.year("fiscal_year")?,
        fund: fields.text("fund_source")?.unwrap_or_default().to_uppercase(),
        kegiatan: kegiatan(&fields.text("kegiatan_code")?.unwrap_or_default()),
        class,
        name: fields.text("name")?.unwrap_or_default().chars().take(NAME_LETTERS).collect(),
        volume: fields.amount("volume")?.unwrap_or_default(),
        unit: Unit::parse(&fields.text("unit")?.unwrap_or_default()),
        cost: fields.amount("cost")?.unwrap_or_default(),
        sketch: None,
        trust: Trust::Lost,
        accuracy_m: fields.amount("accuracy_m")?,
        capture: capture.transpose()?,
        photos: photos(&fields)?,
    };
    Ok((Raw { item, kind: drawn.kind, degrees: drawn.degrees }, drawn.left_out))
}

/// A village code with its dots where it is one; anything else as it is.
fn village(code: String) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let written = code.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    if !written || digits.len() != VILLAGE_DIGITS.iter().sum::<usize>() {
        return code;
    }
    let mut rest = digits.as_str();
    let parts = VILLAGE_DIGITS.map(|count| {
        let (part, after) = rest.split_at_checked(count).unwrap_or((rest, ""));
        rest = after;
        part
    });
    parts.join(".")
}

/// A kegiatan code with two digits in each part; anything else as it is.
fn kegiatan(code: &str) -> String {
    let bare = code.trim_end_matches('.');
    let is_part = |part: &str| {
        matches!(part.len(), 1 | 2) && part.chars().all(|letter| letter.is_ascii_digit())
    };
    if bare.split('.').all(is_part) {
        bare.split('.').map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join(".")
    } else {
        code.to_owned()
    }
}

fn photos(fields: &Fields) -> Result<Vec<u64>, String> {
    let Some(value) = fields.get("photo_phash") else { return Ok(Vec::new()) };
    let all = value.as_array().ok_or("photo_phash harus berupa larik teks")?;
    all.iter()
        .map(|hash| {
            let text = hash.as_str().map(str::trim).unwrap_or_default();
            let bare = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
            let written = (1..=PHOTO_DIGITS).contains(&bare.len())
                && bare.chars().all(|letter| letter.is_ascii_hexdigit());
            u64::from_str_radix(bare, 16)
                .ok()
                .filter(|_| written)
                .ok_or_else(|| format!("photo_phash bukan bilangan heksadesimal 64 bit: {hash}"))
        })
        .collect()
}

/// A number, also one written as a text.
pub(super) fn finite(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
