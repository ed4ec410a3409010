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
    refusal::{CASH_SHORT, ENTRY_UNBALANCED, MONTH_CLOSED, OUTSIDE_YEAR, PANJAR_SHORT, TAX_SHORT},
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
    /// A contra entry.
    Reversal,
    /// Bank charges and tax on interest.
    BankCharge,
    /// A correction without cash.
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

/// Writes an entry: moves its lines and its stores of money, gives it the next number.
///
/// # Errors
/// `ENTRY_UNBALANCED`, `OUTSIDE_YEAR`, `MONTH_CLOSED`; `BUDGET_SHORT` or `RESERVED_SHORT`
/// for a line; `CASH_SHORT`, `PANJAR_SHORT` or `TAX_SHORT` for a store that would be below
/// zero on its day or later. All shortages are told together.
pub async fn post(tx: &mut Tx<'_>, desa: &DesaId, entry: &Entry) -> Result<EntryId, Error> {
    check(entry)?;
    let mut reasons: Vec<Refusal> = Vec::new();
    for (id, (settled, debit)) in per_line(entry)? {
        let values = args![desa, id.uuid(), settled, debit];
        if tx.exec(&sql::MOVE_LINE, values).await? != 1 {
            reasons.extend(why_not(tx, desa, id, settled, debit).await?.refusals);
        }
    }
    let seq = next_seq(tx, desa, entry).await?;
    for (account, amount) in per_store(entry)? {
        reasons.extend(move_store(tx, desa, entry, &account, amount).await?);
    }
    Error::unless_empty(reasons)?;
    write(tx, desa, entry, seq).await
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

/// Settled and debited sums of each line, in the order of the locks.
fn per_line(entry: &Entry) -> Result<BTreeMap<LineId, (Rupiah, Rupiah)>, Error> {
    let mut lines: BTreeMap<LineId, (Rupiah, Rupiah)> = BTreeMap::new();
    for (id, settled) in &entry.settles {
        let sums = lines.entry(*id).or_default();
        sums.0 = sums.0.checked_add(*settled).ok_or_else(overflow)?;
    }
    for posting in &entry.postings {
        if let Some(id) = posting.line {
            let sums = lines.entry(id).or_default();
            sums.1 = sums.1.checked_add(posting.amount).ok_or_else(overflow)?;
        }
    }
    Ok(lines)
}

/// Sums of the stores that must not fall below zero, in their natural sign.
fn per_store(entry: &Entry) -> Result<BTreeMap<Account, Rupiah>, Error> {
    let mut stores: BTreeMap<Account, Rupiah> = BTreeMap::new();
    for posting in &entry.postings {
        if let Some(sign) = posting.account.guarded_sign() {
            let amount = Rupiah::from_sen(posting.amount.sen().saturating_mul(sign));
            let sum = stores.entry(posting.account.clone()).or_default();
            *sum = sum.checked_add(amount).ok_or_else(overflow)?;
        }
    }
    stores.retain(|_, sum| *sum != Rupiah::ZERO);
    Ok(stores)
}

/// Why a line did not move: less reserved than settled, or less left than spent.
async fn why_not(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: LineId,
    settled: Rupiah,
    debit: Rupiah,
) -> Result<Error, Error> {
    let reserved = line(tx, desa, id).await?.map(|line| line.reserved);
    if reserved.is_some_and(|reserved| reserved < settled) {
        return Ok(reserved_short(desa, id, settled));
    }
    let beyond = debit.checked_sub(settled).ok_or_else(overflow)?;
    short(tx, desa, id, beyond).await
}

/// Takes the entry's number; the row stays locked, so balances are read and moved alone.
async fn next_seq(tx: &mut Tx<'_>, desa: &DesaId, entry: &Entry) -> Result<i64, Error> {
    let month = entry.day.month();
    let row: Option<(i64,)> =
        tx.maybe(&sql::NEXT_SEQ, args![desa, entry.tahun, i64::from(month)]).await?;
    row.map(|(seq,)| seq).ok_or_else(|| {
        MONTH_CLOSED
            .refuse()
            .shown("month", month, month_name(month))
            .shown("day", entry.day.iso(), entry.day.long())
            .into()
    })
}

/// Moves one store of money; answers the shortage if there is one.
async fn move_store(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    entry: &Entry,
    account: &Account,
    amount: Rupiah,
) -> Result<Option<Refusal>, Error> {
    let code = account.code();
    tx.exec(&sql::OPEN_DAY, args![desa, entry.tahun, code, entry.day]).await?;
    let values = args![desa, entry.tahun, code, entry.day, amount];
    if tx.exec(&sql::MOVE_BALANCE, values).await? > 0 {
        return Ok(None);
    }
    let least = available(tx, desa, entry.tahun, account, entry.day).await?;
    let asked = Rupiah::from_sen(amount.sen().saturating_neg());
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
            .shown("day", entry.day.iso(), entry.day.long())
            .sen("available", least)
            .sen("asked", asked)
            .sen("short", short),
    ))
}

/// Writes the sides, then the entry that closes them.
async fn write(tx: &mut Tx<'_>, desa: &DesaId, entry: &Entry, seq: i64) -> Result<EntryId, Error> {
    let id = tx.new_id();
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
        tx.now_us()
    ];
    tx.exec(&sql::PUT_ENTRY, values).await?;
    Ok(EntryId::new(id))
}
