//! Findings: opened by a decision that came too late for the money, or by the inspectorate;
//! answered by the village; closed by the inspectorate.

use ::wire::oversight::v1::{
    self as wire, AnswerFindingRequest, AnswerFindingResponse, CloseFindingRequest,
    CloseFindingResponse, FindingKind, FindingState, GetFindingRequest, GetFindingResponse,
    ListFindingsRequest, ListFindingsResponse, RaiseFindingRequest, RaiseFindingResponse,
};
use domain::{DesaId, Error, Place, Rupiah, ids::ProjectId, text};
use edge::{Violations, page_token};
use gate::{
    flag::{Flag, FlagState},
    paid,
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx, args};
use uuid::Uuid;

use crate::{
    decision::{position, project_name, village_child},
    refusal::{FINDING_CLOSED, SAME_DECIDER},
    sql_review::{self, FindingRow},
};

/// Opens a finding when money was paid for the project that a decision has just stopped; both
/// projects are locked, so that no payment passes by unseen. Answers its name.
pub async fn open_if_paid(tx: &mut Tx<'_>, flag: &Flag) -> Result<Option<(String, Rupiah)>, Error> {
    let stopped = [&flag.first, &flag.second].into_iter().find(|s| Some(s.project) == flag.stopped);
    let Some(side) = stopped.filter(|_| flag.state == FlagState::Stands) else { return Ok(None) };
    let amount = paid(tx, &side.desa, side.project).await?;
    if amount == Rupiah::ZERO {
        return Ok(None);
    }
    let title =
        format!("Sudah dibayar {amount} untuk \"{}\" sebelum diputus tumpang tindih.", side.name);
    let id = tx.new_id();
    let new = New { project: side.project, flag: Some(flag.id.uuid()), kind: "paid_twice", amount };
    put(tx, &side.desa, id, &new, &title, None).await?;
    Ok(Some((name(side.desa.as_str(), id), amount)))
}

/// What a new finding is about.
struct New {
    project: ProjectId,
    flag: Option<Uuid>,
    kind: &'static str,
    amount: Rupiah,
}

async fn put(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    id: Uuid,
    new: &New,
    title: &str,
    person: Option<Uuid>,
) -> Result<(), Error> {
    let values = args![
        desa,
        id,
        new.project.uuid(),
        new.flag,
        new.kind,
        title,
        new.amount,
        person,
        tx.now_us()
    ];
    tx.exec(&sql_review::PUT_FINDING, values).await.map(|_| ())
}

fn name(desa: &str, id: Uuid) -> String {
    format!("desa/{desa}/findings/{id}")
}

async fn message(tx: &mut Tx<'_>, row: FindingRow) -> Result<wire::AuditFinding, Error> {
    let desa = DesaId::parse(&row.desa_id)?;
    let now = paid(tx, &desa, ProjectId::new(row.project_id)).await?;
    let kind = match row.kind.as_str() {
        "paid_twice" => FindingKind::PaidTwice,
        _ => FindingKind::Other,
    };
    let state = match row.state.as_str() {
        "open" => FindingState::Open,
        "answered" => FindingState::Answered,
        _ => FindingState::Closed,
    };
    Ok(wire::AuditFinding {
        name: name(&row.desa_id, row.finding_id),
        project: format!("{}/projects/{}", desa.name(), row.project_id),
        project_display_name: row.project_name.unwrap_or_default(),
        desa_display_name: row.desa_name.unwrap_or_default(),
        flag: row.flag_id.map(|flag| format!("flags/{flag}")).unwrap_or_default(),
        kind: kind.into(),
        title: row.title,
        amount: Some(edge::convert::sen(row.amount_sen)),
        paid_now: Some(edge::convert::rupiah(now)),
        state: state.into(),
        opened_us: row.opened_us,
        opened_by_display_name: row.opened_name.unwrap_or_default(),
        answer: row.answer,
        answered_by_display_name: row.answered_name.unwrap_or_default(),
        answered_us: row.answered_us.unwrap_or_default(),
        conclusion: row.conclusion,
        closed_by_display_name: row.closed_name.unwrap_or_default(),
        closed_us: row.closed_us.unwrap_or_default(),
    })
}

async fn read(tx: &mut Tx<'_>, desa: &DesaId, id: Uuid) -> Result<wire::AuditFinding, Error> {
    let row: FindingRow = tx.one(&sql_review::READ_FINDING, args![desa, id]).await?;
    message(tx, row).await
}

/// Holds a finding that is not closed; answers who answered it.
async fn lock(tx: &mut Tx<'_>, desa: &DesaId, id: Uuid) -> Result<Option<Uuid>, Error> {
    let (state, answered): (String, Option<Uuid>) =
        tx.one(&sql_review::LOCK_FINDING, args![desa, id]).await?;
    if state == "closed" {
        return Err(FINDING_CLOSED.refuse().about(name(desa.as_str(), id)).into());
    }
    Ok(answered)
}

/// Findings of an area.
pub struct ListFindings {
    area: Place,
    state: &'static str,
    below: Option<Uuid>,
    limit: u32,
}

impl ListFindings {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListFindingsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", edge::place::read(&request.parent));
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let state = match FindingState::try_from(request.state).unwrap_or_default() {
            FindingState::Unspecified => "",
            FindingState::Open => "open",
            FindingState::Answered => "answered",
            FindingState::Closed => "closed",
        };
        let bound = [request.parent.as_str(), state];
        let below = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| position(&key)).transpose());
        let below = faults.read("page_token", below);
        let parsed = area.zip(limit).zip(below);
        faults.finish(parsed.map(|((area, limit), below)| Self { area, state, below, limit }))
    }
}

impl Query for ListFindings {
    const METHOD: &'static str = ::wire::access::finding_service::LIST_FINDINGS;
    type Answer = ListFindingsResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (paged, below) = (i64::from(self.below.is_some()), self.below.unwrap_or_default());
        let values = args![&self.area, self.state, paged, below, self.limit];
        let rows: Vec<FindingRow> = tx.all(&sql_review::LIST_FINDINGS, values).await?;
        let full = u32::try_from(rows.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match rows.last() {
            Some(last) if full => {
                let parent = edge::place::name(&self.area);
                let bound = [parent.as_str(), self.state];
                page_token::issue(Self::METHOD, &bound, &last.finding_id.to_string())
            }
            _ => String::new(),
        };
        let mut findings = Vec::with_capacity(rows.len());
        for row in rows {
            findings.push(message(tx, row).await?);
        }
        Ok(ListFindingsResponse { findings, next_page_token })
    }
}

/// One finding.
pub struct GetFinding {
    desa: DesaId,
    id: Uuid,
}

impl GetFinding {
    /// Reads the request.
    pub fn parse(request: GetFindingRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", village_child(&request.name, "findings"));
        faults.finish(name.map(|(desa, id)| Self { desa, id }))
    }
}

impl Query for GetFinding {
    const METHOD: &'static str = ::wire::access::finding_service::GET_FINDING;
    type Answer = GetFindingResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        Ok(GetFindingResponse { finding: Some(read(tx, &self.desa, self.id).await?) })
    }
}

/// Raises a finding by hand.
#[derive(Debug, Serialize)]
pub struct RaiseFinding {
    desa: DesaId,
    project: ProjectId,
    title: String,
    amount: Rupiah,
}

impl RaiseFinding {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: RaiseFindingRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let project = faults.read("project", project_name(&request.project));
        let title = faults.read("title", text::required_note(&request.title));
        let amount = faults.required("amount", request.amount.as_ref(), edge::convert::budget);
        let parsed = project.zip(title).zip(amount);
        faults.finish(parsed.map(|(((desa, project), title), amount)| Self {
            desa,
            project,
            title,
            amount,
        }))
    }
}

impl Command for RaiseFinding {
    const METHOD: &'static str = ::wire::access::finding_service::RAISE_FINDING;
    type Answer = RaiseFindingResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let known = args![&self.desa, self.project.uuid()];
        let _: (String,) = tx.one(&sql_review::READ_PROJECT, known).await?;
        let (id, person) = (tx.new_id(), tx.principal()?.person.uuid());
        let new = New { project: self.project, flag: None, kind: "other", amount: self.amount };
        put(tx, &self.desa, id, &new, &self.title, Some(person)).await?;
        let detail = json!({ "amount_sen": self.amount.sen() });
        tx.record(Event::new("finding.raised", name(self.desa.as_str(), id)).with(detail));
        let finding = Some(read(tx, &self.desa, id).await?);
        Ok(RaiseFindingResponse { finding, receipt: None })
    }
}

/// The village answers.
#[derive(Debug, Serialize)]
pub struct AnswerFinding {
    desa: DesaId,
    id: Uuid,
    answer: String,
}

impl AnswerFinding {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: AnswerFindingRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", village_child(&request.name, "findings"));
        let answer = faults.read("answer", text::required_note(&request.answer));
        let parsed = name.zip(answer);
        faults.finish(parsed.map(|((desa, id), answer)| Self { desa, id, answer }))
    }
}

impl Command for AnswerFinding {
    const METHOD: &'static str = ::wire::access::finding_service::ANSWER_FINDING;
    type Answer = AnswerFindingResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        lock(tx, &self.desa, self.id).await?;
        let person = tx.principal()?.person.uuid();
        let values = args![&self.desa, self.id, &self.answer, person, tx.now_us()];
        tx.exec(&sql_review::ANSWER_FINDING, values).await?;
        tx.record(Event::new("finding.answered", name(self.desa.as_str(), self.id)));
        let finding = Some(read(tx, &self.desa, self.id).await?);
        Ok(AnswerFindingResponse { finding, receipt: None })
    }
}

/// The inspectorate closes.
#[derive(Debug, Serialize)]
pub struct CloseFinding {
    desa: DesaId,
    id: Uuid,
    conclusion: String,
}

impl CloseFinding {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: CloseFindingRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", village_child(&request.name, "findings"));
        let conclusion = faults.read("conclusion", text::required_note(&request.conclusion));
        let parsed = name.zip(conclusion);
        faults.finish(parsed.map(|((desa, id), conclusion)| Self { desa, id, conclusion }))
    }
}

impl Command for CloseFinding {
    const METHOD: &'static str = ::wire::access::finding_service::CLOSE_FINDING;
    type Answer = CloseFindingResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let answered = lock(tx, &self.desa, self.id).await?;
        let person = tx.principal()?.person.uuid();
        if answered == Some(person) {
            return Err(SAME_DECIDER.refuse().into());
        }
        let values = args![&self.desa, self.id, &self.conclusion, person, tx.now_us()];
        tx.exec(&sql_review::CLOSE_FINDING, values).await?;
        tx.record(Event::new("finding.closed", name(self.desa.as_str(), self.id)));
        let finding = Some(read(tx, &self.desa, self.id).await?);
        Ok(CloseFindingResponse { finding, receipt: None })
    }
}
