//! Claims of other owners: what a kabupaten, a province or the state builds beside the villages.
//!
//! Promises: the same owner and number are one claim, however often and from
//! wherever it is sent; a claim enters the register in the transaction that
//! keeps it, so a village's registration beside it sees it or is seen by it; a
//! bad row of a batch leaves nothing behind; a village's work that a claim holds
//! is let go by two officials, not by who amends or withdraws the claim; and what
//! has a contract is withdrawn or moved by two persons of its office.

mod batch;
mod before;
mod beside;
#[cfg(test)]
mod claims_tests;
mod command;
mod content;
mod enter;
mod file;
mod flagged;
#[cfg(test)]
mod flagged_tests;
mod import;
#[cfg(test)]
mod import_tests;
mod located;
mod message;
mod owner;
mod read;
mod second;
#[cfg(test)]
mod second_tests;
pub(crate) mod sql;

pub use import::{ClaimFile, IMPORT_CLAIMS_METHOD, ImportReport, Stopped, import};

use store::Store;
use tonic::{Request, Response, Status};
use wire::oversight::v1::{
    AmendClaimRequest, AmendClaimResponse, BatchRegisterClaimsRequest, BatchRegisterClaimsResponse,
    GetClaimRequest, GetClaimResponse, ListClaimsRequest, ListClaimsResponse, RegisterClaimRequest,
    RegisterClaimResponse, WithdrawClaimRequest, WithdrawClaimResponse,
    claim_service_server::ClaimService,
};

use self::{
    batch::BatchRegisterClaims,
    command::{AmendClaim, RegisterClaim, WithdrawClaim},
    read::{GetClaim, ListClaims},
};

/// The service on a store.
pub struct Rpc {
    /// The store.
    pub store: Store,
}

#[tonic::async_trait]
impl ClaimService for Rpc {
    async fn register_claim(
        &self,
        request: Request<RegisterClaimRequest>,
    ) -> Result<Response<RegisterClaimResponse>, Status> {
        edge::write!(self, request, RegisterClaim)
    }

    async fn batch_register_claims(
        &self,
        request: Request<BatchRegisterClaimsRequest>,
    ) -> Result<Response<BatchRegisterClaimsResponse>, Status> {
        edge::write!(self, request, BatchRegisterClaims)
    }

    async fn amend_claim(
        &self,
        request: Request<AmendClaimRequest>,
    ) -> Result<Response<AmendClaimResponse>, Status> {
        edge::write!(self, request, AmendClaim)
    }

    async fn withdraw_claim(
        &self,
        request: Request<WithdrawClaimRequest>,
    ) -> Result<Response<WithdrawClaimResponse>, Status> {
        edge::write!(self, request, WithdrawClaim)
    }

    async fn get_claim(
        &self,
        request: Request<GetClaimRequest>,
    ) -> Result<Response<GetClaimResponse>, Status> {
        edge::read!(self, request, GetClaim)
    }

    async fn list_claims(
        &self,
        request: Request<ListClaimsRequest>,
    ) -> Result<Response<ListClaimsResponse>, Status> {
        edge::read!(self, request, ListClaims)
    }
}
