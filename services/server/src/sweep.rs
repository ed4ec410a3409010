//! The sweep: `lumbung sweep`, here or in the running server, and once a night by the server.

use std::{sync::Arc, time::Duration};

use domain::{Day, Error, Place, clock::machine_us};
use gate::sweep::{Kind, Swept, Turn};
use store::Store;
use tokio::sync::watch;

use crate::{
    admin::client,
    cli::say,
    commands,
    config::{self, Config},
    demo,
    engine::Holds,
    failure::{Exit, Failure},
    folder,
    metrics::Metrics,
    progress::{self, Progress, Report},
};

/// One hour in microseconds.
const HOUR_US: i64 = 3_600_000_000;
/// How long a server that was not there at the hour waits before it makes up for the night.
const AFTER_START: Duration = Duration::from_mins(10);
/// How often the clock is looked at: a machine may sleep, or its clock be put right.
const LOOK: Duration = Duration::from_mins(1);
/// How often a sweep that broke off is tried in one night.
const TRIES: u32 = 3;
/// The most differences that are named in the last line.
const NAMED_MAX: usize = 50;

/// `lumbung sweep`
///
/// # Errors
/// When a difference was found that could let money slip, or one could not be mended.
pub async fn sweep(config: &Config, area: Option<&str>) -> Result<(), Failure> {
    let area = area.unwrap_or_default();
    let report = progress::show();
    let summary = if let Some(server) = client::running(config).await {
        client::command(&server, "/sweep", &[("area", area)], String::new(), &report).await?
    } else {
        commands::begun(config).await?;
        let store = commands::open(config).await?;
        if folder::holds(config).await? == Holds::Demo {
            // What holds on a day is asked of the day in which the demo lives.
            demo::set_clock(&store, folder::complete_demo_shift_us(config));
        }
        let done = by_hand(&store, area, None, &report).await;
        store.close().await;
        report(Progress::end(&done));
        done?
    };
    say(&summary);
    Ok(())
}

/// Sweeps an area as an operator asked; the answer is in plain words.
///
/// # Errors
/// As [`sweep`].
pub async fn by_hand(
    store: &Store,
    area: &str,
    metrics: Option<&Metrics>,
    report: &Report,
) -> Result<String, Failure> {
    let area = Place::parse(area).map_err(|refusal| Failure::from(Error::from(refusal)))?;
    let outcome = run(store, &area, None, report).await?;
    if let Some(metrics) = metrics {
        metrics.swept(&outcome.swept, outcome.failed.len(), area == Place::platform());
    }
    if outcome.slips() == 0 && outcome.failed.is_empty() {
        return Ok(outcome.told());
    }
    Err(Failure::new(Exit::Software, outcome.told()))
}

/// What a sweep found and did.
struct Outcome {
    swept: Swept,
    /// Differences whose works are held now.
    held: usize,
    /// Differences that could not be mended, and why.
    failed: Vec<String>,
}

impl Outcome {
    fn slips(&self) -> usize {
        self.swept.differences.iter().filter(|one| one.slips).count()
    }

    /// The result in plain words, with every difference up to [`NAMED_MAX`].
    fn told(&self) -> String {
        let Swept { works, pairs, differences } = &self.swept;
        let mut lines: Vec<String> = differences
            .iter()
            .take(NAMED_MAX)
            .map(|one| format!("{}: {}", one.names.join(" | "), one.kind.title()))
            .collect();
        if differences.len() > NAMED_MAX {
            lines.push(format!("dan {} perbedaan lain", differences.len() - NAMED_MAX));
        }
        lines.extend(self.failed.iter().take(NAMED_MAX).cloned());
        let count = differences.len();
        lines.push(format!(
            "{works} pekerjaan, {pairs} pasangan dibandingkan, {count} perbedaan; {} dapat \
             meloloskan uang, {} dibekukan, {} gagal diperbaiki.",
            self.slips(),
            self.held,
            self.failed.len()
        ));
        lines.join("\n")
    }
}

/// Reads, compares and mends; of a night, every act is done once.
async fn run(
    store: &Store,
    area: &Place,
    night: Option<Day>,
    report: &Report,
) -> Result<Outcome, Failure> {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let sweep = gate::sweep::read(store, area).await?;
    let works = count(sweep.works());
    report(Progress::Step { done: 0, total: works });
    // The comparison keeps every core busy; it must not keep the runtime from its work.
    let swept = tokio::task::spawn_blocking(move || sweep.compare()).await;
    let swept = swept.map_err(|_| Failure::new(Exit::Software, "the comparison broke off"))?;
    report(Progress::Step { done: works, total: works });
    let mut outcome = Outcome { held: 0, failed: Vec::new(), swept };
    for (at, difference) in outcome.swept.differences.iter().enumerate() {
        let (kind, works) = (difference.kind.code(), difference.names.join(" "));
        match gate::sweep::mend(store, night, difference).await {
            Ok(held) => {
                outcome.held = outcome.held.saturating_add(usize::from(held));
                if difference.slips {
                    tracing::error!(kind, works, held, "money could have slipped");
                } else if difference.kind == Kind::Unfounded {
                    tracing::warn!(kind, works, "a flag is open without a ground; it stays open");
                } else {
                    tracing::warn!(kind, works, "the register differed and was put right");
                }
            }
            Err(error) => {
                let why = Failure::from(error).message;
                tracing::error!(kind, works, why, "a difference could not be mended");
                outcome.failed.push(format!("{works}: {why}"));
            }
        }
        let total = count(outcome.swept.differences.len());
        report(Progress::Step { done: count(at.saturating_add(1)), total });
    }
    gate::sweep::end(store, area, night, &outcome.swept).await?;
    Ok(outcome)
}

/// The night to which an instant belongs: it begins at an hour of Asia/Jakarta.
fn night_of(now_us: i64, hour: u8) -> Day {
    Day::of_us(now_us.saturating_sub(i64::from(hour).saturating_mul(HOUR_US)))
}

/// Sweeps everything once a night until `stop` turns true. A server that was not there at the
/// hour makes up for it, and so does one after a sweep that broke off with its server; of several
/// servers on one store one does it.
pub async fn nightly(
    settings: config::Sweep,
    store: Store,
    metrics: Metrics,
    mut stop: watch::Receiver<bool>,
) {
    if !settings.nightly {
        tracing::info!("the nightly sweep is turned off");
        return;
    }
    tokio::select! {
        () = nights(settings.hour, AFTER_START, &store, &metrics) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// Sweeps night after night, from a while after the start on.
async fn nights(hour: u8, after: Duration, store: &Store, metrics: &Metrics) {
    tokio::time::sleep(after).await;
    let mut last = None;
    loop {
        let night = night_of(machine_us(), hour);
        if last != Some(night) && one_night(store, metrics, night).await {
            last = Some(night);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Sweeps a night, unless it was swept to its end before; false while it cannot be taken: the
/// store does not answer, or another server may be at it.
async fn one_night(store: &Store, metrics: &Metrics, night: Day) -> bool {
    match gate::sweep::begin(store, night).await {
        Ok(Turn::Ours) => {}
        Ok(Turn::Ended) => {
            tracing::info!(night = night.iso(), "the night was swept before");
            return true;
        }
        Ok(Turn::Elsewhere) => {
            tracing::debug!(night = night.iso(), "another server may be sweeping the night");
            return false;
        }
        Err(error) => {
            tracing::warn!(detail = error.detail, "the night's sweep cannot begin yet");
            return false;
        }
    }
    let nobody: Report = Arc::new(|_| {});
    for _ in 0..TRIES {
        match run(store, &Place::platform(), Some(night), &nobody).await {
            Ok(outcome) => {
                metrics.swept(&outcome.swept, outcome.failed.len(), true);
                tracing::info!(result = outcome.told(), "the register was swept");
                return true;
            }
            Err(failure) => {
                metrics.sweep_failed();
                tracing::error!(%failure, "the register could not be swept");
                tokio::time::sleep(AFTER_START).await;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use domain::Clock;
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
        assert!(
            text.contains("lumbung_sweep_differences_total{kind=\"missed_block\"} 0"),
            "{text}"
        );
        assert!(!text.contains("lumbung_sweep_last_seconds 0"), "{text}");
        let bad = by_hand(store, "Sukojati", None, &nobody).await.unwrap_err();
        assert_eq!(bad.exit, Exit::Data);
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
}
