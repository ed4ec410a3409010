//! Asks what became of calls whose answers were lost.

use tests::{
    desk::Desk,
    history::{Call, Ending},
    people::Person,
};
use wire::exchange::v1::{
    GetOutcomeRequest, exchange_service_client::ExchangeServiceClient,
    get_outcome_response::Outcome,
};

/// Resolves every unknown ending; answers how many there were.
pub async fn resolve(calls: &mut [Call], desks: &[Desk]) -> usize {
    let mut asked = 0;
    for call in calls.iter_mut().filter(|call| matches!(call.ending, Ending::Unknown)) {
        let person = person(desks, &call.account);
        call.ending = ask(person, call).await;
        asked += 1;
    }
    asked
}

fn person<'a>(desks: &'a [Desk], account: &str) -> &'a Person {
    desks
        .iter()
        .flat_map(|desk| [&desk.pka, &desk.keu])
        .find(|person| person.account == account)
        .expect("calls are made by the desks' people")
}

async fn ask(person: &Person, call: &Call) -> Ending {
    let mut exchange = ExchangeServiceClient::new(person.channel());
    let message =
        GetOutcomeRequest { name: call.place.clone(), request_id: call.request_id.clone() };
    let mut last = None;
    for pause in client::Retry::default().take(8) {
        match exchange.get_outcome(person.ask(message.clone())).await {
            Ok(answer) => {
                return match answer.into_inner().outcome {
                    Some(Outcome::Done(done)) => {
                        Ending::Acked(done.receipt.expect("what is done has a receipt"))
                    }
                    Some(Outcome::Refused(_) | Outcome::Fenced(_)) => Ending::Refused,
                    None => panic!("GetOutcome answers an outcome"),
                };
            }
            Err(status) => last = Some(status),
        }
        tokio::time::sleep(pause).await;
    }
    panic!("GetOutcome does not answer for {}: {last:?}", call.request_id);
}
