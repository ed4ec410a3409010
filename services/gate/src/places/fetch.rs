//! Fetching every place at the start.

use std::{collections::BTreeMap, sync::PoisonError};

use domain::Error;
use store::{Tx, args};

use super::{CLAIMS_MAX, Cell, Inner, Places, site};
use crate::sql::{self, CellSeqRow, PlaceRow};

/// How many cells are read at once while all are fetched.
const PAGE: i64 = 20_000;

/// Fetches every place into memory, page by page; does nothing when they are there.
///
/// # Errors
/// A fault of the store.
pub async fn fetch(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let Some(recall) = tx.recall().cloned() else { return Ok(0) };
    let Some(places) = recall.memory.kept::<Places>() else { return Ok(0) };
    if places.is_whole() {
        return Ok(places.claims());
    }
    let mut whole = Inner { is_whole: true, ..Inner::default() };
    let mut after = 0_i64;
    loop {
        let rows: Vec<CellSeqRow> = tx.all(&sql::LIST_CELLS, args![after, PAGE]).await?;
        let Some(last) = rows.last().map(|row| row.cell) else { break };
        let empty = |row: &CellSeqRow| (row.cell, Cell { seq: row.seq, sites: Vec::new() });
        let mut page: BTreeMap<i64, Cell> = rows.iter().map(empty).collect();
        let rows: Vec<PlaceRow> = tx.all(&sql::LIST_PLACES, args![after, last]).await?;
        whole.claims = whole.claims.saturating_add(rows.len());
        if whole.claims > CLAIMS_MAX {
            return Ok(places.claims());
        }
        for row in rows {
            page.entry(row.cell).or_default().sites.push(site(row)?);
        }
        for (key, cell) in
            page.into_iter().filter(|(_, cell)| cell.seq > 0 || !cell.sites.is_empty())
        {
            whole.cells.insert(key, cell);
        }
        after = last;
    }
    whole.cells.pack();
    let mut inner = places.inner.write().unwrap_or_else(PoisonError::into_inner);
    whole.adopt(std::mem::take(&mut *inner));
    *inner = whole;
    Ok(inner.claims)
}
