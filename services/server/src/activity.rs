//! What one connection is doing: how many calls run on it, when it last moved.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The life of one connection; shared by its loop, its bytes and its calls.
#[derive(Debug)]
pub struct Activity {
    begun: Instant,
    running: AtomicU32,
    /// Milliseconds after `begun` at which a call last began or ended.
    last_call_ms: AtomicU64,
    bytes_in: AtomicU64,
    flooding: AtomicBool,
    /// Milliseconds after `begun` since which headers are incomplete; [`NEVER`] when none are.
    head_open_ms: AtomicU64,
}

/// No instant.
const NEVER: u64 = u64::MAX;

/// A call that runs on a connection.
#[derive(Debug)]
pub struct Running(Arc<Activity>);

impl Activity {
    /// A connection that just came.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            begun: Instant::now(),
            running: AtomicU32::new(0),
            last_call_ms: AtomicU64::new(0),
            bytes_in: AtomicU64::new(0),
            flooding: AtomicBool::new(false),
            head_open_ms: AtomicU64::new(NEVER),
        })
    }

    /// A call begins; it ends when the answer is dropped.
    pub fn begin(self: &Arc<Self>) -> Running {
        self.running.fetch_add(1, Ordering::Relaxed);
        self.touch();
        Running(Arc::clone(self))
    }

    fn touch(&self) {
        self.last_call_ms.store(self.elapsed_ms(), Ordering::Relaxed);
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(NEVER)
    }

    /// Tells whether the bytes so far end within headers.
    pub fn set_head_open(&self, open: bool) {
        if !open {
            self.head_open_ms.store(NEVER, Ordering::Relaxed);
        } else if self.head_open_ms.load(Ordering::Relaxed) == NEVER {
            self.head_open_ms.store(self.elapsed_ms(), Ordering::Relaxed);
        }
    }

    /// For how long headers have been incomplete.
    pub fn head_open_for(&self) -> Duration {
        match self.head_open_ms.load(Ordering::Relaxed) {
            NEVER => Duration::ZERO,
            since => self.begun.elapsed().saturating_sub(Duration::from_millis(since)),
        }
    }

    /// Counts bytes that came.
    pub fn received(&self, bytes: usize) {
        self.bytes_in.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Bytes that came so far.
    pub fn bytes_in(&self) -> u64 {
        self.bytes_in.load(Ordering::Relaxed)
    }

    /// Calls that run now.
    pub fn running(&self) -> u32 {
        self.running.load(Ordering::Relaxed)
    }

    /// How long ago a call began or ended.
    pub fn still_for(&self) -> Duration {
        let last = Duration::from_millis(self.last_call_ms.load(Ordering::Relaxed));
        self.begun.elapsed().saturating_sub(last)
    }

    /// How long ago the connection came.
    pub fn age(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Marks it as sending more control frames than anybody needs.
    pub fn mark_flooding(&self) {
        self.flooding.store(true, Ordering::Relaxed);
    }

    /// Whether it was marked so.
    pub fn is_flooding(&self) -> bool {
        self.flooding.load(Ordering::Relaxed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
        self.0.touch();
    }
}
