use super::*;

#[test]
fn a_selector_takes_its_codes_and_what_lies_below_a_star() {
    let selector = Selector::parse("kegiatan:01.01.05;rekening:5.1.*").unwrap();
    for (kegiatan, rekening, matches) in [
        (Some("01.01.05"), "5.2.1.01", true),
        (Some("02.01.05"), "5.1.4.01", true),
        (Some("02.01.05"), "5.2.1.01", false),
        (None, "6.1.1.01", false),
        (None, "5.10.1.01", false),
    ] {
        assert_eq!(selector.matches(kegiatan, rekening), matches, "{kegiatan:?} {rekening}");
    }
}

#[test]
fn a_selector_that_cannot_be_read_selects_nothing_silently_never() {
    for text in ["", "jenis:5.1", "kegiatan", "kegiatan:"] {
        assert_eq!(Selector::parse(text), None, "{text}");
    }
}

#[test]
fn a_selector_takes_in_what_another_one_does() {
    let [one, other] = ["kegiatan:01.01.01", "rekening:5.1.*"].map(Selector::parse);
    let both = one.unwrap().or(other.unwrap());
    assert!(both.matches(Some("01.01.01"), "5.2.1.01") && both.matches(None, "5.1.4.01"));
    assert!(!both.matches(Some("01.01.02"), "5.2.1.01"));
}
