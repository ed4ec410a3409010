//! What is right instead of a wrong document: the same kind of document, by the same rules.

use domain::{Day, Error, Refusal};
use ledger::Entry;
use prost::Message as _;
use store::Tx;
use wire::realisation::v1 as proto;

use crate::{
    charge::RecordBankCharge,
    document::{DepositTax, RecordReceipt, TransferCash},
    names::Year,
    opening::RecordOpeningBalance,
    paper::Ready,
    refusal::FIELD_NOT_OF_KIND,
    rules::outside_year,
    series,
    wrong::Wrong,
};

/// The right document.
pub enum Right {
    /// Money received.
    Receipt(RecordReceipt),
    /// Money between cash and bank.
    Transfer(TransferCash),
    /// Tax deposited.
    Deposit(DepositTax),
    /// What the bank took.
    Charge(RecordBankCharge),
    /// What the year began with.
    Opening(RecordOpeningBalance),
}

/// What is booked instead: its number, its entries, and the document to keep, where it is one.
pub struct Instead {
    /// Its number.
    pub number: String,
    /// Its entries; those of a document are one.
    pub entries: Vec<Entry>,
    /// The document.
    pub document: Option<Ready>,
}

/// Names the fields of a replacement as the request has them.
fn within(mut error: Error) -> Error {
    for refusal in &mut error.refusals {
        if let Some(field) = refusal.field.take() {
            refusal.field = Some(format!("replacement.{field}"));
        }
    }
    error
}

/// The fields that a replacement of a kind has.
const fn fields(kind: Wrong) -> &'static [&'static str] {
    match kind {
        Wrong::Receipt => {
            &["day", "rekening", "sumber_dana", "amount", "store", "payer", "description"]
        }
        Wrong::Transfer => &["day", "to", "amount", "description"],
        Wrong::TaxDeposit => &["day", "rekening", "amount", "store", "billing_code", "ntpn"],
        Wrong::BankCharge => &["day", "line_id", "amount", "description"],
        Wrong::Opening => &["lines"],
    }
}

/// The fields of other kinds that are filled in; they would be left out unseen.
fn strange(kind: Wrong, what: &proto::Replacement) -> Vec<Refusal> {
    let filled = [
        ("day", !what.day.is_empty()),
        ("rekening", !what.rekening.is_empty()),
        ("sumber_dana", !what.sumber_dana.is_empty()),
        ("amount", what.amount.is_some()),
        ("store", what.store != 0),
        ("to", what.to != 0),
        ("payer", !what.payer.is_empty()),
        ("description", !what.description.is_empty()),
        ("billing_code", !what.billing_code.is_empty()),
        ("ntpn", !what.ntpn.is_empty()),
        ("line_id", !what.line_id.is_empty()),
        ("lines", !what.lines.is_empty()),
    ];
    let own = fields(kind);
    let refuse = |(column, _): (&'static str, bool)| {
        let refusal = FIELD_NOT_OF_KIND.refuse().fact("column", column);
        refusal.shown("kind", kind.code(), kind.title()).at(column)
    };
    filled
        .into_iter()
        .filter(|(name, is_filled)| *is_filled && !own.contains(name))
        .map(refuse)
        .collect()
}

impl Right {
    /// Reads what replaces a document of a kind, every fault at once. Without a day of its own it
    /// has that of the contra entry, when that is known already.
    pub fn read(
        kind: Wrong,
        year: &Year,
        what: &proto::Replacement,
        contra: Option<Day>,
    ) -> Result<Self, Error> {
        let strange = strange(kind, what);
        let (what, parent, request_id) = (what.clone(), year.name(), String::new());
        let day =
            if what.day.is_empty() { contra.map(Day::iso).unwrap_or_default() } else { what.day };
        let amount = what.amount;
        let read = match kind {
            Wrong::Receipt => RecordReceipt::parse(proto::RecordReceiptRequest {
                request_id,
                parent,
                day,
                rekening: what.rekening,
                sumber_dana: what.sumber_dana,
                amount,
                store: what.store,
                payer: what.payer,
                description: what.description,
            })
            .map(Self::Receipt),
            Wrong::Transfer => TransferCash::parse(proto::TransferCashRequest {
                request_id,
                parent,
                day,
                to: what.to,
                amount,
                description: what.description,
            })
            .map(Self::Transfer),
            Wrong::TaxDeposit => DepositTax::parse(proto::DepositTaxRequest {
                request_id,
                parent,
                day,
                rekening: what.rekening,
                amount,
                store: what.store,
                billing_code: what.billing_code,
                ntpn: what.ntpn,
            })
            .map(Self::Deposit),
            Wrong::BankCharge => RecordBankCharge::parse(proto::RecordBankChargeRequest {
                request_id,
                parent,
                day,
                line_id: what.line_id,
                amount,
                description: what.description,
            })
            .map(Self::Charge),
            Wrong::Opening => RecordOpeningBalance::parse(proto::RecordOpeningBalanceRequest {
                request_id,
                parent,
                lines: what.lines,
            })
            .map(Self::Opening),
        };
        match read {
            Ok(_) if !strange.is_empty() => Err(within(Error::refused(strange))),
            Ok(right) => Ok(right),
            Err(mut error) => {
                error.refusals.extend(strange);
                Err(within(error))
            }
        }
    }

    /// Reads what a proposal kept.
    pub fn stored(kind: Wrong, year: &Year, bytes: &[u8], contra: Day) -> Result<Self, Error> {
        Self::read(kind, year, &decode(bytes)?, Some(contra))
    }

    /// Refuses what no proposal could bring about.
    pub async fn check(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let done = match self {
            Self::Opening(opening) => opening.owed(tx).await.map(|_| ()),
            document => document.ready(tx).await.map(|_| ()),
        };
        done.map_err(within)
    }

    /// Takes the number of what is booked instead and makes its entries; an opening balance is
    /// dated as the contra entry.
    pub async fn instead(&self, tx: &mut Tx<'_>, contra: Day) -> Result<Instead, Error> {
        if let Self::Opening(opening) = self {
            let owed = opening.owed(tx).await.map_err(within)?;
            let number = series::next(tx, opening.year(), series::SAL).await?;
            let entries = opening.entries(tx, &owed, (contra, &number)).await?;
            return Ok(Instead { number, entries, document: None });
        }
        let ready = self.ready(tx).await.map_err(within)?;
        let entry = ready.entry(tx).await?;
        let number = entry.reference.clone();
        Ok(Instead { number, entries: vec![entry], document: Some(ready) })
    }

    /// A document, when no rule stands against it; its month is open, which else only the journal
    /// would find, without telling the field.
    async fn ready(&self, tx: &mut Tx<'_>) -> Result<Ready, Error> {
        let ready = match self {
            Self::Receipt(receipt) => receipt.ready(tx).await,
            Self::Transfer(transfer) => transfer.ready(tx).await,
            Self::Deposit(deposit) => deposit.ready(tx).await,
            Self::Charge(charge) => charge.ready(tx).await,
            Self::Opening(_) => Err(Error::fault("an opening balance is no document")),
        }?;
        let (year, day) = (&ready.paper.year, ready.day);
        if !year.tahun.contains(day) {
            return Err(outside_year(year.tahun, day).at("day").into());
        }
        let closed_month = ledger::period(tx, &year.desa, year.tahun).await?.closed_month;
        if i64::from(day.month()) <= closed_month {
            return Err(ledger::month_closed(day).at("day").into());
        }
        Ok(ready)
    }
}

/// The replacement that a proposal kept.
pub fn decode(bytes: &[u8]) -> Result<proto::Replacement, Error> {
    proto::Replacement::decode(bytes)
        .map_err(|error| Error::fault(format!("the replacement of a correction: {error}")))
}
