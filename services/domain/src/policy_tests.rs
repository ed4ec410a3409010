use uuid::Uuid;

use super::*;
use crate::{
    Mandate, Reason,
    ids::{MandateId, PersonId, SessionId},
};

const NOW_US: i64 = 1_795_194_000_000_000; // midnight of 2026-11-21 in Jakarta
const MINUTE_US: i64 = 60_000_000;
const STEP_UP_US: i64 = 5 * MINUTE_US;

const READ: &str = "/lumbung.registry.v1.RegistryService/GetDesa";
const INBOX: &str = "/lumbung.access.v1.InboxService/ListInbox";
const CHANGE_PASSWORD: &str = "/lumbung.identity.v1.IdentityService/ChangePassword";
const VERIFY: &str = "/lumbung.realisation.v1.SppService/VerifySpp";
const DISBURSE: &str = "/lumbung.realisation.v1.SppService/DisburseSpp";
const LIST: &str = "/lumbung.oversight.v1.FlagService/ListFlags";

fn matrix() -> Matrix {
    let allow = |role, step_up| Allow { role, step_up };
    Matrix::new(
        [
            (READ, Rule::Open),
            (INBOX, Rule::Own { step_up: false }),
            (CHANGE_PASSWORD, Rule::Own { step_up: true }),
            (VERIFY, Rule::Roles(vec![allow(Role::Sek, false)])),
            (DISBURSE, Rule::Roles(vec![allow(Role::Keu, true)])),
            (LIST, Rule::Roles(vec![allow(Role::Cam, false), allow(Role::Pmd, true)])),
            ("/lumbung.nobody.v1.Nobody/May", Rule::Roles(Vec::new())),
        ],
        STEP_UP_US,
    )
}

fn place(code: &str) -> Place {
    Place::parse(code).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn mandate(role: Role, area: &str) -> Mandate {
    let id = MandateId::new(Uuid::from_u128(role as u128 + 1));
    Mandate { id, role, area: place(area), from: day("2026-01-01"), to: None }
}

fn person(mandates: Vec<Mandate>) -> Principal {
    Principal {
        person: PersonId::new(Uuid::from_u128(71)),
        session: SessionId::new(Uuid::from_u128(72)),
        mandates,
        stepped_up_us: None,
    }
}

fn refused(principal: &Principal, method: &str, area: &str, reason: &Reason) {
    let answer = matrix().authorise(principal, method, &place(area), NOW_US);
    assert_eq!(answer.expect_err("must be refused").code, reason.code, "{method} at {area}");
}

fn allowed(principal: &Principal, method: &str, area: &str) -> Acting {
    let answer = matrix().authorise(principal, method, &place(area), NOW_US);
    answer.unwrap_or_else(|no| panic!("{method} at {area}: {}", no.code))
}

#[test]
fn an_unknown_method_is_denied_even_to_the_administrator() {
    let everything = Role::ALL.map(|role| mandate(role, "")).to_vec();
    let mut principal = person(everything);
    principal.stepped_up_us = Some(NOW_US);
    for method in ["", "/", "/lumbung.realisation.v1.SppService/Unknown", "VerifySpp"] {
        refused(&principal, method, "35.10.25.2010", &NOT_ALLOWED);
    }
    refused(&principal, "/lumbung.nobody.v1.Nobody/May", "35.10.25.2010", &NOT_ALLOWED);
    assert!(matrix().rule("VerifySpp").is_none());
    assert_eq!(matrix().rule(READ), Some(&Rule::Open));
}

#[test]
fn each_role_may_call_exactly_the_methods_that_name_it() {
    for role in Role::ALL {
        let mut principal = person(vec![mandate(role, "35.10.25.2010")]);
        principal.stepped_up_us = Some(NOW_US);
        for (method, roles) in
            [(VERIFY, &[Role::Sek][..]), (DISBURSE, &[Role::Keu]), (LIST, &[Role::Cam, Role::Pmd])]
        {
            if roles.contains(&role) {
                let acting = allowed(&principal, method, "35.10.25.2010");
                assert_eq!(acting.mandate.unwrap().role, role);
            } else {
                refused(&principal, method, "35.10.25.2010", &NOT_ALLOWED);
            }
        }
    }
}

#[test]
fn a_mandate_reaches_its_own_area_and_no_further() {
    for (area, at, may) in [
        ("35.10.25.2010", "35.10.25.2010", true),
        ("35.10.25.2010", "35.10.25.2011", false),
        ("35.10.25.2010", "35.10.25", false),
        ("35.10.25.2010", "", false),
        ("35.10.25", "35.10.25.2010", true),
        ("35.10.25", "35.10.24.2010", false),
        ("35.10", "35.10.24.2010", true),
        ("35.10", "35.09.24.2010", false),
        ("", "35.10.25.2010", true),
        ("", "", true),
    ] {
        let principal = person(vec![mandate(Role::Sek, area)]);
        if may {
            allowed(&principal, VERIFY, at);
        } else {
            refused(&principal, VERIFY, at, &NOT_ALLOWED);
        }
    }
}

#[test]
fn a_mandate_holds_from_its_first_day_to_its_last() {
    let dated = |from: &str, to: Option<&str>| {
        let mut mandate = mandate(Role::Sek, "35.10.25.2010");
        (mandate.from, mandate.to) = (day(from), to.map(day));
        person(vec![mandate])
    };
    for (from, to, holds) in [
        ("2026-11-21", None, true),
        ("2026-11-21", Some("2026-11-21"), true),
        ("2026-11-22", None, false),
        ("2026-01-01", Some("2026-11-20"), false),
        ("2026-01-01", Some("2026-12-31"), true),
        ("2026-12-01", Some("2026-01-31"), false),
    ] {
        let principal = dated(from, to);
        if holds {
            allowed(&principal, VERIFY, "35.10.25.2010");
        } else {
            refused(&principal, VERIFY, "35.10.25.2010", &NOT_ALLOWED);
        }
    }
}

#[test]
fn a_mandate_ends_at_midnight_in_jakarta_and_not_in_greenwich() {
    let mut last = mandate(Role::Sek, "35.10.25.2010");
    last.to = Some(day("2026-11-20"));
    let principal = person(vec![last]);
    let desa = place("35.10.25.2010");
    assert!(matrix().authorise(&principal, VERIFY, &desa, NOW_US - 1).is_ok());
    assert!(matrix().authorise(&principal, VERIFY, &desa, NOW_US).is_err());
}

#[test]
fn a_repeated_password_counts_for_its_minutes_only() {
    for (stepped_up_us, fresh) in [
        (None, false),
        (Some(NOW_US), true),
        (Some(NOW_US - STEP_UP_US), true),
        (Some(NOW_US - STEP_UP_US - 1), false),
        (Some(NOW_US + 1), false),
        (Some(i64::MIN), false),
        (Some(i64::MAX), false),
    ] {
        let mut principal = person(vec![mandate(Role::Keu, "35.10.25.2010")]);
        principal.stepped_up_us = stepped_up_us;
        for method in [DISBURSE, CHANGE_PASSWORD] {
            if fresh {
                allowed(&principal, method, "35.10.25.2010");
            } else {
                refused(&principal, method, "35.10.25.2010", &STEP_UP_REQUIRED);
            }
        }
    }
}

#[test]
fn a_password_cannot_replace_a_mandate() {
    let mut principal = person(vec![mandate(Role::Keu, "35.10.25.2011")]);
    refused(&principal, DISBURSE, "35.10.25.2010", &NOT_ALLOWED);
    principal.stepped_up_us = Some(NOW_US);
    refused(&principal, DISBURSE, "35.10.25.2010", &NOT_ALLOWED);
}

#[test]
fn a_mandate_that_needs_no_password_is_taken_before_one_that_does() {
    let both = person(vec![mandate(Role::Pmd, "35.10"), mandate(Role::Cam, "35.10.25")]);
    let acting = allowed(&both, LIST, "35.10.25.2010");
    assert_eq!(acting.mandate.unwrap().role, Role::Cam);
    refused(&both, LIST, "35.10.24.2010", &STEP_UP_REQUIRED);
    refused(&both, LIST, "35.11", &NOT_ALLOWED);
}

#[test]
fn a_lapsed_mandate_does_not_hide_a_valid_one() {
    let mut old = mandate(Role::Sek, "35.10.25.2010");
    old.to = Some(day("2026-06-30"));
    old.id = MandateId::new(Uuid::from_u128(99));
    let valid = mandate(Role::Sek, "35.10.25.2010");
    let acting = allowed(&person(vec![old, valid.clone()]), VERIFY, "35.10.25.2010");
    assert_eq!(acting.mandate, Some(valid));
}

#[test]
fn what_is_ones_own_needs_no_mandate_and_gives_none() {
    let nobody = person(Vec::new());
    for method in [READ, INBOX] {
        let acting = allowed(&nobody, method, "35.10.25.2010");
        assert_eq!(
            acting,
            Acting { person: nobody.person, session: nobody.session, mandate: None }
        );
    }
    refused(&nobody, VERIFY, "35.10.25.2010", &NOT_ALLOWED);
    let secretary = person(vec![mandate(Role::Sek, "35.10.25.2010")]);
    assert_eq!(allowed(&secretary, INBOX, "").mandate, None);
}
