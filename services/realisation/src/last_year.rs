//! What a year takes over from the one before it, when the books of both are here (INV-34): cash
//! and bank as they were closed, and the tax that was withheld and is not deposited yet. That of
//! December falls due in January (deadline D23), and is deposited in the books of the new year.
//!
//! What is taken over does not move in the old year any more. An opening holds the head of last
//! year's journal, as every entry in it does, so that neither passes the other unseen.

use std::collections::BTreeMap;

use domain::{Error, Refusal, Rupiah, SumberDana, Tahun};
use ledger::Account;
use store::{Tx, args};

use crate::{
    names::Year,
    refusal::{OPENING_DIFFERS, OPENING_SOURCE_DIFFERS, TAX_TAKEN_OVER},
    sql_books,
    taxes::Tax,
};

/// The last month of a year; the year is closed with it.
const DECEMBER: i64 = 12;

/// How the year before ended; nothing is known of one without books.
#[derive(Debug, Default)]
pub struct Closing {
    is_closed: bool,
    cash: Rupiah,
    bank: Rupiah,
    /// Tax withheld and not deposited, account by account.
    pub taxes: Vec<Tax>,
    /// What was left of each source; below zero where one paid for another.
    surplus: BTreeMap<String, i64>,
}

/// Reads how the year before ended, and holds its journal until the transaction ends.
pub async fn closing(tx: &mut Tx<'_>, year: &Year) -> Result<Closing, Error> {
    let mut closing = Closing::default();
    let Ok(before) = Tahun::new(before(year)) else { return Ok(closing) };
    let values = args![&year.desa, before];
    let closed: Option<(i64,)> = tx.maybe(&sql_books::LOCK_PERIOD, values).await?;
    let Some((closed_month,)) = closed else { return Ok(closing) };
    closing.is_closed = closed_month == DECEMBER;
    if closing.is_closed {
        let left: Vec<(String, i64)> =
            tx.all(&sql_books::READ_SURPLUS, args![&year.desa, before]).await?;
        closing.surplus = left.into_iter().collect();
    }
    for balance in ledger::balances(tx, &year.desa, before, before.last_day()).await? {
        let amount = balance.amount;
        match balance.account {
            Account::Cash => closing.cash = amount,
            Account::Bank => closing.bank = amount,
            Account::Rekening(rekening) if amount > Rupiah::ZERO => {
                closing.taxes.push(Tax { rekening, amount });
            }
            Account::Rekening(_) | Account::Panjar => {}
        }
    }
    Ok(closing)
}

impl Closing {
    /// Where a year begins with other money than the year before was closed with. One that is
    /// still open may yet come to it.
    pub fn differs(&self, year: &Year, cash: Rupiah, bank: Rupiah) -> Vec<Refusal> {
        let sides = [(Account::Cash, self.cash, cash), (Account::Bank, self.bank, bank)];
        sides
            .into_iter()
            .filter(|(_, closing, opening)| self.is_closed && closing != opening)
            .map(|(account, closing, opening)| {
                different(year, (account.code(), account.title()), closing, opening)
            })
            .collect()
    }

    /// Why a source does not begin with so much: it ended with less (apbdes.md 12). Where one paid
    /// for another, the others begin with what that leaves them, which the sums see to.
    pub fn beyond(&self, year: &Year, source: &SumberDana, opening: Rupiah) -> Option<Refusal> {
        let left_sen = self.surplus.get(source.as_str()).copied().unwrap_or_default().max(0);
        if !self.is_closed || opening.sen() <= left_sen {
            return None;
        }
        let refusal = OPENING_SOURCE_DIFFERS.refuse().fact("sumber_dana", source);
        let refusal = refusal.sen("opening", opening).fact("year", before(year));
        Some(refusal.sen("closing", Rupiah::from_sen(left_sen)))
    }
}

/// The number of the year before.
pub fn before(year: &Year) -> i32 {
    year.tahun.get().saturating_sub(1)
}

/// The reason against an account, told as code and title, that begins otherwise than it ended.
pub fn different(
    year: &Year,
    (code, title): (&str, &str),
    closing: Rupiah,
    opening: Rupiah,
) -> Refusal {
    let refusal = OPENING_DIFFERS.refuse().shown("account", code, title);
    refusal.sen("opening", opening).sen("closing", closing).fact("year", before(year))
}

/// Refuses to move tax of a year that the next one took over with its opening balance. Asked when
/// the entry is booked, which holds the journal.
///
/// # Errors
/// `TAX_TAKEN_OVER`.
pub async fn still_here(tx: &mut Tx<'_>, year: &Year) -> Result<(), Error> {
    // The next year has no opening balance before it begins.
    if tx.today() <= year.tahun.last_day() {
        return Ok(());
    }
    let next = year.tahun.get().saturating_add(1);
    let values = args![&year.desa, next];
    let taken: Option<(i64,)> = tx.maybe(&sql_books::READ_TAKEN_OVER, values).await?;
    if taken.is_none() {
        return Ok(());
    }
    Err(TAX_TAKEN_OVER.refuse().fact("year", year.tahun).fact("next", next).into())
}

#[cfg(test)]
#[path = "last_year_tests.rs"]
mod tests;
