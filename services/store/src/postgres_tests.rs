//! What only a server across a socket can do to the store: connections that die or are left open.

use std::time::Duration;

use domain::{Error, Kind, Place, reason};
use sqlx::{Connection as _, PgConnection};

use crate::{
    Engine, Query, Store, Tx, args,
    door_tests::{Add, Dies, opened, value},
    statements,
};

statements! {
    LIMITS: cross_desa("a test") = "
        SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),
               current_setting('idle_in_transaction_session_timeout'),
               current_setting('synchronous_commit'),
               current_setting('default_transaction_isolation'), current_setting('role')";
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
    for n in 0..8 {
        let dies = Dies(format!("d{n}"));
        test.store.execute(None, test.store.new_request_id(), dies).await.unwrap_err();
    }
    // A connection is closed by a task of its own; PostgreSQL itself would end it after ten seconds.
    let closed = async { while count(test.url(), OPEN).await > 0 {} };
    tokio::time::timeout(Duration::from_secs(5), closed).await.unwrap();
    add(&test.store).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_has_an_unknown_outcome_that_a_copy_settles() {
    // Runs inside COMMIT, and ends the connection there.
    const CUT: &str = "
        CREATE FUNCTION test_cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER test_cut AFTER INSERT OR UPDATE ON test_counter
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_cut()";
    const HEAL: &str = "DROP TRIGGER test_cut ON test_counter";
    let test = opened(Engine::Postgres).await;
    let mut conn = PgConnection::connect(test.url()).await.unwrap();
    sqlx::raw_sql(CUT).execute(&mut conn).await.unwrap();
    let id = test.store.new_request_id();
    let error = test.store.execute(None, id, Add::of("u", 1)).await.unwrap_err();
    assert!(error.has(&reason::OUTCOME_UNKNOWN), "{error:?}");
    sqlx::raw_sql(HEAL).execute(&mut conn).await.unwrap();
    test.store.execute(None, id, Add::of("u", 1)).await.unwrap();
    assert!(test.store.execute(None, id, Add::of("u", 1)).await.unwrap().replayed);
    assert_eq!(value(&test.store, "u").await, Some(1), "it acted once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_schema_refuses_at_the_commit_alone_is_refused_and_leaves_no_doubt() {
    const ASK: &str = "
        CREATE TABLE test_known (name TEXT PRIMARY KEY);
        ALTER TABLE test_counter ADD CONSTRAINT test_is_known FOREIGN KEY (name)
            REFERENCES test_known (name) DEFERRABLE INITIALLY DEFERRED;
        CREATE FUNCTION test_rule() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.value > 5 THEN RAISE EXCEPTION 'LUMBUNG:TEST_RULE'; END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER test_rule AFTER INSERT OR UPDATE ON test_counter
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_rule()";
    const KNOW: &str = "INSERT INTO test_known (name) VALUES ('k')";
    const FORGET: &str = "DROP TRIGGER test_rule ON test_counter";
    let test = opened(Engine::Postgres).await;
    let mut conn = PgConnection::connect(test.url()).await.unwrap();
    sqlx::raw_sql(ASK).execute(&mut conn).await.unwrap();
    let id = test.store.new_request_id();
    let error = test.store.execute(None, id, Add::of("k", 1)).await.unwrap_err();
    assert_eq!(error.kind, Kind::Fault, "{error:?}");
    assert!(error.detail.unwrap().contains("test_is_known"));
    assert_eq!(value(&test.store, "k").await, None);
    sqlx::raw_sql(KNOW).execute(&mut conn).await.unwrap();
    assert!(!test.store.execute(None, id, Add::of("k", 1)).await.unwrap().replayed);
    let id = test.store.new_request_id();
    let first = test.store.execute(None, id, Add::of("k", 9)).await.unwrap_err();
    assert_eq!((first.kind, first.refusals[0].code.as_ref()), (Kind::Unmet, "TEST_RULE"));
    sqlx::raw_sql(FORGET).execute(&mut conn).await.unwrap();
    let again = test.store.execute(None, id, Add::of("k", 9)).await.unwrap_err();
    assert_eq!(again.refusals, first.refusals, "it was final");
    assert_eq!(value(&test.store, "k").await, Some(1));
}

struct Limits;

impl Query for Limits {
    const METHOD: &'static str = "test/Value";
    type Answer = (String, String, String, String, String, String);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.one(&LIMITS, args![]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_waits_for_nothing_without_end_and_commits_durably() {
    let test = opened(Engine::Postgres).await;
    let told = test.store.answer(None, Limits).await.unwrap();
    let (lock, statement, idle, commit, isolation, role) = told;
    let told = [lock, statement, idle, commit, isolation, role];
    assert_eq!(told, ["2s", "5s", "10s", "on", "read committed", "lumbung_app"]);
}
