//! Request ids.

use uuid::Uuid;

/// A new request id: UUIDv7, as text. Store it before sending.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a client makes its ids from its own clock")]
pub fn request_id() -> String {
    Uuid::now_v7().to_string()
}
