//! What a picture may be, and what reading it may cost.

/// The most bytes of a picture.
pub const PICTURE_BYTES_MAX: usize = 12 * 1024 * 1024;
/// The most pixels.
pub const PIXELS_MAX: u64 = 40_000_000;
/// The longest side, pixels.
pub const SIDE_MAX_PX: u32 = 10_000;
/// The shortest side that shows anything, pixels.
pub const SIDE_MIN_PX: u32 = 64;
/// The most bytes a decoder may ask for: 40 megapixels of four bytes each.
pub const DECODER_BYTES_MAX: u64 = 160_000_000;

/// Address space of the child, bytes.
pub const MEMORY_BYTES: u64 = 256 * 1024 * 1024;
/// Processor time of the child, seconds.
pub const CPU_SECONDS: u64 = 2;
/// How long the parent waits, seconds; far above the processor time, for a busy machine.
pub const WALL_SECONDS: u64 = 30;

/// Longest side of the copy for show, pixels.
pub const SHOW_SIDE_PX: u32 = 2_048;
/// Longest side of the thumbnail, pixels.
pub const THUMBNAIL_SIDE_PX: u32 = 320;
/// JPEG quality of the copy for show.
pub const SHOW_QUALITY: u8 = 82;
/// JPEG quality of the thumbnail.
pub const THUMBNAIL_QUALITY: u8 = 70;
/// The most bytes of one copy that the parent takes.
pub const COPY_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most bytes of the child's report.
pub const REPORT_BYTES_MAX: usize = 8 * 1024;
