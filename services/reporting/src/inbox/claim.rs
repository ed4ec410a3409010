//! Works of other owners that a decision stopped: their owners must be told.

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

/// Gathers them for PMD, which entered them or speaks for those who did.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    for area in reader.areas(Role::Pmd) {
        let rows: Vec<StoppedRow> = tx.all(&LIST_STOPPED, args![area]).await?;
        items.extend(rows.into_iter().map(stopped));
    }
    Ok(())
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
