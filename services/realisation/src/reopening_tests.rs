//! A closed month steps back by three persons, on both engines.

use store::{Engine, engine_test};

use super::*;
use crate::{
    document::RecordReceipt,
    month::{CloseMonth, ConfirmMonthClose},
    spp::Purse,
    story_tests::fund,
    world::{World, YEAR, sen},
};

fn codes(done: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    done.unwrap_err().refusals.into_iter().map(|r| r.code.into_owned()).collect()
}

async fn close(world: &World, month: i32, bank: i64) {
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

fn propose(month: i32) -> Result<ProposeMonthReopening, Error> {
    ProposeMonthReopening::parse(proto::ProposeMonthReopeningRequest {
        parent: YEAR.into(),
        month,
        note: "Kuitansi tertinggal".into(),
        ..Default::default()
    })
}

fn confirm(month: i32) -> Result<ConfirmMonthReopening, Error> {
    ConfirmMonthReopening::parse(proto::ConfirmMonthReopeningRequest {
        parent: YEAR.into(),
        month,
        ..Default::default()
    })
}

fn agree(month: i32) -> Result<AgreeMonthReopening, Error> {
    AgreeMonthReopening::parse(proto::AgreeMonthReopeningRequest {
        parent: YEAR.into(),
        month,
        ..Default::default()
    })
}

fn january() -> proto::RecordReceiptRequest {
    proto::RecordReceiptRequest {
        parent: YEAR.into(),
        day: "2026-02-20".into(),
        rekening: "4.2.1.01".into(),
        sumber_dana: "DDS".into(),
        amount: sen(700),
        store: Purse::Bank.wire(),
        payer: "RKUD".into(),
        description: "Susulan".into(),
        ..Default::default()
    }
}

async fn the_last_closed_month_opens_again_by_three_persons(engine: Engine) {
    let world = World::open(engine).await;
    close(&world, 1, 0).await;
    close(&world, 2, 0).await;
    fund(&world, 900).await;
    let closed = world.run("keu", RecordReceipt::parse(january())).await;
    assert_eq!(codes(closed), ["MONTH_CLOSED"]);
    assert_eq!(codes(world.run("keu", propose(1)).await), ["MONTH_NOT_LAST"]);
    assert_eq!(codes(world.run("kds", confirm(2)).await), ["REOPENING_MISSING"]);
    world.run("all", propose(2)).await.unwrap();
    assert_eq!(codes(world.run("keu", propose(2)).await), ["REOPENING_PENDING"]);
    assert_eq!(codes(world.run("all", confirm(2)).await), ["SAME_PERSON"]);
    assert_eq!(codes(world.run("cam", agree(2)).await), ["REOPENING_UNCONFIRMED"]);
    world.run("kds", confirm(2)).await.unwrap();
    let closed = world.run("keu", RecordReceipt::parse(january())).await;
    assert_eq!(codes(closed), ["MONTH_CLOSED"], "two signatures open nothing");
    let opened = world.run("cam", agree(2)).await.unwrap();
    assert_eq!(opened.closed_month, 1);
    world.run("keu", RecordReceipt::parse(january())).await.unwrap();
    close(&world, 2, 700).await;
    let closed = world.run("keu", RecordReceipt::parse(january())).await;
    assert_eq!(codes(closed), ["MONTH_CLOSED"], "closed anew by two");
}

async fn a_reopening_turned_down_leaves_the_month_closed(engine: Engine) {
    let world = World::open(engine).await;
    close(&world, 1, 0).await;
    world.run("keu", propose(1)).await.unwrap();
    world.run("kds", confirm(1)).await.unwrap();
    let reject = RejectMonthReopening::parse(proto::RejectMonthReopeningRequest {
        parent: YEAR.into(),
        month: 1,
        note: "Tidak perlu".into(),
        ..Default::default()
    });
    assert_eq!(world.run("cam", reject).await.unwrap().closed_month, 1);
    assert_eq!(codes(world.run("cam", agree(1)).await), ["REOPENING_MISSING"]);
    world.run("keu", propose(1)).await.unwrap();
}

engine_test!(
    the_last_closed_month_opens_again_by_three_persons,
    a_reopening_turned_down_leaves_the_month_closed,
);
