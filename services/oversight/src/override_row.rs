//! What overrides share: their words, their days by policy, their rows as messages.

use ::wire::oversight::v1::{self as wire, OverrideReason, OverrideState};
use domain::{Day, Error, Refusal, ids::FlagId, reason};
use gate::flag::Flag;
use store::{Tx, args};

use crate::{
    decision::person,
    sql_review::{self, OverrideRow},
    states::override_validity,
};

/// Working days in which the inspectorate may veto.
const VETO_POLICY: &str = "gate.veto_days";
/// The longest time of an override, days.
const LENGTH_POLICY: &str = "gate.override_days.max";

/// The words of a reason, in the order of the proto enum from 1.
const REASONS: [&str; 5] = ["contract", "safety", "order", "repaid", "other"];

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
        .map_or(OverrideReason::Unspecified.into(), |at| at.saturating_add(1))
}

/// The first day on which an override that is confirmed today lets money move.
async fn effective(tx: &mut Tx<'_>, flag: &Flag) -> Result<Day, Error> {
    let today = tx.today();
    let days = tx.law(VETO_POLICY, &flag.first.desa.kabupaten(), today).await?;
    let last = tx.working_days_after(today, u32::try_from(days).unwrap_or_default()).await?;
    Ok(last.plus(1))
}

/// Refuses a last day that is too early or too late; answers the first day.
pub async fn check_validity(tx: &mut Tx<'_>, flag: &Flag, until: Day) -> Result<Day, Error> {
    let today = tx.today();
    let days_max = tx.law(LENGTH_POLICY, &flag.first.desa.kabupaten(), today).await?;
    let effective = effective(tx, flag).await?;
    override_validity(until, effective, today, days_max)?;
    Ok(effective)
}

/// An override as a message, as it stands today.
pub async fn message(
    tx: &mut Tx<'_>,
    flag: FlagId,
    row: &OverrideRow,
) -> Result<wire::Override, Error> {
    let today = i64::from(tx.today().number());
    let state = match row.state.as_str() {
        "proposed" => OverrideState::Proposed,
        "rejected" => OverrideState::Rejected,
        "vetoed" => OverrideState::Vetoed,
        _ if row.valid_until < today => OverrideState::Over,
        _ if row.effective_day.is_some_and(|day| today < day) => OverrideState::Waiting,
        _ => OverrideState::InForce,
    };
    Ok(wire::Override {
        name: format!("flags/{flag}/overrides/{}", row.override_id),
        reason: reason_number(&row.reason),
        note: row.note.clone(),
        evidence: row.evidence.clone(),
        effective_on: edge::convert::day_text(row.effective_day),
        valid_until: edge::convert::day_text(Some(row.valid_until)),
        state: state.into(),
        proposed_by_display_name: person(tx, Some(row.proposed_by)).await?,
        proposed_us: row.proposed_us,
        closed_by_display_name: person(tx, row.closed_by).await?,
        closed_us: row.closed_us.unwrap_or_default(),
        vetoed_by_display_name: person(tx, row.vetoed_by).await?,
        vetoed_us: row.vetoed_us.unwrap_or_default(),
        veto_note: row.veto_note.clone(),
    })
}

/// Every override of a flag as messages, oldest first.
pub async fn list(tx: &mut Tx<'_>, flag: &Flag) -> Result<Vec<wire::Override>, Error> {
    let values = args![&flag.first.desa, flag.id.uuid()];
    let rows: Vec<OverrideRow> = tx.all(&sql_review::LIST_OVERRIDES, values).await?;
    let mut overrides = Vec::with_capacity(rows.len());
    for row in &rows {
        overrides.push(message(tx, flag.id, row).await?);
    }
    Ok(overrides)
}
