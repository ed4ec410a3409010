//! AccountService: each call is opened, parsed, carried out and answered.

use ::wire::identity::v1 as wire;
use edge::{Call, call::request_id, reply, status};
use store::Store;
use tonic::{Request, Response, Status};

use crate::{
    holder::GetAccount,
    reset::{ConfirmPasswordReset, ProposePasswordReset},
    secret,
    suspend::{RestoreAccount, SuspendAccount},
};

/// AccountService.
pub struct Accounts {
    pub store: Store,
}

#[tonic::async_trait]
impl wire::account_service_server::AccountService for Accounts {
    async fn get_account(
        &self,
        request: Request<wire::GetAccountRequest>,
    ) -> Result<Response<wire::GetAccountResponse>, Status> {
        edge::read!(self, request, GetAccount)
    }

    async fn propose_password_reset(
        &self,
        request: Request<wire::ProposePasswordResetRequest>,
    ) -> Result<Response<wire::ProposePasswordResetResponse>, Status> {
        edge::write!(self, request, ProposePasswordReset)
    }

    async fn confirm_password_reset(
        &self,
        request: Request<wire::ConfirmPasswordResetRequest>,
    ) -> Result<Response<wire::ConfirmPasswordResetResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let id = request_id(&request.request_id).map_err(|e| status(&e))?;
        let code = secret::make().map_err(|e| status(&e))?;
        let command = request
            .read(|request| ConfirmPasswordReset::parse(&request, code.hash))
            .map_err(|e| status(&e))?;
        let mut done = self.store.execute(call.caller, id, command).await;
        // The code goes to the one caller whose request made it; the store never sees it.
        if let Ok(done) = &mut done
            && !done.replayed
        {
            done.answer.reset_code = code.text;
        }
        reply(done)
    }

    async fn suspend_account(
        &self,
        request: Request<wire::SuspendAccountRequest>,
    ) -> Result<Response<wire::SuspendAccountResponse>, Status> {
        edge::write!(self, request, SuspendAccount)
    }

    async fn restore_account(
        &self,
        request: Request<wire::RestoreAccountRequest>,
    ) -> Result<Response<wire::RestoreAccountResponse>, Status> {
        edge::write!(self, request, RestoreAccount)
    }
}
