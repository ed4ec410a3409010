//! Overrides, requests, findings, reversals and reopenings in the inboxes, on both engines.

use store::{Engine, args, engine_test};

use crate::{
    fixtures::{DESA, FAR, NEIGHBOUR, NOON_US, id, person, put},
    inbox::tests::{
        CAM, HOUR_US, KDS, KEU, OTHER_PMD, PKA, PMD, PUT_GATE_PROJECT, PUT_PROJECT, SEK, flag,
        inbox, spp, staffed, told,
    },
};

store::statements! {
    PUT_OVERRIDE = "
        INSERT INTO oversight_override (desa_id, override_id, flag_id, place, reason, note, evidence,
            valid_until, effective_day, seen_first_rev, seen_second_rev, state, proposed_by,
            proposed_us, closed_by, closed_us)
        VALUES ($1, $2, $3, '35.10.25', 'other', 'Perlu', 'Surat 1', 20600, $4, 1, 1, $5, $6, $7, $8,
            $9)";
    OVERRIDE_FLAG: cross_desa("both sides") = "
        UPDATE gate_flag SET state = 'overridden', decision_id = $2, valid_until = 20600,
               effective_day = $3, stopped_project_id = project_id
         WHERE flag_id = $1";
    PUT_ASK = "
        INSERT INTO oversight_ask (desa_id, ask_id, flag_id, project_id, place, title, note, asked_by,
            asked_us, state)
        VALUES ($1, $2, $3, $4, '35.10.25', 'Gorong', 'Foto baru', $2, $5, 'waiting')";
    PUT_HELD = "
        INSERT INTO gate_freeze (desa_id, freeze_id, project_id, office, person_id, note, since_us)
        VALUES ($1, $2, $2, $3, $2, 'Pemeriksaan malam menemukan sesuatu.', $4)";
    LET_GO = "
        UPDATE gate_freeze SET lifted_by = $2, lifted_us = 1, lift_note = 'Benar'
         WHERE desa_id = $1 AND freeze_id = $2";
    PUT_FINDING = "
        INSERT INTO oversight_finding (desa_id, finding_id, project_id, kind, title, amount_sen, state,
            opened_us, answer, answered_by, answered_us)
        VALUES ($1, $2, $2, 'other', 'Volume kurang', 70, $3, $4, 'Sudah', $2, $4)";
    PUT_REVERSAL = "
        INSERT INTO realisation_reversal (desa_id, reversal_id, spp_id, tahun, note, state, proposed_by,
            proposed_us)
        VALUES ($1, $2, $3, 2026, 'Salah', 'proposed', $4, $5)";
    PUT_REOPENING = "
        INSERT INTO realisation_reopening (desa_id, reopening_id, tahun, month, note, state,
            proposed_by, proposed_us, confirmed_by, confirmed_us)
        VALUES ($1, $2, 2026, 1, 'Tertinggal', $3, $4, $5, $6, $7)";
}

const INS: u128 = 50;

async fn overrides_and_late_flags_reach_pmd_and_the_inspectorate(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, INS, &[("INS", "35.10")]).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let mut all = flag(7, DESA, NEIGHBOUR, hour(9));
    all.extend(flag(8, DESA, NEIGHBOUR, hour(9)));
    all.extend(flag(9, DESA, NEIGHBOUR, hour(9)));
    let day = domain::Day::of_us(NOON_US).number();
    all.push((
        PUT_OVERRIDE,
        args![
            DESA,
            id(60),
            id(7),
            None::<i64>,
            "proposed",
            id(PMD),
            hour(3),
            None::<uuid::Uuid>,
            None::<i64>
        ],
    ));
    // One that the inspectorate may still refuse, and one that holds from today.
    for (n, over, from) in [(8, 61, day + 1), (9, 62, day)] {
        all.push((
            PUT_OVERRIDE,
            args![
                DESA,
                id(over),
                id(n),
                Some(i64::from(from)),
                "confirmed",
                id(PMD),
                hour(3),
                Some(id(OTHER_PMD)),
                Some(hour(2))
            ],
        ));
        all.push((OVERRIDE_FLAG, args![id(n), id(over), i64::from(from)]));
    }
    put(&test.store, all).await;
    assert_eq!(told(&inbox(&test.store, OTHER_PMD).await), [("ConfirmOverride", 3, false)]);
    assert_eq!(told(&inbox(&test.store, PMD).await), [], "not the one who proposed");
    let items = inbox(&test.store, INS).await;
    assert_eq!(told(&items), [("VetoOverride", 2, false)]);
    assert_eq!(items[0].name, format!("flags/{}/overrides/{}", id(8), id(61)));
    assert!(items[0].why.contains("Berlaku mulai 3 Maret 2026"), "{}", items[0].why);
    let days = |days: i64| NOON_US - days * 24 * HOUR_US;
    put(&test.store, flag(10, DESA, FAR, days(10))).await;
    let late = inbox(&test.store, INS).await;
    assert_eq!(told(&late), [("GetFlag", 240, false), ("VetoOverride", 2, false)]);
    assert!(late[0].why.contains("belum diputus"), "{}", late[0].why);
}

async fn pmd_decides_at_once_where_no_camat_may(engine: Engine) {
    let test = staffed(engine).await;
    put(&test.store, flag(7, DESA, NEIGHBOUR, NOON_US)).await;
    assert_eq!(told(&inbox(&test.store, PMD).await), [], "the camat is free");
    // In the other kecamatan one camat is free, another is not.
    person(&test.store, 51, &[("CAM", "35.10.14")]).await;
    put(&test.store, flag(8, FAR, FAR, NOON_US)).await;
    assert_eq!(told(&inbox(&test.store, 51).await), [("ProposeDecision", 0, false)]);
    person(&test.store, 52, &[("CAM", "35.10.14"), ("SEK", FAR)]).await;
    assert_eq!(told(&inbox(&test.store, PMD).await), [], "one of two camats is free");
    let conflicted = crate::fixtures::mandate(51, FAR);
    put(&test.store, vec![conflicted]).await;
    let items = inbox(&test.store, PMD).await;
    assert_eq!(told(&items), [("ProposeDecision", 0, false)]);
    assert!(items[0].why.contains("menggantikannya"), "{}", items[0].why);
}

async fn requests_and_findings_wait_for_the_inspectorate_and_the_village(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, INS, &[("INS", "35.10")]).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let none = None::<uuid::Uuid>;
    put(
        &test.store,
        vec![
            (PUT_ASK, args![DESA, id(70), Some(id(7)), none, hour(4)]),
            (PUT_ASK, args![DESA, id(71), none, Some(id(8)), hour(3)]),
            (PUT_FINDING, args![DESA, id(72), "open", hour(2)]),
            (PUT_FINDING, args![DESA, id(73), "answered", hour(1)]),
        ],
    )
    .await;
    let expected =
        [("ReopenFlag", 4, false), ("FreezeProject", 3, false), ("CloseFinding", 1, false)];
    assert_eq!(told(&inbox(&test.store, INS).await), expected);
    assert_eq!(told(&inbox(&test.store, PMD).await), [("ReopenFlag", 4, false)]);
    let items = inbox(&test.store, KDS).await;
    assert_eq!(told(&items), [("AnswerFinding", 2, false)]);
    assert_eq!(items[0].amount.unwrap().sen, 70);
    assert_eq!(told(&inbox(&test.store, SEK).await), []);
}

async fn works_that_the_nightly_sweep_holds_wait_for_the_inspectorate(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, INS, &[("INS", "35.10")]).await;
    person(&test.store, 51, &[("INS", "35.11")]).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let mut all = Vec::new();
    for (n, office) in [(75, "SYS"), (76, "INS"), (77, "SYS")] {
        let signed = Some(id(SEK));
        let project = args![
            DESA,
            id(n),
            "02.03.10",
            "registered",
            hour(9),
            id(PKA),
            signed,
            Some(hour(9)),
            None::<uuid::Uuid>
        ];
        all.push((PUT_PROJECT, project));
        all.push((PUT_GATE_PROJECT, args![DESA, id(n), 0, true]));
        all.push((PUT_HELD, args![DESA, id(n), office, hour(2)]));
    }
    all.push((LET_GO, args![DESA, id(77)]));
    put(&test.store, all).await;
    let items = inbox(&test.store, INS).await;
    assert_eq!(told(&items), [("UnfreezeProject", 2, false)], "not what it holds itself");
    assert_eq!(items[0].name, format!("desa/{DESA}/projects/{}", id(75)));
    assert_eq!((items[0].title.as_str(), items[0].place_title.as_str()), ("Gorong", "Sukojati"));
    assert!(items[0].why.ends_with("Pemeriksaan malam menemukan sesuatu."), "{}", items[0].why);
    for other in [51, PMD, CAM, KDS] {
        assert_eq!(told(&inbox(&test.store, other).await), [], "{other}");
    }
}

async fn what_steps_back_in_the_books_waits_for_its_signatures(engine: Engine) {
    let test = staffed(engine).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let none = None::<uuid::Uuid>;
    let mut all = spp(101, "disbursed", "definitif", 5, None);
    all.push((PUT_REVERSAL, args![DESA, id(80), id(101), id(KEU), hour(4)]));
    all.push((PUT_REOPENING, args![DESA, id(81), "proposed", id(KEU), hour(3), none, None::<i64>]));
    all.push((
        PUT_REOPENING,
        args![NEIGHBOUR, id(82), "confirmed", id(PKA), hour(3), Some(id(SEK)), Some(hour(2))],
    ));
    put(&test.store, all).await;
    let items = inbox(&test.store, KDS).await;
    assert_eq!(told(&items), [("ConfirmReversal", 4, false), ("ConfirmMonthReopening", 3, false)]);
    assert!(items[1].title.contains("Januari 2026"), "{}", items[1].title);
    assert_eq!(told(&inbox(&test.store, CAM).await), [("AgreeMonthReopening", 2, false)]);
}

engine_test!(
    overrides_and_late_flags_reach_pmd_and_the_inspectorate,
    pmd_decides_at_once_where_no_camat_may,
    requests_and_findings_wait_for_the_inspectorate_and_the_village,
    works_that_the_nightly_sweep_holds_wait_for_the_inspectorate,
    what_steps_back_in_the_books_waits_for_its_signatures,
);
