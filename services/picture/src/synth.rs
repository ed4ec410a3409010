//! Pictures drawn from numbers, for the demo, tests and benches: no camera, no licence.
//!
//! A scene has what a photo of a village work has: sky, ground, a road, houses, trees, and
//! texture at every size; the same seed draws the same scene from another standpoint.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

/// Where the camera stands, in shares of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// To the right.
    pub dx: f64,
    /// Down.
    pub dy: f64,
    /// 1 shows the scene as it is, 2 twice as large.
    pub zoom: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { dx: 0.0, dy: 0.0, zoom: 1.0 }
    }
}

/// Splitmix64: numbers of which neighbours have nothing in common.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A share between 0 and 1 from a seed and a number.
fn share(seed: u64, number: u64) -> f64 {
    let bits = u32::try_from(mixed(seed ^ mixed(number)) >> 40).unwrap_or_default();
    f64::from(bits) / f64::from(1_u32 << 24)
}

/// Smooth noise between 0 and 1 with cells of size 1.
fn texture(seed: u64, x: f64, y: f64) -> f64 {
    let corner = |dx: f64, dy: f64| {
        let (cx, cy) = ((x.floor() + dx).to_bits(), (y.floor() + dy).to_bits());
        share(seed ^ mixed(cx), cy)
    };
    let soft = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (soft(x - x.floor()), soft(y - y.floor()));
    let top = corner(0.0, 0.0) * (1.0 - fx) + corner(1.0, 0.0) * fx;
    let bottom = corner(0.0, 1.0) * (1.0 - fx) + corner(1.0, 1.0) * fx;
    top * (1.0 - fy) + bottom * fy
}

type Colour = [f64; 3];

/// A thing in the scene: a box or a round one.
struct Thing {
    round: bool,
    at: [f64; 2],
    half: [f64; 2],
    colour: Colour,
}

impl Thing {
    fn covers(&self, x: f64, y: f64) -> bool {
        let (dx, dy) = ((x - self.at[0]) / self.half[0], (y - self.at[1]) / self.half[1]);
        if self.round { dx * dx + dy * dy <= 1.0 } else { dx.abs() <= 1.0 && dy.abs() <= 1.0 }
    }
}

/// A scene.
pub struct Scene {
    seed: u64,
    horizon: f64,
    sky: Colour,
    ground: Colour,
    /// Where the road begins below, where it ends at the horizon, half its width below.
    road: [f64; 3],
    things: Vec<Thing>,
}

impl Scene {
    /// The scene of a seed.
    pub fn of(seed: u64) -> Self {
        let at = |n: u64| share(seed, n);
        let things = (0..7 + mixed(seed) % 8).map(|n| {
            let of = |k: u64| share(seed, 100 + n * 10 + k);
            Thing {
                round: of(0) < 0.5,
                at: [of(1), 0.25 + 0.6 * of(2)],
                half: [0.03 + 0.14 * of(3), 0.03 + 0.16 * of(4)],
                colour: [230.0 * of(5), 200.0 * of(6), 180.0 * of(7)],
            }
        });
        Self {
            seed,
            horizon: 0.25 + 0.35 * at(1),
            sky: [120.0 + 100.0 * at(2), 150.0 + 90.0 * at(3), 190.0 + 60.0 * at(4)],
            ground: [60.0 + 100.0 * at(5), 70.0 + 100.0 * at(6), 30.0 + 60.0 * at(7)],
            road: [at(8), at(9), 0.06 + 0.22 * at(10)],
            things: things.collect(),
        }
    }

    fn colour(&self, x: f64, y: f64) -> Colour {
        let mut colour = if y < self.horizon { self.sky } else { self.ground };
        let depth = (y - self.horizon) / (1.0 - self.horizon);
        let [begins, ends, half] = self.road;
        if depth > 0.0 && (x - ends - (begins - ends) * depth).abs() < half * depth {
            colour = [115.0, 112.0, 108.0];
        }
        if let Some(thing) = self.things.iter().rev().find(|thing| thing.covers(x, y)) {
            colour = thing.colour;
        }
        let light = 70.0 * (texture(self.seed, x * 3.0, y * 3.0) - 0.5)
            + 50.0 * (texture(self.seed ^ 1, x * 11.0, y * 11.0) - 0.5)
            + 36.0 * (texture(self.seed ^ 2, x * 60.0, y * 60.0) - 0.5);
        colour.map(|part| part + light)
    }

    /// Draws it.
    pub fn draw(&self, width_px: u32, height_px: u32, view: View) -> DynamicImage {
        let (width, height) = (f64::from(width_px), f64::from(height_px));
        DynamicImage::ImageRgb8(RgbImage::from_fn(width_px, height_px, |i, j| {
            let x = (f64::from(i) / width - 0.5) / view.zoom + 0.5 + view.dx;
            let y = (f64::from(j) / height - 0.5) / view.zoom + 0.5 + view.dy;
            // Clamped to a byte before the conversion, which then loses nothing.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let byte = |part: f64| part.clamp(0.0, 255.0) as u8;
            Rgb(self.colour(x, y).map(byte))
        }))
    }

    /// Draws it as a JPEG; empty should encoding fail.
    pub fn jpeg(&self, width_px: u32, height_px: u32) -> Vec<u8> {
        jpeg(&self.draw(width_px, height_px, View::default()), 85)
    }
}

/// A picture as JPEG of a quality from 1 to 100; empty should encoding fail.
pub fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let done = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture.to_rgb8());
    done.map(|()| bytes).unwrap_or_default()
}

/// A WebP of one colour: a few bytes that are seven for each pixel while they are read. Empty should
/// encoding fail.
pub fn heavy(width_px: u32, height_px: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let done = DynamicImage::new_rgb8(width_px, height_px).write_to(&mut bytes, ImageFormat::WebP);
    done.map(|()| bytes.into_inner()).unwrap_or_default()
}

/// A large JPEG made of one small scene over and over; empty should encoding fail.
pub fn tiled(width_px: u32, height_px: u32, quality: u8) -> Vec<u8> {
    const TILE_PX: u32 = 256;
    let tile = Scene::of(0).draw(TILE_PX, TILE_PX, View::default()).to_rgb8();
    let pixel = |i: u32, j: u32| *tile.get_pixel(i % TILE_PX, j % TILE_PX);
    jpeg(&DynamicImage::ImageRgb8(RgbImage::from_fn(width_px, height_px, pixel)), quality)
}
