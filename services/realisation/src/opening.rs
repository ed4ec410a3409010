//! RecordOpeningBalance: what cash and bank hold on 1 January, by source.
//!
//! When last year's books are here, what they end with is what the year begins with. Tax that was
//! withheld and not deposited lies in cash and bank too; it is taken over as a debt, by account as
//! last year's books hold it, and is no surplus (INV-34).

use domain::{Day, Error, Place, Refusal, RekeningCode, Rupiah, SumberDana, ids::LineId, reason};
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
    last_year::{self, Closing},
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

/// What a year takes over: tax that is owed, account by account, its sum, and how much of it lies
/// in the money of each source.
pub struct Owed {
    taxes: Vec<Tax>,
    debt: Rupiah,
    shares: Vec<Rupiah>,
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
        let count = series::count(tx, year, series::SAL).await?;
        if count != 1 {
            return Err(OPENING_EXISTS.refuse().fact("year", year.tahun).into());
        }
        let owed = self.owed(tx).await?;
        self.put(tx, &owed.shares).await?;
        let number = series::number(year, series::SAL, count);
        for entry in self.entries(tx, &owed, (first, &number)).await? {
            ledger::post(tx, &year.desa, &entry).await?;
        }
        let debt = owed.debt;
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
    /// The year.
    pub fn year(&self) -> &Year {
        &self.year
    }

    /// What the year takes over, when no rule stands against the balance; holds last year's
    /// journal.
    pub async fn owed(&self, tx: &mut Tx<'_>) -> Result<Owed, Error> {
        let closing = last_year::closing(tx, &self.year).await?;
        let debt = taxes::total(&closing.taxes)?;
        let shares = self.shares(debt);
        let mut reasons = Vec::new();
        for (at, one) in self.held.iter().enumerate() {
            let strange = check_sumber_dana(tx, &one.sumber_dana).await?;
            reasons.extend(strange.map(|refusal| refusal.at(format!("lines[{at}].sumber_dana"))));
        }
        reasons.extend(closing.differs(&self.year, self.cash, self.bank));
        reasons.extend(self.strange_shares(debt, &shares));
        if reasons.is_empty() {
            reasons = self.moved(&closing, &shares);
        }
        Error::unless_empty(reasons)?;
        Ok(Owed { taxes: closing.taxes, debt, shares })
    }

    /// The entries of the balance on a day, under a number: cash, bank, the tax that is owed and
    /// the surplus, as far as there are any.
    pub async fn entries(
        &self,
        tx: &mut Tx<'_>,
        owed: &Owed,
        (day, number): (Day, &str),
    ) -> Result<Vec<Entry>, Error> {
        let parts = [
            (EntryKind::Opening, "Saldo awal kas tunai", self.money(&Account::Cash)?),
            (EntryKind::Opening, "Saldo awal bank", self.money(&Account::Bank)?),
            (EntryKind::Opening, "Utang pajak tahun sebelumnya", debts(owed)?),
            (EntryKind::Silpa, "SiLPA tahun sebelumnya", self.surplus(tx, &owed.shares).await?),
        ];
        let entries = parts
            .into_iter()
            .filter(|(_, _, postings)| !postings.is_empty())
            .map(|(kind, narrative, postings)| Entry {
                tahun: self.year.tahun,
                day,
                kind,
                reference: number.to_owned(),
                narrative: narrative.to_owned(),
                postings,
                settles: Vec::new(),
            })
            .collect();
        Ok(entries)
    }

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

    /// Sources that take over the surplus of others.
    fn moved(&self, closing: &Closing, shares: &[Rupiah]) -> Vec<Refusal> {
        let over = |(at, (one, share)): (usize, (&Held, &Rupiah))| {
            let opening = Rupiah::from_sen(one.money().sen().saturating_sub(share.sen()));
            let refusal = closing.beyond(&self.year, &one.sumber_dana, opening)?;
            Some(refusal.at(format!("lines[{at}]")))
        };
        self.held.iter().zip(shares).enumerate().filter_map(over).collect()
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

    /// One store of money against equity, source by source.
    fn money(&self, account: &Account) -> Result<Vec<Posting>, Error> {
        let equity = RekeningCode::parse(EQUITY)?;
        let mut postings = Vec::new();
        for one in &self.held {
            let held = if *account == Account::Cash { one.cash } else { one.bank };
            if held == Rupiah::ZERO {
                continue;
            }
            let side = |account: Account, sen: i64| Posting {
                account,
                line: None,
                sumber_dana: Some(one.sumber_dana.clone()),
                amount: Rupiah::from_sen(sen),
            };
            postings.push(side(account.clone(), held.sen()));
            postings.push(side(Account::Rekening(equity.clone()), held.sen().saturating_neg()));
        }
        Ok(postings)
    }

    /// The surplus brought forward as financing received, without cash (apbdes.md 8): cash and
    /// bank less the tax that is owed (INV-34).
    async fn surplus(&self, tx: &mut Tx<'_>, shares: &[Rupiah]) -> Result<Vec<Posting>, Error> {
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
        Ok(postings)
    }
}

/// The tax that is owed against equity, account by account; the money for it is in cash and bank
/// already.
fn debts(owed: &Owed) -> Result<Vec<Posting>, Error> {
    if owed.taxes.is_empty() {
        return Ok(Vec::new());
    }
    let equity = Account::Rekening(RekeningCode::parse(EQUITY)?);
    let mut postings = vec![posting(equity, owed.debt.sen())];
    postings.extend(taxes::postings(&owed.taxes));
    Ok(postings)
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
