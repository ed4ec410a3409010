//! What decisions share: their words, their rows as messages, and who stands in conflict.

use ::wire::oversight::v1::{self as wire, DecisionOutcome, DecisionReason, DecisionState};
use domain::{
    DesaId, Error, Place, Refusal,
    ids::{FlagId, ProjectId},
    reason,
};
use gate::flag::{Flag, FlagState};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    refusal::REASON_NOT_OF_OUTCOME,
    sql::{self, DecisionRow},
};

/// Outcomes that a reason may speak for.
const TWO_WORKS: &[DecisionOutcome] = &[DecisionOutcome::Dismissed];
const ONE_WORK: &[DecisionOutcome] = &[DecisionOutcome::Stands];
const EITHER: &[DecisionOutcome] = &[DecisionOutcome::Dismissed, DecisionOutcome::Stands];

/// The stored word of a reason, what people call it, and the outcomes it may speak for; in the
/// order of the proto enum from 1.
const REASONS: [(&str, &str, &[DecisionOutcome]); 7] = [
    ("different_works", "pekerjaan yang berbeda", TWO_WORKS),
    ("different_stretch", "sisi atau ruas yang berbeda", TWO_WORKS),
    ("phase", "tahap atau lanjutan yang dinyatakan", TWO_WORKS),
    ("co_funded", "beberapa sumber dana, masing-masing dengan bagiannya", TWO_WORKS),
    ("design_life", "pemeliharaan atau pembangunan kembali setelah umur rencana", TWO_WORKS),
    ("same_work", "pekerjaan yang sama didanai dua kali", ONE_WORK),
    ("other", "lainnya", EITHER),
];

/// The stored word of a reason, which must not speak against the outcome if that is known.
pub fn reason_word(number: i32, outcome: DecisionOutcome) -> Result<&'static str, Refusal> {
    let (word, title, outcomes) = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1))
        .and_then(|at| REASONS.get(at).copied())
        .ok_or_else(|| reason::FIELD_REQUIRED.refuse())?;
    let decided = match outcome {
        DecisionOutcome::Unspecified => return Ok(word),
        DecisionOutcome::Dismissed => FlagState::Dismissed,
        DecisionOutcome::Stands => FlagState::Stands,
    };
    if outcomes.contains(&outcome) {
        return Ok(word);
    }
    let refusal = REASON_NOT_OF_OUTCOME.refuse().shown("reason", word, title);
    Err(refusal.shown("outcome", decided.code(), decided.title()))
}

fn reason_number(word: &str) -> i32 {
    let at = REASONS.iter().position(|(one, ..)| *one == word);
    at.and_then(|at| i32::try_from(at).ok())
        .map_or(DecisionReason::Unspecified.into(), |at| at.saturating_add(1))
}

/// Reads `flags/{uuid}`.
pub fn flag_name(name: &str) -> Result<FlagId, Refusal> {
    FlagId::parse(name.strip_prefix("flags/").unwrap_or_default()).map_err(|_| {
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "flags/{uuid}")
    })
}

/// Reads `flags/{uuid}/{kind}/{uuid}`.
pub fn child_name(name: &str, kind: &'static str) -> Result<(FlagId, Uuid), Refusal> {
    let refused = || {
        let expected = format!("flags/{{uuid}}/{kind}/{{uuid}}");
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", expected)
    };
    let (flag, rest) = name.split_once(&format!("/{kind}/")).ok_or_else(refused)?;
    Ok((flag_name(flag)?, Uuid::try_parse(rest).map_err(|_| refused())?))
}

/// Reads `desa/{code}/{kind}/{uuid}`.
pub fn village_child(name: &str, kind: &'static str) -> Result<(DesaId, Uuid), Refusal> {
    let refused = || {
        let expected = format!("desa/{{kode}}/{kind}/{{uuid}}");
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", expected)
    };
    let (desa, id) = name.split_once(&format!("/{kind}/")).ok_or_else(refused)?;
    Ok((DesaId::from_name(desa)?, Uuid::try_parse(id).map_err(|_| refused())?))
}

/// Reads `desa/{code}/projects/{uuid}`.
pub fn project_name(name: &str) -> Result<(DesaId, ProjectId), Refusal> {
    village_child(name, "projects").map(|(desa, id)| (desa, ProjectId::new(id)))
}

/// The id that a page token holds.
pub fn position(key: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(key).map_err(|_| {
        reason::FIELD_MALFORMED.refuse().fact("value", key).fact("expected", "page_token")
    })
}

/// Refuses another place than the flag's; the answer is the same as for a flag that is not there.
pub fn is_place(flag: &Flag, place: &Place) -> Result<(), Error> {
    if flag.place() == *place { Ok(()) } else { Err(Error::absent()) }
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
        evidence: row.evidence.clone(),
        valid_until: edge::convert::day_text(row.valid_until),
        state: state.into(),
        proposed_by_display_name: person(tx, Some(row.proposed_by)).await?,
        proposed_us: row.proposed_us,
        closed_by_display_name: person(tx, row.closed_by).await?,
        closed_us: row.closed_us.unwrap_or_default(),
    })
}

/// Name of a person; empty for nobody.
pub async fn person(tx: &mut Tx<'_>, id: Option<Uuid>) -> Result<String, Error> {
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
