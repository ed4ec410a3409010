//! Rules that were activated by a program with other tables, on both engines.

use domain::Place;
use serde::Serialize;
use store::{Command, Engine, Query, Store, engine_test};

use super::*;
use crate::{
    load_rule_set,
    rules::versions,
    test_kit::{DESA_A, DESA_B},
    test_world::{Act, act, culvert, opened, pay, registered},
};

store::statements! {
    TELL: cross_desa("a test") = "UPDATE gate_rule_set SET tables_sha256 = $1 WHERE state = 'active'";
    PUT_CARD: cross_desa("a test") = "INSERT INTO gate_scorecard (sha256, csv) VALUES ($1, $2)";
    NAME_CARD: cross_desa("a test") = "UPDATE gate_rule_set SET scorecard = $1 WHERE state = 'active'";
}

/// What another program left in the store.
#[derive(Serialize)]
enum Forge {
    /// The digest that the version in force tells.
    Tables(Option<String>),
    /// A scorecard of the version in force.
    Card(String),
}

impl Command for Forge {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.record(Event::new("test.acted", "test"));
        match self {
            Self::Tables(digest) => tx.exec(&TELL, args![digest.as_deref()]).await?,
            Self::Card(csv) => {
                tx.exec(&PUT_CARD, args![other(), csv]).await?;
                tx.exec(&NAME_CARD, args![other()]).await?
            }
        };
        Ok(())
    }
}

struct Look;

impl Query for Look {
    const METHOD: &'static str = "test/Seen";
    type Answer = (RuleSetVersion, usize);

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        Ok((in_force(tx).await?, versions(tx, 0, 50).await?.len()))
    }
}

/// A hash of nothing that is here.
fn other() -> String {
    "0".repeat(64)
}

async fn forge(store: &Store, what: Forge) {
    store.execute(None, store.new_request_id(), what).await.unwrap();
}

async fn refused(store: &Store, what: Act) -> Vec<String> {
    let refusals = act(store, what).await.unwrap_err().refusals;
    refusals.iter().map(|refusal| refusal.code.to_string()).collect()
}

async fn nothing_is_judged_by_rules_of_other_tables_until_they_are_activated_anew(engine: Engine) {
    let test = opened(engine).await;
    let store = &test.store;
    let (mine, later) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 5_000.0));
    registered(store, &mine).await;
    assert_eq!(pay(store, &mine).await, Ok(()));
    forge(store, Forge::Tables(Some(other()))).await;
    // A start of the server changes nothing of it.
    load_rule_set(store).await.unwrap();
    let outdated = vec!["RULE_SET_OUTDATED".to_owned()];
    assert_eq!(pay(store, &mine).await, Err(outdated.clone()), "the clearance is of other tables");
    for judging in [
        Act::Register(later.clone()),
        Act::Amend(mine.clone()),
        Act::Rescreen(mine.desa.clone(), mine.project),
    ] {
        assert_eq!(refused(store, judging).await, outdated);
    }
    let (version, _) = store.answer(None, Look).await.unwrap();
    assert_eq!(version.tables, Some(other()), "what it was activated with is told");
    let told = version.outdated().unwrap().message();
    assert!(told.starts_with("Set aturan 1 disahkan"), "{told}");

    act(store, Act::NewRules).await.unwrap();
    assert_eq!(pay(store, &mine).await, Ok(()));
    registered(store, &later).await;
    let (version, count) = store.answer(None, Look).await.unwrap();
    assert_eq!((version.tables.as_deref(), count), (Some(tables::digest()), 2));
    assert_eq!(version.outdated(), None);
}

async fn a_version_from_before_tables_were_told_is_held_to_those_of_now(engine: Engine) {
    let test = opened(engine).await;
    let store = &test.store;
    forge(store, Forge::Tables(None)).await;
    let (version, _) = store.answer(None, Look).await.unwrap();
    assert_eq!((version.tables.as_deref(), version.outdated()), (None, None));
    registered(store, &culvert(DESA_A, 1, 0.0)).await;
    load_rule_set(store).await.unwrap();
    let (version, count) = store.answer(None, Look).await.unwrap();
    assert_eq!((version.tables.as_deref(), count), (Some(tables::digest()), 1));
}

async fn a_card_of_unknown_steps_is_listed_and_judges_nothing(engine: Engine) {
    let test = opened(engine).await;
    let store = &test.store;
    let csv = "part,feature,level,other,other_level,points\npair,distance,<99,,,7\n".to_owned();
    forge(store, Forge::Card(csv)).await;
    let (version, count) = store.answer(None, Look).await.unwrap();
    assert!(!version.is_readable && version.outdated().is_some() && count == 1);
    assert_eq!(version.rules.scorecard.unwrap().sha256(), other());
    let work = culvert(DESA_A, 1, 0.0);
    assert_eq!(refused(store, Act::Register(work)).await, ["RULE_SET_OUTDATED"]);
}

engine_test!(
    nothing_is_judged_by_rules_of_other_tables_until_they_are_activated_anew,
    a_version_from_before_tables_were_told_is_held_to_those_of_now,
    a_card_of_unknown_steps_is_listed_and_judges_nothing,
);
