//! RecordReceipt, TransferCash and DepositTax: documents of the books.

use domain::{
    Error, Place, Refusal, RekeningCode, Rupiah, SumberDana, reason, source::misplaced, text,
};
use edge::{Violations, convert::payment};
use ledger::{Account, EntryKind, Posting, SILPA, TAX_GROUP};
use serde::Serialize;
use store::{Command, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    disburse::posting,
    last_year,
    names::{Year, loose_day, loose_line},
    opening::income_line,
    paper::{Form, Paper, Ready},
    refusal::{BILLING_MISSING, CODE_UNKNOWN, NTPN_MISSING, SILPA_BY_OPENING},
    series,
    spp::Purse,
    sql_books,
    taxes::{RUPIAH_SEN, known},
    view::violation,
};

/// Length of a billing code.
const BILLING_DIGITS: usize = 15;
/// Length of an NTPN.
const NTPN_CHARS: usize = 16;

/// Money received.
const RECEIPT: Form = Form {
    kind: "receipt",
    series: series::TBP,
    entry: EntryKind::Receipt,
    event: "receipt.recorded",
};
/// Money moved between cash and bank; a withdrawal unless the series says otherwise.
const TRANSFER: Form = Form {
    kind: "transfer",
    series: series::BANK,
    entry: EntryKind::Transfer,
    event: "cash.transferred",
};
/// Tax deposited with the state.
const DEPOSIT: Form = Form {
    kind: "tax_deposit",
    series: series::SSP,
    entry: EntryKind::TaxDeposit,
    event: "tax.deposited",
};

/// Refuses a source that is not in the list.
pub async fn check_sumber_dana(
    tx: &mut Tx<'_>,
    code: &SumberDana,
) -> Result<Option<Refusal>, Error> {
    let found: Option<(String,)> = tx.maybe(&sql_books::READ_SUMBER_DANA, args![code]).await?;
    Ok(found.is_none().then(|| CODE_UNKNOWN.refuse().fact("code", code)))
}

/// Records money received.
#[derive(Debug, Serialize)]
pub struct RecordReceipt {
    paper: Paper,
    rekening: RekeningCode,
    sumber_dana: SumberDana,
}

impl RecordReceipt {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RecordReceiptRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let day = faults.read("day", loose_day(&request.day));
        let rekening = faults.read("rekening", RekeningCode::parse(&request.rekening));
        let source = faults.read("sumber_dana", SumberDana::parse(&request.sumber_dana));
        let amount = faults.required("amount", request.amount.as_ref(), payment);
        let purse = faults.read("store", Purse::read(request.store));
        let party = faults.read("payer", loose_line(&request.payer, reason::NAME_MAX));
        let description =
            faults.read("description", text::line(&request.description, reason::NAME_MAX));
        let read = || {
            let paper = Paper {
                year: year?,
                day: day?,
                purse: purse?,
                amount: amount?,
                party: party?,
                description: description?,
            };
            Some(Self { paper, rekening: rekening?, sumber_dana: source? })
        };
        faults.finish(read())
    }

    /// Revenue and financing received; the surplus comes with the opening balance. What the
    /// budget has a line for was planned with its source, and is received as it was planned.
    async fn unmet(&self, tx: &mut Tx<'_>, planned: bool) -> Result<Vec<Refusal>, Error> {
        let strange = check_sumber_dana(tx, &self.sumber_dana).await?;
        let mut reasons: Vec<Refusal> =
            strange.map(|refusal| refusal.at("sumber_dana")).into_iter().collect();
        let income = self.rekening.akun() == "4" || self.rekening.starts_with("6.1");
        if self.rekening.as_str() == SILPA {
            let refusal = SILPA_BY_OPENING.refuse().fact("code", &self.rekening);
            reasons.push(refusal.at("rekening"));
        } else if !income || !self.rekening.is_objek() || !known(tx, &self.rekening).await? {
            reasons.push(CODE_UNKNOWN.refuse().fact("code", &self.rekening).at("rekening"));
        }
        if reasons.is_empty() && !planned {
            let chart: Vec<(String, String)> = tx.all(&sql_books::READ_SOURCES, args![]).await?;
            let chart = chart.iter().map(|(code, accounts)| (code.as_str(), accounts.as_str()));
            let refusal = misplaced(&self.rekening, &self.sumber_dana, chart);
            reasons.extend(refusal.map(|refusal| refusal.at("sumber_dana")));
        }
        Ok(reasons)
    }

    /// The document, when no rule stands against it.
    pub async fn ready(&self, tx: &mut Tx<'_>) -> Result<Ready, Error> {
        let (day, late) = self.paper.dated(tx);
        let line = income_line(tx, &self.paper.year, &self.rekening, &self.sumber_dana).await?;
        let mut reasons = self.unmet(tx, line.is_some()).await?;
        reasons.extend(late);
        Error::unless_empty(reasons)?;
        let sen = self.paper.amount.sen();
        let mut money = posting(self.paper.purse.account(), sen);
        money.sumber_dana = Some(self.sumber_dana.clone());
        let income = Posting {
            account: Account::Rekening(self.rekening.clone()),
            line,
            sumber_dana: Some(self.sumber_dana.clone()),
            amount: Rupiah::from_sen(sen.saturating_neg()),
        };
        Ok(Ready {
            form: RECEIPT,
            paper: self.paper.clone(),
            day,
            rekening: self.rekening.as_str().to_owned(),
            sumber_dana: Some(self.sumber_dana.clone()),
            postings: vec![money, income],
            billing_code: None,
            ntpn: None,
        })
    }
}

impl Command for RecordReceipt {
    const METHOD: &'static str = wire::access::book_service::RECORD_RECEIPT;
    type Answer = proto::RecordReceiptResponse;

    fn place(&self) -> Place {
        self.paper.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let number = self.ready(tx).await?.book(tx).await?;
        Ok(Self::Answer { number, receipt: None })
    }
}

/// Moves money between cash and bank.
#[derive(Debug, Serialize)]
pub struct TransferCash {
    paper: Paper,
}

impl TransferCash {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::TransferCashRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let day = faults.read("day", loose_day(&request.day));
        let purse = faults.read("to", Purse::read(request.to));
        let amount = faults.required("amount", request.amount.as_ref(), payment);
        let note = faults.read("description", loose_line(&request.description, reason::NAME_MAX));
        let read = || {
            let (purse, note) = (purse?, note?);
            let usual = match purse {
                Purse::Cash => "Pengambilan kas dari bank",
                Purse::Bank => "Setoran kas ke bank",
            };
            let description = if note.is_empty() { usual.to_owned() } else { note };
            let party = String::new();
            let (year, day, amount) = (year?, day?, amount?);
            Some(Self { paper: Paper { year, day, purse, amount, party, description } })
        };
        faults.finish(read())
    }

    /// The document, when no rule stands against it.
    pub async fn ready(&self, tx: &mut Tx<'_>) -> Result<Ready, Error> {
        let (day, late) = self.paper.dated(tx);
        Error::unless_empty(late.into_iter().collect())?;
        let to = self.paper.purse;
        let (from, series) = match to {
            Purse::Cash => (Purse::Bank, series::BANK),
            Purse::Bank => (Purse::Cash, series::CASH),
        };
        let sen = self.paper.amount.sen();
        let account = to.account();
        Ok(Ready {
            form: Form { series, ..TRANSFER },
            paper: self.paper.clone(),
            day,
            rekening: account.code().to_owned(),
            sumber_dana: None,
            postings: vec![posting(from.account(), sen.saturating_neg()), posting(account, sen)],
            billing_code: None,
            ntpn: None,
        })
    }
}

impl Command for TransferCash {
    const METHOD: &'static str = wire::access::book_service::TRANSFER_CASH;
    type Answer = proto::TransferCashResponse;

    fn place(&self) -> Place {
        self.paper.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let number = self.ready(tx).await?.book(tx).await?;
        Ok(Self::Answer { number, receipt: None })
    }
}

/// Records a deposit of tax.
#[derive(Debug, Serialize)]
pub struct DepositTax {
    paper: Paper,
    rekening: RekeningCode,
    billing_code: Option<String>,
    ntpn: Option<String>,
}

/// A code of a fixed length that may be left out.
fn code_of(value: &str, length: usize, expected: &'static str) -> Result<Option<String>, Refusal> {
    let value = value.trim().to_ascii_uppercase();
    if value.is_empty() {
        return Ok(None);
    }
    if value.len() == length && value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(Some(value));
    }
    Err(reason::FIELD_MALFORMED.refuse().fact("value", value).fact("expected", expected))
}

/// A code of digits alone.
fn digits(code: Option<String>) -> Result<Option<String>, Refusal> {
    match code {
        Some(code) if !code.bytes().all(|b| b.is_ascii_digit()) => {
            let refusal = reason::FIELD_MALFORMED.refuse().fact("value", code);
            Err(refusal.fact("expected", "kode billing 15 angka"))
        }
        code => Ok(code),
    }
}

impl DepositTax {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::DepositTaxRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let day = faults.read("day", loose_day(&request.day));
        let rekening = faults.read("rekening", RekeningCode::parse(&request.rekening));
        let amount = faults.required("amount", request.amount.as_ref(), payment);
        let purse = faults.read("store", Purse::read(request.store));
        let billing = code_of(&request.billing_code, BILLING_DIGITS, "kode billing 15 angka")
            .and_then(digits);
        if amount.is_some_and(|amount| amount.sen() % RUPIAH_SEN != 0) {
            let refusal = reason::FIELD_MALFORMED
                .refuse()
                .fact("value", request.amount.map_or(0, |amount| amount.sen));
            faults.add(refusal.fact("expected", "rupiah penuh").at("amount"));
        }
        let billing = faults.read("billing_code", billing);
        let ntpn = faults.read("ntpn", code_of(&request.ntpn, NTPN_CHARS, "NTPN 16 karakter"));
        let read = || {
            let rekening = rekening?;
            let paper = Paper {
                year: year?,
                day: day?,
                purse: purse?,
                amount: amount?,
                party: "Kas negara atau kas daerah".to_owned(),
                // The name of the tax follows from the chart.
                description: "Penyetoran pajak".to_owned(),
            };
            Some(Self { paper, rekening, billing_code: billing?, ntpn: ntpn? })
        };
        faults.finish(read())
    }

    /// The document, when no rule stands against it.
    pub async fn ready(&self, tx: &mut Tx<'_>) -> Result<Ready, Error> {
        let (day, late) = self.paper.dated(tx);
        let mut reasons: Vec<Refusal> = late.into_iter().collect();
        let fits = self.rekening.starts_with(TAX_GROUP) && self.rekening.is_objek();
        if !fits || !known(tx, &self.rekening).await? {
            reasons.push(CODE_UNKNOWN.refuse().fact("code", &self.rekening).at("rekening"));
        }
        Error::unless_empty(reasons)?;
        let (tax,): (String,) =
            tx.one(&sql_books::READ_REKENING_NAME, args![&self.rekening]).await?;
        let description = format!("{} {tax}", self.paper.description);
        let sen = self.paper.amount.sen();
        Ok(Ready {
            form: DEPOSIT,
            paper: Paper { description, ..self.paper.clone() },
            day,
            rekening: self.rekening.as_str().to_owned(),
            sumber_dana: None,
            postings: vec![
                posting(Account::Rekening(self.rekening.clone()), sen),
                posting(self.paper.purse.account(), sen.saturating_neg()),
            ],
            billing_code: self.billing_code.clone(),
            ntpn: self.ntpn.clone(),
        })
    }
}

impl Command for DepositTax {
    const METHOD: &'static str = wire::access::book_service::DEPOSIT_TAX;
    type Answer = proto::DepositTaxResponse;

    fn place(&self) -> Place {
        self.paper.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let number = self.ready(tx).await?.book(tx).await?;
        last_year::still_here(tx, &self.paper.year).await?;
        let mut warnings = Vec::new();
        if self.billing_code.is_none() {
            warnings.push(BILLING_MISSING.refuse());
        }
        if self.ntpn.is_none() {
            warnings.push(NTPN_MISSING.refuse());
        }
        let warnings = warnings.iter().map(violation).collect();
        Ok(Self::Answer { number, warnings, receipt: None })
    }
}
