//! ProposeMandate: the first of the two people.

use domain::{Day, Error, Place, Role, ids::PersonId, reason, text};
use edge::{Violations, access};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::{
    access::mandate_service::PROPOSE_MANDATE,
    identity::v1::{ProposeMandateRequest, ProposeMandateResponse, propose_mandate_request},
};

use crate::{
    mandate::{self, MandateName, person_name},
    rules::{self, Proposal},
    sql::{self, PersonRow},
};

/// Most characters of a decree's number.
const BASIS_CHARS_MAX: usize = 120;

/// For whom a mandate is proposed.
#[derive(Debug, Serialize)]
pub enum Holder {
    /// Somebody known.
    Known(PersonId),
    /// Somebody new, by full name.
    New(String),
}

/// Proposes a mandate.
#[derive(Debug, Serialize)]
pub struct ProposeMandate {
    area: Place,
    role: Role,
    holder: Holder,
    from: Day,
    to: Option<Day>,
    acting: bool,
    basis: String,
}

impl ProposeMandate {
    /// Reads the request with every bad field at once.
    pub fn parse(request: ProposeMandateRequest) -> Result<Self, Error> {
        use propose_mandate_request::Holder as Wire;
        let mut faults = Violations::new();
        let area = faults.read("area", Place::parse(&request.area));
        let role = access::role(request.role).ok_or_else(|| reason::FIELD_REQUIRED.refuse());
        let role = faults.read("role", role);
        let holder = match &request.holder {
            Some(Wire::Person(name)) => {
                faults.read("person", mandate::parse_person(name)).map(Holder::Known)
            }
            Some(Wire::NewFullName(name)) => {
                faults.read("new_full_name", text::name(name)).map(Holder::New)
            }
            None => faults.read("holder", Err(reason::FIELD_REQUIRED.refuse())),
        };
        let from = faults.read("valid_from", Day::parse(&request.valid_from));
        let to = faults.optional("valid_to", &request.valid_to, Day::parse);
        let basis =
            faults.optional("basis", &request.basis, |basis| text::line(basis, BASIS_CHARS_MAX));
        let acting = request.acting;
        let parsed = (|| {
            let basis = basis.unwrap_or_default();
            Some(Self { area: area?, role: role?, holder: holder?, from: from?, to, acting, basis })
        })();
        faults.finish(parsed)
    }

    /// The holder's id when he or she is known; NOT_FOUND when the id names nobody.
    async fn known(&self, tx: &mut Tx<'_>) -> Result<Option<PersonId>, Error> {
        let Holder::Known(person) = &self.holder else { return Ok(None) };
        let row: PersonRow = tx.one(&sql::READ_PERSON, args![person.uuid()]).await?;
        Ok(Some(PersonId::new(row.person_id)))
    }

    async fn check(&self, tx: &mut Tx<'_>, known: Option<PersonId>) -> Result<(), Error> {
        let offices = mandate::offices(tx, &self.area)?;
        let for_oneself = known == Some(tx.principal()?.person);
        let kind: Option<(String,)> = tx.maybe(&sql::READ_PLACE, args![&self.area]).await?;
        let held = match known {
            Some(person) => mandate::held(tx, person, (self.from, self.to)).await?,
            None => Vec::new(),
        };
        let but = known.map_or(Uuid::nil(), PersonId::uuid);
        let heads = mandate::heads(tx, &self.area, but).await?;
        Error::unless_empty(rules::unmet_proposal(&Proposal {
            offices: &offices,
            for_oneself,
            role: self.role,
            area: &self.area,
            area_kind: kind.as_ref().map(|(kind,)| kind.as_str()),
            acting: self.acting,
            from: self.from,
            to: self.to,
            today: tx.today(),
            held: &held,
            heads: &heads,
        }))
    }
}

impl Command for ProposeMandate {
    const METHOD: &'static str = PROPOSE_MANDATE;
    type Answer = ProposeMandateResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProposeMandateResponse, Error> {
        let known = self.known(tx).await?;
        self.check(tx, known).await?;
        let now_us = tx.now_us();
        let proposer = tx.principal()?.person;
        let holder = match &self.holder {
            Holder::Known(person) => person.uuid(),
            Holder::New(full_name) => {
                let id = tx.new_id();
                tx.exec(&sql::PUT_PERSON, args![id, full_name, now_us]).await?;
                id
            }
        };
        let id = tx.new_id();
        let confirmed_us: Option<i64> = None;
        tx.exec(
            &sql::PUT_MANDATE,
            args![
                id,
                holder,
                self.role.code(),
                &self.area,
                self.from,
                self.to,
                self.acting,
                &self.basis,
                "proposed",
                proposer.uuid(),
                now_us,
                confirmed_us
            ],
        )
        .await?;
        let name = MandateName { area: self.area.clone(), id: domain::ids::MandateId::new(id) };
        let row = mandate::read(tx, &name).await?;
        let detail = json!({ "holder": person_name(holder), "role": self.role.code(),
            "from": self.from, "to": self.to, "acting": self.acting });
        tx.record(Event::new("mandate.proposed", name.to_string()).with(detail));
        Ok(ProposeMandateResponse { mandate: Some(row.message()), receipt: None })
    }
}
