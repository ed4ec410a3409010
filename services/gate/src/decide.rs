//! Carrying out what officials decide of a flag: dismissed, stands, overridden, vetoed, reopened.
//!
//! Each act is one transaction that takes the cells of both works, then both projects, so that it
//! and a payment of either project come one after the other: money that was not paid before the
//! act is not paid after it.

use std::collections::BTreeSet;

use domain::{
    Day, Error,
    ids::{FlagId, ProjectId},
    reason,
};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    flag::{Flag, FlagState, day, flag, read, sides},
    raise::{End, close},
    refusal::{
        FLAG_CHANGED, FLAG_DECIDED, FLAG_NOT_DECIDED, FLAG_NOT_STANDING, FLAG_STOPS_NEITHER,
        VETO_LATE,
    },
    register::{self, grown_of, lock_projects},
    report,
    rules::{self, RuleSet},
    screen::{Locked, ProjectKey},
    sql::{self, ProjectRow},
    sql_flag::{self, FlagRow},
    stop,
};

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

/// An override of two officials, ready to be carried out.
#[derive(Debug, Clone)]
pub struct Override {
    /// Its id.
    pub id: Uuid,
    /// The flag.
    pub flag: FlagId,
    /// Geometry revisions of the first and second side that the officials saw.
    pub seen_revs: (i64, i64),
    /// The first day on which money may move.
    pub effective_day: Day,
    /// The last.
    pub valid_until: Day,
}

/// The revisions at which both works of a flag last changed in substance, the first side's first;
/// never later than those that the flag compared: one that people close though the rules see
/// nothing in it may stay behind its works, and is decided on as it is shown.
///
/// # Errors
/// A fault of the store.
pub async fn material_revs(tx: &mut Tx<'_>, flag: &Flag) -> Result<(i64, i64), Error> {
    let [one, two] = projects(tx, flag).await?;
    let compared = (flag.first.geometry_rev, flag.second.geometry_rev);
    Ok((one.material_rev.min(compared.0), two.material_rev.min(compared.1)))
}

/// Refuses a decision that does not fit the flag as it is now, or rests on works that are others
/// in substance by now, see [`material_revs`].
///
/// # Errors
/// FLAG_DECIDED, FLAG_CHANGED, FLAG_STOPS_NEITHER.
pub fn check(
    flag: &Flag,
    outcome: Outcome,
    seen_revs: (i64, i64),
    material_revs: (i64, i64),
) -> Result<(), Error> {
    if flag.state != FlagState::Open {
        let refusal = FLAG_DECIDED.refuse();
        let refusal = refusal.shown("state", flag.state.code(), flag.state.title());
        return Err(refusal.about(flag.name()).into());
    }
    check_substance(flag, seen_revs, material_revs)?;
    if let Outcome::Stands(stopped) = outcome
        && stopped != flag.first.project
        && stopped != flag.second.project
    {
        return Err(FLAG_STOPS_NEITHER.refuse().at("stopped_project").into());
    }
    Ok(())
}

/// Refuses an override of a flag that does not stand on a day, or that is not as it was seen.
///
/// # Errors
/// FLAG_NOT_STANDING, FLAG_CHANGED.
pub fn check_override(flag: &Flag, seen_revs: (i64, i64), today: Day) -> Result<(), Error> {
    let state = flag.state_on(today);
    if state != FlagState::Stands {
        return Err(FLAG_NOT_STANDING
            .refuse()
            .shown("state", state.code(), state.title())
            .about(flag.name())
            .into());
    }
    // A standing flag follows no amendment, so nobody moves its revisions meanwhile.
    if seen_revs == (flag.first.geometry_rev, flag.second.geometry_rev) {
        return Ok(());
    }
    Err(FLAG_CHANGED.refuse().about(flag.name()).into())
}

/// Refuses when a work changed in substance after the revision that was seen, or the flag never
/// compared that revision. An open flag follows a corrected name: a village that could end a
/// decision by renaming its work would end every decision.
fn check_substance(
    flag: &Flag,
    seen_revs: (i64, i64),
    material_revs: (i64, i64),
) -> Result<(), Error> {
    let first = (material_revs.0..=flag.first.geometry_rev).contains(&seen_revs.0);
    let second = (material_revs.1..=flag.second.geometry_rev).contains(&seen_revs.1);
    if first && second {
        return Ok(());
    }
    Err(FLAG_CHANGED.refuse().about(flag.name()).into())
}

/// The rows of both works, the first side's first.
async fn projects(tx: &mut Tx<'_>, flag: &Flag) -> Result<[ProjectRow; 2], Error> {
    let (one, two) = (&flag.first, &flag.second);
    Ok([
        tx.one(&sql::READ_PROJECT, args![&one.desa, one.project.uuid()]).await?,
        tx.one(&sql::READ_PROJECT, args![&two.desa, two.project.uuid()]).await?,
    ])
}

/// A flag with everything that a decision on it touches under lock.
struct Held {
    rules: RuleSet,
    locked: Locked,
    keys: BTreeSet<ProjectKey>,
    row: FlagRow,
    flag: Flag,
}

impl Held {
    /// Locks cells, then projects, and reads the flag as it is then.
    async fn take(tx: &mut Tx<'_>, id: FlagId) -> Result<Self, Error> {
        let rules = rules::active(tx).await?;
        let seen = read(tx, id).await?;
        let keys: BTreeSet<ProjectKey> =
            [&seen.first, &seen.second].map(|side| (side.desa.clone(), side.project)).into();
        let mut cells = BTreeSet::new();
        for key in &keys {
            cells.extend(grown_of(tx, &rules, key).await?);
        }
        let locked = Locked::take(tx, &cells, &BTreeSet::new()).await?;
        lock_projects(tx, &keys).await?;
        let rows = sides(tx, id).await?;
        let flag = flag(&rows)?;
        let row = rows.into_iter().next().ok_or_else(Error::absent)?;
        Ok(Self { rules, locked, keys, row, flag })
    }

    /// Brings both projects to what the flags say now: stopped or not, and cleared anew if
    /// nothing is open any more.
    async fn settle(&self, tx: &mut Tx<'_>) -> Result<Flag, Error> {
        for key in &self.keys {
            stop::settle(tx, key).await?;
        }
        for key in &self.keys {
            register::renew(tx, &self.rules, &self.locked, key).await?;
        }
        read(tx, self.flag.id).await
    }
}

/// Carries a decision out: one transaction moves both sides, freezes the named project and
/// renews the clearance of a project on which nothing is open any more.
///
/// # Errors
/// As [`check`], or contention.
pub fn decide<'a>(
    tx: &'a mut Tx<'_>,
    decision: &'a Decision,
) -> BoxFuture<'a, Result<Flag, Error>> {
    Box::pin(async move {
        let held = Held::take(tx, decision.flag).await?;
        let material_revs = material_revs(tx, &held.flag).await?;
        check(&held.flag, decision.outcome, decision.seen_revs, material_revs)?;
        let (state, stopped) = match decision.outcome {
            Outcome::Dismissed => (FlagState::Dismissed, None),
            Outcome::Stands(project) => (FlagState::Stands, Some(project)),
        };
        let end = End {
            state,
            decision: Some(decision.id),
            valid_until: decision.valid_until,
            stopped,
            effective_day: None,
        };
        close(tx, &held.row, &end).await?;
        held.settle(tx).await
    })
}

/// Carries an override out: the pair still stands, and money of the stopped project moves from
/// the effective day to the last one, both included, unless the inspectorate vetoes before.
///
/// # Errors
/// As [`check_override`], or contention.
pub fn override_stands<'a>(
    tx: &'a mut Tx<'_>,
    given: &'a Override,
) -> BoxFuture<'a, Result<Flag, Error>> {
    Box::pin(async move {
        let held = Held::take(tx, given.flag).await?;
        check_override(&held.flag, given.seen_revs, tx.today())?;
        let end = End {
            state: FlagState::Overridden,
            decision: Some(given.id),
            valid_until: Some(given.valid_until),
            stopped: None,
            effective_day: Some(given.effective_day),
        };
        close(tx, &held.row, &end).await?;
        held.settle(tx).await
    })
}

/// Takes an override back before it lets money move; the pair stands as before. `act` is the
/// id of the veto.
///
/// # Errors
/// FLAG_NOT_OVERRIDDEN, VETO_LATE, or contention.
pub fn veto<'a>(tx: &'a mut Tx<'_>, id: FlagId, act: Uuid) -> BoxFuture<'a, Result<Flag, Error>> {
    Box::pin(async move {
        let held = Held::take(tx, id).await?;
        check_veto(&held.flag, tx.today())?;
        let end = End {
            state: FlagState::Stands,
            decision: Some(act),
            valid_until: None,
            stopped: None,
            effective_day: None,
        };
        close(tx, &held.row, &end).await?;
        held.settle(tx).await
    })
}

/// Refuses a veto of what is not an override in its first days.
///
/// # Errors
/// FLAG_NOT_OVERRIDDEN, VETO_LATE.
pub fn check_veto(flag: &Flag, today: Day) -> Result<(), Error> {
    let state = flag.state_on(today);
    if state != FlagState::Overridden {
        return Err(crate::refusal::FLAG_NOT_OVERRIDDEN
            .refuse()
            .shown("state", state.code(), state.title())
            .about(flag.name())
            .into());
    }
    if flag.in_veto_window(today) {
        return Ok(());
    }
    let from = flag.effective_day.unwrap_or(today);
    Err(VETO_LATE.refuse().shown("from", from.iso(), from.long()).about(flag.name()).into())
}

/// Opens a decided flag again: money of both projects waits at once, and both clearances are
/// void. `act` is the id of the reopening.
///
/// # Errors
/// FLAG_NOT_DECIDED; FLAG_CHANGED when a site or scope moved on since, or the pair has a newer
/// flag: that one tells; contention.
pub fn reopen<'a>(tx: &'a mut Tx<'_>, id: FlagId, act: Uuid) -> BoxFuture<'a, Result<Flag, Error>> {
    Box::pin(async move {
        let held = Held::take(tx, id).await?;
        let flag = &held.flag;
        check_reopen(flag)?;
        let [one, two] = projects(tx, flag).await?;
        let same = |row: &ProjectRow, rev: i64| row.state == "active" && row.material_rev <= rev;
        let newer = newer_flag(tx, &held.row).await?;
        if newer || !same(&one, flag.first.geometry_rev) || !same(&two, flag.second.geometry_rev) {
            return Err(FLAG_CHANGED.refuse().about(flag.name()).into());
        }
        let now_us = tx.now_us();
        for (mine, other) in [(&one, &two), (&two, &one)] {
            let values = args![
                &mine.desa_id,
                held.row.flag_id,
                mine.project_id,
                &held.row.state,
                now_us,
                act,
                mine.geometry_rev,
                other.geometry_rev
            ];
            if tx.exec(&sql_flag::REOPEN_FLAG, values).await? != 1 {
                return Err(reason::CONTENTION.refuse().into());
            }
            tx.exec(&sql::COUNT_FLAGS, args![&mine.desa_id, mine.project_id, 1_i64]).await?;
        }
        report::restate(tx, &held.row, FlagState::Open, None).await?;
        held.settle(tx).await
    })
}

/// Refuses to reopen what nobody decided.
///
/// # Errors
/// FLAG_NOT_DECIDED.
pub fn check_reopen(flag: &Flag) -> Result<(), Error> {
    match flag.state {
        FlagState::Dismissed | FlagState::Stands | FlagState::Overridden => Ok(()),
        FlagState::Open | FlagState::Withdrawn => Err(FLAG_NOT_DECIDED
            .refuse()
            .shown("state", flag.state.code(), flag.state.title())
            .about(flag.name())
            .into()),
    }
}

/// Whether the pair has a later flag that says something.
async fn newer_flag(tx: &mut Tx<'_>, row: &FlagRow) -> Result<bool, Error> {
    let flags: Vec<FlagRow> =
        tx.all(&sql_flag::READ_FLAGS_OF_PROJECT, args![&row.desa_id, row.project_id]).await?;
    Ok(flags.iter().any(|one| {
        one.flag_id != row.flag_id
            && (one.state == "open" || one.opened_us > row.opened_us)
            && one.other_project_id == row.other_project_id
            && one.other_desa_id == row.other_desa_id
    }))
}

/// Whether a project of the flag is stopped by it on a day.
pub(crate) fn stops(row: &FlagRow, project: Uuid, today: Day) -> bool {
    if row.stopped_project_id != Some(project) {
        return false;
    }
    match row.state.as_str() {
        "stands" => true,
        "overridden" => {
            day(row.effective_day).is_none_or(|from| today < from)
                || day(row.valid_until).is_none_or(|last| last < today)
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
