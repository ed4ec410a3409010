//! Reading mandates.

use domain::{Error, Place, ids};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::{
    access::mandate_service as method,
    identity::v1::{
        GetMandateRequest, GetMandateResponse, ListMandatesRequest, ListMandatesResponse,
    },
};

use crate::{
    mandate::{self, MandateName},
    sql::{self, MandateRow},
};

/// One mandate.
pub struct GetMandate {
    name: MandateName,
}

impl GetMandate {
    /// Reads the request.
    pub fn parse(request: &GetMandateRequest) -> Result<Self, Error> {
        let name = MandateName::parse(&request.name).map_err(|refusal| refusal.at("name"))?;
        Ok(Self { name })
    }
}

impl Query for GetMandate {
    const METHOD: &'static str = method::GET_MANDATE;
    type Answer = GetMandateResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GetMandateResponse, Error> {
        let row = mandate::read(tx, &self.name).await?;
        Ok(GetMandateResponse { mandate: Some(row.message()) })
    }
}

/// A page of the mandates of a place and of all places inside it.
pub struct ListMandates {
    area: Place,
    include_past: bool,
    page_size: u32,
    after: Uuid,
}

impl ListMandates {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &ListMandatesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("area", Place::parse(&request.area));
        let page_size = faults.read("page_size", page_token::page_size(request.page_size));
        let past = past_text(request.include_past);
        let key =
            page_token::read(method::LIST_MANDATES, &[&request.area, past], &request.page_token);
        let after = key.and_then(|key| key.map_or(Ok(Uuid::nil()), |key| ids::parse(&key)));
        let after = faults.read("page_token", after);
        let include_past = request.include_past;
        let parsed =
            (|| Some(Self { area: area?, include_past, page_size: page_size?, after: after? }))();
        faults.finish(parsed)
    }
}

fn past_text(include_past: bool) -> &'static str {
    if include_past { "past" } else { "" }
}

impl Query for ListMandates {
    const METHOD: &'static str = method::LIST_MANDATES;
    type Answer = ListMandatesResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ListMandatesResponse, Error> {
        let today = tx.today();
        let limit = self.page_size.saturating_add(1);
        let mut rows: Vec<MandateRow> = tx
            .all(
                &sql::LIST_MANDATES,
                args![&self.area, self.after, self.include_past, today, limit],
            )
            .await?;
        let size = usize::try_from(self.page_size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_page_token = match rows.last().filter(|_| more) {
            Some(last) => page_token::issue(
                Self::METHOD,
                &[self.area.as_str(), past_text(self.include_past)],
                &last.mandate_id.to_string(),
            ),
            None => String::new(),
        };
        let mandates = rows.into_iter().map(MandateRow::message).collect();
        Ok(ListMandatesResponse { mandates, next_page_token })
    }
}
