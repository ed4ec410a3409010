//! Blocking misses no pair within the radius; `make campaign` judges twenty times as many.

#![allow(missing_docs)]

use gate::cover::CORNER_M;
use tests::recall::{Kind, Recall, recall};

const PAIRS: u64 = 50_000;

#[test]
fn no_random_pair_is_missed() {
    assert_eq!(recall(Kind::Random, PAIRS, CORNER_M), Recall { pairs: PAIRS, missed: 0 });
}

#[test]
fn no_adversarial_pair_is_missed() {
    assert_eq!(recall(Kind::Adversarial, PAIRS, CORNER_M), Recall { pairs: PAIRS, missed: 0 });
}

#[test]
fn without_the_ring_s_margin_pairs_are_missed_so_the_tests_above_can_fail() {
    for kind in [Kind::Random, Kind::Adversarial] {
        assert!(recall(kind, 5_000, 0.0).missed > 0, "{kind:?}");
    }
    // A margin ten metres too small is found by the pairs that were made to find it.
    assert!(recall(Kind::Adversarial, 20_000, CORNER_M - 20.0).missed > 0);
}
