//! The fields of a line of JSON, each read in one way.

use std::{collections::BTreeMap, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, error::Category};

use super::read::finite;

/// What an amount may be at most: far above any village's budget, and still exact to a hundredth.
const AMOUNT_MAX: f64 = 1e13;
/// Letters of a value that are shown.
const SHOWN: usize = 40;
/// Digits between two separators of thousands.
const GROUP: usize = 3;
/// Budget years.
const YEARS: Range<i32> = 1_900..2_200;

/// The fields of an object by name.
#[derive(Debug, Default)]
pub(super) struct Fields {
    values: BTreeMap<String, Value>,
    /// A name that was written twice.
    twice: Option<String>,
}

impl Fields {
    /// Reads an object.
    pub fn read(line: &str) -> Result<Self, String> {
        let fields: Self = serde_json::from_str(line).map_err(|error| match error.classify() {
            Category::Data => "bukan objek JSON {...}".to_owned(),
            Category::Eof => "JSON terpotong".to_owned(),
            Category::Syntax | Category::Io => {
                format!("bukan JSON yang benar, mulai huruf ke-{}", error.column())
            }
        })?;
        match fields.twice {
            Some(name) => Err(format!("{name} ditulis dua kali")),
            None => Ok(fields),
        }
    }

    /// A value; none where it is missing or null.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// A text without blanks around it; none where it is missing or empty.
    pub fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => {
                Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            }
            Some(_) => Err(format!("{name} harus berupa teks")),
        }
    }

    /// A code that must be there: a text or a whole number, also one that a spreadsheet wrote as a
    /// decimal.
    pub fn code(&self, name: &str, notes: &mut Vec<String>) -> Result<String, String> {
        let Some(Value::Number(number)) = self.get(name) else {
            return self.text(name)?.ok_or_else(|| format!("{name} tidak ada atau kosong"));
        };
        if number.is_u64() || number.is_i64() {
            return Ok(number.to_string());
        }
        let whole = number.as_f64().filter(|number| number.fract() == 0.0);
        let whole = whole.map(|number| format!("{number:.0}"));
        let whole = whole.ok_or_else(|| format!("{name} harus berupa teks atau bilangan bulat"))?;
        notes.push(format!("{name} {number} dibaca sebagai {whole}"));
        Ok(whole)
    }

    /// A number that is not negative. One with separators is read where only one reading is
    /// possible, and noted.
    pub fn amount(&self, name: &str, notes: &mut Vec<String>) -> Result<Option<f64>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let read = match value {
            Value::String(text) => written(text.trim()),
            other => finite(other),
        };
        let Some(number) = read.filter(|number| (0.0..=AMOUNT_MAX).contains(number)) else {
            let value: String = value.to_string().chars().take(SHOWN).collect();
            return Err(format!(
                "{name} {value} bukan satu bilangan yang jelas antara 0 dan 10.000.000.000.000"
            ));
        };
        if finite(value) != Some(number) {
            notes.push(format!("{name} {value} dibaca sebagai {number}"));
        }
        Ok(Some(number))
    }

    /// A year that must be there.
    pub fn year(&self, name: &str) -> Result<i32, String> {
        let written = match self.get(name) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text.trim().to_owned(),
            _ => String::new(),
        };
        let whole = written.strip_suffix(".0").unwrap_or(&written);
        let year = whole.parse::<i32>().ok().filter(|year| YEARS.contains(year));
        year.ok_or_else(|| format!("{name} bukan tahun antara 1900 dan 2199"))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Object)
    }
}

/// Reads an object and nothing else; a field that is written twice is kept in mind.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Fields;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("objek")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if fields.values.contains_key(&name) {
                fields.twice = Some(name.clone());
            }
            fields.values.insert(name, value);
        }
        Ok(fields)
    }
}

/// A number as people write it; none where it can be read in two ways, as `1.200` can.
fn written(text: &str) -> Option<f64> {
    let is_mark = |letter: char| matches!(letter, '.' | ',');
    let plain = || text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some((whole, last)) = text.rsplit_once(is_mark) else { return plain() };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(is_mark).collect();
    if !digits(last) || !groups.iter().all(|group| digits(group)) {
        return plain();
    }
    let mut marks = text.chars().filter(|letter| is_mark(*letter));
    let first = marks.next()?;
    let decimal = marks.next_back().is_some_and(|mark| mark != first);
    let thousands = |groups: &[&str]| {
        groups.split_first().is_some_and(|(head, rest)| {
            head.len() <= GROUP
                && !head.starts_with('0')
                && rest.iter().all(|group| group.len() == GROUP)
        }) && marks.clone().all(|mark| mark == first)
    };
    let joined = match (groups.len(), decimal) {
        // One separator: of thousands or of decimals.
        (1, _) if last.len() == GROUP && thousands(&groups) => return None,
        (1, _) => format!("{whole}.{last}"),
        (_, true) if thousands(&groups) => format!("{}.{last}", groups.concat()),
        (_, false) if last.len() == GROUP && thousands(&groups) => {
            format!("{}{last}", groups.concat())
        }
        _ => return None,
    };
    joined.parse().ok()
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
