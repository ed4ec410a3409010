//! Numbers, texts and cells as bytes.

use std::collections::{BTreeMap, BTreeSet};

use h3o::CellIndex;

use super::Unreadable;

/// Digits of a cell's rank count in sevens.
const CHILDREN: u64 = 7;
/// Base cells of H3.
const BASE_CELLS: u64 = 122;
/// The finest resolution of H3.
const FINEST: u8 = 15;
/// The most cells of one list, a guard against damaged bytes.
const CELLS_MAX: u64 = 1_000_000;

/// Where the digit of a resolution stands in an index.
const fn shift(resolution: u8) -> u32 {
    3 * (FINEST - resolution) as u32
}

/// Base cell and digits as one number.
fn rank(cell: CellIndex) -> u64 {
    let bits = u64::from(cell);
    (1..=u8::from(cell.resolution())).fold(u64::from(u8::from(cell.base_cell())), |rank, digit| {
        rank * CHILDREN + ((bits >> shift(digit)) & 0b111)
    })
}

/// The cell of a rank; none when there is none.
fn unrank(resolution: u8, mut rank: u64) -> Option<CellIndex> {
    let unused = (1_u64 << shift(resolution)) - 1;
    let mut bits = (1_u64 << 59) | (u64::from(resolution) << 52) | unused;
    for digit in (1..=resolution).rev() {
        bits |= (rank % CHILDREN) << shift(digit);
        rank /= CHILDREN;
    }
    if rank >= BASE_CELLS {
        return None;
    }
    CellIndex::try_from(bits | (rank << 45)).ok()
}

/// Bytes that are written.
#[derive(Default)]
pub(super) struct Out(pub Vec<u8>);

impl Out {
    /// A number.
    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// How many follow.
    pub fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend(text.as_bytes());
    }

    /// Cells of any resolutions.
    pub fn cells(&mut self, cells: &BTreeSet<CellIndex>) {
        let mut ranks: BTreeMap<u8, BTreeSet<u64>> = BTreeMap::new();
        for cell in cells {
            ranks.entry(cell.resolution().into()).or_default().insert(rank(*cell));
        }
        self.count(ranks.len());
        for (resolution, ranks) in ranks {
            self.number(resolution.into());
            self.count(ranks.len());
            let mut next = 0;
            for (first, length) in runs(&ranks) {
                self.number((first - next) * 2 + u64::from(length > 1));
                if length > 1 {
                    self.number(length - 2);
                }
                next = first + length;
            }
        }
    }
}

/// Ranks that follow one another, each run by its first and its length.
fn runs(ranks: &BTreeSet<u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for rank in ranks {
        match runs.last_mut() {
            Some((first, length)) if *first + *length == *rank => *length += 1,
            _ => runs.push((*rank, 1)),
        }
    }
    runs
}

/// Bytes that are read.
pub(super) struct In<'a>(pub &'a [u8]);

impl<'a> In<'a> {
    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    /// A number.
    pub fn number(&mut self) -> Result<u64, Unreadable> {
        let mut value = 0_u64;
        for place in 0..9 {
            let byte = self.take(1)?.first().copied().unwrap_or_default();
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        // 63 bits hold everything that is written.
        Err(Unreadable::Damaged)
    }

    /// A text.
    pub fn text(&mut self) -> Result<String, Unreadable> {
        let length = usize::try_from(self.number()?).map_err(|_| Unreadable::Damaged)?;
        let bytes = self.take(length)?.to_vec();
        String::from_utf8(bytes).map_err(|_| Unreadable::Damaged)
    }

    /// Cells.
    pub fn cells(&mut self) -> Result<BTreeSet<CellIndex>, Unreadable> {
        let mut cells = BTreeSet::new();
        for _ in 0..self.number()? {
            let resolution = u8::try_from(self.number()?).unwrap_or(u8::MAX);
            let mut left = self.number()?;
            if resolution > FINEST || left > CELLS_MAX {
                return Err(Unreadable::Damaged);
            }
            let mut next = 0_u64;
            while left > 0 {
                let code = self.number()?;
                let more = if code % 2 == 1 { self.number()?.saturating_add(1) } else { 0 };
                let length = more.saturating_add(1);
                left = left.checked_sub(length).ok_or(Unreadable::Damaged)?;
                let first = next.saturating_add(code / 2);
                next = first.saturating_add(length);
                for rank in first..next {
                    cells.insert(unrank(resolution, rank).ok_or(Unreadable::Damaged)?);
                }
            }
        }
        Ok(cells)
    }
}
