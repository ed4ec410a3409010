//! The statements of corrections.

use uuid::Uuid;

store::statements! {
    /// A document by its number.
    FIND_DOCUMENT = "
        SELECT document_id, entry_id, day, amount_sen, description
          FROM realisation_document
         WHERE desa_id = $1 AND tahun = $2 AND number = $3";
    /// The last number of a series.
    READ_LAST_NUMBER = "
        SELECT last FROM realisation_series WHERE desa_id = $1 AND tahun = $2 AND series = $3";
    /// The entries of an opening balance with what each brings to cash and bank.
    FIND_OPENING = "
        SELECT e.entry_id, e.day,
               (SELECT CAST(COALESCE(SUM(p.amount_sen), 0) AS BIGINT) FROM pub_ledger_posting p
                 WHERE p.desa_id = e.desa_id AND p.entry_id = e.entry_id
                   AND p.account IN ('1.1.1.01', '1.1.1.02')) AS money_sen
          FROM pub_ledger_entry e
         WHERE e.desa_id = $1 AND e.tahun = $2 AND e.reference = $3
           AND e.kind IN ('opening', 'silpa')
         ORDER BY e.seq";
    /// The correction of a number that waits or is booked.
    FIND_LIVE = "
        SELECT state, number, replacement_number FROM realisation_correction
         WHERE desa_id = $1 AND tahun = $2 AND reference = $3 AND state <> 'rejected'";
    /// Proposes a correction; no row when one of the same number waits or is booked.
    PUT_CORRECTION = "
        INSERT INTO realisation_correction (desa_id, correction_id, tahun, reference, kind,
            amount_sen, description, note, day, replacement, document, state, proposed_by,
            proposed_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed', $12, $13)
        ON CONFLICT (desa_id, tahun, reference) WHERE state <> 'rejected' DO NOTHING";
    /// A correction that waits.
    LOCK_CORRECTION: locks = "
        SELECT reference, day, replacement, proposed_by
          FROM realisation_correction
         WHERE desa_id = $1 AND correction_id = $2 AND tahun = $3 AND state = 'proposed'";
    /// Books a proposed correction, or turns it down.
    CLOSE_CORRECTION = "
        UPDATE realisation_correction
           SET state = $3, closed_by = $4, closed_us = $5, number = $6, booked_day = $7,
               replacement_number = $8
         WHERE desa_id = $1 AND correction_id = $2 AND state = 'proposed'";
    /// Marks a document as undone by correction $3; its NTPN is free again.
    UNDO_DOCUMENT = "
        UPDATE realisation_document
           SET undone_by = $3, undone_ntpn = ntpn, ntpn = NULL
         WHERE desa_id = $1 AND document_id = $2 AND undone_by IS NULL";
    /// A correction for readers.
    READ_CORRECTION = "
        SELECT c.correction_id, c.reference, c.description, c.amount_sen, c.state, c.note, c.day,
               c.booked_day, c.replacement, c.proposed_us, c.closed_us, c.number,
               c.replacement_number, c.document, a.full_name AS proposed_name,
               b.full_name AS closed_name
          FROM realisation_correction c
          LEFT JOIN pub_person a ON a.person_id = c.proposed_by
          LEFT JOIN pub_person b ON b.person_id = c.closed_by
         WHERE c.desa_id = $1 AND c.correction_id = $2";
    /// Corrections of a year in state $3, or all, below id $4, the newest first.
    LIST_CORRECTIONS = "
        SELECT c.correction_id, c.reference, c.description, c.amount_sen, c.state, c.note, c.day,
               c.booked_day, c.replacement, c.proposed_us, c.closed_us, c.number,
               c.replacement_number, c.document, a.full_name AS proposed_name,
               b.full_name AS closed_name
          FROM realisation_correction c
          LEFT JOIN pub_person a ON a.person_id = c.proposed_by
          LEFT JOIN pub_person b ON b.person_id = c.closed_by
         WHERE c.desa_id = $1 AND c.tahun = $2 AND ($3 = '' OR c.state = $3)
           AND c.correction_id < $4
         ORDER BY c.correction_id DESC
         LIMIT $5";
}

/// The correction of a number that waits or is booked.
#[derive(store::FromRow)]
pub struct LiveRow {
    pub state: String,
    pub number: Option<String>,
    pub replacement_number: Option<String>,
}

/// A document by its number.
#[derive(store::FromRow)]
pub struct DocumentRow {
    pub document_id: Uuid,
    pub entry_id: Uuid,
    pub day: i64,
    pub amount_sen: i64,
    pub description: String,
}

/// An entry of an opening balance.
#[derive(store::FromRow)]
pub struct OpenedRow {
    pub entry_id: Uuid,
    pub day: i64,
    pub money_sen: i64,
}

/// A correction that waits.
#[derive(store::FromRow)]
pub struct WaitingRow {
    pub reference: String,
    pub day: Option<i64>,
    pub replacement: Option<Vec<u8>>,
    pub proposed_by: Uuid,
}

/// A correction for readers.
#[derive(store::FromRow)]
pub struct CorrectionRow {
    pub correction_id: Uuid,
    pub reference: String,
    pub description: String,
    pub amount_sen: i64,
    pub state: String,
    pub note: String,
    pub day: Option<i64>,
    pub booked_day: Option<i64>,
    pub replacement: Option<Vec<u8>>,
    pub proposed_us: i64,
    pub closed_us: Option<i64>,
    pub number: Option<String>,
    pub replacement_number: Option<String>,
    pub document: String,
    pub proposed_name: Option<String>,
    pub closed_name: Option<String>,
}
