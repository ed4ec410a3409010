//! What was paid for a work, asked alike by whoever holds a work to it.

use domain::{DesaId, Error, Rupiah, ids::ProjectId};
use store::{Tx, args};

use crate::sql_flag;

/// What was paid for a project and not taken back; an advance counts whole until its rest is back.
/// Outside the area of the call PostgreSQL shows no payments.
///
/// # Errors
/// A fault of the store.
pub async fn paid(tx: &mut Tx<'_>, desa: &DesaId, project: ProjectId) -> Result<Rupiah, Error> {
    let (sen,): (i64,) = tx.one(&sql_flag::READ_PAID, args![desa, project.uuid()]).await?;
    Ok(Rupiah::from_sen(sen))
}
