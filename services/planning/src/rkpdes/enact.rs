//! Enacting the yearly plan by Perdes.

use domain::{Error, Place, reason};
use edge::{Violations, convert};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::{access::rkpdes_service as access, planning::v1 as pb};

use crate::{
    name::YearName,
    parse::Document,
    refusal::{RKPDES_EMPTY, RKPDES_UNCHANGED},
    rkpdes::sql,
    year::{self, YearRow},
};

/// Freezes the working plan into an edition.
#[derive(Debug, Serialize)]
pub(crate) struct Enact {
    year: YearName,
    revision: i64,
    perdes: Document,
}

impl Enact {
    pub fn parse(request: pb::EnactRkpdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", YearName::parse(&request.parent));
        let revision = faults.read("plan_etag", convert::revision(&request.plan_etag));
        let fields = ["perdes_number", "perdes_day"];
        let perdes =
            Document::read(&mut faults, fields, &request.perdes_number, &request.perdes_day);
        let command = year.zip(revision).zip(perdes).map(|((year, revision), perdes)| Self {
            year,
            revision,
            perdes,
        });
        faults.finish(command)
    }
}

impl Command for Enact {
    const METHOD: &'static str = access::ENACT_RKPDES;
    type Answer = pb::EnactRkpdesResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa, tahun) = (&self.year.desa, self.year.tahun);
        let year = year::lock(tx, &self.year).await?;
        if year.rkpdes_revision != self.revision {
            return Err(reason::ETAG_MISMATCH.refuse().into());
        }
        self.perdes.check("perdes_day", None, tx.today())?;
        let mut unmet = Vec::new();
        let (rows,): (i64,) = tx.one(&sql::COUNT_ROWS, args![desa, tahun]).await?;
        if rows == 0 {
            unmet.push(RKPDES_EMPTY.refuse());
        }
        if !year.rkpdes_changed {
            unmet.push(RKPDES_UNCHANGED.refuse());
        }
        Error::unless_empty(unmet)?;
        let edition = year.rkpdes_edition.saturating_add(1);
        let (now_us, person) = (tx.now_us(), tx.acting()?.person.uuid());
        let (number, day) = (&self.perdes.number, self.perdes.day);
        tx.exec(&sql::INSERT_EDITION, args![desa, tahun, edition, number, day, person, now_us])
            .await?;
        tx.exec(&sql::COPY_ROWS, args![desa, tahun, edition]).await?;
        let now: YearRow = tx.one(&year::PLAN_ENACTED, args![desa, tahun, edition]).await?;
        let detail = json!({ "edition": edition, "perdes": self.perdes, "rows": rows });
        let subject = format!("{}/rkpdes", self.year.text());
        tx.record(Event::new("rkpdes.enacted", subject).with(detail));
        Ok(pb::EnactRkpdesResponse {
            edition,
            rows: i32::try_from(rows).unwrap_or(i32::MAX),
            plan_etag: convert::etag(now.rkpdes_revision),
            receipt: None,
        })
    }
}
