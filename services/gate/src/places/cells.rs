//! Claims by cell, those of neighbouring cells side by side.
//!
//! A search asks for a score of cells. In a large register none of them is in the processor's
//! cache, and cells that are hashed one by one lie on as many pages. Here the cells of one
//! neighbourhood ([`neighbourhood`]) are one entry, so that a search goes to two or three places.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Site;
use crate::cover::{cell_at, neighbourhood};

/// The claims of one cell as of a sequence.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub seq: i64,
    pub sites: Vec<Site>,
}

/// The claims of one cell where they are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    pub seq: i64,
    /// The box of each site's shape, which nearly always tells that it is far.
    pub boxes: &'a [[i32; 4]],
    pub sites: &'a [Site],
}

/// The cells of a register or of a part of it.
#[derive(Debug, Default)]
pub(super) struct Cells(HashMap<i64, Block, RandomState>);

/// The cells of one neighbourhood in the order of their places.
#[derive(Debug, Default)]
struct Block {
    /// A bit for the place of every cell that is here.
    known: u64,
    marks: Vec<Mark>,
    boxes: Vec<[i32; 4]>,
    sites: Vec<Site>,
}

/// One cell of a block.
#[derive(Debug, Clone, Copy)]
struct Mark {
    seq: i64,
    /// The end of its sites; they begin where those before it end.
    end: usize,
}

impl Block {
    /// Whether the cell of a place is here, and which of the marks is or would be its own.
    fn mark(&self, place: u32) -> (bool, usize) {
        let before = self.known & !(u64::MAX << place);
        (self.known >> place & 1 == 1, before.count_ones() as usize)
    }

    /// Where the sites of a cell begin.
    fn begin(&self, mark: usize) -> usize {
        let before = mark.checked_sub(1).and_then(|before| self.marks.get(before));
        before.map_or(0, |before| before.end)
    }

    fn get(&self, place: u32) -> Option<Kept<'_>> {
        let (true, at) = self.mark(place) else { return None };
        let Mark { seq, end } = *self.marks.get(at)?;
        let range = self.begin(at)..end;
        Some(Kept { seq, boxes: self.boxes.get(range.clone())?, sites: self.sites.get(range)? })
    }

    fn remove(&mut self, place: u32) -> Option<Cell> {
        let (true, at) = self.mark(place) else { return None };
        let begin = self.begin(at);
        let Mark { seq, end } = self.marks.remove(at);
        self.known &= !(1 << place);
        self.boxes.drain(begin..end);
        let sites: Vec<Site> = self.sites.drain(begin..end).collect();
        for mark in self.marks.iter_mut().skip(at) {
            mark.end -= sites.len();
        }
        Some(Cell { seq, sites })
    }

    fn insert(&mut self, place: u32, cell: Cell) -> Option<Cell> {
        let old = self.remove(place);
        let (_, at) = self.mark(place);
        let begin = self.begin(at);
        let count = cell.sites.len();
        self.known |= 1 << place;
        self.marks.insert(at, Mark { seq: cell.seq, end: begin });
        for mark in self.marks.iter_mut().skip(at) {
            mark.end += count;
        }
        let boxes = cell.sites.iter().map(|site| site.shape.bbox());
        self.boxes.splice(begin..begin, boxes);
        self.sites.splice(begin..begin, cell.sites);
        old
    }

    /// Gives back what room was left for growth.
    fn pack(&mut self) {
        self.marks.shrink_to_fit();
        self.boxes.shrink_to_fit();
        self.sites.shrink_to_fit();
    }
}

impl Cells {
    /// The claims of a cell; none if it is not here.
    pub fn get(&self, key: i64) -> Option<Kept<'_>> {
        let (block, place) = neighbourhood(key);
        self.0.get(&block)?.get(place)
    }

    /// The claims of many cells in their order, the quicker the more of them follow a neighbour.
    pub fn each<'a>(
        &'a self,
        keys: &'a [i64],
    ) -> impl Iterator<Item = (i64, Option<Kept<'a>>)> + 'a {
        let mut last: Option<(i64, Option<&Block>)> = None;
        keys.iter().map(move |key| {
            let (number, place) = neighbourhood(*key);
            let block = match last {
                Some((known, block)) if known == number => block,
                _ => self.0.get(&number),
            };
            last = Some((number, block));
            (*key, block.and_then(|block| block.get(place)))
        })
    }

    /// The sites of a cell; none if it is not here.
    pub fn sites_mut(&mut self, key: i64) -> &mut [Site] {
        let (block, place) = neighbourhood(key);
        let Some(block) = self.0.get_mut(&block) else { return &mut [] };
        let (true, at) = block.mark(place) else { return &mut [] };
        let range = block.begin(at)..block.marks.get(at).map_or(0, |mark| mark.end);
        block.sites.get_mut(range).unwrap_or_default()
    }

    /// Keeps a cell in place of what was known of it, which it answers.
    pub fn insert(&mut self, key: i64, cell: Cell) -> Option<Cell> {
        let (block, place) = neighbourhood(key);
        self.0.entry(block).or_default().insert(place, cell)
    }

    /// Lets a cell go, and answers what was known of it.
    pub fn remove(&mut self, key: i64) -> Option<Cell> {
        let (block, place) = neighbourhood(key);
        self.0.get_mut(&block)?.remove(place)
    }

    /// All cells, in no order.
    pub fn take(self) -> impl Iterator<Item = (i64, Cell)> {
        self.0.into_iter().flat_map(|(number, mut block)| {
            let places = 0..u64::BITS;
            places.filter_map(move |place| Some((cell_at(number, place), block.remove(place)?)))
        })
    }

    /// Gives back what room was left for growth.
    pub fn pack(&mut self) {
        self.0.values_mut().for_each(Block::pack);
    }
}

impl FromIterator<(i64, Cell)> for Cells {
    fn from_iter<I: IntoIterator<Item = (i64, Cell)>>(each: I) -> Self {
        let mut cells = Self::default();
        for (key, cell) in each {
            cells.insert(key, cell);
        }
        cells
    }
}

#[cfg(test)]
#[path = "cells_tests.rs"]
mod tests;
