//! Second and last payments of a work and their photos, on both engines.

use domain::{DesaId, Place};
use serde::Serialize;
use store::{Command, Engine, args, engine_test};
use wire::realisation::v1 as proto;

use super::*;
use crate::{
    accept::AcceptSpj,
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    settle::SettlePanjar,
    spj::SubmitSpj,
    spp::{Kind, Purse},
    story_tests::{Spp, approved, codes, create, fund, step},
    submit::SubmitSpp,
    world::{Act, DESA, LANE, PAVING, World, ask, id, input},
};

store::statements! {
    DROP_PROGRESS = "DELETE FROM pub_project_stage WHERE desa_id = $1 AND project_id = $2 AND stage > 0";
    PUT_PROGRESS = "INSERT INTO pub_project_stage (desa_id, project_id, stage) VALUES ($1, $2, 50)";
}

/// How far the road has come is seen, or it is not.
#[derive(Serialize)]
struct Seen(bool);

impl Command for Seen {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = ();

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let desa = DesaId::parse(DESA).unwrap();
        let statement = if self.0 { PUT_PROGRESS } else { DROP_PROGRESS };
        tx.exec(&statement, args![&desa, id(LANE)]).await.map(|_| ())
    }
}

async fn seen(world: &World, is_seen: bool) {
    let store = world.store();
    store.execute(None, store.new_request_id(), Seen(is_seen)).await.unwrap();
}

/// A draft that asks for so much of the road, and whether it is submitted.
async fn submitted(world: &World, sen: i64) -> Result<Spp, Error> {
    let asked = input(vec![ask(PAVING, sen, Some(LANE))]);
    let mut spp = create(world, "pka", Kind::Definitif, asked).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).map(|_| spp)
}

async fn pay(world: &World, spp: &mut Spp) -> Result<proto::DisburseSppResponse, Error> {
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire())
}

async fn a_second_payment_needs_a_photo_of_the_progress(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    seen(&world, false).await;
    let mut first = approved(&world, input(vec![ask(PAVING, 300_000, Some(LANE))])).await;
    let mut beside = submitted(&world, 100_000).await.unwrap();
    pay(&world, &mut first).await.unwrap();
    let second = submitted(&world, 100_000).await.map(|spp| spp.name);
    assert_eq!(codes(second), ["EVIDENCE_STAGE_MISSING"]);
    let no = step!(world, "sek", VerifySpp, VerifySppRequest, beside);
    assert_eq!(codes(no), ["EVIDENCE_STAGE_MISSING"], "asked for before the first was paid");
    seen(&world, true).await;
    step!(world, "sek", VerifySpp, VerifySppRequest, beside).unwrap();
    seen(&world, false).await;
    world.act(Act::Law("severity.FOTO-50", "warn")).await.unwrap();
    submitted(&world, 100_000).await.unwrap();
}

async fn the_last_photo_weighs_what_the_law_says(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    let mut whole = approved(&world, input(vec![ask(PAVING, 1_000_000, Some(LANE))])).await;
    world.act(Act::Relaw("severity.FOTO-100", "hard")).await.unwrap();
    assert_eq!(codes(pay(&world, &mut whole).await), ["EVIDENCE_FINAL_MISSING"]);
    world.act(Act::Relaw("severity.FOTO-100", "warn")).await.unwrap();
    let told = pay(&world, &mut whole).await.unwrap().warnings;
    assert_eq!(told[0].code, "EVIDENCE_FINAL_MISSING");
}

async fn an_advance_that_came_back_whole_is_no_payment(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    seen(&world, false).await;
    let asked = input(vec![ask(PAVING, 300_000, Some(LANE))]);
    let mut advance = create(&world, "pka", Kind::Panjar, asked).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, advance).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, advance).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, advance).unwrap();
    pay(&world, &mut advance).await.unwrap();
    step!(world, "pka", SubmitSpj, SubmitSpjRequest, advance).unwrap();
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, advance).unwrap();
    let early = submitted(&world, 100_000).await.map(|spp| spp.name).unwrap_err();
    let told = early.refusals[0].message();
    for word in ["Jalan lingkungan", "50 %", "operator desa"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(Err::<(), _>(early)), ["EVIDENCE_STAGE_MISSING"], "its money is still out");
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, advance, store: Purse::Bank.wire())
        .unwrap();
    submitted(&world, 100_000).await.unwrap();
}

engine_test!(
    an_advance_that_came_back_whole_is_no_payment,
    a_second_payment_needs_a_photo_of_the_progress,
    the_last_photo_weighs_what_the_law_says,
);
