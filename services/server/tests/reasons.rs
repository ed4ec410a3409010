//! Every "no" is one code in the source, in the proto file and on a page.

use std::{collections::BTreeSet, fs};

use server::{
    reasons::{self, Numbers},
    wiring,
};

use crate::root;

const AGAIN: &str = "run `lumbung reasons --write` at the root of the source";

#[test]
fn no_two_reasons_share_a_code() {
    assert_eq!(reasons::doubles(&wiring::reasons()), Vec::<&str>::new());
}

#[test]
fn the_proto_file_is_what_the_code_says() {
    let text = fs::read_to_string(root().join(reasons::PROTO)).expect(AGAIN);
    let reasons = wiring::reasons();
    let numbers = Numbers::read(&text);
    assert_eq!(reasons::proto(&reasons, &numbers), text, "{AGAIN}");
    let codes: BTreeSet<&str> = reasons.iter().map(|reason| reason.code).collect();
    let given: BTreeSet<&str> = numbers.given.keys().map(String::as_str).collect();
    assert_eq!(given, codes, "{AGAIN}");
}

#[test]
fn each_reason_has_a_page_and_each_page_a_reason() {
    let reasons = wiring::reasons();
    for reason in &reasons {
        let path = root().join(reasons::PAGES).join(format!("{}.md", reason.code));
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, reasons::page(reason), "{}: {AGAIN}", path.display());
    }
    let pages = fs::read_dir(root().join(reasons::PAGES)).expect(AGAIN).flatten().count();
    assert_eq!(pages, reasons.len(), "{AGAIN}");
}

#[test]
fn every_sentence_is_filled_by_facts_and_ends_as_one() {
    for reason in wiring::reasons() {
        let open = reason.sentence.matches('{').count();
        assert_eq!(open, reason.sentence.matches('}').count(), "{}", reason.code);
        assert!(reason.sentence.ends_with(['.', '?', '!']), "{}: {}", reason.code, reason.sentence);
        assert!(reason.advice.ends_with(['.', '?', '!']), "{}: {}", reason.code, reason.advice);
        let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        assert!(reason.code.chars().all(upper), "{}", reason.code);
    }
}
