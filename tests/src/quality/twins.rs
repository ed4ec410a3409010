//! True duplicates: each kind makes one work and the claims that bill it again.

use super::{
    chance::Chance,
    deed::{Capture, Deed, Fault, Form, Ink, PLACE, Phase, Same, Stand},
    kind::{Lookalike, Twin},
    shape::{Shape, length, part},
    thing::{Deal, Thing, other_fund},
    town::Town,
    twins_copied,
};

/// Makes one case of a kind, with at most so many pairs; how many it made.
pub fn make(town: &mut Town, kind: Twin, room: u32) -> u32 {
    let before = town.truth.len();
    match kind {
        Twin::CrossBorder => cross_border(town),
        Twin::TwoFunds => plain(town, kind, |_| true),
        Twin::RenamedNextYear => renamed(town),
        Twin::PartialOverlap => partial(town),
        Twin::SplitHalves => halves(town, room),
        Twin::OppositeEnds => ends(town),
        Twin::Redigitised => redigitised(town),
        Twin::MixedGeometry => mixed(town),
        Twin::OfficeSnapped => faulty(town, kind, Fault::Office),
        Twin::SwappedAxes => faulty(town, kind, Fault::Swapped),
        Twin::LostSign => faulty(town, kind, Fault::LostSign),
        Twin::ZeroCoordinates => faulty(town, kind, Fault::Zero),
        Twin::UtmMetres => faulty(town, kind, Fault::Utm),
        Twin::CopiedCoordinates => copied(town),
        Twin::CofundedDouble => cofunded(town),
        Twin::RebuildTwice => rebuild(town),
        Twin::MaintenanceTwice => maintenance(town),
        Twin::ReusedPhoto => reused_photo(town),
        Twin::ExactCopy => twins_copied::exact(town),
        Twin::CopiedLine => twins_copied::line(town),
        Twin::OtherBook => twins_copied::other_book(town),
        Twin::EqualNumbers => twins_copied::numbers(town),
        Twin::WholeAndHalf => whole_and_half(town),
        Twin::AmongLookalikes => twins_copied::among(town),
    }
    u32::try_from(town.truth.len() - before).unwrap_or_default()
}

/// The deed as somebody bills it again: another fund or year, the cost about the
/// same or not, photos of its own.
pub fn again(town: &mut Town, deed: &Deed, years: u32) -> Deed {
    let mut second = deed.clone();
    // Upkeep of another year is another work.
    let years = if deed.deal == Deal::Maintain { 0 } else { years };
    second.year = deed.year + years;
    if years == 0 || town.chance.yes(0.5) {
        second.fund = other_fund(deed.fund, &mut town.chance);
    }
    second.cost = recosted(town, deed.cost);
    second.photos = town.photos();
    if town.chance.yes(0.05) {
        second.photos = deed.photos.iter().map(|photo| blurred(*photo, &mut town.chance)).collect();
    }
    second
}

fn recosted(town: &mut Town, cost: u64) -> u64 {
    let cost = cost as f64;
    let factor = match town.chance.whole(0, 9) {
        0 | 1 => return cost as u64,
        2..=6 => 1.0 + town.chance.normal() * 0.06,
        _ => town.chance.between(0.6, 1.5),
    };
    town.rounded(cost * factor.max(0.5))
}

/// A photo saved again: up to six bits of its hash turn over.
fn blurred(photo: u64, chance: &mut Chance) -> u64 {
    (0..chance.whole(0, 6)).fold(photo, |hash, _| hash ^ (1 << chance.whole(0, 63)))
}

/// Same village, same year or the next, two funds.
fn plain(town: &mut Town, kind: Twin, fits: fn(Thing) -> bool) {
    let (first, deed, ink) = start(town, fits, 1);
    let years = u32::from(town.chance.yes(0.25));
    let second = again(town, &deed, years);
    let ink = town.second_ink(&second, &ink);
    finish(town, first, second, ink, kind);
}

/// An honest claim with room for so many years after it.
pub fn start(town: &mut Town, fits: impl Fn(Thing) -> bool, after: u32) -> (usize, Deed, Ink) {
    let village = town.somewhere();
    let thing = town.thing(fits);
    let mut deed = town.honest_of(village, thing);
    deed.year = town.year(after);
    deed.cost = town.cost(&deed);
    let ink = town.ink(&deed);
    (town.push(deed.clone(), ink.clone()), deed, ink)
}

pub fn finish(town: &mut Town, first: usize, second: Deed, ink: Ink, kind: Twin) {
    let second = town.push(second, ink);
    town.truth.push((first, second, kind));
}

fn renamed(town: &mut Town) {
    let (first, mut deed, ink) = start(town, |_| true, 2);
    if deed.deal == Deal::Maintain {
        deed.deal = Deal::Rehabilitate; // upkeep may be billed each year
        deed.cost = town.cost(&deed);
        town.entries[first].deed = deed.clone();
    }
    let years = 1 + u32::from(town.chance.yes(0.15));
    let mut second = again(town, &deed, years);
    if town.chance.yes(0.3) {
        second.deal = if deed.deal == Deal::New { Deal::Upgrade } else { Deal::New };
    }
    let mut ink = town.second_ink(&second, &ink);
    ink.renamed = true;
    finish(town, first, second, ink, Twin::RenamedNextYear);
}

fn partial(town: &mut Town) {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = town.chance.skewed(130.0, 520.0);
    let whole = town.line(village, thing, metres);
    let Shape::Line(path) = &whole.shape else { return };
    let long = length(path);
    let first_share = town.chance.between(0.5, 0.85);
    let second_share = town.chance.between(0.5, 0.85).max(1.25 - first_share);
    let (mut one, mut two) = (whole.clone(), again(town, &whole, 0));
    one.shape = Shape::Line(part(path, 0.0, long * first_share));
    two.shape = Shape::Line(part(path, long * (1.0 - second_share), long));
    one.cost = town.cost(&one);
    let later = one.deal != Deal::Maintain && one.year < town.world.last_year;
    two.year = one.year + u32::from(later && town.chance.yes(0.4));
    two.cost = town.cost(&two);
    let mut ink = town.ink(&one);
    ink.form = mostly_line(town);
    let first = town.push(one, ink.clone());
    let mut ink = town.second_ink(&two, &ink);
    ink.form = mostly_line(town);
    finish(town, first, two, ink, Twin::PartialOverlap);
}

/// Parts of a line can only be told from neighbours where lines are drawn.
pub fn mostly_line(town: &mut Town) -> Option<Form> {
    town.chance.yes(0.8).then_some(Form::Line)
}

/// One claim of the whole, two of its halves.
fn halves(town: &mut Town, room: u32) {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = town.chance.between(140.0, 520.0);
    let whole = town.line(village, thing, metres);
    let Shape::Line(path) = whole.shape.clone() else { return };
    let long = length(&path);
    let cut = long * town.chance.between(0.44, 0.56);
    let mut ink = town.ink(&whole);
    ink.form = mostly_line(town);
    let first = town.push(whole.clone(), ink.clone());
    let fund = other_fund(whole.fund, &mut town.chance);
    for (from, to) in [(0.0, cut), (cut, long)].into_iter().take(room as usize) {
        let mut half = again(town, &whole, 0);
        half.fund = fund;
        half.shape = Shape::Line(part(&path, from, to));
        half.cost = recosted(town, (whole.cost as f64 * (to - from) / long) as u64);
        let mut ink = town.second_ink(&half, &ink);
        ink.form = mostly_line(town);
        finish(town, first, half, ink, Twin::SplitHalves);
    }
}

/// The whole road once, and one half of it again, with or without the word for it.
fn whole_and_half(town: &mut Town) {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = town.chance.between(140.0, 520.0);
    let mut whole = town.line(village, thing, metres);
    whole.year = town.year(1);
    let Shape::Line(path) = whole.shape.clone() else { return };
    let long = length(&path);
    let cut = long * town.chance.between(0.4, 0.6);
    let mut ink = town.ink(&whole);
    ink.form = mostly_line(town);
    let first = town.push(whole.clone(), ink.clone());
    let years = u32::from(town.chance.yes(0.4));
    let mut half = again(town, &whole, years);
    let stage = if town.chance.yes(0.6) { 1 } else { 2 };
    let (from, to) = if stage == 1 { (0.0, cut) } else { (cut, long) };
    half.shape = Shape::Line(part(&path, from, to));
    half.slots.phase = town.chance.yes(0.6).then_some(Phase::Stage(stage));
    half.cost = recosted(town, (whole.cost as f64 * (to - from) / long) as u64);
    let mut ink = town.second_ink(&half, &ink);
    ink.form = mostly_line(town);
    finish(town, first, half, ink, Twin::WholeAndHalf);
}

fn ends(town: &mut Town) {
    let village = town.somewhere();
    let thing = town.thing(Thing::is_line);
    let metres = town.chance.skewed(45.0, 210.0);
    let deed = town.line(village, thing, metres);
    let mut ink = town.ink(&deed);
    (ink.form, ink.capture) = (Some(Form::Point), Some(Capture::PhonePoint));
    ink.stand = Stand::Start;
    let first = town.push(deed.clone(), ink.clone());
    let years = u32::from(deed.year < town.world.last_year && town.chance.yes(0.4));
    let second = again(town, &deed, years);
    let other = town.second_ink(&second, &ink);
    let ink = Ink { stand: Stand::End, form: ink.form, capture: ink.capture, ..other };
    finish(town, first, second, ink, Twin::OppositeEnds);
}

/// The same line or ring, drawn from the other end by somebody else.
fn redigitised(town: &mut Town) {
    let (first, deed, mut ink) = start(town, Thing::is_line, 1);
    ink.form = Some(Form::Line);
    town.entries[first].ink = ink.clone();
    let years = u32::from(town.chance.yes(0.4));
    let second = again(town, &deed, years);
    let mut ink = town.second_ink(&second, &ink);
    (ink.form, ink.reversed) = (Some(Form::Line), town.chance.yes(0.7));
    finish(town, first, second, ink, Twin::Redigitised);
}

/// Point against line, point against polygon, line against polygon.
fn mixed(town: &mut Town) {
    let area = town.chance.yes(0.3);
    let fits = |thing: Thing| {
        if area {
            matches!(thing.ground(), super::thing::Ground::Plot(..))
        } else {
            thing.is_line()
        }
    };
    let (first, deed, mut ink) = start(town, fits, 1);
    let forms = match (area, town.chance.whole(0, 3)) {
        (true, _) => (Form::Point, Form::Polygon),
        (false, 0) => (Form::Line, Form::Polygon),
        (false, 1) => (Form::Point, Form::Polygon),
        _ => (Form::Point, Form::Line),
    };
    let forms = if town.chance.yes(0.5) { forms } else { (forms.1, forms.0) };
    ink.form = Some(forms.0);
    town.entries[first].ink = ink.clone();
    let years = u32::from(town.chance.yes(0.4));
    let second = again(town, &deed, years);
    let mut ink = town.second_ink(&second, &ink);
    ink.form = Some(forms.1);
    finish(town, first, second, ink, Twin::MixedGeometry);
}

fn faulty(town: &mut Town, kind: Twin, fault: Fault) {
    let (first, deed, ink) = start(town, |_| true, 1);
    let years = u32::from(town.chance.yes(0.5));
    let second = again(town, &deed, years);
    let mut ink = town.second_ink(&second, &ink);
    ink.fault = fault;
    finish(town, first, second, ink, kind);
}

/// The second claim carries the coordinates of a third work.
fn copied(town: &mut Town) {
    let (first, deed, ink) = start(town, |_| true, 1);
    let stranger = town.honest(deed.village);
    let hand = town.ink(&stranger);
    let stranger = town.push(stranger, hand);
    let years = u32::from(town.chance.yes(0.5));
    let second = again(town, &deed, years);
    let mut ink = town.second_ink(&second, &ink);
    ink.same = Some(Same { of: stranger, fields: PLACE });
    finish(town, first, second, ink, Twin::CopiedCoordinates);
}

/// Two funds in one year, each bills every metre.
fn cofunded(town: &mut Town) {
    let (first, deed, mut ink) = start(town, Thing::is_line, 0);
    if town.chance.yes(0.7) {
        ink.form = Some(Form::Line);
    }
    town.entries[first].ink = ink.clone();
    let second = again(town, &deed, 0);
    let form = ink.form;
    let mut ink = town.second_ink(&second, &ink);
    ink.form = form;
    finish(town, first, second, ink, Twin::CofundedDouble);
}

/// An old work is rebuilt with right, and the rebuilding is billed twice.
fn rebuild(town: &mut Town) {
    let (old, mut deed, _) = start(town, Thing::is_line, 8);
    deed.deal = Deal::New;
    town.entries[old].deed = deed.clone();
    let last = town.world.last_year;
    let mut anew = again(town, &deed, 0);
    anew.deal = town.chance.pick(&[Deal::Rehabilitate, Deal::Replace, Deal::Upgrade]);
    anew.year = (deed.year + town.chance.whole(6, 8)).min(last).max(deed.year);
    anew.cost = town.cost(&anew);
    anew.photos = town.photos();
    let ink = town.ink(&anew);
    let first = town.push(anew.clone(), ink.clone());
    let years = u32::from(anew.year < last && town.chance.yes(0.4));
    let second = again(town, &anew, years);
    let ink = town.second_ink(&second, &ink);
    finish(town, first, second, ink, Twin::RebuildTwice);
    for later in [first, first + 1] {
        town.lookalikes.push((old, later, Lookalike::RebuildAfterLife));
    }
}

/// Upkeep of three years, the last of them billed twice.
fn maintenance(town: &mut Town) {
    let (first, mut deed, ink) = start(town, Thing::is_line, 2);
    deed.deal = Deal::Maintain;
    deed.cost = town.cost(&deed);
    town.entries[first].deed = deed.clone();
    let mut years = vec![first];
    for after in [1, 2] {
        let mut next = again(town, &deed, 0);
        (next.year, next.fund) = (deed.year + after, deed.fund);
        next.photos = town.photos();
        years.push(town.push(next, ink.clone()));
    }
    let last = town.entries[years[2]].deed.clone();
    let second = again(town, &last, 0);
    let ink = town.second_ink(&second, &ink);
    finish(town, years[2], second, ink, Twin::MaintenanceTwice);
    let second = town.entries.len() - 1;
    for (one, two) in [(0, 1), (0, 2), (1, 2)] {
        town.lookalikes.push((years[one], years[two], Lookalike::YearlyMaintenance));
    }
    for one in [0, 1] {
        town.lookalikes.push((years[one], second, Lookalike::YearlyMaintenance));
    }
}

fn reused_photo(town: &mut Town) {
    let (first, mut deed, ink) = start(town, |_| true, 1);
    if deed.photos.is_empty() {
        deed.photos = vec![town.chance.bits()];
        town.entries[first].deed = deed.clone();
    }
    let years = u32::from(town.chance.yes(0.6));
    let mut second = again(town, &deed, years);
    second.photos = deed.photos.iter().map(|photo| blurred(*photo, &mut town.chance)).collect();
    let ink = town.second_ink(&second, &ink);
    finish(town, first, second, ink, Twin::ReusedPhoto);
}

/// Two villages bill one road, wall or bridge on their border.
fn cross_border(town: &mut Town) {
    let bridge = town.chance.yes(0.25);
    let metres =
        if bridge { town.chance.between(10.0, 30.0) } else { town.chance.skewed(80.0, 380.0) };
    let Some((one, two, path)) = town.border(metres) else {
        return plain(town, Twin::TwoFunds, |_| true);
    };
    let thing = if bridge {
        Thing::Bridge
    } else {
        town.thing(|thing| thing.is_line() && thing != Thing::Drain && thing != Thing::Pipe)
    };
    let slots = town.border_slots(one, two);
    let shape = if bridge { Shape::Point(path[0]) } else { Shape::Line(path.clone()) };
    let deed = town.deed(one, thing, shape, slots);
    let ink = town.ink(&deed);
    let first = town.push(deed.clone(), ink.clone());
    let years = u32::from(deed.year < town.world.last_year && town.chance.yes(0.4));
    let mut second = again(town, &deed, years);
    second.village = two;
    second.fund = if town.chance.yes(0.7) { "DDS" } else { second.fund };
    second.slots = town.border_slots(two, one);
    if bridge {
        second.shape = Shape::Point(path[path.len() - 1]); // each from its own bank
    }
    let ink = town.ink(&second);
    finish(town, first, second, ink, Twin::CrossBorder);
}
