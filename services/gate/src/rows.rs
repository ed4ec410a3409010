//! Rows of a work in the register.

use domain::{Error, ids::ProjectId, reason};
use store::{Tx, args};

use crate::{
    facts::{Capture, Facts},
    screen::{Cells, ProjectKey, pack, unpack},
    sql::{self, ClaimRow},
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
                work.facts.fund_list()
            ],
        )
        .await?;
    if put == 1 {
        return Ok(());
    }
    Err(reason::WRONG_STATE.refuse().fact("state", "terdaftar").fact("needed", "baru").into())
}

/// Brings the project's row to its next geometry revision.
pub(crate) async fn move_project(tx: &mut Tx<'_>, work: &Work) -> Result<(), Error> {
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
                work.facts.fund_list()
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
    geometry_rev: i64,
) -> Result<(), Error> {
    for (site, (footprint, drawn)) in (0_i64..).zip(work.sites.iter().zip(&cells.drawn)) {
        let (claim, shape) = (tx.new_id(), footprint.shape.encode());
        let (desa, project, amount) = (&work.desa, work.project.uuid(), footprint.amount);
        let facts = Facts { capture: footprint.capture, ..work.facts.clone() }.encode()?;
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
                footprint.capture.map(Capture::code).unwrap_or_default()
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
