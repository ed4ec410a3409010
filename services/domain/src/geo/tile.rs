//! A village's neighbourhood of claims in a few kilobytes, for a warning without a network.
//!
//! Made by the server, read by an app. Its answers err to one side: it may say
//! "possible" of a work that the server would clear, and never "clear" of one that
//! the server would warn of or block, by the claims and rules of the tile's moment.
//! Everything in it is therefore rounded outwards: a claim is the cells that it
//! touches, how far off it can matter, and for which years.
//!
//! # Form 1
//!
//! Numbers are varints: 7 bits a byte, the lowest first, the top bit says that more
//! follow. A text is its length in bytes and the bytes, UTF-8.
//!
//! 1. `L` `T` and the form, 1, a byte each.
//! 2. Code of the village, text.
//! 3. Rule set; seconds for which the tile may say "clear"; the candidate radius,
//!    metres; the error taken for a position without one, metres; the factor of
//!    the sure zone, thousandths.
//! 4. The number of classes; of each the code, text, and its families as bits.
//! 5. The cells that are covered.
//! 6. The number of groups; of each: what it says (1 claims at a place, 2 works of
//!    the village whose position cannot be believed, 3 any works of the village),
//!    its families as bits, the first year for which it matters, how many more
//!    years, metres from which it matters, and its cells.
//!
//! Cells are: how many resolutions; of each the resolution, how many cells, and
//! runs of cells. The rank of a cell is its H3 base cell followed by its digits, as
//! a number of base 7, so that neighbours have near ranks. A run is twice the
//! ranks left out since the last cell (from 0 at first), plus 1 when it has more
//! than one cell; then follows by how many it has more than two.

use std::collections::{BTreeMap, BTreeSet};

use h3o::CellIndex;

use crate::{DesaId, Tahun, WorkClass};

use super::Shape;

mod ask;
mod bytes;
mod read;
mod write;

/// The form that is written and read.
const FORM: u8 = 1;
/// The first two bytes.
const MARK: [u8; 2] = *b"LT";

/// A neighbourhood of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The village whose works it is asked about.
    pub desa: DesaId,
    /// The rules by which its reaches and years were taken.
    pub rule_rev: u64,
    /// For how many seconds after its moment it may say "clear".
    pub fresh_s: u64,
    /// Beyond this many metres nothing is compared by place.
    pub radius_m: u64,
    /// The error taken for a position without one, metres.
    pub accuracy_m: u64,
    /// Times this many thousandths of an error, two positions are surely one.
    pub factor_permille: u64,
    /// Families of every class, as bits, by the class's code.
    pub classes: BTreeMap<String, u64>,
    /// The cells of which it knows every claim within the radius.
    pub covered: BTreeSet<CellIndex>,
    /// The claims, those that matter alike together.
    pub groups: BTreeMap<Group, BTreeSet<CellIndex>>,
}

/// What a group of claims says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// They lie in these cells.
    Places,
    /// Their position cannot be believed: they may be met anywhere in the village.
    Doubted,
    /// They are the village's, for an asker whose own position cannot be believed.
    Village,
}

impl What {
    /// Each with its number in the bytes.
    const ALL: [(u64, Self); 3] = [(1, Self::Places), (2, Self::Doubted), (3, Self::Village)];
}

/// When a claim matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// What it says.
    pub what: What,
    /// Its families, as bits.
    pub families: u64,
    /// The first budget year of an asker for which it matters.
    pub from_year: u64,
    /// The last one.
    pub to_year: u64,
    /// How far off it matters, metres, the asker's own error left out.
    pub reach_m: u64,
}

/// Why bytes are no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They are of a later form, or no tile at all.
    #[error("not a tile of form 1")]
    Form,
    /// They are cut off or damaged.
    #[error("a damaged tile")]
    Damaged,
}

/// A site of the work that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Where.
    pub shape: Shape,
    /// 68 % error of the position in millimetres, as it will be sent; none when it will not be.
    pub accuracy_mm: Option<u64>,
    /// Whether the position can be believed: a fix that the device took itself just now, or one
    /// about which the last CheckSite told nothing `untrusted`. When in doubt, false.
    pub is_believed: bool,
}

/// A work that may be drafted.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Its village.
    pub desa: &'a DesaId,
    /// What it is.
    pub class: WorkClass,
    /// Its budget year.
    pub tahun: Tahun,
    /// Its sites.
    pub sites: &'a [Site],
}

/// What a tile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// A claim may be met: ask the server.
    Possible,
    /// The server of the tile's moment had nothing to say.
    Clear,
    /// The tile cannot tell.
    Unknown(Why),
}

/// Why a tile cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is another village's.
    OtherVillage,
    /// It does not know the class.
    UnknownClass,
    /// There is no site, or one lies not wholly in what is covered.
    NotCovered,
    /// It is too old, or the clock of the device stands before its moment.
    TooOld,
}

#[cfg(test)]
mod tests;
