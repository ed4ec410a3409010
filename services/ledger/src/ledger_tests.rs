//! The ledger's promises, on both engines: tables of cases, random histories against a
//! model in memory, and a race.

use std::collections::BTreeMap;

use domain::{
    Clock, Day, DesaId, Error, KegiatanCode, Place, Reason, RekeningCode, Rupiah, SumberDana,
    Tahun,
    ids::{EntryId, LineId},
    policy::{Matrix, Rule},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde::Serialize;
use store::{Command, Engine, Query, Store, Tx, args, engine_test, testing};
use uuid::Uuid;

use crate::*;

store::statements! {
    READ_NUMBERS = "SELECT seq FROM pub_ledger_entry WHERE desa_id = $1 ORDER BY seq";
    READ_ENTRY = "SELECT entry_id FROM pub_ledger_entry WHERE desa_id = $1 AND seq = $2";
    READ_SIDES = "
        SELECT p.account, p.amount_sen
          FROM pub_ledger_posting p
          JOIN pub_ledger_entry e ON e.desa_id = p.desa_id AND e.entry_id = p.entry_id
         WHERE p.desa_id = $1 AND e.kind = 'correction'
         ORDER BY e.seq, p.n";
    READ_TOTAL = "SELECT CAST(COALESCE(SUM(amount_sen), 0) AS BIGINT) FROM pub_ledger_posting WHERE desa_id = $1";
    FORGE_POSTING = "UPDATE ledger_posting SET amount_sen = amount_sen * 2 WHERE desa_id = $1";
    FORGE_ENTRY = "DELETE FROM ledger_entry WHERE desa_id = $1";
    ADD_SIDE = "
        INSERT INTO ledger_posting (desa_id, entry_id, n, account, amount_sen)
        SELECT desa_id, entry_id, 99, '1.1.1.01', 1 FROM ledger_entry WHERE desa_id = $1";
    LONE_ENTRY = "
        INSERT INTO ledger_entry (desa_id, entry_id, tahun, seq, day, kind, reference, narrative, at_us)
        SELECT desa_id, line_id, 2026, 77, 20500, 'receipt', '', '', 0
          FROM ledger_line WHERE desa_id = $1 LIMIT 1";
    OVERDRAW_LINE = "UPDATE ledger_line SET reserved_sen = ceiling_sen + 1 WHERE desa_id = $1 AND kind = 'spending'";
}

const DESA: &str = "35.10.25.2010";
/// 1 March 2026, noon.
const NOON_US: i64 = 1_772_341_200_000_000;

#[derive(Clone, PartialEq, prost::Message)]
struct Nothing {}

/// What a test does inside one transaction.
#[derive(Serialize, Clone)]
enum Act {
    Open(Line),
    FallBack(LineId, i64),
    Reserve(LineId, i64),
    Release(LineId, i64),
    Post(Entry),
    Close(u8),
    /// Books the entry of a number back on a day, and others in its place.
    Undo(i64, Day, Vec<Entry>),
    /// Writes a contra entry of the first entry that is not its exact one.
    ForgeContra,
    Forge(u8),
}

/// The entry of a number.
async fn numbered(tx: &mut Tx<'_>, seq: i64) -> Result<EntryId, Error> {
    let (id,): (Uuid,) = tx.one(&READ_ENTRY, args![&desa(), seq]).await?;
    Ok(EntryId::new(id))
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = Nothing;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Nothing, Error> {
        let desa = desa();
        match self {
            Self::Open(line) => open_line(tx, &desa, line).await?,
            Self::FallBack(id, sen) => fall_back(tx, &desa, *id, Rupiah::from_sen(*sen)).await?,
            Self::Reserve(id, sen) => reserve(tx, &desa, *id, Rupiah::from_sen(*sen)).await?,
            Self::Release(id, sen) => release(tx, &desa, *id, Rupiah::from_sen(*sen)).await?,
            Self::Post(entry) => {
                post(tx, &desa, entry).await?;
            }
            Self::Close(month) => close_month(tx, &desa, tahun(), *month).await?,
            Self::Undo(seq, day, instead) => {
                let undone = numbered(tx, *seq).await?;
                let contra = Contra {
                    tahun: tahun(),
                    day: *day,
                    reference: "0001/KOR/25.2010/2026".into(),
                    narrative: "Koreksi".into(),
                };
                undo(tx, &desa, &[undone], &contra, instead).await?;
            }
            Self::ForgeContra => {
                let (undone, id) = (numbered(tx, 1).await?, tx.new_id());
                for (n, account, sen) in [(1_i64, BANK, -1_i64), (2, "4.2.1.01", 1)] {
                    let line = None::<Uuid>;
                    let values = args![&desa, id, n, account, line, None::<&str>, sen];
                    tx.exec(&sql::PUT_POSTING, values).await?;
                }
                let values = args![
                    &desa,
                    id,
                    tahun(),
                    77_i64,
                    day(3, 9),
                    "correction",
                    "",
                    "",
                    0_i64,
                    undone.uuid()
                ];
                tx.exec(&sql::PUT_ENTRY, values).await?;
            }
            Self::Forge(how) => {
                let statement = [FORGE_POSTING, FORGE_ENTRY, ADD_SIDE, LONE_ENTRY, OVERDRAW_LINE]
                    [usize::from(*how)];
                tx.exec(&statement, args![&desa]).await?;
            }
        }
        Ok(Nothing {})
    }
}

/// What a test looks at.
struct Look(Vec<LineId>);

struct Seen {
    lines: Vec<LineState>,
    balances: BTreeMap<String, i64>,
    numbers: Vec<i64>,
    total: i64,
    closed_month: i64,
}

impl Query for Look {
    const METHOD: &'static str = "test/Look";
    type Answer = Seen;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Seen, Error> {
        let desa = desa();
        let mut lines = Vec::new();
        for id in &self.0 {
            lines.extend(line(tx, &desa, *id).await?);
        }
        let held = balances(tx, &desa, tahun(), tahun().last_day()).await?;
        let balances =
            held.into_iter().map(|b| (b.account.code().to_owned(), b.amount.sen())).collect();
        let numbers: Vec<(i64,)> = tx.all(&READ_NUMBERS, args![&desa]).await?;
        let (total,): (i64,) = tx.one(&READ_TOTAL, args![&desa]).await?;
        let closed_month = period(tx, &desa, tahun()).await?.closed_month;
        let numbers = numbers.into_iter().map(|(seq,)| seq).collect();
        Ok(Seen { lines, balances, numbers, total, closed_month })
    }
}

fn desa() -> DesaId {
    DesaId::parse(DESA).unwrap()
}

fn tahun() -> Tahun {
    Tahun::new(2026).unwrap()
}

fn day(month: u8, day: u8) -> Day {
    Day::from_ymd(2026, month, day)
}

fn a_line(rekening: &str, ceiling: i64) -> Line {
    Line {
        line_id: LineId::new(Uuid::from_u128(rand::random())),
        tahun: tahun(),
        kegiatan: rekening.starts_with('5').then(|| KegiatanCode::parse("02.03.10").unwrap()),
        rekening: RekeningCode::parse(rekening).unwrap(),
        sumber_dana: SumberDana::parse("DDS").unwrap(),
        ceiling: Rupiah::from_sen(ceiling),
    }
}

fn side(account: Account, line: Option<LineId>, sen: i64) -> Posting {
    Posting { account, line, sumber_dana: None, amount: Rupiah::from_sen(sen) }
}

fn rekening(code: &str) -> Account {
    Account::parse(code).unwrap()
}

fn entry(kind: EntryKind, day: Day, postings: Vec<Posting>) -> Entry {
    Entry {
        tahun: tahun(),
        day,
        kind,
        reference: "0001/X/25.2010/2026".into(),
        narrative: "uji".into(),
        postings,
        settles: Vec::new(),
    }
}

fn receipt(line: &Line, day: Day, sen: i64) -> Act {
    let other = Account::Rekening(line.rekening.clone());
    let sides = vec![side(Account::Bank, None, sen), side(other, Some(line.line_id), -sen)];
    Act::Post(entry(EntryKind::Receipt, day, sides))
}

fn payment(line: &Line, day: Day, gross: i64, tax: i64) -> Act {
    let spent = Account::Rekening(line.rekening.clone());
    let mut sides = vec![
        side(spent, Some(line.line_id), gross),
        side(Account::Bank, None, tax - gross),
        side(rekening("7.1.1.01"), None, -tax),
    ];
    sides.retain(|side| side.amount != Rupiah::ZERO);
    let mut entry = entry(EntryKind::Payment, day, sides);
    entry.settles = vec![(line.line_id, Rupiah::from_sen(gross))];
    Act::Post(entry)
}

async fn open(engine: Engine) -> testing::TestStore {
    let rules = [("test/Act", Rule::Open), ("test/Look", Rule::Open)];
    testing::empty(engine, Clock::fixed(NOON_US), Matrix::new(rules, 0)).await
}

async fn act(store: &Store, act: Act) -> Result<(), Error> {
    store.execute(None, store.new_request_id(), act).await.map(|_| ())
}

async fn refused(store: &Store, what: Act, reason: Reason) -> Error {
    let error = act(store, what).await.expect_err(reason.code);
    assert!(error.has(&reason), "{error} is not {}", reason.code);
    error
}

async fn look(store: &Store, lines: &[&Line]) -> Seen {
    store.answer(None, Look(lines.iter().map(|l| l.line_id).collect())).await.unwrap()
}

async fn a_payment_moves_reserved_to_posted_and_cash_to_tax(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 600));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 2), 1_500)).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 400)).await.unwrap();
    act(&at.store, payment(&road, day(3, 3), 400, 40)).await.unwrap();
    let seen = look(&at.store, &[&income, &road]).await;
    assert_eq!((seen.lines[0].posted.sen(), seen.lines[0].reserved.sen()), (1_500, 0));
    assert_eq!((seen.lines[1].posted.sen(), seen.lines[1].reserved.sen()), (400, 0));
    assert_eq!(seen.lines[1].available().sen(), 200);
    assert_eq!(seen.balances, BTreeMap::from([(BANK.into(), 1_140), ("7.1.1.01".into(), 40)]));
    assert_eq!((seen.numbers, seen.total), (vec![1, 2], 0));
}

async fn what_a_line_does_not_have_is_refused_with_the_numbers(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 600));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 500)).await.unwrap();
    let error = refused(&at.store, Act::Reserve(road.line_id, 101), BUDGET_SHORT).await;
    let facts: Vec<&str> = error.refusals[0].facts.iter().map(|f| f.value.as_str()).collect();
    assert_eq!(facts[1..], ["100", "101", "1", "02.03.10", "5.3.5.03", "DDS"]);
    let told = error.refusals[0].message();
    assert!(told.starts_with("Sisa anggaran rekening 5.3.5.03 dari DDS, kegiatan 02.03.10:"));
    refused(&at.store, Act::Reserve(income.line_id, 1), LINE_UNKNOWN).await;
    refused(&at.store, Act::Reserve(LineId::new(Uuid::nil()), 1), LINE_UNKNOWN).await;
    refused(&at.store, Act::Release(road.line_id, 501), RESERVED_SHORT).await;
    let smaller = Line { ceiling: Rupiah::from_sen(499), ..road.clone() };
    refused(&at.store, Act::Open(smaller), CEILING_BELOW_COMMITTED).await;
    let larger = Line { ceiling: Rupiah::from_sen(601), ..road.clone() };
    act(&at.store, Act::Open(larger)).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 101)).await.unwrap();
    refused(&at.store, payment(&road, day(3, 3), 602, 0), RESERVED_SHORT).await;
}

async fn a_ceiling_above_the_amount_in_force_falls_with_what_is_committed(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 300));
    let ceiling = async |line: &Line| {
        let seen = look(&at.store, &[line]).await;
        (seen.lines[0].ceiling.sen(), seen.lines[0].available().sen())
    };
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 1), 1_000)).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 100)).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 200)).await.unwrap();
    // The version that gave 300 is annulled; the one in force again gives 200, and 300 are taken.
    act(&at.store, Act::FallBack(road.line_id, 200)).await.unwrap();
    act(&at.store, Act::FallBack(income.line_id, 900)).await.unwrap();
    assert_eq!(ceiling(&road).await, (300, 0));
    assert_eq!(ceiling(&income).await.0, 900, "revenue may exceed its target");
    // Returned and asked for again: there is no room for it any more.
    act(&at.store, Act::Release(road.line_id, 200)).await.unwrap();
    assert_eq!(ceiling(&road).await, (200, 100));
    refused(&at.store, Act::Reserve(road.line_id, 200), BUDGET_SHORT).await;
    act(&at.store, Act::Reserve(road.line_id, 100)).await.unwrap();
    // A later version begins from its own amount: what falls is only what was left above one.
    act(&at.store, Act::Open(Line { ceiling: Rupiah::from_sen(500), ..road.clone() }))
        .await
        .unwrap();
    act(&at.store, Act::Release(road.line_id, 100)).await.unwrap();
    assert_eq!(ceiling(&road).await, (500, 400));
    // A ceiling that nothing exceeds is the amount in force at once.
    act(&at.store, Act::FallBack(road.line_id, 200)).await.unwrap();
    assert_eq!(ceiling(&road).await, (200, 100));
    let absent = Act::FallBack(LineId::new(Uuid::nil()), 1);
    act(&at.store, absent).await.expect_err("there is no such line");
}

async fn a_ceiling_above_the_amount_in_force_falls_with_what_is_booked_back(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 300));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 1), 1_000)).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 300)).await.unwrap();
    act(&at.store, payment(&road, day(3, 2), 180, 0)).await.unwrap();
    act(&at.store, Act::FallBack(road.line_id, 150)).await.unwrap();
    let ceiling = async || look(&at.store, &[&road]).await.lines[0].ceiling.sen();
    assert_eq!(ceiling().await, 300);
    let spent = |sen: i64| {
        let other = Account::Rekening(road.rekening.clone());
        vec![side(other, Some(road.line_id), sen), side(Account::Bank, None, -sen)]
    };
    // An advance of 120 is accounted for with 70: the line has 50 less to bear.
    let account = Entry {
        settles: vec![(road.line_id, Rupiah::from_sen(120))],
        ..entry(EntryKind::PanjarSpj, day(3, 3), spent(70))
    };
    act(&at.store, Act::Post(account)).await.unwrap();
    assert_eq!(ceiling().await, 250);
    // A payment of 180 is taken back: now less is spent than the version in force gives.
    let back = entry(EntryKind::Reversal, day(3, 4), spent(-180));
    act(&at.store, Act::Post(back)).await.unwrap();
    assert_eq!(ceiling().await, 150);
    refused(&at.store, Act::Reserve(road.line_id, 81), BUDGET_SHORT).await;
    act(&at.store, Act::Reserve(road.line_id, 80)).await.unwrap();
}

async fn money_is_never_below_zero_in_the_order_of_days_and_numbers(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 10_000));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 5_000)).await.unwrap();
    act(&at.store, receipt(&income, day(3, 10), 100)).await.unwrap();
    refused(&at.store, payment(&road, day(3, 9), 100, 0), CASH_SHORT).await;
    act(&at.store, payment(&road, day(3, 20), 100, 0)).await.unwrap();
    act(&at.store, receipt(&income, day(3, 20), 300)).await.unwrap();
    // The balance at the end of every day allows it; the 20th before its receipt does not.
    let error = refused(&at.store, payment(&road, day(3, 15), 50, 0), CASH_SHORT).await;
    let facts: Vec<&str> = error.refusals[0].facts.iter().map(|f| f.value.as_str()).collect();
    assert_eq!(facts, [BANK, "2026-03-15", "0", "50", "50"]);
    act(&at.store, payment(&road, day(3, 20), 300, 0)).await.unwrap();
    let deposit = vec![side(rekening("7.1.1.01"), None, 1), side(Account::Bank, None, -1)];
    let error =
        refused(&at.store, Act::Post(entry(EntryKind::TaxDeposit, day(3, 21), deposit)), TAX_SHORT)
            .await;
    assert!(error.has(&CASH_SHORT), "every shortage is told at once");
}

async fn an_entry_that_does_not_balance_is_refused(engine: Engine) {
    let at = open(engine).await;
    let sides = vec![side(Account::Bank, None, 5), side(rekening(EQUITY), None, -4)];
    let uneven = Act::Post(entry(EntryKind::Opening, day(1, 1), sides));
    refused(&at.store, uneven, ENTRY_UNBALANCED).await;
    refused(&at.store, Act::Post(entry(EntryKind::Opening, day(1, 1), vec![])), ENTRY_UNBALANCED)
        .await;
    let sides = vec![side(Account::Bank, None, 5), side(rekening(EQUITY), None, -5)];
    let outside = Act::Post(entry(EntryKind::Opening, Day::from_ymd(2025, 12, 31), sides));
    refused(&at.store, outside, OUTSIDE_YEAR).await;
}

async fn a_closed_month_takes_no_document(engine: Engine) {
    let at = open(engine).await;
    let income = a_line("4.2.1.01", 1_000);
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    refused(&at.store, Act::Close(2), MONTH_ORDER).await;
    act(&at.store, Act::Close(1)).await.unwrap();
    refused(&at.store, Act::Close(1), MONTH_ORDER).await;
    act(&at.store, Act::Close(2)).await.unwrap();
    refused(&at.store, receipt(&income, day(2, 28), 1), MONTH_CLOSED).await;
    act(&at.store, receipt(&income, day(3, 1), 1)).await.unwrap();
    assert_eq!(look(&at.store, &[]).await.closed_month, 2);
}

/// The sides of all contra entries.
struct Contras;

impl Query for Contras {
    const METHOD: &'static str = "test/Look";
    type Answer = Vec<(String, i64)>;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.all(&READ_SIDES, args![DESA]).await
    }
}

/// What `receipt` posts, as an entry.
fn received(line: &Line, day: Day, sen: i64) -> Entry {
    let Act::Post(entry) = receipt(line, day, sen) else { unreachable!() };
    entry
}

async fn an_entry_is_undone_once_by_its_exact_contra_entry(engine: Engine) {
    let at = open(engine).await;
    let income = a_line("4.2.1.01", 1_000);
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 2), 500)).await.unwrap();
    let inexact = act(&at.store, Act::ForgeContra).await.expect_err("another amount");
    assert!(inexact.has(&ENTRY_UNBALANCED), "{inexact:?}");
    act(&at.store, Act::Undo(1, day(3, 4), vec![])).await.unwrap();
    let seen = look(&at.store, &[&income]).await;
    assert_eq!(seen.lines[0].posted.sen(), 0, "the revenue is gone from its line");
    assert_eq!((seen.balances.get(BANK), seen.numbers, seen.total), (Some(&0), vec![1, 2], 0));
    let sides = at.store.answer(None, Contras).await.unwrap();
    assert_eq!(sides, [(BANK.to_owned(), -500), ("4.2.1.01".to_owned(), 500)]);
    act(&at.store, receipt(&income, day(3, 5), 500)).await.unwrap();
    refused(&at.store, Act::Undo(1, day(3, 6), vec![]), ENTRY_UNDONE).await;
    assert_eq!(look(&at.store, &[]).await.numbers, [1, 2, 3], "and took no number");
}

async fn what_is_undone_leaves_no_day_below_zero(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 5_000));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 950)).await.unwrap();
    act(&at.store, receipt(&income, day(3, 2), 1_000)).await.unwrap();
    act(&at.store, payment(&road, day(3, 20), 950, 0)).await.unwrap();
    // Enough is there on the 10th and too little on the 20th.
    refused(&at.store, Act::Undo(1, day(3, 10), vec![]), CASH_SHORT).await;
    let less = |sen, on| Act::Undo(1, day(3, 10), vec![received(&income, on, sen)]);
    refused(&at.store, less(949, day(3, 10)), CASH_SHORT).await;
    refused(&at.store, less(960, day(3, 21)), CASH_SHORT).await;
    // What is booked back and what is booked in its place need not be there twice.
    act(&at.store, less(960, day(3, 11))).await.unwrap();
    let seen = look(&at.store, &[&income]).await;
    assert_eq!((seen.balances.get(BANK), seen.lines[0].posted.sen()), (Some(&10), 960));
    act(&at.store, Act::Close(1)).await.unwrap();
    act(&at.store, Act::Close(2)).await.unwrap();
    act(&at.store, Act::Close(3)).await.unwrap();
    let last = Act::Undo(4, day(3, 31), vec![]);
    refused(&at.store, last, MONTH_CLOSED).await;
}

async fn a_transfer_is_put_right_though_neither_store_holds_it_twice(engine: Engine) {
    let at = open(engine).await;
    let income = a_line("4.2.1.01", 1_000);
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 2), 100)).await.unwrap();
    let to_cash = |sen: i64| {
        let sides = vec![side(Account::Bank, None, -sen), side(Account::Cash, None, sen)];
        entry(EntryKind::Transfer, day(3, 3), sides)
    };
    act(&at.store, Act::Post(to_cash(60))).await.unwrap();
    let deposit = vec![side(Account::Cash, None, -55), side(rekening(EQUITY), None, 55)];
    act(&at.store, Act::Post(entry(EntryKind::Transfer, day(3, 4), deposit))).await.unwrap();
    refused(&at.store, Act::Undo(2, day(3, 3), vec![to_cash(54)]), CASH_SHORT).await;
    act(&at.store, Act::Undo(2, day(3, 3), vec![to_cash(70)])).await.unwrap();
    let seen = look(&at.store, &[]).await;
    assert_eq!(seen.balances, BTreeMap::from([(BANK.into(), 30), (CASH.into(), 15)]));
}

async fn the_schema_refuses_what_the_code_would_not_do(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 1_000), a_line("5.3.5.03", 600));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, receipt(&income, day(3, 2), 9)).await.unwrap();
    for (how, code) in
        [(0, "APPEND_ONLY"), (1, "APPEND_ONLY"), (2, "APPEND_ONLY"), (3, "ENTRY_UNBALANCED")]
    {
        let error = act(&at.store, Act::Forge(how)).await.expect_err(code);
        assert_eq!(error.refusals.first().map(|r| r.code.as_ref()), Some(code), "{error:?}");
    }
    act(&at.store, Act::Forge(4)).await.expect_err("a check holds the ceiling");
    assert_eq!(look(&at.store, &[]).await.total, 0);
}

/// The whole of the ledger, in memory: the plainest thing that can be right.
#[derive(Default)]
struct Model {
    reserved: i64,
    posted: i64,
    moves: Vec<(Day, usize, i64)>,
    tax: Vec<(Day, usize, i64)>,
}

impl Model {
    /// Whether a store stays at or above zero with one more movement.
    fn holds(moves: &[(Day, usize, i64)], extra: (Day, i64)) -> bool {
        let mut all = moves.to_vec();
        all.push((extra.0, usize::MAX, extra.1));
        all.sort();
        let mut sum = 0;
        all.into_iter().all(|(_, _, sen)| {
            sum += sen;
            sum >= 0
        })
    }
}

const CEILING: i64 = 2_000;

async fn random_histories_agree_with_the_model(engine: Engine) {
    for seed in 0..4 {
        let at = open(engine).await;
        let mut random = StdRng::seed_from_u64(seed);
        let (income, road) = (a_line("4.2.1.01", 10), a_line("5.3.5.03", CEILING));
        act(&at.store, Act::Open(income.clone())).await.unwrap();
        act(&at.store, Act::Open(road.clone())).await.unwrap();
        let mut model = Model::default();
        let mut revenue = 0;
        for at_step in 0..120 {
            let sen = random.random_range(1..300_i64);
            let when = day(3, random.random_range(1..29));
            let (what, allowed) = match random.random_range(0..5) {
                0 => (
                    Act::Reserve(road.line_id, sen),
                    model.reserved + model.posted + sen <= CEILING,
                ),
                1 => (Act::Release(road.line_id, sen), sen <= model.reserved),
                2 => (receipt(&income, when, sen), true),
                3 => {
                    let tax = sen / 10;
                    let fits =
                        sen <= model.reserved && Model::holds(&model.moves, (when, tax - sen));
                    (payment(&road, when, sen, tax), fits)
                }
                _ => {
                    let sides = vec![
                        side(rekening("7.1.1.01"), None, sen),
                        side(Account::Bank, None, -sen),
                    ];
                    let fits = Model::holds(&model.moves, (when, -sen))
                        && Model::holds(&model.tax, (when, -sen));
                    (Act::Post(entry(EntryKind::TaxDeposit, when, sides)), fits)
                }
            };
            let done = act(&at.store, what.clone()).await;
            assert_eq!(done.is_ok(), allowed, "seed {seed}, step {at_step}: {done:?}");
            if allowed {
                match what {
                    Act::Reserve(..) => model.reserved += sen,
                    Act::Release(..) => model.reserved -= sen,
                    Act::Post(entry) => match entry.kind {
                        EntryKind::Receipt => {
                            revenue += sen;
                            model.moves.push((when, at_step, sen));
                        }
                        EntryKind::Payment => {
                            model.reserved -= sen;
                            model.posted += sen;
                            model.moves.push((when, at_step, sen / 10 - sen));
                            model.tax.push((when, at_step, sen / 10));
                        }
                        _ => {
                            model.moves.push((when, at_step, -sen));
                            model.tax.push((when, at_step, -sen));
                        }
                    },
                    _ => {}
                }
            }
        }
        let seen = look(&at.store, &[&income, &road]).await;
        assert_eq!(seen.lines[0].posted.sen(), revenue);
        assert_eq!(seen.lines[1].reserved.sen(), model.reserved);
        assert_eq!(seen.lines[1].posted.sen(), model.posted);
        let bank: i64 = model.moves.iter().map(|m| m.2).sum();
        assert_eq!(seen.balances.get(BANK).copied().unwrap_or_default(), bank);
        assert!(seen.numbers.iter().copied().eq(1..=seen.numbers.len() as i64), "no gap");
        assert_eq!(seen.total, 0);
    }
}

async fn a_race_of_reservations_grants_exactly_the_ceiling(engine: Engine) {
    let at = open(engine).await;
    let road = a_line("5.3.5.03", 1_000);
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (store, id) = (at.store.clone(), road.line_id);
            tokio::spawn(async move {
                let mut granted = 0;
                for _ in 0..100 {
                    match act(&store, Act::Reserve(id, 1)).await {
                        Ok(()) => granted += 1,
                        Err(error) => assert!(error.has(&BUDGET_SHORT), "{error:?}"),
                    }
                }
                granted
            })
        })
        .collect();
    let mut granted = 0;
    for task in tasks {
        granted += task.await.unwrap();
    }
    assert_eq!(granted, 1_000);
    let seen = look(&at.store, &[&road]).await;
    assert_eq!((seen.lines[0].reserved.sen(), seen.lines[0].available().sen()), (1_000, 0));
}

async fn a_race_of_payments_never_overdraws_the_bank(engine: Engine) {
    let at = open(engine).await;
    let (income, road) = (a_line("4.2.1.01", 10), a_line("5.3.5.03", 5_000));
    act(&at.store, Act::Open(income.clone())).await.unwrap();
    act(&at.store, Act::Open(road.clone())).await.unwrap();
    act(&at.store, Act::Reserve(road.line_id, 5_000)).await.unwrap();
    act(&at.store, receipt(&income, day(3, 1), 300)).await.unwrap();
    let tasks: Vec<_> = (0..8_u8)
        .map(|n| {
            let (store, road) = (at.store.clone(), road.clone());
            tokio::spawn(async move {
                let mut paid = 0;
                for at in 0..10 {
                    let when = day(3, 1 + (n * 7 + at * 3) % 28);
                    match act(&store, payment(&road, when, 10, 0)).await {
                        Ok(()) => paid += 1,
                        Err(error) => assert!(error.has(&CASH_SHORT), "{error:?}"),
                    }
                }
                paid
            })
        })
        .collect();
    let mut paid = 0;
    for task in tasks {
        paid += task.await.unwrap();
    }
    assert_eq!(paid, 30);
    let seen = look(&at.store, &[&road]).await;
    assert_eq!(seen.balances.get(BANK), Some(&0));
    assert!(seen.numbers.iter().copied().eq(1..=31), "no gap");
}

engine_test!(
    a_payment_moves_reserved_to_posted_and_cash_to_tax,
    what_a_line_does_not_have_is_refused_with_the_numbers,
    a_ceiling_above_the_amount_in_force_falls_with_what_is_committed,
    a_ceiling_above_the_amount_in_force_falls_with_what_is_booked_back,
    money_is_never_below_zero_in_the_order_of_days_and_numbers,
    an_entry_that_does_not_balance_is_refused,
    a_closed_month_takes_no_document,
    an_entry_is_undone_once_by_its_exact_contra_entry,
    what_is_undone_leaves_no_day_below_zero,
    a_transfer_is_put_right_though_neither_store_holds_it_twice,
    the_schema_refuses_what_the_code_would_not_do,
    random_histories_agree_with_the_model,
    a_race_of_reservations_grants_exactly_the_ceiling,
    a_race_of_payments_never_overdraws_the_bank,
);
