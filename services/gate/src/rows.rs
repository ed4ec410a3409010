//! Rows of a work in the register.

use domain::{Error, ids::ProjectId, reason};
use store::{Tx, args};

use crate::{
    claim_sql,
    facts::{Capture, Facts},
    report,
    scope::Scope,
    screen::{Cells, ProjectKey, pack, unpack},
    sql::{self, ClaimRow, ProjectRow},
    work::Work,
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
    Err(reason::WRONG_STATE.refuse().fact("state", "terdaftar").fact("needed", "baru").into())
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
    let geometry_rev = row.geometry_rev;
    for (site, (footprint, drawn)) in (0_i64..).zip(work.sites.iter().zip(&cells.drawn)) {
        let (claim, shape) = (tx.new_id(), footprint.shape.encode());
        let (desa, project, amount) = (&work.desa, work.project.uuid(), footprint.amount);
        let facts = Facts { material_rev: Some(row.material_rev), ..work.facts.at(footprint) };
        let facts = facts.encode()?;
        tx.exec(
            &sql::PUT_CLAIM,
            args![
                desa,
                project,
                geometry_rev,
                site,
                claim,
                shape.clone(),
                footprint.accuracy_mm,
                amount,
                pack(drawn),
                footprint.capture.map(Capture::code).unwrap_or_default(),
                footprint.trusted
            ],
        )
        .await?;
        for cell in drawn {
            tx.exec(
                &sql::PUT_CLAIM_CELL,
                args![
                    *cell,
                    claim,
                    desa,
                    project,
                    work.kind.code(),
                    site,
                    geometry_rev,
                    work.class,
                    work.intervention.code(),
                    work.tahun,
                    shape.clone(),
                    footprint.accuracy_mm,
                    amount,
                    &work.name,
                    &work.desa_name,
                    work.continues.map(ProjectId::uuid),
                    &facts
                ],
            )
            .await?;
        }
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
    (desa, project): &ProjectKey,
    rows: &[ClaimRow],
) -> Result<(), Error> {
    for row in rows {
        for cell in unpack(&row.cells) {
            tx.exec(&sql::DROP_CLAIM_CELL, args![cell, row.claim_id]).await?;
        }
    }
    tx.exec(&sql::END_CLAIMS, args![desa, project.uuid()]).await?;
    Ok(())
}
