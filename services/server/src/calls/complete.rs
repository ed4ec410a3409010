//! Errors that no room made: of the codec, of tonic, of health and reflection.
//! They get what every error has: what happened, why, and a sentence.

use domain::{Error, Reason, reason};
use http::HeaderMap;
use tonic::{Code, Status};

use super::{outcome, retold};
use crate::refusal::{MESSAGE_TOO_LARGE, MESSAGE_UNREADABLE, METHOD_UNKNOWN};

/// The code of headers that are the whole answer. Such an error comes before any command: the
/// request was not even read.
pub(super) fn headers(headers: &mut HeaderMap) -> Option<Code> {
    ending(headers, |told| match told.code() {
        Code::OutOfRange | Code::ResourceExhausted => {
            nothing(&MESSAGE_TOO_LARGE, Code::InvalidArgument)
        }
        code => {
            foreign(code).unwrap_or_else(|| nothing(&MESSAGE_UNREADABLE, Code::InvalidArgument))
        }
    })
}

/// The code of trailers behind an answer that had begun. Then the request was read and carried
/// out, and what broke is ours.
pub(super) fn trailers(trailers: &mut HeaderMap, writes: bool) -> Option<Code> {
    ending(trailers, |told| {
        foreign(told.code()).unwrap_or_else(|| {
            let fault = Error::fault(format!("an answer broke off: {told}"));
            retold(&edge::status(&fault), Code::Internal, outcome(writes))
        })
    })
}

/// Puts a complete error in the place of one that does not say what happened; answers the code.
fn ending(headers: &mut HeaderMap, complete: impl FnOnce(&Status) -> Status) -> Option<Code> {
    let code = Code::from_bytes(headers.get(Status::GRPC_STATUS)?.as_bytes());
    if code == Code::Ok || headers.contains_key(edge::status::OUTCOME_HEADER) {
        return Some(code);
    }
    let complete = complete(&Status::from_header_map(headers)?);
    // It fails only for text that no header can hold, and ours is encoded.
    let _ = complete.add_header(headers);
    Some(complete.code())
}

/// What health, reflection and methods that are not there answer in their own right.
fn foreign(code: Code) -> Option<Status> {
    match code {
        Code::NotFound => Some(nothing(&reason::NOT_FOUND, code)),
        Code::Unimplemented => Some(nothing(&METHOD_UNKNOWN, code)),
        _ => None,
    }
}

/// An error after which nothing has happened.
fn nothing(reason: &Reason, code: Code) -> Status {
    retold(&edge::status(&reason.refuse().into()), code, outcome(false))
}
