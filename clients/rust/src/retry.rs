//! When to send again, and when to ask.

use std::time::Duration;

use tonic::{Code, Status};

/// What the answers of a request's copies say about the effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Definitely nothing happened, and repeating will not help.
    Refused,
    /// Nothing happened; the same request id may be sent again.
    NotYet,
    /// It may have happened: send the same request id again, or ask GetOutcome.
    Unknown,
}

/// The header in which the server says whether anything happened.
const OUTCOME_HEADER: &str = "ev-outcome";

impl Known {
    /// Reads the error answer of a further copy of a request, of which so much was known before; of
    /// a request that was not sent yet that is [`Known::NotYet`].
    ///
    /// The server looks at rights, limits and the age of the id before it looks for an earlier copy.
    /// Once the outcome of one is unknown, a copy that is turned away at the door says nothing of it:
    /// an expired password or session does not take back what the first copy paid. What was refused
    /// for good was looked up, or refused under the request's own id, and ends the doubt.
    #[must_use]
    pub fn then(self, status: &Status) -> Self {
        let looked_up = matches!(status.code(), Code::FailedPrecondition | Code::NotFound);
        if self == Self::Unknown && !looked_up {
            return Self::Unknown;
        }
        Self::of(status)
    }

    /// Reads the error answer of the first copy. A missing mark means unknown unless the code rules
    /// it out.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let mark = status.metadata().get(OUTCOME_HEADER).and_then(|value| value.to_str().ok());
        match (status.code(), mark) {
            (Code::Aborted | Code::ResourceExhausted, _) | (Code::Unavailable, Some("none")) => {
                Self::NotYet
            }
            (
                Code::InvalidArgument
                | Code::NotFound
                | Code::PermissionDenied
                | Code::Unauthenticated
                | Code::FailedPrecondition
                | Code::AlreadyExists
                | Code::Unimplemented
                | Code::OutOfRange,
                _,
            ) => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

/// The pauses between tries: 0.2 s doubling to 10 s, for at most two minutes.
#[derive(Debug, Clone)]
pub struct Retry {
    next: Duration,
    spent: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { next: Duration::from_millis(200), spent: Duration::ZERO }
    }
}

impl Iterator for Retry {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        if self.spent >= Duration::from_secs(120) {
            return None;
        }
        let pause = self.next;
        self.spent = self.spent.saturating_add(pause);
        self.next = self.next.saturating_mul(2).min(Duration::from_secs(10));
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use tonic::metadata::MetadataValue;

    use super::*;

    fn answer(code: Code, mark: &'static str) -> Status {
        let mut status = Status::new(code, "");
        status.metadata_mut().insert(OUTCOME_HEADER, MetadataValue::from_static(mark));
        status
    }

    #[test]
    fn a_first_copy_that_is_turned_away_did_nothing() {
        for (code, mark, known) in [
            (Code::Unauthenticated, "none", Known::Refused),
            (Code::PermissionDenied, "none", Known::Refused),
            (Code::AlreadyExists, "none", Known::Refused),
            (Code::InvalidArgument, "none", Known::Refused),
            (Code::FailedPrecondition, "none", Known::Refused),
            (Code::Aborted, "none", Known::NotYet),
            (Code::ResourceExhausted, "none", Known::NotYet),
            (Code::Unavailable, "none", Known::NotYet),
            (Code::Unavailable, "unknown", Known::Unknown),
            (Code::Internal, "unknown", Known::Unknown),
        ] {
            assert_eq!(Known::of(&answer(code, mark)), known, "{code}");
            assert_eq!(Known::NotYet.then(&answer(code, mark)), known, "{code}");
        }
        assert_eq!(Known::of(&Status::unavailable("")), Known::Unknown, "without a mark");
    }

    #[test]
    fn what_turns_a_later_copy_away_at_the_door_says_nothing_of_one_that_was_lost() {
        for code in [
            Code::Unauthenticated,
            Code::PermissionDenied,
            Code::AlreadyExists,
            Code::InvalidArgument,
            Code::Unimplemented,
            Code::OutOfRange,
            Code::Aborted,
            Code::ResourceExhausted,
            Code::Unavailable,
        ] {
            let mut known = Known::NotYet.then(&Status::deadline_exceeded(""));
            assert_eq!(known, Known::Unknown);
            for _ in 0..2 {
                known = known.then(&answer(code, "none"));
                assert_eq!(known, Known::Unknown, "{code}");
            }
        }
    }

    #[test]
    fn a_refusal_that_was_looked_up_ends_the_doubt() {
        for code in [Code::FailedPrecondition, Code::NotFound] {
            assert_eq!(Known::Unknown.then(&answer(code, "none")), Known::Refused, "{code}");
        }
    }
}
