//! Statements about the accounting of an advance (SPJ).

use store::statements;
use uuid::Uuid;

statements! {
    /// The lines of an advance.
    READ_ADVANCE_LINES = "
        SELECT l.n, l.line_id, l.amount_sen, l.project_id, b.rekening
          FROM realisation_spp_line l
          JOIN pub_ledger_line b ON b.desa_id = l.desa_id AND b.line_id = l.line_id
         WHERE l.desa_id = $1 AND l.spp_id = $2
         ORDER BY l.n";
    /// Hands in the accounting of an advance, again as long as it is not accepted.
    PUT_SPJ = "
        INSERT INTO realisation_spj (desa_id, spp_id, tahun, number, day, spent_sen, rest_sen, note,
            submitted_by, submitted_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (desa_id, spp_id) DO UPDATE
           SET day = excluded.day, spent_sen = excluded.spent_sen, rest_sen = excluded.rest_sen,
               note = excluded.note, submitted_by = excluded.submitted_by,
               submitted_us = excluded.submitted_us
         WHERE realisation_spj.accepted_by IS NULL";
    /// What was spent of one line of an advance.
    PUT_SPJ_LINE = "
        INSERT INTO realisation_spj_line (desa_id, spp_id, n, amount_sen) VALUES ($1, $2, $3, $4)
        ON CONFLICT (desa_id, spp_id, n) DO UPDATE SET amount_sen = excluded.amount_sen";
    /// The accounting of an advance.
    READ_SPJ = "
        SELECT j.number, j.day, j.spent_sen, j.rest_sen, j.submitted_by, j.accepted_by,
               p.full_name AS submitted_name
          FROM realisation_spj j
          LEFT JOIN pub_person p ON p.person_id = j.submitted_by
         WHERE j.desa_id = $1 AND j.spp_id = $2";
    /// Whether person $1 is PKA of desa $3 on day $2.
    READ_PKA: cross_desa("mandates are a reference table") = "
        SELECT m.role FROM pub_mandate m
         WHERE m.person_id = $1 AND m.role = 'PKA' AND m.ended_us IS NULL
           AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
           AND (m.area = '' OR m.area = $3 OR $3 LIKE m.area || '.%')
         LIMIT 1";
    /// The lines of an advance with what was spent of them.
    READ_SPJ_LINES = "
        SELECT l.line_id, l.amount_sen, j.amount_sen AS spent_sen, b.rekening, b.sumber_dana
          FROM realisation_spp_line l
          JOIN realisation_spj_line j ON j.desa_id = l.desa_id AND j.spp_id = l.spp_id AND j.n = l.n
          JOIN pub_ledger_line b ON b.desa_id = l.desa_id AND b.line_id = l.line_id
         WHERE l.desa_id = $1 AND l.spp_id = $2
         ORDER BY l.line_id, l.n";
    /// Accepts the accounting of an advance.
    ACCEPT_SPJ = "
        UPDATE realisation_spj SET accepted_by = $3, accepted_us = $4
         WHERE desa_id = $1 AND spp_id = $2 AND accepted_by IS NULL";
}

/// The accounting of an advance.
#[derive(store::FromRow)]
pub struct SpjRow {
    pub number: String,
    pub day: i64,
    pub spent_sen: i64,
    pub rest_sen: i64,
    pub submitted_by: Uuid,
    pub accepted_by: Option<Uuid>,
    pub submitted_name: Option<String>,
}

/// A line of an advance with what was spent of it.
#[derive(store::FromRow)]
pub struct SpjLineRow {
    pub line_id: Uuid,
    pub amount_sen: i64,
    pub spent_sen: i64,
    pub rekening: String,
    pub sumber_dana: String,
}
