//! Duplicates that take something over from the first claim: all of it, its
//! line, its figures, or its words under another book.

use super::{
    deed::{Form, Ink, PLACE, SIZE, Same},
    kind::{Lookalike, Twin},
    lookalikes, lookalikes_series,
    thing::{Deal, Ground, Thing, other_fund},
    town::Town,
    twins::{again, finish, start},
};

/// The fields that two papers of one deed would not have alike by themselves.
const PAPER: &[&str] =
    &["work_class", "volume", "unit", "geometry", "accuracy_m", "capture", "name"];
/// The same, written down in words of one's own.
const PAPER_BUT_NAME: &[&str] =
    &["work_class", "volume", "unit", "geometry", "accuracy_m", "capture"];

/// One record entered twice: all of it, or all but the fund, the year or the name.
pub fn exact(town: &mut Town) {
    let area = town.chance.yes(0.25);
    let fits = |thing: Thing| !area || matches!(thing.ground(), Ground::Plot(..));
    let (first, deed, mut ink) = start(town, fits, 1);
    if area {
        ink.form = Some(Form::Polygon);
        town.entries[first].ink = ink.clone();
    }
    let mut second = deed.clone();
    let mut fields = PAPER;
    match town.chance.whole(0, 5) {
        2 => second.fund = other_fund(deed.fund, &mut town.chance),
        // Upkeep of another year is another work.
        3 if deed.deal != Deal::Maintain => second.year += 1,
        4 | 5 => {
            ink = town.second_ink(&second, &ink);
            fields = PAPER_BUT_NAME;
        }
        _ => {}
    }
    ink.same = Some(Same { of: first, fields });
    finish(town, first, second, ink, Twin::ExactCopy);
}

/// The line of the first claim under another name, cost and fund.
pub fn line(town: &mut Town) {
    let (first, deed, mut ink) = start(town, Thing::is_line, 1);
    ink.form = Some(Form::Line);
    town.entries[first].ink = ink.clone();
    let years = u32::from(town.chance.yes(0.4));
    let mut second = again(town, &deed, years);
    second.fund = other_fund(deed.fund, &mut town.chance);
    let mut ink = town.second_ink(&second, &ink);
    ink.renamed = town.chance.yes(0.5);
    ink.same = Some(Same { of: first, fields: PLACE });
    finish(town, first, second, ink, Twin::CopiedLine);
}

/// Equal in size, and in cost or nearly so.
pub fn numbers(town: &mut Town) {
    let (first, deed, ink) = start(town, |_| true, 1);
    let years = u32::from(town.chance.yes(0.4));
    let mut second = again(town, &deed, years);
    second.cost = deed.cost;
    if town.chance.yes(0.4) {
        let thousands = deed.cost as f64 / 1000.0 * town.chance.between(0.9, 1.1);
        second.cost = (thousands.round() * 1000.0).max(1_000_000.0) as u64;
    }
    let mut ink = town.second_ink(&second, &ink);
    ink.same = Some(Same { of: first, fields: SIZE });
    finish(town, first, second, ink, Twin::EqualNumbers);
}

/// Place and words agree, the activity does not, and often nor does the class.
pub fn other_book(town: &mut Town) {
    let (first, deed, ink) = start(town, |thing| book(thing).is_some(), 1);
    let years = u32::from(town.chance.yes(0.3));
    let second = again(town, &deed, years);
    let mut hand = if town.chance.yes(0.5) {
        Ink { wording: Some(first), ..Ink::plain(ink.clerk) }
    } else {
        town.second_ink(&second, &ink)
    };
    let class_too = town.chance.yes(0.6);
    hand.booked = book(deed.thing)
        .map(|(code, class)| (code, if class_too { class } else { deed.thing.class() }));
    finish(town, first, second, hand, Twin::OtherBook);
}

/// The activity and class under which the same work may be billed once more.
const fn book(thing: Thing) -> Option<(&'static str, &'static str)> {
    match thing {
        Thing::RoadConcrete
        | Thing::RoadPaving
        | Thing::RoadAsphalt
        | Thing::RoadStone
        | Thing::FarmTrack
        | Thing::Posyandu
        | Thing::Paud
        | Thing::Hall
        | Thing::Market
        | Thing::School => Some(("02.03.90", "other")),
        Thing::Toilet | Thing::Septic => Some(("02.04.11", "water_supply")),
        Thing::Well | Thing::Tank | Thing::Pipe => Some(("02.04.14", "sanitation")),
        Thing::Drain => Some(("04.02.06", "irrigation")),
        Thing::Canal => Some(("02.03.14", "drainage")),
        Thing::Bridge => Some(("02.03.14", "culvert")),
        Thing::Culvert => Some(("02.03.13", "bridge")),
        _ => None,
    }
}

/// One work of a series of one type is billed again, among those that only look like it.
pub fn among(town: &mut Town) {
    let group = lookalikes_series::one_type(town);
    lookalikes::label(town, &group, Lookalike::CopiedWording);
    let first = town.chance.pick(&group);
    let (deed, ink) = (town.entries[first].deed.clone(), town.entries[first].ink.clone());
    let years = u32::from(deed.year < town.world.last_year && town.chance.yes(0.3));
    let mut second = again(town, &deed, years);
    if town.chance.yes(0.5) {
        second.cost = deed.cost;
    }
    let mut ink = town.second_ink(&second, &ink);
    ink.same = town.chance.yes(0.5).then_some(Same { of: first, fields: SIZE });
    let twin = town.entries.len();
    finish(town, first, second, ink, Twin::AmongLookalikes);
    for other in group {
        if other != first {
            town.lookalikes.push((other, twin, Lookalike::CopiedWording));
        }
    }
}
