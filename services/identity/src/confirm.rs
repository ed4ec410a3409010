//! ConfirmMandate: the second of the two people.

use domain::{Error, Place, Role, ids::PersonId};
use edge::{Violations, convert};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::{
    access::mandate_service::CONFIRM_MANDATE,
    identity::v1::{ConfirmMandateRequest, ConfirmMandateResponse},
};

use crate::{
    invitation,
    mandate::{self, MandateName, person_name},
    rules::{self, Confirmation},
    sql::{self, MandateRow},
};

/// Confirms a mandate.
#[derive(Debug, Serialize)]
pub struct ConfirmMandate {
    name: MandateName,
    revision: i64,
    /// Hash of the code that is answered if the holder has no account.
    #[serde(skip)]
    pub code_hash: [u8; 32],
}

impl ConfirmMandate {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &ConfirmMandateRequest, code_hash: [u8; 32]) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", MandateName::parse(&request.name));
        let revision = faults.read("etag", convert::revision(&request.etag));
        let parsed = name.zip(revision);
        faults.finish(parsed.map(|(name, revision)| Self { name, revision, code_hash }))
    }

    /// Every reason against it; answers whether one person does both steps.
    async fn check(&self, tx: &mut Tx<'_>, row: &MandateRow) -> Result<bool, Error> {
        let me = tx.principal()?.person;
        let (from, to) = row.days()?;
        let role = row.role()?;
        let same_person = row.proposed_by == Some(me.uuid());
        let offices = mandate::offices(tx, &self.name.area)?;
        let holder = PersonId::new(row.person_id);
        let held = mandate::held(tx, holder, (from, to)).await?;
        let heads = mandate::heads(tx, &self.name.area, row.person_id).await?;
        let administrators = mandate::holders(tx, Role::Adm, &Place::platform()).await?;
        let pmd = mandate::holders(tx, Role::Pmd, &self.name.area).await?;
        let asked = Confirmation {
            state: &row.state,
            offices: &offices,
            same_person,
            for_oneself: holder == me,
            role,
            area: &self.name.area,
            acting: row.acting,
            from,
            to,
            today: tx.today(),
            held: &held,
            heads: &heads,
            administrators,
            pmd,
        };
        Error::unless_empty(rules::unmet_confirmation(&asked))?;
        Ok(same_person)
    }
}

impl Command for ConfirmMandate {
    const METHOD: &'static str = CONFIRM_MANDATE;
    type Answer = ConfirmMandateResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ConfirmMandateResponse, Error> {
        if matches!(self.name.area.level(), 0 | 2) {
            // One person may do both steps only while the counts below hold.
            mandate::lock_administrators(tx).await?;
        } else {
            mandate::lock_heads(tx, &self.name.area).await?;
        }
        let row = mandate::lock(tx, &self.name).await?;
        mandate::lock_person(tx, row.person_id).await?;
        row.expect(self.revision)?;
        let alone = self.check(tx, &row).await?;
        let now_us = tx.now_us();
        let me = tx.principal()?.person;
        let confirmed = tx
            .exec(
                &sql::CONFIRM_MANDATE,
                args![self.name.id.uuid(), self.revision, me.uuid(), now_us],
            )
            .await?;
        if confirmed == 0 {
            return Err(Error::fault("a locked mandate moved"));
        }
        let holder = row.person_id;
        let invite = invitation::is_without_account(tx, holder).await?
            && !invitation::is_open(tx, holder).await?;
        let invitation_expires_us =
            if invite { invitation::open(tx, holder, &self.code_hash).await? } else { 0 };
        let detail = json!({ "holder": person_name(holder), "role": row.role,
            "invited": invite, "single_administrator": alone });
        tx.record(Event::new("mandate.confirmed", self.name.to_string()).with(detail));
        let row = mandate::read(tx, &self.name).await?;
        Ok(ConfirmMandateResponse {
            mandate: Some(row.message()),
            invitation_code: String::new(),
            invitation_expires_us,
            receipt: None,
        })
    }
}
