//! The overlap report: every pair that the rules told or flagged, kept at each write.
//!
//! A report is read, not computed. A pair is a row on each side's desa; when
//! anything about it changes, the version ends and another begins, so a report
//! can be read on page after page as it was at one instant.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Day, DesaId, Error, Place, Rupiah, SumberDana, Tahun, WorkClass,
    ids::{FlagId, ProjectId},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    facts::Owner,
    flag::FlagState,
    report_sql::{self as sql, OverlapRow, PresentRow, SideRow},
    screen::ProjectKey,
    sql::ProjectRow,
    sql_flag::FlagRow,
    work::{ClaimKind, Evidence, Finding, Verdict, resource},
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

/// Pairs as they were at an instant, a page of them.
///
/// # Errors
/// A fault of the store.
pub async fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    at_us: i64,
    after: Option<After>,
    limit: u32,
) -> Result<Vec<Overlap>, Error> {
    let (below, below_id) = after.unwrap_or((i64::MAX, Uuid::max()));
    let rows: Vec<OverlapRow> = tx
        .all(
            &sql::LIST_OVERLAPS,
            args![
                &filter.area,
                at_us,
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
                Day::of_us(at_us)
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

/// Brings the present pairs of a project to what a screening found: what is gone ends, what is
/// new or changed begins.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    found: &[Finding],
    flags: &[FlagRow],
) -> Result<(), Error> {
    let present = present(tx, &mine.desa_id, mine.project_id).await?;
    let mut wanted: BTreeMap<(&str, Uuid), (&Finding, &str, Option<Uuid>)> = BTreeMap::new();
    for finding in found {
        let (state, flag) = standing(finding, flags);
        let key = (finding.other_desa.as_str(), finding.other_project.uuid());
        wanted.insert(key, (finding, state, flag));
    }
    for (key, row) in &present {
        let same = wanted.get(&(key.0.as_str(), key.1)).is_some_and(|(finding, state, flag)| {
            row.state == *state
                && row.verdict == finding.verdict.code()
                && row.flag_id == *flag
                && row.rule_rev == rule_rev
                && row.geometry_rev == mine.geometry_rev
                && row.other_geometry_rev == finding.other_geometry_rev
                && row.distance_mm == finding.distance_mm
                && row.overlap_mm == finding.overlap_mm
        });
        if same {
            wanted.remove(&(key.0.as_str(), key.1));
        } else {
            end(tx, &[&mine.desa_id, &key.0], row.overlap_id).await?;
        }
    }
    for (finding, state, flag) in wanted.into_values() {
        put(tx, mine, rule_rev, finding, state, flag).await?;
    }
    Ok(())
}

/// The newest word on a pair: the state of its flag on these facts, else that it is told.
fn standing<'f>(finding: &Finding, flags: &'f [FlagRow]) -> (&'f str, Option<Uuid>) {
    let of_pair = |flag: &&FlagRow| {
        flag.other_desa_id == finding.other_desa.as_str()
            && flag.other_project_id == finding.other_project.uuid()
    };
    let newest =
        flags.iter().filter(of_pair).max_by_key(|flag| (flag.state_since_us, flag.flag_id));
    match newest {
        Some(flag) if finding.verdict == Verdict::Block => (&flag.state, Some(flag.flag_id)),
        _ => (WARNED, None),
    }
}

/// Ends every present pair of a project that leaves the register.
pub(crate) async fn forget(tx: &mut Tx<'_>, (desa, project): &ProjectKey) -> Result<(), Error> {
    for (key, row) in present(tx, desa.as_str(), project.uuid()).await? {
        end(tx, &[desa.as_str(), &key.0], row.overlap_id).await?;
    }
    Ok(())
}

/// A flag went to another state: its pair goes with it.
pub(crate) async fn restate(
    tx: &mut Tx<'_>,
    flag: &FlagRow,
    state: FlagState,
) -> Result<(), Error> {
    let own = args![&flag.desa_id, flag.flag_id, flag.project_id];
    let Some((old,)): Option<(Uuid,)> = tx.maybe(&sql::READ_OF_FLAG, own).await? else {
        return Ok(());
    };
    let desas = BTreeSet::from([flag.desa_id.as_str(), flag.other_desa_id.as_str()]);
    let (new, now_us) = (tx.new_id(), tx.now_us());
    for desa in desas {
        tx.exec(&sql::END_OVERLAP, args![desa, old, now_us]).await?;
        tx.exec(&sql::RESTATE_OVERLAP, args![desa, old, new, state.code(), now_us]).await?;
    }
    Ok(())
}

async fn present(
    tx: &mut Tx<'_>,
    desa: &str,
    project: Uuid,
) -> Result<BTreeMap<(String, Uuid), PresentRow>, Error> {
    let rows: Vec<PresentRow> = tx.all(&sql::READ_PRESENT, args![desa, project]).await?;
    let key = |row: &PresentRow| (row.other_desa_id.clone(), row.other_project_id);
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}

async fn end(tx: &mut Tx<'_>, desas: &[&str], id: Uuid) -> Result<(), Error> {
    let now_us = tx.now_us();
    for desa in desas.iter().copied().collect::<BTreeSet<&str>>() {
        tx.exec(&sql::END_OVERLAP, args![desa, id, now_us]).await?;
    }
    Ok(())
}

async fn side(tx: &mut Tx<'_>, desa: &str, project: Uuid) -> Result<Option<SideRow>, Error> {
    tx.maybe(&sql::READ_SIDE, args![desa, project]).await
}

/// What is lost if both are paid and are one: the smaller amount, or the only one that is known.
/// Another owner need not tell what its work costs; its amount is 0 then.
fn at_stake_sen(own: i64, other: i64) -> i64 {
    if own == 0 || other == 0 { own.max(other) } else { own.min(other) }
}

async fn put(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    finding: &Finding,
    state: &str,
    flag: Option<Uuid>,
) -> Result<(), Error> {
    let (other_desa, other_project) = (finding.other_desa.as_str(), finding.other_project.uuid());
    let own = side(tx, &mine.desa_id, mine.project_id).await?;
    // A plan that this very screening carried out is gone.
    let Some((own, other)) = own.zip(side(tx, other_desa, other_project).await?) else {
        return Ok(());
    };
    let (id, now_us) = (tx.new_id(), tx.now_us());
    let evidence = serde_json::to_string(&finding.evidence)
        .map_err(|error| Error::fault(format!("evidence: {error}")))?;
    let levels = finding.evidence.iter().fold(";".to_owned(), |list, e| list + &e.level + ";");
    let at_stake = at_stake_sen(own.amount_sen, other.amount_sen);
    let first = (mine.desa_id.as_str(), mine.project_id, mine.geometry_rev);
    let second = (other_desa, other_project, finding.other_geometry_rev);
    let sides = [(1_i64, &own, first, &other, second), (2, &other, second, &own, first)];
    for (number, here, (desa, project, rev), there, (their_desa, their_project, their_rev)) in sides
    {
        tx.exec(
            &sql::PUT_OVERLAP,
            args![
                desa,
                id,
                number,
                project,
                their_desa,
                their_project,
                finding.verdict.code(),
                state,
                flag,
                rule_rev,
                rev,
                their_rev,
                finding.distance_mm,
                finding.overlap_mm,
                &evidence,
                &levels,
                at_stake,
                &here.kind,
                &there.kind,
                &here.class,
                &there.class,
                &here.owner,
                &there.owner,
                &here.funds,
                &there.funds,
                here.tahun,
                there.tahun,
                &here.name,
                &there.name,
                &here.desa_name,
                &there.desa_name,
                now_us
            ],
        )
        .await?;
    }
    Ok(())
}
