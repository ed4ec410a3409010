//! ListBku and GetBalance: the cash book and what lies where.

use domain::{Day, Error, Place};
use edge::{
    Violations,
    convert::{day_text, rupiah, sen},
    page_token,
};
use ledger::Account;
use store::{Query, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    names::{Year, loose_day},
    sql_books::{self, BkuRow},
};

/// Lists rows of the cash book.
#[derive(Debug)]
pub struct ListBku {
    year: Year,
    from: Day,
    to: Day,
    page_size: u32,
    after: i64,
}

impl ListBku {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ListBkuRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let from = faults.read("from_day", loose_day(&request.from_day));
        let to = faults.read("to_day", loose_day(&request.to_day));
        let page_size = faults.read("page_size", page_token::page_size(request.page_size));
        let read = || {
            let year = year?;
            let from = from?.unwrap_or_else(|| year.tahun.first_day());
            let to = to?.unwrap_or_else(|| year.tahun.last_day());
            Some(Self { year, from, to, page_size: page_size?, after: 0 })
        };
        let mut list = faults.finish(read())?;
        list.after = list.read_token(&request.page_token)?;
        Ok(list)
    }

    /// The row number that a token goes on after.
    fn read_token(&self, token: &str) -> Result<i64, Error> {
        let bound = self.bound();
        let bound = bound.each_ref().map(String::as_str);
        let after =
            page_token::read(Self::METHOD, &bound, token).map_err(|r| r.at("page_token"))?;
        Ok(after.and_then(|no| no.parse().ok()).unwrap_or_default())
    }

    /// What a token is bound to.
    fn bound(&self) -> [String; 3] {
        [self.year.name(), self.from.iso(), self.to.iso()]
    }
}

impl Query for ListBku {
    const METHOD: &'static str = wire::access::book_service::LIST_BKU;
    type Answer = proto::ListBkuResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let asked = i64::from(self.page_size);
        let values = args![
            &self.year.desa,
            self.year.tahun,
            self.from,
            self.to,
            asked.saturating_add(1),
            self.after
        ];
        let mut rows: Vec<BkuRow> = tx.all(&sql_books::LIST_BKU, values).await?;
        let size = usize::try_from(self.page_size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let bound = self.bound();
        let bound = bound.each_ref().map(String::as_str);
        let next_page_token = match rows.last() {
            Some(last) if more => page_token::issue(Self::METHOD, &bound, &last.no.to_string()),
            _ => String::new(),
        };
        Ok(Self::Answer { rows: rows.into_iter().map(row).collect(), next_page_token })
    }
}

fn row(row: BkuRow) -> proto::BkuRow {
    proto::BkuRow {
        no: row.no,
        day: day_text(Some(row.day)),
        rekening: row.account,
        description: row.narrative,
        received: Some(sen(row.received_sen)),
        spent: Some(sen(row.spent_sen)),
        reference: row.reference,
        balance: Some(sen(row.balance_sen)),
    }
}

/// Answers what lies where.
#[derive(Debug)]
pub struct GetBalance {
    year: Year,
    day: Option<Day>,
}

impl GetBalance {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::GetBalanceRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let day = faults.read("day", loose_day(&request.day));
        let read = || Some(Self { year: year?, day: day? });
        faults.finish(read())
    }
}

impl Query for GetBalance {
    const METHOD: &'static str = wire::access::book_service::GET_BALANCE;
    type Answer = proto::GetBalanceResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.year;
        let day = self.day.unwrap_or_else(|| tx.today());
        let period = ledger::period(tx, &year.desa, year.tahun).await?;
        let mut answer = proto::GetBalanceResponse {
            cash: Some(sen(0)),
            bank: Some(sen(0)),
            panjar: Some(sen(0)),
            taxes: Vec::new(),
            closed_month: i32::try_from(period.closed_month).unwrap_or_default(),
        };
        for balance in ledger::balances(tx, &year.desa, year.tahun, day).await? {
            let amount = Some(rupiah(balance.amount));
            match balance.account {
                Account::Cash => answer.cash = amount,
                Account::Bank => answer.bank = amount,
                Account::Panjar => answer.panjar = amount,
                Account::Rekening(code) => {
                    answer
                        .taxes
                        .push(proto::TaxHeld { rekening: code.as_str().to_owned(), amount });
                }
            }
        }
        Ok(answer)
    }
}
