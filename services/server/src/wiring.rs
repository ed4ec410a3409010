//! The one place where the rooms meet: routes, rights, statements, reasons, first data.

use std::sync::Arc;

use domain::{Day, Error, Kind, Reason, policy::Matrix, text};
use futures_util::FutureExt as _;
use registry::{
    boundaries::{self, ImportFailure},
    waters::{self, WatersFailure},
};
use store::{Caller, Statement, Store};
use tonic::service::{Routes, RoutesBuilder};

use crate::{
    config::Config,
    door::Whose,
    failure::{Exit, Failure},
    progress::{Progress, Report},
    refusal,
};

/// Acts that the server begins itself; no caller can reach them.
pub fn internal_methods() -> Vec<&'static str> {
    [
        identity::INTERNAL_METHODS,
        registry::INTERNAL_METHODS,
        gate::INTERNAL_METHODS,
        oversight::INTERNAL_METHODS,
    ]
    .concat()
}

/// Who may call what.
pub fn matrix(config: &Config) -> Matrix {
    edge::access::matrix(config.database.step_up_minutes, &internal_methods())
}

/// The services of every room.
pub fn routes(store: &Store, limits: edge::Limits) -> Routes {
    let mut routes = RoutesBuilder::default();
    for add_to in [
        identity::add_to,
        registry::add_to,
        planning::add_to,
        realisation::add_to,
        monitoring::add_to,
        oversight::add_to,
        reporting::add_to,
        exchange::add_to,
    ] {
        add_to(&mut routes, store, limits);
    }
    routes.routes()
}

/// Whose a token is, for who shares the server out.
pub fn whose(store: &Store) -> Whose {
    let store = store.clone();
    Arc::new(move |caller: Caller| {
        let store = store.clone();
        let asked = async move { identity::whose(&store, caller).await };
        let unknown = |error: Error| {
            tracing::warn!(detail = error.detail, "it is not known whose a token is");
            None
        };
        asked.map(move |owner| owner.unwrap_or_else(unknown)).boxed()
    })
}

/// Every statement of every crate.
pub fn statements() -> Vec<Statement> {
    [
        store::statements(),
        ledger::statements(),
        gate::statements(),
        identity::statements(),
        registry::statements(),
        planning::statements(),
        realisation::statements(),
        monitoring::statements(),
        oversight::statements(),
        reporting::statements(),
        exchange::statements(),
    ]
    .concat()
}

/// Every reason for which Lumbung says no.
pub fn reasons() -> Vec<Reason> {
    [
        // The store gives reasons of the domain only.
        domain::reason::REASONS,
        ledger::REASONS,
        gate::refusal::REASONS,
        gate::site::REASONS,
        identity::REASONS,
        registry::REASONS,
        planning::REASONS,
        realisation::REASONS,
        monitoring::REASONS,
        oversight::REASONS,
        reporting::REASONS,
        exchange::REASONS,
        refusal::REASONS,
    ]
    .concat()
}

/// Loads what every installation has: places, codes, dated law, the first rule set.
///
/// # Errors
/// A fault of the store; what was loaded before stays and is loaded over.
pub async fn load_reference(store: &Store) -> Result<(), Error> {
    registry::load_reference(store).await?;
    gate::load_rule_set(store).await
}

/// Fetches into memory what searches ask for again and again, while already serving.
pub async fn remember(store: Store) {
    match gate::remember_places(&store).await {
        Ok(places) => tracing::info!(places, "the places of the register are in memory"),
        Err(error) => tracing::warn!(detail = error.detail, "places are read from the store"),
    }
}

/// What an operator gives to load village boundaries.
#[derive(Debug, Clone)]
pub struct Boundaries {
    /// GeoJSON text.
    pub geojson: String,
    /// First day of this version, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Where it comes from, for the record.
    pub source: String,
}

/// The first day of what is loaded; a source that is none is told beside a day that is none.
fn first_day(valid_from: &str, source: &str) -> Result<Day, Error> {
    let mut faults = edge::Violations::new();
    let day = faults.read("valid_from", Day::parse(valid_from));
    faults.read("source", text::name(source));
    faults.finish(day)
}

/// Loads a dated version of village boundaries, whole or not at all.
///
/// # Errors
/// A data failure when any feature is bad, each named, or when this version is
/// there already.
pub async fn import_boundaries(
    store: &Store,
    boundaries: Boundaries,
    report: &Report,
) -> Result<String, Failure> {
    let Boundaries { geojson, valid_from, source } = boundaries;
    let day = first_day(&valid_from, &source)?;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let progress = |done, total| report(Progress::Step { done: count(done), total: count(total) });
    let loaded = boundaries::import(store, geojson.as_bytes(), day, &source, progress).await;
    match loaded {
        Ok(loaded) => Ok(format!(
            "Batas desa mulai {valid_from}: {} desa dan kelurahan, {} titik; {} tidak ada dalam \
             berkas{}{}",
            loaded.desa_count,
            loaded.vertex_count,
            loaded.missing.len(),
            if loaded.missing.is_empty() { "" } else { ": " },
            loaded.missing.join(" "),
        )),
        Err(ImportFailure::Refused(error)) => Err(error.into()),
        // Every bad feature with its reason, in the one message that cannot be lost.
        Err(bad @ ImportFailure::Features(_)) => {
            Err(Failure::new(Exit::Data, bad.to_string().trim_end()))
        }
    }
}

/// What an operator gives to load waters.
#[derive(Debug, Clone)]
pub struct Waters {
    /// GeoJSON text.
    pub geojson: String,
    /// First day of this set, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Where it comes from, for the record.
    pub source: String,
    /// Width of lines that do not say theirs, metres.
    pub width_m: f64,
}

/// Loads a dated set of rivers, canals and lakes, whole or not at all.
///
/// # Errors
/// A data failure when any feature is bad, each named, or when this set is there already.
pub async fn import_waters(
    store: &Store,
    waters: Waters,
    report: &Report,
) -> Result<String, Failure> {
    let Waters { geojson, valid_from, source, width_m } = waters;
    let day = first_day(&valid_from, &source)?;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let progress = |done, total| report(Progress::Step { done: count(done), total: count(total) });
    let held = (day, width_m);
    match waters::import(store, geojson.as_bytes(), held, &source, progress).await {
        Ok(loaded) => {
            Ok(format!("Perairan mulai {valid_from}: {loaded} sungai, saluran, dan danau"))
        }
        Err(WatersFailure::Refused(error)) => Err(error.into()),
        Err(WatersFailure::Features(bad)) => {
            let mut told =
                format!("{} fitur tidak dapat dipakai; tidak ada yang dimuat:", bad.len());
            bad.iter().for_each(|bad| told.push_str(&format!("\n  {bad}")));
            Err(Failure::new(Exit::Data, told))
        }
    }
}

/// The day from which the shipped boundaries hold: that of their geometry.
const FIRST_BOUNDARIES_FROM: &str = "2022-12-27";

/// Loads the village boundaries that come with the product, unless they are there.
///
/// # Errors
/// A fault of the store, or of the shipped file.
pub async fn load_first_boundaries(store: &Store) -> Result<(), Error> {
    let day = Day::parse(FIRST_BOUNDARIES_FROM)?;
    let (geojson, source) = (registry::data::BOUNDARIES, registry::data::BOUNDARIES_SOURCE);
    match boundaries::import(store, geojson, day, source, |_, _| {}).await {
        Ok(_) => Ok(()),
        Err(ImportFailure::Refused(error)) if error.kind == Kind::Exists => Ok(()),
        Err(ImportFailure::Refused(error)) => Err(error),
        Err(bad @ ImportFailure::Features(_)) => Err(Error::fault(bad.to_string())),
    }
}

/// The name by which the first administrator is known until he or she gives another.
const FIRST_ADMINISTRATOR: &str = "Administrator Pertama";

/// Makes the first administrator's invitation; answers its code.
///
/// # Errors
/// A refusal when there is any account, or a fault of the store.
pub async fn invite_first_administrator(store: &Store) -> Result<String, Failure> {
    Ok(identity::bootstrap(store, FIRST_ADMINISTRATOR).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_first_day_hides_no_empty_source() {
        let fields = |day: &str, source: &str| {
            let no = first_day(day, source).err().map(|error| error.refusals).unwrap_or_default();
            no.into_iter().filter_map(|one| one.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("besok", " "), ["valid_from", "source"]);
        assert_eq!(fields("2026-01-01", ""), ["source"]);
        assert!(fields("2026-01-01", "BIG").is_empty());
    }
}
