//! Rules that were activated by a program with other tables, on both engines.

use domain::Place;
use serde::Serialize;
use store::{Command, Engine, Query, Store, engine_test};

use super::*;
use crate::{
    decide::Outcome,
    load_rule_set, register,
    rules::versions,
    test_kit::{DESA_A, DESA_B},
    test_world::{Act, act, culvert, opened, pay, reasons, registered},
    work::{Finding, Work},
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

/// What a work meets that comes in again unchanged.
struct Meets(Work);

impl Query for Meets {
    const METHOD: &'static str = "test/Seen";
    type Answer = Vec<Finding>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        register::meets(tx, &self.0.desa, self.0.project).await
    }
}

async fn meets(store: &Store, work: &Work) -> Vec<Finding> {
    store.answer(None, Meets(work.clone())).await.unwrap()
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

async fn what_only_takes_out_goes_on_and_releases_nothing(engine: Engine) {
    let test = opened(engine).await;
    let store = &test.store;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    let alone = culvert(DESA_A, 3, 5_000.0);
    for work in [&first, &twin, &alone] {
        registered(store, work).await;
    }
    let (desa, project) = (alone.desa.clone(), alone.project);
    act(store, Act::Freeze(desa.clone(), project)).await.unwrap();
    forge(store, Forge::Tables(Some(other()))).await;
    let outdated = vec!["RULE_SET_OUTDATED".to_owned()];

    act(store, Act::Unfreeze(desa, project)).await.unwrap();
    assert_eq!(pay(store, &alone).await, Err(outdated.clone()), "let go, and not cleared");
    assert_eq!(pay(store, &first).await, Err(vec!["FLAG_OPEN".to_owned()]));
    act(store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    for waits in [&first, &alone] {
        assert_eq!(pay(store, waits).await, Err(outdated.clone()), "nobody is cleared by it");
    }
    assert_eq!(pay(store, &twin).await, Err(vec!["CLEARANCE_MISSING".to_owned()]));

    act(store, Act::NewRules).await.unwrap();
    for goes_on in [&first, &alone] {
        assert_eq!(pay(store, goes_on).await, Ok(()), "screened in passing");
    }
    assert_eq!(reasons(store, &twin).await, ["CLEARANCE_MISSING"]);
}

async fn what_comes_in_again_unchanged_is_told_what_the_report_holds(engine: Engine) {
    for outcome in [None, Some(true), Some(false)] {
        let test = opened(engine).await;
        let store = &test.store;
        let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
        // Farther away it is only told.
        let near = culvert(DESA_A, 3, 40.0);
        registered(store, &first).await;
        let flag = registered(store, &twin).await.blocks[0].flag.unwrap();
        registered(store, &near).await;
        if let Some(dismissed) = outcome {
            let stands = Outcome::Stands(twin.project);
            let outcome = if dismissed { Outcome::Dismissed } else { stands };
            act(store, Act::Decide(flag, outcome, (1, 1))).await.unwrap();
        }
        // Evidence is kept as the side that was judged last told it.
        let told = |found: Vec<Finding>| {
            let mut told: Vec<_> = found
                .into_iter()
                .map(|one| (one.other_resource, one.verdict, one.flag, one.distance_mm))
                .collect();
            told.sort_by(|a, b| a.0.cmp(&b.0));
            told
        };
        let mut judged = Vec::new();
        for work in [&first, &twin, &near] {
            judged.push(told(meets(store, work).await));
        }
        assert!(judged.iter().any(|found| !found.is_empty()), "{outcome:?}");
        forge(store, Forge::Tables(Some(other()))).await;
        for (work, judged) in [&first, &twin, &near].into_iter().zip(judged) {
            assert_eq!(told(meets(store, work).await), judged, "{outcome:?} {}", work.name);
        }
        let decide = Act::Decide(flag, Outcome::Dismissed, (1, 1));
        assert_eq!(refused(store, decide).await, ["RULE_SET_OUTDATED"]);
    }
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
    what_only_takes_out_goes_on_and_releases_nothing,
    what_comes_in_again_unchanged_is_told_what_the_report_holds,
    a_version_from_before_tables_were_told_is_held_to_those_of_now,
    a_card_of_unknown_steps_is_listed_and_judges_nothing,
);
