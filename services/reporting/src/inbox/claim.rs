//! Works of other owners that a decision stopped, whose owners must be told; and those of which a
//! first person said something that waits for a second.

use domain::{Error, Role};
use store::{Tx, args};
use uuid::Uuid;

use super::{Reader, Waiting, duty};

store::statements! {
    /// Claims of an area that must stop and still stand.
    LIST_STOPPED: cross_desa("PMD stands above the villages") = "
        SELECT c.desa_id, c.claim_id, c.name, c.desa_name, c.flag_id, c.since_us
          FROM pub_stopped_claim c
         WHERE c.desa_id = $1 OR c.desa_id LIKE $1 || '.%'
         ORDER BY c.since_us, c.claim_id
         LIMIT 1000";
    /// Claims that wait for a second person of area $1, whose first was not person $2.
    LIST_WORDS: cross_desa("the offices stand above the villages") = "
        SELECT w.place, w.desa_id, w.claim_id, w.owner_name, w.external_id, w.withdraws, w.told_us,
               COALESCE(d.name, '') AS desa_name
          FROM pub_claim_word w
          LEFT JOIN pub_desa d ON d.desa_id = w.desa_id
         WHERE (w.office = $1 OR w.office LIKE $1 || '.%')
           AND (w.desa_id = $1 OR w.desa_id LIKE $1 || '.%')
           AND (w.person_id IS NULL OR w.person_id <> $2)
         ORDER BY w.told_us, w.claim_id
         LIMIT 1000";
}

/// A claim that waits for its second person.
#[derive(store::FromRow)]
struct WordRow {
    place: String,
    desa_id: String,
    claim_id: Uuid,
    owner_name: String,
    external_id: String,
    withdraws: bool,
    told_us: i64,
    desa_name: String,
}

/// A claim that must stop.
#[derive(store::FromRow)]
struct StoppedRow {
    desa_id: String,
    claim_id: Uuid,
    name: String,
    desa_name: String,
    flag_id: Uuid,
    since_us: i64,
}

/// Gathers stopped ones for PMD, which entered them or speaks for those who did; those that wait for
/// whoever may say the same.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    for area in reader.areas(Role::Pmd) {
        let rows: Vec<StoppedRow> = tx.all(&LIST_STOPPED, args![area]).await?;
        items.extend(rows.into_iter().map(stopped));
    }
    for role in [Role::Cam, Role::Pmd] {
        for area in reader.areas(role) {
            let values = args![area, reader.person.uuid()];
            let rows: Vec<WordRow> = tx.all(&LIST_WORDS, values).await?;
            items.extend(rows.into_iter().map(|row| waits(role, row)));
        }
    }
    Ok(())
}

fn waits(role: Role, row: WordRow) -> Waiting {
    let duty = duty::of_word(role, row.withdraws);
    Waiting {
        name: format!("kabupaten/{}/claims/{}", row.place, row.claim_id),
        desa: row.desa_id,
        desa_name: row.desa_name,
        role: duty.role,
        title: format!("{} {}", row.owner_name, row.external_id),
        why: duty.why.to_owned(),
        method: duty.method,
        since_us: row.told_us,
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

fn stopped(row: StoppedRow) -> Waiting {
    let kabupaten: Vec<&str> = row.desa_id.split('.').take(2).collect();
    Waiting {
        name: format!("kabupaten/{}/claims/{}", kabupaten.join("."), row.claim_id),
        desa: row.desa_id.clone(),
        desa_name: row.desa_name,
        role: duty::STOPPED.role,
        title: row.name,
        why: format!("{} Putusannya: flags/{}.", duty::STOPPED.why, row.flag_id),
        method: duty::STOPPED.method,
        since_us: row.since_us,
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

#[cfg(test)]
#[path = "claim_tests.rs"]
mod tests;
