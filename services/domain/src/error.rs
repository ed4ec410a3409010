//! The one error type: a kind, and every reason at once.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{money::Rupiah, reason::Reason};

/// What kind of "no" an answer is; each maps to one gRPC status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Asked wrongly: bad fields.
    Invalid,
    /// Not signed in.
    Unauthenticated,
    /// Signed in, but without the right.
    Denied,
    /// Not there, or not for this caller.
    Absent,
    /// The rules say no in the present state.
    Unmet,
    /// The caller saw an older revision.
    Stale,
    /// Already there, or a request id used otherwise.
    Exists,
    /// Somebody else was faster; retry.
    Contention,
    /// A limit was met.
    Exhausted,
    /// Not ready, or the outcome is unknown.
    Unavailable,
    /// We broke.
    Fault,
}

/// One fact of a refusal: a name, the value for programs, the value for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Name as in the sentence's braces.
    pub key: Cow<'static, str>,
    /// Plain value (sen, ISO date, code).
    pub value: String,
    /// The value as a person reads it (`Rp 1.000,00`).
    pub shown: String,
}

/// One reason with its facts, and the field it concerns when it is about one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable code of the reason.
    pub code: Cow<'static, str>,
    /// Kind of the reason.
    pub kind: Kind,
    /// Sentence with braces, see [`Refusal::message`].
    pub sentence: Cow<'static, str>,
    /// Facts, at most sixteen.
    pub facts: Vec<Fact>,
    /// Path of the bad field as in the proto file, if it is about one.
    pub field: Option<String>,
    /// Resource name of what the reason is about, if other than the object asked.
    pub subject: Option<String>,
}

impl Refusal {
    /// A refusal without facts yet.
    pub fn new(reason: &Reason) -> Self {
        Self {
            code: Cow::Borrowed(reason.code),
            kind: reason.kind,
            sentence: Cow::Borrowed(reason.sentence),
            facts: Vec::new(),
            field: None,
            subject: None,
        }
    }

    /// Adds a fact that reads the same for programs and people.
    #[must_use]
    pub fn fact(self, key: &'static str, value: impl std::fmt::Display) -> Self {
        let value = clip(&value.to_string());
        self.put(key, value.clone(), value)
    }

    /// Adds an amount: sen for programs, `Rp 1.000,00` for people.
    #[must_use]
    pub fn sen(self, key: &'static str, amount: Rupiah) -> Self {
        self.put(key, amount.sen().to_string(), amount.to_string())
    }

    /// Adds a fact with its own form for people.
    #[must_use]
    pub fn shown(self, key: &'static str, value: impl ToString, shown: impl ToString) -> Self {
        self.put(key, clip(&value.to_string()), clip(&shown.to_string()))
    }

    /// Names the field it is about (path as in the proto file).
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Names the resource it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The sentence for people with its facts filled in.
    pub fn message(&self) -> String {
        let mut text = self.sentence.to_string();
        for fact in &self.facts {
            text = text.replace(&format!("{{{}}}", fact.key), &fact.shown);
        }
        text
    }

    fn put(mut self, key: &'static str, value: String, shown: String) -> Self {
        if self.facts.len() < FACTS_MAX {
            self.facts.push(Fact { key: Cow::Borrowed(key), value, shown });
        }
        self
    }
}

/// The most facts one refusal carries.
pub const FACTS_MAX: usize = 16;
/// The most characters of one fact; more would let a caller's own input fill the trailers.
const FACT_CHARS_MAX: usize = 120;

fn clip(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(FACT_CHARS_MAX).collect()
}

/// Why something did not happen: one kind, all reasons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{kind:?}: {}", .refusals.iter().map(|r| r.code.as_ref()).collect::<Vec<_>>().join(", "))]
pub struct Error {
    /// What kind of no.
    pub kind: Kind,
    /// Every reason; empty only for a fault.
    pub refusals: Vec<Refusal>,
    /// For the log alone: what broke. Never sent to a caller.
    #[serde(skip)]
    pub detail: Option<String>,
}

impl Error {
    /// All the reasons together. The first one's kind decides unless fields are bad.
    pub fn refused(refusals: Vec<Refusal>) -> Self {
        let kind = refusals.first().map_or(Kind::Unmet, |first| first.kind);
        Self { kind, refusals, detail: None }
    }

    /// A fault of ours; `detail` goes to the log only.
    pub fn fault(detail: impl Into<String>) -> Self {
        Self { kind: Kind::Fault, refusals: Vec::new(), detail: Some(detail.into()) }
    }

    /// `Ok` when there is no reason, else all of them.
    pub fn unless_empty(refusals: Vec<Refusal>) -> Result<(), Self> {
        if refusals.is_empty() { Ok(()) } else { Err(Self::refused(refusals)) }
    }

    /// The object is not there, or not for this caller.
    pub fn absent() -> Self {
        crate::reason::NOT_FOUND.refuse().into()
    }

    /// True when the store proves that nothing happened and the answer is final for this request.
    pub fn is_final(&self) -> bool {
        matches!(self.kind, Kind::Unmet | Kind::Absent | Kind::Stale | Kind::Exists)
    }

    /// True when a refusal of this code is among the reasons.
    pub fn has(&self, reason: &Reason) -> bool {
        self.refusals.iter().any(|r| r.code == reason.code)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self { kind: refusal.kind, refusals: vec![refusal], detail: None }
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
