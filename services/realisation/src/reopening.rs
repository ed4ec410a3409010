//! The last closed month is opened again by three persons: the kaur keuangan proposes, the kepala
//! desa confirms, the camat agrees. Whoever closed it closes it anew, by two persons as before.

use domain::{Error, Place, Refusal, calendar::month_name, ids::PersonId, text};
use edge::Violations;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    month::month,
    names::Year,
    refusal::{REOPENING_MISSING, REOPENING_PENDING, REOPENING_UNCONFIRMED, SAME_PERSON},
    sql_back::{self, ClosingRow, ReopeningRow},
};

/// Which month of which year.
#[derive(Debug, Serialize)]
struct Month {
    year: Year,
    month: u8,
}

impl Month {
    fn read(faults: &mut Violations, parent: &str, number: i32) -> Option<Self> {
        let year = faults.read("parent", Year::parse(parent));
        let month = faults.read("month", month(number));
        Some(Self { year: year?, month: month? })
    }

    fn parse(parent: &str, number: i32) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let month = Self::read(&mut faults, parent, number);
        faults.finish(month)
    }

    fn number(&self) -> i64 {
        i64::from(self.month)
    }

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    /// Why it is not the last closed month; another cannot step back.
    async fn not_last(&self, tx: &mut Tx<'_>) -> Result<Option<Refusal>, Error> {
        let closed = self.closed(tx).await?;
        Ok((closed != self.number()).then(|| ledger::not_last(closed)))
    }

    async fn closed(&self, tx: &mut Tx<'_>) -> Result<i64, Error> {
        let period = ledger::period(tx, &self.year.desa, self.year.tahun).await?;
        Ok(period.closed_month)
    }

    async fn waiting(&self, tx: &mut Tx<'_>) -> Result<Option<ReopeningRow>, Error> {
        let values = args![&self.year.desa, self.year.tahun, self.number()];
        tx.maybe(&sql_back::LOCK_REOPENING, values).await
    }

    fn missing(&self) -> Refusal {
        REOPENING_MISSING.refuse().shown("month", self.month, month_name(self.month))
    }

    fn record(&self, tx: &mut Tx<'_>, event: &'static str) {
        let detail = json!({ "month": self.month });
        tx.record(Event::new(event, self.year.name()).with(detail));
    }
}

/// The last closed month as the answers tell it.
fn told(closed: i64) -> i32 {
    i32::try_from(closed).unwrap_or_default()
}

/// The steps of a reopening that are signed before the last: code and word.
const PROPOSED: (&str, &str) = ("propose_reopening", "pengajuan");
const CONFIRMED: (&str, &str) = ("confirm_reopening", "pengesahan");

/// Why a person who signed before may not sign again.
fn signed_before(
    person: PersonId,
    earlier: &[(Option<Uuid>, (&'static str, &'static str))],
) -> Vec<Refusal> {
    earlier
        .iter()
        .filter(|(signed, _)| *signed == Some(person.uuid()))
        .map(|(_, (code, title))| {
            let refusal = SAME_PERSON.refuse().shown("earlier", code, title);
            refusal.shown("step", "reopen_month", "pembukaan kembali bulan")
        })
        .collect()
}

/// Proposes to open a month again.
#[derive(Debug, Serialize)]
pub struct ProposeMonthReopening {
    month: Month,
    note: String,
}

impl ProposeMonthReopening {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ProposeMonthReopeningRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let month = Month::read(&mut faults, &request.parent, request.month);
        let note = faults.read("note", text::required_note(&request.note));
        let read = || Some(Self { month: month?, note: note? });
        faults.finish(read())
    }
}

impl Command for ProposeMonthReopening {
    const METHOD: &'static str = wire::access::book_service::PROPOSE_MONTH_REOPENING;
    type Answer = proto::ProposeMonthReopeningResponse;

    fn place(&self) -> Place {
        self.month.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let month = &self.month;
        Error::unless_empty(month.not_last(tx).await?.into_iter().collect())?;
        let values = args![
            &month.year.desa,
            tx.new_id(),
            month.year.tahun,
            month.number(),
            &self.note,
            tx.principal()?.person.uuid(),
            tx.now_us()
        ];
        if tx.exec(&sql_back::PUT_REOPENING, values).await? != 1 {
            return Err(REOPENING_PENDING.refuse().into());
        }
        month.record(tx, "month.reopening_proposed");
        Ok(Self::Answer { closed_month: told(month.number()), receipt: None })
    }
}

/// Confirms for the village.
#[derive(Debug, Serialize)]
pub struct ConfirmMonthReopening(Month);

impl ConfirmMonthReopening {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ConfirmMonthReopeningRequest) -> Result<Self, Error> {
        Month::parse(&request.parent, request.month).map(Self)
    }
}

impl Command for ConfirmMonthReopening {
    const METHOD: &'static str = wire::access::book_service::CONFIRM_MONTH_REOPENING;
    type Answer = proto::ConfirmMonthReopeningResponse;

    fn place(&self) -> Place {
        self.0.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let month = &self.0;
        let waiting = month.waiting(tx).await?.filter(|row| row.state == "proposed");
        let row = waiting.ok_or_else(|| Error::from(month.missing()))?;
        let person = tx.principal()?.person;
        let mut reasons = signed_before(person, &[(Some(row.proposed_by), PROPOSED)]);
        reasons.extend(month.not_last(tx).await?);
        Error::unless_empty(reasons)?;
        let values = args![&month.year.desa, row.reopening_id, person.uuid(), tx.now_us()];
        tx.exec(&sql_back::CONFIRM_REOPENING, values).await?;
        month.record(tx, "month.reopening_confirmed");
        Ok(Self::Answer { closed_month: told(month.number()), receipt: None })
    }
}

/// Agrees: the month is open again.
#[derive(Debug, Serialize)]
pub struct AgreeMonthReopening(Month);

impl AgreeMonthReopening {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::AgreeMonthReopeningRequest) -> Result<Self, Error> {
        Month::parse(&request.parent, request.month).map(Self)
    }

    /// Keeps how the month was closed, and takes the closing away.
    async fn undo(&self, tx: &mut Tx<'_>, reopening: Uuid, person: Uuid) -> Result<(), Error> {
        let month = &self.0;
        let (desa, tahun) = (&month.year.desa, month.year.tahun);
        let key = || args![desa, tahun, month.number()];
        let closing: ClosingRow = tx.one(&sql_back::READ_CLOSING, key()).await?;
        let values = args![
            desa,
            reopening,
            person,
            tx.now_us(),
            closing.cash_sen,
            closing.bank_sen,
            closing.proposed_by,
            closing.confirmed_by,
            closing.confirmed_us
        ];
        tx.exec(&sql_back::AGREE_REOPENING, values).await?;
        // A proposal to close the month after it was made on books that may change now.
        let later = args![desa, tahun, month.number().saturating_add(1)];
        tx.exec(&sql_back::DROP_MONTH, later).await?;
        tx.exec(&sql_back::DROP_MONTH, key()).await?;
        ledger::reopen_month(tx, desa, tahun, month.month, reopening).await
    }
}

impl Command for AgreeMonthReopening {
    const METHOD: &'static str = wire::access::book_service::AGREE_MONTH_REOPENING;
    type Answer = proto::AgreeMonthReopeningResponse;

    fn place(&self) -> Place {
        self.0.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let month = &self.0;
        let row = month.waiting(tx).await?.ok_or_else(|| Error::from(month.missing()))?;
        let person = tx.principal()?.person;
        let mut reasons = Vec::new();
        if row.state != "confirmed" {
            reasons.push(REOPENING_UNCONFIRMED.refuse());
        }
        let earlier = [(Some(row.proposed_by), PROPOSED), (row.confirmed_by, CONFIRMED)];
        reasons.extend(signed_before(person, &earlier));
        reasons.extend(month.not_last(tx).await?);
        Error::unless_empty(reasons)?;
        self.undo(tx, row.reopening_id, person.uuid()).await?;
        month.record(tx, "month.reopened");
        Ok(Self::Answer { closed_month: told(month.closed(tx).await?), receipt: None })
    }
}

/// Turns a reopening down.
#[derive(Debug, Serialize)]
pub struct RejectMonthReopening {
    month: Month,
    note: String,
}

impl RejectMonthReopening {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RejectMonthReopeningRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let month = Month::read(&mut faults, &request.parent, request.month);
        let note = faults.read("note", text::required_note(&request.note));
        let read = || Some(Self { month: month?, note: note? });
        faults.finish(read())
    }
}

impl Command for RejectMonthReopening {
    const METHOD: &'static str = wire::access::book_service::REJECT_MONTH_REOPENING;
    type Answer = proto::RejectMonthReopeningResponse;

    fn place(&self) -> Place {
        self.month.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let month = &self.month;
        let row = month.waiting(tx).await?.ok_or_else(|| Error::from(month.missing()))?;
        let person = tx.principal()?.person;
        let note = format!(" Ditolak: {}", self.note);
        let values = args![&month.year.desa, row.reopening_id, person.uuid(), tx.now_us(), note];
        tx.exec(&sql_back::REJECT_REOPENING, values).await?;
        month.record(tx, "month.reopening_rejected");
        Ok(Self::Answer { closed_month: told(month.closed(tx).await?), receipt: None })
    }
}

#[cfg(test)]
#[path = "reopening_tests.rs"]
mod tests;
