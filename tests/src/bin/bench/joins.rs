//! `all_pairs_*` and `country_15m`: every pair within 50 m in memory, against engines that have
//! the same places in theirs. Every arm answers a count and a checksum, which must be equal.

use std::{path::Path, time::Instant};

use domain::geo::{DEGREE, LonLat, Shape};
use gate::{
    frame::Frame,
    join::{self, Collection},
};
use tests::{
    figures::{Figure, median, peak_mib, reset_peak},
    peers::{Postgis, PythonPeer, Tally, mercator, write_points, write_shapes},
    places::{self, COUNTRY, DISTRICT, VILLAGES},
};

/// What is compared.
pub const RADIUS_M: f64 = 50.0;
/// Places in a pair whose distance is nearer to the radius than this are left out of the data, so
/// that peers who compute in one plane answer the same pairs to the last one.
const CLEAR_M: f64 = 0.002;
/// The same for lines and areas: PostGIS joins their corners by geodesics, which stray from the
/// straight line of a plane by some millimetres along a kilometre.
const CLEAR_SHAPES_M: f64 = 0.010;
/// Of so many pairs PostGIS may have one more or less when lines and areas are compared: it has
/// ten of 42 million less than SedonaDB, DuckDB and Lumbung, who agree to the last one.
const STRAY_PAIRS: u64 = 1_000_000;
/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 5;
/// The same for peers that take minutes; nothing runs before.
const PAIRS_LONG: usize = 3;
/// The middle of the district: the meridian of the planar peers.
pub const MERIDIAN_DEG: f64 = 114.21;

/// A peer of one bench.
pub enum Peer {
    Python(PythonPeer),
    Postgis(Box<Postgis>),
}

impl Peer {
    async fn run(&mut self) -> (Tally, f64) {
        match self {
            Self::Python(peer) => peer.run(),
            Self::Postgis(peer) => peer.run().await,
        }
    }
}

/// Runs both arms in turn and reports their ratio.
pub async fn compare(name: &str, peer_name: &str, duel: Duel<'_>) {
    let Duel { mut peer, ours: mut run, pairs, warm, lenient } = duel;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..pairs + usize::from(warm) {
        let begin = Instant::now();
        let mine = run();
        let mine_s = begin.elapsed().as_secs_f64();
        let (other, other_s) = peer.run().await;
        if lenient && mine != other {
            let apart = mine.pairs.abs_diff(other.pairs);
            println!("{name}: {peer_name} finds {} pairs, {apart} apart", other.pairs);
            assert!(apart <= mine.pairs / STRAY_PAIRS, "{name}: {peer_name} finds other pairs");
        } else {
            assert_eq!(mine, other, "{name}: {peer_name} finds other pairs");
        }
        if pair > 0 || !warm {
            ours.push(mine_s * 1e3);
            theirs.push(other_s * 1e3);
            ratios.push(other_s / mine_s);
        }
        if pair == 0 {
            println!("{name}, {peer_name}: {} pairs, checksum {}", mine.pairs, mine.checksum);
        }
    }
    if let Peer::Python(peer) = &peer {
        println!("{name}, {peer_name}: peak memory of the peer {:.0} MiB", peer.peak_mib);
    }
    Figure {
        name,
        peer: peer_name,
        ratio: median(&ratios),
        ours: median(&ours),
        theirs: median(&theirs),
        unit: "ms",
        n: ratios.len(),
    }
    .report();
}

/// Our run and a peer, how often, whether one pair of runs goes before, and whether single pairs
/// may differ.
pub struct Duel<'a> {
    peer: Peer,
    ours: Box<dyn FnMut() -> Tally + 'a>,
    pairs: usize,
    warm: bool,
    lenient: bool,
}

impl Duel<'_> {
    /// Runs so many pairs, and one more first that is not counted.
    pub fn of_pairs(self, pairs: usize) -> Self {
        Self { pairs, warm: true, ..self }
    }
}

pub fn python<'a>(arm: &str, file: &Path, ours: impl FnMut() -> Tally + 'a) -> Duel<'a> {
    let peer = Peer::Python(PythonPeer::start(arm, file, RADIUS_M));
    Duel { peer, ours: Box::new(ours), pairs: PAIRS, warm: true, lenient: false }
}

pub async fn postgis<'a>(file: &Path, shapes: bool, ours: impl FnMut() -> Tally + 'a) -> Duel<'a> {
    let peer = Postgis::load("lumbung_bench_join", file, RADIUS_M, shapes).await;
    let peer = Peer::Postgis(Box::new(peer));
    Duel { peer, ours: Box::new(ours), pairs: PAIRS_LONG, warm: false, lenient: shapes }
}

pub fn wanted(only: &[String], peer: &str) -> bool {
    only.is_empty() || only.iter().any(|one| one == peer)
}

/// Points in Banyuwangi's box; `only` picks peers.
pub async fn points(name: &str, count: usize, only: &[String]) {
    let all = places::points(count + count / 50, VILLAGES, DISTRICT, 41);
    let collection: Collection =
        all.iter().map(|at| Shape::point(*at)).collect::<Vec<_>>().iter().collect();
    let clear = places::clear_of(&collection, RADIUS_M - CLEAR_M, RADIUS_M + CLEAR_M);
    let points: Vec<LonLat> = all
        .iter()
        .zip(&clear)
        .filter(|(_, clear)| **clear)
        .map(|(at, _)| *at)
        .take(count)
        .collect();
    assert_eq!(points.len(), count);
    let file = write_points(name, &points, mercator(MERIDIAN_DEG));
    let threads = join::threads();
    let run = || Tally::sum(join::points(&points, RADIUS_M, threads, Tally::default));
    for (peer, arm) in [("duckdb_grid", "duckdb_grid"), ("sedonadb", "sedonadb_points")] {
        if wanted(only, peer) {
            compare(name, peer, python(arm, &file, run)).await;
        }
    }
    if wanted(only, "postgis_geography") {
        let duel = postgis(&file, false, run).await;
        compare(name, "postgis_geography", duel).await;
    }
}

/// Points, lines and areas in Banyuwangi's box.
pub async fn mixed(name: &str, count: usize, only: &[String]) {
    let shapes = clear_shapes(count, 42);
    let file = write_shapes(name, &shapes, mercator(MERIDIAN_DEG));
    let collection: Collection = shapes.iter().collect();
    drop(shapes);
    let threads = join::threads();
    let run = || Tally::sum(join::shapes(&collection, RADIUS_M, threads, Tally::default));
    for (peer, arm) in [("duckdb_spatial", "duckdb_spatial"), ("sedonadb", "sedonadb_shapes")] {
        if wanted(only, peer) {
            let duel = Duel { pairs: PAIRS_LONG, ..python(arm, &file, run) };
            compare(name, peer, duel).await;
        }
    }
    if wanted(only, "postgis_geography") {
        let duel = postgis(&file, true, run).await;
        compare(name, "postgis_geography", duel).await;
    }
}

/// Shapes of the district, none in a pair at the very radius.
pub fn clear_shapes(count: usize, seed: u64) -> Vec<Shape> {
    let all = places::shapes(count + count / 8, VILLAGES, DISTRICT, seed);
    let collection: Collection = all.iter().collect();
    let clear = places::clear_of(&collection, RADIUS_M - CLEAR_SHAPES_M, RADIUS_M + CLEAR_SHAPES_M);
    let mut kept: Vec<Shape> =
        all.into_iter().zip(clear).filter(|(_, clear)| *clear).map(|(shape, _)| shape).collect();
    assert!(kept.len() >= count);
    kept.truncate(count);
    kept
}

/// The whole country, ten years: 75,000 villages with 200 works each.
pub async fn country(name: &str, count: usize) {
    let points = places::points(count, count / 200, COUNTRY, 43);
    // Metres a degree at each point: its own plane.
    let scales = |at: LonLat| Frame::at(0.0, f64::from(at.lat_e7) / DEGREE).metres_per_degree();
    let file = write_points(name, &points, scales);
    let threads = join::threads();
    let run = || Tally::sum(join::points(&points, RADIUS_M, threads, Tally::default));
    let before_mib = reset_peak();
    let begin = Instant::now();
    let tally = run();
    println!(
        "{name}: {} pairs in {:.2} s, {:.0} MiB over the input of {:.0} MiB",
        tally.pairs,
        begin.elapsed().as_secs_f64(),
        peak_mib() - before_mib,
        (points.len() * 8) as f64 / f64::from(1 << 20),
    );
    let duel = Duel { pairs: PAIRS_LONG, warm: false, ..python("duckdb_country", &file, run) };
    compare(name, "duckdb_grid", duel).await;
}
