//! The house rules: what must hold of the source whatever is added to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests only"
)]

mod catalogue;
mod citus;
mod floors;
mod matrix;
mod parity;
mod policy;
mod reasons;
mod rooms;
mod rows;

use std::path::PathBuf;

/// The root of the source.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
