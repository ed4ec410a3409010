//! The door for reads: one snapshot, authorised like a write.

use std::{future::Future, sync::Arc};

use domain::{Error, Place};

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
        tracing::Span::current().record("desa", query.place().as_str());
        self.read(Arc::new(Authorised { store: self.clone(), caller, query })).await
    }
}

/// Reading inside a snapshot; the engines run it.
pub(crate) trait Reading: Send + Sync + 'static {
    type Out: Send + 'static;
    fn is_quick(&self, memory: &Memory) -> bool;
    fn read(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Error>> + Send;
}

struct Authorised<Q> {
    store: Store,
    caller: Option<Caller>,
    query: Q,
}

impl<Q: Query> Reading for Authorised<Q> {
    type Out = Q::Answer;

    fn is_quick(&self, memory: &Memory) -> bool {
        self.query.is_quick(memory)
    }

    async fn read(&self, tx: &mut Tx<'_>) -> Result<Q::Answer, Error> {
        self.store.admit(tx, self.caller.as_ref(), Q::METHOD, &self.query.place()).await?;
        self.query.run(tx).await
    }
}
