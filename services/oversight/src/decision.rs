//! What decisions share: their words, their rows as messages, and who stands in conflict.

use ::wire::oversight::v1::{self as wire, DecisionOutcome, DecisionReason, DecisionState};
use domain::{Day, Error, Place, Refusal, ids::FlagId, reason};
use gate::flag::Flag;
use store::{Tx, args};
use uuid::Uuid;

use crate::sql::{self, DecisionRow};

/// Months of a mandate's shadow when no law says otherwise.
const CONFLICT_MONTHS: i64 = 24;
/// Policy that says how long a mandate in a village keeps its holder from deciding.
const CONFLICT_POLICY: &str = "gate.conflict_months";
/// Days taken for a month; erring towards more conflict.
const MONTH_DAYS: i64 = 31;

/// The words of a reason, in the order of the proto enum from 1.
const REASONS: [&str; 7] = [
    "different_works",
    "different_stretch",
    "phase",
    "co_funded",
    "design_life",
    "same_work",
    "other",
];

/// The stored word of a reason.
pub fn reason_word(number: i32) -> Result<&'static str, Refusal> {
    usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1))
        .and_then(|at| REASONS.get(at).copied())
        .ok_or_else(|| reason::FIELD_REQUIRED.refuse())
}

fn reason_number(word: &str) -> i32 {
    let at = REASONS.iter().position(|one| *one == word);
    at.and_then(|at| i32::try_from(at).ok())
        .map_or(DecisionReason::Unspecified.into(), |at| at.saturating_add(1))
}

/// Reads `flags/{uuid}`.
pub fn flag_name(name: &str) -> Result<FlagId, Refusal> {
    FlagId::parse(name.strip_prefix("flags/").unwrap_or_default()).map_err(|_| {
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "flags/{uuid}")
    })
}

/// Reads `flags/{uuid}/decisions/{uuid}`.
pub fn decision_name(name: &str) -> Result<(FlagId, Uuid), Refusal> {
    let refused = || {
        reason::FIELD_MALFORMED
            .refuse()
            .fact("value", name)
            .fact("expected", "flags/{uuid}/decisions/{uuid}")
    };
    let (flag, decision) = name.split_once("/decisions/").ok_or_else(refused)?;
    Ok((flag_name(flag)?, Uuid::try_parse(decision).map_err(|_| refused())?))
}

/// A village of the flag in which the caller held a mandate lately, and what "lately" is.
pub async fn conflict(tx: &mut Tx<'_>, flag: &Flag) -> Result<(Option<String>, i64), Error> {
    let today = tx.today();
    let law = tx.policy(CONFLICT_POLICY, &flag.first.desa.kabupaten(), today).await?;
    let months = law.and_then(|law| law.number()).unwrap_or(CONFLICT_MONTHS);
    let days = i32::try_from(months.saturating_mul(MONTH_DAYS)).unwrap_or(i32::MAX);
    let since: Day = today.plus(days.saturating_neg());
    let person = tx.principal()?.person.uuid();
    let found: Option<(String,)> = tx
        .maybe(&sql::READ_CONFLICT, args![person, &flag.first.desa, &flag.second.desa, since])
        .await?;
    Ok((found.map(|(area,)| area), months))
}

/// The decision as a message.
pub async fn message(
    tx: &mut Tx<'_>,
    flag: &Flag,
    row: &DecisionRow,
) -> Result<wire::Decision, Error> {
    let stopped = [&flag.first, &flag.second]
        .into_iter()
        .find(|side| Some(side.project.uuid()) == row.stopped_project_id);
    let outcome = match row.outcome.as_str() {
        "dismissed" => DecisionOutcome::Dismissed,
        _ => DecisionOutcome::Stands,
    };
    let state = match row.state.as_str() {
        "proposed" => DecisionState::Proposed,
        "confirmed" => DecisionState::Confirmed,
        _ => DecisionState::Rejected,
    };
    Ok(wire::Decision {
        name: format!("{}/decisions/{}", flag.name(), row.decision_id),
        outcome: outcome.into(),
        stopped_project: stopped.map(crate::message::project).unwrap_or_default(),
        reason: reason_number(&row.reason),
        note: row.note.clone(),
        valid_until: edge::convert::day_text(row.valid_until),
        state: state.into(),
        proposed_by_display_name: person(tx, Some(row.proposed_by)).await?,
        proposed_us: row.proposed_us,
        closed_by_display_name: person(tx, row.closed_by).await?,
        closed_us: row.closed_us.unwrap_or_default(),
    })
}

async fn person(tx: &mut Tx<'_>, id: Option<Uuid>) -> Result<String, Error> {
    let Some(id) = id else { return Ok(String::new()) };
    let name: Option<(String,)> = tx.maybe(&sql::READ_PERSON, args![id]).await?;
    Ok(name.map(|(name,)| name).unwrap_or_default())
}

/// Refuses a flag that does not touch the area in whose right it is asked for;
/// the answer is the same as for a flag that does not exist.
pub fn touches(flag: &Flag, area: &Place) -> Result<(), Error> {
    let touched = area.covers(&flag.first.desa.place()) || area.covers(&flag.second.desa.place());
    if touched { Ok(()) } else { Err(Error::absent()) }
}
