//! RuleSetService: open, parse, run, reply.

use store::Store;
use tonic::{Request, Response, Status};
use wire::oversight::v1::{
    ActivateRuleSetRequest, ActivateRuleSetResponse, GetRuleQualityRequest, GetRuleQualityResponse,
    GetRuleSetRequest, GetRuleSetResponse, GetScorecardRequest, GetScorecardResponse,
    ListRuleSetsRequest, ListRuleSetsResponse, ProposeRuleSetRequest, ProposeRuleSetResponse,
    RescreenAreaRequest, RescreenAreaResponse, ScreenSiteRequest, ScreenSiteResponse,
    rule_set_service_server::RuleSetService,
};

use crate::{
    quality::{GetRuleQuality, RescreenArea},
    rule_set::{ActivateRuleSet, GetRuleSet, ListRuleSets, ProposeRuleSet},
    scorecard::GetScorecard,
    screen::ScreenSite,
};

/// The service on a store.
pub struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl RuleSetService for Rpc {
    async fn get_rule_set(
        &self,
        request: Request<GetRuleSetRequest>,
    ) -> Result<Response<GetRuleSetResponse>, Status> {
        edge::read!(self, request, GetRuleSet)
    }

    async fn list_rule_sets(
        &self,
        request: Request<ListRuleSetsRequest>,
    ) -> Result<Response<ListRuleSetsResponse>, Status> {
        edge::read!(self, request, ListRuleSets)
    }

    async fn get_scorecard(
        &self,
        request: Request<GetScorecardRequest>,
    ) -> Result<Response<GetScorecardResponse>, Status> {
        edge::read!(self, request, GetScorecard)
    }

    async fn propose_rule_set(
        &self,
        request: Request<ProposeRuleSetRequest>,
    ) -> Result<Response<ProposeRuleSetResponse>, Status> {
        edge::write!(self, request, ProposeRuleSet)
    }

    async fn activate_rule_set(
        &self,
        request: Request<ActivateRuleSetRequest>,
    ) -> Result<Response<ActivateRuleSetResponse>, Status> {
        edge::write!(self, request, ActivateRuleSet)
    }

    async fn get_rule_quality(
        &self,
        request: Request<GetRuleQualityRequest>,
    ) -> Result<Response<GetRuleQualityResponse>, Status> {
        edge::read!(self, request, GetRuleQuality)
    }

    async fn rescreen_area(
        &self,
        request: Request<RescreenAreaRequest>,
    ) -> Result<Response<RescreenAreaResponse>, Status> {
        edge::write!(self, request, RescreenArea)
    }

    async fn screen_site(
        &self,
        request: Request<ScreenSiteRequest>,
    ) -> Result<Response<ScreenSiteResponse>, Status> {
        edge::read!(self, request, ScreenSite)
    }
}
