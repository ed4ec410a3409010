//! Plans with a place: claims in pencil, which warn and never block.
//!
//! A plan is entered when a row of the RKPDes or a project's draft names a site,
//! written over when it changes, forgotten when it is dropped, and replaced when
//! the project is registered. It lapses with its budget year.

use std::collections::BTreeSet;

use domain::{DesaId, Error, ids::ProjectId, reason};
use futures_util::future::BoxFuture;
use store::{Tx, args};

use crate::{
    judge::judge,
    namesake, register, report,
    rows::{erase_plan, put_claims, put_project},
    rules::{self, RuleSet},
    screen::{Cells, Locked, ProjectKey, around, candidates, claims_of, claims_of_row},
    sql::{self, ClaimRow, ProjectRow},
    weight,
    work::{Claim, ClaimKind, Screening, Verdict, Work},
    works::findings,
};

/// Enters a plan, or writes it over; answers what it meets.
///
/// # Errors
/// WRONG_STATE when the same id is registered, SITE_TOO_LARGE, RULE_SET_MISSING, contention.
pub fn put<'a>(tx: &'a mut Tx<'_>, work: &'a Work) -> BoxFuture<'a, Result<Screening, Error>> {
    Box::pin(async move {
        let work = Work { kind: ClaimKind::Planned, ..work.clone() };
        let rules = rules::active(tx).await?;
        let key = (work.desa.clone(), work.project);
        let cells = Cells::of(work.sites.iter().map(|site| &site.shape), &rules)?;
        let old = pencilled(tx, &key).await?;
        let mut changed = cells.all_drawn();
        changed.extend(register::stored_cells(&old));
        Locked::take(tx, &cells.grown, &changed).await?;
        namesake::lock(tx, &rules, &work.desa, work.class).await?;
        erase_plan(tx, &key, &old).await?;
        put_project(tx, &work).await?;
        let row = register::active(tx, &key).await?;
        put_claims(tx, &work, &cells, &row).await?;
        tell(tx, &rules, &row, &claims_of(&work, 1), &cells.grown).await
    })
}

/// Screens a plan again, after the rules or the works around it changed; its cells are held.
///
/// # Errors
/// NOT_FOUND when it is not planned any more, SITE_TOO_LARGE, or a fault.
pub(crate) async fn rescreen(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    key: &ProjectKey,
) -> Result<Screening, Error> {
    let row = register::active(tx, key).await?;
    let own = claims_of_row(&row, &register::sites(tx, key).await?)?;
    let cells = Cells::of(own.iter().map(|claim| &claim.shape), rules)?;
    tell(tx, rules, &row, &own, &cells.grown).await
}

/// What a plan meets, told to the report and noted as screened by these rules: it holds no money,
/// so nothing is flagged and nothing is cleared.
async fn tell(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    row: &ProjectRow,
    own: &[Claim],
    grown: &BTreeSet<i64>,
) -> Result<Screening, Error> {
    let others = around(tx, rules, own, grown).await?;
    let warnings = findings(rules, own, &others);
    let rule_rev = rules.rule_rev;
    report::keep(tx, row, rule_rev, &warnings, &[]).await?;
    tx.exec(&sql::NOTE_SCREENING, args![&row.desa_id, row.project_id, rule_rev]).await?;
    let geometry_rev = row.geometry_rev;
    Ok(Screening { geometry_rev, rule_rev, clearance: None, blocks: Vec::new(), warnings })
}

/// Forgets a plan; what is not planned stays as it is.
///
/// # Errors
/// Contention, or a fault.
pub async fn forget(tx: &mut Tx<'_>, desa: &DesaId, id: ProjectId) -> Result<(), Error> {
    let key = (desa.clone(), id);
    let old = pencilled(tx, &key).await?;
    Locked::take(tx, &BTreeSet::new(), &register::stored_cells(&old)).await?;
    erase_plan(tx, &key, &old).await
}

/// The footprints of a plan; none when the id is not planned.
pub(crate) async fn pencilled(tx: &mut Tx<'_>, key: &ProjectKey) -> Result<Vec<ClaimRow>, Error> {
    let row: Option<ProjectRow> = tx.maybe(&sql::READ_PROJECT, args![&key.0, key.1.uuid()]).await?;
    match row.as_ref().map(|row| row.kind.as_str()) {
        Some("planned") => register::sites(tx, key).await,
        _ => Ok(Vec::new()),
    }
}

/// Cells of the rows of the RKPDes that a work would carry out, as its register stands before
/// anything is held: whoever takes their footprints away changes these too.
pub(crate) async fn cells_carried_out(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &[Claim],
    grown: &BTreeSet<i64>,
) -> Result<BTreeSet<i64>, Error> {
    let mut cells = BTreeSet::new();
    if own.iter().all(|mine| mine.kind != ClaimKind::Registered) {
        // Works of other owners carry no row out, and come in by thousands.
        return Ok(cells);
    }
    for key in rows_of(rules, own, &candidates(tx, grown).await?) {
        cells.extend(register::stored_cells(&pencilled(tx, &key).await?));
    }
    Ok(cells)
}

/// Replaces plans by the work that is being registered: its own draft, and the rows of the
/// RKPDes of its kegiatan and year that lie where it lies.
///
/// # Errors
/// CONTENTION when one of them moved to cells that are not held, or a fault.
pub(crate) async fn carried_out(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    locked: &Locked,
    (key, draft): (&ProjectKey, &[ClaimRow]),
    (own, others): (&[Claim], &[Claim]),
) -> Result<(), Error> {
    erase_plan(tx, key, draft).await?;
    for planned in rows_of(rules, own, others) {
        let old = pencilled(tx, &planned).await?;
        if !locked.changed(&register::stored_cells(&old)) {
            return Err(reason::CONTENTION.refuse().into());
        }
        erase_plan(tx, &planned, &old).await?;
    }
    Ok(())
}

/// The rows of the RKPDes of a work's kegiatan and year that lie where it lies.
fn rows_of(rules: &RuleSet, own: &[Claim], others: &[Claim]) -> BTreeSet<ProjectKey> {
    let mut rows = BTreeSet::new();
    // The question is where they lie, not how likely they are one.
    let zones = RuleSet { scorecard: None, ..rules.clone() };
    for mine in own.iter().filter(|mine| mine.kind == ClaimKind::Registered) {
        for other in others.iter().filter(|other| weight::is_own_plan(mine, other)) {
            // Judged as if it were somebody else's plan: does it lie in the same place?
            let mut stranger = other.clone();
            stranger.facts.rkpdes = false;
            if judge(&zones, mine, &stranger).verdict != Verdict::Clear {
                rows.insert((other.desa.clone(), other.project));
            }
        }
    }
    rows
}
