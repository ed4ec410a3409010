//! Failed sign-ins of a network, and who signed in from it of late.
//!
//! An office, or a village behind one address of a phone company, is one network, and somebody in
//! it may fail on purpose. So an account that signed in from there of late is not kept out by the
//! failures of others: its tries have a share of their own. That says to whoever is in the network
//! that the account was used there, and no more; the account itself is locked after ten.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{Arc, Mutex},
    time::Duration,
};

use prometheus::IntCounterVec;
use tonic::Status;

use super::{
    KNOWN_MAX, Remembered, locked,
    network::Network,
    pace::{Pace, Stopwatch},
    recent::Recent,
    refuse, remembered,
    share::Share,
};
use crate::refusal::SIGN_INS_EXCEEDED;

/// The time of [`crate::config::Shares::failed_sign_ins`].
const FAILURES_WITHIN: Duration = Duration::from_secs(15 * 60);
/// For how long an account is known where it signed in, nanoseconds: 7 days.
const KNOWN_NS: u64 = 7 * 24 * 3_600 * 1_000_000_000;

/// An account in a network, the account by a keyed digest of its name.
type Place = (Network, u64);

/// An account that signed in.
#[derive(Clone)]
struct Known {
    /// When it did last.
    signed_in_ns: u64,
    /// What its own tries have cost.
    share: Arc<Share>,
}

/// Counts the sign-ins that fail.
pub(crate) struct SignIns {
    pace: Pace,
    watch: Stopwatch,
    digest: RandomState,
    /// Apart from what calls take, so that many calls do not make failures forgotten.
    failures: Remembered<Network>,
    known: Mutex<Recent<Place, Known>>,
    limited: IntCounterVec,
}

impl SignIns {
    /// So many may fail in a quarter of an hour; nothing when that is 0.
    pub fn new(failures: u32, watch: Stopwatch, limited: IntCounterVec) -> Option<Arc<Self>> {
        let pace = Pace::new(failures, FAILURES_WITHIN, failures)?;
        Some(Arc::new(Self {
            pace,
            watch,
            digest: RandomState::new(),
            failures: Mutex::new(Recent::new(KNOWN_MAX)),
            known: Mutex::new(Recent::new(KNOWN_MAX)),
            limited,
        }))
    }

    /// The share of a network.
    pub fn of_network(&self, network: Network) -> Arc<Share> {
        remembered(&self.failures, network)
    }

    /// The share on which a try of an account counts: its own where it is known.
    pub fn of_account(&self, network: Network, account_name: &str) -> Arc<Share> {
        let known = locked(&self.known).find(&self.place(network, account_name));
        let known = known.filter(|known| is_known(known.signed_in_ns, self.watch.now_ns()));
        known.map_or_else(|| self.of_network(network), |known| known.share)
    }

    /// An account signed in from a network.
    pub fn keep(&self, network: Network, account_name: &str) {
        let place = self.place(network, account_name);
        let mut known = locked(&self.known);
        let share = known.find(&place).map(|known| known.share).unwrap_or_default();
        known.keep(place, Known { signed_in_ns: self.watch.now_ns(), share });
    }

    fn place(&self, network: Network, account_name: &str) -> Place {
        (network, self.digest.hash_one(account_name))
    }

    /// Whether a share has room for a try that may fail. It is refused and not kept waiting, since
    /// what waits holds a place, and the reason says that the password was not looked at.
    pub fn room(&self, share: &Share) -> Result<(), Status> {
        match share.wait(self.pace, self.watch.now_ns()) {
            Some(wait) => Err(refuse(&self.limited, SIGN_INS_EXCEEDED.refuse(), wait)),
            None => Ok(()),
        }
    }

    /// A try failed.
    pub fn charge(&self, share: &Share) {
        share.charge(self.pace, self.watch.now_ns());
    }
}

/// Whether an account that signed in at an instant is known at another.
const fn is_known(signed_in_ns: u64, now_ns: u64) -> bool {
    now_ns.saturating_sub(signed_in_ns) <= KNOWN_NS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_known_for_seven_days() {
        for (signed_in_ns, now_ns, expected) in [
            (5, 5, true),
            (5, 0, true),
            (5, KNOWN_NS + 5, true),
            (5, KNOWN_NS + 6, false),
            (0, u64::MAX, false),
        ] {
            assert_eq!(is_known(signed_in_ns, now_ns), expected, "{signed_in_ns} {now_ns}");
        }
    }
}
