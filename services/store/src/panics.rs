//! Panics of our own code inside a piece of work: counted, and told as a fault.

use std::{any::Any, sync::OnceLock};

use domain::Error;
use tokio::task::JoinError;

/// Tells somebody of each panic; nobody until there is somebody.
#[derive(Default)]
pub(crate) struct Panics(OnceLock<Box<dyn Fn() + Send + Sync>>);

impl Panics {
    /// Sets who is told; the first one stays.
    pub fn tell(&self, count: impl Fn() + Send + Sync + 'static) {
        let _ = self.0.set(Box::new(count));
    }

    /// The fault of a piece of work that panicked.
    pub fn fault(&self, what: &'static str, panic: &(dyn Any + Send)) -> Error {
        if let Some(count) = self.0.get() {
            count();
        }
        Error::fault(format!("panic in a {what}: {}", panic_text(panic)))
    }

    /// The fault of a task that did not come to its end.
    pub fn of_task(&self, what: &'static str, error: JoinError) -> Error {
        match error.try_into_panic() {
            Ok(panic) => self.fault(what, panic.as_ref()),
            Err(error) => Error::fault(format!("{what}: {error}")),
        }
    }
}

/// What a panic says.
pub fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}
