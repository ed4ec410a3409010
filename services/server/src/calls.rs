//! What every call passes: its place in the load, its deadline, its span, its count.
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

use crate::{activity::Activity, config::Limits, metrics::Metrics, refusal::DEADLINE_PASSED};

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
        metrics: Metrics,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let slots = |n: u32| Arc::new(Semaphore::new(usize::try_from(n).unwrap_or(usize::MAX)));
        let load = Load {
            metrics,
            kinds: Kinds::of_descriptors(),
            limits: limits.clone(),
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
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<Body>>::poll_ready(&mut self.routes, cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let load = Arc::clone(&self.load);
        let (rpc, counters) = load.metrics.method(request.uri().path());
        let kind = load.kinds.of(request.uri().path());
        let span = tracing::info_span!(
            "call",
            rpc,
            desa = tracing::field::Empty,
            request_id = tracing::field::Empty,
            code = tracing::field::Empty,
        );
        let record = Record::begin(counters.clone(), load.metrics.clone(), kind.writes(), &span);
        let activity = request.extensions().get::<Arc<Activity>>().map(Activity::begin);
        let Some(permit) = load.admit(kind) else {
            load.metrics.shed.inc();
            return Box::pin(std::future::ready(Ok(busy(record))));
        };
        let asked = match request.headers().get(TIMEOUT_HEADER).map(|value| value.as_bytes()) {
            None => None,
            Some(text) => match timeout(text) {
                None => {
                    let refused = unreadable_timeout(record, text);
                    return Box::pin(std::future::ready(Ok(refused)));
                }
                asked => asked,
            },
        };
        let deadline = load.deadline(kind, asked);
        let running = self.routes.call(request);
        let answer = async move {
            let begun = Instant::now();
            let ended = tokio::time::timeout(deadline, AssertUnwindSafe(running).catch_unwind());
            let response = match ended.await {
                Err(_) => return Ok(expired(record, kind)),
                Ok(Err(panic)) => return Ok(panicked(&load, record, panic.as_ref())),
                Ok(Ok(Ok(response))) => response,
                Ok(Ok(Err(never))) => match never {},
            };
            let cut = kind.streams().then(|| {
                let left = deadline.saturating_sub(begun.elapsed());
                Cut::after(left, kind.is_endless().then(|| load.stop.clone()))
            });
            Ok(Guarded::wrap(response, record, permit, activity, cut))
        };
        Box::pin(answer.instrument(span))
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
