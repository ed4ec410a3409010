use super::*;
use domain::Selector;

/// A line: id, kegiatan (empty for none), rekening, sumber dana, sen.
pub(crate) type Short = (u128, &'static str, &'static str, &'static str, i64);

pub(crate) fn lines(rows: &[Short]) -> Vec<LineRow> {
    let line = |(id, kegiatan, rekening, sumber_dana, amount_sen): &Short| LineRow {
        line_id: Uuid::from_u128(*id),
        kegiatan: (!kegiatan.is_empty()).then(|| (*kegiatan).to_owned()),
        rekening: (*rekening).to_owned(),
        sumber_dana: (*sumber_dana).to_owned(),
        uraian: "uraian".into(),
        volume_e4: None,
        unit: String::new(),
        unit_price_sen: None,
        amount_sen: *amount_sen,
        output: String::new(),
        perdes_reference: String::new(),
        from_bengkok: false,
    };
    rows.iter().map(line).collect()
}

pub(crate) fn law() -> Law {
    Law {
        source_severity: Severity::Hard,
        ratio_severity: Severity::Hard,
        btt_severity: Severity::Warn,
        silpa_severity: Severity::Warn,
        ratio_max_bp: Some(3_000),
        ratio_min_bp: Some(7_000),
        basket: Selector::parse("kegiatan:01.01.01;kegiatan:01.01.05"),
        without_bengkok: true,
        reserve_barred: Some(BTreeSet::from(["DDS".to_owned()])),
        amendments_max: Some(1),
        dana_desa: dana_desa::Rows::new(),
    }
}

/// A year that balances: 30 of 100 in the basket, every source used up.
pub(crate) const GOOD: [Short; 5] = [
    (1, "", "4.2.1.01", "DDS", 70),
    (2, "", "4.2.3.01", "ADD", 25),
    (3, "", "6.1.1.01", "ADD", 5),
    (4, "01.01.01", "5.1.1.01", "ADD", 30),
    (5, "02.03.14", "5.3.5.03", "DDS", 70),
];

pub(crate) fn facts(rows: &[Short]) -> Facts {
    let kegiatan = ["01.01.01", "01.01.05", "02.03.14"].map(str::to_owned);
    Facts {
        tahun: Tahun::new(2026).unwrap(),
        kind: Kind::Awal,
        reason: None,
        standing: Standing::default(),
        lines: lines(rows),
        base_lines: Vec::new(),
        ledger: BTreeMap::new(),
        plan: PlanInForce { enacted: true, kegiatan: kegiatan.into(), ..PlanInForce::default() },
        silpa_before: None,
        law: law(),
    }
}

/// Rule, reason and severity of what is not met.
pub(crate) fn found(facts: &Facts) -> Vec<(&'static str, String, Severity)> {
    let tell =
        |finding: Finding| (finding.rule, finding.refusal.code.to_string(), finding.severity);
    unmet(facts).into_iter().map(tell).collect()
}

fn codes(facts: &Facts) -> Vec<String> {
    found(facts).into_iter().map(|(_, code, _)| code).collect()
}

fn with(extra: &[Short]) -> Facts {
    let mut rows = GOOD.to_vec();
    rows.extend_from_slice(extra);
    facts(&rows)
}

#[test]
fn a_year_that_balances_meets_every_rule() {
    assert_eq!(found(&facts(&GOOD)), []);
}

#[test]
fn a_budget_comes_to_nothing_or_is_refused() {
    assert_eq!(codes(&facts(&[])), ["BUDGET_EMPTY"]);
    for (amount, codes_then) in [(0, vec![]), (1, vec!["BUDGET_UNBALANCED"])] {
        let facts = with(&[(6, "", "4.2.1.01", "DDS", amount)]);
        assert_eq!(codes(&facts), codes_then, "{amount}");
    }
    let facts = with(&[(6, "", "6.2.9.90", "DDS", 1)]);
    assert_eq!(codes(&facts), ["BUDGET_UNBALANCED", "SOURCE_OVERSPENT"]);
}

#[test]
fn an_unbalanced_budget_tells_its_numbers() {
    let facts = with(&[(6, "", "4.2.1.01", "DDS", 10)]);
    let finding = unmet(&facts).remove(0);
    assert_eq!(finding.refusal.facts[0].value, "10");
    assert!(finding.refusal.message().contains("Rp 0,10"), "{}", finding.refusal.message());
}

#[test]
fn a_source_is_used_no_further_than_it_brings() {
    let shifted =
        [(1, "", "4.2.1.01", "DDS", 71), (2, "", "4.2.3.01", "ADD", 24), GOOD[2], GOOD[3], GOOD[4]];
    assert_eq!(codes(&facts(&shifted)), ["SOURCE_OVERSPENT"]);
    let softened =
        Facts { law: Law { source_severity: Severity::Warn, ..law() }, ..facts(&shifted) };
    assert_eq!(found(&softened)[0].2, Severity::Warn);
}

/// A budget with this much in the basket out of 10,000.
fn share(basket: i64) -> Facts {
    facts(&[
        (1, "", "4.2.3.01", "ADD", 10_000),
        (2, "01.01.01", "5.1.1.01", "ADD", basket),
        (3, "02.03.14", "5.3.5.03", "ADD", 10_000 - basket),
    ])
}

#[test]
fn the_basket_is_at_most_thirty_percent_of_spending() {
    for (basket, codes_then) in [(0, vec![]), (3_000, vec![]), (3_001, vec!["RATIO_EXCEEDED"])] {
        assert_eq!(codes(&share(basket)), codes_then, "{basket}");
    }
    let facts = Facts { law: Law { ratio_min_bp: Some(8_000), ..law() }, ..share(2_500) };
    assert_eq!(codes(&facts), ["RATIO_SHORT"]);
}

#[test]
fn the_share_refuses_at_enactment_only_and_only_where_it_is_hard() {
    let finding = unmet(&share(5_000)).remove(0);
    assert!(!finding.refuses(Blocks::Submit) && finding.refuses(Blocks::Enact));
    let soft = Facts { law: Law { ratio_severity: Severity::Warn, ..law() }, ..share(5_000) };
    assert!(!unmet(&soft).remove(0).refuses(Blocks::Enact));
}

#[test]
fn spending_from_tanah_bengkok_is_left_out_of_the_share() {
    let mut facts = share(3_000);
    facts.lines.extend(lines(&[
        (7, "01.01.01", "5.1.1.90", "PAD", 4_000),
        (8, "", "4.1.2.01", "PAD", 4_000),
    ]));
    assert_eq!(codes(&facts), ["RATIO_EXCEEDED"]);
    facts.lines[3].from_bengkok = true;
    assert_eq!(codes(&facts), Vec::<String>::new());
}

#[test]
fn a_share_without_its_number_is_told_as_unchecked() {
    for law in [Law { ratio_max_bp: None, ..law() }, Law { basket: None, ..law() }] {
        let facts = Facts { law, ..share(9_000) };
        assert_eq!(found(&facts), [("INV-05", "RULE_NOT_CHECKED".into(), Severity::Warn)]);
    }
}

#[test]
fn unforeseen_spending_and_bidang_05_belong_together() {
    let spend = |kegiatan, rekening| {
        let mut facts = with(&[(6, "", "4.3.9.90", "DLL", 5), (7, kegiatan, rekening, "DLL", 5)]);
        facts.plan.kegiatan.insert("02.01.01".into());
        codes(&facts)
    };
    assert_eq!(spend("05.03.00", "5.4.1.01"), Vec::<String>::new());
    assert_eq!(spend("02.01.01", "5.4.1.01"), ["BTT_OUTSIDE_BIDANG_05"]);
    assert_eq!(spend("05.01.00", "5.2.1.01"), ["BIDANG_05_WITHOUT_BTT"]);
}

#[test]
fn capital_and_reserves_rest_on_a_perdes() {
    for (rekening, source, named, codes_then) in [
        ("6.2.2.01", "DLL", false, vec!["PERDES_REFERENCE_MISSING"]),
        ("6.2.2.01", "DLL", true, vec![]),
        ("6.2.1.01", "DLL", false, vec!["PERDES_REFERENCE_MISSING"]),
        ("6.2.1.01", "DLL", true, vec![]),
        ("6.2.9.90", "DLL", false, vec![]),
    ] {
        let mut facts = with(&[(6, "", "4.3.9.90", source, 5), (7, "", rekening, source, 5)]);
        if named {
            facts.lines[6].perdes_reference = "Perdes 3/2025".into();
        }
        assert_eq!(codes(&facts), codes_then, "{rekening} {named}");
    }
}

#[test]
fn a_reserve_is_not_fed_from_money_bound_to_a_purpose() {
    let mut facts = with(&[(6, "", "4.2.1.01", "DDS", 5), (7, "", "6.2.1.01", "DDS", 5)]);
    facts.lines[6].perdes_reference = "Perdes 3/2025".into();
    assert_eq!(codes(&facts), ["RESERVE_FROM_RESTRICTED"]);
    facts.law.reserve_barred = None;
    assert_eq!(found(&facts), [("INV-07", "RULE_NOT_CHECKED".into(), Severity::Warn)]);
}

#[test]
fn last_years_rest_is_planned_as_its_books_closed() {
    for (closed_with, expected) in [(None, false), (Some(5), false), (Some(4), true)] {
        let facts = Facts { silpa_before: closed_with, ..facts(&GOOD) };
        let told = ("INV-08", String::from("SILPA_DIFFERS"), Severity::Warn);
        let expected = if expected { vec![told] } else { vec![] };
        assert_eq!(found(&facts), expected, "{closed_with:?}");
    }
}

#[test]
fn no_line_falls_below_what_is_committed() {
    for (id, committed, refused) in [(5, 70, false), (5, 71, true), (99, 0, false), (99, 1, true)] {
        let line_id = Uuid::from_u128(id);
        let line = LedgerLine {
            line_id,
            kegiatan: Some("02.03.14".into()),
            rekening: "5.3.5.03".into(),
            sumber_dana: "DDS".into(),
            committed_sen: committed,
        };
        let facts = Facts { ledger: BTreeMap::from([(line_id, line)]), ..facts(&GOOD) };
        let expected = if refused { vec!["LINE_BELOW_COMMITTED"] } else { vec![] };
        assert_eq!(codes(&facts), expected, "{id} {committed}");
    }
}

#[test]
fn spending_stands_in_the_plan_of_the_year() {
    let mut missing = facts(&GOOD);
    missing.plan.kegiatan.remove("02.03.14");
    assert_eq!(codes(&missing), ["KEGIATAN_NOT_IN_RKPDES"]);
    let without = Facts { plan: PlanInForce::default(), ..facts(&GOOD) };
    assert_eq!(codes(&without), ["RKPDES_NOT_ENACTED"]);
}

#[test]
fn every_reason_is_told_at_once_hard_ones_first() {
    let mut facts = with(&[(6, "02.01.01", "5.4.1.01", "DDS", 9), (7, "", "6.2.2.01", "PAD", 1)]);
    facts.standing.in_force = Some(Uuid::from_u128(1));
    let codes = codes(&facts);
    let expected = [
        "VERSION_IN_FORCE",
        "BUDGET_UNBALANCED",
        "SOURCE_OVERSPENT",
        "SOURCE_OVERSPENT",
        "PERDES_REFERENCE_MISSING",
        "KEGIATAN_NOT_IN_RKPDES",
        "BTT_OUTSIDE_BIDANG_05",
    ];
    assert_eq!(codes, expected);
}
