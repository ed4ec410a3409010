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

    /// A code that must be there: a text or a whole number.
    pub fn code(&self, name: &str) -> Result<String, String> {
        if let Some(Value::Number(number)) = self.get(name) {
            return match number.as_u64() {
                Some(number) => Ok(number.to_string()),
                None => Err(format!("{name} harus berupa teks atau bilangan bulat")),
            };
        }
        self.text(name)?.ok_or_else(|| format!("{name} tidak ada atau kosong"))
    }

    /// A number that is not negative.
    pub fn amount(&self, name: &str) -> Result<Option<f64>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        finite(value)
            .filter(|number| (0.0..=AMOUNT_MAX).contains(number))
            .map(Some)
            .ok_or_else(|| format!("{name} bukan bilangan antara 0 dan 10.000.000.000.000"))
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
