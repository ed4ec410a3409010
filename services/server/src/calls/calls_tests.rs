use axum::{Router, routing::post};
use domain::ids::PersonId;
use http::HeaderMap;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;
use crate::config::Shares;

const PANICS: &str = "/lumbung.test.v1.TestService/Panic";
const STAYS: &str = "/lumbung.test.v1.TestService/Stay";
const HEALTH: &str = "/grpc.health.v1.Health/Check";

fn answer() -> Response<Body> {
    Status::ok("").into_http()
}

fn calls(limits: &Limits) -> (Calls, Metrics) {
    let router = Router::new()
        .route(PANICS, post(async || -> Response<Body> { panic!("planted") }))
        .route(STAYS, post(async || -> Response<Body> { std::future::pending().await }))
        .route(HEALTH, post(async || answer()));
    let metrics = Metrics::new([PANICS, STAYS, HEALTH].into_iter(), "none").unwrap();
    let (_, stop) = tokio::sync::watch::channel(false);
    let door = Door::new(&Shares::START, Arc::new(nobody), &metrics);
    (Calls::new(Routes::from(router), limits, door, metrics.clone(), stop), metrics)
}

/// No token is anybody's.
fn nobody(_: store::Caller) -> futures_util::future::BoxFuture<'static, Option<PersonId>> {
    Box::pin(std::future::ready(None))
}

fn request(path: &str) -> Request<Body> {
    Request::post(path).body(Body::empty()).unwrap()
}

async fn headers(calls: &Calls, request: Request<Body>) -> HeaderMap {
    let response = calls.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    body.collect().await.unwrap();
    parts.headers
}

fn code_of(headers: &HeaderMap) -> Code {
    Code::from_bytes(headers["grpc-status"].as_bytes())
}

#[test]
fn timeouts_are_read_as_the_protocol_writes_them() {
    for (text, expected) in [
        ("1H", Some(Duration::from_secs(3_600))),
        ("2M", Some(Duration::from_secs(120))),
        ("3S", Some(Duration::from_secs(3))),
        ("99999999m", Some(Duration::from_millis(99_999_999))),
        ("5u", Some(Duration::from_micros(5))),
        ("6n", Some(Duration::from_nanos(6))),
        ("123456789S", None),
        ("S", None),
        ("", None),
        ("-1S", None),
        ("1s", None),
        ("1 S", None),
    ] {
        assert_eq!(timeout(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn sign_in_and_payment_and_health_keep_their_places() {
    let kinds = Kinds::of_descriptors();
    assert_eq!(kinds.of(HEALTH), Kind::Critical { writes: false });
    assert_eq!(kinds.of("/grpc.health.v1.Health/Watch"), Kind::Watch);
    for method in wire::access::METHODS {
        if method.path.ends_with("/SignIn") || method.path.ends_with("/DisburseSpp") {
            assert_eq!(kinds.of(method.path), Kind::Critical { writes: method.writes });
        }
    }
}

#[tokio::test]
async fn a_panic_ends_its_call_only_and_is_counted() {
    let (calls, metrics) = calls(&Limits::START);
    let told = headers(&calls, request(PANICS)).await;
    assert_eq!(code_of(&told), Code::Internal);
    assert_eq!(told["ev-outcome"], "unknown");
    assert!(!told["grpc-message"].to_str().unwrap().contains("planted"));
    assert_eq!(metrics.panics.get(), 1);
    assert_eq!(code_of(&headers(&calls, request(HEALTH)).await), Code::Ok);
}

#[tokio::test]
async fn a_call_ends_at_the_deadline_that_it_states() {
    let (calls, metrics) = calls(&Limits::START);
    let mut stays = request(STAYS);
    stays.headers_mut().insert(TIMEOUT_HEADER, "5m".parse().unwrap());
    let told = headers(&calls, stays).await;
    assert_eq!(code_of(&told), Code::DeadlineExceeded);
    assert_eq!(told["ev-outcome"], "none", "a read has no outcome to ask for");
    assert!(told.contains_key("grpc-status-details-bin"));
    assert_eq!(metrics.in_flight.get(), 0);
}

#[tokio::test]
async fn a_timeout_that_cannot_be_read_is_the_callers_fault() {
    let (calls, _) = calls(&Limits::START);
    let mut odd = request(STAYS);
    odd.headers_mut().insert(TIMEOUT_HEADER, "soon".parse().unwrap());
    let told = headers(&calls, odd).await;
    assert_eq!(code_of(&told), Code::InvalidArgument);
    assert!(gives(&told, "soon") && gives(&told, TIMEOUT_FORM), "{told:?}");
}

#[test]
fn a_write_that_passed_its_deadline_has_an_unknown_outcome() {
    assert_eq!(deadline_status(true).metadata().get("ev-outcome").unwrap(), "unknown");
}

/// Headers or trailers of an error as tonic makes them.
fn bare(code: Code) -> HeaderMap {
    let mut headers = HeaderMap::new();
    Status::new(code, "English").add_header(&mut headers).unwrap();
    headers
}

/// Whether a complete error gives this reason.
fn gives(headers: &HeaderMap, reason: &str) -> bool {
    let status = Status::from_header_map(headers).unwrap();
    let details = String::from_utf8_lossy(status.details());
    !status.message().contains("English") && details.contains(reason)
}

#[test]
fn an_error_that_no_room_made_says_that_nothing_happened_and_why() {
    for (told, code, reason) in [
        (Code::InvalidArgument, Code::InvalidArgument, "MESSAGE_UNREADABLE"),
        (Code::Internal, Code::InvalidArgument, "MESSAGE_UNREADABLE"),
        (Code::OutOfRange, Code::InvalidArgument, "MESSAGE_TOO_LARGE"),
        (Code::ResourceExhausted, Code::InvalidArgument, "MESSAGE_TOO_LARGE"),
        (Code::Unimplemented, Code::Unimplemented, "METHOD_UNKNOWN"),
        (Code::NotFound, Code::NotFound, "NOT_FOUND"),
    ] {
        let mut headers = bare(told);
        assert_eq!(complete::headers(&mut headers), Some(code));
        assert_eq!((code_of(&headers), headers["ev-outcome"].as_bytes()), (code, &b"none"[..]));
        assert!(gives(&headers, reason), "{headers:?}");
    }
}

#[tokio::test]
async fn an_answer_that_broke_off_leaves_the_outcome_of_a_write_open() {
    let (calls, metrics) = calls(&Limits::START);
    for (writes, outcome) in [(true, "unknown"), (false, "none")] {
        let counters = metrics.method(STAYS).1.clone();
        let record = Record::begin(counters, metrics.clone(), writes, &tracing::Span::none());
        let begun = http_body_util::Full::new(bytes::Bytes::from_static(b"x"));
        let broken = begun.with_trailers(async { Some(Ok(bare(Code::OutOfRange))) });
        let permit = calls.load.admit(Kind::Ordinary { writes }).unwrap();
        let response = Guarded::wrap(Response::new(Body::new(broken)), record, permit, None, None);
        let collected = response.into_body().collect().await.unwrap();
        let trailers = collected.trailers().unwrap();
        assert_eq!(code_of(trailers), Code::Internal);
        assert_eq!(trailers["ev-outcome"], outcome);
        assert!(gives(trailers, "INTERNAL"), "{trailers:?}");
    }
}

#[test]
fn what_a_room_said_is_left_as_it_is() {
    let mut ours = HeaderMap::new();
    edge::status(&reason::CONTENTION.refuse().into()).add_header(&mut ours).unwrap();
    let before = ours.clone();
    assert_eq!(complete::headers(&mut ours), Some(Code::Aborted));
    assert_eq!(complete::trailers(&mut ours, true), Some(Code::Aborted));
    assert_eq!(ours, before);
    let mut good = bare(Code::Ok);
    assert_eq!(complete::trailers(&mut good, true), Some(Code::Ok));
    assert_eq!(complete::headers(&mut HeaderMap::new()), None, "an answer follows");
}

#[tokio::test]
async fn when_all_places_are_taken_health_still_gets_through() {
    let (calls, metrics) = calls(&Limits { in_flight: 2, in_flight_reserved: 1, ..Limits::START });
    let staying = tokio::spawn(calls.clone().oneshot(request(STAYS)));
    while metrics.in_flight.get() < 1 {
        tokio::task::yield_now().await;
    }
    let told = headers(&calls, request(STAYS)).await;
    assert_eq!(code_of(&told), Code::ResourceExhausted);
    assert_eq!(metrics.shed.get(), 1);
    assert_eq!(code_of(&headers(&calls, request(HEALTH)).await), Code::Ok);
    staying.abort();
    assert!(staying.await.unwrap_err().is_cancelled());
    assert_eq!(metrics.in_flight.get(), 0, "a call that was hung up frees its place");
}

#[tokio::test]
async fn a_place_is_kept_until_the_last_byte_of_the_answer() {
    let (calls, metrics) = calls(&Limits::START);
    let record = Record::begin(
        metrics.method(STAYS).1.clone(),
        metrics.clone(),
        false,
        &tracing::Span::none(),
    );
    let activity = Activity::new();
    let response = Guarded::wrap(
        Response::new(Body::new(http_body_util::Full::new(bytes::Bytes::from_static(b"x")))),
        record,
        calls.load.admit(Kind::Ordinary { writes: false }).unwrap(),
        Some(activity.begin()),
        None,
    );
    assert_eq!((metrics.in_flight.get(), activity.running()), (1, 1));
    response.into_body().collect().await.unwrap();
    assert_eq!((metrics.in_flight.get(), activity.running()), (0, 0));
}

#[tokio::test]
async fn a_feed_ends_with_the_server_and_says_that_it_can_be_asked_again() {
    let (calls, metrics) = calls(&Limits::START);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let kind = Kinds::of_descriptors().of("/lumbung.exchange.v1.ExchangeService/WatchEvents");
    assert!(kind.is_endless() && Kind::Watch.is_endless());
    let record = Record::begin(
        metrics.method(STAYS).1.clone(),
        metrics.clone(),
        false,
        &tracing::Span::none(),
    );
    let feed = futures_util::stream::pending::<Result<http_body::Frame<bytes::Bytes>, Status>>();
    let cut = Cut::after(Duration::from_secs(60), Some(stopped));
    let permit = calls.load.admit(kind).unwrap();
    let feed = Body::new(http_body_util::StreamBody::new(feed));
    let response = Guarded::wrap(Response::new(feed), record, permit, None, Some(cut));
    let reading = tokio::spawn(response.into_body().collect());
    tokio::task::yield_now().await;
    assert!(!reading.is_finished());
    stop.send_replace(true);
    let collected = reading.await.unwrap().unwrap();
    let trailers = collected.trailers().unwrap();
    assert_eq!(code_of(trailers), Code::Unavailable);
    assert!(gives(trailers, "UNAVAILABLE"), "{trailers:?}");
    assert_eq!(metrics.in_flight.get(), 0);
}

#[tokio::test]
async fn methods_that_are_not_ours_are_counted_under_one_name() {
    let (calls, metrics) = calls(&Limits::START);
    headers(&calls, request("/some.stranger/Text")).await;
    let text = metrics.text();
    assert!(text.contains("rpc=\"other\""), "{text}");
    assert!(!text.contains("stranger"));
}
