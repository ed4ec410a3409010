//! The services of this room: open, parse, ask, reply.

use edge::{Call, call::answer, status};
use store::Store;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use wire::exchange::v1 as pb;

use crate::{
    audit::{GetHead, ListEntries, VerifyReceipt},
    outcome::{self, Asked},
    watch::{self, Pace, Watch},
};

/// Outcomes and events.
pub(crate) struct Exchange {
    pub store: Store,
}

#[tonic::async_trait]
impl pb::exchange_service_server::ExchangeService for Exchange {
    type WatchEventsStream = ReceiverStream<Result<pb::WatchEventsResponse, Status>>;

    async fn get_outcome(
        &self,
        request: Request<pb::GetOutcomeRequest>,
    ) -> Result<Response<pb::GetOutcomeResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let caller = call.signed_in().map_err(|e| status(&e))?;
        let asked = request.read(|request| Asked::parse(&request)).map_err(|e| status(&e))?;
        answer(outcome::of(&self.store, caller, asked).await)
    }

    async fn watch_events(
        &self,
        request: Request<pb::WatchEventsRequest>,
    ) -> Result<Response<Self::WatchEventsStream>, Status> {
        let (call, request) = Call::open(request)?;
        let watch = request.read(Watch::parse).map_err(|e| status(&e))?;
        answer(watch::open(self.store.clone(), call.caller, watch, Pace::USUAL).await)
    }
}

/// The audit log.
pub(crate) struct Audit {
    pub store: Store,
}

#[tonic::async_trait]
impl pb::audit_service_server::AuditService for Audit {
    async fn list_audit_entries(
        &self,
        request: Request<pb::ListAuditEntriesRequest>,
    ) -> Result<Response<pb::ListAuditEntriesResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(|request| ListEntries::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }

    async fn get_head(
        &self,
        request: Request<pb::GetHeadRequest>,
    ) -> Result<Response<pb::GetHeadResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(|request| GetHead::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }

    async fn verify_receipt(
        &self,
        request: Request<pb::VerifyReceiptRequest>,
    ) -> Result<Response<pb::VerifyReceiptResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(VerifyReceipt::parse).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }
}
