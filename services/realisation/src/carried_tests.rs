//! What a work carries on is drawn once, in whichever order, on both engines.

use domain::{DesaId, Place};
use serde::Serialize;
use store::{Command, Engine, engine_test};
use wire::realisation::v1 as proto;

use super::*;
use crate::{
    decide::{ReturnSpp, VerifySpp},
    disburse::DisburseSpp,
    spp::{Kind, Purse},
    story_tests::{Spp, approved, codes, create, fund, step},
    submit::SubmitSpp,
    world::{ALLEY, DESA, LABOUR, LANE, PAVING, World, ask, id, input},
};

store::statements! {
    CARRY = "INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan, work_class, intervention, name, amount_sen,
            volume_e4, unit, continues_id, state, state_since_us, proposed_by, created_us, submitted_by, registered_by,
            registered_us)
        VALUES ($1, $2, 2027, '02.03.10', 'road', 'new', 'Jalan (DPAL)', $3, 10000, 'm', $4, 'registered', 0, $5, 0, $5, $6, 0)";
    COSTS = "UPDATE pub_project SET amount_sen = $3 WHERE desa_id = $1 AND project_id = $2";
    LOWER = "UPDATE monitoring_project SET amount_sen = 1 WHERE desa_id = $1 AND project_id = $2";
    GIVE_UP = "UPDATE monitoring_project SET state = 'cancelled' WHERE desa_id = $1 AND project_id = $2";
    READ_SPENT = "SELECT CAST(COALESCE(SUM(l.amount_sen), 0) AS BIGINT)
          FROM realisation_spp_line l JOIN realisation_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
         WHERE l.desa_id = $1 AND l.project_id = $2 AND s.state = 'disbursed'";
}

/// What is approved for the road.
const AMOUNT_SEN: i64 = 1_000_000;
/// The work that carries it on.
const REST: u128 = 0x99;

/// What the room of the works does meanwhile.
#[derive(Serialize)]
enum Rest {
    /// A work carries on so much of the road.
    Carried(u128, i64),
    /// It carries on one sen alone.
    Lowered(u128),
    /// It does not any more.
    GivenUp(u128),
}

impl Command for Rest {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = ();

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let desa = DesaId::parse(DESA).unwrap();
        let done = match self {
            Self::Carried(work, sen) => {
                tx.exec(&COSTS, args![&desa, id(*work), *sen]).await?;
                let values = args![&desa, id(*work), *sen, id(LANE), id(1), id(2)];
                tx.exec(&CARRY, values).await
            }
            Self::Lowered(work) => tx.exec(&LOWER, args![&desa, id(*work)]).await,
            Self::GivenUp(work) => tx.exec(&GIVE_UP, args![&desa, id(*work)]).await,
        };
        done.map(|_| ())
    }
}

/// What was paid for the road.
struct Spent;

impl store::Query for Spent {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = (i64,);

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.one(&READ_SPENT, args![DESA, id(LANE)]).await
    }
}

async fn rest(world: &World, rest: Rest) {
    let store = world.store();
    store.execute(None, store.new_request_id(), rest).await.unwrap();
}

async fn spent(world: &World) -> i64 {
    world.store().answer(None, Spent).await.unwrap().0
}

/// A draft that asks for so much of the road, and whether it is submitted.
async fn submitted(world: &World, sen: i64) -> Result<Spp, Error> {
    submitted_of(world, input(vec![ask(PAVING, sen, Some(LANE))])).await
}

/// A draft, and whether it is submitted.
async fn submitted_of(world: &World, asked: proto::SppInput) -> Result<Spp, Error> {
    let mut spp = create(world, "pka", Kind::Definitif, asked).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).map(|_| spp)
}

async fn pay(world: &World, spp: &mut Spp) -> Result<proto::DisburseSppResponse, Error> {
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire())
}

async fn what_is_carried_on_is_not_drawn_on_the_old_work(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    rest(&world, Rest::Carried(REST, 700_000)).await;
    let over = submitted(&world, 300_001).await;
    let over = over.map(|spp| spp.name).unwrap_err();
    let told = over.refusals[0].message();
    assert!(told.contains("Rp 3.000,00") && told.contains("Rp 3.000,01"), "{told}");
    assert_eq!(codes(Err::<(), _>(over)), ["PROJECT_CARRIED_ON"]);
    let left = input(vec![ask(PAVING, 300_000, Some(LANE))]);
    let mut spp = approved(&world, left).await;
    pay(&world, &mut spp).await.unwrap();
    assert_eq!(spent(&world).await + 700_000, AMOUNT_SEN);
    let more = submitted(&world, 1).await.map(|spp| spp.name);
    assert_eq!(codes(more), ["PROJECT_CARRIED_ON"], "nothing is left");
    // A project that nobody carries on is not asked about.
    let lines = input(vec![ask(LABOUR, 1, Some(ALLEY))]);
    let mut other = create(&world, "pka", Kind::Definitif, lines).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, other).unwrap();
    rest(&world, Rest::GivenUp(REST)).await;
    assert!(submitted(&world, 1).await.is_ok(), "the rest is the project's own again");
}

async fn what_was_asked_for_first_is_refused_where_both_together_are_too_much(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let paid = input(vec![ask(PAVING, 200_000, Some(LANE))]);
    let mut paid = approved(&world, paid).await;
    pay(&world, &mut paid).await.unwrap();
    let fits = input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut fits = approved(&world, fits).await;
    let mut waits = submitted(&world, 50_000).await.unwrap();
    // Signed at the same moment as the last request: neither saw the other.
    rest(&world, Rest::Carried(REST, 700_000)).await;
    let no = step!(world, "sek", VerifySpp, VerifySppRequest, waits);
    assert_eq!(codes(no), ["PROJECT_CARRIED_ON"]);
    assert_eq!(codes(pay(&world, &mut fits).await), ["PROJECT_CARRIED_ON"]);
    let back = proto::ReturnSppRequest {
        name: waits.name.clone(),
        etag: waits.etag.clone(),
        reason: "Dilanjutkan tahun depan".into(),
        ..Default::default()
    };
    world.run("sek", ReturnSpp::parse(back)).await.unwrap();
    pay(&world, &mut fits).await.unwrap();
    assert_eq!(spent(&world).await + 700_000, AMOUNT_SEN);
}

async fn a_continuation_is_drawn_to_its_amount_and_no_sen_more(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    rest(&world, Rest::Carried(ALLEY, 300_000)).await;
    // Its budget line has 1,000,000.
    let of = |sen| input(vec![ask(PAVING, sen, Some(ALLEY))]);
    let over = submitted_of(&world, of(300_001)).await.map(|spp| spp.name);
    assert_eq!(codes(over), ["PROJECT_CARRIED_ON"]);
    let mut spp = approved(&world, of(300_000)).await;
    pay(&world, &mut spp).await.unwrap();
    let more = submitted_of(&world, of(1)).await.map(|spp| spp.name);
    assert_eq!(codes(more), ["PROJECT_CARRIED_ON"], "nothing is left");
}

async fn what_was_drawn_on_a_continuation_does_not_come_back(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    rest(&world, Rest::Carried(ALLEY, 300_000)).await;
    let mut spp = approved(&world, input(vec![ask(PAVING, 200_000, Some(ALLEY))])).await;
    pay(&world, &mut spp).await.unwrap();
    let of_lane =
        |labour| input(vec![ask(PAVING, 700_000, Some(LANE)), ask(LABOUR, labour, Some(LANE))]);
    for gone in [Rest::Lowered(ALLEY), Rest::GivenUp(ALLEY)] {
        rest(&world, gone).await;
        let over = submitted_of(&world, of_lane(100_001)).await.map(|spp| spp.name);
        assert_eq!(codes(over), ["PROJECT_CARRIED_ON"], "200,000 of 1,000,000 were drawn");
    }
    assert!(submitted_of(&world, of_lane(100_000)).await.is_ok());
}

engine_test!(
    a_continuation_is_drawn_to_its_amount_and_no_sen_more,
    what_was_drawn_on_a_continuation_does_not_come_back,
    what_is_carried_on_is_not_drawn_on_the_old_work,
    what_was_asked_for_first_is_refused_where_both_together_are_too_much,
);
