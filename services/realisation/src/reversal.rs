//! ProposeReversal, ConfirmReversal and RejectReversal: a payment is taken back by two persons.
//!
//! Nothing that was booked is changed. A contra entry of today books back, side by side,
//! everything that was booked for the request: the payment and, for an advance, its accounting
//! and the rest that came back. So the budget lines are free again, the money is where it came
//! from, and tax that was withheld is no longer held; if it was deposited meanwhile, the reversal
//! is refused (TAX_DEPOSITED) until the state has given it back or other tax takes its place
//! (decision 36).
//!
//! The place that the work claimed is free again too, so the money must really be back: the
//! document by which it came is told, and shown in the cash book.

use domain::{
    Day, Error, Place, Refusal, Rupiah, SumberDana,
    ids::{LineId, PersonId},
    reason, text,
};
use edge::{
    Violations,
    convert::{day, day_text, etag},
};
use ledger::{Account, Entry, EntryKind, Posting};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    decide::{release, target},
    facts::{self, stale},
    names::{SppName, loose_day},
    refusal::{REVERSAL_EMPTY, REVERSAL_MISSING, REVERSAL_PENDING, SAME_PERSON, TAX_DEPOSITED},
    rules::outside_year,
    series,
    spp::{Kind, State},
    sql::{HeadRow, PaymentRow, READ_PAYMENT},
    sql_back::{self, BookedRow, ReversalRow},
    taxes::day_between,
};

/// The longest number of a document.
const DOCUMENT_MAX: usize = 100;
/// States in which money of a request is out.
const PAID: [State; 3] = [State::Disbursed, State::Accounted, State::Settled];

/// The newest reversal of a request as a message.
pub async fn newest(tx: &mut Tx<'_>, name: &SppName) -> Result<Option<proto::Reversal>, Error> {
    Ok(read(tx, name).await?.as_ref().map(message))
}

async fn read(tx: &mut Tx<'_>, name: &SppName) -> Result<Option<ReversalRow>, Error> {
    tx.maybe(&sql_back::READ_REVERSAL, args![name.desa(), name.id.uuid()]).await
}

fn message(row: &ReversalRow) -> proto::Reversal {
    let state = match row.state.as_str() {
        "proposed" => proto::ReversalState::Proposed,
        "confirmed" => proto::ReversalState::Confirmed,
        _ => proto::ReversalState::Rejected,
    };
    proto::Reversal {
        state: state.into(),
        note: row.note.clone(),
        proposed_by_display_name: row.proposed_name.clone().unwrap_or_default(),
        proposed_us: row.proposed_us,
        closed_by_display_name: row.closed_name.clone().unwrap_or_default(),
        closed_us: row.closed_us.unwrap_or_default(),
        number: row.number.clone().unwrap_or_default(),
        day: day_text(row.day),
        document_number: row.document.clone(),
        document_day: day_text(row.document_day),
    }
}

/// The sides that book back everything that was booked for a request.
async fn contra(tx: &mut Tx<'_>, name: &SppName) -> Result<Vec<Posting>, Error> {
    let values = args![name.desa(), name.id.uuid()];
    let booked: Vec<BookedRow> = tx.all(&sql_back::READ_BOOKED, values).await?;
    booked
        .iter()
        .filter(|row| row.amount_sen != 0)
        .map(|row| {
            Ok(Posting {
                account: Account::parse(&row.account)?,
                line: row.line_id.map(LineId::new),
                sumber_dana: row.sumber_dana.as_deref().map(SumberDana::parse).transpose()?,
                amount: Rupiah::from_sen(row.amount_sen.saturating_neg()),
            })
        })
        .collect()
}

/// Why nothing is booked back: of an advance that was given back as a whole no side is left but
/// money, which may have come back into another store than it left.
fn nothing_left(name: &SppName, head: &HeadRow, contra: &[Posting]) -> Option<Refusal> {
    let is_left = contra.iter().any(|side| !side.account.is_money());
    (!is_left).then(|| REVERSAL_EMPTY.refuse().fact("number", &head.number).about(name.name()))
}

/// Tax to be booked back that was deposited: the village holds less of it than that.
async fn deposited(
    tx: &mut Tx<'_>,
    name: &SppName,
    contra: &[Posting],
) -> Result<Vec<Refusal>, Error> {
    let today = tx.today();
    let mut reasons = Vec::new();
    for side in contra.iter().filter(|side| side.account.is_tax() && side.amount > Rupiah::ZERO) {
        let (desa, tahun) = (name.desa(), name.year.tahun);
        let held = ledger::available(tx, desa, tahun, &side.account, today).await?;
        if held < side.amount {
            let refusal =
                TAX_DEPOSITED.refuse().shown("account", side.account.code(), side.account.title());
            let refusal = refusal.sen("held", held).sen("asked", side.amount);
            reasons.push(refusal.about(name.name()));
        }
    }
    Ok(reasons)
}

/// Moves the revision on, so that two acts on one request do not pass each other unseen.
async fn touch(tx: &mut Tx<'_>, name: &SppName, revision: i64) -> Result<(), Error> {
    let values = args![name.desa(), name.id.uuid(), revision];
    if tx.exec(&sql_back::TOUCH, values).await? == 1 { Ok(()) } else { Err(stale()) }
}

/// Proposes a reversal.
#[derive(Debug, Serialize)]
pub struct ProposeReversal {
    name: SppName,
    revision: i64,
    note: String,
    document: String,
    document_day: Day,
}

impl ProposeReversal {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ProposeReversalRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        let document =
            faults.read("document_number", text::line(&request.document_number, DOCUMENT_MAX));
        let document_day = faults.read("document_day", required_day(&request.document_day));
        let read = || {
            let (name, revision) = target?;
            let (document, document_day) = (document?, document_day?);
            Some(Self { name, revision, note: note?, document, document_day })
        };
        faults.finish(read())
    }

    /// The money came back between its payment and today.
    async fn day_unmet(&self, tx: &mut Tx<'_>) -> Result<Option<Refusal>, Error> {
        let values = args![self.name.desa(), self.name.id.uuid()];
        let paid: Option<PaymentRow> = tx.maybe(&READ_PAYMENT, values).await?;
        let Some(paid) = paid.and_then(|paid| day(paid.day)) else { return Ok(None) };
        let unmet = day_between(self.document_day, paid, tx.today());
        Ok(unmet.map(|refusal| refusal.at("document_day")))
    }
}

fn required_day(text: &str) -> Result<Day, Refusal> {
    loose_day(text)?.ok_or_else(|| reason::FIELD_REQUIRED.refuse())
}

impl Command for ProposeReversal {
    const METHOD: &'static str = wire::access::spp_service::PROPOSE_REVERSAL;
    type Answer = proto::ProposeReversalResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        head.refuse(&PAID, self.revision, self.day_unmet(tx).await?)?;
        // The contra entry is booked on the day of the confirmation, which is not before today.
        if !name.year.tahun.contains(tx.today()) {
            return Err(outside_year(name.year.tahun, tx.today()).about(name.name()).into());
        }
        let sides = contra(tx, name).await?;
        let mut reasons = deposited(tx, name, &sides).await?;
        reasons.extend(nothing_left(name, &head, &sides));
        Error::unless_empty(reasons)?;
        touch(tx, name, self.revision).await?;
        let values = args![
            name.desa(),
            tx.new_id(),
            name.id.uuid(),
            name.year.tahun,
            &self.note,
            tx.principal()?.person.uuid(),
            tx.now_us(),
            &self.document,
            self.document_day
        ];
        if tx.exec(&sql_back::PUT_REVERSAL, values).await? != 1 {
            return Err(REVERSAL_PENDING.refuse().about(name.name()).into());
        }
        let detail = json!({ "number": head.number, "amount_sen": head.amount_sen });
        tx.record(Event::new("spp.reversal_proposed", name.name()).with(detail));
        Ok(Self::Answer {
            reversal: newest(tx, name).await?,
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// The waiting reversal, and why the acting person may not close it.
async fn waiting(
    tx: &mut Tx<'_>,
    name: &SppName,
) -> Result<(Option<ReversalRow>, Vec<Refusal>), Error> {
    let row = read(tx, name).await?.filter(|row| row.state == "proposed");
    let person = tx.principal()?.person;
    let reasons = match &row {
        None => vec![REVERSAL_MISSING.refuse()],
        Some(row) if PersonId::new(row.proposed_by) == person => {
            let refusal =
                SAME_PERSON.refuse().shown("earlier", "propose_reversal", "pengajuan pembalikan");
            vec![refusal.shown("step", "confirm_reversal", "pembalikan")]
        }
        Some(_) => Vec::new(),
    };
    Ok((row, reasons))
}

/// Books a proposed reversal.
#[derive(Debug, Serialize)]
pub struct ConfirmReversal {
    name: SppName,
    revision: i64,
}

impl ConfirmReversal {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ConfirmReversalRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }

    /// Books the sides of a contra entry on a day; answers the entry's id.
    async fn book(
        &self,
        tx: &mut Tx<'_>,
        head: &HeadRow,
        postings: Vec<Posting>,
        (day, number): (Day, &str),
        proof: &str,
    ) -> Result<uuid::Uuid, Error> {
        let name = &self.name;
        // One that was proposed before documents were asked for has none.
        let proof = if proof.is_empty() { String::new() } else { format!(" (bukti {proof})") };
        let entry = Entry {
            tahun: name.year.tahun,
            day,
            kind: EntryKind::Reversal,
            reference: number.to_owned(),
            narrative: format!("Pembalikan {}{proof}: {}", head.number, head.description),
            postings,
            settles: Vec::new(),
        };
        ledger::post(tx, name.desa(), &entry).await.map(|id| id.uuid())
    }
}

impl Command for ConfirmReversal {
    const METHOD: &'static str = wire::access::spp_service::CONFIRM_REVERSAL;
    type Answer = proto::ConfirmReversalResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        let (row, reasons) = waiting(tx, name).await?;
        head.refuse(&PAID, self.revision, reasons)?;
        let row = row.ok_or_else(Error::absent)?;
        let sides = contra(tx, name).await?;
        let mut reasons = deposited(tx, name, &sides).await?;
        reasons.extend(nothing_left(name, &head, &sides));
        Error::unless_empty(reasons)?;
        touch(tx, name, self.revision).await?;
        // A definitif request spent its reservation when it was paid; an advance keeps its own
        // until it is accounted for.
        if head.state()? == State::Disbursed && head.kind()? == Kind::Panjar {
            release(tx, name).await?;
        }
        let (day, now_us) = (tx.today(), tx.now_us());
        let number = series::next(tx, &name.year, series::KOR).await?;
        let entry = self.book(tx, &head, sides, (day, number.as_str()), &row.document).await?;
        let person = tx.principal()?.person.uuid();
        let values =
            args![name.desa(), row.reversal_id, "confirmed", person, now_us, &number, day, entry];
        if tx.exec(&sql_back::CLOSE_REVERSAL, values).await? != 1 {
            return Err(stale());
        }
        let touched = self.revision.saturating_add(1);
        let values = args![name.desa(), name.id.uuid(), touched, now_us];
        if tx.exec(&sql_back::REVERSE, values).await? != 1 {
            return Err(stale());
        }
        let detail = json!({
            "number": head.number, "contra": number, "amount_sen": head.amount_sen,
        });
        tx.record(Event::new("spp.reversed", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Reversed.wire(),
            reversal: newest(tx, name).await?,
            etag: etag(touched.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Turns a proposed reversal down.
#[derive(Debug, Serialize)]
pub struct RejectReversal {
    name: SppName,
    revision: i64,
}

impl RejectReversal {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RejectReversalRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }
}

impl Command for RejectReversal {
    const METHOD: &'static str = wire::access::spp_service::REJECT_REVERSAL;
    type Answer = proto::RejectReversalResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let head = facts::head(tx, name).await?;
        let (row, reasons) = waiting(tx, name).await?;
        head.refuse(&PAID, self.revision, reasons)?;
        let row = row.ok_or_else(Error::absent)?;
        touch(tx, name, self.revision).await?;
        let person = tx.principal()?.person.uuid();
        let values = args![
            name.desa(),
            row.reversal_id,
            "rejected",
            person,
            tx.now_us(),
            None::<String>,
            None::<Day>,
            None::<uuid::Uuid>
        ];
        if tx.exec(&sql_back::CLOSE_REVERSAL, values).await? != 1 {
            return Err(stale());
        }
        let detail = json!({ "number": head.number });
        tx.record(Event::new("spp.reversal_rejected", name.name()).with(detail));
        Ok(Self::Answer {
            reversal: newest(tx, name).await?,
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

#[cfg(test)]
#[path = "reversal_tests.rs"]
mod tests;
