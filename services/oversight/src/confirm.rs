//! ConfirmDecision and RejectDecision: the second of two persons.

use domain::{
    Error, Place,
    ids::{FlagId, PersonId, ProjectId},
};
use edge::Violations;
use gate::{
    decide::{self, Outcome},
    flag::{self, Flag},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::oversight::v1::{
    ConfirmDecisionRequest, ConfirmDecisionResponse, RejectDecisionRequest, RejectDecisionResponse,
};

use crate::{
    deciders::{caller_obstacles, check_maker, works},
    decision::{self, child_name},
    finding, message,
    sql::{self, DecisionRow},
    states::{checker_unmet, validity},
};

/// The decision that is checked, and the place in whose right.
#[derive(Debug, Serialize)]
struct Checked {
    flag: FlagId,
    decision: Uuid,
    place: Place,
}

impl Checked {
    fn parse(name: &str, place: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", child_name(name, "decisions"));
        let place = faults.read("place", edge::place::read(place));
        let parsed = name.zip(place);
        let parsed = parsed.map(|((flag, decision), place)| Self { flag, decision, place });
        faults.finish(parsed)
    }

    /// The flag and the waiting decision, if the caller may check it.
    async fn open(&self, tx: &mut Tx<'_>) -> Result<(Flag, DecisionRow), Error> {
        let flag = flag::read(tx, self.flag).await?;
        let row: DecisionRow = tx
            .one(&sql::LOCK_DECISION, args![&flag.first.desa, self.flag.uuid(), self.decision])
            .await?;
        if row.place != self.place.as_str() {
            return Err(Error::absent());
        }
        let checker = tx.principal()?.person;
        let mut no = checker_unmet(&row.state, PersonId::new(row.proposed_by), checker);
        no.extend(caller_obstacles(tx, works(&flag)).await?);
        Error::unless_empty(no)?;
        Ok((flag, row))
    }

    async fn close(
        &self,
        tx: &mut Tx<'_>,
        flag: &Flag,
        row: DecisionRow,
        state: &str,
    ) -> Result<DecisionRow, Error> {
        let (person, now_us) = (tx.principal()?.person.uuid(), tx.now_us());
        let closed = tx
            .exec(
                &sql::CLOSE_DECISION,
                args![&flag.first.desa, self.decision, self.flag.uuid(), state, person, now_us],
            )
            .await?;
        if closed != 1 {
            return Err(Error::fault("a locked decision was closed by somebody else"));
        }
        Ok(DecisionRow {
            state: state.to_owned(),
            closed_by: Some(person),
            closed_us: Some(now_us),
            ..row
        })
    }
}

/// Confirms and carries out.
#[derive(Debug, Serialize)]
pub struct ConfirmDecision(Checked);

impl ConfirmDecision {
    /// Reads the request.
    pub fn parse(request: ConfirmDecisionRequest) -> Result<Self, Error> {
        Checked::parse(&request.name, &request.place).map(Self)
    }
}

impl Command for ConfirmDecision {
    const METHOD: &'static str = wire::access::flag_service::CONFIRM_DECISION;
    type Answer = ConfirmDecisionResponse;

    fn place(&self) -> Place {
        self.0.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (before, row) = self.0.open(tx).await?;
        // A proposal may have waited: its maker and its last day are held against today.
        check_maker(tx, row.proposed_by, works(&before)).await?;
        let valid_until = row.valid_until.and_then(edge::convert::day);
        validity(row.stopped_project_id.is_none(), valid_until, tx.today())?;
        let outcome = match row.stopped_project_id {
            Some(project) => Outcome::Stands(ProjectId::new(project)),
            None => Outcome::Dismissed,
        };
        let decided = decide::Decision {
            id: self.0.decision,
            flag: self.0.flag,
            outcome,
            seen_revs: (row.seen_first_rev, row.seen_second_rev),
            valid_until,
        };
        let flag = decide::decide(tx, &decided).await?;
        let row = self.0.close(tx, &before, row, "confirmed").await?;
        let finding = finding::open_if_paid(tx, &flag).await?;
        let (found, paid) = finding.unzip();
        tx.record(Event::new("flag.decided", flag.name()).with(json!({
            "outcome": row.outcome, "reason": row.reason, "state": flag.state.code(),
            "finding": found, "paid_sen": paid.map(domain::Rupiah::sen),
            "first": message::project(&flag.first), "second": message::project(&flag.second),
        })));
        let decision = Some(decision::message(tx, &flag, &row).await?);
        let flag = Some(message::flag(tx, &flag).await?);
        Ok(ConfirmDecisionResponse { flag, decision, receipt: None })
    }
}

/// Turns down; the flag stays open.
#[derive(Debug, Serialize)]
pub struct RejectDecision(Checked);

impl RejectDecision {
    /// Reads the request.
    pub fn parse(request: RejectDecisionRequest) -> Result<Self, Error> {
        Checked::parse(&request.name, &request.place).map(Self)
    }
}

impl Command for RejectDecision {
    const METHOD: &'static str = wire::access::flag_service::REJECT_DECISION;
    type Answer = RejectDecisionResponse;

    fn place(&self) -> Place {
        self.0.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (flag, row) = self.0.open(tx).await?;
        let row = self.0.close(tx, &flag, row, "rejected").await?;
        tx.record(Event::new("flag.decision_rejected", flag.name()));
        let decision = Some(decision::message(tx, &flag, &row).await?);
        Ok(RejectDecisionResponse { decision, receipt: None })
    }
}

#[cfg(test)]
#[path = "confirm_tests.rs"]
mod tests;
