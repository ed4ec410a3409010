//! Several works on one line, pure and over the register of both engines.

use domain::{Error, Place, Tahun, WorkClass, geo::Shape, ids::ProjectId};
use store::{Engine, Query, Tx, engine_test};
use uuid::Uuid;

use super::*;
use crate::{
    recheck::{self, Agreement},
    test_kit::{DESA_A, DESA_B, claim, line, twin, work},
    test_world::{Act, act, opened, registered},
    work::Work,
    works::findings,
};

fn road() -> Shape {
    line(&[[0.0, 0.0], [600.0, 0.0]])
}

/// A path that runs along the road for 15 m and leaves it.
fn path(number: u32) -> Shape {
    let from = 100.0 + f64::from(number) * 40.0;
    line(&[[from, 2.0], [from + 15.0, 2.0], [from + 15.0, 202.0]])
}

/// Measured so well that the corridor is that of the rules.
fn exact(claim: Claim) -> Claim {
    Claim { accuracy_mm: Some(0), ..claim }
}

fn taker(number: u32) -> Claim {
    let project = ProjectId::new(Uuid::from_u128(u128::from(number) + 10));
    exact(Claim { project, ..twin(path(number)) })
}

fn takers(count: u32) -> Vec<Claim> {
    (0..count).map(taker).collect()
}

#[test]
fn what_several_works_take_of_one_line_is_told_to_all_of_them() {
    let rules = RuleSet::first().unwrap();
    let told = findings(&rules, &[exact(claim(road()))], &takers(4));
    assert_eq!(told.len(), 4);
    for found in &told {
        assert!(found.verdict == Verdict::Warn && is_crowd(found), "{found:?}");
        let piece = found.evidence.last().unwrap();
        assert_eq!((piece.facts["works"], (piece.facts["length_mm"] + 500) / 1_000), (5, 600));
        assert!((piece.facts["again_mm"] - 60_000).abs() <= 9_000, "{piece:?}");
        assert!(piece.text.contains("oleh 5 pekerjaan"), "{}", piece.text);
    }
    // From one of them the road is met, and the others that are near.
    let others: Vec<Claim> = takers(3).into_iter().chain([exact(claim(road()))]).collect();
    let told = findings(&rules, &[taker(3)], &others);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].other_project == exact(claim(road())).project && is_crowd(&told[0]));
}

#[test]
fn few_metres_other_years_plans_and_older_rules_make_no_crowd() {
    let rules = RuleSet::first().unwrap();
    let own = [exact(claim(road()))];
    assert!(findings(&rules, &own, &takers(2)).is_empty(), "30 m in all");
    let changed = |change: fn(&mut Claim)| {
        let mut others = takers(4);
        others.iter_mut().for_each(change);
        findings(&rules, &own, &others)
    };
    assert_eq!(changed(|_| {}).len(), 4);
    assert!(changed(|other| other.tahun = Tahun::new(2027).unwrap()).is_empty());
    assert!(changed(|other| other.kind = crate::work::ClaimKind::Planned).is_empty());
    assert!(changed(|other| other.class = WorkClass::Drainage).is_empty(), "drains of the road");
    let before = RuleSet { metres_conserved: false, ..rules };
    assert!(findings(&before, &own, &takers(4)).is_empty());
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

async fn a_crowd_is_told_stops_nobody_and_is_no_pair_of_the_report(engine: Engine) {
    let test = opened(engine).await;
    let of =
        |desa: &str, number: u32, shape| work(desa, u128::from(number) + 1, WorkClass::Road, shape);
    let long: Work = of(DESA_A, 0, road());
    registered(&test.store, &long).await;
    let mut last = 0;
    for number in 0..4 {
        let told = registered(&test.store, &of(DESA_B, number + 1, path(number))).await;
        assert!(told.clearance.is_some(), "{told:?}");
        last = told.warnings.len();
    }
    assert_eq!(last, 1, "the last path makes it too much");
    let again = Act::Rescreen(long.desa.clone(), long.project);
    let told = act(&test.store, again).await.unwrap().unwrap();
    assert!(told.clearance.is_some() && told.warnings.len() == 4, "{told:?}");
    let compared = test.store.answer(None, Compared).await.unwrap();
    assert_eq!(compared, Vec::new(), "brute force finds no pair that the report does not hold");
}

engine_test!(a_crowd_is_told_stops_nobody_and_is_no_pair_of_the_report);
