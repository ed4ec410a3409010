use super::*;

#[test]
fn every_table_takes_part_in_the_digest_and_none_can_slip_into_the_next() {
    let known = parts();
    assert_eq!(digest_of(&known), digest());
    assert_eq!(digest().len(), 64);
    assert!(known.len() > 4 + WorkClass::ALL.len() + FEATURES.len());
    for part in 1..known.len() {
        let mut changed = known.clone();
        changed[part].push('x');
        assert_ne!(digest_of(&changed), digest(), "part {part}");
        let mut moved = known.clone();
        let last = moved[part - 1].pop().unwrap();
        moved[part].insert(0, last);
        assert_ne!(digest_of(&moved), digest(), "from the part before {part}");
    }
}

#[test]
fn a_word_that_means_something_else_is_another_table() {
    let known = parts();
    let list = known.iter().position(|part| part.contains("rabat")).unwrap();
    let mut changed = known.clone();
    changed[list] = changed[list].replacen("rabat", "rebat", 1);
    assert_ne!(digest_of(&changed), digest_of(&known));
}

#[test]
fn a_version_that_tells_no_tables_says_nothing_against_these() {
    assert!(are_these(None) && are_these(Some(digest())));
    assert!(!are_these(Some(&"0".repeat(64))));
}
