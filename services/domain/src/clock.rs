//! Time as a parameter: rooms never read the wall clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Day;

/// Where the time comes from: the machine plus a shift (the demo district lives
/// in its own year), or a hand-set instant in tests.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock plus a shift in microseconds.
    Running(Arc<AtomicI64>),
    /// Set by hand; microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's own time.
    pub fn system() -> Self {
        Self::Running(Arc::default())
    }

    /// A clock that runs on from `start_us` as of now.
    pub fn starting_at(start_us: i64) -> Self {
        let clock = Self::system();
        clock.set(start_us);
        clock
    }

    /// A clock that stands still at `now_us` until set.
    pub fn fixed(now_us: i64) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now_us)))
    }

    /// Moves the clock; a running one runs on from there.
    pub fn set(&self, now_us: i64) {
        match self {
            Self::Running(shift) => {
                shift.store(now_us.saturating_sub(machine_us()), Ordering::SeqCst);
            }
            Self::Fixed(at) => at.store(now_us, Ordering::SeqCst),
        }
    }

    /// Microseconds since 1970 UTC.
    pub fn now_us(&self) -> i64 {
        match self {
            Self::Running(shift) => machine_us().saturating_add(shift.load(Ordering::SeqCst)),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
        }
    }

    /// The day in Asia/Jakarta.
    pub fn today(&self) -> Day {
        Day::of_us(self.now_us())
    }
}

/// The machine's time, for what concerns other machines' clocks (request ids, certificates).
#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
pub fn machine_us() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
