//! What every call passes: its caller's share, its place in the load, its deadline, its span, its
//! count.
//!
//! One layer does it all, so that a call costs one boxed future and one boxed
//! body whatever is asked of it. A panic in a handler ends that call only.

use std::{
    any::Any,
    convert::Infallible,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use domain::{Error, reason};
use futures_util::FutureExt as _;
use http::{Request, Response};
use tokio::sync::{Semaphore, watch};
use tonic::{Code, Status, body::Body, metadata::MetadataValue, service::Routes};
use tower::Service;
use tracing::Instrument as _;

use crate::{
    activity::{Activity, Running},
    config::Limits,
    door::{Door, Entry},
    metrics::Metrics,
    refusal::DEADLINE_PASSED,
};

mod body;
mod complete;
mod kinds;
mod record;

use body::{Cut, Guarded, Permit};
use kinds::{Kind, Kinds};
use record::Record;

/// The header by which a caller shortens its deadline.
const TIMEOUT_HEADER: &str = "grpc-timeout";
/// What it holds, in the words of the reason.
const TIMEOUT_FORM: &str = "batas waktu seperti 10S atau 500m";

/// An answer on its way.
type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// Wraps every route; cheap to clone.
#[derive(Clone)]
pub struct Calls {
    routes: Routes,
    load: Arc<Load>,
}

/// What all calls share.
struct Load {
    metrics: Metrics,
    kinds: Kinds,
    limits: Limits,
    door: Arc<Door>,
    ordinary: Arc<Semaphore>,
    reserved: Arc<Semaphore>,
    streaming: Arc<Semaphore>,
    /// Turns true when the server stops.
    stop: watch::Receiver<bool>,
}

impl Calls {
    /// Puts the layer around the routes.
    pub fn new(
        routes: Routes,
        limits: &Limits,
        door: Arc<Door>,
        metrics: Metrics,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let slots = |n: u32| Arc::new(Semaphore::new(usize::try_from(n).unwrap_or(usize::MAX)));
        let load = Load {
            metrics,
            kinds: Kinds::of_descriptors(),
            limits: limits.clone(),
            door,
            ordinary: slots(limits.in_flight.saturating_sub(limits.in_flight_reserved)),
            reserved: slots(limits.in_flight_reserved),
            streaming: slots(limits.streaming),
            stop,
        };
        Self { routes: routes.prepare(), load: Arc::new(load) }
    }
}

impl Load {
    /// A place among the running calls, or none. Health, sign-in and payment
    /// may also take a reserved one; streams have places of their own, so that
    /// long answers cannot keep short ones out.
    fn admit(&self, kind: Kind) -> Option<Permit> {
        let take = |slots: &Arc<Semaphore>| Arc::clone(slots).try_acquire_owned().ok();
        let permit = match kind {
            Kind::Watch => return Some(Permit::none()),
            Kind::Streaming { .. } => take(&self.streaming),
            Kind::Critical { .. } => take(&self.reserved).or_else(|| take(&self.ordinary)),
            Kind::Ordinary { .. } => take(&self.ordinary),
        };
        permit.map(Permit::of)
    }

    /// How long the call may take.
    fn deadline(&self, kind: Kind, asked: Option<Duration>) -> Duration {
        let (default_s, max_s) = match kind {
            Kind::Streaming { .. } | Kind::Watch => {
                (self.limits.streaming_max_s, self.limits.streaming_max_s)
            }
            _ => (self.limits.deadline_default_s, self.limits.deadline_max_s),
        };
        asked.unwrap_or(Duration::from_secs(default_s)).min(Duration::from_secs(max_s))
    }
}

impl Service<Request<Body>> for Calls {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<Body>>::poll_ready(&mut self.routes, cx)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let load = Arc::clone(&self.load);
        let path = request.uri().path();
        let (rpc, counters) = load.metrics.method(path);
        let kind = load.kinds.of(path);
        let span = tracing::info_span!(
            "call",
            rpc,
            desa = tracing::field::Empty,
            request_id = tracing::field::Empty,
            code = tracing::field::Empty,
        );
        let record = Record::begin(counters.clone(), load.metrics.clone(), kind.writes(), &span);
        let activity = request.extensions().get::<Arc<Activity>>().map(Activity::begin);
        // Probes get through, whoever else calls from where they come from.
        let entered = if kinds::is_probe(path) {
            Ok(Entry::default())
        } else {
            load.door.enter(&request, kind.streams())
        };
        let entry = match entered {
            Ok(entry) => entry,
            Err(refused) => return at_once(ended(record, refused)),
        };
        let Some(permit) = load.admit(kind) else {
            load.metrics.shed.inc();
            return at_once(busy(record));
        };
        let asked = match request.headers().get(TIMEOUT_HEADER).map(|value| value.as_bytes()) {
            None => None,
            Some(text) => match timeout(text) {
                None => return at_once(unreadable_timeout(record, text)),
                asked => asked,
            },
        };
        let deadline = load.deadline(kind, asked);
        if let Some(attempt) = &entry.attempt {
            request.extensions_mut().insert(attempt.tries());
        }
        let running = self.routes.call(request);
        let begun = Instant::now();
        let admitted = Admitted { load, record, kind, begun, deadline, entry, permit, activity };
        Box::pin(async move {
            Ok(match admitted.known().await {
                Ok(admitted) => admitted.answer(running).instrument(span).await,
                Err(refused) => refused,
            })
        })
    }
}

/// An answer for which nothing has to be waited for.
fn at_once(response: Response<Body>) -> Answering {
    Box::pin(std::future::ready(Ok(response)))
}

/// A call that has its place.
struct Admitted {
    load: Arc<Load>,
    record: Record,
    kind: Kind,
    begun: Instant,
    deadline: Duration,
    entry: Entry,
    permit: Permit,
    activity: Option<Running>,
}

impl Admitted {
    fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.begun.elapsed())
    }

    /// Finds out who calls with a token that was not seen before. It is no part of the call, so
    /// nothing of it goes into the call's span.
    async fn known(mut self) -> Result<Self, Response<Body>> {
        let Some(unseen) = self.entry.unseen.take() else { return Ok(self) };
        let asked = self.load.door.ask(unseen, self.kind.streams());
        let told = tokio::time::timeout(self.left(), asked).await;
        match told {
            Ok(Ok(held)) => {
                self.entry.held = Some(held);
                Ok(self)
            }
            Ok(Err(refused)) => Err(ended(self.record, refused)),
            // A write has not begun either.
            Err(_) => Err(ended(self.record, deadline_status(false))),
        }
    }

    /// Carries it out.
    async fn answer<F>(self, running: F) -> Response<Body>
    where
        F: Future<Output = Result<Response<Body>, Infallible>>,
    {
        let left = self.left();
        let Self { load, record, kind, begun, deadline, entry, permit, activity } = self;
        let Entry { held, mut attempt, .. } = entry;
        if let Some(attempt) = &mut attempt {
            attempt.begin();
        }
        let carried = tokio::time::timeout(left, AssertUnwindSafe(running).catch_unwind());
        let response = match carried.await {
            Err(_) => return expired(record, kind),
            Ok(Err(panic)) => return panicked(&load, record, panic.as_ref()),
            Ok(Ok(Ok(response))) => response,
            Ok(Ok(Err(never))) => match never {},
        };
        if let Some(attempt) = &mut attempt {
            let code = response.headers().get(Status::GRPC_STATUS);
            attempt.answered(code.map(|code| Code::from_bytes(code.as_bytes())));
        }
        let cut = kind.streams().then(|| {
            let left = deadline.saturating_sub(begun.elapsed());
            Cut::after(left, kind.is_endless().then(|| load.stop.clone()))
        });
        Guarded::wrap(response, record, permit.with(held), activity, cut)
    }
}

/// Reads `grpc-timeout`: up to eight digits and a unit.
fn timeout(value: &[u8]) -> Option<Duration> {
    let (unit, digits) = value.split_last()?;
    if digits.is_empty() || digits.len() > 8 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(match unit {
        b'H' => Duration::from_secs(number.saturating_mul(3_600)),
        b'M' => Duration::from_secs(number.saturating_mul(60)),
        b'S' => Duration::from_secs(number),
        b'm' => Duration::from_millis(number),
        b'u' => Duration::from_micros(number),
        b'n' => Duration::from_nanos(number),
        _ => return None,
    })
}

fn busy(record: Record) -> Response<Body> {
    ended(record, edge::status(&reason::LIMIT_EXCEEDED.refuse().into()))
}

fn unreadable_timeout(record: Record, text: &[u8]) -> Response<Body> {
    let refusal = reason::FIELD_MALFORMED
        .refuse()
        .fact("value", String::from_utf8_lossy(text))
        .fact("expected", TIMEOUT_FORM)
        .at(TIMEOUT_HEADER);
    ended(record, edge::status(&refusal.into()))
}

/// The work of a write goes on in the store; only the caller's waiting ends.
fn expired(record: Record, kind: Kind) -> Response<Body> {
    ended(record, deadline_status(kind.writes()))
}

/// DEADLINE_EXCEEDED with the same details as any other refusal.
fn deadline_status(writes: bool) -> Status {
    let told = edge::status(&DEADLINE_PASSED.refuse().into());
    retold(&told, Code::DeadlineExceeded, outcome(writes))
}

/// What is known of a call's effect when its end is not.
const fn outcome(writes: bool) -> &'static str {
    if writes { "unknown" } else { "none" }
}

/// The same refusal under another code, and with what is known of the effect.
fn retold(told: &Status, code: Code, outcome: &'static str) -> Status {
    let mut metadata = told.metadata().clone();
    metadata.insert(edge::status::OUTCOME_HEADER, MetadataValue::from_static(outcome));
    let details = bytes::Bytes::copy_from_slice(told.details());
    Status::with_details_and_metadata(code, told.message().to_owned(), details, metadata)
}

fn panicked(load: &Load, record: Record, panic: &(dyn Any + Send)) -> Response<Body> {
    load.metrics.panics.inc();
    let text = store::panic_text(panic);
    ended(record, edge::status(&Error::fault(format!("panic in a call: {text}"))))
}

fn ended(record: Record, status: Status) -> Response<Body> {
    record.finish(status.code());
    status.into_http()
}

#[cfg(test)]
#[path = "calls/calls_tests.rs"]
mod tests;
