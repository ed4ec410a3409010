//! Files that are not what a photo should be; each is drawn or bent here.

use image::{DynamicImage, ImageFormat, RgbaImage};

use crate::{
    container,
    examine::examine,
    report::{self, Refused},
    synth::Scene,
};

fn refusal(bytes: &[u8]) -> Option<Refused> {
    examine(bytes).err()
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn small() -> DynamicImage {
    Scene::of(7).draw(96, 80, crate::synth::View::default())
}

/// A chunk of a PNG with the checksum that belongs to it.
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = !0_u32;
    for byte in kind.iter().chain(body) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let size = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&size, kind.as_slice(), body, &(!crc).to_be_bytes()].concat()
}

#[test]
fn each_kind_is_taken_by_its_content() {
    let picture = small();
    for (format, kind) in [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/png"),
        (ImageFormat::WebP, "image/webp"),
    ] {
        let done = examine(&encoded(&picture, format)).unwrap();
        assert_eq!(done.report.media_type, kind);
        assert_eq!((done.report.width_px, done.report.height_px), (96, 80));
    }
    let transparent = DynamicImage::ImageRgba8(RgbaImage::new(80, 80));
    assert!(examine(&encoded(&transparent, ImageFormat::Png)).unwrap().report.parts.is_empty());
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = encoded(&small(), format);
        for share in 1..20 {
            let cut = &whole[..whole.len() * share / 20];
            let refused = refusal(cut).unwrap_or_else(|| panic!("{format:?} cut at {share}/20"));
            assert!(matches!(refused, Refused::Damaged | Refused::KindUnknown), "{refused:?}");
        }
    }
    assert_eq!(refusal(b"#!/bin/sh"), Some(Refused::KindUnknown));
    assert_eq!(refusal(b""), Some(Refused::KindUnknown));
    assert_eq!(refusal(b"<svg xmlns="), Some(Refused::KindUnknown));
}

#[test]
fn one_with_a_wrong_name_for_its_pixels_is_refused() {
    let png = encoded(&small(), ImageFormat::Png);
    let lying = [b"\xff\xd8\xff\xe0", &png[4..], b"\xff\xd9"].concat();
    assert_eq!(refusal(&lying), Some(Refused::Damaged));
}

#[test]
fn sizes_are_judged_before_any_pixel() {
    let header = |width: u32, height: u32| {
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
        let chunks = [chunk(b"IHDR", &head), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")].concat();
        [b"\x89PNG\r\n\x1a\n", chunks.as_slice()].concat()
    };
    for (width, height, why) in [
        (1, 1, Refused::TooSmall),
        (63, 5_000, Refused::TooSmall),
        (10_001, 100, Refused::TooLarge),
        (9_000, 9_000, Refused::TooLarge),
        (u32::MAX >> 1, u32::MAX >> 1, Refused::TooLarge),
        (6_000, 6_000, Refused::Damaged),
    ] {
        assert_eq!(refusal(&header(width, height)), Some(why), "{width} x {height}");
    }
    assert_eq!(refusal(&vec![0xff; crate::PICTURE_BYTES_MAX + 1]), Some(Refused::TooLarge));
}

#[test]
fn moving_pictures_are_refused() {
    let png = encoded(&small(), ImageFormat::Png);
    let after_header = 8 + 25;
    let control = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let moving = [&png[..after_header], &control, &png[after_header..]].concat();
    assert_eq!(refusal(&moving), Some(Refused::Animated));
    let webp = encoded(&small(), ImageFormat::WebP);
    let mut moving = [&webp[..12], b"ANIM\x06\0\0\0\0\0\0\0\0\0", &webp[12..]].concat();
    let size = u32::try_from(moving.len() - 8).unwrap().to_le_bytes();
    moving[4..8].copy_from_slice(&size);
    assert_eq!(refusal(&moving), Some(Refused::Animated));
}

#[test]
fn another_file_behind_the_picture_is_refused_and_a_camera_s_trailer_is_not() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let picture = encoded(&small(), format);
        for hidden in [
            b"PK\x03\x04zip".as_slice(),
            b"%PDF-1.7",
            b"MZ\x90",
            b"<script>alert(1)</script>",
            b"padding before PK\x05\x06 the end record",
        ] {
            let both = [picture.as_slice(), hidden].concat();
            assert_eq!(refusal(&both), Some(Refused::Polyglot), "{format:?} {hidden:?}");
        }
        let trailer = [picture.as_slice(), b"\0\0\x0a\x01SEFH and a preview"].concat();
        assert!(container::check(&trailer).is_ok(), "{format:?}");
    }
}

#[test]
fn a_child_that_was_taken_over_cannot_tell_nonsense() {
    let done = examine(&encoded(&small(), ImageFormat::Jpeg));
    let honest = report::encode(&done).unwrap();
    assert_eq!(report::decode(&honest), Some(done.clone()));
    let mut other = done.clone().unwrap();
    other.report.parts.push(1);
    assert_eq!(report::decode(&report::encode(&Ok(other)).unwrap()), None, "too many hashes");
    let mut other = done.clone().unwrap();
    other.show = b"<html>".to_vec();
    assert_eq!(report::decode(&report::encode(&Ok(other)).unwrap()), None, "no JPEG");
    let mut other = done.unwrap();
    other.report.media_type = "text/html".to_owned();
    assert_eq!(report::decode(&report::encode(&Ok(other)).unwrap()), None, "no such kind");
    assert_eq!(report::decode(&honest[..honest.len() - 1]), None, "cut short");
    assert_eq!(report::decode(b""), None);
}
