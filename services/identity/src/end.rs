//! EndMandate: at once, on an earlier last day, or before it was confirmed.

use domain::{Day, Error, Place, Role};
use edge::{Violations, convert};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::{
    access::mandate_service::END_MANDATE,
    identity::v1::{EndMandateRequest, EndMandateResponse},
};

use crate::{
    mandate::{self, MandateName, person_name},
    rules::{self, Ending},
    sql::{self, MandateRow},
};

/// Ends a mandate.
#[derive(Debug, Serialize)]
pub struct EndMandate {
    name: MandateName,
    revision: i64,
    last_day: Option<Day>,
}

/// What ending makes of a mandate.
struct End {
    state: &'static str,
    event: &'static str,
    valid_to: Option<i64>,
    /// When it stopped; absent while it still runs to its last day.
    ended_us: Option<i64>,
}

impl EndMandate {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &EndMandateRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", MandateName::parse(&request.name));
        let revision = faults.read("etag", convert::revision(&request.etag));
        let last_day = faults.optional("last_day", &request.last_day, Day::parse);
        let parsed = name.zip(revision);
        faults.finish(parsed.map(|(name, revision)| Self { name, revision, last_day }))
    }

    async fn check(&self, tx: &mut Tx<'_>, row: &MandateRow) -> Result<(), Error> {
        let role = row.role()?;
        let (from, to) = row.days()?;
        let offices = mandate::offices(tx, &self.name.area)?;
        let administrators = mandate::holders(tx, Role::Adm, &Place::platform()).await?;
        Error::unless_empty(rules::unmet_ending(&Ending {
            state: &row.state,
            offices: &offices,
            role,
            from,
            to,
            last_day: self.last_day,
            today: tx.today(),
            administrators,
        }))
    }

    /// A mandate that never held is withdrawn; one that held ends now or on its last day.
    fn end(&self, row: &MandateRow, today: Day, now_us: i64) -> End {
        let today = i64::from(today.number());
        if row.state == "proposed" || (self.last_day.is_none() && row.valid_from > today) {
            let (state, event) = ("withdrawn", "mandate.withdrawn");
            return End { state, event, valid_to: row.valid_to, ended_us: Some(now_us) };
        }
        match self.last_day {
            Some(last) => {
                let valid_to = Some(i64::from(last.number()));
                End { state: "active", event: "mandate.shortened", valid_to, ended_us: None }
            }
            None => {
                let (state, event) = ("ended", "mandate.ended");
                End { state, event, valid_to: Some(today), ended_us: Some(now_us) }
            }
        }
    }
}

impl Command for EndMandate {
    const METHOD: &'static str = END_MANDATE;
    type Answer = EndMandateResponse;

    fn place(&self) -> Place {
        self.name.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<EndMandateResponse, Error> {
        if self.name.area == Place::platform() {
            // All of them first and in order, then this one: two who end each other wait.
            mandate::lock_administrators(tx).await?;
        }
        let row = mandate::lock(tx, &self.name).await?;
        row.expect(self.revision)?;
        self.check(tx, &row).await?;
        let me = tx.principal()?.person;
        let end = self.end(&row, tx.today(), tx.now_us());
        let ended = tx
            .exec(
                &sql::END_MANDATE,
                args![
                    self.name.id.uuid(),
                    self.revision,
                    end.state,
                    end.valid_to,
                    me.uuid(),
                    end.ended_us
                ],
            )
            .await?;
        if ended == 0 {
            return Err(Error::fault("a locked mandate moved"));
        }
        let last_day = convert::day_text(end.valid_to);
        let detail = json!({ "holder": person_name(row.person_id), "role": row.role,
            "last_day": last_day });
        tx.record(Event::new(end.event, self.name.to_string()).with(detail));
        let row = mandate::read(tx, &self.name).await?;
        Ok(EndMandateResponse { mandate: Some(row.message()), receipt: None })
    }
}
