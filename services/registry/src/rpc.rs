//! The services: each call is opened, parsed and answered; to read nobody needs to sign in.

use std::sync::Arc;

use domain::Error;
use edge::{Call, call::answer, status};
use store::{Query, Store};
use tonic::{Request, Response, Status};
use wire::{numbers::Numbers, registry::v1 as api};

use crate::{
    boundaries::{Atlas, GetBoundary, ListBoundaryVersions, LocateDesa},
    charts,
    data::{self, Reference},
    office::{GetOffice, SetOffice},
    policy::{GetPolicy, ListPolicies},
};

/// RegistryService.
pub struct Registry {
    pub store: Store,
    pub atlas: Arc<Atlas>,
}

/// PolicyService.
pub struct Policies {
    pub store: Store,
}

/// Answers from the charts in memory.
fn chart<Q, A>(
    request: Request<Q>,
    read: impl Fn(&Reference, &Q) -> Result<A, Error>,
) -> Result<Response<A>, Status> {
    let request = request.into_inner();
    answer(data::reference().and_then(|all| read(all, &request)))
}

/// Answers from one snapshot of the store.
async fn ask<R: Numbers, Q: Query>(
    store: &Store,
    request: Request<R>,
    parse: impl FnOnce(R) -> Result<Q, Error>,
) -> Result<Response<Q::Answer>, Status> {
    let (call, request) = Call::open(request)?;
    let query = request.read(parse).map_err(|error| status(&error))?;
    answer(store.answer(call.caller, query).await)
}

#[tonic::async_trait]
impl api::registry_service_server::RegistryService for Registry {
    async fn get_desa(
        &self,
        request: Request<api::GetDesaRequest>,
    ) -> Result<Response<api::GetDesaResponse>, Status> {
        chart(request, charts::get_desa)
    }

    async fn list_desa(
        &self,
        request: Request<api::ListDesaRequest>,
    ) -> Result<Response<api::ListDesaResponse>, Status> {
        chart(request, charts::list_desa)
    }

    async fn list_kegiatan(
        &self,
        request: Request<api::ListKegiatanRequest>,
    ) -> Result<Response<api::ListKegiatanResponse>, Status> {
        chart(request, charts::list_kegiatan)
    }

    async fn list_rekening(
        &self,
        request: Request<api::ListRekeningRequest>,
    ) -> Result<Response<api::ListRekeningResponse>, Status> {
        chart(request, charts::list_rekening)
    }

    async fn list_sumber_dana(
        &self,
        request: Request<api::ListSumberDanaRequest>,
    ) -> Result<Response<api::ListSumberDanaResponse>, Status> {
        chart(request, charts::list_sumber_dana)
    }

    async fn list_work_class(
        &self,
        request: Request<api::ListWorkClassRequest>,
    ) -> Result<Response<api::ListWorkClassResponse>, Status> {
        chart(request, charts::list_work_class)
    }

    async fn list_boundary_versions(
        &self,
        request: Request<api::ListBoundaryVersionsRequest>,
    ) -> Result<Response<api::ListBoundaryVersionsResponse>, Status> {
        ask(&self.store, request, ListBoundaryVersions::parse).await
    }

    async fn locate_desa(
        &self,
        request: Request<api::LocateDesaRequest>,
    ) -> Result<Response<api::LocateDesaResponse>, Status> {
        ask(&self.store, request, |request| LocateDesa::parse(&request, &self.atlas)).await
    }

    async fn get_boundary(
        &self,
        request: Request<api::GetBoundaryRequest>,
    ) -> Result<Response<api::GetBoundaryResponse>, Status> {
        ask(&self.store, request, |request| GetBoundary::parse(&request, &self.atlas)).await
    }

    async fn get_office(
        &self,
        request: Request<api::GetOfficeRequest>,
    ) -> Result<Response<api::GetOfficeResponse>, Status> {
        ask(&self.store, request, GetOffice::parse).await
    }

    async fn set_office(
        &self,
        request: Request<api::SetOfficeRequest>,
    ) -> Result<Response<api::SetOfficeResponse>, Status> {
        edge::write!(self, request, SetOffice)
    }
}

#[tonic::async_trait]
impl api::policy_service_server::PolicyService for Policies {
    async fn list_policies(
        &self,
        request: Request<api::ListPoliciesRequest>,
    ) -> Result<Response<api::ListPoliciesResponse>, Status> {
        ask(&self.store, request, ListPolicies::parse).await
    }

    async fn get_policy(
        &self,
        request: Request<api::GetPolicyRequest>,
    ) -> Result<Response<api::GetPolicyResponse>, Status> {
        ask(&self.store, request, |request| GetPolicy::parse(&request)).await
    }
}
