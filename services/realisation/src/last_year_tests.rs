//! The turn of a year: what the old one ended with, and tax that goes over, on both engines.

use store::{Engine, engine_test};
use wire::realisation::v1 as proto;

use super::*;
use crate::{
    bku::GetBalance,
    correction::{ConfirmCorrection, ProposeCorrection},
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    document::DepositTax,
    month::{CloseMonth, ConfirmMonthClose},
    opening::RecordOpeningBalance,
    spp::{Kind, Purse},
    story_tests::{Spp, codes, create, fund, step},
    submit::SubmitSpp,
    world::{PAPER, World, YEAR, ask, input, sen},
};

const NEXT: &str = "desa/35.10.25.2010/tahun/2027";
/// Of 2,000,000 are paid 100,000, and 1,500 of that withheld.
const LEFT_SEN: i64 = 1_901_500;
/// The tax withheld.
const TAX_SEN: i64 = 1_500;

fn withheld() -> Vec<proto::TaxWithheld> {
    vec![proto::TaxWithheld { rekening: "7.1.1.03".into(), amount: sen(TAX_SEN) }]
}

/// A request for paper that is approved.
async fn ready(world: &World, amount: i64) -> Spp {
    let lines = vec![ask(PAPER, amount, None)];
    let mut spp = create(world, "pka2", Kind::Definitif, input(lines)).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    spp
}

/// A year that is over: tax was withheld on 20 December, and one more request was approved.
async fn year(engine: Engine) -> (World, Spp) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    world.set_date(2026, 12, 20);
    let mut paid = ready(&world, 100_000).await;
    step!(world, "keu", DisburseSpp, DisburseSppRequest, paid,
        store: Purse::Bank.wire(), taxes: withheld())
    .unwrap();
    let waits = ready(&world, 10_000).await;
    world.set_date(2027, 1, 4);
    (world, waits)
}

/// Closes the twelve months.
async fn close(world: &World) {
    for month in 1..=12 {
        let bank = match month {
            1 | 2 => 0,
            12 => LEFT_SEN,
            _ => 2_000_000,
        };
        let request = proto::CloseMonthRequest {
            parent: YEAR.into(),
            month,
            cash_counted: sen(0),
            bank_statement: sen(bank),
            ..Default::default()
        };
        world.run("keu", CloseMonth::parse(request)).await.unwrap();
        let request =
            proto::ConfirmMonthCloseRequest { parent: YEAR.into(), month, ..Default::default() };
        world.run("sek", ConfirmMonthClose::parse(request)).await.unwrap();
    }
}

/// An opening by source: what the bank holds, and how much of it is tax.
fn opening(year: &str, lines: &[(&str, i64, Option<i64>)]) -> Result<RecordOpeningBalance, Error> {
    let line = |(code, bank, tax): &(&str, i64, Option<i64>)| proto::OpeningLine {
        sumber_dana: (*code).into(),
        cash: sen(0),
        bank: sen(*bank),
        tax: tax.and_then(sen),
    };
    RecordOpeningBalance::parse(proto::RecordOpeningBalanceRequest {
        parent: year.into(),
        lines: lines.iter().map(line).collect(),
        ..Default::default()
    })
}

fn deposit(year: &str, day: &str, amount: i64) -> Result<DepositTax, Error> {
    DepositTax::parse(proto::DepositTaxRequest {
        parent: year.into(),
        day: day.into(),
        rekening: "7.1.1.03".into(),
        amount: sen(amount),
        store: Purse::Bank.wire(),
        ..Default::default()
    })
}

fn sides(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(account, sen)| ((*account).to_owned(), *sen)).collect()
}

async fn tax_of_december_is_deposited_in_january_and_is_no_surplus(engine: Engine) {
    let (world, _) = year(engine).await;
    close(&world).await;
    let done = world.run("keu", opening(NEXT, &[("DDS", LEFT_SEN, None)])).await.unwrap();
    assert_eq!((done.bank, done.tax), (sen(LEFT_SEN), sen(TAX_SEN)));
    let opened =
        [("1.1.1.02", LEFT_SEN), ("3.1.1", -LEFT_SEN), ("3.1.1", TAX_SEN), ("7.1.1.03", -TAX_SEN)];
    assert_eq!(world.postings("opening").await, sides(&opened));
    let surplus = [("3.1.2", 1_900_000), ("6.1.1.01", -1_900_000)];
    assert_eq!(world.postings("silpa").await, sides(&surplus));
    world.set_date(2027, 1, 10);
    world.run("keu", deposit(NEXT, "", TAX_SEN)).await.unwrap();
    let more = world.run("keu", deposit(NEXT, "", 100)).await;
    assert_eq!(codes(more.map(|done| done.number)), ["TAX_SHORT"]);
    let request = proto::GetBalanceRequest { parent: NEXT.into(), ..Default::default() };
    let held = world.ask("ins", GetBalance::parse(request)).await.unwrap();
    assert_eq!((held.bank, held.taxes[0].amount), (sen(1_900_000), sen(0)));
}

async fn a_year_begins_with_what_the_one_before_was_closed_with(engine: Engine) {
    let (world, _) = year(engine).await;
    close(&world).await;
    let short = world.run("keu", opening(NEXT, &[("ADD", LEFT_SEN - 1, None)])).await;
    let short = short.map(|done| done.bank).unwrap_err();
    let told = short.refusals[0].message();
    for word in ["bank", "Rp 19.014,99", "Rp 19.015,00", "2026"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(Err::<(), _>(short)), ["OPENING_DIFFERS"]);
    let both = [("ADD", 1_000, Some(TAX_SEN)), ("DDS", LEFT_SEN, None)];
    let wrong = world.run("keu", opening(NEXT, &both)).await.map(|done| done.bank);
    assert_eq!(codes(wrong), ["OPENING_DIFFERS", "OPENING_TAX_BEYOND"]);
    let both = [("ADD", 1_500, Some(TAX_SEN)), ("DDS", LEFT_SEN - 1_500, Some(0))];
    world.run("keu", opening(NEXT, &both)).await.unwrap();
    let surplus = [("3.1.2", 1_900_000), ("6.1.1.01", -1_900_000)];
    assert_eq!(world.postings("silpa").await, sides(&surplus), "nothing of ADD is left over");
}

async fn the_surplus_keeps_its_source(engine: Engine) {
    let (world, _) = year(engine).await;
    close(&world).await;
    // Dana Desa came in, and paper was paid for ADD, which so ended with nothing.
    let moved = world.run("keu", opening(NEXT, &[("ADD", LEFT_SEN, None)])).await;
    let moved = moved.map(|done| done.bank).unwrap_err();
    let told = moved.refusals[0].message();
    for word in ["SiLPA ADD", "Rp 19.000,00", "hanya Rp 0,00", "2026"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(moved.refusals[0].field.as_deref(), Some("lines[0]"));
    assert_eq!(codes(Err::<(), _>(moved)), ["OPENING_SOURCE_DIFFERS"]);
    let part = [("DDS", LEFT_SEN - 1, Some(TAX_SEN)), ("ADD", 1, Some(0))];
    let part = world.run("keu", opening(NEXT, &part)).await.map(|done| done.bank);
    assert_eq!(codes(part), ["OPENING_SOURCE_DIFFERS"], "not a sen of it");
    world.run("keu", opening(NEXT, &[("DDS", LEFT_SEN, None)])).await.unwrap();
    let right = proto::Replacement {
        lines: vec![proto::OpeningLine {
            sumber_dana: "ADD".into(),
            cash: sen(0),
            bank: sen(LEFT_SEN),
            tax: None,
        }],
        ..Default::default()
    };
    let request = proto::ProposeCorrectionRequest {
        parent: NEXT.into(),
        reference: "00001/SAL/25.2010/2027".into(),
        note: "Salah sumber".into(),
        replacement: Some(right),
        ..Default::default()
    };
    let no = world.run("keu", ProposeCorrection::parse(request)).await;
    assert_eq!(codes(no), ["OPENING_SOURCE_DIFFERS"], "nor by a correction");
}

async fn tax_that_was_taken_over_does_not_move_in_the_old_year(engine: Engine) {
    let (world, mut waits) = year(engine).await;
    // December is open still, so its money may yet change; its tax is taken over as it is.
    let untold = [("ADD", 1_000, None), ("DDS", LEFT_SEN, None)];
    let untold = world.run("keu", opening(NEXT, &untold)).await.map(|done| done.bank);
    assert_eq!(codes(untold), ["OPENING_TAX_UNTOLD"]);
    let less = [("ADD", 1_000, Some(TAX_SEN - 600)), ("DDS", LEFT_SEN, Some(500))];
    let less = world.run("keu", opening(NEXT, &less)).await.map(|done| done.bank);
    assert_eq!(codes(less), ["OPENING_DIFFERS"]);
    let told = [("ADD", 1_000, Some(TAX_SEN - 500)), ("DDS", LEFT_SEN, Some(500))];
    world.run("keu", opening(NEXT, &told)).await.unwrap();
    let late = world.run("keu", deposit(YEAR, "2026-12-30", TAX_SEN)).await;
    assert_eq!(codes(late.map(|done| done.number)), ["TAX_TAKEN_OVER"]);
    let late = step!(world, "keu", DisburseSpp, DisburseSppRequest, waits,
        day: "2026-12-20".into(), store: Purse::Bank.wire(), taxes: withheld());
    assert_eq!(codes(late), ["TAX_TAKEN_OVER"]);
    step!(world, "keu", DisburseSpp, DisburseSppRequest, waits,
        day: "2026-12-20".into(), store: Purse::Bank.wire())
    .unwrap();
    world.run("keu", deposit(NEXT, "", TAX_SEN)).await.unwrap();
}

async fn a_deposit_of_tax_that_was_taken_over_is_not_undone_in_the_old_year(engine: Engine) {
    let (world, _) = year(engine).await;
    world.run("keu", deposit(YEAR, "2026-12-30", 500)).await.unwrap();
    let propose = |parent: &str| {
        ProposeCorrection::parse(proto::ProposeCorrectionRequest {
            parent: parent.into(),
            reference: "0001/SSP/25.2010/2026".into(),
            day: "2026-12-31".into(),
            note: "Salah catat".into(),
            document_number: "BPN-7".into(),
            ..Default::default()
        })
    };
    let elsewhere = world.run("keu", propose(NEXT)).await;
    assert_eq!(codes(elsewhere), ["CORRECTION_UNKNOWN"], "it stands in the other year");
    let waits = world.run("keu", propose(YEAR)).await.unwrap();
    let done = world.run("keu", opening(NEXT, &[("ADD", LEFT_SEN, None)])).await.unwrap();
    assert_eq!(done.tax, sen(TAX_SEN - 500));
    let name = waits.correction.unwrap().name;
    let request = proto::ConfirmCorrectionRequest { name, ..Default::default() };
    let late = world.run("sek", ConfirmCorrection::parse(request)).await;
    assert_eq!(codes(late), ["TAX_TAKEN_OVER"]);
}

async fn without_books_of_last_year_nothing_is_taken_over(engine: Engine) {
    let world = World::open(engine).await;
    let told = world.run("keu", opening(YEAR, &[("ADD", 1_000, Some(1))])).await;
    assert_eq!(codes(told.map(|done| done.bank)), ["OPENING_DIFFERS"]);
    let done = world.run("keu", opening(YEAR, &[("ADD", 1_000, None)])).await.unwrap();
    assert_eq!(done.tax, sen(0));
}

engine_test!(
    tax_of_december_is_deposited_in_january_and_is_no_surplus,
    a_year_begins_with_what_the_one_before_was_closed_with,
    the_surplus_keeps_its_source,
    tax_that_was_taken_over_does_not_move_in_the_old_year,
    a_deposit_of_tax_that_was_taken_over_is_not_undone_in_the_old_year,
    without_books_of_last_year_nothing_is_taken_over,
);
