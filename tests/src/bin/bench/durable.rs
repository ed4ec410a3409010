//! `durable_write_*`: SubmitSpp through the whole door by 32 clients, against as
//! many bare one-row durable transactions by the same driver on the same store. Both sides
//! commit with the same syncing, and take turns.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use sqlx::{PgPool, postgres::PgPoolOptions};
use tests::{
    desk::Desk,
    engine::{Engine, Prepared},
    figures::{Figure, median, percentile, rss_mib},
    people::channel,
    server::Running,
};
use wire::realisation::v1::{
    CreateSppRequest, SppKind, SubmitSppRequest, spp_service_client::SppServiceClient,
};

/// Clients at once.
const CLIENTS: usize = 32;
/// Writes of one run.
const WRITES: usize = 640;
/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 5;

pub async fn run(engine: Engine) {
    let lumbung = Running::start(Prepared::copy(engine).await, Default::default()).await;
    let bare = Bare::open(engine, lumbung.prepared()).await;
    let desks = Desk::all(&channel(&lumbung.address())).await;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut latencies = Vec::new();
    for pair in 0..=PAIRS {
        for desk in &desks {
            desk.step_up().await;
        }
        let drafts = drafts(&lumbung, &desks).await;
        let (mine, mut mine_us) = submit(&lumbung, &desks, drafts).await;
        let bare_rate = bare.write().await;
        if pair > 0 {
            ours.push(mine);
            theirs.push(bare_rate);
            ratios.push(mine / bare_rate);
            latencies.append(&mut mine_us);
        }
    }
    println!(
        "SubmitSpp on {}: p50 {} us, p99 {} us with {CLIENTS} clients; RSS {:.1} MiB",
        engine.name(),
        percentile(&mut latencies, 0.50),
        percentile(&mut latencies, 0.99),
        rss_mib(lumbung.pid()),
    );
    let name = format!("durable_write_{}", engine.name());
    Figure {
        name: &name,
        peer: "bare_insert",
        ratio: median(&ratios),
        ours: median(&ours),
        theirs: median(&theirs),
        unit: "writes/s",
        n: PAIRS,
    }
    .report();
}

/// Which desk a draft belongs to, its name and etag.
type Draft = (usize, String, String);

/// Drafts to be submitted, a village's in turn.
async fn drafts(lumbung: &Running, desks: &[Desk]) -> Vec<Draft> {
    let made = Arc::new(Mutex::new(Vec::new()));
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = tokio::task::JoinSet::new();
    let connection = channel(&lumbung.address());
    for _ in 0..CLIENTS {
        let (made, next) = (made.clone(), next.clone());
        let desks = desks.to_vec();
        let mut spp = SppServiceClient::new(connection.clone());
        clients.spawn(async move {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= WRITES {
                    return;
                }
                let which = at % desks.len();
                let desk = &desks[which];
                let message = CreateSppRequest {
                    request_id: client::request_id(),
                    parent: format!("{}/tahun/2026", desk.desa),
                    kind: SppKind::Definitif.into(),
                    spp: Some(desk.spp(100)),
                };
                let draft = spp.create_spp(desk.pka.ask(message)).await.expect("a draft is made");
                let draft = draft.into_inner();
                made.lock().unwrap().push((which, draft.name, draft.etag));
            }
        });
    }
    clients.join_all().await;
    std::mem::take(&mut *made.lock().unwrap())
}

async fn submit(lumbung: &Running, desks: &[Desk], drafts: Vec<Draft>) -> (f64, Vec<u64>) {
    let count = drafts.len();
    let drafts = Arc::new(Mutex::new(drafts));
    let mut clients = tokio::task::JoinSet::new();
    let connections: Vec<_> = (0..4).map(|_| channel(&lumbung.address())).collect();
    let begin = Instant::now();
    for number in 0..CLIENTS {
        let drafts = drafts.clone();
        let desks = desks.to_vec();
        let mut spp = SppServiceClient::new(connections[number % connections.len()].clone());
        clients.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let Some((which, name, etag)) = drafts.lock().unwrap().pop() else {
                    return latencies;
                };
                let message = SubmitSppRequest { request_id: client::request_id(), name, etag };
                let at = Instant::now();
                spp.submit_spp(desks[which].pka.ask(message)).await.expect("a draft is submitted");
                latencies.push(u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
        });
    }
    let latencies: Vec<u64> = clients.join_all().await.into_iter().flatten().collect();
    (count as f64 / begin.elapsed().as_secs_f64(), latencies)
}

/// The peer: nothing but the driver and one row a transaction.
#[derive(Clone)]
enum Bare {
    Sqlite(Arc<Mutex<rusqlite::Connection>>),
    Postgres(PgPool),
}

/// What is written beside the key.
const BODY: &str = "one row of about the size of a request";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS bare (id BIGINT PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO bare (id, body) VALUES ($1, $2)";

static NEXT: AtomicUsize = AtomicUsize::new(1);

impl Bare {
    async fn open(engine: Engine, beside: &Prepared) -> Self {
        match engine {
            Engine::Sqlite => {
                let file = beside.folder().join("bare.db");
                let conn = rusqlite::Connection::open(file).expect("a bare SQLite opens");
                conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                    .expect("a bare SQLite is durable");
                conn.execute(TABLE, []).expect("the bare table is made");
                Self::Sqlite(Arc::new(Mutex::new(conn)))
            }
            Engine::Postgres => {
                let url = beside.url().expect("PostgreSQL has an address");
                let pool = PgPoolOptions::new().max_connections(8).connect(url).await;
                let pool = pool.expect("PostgreSQL answers");
                sqlx::query(TABLE).execute(&pool).await.expect("the bare table is made");
                Self::Postgres(pool)
            }
        }
    }

    async fn write(&self) -> f64 {
        let begin = Instant::now();
        match self {
            Self::Sqlite(conn) => {
                let conn = conn.clone();
                let clients = tokio::task::spawn_blocking(move || alone_on(&conn));
                clients.await.expect("bare rows are written");
            }
            Self::Postgres(pool) => {
                let left = Arc::new(AtomicUsize::new(WRITES));
                let mut clients = tokio::task::JoinSet::new();
                for _ in 0..CLIENTS {
                    let (pool, left) = (pool.clone(), left.clone());
                    clients.spawn(async move {
                        while take(&left) {
                            let mut tx = pool.begin().await.expect("a transaction begins");
                            let row = sqlx::query(INSERT).bind(next()).bind(BODY);
                            row.execute(&mut *tx).await.expect("a row");
                            tx.commit().await.expect("a row is durable");
                        }
                    });
                }
                clients.join_all().await;
            }
        }
        WRITES as f64 / begin.elapsed().as_secs_f64()
    }
}

/// SQLite has one writer, so its 32 clients are threads that take turns on one connection,
/// on which no statement waits for another thread.
fn alone_on(conn: &Mutex<rusqlite::Connection>) {
    let left = AtomicUsize::new(WRITES);
    std::thread::scope(|clients| {
        for _ in 0..CLIENTS {
            clients.spawn(|| {
                while take(&left) {
                    let conn = conn.lock().expect("no client panics");
                    for (sql, insert) in
                        [("BEGIN IMMEDIATE", false), (INSERT, true), ("COMMIT", false)]
                    {
                        let mut statement = conn.prepare_cached(sql).expect(sql);
                        let done = if insert {
                            statement.execute(rusqlite::params![next(), BODY])
                        } else {
                            statement.execute([])
                        };
                        done.expect("a row is durable");
                    }
                }
            });
        }
    });
}

/// Takes one of the writes that are left.
fn take(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok()
}

fn next() -> i64 {
    NEXT.fetch_add(1, Ordering::Relaxed) as i64
}
