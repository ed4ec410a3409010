//! What became of a request, as a message.

use domain::{Error, Place, Refusal, ids::RequestId};
use edge::Violations;
use store::{Outcome, Receipt};
use wire::{common::v1 as common, exchange::v1 as pb};

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
