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
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    Error, WorkClass,
    geo::{DEGREE, Shape},
};
use foldhash::fast::RandomState;
use store::{Memory, Recall, Remembers, Tx, args};
use uuid::Uuid;

use crate::{
    frame::Frame,
    plane::{Plane, apart},
    rules::RuleSet,
    screen,
    sql::{self, CellSeqRow, PlaceRow},
    window::Era,
    work::{Claim, Intervention},
};

/// The most claims that are remembered; with more, all is forgotten and read again as it is
/// asked for. 2 million take about 400 MB, far beyond what one kabupaten writes in ten years.
const CLAIMS_MAX: usize = 2_000_000;

/// The most claims that are remembered whole, of those that were compared: about 1 KB each.
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
    /// The box of its shape, which nearly always tells that it is far.
    bbox: [i32; 4],
    shape: Shape,
    /// All of it, once somebody has compared it.
    whole: OnceLock<Arc<Claim>>,
}

/// Claims by cell. A search looks up a score of cells; hashing must cost less than comparing.
type Cells = HashMap<i64, Cell, RandomState>;

/// The claims of one cell as of a sequence.
#[derive(Debug, Default)]
struct Cell {
    seq: i64,
    sites: Vec<Site>,
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
        if self.cells.get(&key).is_some_and(|known| known.seq > cell.seq) {
            return;
        }
        self.claims = self.claims.saturating_add(cell.sites.len());
        if let Some(old) = self.cells.insert(key, cell) {
            self.claims = self.claims.saturating_sub(old.sites.len());
        }
    }

    /// A near claim beside its cell, if the cell is as it was then.
    fn site(&self, near: &Near) -> Option<&Site> {
        let cell = self.cells.get(&near.cell).filter(|cell| cell.seq == near.seq)?;
        cell.sites.iter().find(|site| site.claim == near.claim)
    }

    /// Takes over what became known while all was read: what changed and was not read since is
    /// not known, and what was read later stands. On PostgreSQL the sequences will tell.
    fn adopt(&mut self, meanwhile: Self) {
        for cell in &meanwhile.unknown {
            if let Some(old) = self.cells.remove(cell) {
                self.claims = self.claims.saturating_sub(old.sites.len());
            }
        }
        for (key, cell) in meanwhile.cells {
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
    /// How many claims were kept whole since all of them were last let go.
    wholes: AtomicUsize,
}

impl Remembers for Places {
    fn forget(&self, keys: &[i64]) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            if *key == RULES_KEY {
                inner.rules = None;
                continue;
            }
            if let Some(cell) = inner.cells.remove(key) {
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
        for search in searches {
            for cell in search.cells {
                let known = inner.cells.get(cell);
                let seq = known.map_or(0, |known| known.seq);
                let is_known = known.is_some() || (inner.is_whole && !inner.unknown.contains(cell));
                if !is_known || seqs.is_some_and(|seqs| seq != seq_of(seqs, *cell)) {
                    missing.insert(*cell);
                } else if let Some(known) = known {
                    search.found.add(&search.drawn, *cell, known);
                }
            }
        }
        missing
    }

    /// Remembers cells as read from a snapshot, unless something changed since it was taken.
    fn put(&self, memory: &Memory, position: u64, cells: Cells) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if memory.is_alone() && !memory.is_current(position) {
            return;
        }
        for (key, cell) in cells {
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
        let before = self.wholes.fetch_add(claims.len(), Ordering::Relaxed);
        if before > WHOLE_MAX {
            let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
            let cells = inner.cells.values_mut();
            cells.flat_map(|cell| &mut cell.sites).for_each(|site| site.whole = OnceLock::new());
            self.wholes.store(claims.len(), Ordering::Relaxed);
        }
        // Whoever forgets a cell counts first and then waits for this lock.
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        if recall.memory.is_alone() && !recall.memory.is_current(recall.position) {
            return;
        }
        for near in near {
            if let (Some(site), Some(claim)) = (inner.site(near), claims.get(&near.claim)) {
                let _ = site.whole.set(claim.clone());
            }
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

/// One shape, where it is searched, and what was found.
struct Search<'a> {
    drawn: Drawn<'a>,
    cells: &'a [i64],
    found: Found,
}

/// A searched shape in its own plane.
struct Drawn<'a> {
    shape: &'a Shape,
    frame: Frame,
    plane: Plane,
    radius_m: f64,
    /// What the plane of a shape of 50 km may be off, and of one of usual size far less.
    doubt_m: f64,
    /// Beyond this box nothing is within the radius: west, south, east, north in 1e-7 degrees.
    reach: [i32; 4],
}

/// What the scales of a plane change over the largest shape, many times over.
const REACH_MARGIN: f64 = 1.01;

impl<'a> Drawn<'a> {
    fn new(shape: &'a Shape, radius_m: f64) -> Self {
        let frame = Frame::of(shape);
        let doubt_m = frame.error_m(shape, radius_m);
        let [west, south, east, north] = shape.bbox();
        let [east_e7, north_e7] = frame.metres_per_degree().map(|metres| {
            let grown = (radius_m + doubt_m) * REACH_MARGIN / metres * DEGREE;
            // Saturates, as the edges of the box do.
            grown.ceil() as i32
        });
        let reach = [
            west.saturating_sub(east_e7),
            south.saturating_sub(north_e7),
            east.saturating_add(east_e7),
            north.saturating_add(north_e7),
        ];
        Self { shape, plane: Plane::of(shape, &frame), frame, radius_m, doubt_m, reach }
    }

    /// Whether a shape comes within the radius, as [`crate::distance::distance_m`] has it; the
    /// boxes and the plane of the searched shape tell nearly always.
    fn is_within(&self, site: &Site) -> bool {
        let ([west, south, east, north], reach) = (site.bbox, self.reach);
        if east < reach[0] || north < reach[1] || west > reach[2] || south > reach[3] {
            return false;
        }
        let other = &site.shape;
        let (radius_m, doubt_m) = (self.radius_m, self.doubt_m);
        match other {
            Shape::Point(at) => {
                let place = self.frame.xy(*at);
                if let Shape::Point(own) = self.shape {
                    let apart_m = apart(self.frame.xy(*own), place);
                    if (apart_m - radius_m).abs() > doubt_m {
                        return apart_m < radius_m;
                    }
                } else if self.plane.reaches(place, radius_m - doubt_m) {
                    return true;
                } else if !self.plane.reaches(place, radius_m + doubt_m) {
                    return false;
                }
            }
            Shape::Line(_) | Shape::Polygon(_) => {
                let other = Plane::of(other, &self.frame);
                if self.plane.within(&other, radius_m - doubt_m) {
                    return true;
                }
                if !self.plane.within(&other, radius_m + doubt_m) {
                    return false;
                }
            }
        }
        crate::distance::distance_m(self.shape, other) <= radius_m
    }
}

/// What was found, a claim of two cells twice.
#[derive(Default)]
struct Found(Vec<Near>);

impl Found {
    fn add(&mut self, drawn: &Drawn<'_>, cell: i64, known: &Cell) {
        let near = known.sites.iter().filter(|site| drawn.is_within(site));
        self.0.extend(near.map(|site| Near {
            claim: site.claim,
            cell,
            seq: known.seq,
            era: site.era,
        }));
    }

    /// Each claim once, in the order of their ids.
    fn once(mut self) -> Vec<Near> {
        self.0.sort_unstable_by_key(|near| (near.claim, near.cell));
        self.0.dedup_by_key(|near| near.claim);
        self.0
    }
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
            for cell in search.cells {
                if let Some(known) = read.get(cell) {
                    search.found.add(&search.drawn, *cell, known);
                }
            }
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
    let mut read: Cells = cells
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
    Ok(read)
}

fn site(row: PlaceRow) -> Result<Site, Error> {
    let era = Era {
        class: WorkClass::parse(&row.class)?,
        tahun: i32::try_from(row.tahun).unwrap_or_default(),
        is_new: Intervention::from_code(&row.intervention).is_some_and(Intervention::is_new),
    };
    let shape = Shape::decode(&row.shape)?;
    Ok(Site { claim: row.claim_id, era, bbox: shape.bbox(), shape, whole: OnceLock::new() })
}

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

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
