use proptest::prelude::*;

use super::*;

#[test]
fn a_name_is_trimmed_and_its_white_space_folded() {
    assert_eq!(name("  Jalan \t Dusun\u{a0}Krajan  "), Ok("Jalan Dusun Krajan".to_owned()));
    assert_eq!(name("Pembangunan Drainase (RT 03/RW 01)").unwrap().len(), 34);
}

#[test]
fn an_empty_name_is_missing_rather_than_malformed() {
    for text in ["", "   ", "\t"] {
        assert_eq!(name(text).unwrap_err().code, reason::FIELD_REQUIRED.code);
    }
}

#[test]
fn limits_count_characters_and_not_bytes() {
    assert_eq!(name(&"é".repeat(200)).unwrap().chars().count(), 200);
    let refusal = name(&"é".repeat(201)).unwrap_err();
    assert_eq!(refusal.code, reason::TEXT_INVALID.code);
    assert_eq!(refusal.facts[0].value, "200");
    assert_eq!(line("abc", 3), Ok("abc".to_owned()));
    assert!(line("abcd", 3).is_err());
    assert!(note(&"x".repeat(2_000)).is_ok());
    assert!(note(&"x".repeat(2_001)).is_err());
}

#[test]
fn control_and_hidden_characters_are_refused_everywhere() {
    for c in [
        '\0',
        '\u{7}',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{200b}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{feff}',
        '\u{61c}',
        '\u{fffe}',
        '\u{e0041}',
    ] {
        for text in [format!("a{c}b"), format!("{c}a"), format!("a {c}b")] {
            assert!(name(&text).is_err(), "name with U+{:04X}", u32::from(c));
        }
        assert!(note(&format!("a{c}b")).is_err(), "note with U+{:04X}", u32::from(c));
    }
}

#[test]
fn a_note_may_be_empty_and_have_lines_but_a_name_may_not() {
    assert_eq!(note("  "), Ok(String::new()));
    assert_eq!(note(" satu\r\ndua\ttiga\n"), Ok("satu\ndua tiga".to_owned()));
    assert!(note("satu\rdua").is_err());
    assert!(name("satu\ndua").is_err());
}

#[test]
fn a_note_that_must_be_there_says_something() {
    assert_eq!(required_note(" satu\ndua "), Ok("satu\ndua".to_owned()));
    for nothing in ["", " \t\r\n"] {
        assert_eq!(required_note(nothing), Err(reason::FIELD_REQUIRED.refuse()), "{nothing:?}");
    }
}

proptest! {
    #[test]
    fn what_was_accepted_is_accepted_again_unchanged(text in "\\PC{0,40}|[a-z \t\n\u{202e}é]{0,40}") {
        if let Ok(once) = name(&text) {
            prop_assert_eq!(name(&once), Ok(once.clone()));
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }
        if let Ok(once) = note(&text) {
            prop_assert_eq!(note(&once), Ok(once.clone()));
        }
    }
}
