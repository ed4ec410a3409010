//! A full disk and a failing disk under the embedded store.
//!
//! Full: writes are refused without effect, reads go on, and writes work again
//! when there is room, without a restart. Failing to sync: nothing is
//! acknowledged any more and the process ends, for recovery to decide.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use tests::{
    desk::Desk,
    engine::{Engine, Prepared, scratch},
    history::{Call, Ending},
    people::channel,
    server::{Options, Running},
};

use crate::{checker::check, outcome::resolve, verdict::Verdict};

/// Writes tried in each phase.
const WRITES: usize = 50;
/// Writing must work this soon after there is room again.
const HEALED_WITHIN: Duration = Duration::from_secs(5);
/// The process must end this soon after a failed sync.
const ENDED_WITHIN: Duration = Duration::from_secs(1);
/// Exit code of a server whose medium failed (EX_IOERR).
const EXIT_MEDIUM: i32 = 74;

pub async fn drill(verdict: &mut Verdict) {
    let full = scratch().join(format!("full-{}", std::process::id()));
    let eio = scratch().join(format!("eio-{}", std::process::id()));
    let environment = vec![
        ("LUMBUNG_SHIM_PATH".to_owned(), "lumbung.db".to_owned()),
        ("LUMBUNG_SHIM_FULL".to_owned(), full.display().to_string()),
        ("LUMBUNG_SHIM_EIO".to_owned(), eio.display().to_string()),
    ];
    let options = Options { preload: Some(shim()), environment, ..Options::default() };
    let mut server = Running::start(Prepared::copy(Engine::Sqlite).await, options).await;
    let desks = Desk::all(&channel(&server.address())).await;
    let mut calls = Vec::new();

    let acked = write(&desks, &mut calls).await;
    verdict.that("writes are acknowledged while there is room", acked == WRITES);

    fs::write(&full, "").expect("the flag can be set");
    let acked = write(&desks, &mut calls).await;
    verdict.that("a full disk acknowledges nothing", acked == 0);
    let read = desks[0].balance().await;
    verdict.that("reads go on while the disk is full", read.is_ok());
    verdict.that("the server lives through a full disk", server.alive());
    fs::remove_file(&full).expect("the flag can be taken away");
    let healed = Instant::now();
    let mut acked = 0;
    while acked == 0 && healed.elapsed() < HEALED_WITHIN {
        acked = write(&desks[..1], &mut calls).await;
    }
    println!("writing works again {:.1?} after there is room", healed.elapsed());
    verdict.that("writes work again without a restart", acked > 0);
    resolve(&mut calls, &desks).await;

    fs::write(&eio, "").expect("the flag can be set");
    let acked = write(&desks, &mut calls).await;
    verdict.that("a disk that cannot sync acknowledges nothing", acked == 0);
    let code = server.ended(ENDED_WITHIN).await;
    verdict.that("the process ends with the code for a failed medium", code == Some(EXIT_MEDIUM));
    fs::remove_file(&eio).expect("the flag can be taken away");
    server.restart().await;
    resolve(&mut calls, &desks).await;
    let acked = write(&desks, &mut calls).await;
    verdict.that("it serves again after a restart", acked == WRITES);
    server.kill();
    verdict.hold("nothing acknowledged is lost", &check(server.prepared(), &calls).await);
}

/// Tries writes, one after the other; answers how many were acknowledged.
async fn write(desks: &[Desk], calls: &mut Vec<Call>) -> usize {
    let mut acked = 0;
    for at in 0..WRITES {
        let desk = &desks[at % desks.len()];
        let request_id = client::request_id();
        let ending = desk.receive_as(&request_id, 1).await;
        acked += usize::from(matches!(ending, Ending::Acked(_)));
        calls.push(Call {
            request_id,
            place: desk.desa.clone(),
            account: desk.keu.account.clone(),
            method: "RecordReceipt",
            ending,
        });
    }
    acked
}

/// Compiles the shim that lets writes or syncs fail.
fn shim() -> PathBuf {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("drill/shim.c");
    let library = scratch().join("shim.so");
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status()
        .expect("a C compiler is there, as for SQLite itself");
    assert!(status.success(), "the shim compiles");
    library
}
