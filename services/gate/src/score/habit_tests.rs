use super::*;
use crate::score::feature::{AGREE, CONFLICT, F};

/// The level of an unknown value of every feature.
fn unknown() -> [u8; COUNT] {
    let mut levels = [0; COUNT];
    for (place, feature) in levels.iter_mut().zip(FEATURES) {
        *place = u8::try_from(feature.levels() - 1).unwrap();
    }
    levels
}

fn with(pairs: &[(F, usize)]) -> [u8; COUNT] {
    let mut levels = unknown();
    for (feature, level) in pairs {
        levels[*feature as usize] = u8::try_from(*level).unwrap();
    }
    levels
}

const EQUAL: usize = 10;
const FAR_OFF: usize = 0;

/// A list in which one price is everywhere and a shared road name is what tells: pairs that the
/// card takes for one work, and pairs that it does not.
fn list() -> (Vec<[u8; COUNT]>, Vec<f64>) {
    let pair = |one: bool, n: usize| {
        let road = if one != n.is_multiple_of(10) { AGREE } else { CONFLICT };
        let cost = if n.is_multiple_of(3) { FAR_OFF } else { EQUAL };
        (with(&[(F::Road, road), (F::Cost, cost)]), if one { 0.9 } else { 0.02 })
    };
    (0..600).map(|n| pair(true, n)).chain((0..3_000).map(|n| pair(false, n))).unzip()
}

#[test]
fn what_tells_in_a_list_gives_points_and_what_is_everywhere_gives_none() {
    let (levels, chances) = list();
    let habit = Habit::learn(&levels, &chances);
    let given = |feature: F, level| habit.given(feature as usize, level);
    assert!(given(F::Road, AGREE) > 3, "{habit:?}");
    assert!(given(F::Road, CONFLICT) < -3, "{habit:?}");
    assert!(given(F::Cost, EQUAL).abs() <= 1, "{habit:?}");
    assert!(habit.base < 0 && habit.say > 0.9 && habit.say < 1.0, "{habit:?}");
}

#[test]
fn a_list_of_few_duplicates_tells_nothing_of_its_habits() {
    let (levels, _) = list();
    let chances = vec![0.002; levels.len()];
    let habit = Habit::learn(&levels, &chances);
    assert_eq!(habit, Habit::default());
    assert_eq!(habit.together(37, &levels[0]), 37);
}

#[test]
fn points_of_card_and_list_add_up() {
    let (levels, chances) = list();
    let habit = Habit::learn(&levels, &chances);
    let one = levels[1];
    let of_list: i32 = (0..COUNT).map(|at| habit.given(at, usize::from(one[at]))).sum();
    assert_eq!(habit.together(40, &one), 40 + habit.taken(40) + habit.base + of_list);
    assert!((-14..-11).contains(&habit.taken(40)), "{habit:?}");
}

#[test]
fn a_list_learns_no_agreement_the_wrong_way_round() {
    let (mut levels, chances) = list();
    for levels in &mut levels {
        let road = &mut levels[F::Road as usize];
        *road = u8::try_from(if usize::from(*road) == AGREE { CONFLICT } else { AGREE }).unwrap();
    }
    let habit = Habit::learn(&levels, &chances);
    let given = |level| habit.given(F::Road as usize, level);
    assert!(given(CONFLICT) <= given(AGREE), "{habit:?}");
}

#[test]
fn the_order_of_pairs_changes_no_point() {
    let (mut levels, mut chances) = list();
    let habit = Habit::learn(&levels, &chances);
    levels.reverse();
    chances.reverse();
    assert_eq!(habit, Habit::learn(&levels, &chances));
}
