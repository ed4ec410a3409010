//! Which pairs are looked at: near ones of one family, alike names in one village, equal photographs.

use std::collections::{BTreeMap, HashMap};

use super::{
    item::{Item, Unit, is_linear},
    known::Known,
    photo::PHOTO_BITS,
    sketch::{Kind, Sketch},
};
use crate::words::{Name, like::shared};

/// Works of one family are compared within this, metres.
pub const NEAR_M: f64 = 150.0;
/// Side of a cell, 1e-7 degrees: at least 150 m anywhere in Indonesia.
const CELL_E7: i32 = 14_000;
/// Half of [`NEAR_M`] in the same units, rounded up.
const HALF_E7: i32 = 7_000;
/// The same at most, for a point that stands for a long line: its twin may stand at the other end.
const HALF_MOST_E7: i32 = 18_000;
/// Metres of a line to half of its length and a tenth more, 1e-7 degrees.
const METRES_TO_HALF_E7: f64 = 50.0;
/// The most works of one place that are compared with one another.
const PLACE_MAX: usize = 600;
/// Alike names count within this many years.
const YEARS_MAX: u32 = 2;
/// Names of one village are alike from this part of shared runs of letters.
const LETTERS_MIN: f64 = 0.4;
/// A photograph in more works than this shows a signboard or nothing.
const PHOTO_WORKS_MAX: usize = 12;
/// The most alike names that one work brings.
const ALIKE_MAX: usize = 24;

/// A pair of works by their numbers, the smaller first.
pub type Pair = (u32, u32);

/// Every pair that is looked at, each once, in order.
pub fn pairs(items: &[Item], known: &[Known]) -> Vec<Pair> {
    let mut found = near(items);
    found.extend(alike(items, known));
    found.extend(photographs(items));
    found.sort_unstable();
    found.dedup();
    found
}

fn pair(a: usize, b: usize) -> Option<Pair> {
    let (a, b) = (u32::try_from(a).ok()?, u32::try_from(b).ok()?);
    (a != b).then(|| (a.min(b), a.max(b)))
}

/// How far a work reaches towards others, 1e-7 degrees.
fn half_e7(item: &Item) -> i32 {
    let point = item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Point);
    if !point || item.unit != Unit::Length || !is_linear(item.class) {
        return HALF_E7;
    }
    let (least, most) = (f64::from(HALF_E7), f64::from(HALF_MOST_E7));
    // The range is clamped before the conversion.
    #[allow(clippy::cast_possible_truncation)]
    let half = (item.volume * METRES_TO_HALF_E7).clamp(least, most) as i32;
    half
}

/// Cells that a shape may touch when it is grown.
fn cells(sketch: &Sketch, half: i32, found: &mut Vec<(i32, i32)>) {
    found.clear();
    let single = sketch.at.len() == 1;
    let ends = sketch.at.iter().zip(sketch.at.iter().skip(usize::from(!single)));
    for ([ax, ay], [bx, by]) in ends {
        let span = |a: i32, b: i32| {
            let low = (a.min(b).saturating_sub(half)).div_euclid(CELL_E7);
            low..=(a.max(b).saturating_add(half)).div_euclid(CELL_E7)
        };
        for x in span(*ax, *bx) {
            found.extend(span(*ay, *by).map(|y| (x, y)));
        }
    }
    found.sort_unstable();
    found.dedup();
}

fn near(items: &[Item]) -> Vec<Pair> {
    let mut places: Vec<((i32, i32), u32)> = Vec::new();
    let mut touched = Vec::new();
    for (number, item) in (0_u32..).zip(items) {
        if let Some(sketch) = &item.sketch {
            cells(sketch, half_e7(item), &mut touched);
            places.extend(touched.iter().map(|cell| (*cell, number)));
        }
    }
    places.sort_unstable();
    let boxes: Vec<Option<[i32; 4]>> =
        items.iter().map(|item| Some(grown(item.sketch.as_ref()?, half_e7(item)))).collect();
    let facts = |number: u32| {
        let at = usize::try_from(number).ok()?;
        Some((items.get(at)?.class.family_bits(), (*boxes.get(at)?)?))
    };
    let mut found = Vec::new();
    for group in places.chunk_by(|a, b| a.0 == b.0) {
        for (place, (_, a)) in group.iter().enumerate() {
            let Some((family, mine)) = facts(*a) else { continue };
            let rest = group.get(place + 1..).unwrap_or_default();
            for (_, b) in rest.iter().take(PLACE_MAX) {
                let akin = facts(*b)
                    .is_some_and(|(other, theirs)| family & other != 0 && close(mine, theirs));
                if akin && a != b {
                    found.push((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    found
}

/// The box of a shape that is grown.
fn grown(sketch: &Sketch, half: i32) -> [i32; 4] {
    let [w, s, e, n] = sketch.bbox();
    let (less, more) = (|at: i32| at.saturating_sub(half), |at: i32| at.saturating_add(half));
    [less(w), less(s), more(e), more(n)]
}

/// Whether two boxes meet.
fn close(a: [i32; 4], b: [i32; 4]) -> bool {
    let meet =
        |low_a: i32, high_a: i32, low_b: i32, high_b: i32| low_b <= high_a && low_a <= high_b;
    meet(a[0], a[2], b[0], b[2]) && meet(a[1], a[3], b[1], b[3])
}

fn alike(items: &[Item], known: &[Known]) -> Vec<Pair> {
    let mut villages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        villages.entry(&item.village).or_default().push(number);
    }
    let mut found = Vec::new();
    for works in villages.values() {
        for (place, a) in works.iter().enumerate() {
            let (Some(one), Some(first)) = (items.get(*a), known.get(*a)) else { continue };
            let mut alike: Vec<(f64, usize)> = Vec::new();
            for b in works.get(place + 1..).unwrap_or_default() {
                let (Some(two), Some(second)) = (items.get(*b), known.get(*b)) else { continue };
                if one.class.shares_family(two.class)
                    && one.year.abs_diff(two.year) <= YEARS_MAX
                    && let Some(weight) = likeness(&first.name, &second.name)
                {
                    alike.push((weight, *b));
                }
            }
            alike.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            found.extend(alike.iter().take(ALIKE_MAX).filter_map(|(_, b)| pair(*a, *b)));
        }
    }
    found
}

/// How alike two names are; none when they are not worth comparing.
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

/// Works with alike photographs, exactly: of two hashes within seven bits, one of four quarters
/// differs by at most one bit.
fn photographs(items: &[Item]) -> Vec<Pair> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        for photo in &item.photos {
            holders.entry(*photo).or_default().push(number);
        }
    }
    holders.values_mut().for_each(|works| works.dedup());
    holders.retain(|photo, works| works.len() <= PHOTO_WORKS_MAX && *photo != 0);
    let quarter = |photo: u64, part: u32| (photo >> (16 * part)) & 0xffff;
    let mut index: HashMap<(u32, u64), Vec<u64>> = HashMap::new();
    for photo in holders.keys() {
        for part in 0..4 {
            index.entry((part, quarter(*photo, part))).or_default().push(*photo);
        }
    }
    let mut found = Vec::new();
    for (photo, works) in &holders {
        for part in 0..4 {
            let own = quarter(*photo, part);
            let probes = std::iter::once(own).chain((0..16).map(|bit| own ^ (1 << bit)));
            for other in probes.filter_map(|probe| index.get(&(part, probe))).flatten() {
                if photo > other || (photo ^ other).count_ones() > PHOTO_BITS {
                    continue;
                }
                let theirs = holders.get(other).into_iter().flatten();
                found.extend(theirs.flat_map(|b| works.iter().filter_map(|a| pair(*a, *b))));
            }
        }
    }
    found
}
