//! The statements of payment requests.

use uuid::Uuid;

store::statements! {
    /// Takes the next number of a series.
    NEXT_NUMBER = "
        INSERT INTO realisation_series (desa_id, tahun, series, last) VALUES ($1, $2, $3, 1)
        ON CONFLICT (desa_id, tahun, series) DO UPDATE SET last = realisation_series.last + 1
        RETURNING last";
    /// The activity of a budget line and the PKA of its approved DPA.
    READ_ACTIVITY = "
        SELECT b.kegiatan, d.pka_person_id
          FROM pub_ledger_line b
          LEFT JOIN pub_dpa d ON d.desa_id = b.desa_id AND d.tahun = b.tahun
                             AND d.kegiatan = b.kegiatan AND d.state = 'approved'
         WHERE b.desa_id = $1 AND b.line_id = $2 AND b.tahun = $3";
    /// Makes the row on which requests of an activity take turns.
    MAKE_TURN = "
        INSERT INTO realisation_activity (desa_id, tahun, kegiatan) VALUES ($1, $2, $3)
        ON CONFLICT (desa_id, tahun, kegiatan) DO NOTHING";
    /// Waits for the turn of a request's activity.
    TAKE_TURN: locks = "
        SELECT kegiatan FROM realisation_activity
         WHERE desa_id = $1 AND tahun = $2
           AND kegiatan = (SELECT s.kegiatan FROM realisation_spp s
                            WHERE s.desa_id = $1 AND s.spp_id = $3)";
    /// A new draft.
    PUT_SPP = "
        INSERT INTO realisation_spp (desa_id, spp_id, tahun, number, kind, state, state_since_us,
            day, month, kegiatan, description, amount_sen, payee_name, payee_address, payee_bank,
            payee_account, invoice_number, received_day, progress_note, responsible, legal_basis,
            reason, pka_person_id, created_by, created_us, revision)
        VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18, $19, $20, '', $21, $22, $6, 1)";
    /// New contents of a draft of revision $3.
    CHANGE_SPP = "
        UPDATE realisation_spp
           SET day = $4, month = $5, kegiatan = $6, description = $7, amount_sen = $8,
               payee_name = $9, payee_address = $10, payee_bank = $11, payee_account = $12,
               invoice_number = $13, received_day = $14, progress_note = $15, responsible = $16,
               legal_basis = $17, pka_person_id = $18, revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = 'draft'";
    /// Takes the lines out of a draft.
    DROP_LINES = "DELETE FROM realisation_spp_line WHERE desa_id = $1 AND spp_id = $2";
    /// One line of a draft.
    PUT_LINE = "
        INSERT INTO realisation_spp_line (desa_id, spp_id, n, line_id, amount_sen, project_id)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// A request with what its rules need to know of the activity, the year and the dated law.
    /// What was drawn by the others is the activity's row of each month less its own share.
    READ_HEAD = "
        SELECT s.number, s.kind, s.state, s.day, s.kegiatan, s.description, s.amount_sen,
               s.payee_name, s.payee_address, s.payee_bank, s.payee_account, s.received_day,
               s.progress_note, s.responsible, s.legal_basis, s.pka_person_id, s.submitted_by,
               s.verified_by, s.approved_by, s.approved_us, s.paid_by, s.revision, s.created_by,
               h.closed_month,
               NOT EXISTS (SELECT 1 FROM pub_apbdes a WHERE a.desa_id = s.desa_id
                              AND a.tahun = s.tahun AND a.state = 'enacted') AS is_annulled,
               d.pka_person_id AS dpa_pka,
               (SELECT CAST(COALESCE(SUM(m.amount_sen), 0) AS BIGINT) FROM pub_dpa_month m
                 WHERE m.desa_id = s.desa_id AND m.dpa_id = d.dpa_id AND m.month <= s.month)
                   AS planned_sen,
               (SELECT CAST(COALESCE(SUM(w.drawn_sen), 0) AS BIGINT) FROM realisation_drawn w
                 WHERE w.desa_id = s.desa_id AND w.tahun = s.tahun AND w.kegiatan = s.kegiatan
                   AND w.month <= s.month)
               - CASE WHEN s.kegiatan IS NULL
                        OR s.state IN ('draft', 'rejected', 'cancelled', 'reversed') THEN 0
                      ELSE COALESCE((SELECT j.spent_sen FROM realisation_spj j
                                      WHERE j.desa_id = s.desa_id AND j.spp_id = s.spp_id
                                        AND j.accepted_by IS NOT NULL), s.amount_sen) END
                   AS drawn_sen,
               (SELECT y.value FROM pub_policy y
                 WHERE y.key = 'physical.rekening' AND y.valid_from <= s.day
                   AND (y.valid_to IS NULL OR y.valid_to >= s.day)
                   AND (y.area = '' OR y.area = s.desa_id OR s.desa_id LIKE y.area || '.%')
                 ORDER BY length(y.area) DESC, y.valid_from DESC LIMIT 1) AS law_physical,
               (SELECT y.value FROM pub_policy y
                 WHERE y.key = 'severity.INV-15' AND y.valid_from <= s.day
                   AND (y.valid_to IS NULL OR y.valid_to >= s.day)
                   AND (y.area = '' OR y.area = s.desa_id OR s.desa_id LIKE y.area || '.%')
                 ORDER BY length(y.area) DESC, y.valid_from DESC LIMIT 1) AS law_plan,
               (SELECT y.value FROM pub_policy y
                 WHERE y.key = 'severity.INV-22' AND y.valid_from <= s.day
                   AND (y.valid_to IS NULL OR y.valid_to >= s.day)
                   AND (y.area = '' OR y.area = s.desa_id OR s.desa_id LIKE y.area || '.%')
                 ORDER BY length(y.area) DESC, y.valid_from DESC LIMIT 1) AS law_advance
          FROM realisation_spp s
          LEFT JOIN pub_ledger_period h ON h.desa_id = s.desa_id AND h.tahun = s.tahun
          LEFT JOIN pub_dpa d ON d.desa_id = s.desa_id AND d.tahun = s.tahun
                             AND d.kegiatan = s.kegiatan AND d.state = 'approved'
         WHERE s.desa_id = $1 AND s.spp_id = $2 AND s.tahun = $3";
    /// The lines of a request with what their rules need; `accounts` are those of the activity,
    /// since one of physical work makes it physical. What is paid for a project counts no rest of
    /// an advance that is back.
    READ_LINES = "
        SELECT l.line_id, l.amount_sen, l.project_id, b.tahun, b.kind, b.kegiatan, b.rekening,
               b.sumber_dana, b.ceiling_sen - b.reserved_sen - b.posted_sen AS available_sen,
               EXISTS (SELECT 1 FROM pub_budget_line_day v
                        WHERE v.desa_id = l.desa_id AND v.line_id = l.line_id
                          AND v.from_day <= s.day AND (v.to_day IS NULL OR v.to_day > s.day))
                   AS in_force,
               EXISTS (SELECT 1 FROM pub_dpa_approved_line d
                        WHERE d.desa_id = l.desa_id AND d.tahun = s.tahun
                          AND d.kegiatan = b.kegiatan AND d.line_id = l.line_id) AS in_dpa,
               COALESCE(k.is_infrastructure, FALSE) AS infrastructure,
               CASE WHEN k.is_infrastructure THEN NULL
                    ELSE (SELECT string_agg(o.rekening, ';') FROM pub_ledger_line o
                           WHERE o.desa_id = l.desa_id AND o.tahun = b.tahun
                             AND o.kegiatan = b.kegiatan AND o.ceiling_sen > 0) END AS accounts,
               p.state AS project_state, p.kegiatan AS project_kegiatan, p.tahun AS project_tahun,
               p.amount_sen AS project_amount_sen, p.name AS project_title,
               EXISTS (SELECT 1 FROM pub_project_stage t WHERE t.desa_id = l.desa_id
                          AND t.project_id = l.project_id AND t.stage = 0) AS has_start,
               EXISTS (SELECT 1 FROM pub_project_stage t WHERE t.desa_id = l.desa_id
                          AND t.project_id = l.project_id AND t.stage > 0) AS has_progress,
               EXISTS (SELECT 1 FROM pub_project_stage t WHERE t.desa_id = l.desa_id
                          AND t.project_id = l.project_id AND t.stage = 100) AS has_end,
               (SELECT CAST(COALESCE(SUM(w.amount_sen), 0) AS BIGINT)
                  FROM pub_spp_drawn w
                 WHERE w.desa_id = l.desa_id AND w.project_id = l.project_id
                   AND w.state IN ('disbursed', 'accounted', 'settled'))
                   AS project_paid_sen
          FROM realisation_spp_line l
          JOIN realisation_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
          LEFT JOIN pub_ledger_line b ON b.desa_id = l.desa_id AND b.line_id = l.line_id
          LEFT JOIN pub_kegiatan k ON k.code = b.kegiatan
          LEFT JOIN pub_project p ON p.desa_id = l.desa_id AND p.project_id = l.project_id
         WHERE l.desa_id = $1 AND l.spp_id = $2
         ORDER BY l.n";
    /// The projects of a request.
    READ_PROJECTS = "
        SELECT DISTINCT project_id FROM realisation_spp_line
         WHERE desa_id = $1 AND spp_id = $2 AND project_id IS NOT NULL";
    /// What a request asks of each line, in the order of the locks.
    READ_ASKED = "
        SELECT line_id, amount_sen FROM realisation_spp_line
         WHERE desa_id = $1 AND spp_id = $2
         ORDER BY line_id, n";
    /// Advances of a PKA for an activity that are not settled: number and day.
    READ_ADVANCES = "
        SELECT s.number, y.day
          FROM realisation_spp s
          JOIN realisation_payment y ON y.desa_id = s.desa_id AND y.spp_id = s.spp_id
         WHERE s.desa_id = $1 AND s.tahun = $2 AND s.kegiatan = $3 AND s.pka_person_id = $4
           AND s.kind = 'panjar' AND s.state IN ('disbursed', 'accounted')
         ORDER BY y.day";
    /// How the plan has an activity carried out, row by row.
    READ_PATTERNS = "
        SELECT r.pattern FROM pub_rkpdes_row r
         WHERE r.desa_id = $1 AND r.tahun = $2 AND r.kegiatan = $3";
    /// Draft of revision $3 becomes submitted by $4.
    SUBMIT = "
        UPDATE realisation_spp
           SET state = 'submitted', state_since_us = $5, submitted_by = $4, submitted_us = $5,
               pka_person_id = $4, reason = '', revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = 'draft'";
    /// Submitted becomes verified.
    VERIFY = "
        UPDATE realisation_spp
           SET state = 'verified', state_since_us = $5, verified_by = $4, verified_us = $5,
               revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = 'submitted'";
    /// Verified becomes approved.
    APPROVE = "
        UPDATE realisation_spp
           SET state = 'approved', state_since_us = $5, approved_by = $4, approved_us = $5,
               revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = 'verified'";
    /// Approved becomes paid.
    PAY = "
        UPDATE realisation_spp
           SET state = 'disbursed', state_since_us = $5, paid_by = $4, paid_us = $5,
               revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = 'approved'";
    /// Back to a draft: every signature is gone.
    GIVE_BACK = "
        UPDATE realisation_spp
           SET state = 'draft', state_since_us = $5, reason = $4, submitted_by = NULL,
               submitted_us = NULL, verified_by = NULL, verified_us = NULL,
               revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state IN ('submitted', 'verified')";
    /// The end of a request without payment, state $6.
    END = "
        UPDATE realisation_spp
           SET state = $6, state_since_us = $5, reason = $4, revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3
           AND state IN ('draft', 'submitted', 'verified', 'approved')";
    /// A paid advance moves on from state $5 to $6.
    ADVANCE = "
        UPDATE realisation_spp
           SET state = $6, state_since_us = $4, revision = revision + 1
         WHERE desa_id = $1 AND spp_id = $2 AND revision = $3 AND state = $5";
    /// The payment.
    PUT_PAYMENT = "
        INSERT INTO realisation_payment (desa_id, payment_id, spp_id, term, tahun, number, day,
            store, gross_sen, tax_sen, net_sen, entry_id, submitted_by, verified_by, approved_by,
            paid_by, at_us)
        VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    /// Tax withheld.
    PUT_WITHHELD = "
        INSERT INTO realisation_withheld (desa_id, spp_id, n, account, amount_sen)
        VALUES ($1, $2, $3, $4, $5)";
    /// The payment of a request.
    READ_PAYMENT = "
        SELECT number, day, store, gross_sen, tax_sen, net_sen
          FROM realisation_payment
         WHERE desa_id = $1 AND spp_id = $2 AND term = 1";
    /// A request for readers, with the names of its persons.
    READ_SPP = "
        SELECT s.spp_id, s.tahun, s.number, s.kind, s.state, s.state_since_us, s.day, s.kegiatan,
               s.description, s.amount_sen, s.payee_name, s.payee_address, s.payee_bank,
               s.payee_account, s.invoice_number, s.received_day, s.progress_note, s.responsible,
               s.legal_basis, s.reason, s.submitted_us, s.verified_us, s.approved_us, s.paid_us,
               s.revision, k.full_name AS pka_name, a.full_name AS submitted_name,
               b.full_name AS verified_name, c.full_name AS approved_name,
               d.full_name AS paid_name
          FROM realisation_spp s
          LEFT JOIN pub_person k ON k.person_id = s.pka_person_id
          LEFT JOIN pub_person a ON a.person_id = s.submitted_by
          LEFT JOIN pub_person b ON b.person_id = s.verified_by
          LEFT JOIN pub_person c ON c.person_id = s.approved_by
          LEFT JOIN pub_person d ON d.person_id = s.paid_by
         WHERE s.desa_id = $1 AND s.spp_id = $2 AND s.tahun = $3";
    /// Requests of a year below number $4, the newest first.
    LIST_SPP = "
        SELECT s.spp_id, s.tahun, s.number, s.kind, s.state, s.state_since_us, s.day, s.kegiatan,
               s.description, s.amount_sen, s.payee_name, s.payee_address, s.payee_bank,
               s.payee_account, s.invoice_number, s.received_day, s.progress_note, s.responsible,
               s.legal_basis, s.reason, s.submitted_us, s.verified_us, s.approved_us, s.paid_us,
               s.revision, k.full_name AS pka_name, NULL AS submitted_name,
               NULL AS verified_name, NULL AS approved_name, NULL AS paid_name
          FROM realisation_spp s
          LEFT JOIN pub_person k ON k.person_id = s.pka_person_id
         WHERE s.desa_id = $1 AND s.tahun = $2 AND ($3 = '' OR s.state = $3)
           AND ($4 = '' OR s.number < $4)
         ORDER BY s.number DESC
         LIMIT $5";
}

/// The activity of a line.
#[derive(store::FromRow)]
pub struct ActivityRow {
    pub kegiatan: Option<String>,
    pub pka_person_id: Option<Uuid>,
}

/// A request with what its rules need.
#[derive(store::FromRow)]
pub struct HeadRow {
    pub number: String,
    pub kind: String,
    pub state: String,
    pub day: i64,
    pub kegiatan: Option<String>,
    pub description: String,
    pub amount_sen: i64,
    pub payee_name: String,
    pub payee_address: String,
    pub payee_bank: String,
    pub payee_account: String,
    pub received_day: Option<i64>,
    pub progress_note: String,
    pub responsible: bool,
    pub legal_basis: String,
    pub pka_person_id: Uuid,
    pub submitted_by: Option<Uuid>,
    pub verified_by: Option<Uuid>,
    pub approved_by: Option<Uuid>,
    pub approved_us: Option<i64>,
    pub paid_by: Option<Uuid>,
    pub revision: i64,
    pub created_by: Uuid,
    pub closed_month: Option<i64>,
    pub is_annulled: bool,
    pub dpa_pka: Option<Uuid>,
    pub planned_sen: i64,
    pub drawn_sen: i64,
    pub law_physical: Option<String>,
    pub law_plan: Option<String>,
    pub law_advance: Option<String>,
}

/// A line with what its rules need.
#[derive(store::FromRow)]
pub struct LineRow {
    pub line_id: Uuid,
    pub amount_sen: i64,
    pub project_id: Option<Uuid>,
    pub tahun: Option<i64>,
    pub kind: Option<String>,
    pub kegiatan: Option<String>,
    pub rekening: Option<String>,
    pub sumber_dana: Option<String>,
    pub available_sen: Option<i64>,
    pub in_force: bool,
    pub in_dpa: bool,
    pub infrastructure: bool,
    pub accounts: Option<String>,
    pub project_state: Option<String>,
    pub project_kegiatan: Option<String>,
    pub project_tahun: Option<i64>,
    pub project_amount_sen: Option<i64>,
    pub project_title: Option<String>,
    pub has_start: bool,
    pub has_progress: bool,
    pub has_end: bool,
    pub project_paid_sen: i64,
}

/// A payment.
#[derive(store::FromRow)]
pub struct PaymentRow {
    pub number: String,
    pub day: i64,
    pub store: String,
    pub gross_sen: i64,
    pub tax_sen: i64,
    pub net_sen: i64,
}

/// A request for readers.
#[derive(store::FromRow)]
pub struct SppRow {
    pub spp_id: Uuid,
    pub tahun: i64,
    pub number: String,
    pub kind: String,
    pub state: String,
    pub state_since_us: i64,
    pub day: i64,
    pub kegiatan: Option<String>,
    pub description: String,
    pub amount_sen: i64,
    pub payee_name: String,
    pub payee_address: String,
    pub payee_bank: String,
    pub payee_account: String,
    pub invoice_number: String,
    pub received_day: Option<i64>,
    pub progress_note: String,
    pub responsible: bool,
    pub legal_basis: String,
    pub reason: String,
    pub submitted_us: Option<i64>,
    pub verified_us: Option<i64>,
    pub approved_us: Option<i64>,
    pub paid_us: Option<i64>,
    pub revision: i64,
    pub pka_name: Option<String>,
    pub submitted_name: Option<String>,
    pub verified_name: Option<String>,
    pub approved_name: Option<String>,
    pub paid_name: Option<String>,
}
