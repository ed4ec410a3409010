//! Tries to sign in, between the room that knows whose they are and the server that counts them.

use std::sync::Arc;

use tonic::Status;

/// Counts tries to sign in by where they come from.
///
/// The server puts one into the extensions of a call, and the room that reads the message, and so
/// knows the account, asks it before it looks at the password.
pub trait CountsTries: Send + Sync {
    /// Whether a password of an account may be looked at.
    ///
    /// # Errors
    /// What to answer when too many tries from there failed.
    fn may_try(&self, account_name: &str) -> Result<(), Status>;

    /// The password was right.
    fn signed_in(&self, account_name: &str);
}

/// What stands in the extensions of a call that signs in; nothing when nobody counts.
pub type Tries = Arc<dyn CountsTries>;
