//! The perceptual hash: 64 signs of low frequencies, against their median.
//!
//! Two pictures of one negative differ in few bits (3: surely one; 7: look), whatever was
//! done to their size, quality and brightness. A cut picture is found by the hashes of parts
//! that are kept beside that of the whole; a turned, mirrored or tilted one by the hashes
//! that the search adds. 64 bits because four columns of 16 make an exact search up to
//! distance 7: then one of the four differs in at most one bit.

use image::{DynamicImage, GrayImage, imageops::FilterType};

/// Bits of which two hashes may differ and still be looked at.
pub const LOOK_BITS: u32 = 7;
/// Bits of which two hashes may differ and surely be one picture.
pub const SURE_BITS: u32 = 3;

/// Side of the grey square that everything is computed on, pixels.
const BASE_PX: u32 = 256;
/// Side of the grid that is transformed.
const GRID: usize = 32;
/// Frequencies a side, the constant one left out.
const WAVES: usize = 8;
/// Frequencies computed a side: those of the block and one more, for the place of the constant.
const COEFFICIENTS: usize = WAVES + 1;
/// Below this spread of grey a picture shows nothing.
const SPREAD_MIN: f64 = 4.0;

/// A region as shares of width and height: left, top, right, bottom.
type Region = [f64; 4];
const WHOLE: Region = [0.0, 0.0, 1.0, 1.0];
const MIDDLE: Region = [0.05, 0.05, 0.95, 0.95];
/// Hashes kept of each picture, the whole one first: what is left when 10 % are cut off, wherever
/// the rest lies, to half a step of the cut.
pub const PARTS: usize = 15;
const REGIONS: [Region; PARTS] = [
    WHOLE,
    MIDDLE,
    [0.1, 0.1, 0.9, 0.9],
    [0.0, 0.0, 0.9, 1.0],
    [0.1, 0.0, 1.0, 1.0],
    [0.0, 0.0, 1.0, 0.9],
    [0.0, 0.1, 1.0, 1.0],
    [0.0, 0.0, 0.9, 0.9],
    [0.1, 0.0, 1.0, 0.9],
    [0.0, 0.1, 0.9, 1.0],
    [0.1, 0.1, 1.0, 1.0],
    [0.0, 0.05, 0.9, 0.95],
    [0.1, 0.05, 1.0, 0.95],
    [0.05, 0.0, 0.95, 0.9],
    [0.05, 0.1, 0.95, 1.0],
];
/// Angles by which the query is turned back, degrees.
const TILTS_DEG: [f64; 4] = [-4.0, -2.0, 2.0, 4.0];
/// Three turns, each of the four mirrored, and the tilts.
pub const VARIANTS: usize = 7 + TILTS_DEG.len();

/// Hashes to keep and further ones to search with; none of a picture of one colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hashes {
    /// As [`crate::Report::parts`].
    pub parts: Vec<u64>,
    /// As [`crate::Report::variants`].
    pub variants: Vec<u64>,
}

/// Computes the hashes of an upright picture.
pub fn hashes(picture: &DynamicImage) -> Hashes {
    let square = Square {
        grey: picture.resize_exact(BASE_PX, BASE_PX, FilterType::Triangle).to_luma8(),
        aspect: f64::from(picture.width()) / f64::from(picture.height().max(1)),
    };
    let whole = square.grid(WHOLE, 0.0);
    if spread(&whole) < SPREAD_MIN {
        return Hashes::default();
    }
    let waves = Waves::of(&whole);
    let parts = REGIONS.iter().map(|region| Waves::of(&square.grid(*region, 0.0)).hash(0));
    let turned = (1..8).map(|symmetry| waves.hash(symmetry));
    let tilted = TILTS_DEG.iter().map(|deg| Waves::of(&square.grid(MIDDLE, *deg)).hash(0));
    Hashes { parts: parts.collect(), variants: turned.chain(tilted).collect() }
}

/// The picture as a grey square.
struct Square {
    grey: GrayImage,
    /// Width over height as it was.
    aspect: f64,
}

type Grid = [[f64; GRID]; GRID];

impl Square {
    /// Mean grey of each cell of a region, the picture first turned about its middle.
    fn grid(&self, region: Region, turn_deg: f64) -> Grid {
        // Samples a cell and side: as many as the cell of the whole has pixels.
        const SAMPLES: usize = 8;
        let [left, top, right, bottom] = region;
        let (sin, cos) = turn_deg.to_radians().sin_cos();
        let steps = real(GRID * SAMPLES);
        let mut grid = [[0.0; GRID]; GRID];
        for (j, row) in grid.iter_mut().enumerate() {
            for (i, cell) in row.iter_mut().enumerate() {
                let mut sum = 0.0;
                for n in 0..SAMPLES * SAMPLES {
                    let u = (real(i * SAMPLES + n % SAMPLES) + 0.5) / steps;
                    let v = (real(j * SAMPLES + n / SAMPLES) + 0.5) / steps;
                    let x = (left + u * (right - left) - 0.5) * self.aspect;
                    let y = top + v * (bottom - top) - 0.5;
                    let (tx, ty) = (x * cos - y * sin, x * sin + y * cos);
                    sum += self.at(tx / self.aspect + 0.5, ty + 0.5);
                }
                *cell = sum / real(SAMPLES * SAMPLES);
            }
        }
        grid
    }

    fn at(&self, x: f64, y: f64) -> f64 {
        let last = f64::from(BASE_PX - 1);
        // Clamped to the square before the conversion, which then loses nothing.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = |share: f64| (share * f64::from(BASE_PX)).clamp(0.0, last) as u32;
        f64::from(self.grey.get_pixel(pixel(x), pixel(y)).0[0])
    }
}

/// Small numbers of cells; a float holds them exactly.
#[allow(clippy::cast_precision_loss)]
fn real(number: usize) -> f64 {
    number as f64
}

/// Standard deviation of the cells.
fn spread(grid: &Grid) -> f64 {
    let count = real(GRID * GRID);
    let mean = grid.iter().flatten().sum::<f64>() / count;
    let squares: f64 = grid.iter().flatten().map(|cell| (cell - mean) * (cell - mean)).sum();
    (squares / count).sqrt()
}

/// The low frequencies of a grid (DCT-II), by rows of the vertical one.
struct Waves([[f64; COEFFICIENTS]; COEFFICIENTS]);

impl Waves {
    fn of(grid: &Grid) -> Self {
        let step = std::f64::consts::PI / real(GRID);
        let wave = |k: usize, n: usize| (step * (real(n) + 0.5) * real(k)).cos();
        let along = |line: &[f64], k: usize| -> f64 {
            line.iter().enumerate().map(|(n, value)| value * wave(k, n)).sum()
        };
        let mut waves = [[0.0; COEFFICIENTS]; COEFFICIENTS];
        let across: Vec<[f64; COEFFICIENTS]> =
            grid.iter().map(|row| std::array::from_fn(|k| along(row, k))).collect();
        for (v, row) in waves.iter_mut().enumerate() {
            for (u, value) in row.iter_mut().enumerate() {
                let column = across.iter().filter_map(|line| line.get(u));
                *value = column.enumerate().map(|(n, value)| value * wave(v, n)).sum();
            }
        }
        Self(waves)
    }

    fn at(&self, u: usize, v: usize) -> f64 {
        self.0.get(v).and_then(|row| row.get(u)).copied().unwrap_or_default()
    }

    /// The hash of the picture under one of the eight symmetries of a square: bit 0 exchanges
    /// the axes, bit 1 mirrors left and right, bit 2 mirrors top and bottom.
    fn hash(&self, symmetry: usize) -> u64 {
        let sign = |odd: bool| if odd { -1.0 } else { 1.0 };
        let values: [f64; WAVES * WAVES] = std::array::from_fn(|n| {
            let (u, v) = match (n % WAVES, n / WAVES) {
                // The constant says how bright it is; a wave of equal rank takes its place.
                (0, 0) => (WAVES, WAVES),
                pair => pair,
            };
            let value = if symmetry & 1 == 1 { self.at(v, u) } else { self.at(u, v) };
            value * sign(symmetry & 2 != 0 && u % 2 == 1) * sign(symmetry & 4 != 0 && v % 2 == 1)
        });
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.iter().skip(WAVES * WAVES / 2 - 1).take(2).sum::<f64>() / 2.0;
        values.iter().fold(0, |hash, value| (hash << 1) | u64::from(*value > middle))
    }
}

#[cfg(test)]
#[path = "hash_tests.rs"]
mod tests;
