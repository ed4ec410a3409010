//! Wrong passwords: noted in a transaction of their own, since the call itself is refused.

use domain::{
    Error, Place,
    ids::{AccountId, SessionId},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};

use crate::{
    rules,
    sql::{self, StandingRow, StepRow},
};

/// The method under which failures stand in the audit log.
pub const NOTE_FAILURE_METHOD: &str = "internal/identity.NoteFailure";

/// The same for passwords that are given again within a session.
pub const NOTE_STEP_FAILURE_METHOD: &str = "internal/identity.NoteStepFailure";

/// Notes a failed sign-in. Unknown accounts are noted too, so that they
/// take as long as others; the name that was typed is kept nowhere, since people
/// type passwords into that field.
#[derive(Serialize)]
pub struct NoteFailure {
    /// The account, if the name is one.
    pub account: Option<AccountId>,
    /// Whether the password was wrong; not so when the account is suspended or locked.
    pub counts: bool,
}

impl Command for NoteFailure {
    const METHOD: &'static str = NOTE_FAILURE_METHOD;
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let mut failures = 0;
        let mut locked_until_us = 0;
        if let Some(account) = self.account {
            let standing: StandingRow = tx.one(&sql::LOCK_ACCOUNT, args![account.uuid()]).await?;
            failures = standing.failures;
            locked_until_us = standing.locked_until_us;
            // Tries during a lock do not count, so it cannot be prolonged by trying.
            if self.counts && locked_until_us <= tx.now_us() {
                failures = failures.saturating_add(1);
                if let Some(lock_us) = rules::lock_us(failures) {
                    locked_until_us = tx.now_us().saturating_add(lock_us);
                }
                tx.exec(&sql::SET_FAILURES, args![account.uuid(), failures, locked_until_us])
                    .await?;
            }
        }
        let subject =
            self.account.map_or_else(|| "accounts/-".to_owned(), |id| format!("accounts/{id}"));
        let locked = locked_until_us > tx.now_us();
        let detail = json!({ "failures": failures, "locked": locked });
        tx.record(Event::new("sign_in.failed", subject).with(detail));
        Ok(())
    }
}

/// Notes a wrong password that was given again within a session. It counts there and not for the
/// account: whoever types names and passwords from outside must not keep an official, who is in,
/// from what asks for the password again; and whoever found a session open must not lock its
/// owner out.
///
/// Answers until when the session was locked already, or 0.
#[derive(Serialize)]
pub struct NoteStepFailure {
    /// The session.
    pub session: SessionId,
}

impl Command for NoteStepFailure {
    const METHOD: &'static str = NOTE_STEP_FAILURE_METHOD;
    type Answer = i64;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64, Error> {
        let (id, now_us) = (self.session.uuid(), tx.now_us());
        let step: StepRow = tx.one(&sql::LOCK_STEP, args![id]).await?;
        let (mut failures, mut until_us) = (step.step_failures, step.step_locked_until_us);
        let was_locked = until_us > now_us;
        if !was_locked {
            failures = failures.saturating_add(1);
            if let Some(lock_us) = rules::lock_us(failures) {
                until_us = now_us.saturating_add(lock_us);
            }
            tx.exec(&sql::SET_STEP_FAILURES, args![id, failures, until_us]).await?;
        }
        let detail = json!({ "failures": failures, "locked": until_us > now_us });
        tx.record(Event::new("step_up.failed", format!("sessions/{id}")).with(detail));
        Ok(if was_locked { until_us } else { 0 })
    }
}
