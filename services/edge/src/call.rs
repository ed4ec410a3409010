//! One call: who sends it, under which request id, and how its answer goes back.

use std::ops::Deref;

use domain::{Error, Kind, Refusal, ids::RequestId, reason};
use http::{HeaderMap, header::AUTHORIZATION};
use store::{Caller, Executed};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use wire::numbers::{Numbers, Unknown};

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
    pub fn open<T: Numbers>(request: Request<T>) -> Result<(Self, Sent<T>), Status> {
        let caller =
            caller(request.metadata().as_ref()).map_err(|refusal| status(&refusal.into()))?;
        Ok((Self { caller }, Sent(request.into_inner())))
    }

    /// The caller, who must be there.
    pub fn signed_in(&self) -> Result<Caller, Error> {
        self.caller.ok_or_else(|| reason::NOT_SIGNED_IN.refuse().into())
    }
}

/// The session of the bearer token in the headers of a call, if one was sent.
///
/// # Errors
/// NOT_SIGNED_IN when an `authorization` header is there but not one bearer token.
pub fn caller(headers: &HeaderMap) -> Result<Option<Caller>, Refusal> {
    let mut headers = headers.get_all(AUTHORIZATION).iter();
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

/// A message as it was sent, to be read once.
#[derive(Debug)]
pub struct Sent<T>(T);

impl<T> Deref for Sent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Numbers> Sent<T> {
    /// Reads the message. A number that its enumeration does not name is a fault beside those that
    /// the reader finds: it is of a newer contract, or a slip, and to take it for none would do
    /// something else than what was asked.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with every fault, or what the reader answers.
    pub fn read<C>(self, read: impl FnOnce(T) -> Result<C, Error>) -> Result<C, Error> {
        let mut unknown = Vec::new();
        self.0.unknown(&mut unknown);
        let faults: Vec<Refusal> = unknown.into_iter().map(unnamed).collect();
        let told = read(self.0);
        if faults.is_empty() {
            return told;
        }
        let of_reader = match told {
            Err(error) if error.kind == Kind::Invalid => error.refusals,
            _ => Vec::new(),
        };
        let is_new = |one: &Refusal| faults.iter().all(|fault| fault.field != one.field);
        let others: Vec<Refusal> = of_reader.into_iter().filter(is_new).collect();
        Err(Error { kind: Kind::Invalid, refusals: [faults, others].concat(), detail: None })
    }

    /// The message where nothing in it has to be read.
    ///
    /// # Errors
    /// As [`Sent::read`].
    pub fn message(self) -> Result<T, Error> {
        self.read(Ok)
    }
}

/// What is wrong with a number without a name.
fn unnamed(one: Unknown) -> Refusal {
    let refusal = reason::FIELD_MALFORMED.refuse().fact("value", one.number);
    // People know a list by its last word; the packages before it are for programs.
    let list = one.expected.rsplit('.').next().unwrap_or(one.expected);
    let shown = format!("pilihan yang dikenal ({list})");
    refusal.shown("expected", one.expected, shown).at(one.field)
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
        let command = request.read(<$command>::parse).map_err(|error| $crate::status(&error))?;
        $crate::reply($self.store.execute(call.caller, id, command).await)
    }};
}

/// A reading RPC in one line: opens the call, parses, answers.
#[macro_export]
macro_rules! read {
    ($self:ident, $request:ident, $query:ty) => {{
        let (call, request) = $crate::Call::open($request)?;
        let query = request.read(<$query>::parse).map_err(|error| $crate::status(&error))?;
        $crate::call::answer($self.store.answer(call.caller, query).await)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{
        monitoring::v1::{CreateProjectRequest, ProjectContent, Site},
        realisation::v1::CreateSppRequest,
    };

    fn unknown<T: Numbers>(message: T) -> Vec<(String, String)> {
        let missing = || reason::FIELD_REQUIRED.refuse();
        let read = |_: T| {
            let mut faults = crate::Violations::new();
            faults.add(missing().at("kind"));
            faults.add(missing().at("parent"));
            faults.check()
        };
        let refusals = Sent(message).read(read).err().map(|error| error.refusals);
        let told = |one: Refusal| (one.field.unwrap_or_default(), one.code.to_string());
        refusals.unwrap_or_default().into_iter().map(told).collect()
    }

    #[test]
    fn a_number_that_no_enumeration_names_is_told_where_it_stands() {
        let site = |capture| Site { capture, ..Site::default() };
        let content = ProjectContent {
            intervention: 99,
            sites: vec![site(1), site(-1)],
            ..ProjectContent::default()
        };
        let project = CreateProjectRequest { content: Some(content), ..Default::default() };
        let malformed = |field: &str| (field.to_owned(), "FIELD_MALFORMED".to_owned());
        let required = |field: &str| (field.to_owned(), "FIELD_REQUIRED".to_owned());
        let places = ["content.intervention", "content.sites[1].capture"].map(malformed);
        let others = ["kind", "parent"].map(required);
        assert_eq!(unknown(project), [places, others].concat(), "beside what the reader finds");
        let spp = CreateSppRequest { kind: 77, ..Default::default() };
        assert_eq!(unknown(spp), [malformed("kind"), required("parent")], "a field is told once");
        assert!(Sent(CreateSppRequest::default()).message().is_ok(), "not set is not unknown");
    }

    #[test]
    fn an_enumeration_is_named_to_people_by_its_last_word() {
        let expected = "lumbung.realisation.v1.MoneyStore";
        let told = unnamed(Unknown { field: "store".to_owned(), number: 99, expected });
        assert!(told.message().ends_with("pilihan yang dikenal (MoneyStore)."), "{told:?}");
        assert!(told.facts.iter().any(|fact| fact.value == expected), "{told:?}");
    }
}
