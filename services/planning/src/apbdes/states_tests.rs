use super::*;

const VERBS: [Verb; 13] = [
    Verb::Submit,
    Verb::Agree,
    Verb::Reject,
    Verb::Send,
    Verb::Pass,
    Verb::Fault,
    Verb::Lapse,
    Verb::Revise,
    Verb::Discard,
    Verb::Enact,
    Verb::Annul,
    Verb::Supersede,
    Verb::Restore,
];

/// Every step of a budget by Perdes; whatever is not here is refused.
const BY_PERDES: [(State, Verb, State); 16] = [
    (State::Draft, Verb::Submit, State::SubmittedBpd),
    (State::SubmittedBpd, Verb::Agree, State::AgreedBpd),
    (State::SubmittedBpd, Verb::Reject, State::RejectedBpd),
    (State::RejectedBpd, Verb::Revise, State::Draft),
    (State::AgreedBpd, Verb::Send, State::UnderEvaluation),
    (State::UnderEvaluation, Verb::Pass, State::EvaluatedOk),
    (State::UnderEvaluation, Verb::Fault, State::EvaluatedRevise),
    (State::UnderEvaluation, Verb::Lapse, State::DeemedOk),
    (State::EvaluatedRevise, Verb::Revise, State::Draft),
    (State::EvaluatedOk, Verb::Revise, State::Draft),
    (State::DeemedOk, Verb::Revise, State::Draft),
    (State::EvaluatedOk, Verb::Enact, State::Enacted),
    (State::DeemedOk, Verb::Enact, State::Enacted),
    (State::Enacted, Verb::Annul, State::Annulled),
    (State::Enacted, Verb::Supersede, State::Superseded),
    (State::Superseded, Verb::Restore, State::Enacted),
];

/// The steps by which a version of any kind is given up.
const GIVEN_UP: [(State, Verb, State); 5] = [
    (State::Draft, Verb::Discard, State::Discarded),
    (State::RejectedBpd, Verb::Discard, State::Discarded),
    (State::EvaluatedRevise, Verb::Discard, State::Discarded),
    (State::EvaluatedOk, Verb::Discard, State::Discarded),
    (State::DeemedOk, Verb::Discard, State::Discarded),
];

/// Every step of a change by Perkades.
const BY_PERKADES: [(State, Verb, State); 4] = [
    (State::Draft, Verb::Enact, State::Enacted),
    (State::Enacted, Verb::Annul, State::Annulled),
    (State::Enacted, Verb::Supersede, State::Superseded),
    (State::Superseded, Verb::Restore, State::Enacted),
];

fn check(kind: Kind, table: &[(State, Verb, State)]) {
    for state in State::ALL {
        for verb in VERBS {
            let mut table = table.iter().chain(&GIVEN_UP);
            let row = table.find(|(from, by, _)| from == state && *by == verb);
            let expected = row.map(|(_, _, to)| *to);
            assert_eq!(next(kind, *state, verb).ok(), expected, "{kind:?} {state:?} {verb:?}");
        }
    }
}

#[test]
fn a_version_moves_only_by_the_table_of_its_kind() {
    check(Kind::Awal, &BY_PERDES);
    check(Kind::Perubahan, &BY_PERDES);
    check(Kind::PerubahanPenjabaran, &BY_PERKADES);
    check(Kind::Usulan, &[]);
}

#[test]
fn a_wrong_state_names_what_is_and_what_is_needed() {
    let refusal = next(Kind::Awal, State::Draft, Verb::Enact).unwrap_err();
    assert_eq!(refusal.code, "WRONG_STATE");
    let facts: Vec<&str> = refusal.facts.iter().map(|fact| fact.value.as_str()).collect();
    assert_eq!(facts, ["draft", "evaluated_ok|deemed_ok"]);
}

#[test]
fn a_reason_stands_only_on_what_it_may_amend() {
    for (kind, reason, fit) in [
        (Kind::Awal, None, true),
        (Kind::Awal, Some(Reason::Shift), false),
        (Kind::Usulan, Some(Reason::RevenueChanged), false),
        (Kind::Perubahan, None, false),
        (Kind::Perubahan, Some(Reason::Extraordinary), true),
        (Kind::Perubahan, Some(Reason::Shift), true),
        (Kind::PerubahanPenjabaran, Some(Reason::Shift), true),
        (Kind::PerubahanPenjabaran, Some(Reason::SavingsUsed), false),
        (Kind::PerubahanPenjabaran, Some(Reason::Extraordinary), false),
    ] {
        assert_eq!(fits(kind, reason), fit, "{kind:?} {reason:?}");
    }
}

#[test]
fn a_stored_word_reads_back() {
    for state in State::ALL {
        assert_eq!(State::of(state.word()), Some(*state));
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::of(kind.word()), Some(*kind));
    }
    assert_eq!(State::of("nonsense"), None);
}
