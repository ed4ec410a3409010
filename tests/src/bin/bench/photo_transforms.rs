//! `photo_transforms`: how many edited copies a search finds, and how many strangers it takes for
//! copies. Pictures are drawn from numbers, so that everybody measures the same ones.

use image::{DynamicImage, RgbImage};
use picture::{
    hash::{Hashes, LOOK_BITS, SURE_BITS, hashes},
    synth::{Scene, View, jpeg},
};

/// Scenes that are kept.
const KEPT: u64 = 120;
/// Scenes that were never kept, asked as they are.
const STRANGERS: u64 = 240;
const SIZE_PX: (u32, u32) = (480, 320);

/// What is done to a picture, under its name.
type Transform = (&'static str, fn(&DynamicImage) -> DynamicImage);

const TRANSFORMS: [Transform; 20] = [
    ("resize to 50 %", |p| p.thumbnail(240, 240)),
    ("resize to 25 %", |p| p.thumbnail(120, 120)),
    ("recompress q90", |p| recompressed(p, 90)),
    ("recompress q60", |p| recompressed(p, 60)),
    ("recompress q30", |p| recompressed(p, 30)),
    ("brightness +25", |p| p.brighten(25)),
    ("contrast -20 %", |p| p.adjust_contrast(-20.0)),
    ("crop 10 % around", |p| cropped(p, 0.05, 0.05, 0.9, 0.9)),
    ("crop 10 % one side", |p| cropped(p, 0.0, 0.0, 0.9, 1.0)),
    ("crop 10 % one corner", |p| cropped(p, 0.1, 0.1, 0.9, 0.9)),
    ("crop 10 % off centre", |p| cropped(p, 0.03, 0.08, 0.9, 0.9)),
    ("mirror", DynamicImage::fliph),
    ("rotate 90", DynamicImage::rotate90),
    ("rotate 180", DynamicImage::rotate180),
    ("mirror + rotate 90 + q50", |p| recompressed(&p.fliph().rotate90(), 50)),
    ("rotate 2, corners black", |p| tilted(p, 2.0, 1.0)),
    ("rotate 3, corners black", |p| tilted(p, 3.0, 1.0)),
    ("rotate 5, corners black", |p| tilted(p, 5.0, 1.0)),
    ("rotate 2, corners cut", |p| tilted(p, 2.0, 0.95)),
    ("rotate 5, corners cut", |p| tilted(p, 5.0, 0.87)),
];

fn recompressed(picture: &DynamicImage, quality: u8) -> DynamicImage {
    image::load_from_memory(&jpeg(picture, quality)).expect("a JPEG can be read")
}

fn cropped(picture: &DynamicImage, left: f64, top: f64, wide: f64, high: f64) -> DynamicImage {
    let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
    let whole = |pixels: f64| pixels.round() as u32;
    picture.crop_imm(whole(left * w), whole(top * h), whole(wide * w), whole(high * h))
}

/// Turned about the middle by some degrees and cut to a share of its sides.
fn tilted(picture: &DynamicImage, degrees: f64, share: f64) -> DynamicImage {
    let source = picture.to_rgb8();
    let (w, h) = (f64::from(source.width()), f64::from(source.height()));
    let (sin, cos) = degrees.to_radians().sin_cos();
    let turned = RgbImage::from_fn(source.width(), source.height(), |i, j| {
        let (x, y) = (f64::from(i) + 0.5 - w / 2.0, f64::from(j) + 0.5 - h / 2.0);
        let (sx, sy) = (x * cos - y * sin + w / 2.0, x * sin + y * cos + h / 2.0);
        let inside = (0.0..w).contains(&sx) && (0.0..h).contains(&sy);
        let black = image::Rgb([0, 0, 0]);
        if inside { *source.get_pixel(sx as u32, sy as u32) } else { black }
    });
    let rest = (1.0 - share) / 2.0;
    cropped(&DynamicImage::ImageRgb8(turned), rest, rest, share, share)
}

/// The distance at which a search with one finds the other.
fn distance(kept: &Hashes, query: &Hashes) -> u32 {
    let asked = query.parts.iter().chain(&query.variants);
    let bits = asked.flat_map(|q| kept.parts.iter().map(move |k| (q ^ k).count_ones()));
    bits.min().unwrap_or(u64::BITS)
}

fn drawn(seed: u64, view: View) -> DynamicImage {
    Scene::of(seed).draw(SIZE_PX.0, SIZE_PX.1, view)
}

/// Share of those within so many bits, in percent.
fn percent(bits: &[u32], within: u32) -> f64 {
    let hits = bits.iter().filter(|bits| **bits <= within).count();
    100.0 * hits as f64 / bits.len().max(1) as f64
}

pub fn run() {
    let pictures: Vec<DynamicImage> = (0..KEPT).map(|seed| drawn(seed, View::default())).collect();
    let kept: Vec<Hashes> = pictures.iter().map(hashes).collect();
    println!(
        "photo_transforms: {KEPT} drawn scenes kept, one search each; found at <= 3 / <= 7 bits"
    );
    for (name, transform) in TRANSFORMS {
        let queries: Vec<Hashes> = pictures.iter().map(|p| hashes(&transform(p))).collect();
        let own: Vec<u32> = kept.iter().zip(&queries).map(|(k, q)| distance(k, q)).collect();
        let others = others(&kept, &queries);
        println!(
            "  {name:<26} recall {:5.1} % / {:5.1} %   false matches {:.4} % / {:.4} % of {} pairs",
            percent(&own, SURE_BITS),
            percent(&own, LOOK_BITS),
            percent(&others, SURE_BITS),
            percent(&others, LOOK_BITS),
            others.len(),
        );
    }
    let moved = View { dx: 0.12, dy: 0.05, zoom: 1.15 };
    for (what, queries) in [
        ("strangers", (KEPT..KEPT + STRANGERS).map(|seed| drawn(seed, View::default())).collect()),
        ("same place, other standpoint", (0..KEPT).map(|seed| drawn(seed, moved)).collect()),
    ] as [(&str, Vec<DynamicImage>); 2]
    {
        let queries: Vec<Hashes> = queries.iter().map(hashes).collect();
        let pairs: Vec<u32> =
            queries.iter().flat_map(|query| kept.iter().map(|one| distance(one, query))).collect();
        let flagged = queries.iter().filter(|q| kept.iter().any(|k| distance(k, q) <= LOOK_BITS));
        println!(
            "  {what}: {:.4} % / {:.4} % of {} pairs taken for one picture, {} of {} queries",
            percent(&pairs, SURE_BITS),
            percent(&pairs, LOOK_BITS),
            pairs.len(),
            flagged.count(),
            queries.len(),
        );
    }
}

/// Distances of each query to every kept picture but its own.
fn others(kept: &[Hashes], queries: &[Hashes]) -> Vec<u32> {
    let pairs = queries.iter().enumerate().flat_map(|(q, query)| {
        kept.iter().enumerate().filter(move |(k, _)| *k != q).map(move |(_, k)| distance(k, query))
    });
    pairs.collect()
}
