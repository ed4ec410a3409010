//! Which pairs are looked at: near ones of one family, those side by side that tell the same, alike
//! names in one village, equal photographs.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use super::{
    crowd::{Best, Orders},
    item::{Item, Unit, is_linear},
    known::Known,
    pair::reach_m,
    photo::photographs,
    sketch::{Kind, Sketch},
};
use crate::words::{Name, like::shared};

/// Works of one family are compared within this, metres.
pub const NEAR_M: f64 = 150.0;
/// Side of a cell, 1e-7 degrees: at least 150 m anywhere in Indonesia.
const CELL_E7: i32 = 14_000;
/// The narrow side of the box of a piece of a segment is at most so long, in the same unit.
const NARROW_E7: u32 = 4 * CELL_E7.unsigned_abs();
/// Half of [`NEAR_M`] in the same units, rounded up.
const HALF_E7: i32 = 7_000;
/// The same at most, for a point that stands for a long line or a wide place: its twin may stand at
/// the other end.
const HALF_MOST_E7: i32 = 18_000;
/// Metres of a line to half of its length and a tenth more, 1e-7 degrees.
const METRES_TO_HALF_E7: f64 = 50.0;
/// Works whose classes are not akin are compared within this, 1e-7 degrees: about 60 m.
const ACROSS_E7: i32 = 5_400;
/// Two of their amounts are the same from this share of the larger.
const EVEN: f64 = 0.95;
/// The most works of one place that are all compared with one another.
const PLACE_MAX: usize = 600;
/// The most others that one work of a larger place brings because they are near.
const CROWD_NEAREST: usize = 24;
/// The most that it brings because their names are alike.
const CROWD_ALIKE: usize = 24;
/// The most works of one village whose names are all compared with one another.
const VILLAGE_MAX: usize = 1_000;
/// Alike names count within this many years.
const YEARS_MAX: u32 = 2;
/// Names of one village are alike from this part of shared runs of letters.
const LETTERS_MIN: f64 = 0.4;
/// The most alike names that one work brings.
const ALIKE_MAX: usize = 24;

/// Likeness of two names and how far their costs are apart, the most alike first.
type Alike = (Reverse<u64>, u64);

/// A pair of works by their numbers, the smaller first.
pub type Pair = (u32, u32);

/// Every pair that is looked at, each once, in order.
pub fn pairs(items: &[Item], known: &[Known]) -> Vec<Pair> {
    let mut found = near(items, known);
    found.extend(alike(items, known));
    found.extend(photographs(items));
    found.sort_unstable();
    found.dedup();
    found
}

/// The pair of two works; none of a work with itself.
pub(super) fn pair(a: u32, b: u32) -> Option<Pair> {
    (a != b).then(|| (a.min(b), a.max(b)))
}

/// How far a work reaches towards others, 1e-7 degrees.
fn half_e7(item: &Item) -> i32 {
    let point = item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Point);
    let is_long = is_linear(item.class) || item.unit == Unit::Area;
    let Some(metres) = reach_m(item).filter(|_| point && is_long) else { return HALF_E7 };
    let (least, most) = (f64::from(HALF_E7), f64::from(HALF_MOST_E7));
    // The range is clamped before the conversion.
    #[allow(clippy::cast_possible_truncation)]
    let half = (metres * METRES_TO_HALF_E7).clamp(least, most) as i32;
    half
}

/// Cells that a shape may touch when it is grown. A long slanting segment is halved until its box
/// is narrow: one vertex at the far end of the country would otherwise take in all cells between.
fn cells(sketch: &Sketch, half: i32, found: &mut Vec<(i32, i32)>) {
    found.clear();
    let mut pieces: Vec<([i32; 2], [i32; 2])> = Vec::new();
    for path in sketch.paths() {
        let single = path.len() == 1;
        let ends = path.iter().zip(path.iter().skip(usize::from(!single)));
        pieces.extend(ends.map(|(a, b)| (*a, *b)));
    }
    while let Some(([ax, ay], [bx, by])) = pieces.pop() {
        if ax.abs_diff(bx).min(ay.abs_diff(by)) > NARROW_E7 {
            let middle = [ax.midpoint(bx), ay.midpoint(by)];
            pieces.extend([([ax, ay], middle), (middle, [bx, by])]);
            continue;
        }
        let span = |a: i32, b: i32| {
            let low = (a.min(b).saturating_sub(half)).div_euclid(CELL_E7);
            low..=(a.max(b).saturating_add(half)).div_euclid(CELL_E7)
        };
        for x in span(ax, bx) {
            found.extend(span(ay, by).map(|y| (x, y)));
        }
    }
    found.sort_unstable();
    found.dedup();
}

/// A work as its neighbours see it.
#[derive(Debug, Clone, Copy)]
struct Spot<'a> {
    number: u32,
    item: &'a Item,
    name: &'a Name,
    family: u64,
    /// West, south, east, north of the shape.
    bare: [i32; 4],
    /// The same, grown.
    grown: [i32; 4],
}

impl<'a> Spot<'a> {
    fn new(number: u32, item: &'a Item, known: &'a Known) -> Option<Self> {
        let bare = item.sketch.as_ref()?.bbox();
        let half = half_e7(item);
        let (less, more) = (|at: i32| at.saturating_sub(half), |at: i32| at.saturating_add(half));
        let [w, s, e, n] = bare;
        let grown = [less(w), less(s), more(e), more(n)];
        let family = item.class.family_bits();
        Some(Self { number, item, name: &known.name, family, bare, grown })
    }

    fn pair(&self, other: &Self) -> Pair {
        (self.number.min(other.number), self.number.max(other.number))
    }

    /// Whether both are near enough to be compared. One work booked under two classes that are not
    /// akin must also tell the same in some way: works of many kinds stand side by side.
    fn meets(&self, other: &Self) -> bool {
        if gap(self.grown, other.grown) > 0 {
            return false;
        }
        self.family & other.family != 0
            || (gap(self.bare, other.bare) <= ACROSS_E7 && self.tells_the_same(other))
    }

    fn tells_the_same(&self, other: &Self) -> bool {
        let (a, b) = (self.item, other.item);
        let even = |a: f64, b: f64| a > 0.0 && b > 0.0 && a.min(b) >= EVEN * a.max(b);
        let measured = a.unit == b.unit && a.unit != Unit::Count;
        even(a.cost, b.cost)
            || (measured && even(a.volume, b.volume))
            || likeness(self.name, other.name).is_some()
    }

    /// Less the nearer another is; of equally near ones the same name first, then the nearest cost.
    fn rank(&self, other: &Self) -> (i32, bool, u64) {
        // The bits of numbers that are not negative rise with them.
        let cost = (self.item.cost - other.item.cost).abs().to_bits();
        (gap(self.bare, other.bare), self.name.whole != other.name.whole, cost)
    }
}

/// The larger of both gaps between two boxes along the axes; 0 when they meet.
fn gap(a: [i32; 4], b: [i32; 4]) -> i32 {
    let along = |low_a: i32, high_a: i32, low_b: i32, high_b: i32| {
        low_b.saturating_sub(high_a).max(low_a.saturating_sub(high_b)).max(0)
    };
    along(a[0], a[2], b[0], b[2]).max(along(a[1], a[3], b[1], b[3]))
}

fn near(items: &[Item], known: &[Known]) -> Vec<Pair> {
    let works = || (0_u32..).zip(items.iter().zip(known));
    let spots: Vec<Option<Spot<'_>>> =
        works().map(|(number, (item, known))| Spot::new(number, item, known)).collect();
    let mut places: Vec<((i32, i32), u32)> = Vec::new();
    let mut touched = Vec::new();
    for (number, (item, _)) in works() {
        if let Some(sketch) = &item.sketch {
            cells(sketch, half_e7(item), &mut touched);
            places.extend(touched.iter().map(|cell| (*cell, number)));
        }
    }
    places.sort_unstable();
    let spot = |number: u32| spots.get(usize::try_from(number).ok()?)?.as_ref();
    let mut found = Vec::new();
    // A pin reaches into several cells, and its crowd need not be looked at in each.
    let mut crowds: HashSet<Vec<u32>> = HashSet::new();
    for cell in places.chunk_by(|a, b| a.0 == b.0) {
        let group: Vec<&Spot<'_>> = cell.iter().filter_map(|(_, number)| spot(*number)).collect();
        if group.len() > PLACE_MAX {
            if crowds.insert(cell.iter().map(|(_, number)| *number).collect()) {
                crowd(&group, &mut found);
            }
            continue;
        }
        for (place, a) in group.iter().enumerate() {
            let rest = group.iter().skip(place + 1);
            found.extend(rest.filter(|b| a.meets(b)).map(|b| a.pair(b)));
        }
    }
    found
}

/// Of a crowd each work meets the nearest and those most alike by name among the ones beside it in
/// some order: names count for themselves, for on one pin all are equally near.
fn crowd(group: &[&Spot<'_>], found: &mut Vec<Pair>) {
    let mut orders = Orders::default();
    for (place, spot) in (0_u32..).zip(group) {
        orders.by_name(place, spot.item, spot.name);
        let [west, south, ..] = spot.bare;
        orders.by_size_and_place(place, spot.item, [west, south]);
    }
    let spot = |place: u32| group.get(usize::try_from(place).ok()?);
    let mut nearest = Best::new(group.len(), CROWD_NEAREST);
    let mut most_alike = Best::new(group.len(), CROWD_ALIKE);
    for sides in orders.pairs() {
        let (Some(a), Some(b)) = (spot(sides.0), spot(sides.1)) else { continue };
        if !a.meets(b) {
            continue;
        }
        let (pair, rank) = (a.pair(b), a.rank(b));
        nearest.offer(sides, rank, pair);
        if let Some(weight) = likeness(a.name, b.name) {
            most_alike.offer(sides, (Reverse(weight.to_bits()), rank), pair);
        }
    }
    found.extend(nearest.pairs().chain(most_alike.pairs()));
}

/// Alike names of a village. Every work brings those most alike to it, so that none is lost to works
/// that are written before it.
fn alike(items: &[Item], known: &[Known]) -> Vec<Pair> {
    let mut villages: BTreeMap<&str, Vec<(u32, &Item, &Name)>> = BTreeMap::new();
    for (number, (item, known)) in (0_u32..).zip(items.iter().zip(known)) {
        villages.entry(&item.village).or_default().push((number, item, &known.name));
    }
    let mut found = Vec::new();
    for works in villages.values() {
        let work = |place: u32| works.get(usize::try_from(place).ok()?);
        let mut best = Best::new(works.len(), ALIKE_MAX);
        for sides in to_compare(works) {
            let (Some((a, one, first)), Some((b, two, second))) = (work(sides.0), work(sides.1))
            else {
                continue;
            };
            if !one.class.shares_family(two.class) || one.year.abs_diff(two.year) > YEARS_MAX {
                continue;
            }
            let Some(weight) = likeness(first, second) else { continue };
            let rank: Alike = (Reverse(weight.to_bits()), (one.cost - two.cost).abs().to_bits());
            best.offer(sides, rank, (*a, *b));
        }
        found.extend(best.pairs());
    }
    found
}

/// Pairs of a village whose names are compared, by their places in it: all, unless it is no village
/// but a list of everything.
fn to_compare(works: &[(u32, &Item, &Name)]) -> Vec<Pair> {
    let places = || (0_u32..).zip(works);
    if works.len() <= VILLAGE_MAX {
        return places().flat_map(|(b, _)| (0..b).map(move |a| (a, b))).collect();
    }
    let mut orders = Orders::default();
    for (place, (_, item, name)) in places() {
        orders.by_name(place, item, name);
    }
    orders.pairs()
}

/// How alike two names are, never negative; none when they are not worth comparing.
fn likeness(a: &Name, b: &Name) -> Option<f64> {
    let count = |items: usize| u32::try_from(items).map_or(0.0, f64::from);
    let both = (count(a.grams.len()) * count(b.grams.len())).sqrt();
    let letters = if both > 0.0 { count(shared(&a.grams, &b.grams)) / both } else { 0.0 };
    let rt = shared(&a.rt, &b.rt) > 0;
    let road = shared(&a.road_numbers, &b.road_numbers) > 0;
    let clash = !a.rw.is_empty() && !b.rw.is_empty() && shared(&a.rw, &b.rw) == 0;
    if a.whole == b.whole {
        return Some(2.0);
    }
    if (rt || road) && !clash {
        return Some(letters + 1.0);
    }
    (letters >= LETTERS_MIN).then_some(letters)
}

#[cfg(test)]
#[path = "block_tests.rs"]
mod tests;
