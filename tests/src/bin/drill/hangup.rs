//! Clients that hang up at random moments (PostgreSQL).
//!
//! A call that is dropped must leave either its whole effect or none, and no
//! connection inside a transaction; what was acknowledged must stay.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sqlx::{Connection as _, PgConnection};
use tests::{
    desk::Desk,
    engine::{Engine, Prepared},
    history::{Call, Ending, History},
    people::channel,
    server::{Options, Running, log_tail},
};

use crate::{checker::check, outcome::resolve, verdict::Verdict};

/// Cancelled calls wanted of the real server.
const CANCELS: u64 = 5_000;
/// Cancelled calls within which the planted fault must show.
const CANCELS_PLANTED: u64 = 3_000;
/// Clients at once.
const CLIENTS: u64 = 16;
/// A client waits at most this long before it hangs up, microseconds.
const PATIENCE_US: u64 = 80_000;
/// One call of so many is waited for to its end: on a slow machine calls that were hung up on would
/// pile up else, and nobody be answered any more.
const PATIENT_ONE_OF: u32 = 8;
/// As long as any call may take.
const TO_THE_END: Duration = Duration::from_secs(60);
/// Connections that have been inside a transaction without doing anything for a second.
const IDLE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'
      AND state_change < clock_timestamp() - interval '1 second'";

pub async fn drill(verdict: &mut Verdict) {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let done = cancels(Options::default(), CANCELS, seed).await;
    println!(
        "{} calls hung up, {} answered, {} of the hung up had taken effect, {} connections left in a transaction",
        done.cancelled, done.answered, done.happened, done.idle
    );
    verdict.hold("no acknowledged write is lost by hang-ups", &done.wrong);
    verdict.that("no connection is left in a transaction", done.idle == 0);
    verdict.that(
        "calls were hung up on and others answered",
        done.cancelled >= CANCELS && done.answered > 100,
    );
    let sabotage = Some("work-on-caller,no-release-guard".to_owned());
    let options = Options { sabotage, ..Options::default() };
    let planted = cancels(options, CANCELS_PLANTED, seed).await;
    println!("planted fault: {} connections left, {:?}", planted.idle, planted.wrong.first());
    verdict.that(
        "work on the caller's own future is caught",
        planted.idle > 0 || !planted.wrong.is_empty(),
    );
}

struct Done {
    cancelled: u64,
    answered: u64,
    happened: usize,
    idle: i64,
    wrong: Vec<String>,
}

async fn cancels(options: Options, wanted: u64, seed: u64) -> Done {
    let planted = options.sabotage.is_some();
    let server = Running::start(Prepared::copy(Engine::Postgres).await, options).await;
    let desks = Desk::all(&channel(&server.address())).await;
    let history = Arc::new(History::default());
    let cancelled = Arc::new(AtomicU64::new(0));
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..CLIENTS {
        let (history, cancelled) = (history.clone(), cancelled.clone());
        let desk = desks[usize::try_from(number).unwrap_or_default() % desks.len()].clone();
        let mut random = StdRng::seed_from_u64(seed.wrapping_add(number));
        clients.spawn(async move {
            while cancelled.load(Ordering::Relaxed) < wanted {
                let request_id = client::request_id();
                let patience = match random.random_ratio(1, PATIENT_ONE_OF) {
                    true => TO_THE_END,
                    false => Duration::from_micros(random.random_range(0..PATIENCE_US)),
                };
                let call = desk.receive_as(&request_id, 1);
                let ending = match tokio::time::timeout(patience, call).await {
                    Ok(ending) => ending,
                    Err(_) => {
                        cancelled.fetch_add(1, Ordering::Relaxed);
                        Ending::Unknown
                    }
                };
                history.add(Call {
                    request_id,
                    place: desk.desa.clone(),
                    account: desk.keu.account.clone(),
                    method: "RecordReceipt",
                    ending,
                });
            }
        });
    }
    let url = server.prepared().url().expect("PostgreSQL has an address").to_owned();
    let mut idle = 0;
    while !clients.is_empty() {
        let _ = tokio::time::timeout(Duration::from_millis(100), clients.join_next()).await;
        idle = idle.max(left(&url).await);
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    idle = idle.max(left(&url).await);
    let mut calls = history.take();
    let answered = calls.iter().filter(|call| matches!(call.ending, Ending::Acked(_))).count();
    if !(planted && idle > 0) {
        resolve(&mut calls, &desks).await;
    }
    let acked = calls.iter().filter(|call| matches!(call.ending, Ending::Acked(_))).count();
    let wrong =
        if planted && idle > 0 { Vec::new() } else { check(server.prepared(), &calls).await };
    if !wrong.is_empty() && !planted {
        println!("{}", log_tail(server.prepared().folder()));
    }
    Done {
        cancelled: cancelled.load(Ordering::Relaxed),
        answered: u64::try_from(answered).unwrap_or_default(),
        happened: acked - answered,
        idle,
        wrong,
    }
}

async fn left(url: &str) -> i64 {
    let mut conn = PgConnection::connect(url).await.expect("PostgreSQL answers");
    sqlx::query_scalar(IDLE).fetch_one(&mut conn).await.expect("activity can be read")
}
