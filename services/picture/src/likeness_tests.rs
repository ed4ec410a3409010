//! How many edited copies a search finds, by a floor for each edit, and how many strangers it takes
//! for one.

use image::{DynamicImage, Rgb, RgbImage};

use crate::{
    hash::{Hashes, LOOK_BITS, SURE_BITS, hashes},
    synth::{Scene, View, jpeg},
};

/// Scenes that are kept; each is searched with an edited copy of every one.
const KEPT: u64 = 24;
/// Of all pairs of different scenes, those that may be looked at in vain.
const FALSE_LOOKS_MAX: usize = 2;

/// What is done to a picture, and of how many of the scenes the copy is found.
type Edit = (&'static str, usize, fn(&DynamicImage) -> DynamicImage);

const EDITS: [Edit; 17] = [
    ("resized to a half", 23, |p| p.thumbnail(p.width() / 2, p.height() / 2)),
    ("resized to a quarter", 23, |p| p.thumbnail(p.width() / 4, p.height() / 4)),
    ("recompressed at 60", 23, |p| recompressed(p, 60)),
    ("recompressed at 30", 23, |p| recompressed(p, 30)),
    ("cut around by 10 %", 23, |p| cut(p, [0.05, 0.05, 0.95, 0.95])),
    ("cut at one side by 10 %", 23, |p| cut(p, [0.0, 0.0, 0.9, 1.0])),
    ("cut at one corner by 10 %", 22, |p| cut(p, [0.1, 0.1, 1.0, 1.0])),
    // Between the regions that are kept: the weakest of the cuts.
    ("cut off centre by 10 %", 12, |p| cut(p, [0.03, 0.08, 0.93, 0.98])),
    ("mirrored", 23, DynamicImage::fliph),
    ("turned by 90", 23, DynamicImage::rotate90),
    ("turned by 2, corners black", 23, |p| tilted(p, 2.0, 1.0)),
    ("turned by -2, corners black", 23, |p| tilted(p, -2.0, 1.0)),
    ("turned by 2, corners cut", 22, |p| tilted(p, 2.0, 0.95)),
    ("turned by 5, corners black", 19, |p| tilted(p, 5.0, 1.0)),
    ("turned by -5, corners black", 19, |p| tilted(p, -5.0, 1.0)),
    ("turned by 5, corners cut", 18, |p| tilted(p, 5.0, 0.87)),
    ("turned by -5, corners cut", 18, |p| tilted(p, -5.0, 0.87)),
];

fn recompressed(picture: &DynamicImage, quality: u8) -> DynamicImage {
    image::load_from_memory(&jpeg(picture, quality)).unwrap()
}

/// What lies within left, top, right and bottom, as shares.
fn cut(picture: &DynamicImage, [left, top, right, bottom]: [f64; 4]) -> DynamicImage {
    let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
    let whole = |pixels: f64| pixels.round() as u32;
    let (wide, high) = ((right - left) * w, (bottom - top) * h);
    picture.crop_imm(whole(left * w), whole(top * h), whole(wide), whole(high))
}

/// Turned about the middle by some degrees, and cut to a share of its sides.
fn tilted(picture: &DynamicImage, degrees: f64, share: f64) -> DynamicImage {
    let source = picture.to_rgb8();
    let (w, h) = (f64::from(source.width()), f64::from(source.height()));
    let (sin, cos) = degrees.to_radians().sin_cos();
    let turned = RgbImage::from_fn(source.width(), source.height(), |i, j| {
        let (x, y) = (f64::from(i) + 0.5 - w / 2.0, f64::from(j) + 0.5 - h / 2.0);
        let (sx, sy) = (x * cos - y * sin + w / 2.0, x * sin + y * cos + h / 2.0);
        let inside = (0.0..w).contains(&sx) && (0.0..h).contains(&sy);
        if inside { *source.get_pixel(sx as u32, sy as u32) } else { Rgb([0, 0, 0]) }
    });
    let rest = (1.0 - share) / 2.0;
    cut(&DynamicImage::ImageRgb8(turned), [rest, rest, 1.0 - rest, 1.0 - rest])
}

/// The distance at which a search with one finds the other.
fn distance(kept: &Hashes, query: &Hashes) -> u32 {
    let asked = query.parts.iter().chain(&query.variants);
    let bits = asked.flat_map(|q| kept.parts.iter().map(move |k| (q ^ k).count_ones()));
    bits.min().unwrap_or(u64::BITS)
}

fn scenes(from: u64) -> Vec<DynamicImage> {
    (from..from + KEPT).map(|seed| Scene::of(seed).draw(240, 160, View::default())).collect()
}

/// How many of some distances are within so many bits.
fn within(distances: &[u32], bits: u32) -> usize {
    distances.iter().filter(|distance| **distance <= bits).count()
}

#[test]
fn each_edit_is_found_as_often_as_its_floor_says() {
    let pictures = scenes(0);
    let kept: Vec<Hashes> = pictures.iter().map(hashes).collect();
    let (mut below, mut strangers) = (Vec::new(), Vec::new());
    for (name, floor, edit) in EDITS {
        let mut own = Vec::new();
        for (at, picture) in pictures.iter().enumerate() {
            let query = hashes(&edit(picture));
            for (other, one) in kept.iter().enumerate() {
                let found = distance(one, &query);
                if other == at { own.push(found) } else { strangers.push(found) }
            }
        }
        let (look, sure) = (within(&own, LOOK_BITS), within(&own, SURE_BITS));
        println!("{name}: {look} of {KEPT} found, {sure} surely; at least {floor}");
        if look < floor {
            below.push(format!("{name}: {look}, at least {floor}"));
        }
    }
    let (look, sure) = (within(&strangers, LOOK_BITS), within(&strangers, SURE_BITS));
    println!(
        "{} pairs of different scenes: {look} looked at, {sure} taken for one",
        strangers.len()
    );
    assert!(below.is_empty(), "{below:#?}");
    assert!(look <= FALSE_LOOKS_MAX && sure == 0, "{look} looked at, {sure} taken for one");
}

#[test]
fn a_scene_that_was_never_kept_is_not_found() {
    let kept: Vec<Hashes> = scenes(0).iter().map(hashes).collect();
    let strangers: Vec<u32> = scenes(1_000)
        .iter()
        .map(hashes)
        .flat_map(|query| kept.iter().map(|one| distance(one, &query)).collect::<Vec<_>>())
        .collect();
    let (look, sure) = (within(&strangers, LOOK_BITS), within(&strangers, SURE_BITS));
    println!("{} pairs: {look} looked at, {sure} taken for one", strangers.len());
    assert!(look <= FALSE_LOOKS_MAX && sure == 0, "{look} looked at, {sure} taken for one");
}
