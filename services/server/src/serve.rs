//! The life of the server: open, serve, stop cleanly.

use std::{net::SocketAddr, time::Duration};

use store::{Engine, Store};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tonic::service::Routes;
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::{
    admin::Admin,
    calls::Calls,
    config::Config,
    door::Door,
    failure::{Exit, Failure},
    listen::Listener,
    metrics::Metrics,
    notify::{self, notify},
    sweep,
    tls::Certificates,
    wiring,
};

/// How long the store may take to end its running work.
const CLOSE_MAX: Duration = Duration::from_secs(20);
/// Health services: whether the process lives, and whether it takes calls.
const HEALTH_LIVE: &str = "live";
const HEALTH_READY: [&str; 2] = ["", "ready"];

/// Where the server can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addresses {
    /// gRPC, gRPC-Web and health.
    pub public: SocketAddr,
    /// Metrics and operator commands.
    pub admin: SocketAddr,
}

/// Serves until SIGTERM or SIGINT, or until the store must not be used any more.
///
/// # Errors
/// When an address is taken, the certificate cannot be read, or the storage failed.
pub async fn serve(
    config: Config,
    store: Store,
    announce: impl FnOnce(&Addresses),
) -> Result<(), Failure> {
    let metrics = metrics(&store)?;
    let panics = metrics.panics.clone();
    store.count_panics(move || panics.inc());
    // A release may bring newer charts and law than those that the store was begun with.
    wiring::load_reference(&store).await?;
    let certificates = Certificates::load(&config.tls)?;
    let (health, routes) = routes(&config, &store)?;
    let (stop, stopped) = watch::channel(false);
    let door = Door::new(&config.shares, wiring::whose(&store), &metrics);
    let calls = Calls::new(routes, &config.limits, door, metrics.clone(), stopped.clone());
    let tls = certificates.as_ref().map(Certificates::watch);
    let listener = Listener::bind(&config, calls, metrics.clone(), tls)
        .await
        .map_err(Failure::io(Exit::Busy, format!("listen {}", config.listen)))?;
    let public = listener.address().map_err(Failure::io(Exit::Software, "listen"))?;
    let admin = Admin::bind(&config, public).await?;
    let addresses =
        Addresses { public, admin: admin.address().map_err(Failure::io(Exit::Software, "admin"))? };
    let mut signals = Signals::new()?;

    let (ready, is_ready) = watch::channel(true);
    let serving = tokio::spawn(listener.serve(stopped.clone()));
    let nightly = sweep::nightly(config.sweep, store.clone(), metrics.clone(), stopped.clone());
    tokio::spawn(nightly);
    let administering =
        tokio::spawn(admin.serve(config, store.clone(), metrics, is_ready, stopped));
    tokio::spawn(wiring::remember(store.clone()));
    set_ready(&health, true).await;
    tracing::info!(public = %addresses.public, admin = %addresses.admin, "serving");
    announce(&addresses);
    notify(notify::READY);

    let ended = loop {
        tokio::select! {
            why = signals.next() => match why {
                Asked::Reload => reload(certificates.as_ref()),
                Asked::Stop(name) => {
                    tracing::info!(signal = name, "stopping");
                    break Ok(());
                }
            },
            fatal = store.fatal() => {
                tracing::error!(detail = fatal.0, "the storage failed; stopping");
                break Err(Failure::new(Exit::Storage, format!("the storage failed: {}", fatal.0)));
            }
        }
    };
    notify(notify::STOPPING);
    ready.send_replace(false);
    set_ready(&health, false).await;
    stop.send_replace(true);
    let _ = serving.await;
    let _ = administering.await;
    if tokio::time::timeout(CLOSE_MAX, store.close()).await.is_err() {
        tracing::error!("the store did not close in time");
    }
    tracing::info!("stopped");
    ended
}

fn metrics(store: &Store) -> Result<Metrics, Failure> {
    let engine = match store.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let health = ["/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"];
    let methods = wire::access::METHODS.iter().map(|method| method.path).chain(health);
    Metrics::new(methods, engine).map_err(|error| Failure::new(Exit::Software, error.to_string()))
}

/// Every room, health, and reflection where it is on.
fn routes(config: &Config, store: &Store) -> Result<(HealthReporter, Routes), Failure> {
    let (reporter, health) = tonic_health::server::health_reporter();
    let mut routes = wiring::routes(store, config.limits.services()).add_service(health);
    if config.reflection {
        let broken = |error: tonic_reflection::server::Error| {
            Failure::new(Exit::Software, format!("reflection: {error}"))
        };
        let describe = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(wire::DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        routes = routes
            .add_service(describe().build_v1().map_err(broken)?)
            .add_service(describe().build_v1alpha().map_err(broken)?);
    }
    Ok((reporter, routes))
}

async fn set_ready(health: &HealthReporter, ready: bool) {
    let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
    health.set_service_status(HEALTH_LIVE, ServingStatus::Serving).await;
    for service in HEALTH_READY {
        health.set_service_status(service, status).await;
    }
}

fn reload(certificates: Option<&Certificates>) {
    match certificates.map(Certificates::reload) {
        None => tracing::info!("nothing to reload without a certificate"),
        Some(Ok(())) => tracing::info!("the certificate was read again"),
        Some(Err(failure)) => {
            tracing::error!(%failure, "the certificate was not changed");
        }
    }
}

/// What somebody asks of the process.
enum Asked {
    Reload,
    Stop(&'static str),
}

struct Signals {
    hangup: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        let on = |kind| signal(kind).map_err(Failure::io(Exit::Software, "signals"));
        // They mean nothing here; unheard they would end the server. Once heard, always heard.
        for kind in [SignalKind::user_defined1(), SignalKind::user_defined2()] {
            drop(on(kind)?);
        }
        Ok(Self {
            hangup: on(SignalKind::hangup())?,
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.hangup.recv() => Asked::Reload,
            _ = self.terminate.recv() => Asked::Stop("SIGTERM"),
            _ = self.interrupt.recv() => Asked::Stop("SIGINT"),
        }
    }
}
