//! The services of this room: open, parse, ask, reply.

use edge::{Call, call::answer, status};
use store::Store;
use tonic::{Request, Response, Status};
use wire::reporting::v1 as pb;

use crate::{
    inbox::ListInbox,
    report::{GetLra, GetRealisationBySource},
};

/// Reports of a village.
pub(crate) struct Reports {
    pub store: Store,
}

#[tonic::async_trait]
impl pb::report_service_server::ReportService for Reports {
    async fn get_lra(
        &self,
        request: Request<pb::GetLraRequest>,
    ) -> Result<Response<pb::GetLraResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(|request| GetLra::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }

    async fn get_realisation_by_source(
        &self,
        request: Request<pb::GetRealisationBySourceRequest>,
    ) -> Result<Response<pb::GetRealisationBySourceResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request
            .read(|request| GetRealisationBySource::parse(&request))
            .map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }
}

/// What waits for whom.
pub(crate) struct Inbox {
    pub store: Store,
}

#[tonic::async_trait]
impl pb::inbox_service_server::InboxService for Inbox {
    async fn list_inbox(
        &self,
        request: Request<pb::ListInboxRequest>,
    ) -> Result<Response<pb::ListInboxResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(|request| ListInbox::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }
}
