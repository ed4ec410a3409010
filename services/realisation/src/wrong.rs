//! What can be corrected in the books, found by its number.

use domain::{Day, Error, Refusal, ids::EntryId};
use edge::convert::day;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    names::Year,
    refusal::{CORRECTION_OF_PAYMENT, CORRECTION_UNKNOWN},
    series,
    sql_correction::{self, DocumentRow, OpenedRow},
};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Wrong {
    /// A receipt.
    Receipt,
    /// A transfer between cash and bank.
    Transfer,
    /// A deposit of tax.
    TaxDeposit,
    /// What the bank took.
    BankCharge,
    /// The opening balance.
    Opening,
}

impl Wrong {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Transfer => "transfer",
            Self::TaxDeposit => "tax_deposit",
            Self::BankCharge => "bank_charge",
            Self::Opening => "opening",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Receipt => "penerimaan",
            Self::Transfer => "pemindahan kas dan bank",
            Self::TaxDeposit => "setoran pajak",
            Self::BankCharge => "biaya bank",
            Self::Opening => "saldo awal",
        }
    }

    /// What stands under a number, by its series.
    ///
    /// # Errors
    /// `CORRECTION_OF_PAYMENT`, `CORRECTION_UNKNOWN`.
    pub fn of(reference: &str) -> Result<Self, Refusal> {
        Ok(match reference.split('/').nth(1).unwrap_or_default() {
            series::TBP => Self::Receipt,
            series::BANK | series::CASH => Self::Transfer,
            series::SSP => Self::TaxDeposit,
            series::ADM => Self::BankCharge,
            series::SAL => Self::Opening,
            series::SPP | series::KWT | series::SPJ => {
                let refusal = CORRECTION_OF_PAYMENT.refuse().fact("number", reference);
                return Err(refusal.at("reference"));
            }
            _ => return Err(unknown(reference)),
        })
    }
}

/// The reason against a number under which nothing stands that is corrected.
pub fn unknown(reference: &str) -> Refusal {
    CORRECTION_UNKNOWN.refuse().fact("number", reference).at("reference")
}

/// What stands under a number.
pub struct Found {
    /// Its entries, in their order; an opening balance of nothing has none.
    pub entries: Vec<EntryId>,
    /// Its day.
    pub day: Day,
    /// Its amount; cash and bank together of an opening balance.
    pub amount_sen: i64,
    /// What the books say about it.
    pub description: String,
    /// The document, where it is one.
    pub document: Option<Uuid>,
}

/// Finds what stands under a number of a year, if it does.
pub async fn find(
    tx: &mut Tx<'_>,
    year: &Year,
    kind: Wrong,
    reference: &str,
) -> Result<Option<Found>, Error> {
    if kind == Wrong::Opening {
        return opened(tx, year, reference).await;
    }
    let values = args![&year.desa, year.tahun, reference];
    let row: Option<DocumentRow> = tx.maybe(&sql_correction::FIND_DOCUMENT, values).await?;
    row.map(|row| {
        let dated = day(row.day).ok_or_else(|| Error::fault("the day of a document"))?;
        Ok(Found {
            entries: vec![EntryId::new(row.entry_id)],
            day: dated,
            amount_sen: row.amount_sen,
            description: row.description,
            document: Some(row.document_id),
        })
    })
    .transpose()
}

/// The opening balance, when the number is that of the last one recorded.
async fn opened(tx: &mut Tx<'_>, year: &Year, reference: &str) -> Result<Option<Found>, Error> {
    let values = args![&year.desa, year.tahun, series::SAL];
    let last: Option<(i64,)> = tx.maybe(&sql_correction::READ_LAST_NUMBER, values).await?;
    if last.is_none_or(|(last,)| series::number(year, series::SAL, last) != reference) {
        return Ok(None);
    }
    let values = args![&year.desa, year.tahun, reference];
    let rows: Vec<OpenedRow> = tx.all(&sql_correction::FIND_OPENING, values).await?;
    let first = year.tahun.first_day();
    Ok(Some(Found {
        entries: rows.iter().map(|row| EntryId::new(row.entry_id)).collect(),
        day: rows.first().and_then(|row| day(row.day)).unwrap_or(first),
        amount_sen: rows.iter().map(|row| row.money_sen).fold(0, i64::saturating_add),
        description: "Saldo awal".to_owned(),
        document: None,
    }))
}
