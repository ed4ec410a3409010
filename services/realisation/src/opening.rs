//! RecordOpeningBalance: what cash and bank hold on 1 January, by source.

use domain::{Error, Place, RekeningCode, Rupiah, SumberDana, ids::LineId, reason};
use edge::{
    Violations,
    convert::{budget, rupiah},
};
use ledger::{Account, EQUITY, EQUITY_SAL, Entry, EntryKind, Posting, SILPA};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    document::check_sumber_dana, names::Year, refusal::OPENING_EXISTS, series, sql_books,
    taxes::day_between,
};

/// What one source holds.
#[derive(Debug, Clone, Serialize)]
struct Held {
    sumber_dana: SumberDana,
    cash: Rupiah,
    bank: Rupiah,
}

/// Records the opening balance.
#[derive(Debug, Serialize)]
pub struct RecordOpeningBalance {
    year: Year,
    held: Vec<Held>,
    cash: Rupiah,
    bank: Rupiah,
}

impl RecordOpeningBalance {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RecordOpeningBalanceRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        if request.lines.is_empty() {
            faults.add(reason::FIELD_REQUIRED.refuse().at("lines"));
        }
        let mut held: Vec<Held> = Vec::new();
        for (at, line) in request.lines.iter().enumerate() {
            let source = faults
                .read(format!("lines[{at}].sumber_dana"), SumberDana::parse(&line.sumber_dana));
            let none = wire::common::v1::Rupiah { sen: 0 };
            let cash = faults
                .read(format!("lines[{at}].cash"), budget(line.cash.as_ref().unwrap_or(&none)));
            let bank = faults
                .read(format!("lines[{at}].bank"), budget(line.bank.as_ref().unwrap_or(&none)));
            if let (Some(sumber_dana), Some(cash), Some(bank)) = (source, cash, bank) {
                if held.iter().any(|one| one.sumber_dana == sumber_dana) {
                    let twice = reason::CODE_INVALID.refuse().fact("value", &sumber_dana);
                    let twice = twice.fact("expected", "sumber dana yang disebut sekali");
                    faults.add(twice.at(format!("lines[{at}].sumber_dana")));
                }
                held.push(Held { sumber_dana, cash, bank });
            }
        }
        let cash = Rupiah::sum(held.iter().map(|one| one.cash));
        let bank = Rupiah::sum(held.iter().map(|one| one.bank));
        let read = || Some(Self { year: year?, held, cash: cash?, bank: bank? });
        faults.finish(read())
    }
}

impl Command for RecordOpeningBalance {
    const METHOD: &'static str = wire::access::book_service::RECORD_OPENING_BALANCE;
    type Answer = proto::RecordOpeningBalanceResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.year;
        let first = year.tahun.first_day();
        if let Some(ahead) = day_between(first, first, tx.today()) {
            // What a year begins with is known when the year before is over (INV-34).
            return Err(ahead.into());
        }
        if series::count(tx, year, series::SAL).await? != 1 {
            return Err(OPENING_EXISTS.refuse().fact("year", year.tahun).into());
        }
        let mut reasons = Vec::new();
        for one in &self.held {
            reasons.extend(check_sumber_dana(tx, &one.sumber_dana).await?);
        }
        Error::unless_empty(reasons)?;
        let person = tx.principal()?.person.uuid();
        for one in &self.held {
            let values = args![
                &year.desa,
                year.tahun,
                &one.sumber_dana,
                one.cash,
                one.bank,
                person,
                tx.now_us()
            ];
            tx.exec(&sql_books::PUT_OPENING, values).await?;
        }
        self.post(tx, Account::Cash, "Saldo awal kas tunai", |one| one.cash).await?;
        self.post(tx, Account::Bank, "Saldo awal bank", |one| one.bank).await?;
        self.post_silpa(tx).await?;
        let detail = json!({ "cash_sen": self.cash.sen(), "bank_sen": self.bank.sen() });
        tx.record(Event::new("book.opened", year.name()).with(detail));
        Ok(Self::Answer {
            cash: Some(rupiah(self.cash)),
            bank: Some(rupiah(self.bank)),
            receipt: None,
        })
    }
}

impl RecordOpeningBalance {
    fn entry(&self, kind: EntryKind, narrative: &str, postings: Vec<Posting>) -> Entry {
        let year = &self.year;
        Entry {
            tahun: year.tahun,
            day: year.tahun.first_day(),
            kind,
            reference: format!("00001/{}/{}/{}", series::SAL, year.short_code(), year.tahun),
            narrative: narrative.to_owned(),
            postings,
            settles: Vec::new(),
        }
    }

    /// One store of money against equity, source by source.
    async fn post(
        &self,
        tx: &mut Tx<'_>,
        account: Account,
        narrative: &str,
        of: fn(&Held) -> Rupiah,
    ) -> Result<(), Error> {
        let equity = RekeningCode::parse(EQUITY)?;
        let mut postings = Vec::new();
        for one in self.held.iter().filter(|one| of(one) > Rupiah::ZERO) {
            let side = |account: Account, sen: i64| Posting {
                account,
                line: None,
                sumber_dana: Some(one.sumber_dana.clone()),
                amount: Rupiah::from_sen(sen),
            };
            let sen = of(one).sen();
            postings.push(side(account.clone(), sen));
            postings.push(side(Account::Rekening(equity.clone()), sen.saturating_neg()));
        }
        if postings.is_empty() {
            return Ok(());
        }
        let entry = self.entry(EntryKind::Opening, narrative, postings);
        ledger::post(tx, &self.year.desa, &entry).await.map(|_| ())
    }

    /// The surplus brought forward as financing received, without cash (apbdes.md 8).
    async fn post_silpa(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let silpa = RekeningCode::parse(SILPA)?;
        let sal = RekeningCode::parse(EQUITY_SAL)?;
        let mut postings = Vec::new();
        for one in &self.held {
            let sen = one.cash.sen().saturating_add(one.bank.sen());
            if sen == 0 {
                continue;
            }
            let line = income_line(tx, &self.year, &silpa, &one.sumber_dana).await?;
            let side = |rekening: &RekeningCode, line: Option<LineId>, sen: i64| Posting {
                account: Account::Rekening(rekening.clone()),
                line,
                sumber_dana: Some(one.sumber_dana.clone()),
                amount: Rupiah::from_sen(sen),
            };
            postings.push(side(&sal, None, sen));
            postings.push(side(&silpa, line, sen.saturating_neg()));
        }
        if postings.is_empty() {
            return Ok(());
        }
        let entry = self.entry(EntryKind::Silpa, "SiLPA tahun sebelumnya", postings);
        ledger::post(tx, &self.year.desa, &entry).await.map(|_| ())
    }
}

/// The budget line of an income, if the budget has one.
pub async fn income_line(
    tx: &mut Tx<'_>,
    year: &Year,
    rekening: &RekeningCode,
    sumber_dana: &SumberDana,
) -> Result<Option<LineId>, Error> {
    let values = args![&year.desa, year.tahun, rekening, sumber_dana];
    let line: Option<(Uuid,)> = tx.maybe(&sql_books::READ_INCOME_LINE, values).await?;
    Ok(line.map(|(id,)| LineId::new(id)))
}
