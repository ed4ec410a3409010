use domain::Kind;
use uuid::Uuid;

use super::*;

fn place(code: &str) -> Place {
    Place::parse(code).unwrap()
}

fn codes(refusals: &[Refusal]) -> Vec<&str> {
    refusals.iter().map(|refusal| refusal.code.as_ref()).collect()
}

fn maker(role: Role, place: &Place, pmd: Option<PmdMakes>) -> Maker<'_> {
    Maker { role: Some(role), place, named: place, pmd, due: Some(Day::from_ymd(2026, 3, 9)) }
}

#[test]
fn the_camat_makes_within_one_kecamatan_and_pmd_where_he_cannot() {
    let late = Some(PmdMakes::Late);
    let cases = [
        (Role::Cam, "35.10.25", None, true),
        (Role::Cam, "35.10.25.2010", None, true),
        (Role::Cam, "35.10.25", late, true),
        (Role::Cam, "35.10", Some(PmdMakes::TwoKecamatan), false),
        (Role::Pmd, "35.10.25", None, false),
        (Role::Pmd, "35.10.25", late, true),
        (Role::Pmd, "35.10.25", Some(PmdMakes::CamatInConflict), true),
        (Role::Pmd, "35.10.25", Some(PmdMakes::NoCamat), true),
        (Role::Pmd, "35.10", Some(PmdMakes::TwoKecamatan), true),
        (Role::Kds, "35.10.25", late, false),
    ];
    for (role, code, pmd, allowed) in cases {
        let place = place(code);
        let no = maker_unmet(&maker(role, &place, pmd));
        assert_eq!(no.is_empty(), allowed, "{role:?} {code} {pmd:?}");
    }
}

#[test]
fn pmd_is_told_until_when_the_camat_decides() {
    let place = place("35.10.25");
    let no = maker_unmet(&maker(Role::Pmd, &place, None));
    assert_eq!(codes(&no), ["CAMAT_FIRST"]);
    assert!(no[0].message().contains("9 Maret 2026"), "{}", no[0].message());
}

#[test]
fn naming_another_place_than_the_flags_is_refused() {
    let (place, named) = (place("35.10"), place("35.10.25"));
    let pmd = Some(PmdMakes::TwoKecamatan);
    let maker = Maker { named: &named, ..maker(Role::Pmd, &place, pmd) };
    assert_eq!(codes(&maker_unmet(&maker)), ["DECIDER_NOT_ABOVE_BOTH"]);
}

#[test]
fn the_checker_is_another_person_and_the_decision_still_waits() {
    let (a, b) = (PersonId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
    assert!(checker_unmet("proposed", a, b).is_empty());
    assert_eq!(codes(&checker_unmet("proposed", a, a)), ["SAME_DECIDER"]);
    assert_eq!(codes(&checker_unmet("confirmed", a, a)), ["DECISION_CLOSED", "SAME_DECIDER"]);
    assert!(checker_unmet("rejected", a, b).iter().all(|r| r.kind == Kind::Unmet));
}

#[test]
fn only_a_dismissal_ends_and_not_before_today() {
    let today = Day::parse("2026-11-24").unwrap();
    assert!(validity(true, None, today).is_ok());
    assert!(validity(true, Some(today), today).is_ok());
    let told = |dismissed: bool, days: i32| {
        let no = validity(dismissed, Some(today.plus(days)), today).unwrap_err();
        assert_eq!(no.field.as_deref(), Some("valid_until"));
        no.code.to_string()
    };
    assert_eq!(told(true, -1), "VALIDITY_PAST");
    assert_eq!(told(false, 9), "STANDS_HAS_NO_END");
    assert_eq!(told(false, -1), "STANDS_HAS_NO_END");
    assert!(validity(false, None, today).is_ok());
}

#[test]
fn a_proposal_is_dead_when_a_work_became_another_or_its_day_is_over() {
    let today = Day::from_ymd(2026, 3, 2);
    let (open, last, over) = (None, Some(today), Some(today.plus(-1)));
    for (seen, material, until, dead) in [
        ((1, 1), (1, 1), open, false),
        ((3, 2), (1, 2), last, false),
        ((1, 1), (2, 1), open, true),
        ((3, 1), (3, 2), last, true),
        ((1, 1), (1, 1), over, true),
    ] {
        assert_eq!(is_dead(seen, material, until, today), dead, "{seen:?} {material:?} {until:?}");
    }
}

#[test]
fn an_override_lasts_a_day_at_least_and_not_too_long() {
    let today = Day::from_ymd(2026, 3, 2);
    let effective = today.plus(4);
    let told = |until: i32| {
        let checked = override_validity(today.plus(until), effective, today, 180);
        checked.err().map(|refusal| refusal.code.to_string()).unwrap_or_default()
    };
    let cases = [(3, "OVERRIDE_SHORT"), (4, ""), (180, ""), (181, "OVERRIDE_TOO_LONG")];
    for (until, expected) in cases {
        assert_eq!(told(until), expected, "{until}");
    }
}
