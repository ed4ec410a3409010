use super::*;

const CHART: [(&str, &str); 5] =
    [("PAD", "4.1"), ("DDS", "4.2.1"), ("SWD", "4.1.3"), ("DLL", "4.3"), ("CSR", "4.3.3;4.3.4")];

fn told(rekening: &str, source: &str) -> Option<String> {
    let rekening = RekeningCode::parse(rekening).unwrap();
    let source = SumberDana::parse(source).unwrap();
    misplaced(&rekening, &source, CHART).map(|refusal| refusal.message())
}

#[test]
fn an_account_carries_every_source_that_brings_it_and_no_other() {
    for (rekening, source) in [
        ("4.2.1.01", "DDS"),
        ("4.1.2.01", "PAD"),
        ("4.1.3.01", "SWD"),
        ("4.1.3.01", "PAD"),
        ("4.3.6.01", "DLL"),
        ("4.3.4.01", "CSR"),
        ("4.3.4.01", "DLL"),
    ] {
        assert_eq!(told(rekening, source), None, "{rekening} {source}");
    }
    for (rekening, source) in [
        ("4.2.1.01", "ADD"),
        ("4.1.3.01", "DDS"),
        ("4.1.2.01", "SWD"),
        ("4.3.6.01", "CSR"),
        ("4.3.6.01", "DDS"),
    ] {
        assert!(told(rekening, source).is_some(), "{rekening} {source}");
    }
    let sentence = told("4.2.1.01", "ADD").unwrap();
    assert_eq!(sentence, "Rekening 4.2.1.01 hanya untuk sumber dana DDS, bukan ADD.");
    let sentence = told("4.1.3.01", "DDS").unwrap();
    assert_eq!(sentence, "Rekening 4.1.3.01 hanya untuk sumber dana PAD atau SWD, bukan DDS.");
}

#[test]
fn an_account_that_the_chart_does_not_name_carries_every_source() {
    for rekening in ["6.1.1.01", "4.2.9.01"] {
        assert_eq!(told(rekening, "DDS"), None, "{rekening}");
    }
}

#[test]
fn two_sources_of_one_prefix_are_both_carried() {
    let chart = [("PBK", "4.2.5"), ("BKK", "4.2.5")];
    let rekening = RekeningCode::parse("4.2.5.01").unwrap();
    let source = |code| SumberDana::parse(code).unwrap();
    assert_eq!(misplaced(&rekening, &source("BKK"), chart), None);
    let refused = misplaced(&rekening, &source("DDS"), chart).unwrap();
    assert_eq!(
        refused.message(),
        "Rekening 4.2.5.01 hanya untuk sumber dana PBK atau BKK, bukan DDS."
    );
}
