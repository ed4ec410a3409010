use super::*;
use crate::reason;

#[test]
fn a_message_has_its_facts_filled_in() {
    let refusal = reason::WRONG_STATE.refuse().fact("state", "draft").fact("needed", "submitted");
    assert_eq!(
        refusal.message(),
        "Keadaan sekarang \"draft\"; tindakan ini perlu keadaan \"submitted\"."
    );
}

#[test]
fn an_amount_reads_as_rupiah_for_people_and_as_sen_for_programs() {
    let refusal = reason::AMOUNT_INVALID.refuse().sen("amount", Rupiah::from_sen(123_456_789));
    assert!(refusal.message().starts_with("Jumlah uang Rp 1.234.567,89 "), "{}", refusal.message());
    assert_eq!(refusal.facts[0].value, "123456789");
}

#[test]
fn facts_never_carry_control_characters_or_endless_input() {
    let refusal = reason::FIELD_MALFORMED.refuse().fact("value", "a\u{0}\n".repeat(500));
    assert_eq!(refusal.facts[0].value, "a".repeat(120));
}
