//! Tax withheld from a payment (INV-23).

use std::collections::BTreeMap;

use domain::{Day, DesaId, Error, Refusal, RekeningCode, Rupiah};
use edge::{Violations, convert::payment};
use ledger::{Account, Posting, TAX_GROUP};
use serde::Serialize;
use store::{Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    names::SppName,
    refusal::{CODE_UNKNOWN, PAY_DAY_INVALID, TAX_ABOVE_RATE, TAX_INVALID},
    sql, sql_books,
};

/// Sen of one rupiah: tax is withheld in full rupiah.
pub const RUPIAH_SEN: i64 = 100;

/// The whole in basis points.
const WHOLE: i128 = 10_000;

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
    for (at, tax) in taxes.iter().enumerate() {
        let why = if !tax.rekening.starts_with(TAX_GROUP) {
            Some(("rekening", "bukan rekening utang pajak (7.1)"))
        } else if tax.amount.sen() % RUPIAH_SEN != 0 {
            Some(("amount", "harus rupiah penuh"))
        } else {
            beyond.then_some(("amount", "jumlah pajak melebihi nilai yang dibayar"))
        };
        if let Some((field, why)) = why {
            reasons.push(invalid(tax, why).at(format!("taxes[{at}].{field}")));
        } else if !known(tx, &tax.rekening).await? {
            let refusal = CODE_UNKNOWN.refuse().fact("code", &tax.rekening);
            reasons.push(refusal.at(format!("taxes[{at}].rekening")));
        }
    }
    Ok(reasons)
}

/// The reason against a tax.
pub fn invalid(tax: &Tax, why: &'static str) -> Refusal {
    let refusal = TAX_INVALID.refuse().fact("rekening", &tax.rekening);
    refusal.sen("amount", tax.amount).fact("why", why)
}

/// Which accounts hold more than the highest rate laid down for them takes of the gross, rounding
/// apart; one without a rate is not asked about. Only a warning (INV-23): not every rate is a row.
pub async fn above_rate(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    taxes: &[Tax],
    (gross, day): (Rupiah, Day),
) -> Result<Vec<Refusal>, Error> {
    if taxes.is_empty() {
        return Ok(Vec::new());
    }
    let mut held: BTreeMap<&RekeningCode, i64> = BTreeMap::new();
    for tax in taxes {
        let sum_sen = held.entry(&tax.rekening).or_default();
        *sum_sen = sum_sen.saturating_add(tax.amount.sen());
    }
    let tolerance = tx.policy("tax.tolerance_sen", &desa.place(), day).await?;
    let tolerance_sen = tolerance.and_then(|policy| policy.number()).unwrap_or_default();
    let mut reasons = Vec::new();
    for (rekening, held_sen) in held {
        let values = args![rekening, day, desa];
        let rates: Vec<(String,)> = tx.all(&sql_books::READ_TAX_RATES, values).await?;
        let highest = rates.iter().filter_map(|(rate,)| rate.parse::<i64>().ok()).max();
        let Some(rate) = highest else { continue };
        let most_sen = share_sen(gross, rate);
        if held_sen > most_sen.saturating_add(tolerance_sen) {
            let refusal = TAX_ABOVE_RATE
                .refuse()
                .fact("rekening", rekening)
                .sen("amount", Rupiah::from_sen(held_sen))
                .sen("most", Rupiah::from_sen(most_sen))
                .shown("rate", rate, format!("{},{:02} %", rate / 100, rate % 100))
                .sen("gross", gross);
            reasons.push(refusal);
        }
    }
    Ok(reasons)
}

/// What a rate in basis points takes of an amount, sen.
fn share_sen(amount: Rupiah, rate: i64) -> i64 {
    let share = i128::from(amount.sen()) * i128::from(rate) / WHOLE;
    i64::try_from(share).unwrap_or(i64::MAX)
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
