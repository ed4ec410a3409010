//! `durable_write_*`: SubmitSpp through the whole door by 32 clients, against as
//! many bare one-row durable transactions by the same driver on the same store.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use sqlx::{
    PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
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
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS bare (id BIGINT PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO bare (id, body) VALUES ($1, $2)";

static NEXT: AtomicUsize = AtomicUsize::new(1);

impl Bare {
    async fn open(engine: Engine, beside: &Prepared) -> Self {
        let bare = match engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::new()
                    .filename(beside.folder().join("bare.db"))
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                // SQLite has one writer; more connections would only wait for each other.
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
                Self::Sqlite(pool.expect("a bare SQLite opens"))
            }
            Engine::Postgres => {
                let url = beside.url().expect("PostgreSQL has an address");
                let pool = PgPoolOptions::new().max_connections(8).connect(url).await;
                Self::Postgres(pool.expect("PostgreSQL answers"))
            }
        };
        match &bare {
            Self::Sqlite(pool) => sqlx::query(TABLE).execute(pool).await.map(|_| ()),
            Self::Postgres(pool) => sqlx::query(TABLE).execute(pool).await.map(|_| ()),
        }
        .expect("the bare table is made");
        bare
    }

    async fn write(&self) -> f64 {
        let left = Arc::new(AtomicUsize::new(WRITES));
        let mut clients = tokio::task::JoinSet::new();
        let begin = Instant::now();
        for _ in 0..CLIENTS {
            let (bare, left) = (self.clone(), left.clone());
            clients.spawn(async move {
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
                    .is_ok()
                {
                    bare.one().await;
                }
            });
        }
        clients.join_all().await;
        WRITES as f64 / begin.elapsed().as_secs_f64()
    }

    async fn one(&self) {
        let id = NEXT.fetch_add(1, Ordering::Relaxed) as i64;
        let body = "one row of about the size of a request";
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin().await.expect("a transaction begins");
                sqlx::query(INSERT).bind(id).bind(body).execute(&mut *tx).await.expect("a row");
                tx.commit().await.expect("a row is durable");
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await.expect("a transaction begins");
                sqlx::query(INSERT).bind(id).bind(body).execute(&mut *tx).await.expect("a row");
                tx.commit().await.expect("a row is durable");
            }
        }
    }
}
