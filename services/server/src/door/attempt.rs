//! A try to sign in, which costs its network, or its account, something when it fails.

use std::sync::{Arc, Mutex};

use edge::{CountsTries, Tries};
use tonic::{Code, Status};

use super::{locked, network::Network, share::Share, sign_ins::SignIns};

/// Where a try comes from, and on whose share it counts.
struct Tried {
    sign_ins: Arc<SignIns>,
    network: Network,
    /// The network's, until the account is known.
    share: Mutex<Arc<Share>>,
}

impl Tried {
    fn share(&self) -> Arc<Share> {
        Arc::clone(&locked(&self.share))
    }
}

impl CountsTries for Tried {
    fn may_try(&self, account_name: &str) -> Result<(), Status> {
        let share = self.sign_ins.of_account(self.network, account_name);
        *locked(&self.share) = Arc::clone(&share);
        self.sign_ins.room(&share)
    }

    fn signed_in(&self, account_name: &str) {
        self.sign_ins.keep(self.network, account_name);
    }
}

/// Counts when it is dropped, so that whoever hangs up before the answer has tried too.
pub(crate) struct Attempt {
    tried: Arc<Tried>,
    fails: bool,
}

impl Attempt {
    /// A try that has not begun and costs nothing.
    pub fn new(sign_ins: &Arc<SignIns>, network: Network) -> Self {
        let share = Mutex::new(sign_ins.of_network(network));
        let tried = Tried { sign_ins: Arc::clone(sign_ins), network, share };
        Self { tried: Arc::new(tried), fails: false }
    }

    /// Whether its network has room for it.
    pub fn room(&self) -> Result<(), Status> {
        self.tried.sign_ins.room(&self.tried.share())
    }

    /// What the room that reads the account's name tells of it.
    pub fn tries(&self) -> Tries {
        self.tried.clone()
    }

    /// It is made: from now on it has failed unless the answer says otherwise.
    pub fn begin(&mut self) {
        self.fails = true;
    }

    /// The code of its answer; none is success. A wrong password and a wrong code are failures;
    /// what could not be read, or was not looked at for want of room, was none.
    pub fn answered(&mut self, code: Option<Code>) {
        self.fails = matches!(code, Some(Code::Unauthenticated | Code::FailedPrecondition));
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.fails {
            self.tried.sign_ins.charge(&self.tried.share());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{door::pace::Stopwatch, metrics::Metrics};

    fn sign_ins() -> Arc<SignIns> {
        let metrics = Metrics::new(std::iter::empty(), "none").unwrap();
        SignIns::new(1, Stopwatch::start(), metrics.limited).unwrap()
    }

    fn network(last: u8) -> Network {
        Network::of([10, 0, 0, last].into())
    }

    /// Whether a try with such an end leaves its network one more.
    fn costs(end: impl FnOnce(&mut Attempt)) -> bool {
        let sign_ins = sign_ins();
        let mut attempt = Attempt::new(&sign_ins, network(1));
        end(&mut attempt);
        drop(attempt);
        Attempt::new(&sign_ins, network(1)).room().is_err()
    }

    #[test]
    fn what_fails_or_is_hung_up_costs_and_what_succeeds_or_never_began_does_not() {
        assert!(!costs(|_| {}), "it never began");
        assert!(costs(Attempt::begin), "nobody waited for the answer");
        for (code, expected) in [
            (None, false),
            (Some(Code::Ok), false),
            (Some(Code::Unauthenticated), true),
            (Some(Code::FailedPrecondition), true),
            (Some(Code::InvalidArgument), false),
            (Some(Code::ResourceExhausted), false),
            (Some(Code::Unavailable), false),
        ] {
            let costs = costs(|attempt| {
                attempt.begin();
                attempt.answered(code);
            });
            assert_eq!(costs, expected, "{code:?}");
        }
    }

    #[test]
    fn an_account_that_signed_in_there_has_a_share_of_its_own_and_no_other_has() {
        let sign_ins = sign_ins();
        let tries = |from: u8, account: &str, fails: bool| {
            let mut attempt = Attempt::new(&sign_ins, network(from));
            let may = attempt.tries().may_try(account).is_ok();
            if may && fails {
                attempt.begin();
            }
            may
        };
        for from in [1, 2] {
            Attempt::new(&sign_ins, network(from)).tries().signed_in("kades");
        }
        assert!(tries(1, "stranger", true));
        assert!(!tries(1, "sekdes", false), "the network has no room left");
        assert!(tries(1, "kades", true), "and its own people have");
        assert!(!tries(1, "kades", false), "up to what they fail themselves");
        assert!(tries(2, "sekdes", true));
        assert!(tries(2, "kades", false), "by network each");
        assert!(!tries(2, "stranger", false));
        assert!(tries(3, "kades", true));
        assert!(!tries(3, "kades", false), "nobody is known there");
    }
}
