//! The count and the log line of one call, whichever way it ends.

use std::time::Instant;

use tonic::Code;
use tracing::Span;

use crate::metrics::{MethodMetrics, Metrics, code_name};

/// One call that runs. Dropped without an end, it was hung up.
pub(crate) struct Record {
    counters: MethodMetrics,
    metrics: Metrics,
    writes: bool,
    span: Span,
    begun: Instant,
    over: bool,
}

impl Record {
    pub fn begin(counters: MethodMetrics, metrics: Metrics, writes: bool, span: &Span) -> Self {
        metrics.in_flight.inc();
        Self { counters, metrics, writes, span: span.clone(), begun: Instant::now(), over: false }
    }

    /// Whether the call changes data.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// Ends it with a code.
    pub fn finish(mut self, code: Code) {
        self.end(code);
    }

    /// Ends it, once.
    pub fn end(&mut self, code: Code) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let took = self.begun.elapsed();
        self.metrics.in_flight.dec();
        self.counters.observe(code, took);
        let name = code_name(usize::try_from(code as i32).unwrap_or_default());
        self.span.record("code", name);
        let _entered = self.span.enter();
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => tracing::warn!(ms, "call ended"),
            Code::Ok if !self.writes => tracing::debug!(ms, "call ended"),
            _ => tracing::info!(ms, "call ended"),
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.end(Code::Cancelled);
    }
}
