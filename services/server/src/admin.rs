//! The admin port: metrics and health for the machine, and operator commands
//! that need the running server. Loopback only; commands need the token that
//! the server leaves in its data folder for the folder's owner.

use std::{
    convert::Infallible,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom as _, SystemRandom},
};
use serde::{Deserialize, Serialize};
use store::Store;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, mpsc, watch},
};
use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};

use crate::{
    backup,
    claims::{self, Given},
    config::Config,
    failure::{Exit, Failure},
    folder,
    metrics::Metrics,
    progress::{Progress, Report},
    sweep,
    wiring::{self, Boundaries, Waters},
};

pub mod client;
mod query;

/// The largest file of boundaries or claims.
const IMPORT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Lines of progress that may wait for a slow reader; later steps are left out.
const LINES_WAITING: usize = 64;

/// How a subcommand finds the running server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The admin address.
    pub address: SocketAddr,
    /// The public address.
    pub public: SocketAddr,
    /// The token of this run.
    pub token: String,
}

/// Where a running server leaves its [`Endpoint`].
pub fn endpoint_path(data: &Path) -> PathBuf {
    data.join("admin.json")
}

/// The admin port, bound.
pub struct Admin {
    tcp: TcpListener,
    path: PathBuf,
    token_hash: [u8; 32],
}

struct Shared {
    config: Config,
    store: Store,
    metrics: Metrics,
    ready: watch::Receiver<bool>,
    token_hash: [u8; 32],
    /// One operator command at a time.
    commands: Semaphore,
}

impl Admin {
    /// Binds the port and leaves address and token in the data folder.
    ///
    /// # Errors
    /// When the address is taken or the folder cannot be written.
    pub async fn bind(config: &Config, public: SocketAddr) -> Result<Self, Failure> {
        let busy = || Failure::io(Exit::Busy, format!("admin {}", config.admin));
        let tcp = TcpListener::bind(config.admin).await.map_err(busy())?;
        let address = tcp.local_addr().map_err(busy())?;
        let mut secret = [0; 32];
        SystemRandom::new()
            .fill(&mut secret)
            .map_err(|_| Failure::new(Exit::Software, "the system gives no random bytes"))?;
        let token = domain::hex(&secret);
        let path = endpoint_path(&config.data);
        let token_hash = hash(&token);
        let text = serde_json::to_vec(&Endpoint { address, public, token })
            .map_err(|error| Failure::new(Exit::Software, error.to_string()))?;
        folder::write_durably(&path, &text, 0o600)?;
        Ok(Self { tcp, path, token_hash })
    }

    /// The address that was bound.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Serves until `stop` turns true; the file goes with it.
    pub async fn serve(
        self,
        config: Config,
        store: Store,
        metrics: Metrics,
        ready: watch::Receiver<bool>,
        mut stop: watch::Receiver<bool>,
    ) {
        let shared = Shared {
            config,
            store,
            metrics,
            ready,
            token_hash: self.token_hash,
            commands: Semaphore::new(1),
        };
        let router = Router::new()
            .route("/metrics", get(metrics_text))
            .route("/healthz", get(healthz))
            .route("/backup", post(post_backup))
            .route("/import/boundaries", post(post_boundaries))
            .route("/import/waters", post(post_waters))
            .route("/import/claims", post(post_claims))
            .route("/sweep", post(post_sweep))
            .layer(DefaultBodyLimit::max(IMPORT_BYTES_MAX))
            .with_state(Arc::new(shared));
        let stopped = async move {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        if let Err(error) = axum::serve(self.tcp, router).with_graceful_shutdown(stopped).await {
            tracing::warn!(%error, "the admin port ended");
        }
        let _ = fs::remove_file(&self.path);
    }
}

fn hash(token: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    hash
}

async fn metrics_text(State(shared): State<Arc<Shared>>) -> Response {
    let text = shared.metrics.text();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn healthz(State(shared): State<Arc<Shared>>) -> Response {
    if *shared.ready.borrow() {
        (StatusCode::OK, "ready\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

impl Shared {
    /// Whether the caller read the token; hashes are compared, so time tells nothing of it.
    fn permits(&self, headers: &HeaderMap) -> bool {
        headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .is_some_and(|token| hash(token) == self.token_hash)
    }
}

fn denied() -> Response {
    (StatusCode::UNAUTHORIZED, "send the token of admin.json as a bearer token\n").into_response()
}

async fn post_backup(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    if !shared.permits(&headers) {
        return denied();
    }
    let Some(file) = query::value(&uri, "file").map(PathBuf::from).filter(|f| f.is_absolute())
    else {
        return (StatusCode::BAD_REQUEST, "file= must be an absolute path\n").into_response();
    };
    stream(Arc::clone(&shared), |shared, _| async move {
        backup::make(&shared.store, &shared.config, &file).await
    })
}

/// The text of a file that was sent.
async fn whole(body: Body) -> Result<String, Response> {
    let limited = http_body_util::Limited::new(body, IMPORT_BYTES_MAX);
    let Ok(collected) = limited.collect().await else {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, "the file is too large\n").into_response());
    };
    String::from_utf8(collected.to_bytes().to_vec())
        .map_err(|_| (StatusCode::BAD_REQUEST, "the file is not UTF-8\n").into_response())
}

async fn post_claims(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if !shared.permits(request.headers()) {
        return denied();
    }
    let (parts, body) = request.into_parts();
    let given = query::value(&parts.uri, "given");
    let Some(given) = given.and_then(|text| serde_json::from_str::<Given>(&text).ok()) else {
        return (StatusCode::BAD_REQUEST, "given= is needed\n").into_response();
    };
    let text = match whole(body).await {
        Ok(text) => text,
        Err(response) => return response,
    };
    stream(Arc::clone(&shared), |shared, report| async move {
        claims::load(&shared.store, text, given, &report).await
    })
}

async fn post_boundaries(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if !shared.permits(request.headers()) {
        return denied();
    }
    let (parts, body) = request.into_parts();
    // One that is empty is refused as without a server.
    let value = |key| query::value(&parts.uri, key).unwrap_or_default();
    let (valid_from, source) = (value("valid_from"), value("source"));
    let geojson = match whole(body).await {
        Ok(geojson) => geojson,
        Err(refused) => return refused,
    };
    let boundaries = Boundaries { geojson, valid_from, source };
    stream(Arc::clone(&shared), |shared, report| async move {
        wiring::import_boundaries(&shared.store, boundaries, &report).await
    })
}

async fn post_waters(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if !shared.permits(request.headers()) {
        return denied();
    }
    let (parts, body) = request.into_parts();
    let value = |key| query::value(&parts.uri, key).unwrap_or_default();
    let (valid_from, source) = (value("valid_from"), value("source"));
    let Ok(width_m) = value("width_m").parse::<f64>() else {
        return (StatusCode::BAD_REQUEST, "width_m= is needed\n").into_response();
    };
    let geojson = match whole(body).await {
        Ok(geojson) => geojson,
        Err(refused) => return refused,
    };
    let waters = Waters { geojson, valid_from, source, width_m };
    stream(Arc::clone(&shared), |shared, report| async move {
        wiring::import_waters(&shared.store, waters, &report).await
    })
}

async fn post_sweep(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    if !shared.permits(&headers) {
        return denied();
    }
    let area = query::value(&uri, "area").unwrap_or_default();
    stream(Arc::clone(&shared), |shared, report| async move {
        sweep::by_hand(&shared.store, &area, Some(&shared.metrics), &report).await
    })
}

/// Runs a command to its end, whoever still reads, and streams its lines.
fn stream<F, R>(shared: Arc<Shared>, command: F) -> Response
where
    F: FnOnce(Arc<Shared>, Report) -> R,
    R: Future<Output = Result<String, Failure>> + Send + 'static,
{
    let (lines, waiting) = mpsc::channel(LINES_WAITING);
    let steps = lines.clone();
    let report: Report = Arc::new(move |progress| {
        let _ = steps.try_send(progress);
    });
    let running = command(Arc::clone(&shared), report);
    tokio::spawn(async move {
        let result = match shared.commands.acquire().await {
            Ok(_alone) => running.await,
            Err(_) => Err(Failure::new(Exit::Unavailable, "the server stops")),
        };
        let _ = lines.send(Progress::end(&result)).await;
    });
    let body = ReceiverStream::new(waiting).map(|progress| {
        let mut line = serde_json::to_vec(&progress).unwrap_or_default();
        line.push(b'\n');
        Ok::<_, Infallible>(Bytes::from(line))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(body)).into_response()
}
