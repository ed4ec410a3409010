//! What the child tells the parent: a small fixed report, then the two copies.

use serde::{Deserialize, Serialize};

use crate::{
    hash::{PARTS, VARIANTS},
    limits::{
        COPY_BYTES_MAX, PIXELS_MAX, REPORT_BYTES_MAX, SHOW_SIDE_PX, SIDE_MAX_PX, SIDE_MIN_PX,
    },
};

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// No JPEG, PNG or WebP by its content.
    KindUnknown,
    /// Cut short, or its pixels cannot be decoded.
    Damaged,
    /// More than 40 megapixels, or a side above 10,000 pixels.
    TooLarge,
    /// A side below 64 pixels shows nothing.
    TooSmall,
    /// More than one frame.
    Animated,
    /// Another file hangs behind the picture.
    Polyglot,
    /// Reading it took more memory or time than any photo needs.
    TooCostly,
}

/// The tags that are taken from EXIF; everything else stays in the original alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exif {
    /// The clock of the camera as if it stood in Greenwich, microseconds since 1970.
    pub clock_us: Option<i64>,
    /// What that clock is ahead of Greenwich, minutes, if the camera says so.
    pub offset_minutes: Option<i32>,
    /// Degrees east times 1e7.
    pub lon_e7: Option<i32>,
    /// Degrees north times 1e7.
    pub lat_e7: Option<i32>,
    /// Horizontal error that the camera states, millimetres.
    pub accuracy_mm: Option<i64>,
    /// There is EXIF that cannot be read.
    pub unreadable: bool,
}

/// What is read from a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// Width after rotation, pixels.
    pub width_px: u32,
    /// Height after rotation, pixels.
    pub height_px: u32,
    /// The allowed tags; none when there is no EXIF.
    pub exif: Option<Exif>,
    /// Hashes to keep, the whole picture first; none when it shows nothing but one colour.
    pub parts: Vec<u64>,
    /// Further hashes to search with: turned, mirrored, tilted.
    pub variants: Vec<u64>,
}

/// A report with the copies for show, JPEG without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// What was read.
    pub report: Report,
    /// At most 2,048 pixels a side.
    pub show: Vec<u8>,
    /// At most 320 pixels a side.
    pub thumbnail: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    report: Result<Report, Refused>,
    show_bytes: usize,
    thumbnail_bytes: usize,
}

/// The answer as bytes: one line of JSON, then the copies.
///
/// # Errors
/// Should serialisation fail.
pub fn encode(answer: &Result<Examined, Refused>) -> Result<Vec<u8>, serde_json::Error> {
    let (show, thumbnail): (&[u8], &[u8]) =
        answer.as_ref().map_or((&[], &[]), |one| (&one.show, &one.thumbnail));
    let head = Head {
        report: answer.as_ref().map(|one| one.report.clone()).map_err(|refused| *refused),
        show_bytes: show.len(),
        thumbnail_bytes: thumbnail.len(),
    };
    let mut bytes = serde_json::to_vec(&head)?;
    bytes.push(b'\n');
    bytes.extend_from_slice(show);
    bytes.extend_from_slice(thumbnail);
    Ok(bytes)
}

/// Reads what a child sent, as suspicious as if a stranger had; none when it is not well formed.
pub fn decode(bytes: &[u8]) -> Option<Result<Examined, Refused>> {
    let line = bytes.iter().take(REPORT_BYTES_MAX).position(|byte| *byte == b'\n')?;
    let (head, rest) = bytes.split_at_checked(line)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let report = match head.report {
        Ok(report) => report,
        Err(refused) => return Some(Err(refused)),
    };
    let (show, thumbnail) = rest.get(1..)?.split_at_checked(head.show_bytes)?;
    let is_copy = |copy: &[u8]| copy.len() <= COPY_BYTES_MAX && copy.starts_with(b"\xff\xd8\xff");
    let fits = thumbnail.len() == head.thumbnail_bytes && is_copy(show) && is_copy(thumbnail);
    (fits && is_plausible(&report))
        .then(|| Ok(Examined { report, show: show.to_vec(), thumbnail: thumbnail.to_vec() }))
}

fn is_plausible(report: &Report) -> bool {
    let side = SIDE_MIN_PX..=SIDE_MAX_PX;
    let hashed = report.parts.len() == PARTS && report.variants.len() == VARIANTS;
    let blank = report.parts.is_empty() && report.variants.is_empty();
    ["image/jpeg", "image/png", "image/webp"].contains(&report.media_type.as_str())
        && side.contains(&report.width_px)
        && side.contains(&report.height_px)
        && u64::from(report.width_px) * u64::from(report.height_px) <= PIXELS_MAX
        && (hashed || blank)
}

// A copy is never larger than what it is made from may be.
const _: () = assert!(SHOW_SIDE_PX <= SIDE_MAX_PX);
