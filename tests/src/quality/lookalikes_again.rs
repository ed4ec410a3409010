//! One asset worked on again, with right: repaired every other year, or
//! rehabilitated soon after it was built.

use super::{
    deed::{PLACE, SIZE, Same},
    lookalikes::put,
    thing::{Deal, Thing},
    town::Town,
};

/// Repairs every one to three years at about the same cost, under the activity
/// of upkeep or under that of the building.
pub fn repairs(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(|thing| thing != Thing::House);
    let mut deed = town.honest_of(village, thing);
    let deal = town.chance.pick(&[Deal::Maintain, Deal::Repair]);
    let built_here = town.chance.yes(0.3);
    deed.slots.phase = None;
    deed.deal = deal;
    deed.year = town.year(3);
    deed.cost = town.cost(&deed);
    let mut ink = town.ink(&deed);
    let mut group: Vec<usize> = Vec::new();
    if built_here {
        let mut built = deed.clone();
        built.deal = Deal::New;
        built.cost = town.cost(&built);
        group.push(town.push(built, ink.clone()));
        deed.year += town.chance.whole(1, 3);
    }
    let count = town.chance.whole(2, 5) as usize;
    // Some copy the map or the figures of the year before.
    let copied = match town.chance.whole(0, 4) {
        0 => Some(PLACE),
        1 | 2 => Some(SIZE),
        _ => None,
    };
    while group.len() < count && deed.year <= town.world.last_year {
        let mut one = deed.clone();
        if town.chance.yes(0.5) {
            let near = deed.cost as f64 * town.chance.between(0.92, 1.08);
            one.cost = town.rounded(near);
        }
        one.photos = town.photos();
        let of = group.first().copied();
        ink.same = of.zip(copied).map(|(of, fields)| Same { of, fields });
        group.push(town.push(one, ink.clone()));
        deed.year += town.chance.whole(1, 3);
    }
    group
}

/// Rehabilitated two to four years after it was built.
pub fn rehabilitated(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(|thing| thing != Thing::House);
    let mut built = town.honest_of(village, thing);
    let apart = town.chance.whole(2, 4);
    built.deal = Deal::New;
    built.year = town.year(apart);
    built.cost = town.cost(&built);
    let mut later = built.clone();
    later.deal = Deal::Rehabilitate;
    later.year = built.year + apart;
    later.cost = town.cost(&later);
    later.photos = town.photos();
    vec![put(town, built), put(town, later)]
}
