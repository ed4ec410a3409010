//! Where the office of a village stands from a day on, as an official says it.
//!
//! A phone that is asked for a place in the office answers the office, and programs fill it in
//! where nobody measured: the gate doubts such a point, so it has to know it.

use domain::{Day, DesaId, Error, Place, geo::LonLat, text};
use edge::{Violations, convert};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use wire::{access::registry_service as method, registry::v1 as api};

use crate::{
    data,
    sql::{self, OfficeRow},
};

/// SetOffice.
#[derive(Debug, Serialize)]
pub struct SetOffice {
    desa: DesaId,
    at: LonLat,
    valid_from: Day,
    source: String,
}

impl SetOffice {
    /// Reads the request with every bad field at once.
    pub fn parse(request: api::SetOfficeRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("name", DesaId::from_name(&request.name));
        let at = faults.required("position", request.position, |at| convert::lon_lat(&at));
        let valid_from = faults.read("valid_from", Day::parse(&request.valid_from));
        let source = faults.read("source", text::name(&request.source));
        let parsed = desa.zip(at).zip(valid_from).zip(source);
        faults.finish(parsed.map(|(((desa, at), valid_from), source)| Self {
            desa,
            at,
            valid_from,
            source,
        }))
    }
}

impl Command for SetOffice {
    const METHOD: &'static str = method::SET_OFFICE;
    type Answer = api::SetOfficeResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let Self { desa, at, valid_from, source } = self;
        data::reference()?.village(desa.as_str()).ok_or_else(Error::absent)?;
        let person = tx.principal()?.person.uuid();
        let values = args![*valid_from, desa, at.lon_e7, at.lat_e7, source, person, tx.now_us()];
        tx.exec(&sql::PUT_OFFICE, values).await?;
        tx.record(Event::new("desa.office_set", desa.name()).with(json!({
            "valid_from": valid_from, "lon_e7": at.lon_e7, "lat_e7": at.lat_e7, "source": source,
        })));
        let office = api::Office {
            name: desa.name(),
            position: Some(convert::lon_lat_message(*at)),
            valid_from: valid_from.iso(),
            source: source.clone(),
        };
        Ok(api::SetOfficeResponse { office: Some(office), receipt: None })
    }
}

/// GetOffice.
#[derive(Debug)]
pub struct GetOffice {
    desa: DesaId,
    day: Option<Day>,
}

impl GetOffice {
    /// Reads the request with every bad field at once.
    pub fn parse(request: api::GetOfficeRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("name", DesaId::from_name(&request.name));
        let day = faults.optional("day", &request.day, Day::parse);
        faults.finish(desa.map(|desa| Self { desa, day }))
    }
}

impl Query for GetOffice {
    const METHOD: &'static str = method::GET_OFFICE;
    type Answer = api::GetOfficeResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let day = self.day.unwrap_or_else(|| tx.today());
        let row: OfficeRow = tx.one(&sql::READ_OFFICE, args![&self.desa, day]).await?;
        let position = i32::try_from(row.lon_e7).ok().zip(i32::try_from(row.lat_e7).ok());
        let office = api::Office {
            name: self.desa.name(),
            position: position
                .map(|(lon_e7, lat_e7)| convert::lon_lat_message(LonLat { lon_e7, lat_e7 })),
            valid_from: convert::day_text(Some(row.valid_from)),
            source: row.source,
        };
        Ok(api::GetOfficeResponse { office: Some(office) })
    }
}

#[cfg(test)]
#[path = "office_tests.rs"]
mod tests;
