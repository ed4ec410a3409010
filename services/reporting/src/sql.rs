//! The statements of the reports.

use uuid::Uuid;

store::statements! {
    /// The budget of version $2, summed by activity, account and source.
    READ_BUDGET = "
        SELECT kegiatan, rekening, sumber_dana, CAST(SUM(amount_sen) AS BIGINT) AS budget_sen,
               CAST(0 AS BIGINT) AS realised_sen
          FROM pub_apbdes_day_line
         WHERE desa_id = $1 AND apbdes_id = $2
         GROUP BY kegiatan, rekening, sumber_dana";
    /// What was realised up to day $3, summed by activity, account and source.
    READ_REALISED = "
        SELECT kegiatan, rekening, sumber_dana, CAST(0 AS BIGINT) AS budget_sen,
               CAST(SUM(amount_sen) AS BIGINT) AS realised_sen
          FROM pub_realised
         WHERE desa_id = $1 AND tahun = $2 AND day <= $3
         GROUP BY kegiatan, rekening, sumber_dana";
    /// How many entries a report counts.
    COUNT_ENTRIES = "
        SELECT COUNT(*) FROM pub_ledger_entry WHERE desa_id = $1 AND tahun = $2 AND day <= $3";
    /// Name of a desa and of its kecamatan.
    READ_DESA = "SELECT name, kecamatan_name FROM pub_desa WHERE desa_id = $1";
    /// The version of a year's budget in force on day $3: law by then, and amended by none that was.
    READ_VERSION = "
        SELECT v.apbdes_id, v.number
          FROM pub_apbdes_day v
         WHERE v.desa_id = $1 AND v.tahun = $2 AND v.from_day <= $3
           AND (v.annulled_day IS NULL OR v.annulled_day > $3)
           AND NOT EXISTS (SELECT 1 FROM pub_apbdes_day n
                            WHERE n.desa_id = v.desa_id AND n.base_id = v.apbdes_id
                              AND n.from_day <= $3
                              AND (n.annulled_day IS NULL OR n.annulled_day > $3))
         ORDER BY v.from_day DESC, v.apbdes_id DESC
         LIMIT 1";
    /// Names of activities.
    LIST_KEGIATAN: cross_desa("the chart is a reference table") = "
        SELECT code, name FROM pub_kegiatan";
    /// Names of accounts.
    LIST_REKENING: cross_desa("the chart is a reference table") = "
        SELECT code, name FROM pub_rekening";
    /// Names of sources of money, in the order they are printed.
    LIST_SUMBER_DANA: cross_desa("the chart is a reference table") = "
        SELECT code, name FROM pub_sumber_dana ORDER BY print_order, code";
}

/// Budget or realisation of one activity, account and source.
#[derive(Debug, Clone, store::FromRow)]
pub struct Figure {
    /// Code of the activity; none for revenue and financing.
    pub kegiatan: Option<String>,
    /// Code of the account.
    pub rekening: String,
    /// Code of the source, where it is known.
    pub sumber_dana: Option<String>,
    /// The budget.
    pub budget_sen: i64,
    /// What was realised.
    pub realised_sen: i64,
}

/// The version of the budget in force on the day of a report.
#[derive(store::FromRow)]
pub struct VersionRow {
    pub apbdes_id: Uuid,
    pub number: Option<String>,
}
