//! The only place where a refusal becomes a gRPC status.

use std::{collections::HashMap, time::Duration};

use domain::{Error, Kind, Refusal, reason};
use tonic::{Code, Status, metadata::MetadataValue};
use tonic_types::{ErrorDetails, FieldViolation, PreconditionViolation, StatusExt as _};
use uuid::Uuid;

use crate::told::{GROUPINGS, Grouping, Told, told};

/// The domain of every `ErrorInfo`.
pub const DOMAIN: &str = "lumbung";
/// Says on an error whether anything happened: `none` or `unknown`.
pub const OUTCOME_HEADER: &str = "ev-outcome";
/// The most bytes of the details: trailers share the header limit, and there they grow by a third.
const DETAILS_BYTES_MAX: usize = 4 * 1024;
/// The most bytes of the message, which stands in the details and once more beside them.
const MESSAGE_BYTES_MAX: usize = 1024;
/// What the list of reasons and the number of all of them take besides their texts.
const LIST_BYTES: usize = 96;
/// What stands between two sentences or fields of the message: a space, a comma, brackets.
const BETWEEN: usize = 4;
/// What one entry of the list takes besides its texts.
const ENTRY_BYTES: usize = 12;
/// The fact that holds the number of all reasons when not all of them are told.
const TOTAL: &str = "reasons_total";
/// What a caller is asked to wait before trying again when nobody knows better.
const RETRY: Duration = Duration::from_millis(500);

/// Makes the answer to a caller. A fault is logged here, once, under the id that is answered.
pub fn status(error: &Error) -> Status {
    after(error, RETRY)
}

/// The same where it is known how long to wait before it is worth trying again.
pub fn after(error: &Error, wait: Duration) -> Status {
    if error.kind == Kind::Fault {
        return fault(error);
    }
    if let Some(detail) = &error.detail {
        tracing::warn!(reason = ?error.refusals.first().map(|r| r.code.as_ref()), detail, "refused by trouble");
    }
    let (code, message) = (code(error.kind), message(error));
    let details = details(error, wait, |bare| {
        let bare = Status::with_error_details(code, message.clone(), bare).details().len();
        DETAILS_BYTES_MAX.saturating_sub(bare.saturating_add(LIST_BYTES))
    });
    let mut status = Status::with_error_details(code, message, details);
    let outcome = if error.has(&reason::OUTCOME_UNKNOWN) { "unknown" } else { "none" };
    status.metadata_mut().insert(OUTCOME_HEADER, MetadataValue::from_static(outcome));
    status
}

const fn code(kind: Kind) -> Code {
    match kind {
        Kind::Invalid => Code::InvalidArgument,
        Kind::Unauthenticated => Code::Unauthenticated,
        Kind::Denied => Code::PermissionDenied,
        Kind::Absent => Code::NotFound,
        Kind::Unmet => Code::FailedPrecondition,
        Kind::Stale | Kind::Contention => Code::Aborted,
        Kind::Exists => Code::AlreadyExists,
        Kind::Exhausted => Code::ResourceExhausted,
        Kind::Unavailable => Code::Unavailable,
        Kind::Fault => Code::Internal,
    }
}

/// One sentence, or all of them when there are several reasons; one that is said of several fields
/// stands once and names them. What has no room is counted.
fn message(error: &Error) -> String {
    let place: fn(&Refusal) -> &str = if error.kind == Kind::Invalid { field } else { nowhere };
    let mut sentences: Vec<(String, Vec<String>)> = Vec::new();
    let (mut bytes, mut left) = (0_usize, error.refusals.len());
    for one in told(&error.refusals, Grouping::Sentence, place) {
        let place = one.place();
        let known = sentences.iter_mut().find(|(sentence, _)| *sentence == one.sentence);
        let sentence_bytes = if known.is_some() { 0 } else { one.sentence.len() };
        let more = bytes.saturating_add(sentence_bytes).saturating_add(place.len() + BETWEEN);
        // The first is told however long it is: an answer without any sentence helps nobody.
        if bytes > 0 && more > MESSAGE_BYTES_MAX {
            continue;
        }
        (bytes, left) = (more, left.saturating_sub(one.count));
        let place = Some(place).filter(|place| !place.is_empty());
        match known {
            Some((_, places)) => places.extend(place),
            None => sentences.push((one.sentence, place.into_iter().collect())),
        }
    }
    let mut sentences: Vec<String> =
        sentences.iter().map(|(sentence, fields)| naming(sentence, fields)).collect();
    if left > 0 {
        sentences.push(format!("(dan {left} lainnya)"));
    }
    sentences.join(" ")
}

/// A sentence with the fields it is said of, before its full stop.
fn naming(sentence: &str, fields: &[String]) -> String {
    if fields.is_empty() {
        return sentence.to_owned();
    }
    format!("{} ({}).", sentence.strip_suffix('.').unwrap_or(sentence), fields.join(", "))
}

/// The details; `room` says how many bytes are left for the list beside what else is told.
fn details(error: &Error, wait: Duration, room: impl Fn(ErrorDetails) -> usize) -> ErrorDetails {
    let mut details = ErrorDetails::new();
    let first = error.refusals.first();
    if let Some(first) = first {
        details.set_error_info(first.code.to_string(), DOMAIN, metadata(first));
    }
    match error.kind {
        Kind::Invalid => {
            let (list, left) = listed(&error.refusals, room(details.clone()), field);
            let fields: Vec<FieldViolation> =
                list.iter().map(|one| FieldViolation::new(one.place(), described(one))).collect();
            count(&mut details, first, error.refusals.len(), left);
            details.set_bad_request(fields);
        }
        Kind::Unmet => {
            let (list, left) = listed(&error.refusals, room(details.clone()), subject);
            let unmet: Vec<PreconditionViolation> = list
                .iter()
                .map(|one| PreconditionViolation::new(&one.code, one.place(), &one.sentence))
                .collect();
            count(&mut details, first, error.refusals.len(), left);
            details.set_precondition_failure(unmet);
        }
        Kind::Contention | Kind::Exhausted | Kind::Unavailable => {
            details.set_retry_info(Some(wait));
        }
        _ => {}
    }
    details
}

fn field(refusal: &Refusal) -> &str {
    refusal.field.as_deref().unwrap_or_default()
}

fn subject(refusal: &Refusal) -> &str {
    refusal.subject.as_deref().unwrap_or_else(|| field(refusal))
}

const fn nowhere(_: &Refusal) -> &str {
    ""
}

/// The reasons told as fully as the room allows, and how many found none.
fn listed<'r>(
    refusals: &'r [Refusal],
    room: usize,
    place: impl Fn(&'r Refusal) -> &'r str,
) -> (Vec<Told>, usize) {
    let mut list = Vec::new();
    for grouping in GROUPINGS {
        list = told(refusals, grouping, &place);
        if list.iter().map(bytes).sum::<usize>() <= room {
            break;
        }
    }
    let (mut used, mut left) = (0_usize, refusals.len());
    list.retain(|one| {
        let more = used.saturating_add(bytes(one));
        let fits = more <= room;
        if fits {
            (used, left) = (more, left.saturating_sub(one.count));
        }
        fits
    });
    (list, left)
}

/// What an entry of the list takes.
fn bytes(one: &Told) -> usize {
    one.place().len() + one.code.len() + one.sentence.len() + ENTRY_BYTES
}

/// Adds the number of all reasons to the facts of the first one when some were left out.
fn count(details: &mut ErrorDetails, first: Option<&Refusal>, all: usize, left: usize) {
    if let Some(first) = first.filter(|_| left > 0) {
        let mut facts = metadata(first);
        facts.insert(TOTAL.to_owned(), all.to_string());
        details.set_error_info(first.code.to_string(), DOMAIN, facts);
    }
}

/// A field's fault: the reason for programs, then the sentence for people if all rows share one.
fn described(one: &Told) -> String {
    if one.sentence.is_empty() {
        return one.code.clone();
    }
    format!("{}: {}", one.code, one.sentence)
}

fn metadata(refusal: &Refusal) -> HashMap<String, String> {
    refusal.facts.iter().map(|fact| (fact.key.to_string(), fact.value.clone())).collect()
}

#[expect(clippy::disallowed_methods, reason = "an error id is no business id")]
fn fault(error: &Error) -> Status {
    let error_id = Uuid::new_v4().simple().to_string();
    tracing::error!(error_id, detail = error.detail, "fault");
    let refusal = reason::INTERNAL.refuse().fact("error_id", &error_id);
    let mut details = ErrorDetails::new();
    details.set_error_info(refusal.code.to_string(), DOMAIN, metadata(&refusal));
    details.set_request_info(error_id, "");
    let mut status = Status::with_error_details(Code::Internal, refusal.message(), details);
    status.metadata_mut().insert(OUTCOME_HEADER, MetadataValue::from_static("unknown"));
    status
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
