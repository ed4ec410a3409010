//! Whether money may move for a project.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Refusal, ids::ProjectId};
use futures_util::future::BoxFuture;
use serde::Serialize;
use store::{Tx, args};

use crate::{
    refusal::{CLEARANCE_MISSING, CLEARANCE_STALE, FLAG_OPEN},
    register, rules, screen,
    sql::{self, ProjectRow},
    sql_flag::{self, FlagRow},
    stop,
};

/// At which step of a payment request the gate is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Submission: what it answers is only told. Reads.
    Submission,
    /// Somebody only wants to know what verification and payment would answer. Reads.
    Preview,
    /// Verification: what it answers refuses. Locks the project and renews its clearance.
    Verification,
    /// Payment: the same once more, in the paying transaction.
    Payment,
}

impl Moment {
    /// Whether the question may write: a clearance that moved on is renewed in passing.
    const fn renews(self) -> bool {
        matches!(self, Self::Verification | Self::Payment)
    }
}

/// Every reason why money may not move for a project; none means that it may.
///
/// A clearance that is void because the rules or the register moved on, or because a decision
/// ran out, is no reason by itself: the project is screened by the rules of now, and cleared
/// anew when nothing blocks. Nobody need act for that, also after new rules voided every one.
///
/// # Errors
/// A fault, or contention.
pub fn unmet<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: ProjectId,
    moment: Moment,
) -> BoxFuture<'a, Result<Vec<Refusal>, Error>> {
    Box::pin(async move {
        let read = if moment.renews() { &sql::LOCK_PROJECT } else { &sql::READ_PROJECT };
        let row: Option<ProjectRow> = tx.maybe(read, args![desa, project.uuid()]).await?;
        let subject = format!("{}/projects/{project}", desa.name());
        let Some(row) = row.filter(|row| row.state == "active") else {
            return Ok(vec![CLEARANCE_MISSING.refuse().about(subject)]);
        };
        let flags: Vec<FlagRow> =
            tx.all(&sql_flag::READ_FLAGS_OF_PROJECT, args![desa, project.uuid()]).await?;
        let mut reasons: Vec<Refusal> = open_flag(&row, &flags).into_iter().collect();
        let stops = stop::in_force(tx, desa, project).await?;
        reasons.extend(stops.iter().map(|stop| stop.refusal(desa, project)));
        if reasons.is_empty() {
            reasons.extend(afresh(tx, &row, moment, &subject).await?);
        }
        Ok(reasons)
    })
}

/// Whether a clearance, by the geometry revision and the rule set that were cleared, is of the
/// present geometry under the rules in force. Its numbers stay where it is void.
///
/// # Errors
/// A fault of the store.
pub async fn holds(
    tx: &mut Tx<'_>,
    geometry_rev: i64,
    (cleared_rev, cleared_rules): (Option<i64>, Option<i64>),
) -> Result<bool, Error> {
    Ok(cleared_rev == Some(geometry_rev)
        && cleared_rules.is_some()
        && cleared_rules == rules::active_rev(tx).await?)
}

/// The clearance that a step of a payment request rests on; the step's event keeps it, so that a
/// later renewal leaves both positions told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clearance {
    /// Resource name of the project.
    pub project: String,
    /// The revision of its geometry that was cleared.
    pub geometry_rev: i64,
    /// The rule set that cleared it.
    pub rule_rev: i64,
    /// Position of the register over its cells, as it was cleared.
    pub position: i64,
}

/// What the clearances of some projects of a village are now, in the order of their ids; one that
/// has none is left out.
///
/// # Errors
/// A fault of the store.
pub fn of<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    projects: &'a BTreeSet<ProjectId>,
) -> BoxFuture<'a, Result<Vec<Clearance>, Error>> {
    Box::pin(async move {
        let mut clearances = Vec::new();
        for project in projects {
            let row: Option<ProjectRow> =
                tx.maybe(&sql::READ_PROJECT, args![desa, project.uuid()]).await?;
            clearances.extend(row.and_then(|row| {
                Some(Clearance {
                    project: format!("{}/projects/{project}", desa.name()),
                    geometry_rev: row.clearance_geometry_rev?,
                    rule_rev: row.clearance_rule_rev?,
                    position: row.clearance_seq?,
                })
            }));
        }
        Ok(clearances)
    })
}

/// Screens a project on which nothing is open: the register may have moved since.
///
/// A pair found here that has no flag is one that newer rules see, or one that a decision
/// covered until yesterday; either way money waits until somebody has it screened and decided.
async fn afresh(
    tx: &mut Tx<'_>,
    row: &ProjectRow,
    moment: Moment,
    subject: &str,
) -> Result<Option<Refusal>, Error> {
    let cleared = (row.clearance_geometry_rev, row.clearance_rule_rev);
    let current = holds(tx, row.geometry_rev, cleared).await?;
    if moment == Moment::Submission && current {
        return Ok(None);
    }
    let version = rules::in_force(tx).await?;
    if let Some(refusal) = version.outdated() {
        // Told like any other reason: a submission is not kept back by it, a payment is.
        return Ok(Some(refusal.about(subject)));
    }
    let rules = version.rules;
    let (grown, blocks) = register::unexcused(tx, &rules, row).await?;
    if let Some(block) = blocks.first() {
        let why = format!("{} di Desa {} belum diputus", block.other_name, block.other_desa_name);
        return Ok(Some(CLEARANCE_STALE.refuse().fact("why", why).about(subject)));
    }
    if moment.renews() {
        let key = (DesaId::parse(&row.desa_id)?, ProjectId::new(row.project_id));
        let seq = screen::position(tx, &grown).await?;
        if row.frozen {
            stop::settle(tx, &key).await?;
        }
        if !current || row.clearance_seq != Some(seq) {
            register::clear(tx, &key, row.geometry_rev, rules.rule_rev, seq).await?;
        }
    }
    Ok(None)
}

/// One reason for all open flags, naming the nearest.
fn open_flag(row: &ProjectRow, flags: &[FlagRow]) -> Option<Refusal> {
    let mut open: Vec<&FlagRow> = flags.iter().filter(|f| f.state == "open").collect();
    open.sort_by_key(|flag| flag.distance_mm);
    let nearest = open.first();
    let count = row.open_flags.max(i64::try_from(open.len()).unwrap_or(i64::MAX));
    if count == 0 {
        return None;
    }
    let ids: Vec<String> = open.iter().map(|f| f.flag_id.to_string()).collect();
    let name = nearest.map(|f| format!("flags/{}", f.flag_id)).unwrap_or_default();
    let distance_mm = nearest.map_or(0, |f| f.distance_mm);
    let tenths = distance_mm.saturating_add(50) / 100;
    let shown = format!("{},{}", tenths / 10, tenths % 10);
    Some(
        FLAG_OPEN
            .refuse()
            .fact("count", count)
            .fact("flag", &name)
            .fact("flags", ids.join(" "))
            .fact("other_desa", nearest.map_or("", |f| f.other_desa_name.as_str()))
            .fact("other_desa_id", nearest.map_or("", |f| f.other_desa_id.as_str()))
            .fact("other_project", nearest.map_or("", |f| f.other_project_name.as_str()))
            .shown("distance_m", distance_mm.saturating_add(500) / 1_000, shown)
            .fact("distance_mm", distance_mm)
            .about(name),
    )
}
