//! How much of a photo comes at once.

/// The most bytes of a photo.
pub const PHOTO_BYTES_MAX: i64 = 12 * 1024 * 1024;
/// The most bytes of one piece.
pub const CHUNK_BYTES_MAX: usize = 192 * 1024;
