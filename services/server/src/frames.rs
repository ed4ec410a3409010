//! The bytes of a connection, watched: how many came, and of which HTTP/2 frames.
//!
//! h2 answers every PING and SETTINGS and counts none, so a few hundred bytes a
//! second keep a core busy. This reader walks the nine-byte frame headers of
//! what arrives and fails the connection when control frames outrun the limit.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::{activity::Activity, config::Limits};

/// What an HTTP/2 client sends first.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Length of a frame header.
const HEADER_LEN: usize = 9;
/// Type of DATA and HEADERS frames, the useful ones.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const CONTINUATION: u8 = 9;
/// Flag of the last part of the headers.
const END_HEADERS: u8 = 4;

/// Counts control frames: so many at once, so many a second after that.
#[derive(Debug)]
pub struct Counter {
    state: State,
    /// Headers whose last part has not come.
    head: bool,
    budget: f64,
    per_s: f64,
    burst: f64,
    at: Instant,
}

#[derive(Debug)]
enum State {
    /// So many bytes of the preface matched.
    Preface(usize),
    /// Part of a frame header.
    Header([u8; HEADER_LEN], usize),
    /// So many bytes of a payload are still to come.
    Payload(usize),
    /// HTTP/1.1; nothing to count.
    Other,
}

impl Counter {
    /// A counter with the limits of the settings.
    pub fn new(limits: &Limits) -> Self {
        let burst = f64::from(limits.control_frames_burst);
        Self {
            state: State::Preface(0),
            head: false,
            budget: burst,
            per_s: f64::from(limits.control_frames_per_s),
            burst,
            at: Instant::now(),
        }
    }

    /// Whether what came so far ends within a frame header or within headers.
    pub fn head_open(&self) -> bool {
        self.head || matches!(self.state, State::Header(_, filled) if filled > 0)
    }

    /// Walks over bytes that arrived at `now`; false when the limit is passed.
    pub fn walk(&mut self, mut bytes: &[u8], now: Instant) -> bool {
        while !bytes.is_empty() {
            bytes = match &mut self.state {
                State::Other => return true,
                State::Preface(matched) => {
                    let (rest, next) = preface(bytes, *matched);
                    self.state = next;
                    rest
                }
                State::Payload(left) => {
                    let taken = bytes.len().min(*left);
                    *left -= taken;
                    if *left == 0 {
                        self.state = State::Header([0; HEADER_LEN], 0);
                    }
                    bytes.get(taken..).unwrap_or_default()
                }
                State::Header(header, filled) => {
                    let mut rest = bytes;
                    for slot in header.iter_mut().skip(*filled) {
                        let Some((byte, after)) = rest.split_first() else { break };
                        *slot = *byte;
                        *filled += 1;
                        rest = after;
                    }
                    if *filled == HEADER_LEN {
                        let [a, b, c, kind, flags, ..] = *header;
                        let length =
                            (usize::from(a) << 16) | (usize::from(b) << 8) | usize::from(c);
                        self.head =
                            matches!(kind, HEADERS | CONTINUATION) && flags & END_HEADERS == 0;
                        self.state = if length == 0 {
                            State::Header([0; HEADER_LEN], 0)
                        } else {
                            State::Payload(length)
                        };
                        if !self.spend(kind, length, now) {
                            return false;
                        }
                    }
                    rest
                }
            };
        }
        true
    }

    /// Useful frames are free; the rest are paid from a budget that refills.
    fn spend(&mut self, kind: u8, length: usize, now: Instant) -> bool {
        let useful = match kind {
            DATA => length > 0,
            HEADERS => true,
            CONTINUATION => length > 0,
            _ => false,
        };
        if useful {
            // A call brings its own RST, WINDOW_UPDATE or empty DATA.
            self.budget = (self.budget + 2.0).min(self.burst);
            return true;
        }
        let passed_s = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.budget = (self.budget + passed_s * self.per_s).min(self.burst) - 1.0;
        self.budget >= 0.0
    }
}

fn preface(bytes: &[u8], matched: usize) -> (&[u8], State) {
    let expected = PREFACE.get(matched..).unwrap_or_default();
    let taken = bytes.len().min(expected.len());
    let (head, rest) = bytes.split_at(taken);
    if !expected.starts_with(head) {
        return (&[], State::Other);
    }
    let matched = matched + taken;
    let next = if matched == PREFACE.len() {
        State::Header([0; HEADER_LEN], 0)
    } else {
        State::Preface(matched)
    };
    (rest, next)
}

/// A connection whose arriving bytes are watched.
pub struct Watched<IO> {
    io: IO,
    counter: Counter,
    activity: Arc<Activity>,
}

impl<IO> Watched<IO> {
    /// Watches a connection.
    pub fn new(io: IO, limits: &Limits, activity: Arc<Activity>) -> Self {
        Self { io, counter: Counter::new(limits), activity }
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for Watched<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        std::task::ready!(Pin::new(&mut self.io).poll_read(cx, buffer))?;
        let arrived = buffer.filled().get(before..).unwrap_or_default();
        self.activity.received(arrived.len());
        let within = self.counter.walk(arrived, Instant::now());
        self.activity.set_head_open(self.counter.head_open());
        if !within {
            self.activity.mark_flooding();
            return Poll::Ready(Err(io::Error::other("too many control frames")));
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Watched<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }
}

#[cfg(test)]
#[path = "frames_tests.rs"]
mod tests;
