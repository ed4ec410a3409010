//! The register's promises on both engines: flags on both sides, clearances, the race.

use domain::{DesaId, WorkClass, ids::ProjectId};
use store::{Engine, engine_test};
use uuid::Uuid;

use crate::{
    backtest::{Which, backtest},
    decide::Outcome,
    facts::Layer,
    flag::FlagState,
    test_kit::{DESA_A, DESA_B, line, point, work},
    test_world::{Act, Read, act, culvert, facts, moved, opened, pay, reasons, registered},
    work::{Intervention, Work},
};

async fn a_lone_work_is_cleared_and_paid(engine: Engine) {
    let test = opened(engine).await;
    let alone = culvert(DESA_A, 1, 0.0);
    assert_eq!(reasons(&test.store, &alone).await, ["CLEARANCE_MISSING"]);
    let screening = registered(&test.store, &alone).await;
    assert!(screening.clearance.is_some() && screening.blocks.is_empty());
    assert!(pay(&test.store, &alone).await.is_ok());
    let again = act(&test.store, Act::Register(alone)).await.unwrap_err();
    assert!(again.has(&domain::reason::WRONG_STATE));
}

async fn a_twin_stops_both_sides_also_the_one_cleared_before(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    assert!(reasons(&test.store, &first).await.is_empty());
    let screening = registered(&test.store, &twin).await;
    assert_eq!((screening.clearance, screening.blocks.len()), (None, 1));
    let id = screening.blocks[0].flag.unwrap();
    for side in [&first, &twin] {
        assert_eq!(reasons(&test.store, side).await, ["FLAG_OPEN"]);
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
    let told = facts(&test.store, &first).await.1;
    assert!(told[0].message().contains(&format!("flags/{id}")), "{}", told[0].message());
    assert!(told[0].message().contains("jarak 8,0 m"), "{}", told[0].message());
    let (flag, listed) = test.store.answer(None, Read(id)).await.unwrap();
    assert_eq!((flag.state, listed), (FlagState::Open, 1));
    assert_eq!(flag.place().as_str(), "35.10.25");
    assert!(act(&test.store, Act::Forge).await.is_err(), "a disputed project has no clearance");
}

async fn a_dismissed_pair_is_paid_and_not_raised_again(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    let stale = act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 2))).await.unwrap_err();
    assert!(stale.has(&crate::refusal::FLAG_CHANGED));
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    for side in [&first, &twin] {
        assert!(reasons(&test.store, side).await.is_empty());
        assert!(pay(&test.store, side).await.is_ok());
        let again = Act::Rescreen(side.desa.clone(), side.project);
        assert!(act(&test.store, again).await.unwrap().unwrap().clearance.is_some());
    }
    let twice = act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap_err();
    assert!(twice.has(&crate::refusal::FLAG_DECIDED));
    let reopened = act(&test.store, Act::ForgeOpen).await.unwrap_err();
    assert_eq!(reopened.refusals[0].code, "FLAG_DECIDED");
    let screening = act(&test.store, Act::Amend(moved(&twin, point(9.0, 0.0)))).await.unwrap();
    assert_eq!(screening.unwrap().blocks.len(), 1, "a moved site is a new question");
    assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
}

async fn a_standing_flag_freezes_the_named_project_and_frees_the_other(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    let stranger = Outcome::Stands(ProjectId::new(Uuid::from_u128(99)));
    let error = act(&test.store, Act::Decide(id, stranger, (1, 1))).await.unwrap_err();
    assert!(error.has(&crate::refusal::FLAG_STOPS_NEITHER));
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok());
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    // A step aside that is still the same place thaws nothing.
    act(&test.store, Act::Amend(moved(&twin, point(7.0, 0.0)))).await.unwrap();
    assert_eq!(reasons(&test.store, &twin).await, ["PROJECT_FROZEN"]);
    assert!(pay(&test.store, &first).await.is_ok(), "and disputes nobody anew");
    // Nor does it anywhere else: the decision was on the work.
    act(&test.store, Act::Amend(moved(&twin, point(900.0, 0.0)))).await.unwrap();
    assert_eq!(pay(&test.store, &twin).await, Err(vec!["PROJECT_FROZEN".to_owned()]));
    assert!(pay(&test.store, &first).await.is_ok());
}

async fn a_withdrawn_twin_frees_the_other(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    assert!(pay(&test.store, &first).await.is_ok());
    assert_eq!(reasons(&test.store, &twin).await, ["CLEARANCE_MISSING"]);
    assert_eq!(test.store.answer(None, Read(id)).await.unwrap().0.state, FlagState::Withdrawn);
    let third = culvert(DESA_B, 3, 8.0);
    assert_eq!(registered(&test.store, &third).await.blocks.len(), 1, "proposed again is new");
}

async fn moving_away_withdraws_the_flag_and_clears_both(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    let away = Act::Amend(moved(&twin, point(500.0, 0.0)));
    let screening = act(&test.store, away).await.unwrap().unwrap();
    assert_eq!(screening.clearance.unwrap().geometry_rev, 2);
    assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
    assert_eq!(facts(&test.store, &culvert(DESA_A, 9, 8.0)).await.2, 1, "nothing is left behind");
}

/// A work called something else where it stands.
fn relabelled(work: &Work, class: WorkClass, intervention: Intervention) -> Work {
    Work { class, intervention, ..work.clone() }
}

async fn another_name_for_a_flagged_work_settles_nothing(engine: Engine) {
    for (class, intervention) in
        [(WorkClass::StreetLight, Intervention::New), (WorkClass::Housing, Intervention::Maintain)]
    {
        let test = opened(engine).await;
        let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
        registered(&test.store, &first).await;
        let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
        let other = relabelled(&twin, class, intervention);
        act(&test.store, Act::Amend(other.clone())).await.unwrap();
        for side in [&first, &twin] {
            assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
        }
        // Neither a step aside nor a look from the other side changes that.
        act(&test.store, Act::Amend(moved(&other, point(10.0, 0.0)))).await.unwrap();
        let again = Act::Rescreen(first.desa.clone(), first.project);
        act(&test.store, again).await.unwrap();
        assert_eq!(reasons(&test.store, &first).await, ["FLAG_OPEN"]);
        let flag = test.store.answer(None, Read(id)).await.unwrap().0;
        assert!(flag.state == FlagState::Open && flag.reopened);
        // People close it, and it is decided on what the work is now.
        act(&test.store, Act::Decide(id, Outcome::Dismissed, (3, 1))).await.unwrap();
        assert!(pay(&test.store, &first).await.is_ok());
        assert!(pay(&test.store, &twin).await.is_ok());
    }
}

async fn a_stopped_work_is_not_thawed_by_another_name(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
    let other = relabelled(&twin, WorkClass::Culvert, Intervention::Maintain);
    act(&test.store, Act::Amend(other.clone())).await.unwrap();
    assert_eq!(reasons(&test.store, &twin).await, ["PROJECT_FROZEN"]);
    assert_eq!(test.store.answer(None, Read(id)).await.unwrap().0.state, FlagState::Stands);
    act(&test.store, Act::Amend(moved(&other, point(900.0, 0.0)))).await.unwrap();
    assert_eq!(reasons(&test.store, &twin).await, ["PROJECT_FROZEN"], "nor by another place");
}

/// A culvert that says which layer it is.
fn base() -> Work {
    let mut first = culvert(DESA_A, 1, 0.0);
    first.facts.layer = Some(Layer::Base);
    first
}

/// Ways to amend a culvert beside [`base`] so that the rules see nothing in the pair any more,
/// though it stands within the search: as it was, and as it is then.
fn ways() -> [(&'static str, Work, Work); 3] {
    let twin = culvert(DESA_B, 2, 8.0);
    let mut shoulder = twin.clone();
    shoulder.facts.layer = Some(Layer::Shoulder);
    let measured = |accuracy_mm| {
        let mut work = culvert(DESA_B, 2, 25.0);
        work.sites[0].accuracy_mm = Some(accuracy_mm);
        work
    };
    [
        ("37 m on", twin.clone(), moved(&twin, point(45.0, 0.0))),
        ("another layer", twin.clone(), shoulder),
        ("a better fix", measured(25_000), measured(1_000)),
    ]
}

async fn no_amendment_within_the_search_settles_what_is_open(engine: Engine) {
    for (what, twin, amended) in ways() {
        let test = opened(engine).await;
        let first = base();
        registered(&test.store, &first).await;
        let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
        let screening = act(&test.store, Act::Amend(amended)).await.unwrap().unwrap();
        assert!(screening.blocks.is_empty(), "{what}: the rules see nothing in it");
        assert!(screening.clearance.is_none(), "{what}");
        for side in [&first, &twin] {
            assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]), "{what}");
        }
        let flag = test.store.answer(None, Read(id)).await.unwrap().0;
        assert!(flag.state == FlagState::Open && flag.reopened, "{what}");
        act(&test.store, Act::Decide(id, Outcome::Dismissed, (2, 1))).await.unwrap();
        assert!(pay(&test.store, &first).await.is_ok() && pay(&test.store, &twin).await.is_ok());
    }
}

async fn no_amendment_frees_a_work_that_was_stopped(engine: Engine) {
    let twin = culvert(DESA_B, 2, 8.0);
    let away = [("892 m on", twin.clone(), moved(&twin, point(900.0, 0.0)))];
    for (what, twin, amended) in ways().into_iter().chain(away) {
        let test = opened(engine).await;
        let first = base();
        registered(&test.store, &first).await;
        let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
        act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
        // Nor does asking for a screening afterwards.
        for next in [Act::Amend(amended), Act::Rescreen(twin.desa.clone(), twin.project)] {
            act(&test.store, next).await.unwrap();
            assert_eq!(reasons(&test.store, &twin).await, ["PROJECT_FROZEN"], "{what}");
        }
        let flag = test.store.answer(None, Read(id)).await.unwrap().0;
        assert!(flag.state == FlagState::Stands && flag.reopened, "{what}");
        assert!(pay(&test.store, &first).await.is_ok(), "{what}");
        // People take it back, on what the work is now.
        act(&test.store, Act::Reopen(id)).await.unwrap();
        act(&test.store, Act::Decide(id, Outcome::Dismissed, (2, 1))).await.unwrap();
        assert!(pay(&test.store, &twin).await.is_ok(), "{what}");
    }
}

async fn a_work_stays_stopped_when_the_other_one_is_amended_until_that_is_gone(engine: Engine) {
    for east_m in [-37.0, -900.0] {
        let test = opened(engine).await;
        let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
        registered(&test.store, &first).await;
        let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
        act(&test.store, Act::Decide(id, Outcome::Stands(twin.project), (1, 1))).await.unwrap();
        act(&test.store, Act::Amend(moved(&first, point(east_m, 0.0)))).await.unwrap();
        let again = || Act::Rescreen(twin.desa.clone(), twin.project);
        act(&test.store, again()).await.unwrap();
        assert_eq!(reasons(&test.store, &twin).await, ["PROJECT_FROZEN"], "{east_m}");
        assert!(pay(&test.store, &first).await.is_ok());
        act(&test.store, Act::Withdraw(first.desa.clone(), first.project)).await.unwrap();
        act(&test.store, again()).await.unwrap();
        assert!(pay(&test.store, &twin).await.is_ok(), "it is nobody's double any more");
        assert_eq!(test.store.answer(None, Read(id)).await.unwrap().0.state, FlagState::Withdrawn);
    }
}

async fn new_rules_void_every_clearance_and_payment_renews_what_nothing_blocks(engine: Engine) {
    let test = opened(engine).await;
    let alone = culvert(DESA_A, 1, 0.0);
    registered(&test.store, &alone).await;
    act(&test.store, Act::NewRules).await.unwrap();
    let row = facts(&test.store, &alone).await.0.unwrap();
    assert_eq!(row.clearance_rule_rev, Some(1), "by rules that are no longer in force");
    assert!(pay(&test.store, &alone).await.is_ok(), "screened in the paying transaction");
    let row = facts(&test.store, &alone).await.0.unwrap();
    assert_eq!(row.clearance_rule_rev, Some(2), "and cleared anew without anybody's act");
}

async fn a_neighbour_that_only_warns_moves_the_position_and_stops_nobody(engine: Engine) {
    let test = opened(engine).await;
    let (first, near) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 45.0));
    let before = registered(&test.store, &first).await.clearance.unwrap();
    let screening = registered(&test.store, &near).await;
    assert_eq!((screening.blocks.len(), screening.warnings.len()), (0, 1));
    assert!(pay(&test.store, &first).await.is_ok());
    let row = facts(&test.store, &first).await.0.unwrap();
    assert!(row.clearance_seq.unwrap() > before.seq, "renewed at the newer position");
}

async fn several_sites_of_one_project_are_one_pair(engine: Engine) {
    let test = opened(engine).await;
    let mut many = work(DESA_A, 1, WorkClass::Road, line(&[[0.0, 0.0], [200.0, 0.0]]));
    let mut site = many.sites[0].clone();
    site.shape = line(&[[0.0, 400.0], [200.0, 400.0]]);
    many.sites.push(site);
    let twin = Work {
        desa: DesaId::parse(DESA_B).unwrap(),
        project: ProjectId::new(Uuid::from_u128(2)),
        ..many.clone()
    };
    assert!(
        registered(&test.store, &many).await.clearance.is_some(),
        "sites do not meet themselves"
    );
    assert_eq!(registered(&test.store, &twin).await.blocks.len(), 1);
}

async fn of_two_twins_at_once_never_are_both_clear(engine: Engine) {
    let test = opened(engine).await;
    for round in 0..40_u32 {
        let north = f64::from(round) * 400.0;
        let place = |desa, number, shape| work(desa, number, WorkClass::Road, shape);
        let number = u128::from(round) * 10;
        let one = place(DESA_A, number + 1, line(&[[0.0, north], [120.0, north]]));
        let two = place(DESA_B, number + 2, line(&[[120.0, north + 2.0], [0.0, north + 2.0]]));
        let (a, b) = tokio::join!(
            act(&test.store, Act::Register(one.clone())),
            act(&test.store, Act::Register(two.clone())),
        );
        let (a, b) = (a.unwrap().unwrap(), b.unwrap().unwrap());
        assert_eq!(a.blocks.len() + b.blocks.len(), 1, "round {round}: one of them saw the other");
        let (paid_a, paid_b) = tokio::join!(pay(&test.store, &one), pay(&test.store, &two));
        assert!(paid_a.is_err() && paid_b.is_err(), "round {round}: no payment on an open flag");
    }
}

async fn a_backtest_reads_the_register_and_what_was_decided(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0));
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    let run = |years| backtest(&test.store, Which::Version(1), Which::Scorecard, years);
    let found = run((2026, 2026)).await.unwrap();
    assert_eq!((found.works, found.pairs), (2, 1));
    let dismissed = |side, verdict| ("dismissed".to_owned(), side, verdict);
    assert_eq!(found.confusion.get(&dismissed("from", "block")), Some(&1), "{found:?}");
    assert_eq!(found.confusion.values().sum::<usize>(), 2);
    assert_eq!(run((2020, 2025)).await.unwrap().works, 0);
}

engine_test!(
    a_backtest_reads_the_register_and_what_was_decided,
    a_lone_work_is_cleared_and_paid,
    a_twin_stops_both_sides_also_the_one_cleared_before,
    a_dismissed_pair_is_paid_and_not_raised_again,
    a_standing_flag_freezes_the_named_project_and_frees_the_other,
    a_withdrawn_twin_frees_the_other,
    another_name_for_a_flagged_work_settles_nothing,
    a_stopped_work_is_not_thawed_by_another_name,
    a_work_stays_stopped_when_the_other_one_is_amended_until_that_is_gone,
    no_amendment_frees_a_work_that_was_stopped,
    no_amendment_within_the_search_settles_what_is_open,
    moving_away_withdraws_the_flag_and_clears_both,
    new_rules_void_every_clearance_and_payment_renews_what_nothing_blocks,
    a_neighbour_that_only_warns_moves_the_position_and_stops_nobody,
    several_sites_of_one_project_are_one_pair,
    of_two_twins_at_once_never_are_both_clear,
);
