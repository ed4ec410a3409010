//! Claims that wait for a second person, in the inboxes of those who may be that, on both engines.

use store::{Engine, args, engine_test};

use crate::{
    fixtures::{DESA, NOON_US, id, put},
    inbox::tests::{CAM, HOUR_US, OTHER_PMD, PMD, SEK, inbox, staffed},
};

store::statements! {
    PUT_CLAIM: cross_desa("a test") = "
        INSERT INTO oversight_claim (place, claim_id, owner, owner_name, owner_key, external_id,
            desa_id, tahun, state, content, by_system, revision, registered_us, changed_us,
            entered_area)
        VALUES ('35.10', $1, 'kabupaten', 'Dinas PUPR', 'dinaspupr', $2, $3, 2026, 'active', '{}',
            FALSE, 1, 0, 0, $4)";
    PUT_WORD: cross_desa("a test") = "
        INSERT INTO oversight_claim_word (place, claim_id, told, note, office, person_id, told_us)
        VALUES ('35.10', $1, $2, '', '35.10', $3, $4)";
}

async fn a_claim_waits_in_the_inbox_of_whoever_may_be_the_second(engine: Engine) {
    let test = staffed(engine).await;
    let told_us = |hours: i64| NOON_US - hours * HOUR_US;
    put(
        &test.store,
        vec![
            (PUT_CLAIM, args![id(201), "R-1", DESA, "35.10"]),
            (PUT_CLAIM, args![id(202), "C-1", DESA, "35.10.25"]),
            (PUT_WORD, args![id(201), "", id(PMD), told_us(2)]),
            (PUT_WORD, args![id(202), "{}", id(OTHER_PMD), told_us(1)]),
        ],
    )
    .await;
    let out = (format!("kabupaten/35.10/claims/{}", id(201)), "Dinas PUPR R-1".to_owned());
    let other = (format!("kabupaten/35.10/claims/{}", id(202)), "Dinas PUPR C-1".to_owned());
    for (who, waits) in [
        (PMD, vec![(&other, "AmendClaim")]),
        (OTHER_PMD, vec![(&out, "WithdrawClaim")]),
        // The kabupaten's claim is not the camat's to let go.
        (CAM, vec![(&other, "AmendClaim")]),
        (SEK, vec![]),
    ] {
        let items = inbox(&test.store, who).await;
        assert_eq!(items.len(), waits.len(), "{who}: {items:?}");
        for (item, ((name, title), method)) in items.iter().zip(waits) {
            assert_eq!((&item.name, &item.title), (name, title));
            assert!(item.method.ends_with(method), "{item:?}");
            assert_eq!(item.place_title, "Sukojati");
        }
    }
}

engine_test!(a_claim_waits_in_the_inbox_of_whoever_may_be_the_second);
