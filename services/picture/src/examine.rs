//! One picture from bytes to report: container, header, pixels, EXIF, hashes, copies.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};

use crate::{
    container, exif, hash,
    limits::{
        DECODER_BYTES_MAX, PICTURE_BYTES_MAX, PIXELS_MAX, SHOW_QUALITY, SHOW_SIDE_PX, SIDE_MAX_PX,
        SIDE_MIN_PX, THUMBNAIL_QUALITY, THUMBNAIL_SIDE_PX,
    },
    report::{Examined, Exif, Refused, Report},
};

/// Reads a picture. Only the child does this with what strangers send.
///
/// # Errors
/// What is wrong with it.
pub fn examine(bytes: &[u8]) -> Result<Examined, Refused> {
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(Refused::TooLarge);
    }
    let media_type = container::check(bytes)?;
    let format = match media_type {
        "image/jpeg" => ImageFormat::Jpeg,
        "image/png" => ImageFormat::Png,
        _ => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(decoder_limits());
    let mut decoder = reader.into_decoder().map_err(|error| match refused(&error) {
        // Here only a header was read.
        Refused::TooCostly => Refused::TooLarge,
        other => other,
    })?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if decoder.total_bytes() > DECODER_BYTES_MAX {
        return Err(Refused::TooCostly);
    }
    let (exif, orientation) = tags(&mut decoder);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    // Reduced before it is turned, so that the large picture stands in memory once.
    let mut show = reduced(picture, SHOW_SIDE_PX);
    show.apply_orientation(orientation);
    let show = DynamicImage::ImageRgb8(show.into_rgb8());
    let hashes = hash::hashes(&show);
    let swapped = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width_px, height_px) = if swapped { (height, width) } else { (width, height) };
    let thumbnail = jpeg(&reduced(show.clone(), THUMBNAIL_SIDE_PX), THUMBNAIL_QUALITY)?;
    Ok(Examined {
        report: Report {
            media_type: media_type.to_owned(),
            width_px,
            height_px,
            exif,
            parts: hashes.parts,
            variants: hashes.variants,
        },
        show: jpeg(&show, SHOW_QUALITY)?,
        thumbnail,
    })
}

fn decoder_limits() -> Limits {
    let mut limits = Limits::default();
    // Sides are judged after the header, so that the answer says which limit was met.
    limits.max_image_width = None;
    limits.max_image_height = None;
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    limits
}

fn refused(error: &ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooCostly,
        _ => Refused::Damaged,
    }
}

fn check_size(width: u32, height: u32) -> Result<(), Refused> {
    if width.max(height) > SIDE_MAX_PX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(Refused::TooLarge);
    }
    if width.min(height) < SIDE_MIN_PX { Err(Refused::TooSmall) } else { Ok(()) }
}

/// EXIF that cannot be read is told, and is no reason to lose a photo.
fn tags(decoder: &mut impl ImageDecoder) -> (Option<Exif>, Orientation) {
    match decoder.exif_metadata() {
        Ok(Some(raw)) => {
            let (exif, orientation) = exif::read(raw);
            (Some(exif), orientation)
        }
        Ok(None) => (None, Orientation::NoTransforms),
        Err(_) => (Some(Exif { unreadable: true, ..Exif::default() }), Orientation::NoTransforms),
    }
}

/// The picture with no side longer than `side_px`; never enlarged.
fn reduced(picture: DynamicImage, side_px: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side_px {
        return picture;
    }
    picture.thumbnail(side_px, side_px)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(&picture.to_rgb8())
        .map_err(|error| refused(&error))?;
    Ok(bytes)
}
