//! What kind of picture some bytes are, by their content.

/// The most bytes of a photo.
pub const PHOTO_BYTES_MAX: i64 = 12 * 1024 * 1024;
/// The most bytes of one piece.
pub const CHUNK_BYTES_MAX: usize = 192 * 1024;

/// The media type of a JPEG, PNG or WebP file; none for anything else.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    if bytes.starts_with(PNG) {
        return Some("image/png");
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    is_webp.then_some("image/webp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        let cases: [(&[u8], Option<&str>); 7] = [
            (b"\xff\xd8\xff\xe0rest", Some("image/jpeg")),
            (b"\x89PNG\r\n\x1a\nrest", Some("image/png")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("image/webp")),
            (b"RIFF\x01\x02\x03\x04WAVE", None),
            (b"<svg xmlns=", None),
            (b"MZ\x90\x00", None),
            (b"", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(media_type(bytes), expected, "{bytes:?}");
        }
    }
}
