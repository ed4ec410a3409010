//! Reports over a real journal, on both engines.

use ledger::EntryKind::{self, *};
use store::{Engine, Store, args, engine_test};
use wire::reporting::v1::{self as pb, LraLevel};

use crate::{
    fixtures::{Act, Budget, DESA, Side, act, district, enact, entry, id, person, put, token},
    report::{GetLra, GetRealisationBySource},
};

store::statements! {
    AMENDMENT = "
        INSERT INTO planning_apbdes (desa_id, apbdes_id, tahun, kind, state, state_since_us, base_id,
            reason, reference, revision, created_us)
        VALUES ($1, $2, 2026, 'perubahan', 'draft', 0, $3, 'shift', '', 1, 0)";
    AMENDED_LINE = "
        INSERT INTO planning_line (desa_id, apbdes_id, line_id, tahun, kegiatan, rekening,
            sumber_dana, uraian, unit, amount_sen, output, perdes_reference, from_bengkok)
        SELECT desa_id, $2, line_id, tahun, kegiatan, rekening, sumber_dana, '', '', $4, '', '',
               from_bengkok
          FROM planning_line WHERE desa_id = $1 AND apbdes_id = $3 AND line_id = $5";
    MOVE = "UPDATE planning_apbdes SET state = $3 WHERE desa_id = $1 AND apbdes_id = $2";
    ENACT_AMENDMENT = "
        UPDATE planning_apbdes
           SET state = 'enacted', perdes_number = 'Perdes 4/2026',
               perkades_number = 'Perkades 4/2026', enacted_day = $3
         WHERE desa_id = $1 AND apbdes_id = $2";
    ANNUL = "
        UPDATE planning_apbdes SET state = 'annulled', document_day = $3
         WHERE desa_id = $1 AND apbdes_id = $2";
}

const REVENUE_DDS: u128 = 1;
const ROAD_DDS: u128 = 2;
const SILPA_ADD: u128 = 3;
const ROAD_ADD: u128 = 4;
const CAPITAL: u128 = 5;

/// Revenue 1,000; spending 1,100 from two sources; SiLPA 150; capital 50. It balances to 0.
const BUDGET: [Budget; 5] = [
    Budget {
        line: REVENUE_DDS,
        kegiatan: None,
        rekening: "4.2.1.01",
        sumber_dana: "DDS",
        sen: 100_000,
    },
    Budget {
        line: ROAD_DDS,
        kegiatan: Some("02.03.10"),
        rekening: "5.3.5.03",
        sumber_dana: "DDS",
        sen: 100_000,
    },
    Budget {
        line: ROAD_ADD,
        kegiatan: Some("02.03.10"),
        rekening: "5.3.5.01",
        sumber_dana: "ADD",
        sen: 10_000,
    },
    Budget {
        line: SILPA_ADD,
        kegiatan: None,
        rekening: "6.1.1.01",
        sumber_dana: "ADD",
        sen: 15_000,
    },
    Budget { line: CAPITAL, kegiatan: None, rekening: "6.2.2.01", sumber_dana: "ADD", sen: 5_000 },
];

/// The journal of the year, in the order of days.
const JOURNAL: [(EntryKind, &str, &[Side]); 6] = [
    (Opening, "2026-01-01", &[("1.1.1.02", None, 15_000), ("3.1.1", None, -15_000)]),
    (Silpa, "2026-01-01", &[("3.1.2", None, 15_000), ("6.1.1.01", Some(SILPA_ADD), -15_000)]),
    (
        Receipt,
        "2026-01-20",
        &[("1.1.1.02", None, 60_001), ("4.2.1.01", Some(REVENUE_DDS), -60_001)],
    ),
    // An advance is no spending until it is accounted for.
    (PanjarPayment, "2026-02-02", &[("1.1.2.07", None, 9_000), ("1.1.1.02", None, -9_000)]),
    (PanjarSpj, "2026-02-20", &[("5.3.5.01", Some(ROAD_ADD), 8_999), ("1.1.2.07", None, -8_999)]),
    (
        Payment,
        "2026-02-27",
        &[
            ("5.3.5.03", Some(ROAD_DDS), 40_000),
            ("7.1.1.04", None, -4_400),
            ("1.1.1.02", None, -35_600),
        ],
    ),
];

async fn year(engine: Engine) -> store::testing::TestStore {
    let test = district(engine).await;
    person(&test.store, 1, &[("KDS", DESA)]).await;
    person(&test.store, 2, &[("CAM", "35.10.25")]).await;
    person(&test.store, 3, &[("SEK", "35.10.25.2009")]).await;
    enact(&test.store, &BUDGET).await;
    let entries = JOURNAL.iter().map(|(kind, day, sides)| entry(*kind, day, sides)).collect();
    act(&test.store, Act { entries, ..Act::default() }).await;
    test
}

async fn lra(store: &Store, who: u128, as_of: &str) -> Result<pb::GetLraResponse, domain::Error> {
    let name = format!("desa/{DESA}/tahun/2026");
    let request = pb::GetLraRequest { name, as_of: as_of.to_owned() };
    store.answer(Some(token(who)), GetLra::parse(&request)?).await
}

fn pair(amounts: Option<&pb::LraAmounts>) -> (i64, i64) {
    let amounts = amounts.unwrap();
    (amounts.budget.unwrap().sen, amounts.realised.unwrap().sen)
}

/// Revenue, spending and SiLPA.
fn sums(totals: Option<&pb::LraTotals>) -> [(i64, i64); 3] {
    let totals = totals.unwrap();
    [&totals.revenue, &totals.spending, &totals.silpa].map(|one| pair(one.as_ref()))
}

engine_test!(
    the_report_shows_the_journal_to_the_sen,
    an_advance_counts_from_its_accounting,
    what_a_contra_entry_undoes_was_not_realised,
    every_source_is_told_apart_and_adds_up,
    a_report_of_a_day_that_is_over_shows_the_budget_of_that_day,
    a_report_is_for_those_who_may_read_the_village,
    a_year_without_a_budget_is_reported_empty,
    a_day_outside_the_year_is_refused,
);

async fn the_report_shows_the_journal_to_the_sen(engine: Engine) {
    let test = year(engine).await;
    let report = lra(&test.store, 1, "").await.unwrap();
    let head = report.head.unwrap();
    assert_eq!(
        (head.desa_title.as_str(), head.kecamatan_title.as_str()),
        ("Sukojati", "Blimbingsari")
    );
    assert_eq!((head.as_of.as_str(), head.entry_count), ("2026-03-02", 6));
    assert_eq!(head.apbdes_number, "Perdes 1/2026");
    assert!(head.apbdes.starts_with("desa/35.10.25.2010/tahun/2026/apbdes/"));
    let silpa = 60_001 - 48_999 + 15_000;
    assert_eq!(sums(report.totals.as_ref()), [(100_000, 60_001), (110_000, 48_999), (0, silpa)]);
    let objek: Vec<(String, String, String, (i64, i64))> = report
        .rows
        .iter()
        .filter(|row| row.level() == LraLevel::Objek)
        .map(|row| {
            let amounts = pair(row.amounts.as_ref());
            (row.function_code.clone(), row.economic_code.clone(), row.title.clone(), amounts)
        })
        .collect();
    let row = |function: &str, economic: &str, title: &str, budget: i64, realised: i64| {
        (function.to_owned(), economic.to_owned(), title.to_owned(), (budget, realised))
    };
    assert_eq!(
        objek,
        [
            row("", "4.2.1.01", "4.2.1.01", 100_000, 60_001),
            row("02.03.10", "5.3.5.01", "5.3.5.01", 10_000, 8_999),
            row("02.03.10", "5.3.5.03", "Bahan", 100_000, 40_000),
            row("", "6.1.1.01", "6.1.1.01", 15_000, 15_000),
            row("", "6.2.2.01", "6.2.2.01", 5_000, 0),
        ]
    );
    let kegiatan = report.rows.iter().find(|row| row.level() == LraLevel::Kegiatan).unwrap();
    assert_eq!(kegiatan.title, "Jalan");
    assert_eq!(kegiatan.amounts.as_ref().unwrap().percent_e2, Some(4_454));
}

async fn an_advance_counts_from_its_accounting(engine: Engine) {
    let test = year(engine).await;
    for (day, spent) in
        [("2026-01-31", 0), ("2026-02-19", 0), ("2026-02-20", 8_999), ("2026-02-27", 48_999)]
    {
        let report = lra(&test.store, 1, day).await.unwrap();
        assert_eq!(sums(report.totals.as_ref())[1], (110_000, spent), "{day}");
        assert_eq!(report.head.unwrap().as_of, day);
    }
}

async fn what_a_contra_entry_undoes_was_not_realised(engine: Engine) {
    let test = year(engine).await;
    let sides = [("1.1.1.02", None, -20_000), ("4.2.1.01", Some(REVENUE_DDS), 20_000)];
    let entries = vec![entry(Correction, "2026-03-01", &sides)];
    act(&test.store, Act { entries, ..Act::default() }).await;
    for (day, received) in [("2026-02-28", 60_001), ("2026-03-01", 40_001)] {
        let report = lra(&test.store, 1, day).await.unwrap();
        assert_eq!(sums(report.totals.as_ref())[0], (100_000, received), "{day}");
    }
}

async fn every_source_is_told_apart_and_adds_up(engine: Engine) {
    let test = year(engine).await;
    let name = format!("desa/{DESA}/tahun/2026");
    let request = pb::GetRealisationBySourceRequest { name, as_of: String::new() };
    let query = GetRealisationBySource::parse(&request).unwrap();
    let answer = test.store.answer(Some(token(2)), query).await.unwrap();
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| (row.sumber_dana.as_str(), row.title.as_str(), sums(row.totals.as_ref())))
        .collect();
    let dds = [(100_000, 60_001), (100_000, 40_000), (0, 20_001)];
    let add = [(0, 0), (10_000, 8_999), (0, 6_001)];
    assert_eq!(rows, [("DDS", "Dana Desa", dds), ("ADD", "Alokasi Dana Desa", add)]);
    let whole = lra(&test.store, 2, "").await.unwrap();
    assert_eq!(answer.totals, whole.totals);
}

async fn a_report_of_a_day_that_is_over_shows_the_budget_of_that_day(engine: Engine) {
    let test = year(engine).await;
    let (first, second) = (id(0xa1), id(0xa2));
    let day = |text: &str| domain::Day::parse(text).unwrap();
    let seen = async |as_of: &str| {
        let report = lra(&test.store, 1, as_of).await.unwrap();
        let head = report.head.unwrap();
        let of_version = [first, second].map(|id| head.apbdes.ends_with(&id.to_string()));
        (head.apbdes_number, sums(report.totals.as_ref())[1], of_version)
    };
    let old = |spent| ("Perdes 1/2026".to_owned(), (110_000, spent), [true, false]);
    let new = |spent| ("Perdes 4/2026".to_owned(), (95_000, spent), [false, true]);
    assert_eq!(seen("2026-02-19").await, old(0));
    // The amendment keeps one road, with less.
    let line = args![DESA, second, first, 95_000_i64, id(ROAD_DDS)];
    put(
        &test.store,
        vec![
            (AMENDMENT, args![DESA, second, first]),
            (AMENDED_LINE, line),
            (MOVE, args![DESA, first, "superseded"]),
            (ENACT_AMENDMENT, args![DESA, second, day("2026-02-20")]),
        ],
    )
    .await;
    assert_eq!(seen("2026-02-19").await, old(0), "printed again, it is what it was");
    assert_eq!(seen("2026-02-20").await, new(8_999));
    assert_eq!(seen("").await, new(48_999));
    // Annulled on 1 March: until then it was law.
    put(
        &test.store,
        vec![
            (ANNUL, args![DESA, second, day("2026-03-01")]),
            (MOVE, args![DESA, first, "enacted"]),
        ],
    )
    .await;
    assert_eq!(seen("2026-02-19").await, old(0));
    assert_eq!(seen("2026-02-28").await, new(48_999));
    assert_eq!(seen("2026-03-01").await, old(48_999));
    assert_eq!(seen("").await, old(48_999));
}

async fn a_report_is_for_those_who_may_read_the_village(engine: Engine) {
    let test = year(engine).await;
    assert!(lra(&test.store, 2, "").await.is_ok());
    let error = lra(&test.store, 3, "").await.unwrap_err();
    assert!(error.has(&domain::reason::NOT_ALLOWED));
}

async fn a_year_without_a_budget_is_reported_empty(engine: Engine) {
    let test = district(engine).await;
    person(&test.store, 1, &[("KDS", DESA)]).await;
    let report = lra(&test.store, 1, "").await.unwrap();
    assert_eq!((report.head.unwrap().apbdes.as_str(), report.rows.len()), ("", 7));
    assert_eq!(sums(report.totals.as_ref()), [(0, 0); 3]);
}

async fn a_day_outside_the_year_is_refused(engine: Engine) {
    let test = year(engine).await;
    for (day, name, code) in [
        ("2025-12-31", "2026", "REPORT_DAY_OUTSIDE_YEAR"),
        ("2027-01-01", "2026", "REPORT_DAY_OUTSIDE_YEAR"),
        ("x", "2026", "DATE_INVALID"),
        ("", "26", "CODE_INVALID"),
    ] {
        let name = format!("desa/{DESA}/tahun/{name}");
        let request = pb::GetLraRequest { name, as_of: day.to_owned() };
        let no = GetLra::parse(&request).err().unwrap();
        assert_eq!(no.refusals[0].code, code, "{day}");
    }
    // A year to come is reported as of its first day.
    let request =
        pb::GetLraRequest { name: format!("desa/{DESA}/tahun/2027"), as_of: String::new() };
    let query = GetLra::parse(&request).unwrap();
    let report = test.store.answer(Some(token(1)), query).await.unwrap();
    assert_eq!(report.head.unwrap().as_of, "2027-01-01");
}
