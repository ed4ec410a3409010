//! From labelled sets to a card.

use gate::score::{
    Card, Set,
    feature::{COUNT, FEATURES},
};

use super::{
    boost::{Plan, Rows, fit},
    data::Labelled,
    freeze::{card, chances, freeze, odds_of_point},
    weights::may_join,
};

/// How the shipped card was fitted.
pub const PLAN: Plan =
    Plan { first_rounds: 30, rounds: 40, joints: 22, rate: 0.4, keep_single: 3.0, keep_joint: 6.0 };
/// Chance from which a pair is told, and from which it blocks.
const VERDICTS: (f64, f64) = (0.05, 0.5);

/// Fits a card on some sets and its chances on others.
pub fn train(fitted: &[Labelled], calibrated: &[Labelled], plan: &Plan) -> Card {
    let mut sets: Vec<Set<'_>> = fitted.iter().map(|data| Set::new(&data.items)).collect();
    let mut rows = Rows::default();
    for (data, set) in fitted.iter().zip(&sets) {
        rows.is_one.extend(data.kinds(set).iter().map(Option::is_some));
        rows.levels.extend(set.levels.iter().copied());
    }
    rows.weight = vec![1.0; rows.levels.len()];
    rows.before = vec![0.0; rows.levels.len()];
    let features = |context: bool| {
        let of_part = |at: &usize| FEATURES.get(*at).is_some_and(|f| f.context == context);
        (0..COUNT).filter(of_part).collect::<Vec<usize>>()
    };
    let pair = fit(&rows, &features(false), |a, b| may_join(a, b, false), plan);
    let mut fitted_card = Card { pair: freeze(&pair), ..Card::default() };
    rows.levels.clear();
    rows.before.clear();
    for set in &mut sets {
        let alone = set.look_around(&fitted_card);
        rows.before.extend(alone.iter().map(|points| f64::from(*points) * odds_of_point()));
        rows.levels.extend(set.levels.iter().copied());
    }
    let set = fit(&rows, &features(true), |a, b| may_join(a, b, true), plan);
    fitted_card.set = freeze(&set);
    calibrate(fitted_card, calibrated)
}

fn calibrate(mut fitted: Card, sets: &[Labelled]) -> Card {
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for data in sets {
        let mut set = Set::new(&data.items);
        let scores = set.score(&fitted);
        for (one, kind) in scores.all.iter().zip(data.kinds(&set)) {
            alone.push((one.alone, kind.is_some()));
            together.push((one.points - scores.shift, kind.is_some()));
        }
    }
    let ones = together.iter().filter(|(_, one)| *one).count();
    fitted.pair.chances = chances(&alone);
    fitted.set.chances = chances(&together);
    // Counts are far below what a float holds exactly.
    let prevalence = ones as f64 / together.len().max(1) as f64;
    card(fitted.pair, fitted.set, prevalence, VERDICTS)
}
