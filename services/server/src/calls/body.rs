//! The body of an answer, which keeps the call's place until its last byte.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, Sleep},
};
use tonic::{Code, Status, body::Body};

use super::{complete, deadline_status, record::Record};
use crate::activity::Running;

/// A place among the running calls.
pub(crate) struct Permit(
    #[expect(dead_code, reason = "held for its drop")] Option<OwnedSemaphorePermit>,
);

impl Permit {
    pub fn of(permit: OwnedSemaphorePermit) -> Self {
        Self(Some(permit))
    }

    /// For what needs no place.
    pub fn none() -> Self {
        Self(None)
    }
}

/// A body with everything that ends when it ends.
pub(crate) struct Guarded {
    body: Body,
    record: Record,
    _permit: Permit,
    _running: Option<Running>,
    /// When a streamed answer is cut.
    until: Option<Pin<Box<Sleep>>>,
    over: bool,
}

impl Guarded {
    /// Wraps an answer; `left` is what a stream may still take.
    pub fn wrap(
        response: Response<Body>,
        mut record: Record,
        permit: Permit,
        running: Option<Running>,
        left: Option<Duration>,
    ) -> Response<Body> {
        let (mut parts, body) = response.into_parts();
        if let Some(code) = complete::headers(&mut parts.headers) {
            // Nothing follows the headers of a refusal.
            record.end(code);
            return Response::from_parts(parts, body);
        }
        let until = left.map(|left| Box::pin(tokio::time::sleep_until(Instant::now() + left)));
        let guarded = Self { body, record, _permit: permit, _running: running, until, over: false };
        Response::from_parts(parts, Body::new(guarded))
    }
}

impl HttpBody for Guarded {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        if this.over {
            return Poll::Ready(None);
        }
        if let Some(until) = &mut this.until
            && until.as_mut().poll(cx).is_ready()
        {
            this.over = true;
            this.record.end(Code::DeadlineExceeded);
            let mut trailers = HeaderMap::new();
            let _ = deadline_status(false).add_header(&mut trailers);
            return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
        }
        let mut frame = std::task::ready!(Pin::new(&mut this.body).poll_frame(cx));
        match &mut frame {
            Some(Ok(frame)) => {
                if let Some(trailers) = frame.trailers_mut() {
                    let code = complete::trailers(trailers, this.record.writes());
                    this.record.end(code.unwrap_or(Code::Unknown));
                }
            }
            Some(Err(status)) => this.record.end(status.code()),
            None => this.record.end(Code::Ok),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.over || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.until.is_some() { SizeHint::default() } else { self.body.size_hint() }
    }
}
