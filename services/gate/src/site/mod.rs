//! Whether the sites of a work can be believed.
//!
//! Pure rules over sites and what lies around them. Each doubt has a reason, its
//! numbers, a sentence, and, where a repair is certain enough to name, the shape
//! that was probably meant; nothing is ever repaired on its own. How much a doubt
//! weighs is dated law, not code.

mod coordinate;
mod pin;
mod place;
mod read;
mod refusal;
mod size;

use domain::{DesaId, Refusal, WorkClass, geo::Shape};
use serde::{Deserialize, Serialize};

use crate::{
    boundary::{Village, Water},
    facts::Side,
    inside::Inside,
    work::Footprint,
};

pub use read::{around, limits, weighed};
pub use refusal::REASONS;

/// How much a doubt weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Only told.
    Note,
    /// Told, and kept with the work.
    Warn,
    /// Nobody can sign for the work.
    Refuse,
}

/// One doubt about a site, or about all sites of a work together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Reason, numbers and sentence.
    pub refusal: Refusal,
    /// How much it weighs; [`Severity::Warn`] until the law was asked.
    pub severity: Severity,
    /// Number of the site, from 0; none when it is about all of them.
    pub site: Option<usize>,
    /// The shape that was probably meant.
    pub proposed: Option<Shape>,
    /// Whether the position can serve no comparison of places.
    pub untrusted: bool,
}

impl Doubt {
    /// A doubt about one site that leaves its position usable.
    fn at(site: usize, refusal: Refusal) -> Self {
        let refusal = refusal.fact("site", site.saturating_add(1));
        Self {
            refusal,
            severity: Severity::Warn,
            site: Some(site),
            proposed: None,
            untrusted: false,
        }
    }

    /// A doubt about all sites together.
    fn of_all(refusal: Refusal) -> Self {
        Self { refusal, severity: Severity::Warn, site: None, proposed: None, untrusted: false }
    }

    /// The same, and the position can serve no comparison.
    fn untrusted(mut self) -> Self {
        self.untrusted = true;
        self
    }

    /// A coordinate that is no place in Indonesia, read at the door.
    pub fn outside(site: usize, refusal: Refusal, proposed: Option<Shape>) -> Self {
        Self { severity: Severity::Refuse, proposed, ..Self::at(site, refusal).untrusted() }
    }

    /// Key of the dated row that says how much it weighs.
    pub fn policy_key(&self) -> String {
        let code = self.refusal.code.to_lowercase();
        format!("severity.{}", code.replacen('_', ".", 1))
    }
}

/// The part of a work that its sites are checked against.
#[derive(Debug, Clone)]
pub struct Sketch<'a> {
    /// The village.
    pub desa: &'a DesaId,
    /// What it is.
    pub class: WorkClass,
    /// The side or bank.
    pub side: Option<Side>,
    /// Volume in 1/10,000 of the unit; 0 when not measured.
    pub volume_e4: i64,
    /// The unit.
    pub unit: &'a str,
    /// Its sites.
    pub sites: &'a [Footprint],
}

/// What lies around one site.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Villages on the day.
    pub villages: Vec<Village>,
    /// Waters whose box it meets.
    pub waters: Vec<Water>,
    /// Other works of the village on the very same point.
    pub shared: i64,
    /// A work of another village with the very same shape: village and name.
    pub copied: Option<(String, String)>,
}

/// The figures of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Band along a border, metres.
    pub band_m: i64,
    /// Beyond this much outside a position is not believed, metres.
    pub far_m: i64,
    /// Distance from the village's listed point that is that point, metres.
    pub pin_m: i64,
    /// Works of one village that may share a point.
    pub pins_max: i64,
    /// Decimals of degrees that a position has at least.
    pub decimals_min: i64,
    /// Distance at which both ends of a line are one, metres.
    pub ends_m: i64,
    /// How far drawn and declared length may differ, permille of the smaller.
    pub length_permille: i64,
    /// How far drawn and declared area may differ, permille of the smaller.
    pub area_permille: i64,
}

/// Where each site lies, and every doubt, in the order of the sites.
///
/// `around` holds one entry a site.
pub fn check(work: &Sketch<'_>, around: &[Around], limits: &Limits) -> (Vec<Inside>, Vec<Doubt>) {
    let (mut places, mut doubts) = (Vec::new(), Vec::new());
    for (n, (site, around)) in work.sites.iter().zip(around).enumerate() {
        let (inside, found) = place::check(n, work, site, around, limits);
        places.push(inside);
        doubts.extend(found);
        doubts.extend(coordinate::check(n, site, limits));
        doubts.extend(pin::check(n, work, site, around, limits));
        doubts.extend(size::ends(n, site, limits));
    }
    doubts.extend(size::check(work, limits));
    (places, doubts)
}

#[cfg(test)]
mod real_tests;
#[cfg(test)]
#[path = "site_tests.rs"]
mod tests;
