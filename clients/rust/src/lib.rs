//! The client every caller should be: persist, send, retry, ask.
//!
//! A writing call is unsafe to send without a request id that survives a crash
//! of the sender. This crate keeps the id in a small file before sending, sends
//! again while the outcome is unknown, and in the end asks GetOutcome, so that
//! "I do not know" is never the last word.

mod ids;
mod retry;
mod wallet;

pub use ids::request_id;
pub use retry::{Known, Retry};
pub use wallet::Wallet;
