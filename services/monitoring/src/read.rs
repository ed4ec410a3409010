//! RescreenProject, GetProject and ListProjects.

use domain::{DesaId, Error, Place, Tahun, ids::ProjectId, reason};
use edge::{Violations, page_token};
use serde::Serialize;
use store::{Command, Query, Tx, args};
use uuid::Uuid;
use wire::monitoring::v1::{
    GetProjectRequest, GetProjectResponse, ListProjectsRequest, ListProjectsResponse,
    RescreenProjectRequest, RescreenProjectResponse,
};

use crate::{
    message,
    names::{self, ProjectName},
    project,
    sign::screened,
    sql,
    states::state_unmet,
};

/// Screens again.
#[derive(Debug, Serialize)]
pub struct RescreenProject(ProjectName);

impl RescreenProject {
    /// Reads the request.
    pub fn parse(request: RescreenProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ProjectName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Command for RescreenProject {
    const METHOD: &'static str = wire::access::project_service::RESCREEN_PROJECT;
    type Answer = RescreenProjectResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.0;
        let row = project::lock(tx, name, None).await?;
        if let Some(refusal) = state_unmet(&row.state, "registered") {
            return Err(refusal.about(name.name()).into());
        }
        let screening = gate::register::rescreen(tx, &name.desa, name.id).await?;
        tx.record(screened("project.rescreened", name, &screening));
        Ok(RescreenProjectResponse {
            project: Some(message::project(tx, name).await?),
            screening: Some(message::screening(&screening, Vec::new())),
            receipt: None,
        })
    }
}

/// One project.
pub struct GetProject(ProjectName);

impl GetProject {
    /// Reads the request.
    pub fn parse(request: GetProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ProjectName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Query for GetProject {
    const METHOD: &'static str = wire::access::project_service::GET_PROJECT;
    type Answer = GetProjectResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        Ok(GetProjectResponse { project: Some(message::project(tx, &self.0).await?) })
    }
}

/// Projects of a village.
pub struct ListProjects {
    parent: String,
    desa: DesaId,
    tahun: Option<Tahun>,
    state: &'static str,
    after: Option<Uuid>,
    limit: u32,
}

impl ListProjects {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListProjectsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let parent = faults.read("parent", names::village_or_year(&request.parent));
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let state = usize::try_from(request.state)
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|at| project::STATES.get(at).copied())
            .unwrap_or_default();
        let bound = [request.parent.as_str(), state];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| position(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = parent.zip(limit).zip(after);
        faults.finish(parsed.map(|(((desa, tahun), limit), after)| Self {
            parent: request.parent,
            desa,
            tahun,
            state,
            after,
            limit,
        }))
    }
}

/// The id that a page token holds.
pub fn position(key: &str) -> Result<Uuid, domain::Refusal> {
    Uuid::try_parse(key).map_err(|_| {
        reason::FIELD_MALFORMED.refuse().fact("value", key).fact("expected", "page_token")
    })
}

impl Query for ListProjects {
    const METHOD: &'static str = wire::access::project_service::LIST_PROJECTS;
    type Answer = ListProjectsResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = self.tahun.map_or(0, |tahun| i64::from(tahun.get()));
        let ids: Vec<(Uuid,)> = tx
            .all(
                &sql::LIST_PROJECTS,
                args![
                    &self.desa,
                    year,
                    self.state,
                    i64::from(self.after.is_some()),
                    self.after.unwrap_or_default(),
                    self.limit
                ],
            )
            .await?;
        let full = u32::try_from(ids.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match ids.last() {
            Some((last,)) if full => {
                page_token::issue(Self::METHOD, &[&self.parent, self.state], &last.to_string())
            }
            _ => String::new(),
        };
        let mut projects = Vec::with_capacity(ids.len());
        for (id,) in ids {
            let name = ProjectName { desa: self.desa.clone(), id: ProjectId::new(id) };
            projects.push(message::project(tx, &name).await?);
        }
        Ok(ListProjectsResponse { projects, next_page_token })
    }
}
