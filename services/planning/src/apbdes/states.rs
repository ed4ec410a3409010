//! The way of a budget version (apbdes.md 5.2): states, verbs, and who goes on from where.

use domain::{Refusal, reason};
use serde::Serialize;

use crate::refusal::KIND_NOT_OFFERED;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $($(#[$item:meta])* $variant:ident = $word:literal, $title:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stored word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// As people read it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// The one of a stored word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// The kind of a version.
    Kind:
    /// A working proposal.
    Usulan = "usulan", "usulan";
    /// The first budget of the year.
    Awal = "awal", "APB Desa";
    /// A change by Perkades.
    PerubahanPenjabaran = "perubahan_penjabaran", "perubahan penjabaran";
    /// An amendment by Perdes.
    Perubahan = "perubahan", "perubahan APB Desa";
}

words! {
    /// Where a version stands.
    State:
    /// Being written.
    Draft = "draft", "rancangan";
    /// With the BPD.
    SubmittedBpd = "submitted_bpd", "dibahas BPD";
    /// Agreed by the BPD.
    AgreedBpd = "agreed_bpd", "disepakati BPD";
    /// Rejected by the BPD.
    RejectedBpd = "rejected_bpd", "ditolak BPD";
    /// With the camat.
    UnderEvaluation = "under_evaluation", "dievaluasi camat";
    /// Found in order.
    EvaluatedOk = "evaluated_ok", "hasil evaluasi sesuai";
    /// To be revised.
    EvaluatedRevise = "evaluated_revise", "perlu disempurnakan";
    /// Valid by silence.
    DeemedOk = "deemed_ok", "berlaku dengan sendirinya";
    /// In force.
    Enacted = "enacted", "ditetapkan";
    /// Annulled by the bupati.
    Annulled = "annulled", "dibatalkan";
    /// Replaced by a later version.
    Superseded = "superseded", "digantikan";
    /// Not to become law any more.
    Discarded = "discarded", "tidak dilanjutkan";
}

words! {
    /// Why a version amends (Permendagri 20/2018 P.40-41).
    Reason:
    /// Revenue grows or shrinks.
    RevenueChanged = "revenue_changed", "pendapatan berubah";
    /// Savings or SiLPA of the year are used.
    SavingsUsed = "savings_used", "sisa penghematan digunakan";
    /// Money shifts.
    Shift = "shift", "pergeseran";
    /// SiLPA of last year is used.
    LastYearSilpa = "last_year_silpa", "SiLPA tahun lalu digunakan";
    /// Keadaan luar biasa.
    Extraordinary = "extraordinary", "keadaan luar biasa";
}

/// A step on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Kepala desa hands it to the BPD.
    Submit,
    /// The BPD agrees.
    Agree,
    /// The BPD rejects.
    Reject,
    /// Kepala desa sends it to the camat.
    Send,
    /// The camat finds it in order.
    Pass,
    /// The camat wants it revised.
    Fault,
    /// The days of evaluation lapse.
    Lapse,
    /// The village takes it back into draft.
    Revise,
    /// The village gives it up.
    Discard,
    /// Kepala desa enacts it.
    Enact,
    /// The bupati annuls it.
    Annul,
    /// A later version takes its place.
    Supersede,
    /// The later version was annulled.
    Restore,
}

/// Where a step leads and from which states it may be taken.
const fn step(verb: Verb, kind: Kind) -> (&'static [State], State) {
    match verb {
        Verb::Submit => (&[State::Draft], State::SubmittedBpd),
        Verb::Agree => (&[State::SubmittedBpd], State::AgreedBpd),
        Verb::Reject => (&[State::SubmittedBpd], State::RejectedBpd),
        Verb::Send => (&[State::AgreedBpd], State::UnderEvaluation),
        Verb::Pass => (&[State::UnderEvaluation], State::EvaluatedOk),
        Verb::Fault => (&[State::UnderEvaluation], State::EvaluatedRevise),
        Verb::Lapse => (&[State::UnderEvaluation], State::DeemedOk),
        Verb::Revise => (
            &[State::RejectedBpd, State::EvaluatedRevise, State::EvaluatedOk, State::DeemedOk],
            State::Draft,
        ),
        Verb::Discard => (
            &[
                State::Draft,
                State::RejectedBpd,
                State::EvaluatedRevise,
                State::EvaluatedOk,
                State::DeemedOk,
            ],
            State::Discarded,
        ),
        Verb::Enact => match kind {
            Kind::PerubahanPenjabaran => (&[State::Draft], State::Enacted),
            _ => (&[State::EvaluatedOk, State::DeemedOk], State::Enacted),
        },
        Verb::Annul => (&[State::Enacted], State::Annulled),
        Verb::Supersede => (&[State::Enacted], State::Superseded),
        Verb::Restore => (&[State::Superseded], State::Enacted),
    }
}

/// Whether versions of a kind take a step at all.
const fn takes(verb: Verb, kind: Kind) -> bool {
    match kind {
        Kind::Usulan => matches!(verb, Verb::Discard),
        Kind::PerubahanPenjabaran => matches!(
            verb,
            Verb::Discard | Verb::Enact | Verb::Annul | Verb::Supersede | Verb::Restore
        ),
        Kind::Awal | Kind::Perubahan => true,
    }
}

/// The state a step leads to, or why it cannot be taken.
pub(crate) fn next(kind: Kind, state: State, verb: Verb) -> Result<State, Refusal> {
    if !takes(verb, kind) {
        return Err(KIND_NOT_OFFERED.refuse().shown("kind", kind.word(), kind.title()));
    }
    let (from, to) = step(verb, kind);
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

impl State {
    /// Whether it waits for its kepala desa alone: the camat found it in order, or kept silent.
    pub const fn may_be_enacted(self) -> bool {
        matches!(self, Self::EvaluatedOk | Self::DeemedOk)
    }

    /// Whether a version of it is under way: neither law, now or before, nor given up.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Enacted | Self::Annulled | Self::Superseded | Self::Discarded)
    }
}

/// Whether a reason may stand on a kind of version.
pub(crate) const fn fits(kind: Kind, reason: Option<Reason>) -> bool {
    match (kind, reason) {
        (Kind::Usulan | Kind::Awal, None) | (Kind::Perubahan, Some(_)) => true,
        (Kind::PerubahanPenjabaran, Some(reason)) => {
            matches!(reason, Reason::RevenueChanged | Reason::Shift | Reason::LastYearSilpa)
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
