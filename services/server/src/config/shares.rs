//! What one caller may take of the server, so that something is left for the others.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// Shares of one person, over all sessions; of one address where nobody is signed in. 0 switches a
/// share off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// Calls a second on average.
    pub calls_per_s: u32,
    /// Calls that may come at once before that.
    pub calls_burst: u32,
    /// Calls that run at once.
    pub calls_at_once: u32,
    /// Answers that stream at once: event feeds, downloads.
    pub streaming: u32,
    /// Sign-ins of one address that may fail in a quarter of an hour; of an account that signed in
    /// from there of late so many again.
    pub failed_sign_ins: u32,
    /// Proxies whose `X-Forwarded-For` is believed; of nobody else it is.
    pub proxies: Vec<IpAddr>,
}

impl Shares {
    /// The start values. No screen and no phone comes near to them: a system that was away reads
    /// 1,000 pages at once, and 100 calls a second after that are 360,000 an hour, and still a
    /// small part of what the server answers. One person runs as many calls as one connection
    /// carries, of all places about a quarter, and has an eighth of the feeds. Of wrong passwords a
    /// whole office types 30 in a quarter of an hour on a Monday, and hardly more; behind one address
    /// of a phone company there are a few offices.
    pub const START: Self = Self {
        calls_per_s: 100,
        calls_burst: 1_000,
        calls_at_once: 64,
        streaming: 8,
        failed_sign_ins: 100,
        proxies: Vec::new(),
    };
}
