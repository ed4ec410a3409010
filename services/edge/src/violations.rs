//! Collects every bad field of a request, then answers once.

use domain::{Error, Refusal, reason};

/// The faults of one request.
///
/// ```text
/// let mut faults = Violations::new();
/// let name = faults.read("name", DesaId::from_name(&request.name));
/// let amount = faults.read("amount", amount(&request.amount));
/// faults.check()?;                       // every fault at once
/// ```
#[derive(Debug, Default)]
pub struct Violations {
    faults: Vec<Refusal>,
}

impl Violations {
    /// No faults yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a value, or its fault under the field's path. A parser that was given nothing says
    /// that it cannot read it; the caller is told that the field is required.
    pub fn read<T>(&mut self, field: impl Into<String>, value: Result<T, Refusal>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.faults.push(required_if_empty(refusal).at(field));
                None
            }
        }
    }

    /// Keeps a message field that must be set and readable.
    pub fn required<M, T>(
        &mut self,
        field: impl Into<String>,
        message: Option<M>,
        read: impl FnOnce(M) -> Result<T, Refusal>,
    ) -> Option<T> {
        let value = message.ok_or_else(|| reason::FIELD_REQUIRED.refuse()).and_then(read);
        self.read(field, value)
    }

    /// Keeps an optional text field: empty means absent.
    pub fn optional<T>(
        &mut self,
        field: impl Into<String>,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Option<T> {
        if text.is_empty() { None } else { self.read(field, read(text)) }
    }

    /// Adds a fault that no parser found.
    pub fn add(&mut self, refusal: Refusal) {
        self.faults.push(refusal);
    }

    /// Answers every fault at once, if there is any.
    pub fn check(self) -> Result<(), Error> {
        if self.faults.is_empty() {
            return Ok(());
        }
        Err(Error { kind: domain::Kind::Invalid, refusals: self.faults, detail: None })
    }

    /// The value when there is no fault at all, else every fault.
    ///
    /// `build` gets `Some` of everything: it answers `None` only when a fault was collected.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Error> {
        self.check()?;
        value.ok_or_else(|| reason::FIELD_REQUIRED.refuse().into())
    }
}

/// A text that cannot be read because there is none is a required field.
fn required_if_empty(refusal: Refusal) -> Refusal {
    let unreadable = [reason::FIELD_MALFORMED, reason::CODE_INVALID, reason::DATE_INVALID];
    let nothing = refusal.facts.iter().any(|fact| fact.key == "value" && fact.value.is_empty());
    if nothing && unreadable.iter().any(|reason| refusal.code == reason.code) {
        return reason::FIELD_REQUIRED.refuse();
    }
    refusal
}

#[cfg(test)]
#[path = "violations_tests.rs"]
mod tests;
