//! The client every caller should be: persist, send, retry, ask.
//!
//! A writing call is unsafe to send without a request id that survives a crash
//! of the sender. This crate keeps the id in a small file before sending, sends
//! again while the outcome is unknown, and in the end asks GetOutcome, so that
//! "I do not know" is never the last word.
//!
//! Where there is no network it still warns: [`Neighbourhood`] answers from a tile that was
//! fetched before, which never says "clear" of what the server of that moment would have found.

mod ids;
mod neighbourhood;
mod retry;
mod wallet;

/// The words in which a [`Neighbourhood`] is asked.
pub use domain;
pub use domain::geo::tile;
pub use ids::request_id;
pub use neighbourhood::Neighbourhood;
pub use retry::{Known, Retry};
pub use wallet::Wallet;
