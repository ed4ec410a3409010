//! Numbers of documents: without gaps in a village, a year and a series.

use domain::Error;
use store::{Tx, args};

use crate::{names::Year, sql};

/// Payment requests.
pub const SPP: &str = "SPP";
/// Vouchers (kuitansi).
pub const KWT: &str = "KWT";
/// Accountings of advances.
pub const SPJ: &str = "SPJ";
/// Proofs of receipt.
pub const TBP: &str = "TBP";
/// Withdrawals from the bank.
pub const BANK: &str = "BANK";
/// Deposits of cash into the bank.
pub const CASH: &str = "CASH";
/// Deposits of tax.
pub const SSP: &str = "SSP";
/// Charges that the bank took.
pub const ADM: &str = "ADM";
/// Contra entries (koreksi).
pub const KOR: &str = "KOR";
/// Opening balances.
pub const SAL: &str = "SAL";

/// Digits of the vouchers' and opening balances' numbers; the others have one less.
const LONG_DIGITS: usize = 5;

/// Takes the next count of a series; the row stays locked until the transaction ends.
pub async fn count(tx: &mut Tx<'_>, year: &Year, series: &str) -> Result<i64, Error> {
    let (last,): (i64,) = tx.one(&sql::NEXT_NUMBER, args![&year.desa, year.tahun, series]).await?;
    Ok(last)
}

/// Takes the next number of a series: `0001/SPP/25.2010/2026`.
pub async fn next(tx: &mut Tx<'_>, year: &Year, series: &str) -> Result<String, Error> {
    let count = count(tx, year, series).await?;
    Ok(number(year, series, count))
}

/// The number of a count of a series.
pub fn number(year: &Year, series: &str, count: i64) -> String {
    let digits = if matches!(series, KWT | SAL) { LONG_DIGITS } else { LONG_DIGITS - 1 };
    format!("{count:0digits$}/{series}/{}/{}", year.short_code(), year.tahun)
}
