//! Who decides a pair and what becomes of it, over the services and on both engines.

use store::{Engine, engine_test};
use tonic_types::StatusExt as _;
use wire::oversight::v1::{
    self as pb, flag_service_server::FlagService as _, rule_set_service_server::RuleSetService as _,
};

use crate::world::{Act, BLIMBINGSARI, ROGOJAMPI, SUKOJATI, World, culvert, from, told};

pub const KECAMATAN: &str = "kecamatan/35.10.25";
pub const KABUPATEN: &str = "kabupaten/35.10";

pub fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// A culvert of Sukojati and one of another village 8 m away, with their flag.
pub async fn twins(world: &World, other: &str) -> (gate::Work, gate::Work, String) {
    let (ours, theirs) = (culvert(SUKOJATI, 1, 0.0), culvert(other, 2, 8.0));
    world.act(Act::Register(ours.clone())).await.unwrap();
    let flags = world.act(Act::Register(theirs.clone())).await.unwrap();
    (ours, theirs, flags[0].clone())
}

pub fn name(work: &gate::Work) -> String {
    format!("{}/projects/{}", work.desa.name(), work.project)
}

/// Proposes: `stopped` names who must stop, empty dismisses.
pub async fn proposed(
    world: &World,
    who: &str,
    flag: &str,
    place: &str,
    stopped: &str,
    revs: (i64, i64),
) -> Result<String, Vec<String>> {
    let stands = !stopped.is_empty();
    let (outcome, reason) = if stands {
        (pb::DecisionOutcome::Stands, pb::DecisionReason::SameWork)
    } else {
        (pb::DecisionOutcome::Dismissed, pb::DecisionReason::DifferentWorks)
    };
    let request = pb::ProposeDecisionRequest {
        request_id: world.id(),
        name: flag.into(),
        place: place.into(),
        outcome: outcome.into(),
        stopped_project: stopped.into(),
        reason: reason.into(),
        note: "Sudah ditinjau di lapangan".into(),
        valid_until: String::new(),
        seen_first_rev: revs.0,
        seen_second_rev: revs.1,
        evidence: "BA 12/2026".into(),
    };
    told(world.flags.propose_decision(from(who, request)).await)
        .map(|answer| answer.decision.unwrap().name)
}

pub async fn confirmed(
    world: &World,
    who: &str,
    decision: &str,
    place: &str,
) -> Result<pb::Flag, Vec<String>> {
    let request = pb::ConfirmDecisionRequest {
        request_id: world.id(),
        name: decision.into(),
        place: place.into(),
    };
    told(world.flags.confirm_decision(from(who, request)).await).map(|answer| answer.flag.unwrap())
}

async fn two_officials_dismiss_and_both_are_paid(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    assert_eq!(world.unpaid(&ours).await, codes(&["FLAG_OPEN"]));
    let no = proposed(&world, "sek", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    let twice = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(twice, codes(&["DECISION_PENDING"]));
    let early = proposed(&world, "pmd", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(early, codes(&["CAMAT_FIRST"]));
    let no = confirmed(&world, "camat", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]), "PMD checks");
    let no = confirmed(&world, "pmd-was-here", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["CONFLICT_OF_INTEREST"]));
    assert_eq!(world.unpaid(&ours).await, codes(&["FLAG_OPEN"]), "one signature frees nothing");
    let flag = confirmed(&world, "pmd-long-ago", &decision, KECAMATAN).await.unwrap();
    assert_eq!(flag.state, i32::from(pb::FlagState::Dismissed));
    assert!(world.unpaid(&ours).await.is_empty() && world.unpaid(&theirs).await.is_empty());
    let no = confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["DECISION_CLOSED"]));
    let error = world.act(Act::Forge).await.unwrap_err();
    assert_eq!(error.refusals[0].code, "APPEND_ONLY");
}

async fn a_decision_turned_down_by_the_second_person_leaves_the_pair_open(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    let reject = |who: &'static str| {
        let request = pb::RejectDecisionRequest {
            request_id: world.id(),
            name: decision.clone(),
            place: KECAMATAN.into(),
        };
        let flags = &world.flags;
        async move { told(flags.reject_decision(from(who, request)).await) }
    };
    for (who, code) in
        [("sek", "NOT_ALLOWED"), ("camat", "NOT_ALLOWED"), ("pmd-was-here", "CONFLICT_OF_INTEREST")]
    {
        assert_eq!(reject(who).await.unwrap_err(), codes(&[code]), "{who}");
    }
    let rejected = reject("pmd").await.unwrap().decision.unwrap();
    assert_eq!(rejected.state, i32::from(pb::DecisionState::Rejected));
    assert_eq!(rejected.name, decision);
    assert_eq!(reject("pmd2").await.unwrap_err(), codes(&["DECISION_CLOSED"]));
    let no = confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["DECISION_CLOSED"]), "what was turned down is not confirmed later");
    let get = pb::GetFlagRequest { name: flag.clone(), parent: KECAMATAN.into() };
    let seen = told(world.flags.get_flag(from("camat", get)).await).unwrap().flag.unwrap();
    assert_eq!(seen.state, i32::from(pb::FlagState::Open));
    for work in [&ours, &theirs] {
        assert_eq!(world.unpaid(work).await, codes(&["FLAG_OPEN"]), "and nothing is paid");
    }
    // The pair is decided anew.
    let stop = name(&theirs);
    let next = proposed(&world, "camat", &flag, KECAMATAN, &stop, (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &next, KECAMATAN).await.unwrap();
    assert!(world.unpaid(&ours).await.is_empty());
    assert_eq!(world.unpaid(&theirs).await, codes(&["PROJECT_FROZEN"]));
}

async fn who_proposed_does_not_turn_down(engine: Engine) {
    let world = World::new(engine).await;
    let (_, _, flag) = twins(&world, ROGOJAMPI).await;
    let decision = proposed(&world, "pmd", &flag, KABUPATEN, "", (1, 1)).await.unwrap();
    let request = pb::RejectDecisionRequest {
        request_id: world.id(),
        name: decision,
        place: KABUPATEN.into(),
    };
    let ask = |who| {
        let request = pb::RejectDecisionRequest { request_id: world.id(), ..request.clone() };
        world.flags.reject_decision(from(who, request))
    };
    assert_eq!(told(ask("pmd").await).unwrap_err(), codes(&["SAME_DECIDER"]));
    told(ask("pmd2").await).unwrap();
}

async fn a_decision_that_rests_on_nothing_is_refused(engine: Engine) {
    let world = World::new(engine).await;
    let (_, _, flag) = twins(&world, BLIMBINGSARI).await;
    let request = pb::ProposeDecisionRequest {
        request_id: world.id(),
        name: flag,
        place: KECAMATAN.into(),
        outcome: pb::DecisionOutcome::Dismissed.into(),
        reason: pb::DecisionReason::DifferentWorks.into(),
        note: "Sudah ditinjau di lapangan".into(),
        seen_first_rev: 1,
        seen_second_rev: 1,
        ..Default::default()
    };
    let ask = |request| world.flags.propose_decision(from("camat", request));
    assert_eq!(told(ask(request.clone()).await).unwrap_err(), codes(&["FIELD_REQUIRED"]));
    let request_id = world.id();
    let full = pb::ProposeDecisionRequest { request_id, evidence: "BA 12/2026".into(), ..request };
    let made = told(ask(full).await).unwrap().decision.unwrap();
    assert_eq!(made.evidence, "BA 12/2026");
}

async fn over_two_kecamatan_two_persons_of_pmd_decide(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, ROGOJAMPI).await;
    let stop = name(&theirs);
    let no = proposed(&world, "camat", &flag, KECAMATAN, &stop, (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NOT_ABOVE_BOTH"]));
    let no = proposed(&world, "pmd-was-here", &flag, KABUPATEN, &stop, (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["CONFLICT_OF_INTEREST"]));
    let decision = proposed(&world, "pmd", &flag, KABUPATEN, &stop, (1, 1)).await.unwrap();
    let no = confirmed(&world, "pmd", &decision, KABUPATEN).await.unwrap_err();
    assert_eq!(no, codes(&["SAME_DECIDER"]));
    let flag = confirmed(&world, "pmd2", &decision, KABUPATEN).await.unwrap();
    assert_eq!(flag.state, i32::from(pb::FlagState::Stands));
    assert_eq!(flag.stopped_project, stop);
    assert_eq!(world.unpaid(&theirs).await, codes(&["PROJECT_FROZEN"]));
    assert!(world.unpaid(&ours).await.is_empty());
}

async fn a_site_that_moved_is_not_decided_on_what_was_seen(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let no = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 2)).await.unwrap_err();
    assert_eq!(no, codes(&["FLAG_CHANGED"]));
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    let mut nearer = theirs.clone();
    nearer.sites = culvert(BLIMBINGSARI, 2, 5.0).sites;
    let flags = world.act(Act::Amend(nearer)).await.unwrap();
    assert_ne!(flags, codes(&[&flag]), "a new flag for the new site");
    let no = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["FLAG_DECIDED"]), "the old one was withdrawn");
    assert_eq!(world.unpaid(&theirs).await, codes(&["FLAG_OPEN"]));
}

async fn both_villages_read_and_explain_and_others_do_not(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _, flag) = twins(&world, BLIMBINGSARI).await;
    let parent = ours.desa.name();
    let explain = |parent: &str| pb::ExplainFlagRequest {
        request_id: world.id(),
        name: flag.clone(),
        parent: parent.into(),
        note: "Sisi utara jembatan".into(),
    };
    told(world.flags.explain_flag(from("sek", explain(&parent))).await).unwrap();
    let get = |parent: &str| pb::GetFlagRequest { name: flag.clone(), parent: parent.into() };
    let found = told(world.flags.get_flag(from("sek", get(&parent))).await).unwrap();
    assert_eq!(found.explanations[0].note, "Sisi utara jembatan");
    let flag_message = found.flag.unwrap();
    assert_eq!(flag_message.place, KECAMATAN);
    assert!(flag_message.first.unwrap().footprints.len() == 1 && !flag_message.evidence.is_empty());
    let stranger = format!("desa/{ROGOJAMPI}");
    let no = told(world.flags.get_flag(from("rogojampi", get(&stranger))).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_FOUND"]));
    let no = told(world.flags.get_flag(from("rogojampi", get(&parent))).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    for (who, parent, expected) in [
        ("sek", parent.as_str(), 1),
        ("camat", KECAMATAN, 1),
        ("pmd", KABUPATEN, 1),
        ("rogojampi", &stranger, 0),
    ] {
        let list = pb::ListFlagsRequest {
            parent: parent.into(),
            state: pb::FlagState::Open.into(),
            page_size: 10,
            ..Default::default()
        };
        let page = told(world.flags.list_flags(from(who, list)).await).unwrap();
        assert_eq!(page.flags.len(), expected, "{who}");
    }
}

async fn who_reads_a_flag_is_told_that_one_is_paid_for_both_and_never_who(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let payee = |work: &gate::Work, payee| Act::Payee(work.desa.clone(), work.project, payee);
    let seen = || async {
        let get = pb::GetFlagRequest { name: flag.clone(), parent: KECAMATAN.into() };
        let seen = told(world.flags.get_flag(from("camat", get)).await).unwrap().flag.unwrap();
        assert_eq!(seen.state(), pb::FlagState::Open);
        let of = |piece: &pb::Evidence| piece.level == "payee_same";
        seen.evidence.into_iter().find(of).map(|piece| piece.text)
    };
    world.act(payee(&ours, ("CV Maju Jaya", "0123-456.789"))).await.unwrap();
    assert_eq!(seen().await, None);
    world.act(payee(&theirs, ("Toko Lain", ""))).await.unwrap();
    assert_eq!(seen().await, None, "another payee");
    world.act(payee(&theirs, ("M. Jaya", "0123456789"))).await.unwrap();
    let text = "Penerima pembayaran yang sama menurut rekening.";
    assert_eq!(seen().await.as_deref(), Some(text));
    world.act(payee(&theirs, ("cv. maju jaya", ""))).await.unwrap();
    let text = "Penerima pembayaran yang sama menurut rekening dan nama.";
    assert_eq!(seen().await.as_deref(), Some(text));
}

async fn rules_change_by_two_persons_and_void_what_was_cleared(engine: Engine) {
    let world = World::new(engine).await;
    let alone = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(alone.clone())).await.unwrap();
    let get = pb::GetRuleSetRequest { name: "ruleSets/active".into() };
    let active = told(world.rules.get_rule_set(from("sek", get)).await).unwrap().rule_set.unwrap();
    assert_eq!((active.name.as_str(), active.candidate_radius_m), ("ruleSets/1", 150));
    let request = |road: &[i32]| {
        let mut rules = pb::RuleSet { display_name: "Aturan 2027".into(), ..active.clone() };
        let mut classes = rules.classes.iter_mut();
        classes.find(|rule| rule.work_class == "road").unwrap().families = road.to_vec();
        pb::ProposeRuleSetRequest {
            request_id: world.id(),
            place: KABUPATEN.into(),
            rule_set: Some(rules),
            scorecard_csv: String::new(),
        }
    };
    for families in [&[64][..], &[-1], &[300]] {
        let no = told(world.rules.propose_rule_set(from("pmd", request(families))).await);
        assert!(no.is_err(), "{families:?}");
    }
    let kept = told(world.rules.propose_rule_set(from("pmd", request(&[]))).await).unwrap();
    assert_eq!(kept.rule_set.unwrap().classes, active.classes, "the chart's, where none are given");
    let next = told(world.rules.propose_rule_set(from("pmd", request(&[4, 1, 4]))).await).unwrap();
    let next = next.rule_set.unwrap();
    let road = next.classes.iter().find(|rule| rule.work_class == "road").unwrap();
    assert_eq!(road.families, [1, 4]);
    let next = next.name;
    let activate = || pb::ActivateRuleSetRequest {
        request_id: world.id(),
        name: next.clone(),
        place: KABUPATEN.into(),
    };
    let no = told(world.rules.activate_rule_set(from("pmd", activate())).await).unwrap_err();
    assert_eq!(no, codes(&["SAME_DECIDER"]));
    assert!(world.unpaid(&alone).await.is_empty(), "a proposal changes nothing");
    told(world.rules.activate_rule_set(from("pmd2", activate())).await).unwrap();
    assert!(world.unpaid(&alone).await.is_empty(), "payment screens by the new rules itself");
    let (near, twin) = (culvert(SUKOJATI, 5, 500.0), culvert(BLIMBINGSARI, 6, 508.0));
    world.act(Act::Register(near)).await.unwrap();
    world.act(Act::Register(twin)).await.unwrap();
    let area = |place: &str| pb::RescreenAreaRequest {
        request_id: world.id(),
        place: place.into(),
        batch_size: 1,
    };
    let no = told(world.rules.rescreen_area(from("camat", area(KECAMATAN))).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    let done = told(world.rules.rescreen_area(from("pmd", area(KABUPATEN))).await).unwrap();
    assert_eq!((done.works, done.left), (0, 0), "everything was screened by the rules of now");
}

async fn rules_that_cannot_be_are_named_by_their_field_and_stand_under_a_kabupaten(engine: Engine) {
    let world = World::new(engine).await;
    let get = pb::GetRuleSetRequest { name: "ruleSets/active".into() };
    let active = told(world.rules.get_rule_set(from("sek", get)).await).unwrap().rule_set.unwrap();
    let propose = |place: &str, rules: &pb::RuleSet| pb::ProposeRuleSetRequest {
        request_id: world.id(),
        place: place.into(),
        rule_set: Some(rules.clone()),
        scorecard_csv: String::new(),
    };
    let village = propose("desa/35.10.25.2010", &active);
    let no = told(world.rules.propose_rule_set(from("pmd", village)).await).unwrap_err();
    assert_eq!(no, codes(&["FIELD_MALFORMED"]));
    let mut bad = active.clone();
    bad.classes[2].corridor_m = -1;
    let mut months = active;
    months.overlay_min_months = -1;
    for (rules, field) in
        [(bad, "rule_set.classes[2].corridor_m"), (months, "rule_set.overlay_min_months")]
    {
        let request = from("pmd", propose(KABUPATEN, &rules));
        let status = world.rules.propose_rule_set(request).await.unwrap_err();
        let details = status.get_error_details();
        let told = &details.bad_request().unwrap().field_violations[0];
        assert_eq!(told.field, field);
        let name = field.rsplit('.').next().unwrap();
        assert!(told.description.contains(name), "{}", told.description);
    }
}

engine_test!(
    two_officials_dismiss_and_both_are_paid,
    a_decision_turned_down_by_the_second_person_leaves_the_pair_open,
    who_proposed_does_not_turn_down,
    a_decision_that_rests_on_nothing_is_refused,
    over_two_kecamatan_two_persons_of_pmd_decide,
    a_site_that_moved_is_not_decided_on_what_was_seen,
    both_villages_read_and_explain_and_others_do_not,
    who_reads_a_flag_is_told_that_one_is_paid_for_both_and_never_who,
    rules_change_by_two_persons_and_void_what_was_cleared,
    rules_that_cannot_be_are_named_by_their_field_and_stand_under_a_kabupaten,
);
