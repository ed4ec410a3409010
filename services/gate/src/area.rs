//! Screening the works of an area by the rules of now, after new rules voided every clearance.
//!
//! No clearance waits for this: a payment screens its own project. It is done so that the pairs
//! that newer rules see are flagged before somebody wants to pay for one of them. Works of other
//! owners and plans are screened with them: what only they meet is told by nobody else.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Place, ids::ProjectId};
use futures_util::future::BoxFuture;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    namesake, plan,
    register::{self, active, class_of, flags, grown_of, lock_projects, opponents, with_opponents},
    rules::{self, RuleSet},
    screen::{Locked, ProjectKey},
    sql::{self, ProjectRow},
    work::{ClaimKind, Screening, Verdict},
};

/// What screening an area gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Screened {
    /// Works that were screened: projects, works of other owners, and plans.
    pub works: i64,
    /// How many of them are cleared.
    pub cleared: i64,
    /// How many are not: a pair blocks, or something stops them. A plan is neither.
    pub held: i64,
    /// How many of the area still wait to be screened by the rules of now.
    pub left: i64,
}

/// Screens at most `limit` works of an area that were last screened by other rules.
///
/// All cells are taken first, then the words, then all projects, ascending as everywhere, so that a batch waits
/// for others as one registration does.
///
/// # Errors
/// RULE_SET_MISSING, or contention.
pub fn rescreen<'a>(
    tx: &'a mut Tx<'_>,
    area: &'a Place,
    limit: u32,
) -> BoxFuture<'a, Result<Screened, Error>> {
    Box::pin(async move {
        let rules = rules::active(tx).await?;
        let (rule_rev, year) = (rules.rule_rev, i64::from(tx.today().year()));
        let found: Vec<(String, Uuid)> =
            tx.all(&sql::LIST_UNSCREENED, args![area, rule_rev, limit, year]).await?;
        let mut keys: BTreeSet<ProjectKey> = BTreeSet::new();
        for (desa, project) in found {
            keys.insert((DesaId::parse(&desa)?, ProjectId::new(project)));
        }
        lock_cells(tx, &rules, &keys, &BTreeSet::new()).await?;
        let here = still_here(tx, keys).await?;
        let mut screened = Screened::default();
        for (key, result) in here.iter().zip(screen_all(tx, &rules, &here).await?) {
            screened.works = screened.works.saturating_add(1);
            if result.clearance.is_some() {
                screened.cleared = screened.cleared.saturating_add(1);
            } else if !is_plan(&active(tx, key).await?) {
                screened.held = screened.held.saturating_add(1);
            }
        }
        let (left,): (i64,) = tx.one(&sql::COUNT_UNSCREENED, args![area, rule_rev, year]).await?;
        screened.left = left;
        Ok(screened)
    })
}

/// Those of some works, whose cells are held, that did not leave the register meanwhile: a plan
/// is dropped, a claim moved to another village at any moment.
async fn still_here(
    tx: &mut Tx<'_>,
    keys: BTreeSet<ProjectKey>,
) -> Result<BTreeSet<ProjectKey>, Error> {
    let mut here = BTreeSet::new();
    for key in keys {
        let values = args![&key.0, key.1.uuid()];
        let row: Option<ProjectRow> = tx.maybe(&sql::READ_PROJECT, values).await?;
        if row.is_some_and(|row| row.state == "active") {
            here.insert(key);
        }
    }
    Ok(here)
}

fn is_plan(row: &ProjectRow) -> bool {
    row.kind == ClaimKind::Planned.code()
}

/// Takes the cells of works and of whom they dispute with, and cells that will change.
pub(crate) async fn lock_cells(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    keys: &BTreeSet<ProjectKey>,
    changed: &BTreeSet<i64>,
) -> Result<(), Error> {
    let mut cells = BTreeSet::new();
    for key in keys {
        let own = grown_of(tx, rules, key).await?;
        cells.extend(with_opponents(tx, rules, key, own).await?);
    }
    Locked::take(tx, &cells, changed).await.map(|_| ())
}

/// Screens works whose cells are held: first the words, then all projects, then each.
pub(crate) async fn screen_all(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    keys: &BTreeSet<ProjectKey>,
) -> Result<Vec<Screening>, Error> {
    for key in keys {
        let row = active(tx, key).await?;
        namesake::lock(tx, rules, &key.0, class_of(&row)?).await?;
    }
    let mut concerned = keys.clone();
    for key in keys {
        concerned.extend(opponents(&flags(tx, key).await?)?);
        let row = active(tx, key).await?;
        let (_, blocks) = register::unexcused(tx, rules, &row).await?;
        let blocks = blocks.into_iter().filter(|finding| finding.verdict == Verdict::Block);
        concerned.extend(blocks.map(|finding| (finding.other_desa, finding.other_project)));
    }
    lock_projects(tx, &concerned).await?;
    let mut screened = Vec::with_capacity(keys.len());
    for key in keys {
        let screening = if is_plan(&active(tx, key).await?) {
            plan::rescreen(tx, rules, key).await?
        } else {
            register::rescreen(tx, &key.0, key.1).await?
        };
        screened.push(screening);
    }
    Ok(screened)
}
