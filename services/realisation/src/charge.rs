//! RecordBankCharge: what the bank took by itself, its charges and the tax on interest (decision
//! 36). It is spending of a budget line (INV-12); nobody asks for it or approves it, since the money
//! is gone already, so it stands only on the accounts that the dated law names.

use domain::{
    Day, Error, Place, Refusal, RekeningCode, Rupiah, Selector, SumberDana, ids::LineId, reason,
    text,
};
use edge::{Violations, convert::payment};
use ledger::{Account, EntryKind, LINE_UNKNOWN, Posting};
use serde::Serialize;
use store::{Command, Tx};
use wire::realisation::v1 as proto;

use crate::{
    disburse::posting,
    names::{self, Year, loose_day},
    paper::{Form, Paper, Ready},
    refusal::{BANK_CHARGE_LARGE, BANK_CHARGE_LINE},
    series,
    spp::Purse,
    view::violation,
};

/// What the bank took.
const CHARGE: Form = Form {
    kind: "bank_charge",
    series: series::ADM,
    entry: EntryKind::BankCharge,
    event: "bank.charged",
};

/// Records what the bank took.
#[derive(Debug, Serialize)]
pub struct RecordBankCharge {
    paper: Paper,
    line: LineId,
}

impl RecordBankCharge {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RecordBankChargeRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let day = faults.read("day", loose_day(&request.day));
        let line = faults.read("line_id", names::line(&request.line_id));
        let amount = faults.required("amount", request.amount.as_ref(), payment);
        let description =
            faults.read("description", text::line(&request.description, reason::NAME_MAX));
        let read = || {
            let paper = Paper {
                year: year?,
                day: day?,
                purse: Purse::Bank,
                amount: amount?,
                party: "Bank".to_owned(),
                description: description?,
            };
            Some(Self { paper, line: line? })
        };
        faults.finish(read())
    }

    /// The document, when no rule stands against it.
    pub async fn ready(&self, tx: &mut Tx<'_>) -> Result<Ready, Error> {
        let (day, late) = self.paper.dated(tx);
        let mut reasons: Vec<Refusal> = late.into_iter().collect();
        let year = &self.paper.year;
        let tahun = i64::from(year.tahun.get());
        let line = ledger::line(tx, &year.desa, self.line).await?;
        let Some(line) = line.filter(|line| line.kind == "spending" && line.tahun == tahun) else {
            reasons.push(LINE_UNKNOWN.refuse().fact("line", self.line).at("line_id"));
            return Err(Error::refused(reasons));
        };
        let law = tx.policy("bank.charge.rekening", &year.desa.place(), day).await?;
        let bearing = law.and_then(|law| Selector::parse(&law.value)).unwrap_or_default();
        if !bearing.matches(line.kegiatan.as_deref(), &line.rekening) {
            let refusal = BANK_CHARGE_LINE.refuse().fact("rekening", &line.rekening);
            reasons.push(refusal.at("line_id"));
        }
        Error::unless_empty(reasons)?;
        let (rekening, source) =
            (RekeningCode::parse(&line.rekening)?, SumberDana::parse(&line.sumber_dana)?);
        let spent = Posting {
            account: Account::Rekening(rekening),
            line: Some(self.line),
            sumber_dana: Some(source.clone()),
            amount: self.paper.amount,
        };
        let sen = self.paper.amount.sen();
        Ok(Ready {
            form: CHARGE,
            paper: self.paper.clone(),
            day,
            rekening: line.rekening,
            sumber_dana: Some(source),
            postings: vec![spent, posting(Account::Bank, sen.saturating_neg())],
            billing_code: None,
            ntpn: None,
        })
    }

    /// More than a bank usually takes, which one person alone records.
    async fn unusual(&self, tx: &mut Tx<'_>, day: Day) -> Result<Option<Refusal>, Error> {
        let law = tx.policy("bank.charge.warn_sen", &self.paper.year.desa.place(), day).await?;
        let most = law.and_then(|law| law.number()).map(Rupiah::from_sen);
        let beyond = most.filter(|most| self.paper.amount > *most);
        Ok(beyond.map(|most| {
            BANK_CHARGE_LARGE.refuse().sen("amount", self.paper.amount).sen("most", most)
        }))
    }
}

impl Command for RecordBankCharge {
    const METHOD: &'static str = wire::access::book_service::RECORD_BANK_CHARGE;
    type Answer = proto::RecordBankChargeResponse;

    fn place(&self) -> Place {
        self.paper.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let ready = self.ready(tx).await?;
        let number = ready.book(tx).await?;
        let warnings = self.unusual(tx, ready.day).await?.iter().map(violation).collect();
        Ok(Self::Answer { number, warnings, receipt: None })
    }
}

#[cfg(test)]
#[path = "charge_tests.rs"]
mod tests;
