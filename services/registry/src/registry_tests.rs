//! Charts and dated law, on both engines.

use std::sync::Arc;

use domain::{
    Clock, Error, Place,
    policy::{Matrix, Rule},
};
use store::{
    Engine, Store, Tx, args, engine_test,
    testing::{self, TestStore},
};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;
use wire::registry::v1::{
    self as api, policy_service_server::PolicyService as _,
    registry_service_server::RegistryService as _,
};

use crate::*;

/// 2 March 2026, 10:00 in Jakarta.
pub const NOW_US: i64 = 1_772_420_400_000_000;

store::statements! {
    COUNTS: cross_desa("test") = "
        SELECT (SELECT COUNT(*) FROM pub_desa), (SELECT COUNT(*) FROM pub_kegiatan),
               (SELECT COUNT(*) FROM pub_rekening), (SELECT COUNT(*) FROM pub_sumber_dana),
               (SELECT COUNT(*) FROM pub_policy), (SELECT COUNT(*) FROM pub_holiday),
               (SELECT COUNT(*) FROM registry_work_class)";
    SUKOJATI: cross_desa("test") = "
        SELECT name, kind, kecamatan, kecamatan_name FROM pub_desa WHERE desa_id = $1";
    BUILDS: cross_desa("test") = "
        SELECT code, is_infrastructure FROM pub_kegiatan WHERE is_infrastructure ORDER BY code";
}

/// An installation with both services, as a client sees it.
pub struct World {
    pub store: Store,
    pub registry: rpc::Registry,
    pub policies: rpc::Policies,
    _kept: TestStore,
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let open = wire::access::METHODS.iter().filter(|method| method.open);
        let methods = open.map(|method| method.path).chain(INTERNAL_METHODS.iter().copied());
        let methods = methods.chain(["test/Look", "test/Forge"]);
        let matrix = Matrix::new(methods.map(|method| (method, Rule::Open)), 0);
        let kept = testing::empty(engine, Clock::fixed(NOW_US), matrix).await;
        let store = kept.store.clone();
        let registry = rpc::Registry { store: store.clone(), atlas: Arc::default() };
        let policies = rpc::Policies { store: store.clone() };
        Self { store, registry, policies, _kept: kept }
    }
}

pub fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

/// What the published views and the law functions of a transaction answer.
struct Look;

type Seen = (Vec<i64>, (String, String, String, String), usize, Option<i64>, u32);

impl store::Query for Look {
    const METHOD: &'static str = "test/Look";
    type Answer = Seen;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Seen, Error> {
        let c: (i64, i64, i64, i64, i64, i64, i64) = tx.one(&COUNTS, args![]).await?;
        let desa = tx.one(&SUKOJATI, args!["35.10.25.2010"]).await?;
        let builds: Vec<(String, bool)> = tx.all(&BUILDS, args![]).await?;
        assert!(builds.iter().all(|(_, is)| *is));
        let place = Place::parse("35.10.25.2010").unwrap();
        let today = tx.today();
        let minutes = tx.policy("gate.candidate_radius_m", &place, today).await?;
        // Idul Fitri 2026 with its cuti bersama lies in these days.
        let days = tx.working_days(today, today.plus(31)).await?;
        let counts = vec![c.0, c.1, c.2, c.3, c.4, c.5, c.6];
        let number = minutes.and_then(|policy| policy.number());
        Ok((counts, desa, builds.len(), number, days.between(today, today.plus(31))))
    }
}

engine_test! {
    the_charts_are_loaded_once_and_joined_by_sql,
    the_charts_are_answered_in_pages,
    law_is_read_as_of_a_day_and_the_most_local_wins,
}

async fn the_charts_are_loaded_once_and_joined_by_sql(engine: Engine) {
    let world = World::new(engine).await;
    assert!(load_reference(&world.store).await.unwrap());
    assert!(!load_reference(&world.store).await.unwrap(), "the same charts are not loaded again");
    let all = data::reference().unwrap();
    let (counts, sukojati, builds, radius, working) = world.store.answer(None, Look).await.unwrap();
    let lengths = [
        217,
        all.kegiatan.len(),
        all.rekening.len(),
        all.sumber_dana.len(),
        all.policy.len(),
        all.holiday.len(),
        all.work_class.len(),
    ];
    assert_eq!(counts, lengths.map(|n| i64::try_from(n).unwrap()));
    let expected = ("Sukojati", "desa", "35.10.25", "Blimbingsari");
    assert_eq!((&*sukojati.0, &*sukojati.1, &*sukojati.2, &*sukojati.3), expected);
    assert!(builds > 10);
    assert_eq!(radius, Some(150));
    assert!((10..23).contains(&working), "holidays count: {working}");
}

async fn the_charts_are_answered_in_pages(engine: Engine) {
    let world = World::new(engine).await;
    let get = |name: &str| Request::new(api::GetDesaRequest { name: name.to_owned() });
    let sukojati = world.registry.get_desa(get("desa/35.10.25.2010")).await.unwrap().into_inner();
    let sukojati = sukojati.desa.unwrap();
    assert_eq!(sukojati.kecamatan_display_name, "Blimbingsari");
    assert!(sukojati.position.is_some());
    let refused = world.registry.get_desa(get("desa/35.10.25.2099")).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    let refused = world.registry.get_desa(get("desa/3510252010")).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);

    for (area, count) in [("", 217), ("35.10", 217), ("35.10.25", 10), ("35.11", 0)] {
        let mut names = Vec::new();
        let mut page_token = String::new();
        loop {
            let request = api::ListDesaRequest { area: area.into(), page_size: 7, page_token };
            let page = world.registry.list_desa(Request::new(request)).await.unwrap().into_inner();
            assert!(page.desa.len() <= 7);
            names.extend(page.desa.into_iter().map(|desa| desa.name));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(names.len(), count, "{area}");
        assert!(names.is_sorted());
    }
    let request =
        api::ListDesaRequest { area: "35.1".into(), page_size: -1, page_token: "x".into() };
    let refused = world.registry.list_desa(Request::new(request)).await.unwrap_err();
    assert_eq!(refused.get_details_bad_request().unwrap().field_violations.len(), 3);

    let request = api::ListKegiatanRequest { code_prefix: "02.03".into(), ..Default::default() };
    let listed = world.registry.list_kegiatan(Request::new(request)).await.unwrap().into_inner();
    assert!(listed.kegiatan.iter().all(|row| row.code.starts_with("02.03")));
    assert!(listed.kegiatan.iter().any(|row| row.is_infrastructure && row.work_class == "road"));
    let request = api::ListRekeningRequest { code_prefix: "5.3".into(), ..Default::default() };
    let listed = world.registry.list_rekening(Request::new(request)).await.unwrap().into_inner();
    assert!(listed.rekening.iter().any(|row| row.code == "5.3.5.03" || row.level == 4));
    let funds = world.registry.list_sumber_dana(Request::new(Default::default())).await.unwrap();
    let funds = funds.into_inner().sumber_dana;
    assert!(funds.is_sorted_by_key(|fund| fund.print_order));
    assert_eq!(funds.iter().find(|fund| fund.code == "DDS").unwrap().revenue_rekening, ["4.2.1"]);
    let classes = world.registry.list_work_class(Request::new(Default::default())).await.unwrap();
    let classes = classes.into_inner().work_classes;
    assert_eq!(classes.iter().find(|class| class.code == "drainage").unwrap().families, [1, 2]);
}

async fn law_is_read_as_of_a_day_and_the_most_local_wins(engine: Engine) {
    let world = World::new(engine).await;
    load_reference(&world.store).await.unwrap();
    let get = |key: &str, area: &str, day: &str| {
        let request = api::GetPolicyRequest { key: key.into(), area: area.into(), day: day.into() };
        world.policies.get_policy(Request::new(request))
    };
    // The deadline changed with the regulation of 27 March 2026.
    let before = get("deadline.D01", "35.10.25.2010", "").await.unwrap().into_inner();
    let after = get("deadline.D01", "35.10.25.2010", "2026-03-27").await.unwrap().into_inner();
    assert_ne!(before.policy.as_ref().unwrap().valid_from, after.policy.unwrap().valid_from);
    assert!(!before.policy.unwrap().basis.is_empty());
    // What a kabupaten lays down holds in its villages and not beyond.
    let local = get("evaluasi.oleh_camat", "35.10.25.2010", "").await.unwrap().into_inner();
    assert_eq!(local.policy.unwrap().area, "35.10");
    for (key, area) in
        [("evaluasi.oleh_camat", "35.11"), ("tidak.ada", ""), ("evaluasi.oleh_camat", "")]
    {
        let elsewhere = get(key, area, "").await.map(|found| found.into_inner().policy);
        assert!(elsewhere.is_err() || elsewhere.unwrap().unwrap().area != "35.10", "{key} {area}");
    }
    for (key, enforced) in
        [("deadline.D05", true), ("deadline.D03", false), ("siltap.kades.min", false)]
    {
        let told = get(key, "", "").await.unwrap().into_inner().policy.unwrap();
        assert_eq!(told.enforced, enforced, "{key}");
    }
    let refused = get("", "35.1", "kemarin").await.unwrap_err();
    assert_eq!(refused.get_details_bad_request().unwrap().field_violations.len(), 3);

    let mut keys = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = api::ListPoliciesRequest {
            area: "35.10.25.2010".into(),
            key_prefix: "deadline.".into(),
            page_size: 5,
            page_token,
            ..Default::default()
        };
        let page = world.policies.list_policies(Request::new(request)).await.unwrap().into_inner();
        keys.extend(page.policies.into_iter().map(|policy| policy.key));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert!(keys.len() > 20);
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "one rule a key: {keys:?}");
}
