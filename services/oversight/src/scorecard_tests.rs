//! A version of the rules that weighs pairs by a scorecard, on both engines.

use store::{Engine, engine_test};
use wire::oversight::v1::{
    self as pb, flag_service_server::FlagService as _, rule_set_service_server::RuleSetService as _,
};

use crate::{
    story_tests::{KABUPATEN, codes},
    world::{Act, BLIMBINGSARI, SUKOJATI, World, culvert, from, told},
};

async fn active(world: &World) -> pb::RuleSet {
    let get = pb::GetRuleSetRequest { name: "ruleSets/active".into() };
    told(world.rules.get_rule_set(from("sek", get)).await).unwrap().rule_set.unwrap()
}

async fn shipped(world: &World) -> pb::GetScorecardResponse {
    let get = pb::GetScorecardRequest { name: "scorecards/shipped".into() };
    told(world.rules.get_scorecard(from("sek", get)).await).unwrap()
}

pub async fn proposed(world: &World, card: &str, csv: &str) -> Result<pb::RuleSet, Vec<String>> {
    let display_name = "Kartu skor".to_owned();
    let request = pb::ProposeRuleSetRequest {
        request_id: world.id(),
        place: KABUPATEN.into(),
        rule_set: Some(pb::RuleSet { display_name, scorecard: card.into(), ..active(world).await }),
        scorecard_csv: csv.into(),
    };
    told(world.rules.propose_rule_set(from("pmd", request)).await)
        .map(|answer| answer.rule_set.unwrap())
}

pub async fn activated(world: &World, name: String) {
    let request =
        pb::ActivateRuleSetRequest { request_id: world.id(), name, place: KABUPATEN.into() };
    told(world.rules.activate_rule_set(from("pmd2", request)).await).unwrap();
}

async fn a_pair_is_told_with_points_that_add_up(engine: Engine) {
    let world = World::new(engine).await;
    let next = proposed(&world, "scorecards/shipped", "").await.unwrap();
    assert_eq!(next.scorecard, shipped(&world).await.name);
    activated(&world, next.name.clone()).await;
    let now = active(&world).await;
    assert_eq!((now.scorecard, next.tables_sha256.as_str()), (next.scorecard, ""));
    assert_eq!((now.tables_sha256.len(), now.outdated), (64, false), "told when it is activated");
    let ours = culvert(SUKOJATI, 1, 0.0);
    let theirs = gate::Work { name: ours.name.clone(), ..culvert(BLIMBINGSARI, 2, 1.0) };
    world.act(Act::Register(ours)).await.unwrap();
    let flag = world.act(Act::Register(theirs)).await.unwrap()[0].clone();
    let get = pb::GetFlagRequest { name: flag, parent: format!("desa/{SUKOJATI}") };
    let flag = told(world.flags.get_flag(from("sek", get)).await).unwrap().flag.unwrap();
    let score = flag.evidence.iter().find(|told| told.level == "score").unwrap();
    assert!(score.text.contains("persen"), "{score:?}");
    let given: i64 = flag.evidence.iter().map(|told| told.points).sum();
    assert_eq!(Some(&given), score.facts.get("points"), "{:?}", flag.evidence);
    assert_eq!(format!("ruleSets/{}", flag.rule_rev), next.name);
    let ask = tonic::Request::new(pb::GetRuleQualityRequest {});
    let quality = told(world.rules.get_rule_quality(ask).await).unwrap();
    let kinds = &quality.rule_sets[0].levels;
    assert!(kinds.iter().any(|kind| kind.part == "score"), "{kinds:?}");
    let of_card = |part: &str| part == "base" || part.contains(':');
    assert!(
        !kinds.iter().any(|kind| of_card(&kind.part)),
        "parts of a score are no rules: {kinds:?}"
    );
}

async fn a_card_of_one_s_own_is_kept_and_can_be_named_again(engine: Engine) {
    let world = World::new(engine).await;
    let card = shipped(&world).await;
    let own = card.csv.replacen("block,,,,,", "block,,,,,1", 1);
    assert_eq!(proposed(&world, "", &own).await.unwrap_err(), codes(&["SCORECARD_INVALID"]));
    let own = card.csv.replacen("pair,base,,,,", "pair,base,,,,1", 1);
    let own = own.replacen("pair,base,,,,1-", "pair,base,,,,-1", 1);
    assert_ne!(own, card.csv);
    let kept = proposed(&world, "", &own).await.unwrap();
    assert_ne!(kept.scorecard, card.name);
    let get = pb::GetScorecardRequest { name: kept.scorecard.clone() };
    let read = told(world.rules.get_scorecard(from("sek", get)).await).unwrap();
    assert_eq!((read.name, read.csv), (kept.scorecard.clone(), own));
    let again = proposed(&world, &kept.scorecard, "").await.unwrap();
    assert_eq!((again.scorecard, again.name), (kept.scorecard, "ruleSets/3".to_owned()));
    let unknown = format!("scorecards/{}", "0".repeat(64));
    assert_eq!(proposed(&world, &unknown, "").await.unwrap_err(), codes(&["NOT_FOUND"]));
    let both = proposed(&world, "scorecards/shipped", &card.csv).await.unwrap_err();
    assert_eq!(both, codes(&["FIELD_MALFORMED"]), "one card at a time");
    let garbage = proposed(&world, "kartu", "part\nx").await.unwrap_err();
    assert_eq!(garbage, codes(&["FIELD_MALFORMED", "SCORECARD_INVALID"]));
}

async fn the_rows_of_what_is_done_to_what_are_read_back_and_judged_by(engine: Engine) {
    let world = World::new(engine).await;
    let first = active(&world).await;
    assert!(first.metres_conserved && first.matrix.contains("component_other"));
    let propose = |matrix: String| pb::ProposeRuleSetRequest {
        request_id: world.id(),
        place: KABUPATEN.into(),
        rule_set: Some(pb::RuleSet { display_name: "Baris lain".into(), matrix, ..first.clone() }),
        scorecard_csv: String::new(),
    };
    let bad = propose(format!("{}apart,x,,lane,,,,,,0,warn,a\n", first.matrix));
    let no = told(world.rules.propose_rule_set(from("pmd", bad)).await).unwrap_err();
    assert_eq!(no, codes(&["RULE_SET_INVALID"]));
    let kept = told(world.rules.propose_rule_set(from("pmd", propose(String::new()))).await);
    assert_eq!(kept.unwrap().rule_set.unwrap().matrix, first.matrix, "those of rule set 1");
    // Two new culverts in one place are two works from now on: told, and not held.
    let row = "apart,culvert_again,,culvert,new,,culvert,new,,0,warn,\"Dua gorong-gorong.\"";
    let next = propose(format!("{}{row}\n", first.matrix));
    let next = told(world.rules.propose_rule_set(from("pmd", next)).await).unwrap();
    let next = next.rule_set.unwrap();
    assert!(next.matrix.contains(row), "{}", next.matrix);
    activated(&world, next.name.clone()).await;
    assert_eq!(active(&world).await.matrix, next.matrix);
    for work in [culvert(SUKOJATI, 1, 0.0), culvert(BLIMBINGSARI, 2, 8.0)] {
        let flags = world.act(Act::Register(work.clone())).await.unwrap();
        assert!(flags.is_empty(), "{flags:?}");
        assert!(world.unpaid(&work).await.is_empty());
    }
}

engine_test!(
    a_pair_is_told_with_points_that_add_up,
    the_rows_of_what_is_done_to_what_are_read_back_and_judged_by,
    a_card_of_one_s_own_is_kept_and_can_be_named_again,
);
