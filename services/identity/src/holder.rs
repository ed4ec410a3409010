//! Somebody's account as officials read it and act on it: named by a mandate of its holder.

use ::wire::{access::account_service::GET_ACCOUNT, identity::v1 as wire};
use domain::{Error, Place, Refusal, ids::PersonId};
use edge::Violations;
use store::{Query, Tx, args};

use crate::{
    account_rules::{self, OnAccount, Reached},
    mandate::{self, MandateName, person_message, person_name},
    refusal::ACCOUNT_MISSING,
    rules::Step,
    sql::{self, HeldAccountRow, MandateRow},
};

/// How long a reset waits for another person, microseconds: a day.
pub const RESET_WAIT_US: i64 = 86_400 * 1_000_000;

/// Reads the name of a mandate, the only field of a request that can be bad.
pub fn parse_name(name: &str) -> Result<MandateName, Error> {
    let mut faults = Violations::new();
    let name = faults.read("name", MandateName::parse(name));
    faults.finish(name)
}

impl HeldAccountRow {
    /// The reset that waits: who asked for it, `persons/{uuid}`, and until when.
    pub fn reset(&self, now_us: i64) -> Option<(PersonId, i64)> {
        let until_us = self.reset_us?.saturating_add(RESET_WAIT_US);
        self.reset_by.filter(|_| now_us < until_us).map(|by| (PersonId::new(by), until_us))
    }
}

/// The holder of a mandate with his or her account.
pub struct Holder {
    /// The mandate that was named.
    pub mandate: MandateRow,
    /// The account.
    pub account: HeldAccountRow,
}

impl Holder {
    /// Reads both; ACCOUNT_MISSING when there is no account yet.
    pub async fn read(tx: &mut Tx<'_>, name: &MandateName) -> Result<Self, Error> {
        let mandate = mandate::read(tx, name).await?;
        let account: Option<HeldAccountRow> =
            tx.maybe(&sql::READ_ACCOUNT_OF, args![mandate.person_id]).await?;
        Self::of(mandate, account)
    }

    /// Reads both and holds the account against others who act on it.
    pub async fn lock(tx: &mut Tx<'_>, name: &MandateName) -> Result<Self, Error> {
        let mandate = mandate::read(tx, name).await?;
        let account: Option<HeldAccountRow> =
            tx.maybe(&sql::LOCK_ACCOUNT_OF, args![mandate.person_id]).await?;
        Self::of(mandate, account)
    }

    fn of(mandate: MandateRow, account: Option<HeldAccountRow>) -> Result<Self, Error> {
        let account = account.ok_or_else(|| ACCOUNT_MISSING.refuse())?;
        Ok(Self { mandate, account })
    }

    /// The named mandate and every other one that is not over, with the caller's offices there.
    async fn reached(&self, tx: &mut Tx<'_>) -> Result<Vec<Reached>, Error> {
        let today = i64::from(tx.today().number());
        let rows: Vec<MandateRow> =
            tx.all(&sql::READ_MANDATES_OF, args![self.mandate.person_id]).await?;
        let others = rows.iter().filter(|row| {
            row.mandate_id != self.mandate.mandate_id && row.valid_to.is_none_or(|to| today <= to)
        });
        let mut reached = Vec::new();
        for row in std::iter::once(&self.mandate).chain(others) {
            let post = row.post()?;
            let offices = mandate::offices(tx, &post.area)?;
            reached.push(Reached { post, offices });
        }
        Ok(reached)
    }

    /// Every reason against a step of the caller that needs an account so suspended or not.
    pub async fn unmet(
        &self,
        tx: &mut Tx<'_>,
        step: Step,
        suspended: bool,
    ) -> Result<Vec<Refusal>, Error> {
        let me = tx.principal()?.person;
        let mandates = self.reached(tx).await?;
        Ok(account_rules::unmet(&OnAccount {
            step,
            mandates: &mandates,
            state: &self.mandate.state,
            for_oneself: me.uuid() == self.mandate.person_id,
            is_suspended: self.account.suspended,
            shall_be_suspended: suspended,
        }))
    }

    /// The wire form.
    pub fn message(self, now_us: i64) -> wire::Account {
        let reset = self.account.reset(now_us);
        let locked_until_us = self.account.locked_until_us;
        wire::Account {
            person: Some(person_message(self.mandate.person_id, self.mandate.full_name)),
            account_name: self.account.account_name,
            suspended: self.account.suspended,
            locked_until_us: if locked_until_us > now_us { locked_until_us } else { 0 },
            reset_proposed_by: reset.map(|(by, _)| person_name(by.uuid())).unwrap_or_default(),
            reset_waits_until_us: reset.map(|(_, until_us)| until_us).unwrap_or_default(),
        }
    }
}

/// How an account stands.
pub struct GetAccount {
    name: MandateName,
}

impl GetAccount {
    /// Reads the request.
    pub fn parse(request: wire::GetAccountRequest) -> Result<Self, Error> {
        Ok(Self { name: parse_name(&request.name)? })
    }
}

impl Query for GetAccount {
    const METHOD: &'static str = GET_ACCOUNT;
    type Answer = wire::GetAccountResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<wire::GetAccountResponse, Error> {
        let holder = Holder::read(tx, &self.name).await?;
        Ok(wire::GetAccountResponse { account: Some(holder.message(tx.now_us())) })
    }
}
