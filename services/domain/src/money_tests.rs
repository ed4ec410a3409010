use proptest::prelude::*;

use super::*;

fn sen(text: &str) -> i64 {
    Rupiah::parse(text).map(Rupiah::sen).unwrap_or_else(|no| panic!("{text}: {}", no.message()))
}

#[test]
fn the_input_forms_of_the_law_are_read() {
    for text in ["1.234.567,89", "1234567,89", "1234567.89", "Rp 1.234.567,89"] {
        assert_eq!(sen(text), 123_456_789, "{text}");
    }
    for text in ["1.234", "1234", "1234,00", "1234.0", "Rp1.234", "RP. 1.234"] {
        assert_eq!(sen(text), 123_400, "{text}");
    }
    for (text, expected) in [
        ("0", 0),
        ("0,00", 0),
        ("0,5", 50),
        ("0.05", 5),
        ("48.232,91", 4_823_291),
        (" Rp. 10.000 ", 1_000_000),
        ("(1.234,00)", -123_400),
        ("Rp (1.234,00)", -123_400),
        ("-1.234", -123_400),
        ("007", 700),
        ("34.570.000.000.000", 3_457_000_000_000_000),
    ] {
        assert_eq!(sen(text), expected, "{text}");
    }
}

#[test]
fn what_could_mean_two_things_or_nothing_is_refused() {
    for text in [
        "",
        " ",
        "Rp",
        "-",
        "()",
        "abc",
        "1,234",
        "1,234.56",
        "1,234,567",
        "1234.567",
        "1.23.456",
        "12.3456.789",
        "1.2.3",
        "1.",
        ".5",
        ",5",
        "1,",
        "1,2,3",
        "1.234,567",
        "0.123",
        "1 000",
        "1e3",
        "+5",
        "--5",
        "(5",
        "5)",
        "(-5)",
        "1.234.567.89",
        "Rp Rp 5",
        "٣",
        "1\u{a0}000",
        "99999999999999999999999999999999999999999999",
        "92.233.720.368.547.758,08",
        "€5",
        "R",
    ] {
        let refusal = Rupiah::parse(text).expect_err(text);
        assert_eq!(refusal.code, reason::FIELD_MALFORMED.code, "{text}");
    }
}

#[test]
fn amounts_print_with_dots_comma_and_parentheses() {
    for (sen, table) in [
        (0, "0,00"),
        (5, "0,05"),
        (99_999, "999,99"),
        (100_000, "1.000,00"),
        (123_456_789, "1.234.567,89"),
        (-123_400, "(1.234,00)"),
        (i64::MAX, "92.233.720.368.547.758,07"),
        (i64::MIN, "(92.233.720.368.547.758,08)"),
    ] {
        assert_eq!(Rupiah::from_sen(sen).table(), table);
        assert_eq!(Rupiah::from_sen(sen).to_string(), format!("Rp {table}"));
    }
}

#[test]
fn budgets_may_be_zero_and_payments_may_not() {
    assert_eq!(Rupiah::budget(0), Ok(Rupiah::ZERO));
    assert!(Rupiah::budget(-1).is_err());
    assert!(Rupiah::payment(0).is_err());
    assert_eq!(Rupiah::payment(1).map(Rupiah::sen), Ok(1));
    for check in [Rupiah::budget, Rupiah::payment] {
        assert_eq!(check(AMOUNT_MAX_SEN).map(Rupiah::sen), Ok(AMOUNT_MAX_SEN));
        let refusal = check(AMOUNT_MAX_SEN + 1).unwrap_err();
        assert_eq!(refusal.code, reason::AMOUNT_INVALID.code);
        assert!(refusal.message().contains(" Rp 10.000.000.000.000,01 "), "{}", refusal.message());
    }
}

#[test]
fn sums_never_wrap_around() {
    let (most, one) = (Rupiah::from_sen(i64::MAX), Rupiah::from_sen(1));
    assert_eq!(most.checked_add(one), None);
    assert_eq!(Rupiah::from_sen(i64::MIN).checked_sub(one), None);
    assert_eq!(Rupiah::from_sen(i64::MIN).negated(), None);
    assert_eq!(Rupiah::sum([most, one]), None);
    assert_eq!(Rupiah::sum([one, one, one]), Some(Rupiah::from_sen(3)));
    assert_eq!(Rupiah::sum([]), Some(Rupiah::ZERO));
}

#[test]
fn price_times_volume_rounds_half_up_to_the_sen() {
    for (price, volume_e4, line) in [
        (100_000, 10_000, 100_000),
        (100_000, 25_000, 250_000),
        (1, 5_000, 1),
        (1, 4_999, 0),
        (-1, 5_000, -1),
        (-1, 4_999, 0),
        (333, 3_333, 111),
        (0, i64::MAX, 0),
    ] {
        let product = Rupiah::from_sen(price).times_volume_e4(volume_e4);
        assert_eq!(product, Some(Rupiah::from_sen(line)), "{price} x {volume_e4}");
    }
    assert_eq!(Rupiah::from_sen(i64::MAX).times_volume_e4(i64::MAX), None);
    assert_eq!(Rupiah::from_sen(i64::MIN).times_volume_e4(i64::MIN), None);
}

#[test]
fn shares_print_with_two_decimals() {
    for (part, base, share) in [
        (9_753, 10_000, "97,53"),
        (0, 10_000, "0,00"),
        (5, 0, "0,00"),
        (1, 3, "33,33"),
        (2, 3, "66,67"),
        (3, 1, "300,00"),
        (1, 20_000, "0,01"),
        (1, 20_001, "0,00"),
        (-1, 40, "(2,50)"),
        (-1, -40, "2,50"),
        (-1, 1_000_000, "0,00"),
        (123_456, 100, "123.456,00"),
    ] {
        assert_eq!(Rupiah::from_sen(part).percent_of(Rupiah::from_sen(base)), share);
    }
    let share = Rupiah::from_sen(i64::MIN).percent_of(Rupiah::from_sen(i64::MIN));
    assert_eq!(share, "100,00");
}

#[test]
fn an_amount_is_a_bare_number_in_json() {
    assert_eq!(serde_json::to_string(&Rupiah::from_sen(-5)).unwrap(), "-5");
    assert_eq!(serde_json::from_str::<Rupiah>("7").unwrap(), Rupiah::from_sen(7));
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(sen: i64) {
        let amount = Rupiah::from_sen(sen);
        prop_assert_eq!(Rupiah::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Rupiah::parse(&amount.table()), Ok(amount));
    }

    #[test]
    fn plain_decimals_read_back_with_comma_and_with_point(sen in 0..i64::MAX) {
        let amount = Rupiah::from_sen(sen);
        prop_assert_eq!(Rupiah::parse(&format!("{},{:02}", sen / 100, sen % 100)), Ok(amount));
        prop_assert_eq!(Rupiah::parse(&format!("{}.{:02}", sen / 100, sen % 100)), Ok(amount));
    }

    #[test]
    fn no_text_breaks_the_reader(text in ".{0,40}", near in "[Rp().,0-9 -]{0,24}") {
        for text in [text, near] {
            if let Ok(amount) = Rupiah::parse(&text) {
                prop_assert_eq!(Rupiah::parse(&amount.to_string()), Ok(amount));
            }
        }
    }

    #[test]
    fn a_reversed_line_cancels_exactly(price in -AMOUNT_MAX_SEN..AMOUNT_MAX_SEN, volume_e4 in 0..10_000_i64) {
        let there = Rupiah::from_sen(price).times_volume_e4(volume_e4).unwrap();
        let back = Rupiah::from_sen(-price).times_volume_e4(volume_e4).unwrap();
        prop_assert_eq!(there.checked_add(back), Some(Rupiah::ZERO));
    }

    #[test]
    fn rounding_is_never_off_by_more_than_half_a_sen(price in 0..AMOUNT_MAX_SEN, volume_e4 in 0..20_000_i64) {
        let line = i128::from(Rupiah::from_sen(price).times_volume_e4(volume_e4).unwrap().sen());
        let off = line * VOLUME_SCALE - i128::from(price) * i128::from(volume_e4);
        prop_assert!((-VOLUME_SCALE / 2 < off) && (off <= VOLUME_SCALE / 2));
    }
}
