//! SIGKILL under eight writers at random moments (SQLite).
//!
//! No acknowledged write may be lost, no invariant broken, and every unknown
//! outcome must be told by GetOutcome. The data lie in memory, which survives
//! the process: what a killed process loses is what this drill looks for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tests::{
    desk::{Desk, REFUSED, run},
    engine::{Engine, Prepared},
    history::{Call, Ending, History},
    people::channel,
    server::{Options, Running, log_tail},
};

use crate::{checker::check, outcome::resolve, verdict::Verdict};

/// Kills of the real server.
const KILLS: u32 = 120;
/// Kills within which the planted fault must show.
const KILLS_PLANTED: u32 = 40;
/// Rounds after which the writers give their passwords again.
const STEP_UP_EVERY: u32 = 40;

pub async fn drill(verdict: &mut Verdict) {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let done = kills(Options::default(), KILLS, seed, false).await;
    println!(
        "{} kills, {} writes acknowledged, {} outcomes asked for, {} refused; restart p50 {:?}",
        done.kills, done.acked, done.asked, done.refused, done.restart
    );
    verdict.hold("no acknowledged write is lost and no invariant broken by kills", &done.wrong);
    verdict.that("most writes were acknowledged", done.acked > u64::from(done.kills));
    verdict.that("some outcomes were unknown and became known", done.asked > 0);
    let options = Options { sabotage: Some("ack-before-commit".to_owned()), ..Options::default() };
    let planted = kills(options, KILLS_PLANTED, seed, true).await;
    println!("planted fault: {} kills until {:?}", planted.kills, planted.wrong.first());
    verdict.that("an answer sent before its commit is caught", !planted.wrong.is_empty());
}

struct Done {
    kills: u32,
    acked: u64,
    asked: usize,
    refused: u64,
    restart: Duration,
    wrong: Vec<String>,
}

/// Kills again and again; with `until_wrong` the store is checked after each kill.
async fn kills(options: Options, rounds: u32, seed: u64, until_wrong: bool) -> Done {
    let mut random = StdRng::seed_from_u64(seed);
    let mut server = Running::start(Prepared::copy(Engine::Sqlite).await, options).await;
    let desks = Desk::all(&channel(&server.address())).await;
    let refused_before = REFUSED.load(Ordering::Relaxed);
    let mut calls: Vec<Call> = Vec::new();
    let mut restarts = Vec::new();
    let mut done = Done {
        kills: 0,
        acked: 0,
        asked: 0,
        refused: 0,
        restart: Duration::ZERO,
        wrong: Vec::new(),
    };
    while done.kills < rounds && done.wrong.is_empty() {
        if done.kills.is_multiple_of(STEP_UP_EVERY) {
            for desk in &desks {
                desk.step_up().await;
            }
        }
        let history = Arc::new(History::default());
        let stop = Arc::new(AtomicBool::new(false));
        let writers = run(&desks, &history, &stop);
        tokio::time::sleep(Duration::from_millis(random.random_range(50..400))).await;
        server.kill();
        stop.store(true, Ordering::Relaxed);
        writers.join_all().await;
        restarts.push(server.restart().await);
        let mut round = history.take();
        done.asked += resolve(&mut round, &desks).await;
        calls.append(&mut round);
        done.kills += 1;
        if until_wrong || done.kills.is_multiple_of(30) {
            server.kill();
            done.wrong = check(server.prepared(), &calls).await;
            server.restart().await;
        }
    }
    server.kill();
    if done.wrong.is_empty() {
        done.wrong = check(server.prepared(), &calls).await;
    }
    if !done.wrong.is_empty() && !until_wrong {
        println!("{}", log_tail(server.prepared().folder()));
        println!("kept: {}", server.prepared().folder().display());
    }
    let acked = calls.iter().filter(|call| matches!(call.ending, Ending::Acked(_))).count();
    done.acked = u64::try_from(acked).unwrap_or_default();
    done.refused = REFUSED.load(Ordering::Relaxed) - refused_before;
    restarts.sort();
    done.restart = restarts.get(restarts.len() / 2).copied().unwrap_or_default();
    done
}
