//! Flags: pairs that may be one work, from raised to decided.
//!
//! Who may decide is the oversight room's to know; how a decision is carried out stands in
//! [`crate::decide`].

use domain::{
    Day, DesaId, Error, Place,
    geo::Shape,
    ids::{FlagId, ProjectId},
};
use serde::{Deserialize, Serialize};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    sql::{self, ClaimRow},
    sql_flag::{self, FlagRow},
    work::{ClaimKind, Evidence, resource},
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
    /// Last day of a dismissal or an override.
    pub valid_until: Option<Day>,
    /// The project that must stop.
    pub stopped: Option<ProjectId>,
    /// Class of the work when the pair was flagged.
    pub class: String,
    /// Since when the pair waits for a decision, also over flags that followed one another.
    pub waits_since_us: i64,
    /// Whether people alone close it: a decision on it was opened again, or one of its works was
    /// amended so that the rules see nothing in the pair any more.
    pub reopened: bool,
    /// The first day on which an override lets money move: the inspectorate may veto before.
    pub effective_day: Option<Day>,
}

impl Flag {
    /// Resource name.
    pub fn name(&self) -> String {
        format!("flags/{}", self.id)
    }

    /// Where it stands on a day: an override that is over stands again, without anybody's act.
    pub fn state_on(&self, day: Day) -> FlagState {
        match self.state {
            FlagState::Overridden if self.valid_until.is_some_and(|last| last < day) => {
                FlagState::Stands
            }
            state => state,
        }
    }

    /// Whether a day lies before the first on which its override lets money move.
    pub fn in_veto_window(&self, day: Day) -> bool {
        self.state == FlagState::Overridden && self.effective_day.is_some_and(|from| day < from)
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

/// One flag.
///
/// # Errors
/// NOT_FOUND.
pub async fn read(tx: &mut Tx<'_>, id: FlagId) -> Result<Flag, Error> {
    flag(&sides(tx, id).await?)
}

/// Which flags of an area are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Those in this state today.
    pub state: Option<FlagState>,
    /// Open ones that wait since before this instant, microseconds since 1970.
    pub waiting_before_us: Option<i64>,
    /// Where the last page ended: instant and id.
    pub after: Option<(i64, Uuid)>,
    /// The most that are answered.
    pub limit: u32,
}

/// Flags that touch an area, newest first.
///
/// # Errors
/// A fault of the store.
pub async fn list(tx: &mut Tx<'_>, area: &Place, asked: &Asked) -> Result<Vec<Flag>, Error> {
    let (before_us, before_id) = asked.after.unwrap_or((0, Uuid::nil()));
    let state = asked.state.map_or("", FlagState::code);
    let waiting_us = asked.waiting_before_us.unwrap_or_default();
    let values = args![area, state, before_us, before_id, asked.limit, waiting_us, tx.today()];
    let rows: Vec<FlagRow> = tx.all(&sql_flag::LIST_FLAGS, values).await?;
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

pub(crate) async fn sides(tx: &mut Tx<'_>, id: FlagId) -> Result<Vec<FlagRow>, Error> {
    tx.all(&sql_flag::READ_FLAG, args![id.uuid()]).await
}

fn kind(stored: &str) -> Result<ClaimKind, Error> {
    ClaimKind::from_code(stored).ok_or_else(|| Error::fault("stored flag has an unreadable kind"))
}

pub(crate) fn flag(rows: &[FlagRow]) -> Result<Flag, Error> {
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
        valid_until: day(row.valid_until),
        stopped: row.stopped_project_id.map(ProjectId::new),
        class: row.class.clone(),
        waits_since_us: row.waits_since_us,
        reopened: row.reopened,
        effective_day: day(row.effective_day),
    })
}

/// The day of a stored number.
pub(crate) fn day(number: Option<i64>) -> Option<Day> {
    number.and_then(|number| Day::from_number(i32::try_from(number).ok()?))
}
