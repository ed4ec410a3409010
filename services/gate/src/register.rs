//! The overlap register: a work enters, moves, leaves.
//!
//! One transaction locks the cells of the work grown by the candidate radius in
//! ascending order, then reads the claims beside them, judges, writes its own
//! claims, locks the projects concerned in ascending order, raises flags on both
//! sides or clears. Two works within the radius share a cell, so the later one
//! always sees the earlier; a payment locks its project's row, so it either came
//! before the flag or sees it.

use std::collections::BTreeSet;

use domain::{DesaId, Error, WorkClass, geo::Shape, ids::ProjectId, reason};
use futures_util::future::BoxFuture;
use store::{Tx, args};

use crate::{
    facts::Facts,
    heirs, namesake,
    pair::{Standing, newest_flag, standing},
    plan,
    raise::{End, close},
    report,
    rows::{drop_claims, move_project, put_claims, put_project, retell},
    rules::{self, RuleSet},
    scope,
    screen::{Cells, Locked, ProjectKey, around, claims_of, claims_of_row, unpack},
    settling::Settling,
    sql::{self, ClaimRow, ProjectRow},
    sql_flag::{self, FlagRow},
    stop,
    work::{Clearance, Finding, Screening, Verdict, Work},
    works::findings,
};

/// Enters a work that is not yet in the register.
///
/// # Errors
/// WRONG_STATE when it is there already, SITE_TOO_LARGE, RULE_SET_MISSING, contention.
pub fn register<'a>(tx: &'a mut Tx<'_>, work: &'a Work) -> BoxFuture<'a, Result<Screening, Error>> {
    Box::pin(enter(tx, work, false))
}

/// Brings a work to its next geometry revision: its clearance is void, and it is screened as it is
/// now. A flag in which the rules see nothing any more is left to people, unless it is undecided
/// and the work moved beyond the search: then it is withdrawn.
///
/// # Errors
/// NOT_FOUND when it is not in the register, else as [`register`].
pub fn amend<'a>(tx: &'a mut Tx<'_>, work: &'a Work) -> BoxFuture<'a, Result<Screening, Error>> {
    Box::pin(enter(tx, work, true))
}

/// Screens a registered work again, after the rules or the works around it changed.
///
/// # Errors
/// NOT_FOUND when it is not in the register, else as [`register`].
pub fn rescreen<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
) -> BoxFuture<'a, Result<Screening, Error>> {
    Box::pin(async move {
        let rules = rules::active(tx).await?;
        let key = (desa.clone(), project);
        let sites = sites(tx, &key).await?;
        let row = active(tx, &key).await?;
        let mut claims = claims_of_row(&row, &sites)?;
        let cells = Cells::of(claims.iter().map(|claim| &claim.shape), &rules)?;
        let is_heir = heirs::recall(tx, &rules, &mut claims).await?;
        let changed = if is_heir { stored_cells(&sites) } else { BTreeSet::new() };
        let wanted = with_opponents(tx, &rules, &key, cells.grown.clone()).await?;
        let locked = Locked::take(tx, &wanted, &changed).await?;
        namesake::lock(tx, &rules, desa, class_of(&row)?).await?;
        let others = around(tx, &rules, &claims, &cells.grown).await?;
        let found = findings(&rules, &claims, &others);
        let held = lock_concerned(tx, &key, &found, &BTreeSet::new()).await?;
        let row = active(tx, &key).await?;
        same_sites(&sites, &self::sites(tx, &key).await?)?;
        if is_heir {
            retell(tx, &row, &sites, &claims).await?;
        }
        let (grown, amended) = (&cells.grown, false);
        let settling = Settling { rules: &rules, row, grown, locked: &locked, held, amended };
        settling.run(tx, found).await
    })
}

/// What a registered work meets as it stands, without a lock: what is told, and what blocks with
/// its flag. A pair that was decided so that this work may go on is none of it. While this program
/// may not judge by the rules in force, what the report holds of it.
///
/// # Errors
/// NOT_FOUND when it is not in the register, RULE_SET_MISSING, or a fault.
pub fn meets<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
) -> BoxFuture<'a, Result<Vec<Finding>, Error>> {
    Box::pin(async move {
        let version = rules::in_force(tx).await?;
        let key = (desa.clone(), project);
        let row = active(tx, &key).await?;
        if version.outdated().is_some() {
            let flags = flags(tx, &key).await?;
            return report::held(tx, &row, &flags).await;
        }
        Ok(met(tx, &version.rules, &row).await?.1)
    })
}

/// Takes a work out of the register: its open flags are withdrawn, and whoever was disputed by
/// nothing else is cleared anew. What held it holds what else of its village stands there, at once,
/// and what its village enters there later. That judges nothing of the work itself, so it goes on
/// while this program may not judge by the rules in force; then nobody is cleared or held, and whoever
/// is paid next by rules that count is screened in passing.
///
/// # Errors
/// NOT_FOUND when it is not in the register, or contention.
pub fn withdraw<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let version = rules::in_force(tx).await?;
        let judges = version.outdated().is_none();
        let rules = version.rules;
        let key = (desa.clone(), project);
        let old = sites(tx, &key).await?;
        let drawn = stored_cells(&old);
        let beside = if judges { heirs::beside(tx, &rules, &key).await? } else { BTreeSet::new() };
        let wanted = with_opponents(tx, &rules, &key, drawn.clone()).await?;
        let wanted = with_works(tx, &rules, &beside, wanted).await?;
        let locked = Locked::take(tx, &wanted, &drawn).await?;
        heirs::lock_words(tx, &rules, &beside).await?;
        let held = lock_concerned(tx, &key, &[], &beside).await?;
        active(tx, &key).await?;
        same_sites(&old, &sites(tx, &key).await?)?;
        if judges {
            same_works(&beside, &heirs::beside(tx, &rules, &key).await?)?;
        }
        drop_claims(tx, &key, &old).await?;
        report::forget(tx, &key).await?;
        let flags = flags(tx, &key).await?;
        for flag in &flags {
            heirs::give_up(tx, &rules, flag).await?;
            let stopped_here = flag.stopped_project_id == Some(project.uuid());
            let falls = matches!(flag.state.as_str(), "stands" | "overridden") && stopped_here;
            if flag.state == "open" || falls {
                must_hold(&held, flag)?;
                close(tx, flag, &End::WITHDRAWN).await?;
            }
        }
        tx.exec(&sql::FREEZE_PROJECT, args![desa, project.uuid(), false]).await?;
        tx.exec(&sql::WITHDRAW_PROJECT, args![desa, project.uuid()]).await?;
        heirs::wake(tx, &rules, &beside).await?;
        for other in held.iter().filter(|other| judges && **other != key) {
            renew(tx, &rules, &locked, other).await?;
        }
        Ok(())
    })
}

async fn enter(tx: &mut Tx<'_>, work: &Work, again: bool) -> Result<Screening, Error> {
    let rules = rules::active(tx).await?;
    let key = (work.desa.clone(), work.project);
    let cells = Cells::of(work.sites.iter().map(|site| &site.shape), &rules)?;
    let old = if again { sites(tx, &key).await? } else { plan::pencilled(tx, &key).await? };
    let mut changed = cells.all_drawn();
    changed.extend(stored_cells(&old));
    let own = claims_of(work, 0);
    if !again {
        changed.extend(plan::cells_carried_out(tx, &rules, &own, &cells.grown).await?);
    }
    let beside = if again { heirs::beside(tx, &rules, &key).await? } else { BTreeSet::new() };
    let wanted = with_opponents(tx, &rules, &key, cells.grown.clone()).await?;
    let wanted = with_works(tx, &rules, &beside, wanted).await?;
    let locked = Locked::take(tx, &wanted, &changed).await?;
    namesake::lock(tx, &rules, &work.desa, work.class).await?;
    heirs::lock_words(tx, &rules, &beside).await?;
    // What was given up here before is known only once the cells are held.
    let held_with = heirs::inherited(tx, &rules, &own).await?;
    let work = &Work { facts: Facts { held_with, ..work.facts.clone() }, ..work.clone() };
    let own = claims_of(work, 0);
    let others = around(tx, &rules, &own, &cells.grown).await?;
    let found = findings(&rules, &own, &others);
    let held = lock_concerned(tx, &key, &found, &beside).await?;
    if again {
        same_sites(&old, &sites(tx, &key).await?)?;
        same_works(&beside, &heirs::beside(tx, &rules, &key).await?)?;
        let row = active(tx, &key).await?;
        let permille = scope::tolerance(tx, work).await?;
        let changed = scope::changed(&row, &old, work, permille)?;
        drop_claims(tx, &key, &old).await?;
        move_project(tx, &row, work, changed).await?;
    } else {
        plan::carried_out(tx, &rules, &locked, (&key, &old), (&own, &others)).await?;
        put_project(tx, work).await?;
    }
    let row = active(tx, &key).await?;
    put_claims(tx, work, &cells, &row).await?;
    let (grown, amended) = (&cells.grown, again);
    let settling = Settling { rules: &rules, row, grown, locked: &locked, held, amended };
    let screening = settling.run(tx, found).await?;
    heirs::wake(tx, &rules, &beside).await?;
    Ok(screening)
}

/// Clears a project, unless the row itself says that it is disputed or frozen.
pub(crate) async fn clear(
    tx: &mut Tx<'_>,
    key: &ProjectKey,
    geometry_rev: i64,
    rule_rev: i64,
    seq: i64,
) -> Result<Option<Clearance>, Error> {
    let now_us = tx.now_us();
    let done =
        tx.exec(&sql::CLEAR_PROJECT, args![&key.0, key.1.uuid(), rule_rev, seq, now_us]).await?;
    Ok((done == 1).then_some(Clearance { geometry_rev, rule_rev, seq }))
}

/// Clears a project on which nothing is open any more, if its cells are held and nothing
/// around it blocks.
pub(crate) async fn renew(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    locked: &Locked,
    key: &ProjectKey,
) -> Result<(), Error> {
    let row: Option<ProjectRow> = tx.maybe(&sql::LOCK_PROJECT, args![&key.0, key.1.uuid()]).await?;
    let stopped = row.is_some() && stop::settle(tx, key).await?;
    let undisputed = |row: &ProjectRow| row.state == "active" && row.open_flags == 0 && !stopped;
    let Some(row) = row.filter(undisputed) else { return Ok(()) };
    let (grown, blocks) = unexcused(tx, rules, &row).await?;
    if locked.holds(&grown) && blocks.is_empty() {
        let seq = locked.position(&grown);
        clear(tx, key, row.geometry_rev, rules.rule_rev, seq).await?;
    }
    Ok(())
}

/// Searches around a stored project: its grown cells, and what blocks without being excused.
pub(crate) async fn unexcused(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    row: &ProjectRow,
) -> Result<(BTreeSet<i64>, Vec<Finding>), Error> {
    let (grown, mut found) = met(tx, rules, row).await?;
    found.retain(|finding| finding.verdict == Verdict::Block);
    Ok((grown, found))
}

/// Searches around a stored project: its grown cells, what is told, and what blocks without being
/// excused, with its flag.
async fn met(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    row: &ProjectRow,
) -> Result<(BTreeSet<i64>, Vec<Finding>), Error> {
    let key = key_of(row)?;
    let mut claims = claims_of_row(row, &sites(tx, &key).await?)?;
    heirs::recall(tx, rules, &mut claims).await?;
    let cells = Cells::of(claims.iter().map(|claim| &claim.shape), rules)?;
    let others = around(tx, rules, &claims, &cells.grown).await?;
    let flags = flags(tx, &key).await?;
    let today = tx.today();
    let mut found = findings(rules, &claims, &others);
    found.retain_mut(|finding| {
        if finding.verdict != Verdict::Block {
            return true;
        }
        let decided = standing(row, rules.rule_rev, finding, &flags, today);
        if matches!(decided, Standing::Open | Standing::Stopped) {
            finding.flag = newest_flag(&flags, finding);
        }
        decided != Standing::Excused
    });
    Ok((cells.grown, found))
}

/// The grown cells of a stored project.
pub(crate) async fn grown_of(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    key: &ProjectKey,
) -> Result<BTreeSet<i64>, Error> {
    Ok(Cells::of(&shapes(tx, key).await?, rules)?.grown)
}

/// Adds the cells of everybody with whom a project has an open flag, so that they can be
/// cleared in the same transaction when the flag goes.
pub(crate) async fn with_opponents(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    key: &ProjectKey,
    mut cells: BTreeSet<i64>,
) -> Result<BTreeSet<i64>, Error> {
    for other in opponents(&flags(tx, key).await?)? {
        cells.extend(grown_of(tx, rules, &other).await?);
    }
    Ok(cells)
}

/// Adds the cells of some works, and of everybody with whom they have an open flag.
async fn with_works(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    keys: &BTreeSet<ProjectKey>,
    mut cells: BTreeSet<i64>,
) -> Result<BTreeSet<i64>, Error> {
    for key in keys {
        cells.extend(grown_of(tx, rules, key).await?);
        cells = with_opponents(tx, rules, key, cells).await?;
    }
    Ok(cells)
}

pub(crate) fn opponents(flags: &[FlagRow]) -> Result<BTreeSet<ProjectKey>, Error> {
    flags
        .iter()
        .filter(|flag| matches!(flag.state.as_str(), "open" | "stands" | "overridden"))
        .map(|f| Ok((DesaId::parse(&f.other_desa_id)?, ProjectId::new(f.other_project_id))))
        .collect()
}

/// Locks this project, the works beside it and everybody they dispute with, ascending.
async fn lock_concerned(
    tx: &mut Tx<'_>,
    key: &ProjectKey,
    found: &[Finding],
    beside: &BTreeSet<ProjectKey>,
) -> Result<BTreeSet<ProjectKey>, Error> {
    let mut keys = opponents(&flags(tx, key).await?)?;
    keys.insert(key.clone());
    for other in beside {
        keys.extend(opponents(&flags(tx, other).await?)?);
        keys.insert(other.clone());
    }
    let blocks = found.iter().filter(|finding| finding.verdict == Verdict::Block);
    keys.extend(blocks.map(|finding| (finding.other_desa.clone(), finding.other_project)));
    lock_projects(tx, &keys).await?;
    Ok(keys)
}

/// Locks project rows ascending; those that are not there yet are passed over.
pub(crate) async fn lock_projects(
    tx: &mut Tx<'_>,
    keys: &BTreeSet<ProjectKey>,
) -> Result<(), Error> {
    for (desa, project) in keys {
        let _: Option<ProjectRow> =
            tx.maybe(&sql::LOCK_PROJECT, args![desa, project.uuid()]).await?;
    }
    Ok(())
}

/// A flag that appeared between looking and locking; the caller tries again.
pub(crate) fn must_hold(held: &BTreeSet<ProjectKey>, flag: &FlagRow) -> Result<(), Error> {
    let other = (DesaId::parse(&flag.other_desa_id)?, ProjectId::new(flag.other_project_id));
    if held.contains(&other) { Ok(()) } else { Err(reason::CONTENTION.refuse().into()) }
}

/// Sites that moved between looking and locking; the caller tries again.
fn same_sites(before: &[ClaimRow], now: &[ClaimRow]) -> Result<(), Error> {
    let ids = |rows: &[ClaimRow]| rows.iter().map(|row| row.claim_id).collect::<Vec<_>>();
    if ids(before) == ids(now) { Ok(()) } else { Err(reason::CONTENTION.refuse().into()) }
}

/// Works beside one that came or went between looking and locking; the caller tries again.
fn same_works(before: &BTreeSet<ProjectKey>, now: &BTreeSet<ProjectKey>) -> Result<(), Error> {
    if before == now { Ok(()) } else { Err(reason::CONTENTION.refuse().into()) }
}

pub(crate) fn key_of(row: &ProjectRow) -> Result<ProjectKey, Error> {
    Ok((DesaId::parse(&row.desa_id)?, ProjectId::new(row.project_id)))
}

pub(crate) async fn active(
    tx: &mut Tx<'_>,
    (desa, project): &ProjectKey,
) -> Result<ProjectRow, Error> {
    let row: ProjectRow = tx.one(&sql::READ_PROJECT, args![desa, project.uuid()]).await?;
    if row.state == "active" { Ok(row) } else { Err(Error::absent()) }
}

pub(crate) fn class_of(row: &ProjectRow) -> Result<WorkClass, Error> {
    Ok(WorkClass::parse(&row.class)?)
}

pub(crate) async fn sites(
    tx: &mut Tx<'_>,
    (desa, project): &ProjectKey,
) -> Result<Vec<ClaimRow>, Error> {
    tx.all(&sql::READ_CLAIMS, args![desa, project.uuid()]).await
}

/// Where a stored project stands.
pub(crate) async fn shapes(tx: &mut Tx<'_>, key: &ProjectKey) -> Result<Vec<Shape>, Error> {
    sites(tx, key).await?.iter().map(|site| Ok(Shape::decode(&site.shape)?)).collect()
}

pub(crate) async fn flags(
    tx: &mut Tx<'_>,
    (desa, project): &ProjectKey,
) -> Result<Vec<FlagRow>, Error> {
    tx.all(&sql_flag::READ_FLAGS_OF_PROJECT, args![desa, project.uuid()]).await
}

pub(crate) fn stored_cells(rows: &[ClaimRow]) -> BTreeSet<i64> {
    rows.iter().flat_map(|row| unpack(&row.cells)).collect()
}

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "claims_tests.rs"]
mod claims_tests;
