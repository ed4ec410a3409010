//! The door for reads: one snapshot, authorised like a write.

use std::{
    future::Future,
    sync::{Arc, Mutex},
};

use domain::{Error, Place};
use futures_util::future::BoxFuture;

use crate::{Caller, Memory, Store, Tx};

/// A question that reads one consistent snapshot and changes nothing.
pub trait Query: Send + Sync + 'static {
    /// Full gRPC path; decides who may ask.
    const METHOD: &'static str;
    /// What it answers.
    type Answer: Send + 'static;

    /// The place asked about; decides rights.
    fn place(&self) -> Place;

    /// Whether, with what the process remembers now, it reads no more than a few rows by their
    /// keys and computes for well under a millisecond. Such a query is answered on the embedded
    /// store where it is asked: to wake another thread for it costs more than the reading.
    fn is_quick(&self, _memory: &Memory) -> bool {
        false
    }

    /// Reads and answers.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Answer, Error>> + Send;
}

impl Store {
    /// Answers a query from one snapshot.
    ///
    /// # Errors
    /// Refusals of authorisation, NOT_FOUND, or a fault.
    pub async fn answer<Q: Query>(
        &self,
        caller: Option<Caller>,
        query: Q,
    ) -> Result<Q::Answer, Error> {
        let asked = Arc::new(Asked { caller, query, answer: Mutex::new(None) });
        self.look(asked.clone()).await?;
        let answer = asked.answer.lock().ok().and_then(|mut answer| answer.take());
        answer.ok_or_else(|| Error::fault("a query ended without an answer"))
    }

    fn look(&self, asked: Arc<dyn Look>) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            tracing::Span::current().record("desa", asked.asks().place.as_str());
            self.read(Arc::new(Authorised { store: self.clone(), asked })).await
        })
    }
}

/// Reading inside a snapshot; the engines run it.
pub(crate) trait Reading: Send + Sync + 'static {
    type Out: Send + 'static;
    fn is_quick(&self, memory: &Memory) -> bool;
    fn read(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Error>> + Send;
}

/// A query with its caller and, once it was read, its answer.
struct Asked<Q: Query> {
    caller: Option<Caller>,
    query: Q,
    answer: Mutex<Option<Q::Answer>>,
}

/// Who asks what of which place.
struct Asks<'a> {
    caller: Option<&'a Caller>,
    method: &'static str,
    place: Place,
}

/// A query whose type is forgotten: what runs queries is compiled once, not once for each.
trait Look: Send + Sync {
    fn asks(&self) -> Asks<'_>;
    fn is_quick(&self, memory: &Memory) -> bool;
    /// Reads, and keeps the answer.
    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<(), Error>>;
}

impl<Q: Query> Look for Asked<Q> {
    fn asks(&self) -> Asks<'_> {
        Asks { caller: self.caller.as_ref(), method: Q::METHOD, place: self.query.place() }
    }

    fn is_quick(&self, memory: &Memory) -> bool {
        self.query.is_quick(memory)
    }

    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let answer = self.query.run(tx).await?;
            let kept = self.answer.lock().map(|mut kept| *kept = Some(answer));
            kept.map_err(|_| Error::fault("a query was asked again after a panic"))
        })
    }
}

struct Authorised {
    store: Store,
    asked: Arc<dyn Look>,
}

impl Reading for Authorised {
    type Out = ();

    fn is_quick(&self, memory: &Memory) -> bool {
        self.asked.is_quick(memory)
    }

    async fn read(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let Asks { caller, method, place } = self.asked.asks();
        self.store.admit(tx, caller, method, &place).await?;
        self.asked.run(tx).await
    }
}
