//! The overlap report: every pair that the rules told or flagged, kept at each write.
//!
//! A report is read, not computed. A pair is a row on each side's desa; when
//! anything about it changes, the version ends and another begins. Versions
//! come and go at positions that become visible in their order, so a report
//! can be read on page after page as it was at the first, whoever commits when.

use domain::{
    Day, DesaId, Error, Place, Rupiah, SumberDana, Tahun, WorkClass,
    ids::{FlagId, ProjectId},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    facts::Owner,
    report_sql::{self as sql, OverlapRow},
    work::{ClaimKind, Evidence, resource},
};
pub(crate) use crate::{
    report_held::held,
    report_keep::{forget, keep, restate},
};

/// The state of a pair that is told and not flagged.
pub const WARNED: &str = "warned";

/// In which order pairs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The most money at stake first.
    Stake,
    /// The newest first.
    Newest,
    /// The nearest first.
    Nearest,
}

impl Order {
    const fn number(self) -> i64 {
        match self {
            Self::Stake => 1,
            Self::Newest => 2,
            Self::Nearest => 3,
        }
    }
}

/// Which pairs are wanted; what is absent or zero passes all.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Pairs with a side in this area.
    pub area: Place,
    /// A side of this budget year.
    pub tahun: Option<Tahun>,
    /// A side of this owner.
    pub owner: Option<Owner>,
    /// A side paid from this fund.
    pub fund: Option<SumberDana>,
    /// A side of this class.
    pub class: Option<WorkClass>,
    /// Found by this rule set.
    pub rule_rev: i64,
    /// With this level of evidence.
    pub level: String,
    /// `warned` or the state of its flag; empty for all.
    pub state: String,
    /// At least so much at stake.
    pub at_stake_min: Rupiah,
    /// The order.
    pub order: Order,
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlapSide {
    /// The village.
    pub desa: DesaId,
    /// Its name.
    pub desa_name: String,
    /// The project or claim.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Its weight.
    pub kind: ClaimKind,
    /// What it is.
    pub class: WorkClass,
    /// Whose it is.
    pub owner: Owner,
    /// What pays for it.
    pub funds: Vec<String>,
    /// The budget year.
    pub tahun: i64,
    /// Geometry revision that was compared.
    pub geometry_rev: i64,
}

impl OverlapSide {
    /// Resource name of the project or claim.
    pub fn resource(&self) -> String {
        resource(self.kind, &self.desa, self.project)
    }
}

/// A pair as the report tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Id of this version of the pair.
    pub id: Uuid,
    /// The side in the area, or the later one.
    pub first: OverlapSide,
    /// The other.
    pub second: OverlapSide,
    /// What the rules say.
    pub verdict: String,
    /// `warned`, or the state of the flag on the day of the report.
    pub state: String,
    /// The flag.
    pub flag: Option<FlagId>,
    /// Rule set by which it was found.
    pub rule_rev: i64,
    /// Smallest distance, millimetres.
    pub distance_mm: i64,
    /// Shared length of line, millimetres.
    pub overlap_mm: Option<i64>,
    /// What is lost if both are paid and are one, as far as the amounts are known.
    pub at_stake: Rupiah,
    /// Every piece of evidence.
    pub evidence: Vec<Evidence>,
    /// Since when it is as told here, microseconds since 1970.
    pub found_us: i64,
    /// Where a page goes on.
    pub order_key: i64,
}

/// Where a page ended: order key and id of its last pair.
pub type After = (i64, Uuid);

/// As of when a report is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// What changed at a later position is not told.
    pub seq: i64,
    /// When it was taken, microseconds since 1970: its day says which overrides are over.
    pub at_us: i64,
}

/// The report as it stands now: everything that was committed before, and nothing else.
///
/// # Errors
/// A fault of the store.
pub async fn snapshot(tx: &mut Tx<'_>) -> Result<Snapshot, Error> {
    let head: Option<(i64,)> = tx.maybe(&sql::READ_POSITION, args![]).await?;
    Ok(Snapshot { seq: head.map_or(0, |(seq,)| seq), at_us: tx.now_us() })
}

/// Pairs as of a snapshot, a page of them.
///
/// # Errors
/// A fault of the store.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    as_of: Snapshot,
    after: Option<After>,
    limit: u32,
) -> Result<Vec<Overlap>, Error> {
    let (below, below_id) = after.unwrap_or((i64::MAX, Uuid::max()));
    let rows: Vec<OverlapRow> = tx
        .all(
            &sql::LIST_OVERLAPS,
            args![
                &filter.area,
                as_of.seq,
                filter.tahun.map_or(0, |tahun| i64::from(tahun.get())),
                filter.owner.map_or("", Owner::code),
                filter.fund.as_ref().map_or("", SumberDana::as_str),
                filter.class.map_or("", WorkClass::code),
                filter.rule_rev,
                &filter.level,
                &filter.state,
                filter.at_stake_min,
                filter.order.number(),
                below,
                below_id,
                limit,
                Day::of_us(as_of.at_us)
            ],
        )
        .await?;
    rows.into_iter().map(overlap).collect()
}

fn overlap(row: OverlapRow) -> Result<Overlap, Error> {
    let evidence = serde_json::from_str(&row.evidence)
        .map_err(|error| Error::fault(format!("stored evidence: {error}")))?;
    Ok(Overlap {
        id: row.overlap_id,
        first: OverlapSide {
            desa: DesaId::parse(&row.desa_id)?,
            desa_name: row.desa_name,
            project: ProjectId::new(row.project_id),
            name: row.name,
            kind: known(ClaimKind::from_code(&row.kind))?,
            class: WorkClass::parse(&row.class)?,
            owner: known(Owner::from_code(&row.owner))?,
            funds: funds(&row.funds),
            tahun: row.tahun,
            geometry_rev: row.geometry_rev,
        },
        second: OverlapSide {
            desa: DesaId::parse(&row.other_desa_id)?,
            desa_name: row.other_desa_name,
            project: ProjectId::new(row.other_project_id),
            name: row.other_name,
            kind: known(ClaimKind::from_code(&row.other_kind))?,
            class: WorkClass::parse(&row.other_class)?,
            owner: known(Owner::from_code(&row.other_owner))?,
            funds: funds(&row.other_funds),
            tahun: row.other_tahun,
            geometry_rev: row.other_geometry_rev,
        },
        verdict: row.verdict,
        state: row.state,
        flag: row.flag_id.map(FlagId::new),
        rule_rev: row.rule_rev,
        distance_mm: row.distance_mm,
        overlap_mm: row.overlap_mm,
        at_stake: Rupiah::from_sen(row.at_stake_sen),
        evidence,
        found_us: row.found_us,
        order_key: row.order_key,
    })
}

fn known<T>(read: Option<T>) -> Result<T, Error> {
    read.ok_or_else(|| Error::fault("stored overlap has an unreadable word"))
}

fn funds(list: &str) -> Vec<String> {
    list.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
