//! A contract is let go by two persons, keeps its place and its decisions, and is decided on by
//! nobody who entered it, on both engines.

use domain::WorkClass;
use gate::Work;
use store::{Engine, engine_test};
use wire::oversight::v1::{
    self as pb, claim_service_server::ClaimService as _, flag_service_server::FlagService as _,
};

use super::{
    claims_tests::{KABUPATEN, content, line, loaded, mapped, outcome, point, registered, request},
    flagged_tests::{OWNER, amended, contract, held, read, withdrawn},
};
use crate::{
    review_tests::given,
    story_tests::{KECAMATAN, confirmed, name, proposed},
    world::{Act, SUKOJATI, World, culvert, from, told},
};

/// The kabupaten's culvert with a contract, before any village has one there.
async fn alone(world: &World) -> pb::Claim {
    registered(world, OWNER, "R-1", contract()).await.unwrap().claim.unwrap()
}

fn elsewhere() -> pb::ClaimContent {
    pb::ClaimContent { sites: content("", "", point(300.0)).sites, ..contract() }
}

/// How many flags a village's culvert so many metres east raises when it is registered.
async fn met(world: &World, number: u128, east_m: f64) -> usize {
    let work = culvert(SUKOJATI, number, east_m);
    world.act(Act::Register(work)).await.unwrap().len()
}

async fn a_contract_is_let_go_by_no_other_office(engine: Engine) {
    let world = mapped(engine).await;
    let claim = alone(&world).await;
    let other = ["CLAIM_OTHER_OFFICE"];
    assert_eq!(withdrawn(&world, "camat", &claim).await.unwrap_err(), other);
    let planned = ("2026-05-02".to_owned(), "2026-08-30".to_owned());
    for content in [
        elsewhere(),
        pb::ClaimContent { document_number: String::new(), ..contract() },
        pb::ClaimContent { work_class: "building".into(), ..contract() },
        pb::ClaimContent { intervention: "maintain".into(), ..contract() },
        pb::ClaimContent { tahun: 2025, ..contract() },
        pb::ClaimContent { layer: "surface".into(), ..contract() },
        pb::ClaimContent { phase: 2, ..contract() },
        pb::ClaimContent { starts_on: planned.0, ends_on: planned.1, ..contract() },
    ] {
        assert_eq!(amended(&world, "camat", &claim, content).await.unwrap_err(), other);
    }
    assert_eq!(read(&world, &claim).await, claim, "nothing moved and nothing waits");
    // What lets go of nothing is taken from the camat too.
    let more = pb::ClaimContent {
        display_name: "Box culvert".into(),
        document_number: "602/21a/SPK/2026".into(),
        sites: [contract().sites, elsewhere().sites].concat(),
        ..contract()
    };
    let more = amended(&world, "camat", &claim, more).await.unwrap();
    assert_eq!((more.content.unwrap().sites.len(), more.waiting), (2, None));
}

async fn one_official_takes_no_contract_away_before_the_village_registers(engine: Engine) {
    let world = mapped(engine).await;
    let claim = alone(&world).await;
    for _ in 0..2 {
        let asked = withdrawn(&world, OWNER, &claim).await.unwrap();
        assert_eq!(asked.state(), pb::ClaimState::Active, "he may say it as often as he likes");
        let waiting = asked.waiting.unwrap();
        assert_eq!((waiting.withdraws, waiting.person_display_name.as_str()), (true, OWNER));
    }
    world.day(60);
    assert_eq!(withdrawn(&world, OWNER, &claim).await.unwrap().state(), pb::ClaimState::Active);
    assert_eq!(met(&world, 1, 0.0).await, 1);
    assert_eq!(world.unpaid(&culvert(SUKOJATI, 1, 0.0)).await, ["FLAG_OPEN"]);
    assert_eq!(withdrawn(&world, "pmd2", &claim).await.unwrap_err(), ["CLAIM_FLAGGED"]);
}

async fn two_of_the_office_take_a_contract_out_and_its_own_list_takes_their_word_back(
    engine: Engine,
) {
    let world = mapped(engine).await;
    let claim = alone(&world).await;
    withdrawn(&world, OWNER, &claim).await.unwrap();
    // The owner's list has it still: what was said is forgotten.
    let again = registered(&world, "pmd", "R-1", contract()).await.unwrap();
    assert_eq!(outcome(&again), pb::ClaimOutcome::Amended);
    let claim = again.claim.unwrap();
    assert_eq!(claim.waiting, None);
    let first = withdrawn(&world, "pmd2", &claim).await.unwrap();
    assert_eq!(first.state(), pb::ClaimState::Active);
    let gone = withdrawn(&world, OWNER, &claim).await.unwrap();
    assert_eq!((gone.state(), gone.waiting), (pb::ClaimState::Withdrawn, None));
    assert_eq!(met(&world, 1, 0.0).await, 0);
}

async fn a_contract_that_is_moved_holds_both_places_until_the_second_word(engine: Engine) {
    for goes in [false, true] {
        let world = mapped(engine).await;
        let claim = alone(&world).await;
        let first = registered(&world, OWNER, "R-1", elsewhere()).await.unwrap();
        assert_eq!(outcome(&first), pb::ClaimOutcome::Waiting);
        let stands = first.claim.unwrap();
        assert_eq!(stands.content, claim.content);
        let told = stands.waiting.unwrap().content.unwrap();
        assert_eq!(told.sites.len(), 1, "where it is said to be");
        if !goes {
            assert_eq!((met(&world, 1, 0.0).await, met(&world, 2, 305.0).await), (1, 1));
            let no = registered(&world, "pmd2", "R-1", elsewhere()).await.unwrap_err();
            assert_eq!(no, ["CLAIM_FLAGGED"], "by now it holds a village's work");
            continue;
        }
        let second = registered(&world, "pmd2", "R-1", elsewhere()).await.unwrap();
        assert_eq!(outcome(&second), pb::ClaimOutcome::Amended);
        assert_eq!(second.claim.unwrap().waiting, None);
        assert_eq!((met(&world, 1, 0.0).await, met(&world, 2, 305.0).await), (0, 1));
    }
}

/// A claim as the camat enters it.
async fn of_camat(world: &World, content: pb::ClaimContent) -> Result<pb::Claim, Vec<String>> {
    let own =
        pb::RegisterClaimRequest { parent: KECAMATAN.into(), ..request(world, "C-1", content) };
    let answer = told(world.claims.register_claim(from("camat", own)).await);
    answer.map(|answer| answer.claim.unwrap())
}

async fn a_claim_of_the_camat_goes_by_the_camat_and_pmd(engine: Engine) {
    let world = mapped(engine).await;
    let claim = of_camat(&world, contract()).await.unwrap();
    let first = withdrawn(&world, "camat", &claim).await.unwrap();
    assert_eq!(first.state(), pb::ClaimState::Active);
    let gone = withdrawn(&world, "pmd", &claim).await.unwrap();
    assert_eq!(gone.state(), pb::ClaimState::Withdrawn);
}

fn road(number: u128, from_m: f64, to_m: f64) -> Work {
    let mut road = culvert(SUKOJATI, number, 0.0);
    road.class = WorkClass::Road;
    road.sites[0].shape = edge::convert::shape(&line(from_m, to_m)).unwrap();
    road
}

/// A road of the kabupaten, which crosses the border of Sukojati 550 m east.
fn across(parts: &[(f64, f64)]) -> pb::ClaimContent {
    let sites = parts.iter().flat_map(|(from_m, to_m)| content("", "", line(*from_m, *to_m)).sites);
    pb::ClaimContent { sites: sites.collect(), ..content("road", "SPK 2", line(0.0, 1.0)) }
}

async fn a_claim_keeps_its_village_and_its_decisions_wherever_most_of_it_lies(engine: Engine) {
    let world = mapped(engine).await;
    let mine = road(1, 100.0, 300.0);
    world.act(Act::Register(mine.clone())).await.unwrap();
    let short = across(&[(100.0, 750.0)]);
    let claim = registered(&world, OWNER, "R-2", short).await.unwrap().claim.unwrap();
    let home = format!("desa/{SUKOJATI}");
    assert_eq!((claim.place.as_str(), claim.flags.len()), (home.as_str(), 1));
    let flag = claim.flags[0].clone();
    let stop = name(&mine);
    let decision = proposed(&world, "camat", &flag, KECAMATAN, &stop, (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    // Longer by one official, measured anew by two: most of it lies in the neighbour's by now.
    let long = across(&[(100.0, 750.0), (750.0, 2_000.0)]);
    let anew = across(&[(100.0, 2_000.0)]);
    let sent = [
        (OWNER, long, pb::ClaimOutcome::Amended),
        (OWNER, anew.clone(), pb::ClaimOutcome::Waiting),
        ("pmd2", anew, pb::ClaimOutcome::Amended),
    ];
    for (who, content, expected) in sent {
        let answer = registered(&world, who, "R-2", content).await.unwrap();
        assert_eq!(outcome(&answer), expected);
        let claim = answer.claim.unwrap();
        assert_eq!(claim.villages[0].desa, "desa/35.10.25.2009");
        assert_eq!((claim.place.as_str(), &claim.flags), (home.as_str(), &vec![flag.clone()]));
        assert_eq!(world.unpaid(&mine).await, ["PROJECT_FROZEN"]);
    }
    // The work that was stopped moves off, and stays so.
    let moved = Work { sites: road(1, -400.0, -200.0).sites, ..mine.clone() };
    world.act(Act::Amend(moved.clone())).await.unwrap();
    assert_eq!(world.unpaid(&moved).await, ["PROJECT_FROZEN"]);
}

async fn what_is_overridden_is_not_made_undecided_by_the_claim(engine: Engine) {
    let world = mapped(engine).await;
    let (mine, claim) = held(&world).await;
    let stop = name(&mine);
    let flag = &claim.flags[0];
    let decision = proposed(&world, "camat", flag, KECAMATAN, &stop, (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    given(&world, flag).await;
    assert_eq!(world.unpaid(&mine).await, ["OVERRIDE_WAITS"]);
    let more = [contract().sites, elsewhere().sites].concat();
    let more = pb::ClaimContent { sites: more, ..contract() };
    let no = registered(&world, OWNER, "R-1", more).await.unwrap_err();
    assert_eq!(no, ["CLAIM_FLAGGED"]);
    let renamed = pb::ClaimContent { display_name: "Box culvert".into(), ..contract() };
    registered(&world, OWNER, "R-1", renamed).await.unwrap();
    assert_eq!(world.unpaid(&mine).await, ["OVERRIDE_WAITS"]);
}

async fn nobody_decides_on_a_claim_that_he_entered_or_changed(engine: Engine) {
    let world = mapped(engine).await;
    world.act(Act::Register(culvert(SUKOJATI, 1, 0.0))).await.unwrap();
    let claim = of_camat(&world, contract()).await.unwrap();
    let flag = &claim.flags[0];
    let named = ["DECIDER_NAMED"];
    let no = proposed(&world, "camat", flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, named);
    let more = [contract().sites, elsewhere().sites].concat();
    let more = pb::ClaimContent { sites: more, ..contract() };
    let claim = amended(&world, "pmd2", &claim, more.clone()).await.unwrap();
    let renamed = pb::ClaimContent { display_name: "Box culvert".into(), ..more };
    // It was measured anew, so the question is a new one.
    let flag = &claim.flags[0];
    amended(&world, OWNER, &claim, renamed).await.unwrap();
    let seen = revs(&world, flag).await;
    let no = proposed(&world, "pmd2", flag, KECAMATAN, "", seen).await.unwrap_err();
    assert_eq!(no, named, "nor whoever changed it");
    // PMD takes the camat's place, and another of PMD checks, who gave it but another name.
    let decision = proposed(&world, "pmd", flag, KECAMATAN, "", seen).await.unwrap();
    let no = confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, named);
    confirmed(&world, OWNER, &decision, KECAMATAN).await.unwrap();
}

/// The revisions of both works of a flag.
async fn revs(world: &World, flag: &str) -> (i64, i64) {
    let get = pb::GetFlagRequest { name: flag.into(), parent: KABUPATEN.into() };
    let flag = told(world.flags.get_flag(from("pmd", get)).await).unwrap().flag.unwrap();
    (flag.first.unwrap().geometry_rev, flag.second.unwrap().geometry_rev)
}

async fn two_who_correct_a_claim_leave_the_second_to_decide(engine: Engine) {
    let world = mapped(engine).await;
    alone(&world).await;
    registered(&world, "pmd", "R-1", elsewhere()).await.unwrap();
    let moved = registered(&world, "pmd2", "R-1", elsewhere()).await.unwrap();
    assert_eq!(outcome(&moved), pb::ClaimOutcome::Amended);
    assert_eq!(met(&world, 1, 305.0).await, 1);
    let flag = read(&world, &moved.claim.unwrap()).await.flags.remove(0);
    let seen = revs(&world, &flag).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", seen).await.unwrap();
    let no = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, ["DECIDER_NAMED"], "who moved it");
    confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap();
}

async fn whoever_seconds_or_renames_takes_the_claim_from_nobody(engine: Engine) {
    let world = mapped(engine).await;
    let claim = of_camat(&world, contract()).await.unwrap();
    let first = amended(&world, "camat", &claim, elsewhere()).await.unwrap();
    assert!(first.waiting.is_some());
    let second = amended(&world, "pmd", &first, elsewhere()).await.unwrap();
    assert_eq!(second.waiting, None);
    let renamed = pb::ClaimContent { display_name: "Box culvert".into(), ..elsewhere() };
    let renamed = amended(&world, "pmd2", &second, renamed).await.unwrap();
    let out = withdrawn(&world, "camat", &renamed).await.unwrap();
    assert!(out.waiting.unwrap().withdraws, "it is the camat's still");
}

async fn a_first_word_holds_for_its_days_and_as_long_as_its_speaker_does(engine: Engine) {
    let world = mapped(engine).await;
    let claim = alone(&world).await;
    withdrawn(&world, OWNER, &claim).await.unwrap();
    world.day(60);
    let late = withdrawn(&world, "pmd2", &claim).await.unwrap();
    assert_eq!(late.state(), pb::ClaimState::Active);
    assert_eq!(late.waiting.unwrap().person_display_name, "pmd2", "the first by now");
    world.act(Act::Leave("pmd2")).await.unwrap();
    world.day(61);
    let left = withdrawn(&world, OWNER, &claim).await.unwrap();
    assert_eq!(left.state(), pb::ClaimState::Active, "pmd2 speaks for nobody now");
    world.day(120);
    assert_eq!(
        withdrawn(&world, "pmd", &claim).await.unwrap().state(),
        pb::ClaimState::Withdrawn,
        "within the days"
    );
}

/// What the camat enters under the kabupaten's number, where the kabupaten builds its culvert.
fn squat() -> pb::ClaimContent {
    pb::ClaimContent { work_class: "street_light".into(), ..contract() }
}

async fn a_claim_blocks_as_what_it_was_and_as_what_the_first_word_tells(engine: Engine) {
    let world = mapped(engine).await;
    let mine = culvert(SUKOJATI, 1, 0.0);
    let claim = of_camat(&world, squat()).await.unwrap();
    let first = registered(&world, OWNER, "C-1", contract()).await.unwrap();
    assert_eq!(outcome(&first), pb::ClaimOutcome::Waiting);
    assert_eq!(met(&world, 1, 0.0).await, 1);
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    let waits = read(&world, &claim).await;
    assert_eq!(waits.content, claim.content, "the claim is what it was");
    let [flag] = waits.flags.as_slice() else { panic!("{waits:?}") };
    // What the flag names is read, and changed by its claim alone.
    let get = pb::GetFlagRequest { name: flag.clone(), parent: KABUPATEN.into() };
    let sides = told(world.flags.get_flag(from("pmd", get)).await).unwrap().flag.unwrap();
    let names = [sides.first.unwrap().project, sides.second.unwrap().project];
    let beside = names.into_iter().find(|name| name.contains("/claims/")).unwrap();
    let beside = read(&world, &pb::Claim { name: beside, ..claim.clone() }).await;
    assert_eq!(beside.content.as_ref().unwrap().work_class, "culvert");
    assert_eq!(withdrawn(&world, OWNER, &beside).await.unwrap_err(), ["WRONG_STATE"]);
    let seen = revs(&world, flag).await;
    let no = proposed(&world, "camat", flag, KECAMATAN, "", seen).await.unwrap_err();
    assert_eq!(no, ["DECIDER_NAMED"], "who entered what the row stands for");
    let all = pb::ListClaimsRequest { parent: KABUPATEN.into(), ..Default::default() };
    let all = told(world.claims.list_claims(from("pmd", all)).await).unwrap().claims;
    assert_eq!(all.len(), 1, "a number is one claim");
    // The word is not taken back, nor the claim out, over a work that it holds.
    for no in [of_camat(&world, squat()).await, withdrawn(&world, OWNER, &waits).await] {
        assert_eq!(no.unwrap_err(), ["CLAIM_FLAGGED"]);
    }
    let second = registered(&world, "pmd2", "C-1", contract()).await.unwrap();
    assert_eq!(outcome(&second), pb::ClaimOutcome::Amended);
    let second = second.claim.unwrap();
    assert_eq!((second.flags.len(), second.content.unwrap().work_class.as_str()), (1, "culvert"));
    assert_ne!(&second.flags[0], flag, "the claim's own");
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
}

async fn a_list_that_tells_another_work_blocks_at_once(engine: Engine) {
    let world = mapped(engine).await;
    of_camat(&world, squat()).await.unwrap();
    let list = "external_id,name,work_class,document,longitude,latitude\n\
                C-1,Gorong-gorong Sukojati,culvert,602/21/SPK/2026,114.30005,-8.31\n";
    let report = loaded(&world, list, false).await;
    assert_eq!((report.waiting, report.refused_rows), (1, 0), "{report:?}");
    assert_eq!(met(&world, 1, 0.0).await, 1);
    assert_eq!(world.unpaid(&culvert(SUKOJATI, 1, 0.0)).await, ["FLAG_OPEN"]);
}

async fn a_word_that_is_taken_back_leaves_nothing_beside_the_claim(engine: Engine) {
    let world = mapped(engine).await;
    of_camat(&world, squat()).await.unwrap();
    registered(&world, OWNER, "C-1", contract()).await.unwrap();
    let back = of_camat(&world, squat()).await.unwrap();
    assert_eq!(back.waiting, None);
    assert_eq!(met(&world, 1, 0.0).await, 0);
}

engine_test!(
    a_contract_is_let_go_by_no_other_office,
    one_official_takes_no_contract_away_before_the_village_registers,
    two_of_the_office_take_a_contract_out_and_its_own_list_takes_their_word_back,
    a_contract_that_is_moved_holds_both_places_until_the_second_word,
    a_claim_of_the_camat_goes_by_the_camat_and_pmd,
    a_claim_keeps_its_village_and_its_decisions_wherever_most_of_it_lies,
    what_is_overridden_is_not_made_undecided_by_the_claim,
    nobody_decides_on_a_claim_that_he_entered_or_changed,
    two_who_correct_a_claim_leave_the_second_to_decide,
    whoever_seconds_or_renames_takes_the_claim_from_nobody,
    a_first_word_holds_for_its_days_and_as_long_as_its_speaker_does,
    a_claim_blocks_as_what_it_was_and_as_what_the_first_word_tells,
    a_list_that_tells_another_work_blocks_at_once,
    a_word_that_is_taken_back_leaves_nothing_beside_the_claim,
);
