//! What the books of a village wait for by the calendar: a month to close, a year to open, and an
//! opening balance that is no more what the year before ended with.

use domain::{Day, DesaId, Error, calendar::month_name};
use store::{Tx, args};

use super::{
    Reader, Waiting,
    duty::{self, Duty},
};

/// The last month; a year is closed with it.
const DECEMBER: i64 = 12;

store::statements! {
    /// The years of a village in which something was booked: how far each is closed, whether its
    /// next month is proposed for closing, and whether the year after it was opened.
    LIST_YEARS = "
        SELECT h.desa_id, d.name AS desa_name, h.tahun, h.closed_month,
               EXISTS (SELECT 1 FROM pub_month m
                        WHERE m.desa_id = h.desa_id AND m.tahun = h.tahun
                          AND m.month = h.closed_month + 1) AS is_proposed,
               EXISTS (SELECT 1 FROM pub_opening o
                        WHERE o.desa_id = h.desa_id AND o.tahun = h.tahun + 1) AS is_opened
          FROM pub_ledger_period h
          LEFT JOIN pub_desa d ON d.desa_id = h.desa_id
         WHERE h.desa_id = $1 AND h.seq > 0
         ORDER BY h.tahun";
    /// When December of year $2 was closed, and how much more cash and bank it was closed with than
    /// year $3 began with.
    READ_TURN = "
        SELECT m.confirmed_us,
               m.cash_sen - (SELECT CAST(COALESCE(SUM(p.amount_sen), 0) AS BIGINT)
                               FROM pub_ledger_entry e
                               JOIN pub_ledger_posting p
                                 ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
                              WHERE e.desa_id = m.desa_id AND e.tahun = $3 AND e.kind = 'opening'
                                AND p.account = '1.1.1.01'
                                AND NOT EXISTS (SELECT 1 FROM pub_ledger_entry u
                                                 WHERE u.desa_id = e.desa_id
                                                   AND u.undoes_id = e.entry_id)) AS cash_sen,
               m.bank_sen - (SELECT CAST(COALESCE(SUM(p.amount_sen), 0) AS BIGINT)
                               FROM pub_ledger_entry e
                               JOIN pub_ledger_posting p
                                 ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
                              WHERE e.desa_id = m.desa_id AND e.tahun = $3 AND e.kind = 'opening'
                                AND p.account = '1.1.1.02'
                                AND NOT EXISTS (SELECT 1 FROM pub_ledger_entry u
                                                 WHERE u.desa_id = e.desa_id
                                                   AND u.undoes_id = e.entry_id)) AS bank_sen
          FROM pub_month m
         WHERE m.desa_id = $1 AND m.tahun = $2 AND m.month = 12 AND m.state = 'closed'";
    /// How many sources began year $3 with more surplus than they ended year $2 with; only an
    /// opening balance and its contra entry stand on 6.1.1.01.
    COUNT_MOVED = "
        SELECT COUNT(*)
          FROM (SELECT p.sumber_dana,
                       SUM(CASE WHEN e.tahun = $2 THEN -p.amount_sen ELSE 0 END) AS closing_sen,
                       SUM(CASE WHEN e.tahun = $3 AND p.account = '6.1.1.01'
                                THEN -p.amount_sen ELSE 0 END) AS opening_sen
                  FROM pub_ledger_entry e
                  JOIN pub_ledger_posting p ON p.desa_id = e.desa_id AND p.entry_id = e.entry_id
                 WHERE e.desa_id = $1 AND e.tahun IN ($2, $3) AND p.sumber_dana IS NOT NULL
                   AND substr(p.account, 1, 2) IN ('4.', '5.', '6.')
                 GROUP BY p.sumber_dana) s
         WHERE s.opening_sen > CASE WHEN s.closing_sen > 0 THEN s.closing_sen ELSE 0 END";
}

#[derive(store::FromRow)]
struct YearRow {
    desa_id: String,
    desa_name: Option<String>,
    tahun: i64,
    closed_month: i64,
    is_proposed: bool,
    is_opened: bool,
}

#[derive(store::FromRow)]
struct TurnRow {
    confirmed_us: Option<i64>,
    cash_sen: i64,
    bank_sen: i64,
}

/// Gathers what the books wait for in the reader's villages.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    let today = tx.today();
    let role = duty::CLOSE_MONTH.role;
    for (desa, _) in reader.villages().filter(|(_, roles)| roles.contains(&role)) {
        let rows: Vec<YearRow> = tx.all(&LIST_YEARS, args![&desa]).await?;
        for row in rows {
            items.extend(month(&row, today));
            if row.is_opened && row.closed_month == DECEMBER {
                items.extend(turned(tx, &desa, &row).await?);
            }
            items.extend(unopened(&row, today));
        }
    }
    Ok(())
}

/// The next month to close, once it is over and as long as nobody proposed it.
fn month(row: &YearRow, today: Day) -> Option<Waiting> {
    if row.is_proposed || row.closed_month >= DECEMBER {
        return None;
    }
    let number = u8::try_from(row.closed_month.saturating_add(1)).ok()?;
    let end = Day::from_ymd(i32::try_from(row.tahun).ok()?, number, 1).month_end();
    let title = format!("Tutup buku {} {}", month_name(number), row.tahun);
    let since_us = end.plus(1).start_us();
    (end < today).then(|| item(row, duty::CLOSE_MONTH, (row.tahun, title), since_us))
}

/// The year that has begun and has no opening balance.
fn unopened(row: &YearRow, today: Day) -> Option<Waiting> {
    let next = row.tahun.saturating_add(1);
    if row.is_opened || next != i64::from(today.year()) {
        return None;
    }
    let since_us = Day::from_ymd(today.year(), 1, 1).start_us();
    Some(item(row, duty::OPEN_YEAR, (next, format!("Saldo awal {next}")), since_us))
}

/// The opening balance of the year after, when December was opened again and closed otherwise, or
/// was closed only afterwards.
async fn turned(tx: &mut Tx<'_>, desa: &DesaId, row: &YearRow) -> Result<Option<Waiting>, Error> {
    let next = row.tahun.saturating_add(1);
    let values = || args![desa, row.tahun, next];
    let Some(turn) = tx.maybe::<TurnRow>(&READ_TURN, values()).await? else { return Ok(None) };
    let (moved,): (i64,) = tx.one(&COUNT_MOVED, values()).await?;
    if (turn.cash_sen, turn.bank_sen, moved) == (0, 0, 0) {
        return Ok(None);
    }
    let title = format!("Koreksi saldo awal {next}");
    let since_us = turn.confirmed_us.unwrap_or_default();
    Ok(Some(item(row, duty::OPENING_OFF, (next, title), since_us)))
}

fn item(row: &YearRow, duty: Duty, (tahun, title): (i64, String), since_us: i64) -> Waiting {
    Waiting {
        name: format!("desa/{}/tahun/{tahun}", row.desa_id),
        desa: row.desa_id.clone(),
        desa_name: row.desa_name.clone().unwrap_or_default(),
        role: duty.role,
        title,
        why: duty.why.to_owned(),
        method: duty.method,
        since_us,
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

#[cfg(test)]
#[path = "books_tests.rs"]
mod tests;
