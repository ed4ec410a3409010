//! ProposeDecision: the first of two persons says what a pair is.

use domain::{
    Day, DesaId, Error, Place, Refusal, Role,
    ids::{FlagId, ProjectId},
    reason, text,
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
use wire::oversight::v1::{DecisionOutcome, ProposeDecisionRequest, ProposeDecisionResponse};

use crate::{
    deadline,
    deciders::{caller_obstacles, pmd_makes, works},
    decision::{self, flag_name, reason_word},
    refusal::DECISION_PENDING,
    sql::{self, DecisionRow},
    states::{Maker, is_dead, maker_unmet, validity},
};

/// The normalised request.
#[derive(Debug, Serialize)]
pub struct ProposeDecision {
    flag: FlagId,
    place: Place,
    stopped: Option<ProjectId>,
    reason: &'static str,
    note: String,
    evidence: String,
    valid_until: Option<Day>,
    seen_revs: (i64, i64),
}

impl ProposeDecision {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ProposeDecisionRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let flag = faults.read("name", flag_name(&request.name));
        let place = faults.read("place", edge::place::read(&request.place));
        let outcome = DecisionOutcome::try_from(request.outcome).unwrap_or_default();
        let stopped = match outcome {
            DecisionOutcome::Unspecified => {
                faults.read("outcome", Err::<(), _>(reason::FIELD_REQUIRED.refuse()));
                None
            }
            DecisionOutcome::Dismissed if request.stopped_project.is_empty() => Some(None),
            DecisionOutcome::Dismissed => {
                let refusal = gate::refusal::FLAG_STOPS_NEITHER.refuse();
                faults.read("stopped_project", Err::<(), _>(refusal));
                None
            }
            DecisionOutcome::Stands => {
                faults.read("stopped_project", stopped(&request.stopped_project)).map(Some)
            }
        };
        let why = faults.read("reason", reason_word(request.reason, outcome));
        let evidence = faults.read("evidence", text::required_note(&request.evidence));
        let note = faults.read("note", text::required_note(&request.note));
        let until = faults.optional("valid_until", &request.valid_until, Day::parse);
        let parsed = (|| {
            Some(Self {
                flag: flag?,
                place: place?,
                stopped: stopped?,
                reason: why?,
                note: note?,
                evidence: evidence?,
                valid_until: until,
                seen_revs: (request.seen_first_rev, request.seen_second_rev),
            })
        })();
        faults.finish(parsed)
    }

    fn outcome(&self) -> Outcome {
        self.stopped.map_or(Outcome::Dismissed, Outcome::Stands)
    }

    fn row(&self, tx: &Tx<'_>, flag: &Flag) -> Result<DecisionRow, Error> {
        Ok(DecisionRow {
            decision_id: tx.new_id(),
            place: self.place.as_str().to_owned(),
            outcome: if self.stopped.is_some() { "stands" } else { "dismissed" }.to_owned(),
            stopped_desa_id: self.stopped.and_then(|stopped| {
                let sides = [&flag.first, &flag.second];
                let side = sides.into_iter().find(|side| side.project == stopped)?;
                Some(side.desa.as_str().to_owned())
            }),
            stopped_project_id: self.stopped.map(ProjectId::uuid),
            reason: self.reason.to_owned(),
            note: self.note.clone(),
            valid_until: self.valid_until.map(|day| i64::from(day.number())),
            seen_first_rev: self.seen_revs.0,
            seen_second_rev: self.seen_revs.1,
            state: "proposed".to_owned(),
            proposed_by: tx.principal()?.person.uuid(),
            proposed_us: tx.now_us(),
            closed_by: None,
            closed_us: None,
            evidence: self.evidence.clone(),
        })
    }
}

/// Makes room for a new proposal where one waits that nobody can confirm any more: it is kept as
/// turned down by nobody. Answers its id.
async fn replace_dead(
    tx: &mut Tx<'_>,
    flag: &Flag,
    material_revs: (i64, i64),
) -> Result<Option<Uuid>, Error> {
    let desa = &flag.first.desa;
    let key = args![desa, flag.id.uuid()];
    let waiting: Option<DecisionRow> = tx.maybe(&sql::LOCK_PROPOSED, key).await?;
    let (today, now_us) = (tx.today(), tx.now_us());
    let dead = waiting.filter(|row| {
        let until = row.valid_until.and_then(edge::convert::day);
        is_dead((row.seen_first_rev, row.seen_second_rev), material_revs, until, today)
    });
    let Some(row) = dead else { return Ok(None) };
    let nobody = Uuid::nil();
    let values = args![desa, row.decision_id, flag.id.uuid(), "rejected", nobody, now_us];
    tx.exec(&sql::CLOSE_DECISION, values).await?;
    Ok(Some(row.decision_id))
}

/// Reads `desa/{code}/projects/{uuid}` or `kabupaten/{code}/claims/{uuid}`.
fn stopped(name: &str) -> Result<ProjectId, Refusal> {
    if let Some((desa, project)) = name.split_once("/projects/") {
        DesaId::from_name(desa)?;
        return ProjectId::parse(project);
    }
    let (kabupaten, claim) = name.split_once("/claims/").ok_or_else(|| {
        reason::FIELD_MALFORMED
            .refuse()
            .fact("value", name)
            .fact("expected", "desa/{kode}/projects/{uuid} atau kabupaten/{kode}/claims/{uuid}")
    })?;
    edge::place::read(kabupaten)?;
    ProjectId::parse(claim)
}

impl Command for ProposeDecision {
    const METHOD: &'static str = wire::access::flag_service::PROPOSE_DECISION;
    type Answer = ProposeDecisionResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let flag = flag::read(tx, self.flag).await?;
        decision::touches(&flag, &self.place)?;
        let role: Option<Role> = tx.acting()?.mandate.as_ref().map(|mandate| mandate.role);
        let deadline = deadline::of(tx, &flag).await?;
        let mut no = maker_unmet(&Maker {
            role,
            place: &flag.place(),
            named: &self.place,
            pmd: pmd_makes(tx, &flag, deadline.as_ref()).await?,
            due: deadline.map(|deadline| deadline.due),
        });
        no.extend(caller_obstacles(tx, works(&flag)).await?);
        Error::unless_empty(no)?;
        let material_revs = decide::material_revs(tx, &flag).await?;
        decide::check(&flag, self.outcome(), self.seen_revs, material_revs)?;
        validity(self.stopped.is_none(), self.valid_until, tx.today())?;
        let replaced = replace_dead(tx, &flag, material_revs).await?;
        let row = self.row(tx, &flag)?;
        let put = tx
            .exec(
                &sql::PUT_DECISION,
                args![
                    &flag.first.desa,
                    row.decision_id,
                    self.flag.uuid(),
                    &row.place,
                    &row.outcome,
                    row.stopped_desa_id.clone(),
                    row.stopped_project_id,
                    &row.reason,
                    &row.note,
                    row.valid_until,
                    row.seen_first_rev,
                    row.seen_second_rev,
                    row.proposed_by,
                    row.proposed_us,
                    &row.evidence
                ],
            )
            .await?;
        if put == 0 {
            return Err(DECISION_PENDING.refuse().about(flag.name()).into());
        }
        tx.record(Event::new("flag.decision_proposed", flag.name()).with(json!({
            "outcome": row.outcome, "reason": row.reason, "replaces": replaced,
        })));
        let decision = Some(decision::message(tx, &flag, &row).await?);
        Ok(ProposeDecisionResponse { decision, receipt: None })
    }
}
