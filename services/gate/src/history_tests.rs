//! What a backtest reads of works that are no longer where or what they were, on both engines.

use domain::Clock;
use store::{Engine, engine_test};

use crate::{
    backtest::{Which, backtest},
    test_kit::{DESA_A, DESA_B, point},
    test_world::{Act, NOON_US, act, culvert, moved, opened_at, registered},
    work::Verdict,
};

const HOUR_US: i64 = 3_600_000_000;

async fn a_backtest_reads_what_stood_when_it_was_screened(engine: Engine) {
    let clock = Clock::fixed(NOON_US);
    let test = opened_at(engine, clock.clone()).await;
    let store = &test.store;
    let at_hour = |hours: i64| clock.set(NOON_US + hours * HOUR_US);
    // 40 m apart: told by rule set 1, a flag under wider rules.
    let (mine, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 40.0));
    registered(store, &mine).await;
    at_hour(1);
    assert_eq!(registered(store, &twin).await.warnings.len(), 1);
    at_hour(2);
    let mut elsewhere = moved(&twin, point(5_000.0, 0.0));
    elsewhere.name = "Gorong-gorong pindahan".to_owned();
    act(store, Act::Amend(elsewhere)).await.unwrap();
    at_hour(3);
    act(store, Act::Withdraw(mine.desa.clone(), mine.project)).await.unwrap();
    at_hour(4);
    // Where the others were, when both were gone.
    registered(store, &culvert(DESA_A, 3, 20.0)).await;
    act(store, Act::WiderRules).await.unwrap();

    let run = |years| backtest(store, Which::Version(1), Which::Version(2), years);
    let found = run((2026, 2026)).await.unwrap();
    assert_eq!((found.works, found.pairs), (3, 1), "{found:?}");
    let [only] = found.differences.as_slice() else { panic!("{found:?}") };
    assert_eq!((only.from, only.to), (Verdict::Warn, Verdict::Block));
    assert!(only.first.starts_with("Pekerjaan 1 ("), "{only:?}");
    assert!(only.second.starts_with("Pekerjaan 2 ("), "as it was called then: {only:?}");
    assert_eq!(run((2020, 2025)).await.unwrap().works, 0);
}

engine_test!(a_backtest_reads_what_stood_when_it_was_screened);
