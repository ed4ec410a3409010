//! Benches that print ratios against a named peer, both measured in the same run.
//!
//! `bench` runs all of them; `bench NAME ..` runs those. Every figure is also
//! appended to `target/bench/results.jsonl`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout)]

mod district;
mod durable;
mod echo;
mod joins;
mod photo_search;
mod photo_transforms;
mod rpc;
mod screens;
mod unary;

use std::path::Path;

use tests::{
    engine::{Engine, scratch_on},
    people::channel,
};
use wire::registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, port, lumbung] = arguments.as_slice()
        && command == "echo-server"
    {
        return echo_server(port, lumbung).await;
    }
    scratch_on(Path::new("target/bench/scratch"));
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|one| one == name);
    if wanted("unary_read") {
        unary::run().await;
    }
    if wanted("durable_write_sqlite") {
        durable::run(Engine::Sqlite).await;
    }
    if wanted("durable_write_postgres") {
        durable::run(Engine::Postgres).await;
    }
    screens(&arguments).await;
    joins(&arguments).await;
    if wanted("photo_search_1m") {
        photo_search::run(store::Engine::Sqlite).await;
        photo_search::run(store::Engine::Postgres).await;
    }
    if wanted("photo_transforms") {
        photo_transforms::run();
    }
    let _ = std::fs::remove_dir_all("target/bench/scratch");
}

/// The peers of a bench that are asked for: none when the bench is not, all when the list is
/// empty. `NAME` asks for a bench and `NAME:PEER` for one of its peers.
fn peers(arguments: &[String], name: &str, by_itself: bool) -> Option<Vec<String>> {
    let of_name = arguments.iter().filter_map(|one| one.split_once(':'));
    let only: Vec<String> =
        of_name.filter(|(one, _)| *one == name).map(|(_, peer)| peer.to_owned()).collect();
    let whole = arguments.iter().any(|one| one == name) || (by_itself && arguments.is_empty());
    (whole || !only.is_empty()).then_some(only)
}

/// One screening at a time, bare and whole.
async fn screens(arguments: &[String]) {
    use screens::{Bare, Candidates, Size};
    let all = [
        (Size::District, Engine::Sqlite, "screen_point_100k_sqlite", Candidates::Points, 1),
        (Size::District, Engine::Sqlite, "screen_line_100k_sqlite", Candidates::Lines, 1),
        (Size::District, Engine::Postgres, "screen_point_100k_postgres", Candidates::Points, 1),
        (Size::District, Engine::Postgres, "screen_batch100_postgres", Candidates::Points, 100),
        (Size::Region, Engine::Sqlite, "screen_point_1m_sqlite", Candidates::Points, 1),
        (Size::Region, Engine::Sqlite, "screen_line_1m_sqlite", Candidates::Lines, 1),
    ];
    for (size, engine) in [
        (Size::District, Engine::Sqlite),
        (Size::District, Engine::Postgres),
        (Size::Region, Engine::Sqlite),
    ] {
        let benches: Vec<Bare> = all
            .iter()
            .filter(|(s, e, name, ..)| {
                *s == size && *e == engine && peers(arguments, name, true).is_some()
            })
            .map(|(_, _, name, candidates, batch)| Bare {
                name,
                candidates: *candidates,
                batch: *batch,
            })
            .collect();
        if !benches.is_empty() {
            screens::bare(size, engine, &benches).await;
        }
    }
    if peers(arguments, "screen_rpc_100k_sqlite", true).is_some() {
        one_at_a_time(|| rpc::run("screen_rpc_100k_sqlite")).await;
    }
}

/// Runs a bench of single calls on a thread of its own, where both sides' clients need nobody else
/// to wake: what is measured is the server.
async fn one_at_a_time<F: Future<Output = ()>>(bench: impl FnOnce() -> F + Send + 'static) {
    let alone = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(bench());
    };
    tokio::task::spawn_blocking(alone).await.expect("the bench ends");
}

/// Every pair within a radius. The small ones are for work on the joins and run only by name.
async fn joins(arguments: &[String]) {
    for (name, count, by_itself) in
        [("all_pairs_points_100k", 100_000, false), ("all_pairs_points_1m", 1_000_000, true)]
    {
        if let Some(only) = peers(arguments, name, by_itself) {
            joins::points(name, count, &only).await;
        }
    }
    for (name, count, by_itself) in
        [("all_pairs_mixed_100k", 100_000, false), ("all_pairs_mixed_1m", 1_000_000, true)]
    {
        if let Some(only) = peers(arguments, name, by_itself) {
            joins::mixed(name, count, &only).await;
        }
    }
    if let Some(only) = peers(arguments, "district_report_100k", true) {
        district::run("district_report_100k", &only).await;
    }
    if peers(arguments, "country_15m", true).is_some() {
        joins::country("country_15m", 15_000_000).await;
    }
}

/// The echo server as a process of its own, answering what Lumbung answers.
async fn echo_server(port: &str, lumbung: &str) {
    let request = GetDesaRequest { name: unary::DESA.to_owned() };
    let answer = RegistryServiceClient::new(channel(lumbung))
        .get_desa(request)
        .await
        .expect("Lumbung answers")
        .into_inner();
    let port: u16 = port.parse().expect("a port is a number");
    echo::serve(([127, 0, 0, 1], port).into(), answer).await;
}
