//! Who may decide a pair, and what a decision may say: pure.

use domain::{Day, Place, Reason, Refusal, Role, ids::PersonId};

use crate::refusal::{
    CAMAT_FIRST, DECIDER_NOT_ABOVE_BOTH, DECISION_CLOSED, OVERRIDE_SHORT, OVERRIDE_TOO_LONG,
    SAME_DECIDER, STANDS_HAS_NO_END, VALIDITY_PAST,
};

/// Level of a kecamatan's code.
const KECAMATAN_LEVEL: usize = 3;
/// The reason against a maker who would check.
pub const SAME_PERSON_CHECKS: Reason = SAME_DECIDER;

/// Whether a place that holds two villages has one camat.
pub fn shares_camat(place: &Place) -> bool {
    place.level() >= KECAMATAN_LEVEL
}

/// Why PMD makes a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PmdMakes {
    /// The villages have two camats.
    TwoKecamatan,
    /// Nobody is camat.
    NoCamat,
    /// Every camat has a conflict of interest.
    CamatInConflict,
    /// The camat let the days pass.
    Late,
}

impl PmdMakes {
    /// The sentence for people.
    pub const fn text(self) -> &'static str {
        match self {
            Self::TwoKecamatan => {
                "Kedua desa berada di dua kecamatan; Dinas PMD mengusulkan putusan."
            }
            Self::NoCamat => "Kecamatan ini tidak mempunyai camat; Dinas PMD menggantikannya.",
            Self::CamatInConflict => "Camat berbenturan kepentingan; Dinas PMD menggantikannya.",
            Self::Late => "Batas putusan camat sudah lewat; Dinas PMD dapat mengusulkan putusan.",
        }
    }
}

/// What is known of a maker.
#[derive(Debug)]
pub struct Maker<'a> {
    /// The role acted in.
    pub role: Option<Role>,
    /// The least place that holds both villages.
    pub place: &'a Place,
    /// The place that the maker named.
    pub named: &'a Place,
    /// Why PMD makes the decision, if it does.
    pub pmd: Option<PmdMakes>,
    /// Last day of the camat.
    pub due: Option<Day>,
}

/// Why somebody's office may not make a decision; empty means it may.
pub fn maker_unmet(maker: &Maker<'_>) -> Vec<Refusal> {
    let mut no = Vec::new();
    let above = match maker.role {
        Some(Role::Cam) => shares_camat(maker.place),
        Some(Role::Pmd) => true,
        _ => false,
    };
    if !above || maker.named != maker.place {
        no.push(DECIDER_NOT_ABOVE_BOTH.refuse().fact("place", edge::place::name(maker.place)));
    }
    if maker.role == Some(Role::Pmd) && maker.pmd.is_none() {
        let (iso, long) = maker.due.map(|due| (due.iso(), due.long())).unwrap_or_default();
        let refusal = CAMAT_FIRST.refuse().fact("place", edge::place::name(maker.place));
        no.push(refusal.shown("due", iso, long));
    }
    no
}

/// Why somebody may not check what another made; empty means he or she may.
pub fn checker_unmet(state: &str, maker: PersonId, checker: PersonId) -> Vec<Refusal> {
    let mut no = Vec::new();
    if state != "proposed" {
        let shown = if state == "rejected" { "ditolak" } else { "dikonfirmasi" };
        no.push(DECISION_CLOSED.refuse().shown("state", state, shown));
    }
    if maker == checker {
        no.push(SAME_DECIDER.refuse());
    }
    no
}

/// A dismissal may end, but not before today; nothing else has an end.
pub fn validity(dismissed: bool, until: Option<Day>, today: Day) -> Result<(), Refusal> {
    let reason = match until {
        Some(_) if !dismissed => STANDS_HAS_NO_END,
        Some(day) if day < today => VALIDITY_PAST,
        _ => return Ok(()),
    };
    Err(reason.refuse().at("valid_until"))
}

/// Whether nobody can confirm a waiting proposal any more, whoever checks it: a work changed in
/// substance since its maker looked, or its last day is over.
pub fn is_dead(
    seen_revs: (i64, i64),
    material_revs: (i64, i64),
    until: Option<Day>,
    today: Day,
) -> bool {
    let changed = seen_revs.0 < material_revs.0 || seen_revs.1 < material_revs.1;
    changed || until.is_some_and(|last| last < today)
}

/// An override has at least one day after the days of the veto, and at most so many from today.
pub fn override_validity(
    until: Day,
    effective: Day,
    today: Day,
    days_max: i64,
) -> Result<(), Refusal> {
    if until < effective {
        let refusal = OVERRIDE_SHORT.refuse().shown("from", effective.iso(), effective.long());
        return Err(refusal.at("valid_until"));
    }
    let last = today.plus(i32::try_from(days_max).unwrap_or(i32::MAX));
    if until > last {
        let refusal = OVERRIDE_TOO_LONG.refuse().shown("last", last.iso(), last.long());
        return Err(refusal.fact("days", days_max).at("valid_until"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
