//! Rows of a work in the register.

use std::collections::BTreeSet;

use domain::{
    Error,
    ids::{ClaimId, ProjectId},
    reason,
};
use store::{Tx, args};

use crate::{
    claim_sql,
    facts::{Capture, Facts},
    history, report,
    scope::Scope,
    screen::{Cells, ProjectKey, claims_of, pack, unpack},
    sql::{self, ClaimRow, ProjectRow},
    work::{Claim, Work},
};

/// Enters the project's row; WRONG_STATE when it is there already.
pub(crate) async fn put_project(tx: &mut Tx<'_>, work: &Work) -> Result<(), Error> {
    let put = tx
        .exec(
            &sql::PUT_PROJECT,
            args![
                &work.desa,
                work.project.uuid(),
                work.kind.code(),
                work.class,
                work.intervention.code(),
                work.tahun,
                work.amount,
                &work.name,
                &work.desa_name,
                work.continues.map(ProjectId::uuid),
                tx.now_us(),
                work.facts.encode()?,
                work.facts.owner.code(),
                work.facts.fund_list(),
                Scope::of(work).encode()?
            ],
        )
        .await?;
    if put == 1 || reentered(tx, work).await? {
        return Ok(());
    }
    let refusal = reason::WRONG_STATE.refuse().shown("state", "registered", "terdaftar");
    Err(refusal.shown("needed", "new", "baru").into())
}

/// Takes up again what another owner withdrew; a village's project is never taken up again.
async fn reentered(tx: &mut Tx<'_>, work: &Work) -> Result<bool, Error> {
    let done = tx
        .exec(
            &claim_sql::REENTER_PROJECT,
            args![
                &work.desa,
                work.project.uuid(),
                work.class,
                work.intervention.code(),
                work.tahun,
                work.amount,
                &work.name,
                &work.desa_name,
                work.facts.encode()?,
                work.facts.owner.code(),
                work.facts.fund_list(),
                Scope::of(work).encode()?
            ],
        )
        .await?;
    Ok(done == 1)
}

/// Brings the project's row to its next geometry revision; `changed` tells whether the work
/// became another in substance.
pub(crate) async fn move_project(
    tx: &mut Tx<'_>,
    row: &ProjectRow,
    work: &Work,
    changed: bool,
) -> Result<(), Error> {
    let (material_rev, scope) = if changed {
        (row.geometry_rev.saturating_add(1), Scope::of(work))
    } else {
        (row.material_rev, Scope::of_row(row)?)
    };
    let _: (i64,) = tx
        .one(
            &sql::MOVE_PROJECT,
            args![
                &work.desa,
                work.project.uuid(),
                work.kind.code(),
                work.class,
                work.intervention.code(),
                work.tahun,
                work.amount,
                &work.name,
                &work.desa_name,
                work.continues.map(ProjectId::uuid),
                work.facts.encode()?,
                work.facts.owner.code(),
                work.facts.fund_list(),
                material_rev,
                scope.encode()?
            ],
        )
        .await?;
    Ok(())
}

/// Writes the footprints of a revision, and each beside its cells.
pub(crate) async fn put_claims(
    tx: &mut Tx<'_>,
    work: &Work,
    cells: &Cells,
    row: &ProjectRow,
) -> Result<(), Error> {
    for (mut claim, drawn) in claims_of(work, row.geometry_rev).into_iter().zip(&cells.drawn) {
        claim.id = ClaimId::new(tx.new_id());
        tx.exec(
            &sql::PUT_CLAIM,
            args![
                &claim.desa,
                claim.project.uuid(),
                claim.geometry_rev,
                claim.site,
                claim.id.uuid(),
                claim.shape.encode(),
                claim.accuracy_mm,
                claim.amount,
                pack(drawn),
                claim.facts.capture.map(Capture::code).unwrap_or_default(),
                claim.facts.trusted
            ],
        )
        .await?;
        put_beside(tx, &claim, row.material_rev, drawn).await?;
    }
    history::keep(tx, work, row.geometry_rev).await
}

/// Puts a claim beside cells.
pub(crate) async fn put_beside(
    tx: &mut Tx<'_>,
    claim: &Claim,
    material_rev: i64,
    cells: &BTreeSet<i64>,
) -> Result<(), Error> {
    let shape = claim.shape.encode();
    let facts = Facts { material_rev: Some(material_rev), ..claim.facts.clone() }.encode()?;
    for cell in cells {
        tx.exec(
            &sql::PUT_CLAIM_CELL,
            args![
                *cell,
                claim.id.uuid(),
                &claim.desa,
                claim.project.uuid(),
                claim.kind.code(),
                claim.site,
                claim.geometry_rev,
                claim.class,
                claim.intervention.code(),
                claim.tahun,
                shape.clone(),
                claim.accuracy_mm,
                claim.amount,
                &claim.name,
                &claim.desa_name,
                claim.continues.map(ProjectId::uuid),
                &facts
            ],
        )
        .await?;
    }
    Ok(())
}

/// Tells the facts of a work anew, beside the project and beside its claims; nothing of it moved.
pub(crate) async fn retell(
    tx: &mut Tx<'_>,
    row: &ProjectRow,
    sites: &[ClaimRow],
    claims: &[Claim],
) -> Result<(), Error> {
    let Some(first) = claims.first() else { return Ok(()) };
    let facts = Facts { held_with: first.facts.held_with.clone(), ..Facts::decode(&row.facts)? };
    let values = args![&row.desa_id, row.project_id, facts.encode()?];
    tx.exec(&sql::TELL_FACTS, values).await?;
    for (claim, site) in claims.iter().zip(sites) {
        let cells = unpack(&site.cells);
        for cell in &cells {
            tx.exec(&sql::DROP_CLAIM_CELL, args![*cell, site.claim_id]).await?;
        }
        put_beside(tx, claim, row.material_rev, &cells).await?;
    }
    Ok(())
}

/// Forgets a plan whose footprints are given; nothing else is ever forgotten.
pub(crate) async fn erase_plan(
    tx: &mut Tx<'_>,
    key: &ProjectKey,
    rows: &[ClaimRow],
) -> Result<(), Error> {
    drop_claims(tx, key, rows).await?;
    if !rows.is_empty() {
        report::forget(tx, key).await?;
    }
    let (desa, project) = key;
    tx.exec(&claim_sql::ERASE_PLAN_CLAIMS, args![desa, project.uuid()]).await?;
    tx.exec(&claim_sql::ERASE_PLAN, args![desa, project.uuid()]).await?;
    Ok(())
}

/// Ends footprints and takes them away from their cells.
pub(crate) async fn drop_claims(
    tx: &mut Tx<'_>,
    key: &ProjectKey,
    rows: &[ClaimRow],
) -> Result<(), Error> {
    for row in rows {
        for cell in unpack(&row.cells) {
            tx.exec(&sql::DROP_CLAIM_CELL, args![cell, row.claim_id]).await?;
        }
    }
    tx.exec(&sql::END_CLAIMS, args![&key.0, key.1.uuid()]).await?;
    history::end(tx, key).await
}
