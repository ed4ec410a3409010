//! The row of a village's year, by which acts that must follow each other queue.

use domain::Error;
use store::{Tx, args, statements};

use crate::name::YearName;

statements! {
    /// Turns the year on and locks its row until the transaction ends.
    TURN = "
        INSERT INTO planning_year (desa_id, tahun, turn)
        VALUES ($1, $2, 1)
        ON CONFLICT (desa_id, tahun) DO UPDATE SET turn = planning_year.turn + 1
        RETURNING rkpdes_revision, rkpdes_edition, rkpdes_changed";
    /// The year as it stands.
    READ = "
        SELECT rkpdes_revision, rkpdes_edition, rkpdes_changed
          FROM planning_year
         WHERE desa_id = $1 AND tahun = $2";
    /// The plan was changed.
    PLAN_CHANGED = "
        UPDATE planning_year
           SET rkpdes_revision = rkpdes_revision + 1, rkpdes_changed = TRUE
         WHERE desa_id = $1 AND tahun = $2
        RETURNING rkpdes_revision, rkpdes_edition, rkpdes_changed";
    /// The plan was enacted as edition $3.
    PLAN_ENACTED = "
        UPDATE planning_year
           SET rkpdes_revision = rkpdes_revision + 1, rkpdes_changed = FALSE, rkpdes_edition = $3
         WHERE desa_id = $1 AND tahun = $2
        RETURNING rkpdes_revision, rkpdes_edition, rkpdes_changed";
}

/// A village's year.
#[derive(Debug, Clone, Copy, store::FromRow)]
pub(crate) struct YearRow {
    /// Revision of the working plan.
    pub rkpdes_revision: i64,
    /// Edition of the plan in force; 0 when there is none.
    pub rkpdes_edition: i64,
    /// Whether the working plan differs from it.
    pub rkpdes_changed: bool,
}

/// Locks the year for this transaction.
pub(crate) async fn lock(tx: &mut Tx<'_>, year: &YearName) -> Result<YearRow, Error> {
    tx.one(&TURN, args![&year.desa, year.tahun]).await
}

/// The year as it stands; a year never written has no plan.
pub(crate) async fn read(tx: &mut Tx<'_>, year: &YearName) -> Result<YearRow, Error> {
    let found = tx.maybe(&READ, args![&year.desa, year.tahun]).await?;
    Ok(found.unwrap_or(YearRow { rkpdes_revision: 1, rkpdes_edition: 0, rkpdes_changed: true }))
}
