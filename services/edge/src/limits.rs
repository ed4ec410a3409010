//! What a service reads of one call at most.

/// Limits of the services, from the settings of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one request message; a longer one is refused before it is read.
    pub message_bytes: usize,
}
