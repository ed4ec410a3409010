//! What a PKA left behind is in the inbox of the successor, on both engines.

use store::{Args, Engine, Statement, args, engine_test};

use crate::{
    fixtures::{DESA, NOON_US, enact, id, person, put},
    inbox::tests::{APPROVED_BY, HOUR_US, KDS, PKA, PUT_DPA, SEK, inbox, spp, staffed, told},
};

store::statements! {
    LEAVE: cross_desa("test") = "
        UPDATE identity_mandate SET state = 'ended', ended_us = $2 WHERE person_id = $1";
    LAPSE: cross_desa("test") = "
        UPDATE identity_mandate SET valid_to = $2 WHERE person_id = $1";
    OF_ACTIVITY = "
        UPDATE realisation_spp SET kegiatan = '02.03.10' WHERE desa_id = $1 AND spp_id = $2";
    PUT_PLAN = "
        INSERT INTO planning_year (desa_id, tahun, turn, rkpdes_edition) VALUES ($1, 2026, 1, 1)";
    PUT_EDITION = "
        INSERT INTO planning_rkpdes_edition (desa_id, tahun, edition, number, day, enacted_by, enacted_us)
        VALUES ($1, 2026, 1, '1', 20000, $2, 0)";
    PUT_ROW = "
        INSERT INTO planning_rkpdes_edition_row (desa_id, tahun, edition, row_id, kegiatan, location,
            volume_e4, unit, target, cost_sen, sumber_dana, pattern, pka_person_id)
        VALUES ($1, 2026, 1, $2, '02.03.10', '', 1, '', '', 1, 'DDS', 'swakelola', $2)";
    APPROVE = "
        UPDATE planning_dpa
           SET state = 'approved', verified_by = $3, approved_by = $4, approved_day = 20500
         WHERE desa_id = $1 AND dpa_id = $2";
}

/// Two more who are PKA of the village.
const HEIR: u128 = 21;
const THIRD: u128 = 22;

/// An advance for the activity, paid so many hours ago.
fn advance(number: u128, hours: i64) -> Vec<(Statement, Args)> {
    let mut all = spp(number, "disbursed", "panjar", hours, None);
    all.insert(2, (OF_ACTIVITY, args![DESA, id(number)]));
    all
}

/// A document of the activity, as drafted.
fn dpa(number: u128, who: u128) -> (Statement, Args) {
    let since_us = NOON_US - 20 * HOUR_US;
    let values = args![DESA, id(number), id(0xa1), "02.03.10", false, id(who), "drafted", since_us];
    (PUT_DPA, values)
}

async fn an_advance_waits_for_the_successor_since_its_pka_left(engine: Engine) {
    let test = staffed(engine).await;
    for who in [HEIR, THIRD] {
        person(&test.store, who, &[("PKA", DESA)]).await;
    }
    enact(&test.store, &[]).await;
    put(&test.store, advance(106, 9)).await;
    assert_eq!(told(&inbox(&test.store, HEIR).await), [], "its PKA accounts for it");
    put(&test.store, vec![(LEAVE, args![id(PKA), NOON_US - 2 * HOUR_US])]).await;
    assert_eq!(told(&inbox(&test.store, PKA).await), []);
    for who in [HEIR, THIRD] {
        let items = inbox(&test.store, who).await;
        assert_eq!(told(&items), [("SubmitSpj", 2, false)], "{who}");
        assert_eq!(
            items[0].why,
            "Panjar sudah dibayar dan belum dipertanggungjawabkan. Siti, PKA sebelumnya, tidak \
             menjabat lagi sejak 2 Maret 2026; penggantinya meneruskannya."
        );
    }
    // Who has the activity's approved document by now is the one.
    let taken = (APPROVE, args![DESA, id(500), id(SEK), id(KDS)]);
    put(&test.store, vec![dpa(500, HEIR), taken]).await;
    assert_eq!(told(&inbox(&test.store, HEIR).await), [("SubmitSpj", 2, false)]);
    assert_eq!(told(&inbox(&test.store, THIRD).await), []);
}

async fn an_advance_waits_no_longer_than_since_it_was_paid(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, HEIR, &[("PKA", DESA)]).await;
    let mut all = advance(106, 9);
    all.extend(advance(107, 40));
    // Until the end of 28 February: 36 hours before the noon of 2 March.
    all.push((LAPSE, args![id(PKA), 20_512_i64]));
    put(&test.store, all).await;
    let items = inbox(&test.store, HEIR).await;
    assert_eq!(told(&items), [("SubmitSpj", 36, false), ("SubmitSpj", 9, false)]);
    assert!(items.iter().all(|item| item.why.contains("sejak 1 Maret 2026")), "{items:?}");
}

async fn who_signed_the_advance_does_not_account_for_it_as_successor(engine: Engine) {
    let test = staffed(engine).await;
    put(&test.store, advance(106, 9)).await;
    person(&test.store, HEIR, &[("PKA", DESA)]).await;
    put(
        &test.store,
        vec![(APPROVED_BY, args![DESA, id(106), id(HEIR)]), (LEAVE, args![id(PKA), NOON_US])],
    )
    .await;
    let items = inbox(&test.store, HEIR).await;
    assert_eq!(told(&items), [("SubmitSpj", 0, true)]);
    assert!(items[0].why.contains("perlu orang lain"), "{}", items[0].why);
}

async fn documents_of_a_pka_who_left_wait_for_whom_the_plan_leaves_them_to(engine: Engine) {
    let test = staffed(engine).await;
    for who in [HEIR, THIRD] {
        person(&test.store, who, &[("PKA", DESA)]).await;
    }
    enact(&test.store, &[]).await;
    let plan = vec![
        (PUT_PLAN, args![DESA]),
        (PUT_EDITION, args![DESA, id(KDS)]),
        (PUT_ROW, args![DESA, id(PKA)]),
    ];
    put(&test.store, plan).await;
    put(&test.store, vec![dpa(500, PKA)]).await;
    assert_eq!(told(&inbox(&test.store, HEIR).await), []);
    put(&test.store, vec![(LEAVE, args![id(PKA), NOON_US - HOUR_US])]).await;
    for who in [HEIR, THIRD] {
        assert_eq!(told(&inbox(&test.store, who).await), [("SubmitDpa", 1, false)], "{who}");
    }
    put(&test.store, vec![(APPROVE, args![DESA, id(500), id(SEK), id(KDS)])]).await;
    for who in [HEIR, THIRD] {
        let items = inbox(&test.store, who).await;
        assert_eq!(told(&items), [("DraftDpa", 1, false)], "{who}");
        assert!(items[0].why.contains("diambil alih"), "{}", items[0].why);
    }
    // The plan names one of them.
    put(&test.store, vec![(PUT_ROW, args![DESA, id(HEIR)])]).await;
    assert_eq!(told(&inbox(&test.store, HEIR).await), [("DraftDpa", 1, false)]);
    assert_eq!(told(&inbox(&test.store, THIRD).await), []);
    // Once it is being taken over, it waits for nobody twice.
    put(&test.store, vec![dpa(501, HEIR)]).await;
    assert_eq!(told(&inbox(&test.store, HEIR).await), [("SubmitDpa", 20, false)]);
}

engine_test!(
    an_advance_waits_for_the_successor_since_its_pka_left,
    an_advance_waits_no_longer_than_since_it_was_paid,
    who_signed_the_advance_does_not_account_for_it_as_successor,
    documents_of_a_pka_who_left_wait_for_whom_the_plan_leaves_them_to,
);
