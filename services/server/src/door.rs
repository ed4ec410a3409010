//! What one caller may take of the server, asked before anything is read for the call.
//!
//! Who calls is known for certain only in the transaction that reads the session (decision 3). To
//! count there would be to do the work first and then to ask whether it may be done. Before it
//! there is the token alone, and to count by token would be no limit on a person, who gets another
//! one with each sign-in. So a token is looked up once, when it is first seen, and remembered with
//! the share of its person, a digest of it and not the token; from then on a call costs a few short
//! locks and reads nothing. What is remembered counts and gives no right: whether the session still
//! holds is read in the transaction, as ever.
//!
//! What is not known yet, or is nobody's, counts on the network it comes from, the lookup too: so
//! made-up tokens cost their sender, and a call without a token is no way round one's share.
//! Several servers on one database count each for itself.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use domain::{Refusal, ids::PersonId};
use futures_util::future::BoxFuture;
use http::{Request, header::AUTHORIZATION};
use prometheus::IntCounterVec;
use store::Caller;
use tonic::{Status, body::Body, transport::server::TcpConnectInfo};
use wire::access::session_service::{CLAIM_INVITATION, SIGN_IN};

use crate::{
    config::Shares,
    metrics::Metrics,
    refusal::{CALLS_EXCEEDED, FEEDS_EXCEEDED},
};

mod attempt;
pub(crate) mod network;
mod pace;
mod recent;
mod share;
mod sign_ins;

use attempt::Attempt;
use network::Network;
use pace::{Pace, Stopwatch};
use recent::Recent;
pub(crate) use share::Held;
use share::Share;
use sign_ins::SignIns;

/// Tokens and networks that are remembered: so many, and as many again that were used before them.
/// With their shares about 6 MB at the most.
const KNOWN_MAX: usize = 16_384;
/// Persons after which those are forgotten of whom no token is remembered any more.
const PERSONS_MAX: usize = 4 * KNOWN_MAX;
/// When to try again where as many calls run as may: calls are short, feeds are ended by hand.
const CALL_ENDS: Duration = Duration::from_secs(1);
const FEED_ENDS: Duration = Duration::from_secs(5);
/// Methods that try a secret without being signed in: a password, or a one-time code.
const TRIES: [&str; 2] = [SIGN_IN, CLAIM_INVITATION];

/// Finds the person of a token; nobody when it is no token, or when that cannot be found out.
pub type Whose = Arc<dyn Fn(Caller) -> BoxFuture<'static, Option<PersonId>> + Send + Sync>;

/// Under what a share is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// A keyed digest of the header that bears a token.
    Token(u64),
    Network(Network),
    /// A network's sign-ins, apart from its other calls, which are to leave room for them.
    SignIns(Network),
}

type Remembered<K> = Mutex<Recent<K, Arc<Share>>>;

/// Keeps the shares of all callers.
pub struct Door {
    calls: Option<Pace>,
    at_once: u32,
    streaming: u32,
    sign_ins: Option<Arc<SignIns>>,
    proxies: Vec<IpAddr>,
    whose: Whose,
    watch: Stopwatch,
    digest: RandomState,
    known: Remembered<Key>,
    persons: Mutex<HashMap<PersonId, Weak<Share>>>,
    limited: IntCounterVec,
}

/// What a call has taken when it was let in.
#[derive(Default)]
pub(crate) struct Entry {
    /// Its place in a share.
    pub held: Option<Held>,
    /// A token that is still to be asked about.
    pub unseen: Option<Unseen>,
    /// The try to sign in that it is.
    pub attempt: Option<Attempt>,
}

/// A token that was not seen before.
pub(crate) struct Unseen {
    caller: Caller,
    token: u64,
    network: Arc<Share>,
}

impl Door {
    /// A door that nobody came through yet.
    pub fn new(shares: &Shares, whose: Whose, metrics: &Metrics) -> Arc<Self> {
        let (watch, limited) = (Stopwatch::start(), &metrics.limited);
        Arc::new(Self {
            calls: Pace::new(shares.calls_per_s, Duration::from_secs(1), shares.calls_burst),
            at_once: shares.calls_at_once,
            streaming: shares.streaming,
            sign_ins: SignIns::new(shares.failed_sign_ins, watch, limited.clone()),
            proxies: shares.proxies.iter().map(IpAddr::to_canonical).collect(),
            whose,
            watch,
            digest: RandomState::new(),
            known: Mutex::new(Recent::new(KNOWN_MAX)),
            persons: Mutex::default(),
            limited: limited.clone(),
        })
    }

    /// Lets a call in, or answers why not.
    pub(crate) fn enter(&self, request: &Request<Body>, streams: bool) -> Result<Entry, Status> {
        let mut entry = self.share(request, streams)?;
        entry.attempt = self.attempt(request)?;
        Ok(entry)
    }

    fn share(&self, request: &Request<Body>, streams: bool) -> Result<Entry, Status> {
        if self.calls.is_none() && self.most(streams) == 0 {
            return Ok(Entry::default());
        }
        let header = request.headers().get(AUTHORIZATION);
        let token = header.map(|header| self.digest.hash_one(header.as_bytes()));
        let seen = token.and_then(|token| locked(&self.known).find(&Key::Token(token)));
        if let Some(share) = seen {
            return Ok(Entry { held: Some(self.take(&share, streams)?), ..Entry::default() });
        }
        let Some(network) = self.network(request) else { return Ok(Entry::default()) };
        let signs_in = request.uri().path() == SIGN_IN;
        let key = if signs_in { Key::SignIns(network) } else { Key::Network(network) };
        let network = remembered(&self.known, key);
        self.pace(&network)?;
        let caller = edge::call::caller(request.headers()).ok().flatten();
        if let Some((caller, token)) = caller.zip(token) {
            let unseen = Some(Unseen { caller, token, network });
            return Ok(Entry { unseen, ..Entry::default() });
        }
        Ok(Entry { held: Some(self.hold(&network, streams)?), ..Entry::default() })
    }

    /// Finds out whose a token is, and takes the call's place in that person's share.
    pub(crate) async fn ask(&self, unseen: Unseen, streams: bool) -> Result<Held, Status> {
        let Unseen { caller, token, network } = unseen;
        match (self.whose)(caller).await {
            Some(person) => {
                let share = self.of_person(person);
                locked(&self.known).keep(Key::Token(token), Arc::clone(&share));
                self.take(&share, streams)
            }
            // Not remembered: made-up tokens would push those of people out.
            None => self.hold(&network, streams),
        }
    }

    /// The one share of a person, by whichever tokens he or she calls.
    fn of_person(&self, person: PersonId) -> Arc<Share> {
        let mut persons = locked(&self.persons);
        if let Some(share) = persons.get(&person).and_then(Weak::upgrade) {
            return share;
        }
        if persons.len() >= PERSONS_MAX {
            persons.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::<Share>::default();
        persons.insert(person, Arc::downgrade(&share));
        share
    }

    /// The network that a call comes from.
    fn network(&self, request: &Request<Body>) -> Option<Network> {
        let peer = request.extensions().get::<TcpConnectInfo>()?.remote_addr()?;
        Some(Network::of(network::sender(peer.ip(), request.headers(), &self.proxies)))
    }

    /// A try to sign in, unless too many of its network failed. Only failures count, or an office
    /// behind one address could not begin its day; that accounts are locked after ten does not help
    /// against an address that tries one password on many. Whose password it is stands in the
    /// message, so that the room asks for it, see [`edge::Tries`]; a code is nobody's.
    fn attempt(&self, request: &Request<Body>) -> Result<Option<Attempt>, Status> {
        let path = request.uri().path();
        let Some(sign_ins) = self.sign_ins.as_ref().filter(|_| TRIES.contains(&path)) else {
            return Ok(None);
        };
        let Some(network) = self.network(request) else { return Ok(None) };
        let attempt = Attempt::new(sign_ins, network);
        if path != SIGN_IN {
            attempt.room()?;
        }
        Ok(Some(attempt))
    }

    fn take(&self, share: &Arc<Share>, streams: bool) -> Result<Held, Status> {
        self.pace(share)?;
        self.hold(share, streams)
    }

    fn pace(&self, share: &Share) -> Result<(), Status> {
        let Some(pace) = self.calls else { return Ok(()) };
        let taken = share.take(pace, self.watch.now_ns());
        taken.map_err(|wait| self.refuse(CALLS_EXCEEDED.refuse(), wait))
    }

    fn hold(&self, share: &Arc<Share>, streams: bool) -> Result<Held, Status> {
        let most = self.most(streams);
        share.hold(streams, most).ok_or_else(|| {
            if streams {
                self.refuse(FEEDS_EXCEEDED.refuse().fact("max", most), FEED_ENDS)
            } else {
                self.refuse(CALLS_EXCEEDED.refuse(), CALL_ENDS)
            }
        })
    }

    const fn most(&self, streams: bool) -> u32 {
        if streams { self.streaming } else { self.at_once }
    }

    fn refuse(&self, refusal: Refusal, wait: Duration) -> Status {
        refuse(&self.limited, refusal, wait)
    }
}

/// Counts a refusal and says how long to wait.
fn refuse(limited: &IntCounterVec, refusal: Refusal, wait: Duration) -> Status {
    limited.with_label_values(&[&*refusal.code]).inc();
    let wait_s = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
    edge::status::after(&refusal.fact("wait_s", wait_s).into(), wait)
}

/// What is remembered under a key, from now on if not before.
fn remembered<K: Copy + Eq + Hash>(shares: &Remembered<K>, key: K) -> Arc<Share> {
    let mut shares = locked(shares);
    shares.find(&key).unwrap_or_else(|| {
        let share = Arc::<Share>::default();
        shares.keep(key, Arc::clone(&share));
        share
    })
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is remembered may be forgotten at any time, so a poisoned lock holds nothing wrong.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "door/door_tests.rs"]
mod tests;
