//! When a project may take its next step: pure, every reason at once.

use domain::{Refusal, Rupiah, reason};
use gate::refusal::SITE_AMOUNTS_DIFFER;
use uuid::Uuid;

use crate::{
    content::Site,
    refusal::{
        AMENDMENT_PENDING, CANCELLATION_PENDING, NOT_ACTIVITY_PKA, SAME_SIGNER, SITES_MISSING,
    },
};

/// The word of a state on screens.
pub fn title(state: &str) -> &'static str {
    match state {
        "draft" => "rancangan",
        "submitted" => "diajukan",
        "registered" => "terdaftar",
        "cancelled" => "dibatalkan",
        _ => "tidak dikenal",
    }
}

/// The state that a verb needs.
pub fn state_unmet(state: &str, needed: &str) -> Option<Refusal> {
    (state != needed).then(|| {
        reason::WRONG_STATE.refuse().shown("state", state, title(state)).shown(
            "needed",
            needed,
            title(needed),
        )
    })
}

/// Whether the caller is the PKA of the kegiatan, when a DPA says who that is.
pub fn pka_unmet(kegiatan: &str, pka: Option<Uuid>, person: Uuid) -> Option<Refusal> {
    let other = pka.is_some_and(|pka| pka != person);
    other.then(|| NOT_ACTIVITY_PKA.refuse().fact("kegiatan", kegiatan))
}

/// Two signatures, two persons.
pub fn signer_unmet(first: Option<Uuid>, second: Uuid) -> Option<Refusal> {
    (first == Some(second)).then(|| SAME_SIGNER.refuse())
}

/// What sites must be before anybody signs for them, whatever is doubtful about their places.
pub fn sites_unmet(sites: &[Site], amount: Rupiah) -> Option<Refusal> {
    if sites.is_empty() {
        return Some(SITES_MISSING.refuse());
    }
    let sum = Rupiah::sum(sites.iter().map(|site| site.amount));
    (sum != Some(amount)).then(|| {
        let sum = sum.unwrap_or(Rupiah::ZERO);
        SITE_AMOUNTS_DIFFER.refuse().sen("sum", sum).sen("amount", amount)
    })
}

/// Nothing may wait for a second signature when something new is proposed.
pub fn waiting_unmet(amendment: bool, cancellation: bool) -> Vec<Refusal> {
    let amendment = amendment.then(|| AMENDMENT_PENDING.refuse());
    amendment.into_iter().chain(cancellation.then(|| CANCELLATION_PENDING.refuse())).collect()
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
