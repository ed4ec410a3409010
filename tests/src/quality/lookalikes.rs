//! Honest works that look like one: neighbours, phases, upkeep, shared pins.

use super::{
    deed::{Capture, Deed, Fault, Form, PLACE, Phase, Same},
    frame::Spot,
    kind::Lookalike,
    lookalikes_again, lookalikes_series, lookalikes_site, names,
    shape::{Shape, length, part},
    thing::{Deal, Thing, other_fund},
    town::Town,
    twins::mostly_line,
    village::Side,
    vocabulary,
};

/// Makes one group of a kind and lists its pairs.
pub fn make(town: &mut Town, kind: Lookalike) {
    let group = match kind {
        Lookalike::GangNeighbours => neighbours(town),
        Lookalike::HousingBeneficiaries => beneficiaries(town),
        Lookalike::Phases => segments(town, true),
        Lookalike::EndToEnd => segments(town, false),
        Lookalike::ParallelDrains => drains(town),
        Lookalike::RoadAndDrain => road_and_drain(town),
        Lookalike::YearlyMaintenance => upkeep(town),
        Lookalike::RebuildAfterLife => rebuilt(town),
        Lookalike::LayerUpgrade => layers(town),
        Lookalike::OpenCofunding => open_cofunding(town),
        Lookalike::OfficeDefaultPin => office_pin(town),
        Lookalike::CopiedCoordinates => copied(town),
        Lookalike::LightsCloseBy => close_by(town, Thing::Lights),
        Lookalike::WellsCloseBy => close_by(town, Thing::Well),
        Lookalike::ToiletAtSchool => toilet_at_school(town),
        Lookalike::EqualCost => equal_cost(town),
        Lookalike::BorderNeighbours => border_neighbours(town),
        Lookalike::StockPhoto => stock_photo(town),
        Lookalike::BuildingParts => lookalikes_site::parts(town),
        Lookalike::OneCompound => lookalikes_site::compound(town),
        Lookalike::YearlyRepair => lookalikes_again::repairs(town),
        Lookalike::EarlyRehabilitation => lookalikes_again::rehabilitated(town),
        Lookalike::SilentSegments => lookalikes_series::segments(town),
        Lookalike::CopiedWording => lookalikes_series::one_type(town),
        Lookalike::BorderBanks => lookalikes_series::banks(town),
    };
    label(town, &group, kind);
}

/// Lists every pair of a group.
pub fn label(town: &mut Town, group: &[usize], kind: Lookalike) {
    for (at, one) in group.iter().enumerate() {
        for two in &group[at + 1..] {
            town.lookalikes.push((*one, *two, kind));
        }
    }
}

/// Puts a deed down in plain ink.
pub fn put(town: &mut Town, deed: Deed) -> usize {
    let ink = town.ink(&deed);
    town.push(deed, ink)
}

/// Adjoining works by one village, in one year or two, under one clerk.
fn neighbours(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(|thing| thing.is_line() && thing != Thing::Pipe);
    let metres = town.chance.skewed(40.0, 160.0);
    let (mut at, side) = town.villages[village].stretch(thing, metres, &mut town.chance);
    let first = town.line_on(village, thing, at, side);
    let count = town.chance.whole(1, 3);
    let mut group = vec![put(town, first.clone())];
    for _ in 0..count {
        let metres = metres * town.chance.between(0.8, 1.25);
        let home = &mut town.villages[village];
        let (near, side) = home.stretch_near(at, thing, metres, &mut town.chance);
        at = near;
        let mut next = town.line_on(village, thing, at, side);
        (next.deal, next.fund) = (first.deal, first.fund);
        next.year = if town.chance.yes(0.7) { first.year } else { next.year };
        // Neighbours in one RT are told apart by the gang, or not at all.
        (next.slots.rt, next.slots.rw) = (first.slots.rt, first.slots.rw);
        next.slots.dusun.clone_from(&first.slots.dusun);
        group.push(put(town, next));
    }
    group
}

fn beneficiaries(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let (way, spot) = town.villages[village].yard(Thing::House, &mut town.chance);
    let first = town.spot(village, Thing::House, way, spot);
    let mut people = names::PERSONS.to_vec();
    town.chance.shuffle(&mut people);
    people.retain(|person| first.slots.person.as_deref() != Some(*person));
    let mut group = vec![put(town, first.clone())];
    let count = town.chance.whole(2, 5) as usize;
    for person in people.into_iter().take(count) {
        let spot = beside(town, village, Thing::House, spot, (9.0, 70.0));
        let mut next = town.spot(village, Thing::House, way, spot);
        next.slots.person = Some(person.to_owned());
        (next.slots.rt, next.slots.rw) = (first.slots.rt, first.slots.rw);
        next.fund = first.fund;
        if town.chance.yes(0.8) {
            (next.year, next.cost) = (first.year, first.cost);
        }
        group.push(put(town, next));
    }
    group
}

/// A place so far from a spot, at least the nearer bound from all of its kind.
pub fn beside(town: &mut Town, village: usize, thing: Thing, from: Spot, far: (f64, f64)) -> Spot {
    let mut tries = 0.0;
    loop {
        tries += 1.0;
        let (x, y) = town.chance.direction();
        let metres = town.chance.between(far.0, far.1 + tries);
        let spot = from.moved(x * metres, y * metres);
        if town.villages[village].is_free(thing, spot, far.0) || tries > 200.0 {
            town.villages[village].build(thing, spot);
            return spot;
        }
    }
}

/// One line in parts, one after the other: as stages of a plan or as plain works.
fn segments(town: &mut Town, phased: bool) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let parts = town.chance.whole(2, 3);
    let metres = town.chance.skewed(60.0, 260.0) * f64::from(parts);
    let whole = town.line(village, thing, metres);
    let Shape::Line(path) = &whole.shape else { return Vec::new() };
    let long = length(path) / f64::from(parts);
    let equal = town.chance.yes(0.5);
    let start = town.year(parts - 1);
    let mut group: Vec<usize> = Vec::new();
    for at in 0..parts {
        let mut one = whole.clone();
        one.shape = Shape::Line(part(path, long * f64::from(at), long * f64::from(at + 1)));
        one.year = if phased || town.chance.yes(0.4) { start + at } else { start };
        one.slots.phase = match (phased, at) {
            (true, 0) if town.chance.yes(0.5) => None,
            (true, 1) if town.chance.yes(0.4) => Some(Phase::Continued),
            (true, _) => Some(Phase::Stage(at + 1)),
            (false, _) if town.chance.yes(0.25) => Some(Phase::Segment(at + 1)),
            (false, _) => None,
        };
        one.cost = if equal && at > 0 { town.entries[group[0]].deed.cost } else { town.cost(&one) };
        one.photos = town.photos();
        if !phased && town.chance.yes(0.4) {
            one.fund = other_fund(whole.fund, &mut town.chance);
        }
        let mut ink = town.ink(&one);
        ink.form = mostly_line(town);
        group.push(town.push(one, ink));
    }
    group
}

fn drains(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = if town.chance.yes(0.75) { Thing::Drain } else { Thing::RoadWall };
    let metres = town.chance.skewed(50.0, 320.0);
    let stretch = town.villages[village].whole_stretch(false, metres, &mut town.chance);
    let left = town.line_on(village, thing, stretch, Side::Left);
    let mut right = town.line_on(village, thing, stretch, Side::Right);
    right.deal = left.deal;
    if town.chance.yes(0.7) {
        (right.year, right.fund) = (left.year, left.fund);
    }
    if town.chance.yes(0.4) {
        right.cost = left.cost;
    }
    vec![put(town, left), put(town, right)]
}

fn road_and_drain(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let metres = town.chance.skewed(60.0, 350.0);
    let stretch = town.villages[village].whole_stretch(false, metres, &mut town.chance);
    let road = town.thing(|thing| thing.ground() == super::thing::Ground::Surface);
    let strip = town.thing(|thing| thing.ground() == super::thing::Ground::Strip);
    let road = town.line_on(village, road, stretch, Side::Left);
    let side = if town.chance.yes(0.5) { Side::Left } else { Side::Right };
    let mut strip = town.line_on(village, strip, stretch, side);
    if town.chance.yes(0.6) {
        (strip.year, strip.fund) = (road.year, road.fund);
    }
    vec![put(town, road), put(town, strip)]
}

fn upkeep(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let count = town.chance.whole(2, 4);
    let mut deed = town.honest_of(village, thing);
    deed.deal = Deal::Maintain;
    deed.year = town.year(count - 1);
    deed.cost = town.cost(&deed);
    let mut group = vec![put(town, deed.clone())];
    for after in 1..count {
        let mut next = deed.clone();
        next.year += after;
        next.photos = town.photos();
        next.cost = if town.chance.yes(0.3) { deed.cost } else { town.cost(&next) };
        group.push(put(town, next));
    }
    group
}

/// Built anew after its design life; most is told by the years.
fn rebuilt(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let mut deed = town.honest_of(village, thing);
    deed.deal = Deal::New;
    let apart = town.chance.whole(5, 8).min(town.world.last_year - town.world.first_year);
    deed.year = town.year(apart);
    let mut later = deed.clone();
    later.deal = town.chance.pick(&[Deal::Rehabilitate, Deal::Replace, Deal::Upgrade, Deal::New]);
    later.year = deed.year + apart;
    later.cost = town.cost(&later);
    later.photos = town.photos();
    vec![put(town, deed), put(town, later)]
}

/// The base one year, its surface the next.
fn layers(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let mut base = town.honest_of(village, Thing::RoadStone);
    base.deal = Deal::New;
    let apart = town.chance.whole(1, 3);
    base.year = town.year(apart);
    let mut surface = base.clone();
    surface.thing = town.chance.pick(&[Thing::RoadAsphalt, Thing::RoadPaving, Thing::RoadConcrete]);
    surface.deal = if town.chance.yes(0.5) { Deal::Upgrade } else { Deal::New };
    surface.year = base.year + apart;
    surface.cost = town.cost(&surface);
    surface.photos = town.photos();
    vec![put(town, base), put(town, surface)]
}

/// Two or three funds share one stretch in one year, each with metres of its own;
/// many draw the whole of it all the same.
fn open_cofunding(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = town.chance.skewed(120.0, 480.0);
    let whole = town.line(village, thing, metres);
    let Shape::Line(path) = whole.shape.clone() else { return Vec::new() };
    let long = length(&path);
    let share = town.chance.between(0.3, 0.7);
    let whole_drawn = town.chance.yes(0.7);
    let mut group = Vec::new();
    for (from, to) in [(0.0, share), (share, 1.0)] {
        let mut one = whole.clone();
        if !group.is_empty() {
            one.fund = other_fund(whole.fund, &mut town.chance);
        }
        one.cost = town.cost(&whole);
        one.cost = town.rounded(one.cost as f64 * (to - from));
        one.photos = town.photos();
        let mut ink = town.ink(&one);
        if whole_drawn {
            ink.form = Some(Form::Line);
            ink.declared = Some(long * (to - from));
        } else {
            one.shape = Shape::Line(part(&path, long * from, long * to));
        }
        group.push(town.push(one, ink));
    }
    group
}

/// A village that puts its own office down for everything.
fn office_pin(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let year = town.year(0);
    let exact = town.chance.yes(0.6);
    let mut group = Vec::new();
    for _ in 0..town.chance.whole(3, 7) {
        let mut deed = town.honest(village);
        deed.year = if town.chance.yes(0.8) { year } else { deed.year };
        let mut ink = town.ink(&deed);
        ink.fault = if exact { Fault::OfficePin } else { Fault::Office };
        ink.capture = Some(if exact { Capture::Digitised } else { Capture::PhonePoint });
        group.push(town.push(deed, ink));
    }
    group
}

/// Another work of the village, with the coordinates of the first.
fn copied(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let one = town.honest(village);
    let thing = if town.chance.yes(0.5) { one.thing } else { town.thing(|_| true) };
    let mut two = town.honest_of(village, thing);
    two.year = if town.chance.yes(0.6) { one.year } else { two.year };
    let one = put(town, one);
    let mut ink = town.ink(&two);
    ink.same = Some(Same { of: one, fields: PLACE });
    vec![one, town.push(two, ink)]
}

/// Several pieces of one kind within a few tens of metres.
fn close_by(town: &mut Town, thing: Thing) -> Vec<usize> {
    let village = town.somewhere();
    let (way, spot) = town.villages[village].yard(thing, &mut town.chance);
    let first = town.spot(village, thing, way, spot);
    let mut group = vec![put(town, first.clone())];
    for _ in 0..town.chance.whole(1, 3) {
        let spot = beside(town, village, thing, spot, (28.0, 95.0));
        let mut next = town.spot(village, thing, way, spot);
        if town.chance.yes(0.7) {
            (next.year, next.fund, next.cost) = (first.year, first.fund, first.cost);
        }
        group.push(put(town, next));
    }
    group
}

fn toilet_at_school(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let mut school = town.honest_of(village, Thing::School);
    school.deal = Deal::Rehabilitate;
    let middle = school.shape.middle();
    let (x, y) = town.chance.direction();
    let spot = middle.moved(x * 14.0, y * 14.0);
    let mut toilet = town.deed(village, Thing::Toilet, Shape::Point(spot), school.slots.clone());
    toilet.deal = if town.chance.yes(0.6) { Deal::New } else { Deal::Rehabilitate };
    if town.chance.yes(0.7) {
        (toilet.year, toilet.fund) = (school.year, school.fund);
    }
    vec![put(town, school), put(town, toilet)]
}

/// One list price and one length for every RT.
fn equal_cost(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = (town.chance.skewed(50.0, 200.0) / 10.0).round() * 10.0;
    let cost = town.chance.pick(&vocabulary::TEMPLATE_COSTS);
    let mut group = Vec::new();
    let year = town.year(0);
    for _ in 0..town.chance.whole(2, 5) {
        let mut deed = town.line(village, thing, metres);
        (deed.deal, deed.year, deed.cost) = (Deal::New, year, cost);
        let mut ink = town.ink(&deed);
        ink.declared = Some(metres);
        group.push(town.push(deed, ink));
    }
    group
}

/// Each of two villages builds its own part of one border road.
fn border_neighbours(town: &mut Town) -> Vec<usize> {
    let metres = town.chance.between(120.0, 420.0);
    let Some((one, two, path)) = town.border(metres) else { return neighbours(town) };
    let thing = town.thing(|thing| thing.is_line() && thing != Thing::Pipe);
    let long = length(&path);
    let cut = long * town.chance.between(0.35, 0.65);
    let year = town.year(1);
    let mut group = Vec::new();
    for (village, other, from, to) in [(one, two, 0.0, cut), (two, one, cut, long)] {
        let slots = town.border_slots(village, other);
        let shape = Shape::Line(part(&path, from, to));
        let mut deed = town.deed(village, thing, shape, slots);
        deed.year = year + u32::from(town.chance.yes(0.3));
        group.push(put(town, deed));
    }
    group
}

/// Different works with the photo of one signboard.
fn stock_photo(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let photo = town.chance.pick(&town.stock);
    let mut group = Vec::new();
    for _ in 0..3 {
        let mut deed = town.honest(village);
        deed.photos = vec![photo];
        group.push(put(town, deed));
    }
    group
}
