//! Places for benches: works along the roads of villages, the same for the same seed.
//!
//! Of the density met in Banyuwangi: 13 km of village road, 460 works a village and ten years
//! (100,000 in the district), or ten times that for the dense case.

use domain::geo::{LonLat, Shape};
use gate::{frame::Frame, join::Collection};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

/// Metres of road in a village.
const ROADS_M: f64 = 13_000.0;
/// Length of one straight piece of road.
const PIECE_M: f64 = 60.0;
/// What a phone is off, metres, to either side.
const NOISE_M: f64 = 5.0;
/// West, south, east, north of Banyuwangi's box, degrees.
pub const DISTRICT: [f64; 4] = [113.80, -8.95, 114.62, -7.72];
/// The same of ten districts around it, for ten times the works at one density.
pub const REGION: [f64; 4] = [111.40, -8.45, 114.90, -6.75];
/// The country.
pub const COUNTRY: [f64; 4] = [95.30, -10.60, 140.90, 5.70];
/// Villages of the district.
pub const VILLAGES: usize = 217;

/// A village's roads, each a run of positions.
struct Village {
    roads: Vec<Vec<[f64; 2]>>,
    frame: Frame,
}

impl Village {
    fn new(random: &mut StdRng, [west, south, east, north]: [f64; 4]) -> Self {
        let frame = Frame::at(random.random_range(west..east), random.random_range(south..north));
        let (mut roads, mut left_m) = (Vec::new(), ROADS_M);
        while left_m > 0.0 {
            let length_m = random.random_range(200.0..1_500.0_f64).min(left_m).max(PIECE_M);
            let mut heading = random.random_range(0.0..std::f64::consts::TAU);
            let mut at = [random.random_range(-900.0..900.0), random.random_range(-900.0..900.0)];
            let mut road = vec![at];
            for _ in 0..(length_m / PIECE_M) as usize {
                heading += random.random_range(-0.35..0.35);
                at = [at[0] + PIECE_M * heading.cos(), at[1] + PIECE_M * heading.sin()];
                road.push(at);
            }
            left_m -= length_m;
            roads.push(road);
        }
        Self { roads, frame }
    }

    /// A stretch of a road from a random place on; of no length it is one position.
    fn stretch(&self, random: &mut StdRng, length_m: f64) -> Vec<[f64; 2]> {
        let pieces: usize = self.roads.iter().map(|road| road.len() - 1).sum();
        let mut piece = random.random_range(0..pieces);
        let road = self
            .roads
            .iter()
            .find(|road| {
                let here = piece < road.len() - 1;
                piece -= if here { 0 } else { road.len() - 1 };
                here
            })
            .expect("a village has roads");
        let from_m = (piece as f64 + random.random_range(0.0..1.0)) * PIECE_M;
        let end_m = (road.len() - 1) as f64 * PIECE_M;
        let to_m = (from_m + length_m).min(end_m);
        let point = |at_m: f64| {
            let piece = ((at_m / PIECE_M) as usize).min(road.len() - 2);
            let share = at_m / PIECE_M - piece as f64;
            let (a, b) = (road[piece], road[piece + 1]);
            [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
        };
        let mut stretch = vec![point(from_m)];
        if length_m > 0.0 {
            let mut at_m = from_m + 20.0;
            while at_m < to_m {
                stretch.push(point(at_m));
                at_m += 20.0;
            }
            stretch.push(point(to_m.max(from_m + 5.0)));
        }
        for [x, y] in &mut stretch {
            *x += random.random_range(-NOISE_M..NOISE_M);
            *y += random.random_range(-NOISE_M..NOISE_M);
        }
        stretch
    }

    fn place(&self, [x, y]: [f64; 2]) -> Option<LonLat> {
        let [lon, lat] = self.frame.lon_lat_deg([x, y]);
        LonLat::new(lon, lat).ok()
    }

    /// A shape of the usual mixture: 45 of a hundred points, 45 lines, 10 small areas.
    fn shape(&self, random: &mut StdRng) -> Option<Shape> {
        let kind = random.random_range(0..100);
        if kind < 45 {
            return Some(Shape::point(self.place(self.stretch(random, 0.0)[0])?));
        }
        if kind < 90 {
            let length_m = random.random_range(40.0..180.0);
            let line = self.stretch(random, length_m);
            return Shape::line(line.into_iter().filter_map(|at| self.place(at)).collect()).ok();
        }
        let [x, y] = self.stretch(random, 0.0)[0];
        let (w, h) = (random.random_range(12.0..40.0), random.random_range(12.0..40.0));
        let corners = [[x, y], [x + w, y + 2.0], [x + w - 1.0, y + h], [x - 1.0, y + h]];
        Shape::polygon(vec![corners.into_iter().filter_map(|at| self.place(at)).collect()]).ok()
    }
}

fn villages(random: &mut StdRng, count: usize, area: [f64; 4]) -> Vec<Village> {
    (0..count).map(|_| Village::new(random, area)).collect()
}

/// Points on the roads of villages in an area.
pub fn points(count: usize, villages_count: usize, area: [f64; 4], seed: u64) -> Vec<LonLat> {
    let mut random = StdRng::seed_from_u64(seed);
    let villages = villages(&mut random, villages_count, area);
    let mut points = Vec::with_capacity(count);
    while points.len() < count {
        let village = &villages[random.random_range(0..villages.len())];
        let at = village.stretch(&mut random, 0.0)[0];
        points.extend(village.place(at));
    }
    points
}

/// Points, lines and areas on the roads of villages in an area.
pub fn shapes(count: usize, villages_count: usize, area: [f64; 4], seed: u64) -> Vec<Shape> {
    let mut random = StdRng::seed_from_u64(seed);
    let villages = villages(&mut random, villages_count, area);
    let mut shapes = Vec::with_capacity(count);
    while shapes.len() < count {
        let village = &villages[random.random_range(0..villages.len())];
        shapes.extend(village.shape(&mut random));
    }
    shapes
}

/// Which of a collection are left when of each pair whose distance lies between two radii one is
/// taken away: peers that compute in one plane for a district, millimetres off at its edge, then
/// must answer the very same pairs.
pub fn clear_of(collection: &Collection, low_m: f64, high_m: f64) -> Vec<bool> {
    let threads = gate::join::threads();
    let near = |radius_m: f64| {
        let mut all: Vec<u64> = gate::join::shapes(collection, radius_m, threads, Sums::default)
            .into_iter()
            .fold(vec![0; collection.len()], |mut all, sums| {
                all.resize(collection.len(), 0);
                for (at, sum) in sums.0.into_iter().enumerate() {
                    all[at] += sum;
                }
                all
            });
        all.resize(collection.len(), 0);
        all
    };
    let (low, high) = (near(low_m), near(high_m));
    low.iter().zip(&high).map(|(low, high)| low == high).collect()
}

/// How many pairs each shape is told first in, and how many second.
#[derive(Default)]
struct Sums(Vec<u64>);

impl gate::join::Visit for Sums {
    fn near(&mut self, first: u32, others: &[u32]) {
        let most = others.iter().copied().fold(first, u32::max) as usize;
        if self.0.len() <= most {
            self.0.resize(most + 1, 0);
        }
        self.0[first as usize] += others.len() as u64;
        for other in others {
            self.0[*other as usize] += 1;
        }
    }
}
