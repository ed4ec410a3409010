//! The statements of budget lines.

use domain::Error;
use store::{Tx, args};
use uuid::Uuid;

use crate::name::YearName;

store::statements! {
    /// The id of a key of a year: the one it has, or the one given.
    KEY = "
        INSERT INTO planning_line_key (desa_id, tahun, kegiatan, rekening, sumber_dana, line_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (desa_id, tahun, kegiatan, rekening, sumber_dana)
            DO UPDATE SET line_id = planning_line_key.line_id
        RETURNING line_id";
    /// A new line.
    INSERT_LINE = "
        INSERT INTO planning_line (desa_id, apbdes_id, line_id, tahun, kegiatan, rekening, sumber_dana,
            uraian, volume_e4, unit, unit_price_sen, amount_sen, output, perdes_reference, from_bengkok)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// A line's content, replaced.
    UPDATE_LINE = "
        UPDATE planning_line
           SET uraian = $4, volume_e4 = $5, unit = $6, unit_price_sen = $7, amount_sen = $8,
               output = $9, perdes_reference = $10, from_bengkok = $11
         WHERE desa_id = $1 AND apbdes_id = $2 AND line_id = $3";
    /// A line out of a draft.
    DELETE_LINE = "
        DELETE FROM planning_line WHERE desa_id = $1 AND apbdes_id = $2 AND line_id = $3";
    /// The lines of one version copied into another.
    COPY_LINES = "
        INSERT INTO planning_line (desa_id, apbdes_id, line_id, tahun, kegiatan, rekening, sumber_dana,
            uraian, volume_e4, unit, unit_price_sen, amount_sen, output, perdes_reference, from_bengkok)
        SELECT desa_id, $3, line_id, tahun, kegiatan, rekening, sumber_dana, uraian, volume_e4, unit,
               unit_price_sen, amount_sen, output, perdes_reference, from_bengkok
          FROM planning_line
         WHERE desa_id = $1 AND apbdes_id = $2";
    /// Every line of a version.
    READ_LINES = "
        SELECT line_id, kegiatan, rekening, sumber_dana, uraian, volume_e4, unit, unit_price_sen,
               amount_sen, output, perdes_reference, from_bengkok
          FROM planning_line
         WHERE desa_id = $1 AND apbdes_id = $2
         ORDER BY line_id";
    /// A page of lines after an id; kegiatan '' is every line.
    LIST_LINES = "
        SELECT line_id, kegiatan, rekening, sumber_dana, uraian, volume_e4, unit, unit_price_sen,
               amount_sen, output, perdes_reference, from_bengkok
          FROM planning_line
         WHERE desa_id = $1 AND apbdes_id = $2 AND ($3 = '' OR kegiatan = $3) AND line_id > $4
         ORDER BY line_id
         LIMIT $5";
    /// Sums of a version.
    TOTALS = "
        SELECT CAST(COALESCE(SUM(CASE WHEN substr(rekening, 1, 1) = '4' THEN amount_sen END), 0) AS BIGINT) AS pendapatan,
               CAST(COALESCE(SUM(CASE WHEN substr(rekening, 1, 1) = '5' THEN amount_sen END), 0) AS BIGINT) AS belanja,
               CAST(COALESCE(SUM(CASE WHEN substr(rekening, 1, 3) = '6.1' THEN amount_sen END), 0) AS BIGINT) AS penerimaan,
               CAST(COALESCE(SUM(CASE WHEN substr(rekening, 1, 3) = '6.2' THEN amount_sen END), 0) AS BIGINT) AS pengeluaran
          FROM planning_line
         WHERE desa_id = $1 AND apbdes_id = $2";
}

/// A line of a version.
#[derive(Debug, Clone, PartialEq, Eq, store::FromRow)]
pub(crate) struct LineRow {
    pub line_id: Uuid,
    pub kegiatan: Option<String>,
    pub rekening: String,
    pub sumber_dana: String,
    pub uraian: String,
    pub volume_e4: Option<i64>,
    pub unit: String,
    pub unit_price_sen: Option<i64>,
    pub amount_sen: i64,
    pub output: String,
    pub perdes_reference: String,
    pub from_bengkok: bool,
}

/// Sums of a version in sen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, store::FromRow)]
pub(crate) struct Totals {
    /// Akun 4.
    pub pendapatan: i64,
    /// Akun 5.
    pub belanja: i64,
    /// Kelompok 6.1.
    pub penerimaan: i64,
    /// Kelompok 6.2.
    pub pengeluaran: i64,
}

impl Totals {
    /// Sums lines; saturates, since one amount is at most 10^15 and a version has few lines.
    pub fn of(lines: &[LineRow]) -> Self {
        let sum = |group: &str| {
            let of_group = lines.iter().filter(|line| line.rekening.starts_with(group));
            of_group.fold(0_i64, |sum, line| sum.saturating_add(line.amount_sen))
        };
        Self {
            pendapatan: sum("4."),
            belanja: sum("5."),
            penerimaan: sum("6.1."),
            pengeluaran: sum("6.2."),
        }
    }

    /// Revenue less spending.
    pub fn surplus(self) -> i64 {
        self.pendapatan.saturating_sub(self.belanja)
    }

    /// Net financing.
    pub fn netto(self) -> i64 {
        self.penerimaan.saturating_sub(self.pengeluaran)
    }

    /// SiLPA of the year.
    pub fn silpa(self) -> i64 {
        self.surplus().saturating_add(self.netto())
    }
}

/// Writes a new line.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    year: &YearName,
    apbdes: Uuid,
    row: &LineRow,
) -> Result<(), Error> {
    let values = args![
        &year.desa,
        apbdes,
        row.line_id,
        year.tahun,
        row.kegiatan.as_deref(),
        &row.rekening,
        &row.sumber_dana,
        &row.uraian,
        row.volume_e4,
        &row.unit,
        row.unit_price_sen,
        row.amount_sen,
        &row.output,
        &row.perdes_reference,
        row.from_bengkok
    ];
    tx.exec(&INSERT_LINE, values).await.map(|_| ())
}

/// Replaces the content of a line.
pub(crate) async fn update(
    tx: &mut Tx<'_>,
    year: &YearName,
    apbdes: Uuid,
    row: &LineRow,
) -> Result<(), Error> {
    let values = args![
        &year.desa,
        apbdes,
        row.line_id,
        &row.uraian,
        row.volume_e4,
        &row.unit,
        row.unit_price_sen,
        row.amount_sen,
        &row.output,
        &row.perdes_reference,
        row.from_bengkok
    ];
    tx.exec(&UPDATE_LINE, values).await.map(|_| ())
}
