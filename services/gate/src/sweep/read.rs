//! Reading what a sweep compares, page by page within one snapshot.

use std::collections::BTreeMap;

use domain::{DesaId, Error, Place, ids::ProjectId};
use store::{Query, Store, Tx, args};
use uuid::Uuid;

use super::{
    Known, Stored, Sweep,
    sql::{self, SweptCellRow, SweptClaimRow, SweptProjectRow},
};
use crate::{
    recheck,
    screen::{ProjectKey, unpack},
    sql::{self as register_sql, CellSeqRow},
    sql_flag::FlagRow,
    work::ClaimKind,
};

/// Rows of one page: each must come well within a statement's time.
const PAGE: u32 = 10_000;

/// Reads an area, from one snapshot.
#[derive(Debug)]
pub(crate) struct Read(Place);

impl Query for Read {
    const METHOD: &'static str = "internal/gate/ReadSweep";
    type Answer = Sweep;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Sweep, Error> {
        let area = &self.0;
        let mut sweep = Sweep {
            recheck: recheck::read(tx, area).await?,
            works: BTreeMap::new(),
            flags: BTreeMap::new(),
            claims: BTreeMap::new(),
            strays: BTreeMap::new(),
            seqs: Vec::new(),
            today: tx.today(),
        };
        works(tx, area, &mut sweep).await?;
        flags(tx, area, &mut sweep).await?;
        claims(tx, area, &mut sweep).await?;
        cells(tx, area, &mut sweep).await?;
        // After the works: a cluster has no one snapshot, and a position only moves on.
        seqs(tx, &mut sweep).await?;
        Ok(sweep)
    }
}

/// Reads what a sweep of an area compares; an empty area is everything.
///
/// # Errors
/// RULE_SET_MISSING, or a fault of the store.
pub async fn read(store: &Store, area: &Place) -> Result<Sweep, Error> {
    store.answer(None, Read(area.clone())).await
}

fn key(desa: &str, project: Uuid) -> Result<ProjectKey, Error> {
    Ok((DesaId::parse(desa)?, ProjectId::new(project)))
}

async fn works(tx: &mut Tx<'_>, area: &Place, sweep: &mut Sweep) -> Result<(), Error> {
    let around = recheck::around(area);
    let mut after = (String::new(), Uuid::nil());
    loop {
        let values = args![&around, &after.0, after.1, PAGE];
        let rows: Vec<SweptProjectRow> = tx.all(&sql::LIST_SWEPT_PROJECTS, values).await?;
        let Some(last) = rows.last().map(|row| &row.project) else { return Ok(()) };
        after = (last.desa_id.clone(), last.project_id);
        for row in rows {
            let key = key(&row.project.desa_id, row.project.project_id)?;
            let kind = ClaimKind::from_code(&row.project.kind)
                .ok_or_else(|| Error::fault("stored work has an unreadable kind"))?;
            let known = Known {
                kind,
                screened_rule_rev: row.screened_rule_rev,
                inside: area.covers(&key.0.place()),
                claimed: row.claims > 0 && row.old_claims == 0 && row.unclaimed == 0,
                counted: row.flags == row.project.open_flags,
                kept: row.flags > 0 || row.stops > 0,
                row: row.project,
            };
            sweep.works.insert(key, known);
        }
    }
}

async fn flags(tx: &mut Tx<'_>, area: &Place, sweep: &mut Sweep) -> Result<(), Error> {
    let around = recheck::around(area);
    let mut after = (String::new(), Uuid::nil(), Uuid::nil());
    loop {
        let values = args![&around, &after.0, after.1, after.2, PAGE];
        let rows: Vec<FlagRow> = tx.all(&sql::LIST_SWEPT_FLAGS, values).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (last.desa_id.clone(), last.flag_id, last.project_id);
        for row in rows {
            sweep.flags.entry(key(&row.desa_id, row.project_id)?).or_default().push(row);
        }
    }
}

async fn claims(tx: &mut Tx<'_>, area: &Place, sweep: &mut Sweep) -> Result<(), Error> {
    let mut after = (String::new(), Uuid::nil(), 0_i64, 0_i64);
    loop {
        let values = args![area, &after.0, after.1, after.2, after.3, PAGE];
        let rows: Vec<SweptClaimRow> = tx.all(&sql::LIST_SWEPT_CLAIMS, values).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (last.desa_id.clone(), last.project_id, last.geometry_rev, last.site);
        for row in rows {
            let stored = Stored {
                key: key(&row.desa_id, row.project_id)?,
                geometry_rev: row.geometry_rev,
                kind: row.kind,
                class: row.class,
                tahun: row.tahun,
                shape: row.shape,
                listed: unpack(&row.cells),
                beside: Default::default(),
                wrong: Default::default(),
            };
            sweep.claims.insert(row.claim_id, stored);
        }
    }
}

/// Puts what lies beside cells to its claims; a shape is dropped as soon as it was compared.
async fn cells(tx: &mut Tx<'_>, area: &Place, sweep: &mut Sweep) -> Result<(), Error> {
    let mut after = (0_i64, Uuid::nil());
    loop {
        let values = args![area, after.0, after.1, PAGE];
        let rows: Vec<SweptCellRow> = tx.all(&sql::LIST_SWEPT_CELLS, values).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (last.cell, last.claim_id);
        for row in rows {
            let at = (row.cell, row.claim_id);
            match sweep.claims.get_mut(&row.claim_id) {
                Some(stored) if stored.is_told_by(&row) => drop(stored.beside.insert(row.cell)),
                Some(stored) => drop(stored.wrong.insert(at)),
                None => {
                    let key = key(&row.desa_id, row.project_id)?;
                    sweep.strays.entry(key).or_default().insert(at);
                }
            }
        }
    }
}

/// Reads how often the claims of each cell changed.
async fn seqs(tx: &mut Tx<'_>, sweep: &mut Sweep) -> Result<(), Error> {
    let mut after = 0_i64;
    loop {
        let rows: Vec<CellSeqRow> = tx.all(&register_sql::LIST_CELLS, args![after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.cell;
        sweep.seqs.extend(rows.iter().map(|row| (row.cell, row.seq)));
    }
}

impl Stored {
    fn is_told_by(&self, row: &SweptCellRow) -> bool {
        self.key.0.as_str() == row.desa_id
            && self.key.1.uuid() == row.project_id
            && self.geometry_rev == row.geometry_rev
            && self.kind == row.kind
            && self.class == row.class
            && self.tahun == row.tahun
            && self.shape == row.shape
    }
}
