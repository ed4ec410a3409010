//! The statements of the yearly plan.

use uuid::Uuid;

store::statements! {
    /// A new row.
    INSERT_ROW = "
        INSERT INTO planning_rkpdes_row (desa_id, row_id, tahun, kegiatan, location, volume_e4, unit,
            target, cost_sen, sumber_dana, pattern, pka_person_id, revision, changed_us, shape,
            accuracy_mm, work_class, intervention)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $15, $16, $17)";
    /// A row's content, replaced.
    UPDATE_ROW = "
        UPDATE planning_rkpdes_row
           SET kegiatan = $4, location = $5, volume_e4 = $6, unit = $7, target = $8, cost_sen = $9,
               sumber_dana = $10, pattern = $11, pka_person_id = $12, changed_us = $13,
               shape = $14, accuracy_mm = $15, work_class = $16, intervention = $17,
               revision = revision + 1
         WHERE desa_id = $1 AND row_id = $2 AND tahun = $3";
    /// A row out of the working plan.
    DELETE_ROW = "
        DELETE FROM planning_rkpdes_row WHERE desa_id = $1 AND row_id = $2 AND tahun = $3";
    /// One row.
    READ_ROW = "
        SELECT row_id, kegiatan, location, volume_e4, unit, target, cost_sen, sumber_dana, pattern,
               pka_person_id, revision, shape, accuracy_mm, work_class, intervention
          FROM planning_rkpdes_row
         WHERE desa_id = $1 AND row_id = $2 AND tahun = $3";
    /// A page of the working plan after (kegiatan, id).
    LIST_ROWS = "
        SELECT row_id, kegiatan, location, volume_e4, unit, target, cost_sen, sumber_dana, pattern,
               pka_person_id, revision, shape, accuracy_mm, work_class, intervention
          FROM planning_rkpdes_row
         WHERE desa_id = $1 AND tahun = $2 AND (kegiatan > $3 OR (kegiatan = $3 AND row_id > $4))
         ORDER BY kegiatan, row_id
         LIMIT $5";
    /// Name and usual class of a kegiatan.
    READ_KEGIATAN: cross_desa("charts are reference tables") = "
        SELECT name, work_class FROM pub_kegiatan WHERE code = $1";
    /// Name of a village.
    READ_DESA = "SELECT name FROM pub_desa WHERE desa_id = $1";
    /// How many rows the working plan has.
    COUNT_ROWS = "
        SELECT CAST(COUNT(*) AS BIGINT) FROM planning_rkpdes_row WHERE desa_id = $1 AND tahun = $2";
    /// A new edition.
    INSERT_EDITION = "
        INSERT INTO planning_rkpdes_edition (desa_id, tahun, edition, number, day, enacted_by, enacted_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The working rows, frozen into an edition.
    COPY_ROWS = "
        INSERT INTO planning_rkpdes_edition_row (desa_id, tahun, edition, row_id, kegiatan, location,
            volume_e4, unit, target, cost_sen, sumber_dana, pattern, pka_person_id)
        SELECT desa_id, tahun, $3, row_id, kegiatan, location, volume_e4, unit, target, cost_sen,
               sumber_dana, pattern, pka_person_id
          FROM planning_rkpdes_row
         WHERE desa_id = $1 AND tahun = $2";
    /// The document of an edition.
    READ_EDITION = "
        SELECT number, day FROM planning_rkpdes_edition
         WHERE desa_id = $1 AND tahun = $2 AND edition = $3";
    /// The kegiatan of an edition with their PKA.
    READ_IN_FORCE = "
        SELECT DISTINCT kegiatan, pka_person_id
          FROM planning_rkpdes_edition_row
         WHERE desa_id = $1 AND tahun = $2 AND edition = $3";
}

/// A row of the plan.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct PlanRow {
    pub row_id: Uuid,
    pub kegiatan: String,
    pub location: String,
    pub volume_e4: i64,
    pub unit: String,
    pub target: String,
    pub cost_sen: i64,
    pub sumber_dana: String,
    pub pattern: String,
    pub pka_person_id: Option<Uuid>,
    pub revision: i64,
    pub shape: Option<Vec<u8>>,
    pub accuracy_mm: Option<i64>,
    pub work_class: String,
    pub intervention: String,
}
