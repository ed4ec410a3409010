//! ListCorrections, and a correction as a message.

use domain::{Error, Place, ids};
use edge::{
    Violations,
    convert::{day_text, sen},
    page_token,
};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    names::{CorrectionName, Year},
    replacement::decode,
    sql_correction::{self, CorrectionRow},
};

/// The stored word of a state on the wire; empty for none.
fn word(number: i32) -> &'static str {
    match proto::CorrectionState::try_from(number) {
        Ok(proto::CorrectionState::Proposed) => "proposed",
        Ok(proto::CorrectionState::Confirmed) => "confirmed",
        Ok(proto::CorrectionState::Rejected) => "rejected",
        _ => "",
    }
}

/// A correction as it stands.
pub async fn read(tx: &mut Tx<'_>, name: &CorrectionName) -> Result<proto::Correction, Error> {
    let values = args![&name.year.desa, name.id];
    let row: CorrectionRow = tx.one(&sql_correction::READ_CORRECTION, values).await?;
    message(&name.year, row)
}

fn message(year: &Year, row: CorrectionRow) -> Result<proto::Correction, Error> {
    let name = CorrectionName { year: year.clone(), id: row.correction_id };
    let state = match row.state.as_str() {
        "proposed" => proto::CorrectionState::Proposed,
        "confirmed" => proto::CorrectionState::Confirmed,
        _ => proto::CorrectionState::Rejected,
    };
    let replacement = row.replacement.as_deref().map(decode).transpose()?;
    Ok(proto::Correction {
        name: name.name(),
        reference: row.reference,
        description: row.description,
        amount: Some(sen(row.amount_sen)),
        state: state.into(),
        note: row.note,
        day: day_text(row.booked_day.or(row.day)),
        replacement,
        proposed_by_display_name: row.proposed_name.unwrap_or_default(),
        proposed_us: row.proposed_us,
        closed_by_display_name: row.closed_name.unwrap_or_default(),
        closed_us: row.closed_us.unwrap_or_default(),
        number: row.number.unwrap_or_default(),
        replacement_number: row.replacement_number.unwrap_or_default(),
        document_number: row.document,
    })
}

/// Lists the corrections of a year.
#[derive(Debug)]
pub struct ListCorrections {
    year: Year,
    state: &'static str,
    page_size: u32,
    after: Option<Uuid>,
}

impl ListCorrections {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ListCorrectionsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let page_size = faults.read("page_size", page_token::page_size(request.page_size));
        let state = word(request.state);
        let bound = [request.parent.as_str(), state];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.as_deref().map(ids::parse).transpose());
        let after = faults.read("page_token", after);
        let read = || Some(Self { year: year?, state, page_size: page_size?, after: after? });
        faults.finish(read())
    }
}

impl Query for ListCorrections {
    const METHOD: &'static str = wire::access::book_service::LIST_CORRECTIONS;
    type Answer = proto::ListCorrectionsResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.year;
        let after = self.after.unwrap_or(Uuid::from_u128(u128::MAX));
        let asked = i64::from(self.page_size).saturating_add(1);
        let values = args![&year.desa, year.tahun, self.state, after, asked];
        let mut rows: Vec<CorrectionRow> =
            tx.all(&sql_correction::LIST_CORRECTIONS, values).await?;
        let size = usize::try_from(self.page_size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_page_token = match rows.last() {
            Some(last) if more => {
                let key = last.correction_id.to_string();
                page_token::issue(Self::METHOD, &[&year.name(), self.state], &key)
            }
            _ => String::new(),
        };
        let corrections =
            rows.into_iter().map(|row| message(year, row)).collect::<Result<_, _>>()?;
        Ok(Self::Answer { corrections, next_page_token })
    }
}
