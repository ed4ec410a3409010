//! Tax withheld from a payment (INV-23).

use domain::{Day, Error, Refusal, RekeningCode, Rupiah};
use edge::{Violations, convert::payment};
use ledger::{Account, Posting, TAX_GROUP};
use serde::Serialize;
use store::{Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    names::SppName,
    refusal::{CODE_UNKNOWN, PAY_DAY_INVALID, TAX_INVALID},
    sql, sql_books,
};

/// Sen of one rupiah: tax is withheld in full rupiah.
pub const RUPIAH_SEN: i64 = 100;

/// One tax withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tax {
    /// Its account.
    pub rekening: RekeningCode,
    /// The amount.
    pub amount: Rupiah,
}

/// Reads the taxes of a payment; faults are collected.
pub fn read(faults: &mut Violations, input: &[proto::TaxWithheld]) -> Option<Vec<Tax>> {
    let taxes: Vec<Option<Tax>> = input
        .iter()
        .enumerate()
        .map(|(at, tax)| {
            let code = RekeningCode::parse(&tax.rekening);
            let rekening = faults.read(format!("taxes[{at}].rekening"), code);
            let amount =
                faults.required(format!("taxes[{at}].amount"), tax.amount.as_ref(), payment);
            Some(Tax { rekening: rekening?, amount: amount? })
        })
        .collect();
    taxes.into_iter().collect()
}

/// The sum of the taxes.
pub fn total(taxes: &[Tax]) -> Result<Rupiah, Error> {
    Rupiah::sum(taxes.iter().map(|tax| tax.amount))
        .ok_or_else(|| Error::fault("the taxes of a payment overflow"))
}

/// Why the taxes do not fit an amount of which they are withheld.
pub async fn unmet(tx: &mut Tx<'_>, taxes: &[Tax], gross: Rupiah) -> Result<Vec<Refusal>, Error> {
    let mut reasons = Vec::new();
    let beyond = total(taxes)? > gross;
    for tax in taxes {
        let why = if !tax.rekening.starts_with(TAX_GROUP) {
            Some("bukan rekening utang pajak (7.1)")
        } else if tax.amount.sen() % RUPIAH_SEN != 0 {
            Some("harus rupiah penuh")
        } else {
            beyond.then_some("jumlah pajak melebihi nilai yang dibayar")
        };
        if let Some(why) = why {
            reasons.push(invalid(tax, why));
        } else if !known(tx, &tax.rekening).await? {
            reasons.push(CODE_UNKNOWN.refuse().fact("code", &tax.rekening));
        }
    }
    Ok(reasons)
}

/// The reason against a tax.
pub fn invalid(tax: &Tax, why: &'static str) -> Refusal {
    let refusal = TAX_INVALID.refuse().fact("rekening", &tax.rekening);
    refusal.sen("amount", tax.amount).fact("why", why)
}

/// Whether the chart has an account on which money may stand.
pub async fn known(tx: &mut Tx<'_>, rekening: &RekeningCode) -> Result<bool, Error> {
    let found: Option<(String,)> = tx.maybe(&sql_books::READ_REKENING, args![rekening]).await?;
    Ok(found.is_some())
}

/// The credits of the taxes.
pub fn postings(taxes: &[Tax]) -> Vec<Posting> {
    taxes
        .iter()
        .map(|tax| Posting {
            account: Account::Rekening(tax.rekening.clone()),
            line: None,
            sumber_dana: None,
            amount: Rupiah::from_sen(tax.amount.sen().saturating_neg()),
        })
        .collect()
}

/// Writes what was withheld.
pub async fn put(tx: &mut Tx<'_>, name: &SppName, taxes: &[Tax]) -> Result<(), Error> {
    for (tax, n) in taxes.iter().zip(1_i64..) {
        let values = args![name.desa(), name.id.uuid(), n, &tax.rekening, tax.amount];
        tx.exec(&sql::PUT_WITHHELD, values).await?;
    }
    Ok(())
}

/// Refuses a day before the step it follows or after today.
pub fn day_between(day: Day, from: Day, to: Day) -> Option<Refusal> {
    if (from..=to).contains(&day) {
        return None;
    }
    let refusal = PAY_DAY_INVALID.refuse().shown("day", day.iso(), day.long());
    Some(refusal.shown("from", from.iso(), from.long()).shown("to", to.iso(), to.long()))
}
