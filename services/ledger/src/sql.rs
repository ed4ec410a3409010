//! The statements of the ledger.

use uuid::Uuid;

store::statements! {
    /// Opens a line or changes its ceiling; no row when it would fall below what is committed
    /// or when the id belongs to another key.
    OPEN_LINE = "
        INSERT INTO ledger_line (desa_id, line_id, tahun, kind, kegiatan, rekening, sumber_dana,
            ceiling_sen)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (desa_id, line_id) DO UPDATE
           SET ceiling_sen = excluded.ceiling_sen, in_force_sen = NULL
         WHERE ledger_line.tahun = excluded.tahun
           AND ledger_line.rekening = excluded.rekening
           AND ledger_line.sumber_dana = excluded.sumber_dana
           AND COALESCE(ledger_line.kegiatan, '') = COALESCE(excluded.kegiatan, '')
           AND (ledger_line.kind IN ('revenue', 'financing_in')
                OR ledger_line.reserved_sen + ledger_line.posted_sen <= excluded.ceiling_sen)";
    /// Sets an open line back to $3, or to what is committed on it where that is more.
    FALL_BACK = "
        UPDATE ledger_line
           SET ceiling_sen = CASE WHEN kind IN ('spending', 'financing_out')
                                   AND reserved_sen + posted_sen > $3
                                  THEN reserved_sen + posted_sen ELSE $3 END,
               in_force_sen = CASE WHEN kind IN ('spending', 'financing_out')
                                    AND reserved_sen + posted_sen > $3 THEN $3 END
         WHERE desa_id = $1 AND line_id = $2";
    /// One line.
    READ_LINE = "
        SELECT line_id, tahun, kind, kegiatan, rekening, sumber_dana, ceiling_sen, reserved_sen,
               posted_sen
          FROM ledger_line
         WHERE desa_id = $1 AND line_id = $2";
    /// Reserves $3 on a line that has it left.
    RESERVE = "
        UPDATE ledger_line SET reserved_sen = reserved_sen + $3
         WHERE desa_id = $1 AND line_id = $2
           AND kind IN ('spending', 'financing_out')
           AND reserved_sen + posted_sen + $3 <= ceiling_sen";
    /// Gives back $3 of what is reserved; a ceiling above the amount in force falls with it.
    RELEASE = "
        UPDATE ledger_line
           SET reserved_sen = reserved_sen - $3,
               ceiling_sen = CASE
                   WHEN in_force_sen IS NULL OR in_force_sen >= ceiling_sen THEN ceiling_sen
                   WHEN reserved_sen - $3 + posted_sen > in_force_sen
                       THEN reserved_sen - $3 + posted_sen
                   ELSE in_force_sen END
         WHERE desa_id = $1 AND line_id = $2 AND reserved_sen >= $3";
    /// Moves $3 out of what is reserved and posts the debit $4 (credit on lines that bring money);
    /// a ceiling above the amount in force falls with what is committed.
    MOVE_LINE = "
        UPDATE ledger_line
           SET reserved_sen = reserved_sen - $3,
               posted_sen = posted_sen
                   + CASE WHEN kind IN ('revenue', 'financing_in') THEN -$4 ELSE $4 END,
               ceiling_sen = CASE
                   WHEN in_force_sen IS NULL OR in_force_sen >= ceiling_sen THEN ceiling_sen
                   WHEN reserved_sen - $3 + posted_sen + $4 > in_force_sen
                       THEN reserved_sen - $3 + posted_sen + $4
                   ELSE in_force_sen END
         WHERE desa_id = $1 AND line_id = $2
           AND reserved_sen >= $3
           AND posted_sen + CASE WHEN kind IN ('revenue', 'financing_in') THEN -$4 ELSE $4 END >= 0
           AND (kind IN ('revenue', 'financing_in')
                OR reserved_sen - $3 + posted_sen + $4 <= ceiling_sen)";
    /// Takes the next number of the year's journal if the month $3 is open; locks the row,
    /// and with it every balance of the year.
    NEXT_SEQ = "
        INSERT INTO ledger_head (desa_id, tahun, seq)
        VALUES ($1, $2, 1)
        ON CONFLICT (desa_id, tahun) DO UPDATE SET seq = ledger_head.seq + 1
         WHERE ledger_head.closed_month < $3
        RETURNING seq";
    /// Closes month $3 when it is the next one.
    CLOSE_MONTH = "
        UPDATE ledger_head SET closed_month = $3
         WHERE desa_id = $1 AND tahun = $2 AND closed_month = $3 - 1";
    /// Opens month $3 again when it is the last closed one, by act $4.
    REOPEN_MONTH = "
        UPDATE ledger_head SET closed_month = $3 - 1, reopening_id = $4
         WHERE desa_id = $1 AND tahun = $2 AND closed_month = $3";
    /// Makes the head of a year's journal.
    MAKE_HEAD = "
        INSERT INTO ledger_head (desa_id, tahun, seq) VALUES ($1, $2, 0)
        ON CONFLICT (desa_id, tahun) DO NOTHING";
    /// How far a year's journal is written and closed.
    READ_HEAD = "
        SELECT seq, closed_month FROM ledger_head WHERE desa_id = $1 AND tahun = $2";
    /// Makes the day's row of a store of money, carrying the balance of the day before.
    OPEN_DAY = "
        INSERT INTO ledger_balance (desa_id, tahun, account, day, closing_sen, lowest_sen)
        SELECT $1, $2, $3, $4, COALESCE(MAX(b.closing_sen), 0), COALESCE(MAX(b.closing_sen), 0)
          FROM ledger_balance b
         WHERE b.desa_id = $1 AND b.tahun = $2 AND b.account = $3
           AND b.day = (SELECT MAX(p.day) FROM ledger_balance p
                         WHERE p.desa_id = $1 AND p.tahun = $2 AND p.account = $3 AND p.day <= $4)
        ON CONFLICT (desa_id, tahun, account, day) DO NOTHING";
    /// Adds $5 to a store of money from day $4 on, unless it would be below zero then or later.
    MOVE_BALANCE = "
        UPDATE ledger_balance
           SET closing_sen = closing_sen + $5,
               lowest_sen = CASE
                   WHEN day > $4 THEN lowest_sen + $5
                   WHEN closing_sen + $5 < lowest_sen THEN closing_sen + $5
                   ELSE lowest_sen END
         WHERE desa_id = $1 AND tahun = $2 AND account = $3 AND day >= $4
           AND NOT EXISTS (
               SELECT 1 FROM ledger_balance later
                WHERE later.desa_id = $1 AND later.tahun = $2 AND later.account = $3
                  AND later.day >= $4
                  AND CASE WHEN later.day = $4 THEN later.closing_sen ELSE later.lowest_sen END
                      + $5 < 0)";
    /// The least that a store of money holds from the end of day $4 on.
    READ_LEAST = "
        SELECT CAST(COALESCE(MIN(CASE WHEN day > $4 THEN lowest_sen ELSE closing_sen END), 0)
                    AS BIGINT)
          FROM ledger_balance b
         WHERE b.desa_id = $1 AND b.tahun = $2 AND b.account = $3
           AND (b.day > $4
                OR b.day = (SELECT MAX(p.day) FROM ledger_balance p
                             WHERE p.desa_id = $1 AND p.tahun = $2 AND p.account = $3
                               AND p.day <= $4))
           AND EXISTS (SELECT 1 FROM ledger_balance p
                        WHERE p.desa_id = $1 AND p.tahun = $2 AND p.account = $3
                          AND p.day <= $4)";
    /// One side of an entry that is being written.
    PUT_POSTING = "
        INSERT INTO ledger_posting (desa_id, entry_id, n, account, line_id, sumber_dana, amount_sen)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Closes an entry over its sides; no row when it undoes one that was undone before.
    PUT_ENTRY = "
        INSERT INTO ledger_entry (desa_id, entry_id, tahun, seq, day, kind, reference, narrative,
            at_us, undoes_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (desa_id, undoes_id) DO NOTHING";
    /// The sides of an entry.
    READ_POSTINGS = "
        SELECT account, line_id, sumber_dana, amount_sen FROM ledger_posting
         WHERE desa_id = $1 AND entry_id = $2
         ORDER BY n";
    /// The balance of every store of money at the end of day $3.
    READ_BALANCES = "
        SELECT b.account, b.closing_sen
          FROM ledger_balance b
         WHERE b.desa_id = $1 AND b.tahun = $2
           AND b.day = (SELECT MAX(l.day) FROM ledger_balance l
                         WHERE l.desa_id = $1 AND l.tahun = $2 AND l.account = b.account
                           AND l.day <= $3)
         ORDER BY b.account";
}

/// A line as stored.
#[derive(store::FromRow)]
pub struct LineRow {
    pub line_id: Uuid,
    pub tahun: i64,
    pub kind: String,
    pub kegiatan: Option<String>,
    pub rekening: String,
    pub sumber_dana: String,
    pub ceiling_sen: i64,
    pub reserved_sen: i64,
    pub posted_sen: i64,
}

/// A year's journal as far as it is written and closed.
#[derive(store::FromRow)]
pub struct HeadRow {
    pub seq: i64,
    pub closed_month: i64,
}

/// The balance of one account.
#[derive(store::FromRow)]
pub struct BalanceRow {
    pub account: String,
    pub closing_sen: i64,
}

/// One side of an entry.
#[derive(store::FromRow)]
pub struct PostingRow {
    pub account: String,
    pub line_id: Option<Uuid>,
    pub sumber_dana: Option<String>,
    pub amount_sen: i64,
}
