//! Execution documents (DPA): cost estimate, draw plan and work plan of a kegiatan.

mod document;
mod draft;
mod read;
mod review;
mod rules;
mod sql;
mod withdraw;

pub(crate) use sql::STATEMENTS;
pub(crate) use withdraw::withdraw;

use edge::{read, write};
use store::Store;
use tonic::{Request, Response, Status};
use wire::planning::v1::{self as pb, dpa_service_server::DpaService};

/// The service.
#[derive(Clone)]
pub(crate) struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl DpaService for Rpc {
    async fn draft_dpa(
        &self,
        request: Request<pb::DraftDpaRequest>,
    ) -> Result<Response<pb::DraftDpaResponse>, Status> {
        write!(self, request, draft::Draft)
    }

    async fn submit_dpa(
        &self,
        request: Request<pb::SubmitDpaRequest>,
    ) -> Result<Response<pb::SubmitDpaResponse>, Status> {
        write!(self, request, review::Submit)
    }

    async fn verify_dpa(
        &self,
        request: Request<pb::VerifyDpaRequest>,
    ) -> Result<Response<pb::VerifyDpaResponse>, Status> {
        write!(self, request, review::Verify)
    }

    async fn return_dpa(
        &self,
        request: Request<pb::ReturnDpaRequest>,
    ) -> Result<Response<pb::ReturnDpaResponse>, Status> {
        write!(self, request, review::Return)
    }

    async fn approve_dpa(
        &self,
        request: Request<pb::ApproveDpaRequest>,
    ) -> Result<Response<pb::ApproveDpaResponse>, Status> {
        write!(self, request, review::Approve)
    }

    async fn discard_dpa(
        &self,
        request: Request<pb::DiscardDpaRequest>,
    ) -> Result<Response<pb::DiscardDpaResponse>, Status> {
        write!(self, request, review::Discard)
    }

    async fn get_dpa(
        &self,
        request: Request<pb::GetDpaRequest>,
    ) -> Result<Response<pb::GetDpaResponse>, Status> {
        read!(self, request, read::Get)
    }

    async fn list_dpa(
        &self,
        request: Request<pb::ListDpaRequest>,
    ) -> Result<Response<pb::ListDpaResponse>, Status> {
        read!(self, request, read::List)
    }
}
