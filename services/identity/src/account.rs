//! Accounts as sign-in and step-up read them, before the slow hash.

use domain::{Error, Place, Refusal, ids::SessionId};
use store::{Query, Tx, args};
use uuid::Uuid;

use crate::{
    refusal::ACCOUNT_NAME_INVALID,
    sql::{self, AccountRow, SessionRow},
};

/// Fewest and most characters of an account's name.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 3..=40;

/// Reads an account's name; capital letters fold.
pub fn parse_name(text: &str) -> Result<String, Refusal> {
    let name = text.trim().to_ascii_lowercase();
    let allowed =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    let good = NAME_CHARS.contains(&name.len())
        && name.bytes().all(allowed)
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    if good { Ok(name) } else { Err(ACCOUNT_NAME_INVALID.refuse()) }
}

/// The account of a name, if there is one.
pub struct ReadAccount {
    pub account_name: String,
}

impl Query for ReadAccount {
    const METHOD: &'static str = wire::access::session_service::SIGN_IN;
    type Answer = Option<AccountRow>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<AccountRow>, Error> {
        tx.maybe(&sql::READ_ACCOUNT, args![&self.account_name]).await
    }
}

/// The account that opened the caller's session.
pub struct ReadOwnAccount;

/// What is needed to try the password of the caller's session.
pub struct OwnAccount {
    pub session: SessionId,
    pub account: AccountRow,
    /// Until when no password is tried in the session.
    pub step_locked_until_us: i64,
}

/// The session of the caller.
pub fn own_session(tx: &Tx<'_>) -> Result<SessionId, Error> {
    Ok(tx.principal()?.session)
}

/// The account that opened the caller's session, as it stands now.
pub async fn own(tx: &mut Tx<'_>) -> Result<AccountRow, Error> {
    let session = own_session(tx)?;
    tx.one(&sql::READ_ACCOUNT_OF_SESSION, args![session.uuid()]).await
}

/// Sets the password of a person's account. Every session of the person ends but one, and codes
/// that wait stop.
pub async fn set_password(
    tx: &mut Tx<'_>,
    person: Uuid,
    account: Uuid,
    password_hash: &str,
    but: Uuid,
) -> Result<(), Error> {
    // The account first: a session that is being opened with the old password holds it.
    tx.exec(&sql::SET_PASSWORD, args![account, password_hash]).await?;
    stop(tx, person, but).await
}

/// Ends every session of a person but one, and stops codes that wait.
pub async fn stop(tx: &mut Tx<'_>, person: Uuid, but: Uuid) -> Result<(), Error> {
    let now_us = tx.now_us();
    tx.exec(&sql::CLOSE_INVITATIONS, args![person, now_us]).await?;
    tx.exec(&sql::END_SESSIONS, args![person, now_us, but]).await.map(|_| ())
}

impl Query for ReadOwnAccount {
    const METHOD: &'static str = wire::access::session_service::STEP_UP;
    type Answer = OwnAccount;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OwnAccount, Error> {
        let session = own_session(tx)?;
        let account = own(tx).await?;
        let row: SessionRow = tx.one(&sql::READ_SESSION, args![session.uuid()]).await?;
        Ok(OwnAccount { session, account, step_locked_until_us: row.step_locked_until_us })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_names_fold_and_stay_plain() {
        assert_eq!(parse_name(" Kades.Sukojati ").unwrap(), "kades.sukojati");
        for bad in ["", "ab", "1kades", "kades sukojati", "kadés", ".kades", &"a".repeat(41)] {
            assert!(parse_name(bad).is_err(), "{bad}");
        }
    }
}
