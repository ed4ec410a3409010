//! The door's promises, on both engines.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{
    Clock, Error, Kind, Place,
    policy::{Matrix, Rule},
    reason,
};
use futures_util::{FutureExt as _, future::join_all};
use serde::Serialize;

use crate::{
    Caller, Command, Engine, Event, Memory, Query, Store, Tx, args, engine_test, statements,
    testing::{self, TestStore},
};

statements! {
    /// A table for these tests alone.
    AS_OWNER: fork_cross_desa("tables are their owner's to change") = {
        sqlite: "SELECT 1",
        postgres: "SET LOCAL ROLE NONE",
    };
    MAKE = "CREATE TABLE test_counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL CHECK (value <= 1000))";
    ADD = "INSERT INTO test_counter (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = test_counter.value + $2
        RETURNING value";
    SET = "INSERT INTO test_counter (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = $2";
    RAISE = "UPDATE test_counter SET value = value + $2 WHERE name = $1";
    VALUE = "SELECT value FROM test_counter WHERE name = $1";
    ENTRIES = "SELECT seq, entry_hash, previous_hash FROM pub_audit_entry WHERE place = $1 ORDER BY seq";
    FORGE = "UPDATE store_audit_entry SET detail = 'forged' WHERE place = $1";
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Answer {
    #[prost(int64, tag = "1")]
    value: i64,
    #[prost(message, optional, tag = "15")]
    receipt: Option<ReceiptMessage>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct ReceiptMessage {
    #[prost(string, tag = "1")]
    place: String,
    #[prost(int64, tag = "2")]
    seq: i64,
    #[prost(bytes = "vec", tag = "3")]
    entry_hash: Vec<u8>,
}

#[derive(Serialize)]
struct Make;

impl Command for Make {
    const METHOD: &'static str = "test/Make";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        tx.exec(&AS_OWNER, args![]).await?;
        tx.exec(&MAKE, args![]).await?;
        Ok(Answer::default())
    }
}

/// Adds to a counter, then refuses when asked to.
#[derive(Serialize, Clone)]
pub struct Add {
    name: String,
    by: i64,
    refuse: bool,
}

impl Add {
    pub fn of(name: &str, by: i64) -> Self {
        Self { name: name.to_owned(), by, refuse: false }
    }
}

static RUNS: AtomicU32 = AtomicU32::new(0);

impl Command for Add {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::parse("35.10.25.2010").unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        RUNS.fetch_add(1, Ordering::SeqCst);
        let (value,): (i64,) = tx.one(&ADD, args![&self.name, self.by]).await?;
        if self.refuse {
            return Err(reason::WRONG_STATE.refuse().fact("state", value).into());
        }
        tx.record(Event::new("counter.added", &self.name));
        Ok(Answer { value, receipt: None })
    }
}

/// Leaves two sums for its end, one of them twice, and tells what the counters held before.
#[derive(Serialize)]
struct Late;

impl Command for Late {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        tx.at_end("2".to_owned(), &RAISE, args!["late", 5_i64]);
        tx.at_end("1".to_owned(), &SET, args!["late", 10_i64]);
        tx.at_end("2".to_owned(), &RAISE, args!["late", 5_i64]);
        let before: Option<(i64,)> = tx.maybe(&VALUE, args!["late"]).await?;
        Ok(Answer { value: before.map_or(0, |(value,)| value), receipt: None })
    }
}

/// Adds to a counter of its own and dies, in place of an error in our own code.
#[derive(Serialize)]
pub struct Dies(pub String);

impl Command for Dies {
    const METHOD: &'static str = "test/Add";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        let _: (i64,) = tx.one(&ADD, args![&self.0, 1_i64]).await?;
        panic!("a test dies here");
    }
}

#[derive(Serialize)]
struct Forge;

impl Command for Forge {
    const METHOD: &'static str = "test/Forge";
    type Answer = Answer;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answer, Error> {
        tx.exec(&FORGE, args!["35.10.25.2010"]).await?;
        Ok(Answer::default())
    }
}

struct Value(String);

impl Query for Value {
    const METHOD: &'static str = "test/Value";
    type Answer = Option<(i64,)>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.maybe(&VALUE, args![&self.0]).await
    }
}

struct Chain;

impl Query for Chain {
    const METHOD: &'static str = "test/Value";
    type Answer = Vec<(i64, Vec<u8>, Vec<u8>)>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.all(&ENTRIES, args!["35.10.25.2010"]).await
    }
}

pub async fn opened(engine: Engine) -> TestStore {
    let rules = ["test/Make", "test/Add", "test/Value", "test/Forge"].map(|m| (m, Rule::Open));
    let rules = rules.into_iter().chain([("test/Closed", Rule::Own { step_up: false })]);
    let test = testing::empty(engine, Clock::system(), Matrix::new(rules, 0)).await;
    test.store.execute(None, test.store.new_request_id(), Make).await.unwrap();
    test
}

pub async fn value(store: &Store, name: &str) -> Option<i64> {
    store.answer(None, Value(name.to_owned())).await.unwrap().map(|(value,)| value)
}

async fn the_same_request_gets_the_same_bytes_and_acts_once(engine: Engine) {
    let test = opened(engine).await;
    let id = test.store.new_request_id();
    let first = test.store.execute(None, id, Add::of("a", 1)).await.unwrap();
    let again = test.store.execute(None, id, Add::of("a", 1)).await.unwrap();
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.answer, again.answer);
    assert_eq!(first.answer.receipt.as_ref().unwrap().seq, 1);
    assert_eq!(value(&test.store, "a").await, Some(1));
}

async fn what_the_server_did_itself_is_known_by_its_id(engine: Engine) {
    let test = opened(engine).await;
    let (store, place) = (&test.store, Add::of("d", 1).place());
    let [id, refused] = [store.new_request_id(), store.new_request_id()];
    assert_eq!(store.done_us(&place, id).await.unwrap(), None);
    let before_us = store.clock().now_us();
    store.execute(None, id, Add::of("d", 1)).await.unwrap();
    let done_us = store.done_us(&place, id).await.unwrap().unwrap();
    assert!((before_us..=store.clock().now_us()).contains(&done_us), "{done_us}");
    assert_eq!(store.done_us(&Place::platform(), id).await.unwrap(), None, "of its place alone");
    let refuse = Add { refuse: true, ..Add::of("d", 1) };
    store.execute(None, refused, refuse).await.unwrap_err();
    assert_eq!(store.done_us(&place, refused).await.unwrap(), None, "it had no effect");
}

async fn what_is_left_for_the_end_runs_once_for_a_key_in_the_order_of_keys(engine: Engine) {
    let test = opened(engine).await;
    for before in [0, 15] {
        let done = test.store.execute(None, test.store.new_request_id(), Late).await.unwrap();
        assert_eq!(done.answer.value, before, "nothing of it while the command runs");
        assert_eq!(value(&test.store, "late").await, Some(15), "10 first, then 5 once");
    }
}

async fn the_same_request_id_with_another_payload_is_refused(engine: Engine) {
    let test = opened(engine).await;
    let id = test.store.new_request_id();
    test.store.execute(None, id, Add::of("a", 1)).await.unwrap();
    let error = test.store.execute(None, id, Add::of("a", 2)).await.unwrap_err();
    assert!(error.has(&reason::REQUEST_ID_REUSED), "{error:?}");
    assert_eq!(value(&test.store, "a").await, Some(1));
}

async fn a_refusal_changes_nothing_and_is_final_for_its_request(engine: Engine) {
    let test = opened(engine).await;
    let id = test.store.new_request_id();
    let refused = Add { refuse: true, ..Add::of("r", 5) };
    let first = test.store.execute(None, id, refused.clone()).await.unwrap_err();
    let again = test.store.execute(None, id, refused).await.unwrap_err();
    assert_eq!(first.refusals, again.refusals);
    assert_eq!(first.kind, Kind::Unmet);
    assert_eq!(value(&test.store, "r").await, None);
    assert!(test.store.answer(None, Chain).await.unwrap().is_empty());
}

async fn sixty_four_copies_at_once_act_once(engine: Engine) {
    let test = opened(engine).await;
    let id = test.store.new_request_id();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let store = test.store.clone();
        calls.spawn(async move { store.execute(None, id, Add::of("c", 1)).await });
    }
    let mut answers = Vec::new();
    while let Some(done) = calls.join_next().await {
        answers.push(done.unwrap().unwrap());
    }
    assert_eq!(answers.iter().filter(|done| !done.replayed).count(), 1);
    assert!(answers.iter().all(|done| done.answer == answers[0].answer));
    assert_eq!(value(&test.store, "c").await, Some(1));
}

async fn a_write_outlives_the_caller_who_hangs_up(engine: Engine) {
    let test = opened(engine).await;
    for round in 0..50_u64 {
        let store = test.store.clone();
        let call =
            async move { store.execute(None, store.new_request_id(), Add::of("h", 1)).await };
        let wait = std::time::Duration::from_micros(round * 40);
        let _ = tokio::time::timeout(wait, call).await;
    }
    let id = test.store.new_request_id();
    let acked = test.store.execute(None, id, Add::of("h", 1)).await.unwrap();
    assert!(value(&test.store, "h").await.unwrap() >= acked.answer.value);
    // Writes of callers who hung up may still commit: both are read while nothing does.
    let (written, chain) = loop {
        let before = value(&test.store, "h").await.unwrap();
        let chain = test.store.answer(None, Chain).await.unwrap();
        if value(&test.store, "h").await == Some(before) {
            break (before, chain);
        }
    };
    assert_eq!(i64::try_from(chain.len()).unwrap(), written);
}

async fn a_panic_ends_its_own_command_alone_and_is_counted(engine: Engine) {
    let test = opened(engine).await;
    let counted = Arc::new(AtomicU32::new(0));
    let count = counted.clone();
    test.store.count_panics(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let calls = (0..32).map(|n| {
        let store = test.store.clone();
        async move {
            let id = store.new_request_id();
            match n % 4 {
                0 => store.execute(None, id, Dies(format!("d{n}"))).await.map(|_| ()),
                _ => store.execute(None, id, Add::of("p", 1)).await.map(|_| ()),
            }
        }
    });
    for (n, ended) in join_all(calls).await.into_iter().enumerate() {
        match n % 4 {
            0 => assert_eq!(ended.unwrap_err().kind, Kind::Fault),
            _ => ended.unwrap(),
        }
    }
    assert_eq!(counted.load(Ordering::SeqCst), 8);
    assert_eq!(value(&test.store, "p").await, Some(24));
    assert_eq!(value(&test.store, "d0").await, None, "what it wrote is taken back");
    assert!(test.store.fatal().now_or_never().is_none(), "the store goes on");
}

async fn the_log_is_a_chain_without_gaps_that_cannot_be_changed(engine: Engine) {
    let test = opened(engine).await;
    for _ in 0..5 {
        test.store.execute(None, test.store.new_request_id(), Add::of("l", 1)).await.unwrap();
    }
    let chain = test.store.answer(None, Chain).await.unwrap();
    assert_eq!(chain.iter().map(|(seq, ..)| *seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    for pair in chain.windows(2) {
        assert_eq!(pair[0].1, pair[1].2, "each entry holds the hash before it");
    }
    let forged = test.store.execute(None, test.store.new_request_id(), Forge).await.unwrap_err();
    assert_eq!(forged.refusals[0].code, "APPEND_ONLY");
}

async fn an_old_or_future_request_id_is_refused(engine: Engine) {
    let test = opened(engine).await;
    let day = 86_400_u64;
    let now = u64::try_from(domain::clock::machine_us() / 1_000_000).unwrap();
    for seconds in [now - 91 * day, now + 2 * day] {
        let stamp = uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0);
        let id = domain::ids::RequestId::new(uuid::Uuid::new_v7(stamp));
        let error = test.store.execute(None, id, Add::of("o", 1)).await.unwrap_err();
        assert!(error.has(&reason::REQUEST_ID_STALE));
    }
    assert_eq!(value(&test.store, "o").await, None);
}

async fn a_closed_method_wants_a_session(engine: Engine) {
    let test = opened(engine).await;
    struct Closed;
    impl Query for Closed {
        const METHOD: &'static str = "test/Closed";
        type Answer = ();
        fn place(&self) -> Place {
            Place::platform()
        }
        async fn run(&self, _tx: &mut Tx<'_>) -> Result<(), Error> {
            Ok(())
        }
    }
    for caller in [None, Some(Caller::of_token("nobody's"))] {
        let error = test.store.answer(caller, Closed).await.unwrap_err();
        assert_eq!(error.kind, Kind::Unauthenticated);
    }
}

/// On which thread it was answered.
struct Where {
    is_quick: bool,
}

impl Query for Where {
    const METHOD: &'static str = "test/Value";
    type Answer = std::thread::ThreadId;

    fn place(&self) -> Place {
        Place::platform()
    }

    fn is_quick(&self, _memory: &Memory) -> bool {
        self.is_quick
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let _: Option<(i64,)> = tx.maybe(&VALUE, args!["q"]).await?;
        Ok(std::thread::current().id())
    }
}

#[tokio::test]
async fn only_what_is_quick_is_answered_on_the_thread_that_asks() {
    let test = opened(Engine::Sqlite).await;
    let here = std::thread::current().id();
    for is_quick in [true, false, true] {
        let there = test.store.answer(None, Where { is_quick }).await.unwrap();
        assert_eq!(there == here, is_quick);
    }
}

engine_test!(
    the_same_request_gets_the_same_bytes_and_acts_once,
    what_the_server_did_itself_is_known_by_its_id,
    what_is_left_for_the_end_runs_once_for_a_key_in_the_order_of_keys,
    the_same_request_id_with_another_payload_is_refused,
    a_refusal_changes_nothing_and_is_final_for_its_request,
    sixty_four_copies_at_once_act_once,
    a_write_outlives_the_caller_who_hangs_up,
    a_panic_ends_its_own_command_alone_and_is_counted,
    the_log_is_a_chain_without_gaps_that_cannot_be_changed,
    an_old_or_future_request_id_is_refused,
    a_closed_method_wants_a_session,
);
