//! Flags of the gate as messages.

use ::wire::oversight::v1 as wire;
use domain::{Error, geo::Shape};
use gate::flag::{Flag, FlagState, Side};
use store::Tx;

use crate::deadline;

/// Millimetres in a metre.
const MM: f64 = 1_000.0;

/// Millimetres as metres; lengths here are far below the exact range of a float.
#[expect(clippy::cast_precision_loss, reason = "lengths on Earth fit")]
pub fn metres(mm: i64) -> f64 {
    mm as f64 / MM
}

/// The state of a flag in a message.
pub const fn state(state: FlagState) -> wire::FlagState {
    match state {
        FlagState::Open => wire::FlagState::Open,
        FlagState::Dismissed => wire::FlagState::Dismissed,
        FlagState::Stands => wire::FlagState::Stands,
        FlagState::Overridden => wire::FlagState::Overridden,
        FlagState::Withdrawn => wire::FlagState::Withdrawn,
    }
}

/// The state that a filter names; none when unset.
pub fn state_filter(number: i32) -> Option<FlagState> {
    match wire::FlagState::try_from(number).ok()? {
        wire::FlagState::Unspecified => None,
        wire::FlagState::Open => Some(FlagState::Open),
        wire::FlagState::Dismissed => Some(FlagState::Dismissed),
        wire::FlagState::Stands => Some(FlagState::Stands),
        wire::FlagState::Overridden => Some(FlagState::Overridden),
        wire::FlagState::Withdrawn => Some(FlagState::Withdrawn),
    }
}

/// Pieces of evidence as messages.
pub fn evidence(pieces: Vec<gate::Evidence>) -> Vec<wire::Evidence> {
    let message = |piece: gate::Evidence| wire::Evidence {
        level: piece.level,
        points: piece.points,
        facts: piece.facts.into_iter().collect(),
        text: piece.text,
    };
    pieces.into_iter().map(message).collect()
}

fn side(side: &Side) -> wire::FlagSide {
    wire::FlagSide {
        project: project(side),
        display_name: side.name.clone(),
        desa_display_name: side.desa_name.clone(),
        geometry_rev: side.geometry_rev,
        footprints: Vec::new(),
        paid: None,
    }
}

/// Resource name of a side's project or claim.
pub fn project(side: &Side) -> String {
    side.resource()
}

/// The footprints of a side.
pub fn footprints(shapes: &[(Shape, Option<i64>)]) -> Vec<wire::Footprint> {
    let message = |(shape, accuracy_mm): &(Shape, Option<i64>)| wire::Footprint {
        shape: Some(edge::convert::shape_message(shape)),
        accuracy_m: accuracy_mm.map(metres).unwrap_or_default(),
    };
    shapes.iter().map(message).collect()
}

/// A flag as a message as it stands today, without footprints and without what was paid.
pub async fn flag(tx: &mut Tx<'_>, flag: &Flag) -> Result<wire::Flag, Error> {
    let today = tx.today();
    let deadline = deadline::of(tx, flag).await?;
    let stopped = [&flag.first, &flag.second].into_iter().find(|s| Some(s.project) == flag.stopped);
    let place = flag.place();
    let escalated = deadline.and_then(|deadline| deadline.escalated(&place, today));
    let iso = |day: Option<domain::Day>| day.map(|day| day.iso()).unwrap_or_default();
    Ok(wire::Flag {
        name: flag.name(),
        state: state(flag.state_on(today)).into(),
        place: edge::place::name(&place),
        first: Some(side(&flag.first)),
        second: Some(side(&flag.second)),
        rule_rev: flag.rule_rev,
        distance_m: metres(flag.distance_mm),
        overlap_m: flag.overlap_mm.map(metres),
        evidence: evidence(flag.evidence.clone()),
        opened_us: flag.opened_us,
        state_since_us: flag.state_since_us,
        stopped_project: stopped.map(project).unwrap_or_default(),
        waits_since_us: flag.waits_since_us,
        due_on: iso(deadline.map(|deadline| deadline.due)),
        overdue: deadline.is_some_and(|deadline| deadline.is_over(today)),
        escalated_to: escalated.map(edge::access::role_number).unwrap_or_default(),
        reopened: flag.reopened,
        effective_on: iso(flag.effective_day),
        valid_until: iso(flag.valid_until),
    })
}
