use super::*;

const MINUTE_US: i64 = 60_000_000;

fn day(month: u8, day: u8) -> Day {
    Day::from_ymd(2026, month, day)
}

fn codes(unmet: &[Refusal]) -> Vec<&str> {
    unmet.iter().map(|refusal| refusal.code.as_ref()).collect()
}

#[test]
fn every_tenth_wrong_password_locks_for_longer_up_to_an_hour() {
    let table = [
        (1, None),
        (9, None),
        (10, Some(15)),
        (11, None),
        (20, Some(30)),
        (30, Some(60)),
        (4_000, Some(60)),
    ];
    for (failures, minutes) in table {
        assert_eq!(lock_us(failures), minutes.map(|m| m * MINUTE_US), "{failures} failures");
    }
}

#[test]
fn each_office_takes_only_its_own_steps() {
    use Step::{Confirm, End, Propose};
    let table = [
        (Propose, Kds, Sek, false, true),
        (Propose, Kds, Bpd, false, true),
        (Propose, Kds, Kds, false, false),
        (Propose, Kds, Kds, true, true),
        (Propose, Kds, Cam, false, false),
        (Confirm, Kds, Sek, false, false),
        (End, Kds, Keu, false, true),
        (End, Kds, Bpd, false, false),
        (Confirm, Cam, Kds, true, true),
        (Confirm, Cam, Kds, false, false),
        (Propose, Cam, Kds, true, false),
        (Propose, Pmd, Kds, false, true),
        (Confirm, Pmd, Pmd, false, true),
        (Confirm, Pmd, Adm, false, false),
        (Propose, Adm, Pmd, false, true),
        (Propose, Adm, Kds, false, false),
        (Confirm, Adm, Sek, false, false),
        (Propose, Ins, Op, false, false),
        (Confirm, Ins, Op, false, false),
        (Confirm, Ins, Pmd, false, false),
        (Propose, Adm, Sys, false, false),
        (Confirm, Adm, Sys, false, false),
        (Propose, Pmd, Sys, false, true),
        (Confirm, Pmd, Sys, false, false),
        (End, Pmd, Sys, false, true),
        (Propose, Ins, Sys, false, false),
        (Confirm, Ins, Sys, false, true),
        (End, Ins, Sys, false, false),
    ];
    for (step, office, role, acting, expected) in table {
        assert_eq!(
            may(step, office, role, acting),
            expected,
            "{office:?} {step:?} {role:?} {acting}"
        );
    }
}

#[test]
fn administrators_inspectors_and_systems_hold_no_other_office() {
    assert!(compatible(Sek, Keu));
    assert!(compatible(Ins, Ins));
    assert!(!compatible(Ins, Pmd));
    assert!(!compatible(Pmd, Adm));
    assert!(!compatible(Sek, Sys));
    assert!(!compatible(Sys, Pmd));
}

#[test]
fn a_bad_proposal_names_every_reason_at_once() {
    let area = Place::parse("35.10.25.2010").unwrap();
    let asked = Proposal {
        offices: &[Pmd],
        for_oneself: true,
        role: Ins,
        area: &area,
        area_kind: Some("desa"),
        acting: true,
        from: day(3, 1),
        to: None,
        held: &[Sek],
    };
    let unmet = unmet_proposal(&asked);
    let expected =
        ["MANDATE_FOR_ONESELF", "ROLE_PLACE_MISMATCH", "ACTING_NEEDS_END", "MANDATE_INCOMPATIBLE"];
    assert_eq!(codes(&unmet), expected);
    let asked = Proposal { for_oneself: false, role: Sek, acting: false, held: &[Keu], ..asked };
    assert!(unmet_proposal(&asked).is_empty());
    let unknown = Proposal { area_kind: None, to: Some(day(2, 1)), ..asked };
    assert_eq!(codes(&unmet_proposal(&unknown)), ["AREA_UNKNOWN", "MANDATE_DAYS_INVALID"]);
    let kelurahan = Proposal { area_kind: Some("kelurahan"), to: None, ..unknown };
    assert_eq!(codes(&unmet_proposal(&kelurahan)), ["ROLE_PLACE_MISMATCH"]);
}

fn a_confirmation(role: Role, offices: &'static [Role]) -> Confirmation<'static> {
    Confirmation {
        state: "proposed",
        offices,
        same_person: true,
        for_oneself: false,
        role,
        acting: false,
        from: day(1, 1),
        to: None,
        today: day(3, 1),
        held: &[],
        administrators: 1,
        pmd: 0,
    }
}

#[test]
fn one_person_confirms_alone_only_at_the_very_beginning() {
    assert!(unmet_confirmation(&a_confirmation(Pmd, &[Adm])).is_empty());
    assert!(unmet_confirmation(&a_confirmation(Adm, &[Adm])).is_empty());
    let refused = [
        Confirmation { pmd: 1, ..a_confirmation(Pmd, &[Adm]) },
        Confirmation { administrators: 2, ..a_confirmation(Pmd, &[Adm]) },
        Confirmation { administrators: 2, ..a_confirmation(Adm, &[Adm]) },
        a_confirmation(Ins, &[Adm]),
        a_confirmation(Pmd, &[Pmd]),
        a_confirmation(Sek, &[Pmd]),
    ];
    for asked in refused {
        assert_eq!(codes(&unmet_confirmation(&asked)), ["MANDATE_SAME_PERSON"], "{asked:?}");
    }
}

#[test]
fn a_mandate_that_is_over_or_ones_own_is_not_confirmed() {
    let asked = Confirmation {
        same_person: false,
        for_oneself: true,
        to: Some(day(2, 1)),
        state: "withdrawn",
        ..a_confirmation(Sek, &[Pmd])
    };
    let expected = ["WRONG_STATE", "MANDATE_FOR_ONESELF", "MANDATE_DAYS_INVALID"];
    assert_eq!(codes(&unmet_confirmation(&asked)), expected);
}

#[test]
fn the_last_administrator_stays() {
    let asked = Ending {
        state: "active",
        offices: &[Adm],
        role: Adm,
        from: day(1, 1),
        to: None,
        last_day: None,
        today: day(3, 1),
        administrators: 1,
    };
    assert_eq!(codes(&unmet_ending(&asked)), ["LAST_ADMINISTRATOR"]);
    assert!(unmet_ending(&Ending { administrators: 2, ..asked }).is_empty());
}

#[test]
fn a_last_day_only_moves_forward_and_not_into_the_past() {
    let asked = |last_day| Ending {
        state: "active",
        offices: &[Pmd],
        role: Sek,
        from: day(1, 1),
        to: Some(day(6, 30)),
        last_day: Some(last_day),
        today: day(3, 1),
        administrators: 1,
    };
    assert!(unmet_ending(&asked(day(3, 1))).is_empty());
    assert!(unmet_ending(&asked(day(6, 30))).is_empty());
    assert_eq!(codes(&unmet_ending(&asked(day(2, 28)))), ["MANDATE_DAYS_INVALID"]);
    assert_eq!(codes(&unmet_ending(&asked(day(7, 1)))), ["MANDATE_DAYS_INVALID"]);
}
