//! Works of other owners over the services, on both engines.

use store::{Engine, engine_test};
use wire::{
    common::v1 as common,
    monitoring::v1::{DoubtSeverity, Relation, RelationKind, SiteDoubt},
    oversight::v1::{
        self as pb, claim_service_server::ClaimService as _, flag_service_server::FlagService as _,
    },
};

use super::{ClaimFile, ImportReport, import};
use crate::{
    story_tests::{KECAMATAN, confirmed, name, proposed},
    world::{Act, BLIMBINGSARI, SUKOJATI, World, culvert, from, told},
};

pub(super) const KABUPATEN: &str = "kabupaten/35.10";

fn at(east_m: f64) -> common::LonLat {
    common::LonLat { longitude_deg: 114.3 + east_m / 110_000.0, latitude_deg: -8.31 }
}

pub(super) fn point(east_m: f64) -> common::Shape {
    common::Shape { kind: Some(common::shape::Kind::Point(at(east_m))) }
}

pub(super) fn line(from_m: f64, to_m: f64) -> common::Shape {
    let vertices = vec![at(from_m), at(to_m)];
    common::Shape { kind: Some(common::shape::Kind::Line(common::Path { vertices })) }
}

pub(super) fn content(class: &str, document: &str, shape: common::Shape) -> pb::ClaimContent {
    pb::ClaimContent {
        display_name: "Peningkatan ruas Sukojati".into(),
        work_class: class.into(),
        intervention: "new".into(),
        tahun: 2026,
        amount: Some(common::Rupiah { sen: 50_000_000_000 }),
        document_number: document.into(),
        sites: vec![pb::ClaimSite { shape: Some(shape), ..Default::default() }],
        ..Default::default()
    }
}

pub(super) fn request(
    world: &World,
    number: &str,
    content: pb::ClaimContent,
) -> pb::RegisterClaimRequest {
    pb::RegisterClaimRequest {
        request_id: world.id(),
        parent: KABUPATEN.into(),
        owner: "kabupaten".into(),
        owner_display_name: "Dinas PUPR".into(),
        external_id: number.into(),
        content: Some(content),
    }
}

pub(super) async fn registered(
    world: &World,
    who: &str,
    number: &str,
    content: pb::ClaimContent,
) -> Result<pb::RegisterClaimResponse, Vec<String>> {
    told(world.claims.register_claim(from(who, request(world, number, content))).await)
}

pub(super) fn outcome(answer: &pb::RegisterClaimResponse) -> pb::ClaimOutcome {
    pb::ClaimOutcome::try_from(answer.outcome).unwrap()
}

fn codes(doubts: &[SiteDoubt]) -> Vec<&str> {
    doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

/// A culvert measured by a device, so many metres east.
fn measured(east_m: f64) -> pb::ClaimContent {
    let mut content = content("culvert", "SPK 7", point(east_m));
    content.sites[0].accuracy_m = 4.0;
    content
}

pub(super) async fn mapped(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    world
}

async fn an_owners_number_is_one_claim_however_often_it_is_sent(engine: Engine) {
    let world = mapped(engine).await;
    let wish = content("culvert", "", point(4.0));
    let first = registered(&world, "pmd", "R-1", wish.clone()).await.unwrap();
    assert_eq!(outcome(&first), pb::ClaimOutcome::Created);
    let claim = first.claim.unwrap();
    assert_eq!((claim.place.as_str(), claim.blocks), ("desa/35.10.25.2010", false));
    // The same owner and number written otherwise, the same contents.
    let mut again = request(&world, "r-1", wish.clone());
    again.owner_display_name = "DINAS  PU-PR".into();
    let again = told(world.claims.register_claim(from("pmd2", again)).await).unwrap();
    assert_eq!(outcome(&again), pb::ClaimOutcome::Unchanged);
    assert_eq!(again.claim.unwrap(), claim, "nothing moved");
    let mut funded = wish.clone();
    funded.document_number = "600/1/SPK/2026".into();
    let funded = registered(&world, "pmd", "R-1", funded).await.unwrap();
    assert_eq!(outcome(&funded), pb::ClaimOutcome::Amended);
    let now = funded.claim.unwrap();
    assert!(now.blocks && now.name == claim.name && now.etag == "\"2\"");
    // Withdrawn, and told once more: it stands again.
    let withdraw = |etag: &str| pb::WithdrawClaimRequest {
        request_id: world.id(),
        name: claim.name.clone(),
        etag: etag.into(),
        note: "Dibatalkan dinas".into(),
        ..Default::default()
    };
    let stale = told(world.claims.withdraw_claim(from("pmd", withdraw("\"1\""))).await);
    assert_eq!(stale.unwrap_err(), ["ETAG_MISMATCH"]);
    for (who, state) in [("pmd", pb::ClaimState::Active), ("pmd2", pb::ClaimState::Withdrawn)] {
        let said = told(world.claims.withdraw_claim(from(who, withdraw("\"2\""))).await).unwrap();
        assert_eq!(said.claim.unwrap().state(), state, "a contract goes by two persons");
    }
    let twice = told(world.claims.withdraw_claim(from("pmd", withdraw("\"3\""))).await);
    assert_eq!(twice.unwrap_err(), ["CLAIM_WITHDRAWN"]);
    let back = registered(&world, "pmd", "R-1", wish).await.unwrap();
    assert_eq!(outcome(&back), pb::ClaimOutcome::Restored);
    assert_eq!(back.claim.unwrap().name, claim.name);
}

async fn a_road_through_villages_stands_under_the_one_that_holds_most(engine: Engine) {
    let world = mapped(engine).await;
    // Sukojati ends at 114.305: 550 m east of the origin.
    let road = content("road", "SPK 2", line(0.0, 750.0));
    let claim = registered(&world, "pmd", "R-2", road).await.unwrap().claim.unwrap();
    assert_eq!(claim.place, format!("desa/{SUKOJATI}"));
    let parts: Vec<(&str, i32)> =
        claim.villages.iter().map(|one| (one.desa.as_str(), one.share_permille)).collect();
    assert!(matches!(parts[..], [("desa/35.10.25.2010", 725..=740), ("desa/35.10.25.2009", _)]));
    // Both villages read it in their own right; a stranger does not.
    let list = |parent: &str| pb::ListClaimsRequest { parent: parent.into(), ..Default::default() };
    let own = told(world.claims.list_claims(from("sek", list("desa/35.10.25.2010"))).await);
    assert_eq!(own.unwrap().claims.len(), 1);
    let get =
        |parent: &str| pb::GetClaimRequest { name: claim.name.clone(), parent: parent.into() };
    let read = told(world.claims.get_claim(from("sek", get("desa/35.10.25.2010"))).await);
    assert_eq!(read.unwrap().claim.unwrap().content.unwrap().sites.len(), 1);
    let far = told(world.claims.get_claim(from("rogojampi", get("desa/35.10.14.2003"))).await);
    assert_eq!(far.unwrap_err(), ["NOT_FOUND"]);
    // Moved, it stands under the other village, and is still one claim.
    let moved = async |who: &str, parent: &str, etag: &str| {
        let request = pb::AmendClaimRequest {
            request_id: world.id(),
            name: claim.name.clone(),
            parent: parent.into(),
            etag: etag.into(),
            content: Some(content("road", "SPK 2", line(560.0, 1_200.0))),
        };
        told(world.claims.amend_claim(from(who, request)).await).map(|done| done.claim.unwrap())
    };
    let no = moved("camat", KECAMATAN, &claim.etag).await.unwrap_err();
    assert_eq!(no, ["CLAIM_OTHER_OFFICE"], "the contract is the kabupaten's");
    let first = moved("pmd", "", &claim.etag).await.unwrap();
    assert_eq!(first.content, claim.content, "as it was");
    let moved = moved("pmd2", KECAMATAN, &first.etag).await.unwrap();
    assert_eq!(moved.place, format!("desa/{BLIMBINGSARI}"));
    // What lies in no village is doubted, stands under the kabupaten, and still meets others.
    let sea = content("culvert", "SPK 3", point(90_000.0));
    let sea = registered(&world, "pmd", "R-3", sea).await.unwrap();
    assert_eq!(codes(&sea.doubts), ["SITE_IN_SEA", "SITE_ACCURACY_MISSING"]);
    assert!(sea.doubts[0].text.contains("lebih dari 5000 m"), "{}", sea.doubts[0].text);
    let sea = sea.claim.unwrap();
    assert_eq!((sea.place.as_str(), sea.villages.len()), (KABUPATEN, 0));
    let beside = content("culvert", "SPK 4", point(90_003.0));
    let beside = registered(&world, "pmd", "R-4", beside).await.unwrap();
    assert_eq!(beside.verdict, i32::from(pb::Verdict::Block));
    let flag = beside.claim.unwrap().flags.remove(0);
    let flag = pb::GetFlagRequest { name: flag, parent: KABUPATEN.into() };
    let flag = told(world.flags.get_flag(from("pmd", flag)).await).unwrap().flag.unwrap();
    assert_eq!(flag.place, KABUPATEN, "no camat stands above it");
    let paid = [flag.first, flag.second].map(|side| side.unwrap().paid);
    assert_eq!(paid, [None, None], "what other owners paid is not known");
}

async fn rights_end_at_the_area_and_a_system_changes_only_its_own(engine: Engine) {
    let world = mapped(engine).await;
    let spot = || content("culvert", "SPK 5", point(0.0));
    for (who, expected) in [("sek", "NOT_ALLOWED"), ("camat", "NOT_ALLOWED")] {
        assert_eq!(registered(&world, who, "R-5", spot()).await.unwrap_err(), [expected], "{who}");
    }
    let mut own = request(&world, "R-5", content("culvert", "SPK 5", point(-1_700.0)));
    own.parent = "kecamatan/35.10.25".into();
    let outside = told(world.claims.register_claim(from("camat", own)).await);
    assert_eq!(outside.unwrap_err(), ["CLAIM_OUTSIDE_AREA"]);
    registered(&world, "pmd", "R-5", spot()).await.unwrap();
    let other = content("culvert", "SPK 6", point(0.0));
    let foreign = registered(&world, "sistem", "R-5", other.clone()).await;
    assert_eq!(foreign.unwrap_err(), ["CLAIM_NOT_YOURS"]);
    let by_system = registered(&world, "sistem", "S-1", other.clone()).await.unwrap();
    assert!(by_system.claim.unwrap().by_system);
    let changed = content("culvert", "", point(300.0));
    assert!(registered(&world, "sistem", "S-1", changed).await.is_ok());
    let mut bad = request(&world, " ", content("jalan", "", point(0.0)));
    bad.owner = "desa".into();
    let bad = told(world.claims.register_claim(from("pmd", bad)).await).unwrap_err();
    assert_eq!(bad.len(), 3, "owner, number and class at once: {bad:?}");
}

async fn a_claim_that_must_stop_says_so_until_its_owner_withdraws_it(engine: Engine) {
    let world = mapped(engine).await;
    let mine = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(mine.clone())).await.unwrap();
    let found = registered(&world, "pmd-long-ago", "R-6", content("culvert", "SPK", point(5.0)));
    let claim = found.await.unwrap().claim.unwrap();
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    let decision = pb::ProposeDecisionRequest {
        request_id: world.id(),
        name: claim.flags[0].clone(),
        place: "kecamatan/35.10.25".into(),
        outcome: pb::DecisionOutcome::Stands.into(),
        stopped_project: claim.name.clone(),
        reason: pb::DecisionReason::SameWork.into(),
        note: "Desa lebih dulu".into(),
        valid_until: String::new(),
        seen_first_rev: 1,
        seen_second_rev: 1,
        evidence: "BA 12/2026".into(),
    };
    let made = told(world.flags.propose_decision(from("camat", decision)).await).unwrap();
    let made = made.decision.unwrap();
    assert_eq!(made.stopped_project, claim.name);
    let confirm = pb::ConfirmDecisionRequest {
        request_id: world.id(),
        name: made.name,
        place: "kecamatan/35.10.25".into(),
    };
    told(world.flags.confirm_decision(from("pmd", confirm)).await).unwrap();
    assert!(world.unpaid(&mine).await.is_empty(), "the village goes on");
    let get = pb::GetClaimRequest { name: claim.name, parent: String::new() };
    let stopped = told(world.claims.get_claim(from("pmd", get)).await).unwrap().claim.unwrap();
    assert!(stopped.called_to_stop);
    for (who, stays) in [("pmd", true), ("pmd2", false)] {
        let withdraw = pb::WithdrawClaimRequest {
            request_id: world.id(),
            name: stopped.name.clone(),
            etag: stopped.etag.clone(),
            note: "Dihentikan oleh putusan".into(),
            ..Default::default()
        };
        let said = told(world.claims.withdraw_claim(from(who, withdraw)).await).unwrap();
        assert_eq!(
            said.claim.unwrap().called_to_stop,
            stays,
            "it holds nobody, so two take it out"
        );
    }
    assert!(world.unpaid(&mine).await.is_empty());
}

async fn a_batch_tells_every_row_and_leaves_nothing_of_a_bad_one(engine: Engine) {
    let world = mapped(engine).await;
    let row = |number: &str, content: pb::ClaimContent| pb::ClaimRow {
        external_id: number.into(),
        content: Some(content),
    };
    let batch = |all_or_nothing: bool| pb::BatchRegisterClaimsRequest {
        request_id: world.id(),
        parent: "kecamatan/35.10.25".into(),
        owner: "provinsi".into(),
        owner_display_name: "Dinas PU Bina Marga".into(),
        rows: vec![
            row("P-1", content("culvert", "SPK", point(0.0))),
            row("P-2", content("gedung", "SPK", point(0.0))),
            row("P-3", content("culvert", "SPK", point(-1_700.0))),
            row("p-1", content("culvert", "SPK", point(50.0))),
            row("P-4", content("culvert", "SPK", point(6.0))),
        ],
        all_or_nothing,
    };
    let all = told(world.claims.batch_register_claims(from("camat", batch(true))).await);
    let all = all.unwrap_err();
    assert_eq!(all, ["CODE_INVALID", "CLAIM_OUTSIDE_AREA", "CLAIM_TWICE"]);
    let some = told(world.claims.batch_register_claims(from("camat", batch(false))).await);
    let results = some.unwrap().results;
    let told: Vec<(i32, usize, usize)> =
        results.iter().map(|one| (one.row, one.errors.len(), one.flags.len())).collect();
    assert_eq!(told, [(1, 0, 0), (2, 1, 0), (3, 1, 0), (4, 1, 0), (5, 0, 1)]);
    assert_eq!(results[2].errors[0].reason, "CLAIM_OUTSIDE_AREA");
}

/// Sends one row of a kabupaten's list.
async fn sent(world: &World) -> pb::ClaimRowResult {
    let row = pb::ClaimRow {
        external_id: "R-7".into(),
        content: Some(content("culvert", "SPK 7", point(5.0))),
    };
    let batch = pb::BatchRegisterClaimsRequest {
        request_id: world.id(),
        parent: KABUPATEN.into(),
        owner: "kabupaten".into(),
        owner_display_name: "Dinas PUPR".into(),
        rows: vec![row],
        all_or_nothing: true,
    };
    let answer = told(world.claims.batch_register_claims(from("pmd-long-ago", batch)).await);
    answer.unwrap().results.remove(0)
}

async fn a_claim_sent_again_unchanged_answers_what_stands(engine: Engine) {
    let world = mapped(engine).await;
    world.act(Act::Register(culvert(SUKOJATI, 1, 0.0))).await.unwrap();
    let first = sent(&world).await;
    assert_eq!(first.outcome, i32::from(pb::ClaimOutcome::Created));
    assert_eq!((first.verdict, first.flags.len()), (i32::from(pb::Verdict::Block), 1));
    let again = sent(&world).await;
    assert_eq!(again.outcome, i32::from(pb::ClaimOutcome::Unchanged));
    assert_eq!((again.verdict, &again.flags), (first.verdict, &first.flags), "the flag it has");
    let flag = &first.flags[0];
    let decision = proposed(&world, "camat", flag, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    let decided = sent(&world).await;
    assert_eq!(decided.outcome, i32::from(pb::ClaimOutcome::Unchanged));
    assert_eq!((decided.verdict, decided.flags.len()), (i32::from(pb::Verdict::Clear), 0));
}

async fn while_nothing_is_judged_a_claim_is_sent_again_and_withdrawn_and_not_changed(
    engine: Engine,
) {
    let world = mapped(engine).await;
    let mine = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(mine.clone())).await.unwrap();
    let first = sent(&world).await;
    let alone = registered(&world, "pmd", "R-9", content("culvert", "SPK 9", point(-500.0))).await;
    let alone = alone.unwrap().claim.unwrap().name;
    world.act(Act::Outdate).await.unwrap();
    let again = sent(&world).await;
    assert_eq!(again.outcome, i32::from(pb::ClaimOutcome::Unchanged));
    assert_eq!((again.verdict, &again.flags), (first.verdict, &first.flags), "as it was judged");
    let outdated = ["RULE_SET_OUTDATED"];
    let other = registered(&world, "pmd", "R-8", content("culvert", "SPK 8", point(300.0))).await;
    assert_eq!(other.unwrap_err(), outdated);
    let withdraw = |name: &str| pb::WithdrawClaimRequest {
        request_id: world.id(),
        name: name.into(),
        etag: "\"1\"".into(),
        note: "Dibatalkan dinas".into(),
        ..Default::default()
    };
    let held = told(world.claims.withdraw_claim(from("pmd", withdraw(&again.claim))).await);
    assert_eq!(held.unwrap_err(), ["CLAIM_FLAGGED"], "it holds the village's work");
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    for (who, state) in [("pmd", pb::ClaimState::Active), ("pmd2", pb::ClaimState::Withdrawn)] {
        let said = told(world.claims.withdraw_claim(from(who, withdraw(&alone))).await).unwrap();
        assert_eq!(said.claim.unwrap().state(), state);
    }
}

async fn a_claim_on_a_point_that_stands_for_a_village_is_told_and_found_by_its_words(
    engine: Engine,
) {
    let world = mapped(engine).await;
    world.act(Act::Law("site.office_pin_m", "5")).await.unwrap();
    let mut mine = culvert(SUKOJATI, 1, 500.0);
    mine.name = "Gorong-gorong gang mawar dusun krajan".into();
    world.act(Act::Register(mine)).await.unwrap();
    let named = |east_m| pb::ClaimContent {
        display_name: "Pembangunan gorong gang mawar dusun krajan".into(),
        ..measured(east_m)
    };
    let honest = registered(&world, "pmd", "R-7", named(-100.0)).await.unwrap();
    assert!(honest.doubts.is_empty() && honest.findings.is_empty(), "{honest:?}");
    // The middle of Sukojati.
    let middle = named(-275.0);
    let first = registered(&world, "pmd", "R-7", middle.clone()).await.unwrap();
    assert_eq!(outcome(&first), pb::ClaimOutcome::Waiting);
    assert_eq!(codes(&first.doubts), ["SITE_OFFICE_DEFAULT"], "told of the word itself");
    let moved = registered(&world, "pmd2", "R-7", middle.clone()).await.unwrap();
    assert_eq!(codes(&moved.doubts), ["SITE_OFFICE_DEFAULT"]);
    assert!(moved.doubts[0].untrusted && moved.doubts[0].text.contains("Desa Sukojati"));
    let levels: Vec<&str> = moved.findings[0].evidence.iter().map(|e| e.level.as_str()).collect();
    assert!(levels.contains(&"words_only"), "not trusted: {levels:?}");
    let again = registered(&world, "pmd", "R-7", middle.clone()).await.unwrap();
    assert_eq!(outcome(&again), pb::ClaimOutcome::Unchanged);
    assert_eq!(again.doubts, moved.doubts, "its own shape is no copy");
    let amend = pb::AmendClaimRequest {
        request_id: world.id(),
        name: again.claim.as_ref().unwrap().name.clone(),
        etag: again.claim.unwrap().etag,
        content: Some(pb::ClaimContent { document_number: "SPK 8".into(), ..middle }),
        ..Default::default()
    };
    let amended = told(world.claims.amend_claim(from("pmd", amend)).await).unwrap();
    assert_eq!(amended.doubts, moved.doubts);
}

async fn a_claim_in_the_sea_is_told_or_refused_as_the_law_weighs_it(engine: Engine) {
    let world = mapped(engine).await;
    let first = registered(&world, "pmd", "R-8", measured(90_000.0)).await.unwrap();
    assert_eq!(codes(&first.doubts), ["SITE_IN_SEA"]);
    assert!(first.doubts[0].untrusted);
    world.act(Act::Law("severity.site.in_sea", "hard")).await.unwrap();
    let again = registered(&world, "pmd", "R-8", measured(90_000.0)).await.unwrap();
    assert_eq!(outcome(&again), pb::ClaimOutcome::Unchanged, "it stands, and is told of");
    assert_eq!(codes(&again.doubts), ["SITE_IN_SEA"]);
    let moved = registered(&world, "pmd", "R-8", measured(95_000.0)).await;
    assert_eq!(moved.unwrap_err(), ["SITE_IN_SEA"]);
    let row = |number: &str, east_m| pb::ClaimRow {
        external_id: number.into(),
        content: Some(measured(east_m)),
    };
    let batch = pb::BatchRegisterClaimsRequest {
        request_id: world.id(),
        parent: KABUPATEN.into(),
        owner: "provinsi".into(),
        owner_display_name: "Dinas PU Bina Marga".into(),
        rows: vec![row("P-1", 97_000.0), row("P-2", 90_000.0), row("P-3", 0.0)],
        all_or_nothing: false,
    };
    let results = told(world.claims.batch_register_claims(from("pmd", batch)).await);
    let results = results.unwrap().results;
    for refused in &results[..2] {
        assert_eq!(refused.errors[0].reason, "SITE_IN_SEA");
        assert!(refused.doubts.is_empty() && refused.claim.is_empty());
    }
    assert!(results[2].errors.is_empty() && results[2].doubts.is_empty(), "{:?}", results[2]);
}

async fn the_amounts_of_the_sites_sum_to_that_of_the_claim(engine: Engine) {
    let world = mapped(engine).await;
    let parted = |amount: Option<i64>, parts: [Option<i64>; 2]| {
        let site = |(east_m, sen): (f64, Option<i64>)| pb::ClaimSite {
            shape: Some(point(east_m)),
            amount: sen.map(|sen| common::Rupiah { sen }),
            ..Default::default()
        };
        pb::ClaimContent {
            amount: amount.map(|sen| common::Rupiah { sen }),
            sites: [0.0, 400.0].into_iter().zip(parts).map(site).collect(),
            ..content("culvert", "", point(0.0))
        }
    };
    for (amount, parts, kept) in [
        (Some(501), [None, None], [251_i64, 250]),
        (Some(501), [Some(300), Some(201)], [300, 201]),
        (Some(501), [None, Some(501)], [0, 501]),
        (Some(501), [Some(300), None], [300, 201]),
        (None, [Some(300), None], [300, 0]),
    ] {
        let answer = registered(&world, "pmd", "R-10", parted(amount, parts)).await.unwrap();
        let sites = answer.claim.unwrap().content.unwrap().sites;
        let told: Vec<i64> = sites.iter().map(|site| site.amount.unwrap().sen).collect();
        assert_eq!(told, kept, "{amount:?} {parts:?}");
    }
    for parts in [[Some(300), Some(300)], [Some(300), Some(200)], [None, Some(502)]] {
        let no = registered(&world, "pmd", "R-10", parted(Some(501), parts)).await;
        assert_eq!(no.unwrap_err(), ["SITE_AMOUNTS_DIFFER"], "{parts:?}");
    }
}

async fn a_claim_tells_its_days_and_is_compared_by_them(engine: Engine) {
    let world = mapped(engine).await;
    let base = |ends_on: &str| pb::ClaimContent {
        layer: "base".into(),
        starts_on: "2026-01-05".into(),
        ends_on: ends_on.into(),
        ..content("road", "SPK 9", line(0.0, 200.0))
    };
    let no = registered(&world, "pmd", "R-20", base("2026-01-04")).await;
    assert_eq!(no.unwrap_err(), ["WORK_DAYS_TURNED"]);
    let claim = registered(&world, "pmd", "R-20", base("2026-02-05")).await.unwrap().claim.unwrap();
    let get = pb::GetClaimRequest { name: claim.name, parent: String::new() };
    let read = told(world.claims.get_claim(from("pmd", get)).await).unwrap().claim.unwrap();
    let kept = read.content.unwrap();
    assert_eq!((kept.starts_on.as_str(), kept.ends_on.as_str()), ("2026-01-05", "2026-02-05"));
    let again = registered(&world, "pmd", "R-20", base("2026-02-05")).await.unwrap();
    assert_eq!(outcome(&again), pb::ClaimOutcome::Unchanged);
    let surface = |number, starts: &str| {
        let mut work = culvert(SUKOJATI, number, 0.0);
        work.class = domain::WorkClass::Road;
        work.sites[0].shape = edge::convert::shape(&line(0.0, 200.0)).unwrap();
        work.facts.layer = Some(gate::Layer::Surface);
        work.facts.starts = Some(domain::Day::parse(starts).unwrap());
        work
    };
    let later = surface(1, "2026-05-05");
    let found = world.act(Act::Register(later.clone())).await.unwrap();
    assert!(found.is_empty(), "three months after the base: {found:?}");
    world.act(Act::Withdraw(later.desa, later.project)).await.unwrap();
    let soon = world.act(Act::Register(surface(2, "2026-03-01"))).await.unwrap();
    assert_eq!(soon.len(), 1, "too soon");
}

async fn planned_days_touch_the_budget_year(engine: Engine) {
    let world = mapped(engine).await;
    let planned = |starts_on: &str, ends_on: &str| pb::ClaimContent {
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
        ..measured(0.0)
    };
    for (starts_on, ends_on) in
        [("2019-03-01", ""), ("", "2027-01-01"), ("2025-01-01", "2025-12-31"), ("2027-01-01", "")]
    {
        let no = registered(&world, "pmd", "R-22", planned(starts_on, ends_on)).await;
        assert_eq!(no.unwrap_err(), ["WORK_DAYS_OTHER_YEAR"], "{starts_on} {ends_on}");
    }
    for (starts_on, ends_on) in [("2025-10-01", "2027-03-31"), ("2026-12-31", ""), ("", "")] {
        let taken = registered(&world, "pmd", "R-22", planned(starts_on, ends_on)).await;
        assert!(taken.is_ok(), "{starts_on} {ends_on}: {taken:?}");
    }
}

async fn a_vague_claim_is_told_and_refused_by_no_law(engine: Engine) {
    let world = mapped(engine).await;
    world.act(Act::Law("site.accuracy_max_m", "50")).await.unwrap();
    world.act(Act::Law("severity.site.accuracy_poor", "hard")).await.unwrap();
    let mut vague = measured(0.0);
    vague.sites[0].accuracy_m = 5_000.0;
    let taken = registered(&world, "pmd", "R-23", vague).await.unwrap();
    assert_eq!(codes(&taken.doubts), ["SITE_ACCURACY_POOR"]);
    assert_eq!(taken.doubts[0].severity(), DoubtSeverity::Warn);
}

async fn a_column_that_nothing_reads_is_told_with_the_file(engine: Engine) {
    let world = mapped(engine).await;
    let text = "external_id,name,work_class,keterangan,accuracy_m,longitude,latitude\n\
                C-1,Jembatan Kali Binau,bridge,baru,4,114.3011,-8.3102\n";
    let report = loaded(&world, text, false).await;
    let told = "berkas: kolom keterangan tidak dikenal dan tidak dibaca";
    assert_eq!((report.created, report.doubted), (1, vec![told.to_owned()]));
}

async fn a_claim_names_works_of_villages_and_of_other_owners(engine: Engine) {
    let world = mapped(engine).await;
    let mut road = culvert(SUKOJATI, 1, 0.0);
    road.class = domain::WorkClass::Road;
    road.sites[0].shape = edge::convert::shape(&line(0.0, 200.0)).unwrap();
    world.act(Act::Register(road.clone())).await.unwrap();
    let relation = |kind: RelationKind, project: &str, claim: &str| Relation {
        kind: kind.into(),
        project: project.into(),
        claim: claim.into(),
    };
    let part =
        |relation: Relation| pb::ClaimContent { relations: vec![relation], ..measured(100.0) };
    let (village, nobody) = (name(&road), name(&culvert(SUKOJATI, 2, 0.0)));
    for (kind, project, code) in [
        (RelationKind::Segment, &village, "RELATION_FALSE"),
        (RelationKind::OtherComponent, &nobody, "RELATION_UNKNOWN"),
    ] {
        let no = registered(&world, "pmd", "R-30", part(relation(kind, project, ""))).await;
        assert_eq!(no.unwrap_err(), [code]);
    }
    let named = part(relation(RelationKind::OtherComponent, &village, ""));
    let first = registered(&world, "pmd", "R-30", named).await.unwrap();
    assert_eq!(first.verdict, i32::from(pb::Verdict::Warn));
    let first = first.claim.unwrap();
    assert_eq!(first.content.unwrap().relations[0].project, village);
    // A drain along the road, over the culvert: two works of other owners, and no part of it.
    let drain = content("drainage", "SPK 8", line(0.0, 200.0));
    let silent = registered(&world, "pmd", "R-31", drain.clone()).await.unwrap();
    assert_eq!(silent.verdict, i32::from(pb::Verdict::Block));
    let relations = vec![relation(RelationKind::OtherComponent, "", &first.name)];
    let drain = pb::ClaimContent { relations, ..drain };
    let asked = registered(&world, "pmd", "R-31", drain.clone()).await.unwrap();
    assert_eq!((outcome(&asked), asked.verdict()), (pb::ClaimOutcome::Waiting, pb::Verdict::Block));
    let told = registered(&world, "pmd2", "R-31", drain).await.unwrap();
    assert_eq!((outcome(&told), told.verdict()), (pb::ClaimOutcome::Amended, pb::Verdict::Block));
    let kept = told.claim.unwrap();
    assert_eq!(kept.content.unwrap().relations[0].claim, first.name);
    let itself = vec![relation(RelationKind::OtherComponent, "", &kept.name)];
    let itself =
        pb::ClaimContent { relations: itself, ..content("drainage", "SPK 8", line(0.0, 200.0)) };
    let no = registered(&world, "pmd", "R-31", itself).await.unwrap_err();
    assert_eq!(no, ["RELATION_UNKNOWN"], "nothing is a part of itself");
}

/// A file of the kabupaten, loaded.
pub(super) async fn loaded(world: &World, text: &str, all_or_nothing: bool) -> ImportReport {
    let file = ClaimFile {
        text: text.to_owned(),
        parent: KABUPATEN.into(),
        owner: "kabupaten".into(),
        owner_name: "Dinas PUPR".into(),
        year: 2026,
        all_or_nothing,
    };
    let mut last = (0, 0);
    let report = import(&world.test.store, &file, |done, total| last = (done, total)).await;
    let report = report.unwrap();
    assert!(last.0 == last.1 || all_or_nothing, "{last:?}");
    report
}

async fn a_file_goes_in_by_its_good_rows_and_again_changes_nothing(engine: Engine) {
    let world = mapped(engine).await;
    let mut text = "external_id,name,work_class,document,longitude,latitude\n".to_owned();
    for n in 0..60 {
        let lon = 114.3 + f64::from(n) * 0.004;
        text.push_str(&format!("K-{n},Gorong-gorong {n},culvert,SPK {n},{lon:.4},-8.31\n"));
    }
    text.push_str("K-60,Tertukar,culvert,SPK,-8.31,114.3\nK-1,Ganda,culvert,,114.3,-8.31\n");
    let none = loaded(&world, &text, true).await;
    assert_eq!((none.created, none.refused_rows), (0, 2));
    let report = loaded(&world, &text, false).await;
    assert_eq!((report.created, report.refused_rows, report.flags), (60, 2, 0));
    assert!(report.refused[0].starts_with("baris 62 (K-60): COORDINATE_SWAPPED"), "{report:?}");
    assert!(report.refused[1].starts_with("baris 63 (K-1): CLAIM_TWICE"), "{report:?}");
    let sea = "baris 61 (K-59): SITE_IN_SEA: Lokasi ke-1 berada di laut";
    assert!(report.doubted.iter().any(|line| line.starts_with(sea)), "{report:?}");
    let again = loaded(&world, &text, false).await;
    assert_eq!((again.unchanged, again.created), (60, 0));
    let amended = loaded(&world, &text.replace("SPK 7,", "SPK 7a,"), false).await;
    assert_eq!((amended.unchanged, amended.amended), (59, 1));
}

async fn a_file_with_decimal_commas_is_read_and_every_such_row_is_told(engine: Engine) {
    let world = mapped(engine).await;
    let text = "external_id;name;work_class;accuracy_m;longitude;latitude\n\
                C-1;Jembatan Kali Binau;bridge;4,5;114,3011;-8,3102\n\
                C-2;Irigasi sekunder;irrigation;4.5;114.3029;-8.3117\n";
    let sentence = "baris 2 (C-1): SITE_DECIMAL_COMMA: Lokasi ke-1 ditulis dengan koma desimal \
                    (\"-8,3102 114,3011\"); dibaca sebagai lintang -8.3102, bujur 114.3011.";
    let report = loaded(&world, text, false).await;
    assert_eq!((report.created, report.doubted), (2, vec![sentence.to_owned()]));
    world.act(Act::Law("severity.site.decimal_comma", "hard")).await.unwrap();
    let other = loaded(&world, &text.replace("C-1", "C-3"), false).await;
    assert_eq!((other.unchanged, other.refused_rows), (1, 1));
    assert_eq!(other.refused, [sentence.replace("C-1", "C-3")]);
}

engine_test!(
    an_owners_number_is_one_claim_however_often_it_is_sent,
    a_road_through_villages_stands_under_the_one_that_holds_most,
    rights_end_at_the_area_and_a_system_changes_only_its_own,
    a_claim_that_must_stop_says_so_until_its_owner_withdraws_it,
    a_batch_tells_every_row_and_leaves_nothing_of_a_bad_one,
    a_claim_sent_again_unchanged_answers_what_stands,
    while_nothing_is_judged_a_claim_is_sent_again_and_withdrawn_and_not_changed,
    a_claim_on_a_point_that_stands_for_a_village_is_told_and_found_by_its_words,
    a_claim_in_the_sea_is_told_or_refused_as_the_law_weighs_it,
    the_amounts_of_the_sites_sum_to_that_of_the_claim,
    a_claim_tells_its_days_and_is_compared_by_them,
    planned_days_touch_the_budget_year,
    a_vague_claim_is_told_and_refused_by_no_law,
    a_column_that_nothing_reads_is_told_with_the_file,
    a_claim_names_works_of_villages_and_of_other_owners,
    a_file_goes_in_by_its_good_rows_and_again_changes_nothing,
    a_file_with_decimal_commas_is_read_and_every_such_row_is_told,
);
