use domain::{
    Place,
    Role::{Adm, Cam, Ins, Kds, Keu, Pmd, Sek, Sys},
};

use super::*;

fn reached(role: Role, offices: &[Role]) -> Reached {
    let post = Post { role, area: Place::platform(), acting: false };
    Reached { post, offices: offices.to_vec() }
}

fn on<'a>(step: Step, mandates: &'a [Reached], state: &'a str) -> OnAccount<'a> {
    OnAccount {
        step,
        mandates,
        state,
        for_oneself: false,
        is_suspended: false,
        shall_be_suspended: false,
    }
}

fn codes(unmet: &[Refusal]) -> Vec<&str> {
    unmet.iter().map(|refusal| refusal.code.as_ref()).collect()
}

#[test]
fn who_acts_on_an_account_has_a_say_over_every_mandate_of_its_holder() {
    use Step::{Confirm, End, Propose};
    /// A step, the holder's roles each with the offices of who acts, and whether it may be.
    type Row<'a> = (Step, &'a [(Role, &'a [Role])], bool);
    let table: [Row<'_>; 11] = [
        (Propose, &[(Sek, &[Kds])], true),
        (Propose, &[(Kds, &[Kds])], false),
        (Propose, &[(Kds, &[Pmd])], true),
        (Propose, &[(Keu, &[Adm])], false),
        (Propose, &[(Pmd, &[Adm])], true),
        (Confirm, &[(Sek, &[Cam])], false),
        (Confirm, &[(Sys, &[Ins])], true),
        (End, &[(Ins, &[Pmd])], true),
        (End, &[(Adm, &[Pmd])], false),
        // One mandate is elsewhere, where the caller is nobody.
        (Propose, &[(Sek, &[Kds]), (Keu, &[])], false),
        (End, &[(Sek, &[Pmd]), (Keu, &[Pmd])], true),
    ];
    for (step, mandates, expected) in table {
        let mandates: Vec<Reached> =
            mandates.iter().map(|(role, offices)| reached(*role, offices)).collect();
        let unmet = unmet(&on(step, &mandates, "active"));
        let expected: &[&str] = if expected { &[] } else { &["MANDATE_NOT_YOURS"] };
        assert_eq!(codes(&unmet), expected, "{step:?} {mandates:?}");
    }
}

#[test]
fn an_act_on_an_account_names_every_reason_at_once() {
    let mandates = [reached(Sek, &[])];
    let asked = OnAccount {
        for_oneself: true,
        is_suspended: true,
        ..on(Step::Propose, &mandates, "proposed")
    };
    let expected = ["MANDATE_NOT_YOURS", "ACCOUNT_OF_ONESELF", "WRONG_STATE", "WRONG_STATE"];
    assert_eq!(codes(&unmet(&asked)), expected);
}

#[test]
fn an_ended_mandate_names_an_account_to_stop_and_none_to_help() {
    let mandates = [reached(Sek, &[Pmd])];
    for (step, state, expected) in [
        (Step::End, "ended", true),
        (Step::End, "proposed", false),
        (Step::End, "withdrawn", false),
        (Step::Propose, "ended", false),
        (Step::Confirm, "ended", false),
    ] {
        assert_eq!(unmet(&on(step, &mandates, state)).is_empty(), expected, "{step:?} {state}");
    }
}

#[test]
fn a_reset_takes_two() {
    assert_eq!(unmet_second(None, 1).map(|no| no.code), Some(RESET_NOT_PROPOSED.code.into()));
    assert_eq!(unmet_second(Some(1), 1).map(|no| no.code), Some(RESET_SAME_PERSON.code.into()));
    assert!(unmet_second(Some(2), 1).is_none());
}
