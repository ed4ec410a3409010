//! What a tile says of a work.

use std::collections::BTreeSet;

use h3o::{CellIndex, Resolution};

use super::{Answer, Group, Question, Site, Tile, What, Why};
use crate::geo::{
    cells::{cell_of, connected, outline},
    frame::Frame,
    plane::Plane,
};

/// What is added to every distance: more than rounding and the plane can take away, metres.
const MARGIN_M: f64 = 0.5;

impl Tile {
    /// Asks about a work. `as_of_us` is the moment at which the server last answered this tile or
    /// called it unchanged, `now_us` the device's; both are microseconds since 1970.
    ///
    /// What may be met is told whatever the tile's age and wherever the site lies.
    pub fn ask(&self, question: &Question<'_>, as_of_us: i64, now_us: i64) -> Answer {
        let Some(families) = self.classes.get(question.class.code()) else {
            return Answer::Unknown(Why::UnknownClass);
        };
        if *question.desa != self.desa {
            return Answer::Unknown(Why::OtherVillage);
        }
        let year = u64::try_from(question.tahun.get()).unwrap_or_default();
        let matters = |group: &Group| {
            group.families & families != 0 && (group.from_year..=group.to_year).contains(&year)
        };
        let is_believed = question.sites.iter().all(|site| site.is_believed);
        let asked: Vec<Asked<'_>> = question.sites.iter().map(Asked::of).collect();
        let met =
            self.groups.iter().filter(|(group, _)| matters(group)).any(
                |(group, cells)| match group.what {
                    What::Places => asked.iter().any(|site| self.meets(group, cells, site)),
                    What::Doubted => true,
                    What::Village => !is_believed,
                },
            );
        if met {
            return Answer::Possible;
        }
        if asked.is_empty() || !asked.iter().all(|site| self.covers(site)) {
            return Answer::Unknown(Why::NotCovered);
        }
        // A clock that stands too far before the moment is as wrong as one too far behind it.
        let age_us = now_us.abs_diff(as_of_us);
        if age_us / 1_000_000 > self.fresh_s {
            return Answer::Unknown(Why::TooOld);
        }
        Answer::Clear
    }

    /// Whether a site comes as near to a group's cells as matters, by both errors.
    fn meets(&self, group: &Group, cells: &BTreeSet<CellIndex>, site: &Asked<'_>) -> bool {
        let error_m = site.site.accuracy_mm.map_or(metres(self.accuracy_m), |mm| metres(mm) / 1e3);
        let sure_m = error_m * metres(self.factor_permille) / 1e3;
        let reach_m = (metres(group.reach_m) + error_m).max(sure_m).min(metres(self.radius_m));
        let reach_m = reach_m + site.frame.error_m(&site.site.shape, reach_m) + MARGIN_M;
        cells.iter().any(|cell| outline(*cell, &site.frame).within(&site.plane, reach_m))
    }

    /// Whether a site lies wholly in the cells that are covered.
    fn covers(&self, site: &Asked<'_>) -> bool {
        let resolutions: BTreeSet<Resolution> =
            self.covered.iter().map(|cell| cell.resolution()).collect();
        resolutions.into_iter().any(|resolution| self.covers_at(resolution, site).unwrap_or(false))
    }

    /// The same by the covered cells of one resolution; none when the site has too many.
    fn covers_at(&self, resolution: Resolution, site: &Asked<'_>) -> Option<bool> {
        let start = cell_of(site.site.shape.vertices().next()?, resolution)?;
        let touched = connected(start, self.covered.len(), |cell| {
            outline(cell, &site.frame).within(&site.plane, MARGIN_M)
        })?;
        Some(touched.iter().all(|cell| self.covered.contains(cell)))
    }
}

/// A site in its own plane.
struct Asked<'a> {
    site: &'a Site,
    frame: Frame,
    plane: Plane,
}

impl<'a> Asked<'a> {
    fn of(site: &'a Site) -> Self {
        let frame = Frame::of(&site.shape);
        Self { site, plane: Plane::of(&site.shape, &frame), frame }
    }
}

/// A whole number as it is; beyond 4 thousand km nothing is compared.
fn metres(whole: u64) -> f64 {
    f64::from(u32::try_from(whole).unwrap_or(u32::MAX))
}
