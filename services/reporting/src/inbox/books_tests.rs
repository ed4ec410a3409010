//! What the books wait for by the calendar, in the inbox, on both engines.

use domain::{SumberDana, Tahun};
use ledger::{Entry, EntryKind};
use store::{Args, Engine, Statement, args, engine_test};

use crate::{
    fixtures::{Act, DESA, NOON_US, Side, act, entry, id, put},
    inbox::tests::{HOUR_US, KDS, KEU, SEK, inbox, spp, staffed, told},
};

store::statements! {
    PUT_HEAD = "
        INSERT INTO ledger_head (desa_id, tahun, seq, closed_month) VALUES ($1, $2, 1, $3)";
    PUT_MONTH = "
        INSERT INTO realisation_month (desa_id, tahun, month, state, cash_sen, bank_sen,
            journal_seq, proposed_by, proposed_us)
        VALUES ($1, $2, $3, 'proposed', 0, $4, 1, $5, 0)";
    CONFIRM = "
        UPDATE realisation_month SET state = 'closed', confirmed_by = $3, confirmed_us = $4
         WHERE desa_id = $1 AND tahun = $2";
    CLOSE = "UPDATE ledger_head SET closed_month = 12 WHERE desa_id = $1 AND tahun = $2";
    PUT_OPENING = "
        INSERT INTO realisation_opening (desa_id, tahun, sumber_dana, cash_sen, bank_sen, tax_sen,
            recorded_by, at_us)
        VALUES ($1, 2026, $2, 0, 700, 0, $3, 0)";
    PUT_PROJECT = "
        INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan, work_class,
            intervention, name, amount_sen, volume_e4, unit, state, state_since_us, proposed_by,
            created_us)
        VALUES ($1, $2, 2026, '02.03.10', 'culvert', 'new', 'Gorong', 250000000, 10000, 'unit',
            'cancelled', 0, $3, 0)";
}

fn head(tahun: i64, closed_month: i64) -> (Statement, Args) {
    (PUT_HEAD, args![DESA, tahun, closed_month])
}

async fn a_month_that_is_over_asks_to_be_closed(engine: Engine) {
    let test = staffed(engine).await;
    put(&test.store, vec![head(2026, 1)]).await;
    // From the first hour of March until the noon of 2 March.
    let items = inbox(&test.store, KEU).await;
    assert_eq!(told(&items), [("CloseMonth", 36, false)]);
    assert_eq!(items[0].title, "Tutup buku Februari 2026");
    assert_eq!(items[0].name, format!("desa/{DESA}/tahun/2026"));
    assert_eq!(told(&inbox(&test.store, SEK).await), []);
    let proposed = (PUT_MONTH, args![DESA, 2026_i64, 2_i64, 0_i64, id(KEU)]);
    put(&test.store, vec![proposed]).await;
    assert_eq!(told(&inbox(&test.store, KEU).await), [], "it waits for the secretary now");
}

async fn a_year_that_has_begun_asks_for_its_opening_balance(engine: Engine) {
    let test = staffed(engine).await;
    put(&test.store, vec![head(2025, 12)]).await;
    let items = inbox(&test.store, KEU).await;
    assert_eq!(items[0].title, "Saldo awal 2026");
    assert!(items[0].method.ends_with("RecordOpeningBalance"), "{items:?}");
    assert_eq!(items.len(), 1);
}

/// An entry of a year, of money of a source.
fn of_year(tahun: i32, source: &str, kind: EntryKind, day: &str, sides: &[Side]) -> Entry {
    let mut one = entry(kind, day, sides);
    one.tahun = Tahun::new(tahun).unwrap();
    for side in &mut one.postings {
        side.sumber_dana = Some(SumberDana::parse(source).unwrap());
    }
    one
}

/// Whether the treasurer is told of the opening balance: 2025 received 700 of Dana Desa and was
/// closed with so much in the bank, 2026 began with 700 of a source.
async fn is_off(engine: Engine, closed_sen: i64, source: &str) -> bool {
    let test = staffed(engine).await;
    let received = [("1.1.1.02", None, 700), ("4.2.1.01", None, -700)];
    let opened = [("1.1.1.02", None, 700), ("3.1.1", None, -700)];
    let surplus = [("3.1.2", None, 700), ("6.1.1.01", None, -700)];
    let entries = vec![
        of_year(2025, "DDS", EntryKind::Receipt, "2025-12-01", &received),
        of_year(2026, source, EntryKind::Opening, "2026-01-01", &opened),
        of_year(2026, source, EntryKind::Silpa, "2026-01-01", &surplus),
    ];
    act(&test.store, Act { entries, ..Act::default() }).await;
    let closed = vec![
        (PUT_OPENING, args![DESA, source, id(KEU)]),
        (PUT_MONTH, args![DESA, 2025_i64, 12_i64, closed_sen, id(KEU)]),
        (CONFIRM, args![DESA, 2025_i64, id(SEK), NOON_US - HOUR_US]),
        (CLOSE, args![DESA, 2025_i64]),
    ];
    put(&test.store, closed).await;
    let items = inbox(&test.store, KEU).await;
    let off = items.iter().find(|item| item.title == "Koreksi saldo awal 2026");
    off.is_some_and(|item| {
        assert!(item.method.ends_with("ProposeCorrection"), "{item:?}");
        assert_eq!(item.name, format!("desa/{DESA}/tahun/2026"));
        item.since_us == NOON_US - HOUR_US
    })
}

async fn an_opening_balance_that_december_does_not_bear_out_is_told(engine: Engine) {
    assert!(!is_off(engine, 700, "DDS").await, "as December was closed");
    assert!(is_off(engine, 600, "DDS").await, "closed anew with less in the bank");
    assert!(is_off(engine, 700, "ADD").await, "the surplus is of another source");
}

async fn a_request_that_cannot_be_paid_any_more_says_so(engine: Engine) {
    let test = staffed(engine).await;
    let mut all = spp(101, "approved", "definitif", 2, Some(id(70)));
    all.extend(spp(102, "verified", "definitif", 1, Some(id(70))));
    all.push((PUT_PROJECT, args![DESA, id(70), id(SEK)]));
    put(&test.store, all).await;
    let items = inbox(&test.store, KEU).await;
    assert_eq!(told(&items), [("DisburseSpp", 2, true)]);
    for word in ["sudah dibatalkan", "kepala desa menolaknya"] {
        assert!(items[0].why.contains(word), "{word}: {}", items[0].why);
    }
    let items = inbox(&test.store, KDS).await;
    assert_eq!(told(&items), [("ApproveSpp", 1, false)], "who may reject it");
    let over = staffed(engine).await;
    let mut all = spp(103, "approved", "definitif", 2, None);
    all.push(head(2026, 12));
    put(&over.store, all).await;
    let items = inbox(&over.store, KEU).await;
    assert_eq!(told(&items), [("DisburseSpp", 2, true)]);
    assert!(items[0].why.contains("Buku tahun 2026 sudah ditutup"), "{}", items[0].why);
}

engine_test!(
    a_month_that_is_over_asks_to_be_closed,
    a_year_that_has_begun_asks_for_its_opening_balance,
    an_opening_balance_that_december_does_not_bear_out_is_told,
    a_request_that_cannot_be_paid_any_more_says_so,
);
