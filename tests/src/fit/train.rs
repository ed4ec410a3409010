//! From labelled sets to a card.

use std::{panic::resume_unwind, thread};

use gate::score::{
    Card, Set,
    card::Part,
    feature::{COUNT, FEATURES},
    set::TELLING,
};

use super::{
    boost::{Plan, Rows, fit},
    data::Labelled,
    freeze::{card, chances, freeze, odds_of_point},
    weights::may_join,
};

/// How the shipped card was fitted.
pub const PLAN: Plan = Plan {
    warm_rounds: 6,
    first_rounds: 20,
    rounds: 75,
    joints: 330,
    waves: 3,
    rate: 0.4,
    keep_single: 12.0,
    keep_joint: 40.0,
    shrink: 0.05,
};
/// Chance from which a pair is told, and from which it blocks.
const VERDICTS: (f64, f64) = (0.05, 0.5);

/// Parts into which the sets are put for the second part of the card.
const FOLDS: usize = 2;

/// Fits a card on some sets and its chances on others. What the second part sees of the first is
/// fitted without the set at hand: points of sets that a part was fitted on are too good.
pub fn train(fitted: &[Labelled], calibrated: &[Labelled], plan: &Plan) -> Card {
    let mut sets: Vec<Set<'_>> = fitted.iter().map(|data| Set::new(&data.items)).collect();
    let is_one: Vec<Vec<bool>> = fitted
        .iter()
        .zip(&sets)
        .map(|(data, set)| data.kinds(set).iter().map(Option::is_some).collect())
        .collect();
    let (all, folds) = (sets.len(), FOLDS.min(sets.len()));
    let (pair, unseen) = thread::scope(|scope| {
        let (sets, is_one) = (&sets, &is_one);
        let without = |fold: usize| move |at: usize| at % FOLDS != fold || all < FOLDS;
        let unseen: Vec<_> = (0..folds)
            .map(|fold| scope.spawn(move || first_part(sets, is_one, &without(fold), plan)))
            .collect();
        let pair = first_part(sets, is_one, &|_| true, plan);
        let done =
            unseen.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (pair, done.collect::<Vec<Part>>())
    });
    let mut rows = Rows::default();
    for (fold, part) in unseen.into_iter().enumerate() {
        let unseen = Card { pair: part, ..Card::default() };
        for (set, is_one) in sets.iter_mut().zip(&is_one).skip(fold).step_by(FOLDS) {
            let alone = set.look_around(&unseen);
            rows.before.extend(alone.iter().map(|points| f64::from(*points) * odds_of_point()));
            rows.levels.extend(set.levels.iter().copied());
            rows.is_one.extend(is_one);
        }
    }
    rows.weight = vec![1.0; rows.levels.len()];
    let set = fit(&rows, &features(true), |a, b| may_join(a, b, true), plan);
    calibrate(Card { pair, set: freeze(&set), ..Card::default() }, calibrated)
}

fn features(context: bool) -> Vec<usize> {
    let of_part = |at: &usize| FEATURES.get(*at).is_some_and(|f| f.context == context);
    (0..COUNT).filter(of_part).collect()
}

/// Fits the part that needs the two works alone, on some of the sets.
fn first_part(
    sets: &[Set<'_>],
    is_one: &[Vec<bool>],
    counts: &dyn Fn(usize) -> bool,
    plan: &Plan,
) -> Part {
    let mut rows = Rows::default();
    for (at, (set, is_one)) in sets.iter().zip(is_one).enumerate() {
        if counts(at) {
            rows.levels.extend(set.levels.iter().copied());
            rows.is_one.extend(is_one);
        }
    }
    rows.weight = vec![1.0; rows.levels.len()];
    rows.before = vec![0.0; rows.levels.len()];
    freeze(&fit(&rows, &features(false), |a, b| may_join(a, b, false), plan))
}

/// Sets the chances of a card: first those of its own points, then those of what it and the list
/// give together, which rest on the first.
fn calibrate(mut fitted: Card, sets: &[Labelled]) -> Card {
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for data in sets {
        let mut set = Set::new(&data.items);
        let scores = set.score(&fitted);
        for (one, kind) in scores.all.iter().zip(data.kinds(&set)) {
            alone.push((one.alone, kind.is_some()));
            together.push((one.card - scores.shift, kind.is_some()));
        }
    }
    fitted.pair.chances = chances(&alone);
    fitted.set.chances = chances(&together);
    let telling = together.iter().filter(|(points, _)| fitted.set.chance(*points) >= TELLING);
    let (ones, all) =
        telling.fold((0, 0), |(ones, all), (_, one)| (ones + usize::from(*one), all + 1));
    // Counts are far below what a float holds exactly.
    let prevalence = ones as f64 / all.max(1) as f64;
    let mut card = card(fitted.pair, fitted.set, prevalence, VERDICTS);
    // A card without these chances is used alone; which they are changes no points.
    card.list.clone_from(&card.set.chances);
    let mut listed = Vec::new();
    for data in sets {
        let mut set = Set::new(&data.items);
        let scores = set.score(&card);
        if scores.habit.points.is_empty() {
            continue;
        }
        let kinds = data.kinds(&set);
        listed.extend(scores.all.iter().zip(kinds).map(|(one, kind)| (one.points, kind.is_some())));
    }
    card.list = chances(&listed);
    card
}
