//! Claims of other owners, plans, and works found by their words, on both engines.

use domain::{Day, Error, Place, WorkClass};
use store::{Engine, Query, Store, Tx, engine_test};

use crate::{
    decide::Outcome,
    facts::{Layer, Owner},
    recheck::{self, Agreement},
    test_kit::{DESA_A, DESA_B, line, point, work},
    test_world::{Act, Read, act, culvert, facts, moved, opened, pay, reasons, registered},
    work::{ClaimKind, Screening, Work},
};

/// A culvert of the kabupaten in village B.
fn outside(number: u128, east_m: f64, document: &str) -> Work {
    let mut work = culvert(DESA_B, number, east_m);
    work.kind = ClaimKind::Outside;
    work.facts.owner = Owner::Kabupaten;
    work.facts.owner_name = "Dinas PUPR".to_owned();
    work.facts.document = document.to_owned();
    work
}

async fn registers(store: &Store, work: Work) -> Result<Screening, Error> {
    act(store, Act::Register(work)).await.map(Option::unwrap)
}

/// A culvert of village A with a name, believed to be where it is said to be or not.
fn named(number: u128, name: &str, trusted: bool) -> Work {
    let mut work = culvert(DESA_A, number, 0.0);
    work.name = name.to_owned();
    work.sites[0].trusted = trusted;
    moved(&work, point(f64::from(u32::try_from(number).unwrap()) * 3_000.0, 0.0))
}

async fn an_outside_claim_stops_a_village_only_with_a_document(engine: Engine) {
    let test = opened(engine).await;
    let (first, second) = (culvert(DESA_A, 1, 0.0), culvert(DESA_A, 2, 900.0));
    registered(&test.store, &first).await;
    registered(&test.store, &second).await;
    let wish = registers(&test.store, outside(11, 4.0, "")).await.unwrap();
    assert_eq!((wish.blocks.len(), wish.warnings.len()), (0, 1));
    assert!(pay(&test.store, &first).await.is_ok());
    let contract = registers(&test.store, outside(12, 904.0, "600/12/SPK/2026")).await.unwrap();
    let flag = contract.blocks[0].flag.unwrap();
    assert_eq!(pay(&test.store, &second).await, Err(vec!["FLAG_OPEN".to_owned()]));
    let (flag, _) = test.store.answer(None, Read(flag)).await.unwrap();
    assert_eq!((flag.first.kind, flag.second.kind), (ClaimKind::Outside, ClaimKind::Registered));
    let claim = format!("kabupaten/35.10/claims/{}", flag.first.project);
    assert_eq!(flag.first.resource(), claim);
    // The one who comes later is stopped as well.
    let third = registered(&test.store, &culvert(DESA_A, 3, 908.0)).await;
    assert_eq!(third.blocks.len(), 2, "the neighbour's work and the kabupaten's");
}

async fn a_stopped_claim_frees_the_village_and_stays_stopped_wherever_it_moves(engine: Engine) {
    let test = opened(engine).await;
    let (mine, theirs) = (culvert(DESA_A, 1, 0.0), outside(11, 4.0, "SPK 1"));
    registered(&test.store, &mine).await;
    let flag = registers(&test.store, theirs.clone()).await.unwrap().blocks[0].flag.unwrap();
    act(&test.store, Act::Decide(flag, Outcome::Stands(theirs.project), (1, 1))).await.unwrap();
    assert!(pay(&test.store, &mine).await.is_ok());
    assert!(facts(&test.store, &theirs).await.0.unwrap().frozen);
    act(&test.store, Act::Amend(moved(&theirs, point(700.0, 0.0)))).await.unwrap();
    assert!(facts(&test.store, &theirs).await.0.unwrap().frozen);
    assert!(pay(&test.store, &mine).await.is_ok());
    // What its owner withdrew may be taken up again, at a new revision; a project may not.
    act(&test.store, Act::Withdraw(theirs.desa.clone(), theirs.project)).await.unwrap();
    let again = registers(&test.store, theirs.clone()).await.unwrap();
    assert_eq!((again.geometry_rev, again.blocks.len()), (3, 1));
    act(&test.store, Act::Withdraw(mine.desa.clone(), mine.project)).await.unwrap();
    let dead = registers(&test.store, mine).await.unwrap_err();
    assert!(dead.has(&domain::reason::WRONG_STATE));
}

async fn an_outside_claim_and_a_registration_at_once_never_miss_each_other(engine: Engine) {
    let test = opened(engine).await;
    for round in 0..20_u32 {
        let (east, number) = (f64::from(round) * 400.0, u128::from(round) * 10);
        let mine = culvert(DESA_A, number + 1, east);
        let theirs = outside(number + 2, east + 6.0, "SPK 9");
        let (a, b) = tokio::join!(
            registers(&test.store, mine.clone()),
            registers(&test.store, theirs.clone())
        );
        let found = a.unwrap().blocks.len() + b.unwrap().blocks.len();
        assert_eq!(found, 1, "round {round}: one of them saw the other");
        assert_eq!(pay(&test.store, &mine).await, Err(vec!["FLAG_OPEN".to_owned()]));
    }
}

/// Langkat: what a village had laid as gravel, the dinas laid as asphalt two weeks later.
async fn asphalt_of_the_dinas_on_the_village_s_gravel_holds_until_it_is_in_its_time(
    engine: Engine,
) {
    let road = |number, layer, day: &str| {
        let shape = line(&[[0.0, 0.0], [500.0, 0.0]]);
        let mut road = work(DESA_A, number, WorkClass::Road, shape);
        road.facts.layer = Some(layer);
        (road.facts.starts, road.facts.ends) = (Day::parse(day).ok(), Day::parse(day).ok());
        road
    };
    for (day, document, blocks, warnings) in [
        ("2026-05-16", "SPK 620/14", 1, 0),
        ("2026-08-02", "SPK 620/14", 0, 1),
        ("2026-05-16", "", 0, 1),
    ] {
        let test = opened(engine).await;
        let gravel = road(1, Layer::Base, "2026-05-02");
        registered(&test.store, &gravel).await;
        let mut asphalt = road(11, Layer::Surface, day);
        (asphalt.kind, asphalt.facts.owner) = (ClaimKind::Outside, Owner::Kabupaten);
        asphalt.facts.owner_name = "Dinas PUPR".to_owned();
        asphalt.facts.document = document.to_owned();
        let told = registers(&test.store, asphalt).await.unwrap();
        assert_eq!(
            (told.blocks.len(), told.warnings.len()),
            (blocks, warnings),
            "{day} {document}"
        );
        let paid = pay(&test.store, &gravel).await;
        let held = (blocks > 0).then(|| vec!["FLAG_OPEN".to_owned()]);
        assert_eq!(paid.err(), held, "{day} {document}");
    }
}

async fn two_dinas_claims_on_the_same_day(engine: Engine) {
    let test = opened(engine).await;
    let mut water = outside(2, 3.0, "SPK 2");
    water.facts.owner_name = "Dinas Pengairan".to_owned();
    let (a, b) = tokio::join!(
        registers(&test.store, outside(1, 0.0, "SPK 1")),
        registers(&test.store, water)
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    let found: Vec<_> = a.blocks.iter().chain(&b.blocks).collect();
    assert_eq!(found.len(), 1, "whoever came second saw the first");
    let told = &found[0].evidence.iter().find(|one| one.level == "outside_owner").unwrap().text;
    assert!(told.contains("Dinas PUPR") && told.contains("Dinas Pengairan"), "{told}");
}

async fn a_plan_warns_until_it_is_registered_dropped_or_over(engine: Engine) {
    let test = opened(engine).await;
    let mut row = culvert(DESA_A, 1, 0.0);
    row.facts.rkpdes = true;
    row.facts.kegiatan = "02.03.13".to_owned();
    let planned = |work: &Work| Act::Plan(work.clone());
    assert!(act(&test.store, planned(&row)).await.unwrap().unwrap().warnings.is_empty());
    // Written over, it is still one plan.
    act(&test.store, planned(&row)).await.unwrap();
    let neighbour = registered(&test.store, &culvert(DESA_B, 2, 5.0)).await;
    assert_eq!((neighbour.blocks.len(), neighbour.warnings.len()), (0, 1));
    assert!(neighbour.warnings[0].other_resource.contains("/tahun/2026/rkpdes/"));
    let again = act(&test.store, planned(&row)).await.unwrap().unwrap();
    assert_eq!(again.warnings.len(), 1, "both sides are told");
    // The draft that carries the row out is no stranger to it; registered, it replaces both.
    let mut draft = culvert(DESA_A, 3, 1.0);
    draft.facts.kegiatan = "02.03.13".to_owned();
    let told = act(&test.store, planned(&draft)).await.unwrap().unwrap();
    assert_eq!(told.warnings.len(), 1, "the neighbour's work, not its own plan");
    let done = registered(&test.store, &draft).await;
    assert_eq!((done.geometry_rev, done.blocks.len(), done.warnings.len()), (1, 1, 0));
    assert!(facts(&test.store, &row).await.0.is_none(), "the row was carried out");
    let refused = act(&test.store, planned(&draft)).await.unwrap_err();
    assert!(refused.has(&domain::reason::WRONG_STATE));
    // Dropped, or of a year that is over, it says nothing.
    let mut old = culvert(DESA_A, 4, 2_000.0);
    old.tahun = domain::Tahun::new(2025).unwrap();
    act(&test.store, planned(&old)).await.unwrap();
    let gone = culvert(DESA_A, 5, 2_000.0);
    act(&test.store, planned(&gone)).await.unwrap();
    act(&test.store, Act::Forget(gone.desa.clone(), gone.project)).await.unwrap();
    assert!(registered(&test.store, &culvert(DESA_B, 6, 2_003.0)).await.warnings.is_empty());
}

async fn a_work_that_cannot_be_believed_is_found_by_its_words(engine: Engine) {
    let test = opened(engine).await;
    let honest = named(1, "Gorong-gorong gang mawar dusun krajan", true);
    registered(&test.store, &honest).await;
    let pinned = named(2, "Pembangunan gorong gang mawar dusun krajan", false);
    let told = registered(&test.store, &pinned).await;
    assert_eq!((told.blocks.len(), told.warnings.len()), (0, 1));
    assert_eq!(told.warnings[0].evidence[0].level, "words_only");
    let later = named(3, "Gorong gang mawar dusun krajan", true);
    assert_eq!(registered(&test.store, &later).await.warnings.len(), 1, "only the doubted one");
    let rescreened = Act::Rescreen(honest.desa.clone(), honest.project);
    let again = act(&test.store, rescreened).await.unwrap().unwrap();
    assert_eq!(again.warnings.len(), 1, "and from the other side");
    assert!(again.clearance.is_some() && reasons(&test.store, &honest).await.is_empty());
    let mut lapsed = named(4, "Jembatan gantung kali setail dusun sumber", false);
    lapsed.tahun = domain::Tahun::new(2025).unwrap();
    act(&test.store, Act::Plan(lapsed)).await.unwrap();
    let carried_on = named(5, "Jembatan gantung kali setail dusun sumber", true);
    let told = registered(&test.store, &carried_on).await;
    assert!(told.warnings.is_empty(), "a plan lapses with its year: {:?}", told.warnings);
}

async fn of_two_namesakes_at_once_one_sees_the_other(engine: Engine) {
    let test = opened(engine).await;
    for round in 0..15_u128 {
        let name = format!("Gorong gang melati RT {}", round + 1);
        let (one, two) = (named(round * 2 + 1, &name, false), named(round * 2 + 2, &name, true));
        let (a, b) =
            tokio::join!(registers(&test.store, one.clone()), registers(&test.store, two.clone()));
        let told = a.unwrap().warnings.len() + b.unwrap().warnings.len();
        assert_eq!(told, 1, "round {round}");
    }
}

/// How the report stands to brute force.
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

async fn an_area_is_screened_with_the_works_of_other_owners_and_with_plans(engine: Engine) {
    let test = opened(engine).await;
    let theirs = [outside(1, 0.0, "SPK 1"), outside(2, 40.0, "SPK 2")];
    for claim in &theirs {
        registers(&test.store, claim.clone()).await.unwrap();
    }
    // A plan whose year is over meets nobody any more.
    let mut lapsed = culvert(DESA_A, 3, 2_010.0);
    lapsed.tahun = domain::Tahun::new(2025).unwrap();
    for plan in [lapsed, culvert(DESA_A, 4, 2_000.0), culvert(DESA_B, 5, 2_040.0)] {
        act(&test.store, Act::Plan(plan)).await.unwrap();
    }
    // Wider rules block the two claims and tell the two plans; those of before tell both again.
    for (rules, open) in [(Act::WiderRules, 1), (Act::NewRules, 0)] {
        act(&test.store, rules).await.unwrap();
        act(&test.store, Act::Area).await.unwrap();
        for claim in &theirs {
            assert_eq!(facts(&test.store, claim).await.0.unwrap().open_flags, open);
        }
        let compared = test.store.answer(None, Compared).await.unwrap();
        assert_eq!(compared, [Agreement::Agrees; 2]);
    }
}

engine_test!(
    an_outside_claim_stops_a_village_only_with_a_document,
    a_stopped_claim_frees_the_village_and_stays_stopped_wherever_it_moves,
    an_outside_claim_and_a_registration_at_once_never_miss_each_other,
    asphalt_of_the_dinas_on_the_village_s_gravel_holds_until_it_is_in_its_time,
    two_dinas_claims_on_the_same_day,
    a_plan_warns_until_it_is_registered_dropped_or_over,
    a_work_that_cannot_be_believed_is_found_by_its_words,
    of_two_namesakes_at_once_one_sees_the_other,
    an_area_is_screened_with_the_works_of_other_owners_and_with_plans,
);
