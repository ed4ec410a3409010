//! The one door for writes.
//!
//! A mutating verb is one [`Command`]; only [`Store::execute`] opens its
//! transaction. Retry, idempotency, authorisation, audit entry, receipt and
//! "the write outlives the caller" exist here and nowhere else.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
};

use domain::{Error, Place, clock::machine_us, ids::RequestId, policy::Rule, reason};
use futures_util::future::BoxFuture;
use prost::Message;
use ring::digest::{SHA256, digest};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Receipt, Store, Tx, journal, principal,
    request::{self, Key, Stored},
    scope,
};

/// A verb that changes data. Its fields are the normalised request: what they
/// serialise to is the fingerprint by which a repeated request is known.
pub trait Command: Serialize + Send + Sync + 'static {
    /// Full gRPC path, e.g. `wire::access::spp_service::SUBMIT_SPP`.
    const METHOD: &'static str;
    /// Whether the answer may be stored for replays; not when it holds a secret.
    const KEEP_ANSWER: bool = true;
    /// The answer, with its `receipt` (field 15) left empty.
    type Answer: Message + Default + Send + 'static;

    /// The desa, kecamatan or kabupaten acted on: decides rights, shard and log.
    fn place(&self) -> Place;

    /// Reads under locks, decides, writes. Runs again from the start on contention.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Answer, Error>> + Send;
}

/// The session a call came through: SHA-256 of its token. Who that is and what he
/// or she may do is read in the transaction, so a revoked session ends at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caller {
    /// SHA-256 of the bearer token.
    pub token_hash: [u8; 32],
}

impl Caller {
    /// The caller of a bearer token.
    pub fn of_token(token: &str) -> Self {
        let mut token_hash = [0; 32];
        token_hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        Self { token_hash }
    }
}

/// An accepted command.
#[derive(Debug, Clone)]
pub struct Executed<A> {
    /// The answer, receipt included.
    pub answer: A,
    /// Whether it is the stored answer of an earlier copy.
    pub replayed: bool,
}

/// One unit of work in one write transaction; the engines run it.
pub(crate) trait Work: Send + Sync + 'static {
    type Out: Send + 'static;

    /// The attempt. An error rolls everything back.
    fn attempt(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Error>> + Send;

    /// What is written instead after a final refusal, in a transaction of its own.
    fn refused(
        &self,
        tx: &mut Tx<'_>,
        error: &Error,
    ) -> impl Future<Output = Result<(), Error>> + Send;
}

/// A command whose type is forgotten: what runs, records and repeats commands is compiled once,
/// not once for each of them.
trait Verb: Send + Sync {
    /// Runs it and encodes its answer.
    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<Vec<u8>, Error>>;
}

impl<C: Command> Verb for C {
    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<Vec<u8>, Error>> {
        Box::pin(async move { Ok(Command::run(self, tx).await?.encode_to_vec()) })
    }
}

/// A command with everything that is recorded about it.
struct Recorded {
    store: Store,
    caller: Option<Caller>,
    request: RequestId,
    /// Who asked; known once the transaction has read the session.
    person: OnceLock<Uuid>,
    method: &'static str,
    keep_answer: bool,
    place: Place,
    fingerprint: Vec<u8>,
    command: Box<dyn Verb>,
}

/// Encoded answer and whether it is a replay.
type Answered = (Vec<u8>, bool);

impl Store {
    /// Runs a command to its end, whether or not the caller still waits.
    ///
    /// # Errors
    /// A refusal with every reason (final: a repeated request id gets the same),
    /// `CONTENTION` after retries, `STORAGE_FULL`, `OUTCOME_UNKNOWN` when the
    /// commit's answer was lost, or a fault.
    pub async fn execute<C: Command>(
        &self,
        caller: Option<Caller>,
        request: RequestId,
        command: C,
    ) -> Result<Executed<C::Answer>, Error> {
        let recorded = Recorded {
            store: self.clone(),
            caller,
            request,
            person: OnceLock::new(),
            method: C::METHOD,
            keep_answer: C::KEEP_ANSWER,
            place: command.place(),
            fingerprint: fingerprint(C::METHOD, &command)?,
            command: Box::new(command),
        };
        let (bytes, replayed) = self.record(recorded).await?;
        let answer = C::Answer::decode(bytes.as_slice())
            .map_err(|error| Error::fault(format!("stored answer is unreadable: {error}")))?;
        Ok(Executed { answer, replayed })
    }

    fn record(&self, work: Recorded) -> BoxFuture<'_, Result<Answered, Error>> {
        Box::pin(async move {
            let span = tracing::Span::current();
            span.record("desa", work.place.as_str());
            span.record("request_id", tracing::field::display(work.request.uuid()));
            self.check_age(work.request)?;
            self.perform(Arc::new(work)).await
        })
    }

    /// Runs a command that has no request id of a caller: one whose answer is a secret and is not
    /// kept, or an act of the server itself, as an import or the loading of charts. Sent again it
    /// acts again, unless what it does is there already.
    ///
    /// # Errors
    /// As [`Store::execute`].
    pub async fn execute_once<C: Command>(
        &self,
        caller: Option<Caller>,
        command: C,
    ) -> Result<C::Answer, Error> {
        let done = self.execute(caller, self.new_request_id(), command).await?;
        Ok(done.answer)
    }

    /// An id outside the window in which its record is kept could act twice.
    pub(crate) fn check_age(&self, request: RequestId) -> Result<(), Error> {
        let age_us = machine_us().saturating_sub(request.made_us());
        let limits = self.limits();
        if age_us > limits.request_age_max_us || age_us < -limits.request_ahead_max_us {
            return Err(reason::REQUEST_ID_STALE.refuse().at("request_id").into());
        }
        Ok(())
    }

    /// Loads the caller and decides whether the method is allowed for the place.
    pub(crate) fn admit<'a>(
        &'a self,
        tx: &'a mut Tx<'_>,
        caller: Option<&'a Caller>,
        method: &'static str,
        place: &'a Place,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            if self.matrix().rule(method) == Some(&Rule::Open) {
                return scope::open(tx, method, place).await;
            }
            let caller = caller.ok_or_else(|| Error::from(reason::NOT_SIGNED_IN.refuse()))?;
            let principal = principal::load(tx, caller, place).await?;
            tx.acting = Some(self.matrix().authorise(&principal, method, place, tx.now_us())?);
            if place.level() == 0 {
                scope::mandates(tx, &principal).await?;
            }
            tx.principal = Some(principal);
            Ok(())
        })
    }
}

/// SHA-256 over the method and the normalised command.
fn fingerprint(method: &str, command: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = method.as_bytes().to_vec();
    bytes.push(0);
    serde_json::to_writer(&mut bytes, command)
        .map_err(|error| Error::fault(format!("command cannot be fingerprinted: {error}")))?;
    Ok(digest(&SHA256, &bytes).as_ref().to_vec())
}

impl Recorded {
    fn key(&self) -> Key {
        Key {
            place: self.place.as_str().to_owned(),
            person: self.person.get().copied().unwrap_or_default(),
            request: self.request,
        }
    }

    /// The stored outcome of an earlier copy of this request.
    fn replay(&self, stored: &Stored) -> Result<Answered, Error> {
        if stored.state == "fenced" {
            return Err(reason::REQUEST_ID_FENCED.refuse().at("request_id").into());
        }
        if stored.method != self.method || stored.fingerprint != self.fingerprint {
            return Err(reason::REQUEST_ID_REUSED.refuse().at("request_id").into());
        }
        if stored.state == "refused" {
            return Err(stored.error()?);
        }
        let receipt = stored.receipt(self.place.as_str());
        match (&stored.answer, receipt) {
            (Some(answer), Some(receipt)) => Ok((complete(answer.clone(), &receipt), true)),
            _ => Err(reason::REQUEST_ID_REUSED.refuse().at("request_id").into()),
        }
    }
}

fn complete(mut answer: Vec<u8>, receipt: &Receipt) -> Vec<u8> {
    receipt.append_to(&mut answer);
    answer
}

impl Work for Recorded {
    type Out = Answered;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Answered, Error> {
        self.store.admit(tx, self.caller.as_ref(), self.method, &self.place).await?;
        if let Some(principal) = &tx.principal {
            self.person.get_or_init(|| principal.person.uuid());
        }
        let key = self.key();
        if let Some(stored) = request::take(tx, &key, self.method, &self.fingerprint).await? {
            return self.replay(&stored);
        }
        let answer = self.command.run(tx).await?;
        tx.end().await?;
        let receipt =
            journal::append(tx, &key.place, key.request, self.method, &self.fingerprint).await?;
        let kept = self.keep_answer.then(|| answer.clone());
        request::finish(tx, &key, kept, &receipt).await?;
        Ok((complete(answer, &receipt), false))
    }

    async fn refused(&self, tx: &mut Tx<'_>, error: &Error) -> Result<(), Error> {
        request::refuse(tx, &self.key(), self.method, &self.fingerprint, error).await
    }
}
