//! The body of an answer, which keeps the call's place until its last byte.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use domain::reason;
use http::{HeaderMap, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    time::Sleep,
};
use tonic::{Code, Status, body::Body};

use super::{complete, deadline_status, record::Record};
use crate::{activity::Running, door::Held};

/// A place among the running calls, and in the caller's share of them; held for its drop.
pub(crate) struct Permit {
    _place: Option<OwnedSemaphorePermit>,
    _held: Option<Held>,
}

impl Permit {
    pub fn of(permit: OwnedSemaphorePermit) -> Self {
        Self { _place: Some(permit), _held: None }
    }

    /// For what needs no place.
    pub fn none() -> Self {
        Self { _place: None, _held: None }
    }

    /// With the place in a share.
    pub fn with(self, held: Option<Held>) -> Self {
        Self { _held: held, ..self }
    }
}

/// What cuts a streamed answer before its own end.
pub(crate) struct Cut {
    deadline: Pin<Box<Sleep>>,
    stop: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Cut {
    /// After so long, or when the server stops and nothing is left to say.
    pub fn after(left: Duration, stop: Option<watch::Receiver<bool>>) -> Self {
        let stopped = |mut stop: watch::Receiver<bool>| async move {
            drop(stop.wait_for(|stop| *stop).await);
        };
        Self {
            deadline: Box::pin(tokio::time::sleep(left)),
            stop: stop.map(|stop| Box::pin(stopped(stop)) as Pin<Box<_>>),
        }
    }
}

/// A body with everything that ends when it ends.
pub(crate) struct Guarded {
    body: Body,
    record: Record,
    _permit: Permit,
    _running: Option<Running>,
    /// When a streamed answer is cut, and with what.
    cut: Option<Cut>,
    over: bool,
}

impl Guarded {
    /// Wraps an answer; a stream may be cut.
    pub fn wrap(
        response: Response<Body>,
        mut record: Record,
        permit: Permit,
        running: Option<Running>,
        cut: Option<Cut>,
    ) -> Response<Body> {
        let (mut parts, body) = response.into_parts();
        if let Some(code) = complete::headers(&mut parts.headers) {
            // Nothing follows the headers of a refusal.
            record.end(code);
            return Response::from_parts(parts, body);
        }
        let guarded = Self { body, record, _permit: permit, _running: running, cut, over: false };
        Response::from_parts(parts, Body::new(guarded))
    }
}

impl Guarded {
    /// Ends the answer before its own end.
    fn end(&mut self, status: &Status) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        self.over = true;
        self.record.end(status.code());
        let mut trailers = HeaderMap::new();
        let _ = status.add_header(&mut trailers);
        Poll::Ready(Some(Ok(Frame::trailers(trailers))))
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
        if let Some(cut) = &mut this.cut
            && cut.deadline.as_mut().poll(cx).is_ready()
        {
            return this.end(&deadline_status(false));
        }
        let Poll::Ready(mut frame) = Pin::new(&mut this.body).poll_frame(cx) else {
            if let Some(stop) = this.cut.as_mut().and_then(|cut| cut.stop.as_mut())
                && stop.as_mut().poll(cx).is_ready()
            {
                return this.end(&edge::status(&reason::UNAVAILABLE.refuse().into()));
            }
            return Poll::Pending;
        };
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
        if self.cut.is_some() { SizeHint::default() } else { self.body.size_hint() }
    }
}
