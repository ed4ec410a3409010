//! Photographs that look alike.

use std::collections::{BTreeMap, HashMap};

use super::{
    block::{Pair, pair},
    crowd::Best,
    item::Item,
};

/// Photographs are alike up to this many different bits of their perceptual hashes.
pub const PHOTO_BITS: u32 = 7;
/// A photograph in more works than this shows a signboard or nothing.
const PHOTO_WORKS_MAX: usize = 12;
/// The most photographs that one is alike to: the same signboard taken anew each time, or a lens
/// cap, is alike to all others of its kind.
const ALIKE_MAX: usize = 64;
/// The most works that one is paired with for its photographs.
const PARTNERS_MAX: usize = 64;
/// Photographs that share a quarter of their bits are looked at so far to either side.
const BESIDE: usize = 64;

/// Photographs by the place and the bits of a quarter of their hashes, in order.
type Quarters = HashMap<(u32, u64), Vec<u64>>;

/// The fewest differing bits of two works' photographs; none when a work has none.
pub fn fewest_bits<'a, B>(a: impl IntoIterator<Item = &'a u64>, b: B) -> Option<u32>
where
    B: IntoIterator<Item = &'a u64, IntoIter: Clone>,
{
    let b = b.into_iter();
    a.into_iter().filter_map(|x| b.clone().map(|y| (x ^ y).count_ones()).min()).min()
}

/// Works with alike photographs: of two hashes within seven bits, one of four quarters differs by
/// at most one bit. Where thousands of photographs are alike they tell little, and each brings the
/// most alike alone; a pair then stands when it is among the best of both works, so that no work
/// has more than [`PARTNERS_MAX`].
pub(super) fn photographs(items: &[Item]) -> Vec<Pair> {
    let mut holders: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (number, item) in (0_u32..).zip(items) {
        for photo in &item.photos {
            holders.entry(*photo).or_default().push(number);
        }
    }
    holders.values_mut().for_each(|works| works.dedup());
    holders.retain(|photo, works| works.len() <= PHOTO_WORKS_MAX && *photo != 0);
    let mut quarters = Quarters::new();
    for photo in holders.keys() {
        for part in 0..4 {
            quarters.entry((part, quarter(*photo, part))).or_default().push(*photo);
        }
    }
    let mut bits: Vec<(Pair, u32)> = Vec::new();
    for (photo, works) in &holders {
        for (apart, other) in alike(*photo, &quarters) {
            let theirs = holders.get(&other).into_iter().flatten();
            let both = theirs.flat_map(|b| works.iter().filter_map(|a| pair(*a, *b)));
            bits.extend(both.map(|pair| (pair, apart)));
        }
    }
    bits.sort_unstable();
    bits.dedup_by_key(|(pair, _)| *pair);
    let mut best = Best::new(items.len(), PARTNERS_MAX);
    for (pair, apart) in bits {
        // Of equally alike ones those whose ids are neighbours: else all would choose the same.
        best.offer(pair, (apart, pair.1 - pair.0), pair);
    }
    let mut found: Vec<Pair> = best.pairs().collect();
    found.sort_unstable();
    found
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > 1)
        .filter_map(|same| same.first().copied())
        .collect()
}

fn quarter(photo: u64, part: u32) -> u64 {
    (photo >> (16 * part)) & 0xffff
}

/// Photographs alike to one, itself among them, with the bits by which they differ, fewest first.
fn alike(photo: u64, quarters: &Quarters) -> Vec<(u32, u64)> {
    let mut found = Vec::new();
    for part in 0..4 {
        let own = quarter(photo, part);
        let probes = std::iter::once(own).chain((0..16).map(|bit| own ^ (1 << bit)));
        for others in probes.filter_map(|probe| quarters.get(&(part, probe))) {
            let place = others.partition_point(|other| *other < photo);
            let near = others.iter().skip(place.saturating_sub(BESIDE)).take(2 * BESIDE);
            let apart = near.map(|other| ((photo ^ other).count_ones(), *other));
            found.extend(apart.filter(|(bits, _)| *bits <= PHOTO_BITS));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(ALIKE_MAX);
    found
}

#[cfg(test)]
#[path = "photo_tests.rs"]
mod tests;
