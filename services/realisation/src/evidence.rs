//! Photos of how far a work has come: how much one that is missing weighs.
//!
//! A second or later request for a work needs evidence of the stage before (apbdes.md 11.3); the
//! photo of its end may still come after the last payment. Both weights are dated policy.

use domain::{Day, Error};
use store::Tx;

use crate::{
    facts::severity,
    names::SppName,
    rules::{end_seen, progress_seen},
    states::{Facts, Severity},
};

/// Tells how much a photo weighs that is missing; where none is, nothing is asked.
pub async fn weigh(
    tx: &mut Tx<'_>,
    name: &SppName,
    dated: Day,
    facts: &mut Facts,
) -> Result<(), Error> {
    if !progress_seen(facts).is_empty() {
        facts.stage_severity = weight(tx, name, dated, "severity.FOTO-50").await?;
    }
    if !end_seen(facts).is_empty() {
        facts.end_severity = weight(tx, name, dated, "severity.FOTO-100").await?;
    }
    Ok(())
}

async fn weight(tx: &mut Tx<'_>, name: &SppName, dated: Day, key: &str) -> Result<Severity, Error> {
    let law = tx.policy(key, &name.desa().place(), dated).await?;
    Ok(severity(law.as_ref().map(|law| law.value.as_str())))
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;
