//! What stands wrong in the books is put right by two persons, on both engines.

use store::{Engine, engine_test};

use super::*;
use crate::{
    bku::{GetBalance, ListBku},
    charge::RecordBankCharge,
    corrections::ListCorrections,
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    document::{DepositTax, TransferCash},
    month::{CloseMonth, ConfirmMonthClose},
    opening::RecordOpeningBalance,
    spp::{Kind, Purse},
    story_tests::{Spp, codes, create, fund, step},
    submit::SubmitSpp,
    world::{Act, PAPER, REVENUE, SURPLUS, World, YEAR, ask, id, input, sen},
};

/// The first receipt.
const RECEIPT: &str = "0001/TBP/25.2010/2026";
const NTPN: &str = "0123456789ABCDEF";

fn request(
    reference: &str,
    replacement: Option<proto::Replacement>,
) -> proto::ProposeCorrectionRequest {
    proto::ProposeCorrectionRequest {
        parent: YEAR.into(),
        reference: reference.into(),
        note: "Salah catat".into(),
        replacement,
        document_number: "BPN-7".into(),
        ..Default::default()
    }
}

async fn propose(
    world: &World,
    who: &str,
    request: proto::ProposeCorrectionRequest,
) -> Result<proto::Correction, Error> {
    let done = world.run(who, ProposeCorrection::parse(request)).await?;
    Ok(done.correction.unwrap())
}

async fn confirm(
    world: &World,
    who: &str,
    one: &proto::Correction,
) -> Result<proto::Correction, Error> {
    let request = proto::ConfirmCorrectionRequest { name: one.name.clone(), ..Default::default() };
    let done = world.run(who, ConfirmCorrection::parse(request)).await?;
    Ok(done.correction.unwrap())
}

async fn reject(
    world: &World,
    who: &str,
    one: &proto::Correction,
) -> Result<proto::Correction, Error> {
    let request = proto::RejectCorrectionRequest { name: one.name.clone(), ..Default::default() };
    let done = world.run(who, RejectCorrection::parse(request)).await?;
    Ok(done.correction.unwrap())
}

/// Proposes and confirms.
async fn corrected(
    world: &World,
    reference: &str,
    replacement: Option<proto::Replacement>,
) -> Result<proto::Correction, Error> {
    let one = propose(world, "keu", request(reference, replacement)).await?;
    confirm(world, "sek", &one).await
}

/// What is right instead of the first receipt.
fn received(amount: i64) -> Option<proto::Replacement> {
    Some(proto::Replacement {
        rekening: "4.2.1.01".into(),
        sumber_dana: "DDS".into(),
        amount: sen(amount),
        store: Purse::Bank.wire(),
        description: "Dana Desa tahap I".into(),
        ..Default::default()
    })
}

fn deposited(amount: i64) -> Option<proto::Replacement> {
    Some(proto::Replacement {
        rekening: "7.1.1.03".into(),
        amount: sen(amount),
        store: Purse::Bank.wire(),
        ntpn: NTPN.into(),
        ..Default::default()
    })
}

fn opening(lines: &[(&str, i64, i64)]) -> Vec<proto::OpeningLine> {
    let line = |(code, cash, bank): &(&str, i64, i64)| proto::OpeningLine {
        sumber_dana: (*code).into(),
        cash: sen(*cash),
        bank: sen(*bank),
        tax: None,
    };
    lines.iter().map(line).collect()
}

async fn open_books(
    world: &World,
    lines: &[(&str, i64, i64)],
) -> Result<proto::RecordOpeningBalanceResponse, Error> {
    let request = proto::RecordOpeningBalanceRequest {
        parent: YEAR.into(),
        lines: opening(lines),
        ..Default::default()
    };
    world.run("keu", RecordOpeningBalance::parse(request)).await
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

/// Cash, bank and tax held.
async fn balance(world: &World) -> (i64, i64, Vec<i64>) {
    let request = proto::GetBalanceRequest { parent: YEAR.into(), ..Default::default() };
    let held = world.ask("ins", GetBalance::parse(request)).await.unwrap();
    let of = |amount: Option<wire::common::v1::Rupiah>| amount.unwrap().sen;
    let taxes = held.taxes.into_iter().map(|tax| of(tax.amount)).collect();
    (of(held.cash), of(held.bank), taxes)
}

async fn list(world: &World, state: proto::CorrectionState) -> Vec<proto::Correction> {
    let request = proto::ListCorrectionsRequest {
        parent: YEAR.into(),
        state: state.into(),
        ..Default::default()
    };
    world.ask("ins", ListCorrections::parse(request)).await.unwrap().corrections
}

async fn a_wrong_receipt_is_undone_and_replaced_by_two_persons(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    let wanted = || request(RECEIPT, received(1_900_000));
    assert_eq!(codes(propose(&world, "sek", wanted()).await), ["NOT_ALLOWED"]);
    let first = propose(&world, "all", wanted()).await.unwrap();
    assert_eq!((first.amount, first.description.as_str()), (sen(2_000_000), "Dana Desa tahap I"));
    assert_eq!(first.replacement.as_ref().unwrap().amount, sen(1_900_000), "what is to be signed");
    assert_eq!(codes(propose(&world, "keu", wanted()).await), ["CORRECTION_PENDING"]);
    assert_eq!(codes(confirm(&world, "all", &first).await), ["SAME_PERSON"]);
    assert_eq!(codes(reject(&world, "keu", &first).await), ["NOT_ALLOWED"], "of another one");
    assert_eq!(codes(confirm(&world, "kds", &first).await), ["NOT_ALLOWED"]);
    let ended = reject(&world, "sek", &first).await.unwrap();
    assert_eq!(ended.state, i32::from(proto::CorrectionState::Rejected));
    assert_eq!(codes(confirm(&world, "sek", &first).await), ["CORRECTION_MISSING"]);
    assert_eq!(world.line(REVENUE).await, (0, 2_000_000), "turned down, the receipt stays");
    let second = propose(&world, "keu", wanted()).await.unwrap();
    let waiting = list(&world, proto::CorrectionState::Proposed).await;
    assert_eq!(waiting, std::slice::from_ref(&second));
    world.set_day(3, 12);
    let done = confirm(&world, "sek", &second).await.unwrap();
    assert_eq!(done.number, "0001/KOR/25.2010/2026");
    assert_eq!(done.replacement_number, "0002/TBP/25.2010/2026");
    let persons = (done.proposed_by_display_name.as_str(), done.closed_by_display_name.as_str());
    assert_eq!((done.day.as_str(), persons), ("2026-03-12", ("keu", "sek")));
    let contra = [("1.1.1.02".to_owned(), -2_000_000), ("4.2.1.01".to_owned(), 2_000_000)];
    assert_eq!(world.postings("correction").await, contra);
    assert_eq!(world.line(REVENUE).await, (0, 1_900_000), "revenue is what was received");
    let bku = proto::ListBkuRequest { parent: YEAR.into(), ..Default::default() };
    let rows = world.ask("ins", ListBku::parse(bku)).await.unwrap().rows;
    let told: Vec<_> =
        rows.iter().map(|row| (row.reference.as_str(), row.received, row.spent)).collect();
    let expected = [
        (RECEIPT, sen(2_000_000), sen(0)),
        ("0001/KOR/25.2010/2026", sen(0), sen(2_000_000)),
        ("0002/TBP/25.2010/2026", sen(1_900_000), sen(0)),
    ];
    assert_eq!(told, expected, "nothing that was written is gone");
    assert_eq!(rows[1].description, format!("Koreksi {RECEIPT}: Dana Desa tahap I"));
    assert_eq!(codes(propose(&world, "keu", wanted()).await), ["CORRECTION_PENDING"]);
    // What was booked in its place can be wrong too, and may be nothing.
    corrected(&world, "0002/TBP/25.2010/2026", None).await.unwrap();
    assert_eq!((world.line(REVENUE).await, balance(&world).await.1), ((0, 0), 0));
    assert_eq!(list(&world, proto::CorrectionState::Unspecified).await.len(), 3);
}

async fn what_is_no_entry_of_the_books_is_refused_with_its_way_out(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    pay(&world).await;
    for (reference, expected) in [
        ("0009/TBP/25.2010/2026", "CORRECTION_UNKNOWN"),
        ("00001/SAL/25.2010/2026", "CORRECTION_UNKNOWN"),
        ("0001/KOR/25.2010/2026", "CORRECTION_UNKNOWN"),
        ("00001/KWT/25.2010/2026", "CORRECTION_OF_PAYMENT"),
    ] {
        let lines = opening(&[("ADD", 0, 1)]);
        let what =
            reference.contains("SAL").then(|| proto::Replacement { lines, ..Default::default() });
        let no = propose(&world, "keu", request(reference, what)).await.unwrap_err();
        assert_eq!(no.refusals[0].field.as_deref(), Some("reference"), "{reference}");
        assert_eq!(codes(Err::<(), _>(no)), [expected], "{reference}");
    }
    let of = |no: Error| -> Vec<(String, String)> {
        let told = |one: Refusal| (one.code.into_owned(), one.field.unwrap_or_default());
        no.refusals.into_iter().map(told).collect()
    };
    let pair = |code: &str, field: &str| vec![(code.to_owned(), field.to_owned())];
    for day in ["2026-03-01", "2026-03-11"] {
        let wrong = proto::ProposeCorrectionRequest { day: day.into(), ..request(RECEIPT, None) };
        let no = propose(&world, "keu", wrong).await.unwrap_err();
        assert_eq!(of(no), pair("PAY_DAY_INVALID", "day"), "{day}");
    }
    let wrong =
        proto::ProposeCorrectionRequest { day: "2027-01-01".into(), ..request(RECEIPT, None) };
    assert_eq!(of(propose(&world, "keu", wrong).await.unwrap_err()), pair("OUTSIDE_YEAR", "day"));
    let no = propose(&world, "keu", request(RECEIPT, received(0))).await.unwrap_err();
    assert_eq!(of(no), pair("AMOUNT_INVALID", "replacement.amount"));
    let other = received(1).map(|right| proto::Replacement { sumber_dana: "ADD".into(), ..right });
    let no = propose(&world, "keu", request(RECEIPT, other)).await.unwrap_err();
    assert_eq!(of(no), pair("SOURCE_NOT_OF_ACCOUNT", "replacement.sumber_dana"));
    let mixed = received(1).map(|right| proto::Replacement {
        to: Purse::Cash.wire(),
        ntpn: NTPN.into(),
        lines: opening(&[("ADD", 0, 1)]),
        ..right
    });
    let no = propose(&world, "keu", request(RECEIPT, mixed)).await.unwrap_err();
    assert!(no.refusals[0].message().contains("koreksi penerimaan"), "{no:?}");
    let expected = ["to", "ntpn", "lines"].map(|field| format!("replacement.{field}"));
    let fields: Vec<String> = of(no).into_iter().map(|(_, field)| field).collect();
    assert_eq!(fields, expected, "they would be left out unseen");
    let no = propose(&world, "keu", request("00001/SAL/25.2010/2026", None)).await.unwrap_err();
    assert_eq!(of(no), pair("FIELD_REQUIRED", "replacement.lines"));
    let empty = proto::ProposeCorrectionRequest { parent: YEAR.into(), ..Default::default() };
    let no = propose(&world, "keu", empty).await.unwrap_err();
    let fields: Vec<String> = of(no).into_iter().map(|(_, field)| field).collect();
    assert_eq!(fields, ["reference", "note"]);
}

async fn what_was_spent_since_must_be_there_without_the_wrong_receipt(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    pay(&world).await;
    let gone = propose(&world, "keu", request(RECEIPT, received(98_000))).await.unwrap();
    assert_eq!(codes(confirm(&world, "sek", &gone).await), ["CASH_SHORT"]);
    assert_eq!(world.line(REVENUE).await, (0, 2_000_000), "nothing happened");
    assert!(world.postings("correction").await.is_empty());
    reject(&world, "sek", &gone).await.unwrap();
    // Of 98,500 that left all is there: what is right counts before what was wrong is missing.
    corrected(&world, RECEIPT, received(98_500)).await.unwrap();
    assert_eq!((world.line(REVENUE).await, balance(&world).await.1), ((0, 98_500), 0));
}

async fn a_wrong_deposit_gives_its_tax_and_its_ntpn_back(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    pay(&world).await;
    let deposit = |amount| {
        DepositTax::parse(proto::DepositTaxRequest {
            parent: YEAR.into(),
            rekening: "7.1.1.03".into(),
            amount: sen(amount),
            store: Purse::Bank.wire(),
            ntpn: NTPN.into(),
            ..Default::default()
        })
    };
    world.run("keu", deposit(1_500)).await.unwrap();
    let more = propose(&world, "keu", request("0001/SSP/25.2010/2026", deposited(1_600))).await;
    let more = more.unwrap();
    let no = confirm(&world, "sek", &more).await.unwrap_err();
    let told = no.refusals[0].message();
    for word in ["masih dipegang hanya Rp 15,00", "disetor Rp 16,00"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(Err::<(), _>(no)), ["TAX_SHORT"]);
    reject(&world, "sek", &more).await.unwrap();
    for less in [None, deposited(1_400)] {
        let wanted = request("0001/SSP/25.2010/2026", less);
        let unshown = proto::ProposeCorrectionRequest { document_number: String::new(), ..wanted };
        let no = propose(&world, "keu", unshown).await.unwrap_err();
        assert_eq!(no.refusals[0].field.as_deref(), Some("document_number"));
        assert_eq!(codes(Err::<(), _>(no)), ["FIELD_REQUIRED"], "the state has its receipt");
    }
    let done = corrected(&world, "0001/SSP/25.2010/2026", deposited(1_000)).await.unwrap();
    assert_eq!(done.replacement_number, "0002/SSP/25.2010/2026", "under the same NTPN");
    assert_eq!(done.document_number, "BPN-7");
    assert_eq!(balance(&world).await, (0, 900_000 - 98_500 - 1_000, vec![500]));
    let again = world.run("keu", deposit(500)).await.map(|done| done.number);
    assert_eq!(codes(again), ["NTPN_USED"], "it stands on the right deposit");
    corrected(&world, "0002/SSP/25.2010/2026", None).await.unwrap();
    assert_eq!(balance(&world).await, (0, 900_000 - 98_500, vec![1_500]));
    world.run("keu", deposit(1_500)).await.unwrap();
}

async fn a_transfer_and_a_bank_charge_are_put_right(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::Law("bank.charge.rekening", "rekening:5.2.1.*")).await.unwrap();
    fund(&world, 900_000).await;
    let transfer = proto::TransferCashRequest {
        parent: YEAR.into(),
        to: Purse::Cash.wire(),
        amount: sen(600_000),
        ..Default::default()
    };
    world.run("keu", TransferCash::parse(transfer)).await.unwrap();
    let right = |amount| {
        Some(proto::Replacement {
            to: Purse::Cash.wire(),
            amount: sen(amount),
            ..Default::default()
        })
    };
    corrected(&world, "0001/BANK/25.2010/2026", right(700_000)).await.unwrap();
    assert_eq!(balance(&world).await, (700_000, 200_000, vec![]));
    let charge = proto::RecordBankChargeRequest {
        parent: YEAR.into(),
        line_id: id(PAPER).to_string(),
        amount: sen(200_000),
        description: "Administrasi".into(),
        ..Default::default()
    };
    world.run("keu", RecordBankCharge::parse(charge)).await.unwrap();
    let most = |amount| {
        Some(proto::Replacement {
            line_id: id(PAPER).to_string(),
            amount: sen(amount),
            description: "Administrasi".into(),
            ..Default::default()
        })
    };
    let beyond = propose(&world, "keu", request("0001/ADM/25.2010/2026", most(300_001))).await;
    let beyond = beyond.unwrap();
    let no = confirm(&world, "sek", &beyond).await.unwrap_err();
    let told = no.refusals[0].message();
    for word in ["Rp 3.000,00", "diminta Rp 3.000,01", "kurang Rp 0,01"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(Err::<(), _>(no)), ["BUDGET_SHORT", "CASH_SHORT"]);
    reject(&world, "sek", &beyond).await.unwrap();
    // Neither the line nor the bank holds both; each holds what is right.
    let less = Some(proto::Replacement {
        line_id: id(PAPER).to_string(),
        amount: sen(150_000),
        description: "Administrasi".into(),
        ..Default::default()
    });
    corrected(&world, "0001/ADM/25.2010/2026", less).await.unwrap();
    assert_eq!((world.line(PAPER).await, balance(&world).await.1), ((0, 150_000), 50_000));
}

async fn an_opening_balance_is_corrected_as_a_whole(engine: Engine) {
    let world = World::open(engine).await;
    open_books(&world, &[("ADD", 10_000, 90_000)]).await.unwrap();
    assert_eq!(world.line(SURPLUS).await, (0, 100_000));
    let right = |lines: &[(&str, i64, i64)]| {
        Some(proto::Replacement { lines: opening(lines), ..Default::default() })
    };
    let strange = request("00001/SAL/25.2010/2026", right(&[("XYZ", 0, 1)]));
    let strange = propose(&world, "keu", strange).await.unwrap_err();
    assert_eq!(strange.refusals[0].field.as_deref(), Some("replacement.lines[0].sumber_dana"));
    let both = right(&[("ADD", 9_000, 80_000), ("DDS", 0, 7_000)]);
    let wanted = proto::ProposeCorrectionRequest {
        day: "2026-01-01".into(),
        ..request("00001/SAL/25.2010/2026", both)
    };
    let one = propose(&world, "keu", wanted).await.unwrap();
    assert_eq!(one.amount, sen(100_000), "cash and bank");
    let done = confirm(&world, "sek", &one).await.unwrap();
    assert_eq!(done.replacement_number, "00002/SAL/25.2010/2026");
    assert_eq!(
        (world.line(SURPLUS).await, balance(&world).await),
        ((0, 89_000), (9_000, 87_000, vec![]))
    );
    let bku = proto::ListBkuRequest {
        parent: YEAR.into(),
        to_day: "2026-01-01".into(),
        ..Default::default()
    };
    let rows = world.ask("ins", ListBku::parse(bku)).await.unwrap().rows;
    assert_eq!((rows.len(), rows.last().unwrap().balance), (7, sen(96_000)));
    assert_eq!(codes(open_books(&world, &[("ADD", 1, 1)]).await), ["OPENING_EXISTS"]);
    let old =
        propose(&world, "keu", request("00001/SAL/25.2010/2026", right(&[("ADD", 1, 1)]))).await;
    assert_eq!(codes(old), ["CORRECTION_PENDING"]);
    corrected(&world, "00002/SAL/25.2010/2026", right(&[("ADD", 0, 0)])).await.unwrap();
    assert_eq!((world.line(SURPLUS).await, balance(&world).await), ((0, 0), (0, 0, vec![])));
    // A year that was said to begin with nothing is put right too.
    corrected(&world, "00003/SAL/25.2010/2026", right(&[("ADD", 0, 5_000)])).await.unwrap();
    assert_eq!((world.line(SURPLUS).await, balance(&world).await.1), ((0, 5_000), 5_000));
}

async fn a_closed_month_takes_no_contra_entry(engine: Engine) {
    let world = World::open(engine).await;
    open_books(&world, &[("ADD", 0, 90_000)]).await.unwrap();
    let january = |right| proto::ProposeCorrectionRequest {
        day: "2026-01-31".into(),
        ..request("00001/SAL/25.2010/2026", right)
    };
    let right =
        || Some(proto::Replacement { lines: opening(&[("ADD", 0, 80_000)]), ..Default::default() });
    let one = propose(&world, "keu", january(right())).await.unwrap();
    let close = proto::CloseMonthRequest {
        parent: YEAR.into(),
        month: 1,
        cash_counted: sen(0),
        bank_statement: sen(90_000),
        ..Default::default()
    };
    world.run("keu", CloseMonth::parse(close)).await.unwrap();
    let close =
        proto::ConfirmMonthCloseRequest { parent: YEAR.into(), month: 1, ..Default::default() };
    world.run("sek", ConfirmMonthClose::parse(close)).await.unwrap();
    assert_eq!(codes(confirm(&world, "sek", &one).await), ["MONTH_CLOSED"]);
    reject(&world, "sek", &one).await.unwrap();
    let late = propose(&world, "keu", january(right())).await;
    assert_eq!(codes(late), ["MONTH_CLOSED"], "told before it waits for a second person");
    fund(&world, 2_000).await;
    let earlier =
        received(1_000).map(|right| proto::Replacement { day: "2026-01-15".into(), ..right });
    let late = propose(&world, "keu", request(RECEIPT, earlier)).await.unwrap_err();
    assert_eq!(late.refusals[0].field.as_deref(), Some("replacement.day"));
    assert_eq!(codes(Err::<(), _>(late)), ["MONTH_CLOSED"]);
    let done = corrected(&world, "00001/SAL/25.2010/2026", right()).await.unwrap();
    assert_eq!((done.day.as_str(), balance(&world).await.1), ("2026-03-10", 82_000));
}

async fn who_proposed_a_correction_takes_it_back(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    let told = |no: Result<proto::Correction, Error>| no.unwrap_err().refusals[0].message();
    let first = propose(&world, "keu", request(RECEIPT, received(1_000))).await.unwrap();
    let waits = told(propose(&world, "keu", request(RECEIPT, None)).await);
    assert!(waits.contains("menunggu sekretaris desa"), "{waits}");
    let ended = reject(&world, "keu", &first).await.unwrap();
    assert_eq!(ended.state, i32::from(proto::CorrectionState::Rejected));
    assert_eq!((ended.closed_by_display_name.as_str(), ended.number.as_str()), ("keu", ""));
    assert_eq!(world.line(REVENUE).await, (0, 2_000_000), "nothing was booked");
    assert_eq!(codes(confirm(&world, "sek", &first).await), ["CORRECTION_MISSING"]);
    corrected(&world, RECEIPT, received(1_500)).await.unwrap();
    let booked = told(propose(&world, "keu", request(RECEIPT, None)).await);
    for word in ["sudah dibukukan dengan 0001/KOR/", "0002/TBP/"] {
        assert!(booked.contains(word), "{word}: {booked}");
    }
}

engine_test!(
    a_wrong_receipt_is_undone_and_replaced_by_two_persons,
    what_is_no_entry_of_the_books_is_refused_with_its_way_out,
    what_was_spent_since_must_be_there_without_the_wrong_receipt,
    a_wrong_deposit_gives_its_tax_and_its_ntpn_back,
    a_transfer_and_a_bank_charge_are_put_right,
    an_opening_balance_is_corrected_as_a_whole,
    a_closed_month_takes_no_contra_entry,
    who_proposed_a_correction_takes_it_back,
);
