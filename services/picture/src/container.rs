//! The outside of a picture: which kind it is, whether it moves, and what hangs behind it.

use crate::report::Refused;

const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Beginnings of files that do something when opened, and the end record of a ZIP.
const FOREIGN_HEADS: [&[u8]; 8] =
    [b"PK\x03\x04", b"%PDF", b"MZ", b"\x7fELF", b"#!", b"<", b"Rar!", b"7z\xbc\xaf"];
const ZIP_END: &[u8] = b"PK\x05\x06";

/// The media type of a JPEG, PNG or WebP file by its first bytes; none for anything else.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    if bytes.starts_with(PNG_HEAD) {
        return Some("image/png");
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    is_webp.then_some("image/webp")
}

/// Walks the container to its end.
///
/// # Errors
/// Of no kind that is taken, cut short, animated, or followed by another file.
pub fn check(bytes: &[u8]) -> Result<&'static str, Refused> {
    let kind = media_type(bytes).ok_or(Refused::KindUnknown)?;
    let end = match kind {
        "image/jpeg" => jpeg_end(bytes),
        "image/png" => png_end(bytes)?,
        _ => webp_end(bytes)?,
    };
    let rest = end.and_then(|end| bytes.get(end..)).ok_or(Refused::Damaged)?;
    // Cameras hang previews and clips behind a picture; a program or an archive is another matter.
    let hidden = FOREIGN_HEADS.iter().any(|head| rest.starts_with(head))
        || rest.windows(ZIP_END.len()).any(|window| window == ZIP_END);
    if hidden { Err(Refused::Polyglot) } else { Ok(kind) }
}

fn u32_at(bytes: &[u8], at: usize, little: bool) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    let number = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    usize::try_from(number).ok()
}

/// Where a JPEG ends: behind the first end marker that stands in no segment.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2_usize;
    loop {
        // Between segments and inside of a scan: on to the next marker that is one.
        while *bytes.get(at)? != 0xff || matches!(bytes.get(at + 1)?, 0x00 | 0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        at += 2;
        match marker {
            0xd9 => return Some(at),
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let high = usize::from(*bytes.get(at)?);
                let size = high * 256 + usize::from(*bytes.get(at + 1)?);
                at += size.max(2);
            }
        }
    }
}

fn png_end(bytes: &[u8]) -> Result<Option<usize>, Refused> {
    let mut at = PNG_HEAD.len();
    while let Some(size) = u32_at(bytes, at, false) {
        let kind = bytes.get(at + 4..at + 8).unwrap_or_default();
        if kind == b"acTL" {
            return Err(Refused::Animated);
        }
        let Some(next) = size.checked_add(at + 12) else { break };
        if kind == b"IEND" {
            return Ok(Some(next));
        }
        at = next;
    }
    Ok(None)
}

fn webp_end(bytes: &[u8]) -> Result<Option<usize>, Refused> {
    let Some(end) = u32_at(bytes, 4, true).and_then(|size| size.checked_add(8)) else {
        return Ok(None);
    };
    let mut at = 12_usize;
    while at < end {
        let Some(size) = u32_at(bytes, at + 4, true) else { return Ok(None) };
        if matches!(bytes.get(at..at + 4), Some(b"ANIM" | b"ANMF")) {
            return Err(Refused::Animated);
        }
        let Some(next) = size.checked_add(at + 8) else { return Ok(None) };
        at = next + (size & 1);
    }
    Ok(Some(end))
}
