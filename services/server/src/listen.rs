//! The public port: our own accept loop, so that every limit is ours to set.
//!
//! TCP, a place among the connections, TLS within its time, watched bytes that leave
//! together, then HTTP. A connection is cut when its first bytes do not come, when it floods,
//! when it stands idle or its calls stand still, and asked to go at its age.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;
use tonic::{body::Body, transport::server::TcpConnectInfo};
use tonic_web::GrpcWebService;
use tower::{Layer as _, Service};

use crate::{
    activity::Activity,
    calls::Calls,
    config::{Config, Limits},
    cork::Corked,
    crowd::{Crowd, Place},
    frames::Watched,
    metrics::Metrics,
    origins::Origins,
};

/// Bytes that an HTTP/2 client sends before anything else.
const FIRST_BYTES: u64 = 24;
/// How long the headers of a call, or of a frame, may take to arrive.
const HEAD_MAX: Duration = Duration::from_secs(15);
/// How often a connection is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Pause after the system had no descriptor left for a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Receive window of a stream and of a connection.
const STREAM_WINDOW_BYTES: u32 = 64 * 1024;
const CONNECTION_WINDOW_BYTES: u32 = 256 * 1024;

type Front = Origins<GrpcWebService<Calls>>;

/// The public port, bound.
pub struct Listener {
    tcp: TcpListener,
    shared: Arc<Shared>,
}

struct Shared {
    front: Front,
    http: Builder<TokioExecutor>,
    limits: Limits,
    metrics: Metrics,
    tls: Option<watch::Receiver<TlsAcceptor>>,
    crowd: Arc<Crowd>,
}

impl Listener {
    /// Binds the public port.
    ///
    /// # Errors
    /// What the system says when the address is taken or not ours.
    pub async fn bind(
        config: &Config,
        calls: Calls,
        metrics: Metrics,
        tls: Option<watch::Receiver<TlsAcceptor>>,
    ) -> io::Result<Self> {
        let tcp = TcpListener::bind(config.listen).await?;
        let web = tonic_web::GrpcWebLayer::new().layer(calls);
        let shared = Shared {
            front: Origins::new(web, &config.grpc_web.origins),
            http: http(&config.limits),
            limits: config.limits.clone(),
            metrics,
            tls,
            crowd: Crowd::new(&config.limits),
        };
        Ok(Self { tcp, shared: Arc::new(shared) })
    }

    /// The address that was bound.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Serves until `stop` turns true, then lets running calls end within the grace.
    pub async fn serve(self, mut stop: watch::Receiver<bool>) {
        let mut connections = JoinSet::new();
        let each = stop.clone();
        loop {
            tokio::select! {
                () = stopped(&mut stop) => break,
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
                accepted = self.tcp.accept() => match accepted {
                    Ok((tcp, peer)) => self.admit(tcp, peer, &each, &mut connections),
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
        drop(self.tcp);
        let grace = Duration::from_secs(self.shared.limits.shutdown_grace_s);
        let all_gone = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, all_gone).await.is_err() {
            tracing::warn!(left = connections.len(), "connections are cut after the grace");
            connections.shutdown().await;
        }
    }

    fn admit(
        &self,
        tcp: TcpStream,
        peer: SocketAddr,
        stop: &watch::Receiver<bool>,
        connections: &mut JoinSet<()>,
    ) {
        let Some(place) = Crowd::admit(&self.shared.crowd, peer.ip()) else {
            self.shared.cut("crowded");
            return;
        };
        let shared = Arc::clone(&self.shared);
        let stop = stop.clone();
        connections.spawn(async move {
            shared.metrics.connections.inc();
            shared.clone().connection(tcp, peer, place, stop).await;
            shared.metrics.connections.dec();
        });
    }
}

/// Waits until the server stops.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // When the sender is gone the server is too.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// HTTP with the limits that hyper leaves open.
fn http(limits: &Limits) -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(limits.handshake_max());
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams_per_connection)
        .max_header_list_size(limits.header_list_bytes)
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
        .keep_alive_interval(Duration::from_secs(limits.keepalive_ping_s))
        .keep_alive_timeout(Duration::from_secs(limits.keepalive_timeout_s));
    http
}

impl Shared {
    fn cut(&self, reason: &str) {
        self.metrics.cut.with_label_values(&[reason]).inc();
    }

    async fn connection(
        self: Arc<Self>,
        tcp: TcpStream,
        peer: SocketAddr,
        place: Place,
        stop: watch::Receiver<bool>,
    ) {
        let _ = tcp.set_nodelay(true);
        let local = tcp.local_addr().ok();
        let peer = TcpConnectInfo { local_addr: local, remote_addr: Some(peer) };
        let acceptor = self.tls.as_ref().map(|tls| tls.borrow().clone());
        let Some(acceptor) = acceptor else {
            return self.http_connection(tcp, peer, stop).await;
        };
        let Some(handshake) = place.begin_handshake() else {
            return self.cut("handshakes");
        };
        let accepted =
            tokio::time::timeout(self.limits.handshake_max(), acceptor.accept(tcp)).await;
        drop(handshake);
        match accepted {
            Ok(Ok(tls)) => self.http_connection(tls, peer, stop).await,
            Ok(Err(_)) => self.cut("tls"),
            Err(_) => self.cut("slow handshake"),
        }
        drop(place);
    }

    async fn http_connection<IO>(
        self: Arc<Self>,
        io: IO,
        peer: TcpConnectInfo,
        mut stop: watch::Receiver<bool>,
    ) where
        IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let activity = Activity::new();
        let watched = Watched::new(io, &self.limits, Arc::clone(&activity));
        let service =
            PerConnection { front: self.front.clone(), activity: Arc::clone(&activity), peer };
        let corked = Corked::new(watched);
        let served = self
            .http
            .serve_connection(TokioIo::new(corked.handle()), TowerToHyperService::new(service));
        let mut served = pin!(served);
        let mut leaving = None;
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                ended = corked.drive(served.as_mut()) => {
                    if activity.is_flooding() {
                        self.cut("flood");
                    } else if let Err(error) = ended {
                        tracing::debug!(%error, "a connection broke");
                    } else if let Ok(Err(error)) = ended {
                        tracing::debug!(error = %error, "a connection broke");
                    }
                    return;
                }
                () = stopped(&mut stop), if leaving.is_none() => {
                    leaving = Some(activity.age().as_secs() + self.limits.shutdown_grace_s);
                    served.as_mut().graceful_shutdown();
                }
                _ = look.tick() => match self.judge(&activity, leaving) {
                    Verdict::Stay => {}
                    Verdict::Leave => {
                        leaving = Some(self.limits.connection_grace_s + activity.age().as_secs());
                        served.as_mut().graceful_shutdown();
                    }
                    Verdict::Cut(reason) => return self.cut(reason),
                },
            }
        }
    }

    /// What becomes of a connection; `leaving` is the age in seconds at which it must be gone.
    fn judge(&self, activity: &Activity, leaving: Option<u64>) -> Verdict {
        let limits = &self.limits;
        let age_s = activity.age().as_secs();
        let still_s = activity.still_for().as_secs();
        if activity.bytes_in() < FIRST_BYTES && age_s >= limits.handshake_max_s {
            return Verdict::Cut("silent");
        }
        if activity.head_open_for() > HEAD_MAX {
            return Verdict::Cut("slow headers");
        }
        if activity.running() > 0 && still_s > limits.streaming_max_s.max(limits.deadline_max_s) {
            return Verdict::Cut("stalled");
        }
        match leaving {
            Some(gone_s) if age_s > gone_s => Verdict::Cut("grace"),
            Some(_) => Verdict::Stay,
            None if activity.running() == 0 && still_s >= limits.connection_idle_s => {
                Verdict::Leave
            }
            None if age_s >= limits.connection_age_s => Verdict::Leave,
            None => Verdict::Stay,
        }
    }
}

enum Verdict {
    Stay,
    Leave,
    Cut(&'static str),
}

/// Tells each call which connection it came by.
#[derive(Clone)]
struct PerConnection {
    front: Front,
    activity: Arc<Activity>,
    peer: TcpConnectInfo,
}

impl Service<Request<Incoming>> for PerConnection {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = <Front as Service<Request<Incoming>>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<Incoming>>::poll_ready(&mut self.front, cx)
    }

    fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(Arc::clone(&self.activity));
        request.extensions_mut().insert(self.peer.clone());
        self.front.call(request)
    }
}
