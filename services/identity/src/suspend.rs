//! SuspendAccount and RestoreAccount.

use ::wire::{
    access::account_service::{RESTORE_ACCOUNT, SUSPEND_ACCOUNT},
    identity::v1 as wire,
};
use domain::{
    Error, Place, Refusal,
    reason::{FIELD_REQUIRED, NOT_SIGNED_IN},
    text,
};
use edge::Violations;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;

use crate::{
    account,
    holder::Holder,
    mandate::{self, MandateName, person_name},
    rules::Step,
    sql,
};

/// Whose account, and why.
#[derive(Debug, Serialize)]
struct Act {
    name: MandateName,
    why: String,
}

impl Act {
    fn parse(name: &str, why: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", MandateName::parse(name));
        let why = faults.read("reason", required(why));
        faults.finish(name.zip(why).map(|(name, why)| Self { name, why }))
    }

    /// Suspends or restores, and answers how the account stands then.
    async fn turn(&self, tx: &mut Tx<'_>, suspended: bool) -> Result<wire::Account, Error> {
        // Of two administrators who suspend each other the second waits here, and is out.
        mandate::lock_administrators(tx).await?;
        if account::own(tx).await?.suspended {
            return Err(NOT_SIGNED_IN.refuse().into());
        }
        let holder = Holder::lock(tx, &self.name).await?;
        Error::unless_empty(holder.unmet(tx, Step::End, !suspended).await?)?;
        let person = holder.mandate.person_id;
        tx.exec(&sql::SET_SUSPENDED, args![person, suspended]).await?;
        if suspended {
            account::stop(tx, person, Uuid::nil()).await?;
        }
        let kind = if suspended { "account.suspended" } else { "account.restored" };
        let detail = json!({ "mandate": self.name.to_string(), "reason": &self.why });
        tx.record(Event::new(kind, person_name(person)).with(detail));
        let now_us = tx.now_us();
        Ok(Holder::read(tx, &self.name).await?.message(now_us))
    }
}

/// A reason that says something.
fn required(why: &str) -> Result<String, Refusal> {
    let why = text::note(why)?;
    if why.is_empty() { Err(FIELD_REQUIRED.refuse()) } else { Ok(why) }
}

/// Stops an account.
#[derive(Debug, Serialize)]
pub struct SuspendAccount(Act);

impl SuspendAccount {
    /// Reads the request with every bad field at once.
    pub fn parse(request: wire::SuspendAccountRequest) -> Result<Self, Error> {
        Act::parse(&request.name, &request.reason).map(Self)
    }
}

impl Command for SuspendAccount {
    const METHOD: &'static str = SUSPEND_ACCOUNT;
    type Answer = wire::SuspendAccountResponse;

    fn place(&self) -> Place {
        self.0.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let account = Some(self.0.turn(tx, true).await?);
        Ok(wire::SuspendAccountResponse { account, receipt: None })
    }
}

/// Lets an account be used again.
#[derive(Debug, Serialize)]
pub struct RestoreAccount(Act);

impl RestoreAccount {
    /// Reads the request with every bad field at once.
    pub fn parse(request: wire::RestoreAccountRequest) -> Result<Self, Error> {
        Act::parse(&request.name, &request.reason).map(Self)
    }
}

impl Command for RestoreAccount {
    const METHOD: &'static str = RESTORE_ACCOUNT;
    type Answer = wire::RestoreAccountResponse;

    fn place(&self) -> Place {
        self.0.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let account = Some(self.0.turn(tx, false).await?);
        Ok(wire::RestoreAccountResponse { account, receipt: None })
    }
}
