//! EXIF as somebody writes who wants to be believed, or wants the reader to fall over. Each block is
//! laid down byte by byte: no writer would make it.

use crate::{
    Exif,
    examine::examine,
    hostile_tests::{chunk, encoded, small},
    synth::Scene,
    synth_exif::segment,
};

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const RATIONAL: u16 = 5;
const SIGNED_RATIONAL: u16 = 10;

const LAT_REF: u16 = 1;
const LAT: u16 = 2;
const LON_REF: u16 = 3;
const LON: u16 = 4;
const GPS_TIME: u16 = 7;
const GPS_DAY: u16 = 0x1d;
const ERROR: u16 = 0x1f;
const MAKE: u16 = 0x010f;
const TAKEN: u16 = 0x9003;
const OFFSET: u16 = 0x9011;
const EXIF_POINTER: u16 = 0x8769;
const GPS_POINTER: u16 = 0x8825;

/// A field of a directory: tag, type, how many, and the value or where it is said to lie.
#[derive(Clone)]
struct Field(u16, u16, u32, Value);

#[derive(Clone)]
enum Value {
    Here(Vec<u8>),
    At(u32),
}

fn rationals(tag: u16, values: &[(u32, u32)]) -> Field {
    let bytes = values.iter().flat_map(|(num, denom)| [num.to_be_bytes(), denom.to_be_bytes()]);
    let count = u32::try_from(values.len()).unwrap();
    Field(tag, RATIONAL, count, Value::Here(bytes.flatten().collect()))
}

fn text(tag: u16, text: &[u8]) -> Field {
    Field(tag, ASCII, u32::try_from(text.len()).unwrap(), Value::Here(text.to_vec()))
}

/// What the camera and the satellites say, sound as it stands here.
#[derive(Clone)]
struct Block {
    main: Vec<Field>,
    exif: Vec<Field>,
    gps: Vec<Field>,
    /// Where the two further directories are said to lie; where they lie when not told.
    exif_at: Option<u32>,
    gps_at: Option<u32>,
}

fn sound() -> Block {
    Block {
        main: Vec::new(),
        exif: vec![text(TAKEN, b"2026:03:02 09:30:00\0"), text(OFFSET, b"+07:00\0")],
        gps: vec![
            text(LAT_REF, b"S\0"),
            rationals(LAT, &[(8, 1), (18, 1), (36, 1)]),
            text(LON_REF, b"E\0"),
            rationals(LON, &[(114, 1), (21, 1), (36, 1)]),
            rationals(ERROR, &[(9, 2)]),
        ],
        exif_at: None,
        gps_at: None,
    }
}

/// The same with some fields of the satellites in place of those of their tags.
fn located(fields: &[Field]) -> Block {
    let mut block = sound();
    block.gps.retain(|field| fields.iter().all(|other| other.0 != field.0));
    block.gps.extend_from_slice(fields);
    block
}

/// The same with other times of the camera.
fn taken(when: &[u8], offset: &[u8]) -> Block {
    Block { exif: vec![text(TAKEN, when), text(OFFSET, offset)], ..sound() }
}

impl Block {
    fn bytes(&self) -> Vec<u8> {
        const HEAD: usize = 8;
        let size = |fields: usize| 2 + 12 * fields + 4;
        let exif_at = HEAD + size(self.main.len() + 2);
        let gps_at = exif_at + size(self.exif.len());
        let values_at = gps_at + size(self.gps.len());
        let pointer = |tag, told: Option<u32>, at: usize| {
            let at = told.unwrap_or_else(|| u32::try_from(at).unwrap());
            Field(tag, 4, 1, Value::At(at))
        };
        let mut main = self.main.clone();
        main.push(pointer(EXIF_POINTER, self.exif_at, exif_at));
        main.push(pointer(GPS_POINTER, self.gps_at, gps_at));
        let mut bytes = b"MM\0\x2a\0\0\0\x08".to_vec();
        let mut values = Vec::new();
        for directory in [&main, &self.exif, &self.gps] {
            bytes.extend(u16::try_from(directory.len()).unwrap().to_be_bytes());
            for Field(tag, kind, count, value) in directory {
                bytes.extend(tag.to_be_bytes());
                bytes.extend(kind.to_be_bytes());
                bytes.extend(count.to_be_bytes());
                match value {
                    Value::At(at) => bytes.extend(at.to_be_bytes()),
                    Value::Here(short) if short.len() <= 4 => {
                        let mut four = [0; 4];
                        four[..short.len()].copy_from_slice(short);
                        bytes.extend(four);
                    }
                    Value::Here(long) => {
                        bytes
                            .extend(u32::try_from(values_at + values.len()).unwrap().to_be_bytes());
                        values.extend_from_slice(long);
                    }
                }
            }
            bytes.extend([0; 4]);
        }
        bytes.extend(values);
        bytes
    }

    /// What is read of it in a photo, which is taken whatever it says.
    fn read(&self) -> Exif {
        read(&self.bytes())
    }
}

fn read(block: &[u8]) -> Exif {
    let picture = Scene::of(5).jpeg(96, 80);
    let photo = segment(&picture, 0xe1, &[b"Exif\0\0", block].concat());
    let done = examine(&photo).unwrap();
    assert_eq!((done.report.width_px, done.report.height_px), (96, 80));
    done.report.exif.unwrap()
}

fn sound_exif() -> Exif {
    Exif {
        clock_us: Some(1_772_443_800_000_000),
        offset_minutes: Some(420),
        lon_e7: Some(1_143_600_000),
        lat_e7: Some(-83_100_000),
        accuracy_mm: Some(4_500),
        unreadable: false,
    }
}

#[test]
fn a_sound_block_is_read() {
    assert_eq!(sound().read(), sound_exif());
    let small = located(&[text(LAT_REF, b"s\0")]).read();
    assert_eq!(small, sound_exif(), "in small letters too");
}

#[test]
fn a_place_that_is_none_is_none_and_the_rest_is_read() {
    let nowhere = Exif { lon_e7: None, lat_e7: None, ..sound_exif() };
    let lat = |degrees, minutes, seconds| rationals(LAT, &[degrees, minutes, seconds]);
    for (what, field) in [
        ("no denominator of degrees", lat((8, 0), (18, 1), (36, 1))),
        ("none of minutes", lat((8, 1), (18, 0), (36, 1))),
        ("none of seconds", lat((8, 1), (18, 1), (36, 0))),
        ("nothing over nothing", lat((0, 0), (0, 0), (0, 0))),
        ("latitude 91", lat((91, 1), (0, 1), (0, 1))),
        ("a second beyond the pole", lat((90, 1), (0, 1), (1, 1))),
        ("minutes for degrees", lat((8, 1), (6_000, 1), (0, 1))),
        ("the largest numbers", lat((u32::MAX, 1), (u32::MAX, 1), (u32::MAX, 1))),
        ("longitude 181", rationals(LON, &[(181, 1), (0, 1), (0, 1)])),
        ("two numbers", rationals(LAT, &[(8, 1), (18, 1)])),
        ("four numbers", rationals(LAT, &[(8, 1), (18, 1), (36, 1), (0, 1)])),
        ("no number", rationals(LAT, &[])),
        ("text", text(LAT, b"8 18 36\0")),
        ("signed numbers", Field(LAT, SIGNED_RATIONAL, 3, Value::Here(vec![0xff; 24]))),
        ("an unknown type", Field(LAT, 99, 3, Value::At(u32::MAX))),
        ("no hemisphere", text(LAT_REF, b"")),
        ("an empty hemisphere", text(LAT_REF, b"\0")),
        ("a hemisphere of its own", text(LAT_REF, b"Q\0")),
        ("a numbered hemisphere", Field(LON_REF, SHORT, 1, Value::Here(vec![0, 1]))),
    ] {
        assert_eq!(located(&[field]).read(), nowhere, "{what}");
    }
    let zeros = [(0, 1), (0, 1), (0, 1)];
    let island = located(&[rationals(LAT, &zeros), rationals(LON, &zeros)]).read();
    assert_eq!(island, nowhere, "zeros are what a camera without a fix writes");
}

#[test]
fn an_error_that_no_fix_has_is_none() {
    let unsure = Exif { accuracy_mm: None, ..sound_exif() };
    for error in [(5, 0), (0, 0), (0, 1), (1, u32::MAX), (u32::MAX, 1), (100_001, 1)] {
        assert_eq!(located(&[rationals(ERROR, &[error])]).read(), unsure, "{error:?}");
    }
    assert_eq!(located(&[rationals(ERROR, &[])]).read(), unsure, "nothing");
    assert_eq!(located(&[text(ERROR, b"five metres\0")]).read(), unsure, "text");
}

#[test]
fn a_clock_or_zone_that_is_none_is_none() {
    let untimed = Exif { clock_us: None, offset_minutes: None, ..sound_exif() };
    for when in [
        "2026:02:30 09:30:00",
        "2026:13:01 09:30:00",
        "2026:03:02 24:00:00",
        "0000:00:00 00:00:00",
        "1989:12:31 23:59:59",
        "2201:01:01 00:00:00",
        "9999:99:99 99:99:99",
        "2026-03-02T09:30:00",
        "2026:03:02 09:30",
        "    :  :     :  :  ",
        "\u{661}\u{662}:03:02 09:30:00",
        "",
    ] {
        assert_eq!(taken(when.as_bytes(), b"+07:00\0").read(), untimed, "{when:?}");
    }
    let zoneless = Exif { offset_minutes: None, ..sound_exif() };
    for offset in
        ["+99:99", "-99:00", "+14:01", "-12:01", "07:00", "+7:00", "Z", "*07:00", "+0x:00"]
    {
        let read = taken(b"2026:03:02 09:30:00\0", offset.as_bytes()).read();
        assert_eq!(read, zoneless, "{offset}");
    }
    let kiritimati = taken(b"2026:03:02 09:30:00\0", b"+14:00\0").read();
    assert_eq!(kiritimati.offset_minutes, Some(14 * 60));
    // A date to come is a date; whether it may be believed is for whoever knows what day it is.
    let future = taken(b"2199:12:31 23:59:59\0", b"+07:00\0").read();
    assert_eq!(future.clock_us, Some(7_258_118_399_000_000));
}

#[test]
fn satellites_tell_the_time_only_where_it_is_one() {
    let clock = |day: &[u8], parts: &[(u32, u32)]| {
        let mut block = located(&[text(GPS_DAY, day), rationals(GPS_TIME, parts)]);
        block.exif.clear();
        block.read().clock_us
    };
    let morning = [(2, 1), (30, 1), (0, 1)];
    assert_eq!(clock(b"2026:03:02\0", &morning), Some(1_772_418_600_000_000));
    for (day, parts) in [
        (&b"2026:03:02\0"[..], [(2, 0), (30, 1), (0, 1)]),
        (b"2026:03:02\0", [(2, 1), (30, 1), (0, 0)]),
        (b"2026:03:02\0", [(u32::MAX, 1), (30, 1), (0, 1)]),
        (b"2026:03:02\0", [(99, 1), (99, 1), (99, 1)]),
        (b"2026:02:30\0", morning),
        (b"tomorrow\0", morning),
        (b"\0", morning),
    ] {
        assert_eq!(clock(day, &parts), None, "{day:?} {parts:?}");
    }
    assert_eq!(clock(b"2026:03:02\0", &morning[..2]), None, "without seconds");
}

#[test]
fn a_block_that_points_into_the_void_is_told_as_unreadable() {
    let unreadable = Exif { unreadable: true, ..Exif::default() };
    let at = |count, at| located(&[Field(LAT, RATIONAL, count, Value::At(at))]);
    // The first directory says that it has more entries than there are bytes.
    let mut crowded = sound().bytes();
    crowded[8..10].copy_from_slice(&u16::MAX.to_be_bytes());
    // Where the directory of the camera lies: behind the head and two pointers.
    let exif_at = 8 + 2 + 2 * 12 + 4;
    for (what, block) in [
        ("a value beyond the end", at(3, 9_999_999).bytes()),
        ("a value at the end of all numbers", at(3, u32::MAX).bytes()),
        ("more values than memory", at(u32::MAX, 8).bytes()),
        ("a directory beyond the end", Block { exif_at: Some(u32::MAX), ..sound() }.bytes()),
        ("a directory that is the first", Block { gps_at: Some(8), ..sound() }.bytes()),
        ("one directory for both", Block { gps_at: Some(exif_at), ..sound() }.bytes()),
        ("too many entries", crowded),
        ("no byte order", [b"XX", &sound().bytes()[2..]].concat()),
        ("a first directory beyond the end", b"MM\0\x2a\xff\xff\xff\xff".to_vec()),
        ("cut in its first directory", sound().bytes()[..20].to_vec()),
    ] {
        assert_eq!(read(&block), unreadable, "{what}");
    }
}

#[test]
fn a_block_of_megabytes_is_read_like_a_small_one() {
    let png = encoded(&small(), image::ImageFormat::Png);
    let after_header = 8 + 25;
    let read = |block: &Block| {
        let exif = chunk(b"eXIf", &block.bytes());
        let photo = [&png[..after_header], &exif, &png[after_header..]].concat();
        assert!(photo.len() > 2_000_000, "{} bytes", photo.len());
        examine(&photo).unwrap().report.exif.unwrap()
    };
    let padding = text(MAKE, &vec![b'x'; 2_000_000]);
    assert_eq!(read(&Block { main: vec![padding.clone()], ..sound() }), sound_exif());
    // Sixty thousand fields that all claim the same two megabytes.
    let mut crowd = vec![padding];
    crowd.extend((0..60_000).map(|_| Field(MAKE, ASCII, 2_000_000, Value::At(700_000))));
    assert_eq!(read(&Block { main: crowd, ..sound() }), sound_exif());
    // Two million empty texts where one date is due.
    let empty = Block { exif: vec![text(TAKEN, &vec![0; 2_000_000])], ..sound() };
    let untimed = Exif { clock_us: None, offset_minutes: None, ..sound_exif() };
    assert_eq!(read(&empty), untimed);
}
