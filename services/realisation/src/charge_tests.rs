//! What the bank took, on both engines.

use store::{Engine, engine_test};

use super::*;
use crate::{
    bku::ListBku,
    story_tests::{codes, fund},
    world::{Act, PAPER, PAVING, REVENUE, World, YEAR, id, sen},
};

fn charge(line: u128, amount: i64) -> proto::RecordBankChargeRequest {
    proto::RecordBankChargeRequest {
        parent: YEAR.into(),
        line_id: id(line).to_string(),
        amount: sen(amount),
        description: "Administrasi bank Maret".into(),
        ..Default::default()
    }
}

async fn run(
    world: &World,
    who: &str,
    request: proto::RecordBankChargeRequest,
) -> Result<proto::RecordBankChargeResponse, Error> {
    world.run(who, RecordBankCharge::parse(request)).await
}

async fn a_bank_charge_is_spending_of_a_line_that_the_law_lets_bear_it(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::Law("bank.charge.rekening", "rekening:5.2.1.*")).await.unwrap();
    let empty = run(&world, "keu", charge(PAPER, 2_500)).await;
    assert_eq!(codes(empty), ["CASH_SHORT"]);
    fund(&world, 900_000).await;
    assert_eq!(codes(run(&world, "sek", charge(PAPER, 2_500)).await), ["NOT_ALLOWED"]);
    let done = run(&world, "keu", charge(PAPER, 2_500)).await.unwrap();
    assert_eq!(done.number, "0001/ADM/25.2010/2026");
    assert_eq!(world.line(PAPER).await, (0, 2_500));
    let sides = [("5.2.1.01".to_owned(), 2_500), ("1.1.1.02".to_owned(), -2_500)];
    assert_eq!(world.postings("bank_charge").await, sides);
    let list = proto::ListBkuRequest { parent: YEAR.into(), ..Default::default() };
    let rows = world.ask("ins", ListBku::parse(list)).await.unwrap().rows;
    let last = rows.last().unwrap();
    assert_eq!(
        (last.rekening.as_str(), last.spent, last.balance),
        ("5.2.1.01", sen(2_500), sen(897_500))
    );
    let beyond = run(&world, "keu", charge(PAPER, 297_501)).await;
    assert_eq!(codes(beyond), ["BUDGET_SHORT"], "INV-12 counts it");
}

async fn more_than_a_bank_usually_takes_is_told(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::Law("bank.charge.rekening", "rekening:5.2.1.*")).await.unwrap();
    world.act(Act::Law("bank.charge.warn_sen", "10000")).await.unwrap();
    fund(&world, 900_000).await;
    assert!(run(&world, "keu", charge(PAPER, 10_000)).await.unwrap().warnings.is_empty());
    let told = run(&world, "keu", charge(PAPER, 10_001)).await.unwrap().warnings;
    assert_eq!((told.len(), told[0].code.as_str()), (1, "BANK_CHARGE_LARGE"));
    assert!(told[0].message.contains("Rp 100,01"), "{told:?}");
}

async fn no_other_account_and_no_day_to_come_bears_a_bank_charge(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let without = run(&world, "keu", charge(PAPER, 2_500)).await.unwrap_err();
    assert_eq!(without.refusals[0].field.as_deref(), Some("line_id"));
    assert_eq!(codes(Err::<(), _>(without)), ["BANK_CHARGE_LINE"], "nothing is laid down");
    world.act(Act::Law("bank.charge.rekening", "rekening:5.2.1.*")).await.unwrap();
    let ahead = proto::RecordBankChargeRequest { day: "2026-03-11".into(), ..charge(PAVING, 1) };
    let ahead = run(&world, "keu", ahead).await;
    assert_eq!(codes(ahead), ["PAY_DAY_INVALID", "BANK_CHARGE_LINE"]);
    assert_eq!(codes(run(&world, "keu", charge(REVENUE, 1)).await), ["LINE_UNKNOWN"]);
    let empty = proto::RecordBankChargeRequest { parent: YEAR.into(), ..Default::default() };
    let empty = run(&world, "keu", empty).await.unwrap_err();
    let fields: Vec<_> = empty.refusals.iter().filter_map(|no| no.field.as_deref()).collect();
    assert_eq!(fields, ["line_id", "amount", "description"]);
}

engine_test!(
    a_bank_charge_is_spending_of_a_line_that_the_law_lets_bear_it,
    more_than_a_bank_usually_takes_is_told,
    no_other_account_and_no_day_to_come_bears_a_bank_charge,
);
