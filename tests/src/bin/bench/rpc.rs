//! `screen_rpc_100k_sqlite`: the whole `ScreenSite` call over a socket, signed in, judged and
//! explained, against nothing but PostGIS's prepared lookup of the same place.

use std::time::{Duration, Instant};

use domain::geo::Shape;
use tests::{
    engine::{Engine, Prepared},
    figures::{Figure, median, percentile, rss_mib},
    people::{Person, channel},
    register,
    server::Running,
};
use wire::{
    common::v1::{self as common, shape::Kind},
    oversight::v1::{ScreenSiteRequest, rule_set_service_client::RuleSetServiceClient},
    registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient},
};

use crate::screens::{CANDIDATES, Gist, Size, globe};

/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 5;
/// The village that asks.
const DESA: &str = "desa/35.10.25.2010";

pub async fn run(name: &str) {
    let (works, more) = Size::District.shapes();
    let prepared = Prepared::copy(Engine::Sqlite).await;
    register::fill_sqlite(&prepared.database_file(), &works).await;
    let mut gist = Gist::load("lumbung_bench_gist", &works).await;
    let lumbung = Running::start(prepared, Default::default()).await;
    let person = Person::sign_in(channel(&lumbung.address()), "kades.sukojati").await;
    // Points and lines as they come: a village screens both.
    let candidates: Vec<Shape> = more.into_iter().take(CANDIDATES).collect();
    let asked: Vec<ScreenSiteRequest> =
        (0..).zip(&candidates).map(|(n, s)| request(n, s)).collect();
    let shapes: Vec<Vec<u8>> = candidates.iter().map(globe).collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for pair in 0..=PAIRS {
        let (mut mine, findings) = calls(&person, &asked).await;
        let (mut other, found) = gist.run(&shapes, 1).await;
        let near: usize = found.iter().map(Vec::len).sum();
        assert!(0 < findings && findings < near, "{findings} findings among {near} near");
        if pair > 0 {
            let (a, b) = (percentile(&mut mine, 0.5) as f64, percentile(&mut other, 0.5) as f64);
            ours.push(a / 1e3);
            theirs.push(b / 1e3);
            ratios.push(b / a);
            our_times.append(&mut mine);
            their_times.append(&mut other);
        } else {
            println!("{name}: {findings} findings, {near} works within the radius");
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
    let mut floor = floor(&person).await;
    let floor_us = percentile(&mut floor, 0.5) as f64 / 1e3;
    println!("{name}: GetDesa, which asks nothing of the store: p50 {floor_us:.1} us");
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

async fn calls(person: &Person, asked: &[ScreenSiteRequest]) -> (Vec<u64>, usize) {
    let mut client = RuleSetServiceClient::new(person.channel());
    let (mut times, mut findings) = (Vec::new(), 0);
    for request in asked {
        let request = person.ask(request.clone());
        let begin = Instant::now();
        let answer = client.screen_site(request).await.expect("ScreenSite answers");
        times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
        findings += answer.get_ref().findings.len();
    }
    (times, findings)
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

fn request(number: usize, shape: &Shape) -> ScreenSiteRequest {
    ScreenSiteRequest {
        parent: DESA.to_owned(),
        tahun: 2026,
        work_class: register::class_of(number).to_owned(),
        intervention: "new".to_owned(),
        shape: Some(message(shape)),
        accuracy_m: 5.0,
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
