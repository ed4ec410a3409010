//! Sessions: opened by a password, kept by refreshing, ended by their owner.

use domain::{Error, Place, Refusal, ids::AccountId, reason::NOT_SIGNED_IN};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use wire::{
    access::session_service as method,
    identity::v1::{
        EndSessionResponse, GetSessionResponse, RefreshSessionResponse, SignInResponse,
        StepUpResponse,
    },
};

use crate::{
    account::own_session,
    mandate::person_message,
    refusal::{PASSWORD_WRONG, SIGN_IN_FAILED, STEP_UP_LOCKED},
    sql::{self, MandateRow, PersonRow, SessionRow, StandingRow, StepRow},
};

/// Life of a token, microseconds: 60 minutes.
const TOKEN_LIFE_US: i64 = 60 * 60 * 1_000_000;
/// Life of a session however often it is refreshed, microseconds: 10 hours, a working day.
const SESSION_LIFE_US: i64 = 10 * TOKEN_LIFE_US;
/// How long a replaced token still holds, microseconds: calls under way may end.
const OVERLAP_US: i64 = 60 * 1_000_000;
/// Microseconds of a minute.
const MINUTE_US: i64 = 60 * 1_000_000;
/// Dead tokens are forgotten after a day, microseconds.
const FORGET_US: i64 = 24 * TOKEN_LIFE_US;

/// Opens a session for an account whose password was just verified.
#[derive(Serialize)]
pub struct OpenSession {
    pub account: AccountId,
    /// The revision of the password that was verified.
    pub password_rev: i64,
    #[serde(skip)]
    pub token_hash: [u8; 32],
}

impl Command for OpenSession {
    const METHOD: &'static str = method::SIGN_IN;
    const KEEP_ANSWER: bool = false;
    type Answer = SignInResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SignInResponse, Error> {
        let now_us = tx.now_us();
        let standing: StandingRow = tx.one(&sql::LOCK_ACCOUNT, args![self.account.uuid()]).await?;
        if !standing.lets_in(self.password_rev, now_us) {
            return Err(SIGN_IN_FAILED.refuse().into());
        }
        if standing.failures > 0 {
            tx.exec(&sql::SET_FAILURES, args![self.account.uuid(), 0, 0]).await?;
        }
        let person: PersonRow = tx.one(&sql::READ_PERSON, args![standing.person_id]).await?;
        let forgotten_us = now_us.saturating_sub(FORGET_US);
        tx.exec(&sql::DROP_TOKENS, args![person.person_id, forgotten_us]).await?;
        let session = tx.new_id();
        let ends_us = now_us.saturating_add(SESSION_LIFE_US);
        let expires_us = now_us.saturating_add(TOKEN_LIFE_US);
        tx.exec(
            &sql::PUT_SESSION,
            args![session, self.account.uuid(), person.person_id, now_us, ends_us],
        )
        .await?;
        tx.exec(&sql::PUT_TOKEN, args![self.token_hash.as_slice(), session, expires_us]).await?;
        let detail = json!({ "person": person.person_id, "account": self.account });
        tx.record(Event::new("session.opened", format!("sessions/{session}")).with(detail));
        Ok(SignInResponse {
            token: String::new(),
            expires_us,
            ends_us,
            person: Some(person_message(person.person_id, person.full_name)),
        })
    }
}

impl StandingRow {
    /// Whether the account may be used with the password of this revision.
    fn lets_in(&self, password_rev: i64, now_us: i64) -> bool {
        self.password_rev == password_rev && !self.suspended && self.locked_until_us <= now_us
    }
}

/// Gives the caller's session a new token.
#[derive(Serialize)]
pub struct RefreshSession {
    #[serde(skip)]
    pub token_hash: [u8; 32],
}

impl Command for RefreshSession {
    const METHOD: &'static str = method::REFRESH_SESSION;
    const KEEP_ANSWER: bool = false;
    type Answer = RefreshSessionResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RefreshSessionResponse, Error> {
        let now_us = tx.now_us();
        let id = own_session(tx)?.uuid();
        let session: SessionRow = tx.one(&sql::READ_SESSION, args![id]).await?;
        if session.ends_us <= now_us {
            return Err(NOT_SIGNED_IN.refuse().into());
        }
        let expires_us = now_us.saturating_add(TOKEN_LIFE_US).min(session.ends_us);
        let overlap_us = now_us.saturating_add(OVERLAP_US);
        tx.exec(&sql::SHORTEN_TOKENS, args![id, overlap_us]).await?;
        tx.exec(&sql::PUT_TOKEN, args![self.token_hash.as_slice(), id, expires_us]).await?;
        tx.record(Event::new("session.refreshed", format!("sessions/{id}")));
        Ok(RefreshSessionResponse { token: String::new(), expires_us, ends_us: session.ends_us })
    }
}

/// Why no password is tried in a session that is locked until an instant.
pub fn step_locked(until_us: i64, now_us: i64) -> Option<Refusal> {
    let left_us = until_us.saturating_sub(now_us);
    (left_us > 0).then(|| {
        let minutes = left_us.saturating_add(MINUTE_US - 1) / MINUTE_US;
        STEP_UP_LOCKED.refuse().fact("minutes", minutes).fact("until_us", until_us)
    })
}

/// Marks that the caller gave the password of the session's account again.
#[derive(Serialize)]
pub struct StepUp {
    pub account: AccountId,
    pub password_rev: i64,
}

impl Command for StepUp {
    const METHOD: &'static str = method::STEP_UP;
    const KEEP_ANSWER: bool = false;
    type Answer = StepUpResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<StepUpResponse, Error> {
        let now_us = tx.now_us();
        let id = own_session(tx)?.uuid();
        let standing: StandingRow = tx.one(&sql::LOCK_ACCOUNT, args![self.account.uuid()]).await?;
        if standing.password_rev != self.password_rev {
            return Err(PASSWORD_WRONG.refuse().into());
        }
        let step: StepRow = tx.one(&sql::LOCK_STEP, args![id]).await?;
        if let Some(locked) = step_locked(step.step_locked_until_us, now_us) {
            return Err(locked.into());
        }
        if standing.suspended || tx.exec(&sql::STEP_UP, args![id, now_us]).await? == 0 {
            return Err(NOT_SIGNED_IN.refuse().into());
        }
        tx.record(Event::new("session.stepped_up", format!("sessions/{id}")));
        Ok(StepUpResponse { stepped_up_us: now_us })
    }
}

/// Ends the caller's session.
#[derive(Serialize)]
pub struct EndSession;

impl Command for EndSession {
    const METHOD: &'static str = method::END_SESSION;
    const KEEP_ANSWER: bool = false;
    type Answer = EndSessionResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<EndSessionResponse, Error> {
        let id = own_session(tx)?.uuid();
        let now_us = tx.now_us();
        tx.exec(&sql::END_SESSION, args![id, now_us]).await?;
        tx.record(Event::new("session.ended", format!("sessions/{id}")));
        Ok(EndSessionResponse {})
    }
}

/// Answers the caller and his or her mandates.
pub struct GetSession;

impl Query for GetSession {
    const METHOD: &'static str = method::GET_SESSION;
    type Answer = GetSessionResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GetSessionResponse, Error> {
        let today = i64::from(tx.today().number());
        let id = own_session(tx)?.uuid();
        let session: SessionRow = tx.one(&sql::READ_SESSION, args![id]).await?;
        let rows: Vec<MandateRow> =
            tx.all(&sql::READ_MANDATES_OF, args![session.person_id]).await?;
        let mandates = rows.into_iter().filter(|row| row.valid_to.is_none_or(|to| to >= today));
        Ok(GetSessionResponse {
            person: Some(person_message(session.person_id, session.full_name)),
            mandates: mandates.map(MandateRow::message).collect(),
            expires_us: session.expires_us.unwrap_or_default(),
            ends_us: session.ends_us,
            stepped_up_us: session.stepped_up_us.unwrap_or_default(),
        })
    }
}
