//! What becomes of a decided pair, on both engines: overridden, vetoed, frozen, opened again, and
//! when it is asked anew.

use domain::{Clock, Day, Rupiah};
use store::{Engine, Store, engine_test};

use super::Outcome;
use crate::{
    flag::FlagState,
    test_kit::{DESA_A, DESA_B, point},
    test_world::{
        Act, Read, act, culvert, facts, moved, opened, opened_at, pay, reasons, registered,
    },
    work::Work,
};

/// A Monday.
const MONDAY: (i32, u8, u8) = (2026, 3, 2);

fn day(plus: i32) -> Day {
    Day::from_ymd(MONDAY.0, MONDAY.1, MONDAY.2).plus(plus)
}

fn noon(plus: i32) -> i64 {
    day(plus).start_us() + 12 * 3_600_000_000
}

async fn said(store: &Store, act: Act) -> Vec<String> {
    let error = self::act(store, act).await.unwrap_err();
    error.refusals.iter().map(|refusal| refusal.code.to_string()).collect()
}

/// Two culverts 8 m apart with their open flag.
async fn twins(store: &Store) -> (Work, Work, domain::ids::FlagId) {
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(store, &first).await;
    let id = registered(store, &twin).await.blocks[0].flag.unwrap();
    (first, twin, id)
}

async fn an_override_waits_for_the_veto_holds_and_ends_by_the_day_alone(engine: Engine) {
    let clock = Clock::fixed(noon(0));
    let test = opened_at(engine, clock.clone()).await;
    let (first, twin, id) = twins(&test.store).await;
    let early = Act::Override(id, day(4), day(30));
    assert_eq!(said(&test.store, early).await, ["FLAG_NOT_STANDING"]);
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    act(&test.store, Act::Override(id, day(4), day(30))).await.unwrap();
    assert_eq!(said(&test.store, Act::ForgeLonger).await, ["FLAG_DECIDED"]);
    assert_eq!(reasons(&test.store, &twin).await, ["OVERRIDE_WAITS"]);
    let told = facts(&test.store, &twin).await.1;
    assert!(told[0].message().contains("6 Maret 2026"), "{}", told[0].message());
    assert!(pay(&test.store, &first).await.is_ok(), "the other work was never stopped");
    clock.set(noon(3));
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["OVERRIDE_WAITS".to_owned()]));
    clock.set(noon(4));
    assert!(reasons(&test.store, &twin).await.is_empty());
    assert!(pay(&test.store, &twin).await.is_ok(), "thawed by the paying transaction");
    assert_eq!(said(&test.store, Act::Veto(id)).await, ["VETO_LATE"]);
    clock.set(noon(30));
    assert!(pay(&test.store, &twin).await.is_ok(), "the last day counts");
    clock.set(noon(31));
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["OVERRIDE_OVER".to_owned()]));
    assert!(pay(&test.store, &first).await.is_ok());
    let flag = test.store.answer(None, Read(id)).await.unwrap().0;
    assert_eq!(flag.state_on(day(31)), FlagState::Stands);
    act(&test.store, Act::Override(id, day(35), day(60))).await.unwrap();
    assert_eq!(reasons(&test.store, &twin).await, ["OVERRIDE_WAITS"], "given anew, it waits anew");
}

async fn who_is_refused_reads_both_works_and_one_distance(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin, id) = twins(&test.store).await;
    let open = facts(&test.store, &twin).await.1.remove(0);
    let value = |key: &str| open.facts.iter().find(|f| f.key == key).unwrap().value.clone();
    let apart_mm: i64 = value("distance_mm").parse().unwrap();
    assert!((7_500..8_500).contains(&apart_mm), "{apart_mm}");
    assert_eq!(value("distance_m"), "8", "as near as the sentence has it");
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    let said = facts(&test.store, &twin).await.1.remove(0).message();
    let works = [format!("\"{}\"", twin.name), format!("\"{}\"", first.name)];
    assert!(works.iter().all(|work| said.contains(work)), "{said}");
    assert!(said.contains(&format!("Desa {}.", first.desa_name)) && !said.contains('{'), "{said}");
}

async fn a_veto_lets_the_decision_stand(engine: Engine) {
    let clock = Clock::fixed(noon(0));
    let test = opened_at(engine, clock.clone()).await;
    let (_, twin, id) = twins(&test.store).await;
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    assert_eq!(said(&test.store, Act::Veto(id)).await, ["FLAG_NOT_OVERRIDDEN"]);
    act(&test.store, Act::Override(id, day(4), day(30))).await.unwrap();
    clock.set(noon(3));
    act(&test.store, Act::Veto(id)).await.unwrap();
    clock.set(noon(10));
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    act(&test.store, Act::Amend(moved(&twin, point(900.0, 0.0)))).await.unwrap();
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    act(&test.store, Act::Reopen(id)).await.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (2, 1))).await.unwrap();
    assert!(pay(&test.store, &twin).await.is_ok(), "moved away it is freed by people");
}

async fn a_clock_that_was_put_back_stops_no_decision(engine: Engine) {
    let clock = Clock::fixed(noon(9));
    let test = opened_at(engine, clock.clone()).await;
    let (_, twin, id) = twins(&test.store).await;
    clock.set(noon(0));
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    act(&test.store, Act::Amend(moved(&twin, point(900.0, 0.0)))).await.unwrap();
}

async fn an_override_outlives_a_work_in_which_the_rules_see_nothing_any_more(engine: Engine) {
    for east_m in [45.0, 900.0] {
        let clock = Clock::fixed(noon(0));
        let test = opened_at(engine, clock.clone()).await;
        let (_, twin, id) = twins(&test.store).await;
        act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
        act(&test.store, Act::Override(id, day(4), day(30))).await.unwrap();
        act(&test.store, Act::Amend(moved(&twin, point(east_m, 0.0)))).await.unwrap();
        assert_eq!(reasons(&test.store, &twin).await, ["OVERRIDE_WAITS"], "{east_m}");
        let flag = test.store.answer(None, Read(id)).await.unwrap().0;
        assert!(flag.state == FlagState::Overridden && flag.reopened, "{east_m}");
        clock.set(noon(31));
        let again = Act::Rescreen(twin.desa.clone(), twin.project);
        act(&test.store, again).await.unwrap();
        assert_eq!(pay(&test.store, &twin).await, Err(vec!["OVERRIDE_OVER".to_owned()]));
    }
}

async fn an_override_falls_when_the_work_becomes_another(engine: Engine) {
    let clock = Clock::fixed(noon(0));
    let test = opened_at(engine, clock.clone()).await;
    let (_, twin, id) = twins(&test.store).await;
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    act(&test.store, Act::Override(id, day(4), day(30))).await.unwrap();
    clock.set(noon(5));
    assert!(pay(&test.store, &twin).await.is_ok());
    let twice = Work { amount: Rupiah::from_sen(2_000_000), ..twin.clone() };
    let screening = act(&test.store, Act::Amend(twice)).await.unwrap().unwrap();
    assert_ne!(screening.blocks[0].flag, Some(id), "a new question");
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["FLAG_OPEN".to_owned()]));
    let old = test.store.answer(None, Read(id)).await.unwrap().0;
    assert_eq!(old.state, FlagState::Withdrawn);
}

async fn a_frozen_project_is_held_whatever_its_flags_say(engine: Engine) {
    let test = opened(engine).await;
    let alone = culvert(DESA_A, 1, 0.0);
    registered(&test.store, &alone).await;
    let (freeze, lift) = (
        || Act::Freeze(alone.desa.clone(), alone.project),
        || Act::Unfreeze(alone.desa.clone(), alone.project),
    );
    assert_eq!(said(&test.store, lift()).await, ["PROJECT_NOT_HELD"]);
    act(&test.store, freeze()).await.unwrap();
    assert_eq!(said(&test.store, freeze()).await, ["PROJECT_HELD_ALREADY"]);
    assert_eq!(pay(&test.store, &alone).await, Err(vec!["PROJECT_HELD".to_owned()]));
    let told = facts(&test.store, &alone).await.1;
    let text = told[0].message();
    assert!(
        text.contains("Inspektorat sejak 1 Maret 2026 dengan alasan \"Audit lapangan\""),
        "{text}"
    );
    act(&test.store, Act::Amend(moved(&alone, point(900.0, 0.0)))).await.unwrap();
    let again = Act::Rescreen(alone.desa.clone(), alone.project);
    assert!(act(&test.store, again).await.unwrap().unwrap().clearance.is_none());
    assert_eq!(reasons(&test.store, &alone).await, ["PROJECT_HELD"], "moving it thaws nothing");
    act(&test.store, lift()).await.unwrap();
    assert!(facts(&test.store, &alone).await.0.unwrap().clearance_seq.is_some());
    assert!(pay(&test.store, &alone).await.is_ok());
}

async fn a_flag_opened_again_holds_both_at_once_until_it_is_decided(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin, id) = twins(&test.store).await;
    assert_eq!(said(&test.store, Act::Reopen(id)).await, ["FLAG_NOT_DECIDED"]);
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok());
    let (paid, reopened) = tokio::join!(pay(&test.store, &twin), act(&test.store, Act::Reopen(id)));
    reopened.unwrap();
    if let Err(no) = paid {
        assert_eq!(no, ["FLAG_OPEN"], "a payment comes before the reopening or sees it");
    }
    for side in [&first, &twin] {
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
        let again = Act::Rescreen(side.desa.clone(), side.project);
        assert_eq!(act(&test.store, again).await.unwrap().unwrap().blocks[0].flag, Some(id));
    }
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok());
    act(&test.store, Act::Reopen(id)).await.unwrap();
    assert_eq!(pay(&test.store, &first).await, Err(vec!["FLAG_OPEN".to_owned()]));
    assert_eq!(reasons(&test.store, &twin).await, ["FLAG_OPEN"], "no longer stopped by a decision");
    act(&test.store, Act::Amend(moved(&twin, point(900.0, 0.0)))).await.unwrap();
    assert_eq!(said(&test.store, Act::Reopen(id)).await, ["FLAG_NOT_DECIDED"], "it is open");
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (2, 1))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
}

async fn what_was_ever_decided_is_for_people_at_any_distance(engine: Engine) {
    for (steps, is_overridden) in
        [(vec![900.0], false), (vec![7.0, 900.0], false), (vec![7.0, 900.0], true)]
    {
        let test = opened(engine).await;
        let (first, twin, id) = twins(&test.store).await;
        act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
        let by_some =
            if is_overridden { Act::Override(id, day(4), day(30)) } else { Act::Reopen(id) };
        act(&test.store, by_some).await.unwrap();
        for east_m in steps {
            act(&test.store, Act::Amend(moved(&twin, point(east_m, 0.0)))).await.unwrap();
        }
        for side in [&first, &twin] {
            assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
            // Nor does asking for a screening change that.
            let again = Act::Rescreen(side.desa.clone(), side.project);
            act(&test.store, again).await.unwrap();
        }
        assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
    }
}

async fn a_dismissed_pair_is_asked_again_only_when_something_changed(engine: Engine) {
    let clock = Clock::fixed(noon(0));
    let test = opened_at(engine, clock.clone()).await;
    let (first, twin, id) = twins(&test.store).await;
    let renamed = Work { name: "Gorong-gorong RT 3".into(), ..twin.clone() };
    act(&test.store, Act::Amend(renamed.clone())).await.unwrap();
    let flag = test.store.answer(None, Read(id)).await.unwrap().0;
    let seen = (flag.first.geometry_rev, flag.second.geometry_rev);
    assert_eq!((flag.state, seen), (FlagState::Open, (2, 1)), "the flag followed the new name");
    assert_eq!(flag.first.name, "Gorong-gorong RT 3");
    act(&test.store, Act::Decide(id, Outcome::Dismissed, seen)).await.unwrap();
    let dearer = Work { amount: Rupiah::from_sen(1_080_000), ..renamed.clone() };
    let screening = act(&test.store, Act::Amend(dearer)).await.unwrap().unwrap();
    assert!(screening.clearance.is_some(), "8 % more is the same work");
    assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
    let much = Work { amount: Rupiah::from_sen(1_160_000), ..renamed };
    let screening = act(&test.store, Act::Amend(much)).await.unwrap().unwrap();
    assert_eq!(screening.blocks.len(), 1, "16 % above what was decided on is not");
    assert_eq!(pay(&test.store, &first).await, Err(vec!["FLAG_OPEN".to_owned()]));
    let newer = screening.blocks[0].flag.unwrap();
    assert_eq!(said(&test.store, Act::Reopen(id)).await, ["FLAG_CHANGED"], "the newer one tells");
    clock.set(noon(9));
    act(&test.store, Act::Amend(moved(&twin, point(7.0, 0.0)))).await.unwrap();
    let flag = test.store.answer(None, Read(newer)).await.unwrap().0;
    assert_eq!(flag.state, FlagState::Withdrawn);
    let listed = facts(&test.store, &first).await.1;
    let last = listed[0].facts.iter().find(|fact| fact.key == "flags").unwrap();
    let last = domain::ids::FlagId::parse(&last.value).unwrap();
    let flag = test.store.answer(None, Read(last)).await.unwrap().0;
    assert_eq!(flag.waits_since_us, noon(0), "moving a site does not begin the wait anew");
    assert_eq!(flag.opened_us, noon(9));
}

async fn what_was_seen_is_decided_on_until_a_work_changes_in_substance(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin, id) = twins(&test.store).await;
    for (n, work) in [(1, &twin), (2, &first), (3, &twin)] {
        let renamed = Work { name: format!("Gorong-gorong RT {n}"), ..work.clone() };
        act(&test.store, Act::Amend(renamed)).await.unwrap();
    }
    let flag = test.store.answer(None, Read(id)).await.unwrap().0;
    let compared = (flag.first.geometry_rev, flag.second.geometry_rev);
    assert_eq!((flag.state, compared), (FlagState::Open, (3, 2)), "one flag through every name");
    for seen in [(4, 1), (1, 3), (0, 1), (1, 0)] {
        let never = Act::Decide(id, Outcome::Dismissed, seen);
        assert_eq!(said(&test.store, never).await, ["FLAG_CHANGED"], "{seen:?}");
    }
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
    // Nearer, the same two are another question, and a new name changes nothing of that either.
    let nearer = moved(&twin, point(7.0, 0.0));
    let screening = act(&test.store, Act::Amend(nearer.clone())).await.unwrap().unwrap();
    let newer = screening.blocks[0].flag.unwrap();
    act(&test.store, Act::Amend(Work { name: "Gorong-gorong RT 9".into(), ..nearer }))
        .await
        .unwrap();
    for seen in [(1, 2), (3, 2)] {
        let stale = Act::Decide(newer, Outcome::Dismissed, seen);
        assert_eq!(said(&test.store, stale).await, ["FLAG_CHANGED"], "{seen:?}");
    }
    act(&test.store, Act::Decide(newer, Outcome::Dismissed, (4, 2))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
}

async fn a_dismissal_lapses_on_its_day(engine: Engine) {
    let clock = Clock::fixed(noon(0));
    let test = opened_at(engine, clock.clone()).await;
    let (first, twin, id) = twins(&test.store).await;
    act(&test.store, Act::DismissUntil(id, day(5))).await.unwrap();
    clock.set(noon(5));
    assert!(pay(&test.store, &first).await.is_ok());
    clock.set(noon(6));
    for side in [&first, &twin] {
        assert_eq!(pay(&test.store, side).await, Err(vec!["CLEARANCE_STALE".to_owned()]));
    }
    let again = Act::Rescreen(first.desa.clone(), first.project);
    let screening = act(&test.store, again).await.unwrap().unwrap();
    assert_ne!(screening.blocks[0].flag, Some(id));
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["FLAG_OPEN".to_owned()]));
}

async fn new_rules_that_see_a_pair_hold_it_and_an_area_is_screened_at_once(engine: Engine) {
    let test = opened(engine).await;
    let (first, near) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 45.0));
    let far = culvert(DESA_A, 3, 900.0);
    for work in [&first, &near, &far] {
        registered(&test.store, work).await;
        assert!(pay(&test.store, work).await.is_ok());
    }
    act(&test.store, Act::WiderRules).await.unwrap();
    for work in [&first, &near] {
        assert_eq!(pay(&test.store, work).await, Err(vec!["CLEARANCE_STALE".to_owned()]));
    }
    assert!(pay(&test.store, &far).await.is_ok());
    act(&test.store, Act::Area).await.unwrap();
    for work in [&first, &near] {
        assert_eq!(pay(&test.store, work).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
    assert!(pay(&test.store, &far).await.is_ok());
}

async fn newer_rules_thaw_nothing_that_people_stopped(engine: Engine) {
    let test = opened(engine).await;
    act(&test.store, Act::WiderRules).await.unwrap();
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 45.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    act(&test.store, Act::NewRules).await.unwrap();
    for work in [&first, &twin] {
        let again = Act::Rescreen(work.desa.clone(), work.project);
        let screening = act(&test.store, again).await.unwrap().unwrap();
        assert!(screening.blocks.is_empty(), "the rules see nothing in it any more");
    }
    act(&test.store, Act::Area).await.unwrap();
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    assert!(pay(&test.store, &first).await.is_ok());
    act(&test.store, Act::Reopen(id)).await.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    assert!(pay(&test.store, &twin).await.is_ok(), "people free what people stopped");
}

async fn what_is_decided_under_newer_rules_holds_under_these(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin, id) = twins(&test.store).await;
    act(&test.store, Act::NewRules).await.unwrap();
    act(&test.store, Act::Area).await.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    for work in [&first, &twin] {
        let again = Act::Rescreen(work.desa.clone(), work.project);
        let screening = act(&test.store, again).await.unwrap().unwrap();
        assert!(screening.blocks.is_empty(), "decided under the rules in force");
        assert!(pay(&test.store, work).await.is_ok());
    }
}

engine_test!(
    newer_rules_thaw_nothing_that_people_stopped,
    what_is_decided_under_newer_rules_holds_under_these,
    an_override_waits_for_the_veto_holds_and_ends_by_the_day_alone,
    who_is_refused_reads_both_works_and_one_distance,
    a_veto_lets_the_decision_stand,
    a_clock_that_was_put_back_stops_no_decision,
    an_override_falls_when_the_work_becomes_another,
    an_override_outlives_a_work_in_which_the_rules_see_nothing_any_more,
    a_frozen_project_is_held_whatever_its_flags_say,
    a_flag_opened_again_holds_both_at_once_until_it_is_decided,
    what_was_ever_decided_is_for_people_at_any_distance,
    a_dismissed_pair_is_asked_again_only_when_something_changed,
    what_was_seen_is_decided_on_until_a_work_changes_in_substance,
    a_dismissal_lapses_on_its_day,
    new_rules_that_see_a_pair_hold_it_and_an_area_is_screened_at_once,
);
