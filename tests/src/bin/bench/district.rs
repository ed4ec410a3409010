//! `district_report_100k`: every pair within 50 m among 100,000 works in the store, read from
//! SQLite in the measured time, against peers that join places already in their memory.

use std::{path::Path, sync::Mutex, time::Instant};

use domain::{
    Clock, Error, Place,
    policy::{Matrix, Rule},
};
use gate::scan;
use store::{Query, Store, StoreConfig, Tx};
use tests::{
    engine::scratch,
    peers::{Tally, mercator, write_shapes},
    register,
};

use crate::joins::{self, MERIDIAN_DEG, RADIUS_M};

/// Pairs of runs: ours takes so little that a few would measure what else the machine did.
const PAIRS: usize = 11;

const METHOD: &str = "internal/bench/Report";

/// Reads the district and joins it.
struct Report;

impl Query for Report {
    const METHOD: &'static str = METHOD;
    type Answer = (Tally, f64);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let begin = Instant::now();
        let scan = scan::read(tx, &Place::parse("35.10")?).await?;
        let read_s = begin.elapsed().as_secs_f64();
        let numbers: Vec<u32> =
            scan.claims.iter().map(|claim| register::number_of(*claim) as u32).collect();
        let tally = || Numbered { numbers: &numbers, tally: Tally::default() };
        // A task that computes for long tells the runtime so.
        let found = tokio::task::block_in_place(|| scan.join(RADIUS_M, tally));
        let tally = Tally::sum(found.into_iter().map(|numbered| numbered.tally).collect());
        Ok((tally, read_s))
    }
}

/// Counts pairs by the works' own numbers, whatever order the store read them in.
struct Numbered<'a> {
    numbers: &'a [u32],
    tally: Tally,
}

impl gate::join::Visit for Numbered<'_> {
    fn near(&mut self, first: u32, others: &[u32]) {
        let number = |at: u32| self.numbers[at as usize];
        self.tally.pairs += others.len() as u64;
        self.tally.checksum +=
            others.iter().map(|other| u64::from(number(first) ^ number(*other))).sum::<u64>();
    }
}

pub async fn run(name: &str, only: &[String]) {
    let shapes = joins::clear_shapes(100_000, 44);
    let file = write_shapes(name, &shapes, mercator(MERIDIAN_DEG));
    let folder = scratch().join("district");
    let _ = std::fs::remove_dir_all(&folder);
    let matrix = || Matrix::new([(METHOD, Rule::Open)], 0);
    let url = format!("sqlite:{}", folder.display());
    let config = StoreConfig { clock: Clock::system(), ..StoreConfig::new(url) };
    let store = Store::open(config.clone(), matrix()).await.expect("the store opens");
    store.close().await;
    drop(store);
    register::fill_sqlite(&folder.join("lumbung.db"), &shapes, &[]).await;
    drop(shapes);
    let store = Store::open(config, matrix()).await.expect("the store opens again");
    let reads = Mutex::new(Vec::new());
    let runtime = tokio::runtime::Handle::current();
    let report = || {
        let answer = tokio::task::block_in_place(|| runtime.block_on(store.answer(None, Report)));
        let (tally, read_s) = answer.expect("the district is reported");
        reads.lock().unwrap().push(read_s * 1e3);
        tally
    };
    compare_all(name, &file, only, report).await;
    let reads = reads.into_inner().unwrap();
    println!("{name}: reading alone {:.1} ms", tests::figures::median(&reads));
}

async fn compare_all(name: &str, file: &Path, only: &[String], report: impl Fn() -> Tally) {
    if joins::wanted(only, "sedonadb") {
        let duel = joins::python("sedonadb_shapes", file, &report);
        joins::compare(name, "sedonadb", duel.of_pairs(PAIRS)).await;
    }
    if joins::wanted(only, "postgis_geography") {
        let duel = joins::postgis(file, true, &report).await;
        joins::compare(name, "postgis_geography", duel.of_pairs(PAIRS)).await;
    }
}
