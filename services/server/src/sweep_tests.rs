//! Nights and sweeps by hand, on both engines.

use domain::Clock;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{
    Engine, engine_test,
    testing::{self, TestStore},
};

use super::*;
use crate::{config::Purpose, wiring};

/// What a server holds that has swept nothing yet.
async fn opened(engine: Engine, clock: Clock) -> (TestStore, Metrics) {
    let matrix = wiring::matrix(&Config::start(Purpose::Demo));
    let test = testing::empty(engine, clock, matrix).await;
    gate::load_rule_set(&test.store).await.unwrap();
    (test, Metrics::new(std::iter::empty(), "").unwrap())
}

fn has_swept(metrics: &Metrics) -> bool {
    !metrics.text().contains("lumbung_sweep_last_seconds 0")
}

async fn a_night_that_was_not_ended_is_swept_again(engine: Engine) {
    let clock = Clock::fixed(machine_us());
    let (test, metrics) = opened(engine, clock.clone()).await;
    let night = Day::of_us(machine_us());
    // A server takes the night and is gone before the end.
    assert_eq!(gate::sweep::begin(&test.store, night).await.unwrap(), Turn::Ours);
    if engine == Engine::Postgres {
        assert!(!one_night(&test.store, &metrics, night).await, "it may be at it yet");
        assert!(!has_swept(&metrics));
        clock.set(clock.now_us() + 3 * HOUR_US);
    }
    assert!(one_night(&test.store, &metrics, night).await);
    assert!(has_swept(&metrics));
    assert_eq!(gate::sweep::begin(&test.store, night).await.unwrap(), Turn::Ended);
}

async fn a_night_that_was_ended_is_skipped(engine: Engine) {
    let (test, metrics) = opened(engine, Clock::system()).await;
    let night = Day::of_us(machine_us());
    assert!(one_night(&test.store, &metrics, night).await);
    assert!(has_swept(&metrics));
    let other = Metrics::new(std::iter::empty(), "").unwrap();
    assert!(one_night(&test.store, &other, night).await);
    assert!(!has_swept(&other), "whoever comes second does nothing");
}

/// How many requests are known whose ids are of 1970.
async fn ancient(test: &TestStore, put: &'static str) -> i64 {
    const COUNT: &str =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM store_request WHERE method = 'test/Ancient'";
    if test.store.engine() == Engine::Postgres {
        let mut conn = PgConnection::connect(test.url()).await.unwrap();
        sqlx::raw_sql(put).execute(&mut conn).await.unwrap();
        return sqlx::query_scalar(COUNT).fetch_one(&mut conn).await.unwrap();
    }
    let file = format!("{}/lumbung.db", test.url());
    let mut conn = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql(put).execute(&mut conn).await.unwrap();
    sqlx::query_scalar(COUNT).fetch_one(&mut conn).await.unwrap()
}

async fn a_night_forgets_the_requests_that_are_too_old_to_be_sent_again(engine: Engine) {
    const LITE: &str = "INSERT INTO store_request VALUES ('35.10', zeroblob(16),
        x'00000000000170008000000000000000', 'test/Ancient', x'', 'done', NULL, NULL, NULL,
        NULL, 0)";
    const POSTGRES: &str = "INSERT INTO store_request VALUES ('35.10',
        '00000000-0000-0000-0000-000000000000', '00000000-0001-7000-8000-000000000000',
        'test/Ancient', '', 'done', NULL, NULL, NULL, NULL, 0)";
    let (test, metrics) = opened(engine, Clock::system()).await;
    let put = if engine == Engine::Sqlite { LITE } else { POSTGRES };
    assert_eq!(ancient(&test, put).await, 1);
    assert!(one_night(&test.store, &metrics, Day::of_us(machine_us())).await);
    assert_eq!(ancient(&test, "SELECT 1").await, 0);
}

async fn a_server_makes_up_for_the_night_of_today(engine: Engine) {
    let (test, metrics) = opened(engine, Clock::system()).await;
    let night = night_of(machine_us(), 2);
    let swept = async {
        while !has_swept(&metrics) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = nights(2, Duration::ZERO, &test.store, &metrics) => {}
        () = swept => {}
    }
    assert_eq!(gate::sweep::begin(&test.store, night).await.unwrap(), Turn::Ended);
}

async fn a_server_that_is_not_to_sweep_takes_no_night(engine: Engine) {
    let (test, metrics) = opened(engine, Clock::system()).await;
    let (_tell, stop) = watch::channel(true);
    for on in [false, true] {
        let settings = config::Sweep { nightly: on, hour: 2 };
        nightly(settings, test.store.clone(), metrics.clone(), stop.clone()).await;
    }
    assert!(!has_swept(&metrics));
    let night = night_of(machine_us(), 2);
    assert_eq!(gate::sweep::begin(&test.store, night).await.unwrap(), Turn::Ours);
}

engine_test!(
    a_night_that_was_not_ended_is_swept_again,
    a_night_that_was_ended_is_skipped,
    a_night_forgets_the_requests_that_are_too_old_to_be_sent_again,
    a_server_makes_up_for_the_night_of_today,
    a_server_that_is_not_to_sweep_takes_no_night,
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_is_told_in_plain_words_and_counted() {
    let config = Config::start(Purpose::Demo);
    let test = testing::empty(Engine::Sqlite, Clock::system(), wiring::matrix(&config)).await;
    let store = &test.store;
    wiring::load_reference(store).await.unwrap();
    let nobody: Report = Arc::new(|_| {});
    let metrics = Metrics::new(std::iter::empty(), "sqlite").unwrap();
    let told = by_hand(store, "", Some(&metrics), &nobody).await.unwrap();
    let plain = "0 pekerjaan, 0 pasangan dibandingkan, 0 perbedaan; 0 dapat meloloskan uang, \
                 0 dibekukan, 0 gagal diperbaiki.";
    assert_eq!(told, plain);
    let text = metrics.text();
    assert!(text.contains("lumbung_sweep_slips_total 0"), "{text}");
    assert!(text.contains("lumbung_sweep_differences_total{kind=\"missed_block\"} 0"), "{text}");
    assert!(!text.contains("lumbung_sweep_last_seconds 0"), "{text}");
    for (bad, reason) in [
        ("Sukojati", "CODE_INVALID (area): "),
        ("99", "AREA_UNKNOWN (area): "),
        ("35.10.25.9999", "AREA_UNKNOWN (area): "),
    ] {
        let refused = by_hand(store, bad, None, &nobody).await.unwrap_err();
        assert_eq!(refused.exit, Exit::Data);
        assert!(refused.message.starts_with(reason), "{refused}");
    }
    for ours in ["35", "35.10", "35.10.25", "35.10.25.2010"] {
        assert_eq!(by_hand(store, ours, None, &nobody).await.unwrap(), plain);
    }
}

#[test]
fn a_night_begins_at_its_hour_in_jakarta() {
    // 19:00 UTC is 02:00 of the next day in Jakarta.
    let two = Day::parse("2026-03-02").unwrap().start_us() + 2 * HOUR_US;
    for (now_us, hour, night) in [
        (two, 2, "2026-03-02"),
        (two - 1, 2, "2026-03-01"),
        (two, 3, "2026-03-01"),
        (two, 0, "2026-03-02"),
        (two + 21 * HOUR_US, 23, "2026-03-02"),
    ] {
        assert_eq!(night_of(now_us, hour).iso(), night, "{now_us} {hour}");
    }
}
