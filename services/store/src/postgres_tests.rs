//! What only a server across a socket can do to the store: connections that die or are left open.

use std::time::Duration;

use domain::{Error, Place};
use serde::Serialize;
use sqlx::{Connection as _, PgConnection};

use crate::{
    Command, Engine, Store, Tx, args,
    door_tests::{Add, Answer, opened, value},
    statements,
};

statements! {
    SEEN: cross_desa("a test") = "SELECT count(*) FROM pub_audit_entry";
}

/// Dies in the middle of its transaction, in place of an error in our own code.
#[derive(Serialize)]
struct Dies;

impl Command for Dies {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        let _: (i64,) = tx.one(&SEEN, args![]).await?;
        panic!("a test dies here");
    }
}

async fn add(store: &Store) -> Result<(), Error> {
    store.execute(None, store.new_request_id(), Add::of("p", 1)).await.map(|_| ())
}

async fn count(url: &str, sql: &'static str) -> i64 {
    let mut conn = PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_died_in_the_pool_are_replaced() {
    const KILL: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let test = opened(Engine::Postgres).await;
    for done in futures_util::future::join_all((0..8).map(|_| add(&test.store))).await {
        done.unwrap();
    }
    assert!(count(test.url(), KILL).await > 1, "several lay in the pool");
    add(&test.store).await.unwrap();
    assert_eq!(value(&test.store, "p").await, Some(9), "and reads find a living one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_was_left_inside_a_transaction_is_closed() {
    const OPEN: &str = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let test = opened(Engine::Postgres).await;
    for _ in 0..8 {
        test.store.execute(None, test.store.new_request_id(), Dies).await.unwrap_err();
    }
    // A connection is closed by a task of its own; PostgreSQL itself would end it after ten seconds.
    let closed = async { while count(test.url(), OPEN).await > 0 {} };
    tokio::time::timeout(Duration::from_secs(5), closed).await.unwrap();
    add(&test.store).await.unwrap();
}
