use proptest::prelude::*;

use super::*;

#[test]
fn the_vectors_of_the_law_are_met() {
    for (amount, words) in [
        ("0", "nol rupiah"),
        ("11", "sebelas rupiah"),
        ("100", "seratus rupiah"),
        ("115", "seratus lima belas rupiah"),
        ("1.000", "seribu rupiah"),
        ("1.011", "seribu sebelas rupiah"),
        ("10.000", "sepuluh ribu rupiah"),
        ("100.000", "seratus ribu rupiah"),
        ("111.111", "seratus sebelas ribu seratus sebelas rupiah"),
        ("1.000.001", "satu juta satu rupiah"),
        ("2.500.000", "dua juta lima ratus ribu rupiah"),
        (
            "1.234.567,89",
            "satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh rupiah \
             delapan puluh sembilan sen",
        ),
        ("34.570.000.000.000", "tiga puluh empat triliun lima ratus tujuh puluh miliar rupiah"),
        ("1.000.000", "satu juta rupiah"),
        ("1.000.000.000", "satu miliar rupiah"),
        ("21.000", "dua puluh satu ribu rupiah"),
        ("101.000", "seratus satu ribu rupiah"),
        ("1.001.000", "satu juta seribu rupiah"),
    ] {
        assert_eq!(terbilang(Rupiah::parse(amount).unwrap()), words, "{amount}");
    }
}

#[test]
fn every_number_to_twenty_has_its_word() {
    let words: Vec<String> =
        (0..=20).map(|n| terbilang(Rupiah::from_sen(n * 100)).replace(" rupiah", "")).collect();
    assert_eq!(
        words.join(", "),
        "nol, satu, dua, tiga, empat, lima, enam, tujuh, delapan, sembilan, sepuluh, sebelas, \
         dua belas, tiga belas, empat belas, lima belas, enam belas, tujuh belas, delapan belas, \
         sembilan belas, dua puluh"
    );
}

#[test]
fn sen_negatives_and_the_largest_amounts_have_words() {
    assert_eq!(terbilang(Rupiah::from_sen(1)), "nol rupiah satu sen");
    assert_eq!(terbilang(Rupiah::from_sen(-15_000)), "minus seratus lima puluh rupiah");
    assert_eq!(terbilang(Rupiah::from_sen(100_000_000_000_000_000)), "seribu triliun rupiah");
    assert_eq!(
        terbilang(Rupiah::from_sen(i64::MIN)),
        "minus sembilan puluh dua ribu dua ratus tiga puluh tiga triliun tujuh ratus dua puluh \
         miliar tiga ratus enam puluh delapan juta lima ratus empat puluh tujuh ribu tujuh ratus \
         lima puluh delapan rupiah delapan sen"
    );
}

/// The value of words below a thousand, read the other way round.
fn below_thousand_value(words: &[&str]) -> u64 {
    let mut value = 0;
    let mut unit = 0;
    for word in words {
        match *word {
            "belas" => (value, unit) = (value + 10 + unit, 0),
            "puluh" => (value, unit) = (value + 10 * unit, 0),
            "ratus" => (value, unit) = (value + 100 * unit, 0),
            "seratus" => value += 100,
            one => unit = ONES.iter().position(|o| *o == one).expect(one) as u64,
        }
    }
    value + unit
}

fn value_of(words: &str) -> u64 {
    let mut value = 0;
    let mut group: Vec<&str> = Vec::new();
    for word in words.split(' ') {
        match (word, GROUPS.iter().find(|(_, name)| *name == word)) {
            ("seribu", _) => value += 1_000,
            (_, Some((size, _))) => {
                value += size * below_thousand_value(&std::mem::take(&mut group))
            }
            _ => group.push(word),
        }
    }
    value + below_thousand_value(&group)
}

proptest! {
    #[test]
    fn the_words_say_the_number(rupiah in prop_oneof![0..2_000_000_i64, 0..10_000_000_000_000_i64]) {
        let words = terbilang(Rupiah::from_sen(rupiah * 100));
        let number = words.strip_suffix(" rupiah").unwrap();
        prop_assert_eq!(value_of(number), u64::try_from(rupiah).unwrap(), "{}", words);
        prop_assert!(!words.contains("  ") && !words.contains("satu ratus"));
        prop_assert!(!words.contains("satu puluh") && !words.contains("satu belas"));
    }
}
