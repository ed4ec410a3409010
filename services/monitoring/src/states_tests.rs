use super::*;
use domain::geo::{LonLat, Shape};

fn site(sen: i64) -> Site {
    Site {
        shape: Shape::point(LonLat::new(114.3, -8.3).unwrap()),
        accuracy_mm: None,
        capture: "phone_point".into(),
        amount: Rupiah::from_sen(sen),
    }
}

fn codes(refusals: &[Refusal]) -> Vec<&str> {
    refusals.iter().map(|refusal| refusal.code.as_ref()).collect()
}

#[test]
fn sites_are_complete_and_sum_to_the_amount() {
    let cases: [(&str, Vec<Site>, &[&str]); 3] = [
        ("none", vec![], &["SITES_MISSING"]),
        ("right", vec![site(60), site(40)], &[]),
        ("less", vec![site(60)], &["SITE_AMOUNTS_DIFFER"]),
    ];
    for (what, sites, expected) in cases {
        let no = sites_unmet(&sites, Rupiah::from_sen(100));
        assert_eq!(codes(no.as_slice()), expected, "{what}");
    }
}

#[test]
fn two_signatures_need_two_persons() {
    let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert!(signer_unmet(Some(a), a).is_some());
    assert!(signer_unmet(Some(a), b).is_none());
    assert!(signer_unmet(None, b).is_none());
    assert!(pka_unmet("02.03.11", Some(a), b).is_some());
    assert!(pka_unmet("02.03.11", Some(a), a).is_none());
    assert!(pka_unmet("02.03.11", None, a).is_none());
}

#[test]
fn a_wrong_state_is_told_in_words_of_people() {
    let refusal = state_unmet("draft", "registered").unwrap();
    assert!(refusal.message().contains("rancangan"), "{}", refusal.message());
    assert!(state_unmet("draft", "draft").is_none());
}

#[test]
fn everything_that_waits_is_named() {
    assert_eq!(codes(&waiting_unmet(true, true)), ["AMENDMENT_PENDING", "CANCELLATION_PENDING"]);
    assert!(waiting_unmet(false, false).is_empty());
}
