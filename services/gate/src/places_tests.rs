//! What is remembered never differs from what is stored, whatever changes and whoever writes.

use std::sync::Arc;

use domain::{
    Clock, Place,
    policy::{Matrix, Rule},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde::Serialize;
use store::{Command, Engine, Event, Query, Store, StoreConfig, engine_test, testing};

use super::*;
use crate::{
    cover::cell_at,
    distance::distance_m,
    load_rule_set, plan, register, rules, screen,
    test_kit::{DESA_A, line, point, square, work},
    test_world,
    work::Work,
};

const RADIUS_M: f64 = 150.0;

#[derive(Clone, PartialEq, prost::Message)]
struct Done {}

/// Works enter, move and leave.
#[derive(Serialize, Clone)]
enum Change {
    Enter(Work),
    Move(Work),
    Leave(Work),
    /// A row of the RKPDes.
    Plan(Work),
    Rules,
    Law,
}

impl Command for Change {
    const METHOD: &'static str = "test/Change";
    type Answer = Done;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Done, Error> {
        tx.record(Event::new("test.changed", "test"));
        match self {
            Self::Enter(work) => register::register(tx, work).await.map(|_| ())?,
            Self::Plan(work) => plan::put(tx, work).await.map(|_| ())?,
            Self::Move(work) => register::amend(tx, work).await.map(|_| ())?,
            Self::Rules => {
                let first = rules::RuleSet::first()?;
                let rev = rules::propose(tx, &first, Some(Uuid::from_u128(1))).await?;
                rules::activate(tx, rev, Some(Uuid::from_u128(2))).await?;
            }
            Self::Law => tx.exec(&test_world::LAW, args![]).await.map(|_| ())?,
            Self::Leave(work) => register::withdraw(tx, &work.desa, work.project).await?,
        }
        Ok(Done {})
    }
}

/// What is near, as remembered and as every stored row has it.
struct Ask(Shape);

impl Query for Ask {
    const METHOD: &'static str = "test/Ask";
    type Answer = (Vec<Uuid>, Vec<Uuid>);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let told = screen::near(tx, &[&self.0], RADIUS_M).await?;
        let asking = work(DESA_A, 99, WorkClass::Road, self.0.clone());
        let (rule_rev, findings) = screen::screen(tx, &asking).await?;
        assert_eq!(rule_rev, rules::active(tx).await?.rule_rev);
        let near = |finding: &crate::Finding| finding.distance_mm <= 150_000;
        assert!(findings.iter().all(near), "{findings:?}");
        // The same from rows alone.
        let cells = crate::cover::search(&self.0, RADIUS_M + 1e-3)?;
        let own = screen::claims_of(&asking, 0);
        let rules = rules::active(tx).await?;
        let stored = screen::around(tx, &rules, &own, &cells).await?;
        assert_eq!(findings, crate::works::findings(&rules, &own, &stored));
        let rows: Vec<PlaceRow> = tx.all(&sql::LIST_PLACES, args![0_i64, i64::MAX]).await?;
        let near = rows
            .into_iter()
            .filter(|row| distance_m(&self.0, &Shape::decode(&row.shape).unwrap()) <= RADIUS_M);
        let truth: BTreeSet<Uuid> = near.map(|row| row.claim_id).collect();
        Ok((told.into_iter().map(|one| one.claim).collect(), truth.into_iter().collect()))
    }
}

/// Fetches every place, and says how many are remembered.
struct Fetch;

impl Query for Fetch {
    const METHOD: &'static str = "test/Ask";
    type Answer = usize;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Error> {
        fetch(tx).await
    }
}

/// Whether searches need nothing but memory.
struct Ready;

impl Query for Ready {
    const METHOD: &'static str = "test/Ask";
    type Answer = bool;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        Ok(tx.recall().is_some_and(|recall| is_ready(&recall.memory)))
    }
}

fn matrix() -> Matrix {
    let open = ["test/Change", "test/Ask"].iter().chain(crate::INTERNAL_METHODS);
    Matrix::new(open.map(|method| (*method, Rule::Open)), 0)
}

/// Works within a kilometre, three of each kind of change.
fn changes() -> Vec<Change> {
    let mut runner = TestRunner::deterministic();
    let place = (-500.0..500.0_f64, -500.0..500.0_f64, 0..3_usize);
    let mut next = || place.new_tree(&mut runner).unwrap().current();
    let mut shape = || match next() {
        (x, y, 0) => point(x, y),
        (x, y, 1) => line(&[[x, y], [x + 90.0, y + 40.0]]),
        (x, y, _) => square(x, y, 30.0),
    };
    let classes = [WorkClass::Road, WorkClass::Building];
    let mut made = |number: u128| work(DESA_A, number, classes[(number % 2) as usize], shape());
    let mut changes = Vec::new();
    for number in 1..=9 {
        changes.push(Change::Enter(made(number)));
        if number % 3 == 0 {
            changes.push(Change::Move(made(number - 2)));
            changes.push(Change::Leave(made(number - 1)));
            changes.push(Change::Rules);
        }
    }
    changes
}

async fn told_equals_stored(store: &Store) {
    for x in [-400.0, 0.0, 400.0] {
        let asked = [point(x, 0.0), line(&[[x, -50.0], [x + 80.0, 30.0]]), square(x, 20.0, 40.0)];
        for shape in asked {
            let (told, stored) = store.answer(None, Ask(shape)).await.unwrap();
            assert_eq!(told, stored);
        }
    }
}

async fn ready(store: &Store) {
    load_rule_set(store).await.unwrap();
    store.execute(None, store.new_request_id(), Change::Law).await.unwrap();
}

async fn what_is_told_is_what_is_stored(engine: Engine) {
    let test = testing::empty(engine, Clock::system(), matrix()).await;
    ready(&test.store).await;
    let places = Arc::new(Places::default());
    test.store.keep(places.clone());
    for (at, change) in changes().into_iter().enumerate() {
        test.store.execute(None, test.store.new_request_id(), change).await.unwrap();
        told_equals_stored(&test.store).await;
        if at == 5 {
            let fetched = test.store.answer(None, Fetch).await.unwrap();
            assert!(fetched > 0 && places.is_whole());
        }
        let is_ready = test.store.answer(None, Ready).await.unwrap();
        // Other servers write to PostgreSQL, so there something is always asked of the store.
        assert_eq!(is_ready, engine == Engine::Sqlite && at >= 5);
    }
    assert!(places.claims() > 0, "something is remembered");
}

async fn a_plan_that_is_carried_out_is_told_no_more(engine: Engine) {
    let test = testing::empty(engine, Clock::system(), matrix()).await;
    ready(&test.store).await;
    test.store.keep(Arc::new(Places::default()));
    for number in 1..=8_u32 {
        let x = f64::from(number) * 400.0;
        let planned = point(x, 0.0);
        let made = |id: u32, shape: Shape, rkpdes: bool| {
            let mut made = work(DESA_A, u128::from(id), WorkClass::Road, shape);
            (made.facts.rkpdes, made.facts.kegiatan) = (rkpdes, format!("02.03.{number:02}"));
            made
        };
        let plan = Change::Plan(made(100 + number, planned.clone(), true));
        // Some of these lie in the cell of their plan and some in the next one.
        let work = Change::Enter(made(200 + number, point(x + 40.0, 0.0), false));
        for change in [plan, work] {
            test.store.execute(None, test.store.new_request_id(), change).await.unwrap();
            for _ in 0..2 {
                let (told, stored) = test.store.answer(None, Ask(planned.clone())).await.unwrap();
                assert_eq!((told.len(), &told), (1, &stored), "the plan, and then the work alone");
            }
        }
    }
}

/// Every claim with its shape, as packed and as stored.
struct Packed;

impl Query for Packed {
    const METHOD: &'static str = "test/Ask";
    type Answer = (usize, usize);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let rows: Vec<PlaceRow> = tx.all(&sql::LIST_PLACES, args![0_i64, i64::MAX]).await?;
        let stored: BTreeMap<Uuid, Shape> =
            rows.iter().map(|row| (row.claim_id, Shape::decode(&row.shape).unwrap())).collect();
        let scan = crate::scan::read(tx, &Place::parse("35.10").unwrap()).await?;
        let packed: BTreeMap<Uuid, Shape> = (0_u32..)
            .zip(&scan.claims)
            .map(|(at, claim)| (*claim, scan.shapes.shape(at).unwrap()))
            .collect();
        assert_eq!(packed, stored);
        let elsewhere = crate::scan::read(tx, &Place::parse("35.11").unwrap()).await;
        Ok((packed.len(), elsewhere.map_or(0, |scan| scan.claims.len())))
    }
}

async fn a_scan_reads_every_claim_of_its_area(engine: Engine) {
    let test = testing::empty(engine, Clock::system(), matrix()).await;
    ready(&test.store).await;
    assert_eq!(test.store.answer(None, Packed).await.unwrap(), (0, 0));
    for change in changes() {
        test.store.execute(None, test.store.new_request_id(), change).await.unwrap();
    }
    assert_eq!(test.store.answer(None, Packed).await.unwrap(), (6, 0));
}

async fn without_memory_the_store_is_read(engine: Engine) {
    let test = testing::empty(engine, Clock::system(), matrix()).await;
    ready(&test.store).await;
    for change in changes().into_iter().take(4) {
        test.store.execute(None, test.store.new_request_id(), change).await.unwrap();
    }
    told_equals_stored(&test.store).await;
    assert_eq!(test.store.answer(None, Fetch).await.unwrap(), 0);
}

engine_test!(
    what_is_told_is_what_is_stored,
    without_memory_the_store_is_read,
    a_plan_that_is_carried_out_is_told_no_more,
    a_scan_reads_every_claim_of_its_area,
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_server_s_works_are_seen_at_once() {
    let id = format!("places_{}", std::process::id());
    let url = testing::postgres_database(&id).await;
    let config = || StoreConfig { connections: 4, ..StoreConfig::new(url.clone()) };
    let (first, second) = (
        Store::open(config(), matrix()).await.unwrap(),
        Store::open(config(), matrix()).await.unwrap(),
    );
    ready(&first).await;
    second.keep(Arc::new(Places::default()));
    second.answer(None, Fetch).await.unwrap();
    for change in changes() {
        first.execute(None, first.new_request_id(), change).await.unwrap();
        told_equals_stored(&second).await;
    }
}

#[test]
fn a_snapshot_from_before_a_change_is_not_remembered() {
    let places = Arc::new(Places::default());
    let memory = testing::memory(places.clone());
    let before = testing::position(&memory);
    let cell = cell_at(7, 7);
    testing::forget(&memory, &[cell]);
    places.put(&memory, before, Cells::from_iter([(cell, Cell::default())]));
    assert!(places.inner.read().unwrap().cells.get(cell).is_none());
    places.put(&memory, testing::position(&memory), Cells::from_iter([(cell, Cell::default())]));
    assert!(places.inner.read().unwrap().cells.get(cell).is_some());
}

#[test]
fn what_was_read_while_all_was_fetched_stands() {
    let known = |seqs: &[(u32, i64)]| -> Cells {
        let cells = seqs.iter().map(|(place, seq)| (*place, Cell { seq: *seq, sites: Vec::new() }));
        cells.map(|(place, cell)| (cell_at(7, place), cell)).collect()
    };
    let cells = known(&[(1, 1), (2, 1), (3, 4)]);
    let mut whole = Inner { is_whole: true, cells, ..Inner::default() };
    let gone = cell_at(7, 2);
    let cells = known(&[(1, 2), (3, 3), (4, 1)]);
    whole.adopt(Inner { cells, unknown: [gone].into_iter().collect(), ..Inner::default() });
    let seq_at = |place| whole.cells.get(cell_at(7, place)).map(|kept| kept.seq);
    let seqs: Vec<Option<i64>> = (1..=4).map(seq_at).collect();
    assert_eq!(seqs, [Some(2), None, Some(4), Some(1)], "newer ones stand, changed ones are gone");
    assert!(whole.is_whole && whole.unknown.contains(&gone));
}
