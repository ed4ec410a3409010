//! Asks everything that stands against a step of a payment request, at once.

use domain::{Day, Error, Refusal, Rupiah};
use gate::Moment;
use ledger::Account;
use store::Tx;

use crate::{
    facts::{self, Loaded, Question},
    names::SppName,
    spp::{State, Step},
    sql::HeadRow,
    states::{Check, evaluate, unmet_on, way},
};

/// A request with what its rules say, and every reason against a step.
pub struct Asked {
    /// The request with its facts.
    pub loaded: Loaded,
    /// Every rule.
    pub checks: Vec<Check>,
    /// Why the step is refused: the state first, then what its rules find.
    pub reasons: Vec<Refusal>,
}

/// The state in which a step is taken.
const fn before(step: Step) -> State {
    match step {
        Step::Create | Step::Submit => State::Draft,
        Step::Verify => State::Submitted,
        Step::Approve => State::Verified,
        Step::Disburse => State::Approved,
    }
}

/// Asks every rule of a step. A request that has earlier steps before it is asked theirs too,
/// so that everything that fails on the way is told in one answer.
///
/// # Errors
/// WRONG_STATE alone when the step is behind the request or it has ended: nothing that could be
/// put right would help.
pub async fn ask(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: HeadRow,
    step: Step,
    payment: Option<(Account, Day, Rupiah)>,
) -> Result<Asked, Error> {
    let wrong = head.wrong_state(&[before(step)])?;
    let way = way(head.state()?, step);
    if let (Some(wrong), true) = (&wrong, way.is_empty()) {
        return Err(wrong.clone().into());
    }
    let mut question = Question { payment, ..Question::of(step) };
    if way.contains(&Step::Verify) && question.moment.is_none() {
        question = Question { moment: Some(Moment::Preview), money: true, ..question };
    }
    let loaded = facts::load(tx, name, head, &question).await?;
    let checks = evaluate(&loaded.facts);
    let mut reasons: Vec<Refusal> = wrong.into_iter().collect();
    reasons.extend(unmet_on(&checks, &way));
    Ok(Asked { loaded, checks, reasons })
}
