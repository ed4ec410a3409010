//! Which act ends a request in which state, and what it gives back, on both engines.

use domain::Error;
use store::{Engine, engine_test};
use wire::realisation::v1 as proto;

use crate::{
    accept::AcceptSpj,
    decide::{ApproveSpp, CancelSpp, RejectSpp, ReturnSpp, VerifySpp},
    disburse::DisburseSpp,
    reversal::{ConfirmReversal, ProposeReversal},
    settle::SettlePanjar,
    spj::SubmitSpj,
    spp::{Kind, Purse, State},
    story_tests::{Spp, approved, codes, create, fund, give_back, step},
    submit::SubmitSpp,
    world::{Act, LANE, PAPER, PAVING, World, ask, input},
};

/// What each request asks for.
const ASKED_SEN: i64 = 1_000;

fn why() -> String {
    "Tidak jadi".to_owned()
}

/// An advance as far as a state.
async fn brought_to(world: &World, state: State) -> Spp {
    let asked = input(vec![ask(PAPER, ASKED_SEN, None)]);
    let mut spp = create(world, "pka2", Kind::Panjar, asked).await.unwrap();
    if state == State::Draft {
        return spp;
    }
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
    if state == State::Cancelled {
        step!(world, "pka2", CancelSpp, CancelSppRequest, spp).unwrap();
    }
    if matches!(state, State::Submitted | State::Cancelled) {
        return spp;
    }
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    if state == State::Rejected {
        step!(world, "kds", RejectSpp, RejectSppRequest, spp, reason: why()).unwrap();
    }
    if matches!(state, State::Verified | State::Rejected) {
        return spp;
    }
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    if state == State::Approved {
        return spp;
    }
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    if state == State::Reversed {
        give_back!(world, "keu", spp, why()).unwrap();
        step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap();
    }
    if matches!(state, State::Disbursed | State::Reversed) {
        return spp;
    }
    step!(world, "pka2", SubmitSpj, SubmitSpjRequest, spp).unwrap();
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    if state == State::Settled {
        step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Bank.wire())
            .unwrap();
    }
    spp
}

/// Returns, rejects or cancels a request; answers its state.
async fn ended(world: &World, act: usize, spp: &mut Spp) -> Result<i32, Error> {
    match act {
        0 => {
            let done = step!(world, "sek", ReturnSpp, ReturnSppRequest, spp, reason: why());
            done.map(|answer| answer.state)
        }
        1 => {
            let done = step!(world, "kds", RejectSpp, RejectSppRequest, spp, reason: why());
            done.map(|answer| answer.state)
        }
        _ => {
            let done = step!(world, "pka2", CancelSpp, CancelSppRequest, spp);
            done.map(|answer| answer.state)
        }
    }
}

async fn a_request_is_ended_until_it_is_paid_and_gives_its_budget_back(engine: Engine) {
    use State::{
        Accounted, Approved, Cancelled, Disbursed, Draft, Rejected, Reversed, Settled, Submitted,
        Verified,
    };
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    // What return, rejection and cancellation make of it.
    let table: [(State, [Option<State>; 3]); 10] = [
        (Draft, [None, None, Some(Cancelled)]),
        (Submitted, [Some(Draft), None, Some(Cancelled)]),
        (Verified, [Some(Draft), Some(Rejected), Some(Cancelled)]),
        (Approved, [None, Some(Rejected), Some(Cancelled)]),
        (Disbursed, [None; 3]),
        (Accounted, [None; 3]),
        (Settled, [None; 3]),
        (Rejected, [None; 3]),
        (Cancelled, [None; 3]),
        (Reversed, [None; 3]),
    ];
    for (state, ends) in table {
        for (act, end) in ends.into_iter().enumerate() {
            let mut spp = brought_to(&world, state).await;
            let (reserved, posted) = world.line(PAPER).await;
            let drawn: i64 = world.drawn().await.iter().sum();
            let done = ended(&world, act, &mut spp).await;
            let given_sen = match end {
                Some(end) => {
                    assert_eq!(done.unwrap(), end.wire(), "{state:?}, act {act}");
                    if state == Draft { 0 } else { ASKED_SEN }
                }
                None => {
                    assert_eq!(codes(done), ["WRONG_STATE"], "{state:?}, act {act}");
                    0
                }
            };
            let left = (reserved - given_sen, posted);
            assert_eq!(world.line(PAPER).await, left, "{state:?}, act {act}");
            let now: i64 = world.drawn().await.iter().sum();
            assert_eq!(now, drawn - given_sen, "{state:?}, act {act}");
        }
    }
}

async fn an_approved_request_of_a_stopped_work_holds_no_budget_for_ever(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let mut spp = approved(&world, input(vec![ask(PAVING, 300_000, Some(LANE))])).await;
    world.act(Act::Freeze(LANE)).await.unwrap();
    let held = step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire());
    assert!(codes(held).contains(&"PROJECT_HELD".to_owned()));
    let strange = step!(world, "pka2", CancelSpp, CancelSppRequest, spp);
    assert_eq!(codes(strange), ["NOT_OWN_ACTIVITY"]);
    step!(world, "kds", RejectSpp, RejectSppRequest, spp, reason: why()).unwrap();
    assert_eq!((world.line(PAVING).await, world.drawn().await), ((0, 0), vec![0]));
    let late = step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire());
    assert_eq!(codes(late), ["WRONG_STATE"]);
}

engine_test!(
    a_request_is_ended_until_it_is_paid_and_gives_its_budget_back,
    an_approved_request_of_a_stopped_work_holds_no_budget_for_ever,
);
