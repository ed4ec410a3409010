//! Loading what the gate ships into a new store.

use domain::{Error, Place};
use serde::Serialize;
use store::{Command, Store, Tx};

use crate::rules;

/// Methods of this crate that no caller reaches over gRPC; the server opens them for itself.
pub const INTERNAL_METHODS: &[&str] = &[LoadRuleSet::METHOD];

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

/// Loads rule set 1 into a store that has no rules yet; harmless to repeat.
///
/// # Errors
/// A fault of the store.
pub async fn load_rule_set(store: &Store) -> Result<(), Error> {
    store.execute(None, store.new_request_id(), LoadRuleSet).await.map(|_| ())
}
