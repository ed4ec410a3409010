//! Who gives a project up, over the services, on both engines.

use store::{Engine, engine_test};
use wire::monitoring::v1::{self as pb, project_service_server::ProjectService as _};

use crate::{
    steps::No,
    story_tests::drafted,
    world::{Act, SUKOJATI, World, culvert, from, told},
};

/// Gives a project up; answers the state that it has then.
async fn cancelled(
    world: &World,
    who: &str,
    project: &pb::Project,
) -> Result<pb::ProjectState, No> {
    let request = pb::CancelProjectRequest {
        request_id: world.id(),
        name: project.name.clone(),
        etag: project.etag.clone(),
        note: "Tidak jadi".into(),
    };
    let answer = told(world.projects.cancel_project(from(who, request)).await)?;
    Ok(answer.project.unwrap().state())
}

/// The kegiatan of every culvert here is that of `a-pka`.
async fn of_one_pka(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.act(Act::Dpa(2026, "5.3.5.03", 500, 0)).await.unwrap();
    world
}

async fn an_author_gives_up_a_draft_of_any_kegiatan(engine: Engine) {
    let world = of_one_pka(engine).await;
    let gone = Ok(pb::ProjectState::Cancelled);
    for (n, who) in (0_u8..).zip(["a-op", "a-pka+sek", "a-sek", "a-kds", "a-pka"]) {
        let content = culvert(f64::from(n) * 700.0);
        let draft = drafted(&world, SUKOJATI, who, content).await;
        assert_eq!(cancelled(&world, who, &draft).await, gone, "{who}");
    }
    let theirs = drafted(&world, SUKOJATI, "a-op", culvert(0.0)).await;
    assert_eq!(cancelled(&world, "a-sek", &theirs).await, Err(vec!["NOT_ALLOWED".into()]));
    let no = cancelled(&world, "a-pka+sek", &theirs).await;
    assert_eq!(no, Err(vec!["NOT_ACTIVITY_PKA".into()]));
    assert_eq!(cancelled(&world, "a-pka", &theirs).await, gone, "its PKA, whoever drafted it");
}

async fn what_was_signed_is_given_up_by_its_pka_alone(engine: Engine) {
    let world = of_one_pka(engine).await;
    let draft = drafted(&world, SUKOJATI, "a-pka+sek", culvert(0.0)).await;
    let submitted = world.submit("a", &draft).await.unwrap();
    let no = cancelled(&world, "a-pka+sek", &submitted).await;
    assert_eq!(no, Err(vec!["NOT_ACTIVITY_PKA".into()]), "its author no more");
    assert_eq!(cancelled(&world, "a-pka", &submitted).await, Ok(pb::ProjectState::Cancelled));

    // Where no DPA names a PKA it still takes one.
    let world = World::new(engine).await;
    let draft = drafted(&world, SUKOJATI, "a-op", culvert(0.0)).await;
    let submitted = world.submit("a", &draft).await.unwrap();
    for who in ["a-op", "a-sek", "a-kds"] {
        let no = cancelled(&world, who, &submitted).await;
        assert_eq!(no, Err(vec!["NOT_ALLOWED".into()]), "{who}");
    }
    let (registered, _) = world.register("a", 2026, culvert(700.0)).await.unwrap();
    let no = cancelled(&world, "a-op", &registered).await;
    assert_eq!(no, Err(vec!["NOT_ALLOWED".into()]));
    let proposed = cancelled(&world, "a-pka", &registered).await;
    assert_eq!(proposed, Ok(pb::ProjectState::Registered), "until the second signature");
}

async fn what_was_paid_for_stays_claimed_when_the_rest_is_given_up(engine: Engine) {
    let world = World::new(engine).await;
    let (paid, _) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    let id = paid.name.rsplit('/').next().unwrap().parse().unwrap();
    world.act(Act::Paid(id)).await.unwrap();
    let moved = world.amend("a", &paid, culvert(60.0)).await.map(|_| ());
    assert_eq!(moved.unwrap_err(), ["PROJECT_PAID"], "money stays where it went");
    let mut relabelled = culvert(0.0);
    relabelled.intervention = pb::Intervention::Maintain.into();
    let relabelled = world.amend("a", &paid, relabelled).await.map(|_| ());
    assert_eq!(relabelled.unwrap_err(), ["PROJECT_PAID"]);
    let renamed = pb::ProjectContent { display_name: "Gorong-gorong baru".into(), ..culvert(0.0) };
    let (paid, _) = world.amend("a", &paid, renamed).await.unwrap();
    world.cancel("a", &paid).await;
    let (_, again) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    assert_eq!(again.blocks.len(), 1, "the same work is not entered as if nothing had been");
    // What was never paid for leaves nothing behind.
    let (unpaid, _) = world.register("a", 2026, culvert(700.0)).await.unwrap();
    world.cancel("a", &unpaid).await;
    let (_, again) = world.register("a", 2026, culvert(700.0)).await.unwrap();
    assert!(again.blocks.is_empty());
}

async fn what_the_inspectorate_holds_stays_as_it_is_and_is_not_carried_on(engine: Engine) {
    let world = of_one_pka(engine).await;
    let (held, _) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    let id = held.name.rsplit('/').next().unwrap().parse().unwrap();
    world.act(Act::Hold(id)).await.unwrap();
    let no = cancelled(&world, "a-pka", &held).await;
    assert_eq!(no, Err(vec!["PROJECT_HELD".into()]));
    // Called something else, it would leave its place to the same work entered again.
    let other = pb::ProjectContent { work_class: "street_light".into(), ..culvert(0.0) };
    let other = world.amend("a", &held, other).await.map(|_| ());
    assert_eq!(other.unwrap_err(), ["PROJECT_HELD"]);
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let rest = pb::ProjectContent { continues: held.name.clone(), ..culvert(0.3) };
    let no = world.draft("a", 2027, rest).await.map(|_| ());
    assert_eq!(no.unwrap_err(), ["PROJECT_HELD"]);
}

async fn what_was_given_up_waits_for_nobody(engine: Engine) {
    let world = of_one_pka(engine).await;
    let (work, _) = world.register("a", 2026, culvert(0.0)).await.unwrap();
    world.cancel("a", &work).await;
    let gone = world.project("a", &work.name).await;
    assert_eq!(cancelled(&world, "a-pka", &gone).await, Err(vec!["WRONG_STATE".into()]));
    let amended = world.amend("a", &gone, culvert(0.0)).await.map(|_| ());
    assert_eq!(amended.unwrap_err(), ["WRONG_STATE"]);
}

engine_test!(
    what_was_paid_for_stays_claimed_when_the_rest_is_given_up,
    what_the_inspectorate_holds_stays_as_it_is_and_is_not_carried_on,
    an_author_gives_up_a_draft_of_any_kegiatan,
    what_was_signed_is_given_up_by_its_pka_alone,
    what_was_given_up_waits_for_nobody,
);
