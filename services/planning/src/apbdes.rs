//! The yearly budget (APBDes): versions, lines, and the way from draft to law.

mod amendment;
mod annul;
mod council;
mod create;
mod dana_desa;
mod discard;
mod enact;
mod evaluate;
mod law;
mod line_sql;
mod lines;
mod read;
mod rules;
mod sql;
mod states;
mod version;

pub(crate) use line_sql::{LineRow, READ_LINES, STATEMENTS as LINE_STATEMENTS};
pub(crate) use sql::STATEMENTS;
pub(crate) use version::in_force;

use edge::{read, write};
use store::Store;
use tonic::{Request, Response, Status};
use wire::planning::v1::{self as pb, apbdes_service_server::ApbdesService};

/// The service.
#[derive(Clone)]
pub(crate) struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl ApbdesService for Rpc {
    async fn create_apbdes(
        &self,
        request: Request<pb::CreateApbdesRequest>,
    ) -> Result<Response<pb::CreateApbdesResponse>, Status> {
        write!(self, request, create::Create)
    }

    async fn batch_update_apbdes_lines(
        &self,
        request: Request<pb::BatchUpdateApbdesLinesRequest>,
    ) -> Result<Response<pb::BatchUpdateApbdesLinesResponse>, Status> {
        write!(self, request, lines::BatchUpdate)
    }

    async fn get_apbdes(
        &self,
        request: Request<pb::GetApbdesRequest>,
    ) -> Result<Response<pb::GetApbdesResponse>, Status> {
        read!(self, request, read::Get)
    }

    async fn list_apbdes(
        &self,
        request: Request<pb::ListApbdesRequest>,
    ) -> Result<Response<pb::ListApbdesResponse>, Status> {
        read!(self, request, read::List)
    }

    async fn list_apbdes_lines(
        &self,
        request: Request<pb::ListApbdesLinesRequest>,
    ) -> Result<Response<pb::ListApbdesLinesResponse>, Status> {
        read!(self, request, read::ListLines)
    }

    async fn preview_apbdes(
        &self,
        request: Request<pb::PreviewApbdesRequest>,
    ) -> Result<Response<pb::PreviewApbdesResponse>, Status> {
        read!(self, request, read::Preview)
    }

    async fn submit_apbdes(
        &self,
        request: Request<pb::SubmitApbdesRequest>,
    ) -> Result<Response<pb::SubmitApbdesResponse>, Status> {
        write!(self, request, council::Submit)
    }

    async fn agree_apbdes(
        &self,
        request: Request<pb::AgreeApbdesRequest>,
    ) -> Result<Response<pb::AgreeApbdesResponse>, Status> {
        write!(self, request, council::Agree)
    }

    async fn reject_apbdes(
        &self,
        request: Request<pb::RejectApbdesRequest>,
    ) -> Result<Response<pb::RejectApbdesResponse>, Status> {
        write!(self, request, council::Reject)
    }

    async fn send_apbdes(
        &self,
        request: Request<pb::SendApbdesRequest>,
    ) -> Result<Response<pb::SendApbdesResponse>, Status> {
        write!(self, request, evaluate::Send)
    }

    async fn evaluate_apbdes(
        &self,
        request: Request<pb::EvaluateApbdesRequest>,
    ) -> Result<Response<pb::EvaluateApbdesResponse>, Status> {
        write!(self, request, evaluate::Evaluate)
    }

    async fn revise_apbdes(
        &self,
        request: Request<pb::ReviseApbdesRequest>,
    ) -> Result<Response<pb::ReviseApbdesResponse>, Status> {
        write!(self, request, evaluate::Revise)
    }

    async fn discard_apbdes(
        &self,
        request: Request<pb::DiscardApbdesRequest>,
    ) -> Result<Response<pb::DiscardApbdesResponse>, Status> {
        write!(self, request, discard::Discard)
    }

    async fn enact_apbdes(
        &self,
        request: Request<pb::EnactApbdesRequest>,
    ) -> Result<Response<pb::EnactApbdesResponse>, Status> {
        write!(self, request, enact::Enact)
    }

    async fn annul_apbdes(
        &self,
        request: Request<pb::AnnulApbdesRequest>,
    ) -> Result<Response<pb::AnnulApbdesResponse>, Status> {
        write!(self, request, annul::Annul)
    }
}
