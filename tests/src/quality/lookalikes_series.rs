//! Series of one plan: segments, houses and lamps that share a budget, a size
//! and a turn of phrase, and the two sides of a border.

use super::{
    deed::{Deed, Ink, Phase, SIZE, Same},
    lookalikes::{beside, put},
    names,
    shape::{self, Shape, length, part},
    thing::{Deal, Thing},
    town::Town,
    twins::mostly_line,
};

/// Puts a series down: every one in the words and the size of the first.
fn series(town: &mut Town, deeds: Vec<Deed>, hand: &Ink) -> Vec<usize> {
    let mut group: Vec<usize> = Vec::new();
    for deed in deeds {
        let mut ink = hand.clone();
        ink.form = if deed.thing.is_line() { mostly_line(town) } else { None };
        ink.wording = group.first().copied();
        ink.same = group.first().map(|first| Same { of: *first, fields: SIZE });
        group.push(town.push(deed, ink));
    }
    group
}

/// Segments of one road, end to end, equal in all; at most the stations tell them apart.
pub fn segments(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let parts = town.chance.whole(2, 4);
    let step = 10 * town.chance.whole(5, 19);
    let whole = town.line(village, thing, f64::from(step * parts));
    let Shape::Line(path) = &whole.shape else { return Vec::new() };
    let long = length(path) / f64::from(parts);
    let (stations, apart) = (town.chance.yes(0.35), town.chance.yes(0.3));
    let start = town.year(parts - 1);
    let mut deeds: Vec<Deed> = Vec::new();
    for at in 0..parts {
        let mut one = whole.clone();
        one.shape = Shape::Line(part(path, long * f64::from(at), long * f64::from(at + 1)));
        one.slots.phase = stations.then_some(Phase::Station(step * at, step * (at + 1)));
        one.year = if apart { start + at } else { start };
        one.cost = match deeds.first() {
            Some(first) => first.cost,
            None => town.cost(&one),
        };
        one.photos = town.photos();
        deeds.push(one);
    }
    let mut ink = town.ink(&whole);
    ink.declared = Some(f64::from(step));
    series(town, deeds, &ink)
}

/// Houses, lamps, wells, latrines or paved alleys of one type and one price: the
/// words of the first, with another RT or another owner.
pub fn one_type(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.chance.pick(&[
        Thing::House,
        Thing::House,
        Thing::Lights,
        Thing::Well,
        Thing::Toilet,
        Thing::RoadPaving,
        Thing::RoadConcrete,
    ]);
    let count = town.chance.whole(3, 7);
    let mut deeds = if thing.is_line() {
        alleys(town, village, thing, count)
    } else {
        yards(town, village, thing, count)
    };
    let first = deeds[0].clone();
    let mut people = names::PERSONS;
    town.chance.shuffle(&mut people);
    let mut rt = first.slots.rt.unwrap_or(1);
    for (deed, person) in deeds.iter_mut().zip(people) {
        deed.slots = first.slots.clone();
        (deed.slots.name, deed.slots.alias, deed.slots.phase) = (None, None, None);
        deed.slots.rt = Some(rt);
        if thing == Thing::House {
            deed.slots.person = Some(person.to_owned());
        } else {
            rt = rt % 9 + 1;
            deed.deal = Deal::New;
        }
        (deed.year, deed.fund, deed.cost) = (first.year, first.fund, first.cost);
    }
    let ink = town.ink(&deeds[0]);
    series(town, deeds, &ink)
}

fn yards(town: &mut Town, village: usize, thing: Thing, count: u32) -> Vec<Deed> {
    let (way, from) = town.villages[village].yard(thing, &mut town.chance);
    let mut deeds = vec![town.spot(village, thing, way, from)];
    for _ in 1..count {
        let spot = beside(town, village, thing, from, (5.0, 40.0));
        deeds.push(town.spot(village, thing, way, spot));
    }
    deeds
}

fn alleys(town: &mut Town, village: usize, thing: Thing, count: u32) -> Vec<Deed> {
    let metres = f64::from(5 * town.chance.whole(6, 24));
    let (mut at, mut side) = town.villages[village].stretch(thing, metres, &mut town.chance);
    let mut deeds = vec![town.line_on(village, thing, at, side)];
    for _ in 1..count {
        let home = &mut town.villages[village];
        (at, side) = home.stretch_near(at, thing, metres, &mut town.chance);
        deeds.push(town.line_on(village, thing, at, side));
    }
    deeds
}

/// Two villages work on their own bank, or on their own stretch at one price.
pub fn banks(town: &mut Town) -> Vec<usize> {
    let metres = town.chance.between(120.0, 420.0);
    let Some((one, two, path)) = town.border(metres) else { return one_type(town) };
    let own_bank = town.chance.yes(0.65);
    let thing = if own_bank {
        town.chance.pick(&[Thing::RiverWall, Thing::RiverWall, Thing::Canal, Thing::Drain])
    } else {
        town.thing(|thing| thing.is_line() && thing != Thing::Pipe)
    };
    let off = town.chance.between(3.0, 8.0);
    let long = length(&path);
    let equal = town.chance.yes(0.4);
    let year = town.year(1);
    let lines = if own_bank {
        [shape::beside(&path, off), shape::beside(&path, -off)]
    } else {
        [part(&path, 0.0, long / 2.0), part(&path, long / 2.0, long)]
    };
    let mut group: Vec<usize> = Vec::new();
    for ((village, other), line) in [(one, two), (two, one)].into_iter().zip(lines) {
        let slots = town.border_slots(village, other);
        let mut deed = town.deed(village, thing, Shape::Line(line), slots);
        deed.year = year + u32::from(town.chance.yes(0.3));
        if let Some(first) = group.first().filter(|_| equal) {
            deed.cost = town.entries[*first].deed.cost;
        }
        group.push(put(town, deed));
    }
    group
}
