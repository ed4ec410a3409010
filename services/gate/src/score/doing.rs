//! What is done by a work: built, bettered or kept up.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::words::{
    Name,
    lexicon::{Lexicon, Role, VERBS},
};

/// The chart of kegiatan; data.
const CHART: &str = include_str!("../../../registry/data/kegiatan.csv");

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Doing {
    /// Unsaid.
    #[default]
    Unsaid,
    /// Built.
    Built,
    /// Bettered.
    Bettered,
    /// Kept up.
    Kept,
}

static TITLES: LazyLock<BTreeMap<&'static str, Doing>> =
    LazyLock::new(|| CHART.lines().skip(1).filter_map(title).collect());

impl Doing {
    /// What is done by a work: its name says so, or else the title of its kegiatan. `Perbaikan`
    /// may be upkeep, so there the title is asked first.
    pub fn of(name: &Name, kegiatan: &str) -> Self {
        said(name.verbs).unwrap_or_else(|| {
            match TITLES.get(kegiatan.trim_end_matches('.')).copied() {
                Some(Self::Kept) => Self::Kept,
                _ if has(name.verbs, "repair") => Self::Bettered,
                told => told.unwrap_or_default(),
            }
        })
    }

    /// Number of a pair: the smaller first, `4 * first + second`.
    pub fn pair(self, other: Self) -> u8 {
        4 * self.min(other) as u8 + self.max(other) as u8
    }
}

/// What the chart says, for the digest of the tables.
pub(crate) fn told() -> String {
    TITLES.iter().map(|(code, doing)| format!("{code} {doing:?}\n")).collect()
}

/// A line of the chart whose title says one thing only: `Pemeliharaan Jalan Desa` does,
/// `Pembangunan/Rehabilitasi/Peningkatan Jalan Desa` does not.
fn title(line: &'static str) -> Option<(&'static str, Doing)> {
    let (code, rest) = line.split_once(',')?;
    let (_, title) = rest.split_once(',')?;
    let (first, rest) = title.trim_start_matches('"').split_once(' ')?;
    if !rest.contains(",true,") {
        return None;
    }
    let mut verbs = 0_u8;
    for role in Lexicon::shipped().word(&first.to_lowercase())? {
        if let Role::Verb(bit) = role {
            verbs |= *bit;
        }
    }
    Some((code, said(verbs)?))
}

fn has(verbs: u8, verb: &str) -> bool {
    VERBS.iter().position(|known| *known == verb).is_some_and(|at| verbs >> at & 1 == 1)
}

/// What verbs say, `perbaikan` aside.
fn said(verbs: u8) -> Option<Doing> {
    if has(verbs, "maintain") {
        Some(Doing::Kept)
    } else if has(verbs, "new") {
        Some(Doing::Built)
    } else {
        let bettered = ["rehab", "upgrade", "replace"].iter().any(|verb| has(verbs, verb));
        bettered.then_some(Doing::Bettered)
    }
}

#[cfg(test)]
#[path = "doing_tests.rs"]
mod tests;
