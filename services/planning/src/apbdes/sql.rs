//! The statements of versions and their steps.

use uuid::Uuid;

store::statements! {
    /// A new draft.
    INSERT = "
        INSERT INTO planning_apbdes (desa_id, apbdes_id, tahun, kind, state, state_since_us, base_id,
            reason, reference, revision, created_us)
        VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, 1, $5)";
    /// One version.
    READ = "
        SELECT apbdes_id, tahun, kind,
               CASE WHEN discarded_us IS NULL THEN state ELSE 'discarded' END AS state,
               state_since_us, base_id, reason, reference, sent_us,
               document_day, perdes_number, perkades_number, enacted_day, revision
          FROM planning_apbdes
         WHERE desa_id = $1 AND apbdes_id = $2 AND tahun = $3";
    /// One version, locked.
    LOCK: locks = "
        SELECT apbdes_id, tahun, kind,
               CASE WHEN discarded_us IS NULL THEN state ELSE 'discarded' END AS state,
               state_since_us, base_id, reason, reference, sent_us,
               document_day, perdes_number, perkades_number, enacted_day, revision
          FROM planning_apbdes
         WHERE desa_id = $1 AND apbdes_id = $2 AND tahun = $3";
    /// The versions of a year that are not discarded, oldest first.
    READ_YEAR = "
        SELECT apbdes_id, tahun, kind,
               CASE WHEN discarded_us IS NULL THEN state ELSE 'discarded' END AS state,
               state_since_us, base_id, reason, reference, sent_us,
               document_day, perdes_number, perkades_number, enacted_day, revision
          FROM planning_apbdes
         WHERE desa_id = $1 AND tahun = $2 AND discarded_us IS NULL
         ORDER BY created_us, apbdes_id";
    /// A page of versions before an id, newest first; year 0 is every year.
    LIST = "
        SELECT apbdes_id, tahun, kind,
               CASE WHEN discarded_us IS NULL THEN state ELSE 'discarded' END AS state,
               state_since_us, base_id, reason, reference, sent_us,
               document_day, perdes_number, perkades_number, enacted_day, revision
          FROM planning_apbdes
         WHERE desa_id = $1 AND ($2 = 0 OR tahun = $2) AND apbdes_id < $3
         ORDER BY apbdes_id DESC
         LIMIT $4";
    /// A version reached a state.
    MOVE = "
        UPDATE planning_apbdes
           SET state = $4, state_since_us = $5, revision = revision + 1,
               document_day = COALESCE($6, document_day), sent_us = COALESCE($7, sent_us)
         WHERE desa_id = $1 AND apbdes_id = $2 AND revision = $3";
    /// A version became law.
    ENACT = "
        UPDATE planning_apbdes
           SET state = 'enacted', state_since_us = $4, revision = revision + 1, perdes_number = $5,
               perkades_number = $6, enacted_day = $7
         WHERE desa_id = $1 AND apbdes_id = $2 AND revision = $3";
    /// A version is discarded: it keeps the state that it had.
    DISCARD = "
        UPDATE planning_apbdes
           SET discarded_us = $4, state_since_us = $4, revision = revision + 1
         WHERE desa_id = $1 AND apbdes_id = $2 AND revision = $3";
    /// A version's lines changed.
    TOUCH = "
        UPDATE planning_apbdes SET revision = revision + 1
         WHERE desa_id = $1 AND apbdes_id = $2 AND revision = $3";
    /// A step, kept for ever.
    INSERT_STEP = "
        INSERT INTO planning_apbdes_step (desa_id, apbdes_id, n, state, person_id, role, at_us,
            number, day, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The steps of a version, oldest first.
    READ_STEPS = "
        SELECT state, person_id, role, at_us, number, day, note
          FROM planning_apbdes_step
         WHERE desa_id = $1 AND apbdes_id = $2
         ORDER BY n";
    /// What the law of day $1 says of Dana Desa for place $2, the most local last.
    READ_DANA_DESA: cross_desa("the law is a reference table") = "
        SELECT key, value, basis
          FROM pub_policy
         WHERE (key LIKE '%dds.larangan%' OR key LIKE '%earmark.DDS.%')
           AND valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)
           AND (area = '' OR area = $2 OR $2 LIKE area || '.%')
         ORDER BY length(area), valid_from";
}

/// A row of the dated law.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct LawRow {
    pub key: String,
    pub value: String,
    pub basis: String,
}

/// A version.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct ApbdesRow {
    pub apbdes_id: Uuid,
    pub tahun: i64,
    pub kind: String,
    pub state: String,
    pub state_since_us: i64,
    pub base_id: Option<Uuid>,
    pub reason: Option<String>,
    pub reference: String,
    pub sent_us: Option<i64>,
    pub document_day: Option<i64>,
    pub perdes_number: Option<String>,
    pub perkades_number: Option<String>,
    pub enacted_day: Option<i64>,
    pub revision: i64,
}

/// A step of a version.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct StepRow {
    pub state: String,
    pub person_id: Option<Uuid>,
    pub role: String,
    pub at_us: i64,
    pub number: String,
    pub day: Option<i64>,
    pub note: String,
}
