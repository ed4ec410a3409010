//! One call: who sends it, under which request id, and how its answer goes back.

use domain::{Error, Refusal, ids::RequestId, reason};
use store::{Caller, Executed};
use tonic::{Request, Response, Status, metadata::MetadataValue};

use crate::status;

/// Marks the answer of a request that had been carried out before.
pub const REPLAYED_HEADER: &str = "ev-replayed";
/// The longest bearer token that is looked at.
const TOKEN_MAX: usize = 256;

/// What a request carries beside its message.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// The session of the bearer token, if one was sent.
    pub caller: Option<Caller>,
}

impl Call {
    /// Takes the message out of a request and keeps who sent it.
    ///
    /// # Errors
    /// UNAUTHENTICATED when an `authorization` header is there but not one bearer token.
    pub fn open<T>(request: Request<T>) -> Result<(Self, T), Status> {
        let caller = caller(&request).map_err(|refusal| status(&refusal.into()))?;
        Ok((Self { caller }, request.into_inner()))
    }

    /// The caller, who must be there.
    pub fn signed_in(&self) -> Result<Caller, Error> {
        self.caller.ok_or_else(|| reason::NOT_SIGNED_IN.refuse().into())
    }
}

fn caller<T>(request: &Request<T>) -> Result<Option<Caller>, Refusal> {
    let mut headers = request.metadata().get_all("authorization").iter();
    let Some(header) = headers.next() else { return Ok(None) };
    if headers.next().is_some() {
        return Err(reason::NOT_SIGNED_IN.refuse());
    }
    let token = header
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("Bearer ").or_else(|| text.strip_prefix("bearer ")))
        .filter(|token| !token.is_empty() && token.len() <= TOKEN_MAX)
        .ok_or_else(|| reason::NOT_SIGNED_IN.refuse())?;
    Ok(Some(Caller::of_token(token)))
}

/// Reads the request id of a writing call.
pub fn request_id(text: &str) -> Result<RequestId, Error> {
    RequestId::parse(text).map_err(|refusal| refusal.at("request_id").into())
}

/// Sends the answer of a command, marked when it is a replay.
pub fn reply<A>(done: Result<Executed<A>, Error>) -> Result<Response<A>, Status> {
    let done = done.map_err(|error| status(&error))?;
    let mut response = Response::new(done.answer);
    if done.replayed {
        response.metadata_mut().insert(REPLAYED_HEADER, MetadataValue::from_static("1"));
    }
    Ok(response)
}

/// Sends the answer of a query.
pub fn answer<A>(done: Result<A, Error>) -> Result<Response<A>, Status> {
    done.map(Response::new).map_err(|error| status(&error))
}

/// A writing RPC in one line: opens the call, parses, executes, replies.
///
/// `$self` has a field `store`; `$command` has `parse(request) -> Result<Self, Error>`.
#[macro_export]
macro_rules! write {
    ($self:ident, $request:ident, $command:ty) => {{
        let (call, request) = $crate::Call::open($request)?;
        let id = $crate::call::request_id(&request.request_id)
            .map_err(|error| $crate::status(&error))?;
        let command = <$command>::parse(request).map_err(|error| $crate::status(&error))?;
        $crate::reply($self.store.execute(call.caller, id, command).await)
    }};
}

/// A reading RPC in one line: opens the call, parses, answers.
#[macro_export]
macro_rules! read {
    ($self:ident, $request:ident, $query:ty) => {{
        let (call, request) = $crate::Call::open($request)?;
        let query = <$query>::parse(request).map_err(|error| $crate::status(&error))?;
        $crate::call::answer($self.store.answer(call.caller, query).await)
    }};
}
