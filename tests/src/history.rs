//! What each call was told, to be held against what the store kept.

use std::sync::Mutex;

use client::Known;
use tonic::Status;
use wire::common::v1::Receipt;

/// How a call ended, as its client knows it.
#[derive(Debug, Clone)]
pub enum Ending {
    /// Answered with a receipt.
    Acked(Receipt),
    /// Definitely without effect.
    Refused,
    /// Not known; to be asked.
    Unknown,
}

/// One writing call.
#[derive(Debug, Clone)]
pub struct Call {
    pub request_id: String,
    /// The place acted on, as GetOutcome wants it: `desa/..`.
    pub place: String,
    pub account: String,
    pub method: &'static str,
    pub ending: Ending,
}

/// Every call of a drill.
#[derive(Default)]
pub struct History(Mutex<Vec<Call>>);

impl History {
    pub fn add(&self, call: Call) {
        self.0.lock().expect("no caller panics while holding the history").push(call);
    }

    /// Takes out every call so far.
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.0.lock().expect("no caller panics while holding the history"))
    }
}

/// The ending of an error answer.
pub fn ending(status: &Status) -> Ending {
    match Known::of(status) {
        Known::Unknown => Ending::Unknown,
        Known::Refused | Known::NotYet => Ending::Refused,
    }
}
