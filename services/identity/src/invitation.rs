//! Invitations: one-time codes by which people without an account make theirs.

use domain::{Error, Place};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use uuid::Uuid;
use wire::{
    access::{mandate_service, session_service},
    identity::v1::{ClaimInvitationResponse, RenewInvitationResponse},
};

use crate::{
    mandate::{self, MandateName, person_message, person_name},
    refusal::{ACCOUNT_NAME_TAKEN, INVITATION_INVALID, INVITATION_NOT_NEEDED},
    sql::{self, PersonRow},
};

/// Life of a code, microseconds: 7 days, so that it can be carried to a village.
const INVITATION_LIFE_US: i64 = 7 * 86_400 * 1_000_000;

/// Makes the one code of a person that can be used; answers when it stops.
pub async fn open(tx: &mut Tx<'_>, person: Uuid, code_hash: &[u8]) -> Result<i64, Error> {
    let now_us = tx.now_us();
    let expires_us = now_us.saturating_add(INVITATION_LIFE_US);
    tx.exec(&sql::CLOSE_INVITATIONS, args![person, now_us]).await?;
    let id = tx.new_id();
    tx.exec(&sql::PUT_INVITATION, args![id, person, code_hash, now_us, expires_us]).await?;
    Ok(expires_us)
}

/// Whether a person has no account.
pub async fn is_without_account(tx: &mut Tx<'_>, person: Uuid) -> Result<bool, Error> {
    let (accounts,): (i64,) = tx.one(&sql::COUNT_ACCOUNTS_OF, args![person]).await?;
    Ok(accounts == 0)
}

/// Whether a person holds a code that can be used.
pub async fn is_open(tx: &mut Tx<'_>, person: Uuid) -> Result<bool, Error> {
    let now_us = tx.now_us();
    let (open,): (i64,) = tx.one(&sql::COUNT_INVITATIONS, args![person, now_us]).await?;
    Ok(open > 0)
}

/// Makes an account of a name for a person.
pub async fn put_account(
    tx: &mut Tx<'_>,
    person: Uuid,
    account_name: &str,
    password_hash: &str,
) -> Result<Uuid, Error> {
    let now_us = tx.now_us();
    let account = tx.new_id();
    let made = tx
        .exec(&sql::PUT_ACCOUNT, args![account, person, account_name, password_hash, now_us])
        .await?;
    if made == 0 {
        let refusal = ACCOUNT_NAME_TAKEN.refuse().fact("account_name", account_name);
        return Err(refusal.at("account_name").into());
    }
    Ok(account)
}

/// Asks whether a code can be used, before a slow hash is spent on it.
pub struct CheckInvitation {
    pub code_hash: [u8; 32],
}

impl Query for CheckInvitation {
    const METHOD: &'static str = session_service::CLAIM_INVITATION;
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let now_us = tx.now_us();
        let found: Option<(Uuid,)> =
            tx.maybe(&sql::READ_INVITATION, args![self.code_hash.as_slice(), now_us]).await?;
        found.map(|_| ()).ok_or_else(|| INVITATION_INVALID.refuse().at("code").into())
    }
}

/// Makes the account of an invited person and uses up the code.
#[derive(Serialize)]
pub struct ClaimInvitation {
    pub account_name: String,
    #[serde(skip)]
    pub code_hash: [u8; 32],
    #[serde(skip)]
    pub password_hash: String,
}

impl Command for ClaimInvitation {
    const METHOD: &'static str = session_service::CLAIM_INVITATION;
    const KEEP_ANSWER: bool = false;
    type Answer = ClaimInvitationResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ClaimInvitationResponse, Error> {
        let now_us = tx.now_us();
        let taken: Option<(Uuid,)> =
            tx.maybe(&sql::TAKE_INVITATION, args![self.code_hash.as_slice(), now_us]).await?;
        let Some((person,)) = taken else {
            return Err(INVITATION_INVALID.refuse().at("code").into());
        };
        let account = put_account(tx, person, &self.account_name, &self.password_hash).await?;
        let person: PersonRow = tx.one(&sql::READ_PERSON, args![person]).await?;
        let detail = json!({ "person": person.person_id });
        tx.record(Event::new("account.created", format!("accounts/{account}")).with(detail));
        Ok(ClaimInvitationResponse {
            person: Some(person_message(person.person_id, person.full_name)),
            account_name: self.account_name.clone(),
        })
    }
}

/// Replaces the code of a person who has a mandate but no account.
#[derive(Serialize)]
pub struct RenewInvitation {
    pub name: MandateName,
    #[serde(skip)]
    pub code_hash: [u8; 32],
}

impl Command for RenewInvitation {
    const METHOD: &'static str = mandate_service::RENEW_INVITATION;
    type Answer = RenewInvitationResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RenewInvitationResponse, Error> {
        let row = mandate::lock(tx, &self.name).await?;
        if row.state != "active" || !is_without_account(tx, row.person_id).await? {
            return Err(INVITATION_NOT_NEEDED.refuse().into());
        }
        let expires_us = open(tx, row.person_id, &self.code_hash).await?;
        let event = Event::new("invitation.renewed", person_name(row.person_id));
        tx.record(event.with(json!({ "expires_us": expires_us })));
        Ok(RenewInvitationResponse {
            invitation_code: String::new(),
            invitation_expires_us: expires_us,
            receipt: None,
        })
    }
}
