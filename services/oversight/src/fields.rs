//! What is told of a work, whether it is claimed or only asked about.

use std::collections::BTreeSet;

use ::wire::monitoring::v1 as proto;
use domain::{Day, Refusal, SumberDana, reason, text};
use edge::Violations;
use gate::{Intervention, Relation, refusal::WORK_DAYS_TURNED, relation};

/// Millimetres in a metre.
const MM: f64 = 1_000.0;
/// An accuracy beyond this many metres says nothing about a place.
const ACCURACY_MAX_M: f64 = 10_000.0;
/// The longest unit.
const UNIT_MAX: usize = 30;
/// The largest number of a phase.
const PHASE_MAX: i32 = 99;

/// Reads what is done, by its word.
pub fn intervention(text: &str) -> Result<Intervention, Refusal> {
    Intervention::from_code(text).ok_or_else(|| {
        reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "jenis pekerjaan")
    })
}

/// Metres to millimetres; 0 means not known.
pub fn accuracy_mm(metres: f64) -> Result<Option<i64>, Refusal> {
    if !(0.0..=ACCURACY_MAX_M).contains(&metres) {
        return Err(reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", metres)
            .fact("min", 0)
            .fact("max", ACCURACY_MAX_M));
    }
    #[allow(clippy::cast_possible_truncation, reason = "the range was checked above")]
    let mm = (metres * MM).round() as i64;
    Ok((mm > 0).then_some(mm))
}

/// A word of a closed list; empty is none.
pub fn word<T>(text: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).ok_or_else(|| {
        reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "kata dari daftar")
    })
}

/// The number of a phase; 0 is none.
pub fn phase(number: i32) -> Result<Option<i64>, Refusal> {
    if (0..=PHASE_MAX).contains(&number) {
        return Ok((number > 0).then_some(i64::from(number)));
    }
    Err(reason::NUMBER_OUT_OF_RANGE
        .refuse()
        .fact("value", number)
        .fact("min", 0)
        .fact("max", PHASE_MAX))
}

/// A volume in 1/10,000 of its unit.
pub fn volume(volume_e4: i64) -> Result<i64, Refusal> {
    if volume_e4 >= 0 {
        return Ok(volume_e4);
    }
    Err(reason::NUMBER_TOO_SMALL.refuse().fact("value", volume_e4).fact("min", 0))
}

/// One line of at most so many characters; empty is none.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { text::line(text, max) }
}

/// The unit of a volume; empty when not told.
pub fn unit(text: &str) -> Result<String, Refusal> {
    line(text, UNIT_MAX)
}

/// Codes of funds.
pub fn funds(codes: &[String]) -> Result<BTreeSet<SumberDana>, Refusal> {
    codes.iter().map(|code| SumberDana::parse(code)).collect()
}

/// The first and the last day as planned; `at` makes the path of a field.
pub fn days(
    at: impl Fn(&str) -> String,
    (starts_on, ends_on): (&str, &str),
    faults: &mut Violations,
) -> (Option<Day>, Option<Day>) {
    let starts = faults.optional(at("starts_on"), starts_on, Day::parse);
    let ends = faults.optional(at("ends_on"), ends_on, Day::parse);
    if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
        faults.add(WORK_DAYS_TURNED.refuse().at(at("ends_on")));
    }
    (starts, ends)
}

/// Declared relations to other works.
pub fn relations(
    path: &str,
    messages: &[proto::Relation],
    faults: &mut Violations,
) -> Option<BTreeSet<Relation>> {
    let written = messages.iter().map(|one| (one.kind, one.project.as_str(), one.claim.as_str()));
    let read = relation::read(path, written);
    read.map_err(|no| no.into_iter().for_each(|fault| faults.add(fault))).ok()
}

/// Declared relations as messages.
pub fn relation_messages(relations: &BTreeSet<Relation>) -> Vec<proto::Relation> {
    let message = |relation: &Relation| {
        let (kind, project, claim) = relation.written();
        proto::Relation { kind, project, claim }
    };
    relations.iter().map(message).collect()
}
