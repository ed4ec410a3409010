//! Payments taken back, on both engines: the journal, the lines, the books, the report's figures.

use store::{Engine, engine_test};

use super::*;
use crate::{
    accept::AcceptSpj,
    bku::{GetBalance, ListBku},
    correction::{ConfirmCorrection, ProposeCorrection},
    decide::{ApproveSpp, VerifySpp},
    disburse::DisburseSpp,
    document::DepositTax,
    read::GetSpp,
    settle::SettlePanjar,
    spj::SubmitSpj,
    spp::Purse,
    story_tests::{Spp, create, fund, give_back, step},
    submit::SubmitSpp,
    world::{LABOUR, LANE, PAVING, World, YEAR, ask, id, input, sen},
};

fn codes(done: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    done.unwrap_err().refusals.into_iter().map(|r| r.code.into_owned()).collect()
}

/// A request of two lines, paid from the bank; a definitif one with 7,500 of tax withheld.
async fn paid(world: &World, kind: Kind) -> Spp {
    fund(world, 2_000_000).await;
    let lines = vec![ask(PAVING, 400_000, Some(LANE)), ask(LABOUR, 100_000, Some(LANE))];
    let mut spp = create(world, "pka", kind, input(lines)).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    let tax = proto::TaxWithheld { rekening: "7.1.1.03".into(), amount: sen(7_500) };
    let taxes = if kind == Kind::Definitif { vec![tax] } else { Vec::new() };
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire(), taxes: taxes)
    .unwrap();
    spp
}

async fn balance(world: &World) -> (i64, i64, i64, Vec<i64>) {
    let request = proto::GetBalanceRequest { parent: YEAR.into(), ..Default::default() };
    let held = world.ask("ins", GetBalance::parse(request)).await.unwrap();
    let of = |amount: Option<wire::common::v1::Rupiah>| amount.unwrap().sen;
    let taxes = held.taxes.into_iter().map(|tax| of(tax.amount)).collect();
    (of(held.cash), of(held.bank), of(held.panjar), taxes)
}

async fn a_payment_is_booked_back_by_two_persons_and_its_budget_is_free(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Definitif).await;
    let note = || "Salah penerima".to_owned();
    let missing = step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp);
    assert_eq!(codes(missing), ["REVERSAL_MISSING"]);
    let refused = give_back!(world, "sek", spp, note());
    assert_eq!(codes(refused), ["NOT_ALLOWED"]);
    give_back!(world, "all", spp, note()).unwrap();
    let twice = give_back!(world, "keu", spp, note());
    assert_eq!(codes(twice), ["REVERSAL_PENDING"]);
    let alone = step!(world, "all", ConfirmReversal, ConfirmReversalRequest, spp);
    assert_eq!(codes(alone), ["SAME_PERSON"]);
    step!(world, "kds", RejectReversal, RejectReversalRequest, spp).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 400_000), "turned down, the payment stays");
    give_back!(world, "keu", spp, note()).unwrap();
    world.set_day(3, 12);
    let done = step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap();
    assert_eq!(done.state, State::Reversed.wire());
    let reversal = done.reversal.unwrap();
    assert_eq!(reversal.number, "0001/KOR/25.2010/2026");
    assert_eq!(
        (reversal.day.as_str(), reversal.proposed_by_display_name.as_str()),
        ("2026-03-12", "keu")
    );
    let expected = [
        ("1.1.1.02", 492_500),
        ("5.2.1.01", -100_000),
        ("5.3.5.03", -400_000),
        ("7.1.1.03", 7_500),
    ];
    let contra = world.postings("reversal").await;
    assert_eq!(contra, expected.map(|(account, sen)| (account.to_owned(), sen)));
    assert_eq!((world.line(PAVING).await, world.line(LABOUR).await), ((0, 0), (0, 0)));
    assert_eq!(balance(&world).await, (0, 2_000_000, 0, vec![0]));
    let list = proto::ListBkuRequest { parent: YEAR.into(), ..Default::default() };
    let rows = world.ask("ins", ListBku::parse(list)).await.unwrap().rows;
    let back: Vec<_> = rows.iter().filter(|row| row.day == "2026-03-12").collect();
    let sides: Vec<_> = back
        .iter()
        .map(|row| (row.rekening.as_str(), row.received.unwrap().sen, row.spent.unwrap().sen))
        .collect();
    let told = [("5.2.1.01", 100_000, 0), ("5.3.5.03", 400_000, 0), ("7.1.1.03", 0, 7_500)];
    assert_eq!(sides, told, "gross comes back in, the tax goes back out");
    assert_eq!(back.last().unwrap().balance, sen(2_000_000));
    let shown = |row: &&proto::BkuRow| row.description.contains("(bukti STS-7)");
    assert!(back.iter().all(shown), "by which document it came: {back:?}");
    let again = give_back!(world, "keu", spp, note());
    assert_eq!(codes(again), ["WRONG_STATE"]);
    let get = proto::GetSppRequest { name: spp.name.clone() };
    let seen = world.ask("ins", GetSpp::parse(get)).await.unwrap().spp.unwrap();
    assert_eq!(seen.reversal.unwrap().state, i32::from(proto::ReversalState::Confirmed));
    assert!(seen.payment.is_some(), "what was paid stays written");
}

async fn a_reversal_names_the_document_by_which_the_money_came_back(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Definitif).await;
    let note = || "Salah penerima".to_owned();
    let bare = step!(world, "keu", ProposeReversal, ProposeReversalRequest, spp, note: note());
    assert_eq!(codes(bare), ["FIELD_REQUIRED", "FIELD_REQUIRED"]);
    for day in ["2026-03-09", "2026-03-11"] {
        let apart = step!(world, "keu", ProposeReversal, ProposeReversalRequest, spp, note: note(),
            document_number: "STS-7".into(), document_day: day.into());
        assert_eq!(codes(apart), ["PAY_DAY_INVALID"], "paid and asked on 10 March: {day}");
    }
    let told = give_back!(world, "keu", spp, note()).unwrap().reversal.unwrap();
    assert_eq!((&*told.document_number, &*told.document_day), ("STS-7", "2026-03-10"));
}

async fn a_settled_advance_is_booked_back_as_a_whole(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Panjar).await;
    let line = |n, amount| proto::SpjLine {
        line_id: id(n).to_string(),
        project: ask(n, 1, Some(LANE)).project,
        amount: sen(amount),
    };
    step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp,
        lines: vec![line(PAVING, 300_000), line(LABOUR, 100_000)])
    .unwrap();
    assert_eq!(world.drawn().await, [500_000], "what is asked for");
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    assert_eq!(world.drawn().await, [400_000], "what was spent");
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Bank.wire()).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 300_000));
    give_back!(world, "keu", spp, "Fiktif".into()).unwrap();
    step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap();
    assert_eq!((world.line(PAVING).await, world.line(LABOUR).await), ((0, 0), (0, 0)));
    assert_eq!(balance(&world).await.1, 2_000_000);
    assert_eq!(balance(&world).await.2, 0);
    assert_eq!(world.drawn().await, [0]);
}

async fn an_advance_that_was_never_accounted_for_gives_its_reservation_back(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Panjar).await;
    assert_eq!(world.line(PAVING).await, (400_000, 0));
    give_back!(world, "keu", spp, "Batal".into()).unwrap();
    step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap();
    assert_eq!((world.line(PAVING).await, world.line(LABOUR).await), ((0, 0), (0, 0)));
    assert_eq!(balance(&world).await, (0, 2_000_000, 0, Vec::new()));
}

async fn an_advance_that_came_back_as_a_whole_leaves_nothing_to_reverse(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Panjar).await;
    // Proposed while the advance was out; meanwhile all of it comes back, into another store.
    give_back!(world, "keu", spp, "Batal".into()).unwrap();
    step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp).unwrap();
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Cash.wire()).unwrap();
    let empty = step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp);
    assert_eq!(codes(empty), ["REVERSAL_EMPTY"]);
    step!(world, "kds", RejectReversal, RejectReversalRequest, spp).unwrap();
    let again = give_back!(world, "keu", spp, "Batal".into());
    assert_eq!(codes(again), ["REVERSAL_EMPTY"], "nothing waits for a second person");
    assert_eq!(balance(&world).await, (500_000, 1_500_000, 0, Vec::new()));
    assert!(world.postings("reversal").await.is_empty());
}

async fn tax_that_was_deposited_holds_a_reversal_back_until_it_is_there_again(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Definitif).await;
    let deposit = proto::DepositTaxRequest {
        parent: YEAR.into(),
        rekening: "7.1.1.03".into(),
        amount: sen(7_500),
        store: Purse::Bank.wire(),
        ..Default::default()
    };
    give_back!(world, "keu", spp, "Salah".into()).unwrap();
    world.run("keu", DepositTax::parse(deposit)).await.unwrap();
    let refused = step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap_err();
    let told = refused.refusals[0].message();
    for word in ["7.1.1.03", "Rp 0,00", "Rp 75,00", "koreksi dahulu setorannya", "ubah APBDes"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(codes(Err::<(), _>(refused)), ["TAX_DEPOSITED"]);
    assert_eq!(world.line(PAVING).await, (0, 400_000), "nothing happened");
    step!(world, "kds", RejectReversal, RejectReversalRequest, spp).unwrap();
    let early = give_back!(world, "keu", spp, "Salah".into());
    assert_eq!(codes(early), ["TAX_DEPOSITED"], "told before it waits for a second person");
    // The state paid it back.
    world.set_day(3, 12);
    let request = proto::ProposeCorrectionRequest {
        parent: YEAR.into(),
        reference: "0001/SSP/25.2010/2026".into(),
        note: "Dikembalikan KPP".into(),
        document_number: "SPMKP-7".into(),
        ..Default::default()
    };
    let waits = world.run("keu", ProposeCorrection::parse(request)).await.unwrap();
    let name = waits.correction.unwrap().name;
    let request = proto::ConfirmCorrectionRequest { name, ..Default::default() };
    world.run("sek", ConfirmCorrection::parse(request)).await.unwrap();
    give_back!(world, "keu", spp, "Salah".into()).unwrap();
    step!(world, "kds", ConfirmReversal, ConfirmReversalRequest, spp).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 0));
    assert_eq!(balance(&world).await, (0, 2_000_000, 0, vec![0]));
}

async fn nothing_is_booked_back_into_a_year_that_is_over(engine: Engine) {
    let world = World::open(engine).await;
    let mut spp = paid(&world, Kind::Definitif).await;
    world.set_date(2027, 1, 4);
    let note = "Salah penerima".to_owned();
    let late = give_back!(world, "keu", spp, note);
    assert_eq!(codes(late), ["OUTSIDE_YEAR"], "refused before it waits for a second person");
}

engine_test!(
    nothing_is_booked_back_into_a_year_that_is_over,
    a_payment_is_booked_back_by_two_persons_and_its_budget_is_free,
    a_reversal_names_the_document_by_which_the_money_came_back,
    a_settled_advance_is_booked_back_as_a_whole,
    an_advance_that_was_never_accounted_for_gives_its_reservation_back,
    an_advance_that_came_back_as_a_whole_leaves_nothing_to_reverse,
    tax_that_was_deposited_holds_a_reversal_back_until_it_is_there_again,
);
