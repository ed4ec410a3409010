//! The statements of what steps back: payments reversed, months opened again.

use uuid::Uuid;

store::statements! {
    /// Proposes a reversal; no row when one waits or is booked.
    PUT_REVERSAL = "
        INSERT INTO realisation_reversal (desa_id, reversal_id, spp_id, tahun, note, state,
            proposed_by, proposed_us, document, document_day)
        VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9)
        ON CONFLICT (desa_id, spp_id) WHERE state <> 'rejected' DO NOTHING";
    /// The reversal of a request that waits or is booked, else the newest one turned down.
    READ_REVERSAL = "
        SELECT r.reversal_id, r.state, r.note, r.proposed_by, r.proposed_us, r.closed_us, r.number,
               r.day, r.document, r.document_day, a.full_name AS proposed_name,
               b.full_name AS closed_name
          FROM realisation_reversal r
          LEFT JOIN pub_person a ON a.person_id = r.proposed_by
          LEFT JOIN pub_person b ON b.person_id = r.closed_by
         WHERE r.desa_id = $1 AND r.spp_id = $2
         ORDER BY CASE r.state WHEN 'rejected' THEN 1 ELSE 0 END, r.proposed_us DESC,
                  r.reversal_id DESC
         LIMIT 1";
    /// Books a proposed reversal, or turns it down.
    CLOSE_REVERSAL = "
        UPDATE realisation_reversal
           SET state = $3, closed_by = $4, closed_us = $5, number = $6, day = $7, entry_id = $8
         WHERE desa_id = $1 AND reversal_id = $2 AND state = 'proposed'";
    /// Moves the revision of a request of revision $3, whatever its state.
    TOUCH = "
        UPDATE realisation_spp SET revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3";
    /// A paid request of revision $3 becomes reversed.
    REVERSE = "
        UPDATE realisation_spp
           SET state = 'reversed', state_since_us = $4, revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3
           AND state IN ('disbursed', 'accounted', 'settled')";
    /// Everything that was booked for a request: its payment by entry, its accounting by number.
    READ_BOOKED = "
        SELECT p.account, p.line_id, p.sumber_dana, CAST(SUM(p.amount_sen) AS BIGINT) AS amount_sen
          FROM pub_ledger_entry e
          JOIN pub_ledger_posting p ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
         WHERE e.desa_id = $1
           AND (EXISTS (SELECT 1 FROM realisation_payment y
                         WHERE y.desa_id = e.desa_id AND y.spp_id = $2 AND y.entry_id = e.entry_id)
                OR (e.kind IN ('panjar_spj', 'panjar_return')
                    AND EXISTS (SELECT 1 FROM realisation_spj j
                                 WHERE j.desa_id = e.desa_id AND j.spp_id = $2
                                   AND j.tahun = e.tahun AND j.number = e.reference)))
         GROUP BY p.account, p.line_id, p.sumber_dana
         ORDER BY p.account, p.line_id, p.sumber_dana";
    /// Proposes to open a month again; no row when a reopening of the year waits.
    PUT_REOPENING = "
        INSERT INTO realisation_reopening (desa_id, reopening_id, tahun, month, note, state,
            proposed_by, proposed_us)
        VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7)
        ON CONFLICT (desa_id, tahun) WHERE state IN ('proposed', 'confirmed') DO NOTHING";
    /// The reopening of a month that waits.
    LOCK_REOPENING: locks = "
        SELECT reopening_id, state, proposed_by, confirmed_by
          FROM realisation_reopening
         WHERE desa_id = $1 AND tahun = $2 AND month = $3 AND state IN ('proposed', 'confirmed')";
    /// The village confirms.
    CONFIRM_REOPENING = "
        UPDATE realisation_reopening
           SET state = 'confirmed', confirmed_by = $3, confirmed_us = $4
         WHERE desa_id = $1 AND reopening_id = $2 AND state = 'proposed'";
    /// The camat agrees; the closing that is undone is kept beside.
    AGREE_REOPENING = "
        UPDATE realisation_reopening
           SET state = 'agreed', agreed_by = $3, agreed_us = $4,
               closed_cash_sen = $5, closed_bank_sen = $6, closed_first_by = $7,
               closed_second_by = $8, closed_us = $9
         WHERE desa_id = $1 AND reopening_id = $2 AND state = 'confirmed'";
    /// Turns it down.
    REJECT_REOPENING = "
        UPDATE realisation_reopening
           SET state = 'rejected', rejected_by = $3, rejected_us = $4, note = note || $5
         WHERE desa_id = $1 AND reopening_id = $2 AND state IN ('proposed', 'confirmed')";
    /// The closing of a month.
    READ_CLOSING: locks = "
        SELECT cash_sen, bank_sen, proposed_by, confirmed_by, confirmed_us
          FROM realisation_month
         WHERE desa_id = $1 AND tahun = $2 AND month = $3 AND state = 'closed'";
    /// Takes away the closing of a month that was opened again, or a proposal to close it.
    DROP_MONTH = "
        DELETE FROM realisation_month WHERE desa_id = $1 AND tahun = $2 AND month = $3";
}

/// A reversal.
#[derive(store::FromRow)]
pub struct ReversalRow {
    pub reversal_id: Uuid,
    pub state: String,
    pub note: String,
    pub proposed_by: Uuid,
    pub proposed_us: i64,
    pub closed_us: Option<i64>,
    pub number: Option<String>,
    pub day: Option<i64>,
    pub document: String,
    pub document_day: Option<i64>,
    pub proposed_name: Option<String>,
    pub closed_name: Option<String>,
}

/// What was booked on an account and a line.
#[derive(store::FromRow)]
pub struct BookedRow {
    pub account: String,
    pub line_id: Option<Uuid>,
    pub sumber_dana: Option<String>,
    pub amount_sen: i64,
}

/// A reopening that waits.
#[derive(store::FromRow)]
pub struct ReopeningRow {
    pub reopening_id: Uuid,
    pub state: String,
    pub proposed_by: Uuid,
    pub confirmed_by: Option<Uuid>,
}

/// How a month was closed.
#[derive(store::FromRow)]
pub struct ClosingRow {
    pub cash_sen: i64,
    pub bank_sen: i64,
    pub proposed_by: Uuid,
    pub confirmed_by: Option<Uuid>,
    pub confirmed_us: Option<i64>,
}
