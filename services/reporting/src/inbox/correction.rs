//! Corrections of the books that wait for their second person, and those turned down, which the
//! kaur keuangan is told.

use domain::Error;
use store::{Tx, args};
use uuid::Uuid;

use super::{
    Reader, Waiting,
    duty::{self, Duty},
    review::OWN,
};

/// How long a correction that was turned down is told; one that nobody proposes again was none.
const TOLD_US: i64 = 14 * 86_400_000_000;

store::statements! {
    /// Corrections of a village that are proposed.
    LIST_CORRECTIONS = "
        SELECT c.desa_id, d.name AS desa_name, c.correction_id, c.tahun, c.reference,
               c.description, c.amount_sen, c.note, c.proposed_by, c.proposed_us AS since_us
          FROM pub_correction c
          LEFT JOIN pub_desa d ON d.desa_id = c.desa_id
         WHERE c.desa_id = $1 AND c.state = 'proposed'
         ORDER BY c.proposed_us, c.correction_id
         LIMIT 1000";
    /// Corrections of a village that another person than their author turned down since $2, and
    /// that were not proposed again.
    LIST_TURNED_DOWN = "
        SELECT c.desa_id, d.name AS desa_name, c.correction_id, c.tahun, c.reference,
               c.description, c.amount_sen, c.note, c.proposed_by, c.closed_us AS since_us
          FROM pub_correction c
          LEFT JOIN pub_desa d ON d.desa_id = c.desa_id
         WHERE c.desa_id = $1 AND c.state = 'rejected' AND c.closed_by <> c.proposed_by
           AND c.closed_us >= $2
           AND NOT EXISTS (SELECT 1 FROM pub_correction n
                            WHERE n.desa_id = c.desa_id AND n.tahun = c.tahun
                              AND n.reference = c.reference AND n.proposed_us > c.proposed_us)
         ORDER BY c.closed_us, c.correction_id
         LIMIT 1000";
}

#[derive(store::FromRow)]
struct CorrectionRow {
    desa_id: String,
    desa_name: Option<String>,
    correction_id: Uuid,
    tahun: i64,
    reference: String,
    description: String,
    amount_sen: i64,
    note: String,
    proposed_by: Uuid,
    since_us: i64,
}

/// Gathers what waits for the reader in villages.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    let me = reader.person.uuid();
    for (desa, roles) in reader.villages() {
        if roles.contains(&duty::CORRECT.role) {
            let rows: Vec<CorrectionRow> = tx.all(&LIST_CORRECTIONS, args![&desa]).await?;
            items.extend(rows.into_iter().map(|row| {
                let blocked = row.proposed_by == me;
                correction(row, duty::CORRECT, blocked)
            }));
        }
        if roles.contains(&duty::TURNED_DOWN.role) {
            let since_us = tx.now_us().saturating_sub(TOLD_US);
            let rows: Vec<CorrectionRow> =
                tx.all(&LIST_TURNED_DOWN, args![&desa, since_us]).await?;
            items.extend(rows.into_iter().map(|row| correction(row, duty::TURNED_DOWN, false)));
        }
    }
    Ok(())
}

fn correction(row: CorrectionRow, duty: Duty, blocked: bool) -> Waiting {
    let own = if blocked { OWN } else { "" };
    Waiting {
        name: format!("desa/{}/tahun/{}/corrections/{}", row.desa_id, row.tahun, row.correction_id),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty.role,
        title: format!("Koreksi {} - {}", row.reference, row.description),
        why: format!("{} Alasan: {}{own}", duty.why, row.note),
        method: duty.method,
        since_us: row.since_us,
        blocked,
        blocked_by: Vec::new(),
        amount_sen: Some(row.amount_sen),
        due: None,
    }
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
