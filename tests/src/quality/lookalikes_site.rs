//! Works that share one site: parts of a building, and what stands in a compound.

use super::{
    deed::{Capture, Deed, PLACE, Part, Same, Slots},
    frame::Spot,
    shape::Shape,
    thing::{Deal, FUNDS, Thing},
    town::Town,
    vocabulary,
};

/// What of a building is worked on by itself.
const PARTS: [Part; 12] = [
    part("pagar", "m", false),
    part("atap", "m2", false),
    part("plafon", "m2", false),
    part("lantai", "m2", false),
    part("keramik lantai", "m2", false),
    part("pengecatan", "m2", true),
    part("toilet", "unit", false),
    part("teras", "m2", false),
    part("ruang kelas", "unit", false),
    part("halaman", "m2", false),
    part("dapur", "unit", false),
    part("pavingisasi halaman", "m2", true),
];

/// What stands in a compound beside its main building.
const COMPOUND: [(Thing, &str, &str); 10] = [
    (Thing::Gate, "pagar", "m"),
    (Thing::Gate, "pintu gerbang", "unit"),
    (Thing::RoadPaving, "paving halaman", "m2"),
    (Thing::Toilet, "toilet", "unit"),
    (Thing::Hall, "tempat parkir", "m2"),
    (Thing::Drain, "saluran pembuangan", "m"),
    (Thing::Well, "sumur bor", "unit"),
    (Thing::Lights, "lampu halaman", "titik"),
    (Thing::Hall, "gudang", "unit"),
    (Thing::RoadWall, "tembok penahan", "m"),
];

const fn part(word: &'static str, unit: &'static str, bare: bool) -> Part {
    Part { word, unit, bare, alone: false }
}

/// Parts of one building, each a work of its own: in one year or over the years.
pub fn parts(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let office = town.villages[village].office;
    // A village has one office: its parts are built once.
    let at_office =
        town.chance.yes(0.3) && town.villages[village].is_free(Thing::Hall, office, 5.0);
    let host = if at_office {
        office_of(town, village, office)
    } else {
        let thing = town.thing(|thing| thing.class() == "building" && thing != Thing::GuardPost);
        town.honest_of(village, thing)
    };
    let (one_pin, one_year) = (town.chance.yes(0.35), town.chance.yes(0.5));
    let mut parts = PARTS;
    town.chance.shuffle(&mut parts);
    let count = town.chance.whole(2, 6) as usize;
    let mut group: Vec<usize> = Vec::new();
    for part in parts.iter().take(count) {
        let mut one = host.clone();
        one.slots.part = Some(Part { alone: at_office, ..*part });
        let (x, y) = town.chance.direction();
        let metres = town.chance.between(0.0, 7.5);
        one.shape = Shape::Point(host.shape.middle().moved(x * metres, y * metres));
        one.deal = town.chance.pick(&[Deal::New, Deal::Rehabilitate, Deal::Rehabilitate]);
        if town.chance.yes(0.15) {
            one.deal = Deal::Maintain;
        }
        priced(town, &mut one, part.unit, one_year);
        let mut ink = town.ink(&one);
        if town.chance.yes(0.6) {
            ink.capture = Some(Capture::Digitised);
        }
        if one_pin {
            ink.same = group.first().map(|first| Same { of: *first, fields: PLACE });
        }
        group.push(town.push(one, ink));
    }
    group
}

/// The village's office, as a deed to take parts of.
fn office_of(town: &mut Town, village: usize, office: Spot) -> Deed {
    town.villages[village].build(Thing::Hall, office);
    let word = town.chance.pick(&["balai desa", "kantor desa", "kantor kepala desa"]);
    let dusun = town.villages[village].dusun[0].name.clone();
    let slots = Slots { dusun: Some(dusun), alias: Some(word.to_owned()), ..Slots::default() };
    town.deed(village, Thing::Hall, Shape::Point(office), slots)
}

/// Size, year, fund and cost of a part: the costs are in no ratio to one another.
fn priced(town: &mut Town, one: &mut Deed, unit: &str, one_year: bool) {
    one.count = match unit {
        "m2" => town.chance.whole(12, 220),
        "m" => town.chance.whole(15, 120),
        _ => town.chance.whole(1, 3),
    };
    if !one_year {
        one.year = town.year(0);
    }
    if town.chance.yes(0.3) {
        one.fund = town.chance.weighted(&FUNDS);
    }
    let rupiah = town.chance.skewed(4_000_000.0, 160_000_000.0);
    one.cost = town.rounded(rupiah);
    one.photos = town.photos();
}

/// Fence, paving, toilet and the like in one compound, named after it.
pub fn compound(town: &mut Town) -> Vec<usize> {
    let village = town.somewhere();
    let host = town.thing(|thing| {
        matches!(
            thing,
            Thing::Hall | Thing::School | Thing::Field | Thing::Market | Thing::Cemetery
        )
    });
    let site = town.honest_of(village, host);
    let name = match (host, &site.slots.alias) {
        (Thing::School, Some(own)) => own.clone(),
        _ => {
            let dusun = site.slots.dusun.as_deref().unwrap_or_default();
            format!("{} {dusun}", vocabulary::nouns(host)[0])
        }
    };
    let slots = Slots { name: None, alias: Some(name), phase: None, ..site.slots.clone() };
    let (one_book, one_year) = (town.chance.yes(0.4), town.chance.yes(0.5));
    let mut works = COMPOUND;
    town.chance.shuffle(&mut works);
    let count = town.chance.whole(2, 5) as usize;
    let mut group = Vec::new();
    for (thing, word, unit) in works.into_iter().take(count) {
        let (x, y) = (town.chance.normal() * 6.5, town.chance.normal() * 6.5);
        let spot = site.shape.middle().moved(x, y);
        town.villages[village].build(thing, spot);
        let mut one = town.deed(village, thing, Shape::Point(spot), slots.clone());
        one.slots.phase = None;
        one.slots.part = Some(Part { word, unit, bare: false, alone: true });
        one.deal = if town.chance.yes(0.7) { Deal::New } else { Deal::Rehabilitate };
        (one.year, one.fund) = (site.year, site.fund);
        priced(town, &mut one, unit, one_year);
        let mut ink = town.ink(&one);
        if town.chance.yes(0.5) {
            ink.capture = Some(Capture::Digitised);
        }
        if one_book {
            ink.booked = Some((host.kegiatan(one.deal), host.class()));
        }
        group.push(town.push(one, ink));
    }
    group
}
