//! Who may decide a pair, and what a decision may say: pure.

use domain::{Day, Place, Refusal, Role, ids::PersonId};

use crate::refusal::{
    CONFLICT_OF_INTEREST, DECIDER_NOT_ABOVE_BOTH, DECISION_CLOSED, SAME_DECIDER, VALIDITY_PAST,
};

/// Level of a kecamatan's code.
const KECAMATAN_LEVEL: usize = 3;

/// What is known of a maker.
#[derive(Debug)]
pub struct Maker<'a> {
    /// The role acted in.
    pub role: Option<Role>,
    /// The least place that holds both villages.
    pub place: &'a Place,
    /// The place that the maker named.
    pub named: &'a Place,
    /// A village in which he or she held a mandate lately.
    pub conflict: Option<&'a str>,
    /// Months that count as lately.
    pub months: i64,
}

/// Why somebody may not make a decision; empty means he or she may.
pub fn maker_unmet(maker: &Maker<'_>) -> Vec<Refusal> {
    let mut no = Vec::new();
    let above = match maker.role {
        Some(Role::Cam) => maker.place.level() >= KECAMATAN_LEVEL,
        Some(Role::Pmd) => true,
        _ => false,
    };
    if !above || maker.named != maker.place {
        no.push(DECIDER_NOT_ABOVE_BOTH.refuse().fact("place", edge::place::name(maker.place)));
    }
    no.extend(conflict_unmet(maker.conflict, maker.months));
    no
}

/// Why a village's own people may not decide.
pub fn conflict_unmet(conflict: Option<&str>, months: i64) -> Option<Refusal> {
    let desa = conflict?;
    Some(CONFLICT_OF_INTEREST.refuse().fact("desa", format!("desa/{desa}")).fact("months", months))
}

/// Why somebody may not check a decision; empty means he or she may.
pub fn checker_unmet(
    state: &str,
    maker: PersonId,
    checker: PersonId,
    conflict: Option<&str>,
    months: i64,
) -> Vec<Refusal> {
    let mut no = Vec::new();
    if state != "proposed" {
        let shown = if state == "confirmed" { "dikonfirmasi" } else { "ditolak" };
        no.push(DECISION_CLOSED.refuse().shown("state", state, shown));
    }
    if maker == checker {
        no.push(SAME_DECIDER.refuse());
    }
    no.extend(conflict_unmet(conflict, months));
    no
}

/// A dismissal may end, but not before today; nothing else has an end.
pub fn validity(dismissed: bool, until: Option<Day>, today: Day) -> Result<(), Refusal> {
    match until {
        Some(day) if !dismissed || day < today => Err(VALIDITY_PAST.refuse().at("valid_until")),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
