//! The statements of the books.

use uuid::Uuid;

store::statements! {
    /// An account on which money may stand.
    READ_REKENING: cross_desa("the chart is a reference table") = "
        SELECT code FROM pub_rekening WHERE code = $1 AND level = 4";
    /// The name of an account.
    READ_REKENING_NAME: cross_desa("the chart is a reference table") = "
        SELECT name FROM pub_rekening WHERE code = $1";
    /// A source of money.
    READ_SUMBER_DANA: cross_desa("the chart is a reference table") = "
        SELECT code FROM pub_sumber_dana WHERE code = $1";
    /// Every source of money with the accounts of revenue it brings.
    READ_SOURCES: cross_desa("the chart is a reference table") = "
        SELECT code, revenue_rekening FROM pub_sumber_dana ORDER BY print_order, code";
    /// Every rate in force on day $2 for place $3 of the tax that is held on account $1, in basis
    /// points: `tax.PPH22.rekening` names the account, `tax.PPH22.rate` and
    /// `tax.PPH22.no_npwp.rate` are its rates.
    READ_TAX_RATES: cross_desa("the law is a reference table") = "
        SELECT r.value
          FROM pub_policy a
          JOIN pub_policy r ON r.key LIKE substr(a.key, 1, length(a.key) - 8) || '%rate'
         WHERE a.key LIKE 'tax.%.rekening' AND a.value = $1
           AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $2)
           AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to >= $2)
           AND (r.area = '' OR r.area = $3 OR $3 LIKE r.area || '.%')
         ORDER BY r.key, r.area";
    /// The budget line that an income belongs to.
    READ_INCOME_LINE = "
        SELECT line_id FROM pub_ledger_line
         WHERE desa_id = $1 AND tahun = $2 AND rekening = $3 AND sumber_dana = $4
           AND kind IN ('revenue', 'financing_in')
         ORDER BY line_id
         LIMIT 1";
    /// One source of an opening balance.
    PUT_OPENING = "
        INSERT INTO realisation_opening (desa_id, tahun, sumber_dana, cash_sen, bank_sen, tax_sen,
            recorded_by, at_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The last closed month of a year; nothing is booked in the year until the transaction ends.
    LOCK_PERIOD: locks = "
        SELECT closed_month FROM pub_ledger_period WHERE desa_id = $1 AND tahun = $2";
    /// What was left of each source in year $2: revenue and financing less spending.
    READ_SURPLUS = "
        SELECT p.sumber_dana, CAST(-SUM(p.amount_sen) AS BIGINT) AS surplus_sen
          FROM pub_ledger_entry e
          JOIN pub_ledger_posting p ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
         WHERE e.desa_id = $1 AND e.tahun = $2 AND p.sumber_dana IS NOT NULL
           AND substr(p.account, 1, 2) IN ('4.', '5.', '6.')
         GROUP BY p.sumber_dana
         ORDER BY p.sumber_dana";
    /// Whether year $2 took over the tax of the year before; an opening of before 0038 did not,
    /// unless it was corrected.
    READ_TAKEN_OVER = "
        SELECT o.tahun FROM realisation_opening o
         WHERE o.desa_id = $1 AND o.tahun = $2
           AND (o.tax_sen IS NOT NULL
                OR EXISTS (SELECT 1 FROM realisation_correction c
                            WHERE c.desa_id = o.desa_id AND c.tahun = o.tahun
                              AND c.kind = 'opening' AND c.state = 'confirmed'))
         LIMIT 1";
    /// A document of the books.
    PUT_DOCUMENT = "
        INSERT INTO realisation_document (desa_id, document_id, tahun, kind, number, day, store,
            rekening, sumber_dana, amount_sen, party, description, billing_code, ntpn, entry_id,
            recorded_by, at_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (desa_id, ntpn) DO NOTHING";
    /// Proposes to close a month, again as long as nobody confirmed it.
    PROPOSE_MONTH = "
        INSERT INTO realisation_month (desa_id, tahun, month, state, cash_sen, bank_sen,
            journal_seq, proposed_by, proposed_us)
        VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8)
        ON CONFLICT (desa_id, tahun, month) DO UPDATE
           SET cash_sen = excluded.cash_sen, bank_sen = excluded.bank_sen,
               journal_seq = excluded.journal_seq, proposed_by = excluded.proposed_by,
               proposed_us = excluded.proposed_us
         WHERE realisation_month.state = 'proposed'";
    /// A month that was proposed for closing.
    READ_MONTH: locks = "
        SELECT state, cash_sen, bank_sen, journal_seq, proposed_by FROM realisation_month
         WHERE desa_id = $1 AND tahun = $2 AND month = $3";
    /// The number of the newest entry dated up to day $3.
    READ_NEWEST = "
        SELECT CAST(COALESCE(MAX(e.seq), 0) AS BIGINT) FROM pub_ledger_entry e
         WHERE e.desa_id = $1 AND e.tahun = $2 AND e.day <= $3";
    /// Closes a proposed month.
    CONFIRM_MONTH = "
        UPDATE realisation_month
           SET state = 'closed', confirmed_by = $4, confirmed_us = $5
         WHERE desa_id = $1 AND tahun = $2 AND month = $3 AND state = 'proposed'";
    /// Rows $6 on of the cash book between days $3 and $4, at most $5. An entry shows what
    /// stands against its money: the gross of a voucher out, the tax withheld in; one
    /// between cash and bank shows both sides.
    LIST_BKU = "
        SELECT no, day, account, narrative, received_sen, spent_sen, reference, balance_sen
          FROM (SELECT CAST(ROW_NUMBER() OVER w AS BIGINT) AS no, b.day, b.account, b.narrative,
                       b.received_sen, b.spent_sen, b.reference,
                       CAST(SUM(b.received_sen - b.spent_sen) OVER w AS BIGINT) AS balance_sen
                  FROM (SELECT e.day, e.seq, p.n, p.account, e.narrative, e.reference,
                               CASE WHEN (p.account IN ('1.1.1.01', '1.1.1.02')) = (p.amount_sen > 0)
                                    THEN ABS(p.amount_sen) ELSE 0 END AS received_sen,
                               CASE WHEN (p.account IN ('1.1.1.01', '1.1.1.02')) = (p.amount_sen > 0)
                                    THEN 0 ELSE ABS(p.amount_sen) END AS spent_sen
                          FROM pub_ledger_entry e
                          JOIN pub_ledger_posting p
                            ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
                         WHERE e.desa_id = $1 AND e.tahun = $2
                           AND EXISTS (SELECT 1 FROM pub_ledger_posting m
                                        WHERE m.desa_id = e.desa_id AND m.entry_id = e.entry_id
                                          AND m.account IN ('1.1.1.01', '1.1.1.02'))
                           AND (p.account NOT IN ('1.1.1.01', '1.1.1.02')
                                OR NOT EXISTS (SELECT 1 FROM pub_ledger_posting o
                                                WHERE o.desa_id = e.desa_id
                                                  AND o.entry_id = e.entry_id
                                                  AND o.account NOT IN ('1.1.1.01', '1.1.1.02')))
                       ) b
                WINDOW w AS (ORDER BY b.day, b.seq, b.n)) r
         WHERE day >= $3 AND day <= $4 AND no > $6
         ORDER BY no
         LIMIT $5";
}

/// A month that was proposed.
#[derive(store::FromRow)]
pub struct MonthRow {
    pub state: String,
    pub cash_sen: i64,
    pub bank_sen: i64,
    pub journal_seq: i64,
    pub proposed_by: Uuid,
}

/// A row of the cash book.
#[derive(store::FromRow)]
pub struct BkuRow {
    pub no: i64,
    pub day: i64,
    pub account: String,
    pub narrative: String,
    pub received_sen: i64,
    pub spent_sen: i64,
    pub reference: String,
    pub balance_sen: i64,
}
