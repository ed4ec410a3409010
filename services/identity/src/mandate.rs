//! What the verbs of mandates share: names, rows, the caller's offices.

use ::wire::identity::v1 as wire;
use domain::{
    Day, Error, Place, Refusal, Role,
    ids::{MandateId, PersonId},
    reason::{ETAG_MISMATCH, FIELD_MALFORMED},
};
use edge::{access::role_number, convert};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    rules::{self, Post, Term},
    sql::{self, MandateRow},
};

/// A mandate by its place and id: `area/35.10.25.2010/mandates/{uuid}`, `area/-/mandates/{uuid}`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MandateName {
    pub area: Place,
    pub id: MandateId,
}

/// How the platform, whose code is empty, is written in names.
const PLATFORM: &str = "-";

impl MandateName {
    /// Reads the resource name.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = name.split('/').collect();
        let ["area", area, "mandates", id] = parts.as_slice() else {
            let expected = "area/{kode}/mandates/{uuid}";
            return Err(FIELD_MALFORMED.refuse().fact("value", name).fact("expected", expected));
        };
        let area = if *area == PLATFORM { Place::platform() } else { Place::parse(area)? };
        Ok(Self { area, id: MandateId::parse(id)? })
    }
}

impl std::fmt::Display for MandateName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", mandate_name(self.area.as_str(), self.id.uuid()))
    }
}

/// The resource name of a mandate.
pub fn mandate_name(area: &str, id: Uuid) -> String {
    let area = if area.is_empty() { PLATFORM } else { area };
    format!("area/{area}/mandates/{id}")
}

/// The resource name of a person.
pub fn person_name(id: Uuid) -> String {
    format!("persons/{id}")
}

/// Reads the resource name of a person.
pub fn parse_person(name: &str) -> Result<PersonId, Refusal> {
    let id = name.strip_prefix("persons/").ok_or_else(|| {
        FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "persons/{uuid}")
    })?;
    PersonId::parse(id)
}

/// The message of a person.
pub fn person_message(id: Uuid, full_name: String) -> wire::Person {
    wire::Person { name: person_name(id), full_name }
}

impl MandateRow {
    /// The role; the schema holds only known ones.
    pub fn role(&self) -> Result<Role, Error> {
        Role::from_code(&self.role)
            .ok_or_else(|| Error::fault(format!("stored role {}", self.role)))
    }

    /// First and last day.
    pub fn days(&self) -> Result<(Day, Option<Day>), Error> {
        let from = convert::day(self.valid_from).ok_or_else(|| Error::fault("stored day"))?;
        Ok((from, self.valid_to.and_then(convert::day)))
    }

    /// The role with its place.
    pub fn post(&self) -> Result<Post, Error> {
        let area = Place::parse(&self.area).map_err(|_| Error::fault("stored place"))?;
        Ok(Post { role: self.role()?, area, acting: self.acting })
    }

    /// Refuses a change by somebody who saw another revision.
    pub fn expect(&self, revision: i64) -> Result<(), Error> {
        if self.revision == revision {
            Ok(())
        } else {
            Err(ETAG_MISMATCH.refuse().at("etag").into())
        }
    }

    /// The wire form.
    pub fn message(self) -> wire::Mandate {
        use wire::MandateState;
        let state = match self.state.as_str() {
            "proposed" => MandateState::Proposed,
            "active" => MandateState::Active,
            "ended" => MandateState::Ended,
            "withdrawn" => MandateState::Withdrawn,
            _ => MandateState::Unspecified,
        };
        wire::Mandate {
            name: mandate_name(&self.area, self.mandate_id),
            person: Some(person_message(self.person_id, self.full_name)),
            role: Role::from_code(&self.role).map_or(0, role_number),
            area: self.area,
            valid_from: convert::day_text(Some(self.valid_from)),
            valid_to: convert::day_text(self.valid_to),
            acting: self.acting,
            basis: self.basis,
            state: state.into(),
            proposed_by: self.proposed_by.map(person_name).unwrap_or_default(),
            confirmed_by: self.confirmed_by.map(person_name).unwrap_or_default(),
            etag: convert::etag(self.revision),
        }
    }
}

/// The mandate of a name; NOT_FOUND else.
pub async fn read(tx: &mut Tx<'_>, name: &MandateName) -> Result<MandateRow, Error> {
    tx.one(&sql::READ_MANDATE, args![&name.area, name.id.uuid()]).await
}

/// The mandate of a name, locked for a change.
pub async fn lock(tx: &mut Tx<'_>, name: &MandateName) -> Result<MandateRow, Error> {
    let _: (Uuid,) = tx.one(&sql::LOCK_MANDATE, args![&name.area, name.id.uuid()]).await?;
    read(tx, name).await
}

/// The offices by which the caller may act for a place today.
pub fn offices(tx: &Tx<'_>, area: &Place) -> Result<Vec<Role>, Error> {
    let today = tx.today();
    let principal = tx.principal()?;
    Ok(principal.valid_on(today).filter(|m| m.area.covers(area)).map(|m| m.role).collect())
}

/// What a person holds at any time within the days given.
pub async fn held(
    tx: &mut Tx<'_>,
    person: PersonId,
    days: (Day, Option<Day>),
) -> Result<Vec<Post>, Error> {
    let rows: Vec<MandateRow> = tx.all(&sql::READ_MANDATES_OF, args![person.uuid()]).await?;
    let mut posts = Vec::new();
    for row in rows {
        if rules::meet(days, row.days()?) {
            posts.push(row.post()?);
        }
    }
    Ok(posts)
}

/// The terms of definitive kepala desa of exactly a village, other than one person's.
pub async fn heads(tx: &mut Tx<'_>, area: &Place, but: Uuid) -> Result<Vec<Term>, Error> {
    let rows: Vec<MandateRow> = tx.all(&sql::LIST_HEADS, args![area, but]).await?;
    let mut terms = Vec::with_capacity(rows.len());
    for row in rows {
        terms.push(Term { name: mandate_name(&row.area, row.mandate_id), days: row.days()? });
    }
    Ok(terms)
}

/// Locks the mandates of kepala desa of a village, first thing of a confirmation there: of two at
/// once the second sees the first.
pub async fn lock_heads(tx: &mut Tx<'_>, area: &Place) -> Result<(), Error> {
    let _: Vec<(Uuid,)> = tx.all(&sql::LOCK_HEADS, args![area]).await?;
    Ok(())
}

/// Locks a person, after the mandate: what he or she holds and is invited to stays true until this
/// transaction ends.
pub async fn lock_person(tx: &mut Tx<'_>, person: Uuid) -> Result<(), Error> {
    let _: (Uuid,) = tx.one(&sql::LOCK_PERSON, args![person]).await?;
    Ok(())
}

/// How many people who are not suspended hold a role for exactly a place from today on.
pub async fn holders(tx: &mut Tx<'_>, role: Role, area: &Place) -> Result<i64, Error> {
    let today = tx.today();
    let (count,): (i64,) = tx.one(&sql::COUNT_HOLDERS, args![role.code(), area, today]).await?;
    Ok(count)
}

/// Locks the administrators' mandates: a count of them stays true until this transaction ends.
pub async fn lock_administrators(tx: &mut Tx<'_>) -> Result<(), Error> {
    let _: Vec<(Uuid,)> = tx.all(&sql::LOCK_HOLDERS, args![Role::Adm.code(), ""]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_the_platform_is_a_dash() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for area in ["-", "35.10", "35.10.25.2010"] {
            let name = format!("area/{area}/mandates/{id}");
            assert_eq!(MandateName::parse(&name).unwrap().to_string(), name);
        }
        for bad in
            ["", "area//mandates/x", "area/35.1/mandates/x", "mandates/x", "area/-/mandates/1"]
        {
            assert!(MandateName::parse(bad).is_err(), "{bad}");
        }
    }
}
