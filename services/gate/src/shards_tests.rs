//! The register over two shards: two databases with a two-phase commit across them.
//!
//! A cluster commits the halves of a transaction one after the other, so for a moment one shard
//! shows it and the other does not. Whoever takes a cell's lock on one shard and looks for claims
//! on the other may look too early. Lock and claims of a cell therefore lie on one shard
//! (`migrations/citus/`); the second test shows what happens when they do not.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::policy::Matrix;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use store::{Store, StoreConfig, testing};
use uuid::Uuid;

use crate::sql;

/// Who registers at once.
const WORKERS: u64 = 6;
/// For how long.
const LASTING: Duration = Duration::from_millis(1_500);
/// Neighbouring cells that everybody registers in.
const CELLS: u64 = 4;
/// The longest pause between the two halves of a commit, microseconds.
const APART_US: u64 = 8_000;

const PUT: &str = "
    INSERT INTO gate_claim_cell (cell, claim_id, desa_id, project_id, kind, site, geometry_rev,
        class, intervention, tahun, shape, amount_sen, name, desa_name)
    VALUES ($1, $2, '', $2, 'registered', 0, 1, 'road', 'new', 2026, '', 1, '', '')";

/// Where claims lie: beside the lock of their cell, or on the other shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claims {
    Beside,
    Elsewhere,
}

/// What all workers saw and did.
#[derive(Default)]
struct Seen {
    /// Cell and id of every claim that was registered.
    claims: Mutex<Vec<(i64, Uuid)>>,
    /// Pairs of which one saw the other.
    pairs: Mutex<BTreeSet<(Uuid, Uuid)>>,
    number: AtomicU64,
}

impl Seen {
    /// Pairs in one cell of which neither saw the other.
    fn missed(&self) -> usize {
        let (claims, pairs) = (self.claims.lock().unwrap(), self.pairs.lock().unwrap());
        let mut missed = 0;
        for (at, (cell, one)) in claims.iter().enumerate() {
            let later = claims[at + 1..].iter().filter(|(other, _)| other == cell);
            missed += later
                .filter(|(_, two)| !pairs.contains(&(*one, *two)) && !pairs.contains(&(*two, *one)))
                .count();
        }
        missed
    }
}

/// Two migrated databases; each is one shard.
async fn shards(claims: Claims) -> [String; 2] {
    let mut urls = Vec::new();
    for shard in 1..=2 {
        let id = format!("shard{shard}_{claims:?}_{}", std::process::id()).to_lowercase();
        let url = testing::postgres_database(&id).await;
        let store = Store::open(StoreConfig::new(url.clone()), Matrix::default()).await.unwrap();
        store.close().await;
        urls.push(url);
    }
    urls.try_into().unwrap()
}

/// Registers again and again in two neighbouring cells, which lie on different shards.
async fn register(worker: u64, urls: [String; 2], claims: Claims, seen: Arc<Seen>) {
    let mut shards = Vec::new();
    for url in &urls {
        shards.push(PgConnection::connect(url).await.unwrap());
    }
    let mut dice = worker.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut roll = move |sides: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % sides
    };
    let begin = Instant::now();
    while begin.elapsed() < LASTING {
        let id = Uuid::from_u64_pair(worker, roll(u64::MAX));
        let first = i64::try_from(roll(CELLS - 1)).unwrap();
        let own = first + i64::try_from(roll(2)).unwrap();
        for shard in &mut shards {
            sqlx::raw_sql("BEGIN").execute(shard).await.unwrap();
        }
        let lock_of = |cell: i64| usize::try_from(cell % 2).unwrap();
        let claims_of = |cell: i64| lock_of(cell + i64::from(claims == Claims::Elsewhere));
        for cell in [first, first + 1] {
            let lock = sqlx::query(sql::LOCK_CELL.postgres).bind(cell).bind(i64::from(cell == own));
            lock.fetch_one(&mut shards[lock_of(cell)]).await.unwrap();
        }
        let mut near = Vec::new();
        for cell in [first, first + 1] {
            let read = sqlx::query(sql::READ_CLAIMS_OF_CELLS.postgres).bind(vec![cell]);
            let rows = read.fetch_all(&mut shards[claims_of(cell)]).await.unwrap();
            near.extend(rows.iter().map(|row| row.get::<Uuid, _>("claim_id")));
        }
        let put = sqlx::query(PUT).bind(own).bind(id);
        put.execute(&mut shards[claims_of(own)]).await.unwrap();
        let number = seen.number.fetch_add(1, Ordering::Relaxed);
        // A name is known to the whole server, not to a database alone.
        let name = format!("{claims:?} {} {number}", std::process::id());
        for (half, shard) in shards.iter_mut().enumerate() {
            let prepare = format!("PREPARE TRANSACTION '{name} {half}'");
            sqlx::raw_sql(AssertSqlSafe(prepare)).execute(shard).await.unwrap();
        }
        let turn = usize::try_from(roll(2)).unwrap();
        for half in [turn, 1 - turn] {
            let commit = format!("COMMIT PREPARED '{name} {half}'");
            sqlx::raw_sql(AssertSqlSafe(commit)).execute(&mut shards[half]).await.unwrap();
            tokio::time::sleep(Duration::from_micros(roll(APART_US))).await;
        }
        seen.claims.lock().unwrap().push((own, id));
        seen.pairs.lock().unwrap().extend(near.into_iter().map(|other| (id, other)));
    }
}

/// Registrations and pairs that were missed.
async fn race(claims: Claims) -> (usize, usize) {
    let urls = shards(claims).await;
    let seen = Arc::new(Seen::default());
    let mut workers = tokio::task::JoinSet::new();
    for worker in 1..=WORKERS {
        workers.spawn(register(worker, urls.clone(), claims, seen.clone()));
    }
    workers.join_all().await;
    let registered = seen.claims.lock().unwrap().len();
    (registered, seen.missed())
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn over_two_shards_no_pair_is_missed() {
        let (registered, missed) = race(Claims::Beside).await;
        println!("{registered} registrations over two shards, {missed} pairs missed");
        assert!(registered > 20);
        assert_eq!(missed, 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn claims_on_another_shard_than_their_lock_are_missed() {
        let (registered, missed) = race(Claims::Elsewhere).await;
        println!("{registered} registrations with claims elsewhere, {missed} pairs missed");
        assert!(missed > 0, "the race is hard enough to catch a wrong layout");
    }
}
