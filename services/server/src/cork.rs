//! What HTTP writes in one turn of a connection leaves in one piece.
//!
//! h2 writes the headers and the message of an answer, flushes, and writes its trailers then: two
//! system calls, two TLS records, and a client that wakes twice for one answer. A corked
//! connection holds what is written until the turn of its task is over.

use std::{
    future::{Future, poll_fn},
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// So much is held at most; what comes after it waits for the socket.
const HELD_MAX: usize = 32 * 1024;

/// A connection that sends at the end of each turn; HTTP has one handle, its task the other.
pub struct Corked<IO>(Arc<Mutex<Held<IO>>>);

struct Held<IO> {
    io: IO,
    bytes: BytesMut,
    /// Whether something was written since the connection below was last flushed.
    is_written: bool,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Corked<IO> {
    /// Corks a connection.
    pub fn new(io: IO) -> Self {
        let held = Held { io, bytes: BytesMut::new(), is_written: false };
        Self(Arc::new(Mutex::new(held)))
    }

    /// Another handle on the same connection.
    pub fn handle(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// Drives what writes to this connection to its end, and sends after each turn.
    ///
    /// # Errors
    /// What the connection says when it cannot send.
    pub async fn drive<F: Future>(&self, mut served: Pin<&mut F>) -> io::Result<F::Output> {
        poll_fn(|cx| {
            let ended = served.as_mut().poll(cx);
            match self.held().poll_send(cx) {
                Poll::Ready(Err(error)) if ended.is_pending() => Poll::Ready(Err(error)),
                // What ends has shut the connection down, and with that sent everything.
                _ => ended.map(Ok),
            }
        })
        .await
    }

    fn held(&self) -> MutexGuard<'_, Held<IO>> {
        // Bytes are whole between two locks, so a poisoned one still guards true bytes.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<IO: AsyncWrite + Unpin> Held<IO> {
    /// Sends what is held.
    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.bytes.is_empty() {
            let sent = ready!(Pin::new(&mut self.io).poll_write(cx, &self.bytes))?;
            if sent == 0 {
                return Poll::Ready(Err(ErrorKind::WriteZero.into()));
            }
            self.bytes.advance(sent);
        }
        if self.is_written {
            ready!(Pin::new(&mut self.io).poll_flush(cx))?;
            self.is_written = false;
        }
        Poll::Ready(Ok(()))
    }

    /// Room for at least one more byte.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.bytes.len() >= HELD_MAX {
            ready!(self.poll_send(cx))?;
        }
        Poll::Ready(Ok(HELD_MAX - self.bytes.len()))
    }

    fn hold(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.is_written = true;
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for Corked<IO> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.held().io).poll_read(cx, buffer)
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Corked<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut held = self.held();
        let room = ready!(held.poll_room(cx))?;
        let mut left = room;
        for slice in slices {
            let (taken, _) = slice.split_at(slice.len().min(left));
            held.hold(taken);
            left -= taken.len();
        }
        Poll::Ready(Ok(room - left))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Nothing yet: the turn is not over.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut held = self.held();
        ready!(held.poll_send(cx))?;
        Pin::new(&mut held.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
#[path = "cork_tests.rs"]
mod tests;
