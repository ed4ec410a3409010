use axum::{Router, routing::post};
use http::HeaderMap;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;

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
    (Calls::new(Routes::from(router), limits, metrics.clone()), metrics)
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
    assert_eq!(code_of(&headers(&calls, odd).await), Code::InvalidArgument);
}

#[test]
fn a_write_that_passed_its_deadline_has_an_unknown_outcome() {
    assert_eq!(deadline_status(true).metadata().get("ev-outcome").unwrap(), "unknown");
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
async fn methods_that_are_not_ours_are_counted_under_one_name() {
    let (calls, metrics) = calls(&Limits::START);
    headers(&calls, request("/some.stranger/Text")).await;
    let text = metrics.text();
    assert!(text.contains("rpc=\"other\""), "{text}");
    assert!(!text.contains("stranger"));
}
