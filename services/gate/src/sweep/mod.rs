//! The nightly sweep: the whole register compared with brute force.
//!
//! The register finds pairs through cells, one registration at a time. The sweep asks the same
//! question in another way, every pair by the in-memory join over the geometries, every cover
//! computed anew, and compares the answers with flags, clearances, report, cells and the sites of
//! the room that draws them. Nothing should differ. What differs is healed by the ordinary
//! screening; what could let money slip and cannot be healed stops its works until the inspectorate
//! has looked. An open flag is never closed by a sweep for want of a ground: it is only told.

mod cleared;
mod compare;
mod mend;
mod night;
mod read;
pub(crate) mod sql;

use std::collections::{BTreeMap, BTreeSet};

use domain::Day;
use uuid::Uuid;

use crate::{
    recheck::Recheck, screen::ProjectKey, sql::ProjectRow, sql_flag::FlagRow, work::ClaimKind,
};

pub(crate) use mend::Mend;
pub(crate) use night::{Begin, End};
pub use night::{Turn, begin, end, mend};
pub(crate) use read::Read;
pub use read::read;

/// What kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Kind {
    /// A work has no claim in force, one of another revision, or a site that no claim has.
    Claim,
    /// A claim does not lie beside the cells of its shape.
    Cells,
    /// A work counts other open flags than it has.
    Count,
    /// A registered work is cleared as the register cannot have cleared it: for another revision,
    /// by rules under which it was not screened, at a position that is still to come, or although
    /// an open flag, a decision or an office keeps its money.
    Clearance,
    /// The rules block a pair, and neither a flag nor a decision holds the money.
    MissedBlock,
    /// The same, because newer rules or the last day of a decision call for a screening that
    /// nobody has asked for yet; a payment does it by itself.
    Waiting,
    /// The overlap report says something else of a pair than the rules.
    Report,
    /// A flag is open on a pair that the rules do not block.
    Unfounded,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Claim,
        Self::Cells,
        Self::Count,
        Self::Clearance,
        Self::MissedBlock,
        Self::Waiting,
        Self::Report,
        Self::Unfounded,
    ];

    /// The word in events and metrics.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Cells => "cells",
            Self::Count => "count",
            Self::Clearance => "clearance",
            Self::MissedBlock => "missed_block",
            Self::Waiting => "waiting",
            Self::Report => "report",
            Self::Unfounded => "unfounded",
        }
    }

    /// What the operator reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Claim => "lokasi pekerjaan tidak sama dengan yang ada di register",
            Self::Cells => "sel lokasi tidak sesuai dengan bentuknya",
            Self::Count => "jumlah tanda terbuka salah",
            Self::Clearance => "status lolos pemeriksaan yang tidak sah",
            Self::MissedBlock => "tumpang tindih yang tidak ditandai",
            Self::Waiting => "tumpang tindih yang menunggu pemeriksaan ulang",
            Self::Report => "laporan tumpang tindih tidak sesuai aturan",
            Self::Unfounded => "tanda terbuka yang tidak ditemukan dasarnya",
        }
    }
}

/// Something that is not as brute force says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its kind.
    pub kind: Kind,
    /// The work, or both works of a pair, ascending.
    pub works: BTreeSet<ProjectKey>,
    /// Their resource names in the same order.
    pub names: Vec<String>,
    /// Whether money could have moved because of it.
    pub slips: bool,
    /// Rows beside cells where no claim in force lies.
    pub(crate) strays: BTreeSet<(i64, Uuid)>,
}

/// What a sweep found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Works that were compared.
    pub works: usize,
    /// Pairs of works that were judged.
    pub pairs: usize,
    /// What differs, single works before pairs.
    pub differences: Vec<Difference>,
}

/// What a sweep compares, as of one instant.
#[derive(Debug)]
pub struct Sweep {
    /// Every pair and what the report holds of it.
    recheck: Recheck,
    /// Active works of the area and around it.
    works: BTreeMap<ProjectKey, Known>,
    /// Flags that still say something, by the work from which they are seen.
    flags: BTreeMap<ProjectKey, Vec<FlagRow>>,
    /// Claims in force of the area by their ids.
    claims: BTreeMap<Uuid, Stored>,
    /// Rows beside cells that are of no claim in force, by work.
    strays: BTreeMap<ProjectKey, BTreeSet<(i64, Uuid)>>,
    /// Cells with the number of changes among their claims, ascending.
    seqs: Vec<(i64, i64)>,
    today: Day,
}

/// A work as the register knows it.
#[derive(Debug)]
struct Known {
    row: ProjectRow,
    kind: ClaimKind,
    screened_rule_rev: i64,
    /// Whether it lies in the area, not only around it.
    inside: bool,
    /// Whether its claims are those of its revision and its sites.
    claimed: bool,
    /// Whether it counts its open flags rightly.
    counted: bool,
    /// Whether an open flag, a decision or an office keeps its money, whatever the day.
    kept: bool,
}

/// A claim as it is stored, and where it lies.
#[derive(Debug)]
struct Stored {
    key: ProjectKey,
    geometry_rev: i64,
    kind: String,
    class: String,
    tahun: i64,
    shape: Vec<u8>,
    /// Cells as the claim itself lists them.
    listed: BTreeSet<i64>,
    /// Cells beside which it lies as it is.
    beside: BTreeSet<i64>,
    /// Rows beside cells that say something else of it.
    wrong: BTreeSet<(i64, Uuid)>,
}

impl Sweep {
    /// How many works the area has.
    pub fn works(&self) -> usize {
        self.works.values().filter(|known| known.inside).count()
    }
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
