//! Flags: pairs that may be one work, from raised to decided.
//!
//! Who may decide is the oversight room's to know; here a decision is carried
//! out: counted down on both sides, the named project frozen, clearances renewed.

use std::collections::BTreeSet;

use domain::{
    Day, DesaId, Error, Place,
    geo::Shape,
    ids::{FlagId, ProjectId},
};
use serde::{Deserialize, Serialize};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    refusal::{FLAG_CHANGED, FLAG_DECIDED, FLAG_STOPS_NEITHER},
    register::{self, grown_of, lock_projects},
    rules,
    screen::{Locked, ProjectKey},
    sql::{self, ClaimRow, FlagRow, ProjectRow},
    work::{ClaimKind, Evidence, Finding, resource},
};

/// Where a flag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagState {
    /// Undecided; no money moves on either side.
    Open,
    /// Decided: two works.
    Dismissed,
    /// Decided: one work; the named project stops.
    Stands,
    /// It stood, and two officials let it be paid all the same.
    Overridden,
    /// A site moved or a project was cancelled.
    Withdrawn,
}

impl FlagState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Open, Self::Dismissed, Self::Stands, Self::Overridden, Self::Withdrawn];

    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Stands => "stands",
            Self::Overridden => "overridden",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on screens.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Open => "belum diputus",
            Self::Dismissed => "bukan tumpang tindih",
            Self::Stands => "tumpang tindih",
            Self::Overridden => "dikecualikan",
            Self::Withdrawn => "gugur",
        }
    }

    /// The state of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One side of a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The village.
    pub desa: DesaId,
    /// Its name.
    pub desa_name: String,
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Its weight: a registered project, or a claim of another owner.
    pub kind: ClaimKind,
    /// Geometry revision that was compared.
    pub geometry_rev: i64,
}

impl Side {
    /// Resource name of the project or claim.
    pub fn resource(&self) -> String {
        resource(self.kind, &self.desa, self.project)
    }
}

/// A flag with both sides; the first raised it by being registered later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Its id.
    pub id: FlagId,
    /// Where it stands.
    pub state: FlagState,
    /// The later project.
    pub first: Side,
    /// The one that was there.
    pub second: Side,
    /// Rule set by which it was raised.
    pub rule_rev: i64,
    /// Distance of the sites, millimetres.
    pub distance_mm: i64,
    /// Shared length of line, millimetres.
    pub overlap_mm: Option<i64>,
    /// Every piece of evidence.
    pub evidence: Vec<Evidence>,
    /// When it was raised, microseconds since 1970.
    pub opened_us: i64,
    /// Since when it is in its state.
    pub state_since_us: i64,
    /// The decision, once there is one.
    pub decision: Option<Uuid>,
    /// Last day of a dismissal.
    pub valid_until: Option<Day>,
    /// The project that must stop.
    pub stopped: Option<ProjectId>,
}

impl Flag {
    /// Resource name.
    pub fn name(&self) -> String {
        format!("flags/{}", self.id)
    }

    /// The least place above both villages: their kecamatan, kabupaten, or wider.
    pub fn place(&self) -> Place {
        let place = common(&self.first.desa.place(), &self.second.desa.place());
        // No camat stands above what lies in no known desa.
        if self.first.desa.is_whole() { place.ancestor(KABUPATEN_LEVEL) } else { place }
    }
}

/// Level of a kecamatan's code; nobody below it decides.
const KECAMATAN_LEVEL: usize = 3;
/// Level of a kabupaten's code.
const KABUPATEN_LEVEL: usize = 2;

/// The least place above the villages that holds two: a kecamatan, a kabupaten, or wider.
pub fn common(a: &Place, b: &Place) -> Place {
    (0..=KECAMATAN_LEVEL)
        .rev()
        .map(|level| a.ancestor(level))
        .find(|place| place.covers(b))
        .unwrap_or_else(Place::platform)
}

/// How a pair is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Two works.
    Dismissed,
    /// One work; this project stops.
    Stands(ProjectId),
}

/// A decision of two officials, ready to be carried out.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its id.
    pub id: Uuid,
    /// The flag.
    pub flag: FlagId,
    /// What was decided.
    pub outcome: Outcome,
    /// Geometry revisions of the first and second side that the officials saw.
    pub seen_revs: (i64, i64),
    /// Last day of a dismissal; open when absent.
    pub valid_until: Option<Day>,
}

/// One flag.
///
/// # Errors
/// NOT_FOUND.
pub async fn read(tx: &mut Tx<'_>, id: FlagId) -> Result<Flag, Error> {
    flag(&sides(tx, id).await?)
}

/// Flags that touch an area, newest first. `after` is where the last page ended: instant and id.
pub async fn list(
    tx: &mut Tx<'_>,
    area: &Place,
    state: Option<FlagState>,
    after: Option<(i64, Uuid)>,
    limit: u32,
) -> Result<Vec<Flag>, Error> {
    let (before_us, before_id) = after.unwrap_or((0, Uuid::nil()));
    let state = state.map_or("", FlagState::code);
    let rows: Vec<FlagRow> =
        tx.all(&sql::LIST_FLAGS, args![area, state, before_us, before_id, limit]).await?;
    let mut flags = Vec::with_capacity(rows.len());
    for row in rows {
        flags.push(read(tx, FlagId::new(row.flag_id)).await?);
    }
    Ok(flags)
}

/// The public footprints of one geometry revision of a project.
pub async fn footprints(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    project: ProjectId,
    geometry_rev: i64,
) -> Result<Vec<(Shape, Option<i64>)>, Error> {
    let rows: Vec<ClaimRow> =
        tx.all(&sql::READ_CLAIMS_OF_REV, args![desa, project.uuid(), geometry_rev]).await?;
    rows.into_iter().map(|row| Ok((Shape::decode(&row.shape)?, row.accuracy_mm))).collect()
}

/// Refuses a decision that does not fit the flag as it is now.
///
/// # Errors
/// FLAG_DECIDED, FLAG_CHANGED, FLAG_STOPS_NEITHER.
pub fn check(flag: &Flag, outcome: Outcome, seen_revs: (i64, i64)) -> Result<(), Error> {
    if flag.state != FlagState::Open {
        let refusal = FLAG_DECIDED.refuse().fact("state", flag.state.title()).about(flag.name());
        return Err(refusal.into());
    }
    if seen_revs != (flag.first.geometry_rev, flag.second.geometry_rev) {
        return Err(FLAG_CHANGED.refuse().about(flag.name()).into());
    }
    if let Outcome::Stands(stopped) = outcome
        && stopped != flag.first.project
        && stopped != flag.second.project
    {
        return Err(FLAG_STOPS_NEITHER.refuse().at("stopped_project").into());
    }
    Ok(())
}

/// Carries a decision out: one transaction moves both sides, freezes the named project and
/// renews the clearance of a project on which nothing is open any more.
///
/// # Errors
/// As [`check`], or contention.
pub async fn decide(tx: &mut Tx<'_>, decision: &Decision) -> Result<Flag, Error> {
    let rules = rules::active(tx).await?;
    let seen = read(tx, decision.flag).await?;
    let keys: BTreeSet<ProjectKey> =
        [&seen.first, &seen.second].map(|side| (side.desa.clone(), side.project)).into();
    let mut cells = BTreeSet::new();
    for key in &keys {
        cells.extend(grown_of(tx, &rules, key).await?);
    }
    let locked = Locked::take(tx, &cells, &BTreeSet::new()).await?;
    lock_projects(tx, &keys).await?;
    let rows = sides(tx, decision.flag).await?;
    let now = flag(&rows)?;
    check(&now, decision.outcome, decision.seen_revs)?;
    for side in [&now.first, &now.second] {
        let row: ProjectRow =
            tx.one(&sql::READ_PROJECT, args![&side.desa, side.project.uuid()]).await?;
        if row.geometry_rev != side.geometry_rev {
            return Err(FLAG_CHANGED.refuse().about(now.name()).into());
        }
    }
    let (state, stopped) = match decision.outcome {
        Outcome::Dismissed => (FlagState::Dismissed, None),
        Outcome::Stands(project) => (FlagState::Stands, Some(project)),
    };
    let first = rows.first().ok_or_else(Error::absent)?;
    let end =
        End { state, decision: Some(decision.id), valid_until: decision.valid_until, stopped };
    close(tx, first, &end).await?;
    for key in &keys {
        if stopped == Some(key.1) {
            tx.exec(&sql::FREEZE_PROJECT, args![&key.0, key.1.uuid(), true]).await?;
        }
    }
    for key in &keys {
        register::renew(tx, &rules, &locked, key).await?;
    }
    read(tx, decision.flag).await
}

/// How a flag leaves a state.
pub(crate) struct End {
    pub state: FlagState,
    pub decision: Option<Uuid>,
    pub valid_until: Option<Day>,
    pub stopped: Option<ProjectId>,
}

impl End {
    /// A site moved away or a project was cancelled.
    pub const WITHDRAWN: Self =
        Self { state: FlagState::Withdrawn, decision: None, valid_until: None, stopped: None };
}

/// Moves both sides of a flag to another state; an open one is counted down on both.
pub(crate) async fn close(tx: &mut Tx<'_>, flag: &FlagRow, end: &End) -> Result<(), Error> {
    let now_us = tx.now_us();
    let sides = [
        (flag.desa_id.as_str(), flag.project_id),
        (flag.other_desa_id.as_str(), flag.other_project_id),
    ];
    for (desa, project) in sides {
        let moved = tx
            .exec(
                &sql::MOVE_FLAG,
                args![
                    desa,
                    flag.flag_id,
                    project,
                    &flag.state,
                    end.state.code(),
                    now_us,
                    end.decision,
                    end.valid_until,
                    end.stopped.map(ProjectId::uuid)
                ],
            )
            .await?;
        if moved != 1 {
            return Err(Error::fault(format!("flag {} has lost a side", flag.flag_id)));
        }
        if flag.state == FlagState::Open.code() {
            tx.exec(&sql::COUNT_FLAGS, args![desa, project, -1_i64]).await?;
        }
    }
    Ok(())
}

/// Raises a flag on a pair: a row and a count on each side.
pub(crate) async fn raise(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    rule_rev: i64,
    finding: &Finding,
) -> Result<FlagId, Error> {
    let id = tx.new_id();
    let evidence = serde_json::to_string(&finding.evidence)
        .map_err(|error| Error::fault(format!("evidence: {error}")))?;
    let (other_desa, other_project) = (finding.other_desa.as_str(), finding.other_project.uuid());
    let (rev, other_rev) = (mine.geometry_rev, finding.other_geometry_rev);
    for side in [1_i64, 2] {
        let turned = side == 2;
        let turn = |a: &str, b: &str| (if turned { b } else { a }).to_owned();
        let (own_id, their_id) = (mine.project_id, other_project);
        tx.exec(
            &sql::PUT_FLAG,
            args![
                turn(&mine.desa_id, other_desa),
                id,
                if turned { their_id } else { own_id },
                side,
                turn(other_desa, &mine.desa_id),
                if turned { own_id } else { their_id },
                rule_rev,
                if turned { other_rev } else { rev },
                if turned { rev } else { other_rev },
                finding.distance_mm,
                finding.overlap_mm,
                &evidence,
                turn(&mine.name, &finding.other_name),
                turn(&mine.desa_name, &finding.other_desa_name),
                turn(&finding.other_name, &mine.name),
                turn(&finding.other_desa_name, &mine.desa_name),
                tx.now_us(),
                turn(&mine.kind, finding.other_kind.code()),
                turn(finding.other_kind.code(), &mine.kind)
            ],
        )
        .await?;
    }
    tx.exec(&sql::COUNT_FLAGS, args![&mine.desa_id, mine.project_id, 1_i64]).await?;
    tx.exec(&sql::COUNT_FLAGS, args![other_desa, other_project, 1_i64]).await?;
    Ok(FlagId::new(id))
}

async fn sides(tx: &mut Tx<'_>, id: FlagId) -> Result<Vec<FlagRow>, Error> {
    tx.all(&sql::READ_FLAG, args![id.uuid()]).await
}

fn kind(stored: &str) -> Result<ClaimKind, Error> {
    ClaimKind::from_code(stored).ok_or_else(|| Error::fault("stored flag has an unreadable kind"))
}

fn flag(rows: &[FlagRow]) -> Result<Flag, Error> {
    let row = rows.first().ok_or_else(Error::absent)?;
    let evidence = serde_json::from_str(&row.evidence)
        .map_err(|error| Error::fault(format!("stored evidence: {error}")))?;
    let state = FlagState::from_code(&row.state)
        .ok_or_else(|| Error::fault("stored flag has an unreadable state"))?;
    Ok(Flag {
        id: FlagId::new(row.flag_id),
        state,
        first: Side {
            desa: DesaId::parse(&row.desa_id)?,
            desa_name: row.desa_name.clone(),
            project: ProjectId::new(row.project_id),
            name: row.project_name.clone(),
            kind: kind(&row.kind)?,
            geometry_rev: row.geometry_rev,
        },
        second: Side {
            desa: DesaId::parse(&row.other_desa_id)?,
            desa_name: row.other_desa_name.clone(),
            project: ProjectId::new(row.other_project_id),
            name: row.other_project_name.clone(),
            kind: kind(&row.other_kind)?,
            geometry_rev: row.other_geometry_rev,
        },
        rule_rev: row.rule_rev,
        distance_mm: row.distance_mm,
        overlap_mm: row.overlap_mm,
        evidence,
        opened_us: row.opened_us,
        state_since_us: row.state_since_us,
        decision: row.decision_id,
        valid_until: row
            .valid_until
            .and_then(|number| Day::from_number(i32::try_from(number).ok()?)),
        stopped: row.stopped_project_id.map(ProjectId::new),
    })
}
