//! AskReview, DeclineReview and ListReviews: a camat asks that a flag is opened again or a
//! project held. Granting it is the act itself.

use ::wire::oversight::v1::{
    self as wire, AskReviewRequest, AskReviewResponse, DeclineReviewRequest, DeclineReviewResponse,
    ListReviewsRequest, ListReviewsResponse, ReviewState,
};
use domain::{
    DesaId, Error, Place, Refusal, Role,
    ids::{FlagId, ProjectId},
    reason, text,
};
use edge::{Violations, page_token};
use gate::flag;
use serde::Serialize;
use store::{Command, Event, Query, Tx, args};
use uuid::Uuid;

use crate::{
    decision::{flag_name, position, project_name, touches, village_child},
    refusal::REVIEW_ANSWERED,
    review::office,
    sql_review::{self, AskRow},
};

/// What a review is about.
#[derive(Debug, Serialize)]
enum Subject {
    Flag(FlagId),
    Project(DesaId, ProjectId),
}

impl Subject {
    fn read(name: &str) -> Result<Self, Refusal> {
        if name.starts_with("flags/") {
            return flag_name(name).map(Self::Flag);
        }
        project_name(name).map(|(desa, project)| Self::Project(desa, project))
    }

    /// The village it is kept with and what it is called, if it touches an area.
    async fn find(&self, tx: &mut Tx<'_>, area: &Place) -> Result<(DesaId, String), Error> {
        match self {
            Self::Flag(id) => {
                let flag = flag::read(tx, *id).await?;
                touches(&flag, area)?;
                gate::decide::check_reopen(&flag)?;
                let title = format!("{} / {}", flag.first.name, flag.second.name);
                Ok((flag.first.desa, title))
            }
            Self::Project(desa, project) => {
                if !area.covers(&desa.place()) {
                    return Err(Error::absent());
                }
                let values = args![desa, project.uuid()];
                let (name,): (String,) = tx.one(&sql_review::READ_PROJECT, values).await?;
                Ok((desa.clone(), name))
            }
        }
    }
}

/// Where a stored review stands.
fn state(word: &str) -> ReviewState {
    match word {
        "waiting" => ReviewState::Waiting,
        "granted" => ReviewState::Granted,
        _ => ReviewState::Declined,
    }
}

fn message(row: AskRow) -> wire::Review {
    let subject = match (row.flag_id, row.project_id) {
        (Some(flag), _) => format!("flags/{flag}"),
        (None, Some(project)) => format!("desa/{}/projects/{project}", row.desa_id),
        (None, None) => String::new(),
    };
    wire::Review {
        name: format!("desa/{}/reviews/{}", row.desa_id, row.ask_id),
        subject,
        title: row.title,
        note: row.note,
        asked_by_display_name: row.asked_name.unwrap_or_default(),
        asked_us: row.asked_us,
        state: state(&row.state).into(),
        answered_by_display_name: row.answered_name.unwrap_or_default(),
        answered_us: row.answered_us.unwrap_or_default(),
        answer: row.answer,
    }
}

/// Asks for a review.
#[derive(Debug, Serialize)]
pub struct AskReview {
    place: Place,
    subject: Subject,
    note: String,
}

impl AskReview {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: AskReviewRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("parent", edge::place::read(&request.parent));
        let subject = faults.read("subject", Subject::read(&request.subject));
        let words = faults.read("note", text::required_note(&request.note));
        let parsed = place.zip(subject).zip(words);
        faults.finish(parsed.map(|((place, subject), note)| Self { place, subject, note }))
    }
}

impl Command for AskReview {
    const METHOD: &'static str = ::wire::access::review_service::ASK_REVIEW;
    type Answer = AskReviewResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa, title) = self.subject.find(tx, &self.place).await?;
        let id = tx.new_id();
        let (flag, project) = match &self.subject {
            Subject::Flag(flag) => (Some(flag.uuid()), None),
            Subject::Project(_, project) => (None, Some(project.uuid())),
        };
        let values = args![
            &desa,
            id,
            flag,
            project,
            self.place.as_str(),
            title,
            &self.note,
            tx.principal()?.person.uuid(),
            tx.now_us()
        ];
        tx.exec(&sql_review::PUT_ASK, values).await?;
        let name = format!("{}/reviews/{id}", desa.name());
        tx.record(Event::new("review.asked", name));
        let row: AskRow = tx.one(&sql_review::READ_ASK, args![&desa, id]).await?;
        Ok(AskReviewResponse { review: Some(message(row)), receipt: None })
    }
}

/// Declines a review.
#[derive(Debug, Serialize)]
pub struct DeclineReview {
    desa: DesaId,
    id: Uuid,
    answer: String,
}

impl DeclineReview {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: DeclineReviewRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", village_child(&request.name, "reviews"));
        let answer = faults.read("answer", text::required_note(&request.answer));
        let parsed = name.zip(answer);
        faults.finish(parsed.map(|((desa, id), answer)| Self { desa, id, answer }))
    }
}

impl Command for DeclineReview {
    const METHOD: &'static str = ::wire::access::review_service::DECLINE_REVIEW;
    type Answer = DeclineReviewResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let key = || args![&self.desa, self.id];
        let before: AskRow = tx.one(&sql_review::READ_ASK, key()).await?;
        // Only the inspectorate holds a project, so only it can decline to.
        if before.project_id.is_some() && office(tx)? != Role::Ins {
            return Err(reason::NOT_ALLOWED.refuse().into());
        }
        let person = tx.principal()?.person.uuid();
        let values = args![&self.desa, self.id, "declined", person, tx.now_us(), &self.answer];
        if tx.exec(&sql_review::ANSWER_ASK, values).await? != 1 {
            let title = if before.state == "granted" { "dikabulkan" } else { "ditolak" };
            return Err(REVIEW_ANSWERED.refuse().shown("state", before.state, title).into());
        }
        let name = format!("{}/reviews/{}", self.desa.name(), self.id);
        tx.record(Event::new("review.declined", name));
        let row: AskRow = tx.one(&sql_review::READ_ASK, key()).await?;
        Ok(DeclineReviewResponse { review: Some(message(row)), receipt: None })
    }
}

/// Reviews of an area.
pub struct ListReviews {
    area: Place,
    state: &'static str,
    after: Option<Uuid>,
    limit: u32,
}

impl ListReviews {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListReviewsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", edge::place::read(&request.parent));
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let state = match ReviewState::try_from(request.state).unwrap_or_default() {
            ReviewState::Unspecified => "",
            ReviewState::Waiting => "waiting",
            ReviewState::Granted => "granted",
            ReviewState::Declined => "declined",
        };
        let bound = [request.parent.as_str(), state];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| position(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = area.zip(limit).zip(after);
        faults.finish(parsed.map(|((area, limit), after)| Self { area, state, after, limit }))
    }
}

impl Query for ListReviews {
    const METHOD: &'static str = ::wire::access::review_service::LIST_REVIEWS;
    type Answer = ListReviewsResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let after = self.after.unwrap_or_default();
        let values = args![&self.area, self.state, after, self.limit];
        let rows: Vec<AskRow> = tx.all(&sql_review::LIST_ASKS, values).await?;
        let full = u32::try_from(rows.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match rows.last() {
            Some(last) if full => {
                let parent = edge::place::name(&self.area);
                let bound = [parent.as_str(), self.state];
                page_token::issue(Self::METHOD, &bound, &last.ask_id.to_string())
            }
            _ => String::new(),
        };
        let reviews = rows.into_iter().map(message).collect();
        Ok(ListReviewsResponse { reviews, next_page_token })
    }
}
