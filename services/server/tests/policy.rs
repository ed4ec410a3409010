//! Who may call what: every method has a rule, every cell of the matrix holds.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Day, Mandate, Place, Principal, Role,
    ids::{MandateId, PersonId, SessionId},
    policy::Rule,
    reason,
};
use http::Request;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use server::{config::Limits, wiring};
use tonic::body::Body;
use tower::ServiceExt as _;
use wire::access::METHODS;

use crate::{matrix::ACTS, parity::sqlite};

const STEP_UP_MINUTES: u32 = 5;
const NOW_US: i64 = 1_790_000_000_000_000;

fn matrix() -> domain::policy::Matrix {
    edge::access::matrix(STEP_UP_MINUTES, &wiring::internal_methods())
}

fn principal(role: Role, area: &str, stepped_up: bool) -> Principal {
    let id = uuid();
    Principal {
        person: PersonId::new(id),
        session: SessionId::new(id),
        mandates: vec![Mandate {
            id: MandateId::new(id),
            role,
            area: Place::parse(area).unwrap(),
            from: Day::of_us(NOW_US),
            to: None,
        }],
        stepped_up_us: stepped_up.then_some(NOW_US),
    }
}

fn uuid() -> sqlx::types::Uuid {
    sqlx::types::Uuid::nil()
}

#[test]
fn every_method_of_the_descriptors_has_a_rule() {
    let set = FileDescriptorSet::decode(wire::DESCRIPTORS).unwrap();
    let ours = set.file.iter().filter(|file| file.package().starts_with("lumbung."));
    let paths: BTreeSet<String> = ours
        .flat_map(|file| {
            file.service.iter().flat_map(move |service| {
                service.method.iter().map(move |method| {
                    format!("/{}.{}/{}", file.package(), service.name(), method.name())
                })
            })
        })
        .collect();
    let known: BTreeSet<String> = METHODS.iter().map(|method| method.path.to_owned()).collect();
    assert_eq!(paths, known);
}

#[test]
fn each_cell_of_the_matrix_allows_or_refuses_as_its_method_says() {
    let matrix = matrix();
    let (inside, outside) = ("35.10.25.2010", "35.10.25.2009");
    let place = Place::parse(inside).unwrap();
    let mut cells = 0;
    for method in METHODS {
        for role in Role::ALL {
            let allow = method
                .allow
                .iter()
                .find(|(number, _)| edge::access::role(*number) == Some(role))
                .map(|(_, step_up)| *step_up);
            let may = |who: &Principal| matrix.authorise(who, method.path, &place, NOW_US);
            let fresh = may(&principal(role, inside, true));
            let stale = may(&principal(role, inside, false));
            let elsewhere = may(&principal(role, outside, true));
            let anybody = method.open || method.own;
            assert_eq!(fresh.is_ok(), anybody || allow.is_some(), "{} {role:?}", method.path);
            assert_eq!(elsewhere.is_ok(), anybody, "{} {role:?} of another desa", method.path);
            let needs = if method.own { Some(method.own_step_up) } else { allow };
            if needs == Some(true) {
                let refusal = stale.unwrap_err();
                assert_eq!(refusal.code, reason::STEP_UP_REQUIRED.code, "{}", method.path);
            } else {
                assert_eq!(stale.is_ok(), fresh.is_ok(), "{} {role:?}", method.path);
            }
            cells += 1;
        }
    }
    println!("{cells} cells: {} methods, {} roles", METHODS.len(), Role::ALL.len());
}

/// Who may call a method by its descriptor, as the rows of [`ACTS`] are written.
fn allowed(method: &wire::access::Method) -> BTreeSet<String> {
    let mark = |step_up: bool| if step_up { "*" } else { "" };
    if method.open {
        return BTreeSet::from(["open".to_owned()]);
    }
    if method.own {
        return BTreeSet::from([format!("own{}", mark(method.own_step_up))]);
    }
    let role = |number: i32| edge::access::role(number).unwrap();
    method
        .allow
        .iter()
        .map(|(number, step_up)| format!("{}{}", role(*number).code(), mark(*step_up)))
        .collect()
}

#[test]
fn every_method_allows_whom_the_study_does_or_its_row_says_why() {
    let words = |who: &str| who.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    let mut rows = BTreeMap::new();
    for act in ACTS {
        let told = act.departures.iter().map(|(method, who, _)| (*method, *who));
        for (method, who) in act.methods.iter().map(|method| (*method, act.who)).chain(told) {
            assert!(rows.insert(method, words(who)).is_none(), "{method} stands twice");
        }
        for (method, _, why) in act.departures {
            assert!(
                !why.is_empty(),
                "{} ({}): {method} departs without a reason",
                act.what,
                act.row
            );
        }
        assert!(act.row > 0 || act.methods.is_empty(), "a method of no act gives its reason");
    }
    let name = |path: &'static str| path.split_once(".v1.").map_or(path, |(_, method)| method);
    let methods: BTreeMap<&str, BTreeSet<String>> =
        METHODS.iter().map(|method| (name(method.path), allowed(method))).collect();
    for (method, who) in &rows {
        assert_eq!(methods.get(method), Some(who), "{method}");
    }
    let without: Vec<&&str> = methods.keys().filter(|method| !rows.contains_key(*method)).collect();
    assert!(without.is_empty(), "no row of tests/matrix.rs holds {without:?}");
}

#[test]
fn what_is_open_to_everybody_changes_nothing_but_sessions() {
    for method in METHODS.iter().filter(|method| method.open && method.writes) {
        let identity = method.path.starts_with("/lumbung.identity.v1.");
        assert!(identity, "{} writes and asks nobody who calls", method.path);
    }
}

#[test]
fn the_platform_administrator_holds_no_business_right() {
    let adm = edge::access::role_number(Role::Adm);
    for method in METHODS.iter().filter(|m| m.writes && m.allow.iter().any(|(n, _)| *n == adm)) {
        let platform = ["/lumbung.identity.v1.", "/lumbung.registry.v1."];
        assert!(platform.iter().any(|p| method.path.starts_with(p)), "{}", method.path);
    }
}

/// What the matrix gives a system of another office: claims of its own, and the feed.
const OF_A_SYSTEM: [&str; 7] = [
    "/lumbung.exchange.v1.ExchangeService/WatchEvents",
    "/lumbung.oversight.v1.ClaimService/AmendClaim",
    "/lumbung.oversight.v1.ClaimService/BatchRegisterClaims",
    "/lumbung.oversight.v1.ClaimService/GetClaim",
    "/lumbung.oversight.v1.ClaimService/ListClaims",
    "/lumbung.oversight.v1.ClaimService/RegisterClaim",
    "/lumbung.oversight.v1.ClaimService/WithdrawClaim",
];

#[test]
fn a_system_of_another_office_calls_claims_and_the_feed_and_nothing_else() {
    let (matrix, system) = (matrix(), principal(Role::Sys, "35.10", true));
    let place = Place::parse("35.10.25.2010").unwrap();
    let may = |path: &str| matrix.authorise(&system, path, &place, NOW_US).is_ok();
    let own = METHODS.iter().filter(|method| !method.open && !method.own);
    let called: BTreeSet<&str> = own.map(|method| method.path).filter(|path| may(path)).collect();
    assert_eq!(called, BTreeSet::from(OF_A_SYSTEM));
}

#[test]
fn acts_of_the_server_itself_are_no_methods() {
    for path in wiring::internal_methods() {
        assert!(METHODS.iter().all(|method| method.path != path), "{path} can be called");
        assert_eq!(matrix().rule(path), Some(&Rule::Open));
    }
}

#[tokio::test]
async fn every_method_is_served() {
    let empty = sqlite::empty(matrix()).await;
    let routes = wiring::routes(&empty.store, Limits::START.services());
    let mut missing = Vec::new();
    for method in METHODS {
        let request = Request::post(method.path)
            .header("content-type", "application/grpc")
            // A frame of one empty message.
            .body(Body::new(http_body_util::Full::new(bytes::Bytes::from_static(&[0; 5]))))
            .unwrap();
        let response = routes.clone().oneshot(request).await.unwrap();
        let code = response.headers().get("grpc-status").map(|value| value.as_bytes().to_vec());
        if code.as_deref() == Some(b"12") {
            missing.push(method.path);
        }
    }
    assert!(missing.is_empty(), "not served: {missing:#?}");
}

#[test]
fn the_matrix_is_printed() {
    let mut lines = Vec::new();
    for method in METHODS {
        let who = if method.open {
            String::from("open")
        } else if method.own {
            format!("own{}", if method.own_step_up { "*" } else { "" })
        } else {
            let roles = method.allow.iter().filter_map(|(number, step_up)| {
                let role = edge::access::role(*number)?;
                Some(format!("{}{}", role.code(), if *step_up { "*" } else { "" }))
            });
            roles.collect::<Vec<_>>().join(" ")
        };
        lines.push(format!("{} {:60} {who}", if method.writes { "W" } else { "R" }, method.path));
    }
    println!("{}", lines.join("\n"));
    assert_eq!(lines.len(), METHODS.len());
}
