//! What a village enters where it gave a held work up, on both engines.

use domain::{DesaId, Error, Place, Rupiah, Tahun, WorkClass, geo::tile::Group};
use store::{Engine, Query, Tx, engine_test};

use crate::{
    decide::Outcome,
    facts::{Relation, RelationKind},
    recheck::{self, Agreement},
    test_kit::{DESA_A, DESA_B, line, point, work},
    test_world::{Act, act, culvert, facts, moved, opened, pay, reasons, registered},
    tile,
    work::{Intervention, Screening, Work},
};

/// The work that stays, and its double of the other village.
fn twins() -> (Work, Work) {
    (culvert(DESA_A, 1, 0.0), culvert(DESA_B, 2, 8.0))
}

fn light(desa: &str, number: u128, east_m: f64) -> Work {
    Work { class: WorkClass::StreetLight, ..culvert(desa, number, east_m) }
}

/// Ways to enter the double once more so that the rules see nothing in it, or only tell it.
fn labels(first: &Work) -> [Work; 3] {
    let mut part = Work { class: WorkClass::Bridge, ..culvert(DESA_B, 3, 8.0) };
    let (desa, project) = (first.desa.clone(), first.project);
    let relation = Relation { kind: RelationKind::OtherComponent, desa, project };
    part.facts.relations = [relation].into();
    let upkeep = Work { intervention: Intervention::Maintain, ..culvert(DESA_B, 3, 8.0) };
    [light(DESA_B, 3, 8.0), upkeep, part]
}

fn levels(screening: &Screening) -> Vec<&str> {
    let evidence = screening.blocks.iter().flat_map(|block| &block.evidence);
    evidence.map(|told| told.level.as_str()).collect()
}

/// How every pair stands to the report.
struct Compared;

impl Query for Compared {
    const METHOD: &'static str = "test/Seen";
    type Answer = Vec<Agreement>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let found = recheck::read(tx, &Place::parse("35.10")?).await?.run().found;
        Ok(found.into_iter().map(|pair| pair.agreement).collect())
    }
}

/// How many groups of the village's tile hold whatever is entered.
struct Tiled;

impl Query for Tiled {
    const METHOD: &'static str = "test/Seen";
    type Answer = usize;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Error> {
        let tile = tile::of(tx, &DesaId::parse(DESA_B)?).await?.tile;
        let holds = |group: &&Group| {
            group.reach_m == 150 && (group.from_year, group.to_year) == (2026, 2026)
        };
        Ok(tile.groups.keys().filter(holds).count())
    }
}

async fn what_was_given_up_while_it_was_held_is_held_under_every_name(engine: Engine) {
    for is_decided in [false, true] {
        for again in labels(&twins().0) {
            let test = opened(engine).await;
            let (first, twin) = twins();
            registered(&test.store, &first).await;
            let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
            if is_decided {
                let stands = Act::Decide(id, Outcome::Stands(twin.project), (1, 1));
                act(&test.store, stands).await.unwrap();
            }
            act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
            assert!(pay(&test.store, &first).await.is_ok(), "nothing holds it meanwhile");
            assert_eq!(facts(&test.store, &again).await.2, 1, "who asks is told before");
            let screening = registered(&test.store, &again).await;
            assert!(levels(&screening).contains(&"given_up"), "{screening:?}");
            let held = screening.blocks[0].flag;
            // Seen from either side it stays, and brute force sees it too.
            for side in [&again, &first, &again] {
                let look = Act::Rescreen(side.desa.clone(), side.project);
                let screening = act(&test.store, look).await.unwrap().unwrap();
                assert_eq!(screening.blocks[0].flag, held);
                assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
            }
            let compared = test.store.answer(None, Compared).await.unwrap();
            assert_eq!(compared, [Agreement::Agrees]);
            // People close it.
            let dismissed = Act::Decide(held.unwrap(), Outcome::Dismissed, (1, 1));
            act(&test.store, dismissed).await.unwrap();
            assert!(pay(&test.store, &first).await.is_ok());
            assert!(pay(&test.store, &again).await.is_ok());
        }
    }
}

async fn what_was_entered_before_the_other_was_given_up_is_held_at_once(engine: Engine) {
    let test = opened(engine).await;
    let ((first, twin), again) = (twins(), light(DESA_B, 3, 8.0));
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    assert!(registered(&test.store, &again).await.clearance.is_some());
    assert_eq!(test.store.answer(None, Tiled).await.unwrap(), 0);
    act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    assert_eq!(test.store.answer(None, Tiled).await.unwrap(), 1, "a tile knows it too");
    for side in [&first, &again] {
        let row = facts(&test.store, side).await.0.unwrap();
        assert_eq!((row.open_flags, row.clearance_geometry_rev), (1, None), "nothing stops unseen");
        assert_eq!(reasons(&test.store, side).await, ["FLAG_OPEN"]);
        assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
    let look = Act::Rescreen(again.desa.clone(), again.project);
    let screening = act(&test.store, look).await.unwrap().unwrap();
    let told = screening.blocks[0].evidence.iter().find(|told| told.level == "given_up").unwrap();
    assert!(told.text.contains(&twin.name), "{}", told.text);
    assert_eq!(test.store.answer(None, Compared).await.unwrap(), [Agreement::Agrees]);
}

async fn what_a_work_leaves_behind_that_moves_away_is_held_at_once(engine: Engine) {
    let test = opened(engine).await;
    let ((first, twin), again) = (twins(), light(DESA_B, 3, 8.0));
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    assert!(registered(&test.store, &again).await.clearance.is_some());
    act(&test.store, Act::Amend(moved(&twin, point(500.0, 0.0)))).await.unwrap();
    for side in [&first, &again] {
        assert_eq!(reasons(&test.store, side).await, ["FLAG_OPEN"]);
    }
    assert!(pay(&test.store, &twin).await.is_ok());
    assert_eq!(test.store.answer(None, Compared).await.unwrap(), [Agreement::Agrees]);
}

/// Works of a village around the place of the double, none of them on it.
fn hamlet() -> [Work; 4] {
    let wall = line(&[[60.0, 0.0], [60.0, 40.0]]);
    let street = line(&[[40.0, -20.0], [40.0, 60.0]]);
    [
        work(DESA_B, 11, WorkClass::RetainingWall, wall),
        work(DESA_B, 12, WorkClass::Road, street),
        work(DESA_B, 13, WorkClass::Sanitation, point(8.0, -45.0)),
        culvert(DESA_B, 14, 95.0),
    ]
}

async fn what_stands_beside_the_place_goes_on(engine: Engine) {
    for is_before in [true, false] {
        let test = opened(engine).await;
        let (first, twin) = twins();
        registered(&test.store, &first).await;
        let enter = async || {
            for other in hamlet() {
                let screening = registered(&test.store, &other).await;
                assert!(screening.clearance.is_some(), "{screening:?}");
            }
        };
        if is_before {
            enter().await;
        }
        registered(&test.store, &twin).await;
        act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
        if !is_before {
            enter().await;
        }
        for other in hamlet() {
            assert!(reasons(&test.store, &other).await.is_empty(), "{}", other.name);
            assert!(pay(&test.store, &other).await.is_ok(), "{}", other.name);
        }
        assert!(pay(&test.store, &first).await.is_ok());
    }
}

async fn a_line_is_given_up_where_its_metres_are_shared(engine: Engine) {
    let test = opened(engine).await;
    let stretch = |desa, number, class, north| {
        work(desa, number, class, line(&[[0.0, north], [200.0, north]]))
    };
    let first = stretch(DESA_A, 1, WorkClass::Road, 0.0);
    let twin = stretch(DESA_B, 2, WorkClass::Road, 1.0);
    registered(&test.store, &first).await;
    assert_eq!(registered(&test.store, &twin).await.blocks.len(), 1);
    act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    let beside = stretch(DESA_B, 3, WorkClass::RetainingWall, 30.0);
    assert!(registered(&test.store, &beside).await.clearance.is_some());
    let screening = registered(&test.store, &stretch(DESA_B, 4, WorkClass::Irrigation, 2.0)).await;
    assert!(levels(&screening).contains(&"given_up"), "{screening:?}");
}

async fn a_work_that_was_entered_twice_by_a_slip_leaves_nothing_behind(engine: Engine) {
    let once = || culvert(DESA_B, 1, 0.0);
    let twice = || culvert(DESA_B, 2, 1.0);
    let dearer = Work { amount: Rupiah::from_sen(2_000_000), ..twice() };
    let upkeep = Work { intervention: Intervention::Rehabilitate, ..twice() };
    for (what, second, is_decided, leaves_a_mark) in [
        ("a slip", twice(), false, false),
        ("another amount", dearer, false, true),
        ("another kind of work", upkeep, false, true),
        ("decided", twice(), true, true),
    ] {
        let test = opened(engine).await;
        registered(&test.store, &once()).await;
        let id = registered(&test.store, &second).await.blocks[0].flag.unwrap();
        if is_decided {
            let stands = Act::Decide(id, Outcome::Stands(second.project), (1, 1));
            act(&test.store, stands).await.unwrap();
        }
        act(&test.store, Act::Withdraw(second.desa.clone(), second.project)).await.unwrap();
        assert!(pay(&test.store, &once()).await.is_ok(), "{what}");
        let screening = registered(&test.store, &light(DESA_B, 3, 1.0)).await;
        assert_eq!(levels(&screening).contains(&"given_up"), leaves_a_mark, "{what}");
        let paid = pay(&test.store, &once()).await;
        assert_eq!(paid.is_err(), leaves_a_mark, "{what}: the one that stays");
    }
}

async fn what_takes_the_place_of_the_other_work_is_held_too(engine: Engine) {
    for heir_comes_first in [true, false] {
        let test = opened(engine).await;
        let (first, twin) = twins();
        registered(&test.store, &first).await;
        registered(&test.store, &twin).await;
        act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
        act(&test.store, Act::Withdraw(first.desa.clone(), first.project)).await.unwrap();
        let (anew, again) = (culvert(DESA_A, 7, 1.0), light(DESA_B, 3, 8.0));
        let order = if heir_comes_first { [&again, &anew] } else { [&anew, &again] };
        assert!(registered(&test.store, order[0]).await.clearance.is_some());
        let screening = registered(&test.store, order[1]).await;
        assert!(levels(&screening).contains(&"given_up"), "{screening:?}");
        for side in order {
            assert_eq!(pay(&test.store, side).await, Err(vec!["FLAG_OPEN".to_owned()]));
        }
        assert_eq!(test.store.answer(None, Compared).await.unwrap(), [Agreement::Agrees]);
        // What its village builds there of another class is another work.
        let mut other = culvert(DESA_A, 8, -12.0);
        other.class = WorkClass::Sanitation;
        assert!(registered(&test.store, &other).await.clearance.is_some());
    }
}

async fn a_work_that_moved_away_comes_back_to_the_same_question(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    act(&test.store, Act::Amend(moved(&twin, point(500.0, 0.0)))).await.unwrap();
    assert!(pay(&test.store, &twin).await.is_ok());
    let back = Work { class: WorkClass::StreetLight, ..twin.clone() };
    let screening = act(&test.store, Act::Amend(back)).await.unwrap().unwrap();
    assert!(levels(&screening).contains(&"given_up"), "{screening:?}");
    // And what else its village enters there, while it lies elsewhere.
    act(&test.store, Act::Amend(moved(&twin, point(500.0, 0.0)))).await.unwrap();
    let screening = registered(&test.store, &light(DESA_B, 3, 20.0)).await;
    assert!(levels(&screening).contains(&"given_up"), "{screening:?}");
}

async fn elsewhere_of_another_year_and_of_another_village_nothing_is_inherited(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    registered(&test.store, &twin).await;
    act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    let later = Work { tahun: Tahun::new(2027).unwrap(), ..light(DESA_B, 4, 8.0) };
    for other in [light(DESA_B, 3, 400.0), later, light(DESA_A, 5, 60.0)] {
        let screening = registered(&test.store, &other).await;
        assert!(screening.clearance.is_some(), "{screening:?}");
    }
    // What the village registers there when the other work is gone is nobody's double.
    act(&test.store, Act::Withdraw(first.desa.clone(), first.project)).await.unwrap();
    assert!(registered(&test.store, &culvert(DESA_B, 6, 8.0)).await.clearance.is_some());
}

async fn a_pair_that_was_dismissed_leaves_nothing_behind(engine: Engine) {
    let test = opened(engine).await;
    let (first, twin) = twins();
    registered(&test.store, &first).await;
    let id = registered(&test.store, &twin).await.blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(id, Outcome::Dismissed, (1, 1))).await.unwrap();
    act(&test.store, Act::Withdraw(twin.desa.clone(), twin.project)).await.unwrap();
    assert!(registered(&test.store, &light(DESA_B, 3, 8.0)).await.clearance.is_some());
}

engine_test!(
    what_was_given_up_while_it_was_held_is_held_under_every_name,
    what_was_entered_before_the_other_was_given_up_is_held_at_once,
    what_a_work_leaves_behind_that_moves_away_is_held_at_once,
    what_stands_beside_the_place_goes_on,
    a_line_is_given_up_where_its_metres_are_shared,
    a_work_that_was_entered_twice_by_a_slip_leaves_nothing_behind,
    what_takes_the_place_of_the_other_work_is_held_too,
    a_work_that_moved_away_comes_back_to_the_same_question,
    elsewhere_of_another_year_and_of_another_village_nothing_is_inherited,
    a_pair_that_was_dismissed_leaves_nothing_behind,
);
