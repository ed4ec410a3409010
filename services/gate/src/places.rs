//! Where the claims of the register lie, remembered by cell between transactions.
//!
//! A search that only asks (`ScreenSite`, reports) finds its neighbours here instead of reading
//! rows. It never tells old news: on SQLite, where this process alone writes, a command's cells
//! are forgotten between its commit and its answer; on PostgreSQL the sequences of the searched
//! cells are read first, in the asking transaction, and a cell whose sequence moved is read anew.
//! What is not known is read from the store. Registration and payment never come here: they read
//! the rows under their locks.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use domain::{Error, WorkClass, geo::Shape};
use foldhash::fast::RandomState;
use store::{Memory, Recall, Remembers, Tx, args};
use uuid::Uuid;

use crate::{
    cover::disk,
    rules::RuleSet,
    screen,
    sql::{self, CellSeqRow, PlaceRow},
    window::Era,
    work::{Claim, Intervention},
};

mod cells;
mod fetch;
mod search;

use cells::{Cell, Cells, Kept};
pub use fetch::fetch;
use search::{Drawn, Found, Search};

/// The most claims that are remembered; with more, all is forgotten and read again as it is
/// asked for. 2 million take about 500 MB, far beyond what one kabupaten writes in ten years.
const CLAIMS_MAX: usize = 2_000_000;

/// The most claims that are remembered whole, of those that were compared: about 1 KB each. With
/// more, all of these are let go.
const WHOLE_MAX: usize = 50_000;

/// The key under which the rules in force are remembered; no cell has this number.
pub(crate) const RULES_KEY: i64 = 0;

/// A claim near a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The claim.
    pub claim: Uuid,
    /// A cell beside which it stands.
    pub cell: i64,
    /// The sequence of that cell as it was found.
    pub seq: i64,
    /// What it is, and of when.
    pub era: Era,
}

/// One claim beside a cell.
#[derive(Debug)]
struct Site {
    claim: Uuid,
    era: Era,
    shape: Shape,
    /// All of it, once somebody has compared it.
    whole: OnceLock<Arc<Claim>>,
}

#[derive(Debug, Default)]
struct Inner {
    cells: Cells,
    /// Whether cells that are not here have no claims.
    is_whole: bool,
    /// Cells that changed since.
    unknown: HashSet<i64, RandomState>,
    claims: usize,
    /// The rules in force.
    rules: Option<Arc<RuleSet>>,
}

impl Inner {
    /// Remembers a cell, unless a newer snapshot of it was here first.
    fn lay(&mut self, key: i64, cell: Cell) {
        if self.cells.get(key).is_some_and(|known| known.seq > cell.seq) {
            return;
        }
        self.claims = self.claims.saturating_add(cell.sites.len());
        if let Some(old) = self.cells.insert(key, cell) {
            self.claims = self.claims.saturating_sub(old.sites.len());
        }
    }

    /// A near claim beside its cell, if the cell is as it was then.
    fn site(&self, near: &Near) -> Option<&Site> {
        let cell = self.cells.get(near.cell).filter(|cell| cell.seq == near.seq)?;
        cell.sites.iter().find(|site| site.claim == near.claim)
    }

    /// Takes over what became known while all was read: what changed and was not read since is
    /// not known, and what was read later stands. On PostgreSQL the sequences will tell.
    fn adopt(&mut self, meanwhile: Self) {
        for cell in &meanwhile.unknown {
            if let Some(old) = self.cells.remove(*cell) {
                self.claims = self.claims.saturating_sub(old.sites.len());
            }
        }
        for (key, cell) in meanwhile.cells.take() {
            self.lay(key, cell);
        }
        self.unknown = meanwhile.unknown;
        self.rules = meanwhile.rules;
    }
}

/// What is remembered of the register's places.
#[derive(Debug, Default)]
pub struct Places {
    inner: RwLock<Inner>,
    /// Cells beside which a claim was kept whole since all of those were last let go.
    compared: Mutex<Vec<i64>>,
}

impl Remembers for Places {
    fn forget(&self, keys: &[i64]) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            if *key == RULES_KEY {
                inner.rules = None;
                continue;
            }
            if let Some(cell) = inner.cells.remove(*key) {
                inner.claims = inner.claims.saturating_sub(cell.sites.len());
            }
            inner.unknown.insert(*key);
        }
    }
}

impl Places {
    /// Adds what is near among the remembered cells; answers the cells that must be read.
    fn search(
        &self,
        searches: &mut [Search<'_>],
        seqs: Option<&HashMap<i64, i64>>,
    ) -> BTreeSet<i64> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        let mut missing = BTreeSet::new();
        let mut known: Vec<(i64, Kept<'_>)> = Vec::new();
        for search in searches {
            // All cells first: what is asked for together is waited for once.
            for (cell, kept) in inner.cells.each(search.cells) {
                let seq = kept.map_or(0, |kept| kept.seq);
                let is_known = kept.is_some() || (inner.is_whole && !inner.unknown.contains(&cell));
                if !is_known || seqs.is_some_and(|seqs| seq != seq_of(seqs, cell)) {
                    missing.insert(cell);
                } else if let Some(kept) = kept {
                    known.push((cell, kept));
                }
            }
            search.found.add(&search.drawn, known.drain(..));
        }
        missing
    }

    /// Remembers cells as read from a snapshot, unless something changed since it was taken.
    fn put(&self, memory: &Memory, position: u64, cells: Cells) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if memory.is_alone() && !memory.is_current(position) {
            return;
        }
        for (key, cell) in cells.take() {
            inner.lay(key, cell);
            inner.unknown.remove(&key);
        }
        if inner.claims > CLAIMS_MAX {
            *inner = Inner::default();
        }
    }

    /// Claims that are remembered whole as of the cells in which they were found.
    fn whole(&self, near: &[&Near]) -> Vec<Option<Arc<Claim>>> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        near.iter().map(|near| inner.site(near)?.whole.get().cloned()).collect()
    }

    /// Remembers claims whole as read from a snapshot in which their cells were as they were found;
    /// as [`Places::put`].
    fn put_whole(&self, recall: &Recall, near: &[&Near], claims: &BTreeMap<Uuid, Arc<Claim>>) {
        // Whoever forgets a cell counts first and then waits for this lock.
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        if recall.memory.is_alone() && !recall.memory.is_current(recall.position) {
            return;
        }
        let is_new = |near: &&&Near| {
            let known = inner.site(near).zip(claims.get(&near.claim));
            known.is_some_and(|(site, claim)| site.whole.set(claim.clone()).is_ok())
        };
        let cells: Vec<i64> = near.iter().filter(is_new).map(|near| near.cell).collect();
        drop(inner);
        let mut compared = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        compared.extend(cells);
        if compared.len() > WHOLE_MAX {
            let full = std::mem::take(&mut *compared);
            drop(compared);
            self.let_go(&full);
        }
    }

    /// Forgets the rest of the claims beside some cells, but not where they lie.
    fn let_go(&self, cells: &[i64]) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        for cell in cells {
            let sites = inner.cells.sites_mut(*cell);
            sites.iter_mut().for_each(|site| site.whole = OnceLock::new());
        }
    }

    /// The rules in force, or those of a version; where others may write, only the version tells.
    pub(crate) fn rules(&self, rule_rev: Option<i64>) -> Option<Arc<RuleSet>> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.rules.clone().filter(|rules| rule_rev.is_none_or(|rev| rules.rule_rev == rev))
    }

    /// Remembers the rules in force as read from a snapshot; as [`Places::put`].
    pub(crate) fn put_rules(&self, recall: &Recall, rules: &Arc<RuleSet>) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if !recall.memory.is_alone() || recall.memory.is_current(recall.position) {
            inner.rules = Some(rules.clone());
        }
    }

    /// How many claims are remembered, one of two cells twice.
    pub fn claims(&self) -> usize {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).claims
    }

    fn is_whole(&self) -> bool {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).is_whole
    }
}

fn seq_of(seqs: &HashMap<i64, i64>, cell: i64) -> i64 {
    seqs.get(&cell).copied().unwrap_or_default()
}

/// Whether a search for a site is answered from memory, and by disks of cells.
pub fn is_ready(memory: &Memory) -> bool {
    let Some(places) = memory.kept::<Places>().filter(|_| memory.is_alone()) else { return false };
    let inner = places.inner.read().unwrap_or_else(PoisonError::into_inner);
    let looks_by_disk = |rules: &Arc<RuleSet>| disk(screen::candidate_radius_m(rules)).is_some();
    inner.is_whole && inner.rules.as_ref().is_some_and(looks_by_disk)
}

/// The claims within a radius of each shape, in the order of their ids. With every shape come
/// the cells that [`crate::cover::look`] answers for it and the radius.
///
/// # Errors
/// A fault of the store.
pub async fn near(
    tx: &mut Tx<'_>,
    shapes: &[(&Shape, Vec<i64>)],
    radius_m: f64,
) -> Result<Vec<Vec<Near>>, Error> {
    let mut searches: Vec<Search<'_>> = shapes
        .iter()
        .map(|(shape, cells)| Search {
            drawn: Drawn::new(shape, radius_m),
            cells,
            found: Found::default(),
        })
        .collect();
    let all = || shapes.iter().flat_map(|(_, cells)| cells).copied().collect::<BTreeSet<i64>>();
    let recall = tx.recall().cloned();
    let places = recall.as_ref().and_then(|recall| recall.memory.kept::<Places>());
    let missing = match (places, &recall) {
        (Some(places), Some(recall)) if recall.memory.is_alone() => {
            places.search(&mut searches, None)
        }
        (Some(places), _) => {
            let seqs = seqs(tx, &all()).await?;
            places.search(&mut searches, Some(&seqs))
        }
        _ => all(),
    };
    if !missing.is_empty() {
        let read = read(tx, &missing).await?;
        for search in &mut searches {
            let kept = read.each(search.cells).filter_map(|(cell, kept)| Some((cell, kept?)));
            search.found.add(&search.drawn, kept);
        }
        if let (Some(places), Some(recall)) = (places, &recall) {
            places.put(&recall.memory, recall.position, read);
        }
    }
    Ok(searches.into_iter().map(|search| search.found.once()).collect())
}

/// Near claims read whole, in the order in which they are given; one that is gone is left out.
///
/// # Errors
/// A fault of the store.
pub(crate) async fn whole(tx: &mut Tx<'_>, near: &[&Near]) -> Result<Vec<Arc<Claim>>, Error> {
    let recall = tx.recall().cloned();
    let places = recall.as_ref().and_then(|recall| recall.memory.kept::<Places>());
    let mut found = places.map_or_else(|| vec![None; near.len()], |places| places.whole(near));
    let unknown = near.iter().zip(&found).filter(|(_, known)| known.is_none());
    let missing: Vec<&Near> = unknown.map(|(near, _)| *near).collect();
    if !missing.is_empty() {
        let read = screen::read_near(tx, &missing).await?;
        if let (Some(places), Some(recall)) = (places, &recall) {
            places.put_whole(recall, &missing, &read);
        }
        for (near, claim) in near.iter().zip(&mut found) {
            *claim = claim.take().or_else(|| read.get(&near.claim).cloned());
        }
    }
    Ok(found.into_iter().flatten().collect())
}

async fn seqs(tx: &mut Tx<'_>, cells: &BTreeSet<i64>) -> Result<HashMap<i64, i64>, Error> {
    let cells: Vec<i64> = cells.iter().copied().collect();
    let rows: Vec<CellSeqRow> = tx.all(&sql::READ_CELLS, args![cells]).await?;
    Ok(rows.into_iter().map(|row| (row.cell, row.seq)).collect())
}

/// Reads cells with their claims.
async fn read(tx: &mut Tx<'_>, cells: &BTreeSet<i64>) -> Result<Cells, Error> {
    let seqs = seqs(tx, cells).await?;
    let mut read: HashMap<i64, Cell> = cells
        .iter()
        .map(|cell| (*cell, Cell { seq: seq_of(&seqs, *cell), sites: Vec::new() }))
        .collect();
    let cells: Vec<i64> = cells.iter().copied().collect();
    let rows: Vec<PlaceRow> = tx.all(&sql::READ_PLACES_OF_CELLS, args![cells]).await?;
    for row in rows {
        if let Some(cell) = read.get_mut(&row.cell) {
            cell.sites.push(site(row)?);
        }
    }
    Ok(read.into_iter().collect())
}

fn site(row: PlaceRow) -> Result<Site, Error> {
    let era = Era {
        class: WorkClass::parse(&row.class)?,
        tahun: i32::try_from(row.tahun).unwrap_or_default(),
        intervention: Intervention::from_code(&row.intervention)
            .ok_or_else(|| Error::fault("stored claim has an unreadable intervention"))?,
    };
    let shape = Shape::decode(&row.shape)?;
    Ok(Site { claim: row.claim_id, era, shape, whole: OnceLock::new() })
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
