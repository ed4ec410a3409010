//! Which works of a crowd are compared: not all with all, but each with those that stand beside it
//! in several orders, and of these it keeps the best.
//!
//! A village office with thousands of works on its pin makes millions of pairs of which the place
//! says nothing: everyone is equally near. What tells a true twin there is that it also says the
//! same, and then both stand side by side in one of the orders: same words, same neighbourhood,
//! nearest cost, nearest volume, nearest place. The work grows with the number of works times the
//! words of a name. Every order ends with the number of the work, and works are numbered by their
//! ids, so that the order of the lines changes nothing.

use super::{
    block::{Pair, pair},
    item::{Item, Unit},
};
use crate::words::Name;

/// Others that a work meets on either side of it in one order.
const BESIDE: usize = 12;
/// Neighbourhoods of a name that are looked at: one that names more of them tells none.
const NEIGHBOURHOODS_MAX: usize = 8;
/// Ranked pairs grow to so many times what is wanted before the worst are dropped.
const KEPT: usize = 8;

/// What works that stand together share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Every word and number.
    Name(u64),
    /// Every word and number that tells works apart.
    Telling(u64),
    /// A word that does.
    Word(u64),
    /// Two of them, one after the other.
    Words(u64),
    /// Neighbourhood, and group of neighbourhoods.
    Neighbourhood(u32, u32),
    /// Number of a road.
    Road(u32),
    /// Nothing: by cost.
    Cost,
    /// Nothing but the unit: by volume. Other units than metres and square metres count pieces.
    Volume(bool),
    /// Nothing: from west to east.
    West,
    /// Nothing: from south to north.
    South,
    /// Nothing: by both at once.
    Around,
}

/// Works in their orders, by numbers that the caller gives.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<(Key, u64, u32)>);

impl Orders {
    /// Puts a work where its name stands, the nearest cost beside it.
    pub fn by_name(&mut self, number: u32, item: &Item, name: &Name) {
        let mut telling: Vec<u64> = name.telling().map(|word| word.spelling).collect();
        telling.sort_unstable();
        let numbers = [&name.rt, &name.rw, &name.road_numbers];
        let numbers =
            numbers.into_iter().flat_map(|all| all.iter().map(|n| u64::from(*n)).chain([0]));
        let all = telling.iter().copied().chain(numbers).fold(0_u64, |state, one| {
            (state ^ one).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
        });
        let group = name.rw.first().copied().unwrap_or_default();
        let both = name.telling().map(|word| word.with_next).filter(|both| *both != 0);
        let keys = [Key::Name(name.whole), Key::Telling(all)]
            .into_iter()
            .chain(name.telling().map(|word| Key::Word(word.spelling)))
            .chain(both.map(Key::Words))
            .chain(name.rt.iter().take(NEIGHBOURHOODS_MAX).map(|rt| Key::Neighbourhood(*rt, group)))
            .chain(name.road_numbers.iter().take(NEIGHBOURHOODS_MAX).map(|road| Key::Road(*road)));
        // The bits of numbers that are not negative rise with them.
        let cost = item.cost.to_bits();
        self.0.extend(keys.map(|key| (key, cost, number)));
    }

    /// Puts a work where its cost, its volume and its place stand; the place by a corner of it.
    pub fn by_size_and_place(&mut self, number: u32, item: &Item, corner: [i32; 2]) {
        let [x, y] = corner.map(|at| at.abs_diff(i32::MIN));
        let cost = (Key::Cost, item.cost.to_bits());
        let west = (Key::West, (u64::from(x) << 32) | u64::from(y));
        let south = (Key::South, (u64::from(y) << 32) | u64::from(x));
        let around = (Key::Around, woven(x, y));
        let measured = matches!(item.unit, Unit::Length | Unit::Area) && item.volume > 0.0;
        let volume =
            measured.then(|| (Key::Volume(item.unit == Unit::Area), item.volume.to_bits()));
        let all = [cost, west, south, around].into_iter().chain(volume);
        self.0.extend(all.map(|(key, rank)| (key, rank, number)));
    }

    /// Every pair of works that stand beside one another, each once, in order.
    pub fn pairs(mut self) -> Vec<Pair> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut found = Vec::new();
        for together in self.0.chunk_by(|a, b| a.0 == b.0) {
            for (place, (.., one)) in together.iter().enumerate() {
                let next = together.iter().skip(place + 1).take(BESIDE);
                found.extend(next.filter_map(|(.., other)| pair(*one, *other)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The bits of two numbers in turn: what is near in both is mostly near in this.
fn woven(x: u32, y: u32) -> u64 {
    (0..u32::BITS).fold(0, |woven, bit| {
        let of = |axis: u32| u64::from((axis >> bit) & 1);
        woven | (of(x) << (2 * bit)) | (of(y) << (2 * bit + 1))
    })
}

/// The best pairs of each work, at most so many.
#[derive(Debug)]
pub(super) struct Best<R> {
    most: usize,
    ranked: Vec<Vec<(R, Pair)>>,
}

impl<R: Ord + Copy> Best<R> {
    /// For so many works, numbered from 0.
    pub fn new(works: usize, most: usize) -> Self {
        Self { most, ranked: (0..works).map(|_| Vec::new()).collect() }
    }

    /// Offers a pair to the works `sides`; what ranks less is better, of equals the pair whose
    /// numbers are smaller.
    pub fn offer(&mut self, sides: Pair, rank: R, pair: Pair) {
        for side in [sides.0, sides.1] {
            let place = usize::try_from(side).unwrap_or(usize::MAX);
            let Some(list) = self.ranked.get_mut(place) else { continue };
            list.push((rank, pair));
            if list.len() > KEPT * self.most {
                cut(list, self.most);
            }
        }
    }

    /// The best of every work, one work after the other: what both sides keep comes twice.
    pub fn pairs(self) -> impl Iterator<Item = Pair> {
        let most = self.most;
        self.ranked.into_iter().flat_map(move |mut list| {
            cut(&mut list, most);
            list.into_iter().map(|(_, pair)| pair)
        })
    }
}

/// Leaves what ranks lowest, at most so many.
fn cut<R: Ord>(ranked: &mut Vec<(R, Pair)>, most: usize) {
    if ranked.len() > most {
        ranked.select_nth_unstable(most);
        ranked.truncate(most);
    }
}

#[cfg(test)]
#[path = "crowd_tests.rs"]
mod tests;
