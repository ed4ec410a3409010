//! The paying command and the gate: what moved since the request was verified, on both engines.

use domain::{
    Day, DesaId, Error, Place, WorkClass,
    ids::{FlagId, ProjectId},
};
use gate::{
    ClaimKind, Work,
    decide::{self, Decision, Outcome},
    flag, payee, register,
};
use serde::Serialize;
use store::{Command, Engine, Query, Tx, args, engine_test};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    disburse::DisburseSpp,
    spp::{Kind, Purse},
    story_tests::{Spp, approved, codes, create, fund, step},
    submit::SubmitSpp,
    world::{ALLEY, Act, DESA, LANE, PAVING, World, ask, id, input, road},
};

/// Another village, which these tests say begins a few metres from the road.
const NEIGHBOUR: &str = "35.10.25.2009";

store::statements! {
    READ_OPEN = "SELECT flag_id FROM gate_flag WHERE desa_id = $1 AND project_id = $2 AND state = 'open'";
    DROP_START = "DELETE FROM pub_project_stage WHERE desa_id = $1 AND project_id = $2 AND stage = 0";
    PUT_START = "INSERT INTO pub_project_stage (desa_id, project_id, stage) VALUES ($1, $2, 0)";
    READ_CLEARANCE = "SELECT clearance_geometry_rev, clearance_seq FROM gate_project
        WHERE desa_id = $1 AND project_id = $2";
}

/// What villages and officials do at the gate meanwhile.
#[derive(Serialize)]
enum Gate {
    Register(Work),
    Amend(Work),
    Rescreen,
    /// The road is seen where it stands, or it was and left.
    Seen(bool),
    /// The open flag of the road, until a day.
    Dismiss(Day),
    /// Who another request names as payee of the alley: name and account.
    Payee(&'static str, &'static str),
}

impl Command for Gate {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = ();

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let (desa, project) = (DesaId::parse(DESA).unwrap(), ProjectId::new(id(LANE)));
        match self {
            Self::Register(work) => register::register(tx, work).await.map(|_| ()),
            Self::Amend(work) => register::amend(tx, work).await.map(|_| ()),
            Self::Rescreen => register::rescreen(tx, &desa, project).await.map(|_| ()),
            Self::Seen(is_seen) => {
                let statement = if *is_seen { PUT_START } else { DROP_START };
                tx.exec(&statement, args![&desa, id(LANE)]).await.map(|_| ())
            }
            Self::Dismiss(until) => {
                let (open,): (Uuid,) = tx.one(&READ_OPEN, args![&desa, id(LANE)]).await?;
                let seen = flag::read(tx, FlagId::new(open)).await?;
                let decision = Decision {
                    id: tx.new_id(),
                    flag: seen.id,
                    outcome: Outcome::Dismissed,
                    seen_revs: (seen.first.geometry_rev, seen.second.geometry_rev),
                    valid_until: Some(*until),
                };
                decide::decide(tx, &decision).await.map(|_| ())
            }
            Self::Payee(name, account) => {
                payee::note(tx, &desa, ProjectId::new(id(ALLEY)), (*name, *account)).await
            }
        }
    }
}

/// The stored clearance of the road: geometry revision and position.
struct Cleared;

impl Query for Cleared {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = (Option<i64>, Option<i64>);

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.one(&READ_CLEARANCE, args![DESA, id(LANE)]).await
    }
}

/// What the payees of the road and the alley say.
struct SamePayee;

impl Query for SamePayee {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = Option<String>;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let side = |n| flag::Side {
            desa: DesaId::parse(DESA).unwrap(),
            desa_name: "Sukojati".into(),
            project: ProjectId::new(id(n)),
            name: String::new(),
            kind: ClaimKind::Registered,
            geometry_rev: 1,
        };
        let told = payee::same(tx, &side(LANE), &side(ALLEY)).await?;
        Ok(told.map(|evidence| evidence.text))
    }
}

async fn gate(world: &World, act: Gate) {
    let store = world.store();
    store.execute(None, store.new_request_id(), act).await.unwrap();
}

async fn cleared(world: &World) -> (Option<i64>, Option<i64>) {
    world.store().answer(None, Cleared).await.unwrap()
}

/// Geometry revision and position of the clearance that a step of the request rested on.
async fn rested_on(world: &World, step: &'static str) -> (i64, i64) {
    let told = world.told(step).await;
    let number = |key: &str| told["clearances"][0][key].as_i64().unwrap();
    (number("geometry_rev"), number("position"))
}

/// The road and an approved request for it.
async fn ready(engine: Engine) -> (World, Spp) {
    let world = World::open(engine).await;
    world.act(Act::Law("gate.scope_tolerance_permille", "100")).await.unwrap();
    fund(&world, 900_000).await;
    let spp = approved(&world, input(vec![ask(PAVING, 300_000, Some(LANE))])).await;
    (world, spp)
}

/// Has the treasurer pay.
async fn pay(world: &World, spp: &mut Spp) -> Result<proto::DisburseSppResponse, Error> {
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire())
}

async fn a_payment_renews_a_clearance_when_only_the_cells_moved_on(engine: Engine) {
    let (world, mut spp) = ready(engine).await;
    let before = rested_on(&world, "spp.verified").await;
    // A well 44 m away: nothing to compare with a road, and a claim in its cells.
    let well = Work { class: WorkClass::WaterSupply, ..road(0x91, 0.0004) };
    gate(&world, Gate::Register(Work { desa: DesaId::parse(NEIGHBOUR).unwrap(), ..well })).await;
    assert_eq!(cleared(&world).await, (Some(1), Some(before.1)), "nobody renews it meanwhile");
    pay(&world, &mut spp).await.unwrap();
    let after = rested_on(&world, "spp.disbursed").await;
    assert_eq!(after.0, before.0);
    assert!(after.1 > before.1, "{before:?} {after:?}");
    assert_eq!(cleared(&world).await, (Some(1), Some(after.1)));
    assert_eq!(world.line(PAVING).await, (0, 300_000));
}

async fn a_payment_rests_on_the_geometry_of_its_day(engine: Engine) {
    let (world, mut spp) = ready(engine).await;
    assert_eq!(rested_on(&world, "spp.verified").await.0, 1);
    gate(&world, Gate::Amend(road(LANE, 0.003))).await;
    pay(&world, &mut spp).await.unwrap();
    let (geometry_rev, position) = rested_on(&world, "spp.disbursed").await;
    assert_eq!((geometry_rev, cleared(&world).await), (2, (Some(2), Some(position))));
}

async fn a_payment_asks_once_more_for_a_photo_of_where_the_work_is(engine: Engine) {
    let (world, mut spp) = ready(engine).await;
    gate(&world, Gate::Amend(road(LANE, 0.003))).await;
    gate(&world, Gate::Seen(false)).await;
    assert_eq!(codes(pay(&world, &mut spp).await), ["EVIDENCE_MISSING"]);
    assert_eq!(world.line(PAVING).await, (300_000, 0), "reserved as before");
    gate(&world, Gate::Seen(true)).await;
    pay(&world, &mut spp).await.unwrap();
    assert_eq!(world.line(PAVING).await, (0, 300_000));
}

async fn a_payment_after_the_site_moved_is_refused_until_its_pair_is_decided(engine: Engine) {
    let (world, mut spp) = ready(engine).await;
    let twin = Work {
        desa: DesaId::parse(NEIGHBOUR).unwrap(),
        desa_name: "Badean".into(),
        name: "Rabat beton".into(),
        ..road(0x92, 0.0003)
    };
    gate(&world, Gate::Register(twin)).await;
    gate(&world, Gate::Amend(road(LANE, 0.00025))).await;
    assert_eq!(cleared(&world).await, (None, None), "6 m from the twin");
    assert_eq!(codes(pay(&world, &mut spp).await), ["FLAG_OPEN"]);
    gate(&world, Gate::Dismiss(Day::from_ymd(2026, 3, 12))).await;
    assert_eq!(cleared(&world).await.0, Some(2));
    world.set_day(3, 13);
    let refused = pay(&world, &mut spp).await.unwrap_err();
    assert!(refused.refusals[0].message().contains("Rabat beton di Desa Badean belum diputus"));
    assert_eq!(codes(Err::<(), _>(refused)), ["CLEARANCE_STALE"], "nobody's word holds today");
    assert_eq!(world.line(PAVING).await, (300_000, 0), "reserved as before");
    gate(&world, Gate::Rescreen).await;
    assert_eq!(codes(pay(&world, &mut spp).await), ["FLAG_OPEN"]);
    gate(&world, Gate::Dismiss(Day::from_ymd(2026, 3, 31))).await;
    pay(&world, &mut spp).await.unwrap();
    assert_eq!(rested_on(&world, "spp.disbursed").await.0, 2);
    assert_eq!(world.line(PAVING).await, (0, 300_000));
}

async fn who_is_paid_is_known_from_the_submission_on_and_of_an_advance_not_at_all(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let same = || async { world.store().answer(None, SamePayee).await.unwrap() };
    gate(&world, Gate::Payee("CV. MAJU", "")).await;
    let lines = || input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut advance = create(&world, "pka", Kind::Panjar, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, advance).unwrap();
    let mut bill = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    assert_eq!(same().await, None);
    step!(world, "pka", SubmitSpp, SubmitSppRequest, bill).unwrap();
    let told = "Penerima pembayaran yang sama menurut nama.";
    assert_eq!(same().await.as_deref(), Some(told), "however it is written");
    gate(&world, Gate::Payee("Toko Lain", "0123-456.789")).await;
    let told = "Penerima pembayaran yang sama menurut rekening dan nama.";
    assert_eq!(same().await.as_deref(), Some(told));
}

engine_test!(
    who_is_paid_is_known_from_the_submission_on_and_of_an_advance_not_at_all,
    a_payment_renews_a_clearance_when_only_the_cells_moved_on,
    a_payment_rests_on_the_geometry_of_its_day,
    a_payment_asks_once_more_for_a_photo_of_where_the_work_is,
    a_payment_after_the_site_moved_is_refused_until_its_pair_is_decided,
);
