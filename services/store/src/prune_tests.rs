//! What is forgotten of requests, on both engines.

use domain::{
    Place,
    policy::{Matrix, Rule},
};
use serde::Serialize;
use uuid::{NoContext, Timestamp};

use super::*;
use crate::{
    Command, Engine, Query, StoreConfig,
    door_tests::{Add, Answer, opened, value},
    engine_test,
};

statements! {
    PUT = "
        INSERT INTO store_request
               (place, person_id, request_id, method, fingerprint, state, at_us)
        VALUES ($1, $2, $3, 'test/Add', $4, $5, 0)";
    COUNT: cross_desa("a test") = "SELECT CAST(COUNT(*) AS BIGINT) FROM store_request";
}

const DAY_US: i64 = 86_400_000_000;
const PLACES: [&str; 3] = ["", "35.10", "35.10.25.2010"];
const STATES: [&str; 3] = ["done", "refused", "fenced"];
/// Records of one person at one place: more than two transactions take away.
const OF_ONE: u32 = 2 * ROWS_MAX + 1;
/// Persons with a record: more than one transaction looks at.
const PERSONS: u32 = KEYS_MAX + 50;

/// An id that was made so many days ago.
fn aged(days: i64) -> RequestId {
    let seconds = u64::try_from((machine_us() - days * DAY_US) / 1_000_000).unwrap();
    RequestId::new(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)))
}

/// Puts records in the place of requests that were sent long ago.
#[derive(Serialize)]
struct Put;

impl Command for Put {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        let nothing: &[u8] = &[];
        let of_one = (0..OF_ONE).map(|n| (n, PLACES[2], Uuid::nil(), 92));
        let person = |n: u32| Uuid::from_u128(u128::from(n) + 1);
        let of_many = (0..PERSONS).map(|n| (n, PLACES[n as usize % 3], person(n), 400));
        let young = (0..3).map(|n| (n, PLACES[n as usize], person(n), 90));
        let rows: Vec<_> = of_one.chain(of_many).chain(young).collect();
        for (n, place, person, days) in rows {
            let (id, state) = (aged(days).uuid(), STATES[n as usize % 3]);
            tx.exec(&PUT, args![place, person, id, nothing, state]).await?;
        }
        Ok(Answer::default())
    }
}

struct Count;

impl Query for Count {
    const METHOD: &'static str = "test/Value";
    type Answer = (i64,);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(i64,), Error> {
        tx.one(&COUNT, args![]).await
    }
}

async fn what_cannot_be_sent_again_is_forgotten_and_nothing_else(engine: Engine) {
    let test = opened(engine).await;
    let store = &test.store;
    let kept = aged(89);
    store.execute(None, kept, Add::of("k", 1)).await.unwrap();
    store.execute(None, store.new_request_id(), Put).await.unwrap();
    let (before,) = store.answer(None, Count).await.unwrap();
    let old = OF_ONE + PERSONS;
    assert_eq!(store.prune_requests().await.unwrap(), u64::from(old));
    assert_eq!(store.answer(None, Count).await.unwrap(), (before - i64::from(old),));
    assert!(store.execute(None, kept, Add::of("k", 1)).await.unwrap().replayed);
    assert_eq!(value(store, "k").await, Some(1));
    assert_eq!(store.prune_requests().await.unwrap(), 0);
}

async fn a_window_that_is_widened_opens_for_no_id_whose_record_is_gone(engine: Engine) {
    let mut test = opened(engine).await;
    test.store.prune_requests().await.unwrap();
    test.store.close().await;
    // Whoever holds the folder lets it go.
    let other = opened(engine).await;
    test.store = other.store.clone();
    let wide = StoreConfig { request_age_max_days: 3_650, ..StoreConfig::new(test.url()) };
    let rules = ["test/Add", "test/Value"].map(|method| (method, Rule::Open));
    let store = Store::open(wide, Matrix::new(rules, 0)).await.unwrap();
    let gone = store.execute(None, aged(92), Add::of("w", 1)).await.unwrap_err();
    assert!(gone.has(&reason::REQUEST_ID_STALE), "{gone:?}");
    assert_eq!(value(&store, "w").await, None);
    store.execute(None, aged(80), Add::of("w", 1)).await.unwrap();
    assert_eq!(value(&store, "w").await, Some(1));
    store.close().await;
}

engine_test!(
    what_cannot_be_sent_again_is_forgotten_and_nothing_else,
    a_window_that_is_widened_opens_for_no_id_whose_record_is_gone,
);
