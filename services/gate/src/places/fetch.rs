//! Fetching every place at the start.

use std::{collections::HashMap, sync::PoisonError};

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
        let seqs: HashMap<i64, i64> = rows.iter().map(|row| (row.cell, row.seq)).collect();
        for cell in rows.iter().filter(|row| row.seq > 0) {
            whole.cells.insert(cell.cell, Cell { seq: cell.seq, sites: Vec::new() });
        }
        let rows: Vec<PlaceRow> = tx.all(&sql::LIST_PLACES, args![after, last]).await?;
        whole.claims = whole.claims.saturating_add(rows.len());
        if whole.claims > CLAIMS_MAX {
            return Ok(places.claims());
        }
        for row in rows {
            let seq = seqs.get(&row.cell).copied().unwrap_or_default();
            let cell = whole.cells.entry(row.cell).or_insert(Cell { seq, sites: Vec::new() });
            cell.sites.push(site(row)?);
        }
        after = last;
    }
    let mut inner = places.inner.write().unwrap_or_else(PoisonError::into_inner);
    whole.adopt(std::mem::take(&mut *inner));
    *inner = whole;
    Ok(inner.claims)
}
