//! ProjectService: open, parse, run, reply.

use store::Store;
use tonic::{Request, Response, Status};
use wire::monitoring::v1::{
    AmendSiteRequest, AmendSiteResponse, CancelProjectRequest, CancelProjectResponse,
    CheckSiteRequest, CheckSiteResponse, ConfirmAmendmentRequest, ConfirmAmendmentResponse,
    ConfirmCancellationRequest, ConfirmCancellationResponse, CreateProjectRequest,
    CreateProjectResponse, GetProjectRequest, GetProjectResponse, ListProjectsRequest,
    ListProjectsResponse, RegisterProjectRequest, RegisterProjectResponse, RescreenProjectRequest,
    RescreenProjectResponse, ReturnProjectRequest, ReturnProjectResponse, SubmitProjectRequest,
    SubmitProjectResponse, UpdateProjectRequest, UpdateProjectResponse,
    project_service_server::ProjectService,
};

use crate::{
    amend::{AmendSite, ConfirmAmendment},
    cancel::{CancelProject, ConfirmCancellation},
    check_site::CheckSite,
    draft::{CreateProject, UpdateProject},
    read::{GetProject, ListProjects, RescreenProject},
    sign::{RegisterProject, ReturnProject, SubmitProject},
};

/// The service on a store.
pub struct Projects {
    pub store: Store,
}

#[tonic::async_trait]
impl ProjectService for Projects {
    async fn create_project(
        &self,
        request: Request<CreateProjectRequest>,
    ) -> Result<Response<CreateProjectResponse>, Status> {
        edge::write!(self, request, CreateProject)
    }

    async fn check_site(
        &self,
        request: Request<CheckSiteRequest>,
    ) -> Result<Response<CheckSiteResponse>, Status> {
        edge::read!(self, request, CheckSite)
    }

    async fn update_project(
        &self,
        request: Request<UpdateProjectRequest>,
    ) -> Result<Response<UpdateProjectResponse>, Status> {
        edge::write!(self, request, UpdateProject)
    }

    async fn submit_project(
        &self,
        request: Request<SubmitProjectRequest>,
    ) -> Result<Response<SubmitProjectResponse>, Status> {
        edge::write!(self, request, SubmitProject)
    }

    async fn return_project(
        &self,
        request: Request<ReturnProjectRequest>,
    ) -> Result<Response<ReturnProjectResponse>, Status> {
        edge::write!(self, request, ReturnProject)
    }

    async fn register_project(
        &self,
        request: Request<RegisterProjectRequest>,
    ) -> Result<Response<RegisterProjectResponse>, Status> {
        edge::write!(self, request, RegisterProject)
    }

    async fn amend_site(
        &self,
        request: Request<AmendSiteRequest>,
    ) -> Result<Response<AmendSiteResponse>, Status> {
        edge::write!(self, request, AmendSite)
    }

    async fn confirm_amendment(
        &self,
        request: Request<ConfirmAmendmentRequest>,
    ) -> Result<Response<ConfirmAmendmentResponse>, Status> {
        edge::write!(self, request, ConfirmAmendment)
    }

    async fn cancel_project(
        &self,
        request: Request<CancelProjectRequest>,
    ) -> Result<Response<CancelProjectResponse>, Status> {
        edge::write!(self, request, CancelProject)
    }

    async fn confirm_cancellation(
        &self,
        request: Request<ConfirmCancellationRequest>,
    ) -> Result<Response<ConfirmCancellationResponse>, Status> {
        edge::write!(self, request, ConfirmCancellation)
    }

    async fn rescreen_project(
        &self,
        request: Request<RescreenProjectRequest>,
    ) -> Result<Response<RescreenProjectResponse>, Status> {
        edge::write!(self, request, RescreenProject)
    }

    async fn get_project(
        &self,
        request: Request<GetProjectRequest>,
    ) -> Result<Response<GetProjectResponse>, Status> {
        edge::read!(self, request, GetProject)
    }

    async fn list_projects(
        &self,
        request: Request<ListProjectsRequest>,
    ) -> Result<Response<ListProjectsResponse>, Status> {
        edge::read!(self, request, ListProjects)
    }
}
