//! When to send again, and when to ask.

use std::time::Duration;

use tonic::{Code, Status};

/// What an answer says about the effect.
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
    /// Reads an error answer. A missing mark means unknown unless the code rules it out.
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
