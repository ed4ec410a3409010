//! What each kind of evidence may weigh at most, and which may be joined.
//!
//! A made world has shares of its own: how many duplicates have two funds, lie in
//! two villages, or are drawn as areas. What a stranger's data would not repeat
//! is bounded, so that place, words, time and measure decide.

use gate::score::feature::{F, FEATURES};

/// The most that an unknown value may weigh, log-odds.
pub const UNKNOWN: f64 = 0.55;
/// The most that a cell of a joint table may weigh, log-odds.
pub const JOINT: f64 = 0.85;
/// The most that anything else may weigh, log-odds.
const USUAL: f64 = 2.8;

/// Bounds in log-odds of what depends on how a world is made.
const BOUNDS: [(F, f64); 17] = [
    (F::Regime, 0.3),
    (F::Class, 0.3),
    (F::Village, 0.7),
    (F::Fund, 0.5),
    (F::Kegiatan, 0.6),
    (F::Cost, 0.9),
    (F::UnitCost, 0.5),
    (F::Volume, 1.0),
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

/// Pairs of features that tell something together.
const TOGETHER: [(F, F); 56] = [
    (F::Regime, F::Distance),
    (F::Regime, F::Relative),
    (F::Regime, F::Reach),
    (F::Distance, F::Reach),
    (F::Distance, F::Words),
    (F::Distance, F::Slots),
    (F::Distance, F::Letters),
    (F::Distance, F::Phase),
    (F::Distance, F::Village),
    (F::Distance, F::Photo),
    (F::Distance, F::Class),
    (F::Distance, F::Volume),
    (F::Distance, F::Years),
    (F::Overlap, F::SizeRatio),
    (F::Overlap, F::Offset),
    (F::Overlap, F::Words),
    (F::Overlap, F::Slots),
    (F::Overlap, F::Phase),
    (F::Overlap, F::Side),
    (F::Offset, F::Side),
    (F::Offset, F::OneSided),
    (F::Offset, F::Class),
    (F::OverlapLong, F::Claimed),
    (F::Claimed, F::Fund),
    (F::Claimed, F::Years),
    (F::Fill, F::Fund),
    (F::Fill, F::Claimed),
    (F::SizeRatio, F::Volume),
    (F::Volume, F::Cost),
    (F::Volume, F::Fund),
    (F::Cost, F::Years),
    (F::Cost, F::Fund),
    (F::Doing, F::Years),
    (F::Doing, F::Life),
    (F::Doing, F::Fund),
    (F::Doing, F::Class),
    (F::Material, F::Years),
    (F::Material, F::Doing),
    (F::Object, F::SameClass),
    (F::Part, F::Class),
    (F::Person, F::Class),
    (F::Words, F::Years),
    (F::SameName, F::Years),
    (F::SamePin, F::Words),
    (F::Slots, F::Words),
    (F::Years, F::Fund),
    (F::Distance, F::Weighed),
    (F::Distance, F::WeighedBoth),
    (F::Distance, F::RareHere),
    (F::PinCrowd, F::Weighed),
    (F::Mix, F::Weighed),
    (F::Cluster, F::Words),
    (F::Cluster, F::Class),
    (F::Ahead, F::Distance),
    (F::Stretch, F::Fund),
    (F::Stretch, F::SizeRatio),
];

/// The most that a level of a feature may weigh, log-odds.
pub fn most(feature: usize) -> f64 {
    BOUNDS.iter().find(|(bounded, _)| *bounded as usize == feature).map_or(USUAL, |(_, most)| *most)
}

/// Whether two features may have a joint table; with `context` only those of the second part.
pub fn may_join(first: usize, second: usize, context: bool) -> bool {
    let of_set = |at: usize| FEATURES.get(at).is_some_and(|feature| feature.context);
    (of_set(first) || of_set(second)) == context
        && TOGETHER.iter().any(|(a, b)| {
            let pair = (*a as usize, *b as usize);
            pair == (first, second) || pair == (second, first)
        })
}
