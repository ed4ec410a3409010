//! FlagService: open, parse, run, reply.

use store::Store;
use tonic::{Request, Response, Status};
use wire::oversight::v1::{
    ConfirmDecisionRequest, ConfirmDecisionResponse, ExplainFlagRequest, ExplainFlagResponse,
    GetFlagRequest, GetFlagResponse, ListFlagsRequest, ListFlagsResponse, ProposeDecisionRequest,
    ProposeDecisionResponse, RejectDecisionRequest, RejectDecisionResponse,
    flag_service_server::FlagService,
};

use crate::{
    confirm::{ConfirmDecision, RejectDecision},
    explain::ExplainFlag,
    propose::ProposeDecision,
    read::{GetFlag, ListFlags},
};

/// The service on a store.
pub struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl FlagService for Rpc {
    async fn list_flags(
        &self,
        request: Request<ListFlagsRequest>,
    ) -> Result<Response<ListFlagsResponse>, Status> {
        edge::read!(self, request, ListFlags)
    }

    async fn get_flag(
        &self,
        request: Request<GetFlagRequest>,
    ) -> Result<Response<GetFlagResponse>, Status> {
        edge::read!(self, request, GetFlag)
    }

    async fn explain_flag(
        &self,
        request: Request<ExplainFlagRequest>,
    ) -> Result<Response<ExplainFlagResponse>, Status> {
        edge::write!(self, request, ExplainFlag)
    }

    async fn propose_decision(
        &self,
        request: Request<ProposeDecisionRequest>,
    ) -> Result<Response<ProposeDecisionResponse>, Status> {
        edge::write!(self, request, ProposeDecision)
    }

    async fn confirm_decision(
        &self,
        request: Request<ConfirmDecisionRequest>,
    ) -> Result<Response<ConfirmDecisionResponse>, Status> {
        edge::write!(self, request, ConfirmDecision)
    }

    async fn reject_decision(
        &self,
        request: Request<RejectDecisionRequest>,
    ) -> Result<Response<RejectDecisionResponse>, Status> {
        edge::write!(self, request, RejectDecision)
    }
}
