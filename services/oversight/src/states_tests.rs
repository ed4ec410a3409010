use domain::Kind;
use uuid::Uuid;

use super::*;

fn place(code: &str) -> Place {
    Place::parse(code).unwrap()
}

fn codes(refusals: &[Refusal]) -> Vec<&str> {
    refusals.iter().map(|refusal| refusal.code.as_ref()).collect()
}

#[test]
fn the_camat_makes_within_one_kecamatan_and_pmd_anywhere() {
    let cases = [
        (Some(Role::Cam), "35.10.25", true),
        (Some(Role::Cam), "35.10.25.2010", true),
        (Some(Role::Cam), "35.10", false),
        (Some(Role::Pmd), "35.10.25", true),
        (Some(Role::Pmd), "35.10", true),
        (Some(Role::Kds), "35.10.25", false),
        (None, "35.10", false),
    ];
    for (role, code, allowed) in cases {
        let place = place(code);
        let maker = Maker { role, place: &place, named: &place, conflict: None, months: 24 };
        assert_eq!(maker_unmet(&maker).is_empty(), allowed, "{role:?} {code}");
    }
}

#[test]
fn naming_another_place_than_the_flags_is_refused() {
    let (place, named) = (place("35.10"), place("35.10.25"));
    let maker =
        Maker { role: Some(Role::Pmd), place: &place, named: &named, conflict: None, months: 24 };
    assert_eq!(codes(&maker_unmet(&maker)), ["DECIDER_NOT_ABOVE_BOTH"]);
}

#[test]
fn a_conflict_of_interest_is_told_beside_everything_else() {
    let place = place("35.10");
    let maker = Maker {
        role: Some(Role::Cam),
        place: &place,
        named: &place,
        conflict: Some("35.10.25.2010"),
        months: 24,
    };
    let no = maker_unmet(&maker);
    assert_eq!(codes(&no), ["DECIDER_NOT_ABOVE_BOTH", "CONFLICT_OF_INTEREST"]);
    assert!(no[1].message().contains("24 bulan"));
}

#[test]
fn the_checker_is_another_person_without_conflict_and_the_decision_still_waits() {
    let (a, b) = (PersonId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
    assert!(checker_unmet("proposed", a, b, None, 24).is_empty());
    assert_eq!(codes(&checker_unmet("proposed", a, a, None, 24)), ["SAME_DECIDER"]);
    assert_eq!(
        codes(&checker_unmet("confirmed", a, a, Some("35.10.25.2009"), 24)),
        ["DECISION_CLOSED", "SAME_DECIDER", "CONFLICT_OF_INTEREST"]
    );
    assert!(checker_unmet("rejected", a, b, None, 24).iter().all(|r| r.kind == Kind::Unmet));
}

#[test]
fn only_a_dismissal_ends_and_not_before_today() {
    let today = Day::parse("2026-11-24").unwrap();
    assert!(validity(true, None, today).is_ok());
    assert!(validity(true, Some(today), today).is_ok());
    assert!(validity(true, Some(today.plus(-1)), today).is_err());
    assert!(validity(false, Some(today.plus(9)), today).is_err());
    assert!(validity(false, None, today).is_ok());
}
