//! The statements of execution documents.

use uuid::Uuid;

store::statements! {
    /// A new draft.
    INSERT = "
        INSERT INTO planning_dpa (desa_id, dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id,
            state, state_since_us, ceiling_sen, location, start_day, end_day, target, team,
            return_note, revision, created_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'drafted', $8, $9, $10, $11, $12, $13, $14, '', 1, $8)";
    /// A draft, rewritten.
    REDRAFT = "
        UPDATE planning_dpa
           SET apbdes_id = $4, state = 'drafted', state_since_us = $5, ceiling_sen = $6, location = $7,
               start_day = $8, end_day = $9, target = $10, team = $11, pka_person_id = $12,
               verified_by = NULL, revision = revision + 1
         WHERE desa_id = $1 AND dpa_id = $2 AND revision = $3";
    /// A document reached a state.
    MOVE = "
        UPDATE planning_dpa
           SET state = $4, state_since_us = $5, verified_by = $6, approved_by = $7, approved_day = $8,
               return_note = $9, pka_person_id = $10, revision = revision + 1
         WHERE desa_id = $1 AND dpa_id = $2 AND revision = $3";
    /// One document.
    READ = "
        SELECT dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
               ceiling_sen, location, start_day, end_day, target, team, verified_by, approved_by,
               approved_day, return_note, revision
          FROM planning_dpa
         WHERE desa_id = $1 AND dpa_id = $2 AND tahun = $3";
    /// One document, locked.
    LOCK: locks = "
        SELECT dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
               ceiling_sen, location, start_day, end_day, target, team, verified_by, approved_by,
               approved_day, return_note, revision
          FROM planning_dpa
         WHERE desa_id = $1 AND dpa_id = $2 AND tahun = $3";
    /// The documents of a kegiatan that are under way or in force.
    READ_LIVE = "
        SELECT dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
               ceiling_sen, location, start_day, end_day, target, team, verified_by, approved_by,
               approved_day, return_note, revision
          FROM planning_dpa
         WHERE desa_id = $1 AND tahun = $2 AND kegiatan = $3 AND state NOT IN ('amended', 'closed')
         ORDER BY dpa_id";
    /// The approved documents that detail version $3.
    READ_APPROVED_OF = "
        SELECT dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
               ceiling_sen, location, start_day, end_day, target, team, verified_by, approved_by,
               approved_day, return_note, revision
          FROM planning_dpa
         WHERE desa_id = $1 AND tahun = $2 AND apbdes_id = $3 AND state = 'approved'
         ORDER BY dpa_id";
    /// The document of a kegiatan that was replaced last, of a version that was not annulled.
    READ_REPLACED = "
        SELECT d.dpa_id, d.tahun, d.apbdes_id, d.kegiatan, d.amendment, d.pka_person_id, d.state,
               d.state_since_us, d.ceiling_sen, d.location, d.start_day, d.end_day, d.target, d.team,
               d.verified_by, d.approved_by, d.approved_day, d.return_note, d.revision
          FROM planning_dpa d
          JOIN planning_apbdes a ON a.desa_id = d.desa_id AND a.apbdes_id = d.apbdes_id
         WHERE d.desa_id = $1 AND d.tahun = $2 AND d.kegiatan = $3 AND d.state = 'amended'
           AND a.state <> 'annulled'
         ORDER BY d.state_since_us DESC, d.dpa_id DESC
         LIMIT 1";
    /// A page of documents before an id, newest first; year 0 and kegiatan '' are all.
    LIST = "
        SELECT dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
               ceiling_sen, location, start_day, end_day, target, team, verified_by, approved_by,
               approved_day, return_note, revision
          FROM planning_dpa
         WHERE desa_id = $1 AND ($2 = 0 OR tahun = $2) AND ($3 = '' OR kegiatan = $3) AND dpa_id < $4
         ORDER BY dpa_id DESC
         LIMIT $5";
    /// A row of the estimate.
    INSERT_RAB = "
        INSERT INTO planning_dpa_rab (desa_id, dpa_id, n, line_id, uraian, volume_e4, unit,
            unit_price_sen, amount_sen)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The estimate out of a draft.
    DELETE_RAB = "
        DELETE FROM planning_dpa_rab WHERE desa_id = $1 AND dpa_id = $2";
    /// The estimate.
    READ_RAB = "
        SELECT line_id, uraian, volume_e4, unit, unit_price_sen, amount_sen
          FROM planning_dpa_rab
         WHERE desa_id = $1 AND dpa_id = $2
         ORDER BY n";
    /// A month of the draw plan.
    INSERT_MONTH = "
        INSERT INTO planning_dpa_month (desa_id, dpa_id, month, amount_sen) VALUES ($1, $2, $3, $4)";
    /// The draw plan out of a draft.
    DELETE_MONTHS = "
        DELETE FROM planning_dpa_month WHERE desa_id = $1 AND dpa_id = $2";
    /// The draw plan, January first.
    READ_MONTHS = "
        SELECT amount_sen FROM planning_dpa_month
         WHERE desa_id = $1 AND dpa_id = $2
         ORDER BY month";
}

/// A document.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct DpaRow {
    pub dpa_id: Uuid,
    pub tahun: i64,
    pub apbdes_id: Uuid,
    pub kegiatan: String,
    pub amendment: bool,
    pub pka_person_id: Uuid,
    pub state: String,
    pub state_since_us: i64,
    pub ceiling_sen: i64,
    pub location: String,
    pub start_day: Option<i64>,
    pub end_day: Option<i64>,
    pub target: String,
    pub team: String,
    pub verified_by: Option<Uuid>,
    pub approved_by: Option<Uuid>,
    pub approved_day: Option<i64>,
    pub return_note: String,
    pub revision: i64,
}

/// A row of the estimate.
#[derive(Debug, Clone, PartialEq, Eq, store::FromRow)]
pub(crate) struct RabRow {
    pub line_id: Uuid,
    pub uraian: String,
    pub volume_e4: i64,
    pub unit: String,
    pub unit_price_sen: i64,
    pub amount_sen: i64,
}
