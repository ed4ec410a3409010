//! Which web pages may call: exact origins, no wildcard, no cookies.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
    },
};
use tonic::body::Body;
use tower::Service;

/// What a page may send.
const ALLOWED: &str = "authorization, content-type, grpc-timeout, x-grpc-web, x-user-agent";
/// What a page may read.
const EXPOSED: &str = "grpc-status, grpc-message, grpc-status-details-bin, ev-outcome, ev-replayed";
/// How long a browser may keep the answer, seconds.
const KEPT_S: &str = "600";

/// Answers preflights and refuses pages of other origins.
#[derive(Clone)]
pub struct Origins<S> {
    inner: S,
    allowed: Arc<[HeaderValue]>,
}

impl<S> Origins<S> {
    /// Lets these origins in, and callers that are no web page.
    pub fn new(inner: S, allowed: &[String]) -> Self {
        let allowed = allowed.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
        Self { inner, allowed: allowed.collect() }
    }
}

impl<S, B> Service<Request<B>> for Origins<S>
where
    S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Some(origin) = request.headers().get(ORIGIN) else {
            return Answer::Plain(Box::pin(self.inner.call(request)));
        };
        let Some(origin) = self.allowed.iter().find(|allowed| *allowed == origin).cloned() else {
            return Answer::Now(Some(empty(StatusCode::FORBIDDEN)));
        };
        if request.method() == Method::OPTIONS {
            let mut response = empty(StatusCode::NO_CONTENT);
            allow(response.headers_mut(), origin);
            return Answer::Now(Some(response));
        }
        Answer::Page(Box::pin(self.inner.call(request)), Some(origin))
    }
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(KEPT_S));
    headers.insert(VARY, HeaderValue::from_static("origin"));
}

/// The answer to a call, with the headers of its origin.
pub enum Answer<F> {
    /// No web page.
    Plain(Pin<Box<F>>),
    /// A page that may call.
    Page(Pin<Box<F>>, Option<HeaderValue>),
    /// Decided without the call.
    Now(Option<Response<Body>>),
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for Answer<F> {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Plain(call) => call.as_mut().poll(cx),
            Self::Page(call, origin) => {
                let Ok(mut response) = std::task::ready!(call.as_mut().poll(cx));
                if let Some(origin) = origin.take() {
                    allow(response.headers_mut(), origin);
                }
                Poll::Ready(Ok(response))
            }
            Self::Now(response) => {
                let response = response.take().unwrap_or_else(|| empty(StatusCode::FORBIDDEN));
                Poll::Ready(Ok(response))
            }
        }
    }
}
