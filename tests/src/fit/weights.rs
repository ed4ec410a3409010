//! What each kind of evidence may weigh at most, and which may be joined.
//!
//! A made world has shares of its own: how many duplicates have two funds, lie in
//! two villages, or are drawn as areas. What a stranger's data would not repeat
//! is bounded, so that place, words, time and measure decide.

use gate::score::feature::{AGREE, CONFLICT, F, FEATURES};

/// The most that an unknown value may weigh, log-odds.
pub const UNKNOWN: f64 = 0.55;
/// The most that a cell of a joint table may weigh, log-odds.
const JOINT: f64 = 2.0;
/// The same of a table that a habit of booking takes part in.
const JOINT_HABIT: f64 = 1.0;
/// How a work is booked: what one set's clerks always do, another's never do.
const HABITS: [F; 4] = [F::Fund, F::Kegiatan, F::Cost, F::UnitCost];
/// Nothing is joined with it: how many duplicates cross a border differs from list to list more
/// than anything else.
const ALONE: F = F::Village;
/// The most that anything else may weigh, log-odds.
const USUAL: f64 = 2.8;

/// Bounds in log-odds of what depends on how a world is made.
const BOUNDS: [(F, f64); 18] = [
    (F::Regime, 0.3),
    (F::Class, 0.3),
    (F::Village, 0.35),
    (F::Fund, 0.5),
    (F::Kegiatan, 0.4),
    (F::Cost, 0.65),
    (F::UnitCost, 0.5),
    (F::Volume, 1.0),
    (F::Part, 6.0),
    (F::FromEnd, 0.35),
    (F::OneSided, 0.35),
    (F::Repair, 0.7),
    (F::SamePin, 0.7),
    (F::SizeRatio, 0.7),
    (F::Cluster, 1.0),
    (F::Mix, 0.7),
    (F::MixLess, 0.7),
    (F::Outlying, 0.5),
];

/// What people who know such works say of a contradiction, where made worlds hold too few of them:
/// it never speaks for one work, and weighs at least this much against it, log-odds.
const AGAINST: [(F, f64); 13] = [
    (F::Material, 0.3),
    (F::Part, 4.0),
    (F::Side, 1.6),
    (F::Phase, 1.6),
    (F::Person, 1.6),
    (F::RoadNumber, 1.0),
    (F::Landmark, 0.7),
    (F::Numbers, 0.7),
    (F::Object, 0.7),
    (F::Road, 0.8),
    (F::Place, 0.4),
    (F::Rt, 0.5),
    (F::Rw, 0.3),
];
/// The same of what only one of two works names: a part of a building against the whole.
const ONE_SIDED: [(F, f64); 1] = [(F::Part, 1.7)];
/// The most that a phase which only one of two works names may weigh against one work: the whole
/// road and "tahap I" of it are claimed twice by nothing but that word.
const LONE_PHASE: f64 = 0.7;
/// What is never held against one work: the very same coordinates, the same name, the same kegiatan.
/// Many works on one pin are known by the crowd on it, which the second part sees.
const NEVER_AGAINST: [(F, &[usize]); 3] =
    [(F::SamePin, &[1, 2]), (F::SameName, &[1]), (F::Kegiatan, &[1, 2])];
/// The least that two upkeeps weigh against one work: they come back every year.
const UPKEEP: f64 = 1.0;
/// Number of the level of two upkeeps in [`F::Doing`].
const BOTH_UPKEEP: usize = 15;
/// Number of the level of what only one work names.
const ONLY_ONE: usize = 1;

/// The least and the most that a level of a feature may weigh, log-odds.
pub fn bounds(feature: usize, level: usize) -> (f64, f64) {
    let most = BOUNDS
        .iter()
        .find(|(bounded, _)| *bounded as usize == feature)
        .map_or(USUAL, |(_, most)| *most);
    let against = AGAINST.iter().find(|(slot, _)| *slot as usize == feature);
    let is_one_never =
        |(of, levels): &(F, &[usize])| *of as usize == feature && levels.contains(&level);
    if NEVER_AGAINST.iter().any(is_one_never) {
        return (0.0, most);
    }
    if feature == F::Phase as usize && level == ONLY_ONE {
        return (-LONE_PHASE, 0.0);
    }
    match (against, level) {
        (Some(_), AGREE) => (0.0, most),
        (Some(_), ONLY_ONE) => (-most, -one_sided(feature)),
        (Some((_, least)), CONFLICT) => (-most, -least),
        _ if feature == F::Doing as usize && level == BOTH_UPKEEP => (-most, -UPKEEP),
        _ => (-most, most),
    }
}

/// The most that a cell of a joint table of two features may weigh, log-odds, and a cell in which
/// one of them is unknown.
pub fn joint(first: usize, second: usize) -> (f64, f64) {
    let habit = |at: usize| HABITS.iter().any(|habit| *habit as usize == at);
    let known = if habit(first) || habit(second) { JOINT_HABIT } else { JOINT };
    (known, known / 2.0)
}

fn one_sided(feature: usize) -> f64 {
    ONE_SIDED.iter().find(|(slot, _)| *slot as usize == feature).map_or(-USUAL, |(_, least)| *least)
}

/// Whether two features may have a joint table; with `context` only those of the second part.
pub fn may_join(first: usize, second: usize, context: bool) -> bool {
    if [first, second].contains(&(ALONE as usize)) {
        return false;
    }
    let of_set = |at: usize| FEATURES.get(at).is_some_and(|feature| feature.context);
    (of_set(first) || of_set(second)) == context
}
