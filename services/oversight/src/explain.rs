//! ExplainFlag: words of a village or office, which decide nothing.

use domain::{Error, Place, ids::FlagId, text};
use edge::Violations;
use gate::flag;
use serde::Serialize;
use store::{Command, Event, Tx, args};
use wire::oversight::v1::{ExplainFlagRequest, ExplainFlagResponse};

use crate::{
    decision::{flag_name, touches},
    sql,
};

/// The normalised request.
#[derive(Debug, Serialize)]
pub struct ExplainFlag {
    flag: FlagId,
    place: Place,
    note: String,
}

impl ExplainFlag {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ExplainFlagRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let flag = faults.read("name", flag_name(&request.name));
        let place = faults.read("parent", edge::place::read(&request.parent));
        let note = faults.read("note", text::required_note(&request.note));
        let parsed = flag.zip(place).zip(note);
        faults.finish(parsed.map(|((flag, place), note)| Self { flag, place, note }))
    }
}

impl Command for ExplainFlag {
    const METHOD: &'static str = wire::access::flag_service::EXPLAIN_FLAG;
    type Answer = ExplainFlagResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let flag = flag::read(tx, self.flag).await?;
        touches(&flag, &self.place)?;
        let acting = tx.acting()?;
        let person = acting.person.uuid();
        let role = acting.mandate.as_ref().map_or("", |mandate| mandate.role.code());
        let now_us = tx.now_us();
        tx.exec(
            &sql::PUT_EXPLANATION,
            args![&flag.first.desa, self.flag.uuid(), person, role, &self.note, now_us],
        )
        .await?;
        tx.record(Event::new("flag.explained", flag.name()));
        Ok(ExplainFlagResponse::default())
    }
}
