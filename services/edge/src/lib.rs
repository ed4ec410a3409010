//! gRPC manners without business: errors, callers, pages, limits.
//!
//! Promises: a refusal reaches the caller as `google.rpc` details with every
//! reason at once, a sentence in Indonesian, and `ev-outcome` telling whether
//! anything happened; a fault reaches the caller as nothing but its error id.

pub mod access;
pub mod call;
pub mod convert;
pub mod limits;
pub mod page_token;
pub mod place;
pub mod status;
mod told;
pub mod tries;
pub mod violations;

pub use call::{Call, reply};
pub use limits::Limits;
pub use status::status;
pub use tries::{CountsTries, Tries};
pub use violations::Violations;
