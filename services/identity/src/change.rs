//! ChangePassword: by the holder, who proved the old one by StepUp.

use domain::{Error, Place, ids::AccountId, reason::NOT_SIGNED_IN};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use wire::{access::session_service::CHANGE_PASSWORD, identity::v1::ChangePasswordResponse};

use crate::{
    account::{self, own_session},
    sql::{self, AccountRow, StandingRow},
};

/// The account whose password the caller may change, before the slow hashes.
pub struct ReadToChange;

impl Query for ReadToChange {
    const METHOD: &'static str = CHANGE_PASSWORD;
    type Answer = AccountRow;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountRow, Error> {
        account::own(tx).await
    }
}

/// Sets a new password for the caller's account.
#[derive(Serialize)]
pub struct ChangePassword {
    pub account: AccountId,
    /// The revision of the password that the new one was compared with.
    pub password_rev: i64,
    #[serde(skip)]
    pub password_hash: String,
}

impl Command for ChangePassword {
    const METHOD: &'static str = CHANGE_PASSWORD;
    const KEEP_ANSWER: bool = false;
    type Answer = ChangePasswordResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ChangePasswordResponse, Error> {
        let session = own_session(tx)?.uuid();
        let account = self.account.uuid();
        let standing: StandingRow = tx.one(&sql::LOCK_ACCOUNT, args![account]).await?;
        // Changed, reset or suspended meanwhile; that ended this session too. A lock by somebody
        // who guesses is no hindrance to the holder.
        if standing.password_rev != self.password_rev || standing.suspended {
            return Err(NOT_SIGNED_IN.refuse().into());
        }
        let person = standing.person_id;
        account::set_password(tx, person, account, &self.password_hash, session).await?;
        let detail = json!({ "person": person });
        tx.record(Event::new("password.changed", format!("accounts/{account}")).with(detail));
        Ok(ChangePasswordResponse { changed_us: tx.now_us() })
    }
}
