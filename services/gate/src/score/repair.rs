//! Positions that are wrong but tell what they should be.

use std::collections::BTreeMap;

use domain::geo::{DEGREE, utm};

use super::{
    item::{Item, Trust},
    sketch::{Kind, Sketch},
};
use crate::frame::{Frame, Xy};

/// A work's first position lies within this of the middle of its village, metres.
const VILLAGE_M: f64 = 15_000.0;
/// The same of its kecamatan or district where the village has too few works.
const DISTRICT_M: f64 = 80_000.0;
/// The fewest works that tell where a village is.
const WORKS_MIN: usize = 3;

/// A work with its positions as written.
#[derive(Debug)]
pub(super) struct Raw {
    pub item: Item,
    pub kind: Kind,
    pub parts: Vec<Vec<Xy>>,
}

impl Raw {
    /// The shape as written; none when a position is not in Indonesia.
    fn given(&self) -> Option<Sketch> {
        Sketch::of_parts(self.kind, &self.parts)
    }

    /// The shape with every position turned; none when one is then not in Indonesia.
    fn turned(&self, turn: impl Fn(Xy) -> Xy) -> Option<Sketch> {
        let of = |part: &Vec<Xy>| -> Vec<Xy> { part.iter().map(|at| turn(*at)).collect() };
        let parts: Vec<Vec<Xy>> = self.parts.iter().map(of).collect();
        Sketch::of_parts(self.kind, &parts)
    }
}

/// A mistake that can be turned back.
type Turn = (Trust, fn(Xy) -> Xy);

/// Mistakes in the order in which they are tried.
const TURNS: [Turn; 5] = [
    (Trust::Swapped, |[x, y]| [y, x]),
    (Trust::SignLost, |[x, y]| [x, -y]),
    (Trust::Swapped, |[x, y]| [y, -x]),
    (Trust::Swapped, |[x, y]| [-y, x]),
    (Trust::SignLost, |[x, y]| [-x, y]),
];

/// Puts right what the other works of the village tell; the rest is marked far or lost.
pub(super) fn repair(raw: Vec<Raw>) -> Vec<Item> {
    let middles = Middles::of(&raw);
    raw.into_iter()
        .map(|work| {
            let (trust, sketch) = placed(&work, &middles);
            Item { trust, sketch, ..work.item }
        })
        .collect()
}

fn placed(work: &Raw, middles: &Middles) -> (Trust, Option<Sketch>) {
    let given = work.given();
    let home = middles.home(&work.item.village);
    let fits = |sketch: &Sketch| home.is_none_or(|home| home.holds(sketch));
    if let Some(sketch) = given.as_ref().filter(|sketch| fits(sketch)) {
        return (Trust::Given, Some(sketch.clone()));
    }
    for (trust, turn) in TURNS {
        if let Some(sketch) = work.turned(turn).filter(|sketch| fits(sketch)) {
            return (trust, Some(sketch));
        }
    }
    if let Some(sketch) = home.and_then(|home| from_metres(work, &home)) {
        // Numbers of another system are put right as a whole, as exchanged ones are.
        return (Trust::Swapped, Some(sketch));
    }
    if let Some((trust, sketch)) = mended(work).filter(|(_, sketch)| fits(sketch)) {
        return (trust, Some(sketch));
    }
    match given {
        Some(sketch) => (Trust::Far, Some(sketch)),
        None => (Trust::Lost, None),
    }
}

/// A shape that was written in metres of UTM, in either order of the axes. The numbers do not tell
/// their zone: the village does, since zones lie hundreds of kilometres apart.
fn from_metres(work: &Raw, home: &Home) -> Option<Sketch> {
    let orders: [fn(Xy) -> Xy; 2] = [|at| at, |[x, y]| [y, x]];
    orders.into_iter().find_map(|order| {
        let is_metres = |at: &Xy| {
            let [east_m, north_m] = order(*at);
            utm::looks_like(east_m, north_m)
        };
        if !work.parts.iter().flatten().all(is_metres) {
            return None;
        }
        let mut zones = utm::ZONES;
        zones.find_map(|zone| {
            let turn = |at: Xy| {
                let [east_m, north_m] = order(at);
                utm::degrees(zone, east_m, north_m)
            };
            work.turned(turn).filter(|sketch| home.holds(sketch))
        })
    })
}

/// A shape of which single positions went wrong, each put right beside the first that did not.
fn mended(work: &Raw) -> Option<(Trust, Sketch)> {
    let inside = |at: Xy| Sketch::new(Kind::Point, &[at]).is_some();
    let [lon, lat] = work.parts.iter().flatten().copied().find(|at| inside(*at))?;
    let frame = Frame::at(lon, lat);
    let beside = |[x, y]: Xy| {
        let [east, north] = frame.degrees(x, y);
        inside([x, y]) && east.hypot(north) <= VILLAGE_M
    };
    let mut trust = Trust::Given;
    let mut mended = work.parts.clone();
    for at in mended.iter_mut().flatten().filter(|at| !inside(**at)) {
        let (turned, put) =
            TURNS.iter().map(|(trust, turn)| (*trust, turn(*at))).find(|(_, put)| beside(*put))?;
        trust = trust.max(turned);
        *at = put;
    }
    Some((trust, Sketch::of_parts(work.kind, &mended)?))
}

/// Where a village lies.
#[derive(Debug, Clone, Copy)]
struct Home {
    middle: Xy,
    reach_m: f64,
}

impl Home {
    fn holds(&self, sketch: &Sketch) -> bool {
        let Some([lon, lat]) = sketch.at.first() else { return false };
        let frame = Frame::at(self.middle[0], self.middle[1]);
        let [x, y] = frame.degrees(f64::from(*lon) / DEGREE, f64::from(*lat) / DEGREE);
        x.hypot(y) <= self.reach_m
    }
}

/// Middles of villages and of what lies above them, where there are works enough to tell.
struct Middles(BTreeMap<String, Xy>);

/// Code of what lies above a village: the kecamatan, then the kabupaten, then everything.
fn above(village: &str) -> [String; 3] {
    let upto = |dots: usize, digits: usize| {
        if village.contains('.') {
            village.split('.').take(dots).collect::<Vec<_>>().join(".")
        } else {
            village.chars().take(digits).collect()
        }
    };
    [format!("{}/", upto(3, 6)), format!("{}/", upto(2, 4)), "/".to_owned()]
}

impl Middles {
    fn of(raw: &[Raw]) -> Self {
        let mut places: BTreeMap<String, Vec<[i32; 2]>> = BTreeMap::new();
        for work in raw {
            let sketch = work.given();
            let Some(at) = sketch.and_then(|sketch| sketch.at.first().copied()) else { continue };
            let village = &work.item.village;
            for key in above(village).into_iter().chain([village.clone()]) {
                places.entry(key).or_default().push(at);
            }
        }
        places.retain(|_, places| places.len() >= WORKS_MIN);
        Self(places.into_iter().map(|(key, places)| (key, middle(&places))).collect())
    }

    fn home(&self, village: &str) -> Option<Home> {
        let own = (village.to_owned(), VILLAGE_M);
        let wider = above(village).into_iter().map(|key| (key, DISTRICT_M));
        std::iter::once(own).chain(wider).find_map(|(key, reach_m)| {
            self.0.get(&key).map(|middle| Home { middle: *middle, reach_m })
        })
    }
}

/// The middle of places, of each axis for itself, degrees.
fn middle(places: &[[i32; 2]]) -> Xy {
    let of = |axis: fn(&[i32; 2]) -> i32| {
        let mut all: Vec<i32> = places.iter().map(axis).collect();
        all.sort_unstable();
        f64::from(all.get(all.len() / 2).copied().unwrap_or_default()) / DEGREE
    };
    [of(|at| at[0]), of(|at| at[1])]
}

#[cfg(test)]
#[path = "repair_tests.rs"]
mod tests;
