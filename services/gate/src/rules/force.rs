//! The version in force, and whether this program may judge by it.

use std::sync::Arc;

use domain::{Error, Refusal};
use serde_json::json;
use store::{Event, Tx, args};

use super::{RuleSet, RuleSetVersion, activate, filled, propose, tables};
use crate::{
    places::Places,
    refusal::{RULE_SET_MISSING, RULE_SET_OUTDATED},
    sql::{self, RuleSetRow},
};

impl RuleSetVersion {
    /// Why this program may not judge by it: it was activated with other tables.
    pub fn outdated(&self) -> Option<Refusal> {
        let known = self.is_readable && tables::are_these(self.tables.as_deref());
        (!known).then(|| outdated(self.rules.rule_rev))
    }
}

fn outdated(rule_rev: i64) -> Refusal {
    RULE_SET_OUTDATED.refuse().shown("rule_set", format!("ruleSets/{rule_rev}"), rule_rev)
}

async fn row(tx: &mut Tx<'_>) -> Result<Option<RuleSetRow>, Error> {
    tx.maybe(&sql::READ_RULE_SET, args![0_i64]).await
}

/// The version in force, also when this program may not judge by it.
///
/// # Errors
/// RULE_SET_MISSING before version 1 is loaded.
pub async fn in_force(tx: &mut Tx<'_>) -> Result<RuleSetVersion, Error> {
    let row = row(tx).await?.ok_or_else(|| Error::from(RULE_SET_MISSING.refuse()))?;
    filled(tx, row).await
}

/// The active rules, to judge by.
///
/// # Errors
/// RULE_SET_MISSING before version 1 is loaded, RULE_SET_OUTDATED when they were activated with
/// other tables than this program's.
pub async fn active(tx: &mut Tx<'_>) -> Result<RuleSet, Error> {
    let version = in_force(tx).await?;
    match version.outdated() {
        Some(refusal) => Err(refusal.into()),
        None => Ok(version.rules),
    }
}

/// The active rules for a transaction that only asks: from memory, which forgets them when others
/// become active. The rows of a version never change, so where other servers may activate one,
/// its number is all that is read.
///
/// # Errors
/// As [`active`].
pub(crate) async fn active_remembered(tx: &mut Tx<'_>) -> Result<Arc<RuleSet>, Error> {
    let recall = tx.recall().cloned();
    let known = recall.as_ref().and_then(|recall| Some((recall, recall.memory.kept::<Places>()?)));
    let Some((recall, places)) = known else { return active(tx).await.map(Arc::new) };
    let remembered = match recall.memory.is_alone() {
        true => places.rules(None),
        false => active_rev(tx).await?.and_then(|rule_rev| places.rules(Some(rule_rev))),
    };
    if let Some(rules) = remembered {
        return Ok(rules);
    }
    let rules = Arc::new(active(tx).await?);
    places.put_rules(recall, &rules);
    Ok(rules)
}

/// The number of the active rules, without their rows; none when this program may not judge by
/// them.
pub(crate) async fn active_rev(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    let known = |row: &RuleSetRow| tables::are_these(row.tables_sha256.as_deref());
    Ok(row(tx).await?.filter(known).map(|row| row.rule_rev))
}

/// What a store has of rules when a server starts on it.
pub(crate) enum Loaded {
    /// None yet, or some that do not tell their tables.
    No,
    /// Some that this program judges by.
    Yes,
    /// Some that it may not judge by, with the sentence.
    Outdated(String),
}

/// What the store has of rules.
pub(crate) async fn loaded(tx: &mut Tx<'_>) -> Result<Loaded, Error> {
    Ok(match row(tx).await? {
        Some(row) if row.tables_sha256.is_some() => {
            let outdated = filled(tx, row).await?.outdated();
            outdated.map_or(Loaded::Yes, |refusal| Loaded::Outdated(refusal.message()))
        }
        _ => Loaded::No,
    })
}

/// Loads version 1 where no version is yet, and tells the tables of a version in force that became
/// so before versions told theirs: nobody knows those of then, so it is held to those of now.
pub(crate) async fn load_first(tx: &mut Tx<'_>) -> Result<(), Error> {
    let (kind, rule_rev) = match row(tx).await? {
        Some(row) => {
            let values = args![row.rule_rev, tables::digest()];
            let told = tx.exec(&sql::TELL_TABLES, values).await? > 0;
            (if told { "rule_set.tables_told" } else { "rule_set.kept" }, row.rule_rev)
        }
        None => {
            let rule_rev = propose(tx, &RuleSet::first()?, None).await?;
            activate(tx, rule_rev, None).await?;
            ("rule_set.loaded", rule_rev)
        }
    };
    let event = Event::new(kind, format!("ruleSets/{rule_rev}"));
    tx.record(event.with(json!({ "tables": tables::digest() })));
    Ok(())
}

#[cfg(test)]
#[path = "force_tests.rs"]
mod tests;
