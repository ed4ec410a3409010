//! Loading what the gate ships into a new store.

use std::sync::Arc;

use domain::{Error, Place};
use serde::Serialize;
use store::{Command, Query, Store, Tx};

use crate::{
    backtest::RunBacktest,
    places::{self, Places},
    rules::{self, Loaded},
    sweep,
};

/// Methods of this crate that no caller reaches over gRPC; the server opens them for itself.
pub const INTERNAL_METHODS: &[&str] = &[
    LoadRuleSet::METHOD,
    AskRuleSet::METHOD,
    FetchPlaces::METHOD,
    RunBacktest::METHOD,
    sweep::Read::METHOD,
    sweep::Begin::METHOD,
    sweep::Mend::METHOD,
    sweep::End::METHOD,
];

/// Loads rule set 1; keeps what is there.
#[derive(Debug, Serialize)]
struct LoadRuleSet;

impl Command for LoadRuleSet {
    const METHOD: &'static str = "internal/gate/LoadRuleSet";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        rules::load_first(tx).await
    }
}

/// Asks what a store has of rules.
struct AskRuleSet;

impl Query for AskRuleSet {
    const METHOD: &'static str = "internal/gate/AskRuleSet";
    type Answer = Loaded;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Loaded, Error> {
        rules::loaded(tx).await
    }
}

/// Loads rule set 1 into a store that has no rules yet; harmless to repeat. Rules by which this
/// program may not judge are told in the log and stay: two officials bring others about.
///
/// # Errors
/// A fault of the store.
pub async fn load_rule_set(store: &Store) -> Result<(), Error> {
    match store.answer(None, AskRuleSet).await? {
        Loaded::Yes => Ok(()),
        Loaded::Outdated(why) => {
            tracing::warn!("{why}");
            Ok(())
        }
        Loaded::No => store.execute(None, store.new_request_id(), LoadRuleSet).await.map(|_| ()),
    }
}

/// Fetches where every claim lies.
struct FetchPlaces;

impl Query for FetchPlaces {
    const METHOD: &'static str = "internal/gate/FetchPlaces";
    type Answer = usize;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Error> {
        places::fetch(tx).await
    }
}

/// Lets searches of this store find places in memory from now on; answers how many there are. A
/// search that comes before all are there reads what it needs.
///
/// # Errors
/// A fault of the store; searches then go on reading.
pub async fn remember_places(store: &Store) -> Result<usize, Error> {
    store.keep(Arc::new(Places::default()));
    store.answer(None, FetchPlaces).await
}
