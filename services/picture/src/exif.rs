//! EXIF by an allow list: when, where, how exactly, which way up. Nothing else is looked at.

use std::ops::RangeInclusive;

use exif::{Context, DateTime, In, Rational, Reader, Tag, Value};
use image::metadata::Orientation;
use time::{Date, Month};

use crate::report::Exif;

/// GPSHPositioningError, which the library does not name.
const POSITIONING_ERROR: Tag = Tag(Context::Gps, 0x1f);
/// The worst error that is believed, millimetres.
const ACCURACY_MAX_MM: f64 = 100_000_000.0;
const MICROS: i64 = 1_000_000;
/// What clocks on Earth are ahead of Greenwich, minutes.
const ZONES_MINUTES: RangeInclusive<i32> = -12 * 60..=14 * 60;
/// Julian day of 1 January 1970.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;

/// Reads the allowed tags of a raw EXIF block.
pub fn read(raw: Vec<u8>) -> (Exif, Orientation) {
    let Ok(tags) = Reader::new().read_raw(raw) else {
        return (Exif { unreadable: true, ..Exif::default() }, Orientation::NoTransforms);
    };
    let lon = degrees(&tags, Tag::GPSLongitude, Tag::GPSLongitudeRef, 180.0);
    let lat = degrees(&tags, Tag::GPSLatitude, Tag::GPSLatitudeRef, 90.0);
    // Cameras without a fix write zeros.
    let place = lon.zip(lat).filter(|place| *place != (0, 0));
    let time = time(&tags);
    let exif = Exif {
        clock_us: time.map(|(clock_us, _)| clock_us),
        offset_minutes: time.and_then(|(_, offset)| offset),
        lon_e7: place.map(|(lon, _)| lon),
        lat_e7: place.map(|(_, lat)| lat),
        accuracy_mm: accuracy(&tags),
        unreadable: false,
    };
    let number = tags.get_field(Tag::Orientation, In::PRIMARY).and_then(|f| f.value.get_uint(0));
    let orientation = number
        .and_then(|number| u8::try_from(number).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms);
    (exif, orientation)
}

fn ascii(tags: &exif::Exif, tag: Tag) -> Option<&[u8]> {
    match &tags.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn rationals(tags: &exif::Exif, tag: Tag) -> Option<&[Rational]> {
    match &tags.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(values) => Some(values),
        _ => None,
    }
}

fn number(value: Rational) -> Option<f64> {
    (value.denom != 0).then(|| f64::from(value.num) / f64::from(value.denom))
}

fn degrees(tags: &exif::Exif, tag: Tag, hemisphere: Tag, max: f64) -> Option<i32> {
    let [deg, min, sec] = rationals(tags, tag)? else { return None };
    let size = number(*deg)? + number(*min)? / 60.0 + number(*sec)? / 3_600.0;
    let negative = match ascii(tags, hemisphere)?.first()?.to_ascii_uppercase() {
        b'N' | b'E' => false,
        b'S' | b'W' => true,
        _ => return None,
    };
    let signed = if negative { -size } else { size };
    // The range is checked before the conversion, which then loses nothing.
    #[allow(clippy::cast_possible_truncation)]
    let scaled = (signed * 1e7).round() as i32;
    (size <= max).then_some(scaled)
}

fn accuracy(tags: &exif::Exif) -> Option<i64> {
    let millimetres = number(*rationals(tags, POSITIONING_ERROR)?.first()?)? * 1_000.0;
    // The range is checked before the conversion, which then loses nothing.
    #[allow(clippy::cast_possible_truncation)]
    let whole = millimetres.round() as i64;
    (1.0..=ACCURACY_MAX_MM).contains(&millimetres).then_some(whole)
}

/// Clock and offset: of the camera, else of the satellites.
fn time(tags: &exif::Exif) -> Option<(i64, Option<i32>)> {
    let camera = ascii(tags, Tag::DateTimeOriginal).and_then(|text| {
        let mut at = DateTime::from_ascii(text).ok()?;
        if let Some(offset) = ascii(tags, Tag::OffsetTimeOriginal) {
            // A bad offset leaves the clock without one.
            let _ = at.parse_offset(offset);
        }
        let offset = at.offset.map(i32::from).filter(|minutes| ZONES_MINUTES.contains(minutes));
        Some((clock_us(&at)?, offset))
    });
    camera.or_else(|| satellites(tags))
}

fn satellites(tags: &exif::Exif) -> Option<(i64, Option<i32>)> {
    let mut day = ascii(tags, Tag::GPSDateStamp)?.to_vec();
    let [hour, minute, second] = rationals(tags, Tag::GPSTimeStamp)? else { return None };
    let part = |value: &Rational| number(*value).map(|n| format!("{:02}", n.trunc()));
    let clock = format!(" {}:{}:{}", part(hour)?, part(minute)?, part(second)?);
    day.extend_from_slice(clock.as_bytes());
    Some((clock_us(&DateTime::from_ascii(&day).ok()?)?, Some(0)))
}

/// Microseconds since 1970 of a date and clock in Greenwich; none for a date that is not one.
fn clock_us(at: &DateTime) -> Option<i64> {
    let month = Month::try_from(at.month).ok()?;
    let date = Date::from_calendar_date(i32::from(at.year), month, at.day).ok()?;
    let plausible =
        (1990..=2200).contains(&at.year) && at.hour < 24 && at.minute < 60 && at.second <= 60;
    let days = i64::from(date.to_julian_day()) - EPOCH_JULIAN_DAY;
    let seconds = i64::from(at.hour) * 3_600 + i64::from(at.minute) * 60 + i64::from(at.second);
    plausible.then(|| (days * 86_400 + seconds) * MICROS)
}

#[cfg(test)]
#[path = "exif_tests.rs"]
mod tests;
