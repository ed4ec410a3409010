use super::*;
use crate::score::feature::F;

#[test]
fn neighbours_that_break_the_order_are_pooled_by_weight() {
    let mut odds = [1.0, 3.0, 0.0, 4.0];
    pool(&mut odds, &[1.0, 1.0, 3.0, 1.0], 1.0);
    // The third draws the second below the first, so all three give way: (1 + 3 + 3 * 0) / 5.
    assert_eq!(odds, [0.8, 0.8, 0.8, 4.0]);
    let mut odds = [0.0, 2.0];
    pool(&mut odds, &[1.0, 1.0], -1.0);
    assert_eq!(odds, [1.0, 1.0]);
}

#[test]
fn a_contradiction_never_leads_an_agreement_and_what_is_free_stays() {
    let mut odds = [0.0, 0.0, -1.0, 1.0, 0.0, 9.0];
    let cells = [0, 1, 2, 3, 4];
    order(F::Road as usize, &mut odds, &cells, &[1.0; 6]);
    assert!(odds[CONFLICT] <= odds[AGREE], "{odds:?}");
    assert_eq!(odds[5], 9.0);
    let mut odds = [3.0, 1.0, 2.0];
    order(F::Years as usize, &mut odds, &[0, 1, 2], &[1.0; 3]);
    assert_eq!(odds, [3.0, 1.0, 2.0]);
}
