//! Numbers about the running server, in Prometheus' text form.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::clock::machine_us;
use gate::sweep::{Kind, Swept};
use prometheus::{
    Encoder as _, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge,
    IntGaugeVec, Opts, Registry, TextEncoder,
};
use tonic::Code;

use crate::refusal::{CALLS_EXCEEDED, FEEDS_EXCEEDED, SIGN_INS_EXCEEDED};

/// What a method that is not ours is counted under; its path is a stranger's text.
const OTHER: &str = "other";
/// The number of gRPC codes.
const CODES: usize = 17;
/// Upper bounds of the latency buckets, seconds.
const BUCKETS_S: [f64; 12] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Counters of one method, looked up once.
#[derive(Debug, Clone)]
pub struct MethodMetrics {
    codes: Arc<[IntCounter]>,
    latency: Histogram,
}

impl MethodMetrics {
    /// Counts a call that ended.
    pub fn observe(&self, code: Code, took: Duration) {
        let at = usize::try_from(code as i32).unwrap_or_default();
        if let Some(counter) = self.codes.get(at) {
            counter.inc();
        }
        self.latency.observe(took.as_secs_f64());
    }
}

/// Every number; cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    methods: Arc<HashMap<&'static str, MethodMetrics>>,
    other: MethodMetrics,
    /// Calls that run now.
    pub in_flight: IntGauge,
    /// Connections that are open now.
    pub connections: IntGauge,
    /// Connections that were refused or cut, by reason.
    pub cut: IntCounterVec,
    /// Calls that were refused because too many ran.
    pub shed: IntCounter,
    /// Calls that were refused because one caller took more than its share, by reason.
    pub limited: IntCounterVec,
    /// Panics that were caught in a call or in what the store ran for it.
    pub panics: IntCounter,
    resident_bytes: IntGauge,
    sweep: SweepMetrics,
}

/// Numbers about the sweeps of the register that this server did.
#[derive(Debug, Clone)]
struct SweepMetrics {
    last_s: IntGauge,
    pairs: IntGauge,
    differences: IntCounterVec,
    slips: IntCounter,
    failed: IntCounter,
}

impl SweepMetrics {
    fn new(registry: &Registry) -> Result<Self, prometheus::Error> {
        let last_s = IntGauge::new(
            "lumbung_sweep_last_seconds",
            "When this server last swept the register, seconds since 1970; 0 if never.",
        )?;
        let pairs =
            IntGauge::new("lumbung_sweep_pairs", "Pairs of works that the last sweep compared.")?;
        let differences = IntCounterVec::new(
            Opts::new("lumbung_sweep_differences_total", "Differences that sweeps found, by kind."),
            &["kind"],
        )?;
        let slips = IntCounter::new(
            "lumbung_sweep_slips_total",
            "Differences that could have let money slip.",
        )?;
        let failed = IntCounter::new(
            "lumbung_sweep_failed_total",
            "Sweeps that broke off, and differences that could not be mended.",
        )?;
        registry.register(Box::new(last_s.clone()))?;
        registry.register(Box::new(pairs.clone()))?;
        registry.register(Box::new(differences.clone()))?;
        registry.register(Box::new(slips.clone()))?;
        registry.register(Box::new(failed.clone()))?;
        // From the start, so that the first difference is seen as a rise.
        for kind in Kind::ALL {
            differences.with_label_values(&[kind.code()]).inc_by(0);
        }
        Ok(Self { last_s, pairs, differences, slips, failed })
    }
}

impl Metrics {
    /// Metrics for these methods on an engine.
    ///
    /// # Errors
    /// When two metrics share a name, which a test would see.
    pub fn new(
        methods: impl Iterator<Item = &'static str>,
        engine: &str,
    ) -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let calls = IntCounterVec::new(
            Opts::new("lumbung_calls_total", "Calls that ended, by method and gRPC code."),
            &["rpc", "code"],
        )?;
        let latency = HistogramVec::new(
            HistogramOpts::new("lumbung_call_seconds", "Time from first byte to last, by method.")
                .buckets(BUCKETS_S.to_vec()),
            &["rpc"],
        )?;
        let gauge = |name: &str, help: &str| IntGauge::new(name, help);
        let in_flight = gauge("lumbung_calls_in_flight", "Calls that run now.")?;
        let connections = gauge("lumbung_connections", "Connections that are open now.")?;
        let resident_bytes = gauge("process_resident_memory_bytes", "Resident memory in bytes.")?;
        let cut = IntCounterVec::new(
            Opts::new("lumbung_connections_cut_total", "Connections refused or cut, by reason."),
            &["reason"],
        )?;
        let shed = IntCounter::new("lumbung_calls_shed_total", "Calls refused as too many ran.")?;
        let panics = IntCounter::new("lumbung_panics_total", "Panics caught in a call.")?;
        let info = IntGaugeVec::new(
            Opts::new("lumbung_info", "Version of the server and its engine."),
            &["version", "engine", "migration"],
        )?;
        registry.register(Box::new(calls.clone()))?;
        registry.register(Box::new(latency.clone()))?;
        registry.register(Box::new(in_flight.clone()))?;
        registry.register(Box::new(connections.clone()))?;
        registry.register(Box::new(resident_bytes.clone()))?;
        registry.register(Box::new(cut.clone()))?;
        registry.register(Box::new(shed.clone()))?;
        let limited = limited(&registry)?;
        registry.register(Box::new(panics.clone()))?;
        registry.register(Box::new(info.clone()))?;
        let migration = store::applied_version().to_string();
        info.with_label_values(&[env!("CARGO_PKG_VERSION"), engine, migration.as_str()]).set(1);
        let sweep = SweepMetrics::new(&registry)?;
        let method = |path: &str| MethodMetrics {
            codes: (0..CODES)
                .map(|code| calls.with_label_values(&[path, code_name(code)]))
                .collect(),
            latency: latency.with_label_values(&[path]),
        };
        let other = method(OTHER);
        let methods = methods.map(|path| (path, method(path))).collect();
        Ok(Self {
            registry,
            methods: Arc::new(methods),
            other,
            in_flight,
            connections,
            cut,
            shed,
            limited,
            panics,
            resident_bytes,
            sweep,
        })
    }

    /// Counts what a sweep found, and how much of it could not be mended. One of an area alone is
    /// no night's work: whoever waits for that goes on waiting.
    pub fn swept(&self, swept: &Swept, failed: usize, is_whole: bool) {
        if is_whole {
            self.sweep.last_s.set(machine_us().div_euclid(1_000_000));
        }
        self.sweep.pairs.set(i64::try_from(swept.pairs).unwrap_or(i64::MAX));
        for difference in &swept.differences {
            self.sweep.differences.with_label_values(&[difference.kind.code()]).inc();
            self.sweep.slips.inc_by(u64::from(difference.slips));
        }
        self.sweep.failed.inc_by(u64::try_from(failed).unwrap_or(u64::MAX));
    }

    /// Counts a sweep that broke off.
    pub fn sweep_failed(&self) {
        self.sweep.failed.inc();
    }

    /// The counters of a method, and its path if it is one of ours.
    pub fn method(&self, path: &str) -> (&'static str, &MethodMetrics) {
        match self.methods.get_key_value(path) {
            Some((path, method)) => (path, method),
            None => (OTHER, &self.other),
        }
    }

    /// Everything as text. Series of calls that never came are left out, or 17
    /// codes a method would drown the few that matter.
    pub fn text(&self) -> String {
        self.resident_bytes.set(resident_bytes());
        let mut families = self.registry.gather();
        for family in &mut families {
            match family.name() {
                "lumbung_calls_total" => {
                    family.mut_metric().retain(|one| one.get_counter().get_value() > 0.0);
                }
                "lumbung_call_seconds" => {
                    family.mut_metric().retain(|one| one.get_histogram().get_sample_count() > 0);
                }
                _ => {}
            }
        }
        families.retain(|family| !family.get_metric().is_empty());
        let mut bytes = Vec::new();
        if let Err(error) = TextEncoder::new().encode(&families, &mut bytes) {
            tracing::warn!(%error, "metrics cannot be written");
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The counter of callers who took more than their share.
fn limited(registry: &Registry) -> Result<IntCounterVec, prometheus::Error> {
    let limited = IntCounterVec::new(
        Opts::new("lumbung_calls_limited_total", "Calls refused as one caller's share was taken."),
        &["reason"],
    )?;
    registry.register(Box::new(limited.clone()))?;
    // From the start, so that the first one is seen as a rise.
    for reason in [CALLS_EXCEEDED, FEEDS_EXCEEDED, SIGN_INS_EXCEEDED] {
        limited.with_label_values(&[reason.code]).inc_by(0);
    }
    Ok(limited)
}

/// Resident memory of this process in bytes; 0 where the kernel does not tell.
pub fn resident_bytes() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_ascii_whitespace().next()?.parse::<i64>().ok());
    kib.unwrap_or_default().saturating_mul(1_024)
}

/// The name of a gRPC code as in its specification.
pub const fn code_name(code: usize) -> &'static str {
    match code {
        0 => "OK",
        1 => "CANCELLED",
        3 => "INVALID_ARGUMENT",
        4 => "DEADLINE_EXCEEDED",
        5 => "NOT_FOUND",
        6 => "ALREADY_EXISTS",
        7 => "PERMISSION_DENIED",
        8 => "RESOURCE_EXHAUSTED",
        9 => "FAILED_PRECONDITION",
        10 => "ABORTED",
        11 => "OUT_OF_RANGE",
        12 => "UNIMPLEMENTED",
        13 => "INTERNAL",
        14 => "UNAVAILABLE",
        15 => "DATA_LOSS",
        16 => "UNAUTHENTICATED",
        _ => "UNKNOWN",
    }
}
