//! Works read from lines of JSON. What would mean something else if it were guessed is refused with
//! its line and field: what is no JSON; id, village, year and class that are missing or cannot be
//! read; name, unit, cost and a shape that are there and cannot be read.
//! What may as well be unknown is read so, which makes no pair look more alike than it is, and is
//! noted: what lists often lack once for all works, anything else for each. Positions that tell
//! what they should be are put right.

use std::{collections::HashMap, ops::RangeInclusive};

use domain::{DesaId, KegiatanCode, SumberDana, WorkClass};
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
/// Hexadecimal digits of 64 bits: 16, and with zeros in front that a program left out hardly ever
/// fewer than 12. What is shorter is another hash, or none.
const PHOTO_DIGITS: RangeInclusive<usize> = 12..=16;
/// Photographs of one work that are read.
const PHOTOS_MAX: usize = 64;
/// What a village builds of anything, in metres, square metres or pieces: more is a slip of a
/// decimal point or a cost in the wrong field, less is no work.
const VOLUME: RangeInclusive<f64> = 0.01..=10_000_000.0;
/// What the least work costs, rupiah: less is a slip, or another unit.
const COST_MIN: f64 = 1_000.0;
/// No device tells an error like this, metres: more than a village is wide.
const ACCURACY_MAX_M: f64 = 10_000.0;

/// What is said of works whose positions tell nothing.
const NOWHERE: &str = "dengan geometry di luar Indonesia yang tidak dapat diperbaiki";
/// What is said of codes that are none, and are compared letter by letter all the same: a list may
/// have codes of its own.
const ODD_VILLAGE: &str = "dengan village_code yang bukan kode desa sepuluh angka";
const ODD_FUND: &str = "dengan fund_source yang bukan kode tiga huruf";
const ODD_KEGIATAN: &str = "dengan kegiatan_code yang bukan tiga bagian dua angka";
const AS_WRITTEN: [&str; 3] = [ODD_VILLAGE, ODD_FUND, ODD_KEGIATAN];

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
    /// What works lack, once for all that lack it, with their number and the first of them; then
    /// what was not read as it is written, at most one for each line, with the work's id.
    pub notes: Vec<BadLine>,
}

/// A work of a line.
#[derive(Debug)]
struct Read {
    work: Raw,
    /// What was not read as it is written.
    notes: Vec<String>,
    /// What it lacks.
    lacks: Vec<&'static str>,
}

/// What works of a file lack, and the first of them.
#[derive(Debug)]
struct Lack {
    what: &'static str,
    line: usize,
    id: String,
    works: usize,
}

impl Lack {
    fn note(&self) -> BadLine {
        let Self { what, line, id, works } = self;
        let read = match AS_WRITTEN.contains(what) {
            true => "dipakai sebagaimana ditulis",
            false => "dibaca sebagai tidak diketahui",
        };
        let why = format!("{works} pekerjaan {what}, yang pertama id {id}; {read}");
        BadLine { line: *line, why }
    }
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
    let mut lacks: Vec<Lack> = Vec::new();
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
            Ok(read) => {
                let id = read.work.item.id.clone();
                if let Some(first) = seen.insert(id.clone(), line) {
                    bad.push(BadLine { line, why: format!("id {id} sudah dipakai baris {first}") });
                    continue;
                }
                if !read.notes.is_empty() {
                    notes
                        .push(BadLine { line, why: format!("id {id}: {}", read.notes.join("; ")) });
                }
                for what in read.lacks {
                    match lacks.iter_mut().find(|lack| lack.what == what) {
                        Some(lack) => lack.works += 1,
                        None => lacks.push(Lack { what, line, id: id.clone(), works: 1 }),
                    }
                }
                raw.push(read.work);
            }
            Err(why) => bad.push(BadLine { line, why }),
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    raw.sort_by(|a: &Raw, b: &Raw| a.item.id.cmp(&b.item.id));
    let drawn: Vec<bool> = raw.iter().map(|work| !work.parts.is_empty()).collect();
    let items = repair(raw);
    lacks.extend(nowhere(&items, &drawn, &seen));
    let notes = lacks.iter().map(Lack::note).chain(notes).collect();
    Ok(File { items, notes })
}

/// The works that were drawn and have no place all the same.
fn nowhere(items: &[Item], drawn: &[bool], lines: &HashMap<String, usize>) -> Option<Lack> {
    let lost = items.iter().zip(drawn).filter(|(item, drawn)| **drawn && item.trust == Trust::Lost);
    let lost: Vec<(usize, &str)> = lost
        .map(|(item, _)| (lines.get(&item.id).copied().unwrap_or_default(), item.id.as_str()))
        .collect();
    let (line, id) = lost.iter().min()?;
    Some(Lack { what: NOWHERE, line: *line, id: (*id).to_owned(), works: lost.len() })
}

/// A work and what is to be noted of it, or every fault of its line.
fn work(line: &str) -> Result<Read, String> {
    let fields = Fields::read(line)?;
    let (mut notes, mut faults) = (Vec::new(), Vec::new());
    let id = needed(fields.code("id", &mut notes), &mut faults);
    let village_code = needed(fields.code("village_code", &mut notes), &mut faults);
    let year = needed(fields.year("fiscal_year"), &mut faults);
    let class = needed(class(&fields), &mut faults);
    let name = needed(fields.text("name"), &mut faults);
    let unit = needed(fields.text("unit"), &mut faults);
    let cost = needed(fields.amount("cost", &mut notes), &mut faults);
    let drawn = needed(drawn(fields.get("geometry")), &mut faults);
    let (Some(id), Some(village_code), Some(year), Some(class)) = (id, village_code, year, class)
    else {
        return Err(faults.join("; "));
    };
    let (Some(name), Some(unit), Some(cost), Some(drawn)) = (name, unit, cost, drawn) else {
        return Err(faults.join("; "));
    };
    let volume = fields.amount("volume", &mut notes);
    let volume = known(volume, &mut notes);
    let (has_name, has_unit) = (name.is_some(), unit.is_some());
    let (unit, size) = Unit::measured(&unit.unwrap_or_default(), volume.unwrap_or_default());
    let has_sense = size <= 0.0 || VOLUME.contains(&size);
    let is_none = volume.is_some_and(|volume| volume <= 0.0) && unit != Unit::Unmeasured;
    let has_price = cost.is_none_or(|cost| cost <= 0.0 || cost >= COST_MIN);
    let village = village(village_code);
    let fund = known(fields.text("fund_source"), &mut notes).unwrap_or_default().to_uppercase();
    let kegiatan = kegiatan(&known(fields.text("kegiatan_code"), &mut notes).unwrap_or_default());
    let lacking = [
        (!has_name, "tanpa name"),
        (!has_unit, "tanpa unit"),
        (cost.is_none_or(|cost| cost <= 0.0), "tanpa cost"),
        (drawn.parts.is_empty() && drawn.left_out.is_none(), "tanpa geometry"),
        (!has_sense, "dengan volume yang tidak masuk akal"),
        (is_none, "dengan volume 0"),
        (!has_price, "dengan cost di bawah 1.000 rupiah"),
        (DesaId::parse(&village).is_err(), ODD_VILLAGE),
        (!fund.is_empty() && SumberDana::parse(&fund).is_err(), ODD_FUND),
        (!kegiatan.is_empty() && KegiatanCode::parse(&kegiatan).is_err(), ODD_KEGIATAN),
    ];
    let lacks = lacking.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what).collect();
    let accuracy_m = accuracy_m(&fields, &mut notes);
    let item = Item {
        id,
        village,
        village_name: known(fields.text("village_name"), &mut notes).unwrap_or_default(),
        year,
        fund,
        kegiatan,
        class,
        name: name.unwrap_or_default().chars().take(NAME_LETTERS).collect(),
        volume: if has_sense { size } else { 0.0 },
        unit,
        cost: cost.filter(|_| has_price).unwrap_or_default(),
        sketch: None,
        trust: Trust::Lost,
        accuracy_m: known(accuracy_m, &mut notes),
        capture: known(capture(&fields), &mut notes),
        photos: photos(&fields, &mut notes),
    };
    notes.extend(drawn.left_out);
    Ok(Read { work: Raw { item, kind: drawn.kind, parts: drawn.parts }, notes, lacks })
}

/// What a work cannot do without; why not is kept.
fn needed<T>(read: Result<T, String>, faults: &mut Vec<String>) -> Option<T> {
    read.map_err(|why| faults.push(why)).ok()
}

/// What may be unknown; why it is so is noted.
fn known<T>(read: Result<Option<T>, String>, notes: &mut Vec<String>) -> Option<T> {
    read.unwrap_or_else(|why| {
        notes.push(format!("{why}; dibaca sebagai tidak diketahui"));
        None
    })
}

fn class(fields: &Fields) -> Result<WorkClass, String> {
    let code = fields.text("work_class")?.ok_or("work_class tidak ada atau kosong")?;
    WorkClass::parse(&code).map_err(|_| format!("work_class tidak dikenal: {code}"))
}

fn capture(fields: &Fields) -> Result<Option<Capture>, String> {
    let code = fields.text("capture")?;
    let read = |code: String| {
        Capture::from_code(&code).ok_or_else(|| format!("capture tidak dikenal: {code}"))
    };
    code.map(read).transpose()
}

fn accuracy_m(fields: &Fields, notes: &mut Vec<String>) -> Result<Option<f64>, String> {
    match fields.amount("accuracy_m", notes)? {
        Some(told_m) if told_m > ACCURACY_MAX_M => {
            Err(format!("accuracy_m {told_m} tidak masuk akal"))
        }
        told_m => Ok(told_m),
    }
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

/// The hashes of photographs, each once; those that cannot be read are left out.
fn photos(fields: &Fields, notes: &mut Vec<String>) -> Vec<u64> {
    let Some(value) = fields.get("photo_phash") else { return Vec::new() };
    let all = match value {
        Value::Array(all) => all.as_slice(),
        single => std::slice::from_ref(single),
    };
    let read: Vec<u64> = all.iter().filter_map(photo).collect();
    if read.len() < all.len() {
        let (lost, count) = (all.len() - read.len(), all.len());
        let why = "bukan bilangan heksadesimal 64 bit dan tidak dipakai";
        notes.push(format!("photo_phash: {lost} dari {count} {why}"));
    }
    if read.len() > PHOTOS_MAX {
        notes.push(format!("photo_phash: hanya {PHOTOS_MAX} foto pertama dipakai"));
    }
    let mut kept: Vec<u64> = read.into_iter().take(PHOTOS_MAX).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn photo(hash: &Value) -> Option<u64> {
    let text = hash.as_str()?.trim();
    let bare = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let written =
        PHOTO_DIGITS.contains(&bare.len()) && bare.chars().all(|letter| letter.is_ascii_hexdigit());
    u64::from_str_radix(bare, 16).ok().filter(|_| written)
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
