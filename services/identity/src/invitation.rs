//! One-time codes: by an invitation people without an account make theirs, by the code of a reset
//! those who lost a password set a new one.

use domain::{Error, Place};
use edge::Violations;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use uuid::Uuid;
use wire::{
    access::{mandate_service, session_service},
    identity::v1::{ClaimInvitationResponse, RenewInvitationRequest, RenewInvitationResponse},
};

use crate::{
    account,
    mandate::{self, MandateName, person_message, person_name},
    refusal::{ACCOUNT_NAME_TAKEN, INVITATION_INVALID, INVITATION_NOT_NEEDED, MANDATE_NOT_YOURS},
    rules::{self, Step},
    sql::{self, CodeRow, MandateRow, PersonRow, UsedCodeRow},
};

/// Life of an invitation, microseconds: 7 days, so that it can be carried to a village.
const INVITATION_LIFE_US: i64 = 7 * 86_400 * 1_000_000;
/// Life of the code of a reset, microseconds: 10 minutes (reliability study, 5.5).
const RESET_LIFE_US: i64 = 10 * 60 * 1_000_000;

/// Makes the one code by which a person can make an account; answers when it stops.
pub async fn open(tx: &mut Tx<'_>, person: Uuid, code_hash: &[u8]) -> Result<i64, Error> {
    put(tx, person, None, code_hash, INVITATION_LIFE_US).await
}

/// Makes the one code by which a person can set the password of an account; answers when it stops.
pub async fn open_reset(
    tx: &mut Tx<'_>,
    person: Uuid,
    account: Uuid,
    code_hash: &[u8],
) -> Result<i64, Error> {
    put(tx, person, Some(account), code_hash, RESET_LIFE_US).await
}

async fn put(
    tx: &mut Tx<'_>,
    person: Uuid,
    account: Option<Uuid>,
    code_hash: &[u8],
    life_us: i64,
) -> Result<i64, Error> {
    let now_us = tx.now_us();
    let expires_us = now_us.saturating_add(life_us);
    tx.exec(&sql::CLOSE_INVITATIONS, args![person, now_us]).await?;
    let id = tx.new_id();
    let values = args![id, person, account, code_hash, now_us, expires_us];
    tx.exec(&sql::PUT_INVITATION, values).await?;
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

/// Asks whether a code can be used, before a slow hash is spent on it; answers the name of the
/// account whose password it sets, nothing when it makes an account.
pub struct CheckInvitation {
    pub code_hash: [u8; 32],
}

impl Query for CheckInvitation {
    const METHOD: &'static str = session_service::CLAIM_INVITATION;
    type Answer = Option<String>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<String>, Error> {
        let now_us = tx.now_us();
        let found: Option<CodeRow> =
            tx.maybe(&sql::READ_INVITATION, args![self.code_hash.as_slice(), now_us]).await?;
        found.map(|row| row.account_name).ok_or_else(invalid)
    }
}

fn invalid() -> Error {
    INVITATION_INVALID.refuse().at("code").into()
}

/// Makes the account of an invited person, or sets a new password, and uses up the code.
#[derive(Serialize)]
pub struct ClaimInvitation {
    /// Name of the account to make, or of the one that is there.
    pub account_name: String,
    #[serde(skip)]
    pub code_hash: [u8; 32],
    #[serde(skip)]
    pub password_hash: String,
}

impl ClaimInvitation {
    /// The account of somebody new; nobody gets a second one.
    async fn create(&self, tx: &mut Tx<'_>, person: Uuid) -> Result<(), Error> {
        if !is_without_account(tx, person).await? {
            return Err(invalid());
        }
        let account = put_account(tx, person, &self.account_name, &self.password_hash).await?;
        let detail = json!({ "person": person });
        tx.record(Event::new("account.created", format!("accounts/{account}")).with(detail));
        Ok(())
    }

    /// A new password for the account that is there.
    async fn reset(&self, tx: &mut Tx<'_>, person: Uuid, account: Uuid) -> Result<(), Error> {
        account::set_password(tx, person, account, &self.password_hash, Uuid::nil()).await?;
        let detail = json!({ "person": person });
        tx.record(Event::new("password.reset", format!("accounts/{account}")).with(detail));
        Ok(())
    }
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
        let taken: Option<UsedCodeRow> =
            tx.maybe(&sql::TAKE_INVITATION, args![self.code_hash.as_slice(), now_us]).await?;
        let UsedCodeRow { person_id, account_id } = taken.ok_or_else(invalid)?;
        match account_id {
            Some(account) => self.reset(tx, person_id, account).await?,
            None => self.create(tx, person_id).await?,
        }
        let person: PersonRow = tx.one(&sql::READ_PERSON, args![person_id]).await?;
        Ok(ClaimInvitationResponse {
            person: Some(person_message(person.person_id, person.full_name)),
            account_name: self.account_name.clone(),
        })
    }
}

/// Replaces the code of a person who has a mandate but no account.
#[derive(Serialize)]
pub struct RenewInvitation {
    name: MandateName,
    #[serde(skip)]
    code_hash: [u8; 32],
}

impl RenewInvitation {
    /// Reads the request.
    pub fn parse(request: &RenewInvitationRequest, code_hash: [u8; 32]) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", MandateName::parse(&request.name));
        faults.finish(name.map(|name| Self { name, code_hash }))
    }

    /// Whoever gets the code can make the account, so it is for those who may propose the mandate.
    fn check(&self, tx: &Tx<'_>, row: &MandateRow) -> Result<(), Error> {
        let role = row.role()?;
        let offices = mandate::offices(tx, &self.name.area)?;
        if offices.iter().any(|office| rules::may(Step::Propose, *office, role, row.acting)) {
            return Ok(());
        }
        Err(MANDATE_NOT_YOURS.refuse().shown("role", role.code(), role.title()).into())
    }
}

impl Command for RenewInvitation {
    const METHOD: &'static str = mandate_service::RENEW_INVITATION;
    type Answer = RenewInvitationResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RenewInvitationResponse, Error> {
        let row = mandate::lock(tx, &self.name).await?;
        mandate::lock_person(tx, row.person_id).await?;
        self.check(tx, &row)?;
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
