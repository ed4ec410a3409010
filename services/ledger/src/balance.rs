//! What the stores of money hold, and how far the books are closed.

use domain::{Day, DesaId, Error, Refusal, Rupiah, Tahun, calendar::month_name};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    Account,
    refusal::{MONTH_NOT_LAST, MONTH_ORDER},
    sql,
};

/// The balance of one guarded account, in its natural sign (never below zero).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Cash, bank, panjar or a tax account.
    pub account: Account,
    /// What it holds.
    pub amount: Rupiah,
}

/// How far a year's journal is written and closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The last number of the journal; 0 when there is none.
    pub seq: i64,
    /// The last closed month, 0 when none is.
    pub closed_month: i64,
}

/// The balances of cash, bank, advances and tax held at the end of a day.
///
/// # Errors
/// Faults of the store only.
pub async fn balances(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    day: Day,
) -> Result<Vec<Balance>, Error> {
    let rows: Vec<sql::BalanceRow> = tx.all(&sql::READ_BALANCES, args![desa, tahun, day]).await?;
    rows.into_iter()
        .map(|row| {
            let account = Account::parse(&row.account)?;
            Ok(Balance { account, amount: Rupiah::from_sen(row.closing_sen) })
        })
        .collect()
}

/// How far a year's journal is written and closed.
///
/// # Errors
/// Faults of the store only.
pub async fn period(tx: &mut Tx<'_>, desa: &DesaId, tahun: Tahun) -> Result<Period, Error> {
    let row: Option<sql::HeadRow> = tx.maybe(&sql::READ_HEAD, args![desa, tahun]).await?;
    Ok(row.map(|row| Period { seq: row.seq, closed_month: row.closed_month }).unwrap_or_default())
}

/// What may leave a store on a day: the least it holds from the end of that day on (INV-30).
///
/// # Errors
/// Faults of the store only.
pub async fn available(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    account: &Account,
    day: Day,
) -> Result<Rupiah, Error> {
    let values = args![desa, tahun, account.code(), day];
    let (least,): (i64,) = tx.one(&sql::READ_LEAST, values).await?;
    Ok(Rupiah::from_sen(least))
}

/// Closes a month: no entry is dated in it or before it, unless it is opened again.
///
/// # Errors
/// `MONTH_ORDER` when it is not the next open month.
pub async fn close_month(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    month: u8,
) -> Result<(), Error> {
    tx.exec(&sql::MAKE_HEAD, args![desa, tahun]).await?;
    if tx.exec(&sql::CLOSE_MONTH, args![desa, tahun, i64::from(month)]).await? == 1 {
        return Ok(());
    }
    let closed = period(tx, desa, tahun).await?.closed_month;
    let next = u8::try_from(closed.saturating_add(1)).unwrap_or_default();
    Err(MONTH_ORDER.refuse().shown("next", next, month_name(next)).into())
}

/// Opens the last closed month again, by an act that the journal's head names.
///
/// # Errors
/// `MONTH_NOT_LAST` when another month was closed last.
pub async fn reopen_month(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    month: u8,
    act: Uuid,
) -> Result<(), Error> {
    if tx.exec(&sql::REOPEN_MONTH, args![desa, tahun, i64::from(month), act]).await? == 1 {
        return Ok(());
    }
    Err(not_last(period(tx, desa, tahun).await?.closed_month).into())
}

/// The reason against opening another month again than the last closed one.
pub fn not_last(closed: i64) -> Refusal {
    let last = u8::try_from(closed).unwrap_or_default();
    let name = if last == 0 { "belum ada" } else { month_name(last) };
    MONTH_NOT_LAST.refuse().shown("last", last, name)
}
