//! `photo_search_1m_*`: one perceptual hash among a million, exact to seven bits, by the store's
//! own statement, against a scan of the same million in memory.

use std::{collections::BTreeMap, time::Instant};

use domain::{Error, Place, policy::Matrix};
use picture::hash::LOOK_BITS;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{Engine, Query, Store, StoreConfig, Tx, testing};
use tests::figures::{Figure, median};

/// Hashes that are kept.
const KEPT: usize = 1_000_000;
/// Searches that are timed; as many come before to warm up.
const SEARCHES: usize = 600;
const SEED: u64 = 20_260_302;

/// One search as a reader of the room asks it.
struct Near(u64);

impl Query for Near {
    const METHOD: &'static str = "bench/Near";
    type Answer = BTreeMap<i64, u32>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        monitoring::near_hashes(tx, self.0).await
    }
}

pub async fn run(engine: Engine) {
    let mut random = StdRng::seed_from_u64(SEED);
    let hashes: Vec<u64> = (0..KEPT).map(|_| random.random()).collect();
    let store = filled(engine, &hashes).await;
    let (mut ours, mut theirs, mut found) = (Vec::new(), Vec::new(), 0);
    for n in 0..2 * SEARCHES {
        let query = asked(&hashes, n, &mut random);
        let begin = Instant::now();
        let answer = store.answer(None, Near(query)).await.expect("a search answers");
        let our_us = begin.elapsed().as_secs_f64() * 1e6;
        let begin = Instant::now();
        let expected = scan(&hashes, query);
        let scan_us = begin.elapsed().as_secs_f64() * 1e6;
        assert_eq!(answer, expected, "the same answers for {query:016x}");
        if n >= SEARCHES {
            ours.push(our_us);
            theirs.push(scan_us);
            found += answer.len();
        }
    }
    let mut nanos: Vec<u64> = ours.iter().map(|us| (us * 1e3) as u64).collect();
    let name = match engine {
        Engine::Sqlite => "photo_search_1m_sqlite",
        Engine::Postgres => "photo_search_1m_postgres",
    };
    println!(
        "{name}: p50 {:.3} ms, p99 {:.3} ms, {found} found by {SEARCHES} searches, all as the scan says",
        median(&ours) / 1e3,
        tests::figures::percentile(&mut nanos, 0.99) as f64 / 1e6,
    );
    let ratio = median(&theirs) / median(&ours);
    let (ours, theirs) = (median(&ours), median(&theirs));
    Figure { name, peer: "linear_scan", ratio, ours, theirs, unit: "us", n: SEARCHES }.report();
}

/// Every other one lies near a kept hash, by up to nine bits; the rest lie anywhere.
fn asked(hashes: &[u64], n: usize, random: &mut StdRng) -> u64 {
    if n % 2 == 1 {
        return random.random();
    }
    let mut query = hashes[random.random_range(0..hashes.len())];
    for _ in 0..random.random_range(0..10) {
        query ^= 1_u64 << random.random_range(0..64_u32);
    }
    query
}

fn scan(hashes: &[u64], query: u64) -> BTreeMap<i64, u32> {
    hashes
        .iter()
        .map(|hash| (*hash, (hash ^ query).count_ones()))
        .filter(|(_, bits)| *bits <= LOOK_BITS)
        .map(|(hash, bits)| (i64::from_ne_bytes(hash.to_ne_bytes()), bits))
        .collect()
}

/// One photo holds them all: what a search reads is the same as with a million photos.
const PROJECT: &str = "INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan,
    work_class, intervention, name, amount_sen, volume_e4, unit, state, state_since_us,
    proposed_by, created_us) VALUES ('35.10.25.2010', $1, 2026, '02.03.14', 'culvert', 'new', 'x',
    1, 0, '', 'draft', 0, $1, 0)";
const PHOTO: &str =
    "INSERT INTO monitoring_photo (desa_id, photo_id, project_id, stage, size_bytes,
    sha256, taken_us, state, sent_by, started_us)
    VALUES ('35.10.25.2010', $1, $1, 0, 1, $2, 0, 'uploading', $1, 0)";
const HASHES_SQLITE: &str = "INSERT INTO monitoring_photo_hash
    SELECT '35.10.25.2010', $1, $3 + key, $1, value, (value >> 48) & 65535, (value >> 32) & 65535,
           (value >> 16) & 65535, value & 65535 FROM json_each($2)";
const HASHES_POSTGRES: &str = "INSERT INTO monitoring_photo_hash
    SELECT '35.10.25.2010', $1, $3 + n, $1, value, (value >> 48) & 65535, (value >> 32) & 65535,
           (value >> 16) & 65535, value & 65535 FROM unnest($2) WITH ORDINALITY AS t (value, n)";

/// A store of its own with every hash.
#[expect(clippy::disallowed_methods, reason = "a bench has a folder of its own")]
async fn filled(engine: Engine, hashes: &[u64]) -> Store {
    let mark = uuid::Uuid::new_v4().simple().to_string();
    let folder = std::env::current_dir()
        .expect("there is a folder")
        .join("target/bench/scratch")
        .join(format!("photos-{mark}"));
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.display()),
        Engine::Postgres => testing::postgres_database(&mark).await,
    };
    let matrix = Matrix::new([(Near::METHOD, domain::policy::Rule::Open)], 0);
    let store = Store::open(StoreConfig::new(url.clone()), matrix).await.expect("a store opens");
    let kept: Vec<i64> = hashes.iter().map(|hash| i64::from_ne_bytes(hash.to_ne_bytes())).collect();
    match engine {
        Engine::Sqlite => fill_sqlite(&folder.join("lumbung.db"), &kept).await,
        Engine::Postgres => fill_postgres(&url, &kept).await,
    }
    store
}

/// The pieces in which hashes are put in, with the number of their first.
fn pieces(kept: &[i64]) -> impl Iterator<Item = (&[i64], i64)> {
    kept.chunks(50_000).zip((0_i64..).step_by(50_000))
}

const ID: uuid::Uuid = uuid::Uuid::from_u128(1);
const SHA256: [u8; 32] = [0; 32];

async fn fill_sqlite(file: &std::path::Path, kept: &[i64]) {
    let url = format!("sqlite:{}", file.display());
    let mut conn = SqliteConnection::connect(&url).await.expect("the file opens");
    sqlx::query(PROJECT).bind(ID).execute(&mut conn).await.expect("a project");
    sqlx::query(PHOTO).bind(ID).bind(&SHA256[..]).execute(&mut conn).await.expect("a photo");
    for (piece, at) in pieces(kept) {
        let insert = sqlx::query(HASHES_SQLITE).bind(ID).bind(format!("{piece:?}")).bind(at);
        insert.execute(&mut conn).await.expect("hashes");
    }
}

async fn fill_postgres(url: &str, kept: &[i64]) {
    let mut conn = PgConnection::connect(url).await.expect("PostgreSQL answers");
    sqlx::query(PROJECT).bind(ID).execute(&mut conn).await.expect("a project");
    sqlx::query(PHOTO).bind(ID).bind(&SHA256[..]).execute(&mut conn).await.expect("a photo");
    for (piece, at) in pieces(kept) {
        let insert = sqlx::query(HASHES_POSTGRES).bind(ID).bind(piece).bind(at);
        insert.execute(&mut conn).await.expect("hashes");
    }
    // What a running server's own housekeeping does after so many rows.
    let tidy = "VACUUM ANALYZE monitoring_photo_hash";
    sqlx::query(tidy).execute(&mut conn).await.expect("statistics");
}
