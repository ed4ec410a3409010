//! RecordOpeningBalance: what cash and bank hold on 1 January, by source.
//!
//! When last year's books are here, what they end with is what the year begins with. Tax that was
//! withheld and not deposited lies in cash and bank too; it is taken over as a debt, by account as
//! last year's books hold it, and is no surplus (INV-34).

use domain::{Error, Place, Refusal, RekeningCode, Rupiah, SumberDana, ids::LineId, reason};
use edge::{
    Violations,
    convert::{budget, rupiah},
};
use ledger::{Account, EQUITY, EQUITY_SAL, Entry, EntryKind, Posting, SILPA, TAX_GROUP};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    disburse::posting,
    document::check_sumber_dana,
    last_year,
    names::Year,
    refusal::{OPENING_AHEAD, OPENING_EXISTS, OPENING_TAX_BEYOND, OPENING_TAX_UNTOLD},
    series, sql_books,
    taxes::{self, Tax},
};

/// What one source holds, and how much of it is said to be tax that is owed.
#[derive(Debug, Clone, Serialize)]
struct Held {
    sumber_dana: SumberDana,
    cash: Rupiah,
    bank: Rupiah,
    tax: Option<Rupiah>,
}

impl Held {
    /// Cash and bank; the amounts are bounded far below what could overflow.
    fn money(&self) -> Rupiah {
        Rupiah::from_sen(self.cash.sen().saturating_add(self.bank.sen()))
    }
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
            let tax =
                faults.read(format!("lines[{at}].tax"), line.tax.as_ref().map(budget).transpose());
            if let (Some(sumber_dana), Some(cash), Some(bank), Some(tax)) =
                (source, cash, bank, tax)
            {
                if held.iter().any(|one| one.sumber_dana == sumber_dana) {
                    let twice = reason::CODE_INVALID.refuse().fact("value", &sumber_dana);
                    let twice = twice.fact("expected", "sumber dana yang disebut sekali");
                    faults.add(twice.at(format!("lines[{at}].sumber_dana")));
                }
                held.push(Held { sumber_dana, cash, bank, tax });
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
        if tx.today() < first {
            let ahead = OPENING_AHEAD.refuse().fact("year", year.tahun);
            return Err(ahead.shown("from", first.iso(), first.long()).into());
        }
        if series::count(tx, year, series::SAL).await? != 1 {
            return Err(OPENING_EXISTS.refuse().fact("year", year.tahun).into());
        }
        let closing = last_year::closing(tx, year).await?;
        let debt = taxes::total(&closing.taxes)?;
        let shares = self.shares(debt);
        let mut reasons = Vec::new();
        for (at, one) in self.held.iter().enumerate() {
            let strange = check_sumber_dana(tx, &one.sumber_dana).await?;
            reasons.extend(strange.map(|refusal| refusal.at(format!("lines[{at}].sumber_dana"))));
        }
        reasons.extend(closing.differs(year, self.cash, self.bank));
        reasons.extend(self.strange_shares(debt, &shares));
        Error::unless_empty(reasons)?;
        self.put(tx, &shares).await?;
        self.post(tx, Account::Cash, "Saldo awal kas tunai", |one| one.cash).await?;
        self.post(tx, Account::Bank, "Saldo awal bank", |one| one.bank).await?;
        self.post_taxes(tx, &closing.taxes).await?;
        self.post_silpa(tx, &shares).await?;
        let detail = json!({
            "cash_sen": self.cash.sen(), "bank_sen": self.bank.sen(), "tax_sen": debt.sen(),
        });
        tx.record(Event::new("book.opened", year.name()).with(detail));
        Ok(Self::Answer {
            cash: Some(rupiah(self.cash)),
            bank: Some(rupiah(self.bank)),
            tax: Some(rupiah(debt)),
            receipt: None,
        })
    }
}

impl RecordOpeningBalance {
    /// How much of the tax that is owed lies in the money of each source; one source alone need
    /// not say so.
    fn shares(&self, debt: Rupiah) -> Vec<Rupiah> {
        match self.held.as_slice() {
            [Held { tax: None, .. }] => vec![debt],
            held => held.iter().map(|one| one.tax.unwrap_or_default()).collect(),
        }
    }

    /// What does not fit in the shares of the tax that is owed.
    fn strange_shares(&self, debt: Rupiah, shares: &[Rupiah]) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        let told = Rupiah::sum(shares.iter().copied());
        if told != Some(debt) {
            reasons.push(if self.held.iter().any(|one| one.tax.is_some()) {
                let account = (TAX_GROUP, "utang pajak");
                last_year::different(&self.year, account, debt, told.unwrap_or_default())
            } else {
                let refusal = OPENING_TAX_UNTOLD.refuse().sen("amount", debt);
                refusal.fact("year", last_year::before(&self.year))
            });
        }
        for (at, (one, share)) in self.held.iter().zip(shares).enumerate() {
            if *share > one.money() {
                let refusal = OPENING_TAX_BEYOND.refuse().sen("tax", *share);
                let refusal = refusal.fact("sumber_dana", &one.sumber_dana);
                reasons.push(refusal.sen("held", one.money()).at(format!("lines[{at}].tax")));
            }
        }
        reasons
    }

    /// Keeps what each source holds.
    async fn put(&self, tx: &mut Tx<'_>, shares: &[Rupiah]) -> Result<(), Error> {
        let year = &self.year;
        let person = tx.principal()?.person.uuid();
        for (one, share) in self.held.iter().zip(shares) {
            let values = args![
                &year.desa,
                year.tahun,
                &one.sumber_dana,
                one.cash,
                one.bank,
                *share,
                person,
                tx.now_us()
            ];
            tx.exec(&sql_books::PUT_OPENING, values).await?;
        }
        Ok(())
    }

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

    /// The tax that is owed against equity, account by account; the money for it is in cash and
    /// bank already.
    async fn post_taxes(&self, tx: &mut Tx<'_>, owed: &[Tax]) -> Result<(), Error> {
        if owed.is_empty() {
            return Ok(());
        }
        let equity = Account::Rekening(RekeningCode::parse(EQUITY)?);
        let mut postings = vec![posting(equity, taxes::total(owed)?.sen())];
        postings.extend(taxes::postings(owed));
        let entry = self.entry(EntryKind::Opening, "Utang pajak tahun sebelumnya", postings);
        ledger::post(tx, &self.year.desa, &entry).await.map(|_| ())
    }

    /// The surplus brought forward as financing received, without cash (apbdes.md 8): cash and
    /// bank less the tax that is owed (INV-34).
    async fn post_silpa(&self, tx: &mut Tx<'_>, shares: &[Rupiah]) -> Result<(), Error> {
        let silpa = RekeningCode::parse(SILPA)?;
        let sal = RekeningCode::parse(EQUITY_SAL)?;
        let mut postings = Vec::new();
        for (one, share) in self.held.iter().zip(shares) {
            let sen = one.money().sen().saturating_sub(share.sen());
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
