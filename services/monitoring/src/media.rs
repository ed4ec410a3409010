//! How much of a photo comes at once.

/// The most bytes of one piece.
pub const CHUNK_BYTES_MAX: usize = 192 * 1024;

/// The most bytes of a photo: as many as its reader takes.
pub fn photo_bytes_max() -> i64 {
    i64::try_from(picture::PICTURE_BYTES_MAX).unwrap_or(i64::MAX)
}
