//! Overrides and their veto, reopening, freezing, findings, deadlines, who decides, and how right
//! the rules were, over the services and on both engines.

use store::{Engine, engine_test};
use wire::oversight::v1::{
    self as pb, finding_service_server::FindingService as _, flag_service_server::FlagService as _,
    override_service_server::OverrideService as _, review_service_server::ReviewService as _,
    rule_set_service_server::RuleSetService as _,
};

use crate::{
    overlap_tests::{listed, of},
    story_tests::{KABUPATEN, KECAMATAN, codes, confirmed, name, proposed, twins},
    world::{Act, BLIMBINGSARI, ROGOJAMPI, SUKOJATI, World, culvert, from, told},
};

/// The twin of Blimbingsari stands; answers both works and the flag.
pub async fn standing(world: &World) -> (gate::Work, gate::Work, String) {
    let (ours, theirs, flag) = twins(world, BLIMBINGSARI).await;
    let stop = name(&theirs);
    let decision = proposed(world, "camat", &flag, KECAMATAN, &stop, (1, 1)).await.unwrap();
    confirmed(world, "pmd", &decision, KECAMATAN).await.unwrap();
    (ours, theirs, flag)
}

pub fn override_request(world: &World, flag: &str, until: &str) -> pb::ProposeOverrideRequest {
    pb::ProposeOverrideRequest {
        request_id: world.id(),
        name: flag.into(),
        place: KECAMATAN.into(),
        reason: pb::OverrideReason::Contract.into(),
        note: "Barang sudah diterima".into(),
        evidence: "BAST 12/2026, 20 Februari 2026".into(),
        valid_until: until.into(),
        seen_first_rev: 1,
        seen_second_rev: 1,
    }
}

/// Two of PMD override until the end of April.
pub async fn given(world: &World, flag: &str) -> String {
    let request = override_request(world, flag, "2026-04-30");
    let given = told(world.more.propose_override(from("pmd", request)).await).unwrap();
    let name = given.r#override.unwrap().name;
    let request = pb::ConfirmOverrideRequest {
        request_id: world.id(),
        name: name.clone(),
        place: KECAMATAN.into(),
    };
    let done = told(world.more.confirm_override(from("pmd2", request)).await).unwrap();
    let flag = done.flag.unwrap();
    assert_eq!(flag.state, i32::from(pb::FlagState::Overridden));
    assert_eq!(
        (flag.effective_on.as_str(), flag.valid_until.as_str()),
        ("2026-03-06", "2026-04-30")
    );
    name
}

async fn get(world: &World, who: &str, flag: &str, parent: &str) -> pb::GetFlagResponse {
    let request = pb::GetFlagRequest { name: flag.into(), parent: parent.into() };
    told(world.flags.get_flag(from(who, request)).await).unwrap()
}

#[test]
fn an_override_names_the_revisions_that_were_seen() {
    let request = pb::ProposeOverrideRequest {
        name: "flags/0190a0e0-0000-7000-8000-000000000001".into(),
        place: KECAMATAN.into(),
        reason: pb::OverrideReason::Contract.into(),
        note: "Barang sudah diterima".into(),
        evidence: "BAST 12/2026".into(),
        valid_until: "2026-04-30".into(),
        ..Default::default()
    };
    let error = crate::overrides::ProposeOverride::parse(request).unwrap_err();
    let told: Vec<_> =
        error.refusals.iter().map(|no| (no.code.as_ref(), no.field.as_deref())).collect();
    let required = |field| ("FIELD_REQUIRED", Some(field));
    assert_eq!(told, [required("seen_first_rev"), required("seen_second_rev")]);
}

async fn two_of_pmd_override_and_money_waits_for_the_veto(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = standing(&world).await;
    let bad = pb::ProposeOverrideRequest {
        evidence: String::new(),
        note: " ".into(),
        reason: 0,
        ..override_request(&world, &flag, "x")
    };
    let no = told(world.more.propose_override(from("pmd", bad)).await).unwrap_err();
    assert_eq!(no.len(), 4, "every bad field at once: {no:?}");
    for (until, code) in [("2026-03-05", "OVERRIDE_SHORT"), ("2026-12-31", "OVERRIDE_TOO_LONG")] {
        let request = override_request(&world, &flag, until);
        let no = told(world.more.propose_override(from("pmd", request)).await).unwrap_err();
        assert_eq!(no, codes(&[code]));
    }
    for (who, code) in
        [("camat", "NOT_ALLOWED"), ("ins", "NOT_ALLOWED"), ("pmd-was-here", "CONFLICT_OF_INTEREST")]
    {
        let request = override_request(&world, &flag, "2026-04-30");
        let no = told(world.more.propose_override(from(who, request)).await).unwrap_err();
        assert_eq!(no, codes(&[code]), "{who}");
    }
    let request = override_request(&world, &flag, "2026-04-30");
    let given = told(world.more.propose_override(from("pmd", request)).await).unwrap();
    let given = given.r#override.unwrap();
    assert_eq!(
        world.unpaid(&theirs).await,
        codes(&["PROJECT_FROZEN"]),
        "one signature frees nothing"
    );
    let act = |name: &str| pb::ConfirmOverrideRequest {
        request_id: world.id(),
        name: name.into(),
        place: KECAMATAN.into(),
    };
    let no = told(world.more.confirm_override(from("pmd", act(&given.name))).await).unwrap_err();
    assert_eq!(no, codes(&["SAME_DECIDER"]));
    told(world.more.confirm_override(from("pmd2", act(&given.name))).await).unwrap();
    let no = told(world.more.confirm_override(from("pmd2", act(&given.name))).await).unwrap_err();
    assert_eq!(no, codes(&["DECISION_CLOSED"]));
    assert_eq!(world.unpaid(&theirs).await, codes(&["OVERRIDE_WAITS"]));
    let state = |found: &pb::GetFlagResponse| found.overrides.last().unwrap().state;
    assert_eq!(
        state(&get(&world, "ins", &flag, KABUPATEN).await),
        i32::from(pb::OverrideState::Waiting)
    );
    world.day(4);
    assert!(world.unpaid(&theirs).await.is_empty(), "three working days later, without any job");
    assert_eq!(
        state(&get(&world, "ins", &flag, KABUPATEN).await),
        i32::from(pb::OverrideState::InForce)
    );
    assert_eq!(reported(&world).await, ["overridden"]);
    world.day(60);
    assert_eq!(world.unpaid(&theirs).await, codes(&["OVERRIDE_OVER"]));
    let over = get(&world, "ins", &flag, KABUPATEN).await;
    assert_eq!(state(&over), i32::from(pb::OverrideState::Over));
    assert_eq!(
        over.flag.unwrap().state,
        i32::from(pb::FlagState::Stands),
        "shown as standing again"
    );
    lists_as_standing(&world).await;
}

/// A flag whose override is over is listed with those that stand.
async fn lists_as_standing(world: &World) {
    let list = |state: pb::FlagState| pb::ListFlagsRequest {
        parent: KABUPATEN.into(),
        state: state.into(),
        ..Default::default()
    };
    let stands =
        told(world.flags.list_flags(from("ins", list(pb::FlagState::Stands))).await).unwrap();
    let overridden =
        told(world.flags.list_flags(from("ins", list(pb::FlagState::Overridden))).await).unwrap();
    assert_eq!((stands.flags.len(), overridden.flags.len()), (1, 0));
    assert_eq!(reported(world).await, ["stands"], "the report says what the list of flags says");
}

/// The states of the pairs of the report, each also found by a filter for its state alone.
async fn reported(world: &World) -> Vec<String> {
    let report = listed(world, "pmd", of(KABUPATEN)).await.unwrap();
    for state in ["open", "stands", "overridden"] {
        let filter = pb::OverlapFilter { state: state.into(), ..of(KABUPATEN) };
        let found = listed(world, "pmd", filter).await.unwrap().len();
        assert_eq!(found, report.iter().filter(|pair| pair.state == state).count(), "{state}");
    }
    report.into_iter().map(|pair| pair.state).collect()
}

async fn the_inspectorate_vetoes_within_its_days_only(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = standing(&world).await;
    let veto = |name: &str| pb::VetoOverrideRequest {
        request_id: world.id(),
        name: name.into(),
        place: KECAMATAN.into(),
        note: "Tidak berdasar".into(),
    };
    let first = given(&world, &flag).await;
    let no = told(world.more.veto_override(from("pmd", veto(&first))).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    world.day(3);
    let done = told(world.more.veto_override(from("ins", veto(&first))).await).unwrap();
    assert_eq!(done.flag.unwrap().state, i32::from(pb::FlagState::Stands));
    assert_eq!(done.r#override.unwrap().veto_note, "Tidak berdasar");
    world.day(10);
    assert_eq!(world.unpaid(&theirs).await, codes(&["PROJECT_FROZEN"]));
    let no = told(world.more.veto_override(from("ins", veto(&first))).await).unwrap_err();
    assert_eq!(no, codes(&["FLAG_NOT_OVERRIDDEN"]));
    let request = override_request(&world, &flag, "2026-04-30");
    let second = told(world.more.propose_override(from("pmd", request)).await).unwrap();
    let second = second.r#override.unwrap().name;
    let reject =
        pb::RejectOverrideRequest { request_id: world.id(), name: second, place: KECAMATAN.into() };
    told(world.more.reject_override(from("pmd2", reject)).await).unwrap();
    let request = override_request(&world, &flag, "2026-04-30");
    let third = told(world.more.propose_override(from("pmd", request)).await).unwrap();
    let third = third.r#override.unwrap().name;
    let confirm = pb::ConfirmOverrideRequest {
        request_id: world.id(),
        name: third.clone(),
        place: KECAMATAN.into(),
    };
    told(world.more.confirm_override(from("pmd2", confirm)).await).unwrap();
    world.day(18);
    let no = told(world.more.veto_override(from("ins", veto(&third))).await).unwrap_err();
    assert_eq!(no, codes(&["VETO_LATE"]));
    assert!(world.unpaid(&theirs).await.is_empty());
}

async fn only_the_inspectorate_declines_to_hold_a_project(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, ..) = twins(&world, BLIMBINGSARI).await;
    world.act(Act::Signed(ours.desa.clone(), ours.project, "kds")).await.unwrap();
    let ask = pb::AskReviewRequest {
        request_id: world.id(),
        parent: KECAMATAN.into(),
        subject: name(&ours),
        note: "Pekerjaan tidak ada di lapangan".into(),
    };
    let asked = told(world.more.ask_review(from("camat", ask)).await).unwrap().review.unwrap();
    let decline = || pb::DeclineReviewRequest {
        request_id: world.id(),
        name: asked.name.clone(),
        answer: "Sudah ditinjau".into(),
    };
    let no = told(world.more.decline_review(from("pmd", decline())).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    let declined = told(world.more.decline_review(from("ins", decline())).await).unwrap();
    assert_eq!(declined.review.unwrap().state, i32::from(pb::ReviewState::Declined));
}

async fn a_decided_flag_is_opened_again_and_the_camat_may_ask(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    assert!(world.unpaid(&ours).await.is_empty());
    let ask = pb::AskReviewRequest {
        request_id: world.id(),
        parent: KECAMATAN.into(),
        subject: flag.clone(),
        note: "Foto baru dari warga".into(),
    };
    let asked =
        told(world.more.ask_review(from("camat", ask.clone())).await).unwrap().review.unwrap();
    assert_eq!(asked.state, i32::from(pb::ReviewState::Waiting));
    let second = pb::AskReviewRequest { request_id: world.id(), ..ask };
    let second = told(world.more.ask_review(from("camat", second)).await).unwrap().review.unwrap();
    let decline = pb::DeclineReviewRequest {
        request_id: world.id(),
        name: second.name,
        answer: "Sudah ada".into(),
    };
    let declined = told(world.more.decline_review(from("pmd", decline.clone())).await).unwrap();
    assert_eq!(declined.review.unwrap().state, i32::from(pb::ReviewState::Declined));
    let decline = pb::DeclineReviewRequest { request_id: world.id(), ..decline };
    let no = told(world.more.decline_review(from("pmd", decline)).await).unwrap_err();
    assert_eq!(no, codes(&["REVIEW_ANSWERED"]));
    let reopen = || pb::ReopenFlagRequest {
        request_id: world.id(),
        name: flag.clone(),
        place: KECAMATAN.into(),
        note: "Ternyata satu gorong-gorong".into(),
        evidence: "Foto 3 Maret 2026".into(),
    };
    let no = told(world.more.reopen_flag(from("camat", reopen())).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]), "a camat asks");
    let no = told(world.more.reopen_flag(from("pmd-was-here", reopen())).await).unwrap_err();
    assert_eq!(no, codes(&["CONFLICT_OF_INTEREST"]));
    world.day(1);
    let opened = told(world.more.reopen_flag(from("ins", reopen())).await).unwrap().flag.unwrap();
    assert_eq!(opened.state, i32::from(pb::FlagState::Open));
    assert_eq!(
        (opened.reopened, opened.due_on.as_str()),
        (true, "2026-03-10"),
        "a wait of its own"
    );
    for work in [&ours, &theirs] {
        assert_eq!(world.unpaid(work).await, codes(&["FLAG_OPEN"]));
    }
    let report = listed(&world, "pmd", of(KABUPATEN)).await.unwrap();
    assert_eq!(report[0].state, "open", "the report follows at once");
    let list = pb::ListReviewsRequest { parent: KABUPATEN.into(), ..Default::default() };
    let reviews = told(world.more.list_reviews(from("ins", list)).await).unwrap().reviews;
    let mut states: Vec<i32> = reviews.iter().map(|review| review.state).collect();
    // Both were asked at one moment of a clock that stands still.
    states.sort_unstable();
    assert_eq!(states, [i32::from(pb::ReviewState::Granted), i32::from(pb::ReviewState::Declined)]);
    let found = get(&world, "sek", &flag, &format!("desa/{SUKOJATI}")).await;
    assert_eq!(found.reopenings[0].role, "INS");
    assert_eq!(found.reopenings[0].from_state, i32::from(pb::FlagState::Dismissed));
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    assert!(world.unpaid(&ours).await.is_empty() && world.unpaid(&theirs).await.is_empty());
}

async fn the_inspectorate_holds_a_project_without_any_flag(engine: Engine) {
    let world = World::new(engine).await;
    let alone = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(alone.clone())).await.unwrap();
    let freeze = || pb::FreezeProjectRequest {
        request_id: world.id(),
        name: name(&alone),
        note: "Laporan warga".into(),
    };
    for who in ["pmd", "camat", "sek"] {
        let no = told(world.more.freeze_project(from(who, freeze())).await).unwrap_err();
        assert_eq!(no, codes(&["NOT_ALLOWED"]), "{who}");
    }
    let held = told(world.more.freeze_project(from("ins", freeze())).await).unwrap();
    assert!(held.name.starts_with(&format!("{}/freezes/", name(&alone))));
    assert_eq!(world.unpaid(&alone).await, codes(&["PROJECT_HELD"]));
    let lift = pb::UnfreezeProjectRequest {
        request_id: world.id(),
        name: name(&alone),
        note: "Sudah diperiksa".into(),
    };
    told(world.more.unfreeze_project(from("ins", lift)).await).unwrap();
    assert!(world.unpaid(&alone).await.is_empty());
}

async fn what_was_paid_is_shown_of_the_sides_in_the_area_that_asks(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, ROGOJAMPI).await;
    for work in [&ours, &theirs] {
        world.act(Act::Paid(work.desa.clone(), work.project)).await.unwrap();
    }
    let (sukojati, rogojampi) = (ours.desa.name(), theirs.desa.name());
    for (who, parent, our_sen, their_sen) in [
        ("pmd", KABUPATEN, Some(70), Some(70)),
        ("camat", KECAMATAN, Some(70), None),
        ("camat-of-rogojampi", "kecamatan/35.10.14", None, Some(70)),
        ("rogojampi", rogojampi.as_str(), None, Some(70)),
        ("sek", sukojati.as_str(), Some(70), None),
    ] {
        let found = get(&world, who, &flag, parent).await.flag.unwrap();
        for side in [found.first.unwrap(), found.second.unwrap()] {
            let expected = if side.project == name(&ours) { our_sen } else { their_sen };
            assert_eq!(side.paid.map(|paid| paid.sen), expected, "{who}: {}", side.project);
        }
    }
}

async fn money_paid_before_a_work_stands_is_a_finding_until_it_is_closed(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    world.act(Act::Paid(theirs.desa.clone(), theirs.project)).await.unwrap();
    let sukojati = format!("desa/{SUKOJATI}");
    let village = format!("desa/{BLIMBINGSARI}");
    let paid = |found: &pb::GetFlagResponse| {
        let flag = found.flag.clone().unwrap();
        [flag.first.unwrap(), flag.second.unwrap()].map(|side| side.paid.map(|paid| paid.sen))
    };
    assert_eq!(paid(&get(&world, "ins", &flag, KABUPATEN).await), [Some(70), Some(0)]);
    assert_eq!(paid(&get(&world, "camat", &flag, KECAMATAN).await), [Some(70), Some(0)]);
    assert_eq!(
        paid(&get(&world, "sek", &flag, &sukojati).await),
        [None, Some(0)],
        "not the other's money"
    );
    assert_eq!(paid(&get(&world, "kades", &flag, &village).await), [Some(70), None]);
    let decision =
        proposed(&world, "camat", &flag, KECAMATAN, &name(&theirs), (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    let list = |parent: &str| pb::ListFindingsRequest {
        parent: parent.into(),
        state: pb::FindingState::Open.into(),
        ..Default::default()
    };
    let found =
        told(world.more.list_findings(from("ins", list(KABUPATEN))).await).unwrap().findings;
    let finding = found.first().unwrap().clone();
    assert_eq!(
        (finding.project.as_str(), finding.flag.as_str()),
        (name(&theirs).as_str(), flag.as_str())
    );
    assert_eq!((finding.amount.unwrap().sen, finding.paid_now.unwrap().sen), (70, 70));
    assert_eq!(finding.kind, i32::from(pb::FindingKind::PaidTwice));
    let ours_only = told(world.more.list_findings(from("kds", list(&sukojati))).await).unwrap();
    assert!(ours_only.findings.is_empty(), "{ours:?}");
    let answer = |text: &str| pb::AnswerFindingRequest {
        request_id: world.id(),
        name: finding.name.clone(),
        answer: text.into(),
    };
    let no = told(world.more.answer_finding(from("kds", answer("x"))).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]), "of the other village");
    told(world.more.answer_finding(from("kades", answer("Akan dikembalikan"))).await).unwrap();
    let done =
        told(world.more.answer_finding(from("kades", answer("Sudah dikembalikan"))).await).unwrap();
    assert_eq!(done.finding.unwrap().state, i32::from(pb::FindingState::Answered));
    let close = || pb::CloseFindingRequest {
        request_id: world.id(),
        name: finding.name.clone(),
        conclusion: "Selesai".into(),
    };
    let no = told(world.more.close_finding(from("pmd", close())).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
    let closed =
        told(world.more.close_finding(from("ins", close())).await).unwrap().finding.unwrap();
    assert_eq!(
        (closed.state, closed.answer.as_str()),
        (i32::from(pb::FindingState::Closed), "Sudah dikembalikan")
    );
    let no = told(world.more.answer_finding(from("kades", answer("lagi"))).await).unwrap_err();
    assert_eq!(no, codes(&["FINDING_CLOSED"]));
}

async fn the_inspectorate_raises_a_finding_by_hand(engine: Engine) {
    let world = World::new(engine).await;
    let ours = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(ours.clone())).await.unwrap();
    world.act(Act::Signed(ours.desa.clone(), ours.project, "kds")).await.unwrap();
    let raise = pb::RaiseFindingRequest {
        request_id: world.id(),
        project: name(&ours),
        title: "Volume kurang".into(),
        amount: Some(edge::convert::sen(5)),
    };
    let raised = told(world.more.raise_finding(from("ins", raise)).await).unwrap().finding.unwrap();
    assert_eq!(
        (raised.opened_by_display_name.as_str(), raised.project_display_name.as_str()),
        ("ins", "Gorong")
    );
    let got = pb::GetFindingRequest { name: raised.name.clone() };
    assert_eq!(
        told(world.more.get_finding(from("kds", got)).await).unwrap().finding.unwrap(),
        raised
    );
}

async fn a_pair_that_waits_too_long_goes_up_and_is_listed(engine: Engine) {
    let world = World::new(engine).await;
    let (_, _, flag) = twins(&world, BLIMBINGSARI).await;
    let late = |who: &'static str, parent: &'static str| {
        let request =
            pb::ListFlagsRequest { parent: parent.into(), overdue: true, ..Default::default() };
        let flags = &world.flags;
        async move { told(flags.list_flags(from(who, request)).await).unwrap().flags.len() }
    };
    world.day(7);
    let on_time = get(&world, "camat", &flag, KECAMATAN).await.flag.unwrap();
    assert_eq!((on_time.due_on.as_str(), on_time.overdue), ("2026-03-09", false));
    assert_eq!((late("ins", KABUPATEN).await, late("pmd", KABUPATEN).await), (0, 0));
    let no = proposed(&world, "pmd", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["CAMAT_FIRST"]));
    world.day(8);
    let over = get(&world, "camat", &flag, KECAMATAN).await;
    let office = &over.offices[1];
    assert!(office.why.contains("sudah lewat"), "{}", office.why);
    let over = over.flag.unwrap();
    let role = edge::access::role_number;
    assert_eq!((over.overdue, over.escalated_to), (true, role(domain::Role::Pmd)));
    assert_eq!((late("ins", KABUPATEN).await, late("pmd", KABUPATEN).await), (1, 1));
    world.day(20);
    let far_over = get(&world, "camat", &flag, KECAMATAN).await.flag.unwrap();
    assert_eq!(far_over.escalated_to, role(domain::Role::Ins));
    let decision = proposed(&world, "pmd", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap();
    let decided = get(&world, "camat", &flag, KECAMATAN).await;
    assert_eq!((decided.flag.unwrap().due_on.as_str(), decided.offices.len()), ("", 0));
    assert_eq!(late("ins", KABUPATEN).await, 0);
}

async fn a_holiday_months_ago_is_none_of_the_days_that_a_pair_waited(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Law("gate.decision_days", "70")).await.unwrap();
    world.act(Act::Holiday(domain::Day::from_ymd(2026, 3, 3))).await.unwrap();
    let (_, _, flag) = twins(&world, BLIMBINGSARI).await;
    for (day, overdue) in [(99, false), (100, true)] {
        world.day(day);
        let seen = get(&world, "camat", &flag, KECAMATAN).await.flag.unwrap();
        assert_eq!((seen.due_on.as_str(), seen.overdue), ("2026-06-09", overdue));
        let list =
            pb::ListFlagsRequest { parent: KECAMATAN.into(), overdue: true, ..Default::default() };
        let late = told(world.flags.list_flags(from("camat", list)).await).unwrap().flags;
        assert_eq!(late.len(), usize::from(overdue), "day {day}");
    }
}

async fn a_decider_in_conflict_is_replaced_and_everybody_sees_who_may(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let seen = get(&world, "sek", &flag, &format!("desa/{SUKOJATI}")).await;
    let may = |office: &pb::DecidingOffice| -> Vec<String> {
        let may = office.officials.iter().filter(|one| one.may);
        may.map(|one| one.person_display_name.clone()).collect()
    };
    assert_eq!(seen.offices.len(), 2, "the camat makes, PMD checks");
    assert_eq!(may(&seen.offices[0]), ["camat"]);
    assert_eq!(may(&seen.offices[1]), ["pmd", "pmd-long-ago", "pmd2"]);
    let not = seen.offices[1].officials.iter().find(|one| !one.may).unwrap();
    assert_eq!(not.person_display_name, "pmd-was-here");
    assert_eq!(not.obstacles[0].code, "CONFLICT_OF_INTEREST");
    // The camat once signed the twin: he may not, and PMD makes at once.
    world.act(Act::Signed(theirs.desa.clone(), theirs.project, "camat")).await.unwrap();
    world.act(Act::Signed(ours.desa.clone(), ours.project, "pmd2")).await.unwrap();
    let no = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NAMED"]));
    let no = proposed(&world, "pmd2", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NAMED"]));
    let decision = proposed(&world, "pmd", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    let seen = get(&world, "pmd", &flag, KECAMATAN).await;
    assert_eq!(seen.offices.len(), 3);
    assert!(seen.offices[1].why.contains("berbenturan"), "{}", seen.offices[1].why);
    assert_eq!(may(&seen.offices[2]), ["pmd-long-ago"], "the maker does not check");
    let own = seen.offices[2].officials.iter().find(|one| one.is_caller).unwrap();
    assert_eq!(own.obstacles[0].code, "SAME_DECIDER");
    let no = confirmed(&world, "pmd2", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NAMED"]));
    confirmed(&world, "pmd-long-ago", &decision, KECAMATAN).await.unwrap();
}

async fn who_signed_a_payment_of_the_other_village_is_shown_to_both(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    for work in [&ours, &theirs] {
        let signed = Act::Signed(work.desa.clone(), work.project, "rogojampi");
        world.act(signed).await.unwrap();
    }
    let may = async |who: &str, parent: &str| -> Vec<(String, bool)> {
        let seen = get(&world, who, &flag, parent).await;
        let all = seen.offices.iter().flat_map(|office| &office.officials);
        all.map(|one| (one.person_display_name.clone(), one.may)).collect()
    };
    let (sukojati, village) = (ours.desa.name(), theirs.desa.name());
    let readers = [
        ("sek", sukojati.as_str()),
        ("kades", village.as_str()),
        ("camat", KECAMATAN),
        ("ins", KABUPATEN),
    ];
    for (who, parent) in readers {
        let camat = may(who, parent).await.into_iter().find(|(name, _)| name == "camat");
        assert_eq!(camat, Some(("camat".to_owned(), true)), "{who}");
    }
    let verified = Act::PaidThrough(theirs.desa.clone(), theirs.project, "camat");
    world.act(verified).await.unwrap();
    let verified = Act::PaidThrough(ours.desa.clone(), ours.project, "pmd2");
    world.act(verified).await.unwrap();
    let no = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NAMED"]));
    let expected: Vec<(String, bool)> = may("ins", KABUPATEN).await;
    let named = |name: &str| expected.iter().filter(|(one, _)| one == name).all(|(_, may)| !may);
    assert!(named("camat") && named("pmd2") && !named("pmd"), "{expected:?}");
    for (who, parent) in readers {
        assert_eq!(may(who, parent).await, expected, "{who}");
    }
}

async fn the_quality_of_the_rules_is_recounted_from_the_outcomes(engine: Engine) {
    let world = World::new(engine).await;
    let ask = || pb::GetRuleQualityRequest {};
    let empty = told(world.rules.get_rule_quality(tonic::Request::new(ask())).await).unwrap();
    assert!(empty.rule_sets.is_empty());
    for (n, stop) in [(1, true), (2, true), (3, false), (4, true)] {
        let (here, there) = (
            culvert(SUKOJATI, n * 10, 900.0 * n as f64),
            culvert(ROGOJAMPI, n * 10 + 1, 900.0 * n as f64 + 8.0),
        );
        world.act(Act::Register(here.clone())).await.unwrap();
        let flag = world.act(Act::Register(there.clone())).await.unwrap()[0].clone();
        if n == 4 {
            continue;
        }
        let stopped = if stop { name(&there) } else { String::new() };
        let decision = proposed(&world, "pmd", &flag, KABUPATEN, &stopped, (1, 1)).await.unwrap();
        confirmed(&world, "pmd2", &decision, KABUPATEN).await.unwrap();
    }
    let quality = told(world.rules.get_rule_quality(tonic::Request::new(ask())).await).unwrap();
    let set = &quality.rule_sets[0];
    assert_eq!(set.rule_set, "ruleSets/1");
    let all = set.all.unwrap();
    assert_eq!((all.open, all.dismissed, all.stands, all.decided), (1, 1, 2, 3));
    assert_eq!(all.precision_permille, Some(666));
    assert_eq!(set.classes.len(), 1);
    assert_eq!((set.classes[0].part.as_str(), set.classes[0].outcomes.unwrap()), ("culvert", all));
    assert!(
        set.levels.iter().all(|level| level.outcomes.unwrap() == all) && !set.levels.is_empty()
    );
    // One village cancels what it was told to stop, another moves it away, and a third cancels
    // what nobody has decided.
    for gone in [culvert(ROGOJAMPI, 11, 908.0), culvert(ROGOJAMPI, 41, 3_608.0)] {
        world.act(Act::Withdraw(gone.desa, gone.project)).await.unwrap();
    }
    world.act(Act::Amend(culvert(ROGOJAMPI, 21, 9_000.0))).await.unwrap();
    let quality = told(world.rules.get_rule_quality(tonic::Request::new(ask())).await).unwrap();
    let obeyed = pb::RuleOutcomes { open: 0, withdrawn: 1, ..all };
    let set = &quality.rule_sets[0];
    assert_eq!(set.all, Some(obeyed), "a flag that was right and obeyed was right");
    assert!(set.levels.iter().all(|level| level.outcomes == Some(obeyed)), "{:?}", set.levels);
}

engine_test!(
    two_of_pmd_override_and_money_waits_for_the_veto,
    the_inspectorate_vetoes_within_its_days_only,
    a_decided_flag_is_opened_again_and_the_camat_may_ask,
    only_the_inspectorate_declines_to_hold_a_project,
    the_inspectorate_holds_a_project_without_any_flag,
    what_was_paid_is_shown_of_the_sides_in_the_area_that_asks,
    money_paid_before_a_work_stands_is_a_finding_until_it_is_closed,
    the_inspectorate_raises_a_finding_by_hand,
    a_pair_that_waits_too_long_goes_up_and_is_listed,
    a_holiday_months_ago_is_none_of_the_days_that_a_pair_waited,
    a_decider_in_conflict_is_replaced_and_everybody_sees_who_may,
    who_signed_a_payment_of_the_other_village_is_shown_to_both,
    the_quality_of_the_rules_is_recounted_from_the_outcomes,
);
