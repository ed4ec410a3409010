//! Corrections in the inbox, on both engines.

use store::{Engine, args, engine_test};

use crate::{
    fixtures::{DESA, NOON_US, id, put},
    inbox::tests::{HOUR_US, KDS, KEU, SEK, inbox, staffed, told},
};

store::statements! {
    PUT_CORRECTION = "
        INSERT INTO realisation_correction (desa_id, correction_id, tahun, reference, kind,
            amount_sen, description, note, state, proposed_by, proposed_us, closed_by)
        VALUES ($1, $2, 2026, $3, 'receipt', 70, 'Bunga', 'Salah', $4, $5, $6, $7)";
    PUT_REJECTED = "
        INSERT INTO realisation_correction (desa_id, correction_id, tahun, reference, kind,
            amount_sen, description, note, state, proposed_by, proposed_us, closed_by, closed_us)
        VALUES ($1, $2, 2026, $3, 'receipt', 70, 'Bunga', 'Salah', 'rejected', $4, $5, $6, $7)";
}

async fn a_proposed_correction_waits_for_the_sekretaris_desa(engine: Engine) {
    let test = staffed(engine).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let none = None::<uuid::Uuid>;
    let rows = vec![
        (PUT_CORRECTION, args![DESA, id(80), "1", "proposed", id(KEU), hour(4), none]),
        (PUT_CORRECTION, args![DESA, id(81), "2", "proposed", id(SEK), hour(3), none]),
        (PUT_CORRECTION, args![DESA, id(82), "3", "rejected", id(KEU), hour(2), Some(id(SEK))]),
    ];
    put(&test.store, rows).await;
    let items = inbox(&test.store, SEK).await;
    let expected = [("ConfirmCorrection", 4, false), ("ConfirmCorrection", 3, true)];
    assert_eq!(told(&items), expected, "not what was turned down");
    assert_eq!(items[0].name, format!("desa/{DESA}/tahun/2026/corrections/{}", id(80)));
    assert_eq!((items[0].title.as_str(), items[0].amount.unwrap().sen), ("Koreksi 1 - Bunga", 70));
    assert!(items[0].why.ends_with("Alasan: Salah"), "{}", items[0].why);
    assert_eq!(told(&inbox(&test.store, KDS).await), []);
}

async fn a_correction_that_was_turned_down_is_told_until_it_is_proposed_again(engine: Engine) {
    let test = staffed(engine).await;
    let hour = |hours: i64| NOON_US - hours * HOUR_US;
    let rejected = |n: u128, number: &str, by: u128, hours: i64| {
        let (keu, proposed_us) = (id(KEU), hour(hours + 1));
        (PUT_REJECTED, args![DESA, id(n), number, keu, proposed_us, id(by), hour(hours)])
    };
    let rows = vec![
        rejected(80, "1", SEK, 2),
        rejected(81, "2", SEK, 15 * 24),
        rejected(82, "3", KEU, 2),
        rejected(83, "4", SEK, 2),
    ];
    put(&test.store, rows).await;
    let none = None::<uuid::Uuid>;
    let again = args![DESA, id(84), "4", "proposed", id(KEU), hour(1), none];
    put(&test.store, vec![(PUT_CORRECTION, again)]).await;
    let items = inbox(&test.store, KEU).await;
    assert_eq!(told(&items), [("ProposeCorrection", 2, false)], "not long ago, taken back, again");
    assert_eq!(items[0].title, "Koreksi 1 - Bunga");
    assert!(items[0].why.contains("ditolak"), "{}", items[0].why);
}

engine_test!(
    a_proposed_correction_waits_for_the_sekretaris_desa,
    a_correction_that_was_turned_down_is_told_until_it_is_proposed_again,
);
