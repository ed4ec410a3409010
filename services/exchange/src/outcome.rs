//! What became of a request, as a message.

use domain::{Error, Place, Refusal, ids::RequestId};
use edge::Violations;
use store::{Caller, Outcome, Query, Receipt, Store, Tx};
use wire::{access::exchange_service as access, common::v1 as common, exchange::v1 as pb};

use crate::place;

/// Whose outcome is asked.
pub(crate) struct Asked {
    pub place: Place,
    pub request: RequestId,
}

impl Asked {
    pub fn parse(request: &pb::GetOutcomeRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("name", edge::place::read(&request.name));
        let id = faults.read("request_id", RequestId::parse(&request.request_id));
        faults.finish(place.zip(id).map(|(place, request)| Self { place, request }))
    }
}

/// Asks whether the place of an outcome is one at all.
struct Known(Place);

impl Query for Known {
    const METHOD: &'static str = access::GET_OUTCOME;
    type Answer = ();

    fn place(&self) -> Place {
        self.0.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        place::known(tx, &self.0).await
    }
}

/// What became of a request. An id is closed for good, and who is told so may act anew under
/// another one: a slip in the place must not be answered by it.
pub(crate) async fn of(
    store: &Store,
    caller: Caller,
    asked: Asked,
) -> Result<pb::GetOutcomeResponse, Error> {
    let Asked { place, request } = asked;
    store.answer(Some(caller), Known(place.clone())).await?;
    store.outcome(caller, access::GET_OUTCOME, place, request).await.map(message)
}

/// The message of an outcome.
pub(crate) fn message(outcome: Outcome) -> pb::GetOutcomeResponse {
    use pb::get_outcome_response::Outcome as Kind;
    let outcome = match outcome {
        Outcome::Done { method, receipt, at_us } => {
            Kind::Done(pb::Done { method, receipt: Some(receipt_message(receipt)), at_us })
        }
        Outcome::Refused { method, error } => Kind::Refused(pb::Refused {
            method,
            refusals: error.refusals.into_iter().map(refusal_message).collect(),
        }),
        Outcome::Fenced => Kind::Fenced(pb::Fenced {}),
    };
    pb::GetOutcomeResponse { outcome: Some(outcome) }
}

fn receipt_message(receipt: Receipt) -> common::Receipt {
    common::Receipt { place: receipt.place, seq: receipt.seq, entry_hash: receipt.entry_hash }
}

fn refusal_message(refusal: Refusal) -> pb::Refusal {
    pb::Refusal {
        message: refusal.message(),
        code: refusal.code.into_owned(),
        facts: refusal.facts.into_iter().map(|fact| (fact.key.into_owned(), fact.value)).collect(),
        field: refusal.field.unwrap_or_default(),
        subject: refusal.subject.unwrap_or_default(),
    }
}
