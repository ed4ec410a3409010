//! The overlap report over its service and on both engines.

use std::collections::BTreeSet;

use gate::Work;
use store::{Engine, engine_test};
use tokio_stream::StreamExt as _;
use wire::oversight::v1::{
    self as pb, overlap_service_server::OverlapService as _,
    scan_district_response::Message as Scanned,
};

use crate::{
    overlap_file::COLUMNS,
    overlap_rpc::Rpc,
    world::{Act, BLIMBINGSARI, ROGOJAMPI, SUKOJATI, World, culvert, from, told},
};

const KABUPATEN: &str = "kabupaten/35.10";

pub fn service(world: &World) -> Rpc {
    Rpc { store: world.test.store.clone() }
}

pub fn of(parent: &str) -> pb::OverlapFilter {
    pb::OverlapFilter { parent: parent.into(), ..pb::OverlapFilter::default() }
}

pub async fn listed(
    world: &World,
    who: &str,
    filter: pb::OverlapFilter,
) -> Result<Vec<pb::Overlap>, Vec<String>> {
    let request =
        pb::ListOverlapsRequest { filter: Some(filter), page_size: 0, page_token: String::new() };
    told(service(world).list_overlaps(from(who, request)).await).map(|answer| answer.overlaps)
}

/// A blocking pair over a border 8 m apart, and a work 40 m away that is told.
pub async fn three_culverts(world: &World) -> Vec<Work> {
    let works =
        vec![culvert(SUKOJATI, 1, 0.0), culvert(BLIMBINGSARI, 2, 8.0), culvert(ROGOJAMPI, 3, 45.0)];
    for work in &works {
        world.act(Act::Register(work.clone())).await.unwrap();
    }
    works
}

async fn what_was_told_and_what_was_flagged_is_listed_with_its_state(engine: Engine) {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    let all = listed(&world, "pmd", of(KABUPATEN)).await.unwrap();
    let states: Vec<&str> = all.iter().map(|overlap| overlap.state.as_str()).collect();
    assert_eq!(states.iter().filter(|state| **state == "open").count(), 1, "{states:?}");
    assert_eq!(states.iter().filter(|state| **state == "warned").count(), 2, "{states:?}");
    assert!(all.iter().all(|overlap| overlap.at_stake.is_some_and(|money| money.sen == 100)));
    let open = pb::OverlapFilter { state: "open".into(), ..of(KABUPATEN) };
    let open = listed(&world, "pmd", open).await.unwrap();
    assert_eq!(open.len(), 1);
    assert!(open[0].flag.starts_with("flags/"), "{:?}", open[0]);
    assert!(open[0].evidence.iter().any(|e| e.level == "distance_hard"));
    for (filter, found) in [
        (pb::OverlapFilter { work_class: "road".into(), ..of(KABUPATEN) }, 0),
        (pb::OverlapFilter { work_class: "culvert".into(), ..of(KABUPATEN) }, 3),
        (pb::OverlapFilter { level: "distance_lookup".into(), ..of(KABUPATEN) }, 2),
        (pb::OverlapFilter { tahun: 2025, ..of(KABUPATEN) }, 0),
        (pb::OverlapFilter { owner: "desa".into(), ..of(KABUPATEN) }, 3),
        (pb::OverlapFilter { owner: "pusat".into(), ..of(KABUPATEN) }, 0),
        (of("desa/35.10.14.2003"), 2),
        (of("kecamatan/35.10.99"), 0),
    ] {
        assert_eq!(listed(&world, "pmd", filter.clone()).await.unwrap().len(), found, "{filter:?}");
    }
}

async fn a_village_sees_its_pairs_and_not_the_others_money(engine: Engine) {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    let own = listed(&world, "sek", of("desa/35.10.25.2010")).await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|overlap| overlap.at_stake.is_none()), "{own:?}");
    assert!(own.iter().all(|o| o.first.as_ref().unwrap().project.contains(SUKOJATI)), "{own:?}");
    let money = edge::convert::sen(1);
    let asked = pb::OverlapFilter { at_stake_min: Some(money), ..of("desa/35.10.25.2010") };
    assert_eq!(listed(&world, "sek", asked).await.unwrap_err(), ["NOT_ALLOWED"]);
    assert_eq!(listed(&world, "sek", of(KABUPATEN)).await.unwrap_err(), ["NOT_ALLOWED"]);
    let bad = pb::OverlapFilter { owner: "raja".into(), state: "x".into(), ..of("desa/x") };
    let codes = listed(&world, "sek", bad).await.unwrap_err();
    assert_eq!(codes.len(), 3, "{codes:?}");
}

async fn pages_hold_every_pair_once_as_of_one_instant(engine: Engine) {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    let mut token = String::new();
    let mut seen = BTreeSet::new();
    let mut as_of = BTreeSet::new();
    loop {
        let request = pb::ListOverlapsRequest {
            filter: Some(of(KABUPATEN)),
            page_size: 1,
            page_token: token.clone(),
        };
        let page = told(service(&world).list_overlaps(from("pmd", request)).await).unwrap();
        as_of.insert(page.as_of_us);
        for overlap in page.overlaps {
            assert!(seen.insert(overlap.id), "told twice");
        }
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
        let elsewhere = pb::ListOverlapsRequest {
            filter: Some(of("kecamatan/35.10.25")),
            page_size: 1,
            page_token: token.clone(),
        };
        let no = told(service(&world).list_overlaps(from("pmd", elsewhere)).await).unwrap_err();
        assert_eq!(no, ["FIELD_MALFORMED"]);
    }
    assert_eq!((seen.len(), as_of.len()), (3, 1));
    let request = pb::StreamOverlapsRequest { filter: Some(of(KABUPATEN)) };
    let stream = service(&world).stream_overlaps(from("pmd", request)).await.unwrap();
    let pieces: Vec<_> = stream.into_inner().collect().await;
    let streamed: BTreeSet<String> =
        pieces.into_iter().flat_map(|piece| piece.unwrap().overlaps).map(|o| o.id).collect();
    assert_eq!(streamed, seen);
}

async fn exported(world: &World, format: pb::OverlapFormat) -> String {
    let request = pb::ExportOverlapsRequest { filter: Some(of(KABUPATEN)), format: format.into() };
    let stream = service(world).export_overlaps(from("pmd", request)).await.unwrap();
    let pieces: Vec<_> = stream.into_inner().collect().await;
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.unwrap().content).collect();
    String::from_utf8(bytes).unwrap()
}

async fn the_report_is_a_spreadsheet_and_a_map(engine: Engine) {
    let world = World::new(engine).await;
    let empty: serde_json::Value =
        serde_json::from_str(&exported(&world, pb::OverlapFormat::Geojson).await).unwrap();
    assert_eq!(empty["features"].as_array().unwrap().len(), 0);
    three_culverts(&world).await;
    let text = exported(&world, pb::OverlapFormat::Csv).await;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), COLUMNS.len());
    assert_eq!(reader.records().map(Result::unwrap).count(), 3);
    let map: serde_json::Value =
        serde_json::from_str(&exported(&world, pb::OverlapFormat::Geojson).await).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 6, "a feature for each side");
    assert_eq!(features[0]["geometry"]["type"], "Point");
    let longitude = features[0]["geometry"]["coordinates"][0].as_f64().unwrap();
    assert!((114.0..115.0).contains(&longitude), "{longitude}");
    let none = pb::ExportOverlapsRequest { filter: Some(of(KABUPATEN)), format: 0 };
    let no = told(service(&world).export_overlaps(from("pmd", none)).await).err().unwrap();
    assert_eq!(no, ["FIELD_REQUIRED"]);
}

/// Every message of a scan, in its order.
async fn scan(world: &World, whole: bool) -> Vec<Scanned> {
    let request = pb::ScanDistrictRequest { parent: KABUPATEN.into(), whole };
    let stream = service(world).scan_district(from("pmd", request)).await.unwrap();
    let messages: Vec<_> = stream.into_inner().collect().await;
    messages.into_iter().map(|message| message.unwrap().message.unwrap()).collect()
}

async fn scanned(world: &World, whole: bool) -> (Vec<pb::ScanFinding>, pb::ScanProgress) {
    let mut findings = Vec::new();
    let mut last = None;
    for message in scan(world, whole).await {
        match message {
            Scanned::Progress(progress) => last = Some(progress),
            Scanned::Finding(finding) => findings.push(finding),
        }
    }
    (findings, last.unwrap())
}

async fn a_scan_of_many_works_tells_on_its_way_how_far_it_is(engine: Engine) {
    let world = World::new(engine).await;
    for n in 0..12_u32 {
        let work = culvert(SUKOJATI, u128::from(n) + 1, f64::from(n) * 40.0);
        world.act(Act::Register(work)).await.unwrap();
    }
    let messages = scan(&world, true).await;
    let is_progress = |message: &&Scanned| matches!(message, Scanned::Progress(_));
    let first = messages.iter().position(|message| !is_progress(&message)).unwrap();
    let told_after = messages.iter().skip(first).filter(is_progress).count();
    assert!(told_after > 1, "what is found is told before the scan is over");
    let progress = messages.iter().filter_map(|message| match message {
        Scanned::Progress(progress) => Some(*progress),
        Scanned::Finding(_) => None,
    });
    let mut progress: Vec<pb::ScanProgress> = progress.collect();
    let last = progress.pop().unwrap();
    let begun = progress.remove(0);
    assert_eq!((begun.works, begun.candidates, begun.compared), (12, 0, 0));
    assert!(!progress.is_empty(), "between beginning and end");
    assert!(progress.iter().all(|one| !one.done && one.candidates == last.candidates));
    assert!(progress.is_sorted_by_key(|one| one.compared), "{progress:?}");
    assert!(last.done && last.candidates > 0 && last.compared == last.candidates, "{last:?}");
    assert_eq!(last.differences, 0);
}

async fn a_scan_agrees_with_the_report_and_names_what_it_lost(engine: Engine) {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    let (findings, done) = scanned(&world, true).await;
    assert!(done.done);
    assert_eq!((done.works, done.pairs, done.differences), (3, 3, 0), "{findings:?}");
    assert_eq!(findings.len(), 3);
    assert!(scanned(&world, false).await.0.is_empty(), "only differences are told");
    world.act(Act::LoseOverlaps).await.unwrap();
    let (findings, done) = scanned(&world, false).await;
    assert_eq!((done.pairs, done.differences), (3, 3), "{findings:?}");
    let missing = i32::from(pb::OverlapAgreement::Missing);
    assert!(findings.iter().all(|finding| finding.agreement == missing), "{findings:?}");
}

async fn an_amount_that_nobody_told_leaves_the_known_one_at_stake(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Register(culvert(SUKOJATI, 1, 0.0))).await.unwrap();
    let mut theirs = culvert(BLIMBINGSARI, 2, 8.0);
    theirs.kind = gate::ClaimKind::Outside;
    theirs.facts.owner = gate::Owner::Kabupaten;
    theirs.amount = domain::Rupiah::ZERO;
    theirs.sites[0].amount = domain::Rupiah::ZERO;
    world.act(Act::Register(theirs)).await.unwrap();
    let least = Some(edge::convert::sen(100));
    let filter = pb::OverlapFilter { at_stake_min: least, ..of(KABUPATEN) };
    let report = listed(&world, "pmd", filter).await.unwrap();
    let at_stake: Vec<i64> = report.iter().map(|pair| pair.at_stake.unwrap().sen).collect();
    assert_eq!(at_stake, [100]);
}

async fn a_pair_leaves_the_report_with_its_work(engine: Engine) {
    let world = World::new(engine).await;
    let works = three_culverts(&world).await;
    let mut moved = works[1].clone();
    moved.sites[0].shape = culvert(BLIMBINGSARI, 2, 900.0).sites[0].shape.clone();
    world.act(Act::Amend(moved)).await.unwrap();
    let left = listed(&world, "pmd", of(KABUPATEN)).await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].state, "warned");
    assert_eq!(scanned(&world, false).await.1.differences, 0);
}

engine_test!(
    what_was_told_and_what_was_flagged_is_listed_with_its_state,
    a_village_sees_its_pairs_and_not_the_others_money,
    pages_hold_every_pair_once_as_of_one_instant,
    the_report_is_a_spreadsheet_and_a_map,
    a_scan_agrees_with_the_report_and_names_what_it_lost,
    a_scan_of_many_works_tells_on_its_way_how_far_it_is,
    an_amount_that_nobody_told_leaves_the_known_one_at_stake,
    a_pair_leaves_the_report_with_its_work,
);
