//! A lost password: one official asks for a reset, another agrees and gets the code.
//!
//! Whoever has the code can sign in as the holder, so nobody makes one alone, and both stand in the
//! log of the place.

use ::wire::{
    access::account_service::{CONFIRM_PASSWORD_RESET, PROPOSE_PASSWORD_RESET},
    identity::v1 as wire,
};
use domain::{Error, Place};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};

use crate::{
    account_rules,
    holder::{self, Holder, RESET_WAIT_US},
    invitation,
    mandate::{MandateName, person_name},
    rules::Step,
    sql,
};

/// Asks for a reset.
#[derive(Debug, Serialize)]
pub struct ProposePasswordReset {
    name: MandateName,
}

impl ProposePasswordReset {
    /// Reads the request.
    pub fn parse(request: wire::ProposePasswordResetRequest) -> Result<Self, Error> {
        Ok(Self { name: holder::parse_name(&request.name)? })
    }
}

impl Command for ProposePasswordReset {
    const METHOD: &'static str = PROPOSE_PASSWORD_RESET;
    type Answer = wire::ProposePasswordResetResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let holder = Holder::lock(tx, &self.name).await?;
        Error::unless_empty(holder.unmet(tx, Step::Propose, false).await?)?;
        let (me, now_us) = (tx.principal()?.person.uuid(), tx.now_us());
        tx.exec(&sql::ASK_RESET, args![holder.account.account_id, me, now_us]).await?;
        let waits_until_us = now_us.saturating_add(RESET_WAIT_US);
        let detail = json!({ "mandate": self.name.to_string(), "until_us": waits_until_us });
        let holder = person_name(holder.mandate.person_id);
        tx.record(Event::new("reset.proposed", holder).with(detail));
        Ok(wire::ProposePasswordResetResponse { waits_until_us, receipt: None })
    }
}

/// Agrees to a reset.
#[derive(Debug, Serialize)]
pub struct ConfirmPasswordReset {
    name: MandateName,
    /// Hash of the code that is answered.
    #[serde(skip)]
    code_hash: [u8; 32],
}

impl ConfirmPasswordReset {
    /// Reads the request.
    pub fn parse(
        request: &wire::ConfirmPasswordResetRequest,
        code_hash: [u8; 32],
    ) -> Result<Self, Error> {
        Ok(Self { name: holder::parse_name(&request.name)?, code_hash })
    }
}

impl Command for ConfirmPasswordReset {
    const METHOD: &'static str = CONFIRM_PASSWORD_RESET;
    type Answer = wire::ConfirmPasswordResetResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let holder = Holder::lock(tx, &self.name).await?;
        let asked_by = holder.account.reset(tx.now_us()).map(|(by, _)| by);
        let me = tx.principal()?.person;
        let mut unmet = holder.unmet(tx, Step::Confirm, false).await?;
        unmet.extend(account_rules::unmet_second(asked_by, me));
        Error::unless_empty(unmet)?;
        let (person, account) = (holder.mandate.person_id, holder.account.account_id);
        tx.exec(&sql::DROP_RESET, args![account]).await?;
        let expires_us = invitation::open_reset(tx, person, account, &self.code_hash).await?;
        let detail = json!({ "mandate": self.name.to_string(), "expires_us": expires_us });
        tx.record(Event::new("reset.confirmed", person_name(person)).with(detail));
        Ok(wire::ConfirmPasswordResetResponse {
            reset_code: String::new(),
            reset_expires_us: expires_us,
            receipt: None,
        })
    }
}
