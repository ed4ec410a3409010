//! Offices set by officials and read as of a day, on both engines.

use std::sync::Arc;

use domain::{Clock, Role};
use store::{
    Engine, engine_test,
    testing::{self, TestStore},
};
use tonic::{Code, Request, Status, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use uuid::Uuid;
use wire::{
    common::v1::LonLat as Position, registry::v1::registry_service_server::RegistryService as _,
};

use super::*;
use crate::{INTERNAL_METHODS, registry_tests::NOW_US, rpc::Registry};

store::statements! {
    PERSON: cross_desa("people") = "INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, 0)";
    ACCOUNT: cross_desa("people") = "INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $1, $2, '', 0)";
    SESSION: cross_desa("people") = "INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us, stepped_up_us)
        VALUES ($1, $1, $1, 0, 9000000000000000, 0)";
    TOKEN: cross_desa("people") = "INSERT INTO identity_token (token_hash, session_id, expires_us)
        VALUES ($1, $2, 9000000000000000)";
    MANDATE: cross_desa("people") = "INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, acting,
            basis, state, proposed_us, confirmed_us)
        VALUES ($1, $1, $2, $3, 0, FALSE, '', 'active', 0, 0)";
}

/// Who calls, by their tokens.
const PEOPLE: [(&str, Role, &str); 3] = [
    ("pmd", Role::Pmd, "35.10"),
    ("pmd-elsewhere", Role::Pmd, "35.11"),
    ("sek", Role::Sek, "35.10.25.2010"),
];

#[derive(Serialize)]
struct Settle;

impl Command for Settle {
    const METHOD: &'static str = "test/Settle";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        for (n, (token, role, area)) in (1_000_u128..).zip(PEOPLE) {
            let id = Uuid::from_u128(n);
            tx.exec(&PERSON, args![id, token]).await?;
            tx.exec(&ACCOUNT, args![id, token]).await?;
            tx.exec(&SESSION, args![id]).await?;
            let hash = store::Caller::of_token(token).token_hash;
            tx.exec(&TOKEN, args![hash.as_slice(), id]).await?;
            tx.exec(&MANDATE, args![id, role.code(), area]).await?;
        }
        Ok(())
    }
}

struct World {
    registry: Registry,
    _kept: TestStore,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let inner = INTERNAL_METHODS.iter().copied().chain([Settle::METHOD]);
        let matrix = edge::access::matrix(0, &inner.collect::<Vec<_>>());
        let kept = testing::empty(engine, Clock::fixed(NOW_US), matrix).await;
        kept.store.execute_once(None, Settle).await.unwrap();
        let registry = Registry { store: kept.store.clone(), atlas: Arc::default() };
        Self { registry, _kept: kept }
    }

    async fn set(&self, who: &str, at: (f64, f64), from: &str) -> Result<api::Office, Status> {
        let mut request = Request::new(api::SetOfficeRequest {
            request_id: self.registry.store.new_request_id().uuid().to_string(),
            name: "desa/35.10.25.2010".into(),
            position: Some(Position { longitude_deg: at.0, latitude_deg: at.1 }),
            valid_from: from.into(),
            source: "Pengukuran PMD 2026".into(),
        });
        let bearer: MetadataValue<_> = format!("Bearer {who}").parse().unwrap();
        request.metadata_mut().insert("authorization", bearer);
        let answer = self.registry.set_office(request).await?.into_inner();
        assert!(answer.receipt.is_some());
        Ok(answer.office.unwrap())
    }

    async fn get(&self, day: &str) -> Result<api::Office, Status> {
        let request = api::GetOfficeRequest { name: "desa/35.10.25.2010".into(), day: day.into() };
        let answer = self.registry.get_office(Request::new(request)).await?;
        Ok(answer.into_inner().office.unwrap())
    }
}

const FIRST: (f64, f64) = (114.352_123_4, -8.284_123_4);
const SECOND: (f64, f64) = (114.353_987_6, -8.281_987_6);

fn at(office: &api::Office) -> (f64, f64) {
    let position = office.position.as_ref().unwrap();
    (position.longitude_deg, position.latitude_deg)
}

async fn an_office_stands_from_the_day_that_an_official_said(engine: Engine) {
    let world = World::new(engine).await;
    assert_eq!(world.get("").await.unwrap_err().code(), Code::NotFound);
    for stranger in ["sek", "pmd-elsewhere"] {
        let no = world.set(stranger, FIRST, "2026-01-01").await.unwrap_err();
        assert_eq!(no.code(), Code::PermissionDenied, "{stranger}");
    }
    let set = world.set("pmd", FIRST, "2026-01-01").await.unwrap();
    assert_eq!(world.get("").await.unwrap(), set);
    assert_eq!((at(&set), set.source.as_str()), (FIRST, "Pengukuran PMD 2026"));
    assert_eq!(world.get("2025-12-31").await.unwrap_err().code(), Code::NotFound);

    world.set("pmd", SECOND, "2026-06-01").await.unwrap();
    assert_eq!(at(&world.get("2026-05-31").await.unwrap()), FIRST);
    assert_eq!(at(&world.get("2026-06-01").await.unwrap()), SECOND);
    world.set("pmd", SECOND, "2026-01-01").await.unwrap();
    assert_eq!(at(&world.get("").await.unwrap()), SECOND, "put right from the same day on");
}

async fn what_is_no_place_or_no_day_is_refused_at_once(engine: Engine) {
    let world = World::new(engine).await;
    let no = world.set("pmd", (-8.284_1, 114.352_1), "kemarin").await.unwrap_err();
    let bad = no.get_details_bad_request().unwrap().field_violations;
    let mut fields: Vec<&str> = bad.iter().map(|one| one.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["position", "valid_from"]);
}

engine_test!(
    an_office_stands_from_the_day_that_an_official_said,
    what_is_no_place_or_no_day_is_refused_at_once,
);
