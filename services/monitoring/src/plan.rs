//! Drafts in the overlap register: plans that warn and are warned, and block nothing.

use domain::Error;
use gate::refusal::{RULE_SET_MISSING, RULE_SET_OUTDATED, SITE_TOO_LARGE};
use serde_json::json;
use store::{Event, Tx};
use wire::monitoring::v1 as proto;

use crate::{message, names::ProjectName, project};

/// Enters a draft's sites as a plan, or takes the plan away when it has none; answers what it
/// meets. A draft whose sites cannot stand in the register yet is kept without a plan: the
/// signatures refuse it.
pub async fn put(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Vec<proto::PairFinding>, Error> {
    let work = project::work(tx, name).await?;
    if work.sites.is_empty() {
        return drop(tx, name).await.map(|()| Vec::new());
    }
    match gate::plan::put(tx, &work).await {
        Ok(met) => Ok(met.warnings.iter().map(message::finding).collect()),
        // Each is found out before anything is written.
        Err(error)
            if [SITE_TOO_LARGE, RULE_SET_MISSING, RULE_SET_OUTDATED]
                .iter()
                .any(|reason| error.has(reason)) =>
        {
            drop(tx, name).await.map(|()| Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// Takes a draft's plan away.
pub async fn drop(tx: &mut Tx<'_>, name: &ProjectName) -> Result<(), Error> {
    gate::plan::forget(tx, &name.desa, name.id).await
}

/// The event of a draft that was written: who is near it.
pub fn event(kind: &'static str, name: &ProjectName, near: &[proto::PairFinding]) -> Event {
    let near: Vec<&str> = near.iter().map(|one| one.project.as_str()).collect();
    Event::new(kind, name.name()).with(json!({ "near": near }))
}
