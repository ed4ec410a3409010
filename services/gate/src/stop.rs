//! What stops a project: a decision, an override that does not hold yet or any more, a freeze.
//!
//! What holds depends on the day, so it is asked, not kept: an override takes effect and ends
//! without anybody's act. The column `frozen` of a project is only what its last change knew;
//! a project that is stopped by the day is never paid, and one that is stopped no more is thawed
//! by whoever asks next under its lock.

use domain::{Day, DesaId, Error, Refusal, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    flag::day,
    refusal::{OVERRIDE_OVER, OVERRIDE_WAITS, PROJECT_FROZEN, PROJECT_HELD},
    screen::ProjectKey,
    sql::{self, ProjectRow},
    sql_flag::{self, StopRow},
};

/// What kind of thing stops a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopKind {
    /// A flag was decided as standing against it.
    Decision,
    /// An override that the inspectorate may still veto.
    OverrideWaits,
    /// An override whose last day is over.
    OverrideOver,
    /// The inspectorate holds it.
    Freeze,
}

impl StopKind {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "decision" => Self::Decision,
            "override_waits" => Self::OverrideWaits,
            "override_over" => Self::OverrideOver,
            "freeze" => Self::Freeze,
            _ => return None,
        })
    }
}

/// Something that stops a project today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its kind.
    pub kind: StopKind,
    /// The flag, or the freeze.
    pub act: Uuid,
    /// Since when, microseconds since 1970.
    pub since_us: i64,
    /// From which day, where a day began it.
    pub from: Option<Day>,
    /// To which day, where a day ends it.
    pub to: Option<Day>,
    /// The office that holds it, as a role's code; empty for decisions.
    pub office: String,
    /// Who holds it.
    pub person: Option<Uuid>,
    /// Why, in the words of who holds it.
    pub note: String,
    /// Name of the project as the flag tells it; empty where it is held.
    pub project: String,
    /// Name of the flag's other work; empty where it is held.
    pub other_project: String,
    /// Name of that work's village; empty where it is held.
    pub other_desa: String,
}

impl Stop {
    /// Resource name of the flag or the freeze.
    pub fn name(&self, desa: &DesaId, project: ProjectId) -> String {
        match self.kind {
            StopKind::Freeze => format!("{}/projects/{project}/freezes/{}", desa.name(), self.act),
            _ => format!("flags/{}", self.act),
        }
    }

    /// The refusal of a project that it stops.
    pub fn refusal(&self, desa: &DesaId, project: ProjectId) -> Refusal {
        let name = self.name(desa, project);
        let shown = |day: Option<Day>| day.map(|day| (day.iso(), day.long())).unwrap_or_default();
        let refusal = match self.kind {
            StopKind::Decision => PROJECT_FROZEN
                .refuse()
                .fact("flag", name)
                .fact("project", &self.project)
                .fact("other_project", &self.other_project)
                .fact("other_desa", &self.other_desa),
            StopKind::OverrideWaits => {
                let (iso, long) = shown(self.to.map(|day| day.plus(1)));
                OVERRIDE_WAITS.refuse().fact("flag", name).shown("from", iso, long)
            }
            StopKind::OverrideOver => {
                let (iso, long) = shown(self.from.map(|day| day.plus(-1)));
                OVERRIDE_OVER.refuse().fact("flag", name).shown("until", iso, long)
            }
            StopKind::Freeze => {
                let since = Day::of_us(self.since_us);
                let title = domain::Role::from_code(&self.office).map_or("", domain::Role::title);
                PROJECT_HELD
                    .refuse()
                    .fact("freeze", name)
                    .shown("office", &self.office, title)
                    .shown("since", since.iso(), since.long())
                    .fact("why", &self.note)
            }
        };
        refusal.about(format!("{}/projects/{project}", desa.name()))
    }
}

/// Whether a reason says that a project is stopped, however.
pub fn is_stop(refusal: &Refusal) -> bool {
    [PROJECT_FROZEN, OVERRIDE_WAITS, OVERRIDE_OVER, PROJECT_HELD]
        .iter()
        .any(|reason| reason.code == refusal.code)
}

/// What stops a project today, the longest first.
///
/// # Errors
/// A fault of the store.
pub async fn in_force(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    project: ProjectId,
) -> Result<Vec<Stop>, Error> {
    let values = args![desa, project.uuid(), tx.today()];
    let rows: Vec<StopRow> = tx.all(&sql_flag::READ_STOPS, values).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stop {
                kind: StopKind::from_code(&row.kind)
                    .ok_or_else(|| Error::fault("a stop of an unknown kind"))?,
                act: row.act_id,
                since_us: row.since_us,
                from: day(row.from_day),
                to: day(row.to_day),
                office: row.office,
                person: row.person_id,
                note: row.note,
                project: row.project_name.unwrap_or_default(),
                other_project: row.other_project_name.unwrap_or_default(),
                other_desa: row.other_desa_name.unwrap_or_default(),
            })
        })
        .collect()
}

/// Brings the row of a locked project to what stops it today; answers whether anything does.
pub(crate) async fn settle(tx: &mut Tx<'_>, key: &ProjectKey) -> Result<bool, Error> {
    let stopped = !in_force(tx, &key.0, key.1).await?.is_empty();
    let row: Option<ProjectRow> = tx.maybe(&sql::READ_PROJECT, args![&key.0, key.1.uuid()]).await?;
    if row.is_some_and(|row| row.frozen != stopped) {
        tx.exec(&sql::FREEZE_PROJECT, args![&key.0, key.1.uuid(), stopped]).await?;
    }
    Ok(stopped)
}
