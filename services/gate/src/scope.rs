//! What a work is, beside its name: whether an amendment makes another work of it.
//!
//! A decision on a pair holds until a site, the scope or the rules change. A new name or an amount
//! within the tolerance change none of these. The tolerance is taken from the last revision that
//! changed in substance, so that small steps do not add up unseen.

use domain::Error;
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::{
    facts::Facts,
    sql::{ClaimRow, ProjectRow},
    work::Work,
};

/// Policy of how far amount and volume may move.
const TOLERANCE_POLICY: &str = "gate.scope_tolerance_permille";

/// The measures of a work at its last change in substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    /// What it costs, sen.
    pub amount_sen: i64,
    /// Volume in 1/10,000 of its unit.
    pub volume_e4: i64,
}

impl Scope {
    /// Of a work as it enters the register.
    pub fn of(work: &Work) -> Self {
        Self { amount_sen: work.amount.sen(), volume_e4: work.facts.volume_e4 }
    }

    /// Of a stored project; as it stands when nothing else was kept.
    pub fn of_row(row: &ProjectRow) -> Result<Self, Error> {
        if row.scope.is_empty() {
            let volume_e4 = Facts::decode(&row.facts)?.volume_e4;
            return Ok(Self { amount_sen: row.amount_sen, volume_e4 });
        }
        serde_json::from_str(&row.scope)
            .map_err(|error| Error::fault(format!("stored scope: {error}")))
    }

    /// The stored text.
    pub fn encode(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::fault(format!("scope: {error}")))
    }

    /// Whether another scope lies within a tolerance.
    pub fn near(&self, other: &Self, permille: i64) -> bool {
        within(self.amount_sen, other.amount_sen, permille)
            && within(self.volume_e4, other.volume_e4, permille)
    }
}

/// Whether a number differs from its base by at most so many thousandths.
fn within(base: i64, now: i64, permille: i64) -> bool {
    let moved = i128::from(now).abs_diff(i128::from(base)).saturating_mul(1_000);
    moved <= u128::from(base.unsigned_abs()) * u128::from(permille.unsigned_abs())
}

/// The tolerance by law, thousandths.
pub(crate) async fn tolerance(tx: &mut Tx<'_>, work: &Work) -> Result<i64, Error> {
    let today = tx.today();
    tx.law(TOLERANCE_POLICY, &work.desa.kabupaten(), today).await
}

/// Whether an amendment makes another work of a stored one.
pub(crate) fn changed(
    row: &ProjectRow,
    sites: &[ClaimRow],
    work: &Work,
    permille: i64,
) -> Result<bool, Error> {
    let same_sites = sites.len() == work.sites.len()
        && sites.iter().zip(&work.sites).all(|(old, new)| {
            old.shape == new.shape.encode()
                && old.accuracy_mm == new.accuracy_mm
                && old.trusted == new.trusted
        });
    let same_kind = row.kind == work.kind.code()
        && row.class == work.class.code()
        && row.intervention == work.intervention.code()
        && row.tahun == i64::from(work.tahun.get())
        && row.continues_id == work.continues.map(domain::ids::ProjectId::uuid);
    let same_facts = essence(&Facts::decode(&row.facts)?) == essence(&work.facts);
    let near = Scope::of_row(row)?.near(&Scope::of(work), permille);
    Ok(!(same_sites && same_kind && same_facts && near))
}

/// Facts without what may change while the work stays the same; measures are compared apart.
pub fn essence(facts: &Facts) -> Facts {
    Facts {
        owner_name: String::new(),
        document: String::new(),
        volume_e4: 0,
        capture: None,
        trusted: true,
        photo_hashes: std::collections::BTreeSet::new(),
        held_with: Vec::new(),
        material_rev: None,
        ..facts.clone()
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
