//! Putting right what differs, or stopping the works until somebody has looked.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Place, Role};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;

use super::{Difference, Kind, compare::seen_from, sql};
use crate::{
    area::{lock_cells, screen_all},
    cover::cover,
    flag::common,
    freeze::{self, Freeze},
    pair::{Standing, standing},
    refusal::PROJECT_HELD_ALREADY,
    register::{flags, lock_projects, sites, stored_cells},
    rows::put_beside,
    rules::{self, RuleSet},
    screen::{ProjectKey, claims_of_row, pack},
    sql::{self as register_sql, ProjectRow},
    work::{ClaimKind, Verdict},
    works::findings,
};

/// Mends one difference in one transaction; answers whether it had to hold a work.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mend {
    kind: Kind,
    works: BTreeSet<ProjectKey>,
    names: Vec<String>,
    slips: bool,
    strays: BTreeSet<(i64, Uuid)>,
    /// Whether to mend at all, or only to hold and tell: when mending failed, or nothing can be
    /// mended.
    only_hold: bool,
}

impl Mend {
    /// What to do about a difference; `failed` when mending it failed before.
    pub fn of(difference: &Difference, failed: bool) -> Self {
        let Difference { kind, works, names, slips, strays } = difference.clone();
        // Nobody but its village knows where a work lies whose claims are wrong; and a flag without
        // a ground is people's to close: the ordinary screening would withdraw it.
        let only_hold = failed || matches!(kind, Kind::Claim | Kind::Unfounded);
        Self { kind, works, names, slips, strays, only_hold }
    }
}

impl Command for Mend {
    const METHOD: &'static str = "internal/gate/MendDifference";
    type Answer = bool;

    fn place(&self) -> Place {
        // What lies in no known desa is told to its kabupaten.
        let of = |desa: &DesaId| if desa.is_whole() { desa.kabupaten() } else { desa.place() };
        let mut places = self.works.iter().map(|(desa, _)| of(desa));
        let first = places.next().unwrap_or_else(Place::platform);
        places.fold(first, |place, other| common(&place, &other))
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        let remains = if self.only_hold { true } else { self.mend(tx).await? };
        let held = if remains && self.slips { hold(tx, &self.works, self.kind).await? } else { 0 };
        let subject = self.names.first().cloned().unwrap_or_default();
        tx.record(Event::new("gate.sweep_differs", subject).with(json!({
            "kind": self.kind.code(), "works": self.names, "slips": self.slips, "held": held,
        })));
        Ok(held > 0)
    }
}

impl Mend {
    /// Repairs and screens; answers whether the difference is still there.
    async fn mend(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        let rules = rules::active(tx).await?;
        let present = present(tx, &self.works).await?;
        let keys: BTreeSet<ProjectKey> = present.iter().map(|(key, _)| key.clone()).collect();
        let mut changed = BTreeSet::new();
        if self.kind == Kind::Cells {
            changed.extend(self.strays.iter().map(|(cell, _)| *cell));
            for (key, row) in &present {
                let rows = sites(tx, key).await?;
                changed.extend(stored_cells(&rows));
                for claim in claims_of_row(row, &rows)? {
                    changed.extend(cover(&claim.shape, 0.0)?);
                }
            }
        }
        lock_cells(tx, &rules, &keys, &changed).await?;
        if self.kind == Kind::Cells {
            self.lay_out(tx, &present).await?;
        }
        for (desa, project) in &keys {
            tx.exec(&sql::RECOUNT_FLAGS, args![desa, project.uuid()]).await?;
            if self.kind == Kind::Clearance {
                tx.exec(&register_sql::UNCLEAR_PROJECT, args![desa, project.uuid()]).await?;
            }
        }
        let mut screened = BTreeSet::new();
        for (key, row) in &present {
            let rows = sites(tx, key).await?;
            let whole = !rows.is_empty() && rows.iter().all(|c| c.geometry_rev == row.geometry_rev);
            // A plan is screened with whatever it meets; without its claims, a work would look
            // around nothing and be cleared.
            if whole && row.kind != ClaimKind::Planned.code() {
                screened.insert(key.clone());
            }
        }
        screen_all(tx, &rules, &screened).await?;
        remains(tx, &rules, &present).await
    }

    /// Lays the claims in force beside the cells of their shapes anew.
    async fn lay_out(
        &self,
        tx: &mut Tx<'_>,
        present: &[(ProjectKey, ProjectRow)],
    ) -> Result<(), Error> {
        for (cell, claim) in &self.strays {
            tx.exec(&register_sql::DROP_CLAIM_CELL, args![*cell, *claim]).await?;
        }
        for (key, row) in present {
            let rows = sites(tx, key).await?;
            for (claim, stored) in claims_of_row(row, &rows)?.iter().zip(&rows) {
                let cells = cover(&claim.shape, 0.0)?;
                let listed = stored_cells(std::slice::from_ref(stored));
                for cell in cells.union(&listed) {
                    let values = args![*cell, stored.claim_id];
                    tx.exec(&register_sql::DROP_CLAIM_CELL, values).await?;
                }
                let values = args![&key.0, key.1.uuid(), stored.claim_id, pack(&cells)];
                tx.exec(&sql::SET_CLAIM_CELLS, values).await?;
                put_beside(tx, claim, row.material_rev, &cells).await?;
            }
        }
        Ok(())
    }
}

/// Those of some works that are still in the register.
async fn present(
    tx: &mut Tx<'_>,
    works: &BTreeSet<ProjectKey>,
) -> Result<Vec<(ProjectKey, ProjectRow)>, Error> {
    let mut present = Vec::new();
    for key in works {
        let values = args![&key.0, key.1.uuid()];
        let row: Option<ProjectRow> = tx.maybe(&register_sql::READ_PROJECT, values).await?;
        present.extend(row.filter(|row| row.state == "active").map(|row| (key.clone(), row)));
    }
    Ok(present)
}

/// Whether the rules still block a pair of which nobody holds the money: judged by the geometries
/// of both, whatever the cells say.
async fn remains(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    present: &[(ProjectKey, ProjectRow)],
) -> Result<bool, Error> {
    let [one, two] = present else { return Ok(false) };
    let own = claims_of_row(&one.1, &sites(tx, &one.0).await?)?;
    let others = claims_of_row(&two.1, &sites(tx, &two.0).await?)?;
    let today = tx.today();
    for finding in findings(rules, &own, &others) {
        for (mine, other) in [(one, two), (two, one)] {
            if finding.verdict != Verdict::Block || mine.1.kind != ClaimKind::Registered.code() {
                continue;
            }
            let seen = seen_from(&finding, &other.0, &other.1);
            let flags = flags(tx, &mine.0).await?;
            if standing(&mine.1, rules.rule_rev, &seen, &flags, today) == Standing::Undecided {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Holds works until the inspectorate lets them go; answers how many are held now.
async fn hold(tx: &mut Tx<'_>, works: &BTreeSet<ProjectKey>, kind: Kind) -> Result<usize, Error> {
    lock_projects(tx, works).await?;
    let note = format!("Pemeriksaan malam menemukan {}.", kind.title());
    let mut held = 0_usize;
    for (desa, project) in works {
        let id = tx.new_id();
        let freeze = Freeze { id, office: Role::Sys, person: Uuid::nil(), note: &note };
        match freeze::freeze(tx, desa, *project, &freeze).await {
            Ok(()) => held = held.saturating_add(1),
            Err(error) if error.has(&PROJECT_HELD_ALREADY) => held = held.saturating_add(1),
            // Another owner's work, or one that is gone: no money moves for it here.
            Err(error) if error.kind == domain::Kind::Absent => {}
            Err(error) => return Err(error),
        }
    }
    Ok(held)
}
