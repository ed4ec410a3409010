//! The caller's session and mandates, read inside the transaction they decide.

use domain::{
    Day, Error, Mandate, Place, Principal, Role,
    ids::{MandateId, PersonId, SessionId},
    reason::NOT_SIGNED_IN,
};
use uuid::Uuid;

use crate::{Caller, Tx, args, scope, statements};

statements! {
    /// The session of token hash $1 with the person's mandates; one row a mandate, one with NULLs
    /// if none. On PostgreSQL it also narrows the transaction to the rows of scope $2.
    READ_PRINCIPAL: fork_cross_desa("sessions and mandates are reference tables; the scope of row-level security rides along") = {
        sqlite: "
        SELECT session_id, person_id, ended_us, expires_us, suspended, stepped_up_us,
               mandate_id, role, area, valid_from, valid_to
          FROM pub_principal
         WHERE token_hash = $1",
        postgres: "
        SELECT session_id, person_id, ended_us, expires_us, suspended, stepped_up_us,
               mandate_id, role, area, valid_from, valid_to,
               set_config('lumbung.scope', $2, TRUE) AS scope
          FROM pub_principal
         WHERE token_hash = $1"
    };
}

#[derive(sqlx_macros::FromRow)]
struct PrincipalRow {
    session_id: Uuid,
    person_id: Uuid,
    ended_us: Option<i64>,
    expires_us: i64,
    suspended: bool,
    stepped_up_us: Option<i64>,
    mandate_id: Option<Uuid>,
    role: Option<String>,
    area: Option<String>,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
}

/// Loads the caller as of now; a session that ended, expired or belongs to a
/// suspended account is no caller. Rows outside the place are hidden from here on.
pub(crate) async fn load(
    tx: &mut Tx<'_>,
    caller: &Caller,
    place: &Place,
) -> Result<Principal, Error> {
    let values = args![caller.token_hash.as_slice(), scope::of(place)];
    let rows: Vec<PrincipalRow> = tx.all(&READ_PRINCIPAL, values).await?;
    let now_us = tx.now_us();
    let first = rows
        .first()
        .filter(|row| row.ended_us.is_none() && row.expires_us > now_us && !row.suspended)
        .ok_or_else(|| Error::from(NOT_SIGNED_IN.refuse()))?;
    Ok(Principal {
        person: PersonId::new(first.person_id),
        session: SessionId::new(first.session_id),
        stepped_up_us: first.stepped_up_us,
        mandates: rows.iter().filter_map(mandate).collect(),
    })
}

fn mandate(row: &PrincipalRow) -> Option<Mandate> {
    Some(Mandate {
        id: MandateId::new(row.mandate_id?),
        role: Role::from_code(row.role.as_deref()?)?,
        area: Place::parse(row.area.as_deref()?).ok()?,
        from: day(row.valid_from?)?,
        to: match row.valid_to {
            Some(number) => Some(day(number)?),
            None => None,
        },
    })
}

fn day(number: i64) -> Option<Day> {
    Day::from_number(i32::try_from(number).ok()?)
}
