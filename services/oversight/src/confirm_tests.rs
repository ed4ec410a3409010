//! What may have changed between the first and the second person, on both engines.

use domain::{DesaId, Error, Place, Rupiah, ids::ProjectId};
use serde::Serialize;
use store::{Command, Engine, Tx, args, engine_test};
use tonic_types::StatusExt as _;
use wire::oversight::v1::{
    self as pb, flag_service_server::FlagService as _,
    override_service_server::OverrideService as _,
};

use crate::{
    decision::reason_word,
    review_tests::{override_request, standing},
    story_tests::{KECAMATAN, codes, confirmed, name, proposed, twins},
    world::{Act, BLIMBINGSARI, Flags, SUKOJATI, World, from, person, told},
};

store::statements! {
    SEAT: cross_desa("people") = "
        INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, acting, basis,
            state, proposed_us, confirmed_us)
        VALUES ($1, $2, 'BPD', $3, 0, FALSE, '', 'active', 0, 0)";
    MOVE_WORK = "
        UPDATE gate_project SET geometry_rev = 2, material_rev = 2
         WHERE desa_id = $1 AND project_id = $2";
    MOVE_FIRST: cross_desa("a test") = "
        UPDATE gate_flag SET geometry_rev = 2 WHERE state = 'open' AND side = 1";
    MOVE_OTHER: cross_desa("a test") = "
        UPDATE gate_flag SET other_geometry_rev = 2 WHERE state = 'open' AND side = 2";
}

/// What happens beside the services.
#[derive(Serialize)]
enum Beside {
    /// A person of the tests takes a seat in the BPD of Sukojati.
    Seat(&'static str),
    /// The first work of the flag becomes another in substance, and its flag stays open.
    BecomesAnother(DesaId, ProjectId),
}

impl Command for Beside {
    const METHOD: &'static str = <Act as Command>::METHOD;
    type Answer = Flags;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Flags, Error> {
        match self {
            Self::Seat(who) => {
                let id = tx.new_id();
                tx.exec(&SEAT, args![id, person(who), SUKOJATI]).await?;
            }
            Self::BecomesAnother(desa, project) => {
                tx.exec(&MOVE_WORK, args![desa, project.uuid()]).await?;
                tx.exec(&MOVE_FIRST, args![]).await?;
                tx.exec(&MOVE_OTHER, args![]).await?;
            }
        }
        Ok(Flags::default())
    }
}

async fn beside(world: &World, what: Beside) {
    world.test.store.execute_once(None, what).await.unwrap();
}

fn dismissal(world: &World, flag: &str, until: &str) -> pb::ProposeDecisionRequest {
    pb::ProposeDecisionRequest {
        request_id: world.id(),
        name: flag.into(),
        place: KECAMATAN.into(),
        outcome: pb::DecisionOutcome::Dismissed.into(),
        stopped_project: String::new(),
        reason: pb::DecisionReason::DifferentWorks.into(),
        note: "Sudah ditinjau di lapangan".into(),
        valid_until: until.into(),
        seen_first_rev: 1,
        seen_second_rev: 1,
        evidence: "BA 12/2026".into(),
    }
}

/// The camat proposes; the decision's name, or the codes of every reason why not.
async fn asked(world: &World, request: pb::ProposeDecisionRequest) -> Result<String, Vec<String>> {
    told(world.flags.propose_decision(from("camat", request)).await)
        .map(|answer| answer.decision.unwrap().name)
}

/// States of a flag's decisions, and whether somebody closed each.
async fn decisions(world: &World, flag: &str) -> Vec<(pb::DecisionState, bool)> {
    let get = pb::GetFlagRequest { name: flag.into(), parent: KECAMATAN.into() };
    let seen = told(world.flags.get_flag(from("camat", get)).await).unwrap();
    let of = |one: &pb::Decision| (one.state(), !one.closed_by_display_name.is_empty());
    seen.decisions.iter().map(of).collect()
}

async fn reject(world: &World, who: &str, decision: &str) -> Result<(), Vec<String>> {
    let request = pb::RejectDecisionRequest {
        request_id: world.id(),
        name: decision.into(),
        place: KECAMATAN.into(),
    };
    told(world.flags.reject_decision(from(who, request)).await).map(|_| ())
}

async fn a_dismissal_whose_last_day_is_over_is_not_confirmed(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let past = asked(&world, dismissal(&world, &flag, "2026-03-01")).await.unwrap_err();
    assert_eq!(past, codes(&["VALIDITY_PAST"]));
    let late = asked(&world, dismissal(&world, &flag, "2026-03-03")).await.unwrap();
    world.day(2);
    let no = confirmed(&world, "pmd", &late, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["VALIDITY_PAST"]));
    for work in [&ours, &theirs] {
        assert_eq!(world.unpaid(work).await, codes(&["FLAG_OPEN"]), "it still waits for people");
    }
    // Nobody can confirm it any more, so the next proposal takes its place.
    let next = asked(&world, dismissal(&world, &flag, "2026-03-04")).await.unwrap();
    assert_eq!(
        decisions(&world, &flag).await,
        [(pb::DecisionState::Rejected, false), (pb::DecisionState::Proposed, false)]
    );
    let no = confirmed(&world, "pmd", &late, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["DECISION_CLOSED"]));
    let twice = asked(&world, dismissal(&world, &flag, "2026-03-09")).await.unwrap_err();
    assert_eq!(twice, codes(&["DECISION_PENDING"]), "a living proposal waits for its checker");
    let done = confirmed(&world, "pmd", &next, KECAMATAN).await.unwrap();
    assert_eq!(done.state(), pb::FlagState::Dismissed, "its last day counts");
    assert!(world.unpaid(&ours).await.is_empty() && world.unpaid(&theirs).await.is_empty());
}

async fn who_took_a_seat_in_a_village_meanwhile_has_not_proposed_well(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    beside(&world, Beside::Seat("camat")).await;
    let request = pb::ConfirmDecisionRequest {
        request_id: world.id(),
        name: decision.clone(),
        place: KECAMATAN.into(),
    };
    let no = world.flags.confirm_decision(from("pmd", request)).await.unwrap_err();
    let details = no.get_error_details();
    let unmet = details.precondition_failure().unwrap();
    assert_eq!(unmet.violations.len(), 1, "the checker has no conflict: {no:?}");
    assert_eq!(unmet.violations[0].r#type, "CONFLICT_OF_INTEREST");
    assert_eq!(
        no.message(),
        "Pengusul putusan ini pernah menjabat di desa/35.10.25.2010 dalam 24 bulan terakhir dan \
         tidak boleh memutus; tolak usul ini, lalu minta pejabat lain mengusulkan lagi."
    );
    assert_eq!(world.unpaid(&ours).await, codes(&["FLAG_OPEN"]));
    // It is rejected, and PMD makes it anew in place of the camat.
    reject(&world, "pmd", &decision).await.unwrap();
    let next = proposed(&world, "pmd", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd2", &next, KECAMATAN).await.unwrap();
    assert!(world.unpaid(&ours).await.is_empty());
}

async fn who_signed_a_work_meanwhile_has_not_proposed_well(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    world.act(Act::Signed(ours.desa.clone(), ours.project, "camat")).await.unwrap();
    let no = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["DECIDER_NAMED"]));
}

async fn an_override_of_somebody_in_conflict_by_now_is_not_confirmed(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = standing(&world).await;
    let request = override_request(&world, &flag, "2026-04-30");
    let given = told(world.more.propose_override(from("pmd", request)).await).unwrap();
    let given = given.r#override.unwrap().name;
    beside(&world, Beside::Seat("pmd")).await;
    let request = pb::ConfirmOverrideRequest {
        request_id: world.id(),
        name: given.clone(),
        place: KECAMATAN.into(),
    };
    let no = told(world.more.confirm_override(from("pmd2", request)).await).unwrap_err();
    assert_eq!(no, codes(&["CONFLICT_OF_INTEREST"]));
    assert_eq!(world.unpaid(&theirs).await, codes(&["PROJECT_FROZEN"]));
    let reject =
        pb::RejectOverrideRequest { request_id: world.id(), name: given, place: KECAMATAN.into() };
    told(world.more.reject_override(from("pmd2", reject)).await).unwrap();
}

async fn a_new_name_stalls_no_decision(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    for work in [&ours, &theirs] {
        let renamed = gate::Work { name: "Gorong-gorong RT 3".into(), ..work.clone() };
        let flags = world.act(Act::Amend(renamed)).await.unwrap();
        assert_eq!(flags, codes(&[&flag]), "the same flag");
    }
    let done = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    assert_eq!(done.state(), pb::FlagState::Dismissed);
    assert!(world.unpaid(&ours).await.is_empty() && world.unpaid(&theirs).await.is_empty());
}

async fn a_proposal_about_other_works_is_not_confirmed_and_makes_room(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    // Twice as dear it is another question, under another flag, which nothing waits on.
    let dearer = gate::Work { amount: Rupiah::from_sen(200), ..theirs.clone() };
    let newer = world.act(Act::Amend(dearer)).await.unwrap().remove(0);
    assert_ne!(newer, flag);
    let no = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["FLAG_DECIDED"]), "the old flag was withdrawn");
    let no = proposed(&world, "camat", &newer, KECAMATAN, "", (1, 1)).await.unwrap_err();
    assert_eq!(no, codes(&["FLAG_CHANGED"]));
    let next = proposed(&world, "camat", &newer, KECAMATAN, "", (2, 1)).await.unwrap();
    confirmed(&world, "pmd", &next, KECAMATAN).await.unwrap();
}

async fn a_flag_that_stays_open_through_a_change_takes_a_new_proposal(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let decision = proposed(&world, "camat", &flag, KECAMATAN, "", (1, 1)).await.unwrap();
    beside(&world, Beside::BecomesAnother(theirs.desa, theirs.project)).await;
    let no = confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap_err();
    assert_eq!(no, codes(&["FLAG_CHANGED"]));
    world.day(1);
    proposed(&world, "camat", &flag, KECAMATAN, "", (2, 1)).await.unwrap();
    assert_eq!(
        decisions(&world, &flag).await,
        [(pb::DecisionState::Rejected, false), (pb::DecisionState::Proposed, false)]
    );
}

async fn a_reason_against_the_outcome_and_an_end_of_what_stands_are_refused(engine: Engine) {
    let world = World::new(engine).await;
    let (_, theirs, flag) = twins(&world, BLIMBINGSARI).await;
    let same = pb::ProposeDecisionRequest {
        reason: pb::DecisionReason::SameWork.into(),
        ..dismissal(&world, &flag, "")
    };
    let no = world.flags.propose_decision(from("camat", same)).await.unwrap_err();
    let details = no.get_error_details();
    let bad = &details.bad_request().unwrap().field_violations;
    assert_eq!((bad.len(), bad[0].field.as_str()), (1, "reason"), "{no:?}");
    assert!(bad[0].description.starts_with("REASON_NOT_OF_OUTCOME"), "{no:?}");
    let stands = |reason: pb::DecisionReason, until: &str| pb::ProposeDecisionRequest {
        outcome: pb::DecisionOutcome::Stands.into(),
        stopped_project: name(&theirs),
        reason: reason.into(),
        ..dismissal(&world, &flag, until)
    };
    let no = asked(&world, stands(pb::DecisionReason::DifferentWorks, "")).await.unwrap_err();
    assert_eq!(no, codes(&["REASON_NOT_OF_OUTCOME"]));
    for until in ["2026-03-01", "2026-12-31"] {
        let no = asked(&world, stands(pb::DecisionReason::SameWork, until)).await.unwrap_err();
        assert_eq!(no, codes(&["STANDS_HAS_NO_END"]), "{until}");
    }
    asked(&world, stands(pb::DecisionReason::Other, "")).await.unwrap();
}

#[test]
fn every_reason_speaks_for_the_outcomes_that_it_can() {
    use pb::{DecisionOutcome as Outcome, DecisionReason as Reason};
    let told = |reason: Reason, outcome: Outcome| {
        reason_word(reason.into(), outcome).map_err(|no| no.code.to_string())
    };
    for (reason, word, dismissed, stands) in [
        (Reason::DifferentWorks, "different_works", true, false),
        (Reason::DifferentStretch, "different_stretch", true, false),
        (Reason::Phase, "phase", true, false),
        (Reason::CoFunded, "co_funded", true, false),
        (Reason::DesignLife, "design_life", true, false),
        (Reason::SameWork, "same_work", false, true),
        (Reason::Other, "other", true, true),
    ] {
        for (outcome, speaks) in [(Outcome::Dismissed, dismissed), (Outcome::Stands, stands)] {
            let expected = if speaks { Ok(word) } else { Err("REASON_NOT_OF_OUTCOME".to_owned()) };
            assert_eq!(told(reason, outcome), expected, "{word} {outcome:?}");
        }
        assert_eq!(told(reason, Outcome::Unspecified), Ok(word));
    }
    for number in [0, 8, -1] {
        assert!(reason_word(number, Outcome::Dismissed).is_err(), "{number}");
    }
}

engine_test!(
    a_dismissal_whose_last_day_is_over_is_not_confirmed,
    who_took_a_seat_in_a_village_meanwhile_has_not_proposed_well,
    who_signed_a_work_meanwhile_has_not_proposed_well,
    an_override_of_somebody_in_conflict_by_now_is_not_confirmed,
    a_new_name_stalls_no_decision,
    a_proposal_about_other_works_is_not_confirmed_and_makes_room,
    a_flag_that_stays_open_through_a_change_takes_a_new_proposal,
    a_reason_against_the_outcome_and_an_end_of_what_stands_are_refused,
);
