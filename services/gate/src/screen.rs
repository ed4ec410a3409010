//! Finding what lies around a work: cells, claims beside them, findings.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::Arc,
};

use domain::{
    DesaId, Error, Rupiah, Tahun, WorkClass,
    geo::Shape,
    ids::{ClaimId, ProjectId},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    claim_sql::VillageClaimRow,
    cover::{CELLS_MAX, cover, look, search, too_large},
    facts::{Capture, Facts},
    heirs, namesake,
    places::{self, Near},
    rules::RuleSet,
    sql::{self, ClaimCellRow, ClaimRow, ProjectRow},
    work::{Claim, ClaimKind, Finding, Intervention, Work},
    works::findings,
};

/// Bytes of a cell in the stored list of a claim's cells.
const CELL_BYTES: usize = 8;

/// The cells of a work: as drawn for each site, and grown by the candidate radius.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    /// As drawn, in the order of the sites.
    pub drawn: Vec<BTreeSet<i64>>,
    /// Grown; holds every drawn one.
    pub grown: BTreeSet<i64>,
}

impl Cells {
    /// The cells of shapes.
    pub fn of<'a>(
        shapes: impl IntoIterator<Item = &'a Shape>,
        rules: &RuleSet,
    ) -> Result<Self, Error> {
        let radius_m = candidate_radius_m(rules);
        let mut cells = Self { drawn: Vec::new(), grown: BTreeSet::new() };
        for shape in shapes {
            cells.drawn.push(cover(shape, 0.0)?);
            cells.grown.extend(search(shape, radius_m)?);
            if cells.grown.len() > CELLS_MAX {
                return Err(too_large().into());
            }
        }
        if store::testing::planted("one-cell") {
            // A planted fault for the race drill: a shape is thought to lie in one cell.
            cells.grown = cells.drawn.iter().flatten().take(1).copied().collect();
        }
        Ok(cells)
    }

    /// Every cell as drawn.
    pub fn all_drawn(&self) -> BTreeSet<i64> {
        self.drawn.iter().flatten().copied().collect()
    }
}

/// Cells as a claim stores them.
pub(crate) fn pack(cells: &BTreeSet<i64>) -> Vec<u8> {
    cells.iter().flat_map(|cell| cell.to_le_bytes()).collect()
}

/// Reads what [`pack`] wrote.
pub(crate) fn unpack(bytes: &[u8]) -> BTreeSet<i64> {
    bytes
        .chunks_exact(CELL_BYTES)
        .filter_map(|chunk| Some(i64::from_le_bytes(chunk.try_into().ok()?)))
        .collect()
}

/// Cells that this transaction holds, each with its sequence after the change.
#[derive(Debug, Default)]
pub(crate) struct Locked {
    seqs: BTreeMap<i64, i64>,
    changed: BTreeSet<i64>,
}

impl Locked {
    /// Locks cells in ascending order and moves the sequence of those that change.
    pub async fn take(
        tx: &mut Tx<'_>,
        cells: &BTreeSet<i64>,
        changed: &BTreeSet<i64>,
    ) -> Result<Self, Error> {
        let mut locked = BTreeMap::new();
        tx.changes(changed.iter().copied());
        for cell in cells.union(changed) {
            let step = i64::from(changed.contains(cell));
            let (seq,): (i64,) = tx.one(&sql::LOCK_CELL, args![*cell, step]).await?;
            locked.insert(*cell, seq);
        }
        Ok(Self { seqs: locked, changed: changed.clone() })
    }

    /// Whether all of some cells are held.
    pub fn holds(&self, cells: &BTreeSet<i64>) -> bool {
        cells.iter().all(|cell| self.seqs.contains_key(cell))
    }

    /// Whether all of some cells are held for a change.
    pub fn changed(&self, cells: &BTreeSet<i64>) -> bool {
        cells.is_subset(&self.changed)
    }

    /// Position of the register over some cells: the sum of their sequences, which moves
    /// whenever one of them does; the highest alone would hide a change of a quieter cell.
    pub fn position(&self, cells: &BTreeSet<i64>) -> i64 {
        cells.iter().filter_map(|cell| self.seqs.get(cell)).sum()
    }
}

/// Position of the register over cells that are not held.
pub(crate) async fn position(tx: &mut Tx<'_>, cells: &BTreeSet<i64>) -> Result<i64, Error> {
    let cells: Vec<i64> = cells.iter().copied().collect();
    let (sum,): (i64,) = tx.one(&sql::SUM_CELLS, args![cells]).await?;
    Ok(sum)
}

/// Active claims of some cells, each once, in the order of their ids; a plan lapses with its year.
pub(crate) async fn candidates(
    tx: &mut Tx<'_>,
    cells: &BTreeSet<i64>,
) -> Result<Vec<Claim>, Error> {
    let cells: Vec<i64> = cells.iter().copied().collect();
    let rows = tx.all(&sql::READ_CLAIMS_OF_CELLS, args![cells]).await?;
    let year = tx.today().year();
    Ok(once(rows)?.into_values().filter(|claim| claim.is_in_force(year)).collect())
}

/// Near claims, read whole.
pub(crate) async fn read_near(
    tx: &mut Tx<'_>,
    near: &[&Near],
) -> Result<BTreeMap<Uuid, Arc<Claim>>, Error> {
    let cells: BTreeSet<i64> = near.iter().map(|one| one.cell).collect();
    let cells: Vec<i64> = cells.into_iter().collect();
    let ids: Vec<Uuid> = near.iter().map(|one| one.claim).collect();
    let rows = tx.all(&sql::READ_NEAR_CLAIMS, args![cells, ids]).await?;
    Ok(once(rows)?.into_iter().map(|(id, claim)| (id, Arc::new(claim))).collect())
}

/// Each claim once, whatever cells it stands beside.
fn once(rows: Vec<ClaimCellRow>) -> Result<BTreeMap<Uuid, Claim>, Error> {
    let mut claims: BTreeMap<Uuid, Claim> = BTreeMap::new();
    for row in rows {
        if let Entry::Vacant(place) = claims.entry(row.claim_id) {
            place.insert(claim(row)?);
        }
    }
    Ok(claims)
}

/// Everything that claims are compared with: what lies in their cells, and by words.
pub(crate) async fn around(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &[Claim],
    cells: &BTreeSet<i64>,
) -> Result<Vec<Claim>, Error> {
    let mut others = candidates(tx, cells).await?;
    others.extend(namesake::candidates(tx, rules, own).await?);
    Ok(others)
}

/// A claim as its village holds it; what each site alone knows stands beside the project's facts.
pub(crate) fn village_claim(row: VillageClaimRow) -> Result<Claim, Error> {
    let facts = Facts {
        capture: Capture::from_code(&row.capture),
        trusted: row.trusted,
        ..Facts::decode(&row.claim.facts)?
    };
    Ok(Claim { facts, ..claim(row.claim)? })
}

pub(crate) fn claim(row: ClaimCellRow) -> Result<Claim, Error> {
    let year = i32::try_from(row.tahun).unwrap_or_default();
    Ok(Claim {
        id: ClaimId::new(row.claim_id),
        desa: DesaId::parse(&row.desa_id)?,
        desa_name: row.desa_name,
        project: ProjectId::new(row.project_id),
        name: row.name,
        kind: ClaimKind::from_code(&row.kind).ok_or_else(|| unreadable("kind"))?,
        site: row.site,
        geometry_rev: row.geometry_rev,
        class: WorkClass::parse(&row.class)?,
        intervention: Intervention::from_code(&row.intervention)
            .ok_or_else(|| unreadable("intervention"))?,
        tahun: Tahun::new(year)?,
        amount: Rupiah::from_sen(row.amount_sen),
        continues: row.continues_id.map(ProjectId::new),
        shape: Shape::decode(&row.shape)?,
        accuracy_mm: row.accuracy_mm,
        facts: Facts::decode(&row.facts)?,
    })
}

fn unreadable(what: &str) -> Error {
    Error::fault(format!("stored claim has an unreadable {what}"))
}

/// The claims that a work would make; their ids say nothing yet.
pub(crate) fn claims_of(work: &Work, geometry_rev: i64) -> Vec<Claim> {
    (0_i64..)
        .zip(&work.sites)
        .map(|(site, footprint)| Claim {
            id: ClaimId::new(Uuid::nil()),
            desa: work.desa.clone(),
            desa_name: work.desa_name.clone(),
            project: work.project,
            name: work.name.clone(),
            kind: work.kind,
            site,
            geometry_rev,
            class: work.class,
            intervention: work.intervention,
            tahun: work.tahun,
            amount: footprint.amount,
            continues: work.continues,
            shape: footprint.shape.clone(),
            accuracy_mm: footprint.accuracy_mm,
            facts: work.facts.at(footprint),
        })
        .collect()
}

/// The claims of a project as stored.
pub(crate) fn claims_of_row(row: &ProjectRow, sites: &[ClaimRow]) -> Result<Vec<Claim>, Error> {
    let facts = Facts::decode(&row.facts)?;
    sites
        .iter()
        .map(|site| {
            let capture = Capture::from_code(&site.capture);
            claim(ClaimCellRow {
                claim_id: site.claim_id,
                desa_id: row.desa_id.clone(),
                project_id: row.project_id,
                kind: row.kind.clone(),
                site: site.site,
                geometry_rev: site.geometry_rev,
                class: row.class.clone(),
                intervention: row.intervention.clone(),
                tahun: row.tahun,
                shape: site.shape.clone(),
                accuracy_mm: site.accuracy_mm,
                amount_sen: site.amount_sen,
                name: row.name.clone(),
                desa_name: row.desa_name.clone(),
                continues_id: row.continues_id,
                facts: Facts { capture, trusted: site.trusted, ..facts.clone() }.encode()?,
            })
        })
        .collect()
}

/// A village's project, in the order in which rows are locked.
pub(crate) type ProjectKey = (DesaId, ProjectId);

/// Whether a work can enter the register at all, before anything is written.
///
/// # Errors
/// RULE_SET_MISSING, SITE_TOO_LARGE.
pub async fn fits(tx: &mut Tx<'_>, work: &Work) -> Result<(), Error> {
    let rules = crate::rules::active(tx).await?;
    Cells::of(work.sites.iter().map(|site| &site.shape), &rules).map(|_| ())
}

/// Asks what registering a work would meet, without a claim and without a lock.
///
/// # Errors
/// RULE_SET_MISSING, SITE_TOO_LARGE, or a fault.
pub async fn screen(tx: &mut Tx<'_>, work: &Work) -> Result<(i64, Vec<Finding>), Error> {
    let rules = crate::rules::active_remembered(tx).await?;
    let shapes: Vec<&Shape> = work.sites.iter().map(|site| &site.shape).collect();
    // The judge rounds to whole millimetres.
    let near = near(tx, &shapes, candidate_radius_m(&rules) + 1e-3).await?;
    let mut own = claims_of(work, 0);
    heirs::recall(tx, &rules, &mut own).await?;
    let alike = alike(tx, &rules, &own, &near).await?;
    let namesakes = namesake::candidates(tx, &rules, &own).await?;
    let others = alike.iter().map(AsRef::as_ref).chain(&namesakes);
    Ok((rules.rule_rev, findings(&rules, &own, others)))
}

/// The claims within a radius of any of some shapes, in the order of their ids.
///
/// # Errors
/// SITE_TOO_LARGE, or a fault.
pub async fn near(tx: &mut Tx<'_>, shapes: &[&Shape], radius_m: f64) -> Result<Vec<Near>, Error> {
    let each = near_each(tx, shapes, radius_m).await?;
    let all: BTreeMap<Uuid, Near> =
        each.into_iter().flatten().map(|one| (one.claim, one)).collect();
    Ok(all.into_values().collect())
}

/// The same for each shape by itself, in one round trip for all.
///
/// # Errors
/// SITE_TOO_LARGE, or a fault.
pub async fn near_each(
    tx: &mut Tx<'_>,
    shapes: &[&Shape],
    radius_m: f64,
) -> Result<Vec<Vec<Near>>, Error> {
    let searches = shapes
        .iter()
        .map(|shape| Ok((*shape, look(shape, radius_m)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    places::near(tx, &searches, radius_m).await
}

/// The near claims that some rule compares with one's own, read whole; a plan lapses with its year.
async fn alike(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &[Claim],
    near: &[Near],
) -> Result<Vec<Arc<Claim>>, Error> {
    let Some(era) = own.first().map(Claim::era) else { return Ok(Vec::new()) };
    // What people hold it with may be of any kind.
    let is_heir = own.iter().any(|claim| !claim.facts.held_with.is_empty());
    let wanted: Vec<&Near> =
        near.iter().filter(|one| is_heir || rules.meeting(era, one.era).is_some()).collect();
    let mut claims = places::whole(tx, &wanted).await?;
    let year = tx.today().year();
    claims.retain(|claim| claim.is_in_force(year));
    Ok(claims)
}

pub(crate) fn candidate_radius_m(rules: &RuleSet) -> f64 {
    f64::from(u32::try_from(rules.candidate_radius_m).unwrap_or(u32::MAX))
}
