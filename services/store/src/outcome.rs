//! What became of a request id, so that "unknown" ends.

use std::sync::Arc;

use domain::{Error, Place, ids::RequestId};
use uuid::Uuid;

use crate::{
    Caller, Memory, Receipt, Store, Tx, answer::Reading, command::Work, request, request::Key,
};

/// What became of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It took effect.
    Done {
        /// The method called.
        method: String,
        /// Its receipt.
        receipt: Receipt,
        /// When, microseconds.
        at_us: i64,
    },
    /// It was refused for good; these were the reasons.
    Refused {
        /// The method called.
        method: String,
        /// All reasons.
        error: Error,
    },
    /// It never happened and now never can.
    Fenced,
}

struct Ask {
    store: Store,
    caller: Caller,
    method: &'static str,
    place: Place,
    request: RequestId,
}

impl Store {
    /// Tells what became of the caller's request for a place; an id that was
    /// never used is closed in the same transaction, so a late copy cannot act.
    ///
    /// # Errors
    /// Refusals of authorisation, contention, or a fault.
    pub async fn outcome(
        &self,
        caller: Caller,
        method: &'static str,
        place: Place,
        request: RequestId,
    ) -> Result<Outcome, Error> {
        self.check_age(request)?;
        self.perform(Arc::new(Ask { store: self.clone(), caller, method, place, request })).await
    }

    /// When an act that the server itself began for a place under an id took effect, microseconds
    /// since 1970; nothing while it has not.
    ///
    /// # Errors
    /// A fault.
    pub async fn done_us(&self, place: &Place, request: RequestId) -> Result<Option<i64>, Error> {
        let key = Key { place: place.as_str().to_owned(), person: Uuid::nil(), request };
        self.read(Arc::new(Done(key))).await
    }
}

/// Reads when an act took effect.
struct Done(Key);

impl Reading for Done {
    type Out = Option<i64>;

    fn is_quick(&self, _memory: &Memory) -> bool {
        false
    }

    async fn read(&self, tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
        let stored = request::read(tx, &self.0).await?;
        Ok(stored.filter(|stored| stored.state == "done").map(|stored| stored.at_us))
    }
}

impl Work for Ask {
    type Out = Outcome;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Outcome, Error> {
        self.store.admit(tx, Some(&self.caller), self.method, &self.place).await?;
        let key = Key {
            place: self.place.as_str().to_owned(),
            person: tx.principal()?.person.uuid(),
            request: self.request,
        };
        if request::fence(tx, &key).await? == 1 {
            return Ok(Outcome::Fenced);
        }
        let stored = request::read(tx, &key).await?.ok_or_else(Error::absent)?;
        match stored.state.as_str() {
            "done" => Ok(Outcome::Done {
                receipt: stored
                    .receipt(&key.place)
                    .ok_or_else(|| Error::fault("a done request has no receipt"))?,
                method: stored.method,
                at_us: stored.at_us,
            }),
            "refused" => Ok(Outcome::Refused { error: stored.error()?, method: stored.method }),
            _ => Ok(Outcome::Fenced),
        }
    }

    async fn refused(&self, _tx: &mut Tx<'_>, _error: &Error) -> Result<(), Error> {
        Ok(())
    }
}
