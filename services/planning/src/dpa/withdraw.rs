//! What an annulment takes from the documents of the year.

use domain::Error;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    dpa::{
        document::Document,
        rules::Verb,
        sql::{self, DpaRow},
    },
    name::YearName,
};

/// Closes every approved document of an annulled version; the one that each had replaced is
/// approved again, as the version that it details is in force again (Permendagri 20/2018 P.36).
pub(crate) async fn withdraw(
    tx: &mut Tx<'_>,
    year: &YearName,
    annulled: Uuid,
) -> Result<(), Error> {
    let values = args![&year.desa, year.tahun, annulled];
    let approved: Vec<DpaRow> = tx.all(&sql::READ_APPROVED_OF, values).await?;
    for row in approved {
        let values = args![&year.desa, year.tahun, &row.kegiatan];
        Document::of(year, row)?.go(tx, Verb::Close).await?;
        let replaced: Option<DpaRow> = tx.maybe(&sql::READ_REPLACED, values).await?;
        if let Some(row) = replaced {
            Document::of(year, row)?.go(tx, Verb::Restore).await?;
        }
    }
    Ok(())
}
