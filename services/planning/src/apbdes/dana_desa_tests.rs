use uuid::Uuid;

use super::*;
use crate::{
    apbdes::rules::tests::{Short, facts, lines},
    reference::LedgerLine,
};

const LAW: [(&str, &str); 21] = [
    ("dds.larangan.01", "true"),
    ("dds.larangan.01.selector", "rekening:5.1.1.*;rekening:5.2.2.06"),
    ("dds.larangan.04", "true"),
    ("dds.larangan.04.max", "25"),
    ("dds.larangan.04.selector", "kegiatan:01.02.03;kegiatan:02.03.15"),
    ("dds.larangan.05", "true"),
    ("dds.larangan.05.tanya", "rekening:5.2.2.08"),
    ("dds.larangan.07", "true"),
    ("dds.larangan.09", "false"),
    ("dds.larangan.09.selector", "kegiatan:02.*"),
    ("earmark.DDS.ketahanan_pangan.min", "2000"),
    ("earmark.DDS.ketahanan_pangan.selector", "kegiatan:04.02.*;rekening:6.2.2.01"),
    ("earmark.DDS.kdmp.share", "5803"),
    ("earmark.DDS.operasional.base", "pagu_reguler"),
    ("earmark.DDS.operasional.max", "300"),
    ("earmark.DDS.operasional.selector", "kegiatan:01.01.08"),
    ("earmark.DDS.pktd_upah.min", "5000"),
    ("severity.dds.larangan", "hard"),
    ("severity.dds.larangan.tanya", "warn"),
    ("severity.earmark.DDS.ketahanan_pangan", "warn"),
    ("severity.earmark.DDS.operasional", "hard"),
];

/// Revenue of Dana Desa, and enough for food.
const GOOD: [Short; 2] =
    [(1, "", "4.2.1.01", "DDS", 10_000), (2, "04.02.01", "5.2.7.05", "DDS", 2_000)];

/// A year under the law, some of its rows replaced.
fn judged(rows: &[Short], replaced: &[(&str, &str)]) -> Facts {
    let mut facts = facts(rows);
    for (key, value) in LAW.iter().chain(replaced) {
        let rule = Rule { value: (*value).to_owned(), basis: "Pasal 20".to_owned() };
        facts.law.dana_desa.insert((*key).to_owned(), rule);
    }
    facts
}

fn told(facts: &Facts) -> Vec<(String, Severity)> {
    let tell = |finding: Finding| (finding.refusal.code.to_string(), finding.severity);
    unmet(facts).into_iter().map(tell).collect()
}

/// What is told when this is spent besides.
fn spending(extra: &[Short]) -> Vec<(String, Severity)> {
    told(&judged(&[&GOOD[..], extra].concat(), &[]))
}

fn hard(code: &str) -> Vec<(String, Severity)> {
    vec![(code.to_owned(), Severity::Hard)]
}

fn warn(code: &str) -> Vec<(String, Severity)> {
    vec![(code.to_owned(), Severity::Warn)]
}

#[test]
fn dana_desa_pays_for_nothing_that_is_barred() {
    for (line, expected) in [
        ((9, "01.01.01", "5.1.1.01", "DDS", 1), hard("DANA_DESA_BARRED")),
        ((9, "01.01.04", "5.2.2.06", "DDS", 1), hard("DANA_DESA_BARRED")),
        ((9, "01.01.01", "5.1.1.01", "ADD", 1), vec![]),
        ((9, "01.01.01", "5.1.1.01", "DDS", 0), vec![]),
        ((9, "", "4.2.1.02", "DDS", 0), vec![]),
        ((9, "02.03.14", "5.3.5.03", "DDS", 1), vec![]),
        ((9, "04.03.09", "5.2.2.08", "DDS", 1), warn("DANA_DESA_ASKED")),
        ((9, "02.03.15", "5.3.4.03", "DDS", 25), vec![]),
        ((9, "02.03.15", "5.3.4.03", "DDS", 26), hard("DANA_DESA_CAPPED")),
    ] {
        assert_eq!(spending(&[line]), expected, "{line:?}");
    }
    let both = [(8, "02.03.15", "5.3.4.03", "DDS", 20), (9, "01.02.03", "5.3.4.03", "DDS", 6)];
    assert_eq!(spending(&both), hard("DANA_DESA_CAPPED"), "the sum of a year");
}

#[test]
fn a_share_keeps_to_its_most_and_its_least() {
    for (amount, expected) in [(300, vec![]), (301, hard("EARMARK_EXCEEDED"))] {
        let line = (9, "01.01.08", "5.2.3.01", "DDS", amount);
        assert_eq!(spending(&[line]), expected, "{amount}");
    }
    for (rows, expected) in [
        (vec![(2, "04.02.01", "5.2.7.05", "DDS", 1_999)], warn("EARMARK_SHORT")),
        (vec![(2, "04.02.01", "5.2.7.05", "ADD", 2_000)], warn("EARMARK_SHORT")),
        (vec![(2, "", "6.2.2.01", "DDS", 2_000)], vec![]),
        (vec![(2, "04.02.01", "5.2.7.05", "DDS", 999), (3, "", "6.2.2.01", "DDS", 1_001)], vec![]),
    ] {
        let rows = [&GOOD[..1], &rows].concat();
        assert_eq!(told(&judged(&rows, &[])), expected, "{rows:?}");
    }
}

#[test]
fn a_share_tells_its_numbers_and_its_article() {
    let rows = [&GOOD[..], &[(9, "01.01.08", "5.2.3.01", "DDS", 301)]].concat();
    let finding = unmet(&judged(&rows, &[])).remove(0);
    let message = finding.refusal.message();
    for part in ["operasional", "Rp 3,01", "Rp 3,00", "3,00 persen", "Rp 100,00", "Pasal 20"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(finding.refusal.facts[0].value, "earmark.DDS.operasional");
}

/// What is committed on a line.
fn committed(line: u128, committed_sen: i64) -> (Uuid, LedgerLine) {
    let line_id = Uuid::from_u128(line);
    let row = LedgerLine {
        line_id,
        kegiatan: None,
        rekening: String::new(),
        sumber_dana: SOURCE.to_owned(),
        committed_sen,
    };
    (line_id, row)
}

#[test]
fn what_no_version_can_take_out_is_told_and_not_refused() {
    let spent = [(8, "01.01.08", "5.2.3.01", "DDS", 301), (9, "01.01.01", "5.1.1.01", "DDS", 50)];
    let rows = [&GOOD[..], &spent].concat();
    let all_told = [warn("DANA_DESA_BARRED"), warn("EARMARK_EXCEEDED")].concat();
    let mut facts = judged(&rows, &[]);
    facts.ledger = [committed(8, 301), committed(9, 50)].into();
    assert_eq!(told(&facts), all_told);
    facts.ledger = [committed(8, 300), committed(9, 49)].into();
    assert_eq!(told(&facts), [hard("DANA_DESA_BARRED"), hard("EARMARK_EXCEEDED")].concat());
    // A Perkades cannot move it to another jenis either; a Perdes can.
    facts.base_lines = lines(&rows);
    for (kind, severity) in
        [(Kind::Perubahan, Severity::Hard), (Kind::PerubahanPenjabaran, Severity::Warn)]
    {
        facts.kind = kind;
        assert!(told(&facts).iter().all(|(_, told)| *told == severity), "{kind:?}");
    }
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_its_rule_not_applied() {
    let spent = [
        (7, "02.03.15", "5.3.4.03", "DDS", 26),
        (8, "01.01.08", "5.2.3.01", "DDS", 301),
        (9, "01.01.01", "5.1.1.01", "DDS", 50),
    ];
    let rows = [&GOOD[..], &spent].concat();
    let broken = [
        ("dds.larangan.01.selector", "objek:5.1.1"),
        ("dds.larangan.04.max", "dua puluh lima juta"),
        ("earmark.DDS.operasional.base", "seluruh_belanja"),
    ];
    let found = unmet(&judged(&rows, &broken));
    let keys: Vec<&str> = found.iter().map(|f| f.refusal.facts[1].value.as_str()).collect();
    assert_eq!(keys, broken.map(|(key, _)| key));
    assert!(found.iter().all(|f| f.severity == Severity::Warn));
    assert!(found.iter().all(|f| f.refusal.code == "RULE_NOT_CHECKED"));
}

#[test]
fn a_rule_weighs_what_its_row_says_and_without_a_row_it_refuses() {
    let rows = [&GOOD[..], &[(9, "01.01.01", "5.1.1.01", "DDS", 50)]].concat();
    let softened = judged(&rows, &[("severity.dds.larangan", "audit")]);
    assert_eq!(told(&softened), warn("DANA_DESA_BARRED"));
    let mut without = judged(&rows, &[]);
    without.law.dana_desa.remove("severity.dds.larangan");
    assert_eq!(told(&without), hard("DANA_DESA_BARRED"));
    assert_eq!(told(&facts(&rows)), [], "a year without rows is not judged");
}
