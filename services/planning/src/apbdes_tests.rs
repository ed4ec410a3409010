//! A budget's promises, on both engines, through its service.

use store::{Engine, engine_test};
use wire::planning::v1::{self as pb, apbdes_service_server::ApbdesService as _};

use crate::{
    steps::{
        agree, annul, ask, call, discard, draft, enact, evaluate, evaluated, good_lines, in_force,
        lines, plan, send, set, submit, write,
    },
    world::{Act, World, YEAR, from, new_line, person, sen, told},
};

async fn a_budget_goes_from_draft_to_law(engine: Engine) {
    let (world, at) = in_force(engine).await;
    assert_eq!((at.state(), at.perdes_number.as_str()), (pb::ApbdesState::Enacted, "9/2025"));
    assert_eq!(at.enacted_day, "2025-11-03");
    let amounts = [70_000, 25_000, 30_000, 70_000, 5_000];
    let codes = ["4.2.1.01", "4.2.3.01", "5.1.1.01", "5.3.5.03", "6.1.1.01"];
    let expected: Vec<(String, i64)> =
        codes.iter().map(|code| (*code).to_owned()).zip(amounts).collect();
    assert_eq!(world.look("READ_IN_FORCE").await, expected);
    assert_eq!(world.look("READ_CEILINGS").await, expected);
    let got =
        ask!(world, "INS-nobody", apbdes.get_apbdes, GetApbdesRequest { name: at.name.clone() });
    assert_eq!(got.unwrap_err(), ["NOT_SIGNED_IN"]);
    let got = ask!(world, "CAM", apbdes.get_apbdes, GetApbdesRequest { name: at.name.clone() });
    let got = got.unwrap();
    let totals = got.apbdes.unwrap().totals.unwrap();
    assert_eq!((totals.surplus, totals.pembiayaan_netto), (sen(-5_000), sen(5_000)));
    assert_eq!(totals.silpa, sen(0));
    let roles: Vec<&str> = got.history.iter().map(|step| step.role.as_str()).collect();
    assert_eq!(roles, ["SEK", "KDS", "BPD", "KDS", "CAM", "KDS"]);
    let page = ask!(world, "PMD", apbdes.list_apbdes, ListApbdesRequest { parent: YEAR.into() });
    assert_eq!(page.unwrap().apbdes.len(), 1);
}

async fn a_draft_is_refused_with_every_reason(engine: Engine) {
    let world = World::new(engine).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    assert_eq!(draft(&world, pb::ApbdesKind::Awal).await.unwrap_err(), ["DRAFT_UNDER_WAY"]);
    let mut lines = good_lines();
    lines[4].amount = sen(70_001);
    let at = write(&world, &at, lines).await.unwrap().apbdes.unwrap();
    let refused = ["BUDGET_UNBALANCED", "SOURCE_OVERSPENT", "RKPDES_NOT_ENACTED"];
    assert_eq!(submit(&world, &at).await.unwrap_err(), refused);
    let seen =
        ask!(world, "BPD", apbdes.preview_apbdes, PreviewApbdesRequest { name: at.name.clone() });
    let seen: Vec<String> = seen.unwrap().unmet.into_iter().map(|rule| rule.reason).collect();
    assert_eq!(seen, refused);
    let refused = enact(&world, &at, "2025-11-03").await.unwrap_err();
    assert_eq!(refused[0], "WRONG_STATE");
}

async fn every_fault_of_a_batch_is_named_by_its_path(engine: Engine) {
    let world = World::new(engine).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let lines = vec![
        new_line("", "5.3.5.03", "DDS", 1),
        new_line("02.03.14", "5.3.5.03", "dds", -1),
        pb::ApbdesLineChange::default(),
    ];
    let expected = [
        "lines[0].kegiatan LINE_KEGIATAN_WRONG",
        "lines[1].sumber_dana CODE_INVALID",
        "lines[1].amount AMOUNT_INVALID",
        "lines[2].kind FIELD_REQUIRED",
    ];
    assert_eq!(write(&world, &at, lines).await.unwrap_err(), expected);
    let lines = vec![
        new_line("02.03.99", "5.3.5", "DDS", 1),
        new_line("02.03.14", "5.3.5.03", "XXX", 1),
        new_line("02.03.14", "5.3.5.03", "DDS", 1),
        new_line("02.03.14", "5.3.5.03", "DDS", 1),
        new_line("", "4.2.3.01", "DDS", 1),
        new_line("", "6.1.1.01", "DDS", 1),
    ];
    let expected = [
        "lines[0].rekening REKENING_UNKNOWN",
        "lines[0].kegiatan KEGIATAN_NOT_IN_CHART",
        "lines[1].sumber_dana SUMBER_DANA_UNKNOWN",
        "lines[3].rekening LINE_KEY_TAKEN",
        "lines[4].sumber_dana SOURCE_NOT_OF_ACCOUNT",
    ];
    assert_eq!(write(&world, &at, lines).await.unwrap_err(), expected);
    let written = write(&world, &at, good_lines()).await.unwrap();
    let stale = write(&world, &at, good_lines()).await.unwrap_err();
    assert_eq!(stale, ["ETAG_MISMATCH"]);
    let at = written.apbdes.unwrap();
    let taken = write(&world, &at, vec![good_lines().remove(0)]).await.unwrap_err();
    assert_eq!(taken, ["lines[0].rekening LINE_KEY_TAKEN"]);
    // A key keeps its id when its line is taken out and put in again.
    let id = written.lines[0].line_id.clone();
    let remove = pb::ApbdesLineChange {
        kind: pb::LineChangeKind::Remove.into(),
        line_id: id.clone(),
        ..Default::default()
    };
    let again = write(&world, &at, vec![remove, good_lines().remove(0)]).await.unwrap();
    assert_eq!(again.lines[0].line_id, id);
}

async fn what_is_law_does_not_change(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let refused = write(&world, &at, good_lines()).await.unwrap_err();
    assert_eq!(refused, ["APBDES_FROZEN"]);
    for forgery in ["RAISE_LINE", "DROP_LINE", "RENUMBER"] {
        let error = world.act(Act::Forge(forgery)).await.unwrap_err();
        assert!(error.refusals.iter().any(|r| r.code == "APBDES_FROZEN"), "{forgery} {error:?}");
    }
    let error = world.act(Act::Forge("FORGE_STEP")).await.unwrap_err();
    assert_eq!(error.refusals[0].code, "APPEND_ONLY");
    assert_eq!(draft(&world, pb::ApbdesKind::Awal).await.unwrap_err(), ["VERSION_IN_FORCE"]);
}

async fn one_person_does_not_act_in_two_roles(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", None)]).await;
    let created = call!(
        world,
        "SEK+BPD",
        apbdes.create_apbdes,
        CreateApbdesRequest { parent: YEAR.into(), kind: pb::ApbdesKind::Awal.into() }
    );
    let at = created.unwrap().apbdes.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = submit(&world, &at).await.unwrap().apbdes.unwrap();
    assert_eq!(agree(&world, "SEK+BPD", &at).await.unwrap_err(), ["PLAN_SAME_PERSON"]);
    assert_eq!(agree(&world, "SEK", &at).await.unwrap_err(), ["NOT_ALLOWED"]);
    agree(&world, "BPD", &at).await.unwrap();
}

async fn a_camat_may_send_a_draft_back_to_be_revised(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", None)]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = submit(&world, &at).await.unwrap().apbdes.unwrap();
    let at = agree(&world, "BPD", &at).await.unwrap();
    let at = send(&world, &at).await.apbdes.unwrap();
    assert_eq!(at.evaluation_due_day, "2025-12-01");
    world.act(Act::Law("evaluasi.oleh_camat", "false")).await.unwrap();
    let refused = evaluate(&world, "CAM", &at, &["Kurang"]).await.unwrap_err();
    assert_eq!(refused, ["EVALUATION_NOT_DELEGATED"]);
    let at = evaluate(&world, "PMD", &at, &["Kurang", "Lebih"]).await.unwrap();
    assert_eq!(at.state(), pb::ApbdesState::EvaluatedRevise);
    let refused = enact(&world, &at, "2025-11-03").await.unwrap_err();
    assert_eq!(refused, ["WRONG_STATE"]);
    let revised = call!(
        world,
        "SEK",
        apbdes.revise_apbdes,
        ReviseApbdesRequest { name: at.name.clone(), etag: at.etag.clone() }
    );
    let at = revised.unwrap().apbdes.unwrap();
    let got = ask!(world, "SEK", apbdes.get_apbdes, GetApbdesRequest { name: at.name.clone() });
    assert_eq!(got.unwrap().history[4].notes, ["Kurang", "Lebih"]);
    let first = lines(&world, &at).await.remove(0);
    write(&world, &at, vec![set(&first, 70_000)]).await.unwrap();
}

async fn silence_of_the_camat_counts_after_its_days(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", None)]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = submit(&world, &at).await.unwrap().apbdes.unwrap();
    let at = agree(&world, "BPD", &at).await.unwrap();
    let at = send(&world, &at).await.apbdes.unwrap();
    world.on(2025, 12, 1);
    assert_eq!(enact(&world, &at, "2025-12-01").await.unwrap_err(), ["WRONG_STATE"]);
    world.on(2026, 1, 2);
    let refused = evaluate(&world, "CAM", &at, &[]).await.unwrap_err();
    assert_eq!(refused, ["EVALUATION_LAPSED"]);
    let got = ask!(world, "KDS", apbdes.get_apbdes, GetApbdesRequest { name: at.name.clone() });
    assert_eq!(got.unwrap().apbdes.unwrap().state(), pb::ApbdesState::DeemedOk);
    assert_eq!(discard(&world, "SEK", &at).await.unwrap_err(), ["NOT_ALLOWED"]);
    let early = enact(&world, &at, "2025-12-01").await.unwrap_err();
    assert_eq!(early, ["perdes_day DOCUMENT_DAY_WRONG"]);
    let enacted = enact(&world, &at, "2026-01-02").await.unwrap();
    let told: Vec<&str> = enacted.warnings.iter().map(|w| w.reason.as_str()).collect();
    assert_eq!(told, ["LEGAL_DEADLINE_PASSED"]);
    let said = &enacted.warnings[0].message;
    assert!(said.starts_with("Batas waktu penetapan APB Desa adalah "), "{said}");
}

async fn an_amendment_keeps_what_is_committed(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    world.act(Act::Reserve(road.line_id.clone(), 50_000)).await.unwrap();
    let change = draft(&world, pb::ApbdesKind::PerubahanPenjabaran).await.unwrap();
    let refused = enact(&world, &change, "2025-11-03").await.unwrap_err();
    assert_eq!(refused, ["AMENDMENT_EMPTY"]);
    let moved =
        |left: i64| vec![set(&road, left), new_line("02.03.14", "5.3.5.02", "DDS", 70_000 - left)];
    let change = write(&world, &change, moved(40_000)).await.unwrap().apbdes.unwrap();
    let refused = enact(&world, &change, "2025-11-03").await.unwrap_err();
    assert_eq!(refused, ["LINE_BELOW_COMMITTED"]);
    let other = lines(&world, &change).await.remove(3);
    let change = write(&world, &change, vec![set(&road, 50_000), set(&other, 20_000)]).await;
    let change = change.unwrap().apbdes.unwrap();
    let change = enact(&world, &change, "2025-11-03").await.unwrap().apbdes.unwrap();
    assert_eq!(world.look("READ_CEILINGS").await[3], ("5.3.5.02".into(), 20_000));
    // Annulled, the first budget is in force again and nothing above it can be reserved.
    assert_eq!(annul(&world, &change).await.restored, at.name);
    let ceilings = world.look("READ_CEILINGS").await;
    assert_eq!(ceilings[3..5], [("5.3.5.02".into(), 0), ("5.3.5.03".into(), 70_000)]);
}

async fn what_an_annulled_version_gave_is_not_spent_again(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
    let all = lines(&world, &change).await;
    let raised = vec![set(&all[0], 80_000), set(&all[3], 80_000)];
    let change = write(&world, &change, raised).await.unwrap().apbdes.unwrap();
    let road = all[3].line_id.clone();
    world.act(Act::Reserve(road.clone(), 30_000)).await.unwrap();
    let change = evaluated(&world, &change).await;
    let change = enact(&world, &change, "2025-11-03").await.unwrap().apbdes.unwrap();
    world.act(Act::Reserve(road.clone(), 50_000)).await.unwrap();
    assert_eq!(annul(&world, &change).await.restored, at.name);
    let ceiling = async || world.look("READ_CEILINGS").await[3].clone();
    assert_eq!(ceiling().await, ("5.3.5.03".into(), 80_000));
    // The request is returned and handed in again: the budget in force has no room for it.
    world.act(Act::Release(road.clone(), 50_000)).await.unwrap();
    assert_eq!(ceiling().await, ("5.3.5.03".into(), 70_000));
    let again = world.act(Act::Reserve(road.clone(), 50_000)).await.unwrap_err();
    assert!(again.has(&ledger::BUDGET_SHORT), "{again}");
    world.act(Act::Reserve(road.clone(), 40_000)).await.unwrap();
    world.act(Act::Release(road, 40_000)).await.unwrap();
    // A later amendment covers what is committed, not what once was.
    let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
    let to = |amount: i64| vec![set(&all[0], amount), set(&all[3], amount)];
    let change = write(&world, &change, to(29_999)).await.unwrap().apbdes.unwrap();
    assert_eq!(submit(&world, &change).await.unwrap_err(), ["LINE_BELOW_COMMITTED"]);
    let change = write(&world, &change, to(30_000)).await.unwrap().apbdes.unwrap();
    let change = evaluated(&world, &change).await;
    enact(&world, &change, "2025-11-03").await.unwrap();
    assert_eq!(ceiling().await, ("5.3.5.03".into(), 30_000));
}

async fn a_year_is_amended_by_perdes_once(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let all = lines(&world, &at).await;
    let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
    let moved = vec![set(&all[3], 60_000), new_line("02.03.14", "5.2.1.01", "DDS", 10_000)];
    let change = write(&world, &change, moved).await.unwrap().apbdes.unwrap();
    let change = evaluated(&world, &change).await;
    enact(&world, &change, "2025-11-03").await.unwrap();
    let refused = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap_err();
    assert_eq!(refused, ["AMENDED_ALREADY"]);
    let refused = draft(&world, pb::ApbdesKind::PerubahanPenjabaran).await.unwrap_err();
    assert_eq!(refused, ["PERKADES_TOO_LATE"]);
    let page = ask!(
        world,
        "PMD",
        apbdes.list_apbdes,
        ListApbdesRequest { parent: YEAR.into(), page_size: 1 }
    );
    let page = page.unwrap();
    let next = ask!(
        world,
        "PMD",
        apbdes.list_apbdes,
        ListApbdesRequest { parent: YEAR.into(), page_size: 1, page_token: page.next_page_token }
    );
    assert_ne!(next.unwrap().apbdes[0].name, page.apbdes[0].name);
}

async fn the_bpd_may_reject_and_the_village_revise(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", None)]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = submit(&world, &at).await.unwrap().apbdes.unwrap();
    let reject = |note: &'static str| {
        let (world, at) = (&world, &at);
        async move {
            call!(
                world,
                "BPD",
                apbdes.reject_apbdes,
                RejectApbdesRequest {
                    name: at.name.clone(),
                    etag: at.etag.clone(),
                    note: note.into()
                }
            )
        }
    };
    assert_eq!(reject(" ").await.unwrap_err(), ["note FIELD_REQUIRED"]);
    let at = reject("Jalan dahulu").await.unwrap().apbdes.unwrap();
    assert_eq!(at.state(), pb::ApbdesState::RejectedBpd);
    assert_eq!(submit(&world, &at).await.unwrap_err(), ["WRONG_STATE"]);
    let revised = call!(
        world,
        "KDS",
        apbdes.revise_apbdes,
        ReviseApbdesRequest { name: at.name.clone(), etag: at.etag.clone() }
    );
    let at = revised.unwrap().apbdes.unwrap();
    submit(&world, &at).await.unwrap();
}

/// What an amendment of the first budget by Perdes moves.
fn shifted(road: &pb::ApbdesLine) -> Vec<pb::ApbdesLineChange> {
    vec![set(road, 60_000), new_line("02.03.14", "5.2.1.01", "DDS", 10_000)]
}

async fn a_mistaken_amendment_is_discarded_and_another_begun(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let ceilings = world.look("READ_CEILINGS").await;
    let road = lines(&world, &at).await.remove(3);
    for kind in [pb::ApbdesKind::PerubahanPenjabaran, pb::ApbdesKind::Perubahan] {
        let versions = world.look("READ_VERSIONS").await;
        let wrong = draft(&world, kind).await.unwrap();
        let wrong = write(&world, &wrong, shifted(&road)).await.unwrap().apbdes.unwrap();
        assert_eq!(draft(&world, kind).await.unwrap_err(), ["DRAFT_UNDER_WAY"]);
        assert_eq!(discard(&world, "BPD", &wrong).await.unwrap_err(), ["NOT_ALLOWED"]);
        let gone = discard(&world, "SEK", &wrong).await.unwrap();
        assert_eq!(gone.state(), pb::ApbdesState::Discarded);
        assert_eq!(world.look("READ_CEILINGS").await, ceilings);
        assert_eq!(world.look("READ_VERSIONS").await, versions, "other rooms see nothing of it");
        // It goes nowhere any more, and stays to be read.
        let refused = write(&world, &gone, vec![set(&road, 1)]).await.unwrap_err();
        assert_eq!(refused, ["APBDES_FROZEN"]);
        assert_eq!(discard(&world, "SEK", &gone).await.unwrap_err(), ["WRONG_STATE"]);
        let refused = enact(&world, &gone, "2025-11-03").await.unwrap_err();
        assert!(refused.contains(&"WRONG_STATE".to_owned()), "{refused:?}");
        let error = world.act(Act::Forge("REVIVE")).await.unwrap_err();
        assert_eq!(error.refusals[0].code, "APBDES_FROZEN");
        let name = || gone.name.clone();
        let got = ask!(world, "BPD", apbdes.get_apbdes, GetApbdesRequest { name: name() });
        let last = got.unwrap().history.pop().unwrap();
        assert_eq!((last.state(), last.role.as_str()), (pb::ApbdesState::Discarded, "SEK"));
        assert_eq!(last.notes, ["Salah alasan"]);
        let seen = ask!(world, "BPD", apbdes.preview_apbdes, PreviewApbdesRequest { name: name() });
        assert_eq!(seen.unwrap().unmet.len(), 0);
        assert_ne!(draft(&world, kind).await.unwrap().name, gone.name);
    }
}

async fn what_lies_with_others_is_given_back_before_it_is_discarded(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let begun = async || {
        let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
        let change = write(&world, &change, shifted(&road)).await.unwrap().apbdes.unwrap();
        submit(&world, &change).await.unwrap().apbdes.unwrap()
    };
    let with_bpd = begun().await;
    assert_eq!(discard(&world, "KDS", &with_bpd).await.unwrap_err(), ["WRONG_STATE"]);
    let rejected = call!(
        world,
        "BPD",
        apbdes.reject_apbdes,
        RejectApbdesRequest {
            name: with_bpd.name.clone(),
            etag: with_bpd.etag.clone(),
            note: "Kembalikan".into(),
        }
    );
    let rejected = rejected.unwrap().apbdes.unwrap();
    discard(&world, "KDS", &rejected).await.unwrap();
    let agreed = agree(&world, "BPD", &begun().await).await.unwrap();
    assert_eq!(discard(&world, "KDS", &agreed).await.unwrap_err(), ["WRONG_STATE"]);
    let sent = send(&world, &agreed).await.apbdes.unwrap();
    assert_eq!(discard(&world, "KDS", &sent).await.unwrap_err(), ["WRONG_STATE"]);
    let revise = evaluate(&world, "CAM", &sent, &["Keliru"]).await.unwrap();
    discard(&world, "KDS", &revise).await.unwrap();
}

async fn what_cannot_become_law_any_more_is_discarded_in_every_state(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
    let change = write(&world, &change, shifted(&road)).await.unwrap().apbdes.unwrap();
    let change = evaluated(&world, &change).await;
    assert_eq!(discard(&world, "SEK", &change).await.unwrap_err(), ["NOT_ALLOWED"]);
    let detail = draft(&world, pb::ApbdesKind::PerubahanPenjabaran).await.unwrap();
    let moved = vec![set(&road, 50_000), new_line("02.03.14", "5.3.5.02", "DDS", 20_000)];
    let detail = write(&world, &detail, moved).await.unwrap().apbdes.unwrap();
    let detail = enact(&world, &detail, "2025-11-03").await.unwrap().apbdes.unwrap();
    let refused = enact(&world, &change, "2025-11-03").await.unwrap_err();
    assert!(refused.contains(&"BASE_OUTDATED".to_owned()), "{refused:?}");
    let again = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap_err();
    assert_eq!(again, ["DRAFT_UNDER_WAY"]);
    discard(&world, "SEK", &change).await.unwrap();
    let again = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
    assert_eq!(again.base, detail.name);
    // What is in force is annulled, not discarded.
    assert_eq!(discard(&world, "KDS", &detail).await.unwrap_err(), ["WRONG_STATE"]);
}

async fn what_was_found_in_order_its_head_takes_back(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let begun = async || {
        let change = draft(&world, pb::ApbdesKind::Perubahan).await.unwrap();
        write(&world, &change, shifted(&road)).await.unwrap().apbdes.unwrap()
    };
    let change = evaluated(&world, &begun().await).await;
    // What was spent meanwhile leaves it impossible.
    world.act(Act::Reserve(road.line_id.clone(), 65_000)).await.unwrap();
    let refused = enact(&world, &change, "2025-11-03").await.unwrap_err();
    assert_eq!(refused, ["LINE_BELOW_COMMITTED"]);
    let revise = async |who: &str, note: &str| {
        call!(
            world,
            who,
            apbdes.revise_apbdes,
            ReviseApbdesRequest {
                name: change.name.clone(),
                etag: change.etag.clone(),
                note: note.to_owned(),
            }
        )
    };
    assert_eq!(revise("SEK", "Jalan sudah dibayar").await.unwrap_err(), ["NOT_ALLOWED"]);
    assert_eq!(revise("KDS", " ").await.unwrap_err(), ["note FIELD_REQUIRED"]);
    let again = revise("KDS", "Jalan sudah dibayar").await.unwrap().apbdes.unwrap();
    assert_eq!(again.state(), pb::ApbdesState::Draft);
    let got = ask!(world, "SEK", apbdes.get_apbdes, GetApbdesRequest { name: again.name.clone() });
    let last = got.unwrap().history.pop().unwrap();
    assert_eq!((last.role.as_str(), last.notes), ("KDS", vec!["Jalan sudah dibayar".to_owned()]));
    let refused = submit(&world, &again).await.unwrap_err();
    assert_eq!(refused, ["LINE_BELOW_COMMITTED"], "and goes the whole way again");
    discard(&world, "SEK", &again).await.unwrap();
    world.act(Act::Release(road.line_id.clone(), 65_000)).await.unwrap();

    let wrong = evaluated(&world, &begun().await).await;
    discard(&world, "KDS", &wrong).await.unwrap();
    let silent = submit(&world, &begun().await).await.unwrap().apbdes.unwrap();
    let silent = agree(&world, "BPD", &silent).await.unwrap();
    let silent = send(&world, &silent).await.apbdes.unwrap();
    assert_eq!(discard(&world, "KDS", &silent).await.unwrap_err(), ["WRONG_STATE"]);
    world.on(2026, 1, 2);
    let gone = discard(&world, "KDS", &silent).await.unwrap();
    assert_eq!(gone.state(), pb::ApbdesState::Discarded);
    begun().await;
}

async fn a_pka_drafts_only_own_activities(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", Some(person("PKA2"))), ("02.03.14", Some(person("PKA")))]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let by_pka = |lines: Vec<pb::ApbdesLineChange>| {
        let (world, at) = (&world, &at);
        async move {
            call!(
                world,
                "PKA",
                apbdes.batch_update_apbdes_lines,
                BatchUpdateApbdesLinesRequest {
                    name: at.name.clone(),
                    etag: at.etag.clone(),
                    lines: lines
                }
            )
        }
    };
    for others in [0, 3] {
        let refused = by_pka(vec![good_lines().remove(others)]).await.unwrap_err();
        assert_eq!(refused, ["OTHERS_ACTIVITY"], "{others}");
    }
    by_pka(vec![good_lines().remove(4)]).await.unwrap();
}

async fn two_enactments_at_once_leave_one_in_force(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", None)]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = evaluated(&world, &at).await;
    let (one, two) =
        tokio::join!(enact(&world, &at, "2025-11-03"), enact(&world, &at, "2025-11-03"));
    let refused = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused, [["ETAG_MISMATCH"]]);
    assert_eq!(world.look("READ_IN_FORCE").await.len(), 5);
}

engine_test!(
    a_budget_goes_from_draft_to_law,
    a_draft_is_refused_with_every_reason,
    every_fault_of_a_batch_is_named_by_its_path,
    what_is_law_does_not_change,
    one_person_does_not_act_in_two_roles,
    the_bpd_may_reject_and_the_village_revise,
    a_camat_may_send_a_draft_back_to_be_revised,
    silence_of_the_camat_counts_after_its_days,
    an_amendment_keeps_what_is_committed,
    what_an_annulled_version_gave_is_not_spent_again,
    a_year_is_amended_by_perdes_once,
    a_mistaken_amendment_is_discarded_and_another_begun,
    what_lies_with_others_is_given_back_before_it_is_discarded,
    what_cannot_become_law_any_more_is_discarded_in_every_state,
    what_was_found_in_order_its_head_takes_back,
    a_pka_drafts_only_own_activities,
    two_enactments_at_once_leave_one_in_force,
);
