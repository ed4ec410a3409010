//! Undoing: an entry is booked back by its exact contra entry, and never changed.

use domain::{
    Day, DesaId, Error, Rupiah, SumberDana, Tahun,
    ids::{EntryId, LineId},
};
use store::{Tx, args};

use crate::{
    Account, Entry, EntryKind, Posting,
    entry::{Booking, post_together},
    sql::{self, PostingRow},
};

/// What the contra entries of one act have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contra {
    /// The budget year, that of what is undone.
    pub tahun: Tahun,
    /// The day of the contra entries, in an open month.
    pub day: Day,
    /// Number of the document.
    pub reference: String,
    /// What the books say about it.
    pub narrative: String,
}

/// Books entries back and others in their place, as one act; answers the ids of the others.
///
/// # Errors
/// As [`crate::post`], for what is missing in the end; `ENTRY_UNDONE` for an entry that was undone
/// before; `NOT_FOUND` for one that is not there.
pub async fn undo(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    undone: &[EntryId],
    contra: &Contra,
    instead: &[Entry],
) -> Result<Vec<EntryId>, Error> {
    let mut contras = Vec::new();
    for id in undone {
        contras.push(Entry {
            tahun: contra.tahun,
            day: contra.day,
            kind: EntryKind::Correction,
            reference: contra.reference.clone(),
            narrative: contra.narrative.clone(),
            postings: turned(tx, desa, *id).await?,
            settles: Vec::new(),
        });
    }
    let back = contras.iter().zip(undone).map(|(entry, id)| Booking { entry, undoes: Some(*id) });
    let bookings: Vec<Booking<'_>> =
        back.chain(instead.iter().map(|entry| Booking { entry, undoes: None })).collect();
    let ids = post_together(tx, desa, &bookings).await?;
    Ok(ids.into_iter().skip(undone.len()).collect())
}

/// The sides of an entry, debits and credits turned.
async fn turned(tx: &mut Tx<'_>, desa: &DesaId, id: EntryId) -> Result<Vec<Posting>, Error> {
    let rows: Vec<PostingRow> = tx.all(&sql::READ_POSTINGS, args![desa, id.uuid()]).await?;
    if rows.is_empty() {
        return Err(Error::absent());
    }
    rows.into_iter()
        .map(|row| {
            Ok(Posting {
                account: Account::parse(&row.account)?,
                line: row.line_id.map(LineId::new),
                sumber_dana: row.sumber_dana.as_deref().map(SumberDana::parse).transpose()?,
                amount: Rupiah::from_sen(row.amount_sen.saturating_neg()),
            })
        })
        .collect()
}
