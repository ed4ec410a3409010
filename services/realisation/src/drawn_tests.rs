//! A project is paid to its amount and no sen more, on both engines.

use domain::{DesaId, Place};
use serde::Serialize;
use store::{Command, Engine, engine_test};
use wire::realisation::v1 as proto;

use super::*;
use crate::{
    accept::AcceptSpj,
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    reversal::{ConfirmReversal, ProposeReversal},
    settle::SettlePanjar,
    spj::SubmitSpj,
    spp::{Kind, Purse},
    story_tests::{Spp, approved, codes, create, fund, give_back, step},
    submit::SubmitSpp,
    world::{Act, DESA, LABOUR, LANE, PAVING, World, ask, id, input, sen},
};

store::statements! {
    COSTS = "UPDATE pub_project SET amount_sen = $3 WHERE desa_id = $1 AND project_id = $2";
}

/// The road is to cost so much.
#[derive(Serialize)]
struct Costs(i64);

impl Command for Costs {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = ();

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let desa = DesaId::parse(DESA).unwrap();
        tx.exec(&COSTS, args![&desa, id(LANE), self.0]).await.map(|_| ())
    }
}

async fn costs(world: &World, sen: i64) {
    let store = world.store();
    store.execute(None, store.new_request_id(), Costs(sen)).await.unwrap();
}

/// A draft that asks for so much of the road, and whether it is submitted.
async fn submitted(world: &World, kind: Kind, sen: i64) -> Result<Spp, Error> {
    let asked = input(vec![ask(PAVING, sen, Some(LANE))]);
    let mut spp = create(world, "pka", kind, asked).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).map(|_| spp)
}

/// The reasons why so much is not asked for.
async fn refused(world: &World, sen: i64) -> Vec<String> {
    codes(submitted(world, Kind::Definitif, sen).await.map(|spp| spp.name))
}

async fn pay(world: &World, spp: &mut Spp) -> Result<proto::DisburseSppResponse, Error> {
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire())
}

async fn a_project_is_paid_to_its_amount_and_no_sen_more(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    costs(&world, 300_000).await;
    let over = vec![ask(PAVING, 200_000, Some(LANE)), ask(LABOUR, 100_001, Some(LANE))];
    let mut over = create(&world, "pka", Kind::Definitif, input(over)).await.unwrap();
    let over = step!(world, "pka", SubmitSpp, SubmitSppRequest, over).unwrap_err();
    let told = over.refusals[0].message();
    for word in ["Jalan lingkungan", "Rp 0,00", "Rp 3.000,01", "Rp 3.000,00"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert!(over.refusals[0].subject.as_deref().unwrap().ends_with(&id(LANE).to_string()));
    assert_eq!(codes(Err::<(), _>(over)), ["PROJECT_AMOUNT_EXCEEDED"], "both lines together");
    let mut paid = approved(&world, input(vec![ask(PAVING, 200_000, Some(LANE))])).await;
    pay(&world, &mut paid).await.unwrap();
    assert_eq!(refused(&world, 100_001).await, ["PROJECT_AMOUNT_EXCEEDED"], "200,000 are paid");
    submitted(&world, Kind::Definitif, 100_000).await.unwrap();
    assert_eq!(refused(&world, 1).await, ["PROJECT_AMOUNT_EXCEEDED"], "100,000 are asked for");
    let note = "Salah penerima".to_owned();
    give_back!(world, "keu", paid, note).unwrap();
    step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, paid).unwrap();
    assert_eq!(refused(&world, 200_001).await, ["PROJECT_AMOUNT_EXCEEDED"]);
    submitted(&world, Kind::Definitif, 200_000).await.unwrap();
}

async fn an_advance_draws_what_is_asked_until_its_rest_is_back(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    costs(&world, 300_000).await;
    let mut advance = submitted(&world, Kind::Panjar, 200_000).await.unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, advance).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, advance).unwrap();
    pay(&world, &mut advance).await.unwrap();
    let spent = proto::SpjLine {
        line_id: id(PAVING).to_string(),
        project: ask(PAVING, 1, Some(LANE)).project,
        amount: sen(50_000),
    };
    step!(world, "pka", SubmitSpj, SubmitSpjRequest, advance, lines: vec![spent]).unwrap();
    assert_eq!(refused(&world, 100_001).await, ["PROJECT_AMOUNT_EXCEEDED"], "200,000 are out");
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, advance).unwrap();
    assert_eq!(refused(&world, 100_001).await, ["PROJECT_AMOUNT_EXCEEDED"], "150,000 still are");
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, advance, store: Purse::Bank.wire())
        .unwrap();
    assert_eq!(refused(&world, 250_001).await, ["PROJECT_AMOUNT_EXCEEDED"], "50,000 were spent");
    submitted(&world, Kind::Definitif, 250_000).await.unwrap();
}

async fn an_amount_that_fell_meanwhile_is_met_by_verification_payment_and_schema(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let mut ready = approved(&world, input(vec![ask(PAVING, 200_000, Some(LANE))])).await;
    let mut waits = submitted(&world, Kind::Definitif, 100_000).await.unwrap();
    costs(&world, 299_999).await;
    let no = step!(world, "sek", VerifySpp, VerifySppRequest, waits);
    assert_eq!(codes(no), ["PROJECT_AMOUNT_EXCEEDED"]);
    assert_eq!(codes(pay(&world, &mut ready).await), ["PROJECT_AMOUNT_EXCEEDED"]);
    let forged = world.act(Act::Forge("keu", ready.id())).await;
    assert_eq!(codes(forged), ["PROJECT_AMOUNT_EXCEEDED"]);
    costs(&world, 300_000).await;
    pay(&world, &mut ready).await.unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, waits).unwrap();
}

engine_test!(
    a_project_is_paid_to_its_amount_and_no_sen_more,
    an_advance_draws_what_is_asked_until_its_rest_is_back,
    an_amount_that_fell_meanwhile_is_met_by_verification_payment_and_schema,
);
