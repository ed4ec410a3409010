//! Reading fields that several verbs share.

use domain::{Day, Error, Refusal, Rupiah, money::AMOUNT_MAX_SEN, reason, text};
use edge::Violations;
use serde::Serialize;
use uuid::Uuid;
use wire::common::v1 as common;

use crate::refusal::{DOCUMENT_DAY_WRONG, LINE_PRODUCT_WRONG, MEASURE_INCOMPLETE};

/// The most characters of a document number or a unit.
const SHORT_MAX: usize = 80;
/// The most that one volume may be, in 1/10,000.
pub(crate) const VOLUME_MAX_E4: i64 = 1_000_000_000_000;

/// A document by its number and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Document {
    pub number: String,
    pub day: Day,
}

impl Document {
    /// Reads a document from two fields, both required.
    pub fn read(
        faults: &mut Violations,
        fields: [&str; 2],
        number: &str,
        day: &str,
    ) -> Option<Self> {
        let [number_field, day_field] = fields;
        let number = faults.read(number_field, short(number));
        let day = faults.read(day_field, required_day(day));
        Some(Self { number: number?, day: day? })
    }

    /// Refuses a day after today or before the step the document rests on.
    pub fn check(
        &self,
        field: &'static str,
        earliest: Option<Day>,
        today: Day,
    ) -> Result<(), Error> {
        day_between(self.day, field, earliest, today)
    }
}

/// Refuses a day outside `earliest..=latest`.
pub(crate) fn day_between(
    day: Day,
    field: &'static str,
    earliest: Option<Day>,
    latest: Day,
) -> Result<(), Error> {
    if day <= latest && earliest.is_none_or(|earliest| earliest <= day) {
        return Ok(());
    }
    let min = earliest.unwrap_or_else(|| Day::from_ymd(2000, 1, 1));
    Err(DOCUMENT_DAY_WRONG
        .refuse()
        .shown("value", day.iso(), day)
        .shown("min", min.iso(), min)
        .shown("max", latest.iso(), latest)
        .at(field)
        .into())
}

/// One short line: a number of a document, a unit.
pub(crate) fn short(value: &str) -> Result<String, Refusal> {
    text::line(value, SHORT_MAX)
}

/// One line of a name's length; empty stays empty.
pub(crate) fn optional_line(
    faults: &mut Violations,
    field: impl Into<String>,
    value: &str,
) -> String {
    faults.optional(field, value, text::name).unwrap_or_default()
}

fn required_day(value: &str) -> Result<Day, Refusal> {
    if value.is_empty() { Err(reason::FIELD_REQUIRED.refuse()) } else { Day::parse(value) }
}

/// Volume, unit and price of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Measure {
    pub volume_e4: i64,
    pub unit: String,
    pub unit_price: Rupiah,
}

/// A volume greater than nothing, in 1/10,000.
pub(crate) fn volume(volume_e4: i64) -> Result<i64, Refusal> {
    if (1..=VOLUME_MAX_E4).contains(&volume_e4) {
        return Ok(volume_e4);
    }
    Err(reason::NUMBER_OUT_OF_RANGE
        .refuse()
        .fact("value", volume_e4)
        .fact("min", 1)
        .fact("max", VOLUME_MAX_E4))
}

/// The measured part of a line as it was sent.
pub(crate) struct Measured<'a> {
    pub volume_e4: i64,
    pub unit: &'a str,
    pub unit_price: Option<common::Rupiah>,
    pub amount: Option<common::Rupiah>,
}

impl Measured<'_> {
    /// Reads measure and amount; faults stand under `path`.
    pub fn read(self, faults: &mut Violations, path: &str) -> Option<(Option<Measure>, Rupiah)> {
        let field = |name: &str| format!("{path}.{name}");
        let amount = self
            .amount
            .and_then(|amount| faults.read(field("amount"), edge::convert::budget(&amount)));
        let unmeasured = self.volume_e4 == 0 && self.unit.is_empty() && self.unit_price.is_none();
        if unmeasured {
            if self.amount.is_none() {
                faults.add(reason::FIELD_REQUIRED.refuse().at(field("amount")));
            }
            return Some((None, amount?));
        }
        if self.volume_e4 == 0 || self.unit.is_empty() || self.unit_price.is_none() {
            faults.add(MEASURE_INCOMPLETE.refuse().at(field("volume_e4")));
            return None;
        }
        let volume_e4 = faults.read(field("volume_e4"), volume(self.volume_e4));
        let unit = faults.read(field("unit"), short(self.unit));
        let price = self
            .unit_price
            .and_then(|price| faults.read(field("unit_price"), edge::convert::budget(&price)));
        let measure = Measure { volume_e4: volume_e4?, unit: unit?, unit_price: price? };
        let product = faults.read(field("amount"), product(&measure))?;
        if let Some(amount) = amount.filter(|amount| *amount != product) {
            let refusal = LINE_PRODUCT_WRONG.refuse().sen("amount", amount).sen("product", product);
            faults.add(refusal.at(field("amount")));
            return None;
        }
        Some((Some(measure), product))
    }
}

/// Volume x price rounded half up to the sen (INV-02).
fn product(measure: &Measure) -> Result<Rupiah, Refusal> {
    let product = measure.unit_price.times_volume_e4(measure.volume_e4);
    Rupiah::budget(product.map_or(AMOUNT_MAX_SEN.saturating_add(1), Rupiah::sen))
}

/// The pieces of an optional id of a person.
pub(crate) fn person(value: &str) -> Result<Uuid, Refusal> {
    domain::ids::parse(value)
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
