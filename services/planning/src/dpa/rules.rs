//! The way of a document (apbdes.md 6), and what it must meet to be submitted and approved.

use domain::{Refusal, Rupiah, reason};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    apbdes::LineRow,
    dpa::sql::RabRow,
    refusal::{
        DPA_EXISTS, DPA_MONTHS_MISMATCH, DPA_RAB_MISMATCH, DPA_TAKEN_OVER_CHANGED, DPA_VERSION_OLD,
        KEGIATAN_NOT_BUDGETED,
    },
};

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Being written.
    Drafted,
    /// With the sekretaris desa.
    Submitted,
    /// With the kepala desa.
    Verified,
    /// Back with its PKA.
    Returned,
    /// Approved.
    Approved,
    /// Replaced by a DPPA, or taken over by a successor.
    Amended,
    /// Its version was annulled, or it was discarded before it was approved.
    Closed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Drafted,
        Self::Submitted,
        Self::Verified,
        Self::Returned,
        Self::Approved,
        Self::Amended,
        Self::Closed,
    ];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Submitted => "submitted",
            Self::Verified => "verified",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Amended => "amended",
            Self::Closed => "closed",
        }
    }

    /// As people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Drafted => "disusun",
            Self::Submitted => "diajukan",
            Self::Verified => "diverifikasi",
            Self::Returned => "dikembalikan",
            Self::Approved => "disetujui",
            Self::Amended => "digantikan",
            Self::Closed => "tidak berlaku lagi",
        }
    }

    /// The state of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A step of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Its PKA rewrites it.
    Redraft,
    /// Its PKA submits it.
    Submit,
    /// The sekretaris desa verifies it.
    Verify,
    /// The sekretaris or kepala desa returns it.
    Return,
    /// The kepala desa approves it.
    Approve,
    /// It is to be approved no more.
    Discard,
    /// A DPPA takes its place, or the document of a successor.
    Amend,
    /// The version that it details was annulled.
    Close,
    /// The DPPA that took its place was closed.
    Restore,
}

/// The state a step leads to, or why it cannot be taken.
pub(crate) fn next(state: State, verb: Verb) -> Result<State, Refusal> {
    let (from, to): (&[State], State) = match verb {
        Verb::Redraft => (&[State::Drafted, State::Returned], State::Drafted),
        Verb::Submit => (&[State::Drafted], State::Submitted),
        Verb::Verify => (&[State::Submitted], State::Verified),
        Verb::Return => (&[State::Submitted, State::Verified], State::Returned),
        Verb::Approve => (&[State::Verified], State::Approved),
        Verb::Discard => (&[State::Drafted, State::Returned], State::Closed),
        Verb::Amend => (&[State::Approved], State::Amended),
        Verb::Close => (&[State::Approved], State::Closed),
        Verb::Restore => (&[State::Amended], State::Approved),
    };
    if from.contains(&state) {
        return Ok(to);
    }
    let needed: Vec<&str> = from.iter().map(|state| state.word()).collect();
    let titles: Vec<&str> = from.iter().map(|state| state.title()).collect();
    Err(reason::WRONG_STATE.refuse().shown("state", state.word(), state.title()).shown(
        "needed",
        needed.join("|"),
        titles.join(" / "),
    ))
}

/// Everything a document is judged by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub kegiatan: String,
    /// The version it details.
    pub apbdes: Uuid,
    /// The version in force.
    pub in_force: Option<Uuid>,
    /// Lines of the kegiatan in the version in force.
    pub lines: Vec<LineRow>,
    pub rab: Vec<RabRow>,
    /// Draw plan, sen a month.
    pub months: Vec<i64>,
    /// The approved document of the kegiatan that details the same version.
    pub standing: Option<Standing>,
}

/// An approved document that a draft of the same version would replace.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Whether the kegiatan is not its PKA's any more.
    pub is_left: bool,
    pub rab: Vec<RabRow>,
    /// Draw plan, sen a month.
    pub months: Vec<i64>,
}

/// Every reason why the document cannot go on.
pub(crate) fn unmet(facts: &Facts) -> Vec<Refusal> {
    let mut unmet = Vec::new();
    if facts.in_force != Some(facts.apbdes) {
        unmet.push(DPA_VERSION_OLD.refuse());
    }
    if facts.lines.is_empty() {
        unmet.push(KEGIATAN_NOT_BUDGETED.refuse().fact("kegiatan", &facts.kegiatan));
    }
    unmet.extend(taken_over(facts));
    unmet.extend(facts.lines.iter().filter_map(|line| estimate_of(line, &facts.rab)));
    let estimate = sum(facts.rab.iter().map(|row| row.amount_sen));
    let drawn = sum(facts.months.iter().copied());
    if estimate != drawn {
        unmet.push(
            DPA_MONTHS_MISMATCH
                .refuse()
                .sen("months", Rupiah::from_sen(drawn))
                .sen("rab", Rupiah::from_sen(estimate)),
        );
    }
    unmet
}

/// A document is amended after the budget was (Permendagri 20/2018 P.47). Without that only the
/// successor of its PKA replaces it, and by what it said.
fn taken_over(facts: &Facts) -> Option<Refusal> {
    let standing = facts.standing.as_ref()?;
    let reason = if !standing.is_left {
        DPA_EXISTS
    } else if standing.rab != facts.rab || standing.months != facts.months {
        DPA_TAKEN_OVER_CHANGED
    } else {
        return None;
    };
    Some(reason.refuse().fact("kegiatan", &facts.kegiatan))
}

/// INV-16: the estimate of a line is its amount in the budget, to the sen.
fn estimate_of(line: &LineRow, rab: &[RabRow]) -> Option<Refusal> {
    let of_line = rab.iter().filter(|row| row.line_id == line.line_id);
    let estimate = sum(of_line.map(|row| row.amount_sen));
    (estimate != line.amount_sen).then(|| {
        DPA_RAB_MISMATCH
            .refuse()
            .fact("rekening", &line.rekening)
            .fact("sumber_dana", &line.sumber_dana)
            .sen("rab", Rupiah::from_sen(estimate))
            .sen("ceiling", Rupiah::from_sen(line.amount_sen))
            .about(line.line_id.to_string())
    })
}

fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
