//! EXIF for drawn pictures.

use std::io::Cursor;

use exif::{Context, Field, In, Rational, Tag, Value, experimental::Writer};

use crate::report::Exif;

/// GPSHPositioningError, which the library does not name.
const POSITIONING_ERROR: Tag = Tag(Context::Gps, 0x1f);

/// A JPEG with EXIF put in behind its first marker: `taken` is `YYYY:MM:DD HH:MM:SS`.
pub fn tagged(jpeg: &[u8], taken: &str, tags: &Exif, orientation: u16) -> Vec<u8> {
    let mut fields = vec![
        text(Tag::Make, "Kamera Uji"),
        text(Tag::Model, "SN-98765"),
        text(Tag::DateTimeOriginal, taken),
        field(Tag::Orientation, Value::Short(vec![orientation])),
    ];
    if let Some(minutes) = tags.offset_minutes {
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        fields.push(text(Tag::OffsetTimeOriginal, &format!("{sign}{hours:02}:{rest:02}")));
    }
    if let Some((lon, lat)) = tags.lon_e7.zip(tags.lat_e7) {
        fields.push(text(Tag::GPSLongitudeRef, if lon < 0 { "W" } else { "E" }));
        fields.push(text(Tag::GPSLatitudeRef, if lat < 0 { "S" } else { "N" }));
        fields.push(field(Tag::GPSLongitude, sexagesimal(lon)));
        fields.push(field(Tag::GPSLatitude, sexagesimal(lat)));
    }
    if let Some(num) = tags.accuracy_mm.and_then(|mm| u32::try_from(mm).ok()) {
        let metres = Rational { num, denom: 1_000 };
        fields.push(field(POSITIONING_ERROR, Value::Rational(vec![metres])));
    }
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut tiff = Cursor::new(Vec::new());
    if writer.write(&mut tiff, false).is_err() {
        return jpeg.to_vec();
    }
    segment(jpeg, 0xe1, &[b"Exif\0\0", tiff.get_ref().as_slice()].concat())
}

/// A JPEG with a further segment behind its first marker.
pub fn segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let size = u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
    let (head, rest) = jpeg.split_at(jpeg.len().min(2));
    [head, &[0xff, marker], &size, body, rest].concat()
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

/// Degrees, minutes, and seconds in 1/10,000: some 3 mm.
fn sexagesimal(e7: i32) -> Value {
    let e7 = u64::from(e7.unsigned_abs());
    let (degrees, rest) = (e7 / 10_000_000, e7 % 10_000_000 * 60);
    let (minutes, rest) = (rest / 10_000_000, rest % 10_000_000 * 60);
    let seconds_e4 = (rest + 500) / 1_000;
    let rational = |num: u64, denom| Rational { num: u32::try_from(num).unwrap_or(0), denom };
    Value::Rational(vec![rational(degrees, 1), rational(minutes, 1), rational(seconds_e4, 10_000)])
}
