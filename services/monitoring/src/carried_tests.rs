//! What the room of the payments is told of continuations, and what they keep an amount from, on
//! both engines.

use domain::{Error, Place};
use store::{Engine, Query, Tx, args, engine_test};
use uuid::Uuid;
use wire::{common::v1 as common, monitoring::v1 as pb};

use crate::world::{Act, SUKOJATI, World, culvert};

store::statements! {
    READ_TOLD = "SELECT project_id, by_project_id, tahun, amount_sen FROM pub_project_carried
        WHERE desa_id = $1 ORDER BY amount_sen DESC, by_project_id";
}

/// Who carries on what, in which year, sen.
struct Told;

impl Query for Told {
    const METHOD: &'static str = <Act as store::Command>::METHOD;
    type Answer = Vec<(Uuid, Uuid, i64, i64)>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.all(&READ_TOLD, args![SUKOJATI]).await
    }
}

async fn told(world: &World) -> Vec<(Uuid, Uuid, i64, i64)> {
    world.test.store.answer(None, Told).await.unwrap()
}

fn id(project: &pb::Project) -> Uuid {
    project.name.rsplit('/').next().unwrap().parse().unwrap()
}

/// A culvert of so many sen, at one place.
fn of(sen: i64) -> pb::ProjectContent {
    let mut content = culvert(0.3);
    content.amount = Some(common::Rupiah { sen });
    content.sites[0].amount = content.amount;
    content
}

async fn a_continuation_is_told_from_its_first_signature_until_it_is_given_up(engine: Engine) {
    let world = World::new(engine).await;
    let (first, _) = world.register("a", 2026, of(100)).await.unwrap();
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let rest = pb::ProjectContent { continues: first.name.clone(), ..of(30) };
    let draft = world.draft("a", 2027, rest.clone()).await.unwrap();
    assert!(told(&world).await.is_empty());
    world.submit("a", &draft).await.unwrap();
    assert_eq!(told(&world).await, [(id(&first), id(&draft), 2027, 30)]);
    let (second, _) = world.register("a", 2027, rest).await.unwrap();
    assert_eq!(told(&world).await.len(), 2);
    world.cancel("a", &second).await;
    let kept = [(id(&first), id(&draft), 2027, 30), (id(&first), id(&second), 2027, 0)];
    assert_eq!(told(&world).await, kept, "one that is given up takes what was drawn on it alone");
}

async fn a_work_is_not_lowered_below_what_was_drawn_for_it(engine: Engine) {
    let world = World::new(engine).await;
    let (work, _) = world.register("a", 2026, of(100)).await.unwrap();
    let (work, _) = world.amend("a", &work, of(90)).await.unwrap();
    world.act(Act::Paid(id(&work))).await.unwrap();
    let less = world.amend("a", &work, of(69)).await.map(|_| ());
    assert_eq!(less.unwrap_err(), ["AMOUNT_BELOW_DRAWN"], "70 were drawn");
    world.amend("a", &work, of(70)).await.unwrap();
}

async fn an_amount_covers_what_was_drawn_and_what_is_carried_on(engine: Engine) {
    let world = World::new(engine).await;
    let (first, _) = world.register("a", 2026, of(100)).await.unwrap();
    world.act(Act::Paid(id(&first))).await.unwrap();
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let rest = pb::ProjectContent { continues: first.name.clone(), ..of(20) };
    world.register("a", 2027, rest).await.unwrap();
    let less = world.amend("a", &first, of(89)).await.map(|_| ());
    assert_eq!(less.unwrap_err(), ["AMOUNT_CARRIED_ON"], "70 were drawn, 20 are carried on");
    world.amend("a", &first, of(90)).await.unwrap();
}

async fn what_was_drawn_on_a_continuation_stays_taken(engine: Engine) {
    let world = World::new(engine).await;
    let (first, _) = world.register("a", 2026, of(100)).await.unwrap();
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let part = |sen| pb::ProjectContent { continues: first.name.clone(), ..of(sen) };
    let (rest, _) = world.register("a", 2027, part(90)).await.unwrap();
    world.act(Act::Paid(id(&rest))).await.unwrap();
    let less = world.amend("a", &rest, part(69)).await.map(|_| ());
    assert_eq!(less.unwrap_err(), ["AMOUNT_CARRIED_ON"], "70 were drawn on it");
    let (rest, _) = world.amend("a", &rest, part(80)).await.unwrap();
    world.cancel("a", &rest).await;
    let more = world.register("a", 2027, part(31)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["CONTINUES_ABOVE_REST"], "70 of 100 stay drawn");
    world.register("a", 2027, part(30)).await.unwrap();
    let less = world.amend("a", &first, of(99)).await.map(|_| ());
    assert_eq!(less.unwrap_err(), ["AMOUNT_CARRIED_ON"], "70 were drawn, 30 are carried on");
}

async fn an_amount_that_is_not_lowered_is_not_asked_about(engine: Engine) {
    let world = World::new(engine).await;
    let (first, _) = world.register("a", 2026, of(100)).await.unwrap();
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let part = pb::ProjectContent { continues: first.name.clone(), ..of(40) };
    world.register("a", 2027, part).await.unwrap();
    // Drawn at the same moment as the continuation was signed: neither saw the other.
    world.act(Act::Paid(id(&first))).await.unwrap();
    let less = world.amend("a", &first, of(99)).await.map(|_| ());
    assert_eq!(less.unwrap_err(), ["AMOUNT_CARRIED_ON"], "70 were drawn, 40 are carried on");
    let (first, _) = world.amend("a", &first, of(100)).await.unwrap();
    world.amend("a", &first, of(105)).await.unwrap();
}

engine_test!(
    what_was_drawn_on_a_continuation_stays_taken,
    an_amount_that_is_not_lowered_is_not_asked_about,
    a_continuation_is_told_from_its_first_signature_until_it_is_given_up,
    a_work_is_not_lowered_below_what_was_drawn_for_it,
    an_amount_covers_what_was_drawn_and_what_is_carried_on,
);
