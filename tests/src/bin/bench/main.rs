//! Benches that print ratios against a named peer, both measured in the same run.
//!
//! `bench` runs all of them; `bench NAME ..` runs those. Every figure is also
//! appended to `target/bench/results.jsonl`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout)]

mod durable;
mod echo;
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
    let _ = std::fs::remove_dir_all("target/bench/scratch");
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
