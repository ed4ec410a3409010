//! What money fixes of a work, before it leaves and after, on both engines.

use store::{Engine, engine_test};
use uuid::Uuid;
use wire::{
    common::v1 as common,
    monitoring::v1::{self as pb, project_service_server::ProjectService as _},
};

use crate::{
    scenario_tests::photographed,
    world::{Act, World, culvert, from, told},
};

fn id(project: &pb::Project) -> Uuid {
    project.name.rsplit('/').next().unwrap().parse().unwrap()
}

/// A culvert of so many sen, so many metres east.
fn of(east_m: f64, sen: i64) -> pb::ProjectContent {
    let mut content = culvert(east_m);
    content.amount = Some(common::Rupiah { sen });
    content.sites[0].amount = content.amount;
    content
}

async fn what_was_paid_for_stays_as_it_was_declared_and_measured(engine: Engine) {
    type Spoil = fn(&mut pb::ProjectContent);
    let world = World::new(engine).await;
    let (mut work, _) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    world.act(Act::Paid(id(&work))).await.unwrap();
    let spoils: [(&str, Spoil); 5] = [
        ("layer", |content| content.layer = pb::Layer::Shoulder.into()),
        ("side", |content| content.side = pb::Side::Left.into()),
        ("phase", |content| content.phase = 2),
        ("accuracy", |content| content.sites[0].accuracy_m = Some(2.0)),
        ("capture", |content| content.sites[0].capture = pb::Capture::Digitised.into()),
    ];
    for (what, spoil) in spoils {
        let mut other = culvert(0.0);
        spoil(&mut other);
        let other = world.amend("a", &work, other).await.map(|_| ());
        assert_eq!(other.unwrap_err(), ["PROJECT_PAID"], "{what}");
    }
    let mut same = culvert(0.0);
    (same.display_name, same.volume_e4) = ("Gorong-gorong pasar".into(), 20_000);
    (same.starts_on, same.ends_on) = ("2026-05-04".into(), "2026-09-30".into());
    (work, _) = world.amend("a", &work, same).await.unwrap();
    assert_eq!(work.geometry_rev, 2, "a new name, another measure and a delay are no other work");
    let told = work.content.unwrap();
    assert_eq!((told.starts_on.as_str(), told.ends_on.as_str()), ("2026-05-04", "2026-09-30"));
}

async fn an_advance_counts_whole_until_its_rest_is_back(engine: Engine) {
    let world = World::new(engine).await;
    let (work, _) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    world.act(Act::Asked(id(&work), "accounted")).await.unwrap();
    let moved = world.amend("a", &work, culvert(60.0)).await.map(|_| ());
    assert_eq!(moved.unwrap_err(), ["PROJECT_PAID"], "nothing was spent, and the money is out");
    world.cancel("a", &work).await;
    let (_, again) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    assert_eq!(again.blocks.len(), 1, "its place is claimed");
    let (work, _) = world.register("a", 2026, culvert(700.0)).await.unwrap();
    world.act(Act::Asked(id(&work), "settled")).await.unwrap();
    world.amend("a", &work, culvert(760.0)).await.unwrap();
}

async fn what_is_verified_is_what_is_paid(engine: Engine) {
    let world = World::new(engine).await;
    for (east_m, state) in [(0.0, "verified"), (700.0, "approved")] {
        let (work, _) = world.register("a", 2026, culvert(east_m)).await.unwrap();
        world.act(Act::Asked(id(&work), state)).await.unwrap();
        let moved = world.amend("a", &work, culvert(east_m + 60.0)).await.map(|_| ());
        assert_eq!(moved.unwrap_err(), ["PROJECT_VERIFIED"], "{state}");
        world.amend("a", &work, of(east_m, 110)).await.unwrap();
    }
    for (east_m, state) in [(1_400.0, "submitted"), (2_100.0, "rejected")] {
        let (work, _) = world.register("a", 2026, culvert(east_m)).await.unwrap();
        world.act(Act::Asked(id(&work), state)).await.unwrap();
        world.amend("a", &work, culvert(east_m + 60.0)).await.unwrap();
    }
    // Proposed before, and to be put into force after.
    let (work, _) = world.register("a", 2026, culvert(2_800.0)).await.unwrap();
    let proposed = pb::AmendSiteRequest {
        request_id: world.id(),
        name: work.name.clone(),
        etag: work.etag.clone(),
        content: Some(culvert(2_860.0)),
        note: "Koordinat keliru".into(),
    };
    let waiting = told(world.projects.amend_site(from("a-pka", proposed)).await).unwrap();
    world.act(Act::Asked(id(&work), "verified")).await.unwrap();
    let confirmed = pb::ConfirmAmendmentRequest {
        request_id: world.id(),
        name: work.name.clone(),
        etag: waiting.project.unwrap().etag,
        reject: false,
    };
    let no = told(world.projects.confirm_amendment(from("a-sek", confirmed)).await).map(|_| ());
    assert_eq!(no.unwrap_err(), ["PROJECT_VERIFIED"]);
    // To give the request back does not free what was paid for, so it is not told.
    let (work, _) = world.register("a", 2026, of(3_500.0, 140)).await.unwrap();
    world.act(Act::Paid(id(&work))).await.unwrap();
    world.act(Act::Asked(id(&work), "verified")).await.unwrap();
    let moved = world.amend("a", &work, of(3_560.0, 140)).await.map(|_| ());
    assert_eq!(moved.unwrap_err(), ["PROJECT_PAID"]);
}

async fn a_work_that_is_over_is_not_raised_by_small_steps_either(engine: Engine) {
    let world = World::new(engine).await;
    let (open, _) = world.register("a", 2026, of(0.0, 78)).await.unwrap();
    world.act(Act::Paid(id(&open))).await.unwrap();
    world.amend("a", &open, of(0.0, 780)).await.unwrap();
    let (mut paid, _) = world.register("a", 2026, of(700.0, 70)).await.unwrap();
    world.act(Act::Paid(id(&paid))).await.unwrap();
    let more = world.amend("a", &paid, of(700.0, 78)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "a tenth of 70 is 7");
    (paid, _) = world.amend("a", &paid, of(700.0, 77)).await.unwrap();
    let more = world.amend("a", &paid, of(700.0, 78)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "together with what it was raised by");
    let more = world.amend("a", &paid, of(700.0, 770)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "7 of 77 unpaid do not begin it anew");
    let (seen, _) = world.register("a", 2026, of(1_400.0, 100)).await.unwrap();
    photographed(&world, &seen.name, 100).await;
    let seen = world.project("a", &seen.name).await;
    let more = world.amend("a", &seen, of(1_400.0, 111)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "its last photo is there");
    let seen = world.project("a", &seen.name).await;
    world.amend("a", &seen, of(1_400.0, 110)).await.unwrap();
}

async fn a_few_sen_that_are_left_unpaid_do_not_keep_a_work_open(engine: Engine) {
    let world = World::new(engine).await;
    let (work, _) = world.register("a", 2026, of(0.0, 77)).await.unwrap();
    world.act(Act::Asked(id(&work), "accounted")).await.unwrap();
    let more = world.amend("a", &work, of(0.0, 770)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "70 of 77 are paid, a tenth is 7");
    let (work, _) = world.amend("a", &work, of(0.0, 84)).await.unwrap();
    let more = world.amend("a", &work, of(0.0, 770)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["AMOUNT_AFTER_END"], "it is over as of 77");
    // The money came back: it is under way again, and what it was to cost is forgotten.
    world.act(Act::Forge("SETTLE")).await.unwrap();
    let work = world.project("a", &work.name).await;
    world.amend("a", &work, of(0.0, 770)).await.unwrap();
}

engine_test!(
    what_was_paid_for_stays_as_it_was_declared_and_measured,
    an_advance_counts_whole_until_its_rest_is_back,
    what_is_verified_is_what_is_paid,
    a_work_that_is_over_is_not_raised_by_small_steps_either,
    a_few_sen_that_are_left_unpaid_do_not_keep_a_work_open,
);
