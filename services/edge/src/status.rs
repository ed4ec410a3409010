//! The only place where a refusal becomes a gRPC status.

use std::{collections::HashMap, time::Duration};

use domain::{Error, Kind, Refusal, reason};
use tonic::{Code, Status, metadata::MetadataValue};
use tonic_types::{ErrorDetails, FieldViolation, PreconditionViolation, StatusExt as _};
use uuid::Uuid;

/// The domain of every `ErrorInfo`.
pub const DOMAIN: &str = "lumbung";
/// Says on an error whether anything happened: `none` or `unknown`.
pub const OUTCOME_HEADER: &str = "ev-outcome";
/// The most reasons that are told one by one, since trailers share the header limit; of more the
/// number is told.
const DETAIL_REASONS_MAX: usize = 12;
/// The fact that holds the number of all reasons when not all of them are told.
const TOTAL: &str = "reasons_total";
/// What a caller is asked to wait before trying again.
const RETRY: Duration = Duration::from_millis(500);

/// Makes the answer to a caller. A fault is logged here, once, under the id that is answered.
pub fn status(error: &Error) -> Status {
    if error.kind == Kind::Fault {
        return fault(error);
    }
    if let Some(detail) = &error.detail {
        tracing::warn!(reason = ?error.refusals.first().map(|r| r.code.as_ref()), detail, "refused by trouble");
    }
    let details = details(error);
    let mut status = Status::with_error_details(code(error.kind), message(error), details);
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
/// stands once and names them.
fn message(error: &Error) -> String {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for refusal in error.refusals.iter().take(DETAIL_REASONS_MAX) {
        let sentence = refusal.message();
        let field = refusal.field.as_deref().filter(|_| error.kind == Kind::Invalid);
        match told.iter_mut().find(|(known, _)| *known == sentence) {
            Some((_, fields)) => fields.extend(field),
            None => told.push((sentence, field.into_iter().collect())),
        }
    }
    let mut sentences: Vec<String> =
        told.iter().map(|(sentence, fields)| naming(sentence, fields)).collect();
    let left = error.refusals.len().saturating_sub(DETAIL_REASONS_MAX);
    if left > 0 {
        sentences.push(format!("(dan {left} lainnya)"));
    }
    sentences.join(" ")
}

/// A sentence with the fields it is said of, before its full stop.
fn naming(sentence: &str, fields: &[&str]) -> String {
    if fields.is_empty() {
        return sentence.to_owned();
    }
    format!("{} ({}).", sentence.strip_suffix('.').unwrap_or(sentence), fields.join(", "))
}

fn details(error: &Error) -> ErrorDetails {
    let mut details = ErrorDetails::new();
    if let Some(first) = error.refusals.first() {
        let mut facts = metadata(first);
        if error.refusals.len() > DETAIL_REASONS_MAX {
            facts.insert(TOTAL.to_owned(), error.refusals.len().to_string());
        }
        details.set_error_info(first.code.to_string(), DOMAIN, facts);
    }
    let refusals = error.refusals.iter().take(DETAIL_REASONS_MAX);
    match error.kind {
        Kind::Invalid => {
            let fields: Vec<FieldViolation> = refusals
                .map(|r| FieldViolation::new(r.field.clone().unwrap_or_default(), described(r)))
                .collect();
            details.set_bad_request(fields);
        }
        Kind::Unmet => {
            let unmet: Vec<PreconditionViolation> = refusals
                .map(|r| {
                    let subject = r.subject.clone().or_else(|| r.field.clone()).unwrap_or_default();
                    PreconditionViolation::new(r.code.to_string(), subject, r.message())
                })
                .collect();
            details.set_precondition_failure(unmet);
        }
        Kind::Contention | Kind::Exhausted | Kind::Unavailable => {
            details.set_retry_info(Some(RETRY));
        }
        _ => {}
    }
    details
}

/// A field's fault: the reason for programs, then the sentence for people.
fn described(refusal: &Refusal) -> String {
    format!("{}: {}", refusal.code, refusal.message())
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
