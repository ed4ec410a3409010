use super::*;

#[test]
fn what_is_near_in_both_axes_is_near_in_the_order_of_both() {
    assert_eq!(woven(0, 0), 0);
    assert_eq!(woven(1, 0), 1);
    assert_eq!(woven(0, 1), 2);
    assert_eq!(woven(u32::MAX, u32::MAX), u64::MAX);
}

#[test]
fn works_of_one_key_meet_those_beside_them_and_no_others() {
    let mut orders = Orders::default();
    orders.0.extend((0..100_u32).map(|number| (Key::Cost, u64::from(number), number)));
    orders.0.extend([(Key::Word(7), 0, 3), (Key::Word(7), 0, 90), (Key::Word(7), 0, 90)]);
    let found = orders.pairs();
    let apart = |a: u32, b: u32| usize::try_from(b - a).unwrap();
    assert!(found.contains(&(3, 90)));
    assert!(found.iter().all(|(a, b)| apart(*a, *b) <= BESIDE || (*a, *b) == (3, 90)));
    assert_eq!(found.iter().filter(|(a, b)| *a == 50 || *b == 50).count(), 2 * BESIDE);
}

#[test]
fn the_best_are_kept_whatever_the_order_in_which_they_are_offered() {
    let kept = |ranks: &[u32]| {
        let mut best = Best::new(1, 3);
        for rank in ranks {
            best.offer((0, 9), *rank, (0, *rank));
        }
        let mut found: Vec<Pair> = best.pairs().collect();
        found.sort_unstable();
        found
    };
    let rising: Vec<u32> = (1..=100).collect();
    let falling: Vec<u32> = (1..=100).rev().collect();
    assert_eq!(kept(&rising), [(0, 1), (0, 2), (0, 3)]);
    assert_eq!(kept(&falling), kept(&rising));
}
