//! Two engines behind one SQL text, and the one door through which data changes.
//!
//! Promises: a write runs in one transaction together with its request id, its
//! audit entry and its stored answer; it outlives the caller who asked for it;
//! an answer of success is durable. Nothing in this crate knows a rule about
//! villages or a table of a room; it reads one published view,
//! `pub_principal`, so that every command meets its caller's rights as they
//! are inside its own transaction.

mod answer;
mod argument;
mod command;
mod fault;
mod folder;
mod journal;
mod law;
mod lite;
mod lite_never;
mod lite_row;
mod memory;
mod migrate;
mod outcome;
mod panics;
mod postgres;
mod principal;
mod prune;
mod readers;
mod receipt;
mod request;
mod scope;
mod sqlite;
mod statement;
mod store;
#[doc(hidden)]
pub mod testing;
mod tx;

pub use answer::Query;
pub use argument::{Args, Value};
pub use command::{Caller, Command, Executed};
pub use fault::Fatal;
pub use journal::{Event, REASONS};
pub use law::Policy;
pub use lite::SQLITE_VERSION_MIN;
#[doc(hidden)]
pub use lite_row::LiteRow;
pub use memory::{Memory, Recall, Remembers};
pub use migrate::applied_version;
pub use outcome::Outcome;
pub use panics::panic_text;
pub use receipt::{RECEIPT_FIELD, Receipt};
/// Derives what reads a row of either engine.
pub use sqlx_macros::FromRow;
pub use statement::Statement;
pub use store::{Engine, Store, StoreConfig};
pub use tx::{Row, Tx};

/// Every statement of this crate, for the catalogue test.
pub fn statements() -> Vec<Statement> {
    [
        request::STATEMENTS,
        journal::STATEMENTS,
        principal::STATEMENTS,
        prune::STATEMENTS,
        scope::STATEMENTS,
        law::STATEMENTS,
    ]
    .concat()
}

#[cfg(test)]
mod door_tests;
#[cfg(test)]
mod postgres_tests;
#[cfg(test)]
mod sqlite_tests;
