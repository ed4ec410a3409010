//! Whose a token is: for who shares the server out among people, and for nothing else.

use domain::{Error, Place, ids::PersonId};
use store::{Caller, Memory, Query, Store, Tx, args};
use uuid::Uuid;

use crate::sql;

/// The method under which the server asks.
pub const WHOSE_METHOD: &str = "internal/identity.Whose";

/// The owner of a token.
struct ReadOwner {
    caller: Caller,
}

impl Query for ReadOwner {
    const METHOD: &'static str = WHOSE_METHOD;
    type Answer = Option<PersonId>;

    fn place(&self) -> Place {
        Place::platform()
    }

    /// Two rows by their keys.
    fn is_quick(&self, _memory: &Memory) -> bool {
        true
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<PersonId>, Error> {
        let token = self.caller.token_hash.as_slice();
        let owner: Option<(Uuid,)> = tx.maybe(&sql::READ_TOKEN_OWNER, args![token]).await?;
        Ok(owner.map(|(person,)| PersonId::new(person)))
    }
}

/// The person to whom a token was given; nobody when it is no token of ours, or one that was
/// forgotten. It is answered of a session that is over too, so it gives no right: what a caller may
/// do is read in the transaction of each call.
///
/// # Errors
/// A fault of the store.
pub async fn whose(store: &Store, caller: Caller) -> Result<Option<PersonId>, Error> {
    store.answer(None, ReadOwner { caller }).await
}
