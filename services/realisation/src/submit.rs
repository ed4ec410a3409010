//! SubmitSpp: reserves the budget.

use domain::{Error, Place};
use edge::{Violations, convert::etag};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    ask::{Asked, ask},
    decide::target,
    facts::{self, stale},
    names::SppName,
    spp::{State, Step},
    sql,
    states::{LineFacts, warnings},
    view::violation,
};

/// Submits a draft.
#[derive(Debug, Serialize)]
pub struct SubmitSpp {
    name: SppName,
    revision: i64,
}

impl SubmitSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::SubmitSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }
}

impl Command for SubmitSpp {
    const METHOD: &'static str = wire::access::spp_service::SUBMIT_SPP;
    type Answer = proto::SubmitSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        facts::take_turn(tx, name).await?;
        let head = facts::head(tx, name).await?;
        let Asked { loaded, checks, reasons } = ask(tx, name, head, Step::Submit, None).await?;
        Error::unless_empty(reasons)?;
        loaded.head.fresh(self.revision)?;
        let person = tx.principal()?.person.uuid();
        let values = args![name.desa(), name.id.uuid(), self.revision, person, tx.now_us()];
        if tx.exec(&sql::SUBMIT, values).await? != 1 {
            return Err(stale());
        }
        reserve(tx, name, &loaded.facts.lines).await?;
        let warnings = warnings(&checks, Step::Submit);
        let detail = json!({
            "number": loaded.head.number,
            "amount_sen": loaded.head.amount_sen,
            "warnings": warnings.iter().map(|w| w.code.as_ref()).collect::<Vec<_>>(),
        });
        tx.record(Event::new("spp.submitted", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Submitted.wire(),
            etag: etag(self.revision.saturating_add(1)),
            warnings: warnings.iter().map(violation).collect(),
            receipt: None,
        })
    }
}

/// Reserves every line, in the order of the locks; what does not fit is told together.
async fn reserve(tx: &mut Tx<'_>, name: &SppName, lines: &[LineFacts]) -> Result<(), Error> {
    let mut lines: Vec<&LineFacts> = lines.iter().collect();
    lines.sort_by_key(|line| line.line_id);
    let mut reasons = Vec::new();
    for line in lines {
        match ledger::reserve(tx, name.desa(), line.line_id, line.amount).await {
            Err(error) if error.is_final() => reasons.extend(error.refusals),
            done => done?,
        }
    }
    Error::unless_empty(reasons)
}
