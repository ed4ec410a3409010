//! The books: opening, cash book, tax, months, on both engines.

use domain::Error;
use store::{Engine, engine_test};
use wire::realisation::v1 as proto;

use crate::{
    bku::{GetBalance, ListBku},
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    document::{DepositTax, RecordReceipt, TransferCash},
    month::{CloseMonth, ConfirmMonthClose},
    opening::RecordOpeningBalance,
    spp::{Kind, Purse},
    story_tests::{Spp, create, fund, step},
    submit::SubmitSpp,
    world::{Act, PAPER, SURPLUS, World, YEAR, ask, input, sen},
};

fn codes(done: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    done.unwrap_err().refusals.into_iter().map(|r| r.code.into_owned()).collect()
}

fn opening() -> proto::RecordOpeningBalanceRequest {
    let line = |code: &str, cash, bank| proto::OpeningLine {
        sumber_dana: code.into(),
        cash: sen(cash),
        bank: sen(bank),
        tax: None,
    };
    proto::RecordOpeningBalanceRequest {
        parent: YEAR.into(),
        lines: vec![line("ADD", 10_000, 90_000), line("DDS", 0, 50_000)],
        ..Default::default()
    }
}

fn transfer(to: Purse, amount: i64) -> proto::TransferCashRequest {
    proto::TransferCashRequest {
        parent: YEAR.into(),
        to: to.wire(),
        amount: sen(amount),
        ..Default::default()
    }
}

fn deposit(amount: i64, ntpn: &str) -> proto::DepositTaxRequest {
    proto::DepositTaxRequest {
        parent: YEAR.into(),
        rekening: "7.1.1.03".into(),
        amount: sen(amount),
        store: Purse::Bank.wire(),
        ntpn: ntpn.into(),
        ..Default::default()
    }
}

/// Pays 100,000 for paper with 1,500 of tax withheld.
async fn pay(world: &World) {
    let lines = vec![ask(PAPER, 100_000, None)];
    let mut spp: Spp = create(world, "pka2", Kind::Definitif, input(lines)).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    let taxes = vec![proto::TaxWithheld { rekening: "7.1.1.03".into(), amount: sen(1_500) }];
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire(), taxes: taxes)
    .unwrap();
}

async fn the_opening_balance_stands_once_and_brings_the_surplus(engine: Engine) {
    let world = World::open(engine).await;
    let mut strange = opening();
    strange.lines[1].sumber_dana = "XYZ".into();
    let strange = world.run("keu", RecordOpeningBalance::parse(strange)).await;
    let strange = strange.map(|done| done.bank).unwrap_err();
    assert_eq!(strange.refusals[0].field.as_deref(), Some("lines[1].sumber_dana"));
    assert_eq!(codes(Err::<(), _>(strange)), ["CODE_UNKNOWN"]);
    let done = world.run("keu", RecordOpeningBalance::parse(opening())).await.unwrap();
    assert_eq!((done.cash, done.bank), (sen(10_000), sen(140_000)));
    assert_eq!(world.line(SURPLUS).await, (0, 100_000), "SiLPA of ADD stands on its line");
    let again = world.run("keu", RecordOpeningBalance::parse(opening())).await;
    assert_eq!(codes(again), ["OPENING_EXISTS"]);
}

async fn the_cash_book_shows_gross_out_tax_in_and_a_running_balance(engine: Engine) {
    let world = World::open(engine).await;
    world.run("keu", RecordOpeningBalance::parse(opening())).await.unwrap();
    pay(&world).await;
    world.run("keu", TransferCash::parse(transfer(Purse::Cash, 20_000))).await.unwrap();
    world.run("keu", DepositTax::parse(deposit(1_500, ""))).await.unwrap();
    fund(&world, 700).await;
    let list = |token: String| proto::ListBkuRequest {
        parent: YEAR.into(),
        page_size: 4,
        page_token: token,
        ..Default::default()
    };
    let mut rows = Vec::new();
    let mut token = String::new();
    loop {
        let page = world.ask("ins", ListBku::parse(list(token))).await.unwrap();
        rows.extend(page.rows);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let of = |amount: &Option<wire::common::v1::Rupiah>| amount.map(|a| a.sen).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|r| {
            (r.no, &r.day[5..], r.rekening.as_str(), of(&r.received), of(&r.spent), of(&r.balance))
        })
        .collect();
    let expected = [
        (1, "01-01", "3.1.1", 10_000, 0, 10_000),
        (2, "01-01", "3.1.1", 90_000, 0, 100_000),
        (3, "01-01", "3.1.1", 50_000, 0, 150_000),
        // Recorded last, dated first: the book is in the order of days.
        (4, "03-02", "4.2.1.01", 700, 0, 150_700),
        (5, "03-10", "5.2.1.01", 0, 100_000, 50_700),
        (6, "03-10", "7.1.1.03", 1_500, 0, 52_200),
        (7, "03-10", "1.1.1.02", 0, 20_000, 32_200),
        (8, "03-10", "1.1.1.01", 20_000, 0, 52_200),
        (9, "03-10", "7.1.1.03", 0, 1_500, 50_700),
    ];
    assert_eq!(told, expected);
    assert_eq!(rows[8].description, "Penyetoran pajak 7.1.1.03", "as the chart names it");
    let march = proto::ListBkuRequest {
        parent: YEAR.into(),
        from_day: "2026-03-03".into(),
        ..Default::default()
    };
    let march = world.ask("ins", ListBku::parse(march)).await.unwrap();
    assert_eq!((march.rows.len(), of(&march.rows[0].balance)), (5, 50_700));
    let request = proto::GetBalanceRequest { parent: YEAR.into(), ..Default::default() };
    let held = world.ask("ins", GetBalance::parse(request)).await.unwrap();
    assert_eq!((held.cash, held.bank), (sen(30_000), sen(20_700)));
    assert_eq!(held.taxes[0].amount, sen(0));
}

async fn tax_is_deposited_as_far_as_it_is_held_and_each_ntpn_once(engine: Engine) {
    let world = World::open(engine).await;
    world.run("keu", RecordOpeningBalance::parse(opening())).await.unwrap();
    pay(&world).await;
    assert_eq!(codes(world.run("keu", DepositTax::parse(deposit(1_600, ""))).await), ["TAX_SHORT"]);
    let done = world.run("keu", DepositTax::parse(deposit(500, "0123456789ABCDEF"))).await.unwrap();
    assert_eq!(done.number, "0001/SSP/25.2010/2026");
    let warned: Vec<_> = done.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(warned, ["BILLING_MISSING"]);
    let again = world.run("keu", DepositTax::parse(deposit(500, "0123456789abcdef"))).await;
    assert_eq!(codes(again), ["NTPN_USED"]);
}

/// What a payment of 100,000 with these taxes is warned of.
async fn warned(world: &World, taxes: &[(&str, i64)]) -> Vec<String> {
    let lines = vec![ask(PAPER, 100_000, None)];
    let mut spp = create(world, "pka2", Kind::Definitif, input(lines)).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    let held = |(code, amount): &(&str, i64)| proto::TaxWithheld {
        rekening: (*code).into(),
        amount: sen(*amount),
    };
    let done = step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire(), taxes: taxes.iter().map(held).collect())
    .unwrap();
    done.warnings.into_iter().map(|warning| warning.message).collect()
}

async fn tax_above_the_highest_rate_of_its_account_is_told(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    for (key, value) in [
        ("tax.PPH22.rekening", "7.1.1.03"),
        ("tax.PPH22.rate", "150"),
        ("tax.PPH22.no_npwp.rate", "300"),
        ("tax.PPH23.rate", "9000"),
        ("tax.tolerance_sen", "100"),
    ] {
        world.act(Act::Law(key, value)).await.unwrap();
    }
    let nothing: Vec<String> = Vec::new();
    assert_eq!(warned(&world, &[("7.1.1.03", 3_100)]).await, nothing, "rounded");
    let told = warned(&world, &[("7.1.1.03", 1_600), ("7.1.1.03", 1_600)]).await;
    let expected = "Pajak 7.1.1.03 sebesar Rp 32,00 lebih dari Rp 30,00, yaitu tarif tertinggi \
                    3,00 % dari Rp 1.000,00; periksa lagi.";
    assert_eq!(told, [expected], "both together");
    assert_eq!(world.told("spp.disbursed").await["warnings"][0], "TAX_ABOVE_RATE");
    assert_eq!(warned(&world, &[("7.1.1.01", 100_000)]).await, nothing, "no rate is laid down");
}

async fn a_receipt_wants_known_codes_its_own_source_and_a_day_that_is_over(engine: Engine) {
    let world = World::open(engine).await;
    let receipt = |day: &str, rekening: &str, source: &str| proto::RecordReceiptRequest {
        parent: YEAR.into(),
        day: day.into(),
        rekening: rekening.into(),
        sumber_dana: source.into(),
        amount: sen(1),
        store: Purse::Cash.wire(),
        description: "x".into(),
        ..Default::default()
    };
    for (day, rekening, source, expected) in [
        ("2026-03-11", "4.2.1.01", "DDS", vec!["PAY_DAY_INVALID"]),
        ("2025-12-31", "4.2.1.01", "DDS", vec!["PAY_DAY_INVALID"]),
        ("", "5.2.1.01", "XYZ", vec!["CODE_UNKNOWN", "CODE_UNKNOWN"]),
        ("", "6.1.1.01", "DDS", vec!["SILPA_BY_OPENING"]),
        ("", "4.2.1.01", "ADD", vec!["SOURCE_NOT_OF_ACCOUNT"]),
        ("2026-03-11", "4.2.1.01", "ADD", vec!["SOURCE_NOT_OF_ACCOUNT", "PAY_DAY_INVALID"]),
    ] {
        let done = world.run("keu", RecordReceipt::parse(receipt(day, rekening, source))).await;
        assert_eq!(codes(done), expected, "{day} {rekening} {source}");
    }
    let strange = RecordReceipt::parse(receipt("", "5.2.1.01", "XYZ"));
    let strange = world.run("keu", strange).await.unwrap_err();
    let fields: Vec<_> = strange.refusals.iter().map(|no| no.field.as_deref().unwrap()).collect();
    assert_eq!(fields, ["sumber_dana", "rekening"]);
    let short = world.run("keu", TransferCash::parse(transfer(Purse::Bank, 1))).await;
    assert_eq!(codes(short), ["CASH_SHORT"]);
    // A budget that was enacted with this source before the chart forbade it.
    world.act(Act::Revenue("4.2.1.01", "ADD")).await.unwrap();
    world.run("keu", RecordReceipt::parse(receipt("", "4.2.1.01", "ADD"))).await.unwrap();
}

async fn a_year_that_has_not_begun_has_no_opening_balance(engine: Engine) {
    let world = World::open(engine).await;
    let next = "desa/35.10.25.2010/tahun/2027";
    let early = proto::RecordOpeningBalanceRequest { parent: next.into(), ..opening() };
    let early = world.run("keu", RecordOpeningBalance::parse(early)).await;
    assert_eq!(codes(early), ["OPENING_AHEAD"]);
}

async fn a_deposit_is_whole_rupiah_under_a_code_of_digits(engine: Engine) {
    let world = World::open(engine).await;
    let bad =
        proto::DepositTaxRequest { billing_code: "ABCDEFGHIJKLMNO".into(), ..deposit(50, "") };
    let bad = world.run("keu", DepositTax::parse(bad)).await;
    assert_eq!(codes(bad), ["FIELD_MALFORMED", "FIELD_MALFORMED"]);
}

async fn two_persons_close_a_month_and_it_stays_closed(engine: Engine) {
    let world = World::open(engine).await;
    world.run("keu", RecordOpeningBalance::parse(opening())).await.unwrap();
    let close = |month, cash, bank| proto::CloseMonthRequest {
        parent: YEAR.into(),
        month,
        cash_counted: sen(cash),
        bank_statement: sen(bank),
        ..Default::default()
    };
    let confirm = |month| proto::ConfirmMonthCloseRequest {
        parent: YEAR.into(),
        month,
        ..Default::default()
    };
    let wrong = world.run("keu", CloseMonth::parse(close(3, 1, 140_000))).await;
    assert_eq!(codes(wrong), ["MONTH_NOT_OVER", "MONTH_ORDER", "BALANCE_DIFFERS"]);
    let early = world.run("sek", ConfirmMonthClose::parse(confirm(1))).await;
    assert_eq!(codes(early), ["MONTH_NOT_PROPOSED"]);
    world.run("all", CloseMonth::parse(close(1, 10_000, 140_000))).await.unwrap();
    let same = world.run("all", ConfirmMonthClose::parse(confirm(1))).await;
    assert_eq!(codes(same), ["SAME_PERSON"]);
    let late = proto::RecordReceiptRequest {
        parent: YEAR.into(),
        day: "2026-01-20".into(),
        rekening: "4.2.1.01".into(),
        sumber_dana: "DDS".into(),
        amount: sen(5),
        store: Purse::Bank.wire(),
        description: "Bunga".into(),
        ..Default::default()
    };
    world.run("keu", RecordReceipt::parse(late.clone())).await.unwrap();
    let changed = world.run("sek", ConfirmMonthClose::parse(confirm(1))).await;
    assert_eq!(codes(changed), ["MONTH_CHANGED"]);
    world.run("keu", CloseMonth::parse(close(1, 10_000, 140_005))).await.unwrap();
    for to in [Purse::Cash, Purse::Bank] {
        let there_and_back =
            proto::TransferCashRequest { day: "2026-01-21".into(), ..transfer(to, 7) };
        world.run("keu", TransferCash::parse(there_and_back)).await.unwrap();
    }
    let changed = world.run("sek", ConfirmMonthClose::parse(confirm(1))).await;
    assert_eq!(codes(changed), ["MONTH_CHANGED"], "though the balances are as they were");
    world.run("keu", CloseMonth::parse(close(1, 10_000, 140_005))).await.unwrap();
    // Of March, which is no change of January.
    fund(&world, 700).await;
    let done = world.run("sek", ConfirmMonthClose::parse(confirm(1))).await.unwrap();
    assert_eq!(done.balance.unwrap().total, sen(150_005));
    assert_eq!(codes(world.run("keu", RecordReceipt::parse(late)).await), ["MONTH_CLOSED"]);
    let dated = proto::SppInput {
        day: "2026-01-20".into(),
        received_day: "2026-01-19".into(),
        ..input(vec![ask(PAPER, 1, None)])
    };
    let mut spp = create(&world, "pka2", Kind::Definitif, dated).await.unwrap();
    assert_eq!(codes(step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp)), ["MONTH_CLOSED"]);
}

async fn a_month_that_others_closed_meanwhile_is_not_proposed(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::ClosedMonth(1)).await.unwrap();
    let request = proto::CloseMonthRequest {
        parent: YEAR.into(),
        month: 1,
        cash_counted: sen(0),
        bank_statement: sen(0),
        ..Default::default()
    };
    let late = world.run("keu", CloseMonth::parse(request)).await;
    assert_eq!(codes(late), ["MONTH_ORDER"], "nothing was written, so it is no success");
}

engine_test!(
    a_month_that_others_closed_meanwhile_is_not_proposed,
    the_opening_balance_stands_once_and_brings_the_surplus,
    the_cash_book_shows_gross_out_tax_in_and_a_running_balance,
    tax_is_deposited_as_far_as_it_is_held_and_each_ntpn_once,
    tax_above_the_highest_rate_of_its_account_is_told,
    a_receipt_wants_known_codes_its_own_source_and_a_day_that_is_over,
    two_persons_close_a_month_and_it_stays_closed,
    a_year_that_has_not_begun_has_no_opening_balance,
    a_deposit_is_whole_rupiah_under_a_code_of_digits,
);
