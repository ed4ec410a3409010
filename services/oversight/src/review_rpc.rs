//! OverrideService, ReviewService and FindingService: open, parse, run, reply.

use store::Store;
use tonic::{Request, Response, Status};
use wire::oversight::v1::{
    self as proto, finding_service_server::FindingService,
    override_service_server::OverrideService, review_service_server::ReviewService,
};

use crate::{
    ask::{AskReview, DeclineReview, ListReviews},
    finding::{AnswerFinding, CloseFinding, GetFinding, ListFindings, RaiseFinding},
    overrides::{ConfirmOverride, ProposeOverride, RejectOverride, VetoOverride},
    review::{FreezeProject, ReopenFlag, UnfreezeProject},
};

/// The services on a store.
#[derive(Clone)]
pub struct Rpc {
    pub store: Store,
}

/// Implements a service: each method is one command or one query.
macro_rules! serve {
    ($service:ident:
        writes { $($write:ident($write_request:ident) -> $write_answer:ident = $command:ident;)* }
        reads { $($read:ident($read_request:ident) -> $read_answer:ident = $query:ident;)* }
    ) => {
        #[tonic::async_trait]
        impl $service for Rpc {
            $(async fn $write(
                &self,
                request: Request<proto::$write_request>,
            ) -> Result<Response<proto::$write_answer>, Status> {
                edge::write!(self, request, $command)
            })*
            $(async fn $read(
                &self,
                request: Request<proto::$read_request>,
            ) -> Result<Response<proto::$read_answer>, Status> {
                edge::read!(self, request, $query)
            })*
        }
    };
}

serve! { OverrideService:
    writes {
        propose_override(ProposeOverrideRequest) -> ProposeOverrideResponse = ProposeOverride;
        confirm_override(ConfirmOverrideRequest) -> ConfirmOverrideResponse = ConfirmOverride;
        reject_override(RejectOverrideRequest) -> RejectOverrideResponse = RejectOverride;
        veto_override(VetoOverrideRequest) -> VetoOverrideResponse = VetoOverride;
    }
    reads {}
}

serve! { ReviewService:
    writes {
        reopen_flag(ReopenFlagRequest) -> ReopenFlagResponse = ReopenFlag;
        freeze_project(FreezeProjectRequest) -> FreezeProjectResponse = FreezeProject;
        unfreeze_project(UnfreezeProjectRequest) -> UnfreezeProjectResponse = UnfreezeProject;
        ask_review(AskReviewRequest) -> AskReviewResponse = AskReview;
        decline_review(DeclineReviewRequest) -> DeclineReviewResponse = DeclineReview;
    }
    reads {
        list_reviews(ListReviewsRequest) -> ListReviewsResponse = ListReviews;
    }
}

serve! { FindingService:
    writes {
        raise_finding(RaiseFindingRequest) -> RaiseFindingResponse = RaiseFinding;
        answer_finding(AnswerFindingRequest) -> AnswerFindingResponse = AnswerFinding;
        close_finding(CloseFindingRequest) -> CloseFindingResponse = CloseFinding;
    }
    reads {
        list_findings(ListFindingsRequest) -> ListFindingsResponse = ListFindings;
        get_finding(GetFindingRequest) -> GetFindingResponse = GetFinding;
    }
}
