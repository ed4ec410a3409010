//! What a process may remember of rows between transactions, without ever telling old news.
//!
//! A room that keeps rows in memory hands the store one [`Remembers`]. A command names the keys
//! whose rows it changes (`Tx::changes`); once it has committed, and before it is answered, they
//! are forgotten. A reader that wants to put something back shows since when its snapshot stands
//! ([`Memory::is_current`]): if anything was forgotten meanwhile, it may not.
//!
//! On SQLite no other process can write (the folder is locked), so what is remembered is true.
//! On PostgreSQL other servers may: there what is remembered must be checked against a row that
//! every change moves.

use std::{
    any::Any,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Something that keeps rows by number.
pub trait Remembers: Any + Send + Sync {
    /// The rows under these keys have changed.
    fn forget(&self, keys: &[i64]);
}

/// The one thing that is remembered, and how often something of it was forgotten.
pub struct Memory {
    alone: bool,
    changes: AtomicU64,
    kept: OnceLock<Arc<dyn Remembers>>,
}

impl Memory {
    pub(crate) fn new(alone: bool) -> Self {
        Self { alone, changes: AtomicU64::new(0), kept: OnceLock::new() }
    }

    /// Sets what remembers; the first one stays.
    pub(crate) fn keep(&self, remembers: Arc<dyn Remembers>) {
        let _ = self.kept.set(remembers);
    }

    /// Whether no other process can change rows behind this memory's back.
    pub const fn is_alone(&self) -> bool {
        self.alone
    }

    pub(crate) fn position(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// Whether nothing was forgotten since a snapshot began at this position; ask under the lock
    /// under which the rows are put.
    pub fn is_current(&self, position: u64) -> bool {
        self.position() == position
    }

    /// Forgets; after the commit and before its answer.
    pub(crate) fn forget(&self, keys: &[i64]) {
        if keys.is_empty() {
            return;
        }
        // First the count: whoever still reads what was before may no more put it back.
        self.changes.fetch_add(1, Ordering::SeqCst);
        if let Some(kept) = self.kept.get() {
            kept.forget(keys);
        }
    }

    /// What remembers, if it is of this type.
    pub fn kept<T: Remembers>(&self) -> Option<&T> {
        let kept: &dyn Any = self.kept.get()?.as_ref();
        kept.downcast_ref()
    }
}

/// A read transaction's view of the memory.
#[derive(Clone)]
pub struct Recall {
    /// The memory.
    pub memory: Arc<Memory>,
    /// Where it stood before the snapshot was taken.
    pub position: u64,
}

impl Recall {
    pub(crate) fn of(memory: &Arc<Memory>) -> Self {
        Self { memory: memory.clone(), position: memory.position() }
    }
}
