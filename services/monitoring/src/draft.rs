//! CreateProject and UpdateProject.

use domain::{DesaId, Error, Place, Tahun, ids::ProjectId};
use edge::{Violations, convert};
use gate::Facts;
use serde::Serialize;
use store::{Command, Tx, args};
use wire::monitoring::v1::{
    CreateProjectRequest, CreateProjectResponse, UpdateProjectRequest, UpdateProjectResponse,
};

use crate::{
    content::{self, Content},
    doubts, message,
    names::{self, ProjectName},
    plan, project,
    states::state_unmet,
};

/// Drafts a project.
#[derive(Debug, Serialize)]
pub struct CreateProject {
    desa: DesaId,
    tahun: Tahun,
    content: Content,
}

impl CreateProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: CreateProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let parent = faults.read("parent", names::year(&request.parent));
        let desa = parent.as_ref().map(|(desa, _)| desa);
        let content = content::parse(request.content, desa, &mut faults);
        let parsed = parent.zip(content);
        faults.finish(parsed.map(|((desa, tahun), content)| Self { desa, tahun, content }))
    }
}

impl Command for CreateProject {
    const METHOD: &'static str = wire::access::project_service::CREATE_PROJECT;
    type Answer = CreateProjectResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let content = &self.content;
        let class = project::class(tx, content).await?;
        project::check_declared(tx, &self.desa, self.tahun, class, content).await?;
        let facts = content.declared.facts(tx, None).await?;
        let name = ProjectName { desa: self.desa.clone(), id: ProjectId::new(tx.new_id()) };
        let person = tx.principal()?.person.uuid();
        tx.exec(
            &crate::sql::PUT_PROJECT,
            args![
                &self.desa,
                name.id.uuid(),
                self.tahun,
                &content.kegiatan,
                class,
                content.intervention.code(),
                &content.name,
                content.amount,
                content.volume_e4,
                &content.unit,
                content.continues.map(ProjectId::uuid),
                tx.now_us(),
                person,
                facts.encode()?
            ],
        )
        .await?;
        project::put_sites(tx, &name, 1, &content.sites).await?;
        let work = project::work(tx, &name).await?;
        doubts::keep(tx, &name, &work).await?;
        let neighbours = plan::put(tx, &name).await?;
        tx.record(plan::event("project.created", &name, &neighbours));
        let project = Some(message::project(tx, &name).await?);
        Ok(CreateProjectResponse { project, neighbours, receipt: None })
    }
}

/// Replaces a draft's contents.
#[derive(Debug, Serialize)]
pub struct UpdateProject {
    name: ProjectName,
    revision: i64,
    content: Content,
}

impl UpdateProject {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: UpdateProjectRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ProjectName::parse(&request.name));
        let revision = faults.read("etag", convert::revision(&request.etag));
        let desa = name.as_ref().map(|name| &name.desa);
        let content = content::parse(request.content, desa, &mut faults);
        let parsed = name.zip(revision).zip(content);
        faults.finish(parsed.map(|((name, revision), content)| Self { name, revision, content }))
    }
}

impl Command for UpdateProject {
    const METHOD: &'static str = wire::access::project_service::UPDATE_PROJECT;
    type Answer = UpdateProjectResponse;

    fn place(&self) -> Place {
        self.name.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name, content) = (&self.name, &self.content);
        let row = project::lock(tx, name, Some(self.revision)).await?;
        if let Some(refusal) = state_unmet(&row.state, "draft") {
            return Err(refusal.about(name.name()).into());
        }
        let class = project::class(tx, content).await?;
        let tahun = project::tahun(&row)?;
        project::check_declared(tx, &name.desa, tahun, class, content).await?;
        let stored = Facts::decode(&row.declared)?;
        let facts = content.declared.facts(tx, Some(&stored)).await?;
        tx.exec(
            &crate::sql::UPDATE_DRAFT,
            args![
                &name.desa,
                name.id.uuid(),
                &content.kegiatan,
                class,
                content.intervention.code(),
                &content.name,
                content.amount,
                content.volume_e4,
                &content.unit,
                content.continues.map(ProjectId::uuid),
                facts.encode()?
            ],
        )
        .await?;
        project::put_sites(tx, name, row.geometry_rev, &content.sites).await?;
        let work = project::work(tx, name).await?;
        doubts::keep(tx, name, &work).await?;
        let neighbours = plan::put(tx, name).await?;
        tx.record(plan::event("project.updated", name, &neighbours));
        let project = Some(message::project(tx, name).await?);
        Ok(UpdateProjectResponse { project, neighbours, receipt: None })
    }
}
