//! Whether money may move for a project.

use domain::{DesaId, Error, Refusal, ids::ProjectId};
use store::{Tx, args};

use crate::{
    refusal::{CLEARANCE_MISSING, CLEARANCE_STALE, FLAG_OPEN, PROJECT_FROZEN},
    register, rules, screen,
    sql::{self, FlagRow, ProjectRow},
};

/// At which step of a payment request the gate is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Submission: what it answers is only told. Reads, so it serves previews too.
    Submission,
    /// Verification: what it answers refuses. Reads, so it serves previews too.
    Verification,
    /// Payment: locks the project, screens afresh in this transaction, keeps the new position.
    Payment,
}

/// Every reason why money may not move for a project; none means that it may.
///
/// # Errors
/// A fault, or contention.
pub async fn unmet(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    project: ProjectId,
    moment: Moment,
) -> Result<Vec<Refusal>, Error> {
    let read = if moment == Moment::Payment { &sql::LOCK_PROJECT } else { &sql::READ_PROJECT };
    let row: Option<ProjectRow> = tx.maybe(read, args![desa, project.uuid()]).await?;
    let subject = format!("{}/projects/{project}", desa.name());
    let Some(row) = row.filter(|row| row.state == "active") else {
        return Ok(vec![CLEARANCE_MISSING.refuse().about(subject)]);
    };
    let flags: Vec<FlagRow> =
        tx.all(&sql::READ_FLAGS_OF_PROJECT, args![desa, project.uuid()]).await?;
    let rule_rev = rules::active_rev(tx).await?;
    let mut reasons = reasons(&row, &flags, rule_rev, &subject);
    if reasons.is_empty() && moment != Moment::Submission {
        reasons.extend(afresh(tx, &row, moment, &subject).await?);
    }
    Ok(reasons)
}

/// Screens a cleared project again: the register may have moved since.
///
/// A pair found here that has no flag is one that the register should have flagged, or one
/// that a decision covered until yesterday; either way money waits until it is screened.
async fn afresh(
    tx: &mut Tx<'_>,
    row: &ProjectRow,
    moment: Moment,
    subject: &str,
) -> Result<Option<Refusal>, Error> {
    let rules = rules::active(tx).await?;
    let (grown, blocks) = register::unexcused(tx, &rules, row).await?;
    if let Some(block) = blocks.first() {
        let why = format!("{} di Desa {} belum diputus", block.other_name, block.other_desa_name);
        return Ok(Some(stale(&why, subject)));
    }
    if moment == Moment::Payment {
        let seq = screen::position(tx, &grown).await?;
        if row.clearance_seq != Some(seq) {
            let key = (DesaId::parse(&row.desa_id)?, ProjectId::new(row.project_id));
            register::clear(tx, &key, row.geometry_rev, rules.rule_rev, seq).await?;
        }
    }
    Ok(None)
}

/// The reasons that the stored facts alone give.
fn reasons(
    row: &ProjectRow,
    flags: &[FlagRow],
    rule_rev: Option<i64>,
    subject: &str,
) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    if let Some(refusal) = open_flag(row, flags) {
        reasons.push(refusal);
    }
    if row.frozen {
        let stands = flags.iter().find(|f| f.state == "stands");
        let flag = stands.map(|f| format!("flags/{}", f.flag_id)).unwrap_or_default();
        reasons.push(PROJECT_FROZEN.refuse().fact("flag", flag).about(subject));
    }
    if !reasons.is_empty() {
        return reasons;
    }
    match (row.clearance_geometry_rev, row.clearance_rule_rev) {
        (None, _) | (_, None) => reasons.push(CLEARANCE_MISSING.refuse().about(subject)),
        (Some(geometry_rev), _) if geometry_rev != row.geometry_rev => {
            reasons.push(stale("lokasi berubah", subject));
        }
        (_, cleared_by) if cleared_by != rule_rev => {
            reasons.push(stale("set aturan berganti", subject));
        }
        _ => {}
    }
    reasons
}

fn stale(why: &str, subject: &str) -> Refusal {
    CLEARANCE_STALE.refuse().fact("why", why).about(subject)
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
    let distance_m = nearest.map_or(0, |f| f.distance_mm / 1_000);
    Some(
        FLAG_OPEN
            .refuse()
            .fact("count", count)
            .fact("flag", &name)
            .fact("flags", ids.join(" "))
            .fact("other_desa", nearest.map_or("", |f| f.other_desa_name.as_str()))
            .fact("other_desa_id", nearest.map_or("", |f| f.other_desa_id.as_str()))
            .fact("other_project", nearest.map_or("", |f| f.other_project_name.as_str()))
            .fact("distance_m", distance_m)
            .about(name),
    )
}
