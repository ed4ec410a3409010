//! CloseMonth and ConfirmMonthClose: two persons close a month.

use domain::{Day, Error, Place, Refusal, Rupiah, calendar::month_name, ids::PersonId, reason};
use edge::{
    Violations,
    convert::{budget, rupiah, sen},
};
use ledger::Account;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    names::Year,
    refusal::{
        BALANCE_DIFFERS, MONTH_CHANGED, MONTH_NOT_OVER, MONTH_NOT_PROPOSED, PANJAR_OUTSTANDING,
        SAME_PERSON,
    },
    sql_books::{self, MonthRow},
};

/// The last month, at which no advance may be open (INV-26).
const DECEMBER: u8 = 12;

/// Reads a month's number.
pub fn month(number: i32) -> Result<u8, Refusal> {
    u8::try_from(number).ok().filter(|month| (1..=DECEMBER).contains(month)).ok_or_else(|| {
        reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", number)
            .fact("min", 1)
            .fact("max", DECEMBER)
    })
}

/// The number of the newest entry dated up to a month's end, 0 when there is none. What is dated
/// later changes nothing of the month.
async fn newest(tx: &mut Tx<'_>, year: &Year, end: Day) -> Result<i64, Error> {
    let values = args![&year.desa, year.tahun, end];
    tx.one::<(i64,)>(&sql_books::READ_NEWEST, values).await.map(|(seq,)| seq)
}

/// What the books hold at a month's end.
struct Held {
    cash: Rupiah,
    bank: Rupiah,
    panjar: Rupiah,
}

async fn held(tx: &mut Tx<'_>, year: &Year, end: Day) -> Result<Held, Error> {
    let balances = ledger::balances(tx, &year.desa, year.tahun, end).await?;
    let of = |account: &Account| {
        let found = balances.iter().find(|balance| balance.account == *account);
        found.map(|balance| balance.amount).unwrap_or_default()
    };
    Ok(Held { cash: of(&Account::Cash), bank: of(&Account::Bank), panjar: of(&Account::Panjar) })
}

fn balance(cash: Rupiah, bank: Rupiah) -> proto::MonthBalance {
    proto::MonthBalance {
        total: Some(sen(cash.sen().saturating_add(bank.sen()))),
        cash: Some(rupiah(cash)),
        bank: Some(rupiah(bank)),
    }
}

/// The reason against another month than the one after the last closed.
fn out_of_order(closed_month: i64) -> Refusal {
    let next = closed_month.saturating_add(1);
    let name = month_name(u8::try_from(next).unwrap_or_default());
    ledger::MONTH_ORDER.refuse().shown("next", next, name)
}

/// Advances that are open when December closes.
fn open_advances(month: u8, held: &Held) -> Option<Refusal> {
    let open = month == DECEMBER && held.panjar > Rupiah::ZERO;
    open.then(|| PANJAR_OUTSTANDING.refuse().sen("amount", held.panjar))
}

/// Proposes to close a month.
#[derive(Debug, Serialize)]
pub struct CloseMonth {
    year: Year,
    month: u8,
    cash: Rupiah,
    bank: Rupiah,
}

impl CloseMonth {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::CloseMonthRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let month = faults.read("month", month(request.month));
        let cash = faults.required("cash_counted", request.cash_counted.as_ref(), budget);
        let bank = faults.required("bank_statement", request.bank_statement.as_ref(), budget);
        let read = || Some(Self { year: year?, month: month?, cash: cash?, bank: bank? });
        faults.finish(read())
    }

    /// Why the month cannot be proposed.
    fn unmet(&self, held: &Held, end: Day, today: Day, closed_month: i64) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        if today < end {
            let name = month_name(self.month);
            reasons.push(MONTH_NOT_OVER.refuse().shown("month", self.month, name));
        }
        if i64::from(self.month) != closed_month.saturating_add(1) {
            reasons.push(out_of_order(closed_month));
        }
        let counts = [(Account::Cash, held.cash, self.cash), (Account::Bank, held.bank, self.bank)];
        for (account, books, counted) in counts {
            if books != counted {
                let refusal =
                    BALANCE_DIFFERS.refuse().shown("account", account.code(), account.title());
                reasons.push(refusal.sen("books", books).sen("counted", counted));
            }
        }
        reasons.extend(open_advances(self.month, held));
        reasons
    }
}

impl Command for CloseMonth {
    const METHOD: &'static str = wire::access::book_service::CLOSE_MONTH;
    type Answer = proto::CloseMonthResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.year;
        let end = Day::from_ymd(year.tahun.get(), self.month, 1).month_end();
        let period = ledger::period(tx, &year.desa, year.tahun).await?;
        let seq = newest(tx, year, end).await?;
        let held = held(tx, year, end).await?;
        Error::unless_empty(self.unmet(&held, end, tx.today(), period.closed_month))?;
        let person = tx.principal()?.person.uuid();
        let values = args![
            &year.desa,
            year.tahun,
            i64::from(self.month),
            held.cash,
            held.bank,
            seq,
            person,
            tx.now_us()
        ];
        if tx.exec(&sql_books::PROPOSE_MONTH, values).await? != 1 {
            // Others closed the month since the journal was read.
            let period = ledger::period(tx, &year.desa, year.tahun).await?;
            return Err(out_of_order(period.closed_month).into());
        }
        let detail = json!({ "month": self.month, "cash_sen": held.cash.sen(), "bank_sen": held.bank.sen() });
        tx.record(Event::new("month.proposed", year.name()).with(detail));
        Ok(Self::Answer { balance: Some(balance(held.cash, held.bank)), receipt: None })
    }
}

/// Closes a proposed month.
#[derive(Debug, Serialize)]
pub struct ConfirmMonthClose {
    year: Year,
    month: u8,
}

impl ConfirmMonthClose {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ConfirmMonthCloseRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let month = faults.read("month", month(request.month));
        let read = || Some(Self { year: year?, month: month? });
        faults.finish(read())
    }

    /// Why the month cannot be closed: nobody proposed it, the same person, changed books.
    fn unmet(
        &self,
        proposed: &MonthRow,
        (seq, held): (i64, &Held),
        person: PersonId,
    ) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        if proposed.proposed_by == person.uuid() {
            let refusal =
                SAME_PERSON.refuse().shown("earlier", "propose_closing", "pengajuan penutupan");
            reasons.push(refusal.shown("step", "confirm_closing", "penutupan"));
        }
        // Any entry up to the month's end is a change, also those that leave the balances as they
        // were.
        let was = (proposed.journal_seq, proposed.cash_sen, proposed.bank_sen);
        if was != (seq, held.cash.sen(), held.bank.sen()) {
            let name = month_name(self.month);
            reasons.push(MONTH_CHANGED.refuse().shown("month", self.month, name));
        }
        reasons.extend(open_advances(self.month, held));
        reasons
    }
}

impl Command for ConfirmMonthClose {
    const METHOD: &'static str = wire::access::book_service::CONFIRM_MONTH_CLOSE;
    type Answer = proto::ConfirmMonthCloseResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (year, number) = (&self.year, i64::from(self.month));
        let values = args![&year.desa, year.tahun, number];
        let proposed: Option<MonthRow> = tx.maybe(&sql_books::READ_MONTH, values).await?;
        let Some(proposed) = proposed.filter(|row| row.state == "proposed") else {
            let name = month_name(self.month);
            return Err(MONTH_NOT_PROPOSED.refuse().shown("month", self.month, name).into());
        };
        // Closing locks the journal of the year: what is read after it cannot change any more.
        ledger::close_month(tx, &year.desa, year.tahun, self.month).await?;
        let end = Day::from_ymd(year.tahun.get(), self.month, 1).month_end();
        let seq = newest(tx, year, end).await?;
        let held = held(tx, year, end).await?;
        let person = tx.principal()?.person;
        Error::unless_empty(self.unmet(&proposed, (seq, &held), person))?;
        let values = args![&year.desa, year.tahun, number, person.uuid(), tx.now_us()];
        tx.exec(&sql_books::CONFIRM_MONTH, values).await?;
        let detail = json!({ "month": self.month, "cash_sen": held.cash.sen(), "bank_sen": held.bank.sen() });
        tx.record(Event::new("month.closed", year.name()).with(detail));
        Ok(Self::Answer { balance: Some(balance(held.cash, held.bank)), receipt: None })
    }
}
