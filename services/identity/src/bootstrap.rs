//! The first administrator of an installation, and people of the demo district.

use domain::{Day, Error, Place, Role, ids::PersonId, text};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Store, Tx, args};
use uuid::Uuid;

use crate::{
    account, invitation,
    mandate::{mandate_name, person_name},
    password,
    refusal::ALREADY_STARTED,
    secret,
    sql::{self, MandateRow},
};

/// The method under which an installation begins.
pub const BOOTSTRAP_METHOD: &str = "internal/identity.Bootstrap";
/// The method under which the demo seeder makes people.
pub const SEED_PERSON_METHOD: &str = "internal/identity.SeedPerson";

/// Makes the first administrator and answers the one-time code for his or her account.
///
/// As long as nobody used the code, calling it again replaces the code.
///
/// # Errors
/// ALREADY_STARTED when there is any account; TEXT_INVALID for the name.
pub async fn bootstrap(store: &Store, full_name: &str) -> Result<String, Error> {
    let full_name = text::name(full_name).map_err(|refusal| refusal.at("full_name"))?;
    let code = secret::make()?;
    store.execute_once(None, Bootstrap { full_name, code_hash: code.hash }).await?;
    Ok(code.text)
}

/// Makes a person with an account and confirmed mandates. For demo data only: it
/// passes by the two people that a mandate needs.
///
/// # Errors
/// ACCOUNT_NAME_TAKEN, or faults of the names.
pub async fn seed_person(
    store: &Store,
    account_name: &str,
    full_name: &str,
    password: &str,
    mandates: &[(Role, Place, Day)],
) -> Result<PersonId, Error> {
    let account_name = account::parse_name(account_name)?;
    let full_name = text::name(full_name)?;
    let password_hash = password::hash_public(password)?;
    let seed = SeedPerson { account_name, full_name, mandates: mandates.to_vec(), password_hash };
    let person = store.execute_once(None, seed).await?;
    let person = Uuid::from_slice(&person).map_err(|error| Error::fault(error.to_string()))?;
    Ok(PersonId::new(person))
}

#[derive(Serialize)]
struct Bootstrap {
    full_name: String,
    #[serde(skip)]
    code_hash: [u8; 32],
}

impl Bootstrap {
    /// The administrator of an earlier call whose code was not used, or a new one.
    async fn administrator(&self, tx: &mut Tx<'_>) -> Result<Uuid, Error> {
        let nobody = Uuid::nil();
        let today = tx.today();
        let rows: Vec<MandateRow> =
            tx.all(&sql::LIST_MANDATES, args!["", nobody, false, today, 1]).await?;
        if let Some(row) = rows.into_iter().find(|row| row.role == Role::Adm.code()) {
            tx.exec(&sql::RENAME_PERSON, args![row.person_id, &self.full_name]).await?;
            return Ok(row.person_id);
        }
        let person = put_person(tx, &self.full_name).await?;
        let mandate = (Role::Adm, Place::platform(), tx.today());
        put_mandate(tx, person, &mandate).await?;
        Ok(person)
    }
}

impl Command for Bootstrap {
    const METHOD: &'static str = BOOTSTRAP_METHOD;
    const KEEP_ANSWER: bool = false;
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let (accounts,): (i64,) = tx.one(&sql::COUNT_ACCOUNTS, args![]).await?;
        if accounts > 0 {
            return Err(ALREADY_STARTED.refuse().into());
        }
        let person = self.administrator(tx).await?;
        let expires_us = invitation::open(tx, person, &self.code_hash).await?;
        let detail = json!({ "expires_us": expires_us });
        tx.record(Event::new("installation.started", person_name(person)).with(detail));
        Ok(())
    }
}

#[derive(Serialize)]
struct SeedPerson {
    account_name: String,
    full_name: String,
    mandates: Vec<(Role, Place, Day)>,
    #[serde(skip)]
    password_hash: String,
}

impl Command for SeedPerson {
    const METHOD: &'static str = SEED_PERSON_METHOD;
    /// The bytes of the person's id.
    type Answer = Vec<u8>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<u8>, Error> {
        let person = put_person(tx, &self.full_name).await?;
        invitation::put_account(tx, person, &self.account_name, &self.password_hash).await?;
        let mut names = Vec::with_capacity(self.mandates.len());
        for mandate in &self.mandates {
            names.push(put_mandate(tx, person, mandate).await?);
        }
        let detail = json!({ "mandates": names });
        tx.record(Event::new("person.seeded", person_name(person)).with(detail));
        Ok(person.into_bytes().to_vec())
    }
}

async fn put_person(tx: &mut Tx<'_>, full_name: &str) -> Result<Uuid, Error> {
    let person = tx.new_id();
    let now_us = tx.now_us();
    tx.exec(&sql::PUT_PERSON, args![person, full_name, now_us]).await?;
    Ok(person)
}

/// A mandate in force that nobody proposed; answers its name.
async fn put_mandate(
    tx: &mut Tx<'_>,
    person: Uuid,
    (role, area, from): &(Role, Place, Day),
) -> Result<String, Error> {
    let id = tx.new_id();
    let now_us = tx.now_us();
    let (to, nobody): (Option<Day>, Option<Uuid>) = (None, None);
    tx.exec(
        &sql::PUT_MANDATE,
        args![
            id,
            person,
            role.code(),
            area,
            *from,
            to,
            false,
            "",
            "active",
            nobody,
            now_us,
            now_us
        ],
    )
    .await?;
    Ok(mandate_name(area.as_str(), id))
}
