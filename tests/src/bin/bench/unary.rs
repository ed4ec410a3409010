//! `unary_read`: GetDesa against a bare tonic echo of the same message.

use std::{
    net::SocketAddr,
    process::{Child, Command},
    time::{Duration, Instant},
};

use tests::{
    engine::Engine,
    figures::{Figure, median, percentile, rss_mib},
    server::{Running, free_port, wait_for_port},
};
use tonic::transport::Channel;
use wire::registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient};

/// Connections and calls in flight on each.
const CONNECTIONS: usize = 4;
const IN_FLIGHT: usize = 8;
/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 7;
/// Length of one run.
const RUN: Duration = Duration::from_secs(2);
/// The village asked for.
pub const DESA: &str = "desa/35.10.25.2010";

/// A child that dies with the bench.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub async fn run() {
    let lumbung = Running::demo(Engine::Sqlite).await;
    let port = free_port();
    let peer = Peer(
        Command::new(std::env::current_exe().expect("this program has a path"))
            .args(["echo-server", &port.to_string(), &lumbung.address()])
            .spawn()
            .expect("the echo server starts"),
    );
    let echo: SocketAddr = ([127, 0, 0, 1], port).into();
    wait_for_port(echo).await;
    println!("idle RSS with the district loaded: {:.1} MiB", rss_mib(lumbung.pid()));

    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut latencies = Vec::new();
    for pair in 0..=PAIRS {
        let (mine, mut mine_us) = load(&lumbung.address()).await;
        let (bare, _) = load(&format!("http://{echo}")).await;
        if pair > 0 {
            ours.push(mine);
            theirs.push(bare);
            ratios.push(mine / bare);
            latencies.append(&mut mine_us);
        }
    }
    println!(
        "GetDesa latency under load: p50 {} us, p99 {} us; RSS after: ours {:.1} MiB, bare {:.1} MiB",
        percentile(&mut latencies, 0.50),
        percentile(&mut latencies, 0.99),
        rss_mib(lumbung.pid()),
        rss_mib(peer.0.id()),
    );
    Figure {
        name: "unary_read",
        peer: "bare_tonic",
        ratio: median(&ratios),
        ours: median(&ours),
        theirs: median(&theirs),
        unit: "calls/s",
        n: PAIRS,
    }
    .report();
}

/// Calls for one run; answers calls a second and every latency in microseconds.
async fn load(address: &str) -> (f64, Vec<u64>) {
    let mut callers = tokio::task::JoinSet::new();
    let begin = Instant::now();
    for _ in 0..CONNECTIONS {
        let channel = Channel::from_shared(address.to_owned())
            .expect("the address is valid")
            .connect()
            .await
            .expect("the server answers");
        for _ in 0..IN_FLIGHT {
            let mut client = RegistryServiceClient::new(channel.clone());
            callers.spawn(async move {
                let mut latencies = Vec::new();
                while begin.elapsed() < RUN {
                    let at = Instant::now();
                    let request = GetDesaRequest { name: DESA.to_owned() };
                    let answer = client.get_desa(request).await.expect("GetDesa answers");
                    assert!(answer.get_ref().desa.is_some());
                    latencies.push(u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX));
                }
                latencies
            });
        }
    }
    let all: Vec<u64> = callers.join_all().await.into_iter().flatten().collect();
    (all.len() as f64 / begin.elapsed().as_secs_f64(), all)
}
