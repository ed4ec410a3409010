//! The services: each call is opened, parsed, carried out and answered.

use ::wire::identity::v1 as wire;
use domain::{Error, ids::AccountId, reason};
use edge::{
    Call, Tries,
    call::{answer, request_id},
    reply, status,
};
use store::Store;
use tonic::{Request, Response, Status};

use crate::{
    account::{self, ReadAccount, ReadOwnAccount},
    change::{ChangePassword, ReadToChange},
    confirm::ConfirmMandate,
    end::EndMandate,
    failure::{NoteFailure, NoteStepFailure},
    invitation::{CheckInvitation, ClaimInvitation, RenewInvitation},
    password,
    propose::ProposeMandate,
    read::{GetMandate, ListMandates},
    refusal::{PASSWORD_SAME, PASSWORD_WRONG, SIGN_IN_FAILED},
    secret,
    session::{EndSession, GetSession, OpenSession, RefreshSession, StepUp, step_locked},
    sql::AccountRow,
};

/// SessionService.
pub struct Sessions {
    pub store: Store,
}

/// MandateService.
pub struct Mandates {
    pub store: Store,
}

impl AccountRow {
    /// Whether a right password would be let in.
    fn is_usable(&self, now_us: i64) -> bool {
        !self.suspended && self.locked_until_us <= now_us
    }
}

/// Whether a password is that of a stored hash. What is too long to be one costs a hash too, or it
/// could be tried as fast as it is sent.
async fn is_right(password: String, hash: Option<String>) -> Result<bool, Error> {
    let can_be = password.len() <= password::PASSWORD_BYTES_MAX;
    let tried = if can_be { password } else { String::new() };
    Ok(password::verify(tried, hash).await? && can_be)
}

impl Sessions {
    /// Compares a password with an account's. Whatever fails is noted and answered alike; an
    /// unknown account costs a hash and a note like any other.
    async fn verified(
        &self,
        account: Option<AccountRow>,
        password: String,
    ) -> Result<AccountRow, Error> {
        let usable = account.as_ref().is_some_and(|row| row.is_usable(self.store.clock().now_us()));
        let hash = account.as_ref().map(|row| row.password_hash.clone());
        let right = is_right(password, hash).await?;
        match account {
            Some(row) if right && usable => Ok(row),
            other => {
                let account = other.map(|row| AccountId::new(row.account_id));
                let note = NoteFailure { account, counts: !right };
                self.store.execute_once(None, note).await?;
                Err(SIGN_IN_FAILED.refuse().into())
            }
        }
    }

    async fn open(
        &self,
        account_name: String,
        password: String,
    ) -> Result<wire::SignInResponse, Error> {
        let account = self.store.answer(None, ReadAccount { account_name }).await?;
        let row = self.verified(account, password).await?;
        let token = secret::make()?;
        let command = OpenSession {
            account: AccountId::new(row.account_id),
            password_rev: row.password_rev,
            token_hash: token.hash,
        };
        let opened = self.store.execute_once(None, command).await?;
        Ok(wire::SignInResponse { token: token.text, ..opened })
    }

    async fn refresh(&self, call: Call) -> Result<wire::RefreshSessionResponse, Error> {
        let token = secret::make()?;
        let command = RefreshSession { token_hash: token.hash };
        let refreshed = self.store.execute_once(call.caller, command).await?;
        Ok(wire::RefreshSessionResponse { token: token.text, ..refreshed })
    }

    async fn prove(
        &self,
        call: Call,
        request: wire::StepUpRequest,
    ) -> Result<wire::StepUpResponse, Error> {
        let own = self.store.answer(call.caller, ReadOwnAccount).await?;
        let now_us = self.store.clock().now_us();
        if let Some(locked) = step_locked(own.step_locked_until_us, now_us) {
            return Err(locked.into());
        }
        let row = own.account;
        if !is_right(request.password, Some(row.password_hash)).await? {
            let note = NoteStepFailure { session: own.session };
            // Locked by others that were tried at the same time, it says no word of this one.
            let until_us = self.store.execute_once(None, note).await?;
            let no = step_locked(until_us, now_us).unwrap_or_else(|| PASSWORD_WRONG.refuse());
            return Err(no.into());
        }
        let command =
            StepUp { account: AccountId::new(row.account_id), password_rev: row.password_rev };
        self.store.execute_once(call.caller, command).await
    }

    async fn change(
        &self,
        call: Call,
        request: wire::ChangePasswordRequest,
    ) -> Result<wire::ChangePasswordResponse, Error> {
        let row = self.store.answer(call.caller, ReadToChange).await?;
        password::acceptable(&request.password, &row.account_name)
            .map_err(|refusal| refusal.at("password"))?;
        if password::verify(request.password.clone(), Some(row.password_hash)).await? {
            return Err(PASSWORD_SAME.refuse().at("password").into());
        }
        let password_hash = password::hash(request.password).await?;
        let account = AccountId::new(row.account_id);
        let command = ChangePassword { account, password_rev: row.password_rev, password_hash };
        self.store.execute_once(call.caller, command).await
    }

    async fn claim(
        &self,
        request: wire::ClaimInvitationRequest,
    ) -> Result<wire::ClaimInvitationResponse, Error> {
        let mut faults = edge::Violations::new();
        let code_hash = secret::hash(request.code.trim());
        let known = if request.code.trim().is_empty() {
            faults.add(reason::FIELD_REQUIRED.refuse().at("code"));
            // The code of a reset asks for no name, so none is missed while there is no code.
            request.account_name.is_empty().then(String::new)
        } else {
            self.store.answer(None, CheckInvitation { code_hash }).await?
        };
        let name = known
            .or_else(|| faults.read("account_name", account::parse_name(&request.account_name)));
        let acceptable =
            password::acceptable(&request.password, name.as_deref().unwrap_or_default());
        faults.read("password", acceptable);
        let account_name = faults.finish(name)?;
        let password_hash = password::hash(request.password).await?;
        let command = ClaimInvitation { account_name, code_hash, password_hash };
        self.store.execute_once(None, command).await
    }
}

#[tonic::async_trait]
impl wire::session_service_server::SessionService for Sessions {
    async fn sign_in(
        &self,
        request: Request<wire::SignInRequest>,
    ) -> Result<Response<wire::SignInResponse>, Status> {
        // A token of an old session that still comes along does not matter here.
        let tries = request.extensions().get::<Tries>().cloned();
        let request = request.into_inner();
        // A name that cannot be one is looked up all the same and not found.
        let account_name = account::parse_name(&request.account_name).unwrap_or_default();
        if let Some(tries) = &tries {
            tries.may_try(&account_name)?;
        }
        let opened = self.open(account_name.clone(), request.password).await;
        if let Some(tries) = tries.filter(|_| opened.is_ok()) {
            tries.signed_in(&account_name);
        }
        answer(opened)
    }

    async fn refresh_session(
        &self,
        request: Request<wire::RefreshSessionRequest>,
    ) -> Result<Response<wire::RefreshSessionResponse>, Status> {
        let (call, _) = Call::open(request)?;
        answer(self.refresh(call).await)
    }

    async fn step_up(
        &self,
        request: Request<wire::StepUpRequest>,
    ) -> Result<Response<wire::StepUpResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let request = request.message().map_err(|e| status(&e))?;
        answer(self.prove(call, request).await)
    }

    async fn end_session(
        &self,
        request: Request<wire::EndSessionRequest>,
    ) -> Result<Response<wire::EndSessionResponse>, Status> {
        let (call, _) = Call::open(request)?;
        answer(self.store.execute_once(call.caller, EndSession).await)
    }

    async fn get_session(
        &self,
        request: Request<wire::GetSessionRequest>,
    ) -> Result<Response<wire::GetSessionResponse>, Status> {
        let (call, _) = Call::open(request)?;
        answer(self.store.answer(call.caller, GetSession).await)
    }

    async fn change_password(
        &self,
        request: Request<wire::ChangePasswordRequest>,
    ) -> Result<Response<wire::ChangePasswordResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let request = request.message().map_err(|e| status(&e))?;
        answer(self.change(call, request).await)
    }

    async fn claim_invitation(
        &self,
        request: Request<wire::ClaimInvitationRequest>,
    ) -> Result<Response<wire::ClaimInvitationResponse>, Status> {
        answer(self.claim(request.into_inner()).await)
    }
}

#[tonic::async_trait]
impl wire::mandate_service_server::MandateService for Mandates {
    async fn list_mandates(
        &self,
        request: Request<wire::ListMandatesRequest>,
    ) -> Result<Response<wire::ListMandatesResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query =
            request.read(|request| ListMandates::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }

    async fn get_mandate(
        &self,
        request: Request<wire::GetMandateRequest>,
    ) -> Result<Response<wire::GetMandateResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let query = request.read(|request| GetMandate::parse(&request)).map_err(|e| status(&e))?;
        answer(self.store.answer(call.caller, query).await)
    }

    async fn propose_mandate(
        &self,
        request: Request<wire::ProposeMandateRequest>,
    ) -> Result<Response<wire::ProposeMandateResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let id = request_id(&request.request_id).map_err(|e| status(&e))?;
        let command = request.read(ProposeMandate::parse).map_err(|e| status(&e))?;
        reply(self.store.execute(call.caller, id, command).await)
    }

    async fn confirm_mandate(
        &self,
        request: Request<wire::ConfirmMandateRequest>,
    ) -> Result<Response<wire::ConfirmMandateResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let id = request_id(&request.request_id).map_err(|e| status(&e))?;
        let code = secret::make().map_err(|e| status(&e))?;
        let command = request
            .read(|request| ConfirmMandate::parse(&request, code.hash))
            .map_err(|e| status(&e))?;
        let mut done = self.store.execute(call.caller, id, command).await;
        // The code goes to the one caller whose request made it; the store never sees it.
        if let Ok(done) = &mut done
            && !done.replayed
            && done.answer.invitation_expires_us > 0
        {
            done.answer.invitation_code = code.text;
        }
        reply(done)
    }

    async fn end_mandate(
        &self,
        request: Request<wire::EndMandateRequest>,
    ) -> Result<Response<wire::EndMandateResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let id = request_id(&request.request_id).map_err(|e| status(&e))?;
        let command =
            request.read(|request| EndMandate::parse(&request)).map_err(|e| status(&e))?;
        reply(self.store.execute(call.caller, id, command).await)
    }

    async fn renew_invitation(
        &self,
        request: Request<wire::RenewInvitationRequest>,
    ) -> Result<Response<wire::RenewInvitationResponse>, Status> {
        let (call, request) = Call::open(request)?;
        let id = request_id(&request.request_id).map_err(|e| status(&e))?;
        let code = secret::make().map_err(|e| status(&e))?;
        let command = request
            .read(|request| RenewInvitation::parse(&request, code.hash))
            .map_err(|e| status(&e))?;
        let mut done = self.store.execute(call.caller, id, command).await;
        if let Ok(done) = &mut done
            && !done.replayed
        {
            done.answer.invitation_code = code.text;
        }
        reply(done)
    }
}
