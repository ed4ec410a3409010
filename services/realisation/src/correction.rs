//! ProposeCorrection, ConfirmCorrection and RejectCorrection: what stands wrong in the books is put
//! right by two persons. The kaur keuangan keeps the books and proposes; the sekretaris desa
//! verifies the proofs of what came in and went out (Permendagri 20/2018 P.5(3)c) and confirms.
//!
//! Nothing that was booked is changed. An exact contra entry of an open month undoes the wrong one,
//! and what is right is a document of its own, by the rules of its kind. Both are one act: cash and
//! bank hold on every day what both leave there, and no more tax is deposited than was withheld.

use domain::{Day, Error, Place, Refusal, Role, ids::PersonId, reason, text};
use edge::{Violations, convert::day};
use ledger::Contra;
use prost::Message as _;
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    corrections,
    facts::stale,
    last_year,
    names::{CorrectionName, Year, loose_day, loose_line},
    refusal::{CORRECTION_MISSING, CORRECTION_PENDING, SAME_PERSON},
    replacement::{Instead, Right, decode},
    rules::outside_year,
    series,
    sql_correction::{self, LiveRow, WaitingRow},
    taxes::day_between,
    wrong::{self, Found, Wrong},
};

/// The most characters of a number.
const REFERENCE_MAX: usize = 60;

/// Why a contra entry does not stand on a day: outside the year, before what it undoes, to come, or
/// in a closed month (INV-35).
async fn contra_day(
    tx: &mut Tx<'_>,
    year: &Year,
    found: &Found,
    on: Day,
) -> Result<Vec<Refusal>, Error> {
    if !year.tahun.contains(on) {
        return Ok(vec![outside_year(year.tahun, on).at("day")]);
    }
    let mut reasons: Vec<Refusal> = day_between(on, found.day, tx.today())
        .map(|refusal| refusal.at("day"))
        .into_iter()
        .collect();
    let closed_month = ledger::period(tx, &year.desa, year.tahun).await?.closed_month;
    if i64::from(on.month()) <= closed_month {
        reasons.push(ledger::month_closed(on).at("day"));
    }
    Ok(reasons)
}

/// The reason against a second correction of a number: where the one that is there stands.
fn pending(reference: &str, live: Option<&LiveRow>) -> Error {
    let told = match live {
        Some(LiveRow { state, number: Some(number), replacement_number })
            if state == "confirmed" =>
        {
            let right = replacement_number.as_ref().map(|right| {
                format!("; penggantinya {right}, yang dikoreksi dengan nomornya sendiri")
            });
            format!("sudah dibukukan dengan {number}{}", right.unwrap_or_default())
        }
        _ => "sudah diajukan dan menunggu sekretaris desa".to_owned(),
    };
    let state = live.map_or("proposed", |live| live.state.as_str());
    let refusal = CORRECTION_PENDING.refuse().fact("number", reference);
    refusal.shown("state", state, told).at("reference").into()
}

/// Proposes a correction.
#[derive(Debug, Serialize)]
pub struct ProposeCorrection {
    year: Year,
    reference: String,
    kind: Wrong,
    day: Option<Day>,
    note: String,
    document: String,
    /// The message of what is right instead, as it is kept.
    replacement: Option<Vec<u8>>,
}

impl ProposeCorrection {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ProposeCorrectionRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let reference = faults.read("reference", text::line(&request.reference, REFERENCE_MAX));
        let day = faults.read("day", loose_day(&request.day));
        let note = faults.read("note", text::required_note(&request.note));
        let document = loose_line(&request.document_number, REFERENCE_MAX);
        let document = faults.read("document_number", document);
        let kind = reference.as_deref().map(Wrong::of);
        let replacement = request.replacement;
        if let (Some(year), Some(Ok(kind))) = (&year, &kind) {
            match &replacement {
                Some(what) => {
                    let unread = Right::read(*kind, year, what, None).err();
                    for refusal in unread.into_iter().flat_map(|error| error.refusals) {
                        faults.add(refusal);
                    }
                }
                // A year without an opening balance would begin with nothing.
                None if *kind == Wrong::Opening => {
                    faults.add(reason::FIELD_REQUIRED.refuse().at("replacement.lines"));
                }
                None => {}
            }
        }
        let read = || Some((year?, reference?, day?, note?, document?));
        let (year, reference, day, note, document) = faults.finish(read())?;
        let kind = Wrong::of(&reference)?;
        let replacement = replacement.map(|what| what.encode_to_vec());
        Ok(Self { year, reference, kind, day, note, document, replacement })
    }

    /// Tax of which less is left with the state than was recorded, and nothing but a note to show
    /// for it.
    fn unshown(&self, found: &Found) -> Result<Option<Refusal>, Error> {
        let right = self.replacement.as_deref().map(decode).transpose()?;
        let left_sen = right.and_then(|right| right.amount).map_or(0, |amount| amount.sen);
        let is_less = self.kind == Wrong::TaxDeposit && left_sen < found.amount_sen;
        let missing = is_less && self.document.is_empty();
        Ok(missing.then(|| reason::FIELD_REQUIRED.refuse().at("document_number")))
    }
}

impl Command for ProposeCorrection {
    const METHOD: &'static str = wire::access::book_service::PROPOSE_CORRECTION;
    type Answer = proto::ProposeCorrectionResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (year, reference) = (&self.year, self.reference.as_str());
        let values = args![&year.desa, year.tahun, reference];
        let live: Option<LiveRow> = tx.maybe(&sql_correction::FIND_LIVE, values).await?;
        if live.is_some() {
            return Err(pending(reference, live.as_ref()));
        }
        let found = wrong::find(tx, year, self.kind, reference).await?;
        let found = found.ok_or_else(|| Error::from(wrong::unknown(reference)))?;
        let on = self.day.unwrap_or_else(|| tx.today());
        let mut reasons = contra_day(tx, year, &found, on).await?;
        reasons.extend(self.unshown(&found)?);
        Error::unless_empty(reasons)?;
        if let Some(bytes) = &self.replacement {
            Right::stored(self.kind, year, bytes, on)?.check(tx).await?;
        }
        let name = CorrectionName { year: year.clone(), id: tx.new_id() };
        let values = args![
            &year.desa,
            name.id,
            year.tahun,
            reference,
            self.kind.code(),
            found.amount_sen,
            &found.description,
            &self.note,
            self.day,
            self.replacement.clone(),
            &self.document,
            tx.principal()?.person.uuid(),
            tx.now_us()
        ];
        if tx.exec(&sql_correction::PUT_CORRECTION, values).await? != 1 {
            return Err(pending(reference, None));
        }
        let detail = json!({ "reference": reference, "amount_sen": found.amount_sen });
        tx.record(Event::new("correction.proposed", name.name()).with(detail));
        Ok(Self::Answer { correction: Some(corrections::read(tx, &name).await?), receipt: None })
    }
}

/// A correction that waits.
async fn waiting(tx: &mut Tx<'_>, name: &CorrectionName) -> Result<WaitingRow, Error> {
    let year = &name.year;
    let values = args![&year.desa, name.id, year.tahun];
    let row: Option<WaitingRow> = tx.maybe(&sql_correction::LOCK_CORRECTION, values).await?;
    row.ok_or_else(|| CORRECTION_MISSING.refuse().about(name.name()).into())
}

/// Whether the acting person proposed it.
fn is_own(tx: &Tx<'_>, row: &WaitingRow) -> Result<bool, Error> {
    Ok(PersonId::new(row.proposed_by) == tx.principal()?.person)
}

/// How a correction ended: its state, and when it was booked the contra entry's number and day and
/// the number of what was booked instead.
struct End<'a> {
    state: &'static str,
    number: Option<&'a str>,
    day: Option<Day>,
    replacement: Option<&'a str>,
}

/// Closes a correction that waits.
async fn close(tx: &mut Tx<'_>, name: &CorrectionName, end: End<'_>) -> Result<(), Error> {
    let values = args![
        &name.year.desa,
        name.id,
        end.state,
        tx.principal()?.person.uuid(),
        tx.now_us(),
        end.number,
        end.day,
        end.replacement
    ];
    if tx.exec(&sql_correction::CLOSE_CORRECTION, values).await? == 1 {
        return Ok(());
    }
    Err(stale())
}

/// Books a proposed correction.
#[derive(Debug, Serialize)]
pub struct ConfirmCorrection {
    name: CorrectionName,
}

impl ConfirmCorrection {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ConfirmCorrectionRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", CorrectionName::parse(&request.name));
        faults.finish(name.map(|name| Self { name }))
    }

    /// Books what is wrong back and what is right in its place, and closes the correction; answers
    /// the number of the contra entry and of what is right.
    async fn book(
        &self,
        tx: &mut Tx<'_>,
        row: &WaitingRow,
        kind: Wrong,
    ) -> Result<(String, Option<String>), Error> {
        let year = &self.name.year;
        let found = wrong::find(tx, year, kind, &row.reference).await?;
        let found = found.ok_or_else(Error::absent)?;
        let on = row.day.and_then(day).unwrap_or_else(|| tx.today());
        Error::unless_empty(contra_day(tx, year, &found, on).await?)?;
        let number = series::next(tx, year, series::KOR).await?;
        let instead = match row.replacement.as_deref() {
            Some(bytes) => Some(Right::stored(kind, year, bytes, on)?.instead(tx, on).await?),
            None => None,
        };
        let contra = Contra {
            tahun: year.tahun,
            day: on,
            reference: number.clone(),
            narrative: format!("Koreksi {}: {}", row.reference, found.description),
        };
        let entries = instead.as_ref().map(|one| one.entries.as_slice()).unwrap_or_default();
        let ids = ledger::undo(tx, &year.desa, &found.entries, &contra, entries).await?;
        if kind == Wrong::TaxDeposit {
            last_year::still_here(tx, year).await?;
        }
        let right = instead.as_ref().map(|one| one.number.as_str());
        let end = End {
            state: "confirmed",
            number: Some(number.as_str()),
            day: Some(on),
            replacement: right,
        };
        close(tx, &self.name, end).await?;
        if let Some(document) = found.document {
            let values = args![&year.desa, document, self.name.id];
            if tx.exec(&sql_correction::UNDO_DOCUMENT, values).await? != 1 {
                return Err(stale());
            }
        }
        if let (Some(Instead { number, document: Some(document), .. }), Some(entry)) =
            (&instead, ids.first())
        {
            document.keep(tx, number, *entry).await?;
        }
        Ok((number, instead.map(|one| one.number)))
    }
}

impl Command for ConfirmCorrection {
    const METHOD: &'static str = wire::access::book_service::CONFIRM_CORRECTION;
    type Answer = proto::ConfirmCorrectionResponse;

    fn place(&self) -> Place {
        self.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let row = waiting(tx, name).await?;
        if is_own(tx, &row)? {
            let refusal =
                SAME_PERSON.refuse().shown("earlier", "propose_correction", "pengajuan koreksi");
            return Err(refusal.shown("step", "confirm_correction", "koreksi").into());
        }
        let kind = Wrong::of(&row.reference)?;
        let (number, replacement) = self.book(tx, &row, kind).await?;
        let detail = json!({
            "reference": row.reference, "contra": number, "replacement": replacement,
        });
        tx.record(Event::new("correction.confirmed", name.name()).with(detail));
        Ok(Self::Answer { correction: Some(corrections::read(tx, name).await?), receipt: None })
    }
}

/// Turns a proposed correction down: the sekretaris desa, or who proposed it and takes it back.
#[derive(Debug, Serialize)]
pub struct RejectCorrection {
    name: CorrectionName,
}

impl RejectCorrection {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::RejectCorrectionRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", CorrectionName::parse(&request.name));
        faults.finish(name.map(|name| Self { name }))
    }
}

impl Command for RejectCorrection {
    const METHOD: &'static str = wire::access::book_service::REJECT_CORRECTION;
    type Answer = proto::RejectCorrectionResponse;

    fn place(&self) -> Place {
        self.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let row = waiting(tx, name).await?;
        let taken_back = is_own(tx, &row)?;
        // A kaur keuangan takes back no proposal of another one.
        if !taken_back && !tx.principal()?.holds(&[Role::Sek], &self.place(), tx.today()) {
            return Err(reason::NOT_ALLOWED.refuse().into());
        }
        let end = End { state: "rejected", number: None, day: None, replacement: None };
        close(tx, name, end).await?;
        let detail = json!({ "reference": row.reference, "taken_back": taken_back });
        tx.record(Event::new("correction.rejected", name.name()).with(detail));
        Ok(Self::Answer { correction: Some(corrections::read(tx, name).await?), receipt: None })
    }
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
