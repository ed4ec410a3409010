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

static PLATFORM: Place = Place::platform();
const HERE: &str = "35.10.25.2010";
const THERE: &str = "35.10.25.2003";

fn post(role: Role, area: &str) -> Post {
    Post { role, area: Place::parse(area).unwrap(), acting: false }
}

fn acting(role: Role, area: &str) -> Post {
    Post { acting: true, ..post(role, area) }
}

#[test]
fn some_offices_are_not_held_together() {
    let table = [
        (post(Ins, "35.10"), post(Ins, "35.10"), true),
        (post(Ins, "35.10"), post(Pmd, "35.10"), false),
        (post(Pmd, "35.10"), post(Adm, ""), false),
        (post(Sek, HERE), post(Sys, "35.10"), false),
        (post(Sys, "35.10"), post(Pmd, "35.10"), false),
        // Perangkat of a village may be several of them.
        (post(Sek, HERE), post(Keu, HERE), true),
        (post(Pka, HERE), post(Op, HERE), true),
        // The BPD is no part of any village's government, not even for a while.
        (post(Bpd, HERE), post(Kds, HERE), false),
        (post(Bpd, HERE), acting(Kds, HERE), false),
        (post(Bpd, HERE), post(Sek, THERE), false),
        (post(Bpd, HERE), post(Keu, HERE), false),
        (post(Bpd, HERE), acting(Pka, HERE), false),
        (post(Bpd, HERE), post(Op, HERE), true),
        // The secretary stands in for the kepala desa, who himself is nothing else.
        (post(Sek, HERE), acting(Kds, HERE), true),
        (post(Sek, HERE), post(Kds, HERE), false),
        (acting(Sek, HERE), post(Kds, HERE), false),
        (post(Keu, THERE), post(Kds, HERE), false),
        (post(Pka, HERE), post(Kds, HERE), false),
        (post(Kds, HERE), post(Kds, HERE), true),
        (post(Kds, HERE), post(Kds, THERE), false),
        (post(Kds, HERE), acting(Kds, THERE), true),
        // The camat evaluates what villages decide.
        (post(Cam, "35.10.25"), post(Kds, HERE), false),
        (post(Cam, "35.10.25"), acting(Kds, HERE), false),
        (post(Cam, "35.10.25"), post(Op, THERE), false),
        (post(Cam, "35.10.25"), post(Pmd, "35.10"), true),
        (post(Cam, "35.10.25"), post(Cam, "35.10.14"), true),
    ];
    for (one, other, expected) in table {
        assert_eq!(compatible(&one, &other), expected, "{one:?} {other:?}");
        assert_eq!(compatible(&other, &one), expected, "{other:?} {one:?}");
    }
}

#[test]
fn a_village_has_one_definitive_kepala_desa_on_a_day() {
    let area = Place::parse(HERE).unwrap();
    let name = "area/35.10.25.2010/mandates/x".to_owned();
    let heads = [Term { name, days: (day(1, 1), Some(day(6, 30))) }];
    let asked = Proposal {
        offices: &[Pmd],
        for_oneself: false,
        role: Kds,
        area: &area,
        area_kind: Some("desa"),
        acting: false,
        from: day(6, 30),
        to: None,
        today: day(3, 1),
        held: &[],
        heads: &heads,
    };
    let unmet = unmet_proposal(&asked);
    assert_eq!(codes(&unmet), ["KADES_DOUBLE"]);
    assert_eq!(unmet[0].subject.as_deref(), Some("area/35.10.25.2010/mandates/x"));
    let free = [
        Proposal { from: day(7, 1), ..asked },
        Proposal { acting: true, to: Some(day(7, 31)), ..asked },
        Proposal { role: Sek, ..asked },
    ];
    for asked in free {
        assert!(unmet_proposal(&asked).is_empty(), "{asked:?}");
    }
    let heads = [Term { days: (day(3, 1), None), ..heads[0].clone() }];
    let asked = Confirmation { heads: &heads, area: &area, ..a_confirmation(Kds, &[Pmd]) };
    let asked = Confirmation { same_person: false, ..asked };
    let unmet = unmet_confirmation(&asked);
    assert_eq!(codes(&unmet), ["KADES_DOUBLE"]);
    assert!(unmet[0].message().contains("dari 1 Maret 2026 sampai seterusnya"), "{unmet:?}");
    let over = Confirmation { to: Some(day(2, 28)), today: day(2, 1), ..asked };
    assert!(unmet_confirmation(&over).is_empty());
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
        today: day(2, 15),
        held: &[post(Sek, HERE)],
        heads: &[],
    };
    let unmet = unmet_proposal(&asked);
    let expected =
        ["MANDATE_FOR_ONESELF", "ROLE_PLACE_MISMATCH", "ACTING_NEEDS_END", "MANDATE_INCOMPATIBLE"];
    assert_eq!(codes(&unmet), expected);
    let held = [post(Keu, HERE)];
    let asked = Proposal { for_oneself: false, role: Sek, acting: false, held: &held, ..asked };
    assert!(unmet_proposal(&asked).is_empty());
    let unknown = Proposal { area_kind: None, to: Some(day(2, 1)), ..asked };
    assert_eq!(codes(&unmet_proposal(&unknown)), ["AREA_UNKNOWN", "MANDATE_DAYS_INVALID"]);
    let over = Proposal { from: day(1, 1), to: Some(day(2, 14)), ..asked };
    assert_eq!(codes(&unmet_proposal(&over)), ["MANDATE_DAYS_INVALID"], "all of it is past");
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
        area: &PLATFORM,
        acting: false,
        from: day(1, 1),
        to: None,
        today: day(3, 1),
        held: &[],
        heads: &[],
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
