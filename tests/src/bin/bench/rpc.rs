//! `screen_rpc_100k_sqlite`: the whole `ScreenSite` call over a socket, signed in, told all that a
//! registration tells, judged by the shipped scorecard and explained, against nothing but PostGIS's
//! prepared lookup of the same place.
//!
//! Two officials of PMD put the card in force over the API. Works and candidates belong to the
//! village of the demo district in which they begin, and a candidate that begins in none is left
//! out: nobody asks from there, and a site outside its village is compared by words with all of it.
//! What a call answers are the works that rules and card tell, fewer than the near ones: the near
//! sets are compared before the server opens the store, and what the calls tell must lie in them.

use std::time::{Duration, Instant};

use domain::geo::Shape;
use tests::{
    engine::{Engine, Prepared},
    figures::{Figure, median, percentile, rss_mib},
    people::{Person, channel},
    register::{self, Village},
    server::Running,
};
use uuid::Uuid;
use wire::{
    common::v1::{self as common, shape::Kind},
    oversight::v1::{
        ActivateRuleSetRequest, GetRuleSetRequest, ProposeRuleSetRequest, RuleSet,
        ScreenSiteRequest, ScreenSiteResponse, rule_set_service_client::RuleSetServiceClient,
    },
    registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient},
};

use crate::screens::{CANDIDATES, Gist, RADIUS_M, Size, globe, same_near};

/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 5;
/// In whose name the rules change.
const KABUPATEN: &str = "kabupaten/35.10";
/// The village that a call asks about that asks nothing of the store.
const DESA: &str = "desa/35.10.25.2010";
/// So near the radius the two arms may differ.
const ROUNDING_M: f64 = 0.01;

pub async fn run(name: &str) {
    let (works, more) = Size::District.shapes();
    let prepared = Prepared::copy(Engine::Sqlite).await;
    let villages = register::villages(&prepared.database_file()).await;
    register::fill_sqlite(&prepared.database_file(), &works, &villages).await;
    // Points and lines as they come: a village screens both.
    let at_home = |shape: Shape| register::home(&villages, &shape).map(|home| (shape, home));
    let (candidates, homes): (Vec<Shape>, Vec<&Village>) =
        more.into_iter().filter_map(at_home).take(CANDIDATES).unzip();
    let shapes: Vec<Vec<u8>> = candidates.iter().map(globe).collect();
    let mut gist = Gist::load("lumbung_bench_gist", &works).await;
    let (_, near) = gist.run(&shapes, 1).await;
    same_near(name, &prepared.data(), &works, &candidates, &near).await;
    let lumbung = Running::start(prepared, Default::default()).await;
    weigh_by_card(&lumbung.address()).await;
    let person = Person::sign_in(channel(&lumbung.address()), "pmd.ani").await;
    let asked = (0..).zip(&candidates).zip(homes);
    let asked: Vec<ScreenSiteRequest> =
        asked.map(|((n, shape), home)| request(n, shape, home)).collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for pair in 0..=PAIRS {
        let (mut mine, answers) = calls(&person, &asked).await;
        let (mut other, found) = gist.run(&shapes, 1).await;
        if pair > 0 {
            let (a, b) = (percentile(&mut mine, 0.5) as f64, percentile(&mut other, 0.5) as f64);
            ours.push(a / 1e3);
            theirs.push(b / 1e3);
            ratios.push(b / a);
            our_times.append(&mut mine);
            their_times.append(&mut other);
        } else {
            check(name, &answers, &found);
        }
    }
    println!(
        "{name}: p50 {:.1} us and p99 {:.1} us, PostGIS alone p50 {:.1} us and p99 {:.1} us; RSS {:.1} MiB",
        percentile(&mut our_times, 0.50) as f64 / 1e3,
        percentile(&mut our_times, 0.99) as f64 / 1e3,
        percentile(&mut their_times, 0.50) as f64 / 1e3,
        percentile(&mut their_times, 0.99) as f64 / 1e3,
        rss_mib(lumbung.pid()),
    );
    beside(name, &person, &asked).await;
    Figure {
        name,
        peer: "postgis_gist",
        ratio: median(&ratios),
        ours: median(&ours),
        theirs: median(&theirs),
        unit: "us",
        n: PAIRS,
    }
    .report();
}

/// What the same calls take without a name, by which a site is held against boundaries and other
/// pins, and what any call costs here.
async fn beside(name: &str, person: &Person, asked: &[ScreenSiteRequest]) {
    let nameless =
        |one: &ScreenSiteRequest| ScreenSiteRequest { display_name: String::new(), ..one.clone() };
    let asked: Vec<ScreenSiteRequest> = asked.iter().map(nameless).collect();
    let (mut times, _) = calls(person, &asked).await;
    let p50_us = percentile(&mut times, 0.5) as f64 / 1e3;
    println!("{name}: without a name p50 {p50_us:.1} us");
    let mut floor = floor(person).await;
    let floor_us = percentile(&mut floor, 0.5) as f64 / 1e3;
    println!("{name}: GetDesa, which asks nothing of the store: p50 {floor_us:.1} us");
}

/// Two officials of PMD put the shipped scorecard in force.
async fn weigh_by_card(address: &str) {
    let maker = Person::sign_in(channel(address), "pmd.ani").await;
    let checker = Person::sign_in(channel(address), "pmd.budi").await;
    let mut client = RuleSetServiceClient::new(maker.channel());
    let get = GetRuleSetRequest { name: "ruleSets/active".to_owned() };
    let active = client.get_rule_set(maker.ask(get)).await.expect("GetRuleSet answers");
    let active = active.into_inner().rule_set.expect("rules are in force");
    let rule_set = RuleSet {
        display_name: "Kartu skor".to_owned(),
        scorecard: "scorecards/shipped".to_owned(),
        ..active
    };
    let propose = ProposeRuleSetRequest {
        request_id: client::request_id(),
        place: KABUPATEN.to_owned(),
        rule_set: Some(rule_set),
        ..ProposeRuleSetRequest::default()
    };
    let next = client.propose_rule_set(maker.ask(propose)).await.expect("rules are proposed");
    let activate = ActivateRuleSetRequest {
        request_id: client::request_id(),
        place: KABUPATEN.to_owned(),
        name: next.into_inner().rule_set.expect("the proposed rules").name,
    };
    let mut client = RuleSetServiceClient::new(checker.channel());
    client.activate_rule_set(checker.ask(activate)).await.expect("rules are activated");
}

/// Whether the card was asked, and whether every work that is told near a candidate is near it.
fn check(name: &str, answers: &[ScreenSiteResponse], near: &[Vec<usize>]) {
    let (mut findings, mut scored) = (0, 0);
    for (answer, near) in answers.iter().zip(near) {
        for finding in &answer.findings {
            let has = |level: &str| finding.evidence.iter().any(|piece| piece.level == level);
            findings += 1;
            scored += usize::from(has("score"));
            let id = finding.project.rsplit('/').next().and_then(|id| Uuid::try_parse(id).ok());
            let Some(number) = id.and_then(register::known) else { continue };
            if finding.distance_m < RADIUS_M - ROUNDING_M {
                assert!(near.contains(&number), "{name}: work {number} is not near");
            } else {
                // Words meet at any distance, places within the radius.
                let is_at_the_radius = finding.distance_m < RADIUS_M + ROUNDING_M;
                assert!(is_at_the_radius || has("words_only"), "{name}: work {number} is far");
            }
        }
    }
    assert!(scored > 0, "{name}: no pair was weighed by the card");
    let near: usize = near.iter().map(Vec::len).sum();
    println!("{name}: {findings} findings, {scored} by the card, {near} works within the radius");
}

async fn calls(
    person: &Person,
    asked: &[ScreenSiteRequest],
) -> (Vec<u64>, Vec<ScreenSiteResponse>) {
    let mut client = RuleSetServiceClient::new(person.channel());
    let (mut times, mut answers) = (Vec::new(), Vec::new());
    for request in asked {
        let request = person.ask(request.clone());
        let begin = Instant::now();
        let answer = client.screen_site(request).await.expect("ScreenSite answers");
        times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
        answers.push(answer.into_inner());
    }
    (times, answers)
}

/// What any call costs here: one that is answered from memory.
async fn floor(person: &Person) -> Vec<u64> {
    let mut client = RegistryServiceClient::new(person.channel());
    let mut times = Vec::new();
    for _ in 0..CANDIDATES {
        let request = person.ask(GetDesaRequest { name: DESA.to_owned() });
        let begin = Instant::now();
        client.get_desa(request).await.expect("GetDesa answers");
        times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    times
}

fn request(number: usize, shape: &Shape, home: &Village) -> ScreenSiteRequest {
    let told = register::told(number);
    ScreenSiteRequest {
        parent: format!("desa/{}", home.desa),
        tahun: 2026,
        work_class: told.class.to_owned(),
        intervention: "new".to_owned(),
        shape: Some(message(shape)),
        accuracy_m: 5.0,
        display_name: told.name,
        amount: Some(common::Rupiah { sen: told.amount_sen }),
        volume_e4: told.volume_e4,
        unit: told.unit.to_owned(),
        sumber_dana: vec![told.fund.to_owned()],
        kegiatan: told.kegiatan.to_owned(),
        ..ScreenSiteRequest::default()
    }
}

fn message(shape: &Shape) -> common::Shape {
    let place = |at: &domain::geo::LonLat| common::LonLat {
        longitude_deg: at.longitude_deg(),
        latitude_deg: at.latitude_deg(),
    };
    let path = |line: &[domain::geo::LonLat]| line.iter().map(place).collect::<Vec<_>>();
    let kind = match shape {
        Shape::Point(at) => Kind::Point(place(at)),
        Shape::Line(line) => Kind::Line(common::Path { vertices: path(line) }),
        Shape::Polygon(rings) => Kind::Polygon(common::Polygon {
            rings: rings.iter().map(|ring| common::Path { vertices: path(ring) }).collect(),
        }),
    };
    common::Shape { kind: Some(kind) }
}
