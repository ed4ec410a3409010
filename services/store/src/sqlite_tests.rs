//! What the embedded store alone promises: durable connections, readers that cannot write, a
//! writer whose end is noticed.

use std::{sync::Arc, time::Duration};

use domain::{Error, Place, reason};
use serde::Serialize;

use crate::{
    Command, Engine, Query, Remembers, Tx, args,
    door_tests::{ADD, Add, Answer, opened, value},
    lite::{check_version, is_sound},
    statements,
};

statements! {
    JOURNAL_MODE: cross_desa("a test") = "PRAGMA journal_mode";
    SYNCHRONOUS: cross_desa("a test") = "PRAGMA synchronous";
    FOREIGN_KEYS: cross_desa("a test") = "PRAGMA foreign_keys";
    TRUSTED_SCHEMA: cross_desa("a test") = "PRAGMA trusted_schema";
    QUERY_ONLY: cross_desa("a test") = "PRAGMA query_only";
    ATTACH: cross_desa("a test") = "ATTACH DATABASE $1 AS other";
}

/// How SQLite itself says that the connection of a transaction is set.
async fn settings(tx: &mut Tx<'_>) -> Result<(String, Vec<i64>), Error> {
    let (journal_mode,): (String,) = tx.one(&JOURNAL_MODE, args![]).await?;
    let mut numbers = Vec::new();
    for pragma in [SYNCHRONOUS, FOREIGN_KEYS, TRUSTED_SCHEMA, QUERY_ONLY] {
        let (number,): (i64,) = tx.one(&pragma, args![]).await?;
        numbers.push(number);
    }
    Ok((journal_mode, numbers))
}

/// Looks at a reader as a query, and at the writer as a command.
#[derive(Serialize)]
struct Look;

impl Query for Look {
    const METHOD: &'static str = "test/Value";
    type Answer = (String, Vec<i64>);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(String, Vec<i64>), Error> {
        settings(tx).await
    }
}

impl Command for Look {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        assert_eq!(settings(tx).await?, (String::from("wal"), vec![2, 1, 0, 0]));
        Ok(Answer::default())
    }
}

/// A query that writes.
struct Meddles;

impl Query for Meddles {
    const METHOD: &'static str = "test/Value";
    type Answer = u64;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        tx.exec(&ADD, args!["m", 1_i64]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_connection_is_durable_and_a_reader_cannot_write() {
    let test = opened(Engine::Sqlite).await;
    test.store.execute(None, test.store.new_request_id(), Look).await.unwrap();
    let reader = test.store.answer(None, Look).await.unwrap();
    assert_eq!(reader, (String::from("wal"), vec![2, 1, 0, 1]));
    let error = test.store.answer(None, Meddles).await.unwrap_err();
    assert!(error.detail.unwrap().contains("readonly"));
    assert_eq!(value(&test.store, "m").await, None);
}

#[test]
fn a_library_that_can_damage_its_file_is_refused() {
    for sound in ["3.51.3", "3.51.10", "3.52.0", "4.0.0"] {
        assert!(is_sound(sound), "{sound}");
    }
    for unsound in ["3.51.2", "3.50.99", "3.51", "2.99.99", "", "new"] {
        assert!(!is_sound(unsound), "{unsound}");
    }
    check_version().unwrap();
}

/// Reads a file that is no database, in place of our own that has become none.
#[derive(Serialize)]
struct Stumbles(String);

impl Command for Stumbles {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        tx.exec(&ATTACH, args![&self.0]).await?;
        Ok(Answer::default())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_trusted_ends_the_store_and_tells_which_error_it_was_and_where() {
    let test = opened(Engine::Sqlite).await;
    let odd = format!("{}/odd", test.url().trim_start_matches("sqlite:"));
    std::fs::write(&odd, "no database at all\n".repeat(100)).unwrap();
    let id = test.store.new_request_id();
    let error = test.store.execute(None, id, Stumbles(odd)).await.unwrap_err();
    assert!(error.has(&reason::UNAVAILABLE), "{error:?}");
    let fatal = tokio::time::timeout(Duration::from_secs(5), test.store.fatal()).await.unwrap();
    assert_eq!(fatal.0, "ATTACH: SQLite 26, file is not a database");
    assert_eq!(error.detail, Some(fatal.0), "the caller's log line tells the same");
    test.store.close().await;
}

/// A memory that breaks the thread that asks it to forget.
struct Breaks;

impl Remembers for Breaks {
    fn forget(&self, _keys: &[i64]) {
        panic!("a test breaks the writer");
    }
}

/// Changes rows that somebody remembers.
#[derive(Serialize)]
struct Changes;

impl Command for Changes {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        tx.changes([1]);
        Ok(Answer::default())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_that_is_gone_ends_the_store_and_leaves_nobody_waiting() {
    let test = opened(Engine::Sqlite).await;
    test.store.keep(Arc::new(Breaks));
    let id = test.store.new_request_id();
    let error = test.store.execute(None, id, Changes).await.unwrap_err();
    assert!(error.has(&reason::OUTCOME_UNKNOWN), "{error:?}");
    let fatal = tokio::time::timeout(Duration::from_secs(5), test.store.fatal()).await.unwrap();
    assert!(fatal.0.contains("writer"), "{fatal:?}");
    let id = test.store.new_request_id();
    let error = test.store.execute(None, id, Add::of("w", 1)).await.unwrap_err();
    assert!(error.has(&reason::UNAVAILABLE), "{error:?}");
    test.store.close().await;
}
