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
mod retrace;
mod size;

use domain::{DesaId, WorkClass};

use crate::{
    boundary::{Village, Water},
    facts::Side,
    inside::Inside,
    work::Footprint,
};

pub use coordinate::decimal_commas;
pub use domain::site::{Doubt, Severity, is_trusted, refusals};
pub use read::{accuracy, around, doubted, limits, weighed};
pub use refusal::REASONS;
use refusal::SITE_CLASS_UNUSUAL;

/// The part of a work that its sites are checked against.
#[derive(Debug, Clone)]
pub struct Sketch<'a> {
    /// The village; none of a work that names none, which may lie in any.
    pub desa: Option<&'a DesaId>,
    /// What it is.
    pub class: WorkClass,
    /// What works of its kegiatan usually are, where that is known.
    pub usual: Option<WorkClass>,
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
    /// Whether boundaries are known there, when no village is so near.
    pub is_bounded: bool,
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
    /// Largest error of a position that can be registered, metres.
    pub accuracy_max_m: i64,
    /// Distance at which both ends of a line are one, metres.
    pub ends_m: i64,
    /// How far drawn and declared length may differ, permille of the smaller.
    pub length_permille: i64,
    /// How far drawn and declared area may differ, permille of the smaller.
    pub area_permille: i64,
    /// Half width of the corridor in which a second line runs on a first, metres.
    pub retraced_corridor_m: i64,
    /// Part of a line from which it is drawn twice, permille.
    pub retraced_permille: i64,
}

/// Where each site lies, and every doubt, in the order of the sites.
///
/// `around` holds one entry a site.
pub fn check(work: &Sketch<'_>, around: &[Around], limits: &Limits) -> (Vec<Inside>, Vec<Doubt>) {
    let (mut places, mut doubts) = (Vec::new(), Vec::new());
    let mut again_mm = 0_i64;
    for (n, (site, around)) in work.sites.iter().zip(around).enumerate() {
        let (inside, found) = place::check(n, work, site, around, limits);
        places.push(inside);
        doubts.extend(found);
        doubts.extend(coordinate::check(n, site, limits));
        doubts.extend(pin::check(n, work, site, around, limits));
        let (again, retraced) = retrace::check(n, work, site, limits);
        again_mm = again_mm.saturating_add(again);
        doubts.extend(retraced);
        doubts.extend(size::ends(n, site, limits));
    }
    doubts.extend(size::check(work, again_mm, limits));
    doubts.extend(unusual(work));
    (places, doubts)
}

/// A work that shares no family with what its kegiatan usually pays for: under another class it
/// meets other works than it should. A kegiatan of all sorts pays for any.
fn unusual(work: &Sketch<'_>) -> Option<Doubt> {
    let usual = work.usual.filter(|usual| *usual != WorkClass::Other)?;
    (!work.class.shares_family(usual)).then(|| {
        let refusal = SITE_CLASS_UNUSUAL.refuse().fact("class", work.class.title());
        Doubt::of_all(refusal.fact("usual", usual.title()))
    })
}

#[cfg(test)]
mod real_tests;
#[cfg(test)]
#[path = "site_tests.rs"]
mod tests;
