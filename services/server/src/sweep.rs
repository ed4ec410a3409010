//! The sweep: `lumbung sweep`, here or in the running server, and once a night by the server.

use std::{sync::Arc, time::Duration};

use domain::{Day, Error, Place, clock::machine_us};
use gate::sweep::{Kind, Swept, Turn};
use identity::AREA_UNKNOWN;
use store::Store;
use tokio::sync::watch;

use crate::{
    admin::client,
    cli::say,
    commands,
    config::{self, Config},
    failure::{Exit, Failure},
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
    let area = known(area)?;
    let outcome = run(store, &area, None, report).await?;
    if let Some(metrics) = metrics {
        metrics.swept(&outcome.swept, outcome.failed.len(), area == Place::platform());
    }
    if outcome.slips() == 0 && outcome.failed.is_empty() {
        return Ok(outcome.told());
    }
    Err(Failure::new(Exit::Software, outcome.told()))
}

/// The place of a code; one that is none of ours has no works, and must not pass as swept.
fn known(code: &str) -> Result<Place, Error> {
    let area = Place::parse(code).map_err(|refusal| refusal.at("area"))?;
    // The parts of a code have their widths, so what begins with one lies in it.
    if registry::data::reference()?.wilayah.keys().any(|one| one.starts_with(code)) {
        return Ok(area);
    }
    Err(AREA_UNKNOWN.refuse().fact("area", code).at("area").into())
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
        Ok(Turn::Ours) => prune(store).await,
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

/// Forgets the requests that are too old to be sent again. What fails is left to the next night.
async fn prune(store: &Store) {
    match store.prune_requests().await {
        Ok(rows) => tracing::info!(rows, "old requests were forgotten"),
        Err(error) => {
            tracing::warn!(detail = error.detail, "old requests could not be forgotten");
        }
    }
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
