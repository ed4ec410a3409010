//! Giving a work up while this program may not judge by the rules in force, on both engines.

use domain::{Error, Place};
use serde::Serialize;
use store::{Command, Engine, Tx, args, engine_test};

use crate::world::{Act, World, culvert};

store::statements! {
    TELL: cross_desa("a test") = "UPDATE gate_rule_set SET tables_sha256 = $1 WHERE state = 'active'";
}

/// The rules in force were activated by a program with other tables.
#[derive(Serialize)]
struct Outdate;

impl Command for Outdate {
    const METHOD: &'static str = <Act as Command>::METHOD;
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.exec(&TELL, args!["0".repeat(64)]).await.map(|_| ())
    }
}

async fn a_work_is_given_up_while_nothing_is_judged(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = world.register("a", 2026, culvert(0.3)).await.unwrap();
    let (theirs, found) = world.register("b", 2026, culvert(8.3)).await.unwrap();
    assert_eq!(found.blocks.len(), 1);
    world.test.store.execute_once(None, Outdate).await.unwrap();
    let more = world.register("a", 2026, culvert(900.3)).await.map(|_| ());
    assert_eq!(more.unwrap_err(), ["RULE_SET_OUTDATED"]);
    world.cancel("b", &theirs).await;
    let gate = world.project("a", &ours.name).await.gate.unwrap();
    assert_eq!((gate.cleared, gate.open_flags), (false, 0), "free of the flag, and not cleared");
    let gone = world.project("b", &theirs.name).await;
    assert_eq!(gone.state, i32::from(wire::monitoring::v1::ProjectState::Cancelled));
}

engine_test!(a_work_is_given_up_while_nothing_is_judged);
