//! Backups while eight writers go on (SQLite), each restored elsewhere and served.
//!
//! What was acknowledged before a backup began must be in it, and nothing half. That the same
//! check catches a loss is shown on a plain copy of the database file, which lacks what still
//! stands in its journal.

use std::{
    fs,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt as _;
use tests::{
    desk::{Desk, run},
    engine::{Engine, Prepared},
    history::{Call, Ending, History},
    people::channel,
    server::{Options, Running, binary, log_tail},
};
use tokio::process::Command;

use crate::{checker::check, verdict::Verdict};

/// Backups, one after the other.
const BACKUPS: usize = 3;
/// How long the writers work before each.
const WORK: Duration = Duration::from_millis(500);

/// One backup, a plain copy made just before it, and how many calls had ended before both.
struct Made {
    file: PathBuf,
    plain: Prepared,
    known: usize,
}

pub async fn drill(verdict: &mut Verdict) {
    let mut server = Running::start(Prepared::copy(Engine::Sqlite).await, Options::default()).await;
    let desks = Desk::all(&channel(&server.address())).await;
    let history = Arc::new(History::default());
    let stop = Arc::new(AtomicBool::new(false));
    let writers = run(&desks, &history, &stop);
    let mut calls = Vec::new();
    let mut made = Vec::new();
    let mut busy = 0;
    for number in 0..BACKUPS {
        tokio::time::sleep(WORK).await;
        calls.append(&mut history.take());
        let known = calls.len();
        let plain = plain_copy(server.prepared());
        let file = server.prepared().folder().join(format!("backup-{number}.db"));
        lumbung(server.prepared(), "backup", &file).await;
        let mut during = history.take();
        busy += usize::from(acked(&during) > 0);
        calls.append(&mut during);
        made.push(Made { file, plain, known });
    }
    stop.store(true, Ordering::Relaxed);
    writers.join_all().await;
    calls.append(&mut history.take());
    server.kill();
    println!("{} writes acknowledged around {BACKUPS} backups", acked(&calls));
    verdict.that("writes were acknowledged during every backup", busy == BACKUPS);
    verdict.hold("the server itself lost nothing", &check(server.prepared(), &calls).await);

    let (mut wrong, mut caught) = (Vec::new(), 0);
    for Made { file, plain, known } in made {
        wrong.append(&mut restored(&file, &calls[..known]).await);
        // A copy that was torn by a checkpoint cannot even be read.
        let checked = AssertUnwindSafe(check(&plain, &calls[..known])).catch_unwind().await;
        caught += usize::from(!matches!(checked, Ok(wrong) if wrong.is_empty()));
    }
    if !wrong.is_empty() {
        println!("{}", log_tail(server.prepared().folder()));
        println!("kept: {}", server.prepared().folder().display());
    }
    verdict.hold("every backup is whole, serves, and has what was acknowledged before", &wrong);
    println!("{caught} of {BACKUPS} plain copies caught");
    verdict.that("a plain copy of the file is caught", caught > 0);
}

fn acked(calls: &[Call]) -> usize {
    calls.iter().filter(|call| matches!(call.ending, Ending::Acked(_))).count()
}

/// Restores a backup into a folder of its own, writes there once a village, and answers what is
/// wrong before and after.
async fn restored(file: &Path, calls: &[Call]) -> Vec<String> {
    let elsewhere = Prepared::empty();
    lumbung(&elsewhere, "restore", file).await;
    let mut wrong = check(&elsewhere, calls).await;
    let mut server = Running::start(elsewhere, Options::default()).await;
    let history = History::default();
    for desk in Desk::all(&channel(&server.address())).await {
        if let Err(status) = desk.balance().await {
            wrong.push(format!("{} cannot be read: {status}", desk.desa));
        }
        desk.receive(&history, 1).await;
    }
    let mut all = history.take();
    if acked(&all) < all.len() {
        wrong.push("a restored folder does not take a write".to_owned());
    }
    all.extend_from_slice(calls);
    server.kill();
    wrong.append(&mut check(server.prepared(), &all).await);
    wrong
}

/// The database file alone, as it happens to be.
fn plain_copy(prepared: &Prepared) -> Prepared {
    let copy = Prepared::empty();
    fs::create_dir_all(copy.data()).expect("scratch can be made");
    fs::copy(prepared.database_file(), copy.database_file()).expect("the file can be copied");
    copy
}

/// Runs one of the operator's commands to its good end.
async fn lumbung(on: &Prepared, command: &str, file: &Path) {
    let mut lumbung = Command::new(binary("lumbung"));
    lumbung.arg("--data").arg(on.data()).arg(command).arg(file).stdin(Stdio::null());
    let done = lumbung.output().await.expect("lumbung starts");
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command} {}: {complaint}", file.display());
}
