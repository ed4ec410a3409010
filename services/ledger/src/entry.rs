//! The journal: entries that sum to zero.

use std::collections::BTreeMap;

use domain::{
    Day, DesaId, Error, Refusal, Rupiah, SumberDana, Tahun,
    calendar::month_name,
    ids::{EntryId, LineId},
};
use serde::Serialize;
use store::{Tx, args};

use crate::{
    Account,
    balance::available,
    line::{line, reserved_short, short},
    refusal::{
        CASH_SHORT, ENTRY_UNBALANCED, ENTRY_UNDONE, MONTH_CLOSED, OUTSIDE_YEAR, PANJAR_SHORT,
        TAX_SHORT,
    },
    sql,
};

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum EntryKind {
    /// Opening balance of cash and bank.
    Opening,
    /// Surplus brought forward, without cash.
    Silpa,
    /// Revenue received.
    Receipt,
    /// Between cash and bank.
    Transfer,
    /// A definitif or financing SPP paid.
    Payment,
    /// An advance paid out.
    PanjarPayment,
    /// An advance accounted for.
    PanjarSpj,
    /// The rest of an advance paid back.
    PanjarReturn,
    /// Tax deposited.
    TaxDeposit,
    /// A contra entry of everything that was booked for a payment.
    Reversal,
    /// Bank charges and tax on interest.
    BankCharge,
    /// The exact contra entry of another one.
    Correction,
}

impl EntryKind {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Silpa => "silpa",
            Self::Receipt => "receipt",
            Self::Transfer => "transfer",
            Self::Payment => "payment",
            Self::PanjarPayment => "panjar_payment",
            Self::PanjarSpj => "panjar_spj",
            Self::PanjarReturn => "panjar_return",
            Self::TaxDeposit => "tax_deposit",
            Self::Reversal => "reversal",
            Self::BankCharge => "bank_charge",
            Self::Correction => "correction",
        }
    }
}

/// One side of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// The budget line that it spends from or brings money to.
    pub line: Option<LineId>,
    /// The source of the money, where it is known.
    pub sumber_dana: Option<SumberDana>,
    /// Debit positive, credit negative; never zero.
    pub amount: Rupiah,
}

/// An entry of the journal before it has its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The budget year.
    pub tahun: Tahun,
    /// The day of the document.
    pub day: Day,
    /// What it is for.
    pub kind: EntryKind,
    /// Number of the document.
    pub reference: String,
    /// What the books say about it.
    pub narrative: String,
    /// The sides, at least two, summing to zero.
    pub postings: Vec<Posting>,
    /// Reservations that this entry turns into spending.
    pub settles: Vec<(LineId, Rupiah)>,
}

/// An entry, and the one that it undoes.
pub(crate) struct Booking<'a> {
    pub entry: &'a Entry,
    pub undoes: Option<EntryId>,
}

/// Writes an entry: moves its lines and its stores of money, gives it the next number.
///
/// # Errors
/// `ENTRY_UNBALANCED`, `OUTSIDE_YEAR`, `MONTH_CLOSED`; `BUDGET_SHORT` or `RESERVED_SHORT`
/// for a line; `CASH_SHORT`, `PANJAR_SHORT` or `TAX_SHORT` for a store that would be below
/// zero on its day or later. All shortages are told together.
pub async fn post(tx: &mut Tx<'_>, desa: &DesaId, entry: &Entry) -> Result<EntryId, Error> {
    let ids = post_together(tx, desa, &[Booking { entry, undoes: None }]).await?;
    ids.first().copied().ok_or_else(|| Error::fault("an entry was not written"))
}

/// Writes entries of one year that are one act, in their order: a line and a store of money are
/// asked for what all of them leave there, so that what is booked back and what is booked in its
/// place need not be there twice.
pub(crate) async fn post_together(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    bookings: &[Booking<'_>],
) -> Result<Vec<EntryId>, Error> {
    for booking in bookings {
        check(booking.entry)?;
    }
    let mut reasons: Vec<Refusal> = Vec::new();
    for (id, sums) in per_line(bookings)? {
        let values = args![desa, id.uuid(), sums.settled, sums.debit];
        if tx.exec(&sql::MOVE_LINE, values).await? != 1 {
            reasons.extend(why_not(tx, desa, id, sums).await?.refusals);
        }
    }
    let mut numbers = Vec::new();
    for booking in bookings {
        numbers.push(next_seq(tx, desa, booking.entry).await?);
    }
    for one in per_store(bookings)? {
        reasons.extend(move_store(tx, desa, &one).await?);
    }
    Error::unless_empty(reasons)?;
    let mut ids = Vec::new();
    for (booking, seq) in bookings.iter().zip(numbers) {
        ids.push(write(tx, desa, booking, seq).await?);
    }
    Ok(ids)
}

/// The rules that need no data: balance and year.
fn check(entry: &Entry) -> Result<(), Error> {
    let total = Rupiah::sum(entry.postings.iter().map(|p| p.amount));
    let sound = entry.postings.len() >= 2 && entry.postings.iter().all(|p| p.amount.sen() != 0);
    if total != Some(Rupiah::ZERO) || !sound {
        let difference = total.unwrap_or_default();
        return Err(ENTRY_UNBALANCED.refuse().sen("difference", difference).into());
    }
    if !entry.tahun.contains(entry.day) {
        return Err(OUTSIDE_YEAR
            .refuse()
            .shown("day", entry.day.iso(), entry.day.long())
            .fact("year", entry.tahun)
            .into());
    }
    Ok(())
}

fn overflow() -> Error {
    Error::fault("an entry's amounts overflow")
}

/// What entries that are one act do to a line: what they settle, their debits less their credits,
/// and the credits alone.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    settled: Rupiah,
    debit: Rupiah,
    freed: Rupiah,
}

/// Sums of each line, in the order of the locks.
fn per_line(bookings: &[Booking<'_>]) -> Result<BTreeMap<LineId, Sums>, Error> {
    let mut lines: BTreeMap<LineId, Sums> = BTreeMap::new();
    for (id, settled) in bookings.iter().flat_map(|booking| &booking.entry.settles) {
        let sums = lines.entry(*id).or_default();
        sums.settled = sums.settled.checked_add(*settled).ok_or_else(overflow)?;
    }
    for posting in bookings.iter().flat_map(|booking| &booking.entry.postings) {
        if let Some(id) = posting.line {
            let sums = lines.entry(id).or_default();
            sums.debit = sums.debit.checked_add(posting.amount).ok_or_else(overflow)?;
            if posting.amount < Rupiah::ZERO {
                sums.freed = sums.freed.checked_sub(posting.amount).ok_or_else(overflow)?;
            }
        }
    }
    Ok(lines)
}

/// What moves in a store of money on a day of a year, in the store's natural sign: in the end, and
/// what comes in alone.
struct Move {
    account: Account,
    day: Day,
    tahun: Tahun,
    sum: Rupiah,
    coming: Rupiah,
}

/// Sums of the stores that must not fall below zero, in their natural sign: what comes in before
/// what leaves, so that only what is missing in the end is missing.
fn per_store(bookings: &[Booking<'_>]) -> Result<Vec<Move>, Error> {
    let mut stores: BTreeMap<(Account, Day), Move> = BTreeMap::new();
    for Entry { tahun, day, postings, .. } in bookings.iter().map(|booking| booking.entry) {
        for posting in postings {
            if let Some(sign) = posting.account.guarded_sign() {
                let amount = Rupiah::from_sen(posting.amount.sen().saturating_mul(sign));
                let (account, zero) = (posting.account.clone(), Rupiah::ZERO);
                let new = Move { account, day: *day, tahun: *tahun, sum: zero, coming: zero };
                let one = stores.entry((posting.account.clone(), *day)).or_insert(new);
                one.sum = one.sum.checked_add(amount).ok_or_else(overflow)?;
                one.coming = one.coming.checked_add(amount.max(zero)).ok_or_else(overflow)?;
            }
        }
    }
    let mut moves: Vec<Move> = stores.into_values().filter(|one| one.sum != Rupiah::ZERO).collect();
    moves.sort_by_key(|one| one.sum < Rupiah::ZERO);
    Ok(moves)
}

/// Why a line did not move: less reserved than settled, or less left than spent. What is freed by
/// the same act is told as left, so that people read the amounts of their documents.
async fn why_not(tx: &mut Tx<'_>, desa: &DesaId, id: LineId, sums: Sums) -> Result<Error, Error> {
    let reserved = line(tx, desa, id).await?.map(|line| line.reserved);
    if reserved.is_some_and(|reserved| reserved < sums.settled) {
        return Ok(reserved_short(desa, id, sums.settled));
    }
    let beyond = sums.debit.checked_sub(sums.settled).ok_or_else(overflow)?;
    short(tx, desa, id, (beyond, sums.freed)).await
}

/// Takes the entry's number; the row stays locked, so balances are read and moved alone.
async fn next_seq(tx: &mut Tx<'_>, desa: &DesaId, entry: &Entry) -> Result<i64, Error> {
    let month = i64::from(entry.day.month());
    let row: Option<(i64,)> = tx.maybe(&sql::NEXT_SEQ, args![desa, entry.tahun, month]).await?;
    row.map(|(seq,)| seq).ok_or_else(|| month_closed(entry.day).into())
}

/// The reason against a day of a closed month (INV-35).
pub fn month_closed(day: Day) -> Refusal {
    let month = day.month();
    let refusal = MONTH_CLOSED.refuse().shown("month", month, month_name(month));
    refusal.shown("day", day.iso(), day.long())
}

/// Moves one store of money; answers the shortage if there is one, with what comes in by the same
/// act told as available.
async fn move_store(tx: &mut Tx<'_>, desa: &DesaId, one: &Move) -> Result<Option<Refusal>, Error> {
    let Move { account, day, tahun, sum, coming } = one;
    let (code, day, tahun) = (account.code(), *day, *tahun);
    tx.exec(&sql::OPEN_DAY, args![desa, tahun, code, day]).await?;
    let values = args![desa, tahun, code, day, *sum];
    if tx.exec(&sql::MOVE_BALANCE, values).await? > 0 {
        return Ok(None);
    }
    let least = available(tx, desa, tahun, account, day).await?;
    let least = Rupiah::from_sen(least.sen().saturating_add(coming.sen()));
    let asked = Rupiah::from_sen(coming.sen().saturating_sub(sum.sen()));
    let short = Rupiah::from_sen(asked.sen().saturating_sub(least.sen()));
    let reason = match account {
        Account::Panjar => PANJAR_SHORT,
        Account::Rekening(_) => TAX_SHORT,
        Account::Cash | Account::Bank => CASH_SHORT,
    };
    Ok(Some(
        reason
            .refuse()
            .shown("account", code, account.title())
            .shown("day", day.iso(), day.long())
            .sen("available", least)
            .sen("asked", asked)
            .sen("short", short),
    ))
}

/// Writes the sides, then the entry that closes them.
async fn write(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    booking: &Booking<'_>,
    seq: i64,
) -> Result<EntryId, Error> {
    let id = tx.new_id();
    let entry = booking.entry;
    for (at, side) in entry.postings.iter().enumerate() {
        let n = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
        let values = args![
            desa,
            id,
            n,
            side.account.code(),
            side.line.map(LineId::uuid),
            side.sumber_dana.as_ref(),
            side.amount
        ];
        tx.exec(&sql::PUT_POSTING, values).await?;
    }
    let values = args![
        desa,
        id,
        entry.tahun,
        seq,
        entry.day,
        entry.kind.code(),
        &entry.reference,
        &entry.narrative,
        tx.now_us(),
        booking.undoes.map(EntryId::uuid)
    ];
    if tx.exec(&sql::PUT_ENTRY, values).await? != 1 {
        return Err(ENTRY_UNDONE.refuse().into());
    }
    Ok(EntryId::new(id))
}
