//! What is doubtful about a photo: its own time and place against its work, its stage and its
//! app. Pure: facts in, findings out; dated law says which finding refuses the photo.

use domain::{Day, Error, Reason, Refusal, geo::LonLat, geo::Shape};
use picture::Exif;
use serde::{Deserialize, Serialize};

use crate::refusal::{
    PHOTO_BEFORE_PROJECT, PHOTO_BEFORE_STAGE, PHOTO_COMMON, PHOTO_EXIF_MISSING,
    PHOTO_EXIF_UNREADABLE, PHOTO_FAR_FROM_SITE, PHOTO_IN_FUTURE, PHOTO_PLACE_DIFFERS,
    PHOTO_PLACE_UNKNOWN, PHOTO_REUSED_STAGE, PHOTO_REUSED_WORK, PHOTO_TIME_DIFFERS,
};

const MINUTE_US: i64 = 60_000_000;
const DAY_US: i64 = 86_400 * 1_000_000;
/// How far a camera's clock may run ahead unnoticed.
const AHEAD_US: i64 = 10 * MINUTE_US;
/// The clocks of Indonesia, minutes ahead of Greenwich: WIB, WITA, WIT.
const ZONES_MINUTES: [i64; 3] = [7 * 60, 8 * 60, 9 * 60];

/// Each finding with the key of its severity in the dated law.
pub const SEVERITIES: [(Reason, &str); 12] = [
    (PHOTO_EXIF_MISSING, "severity.photo.exif_missing"),
    (PHOTO_EXIF_UNREADABLE, "severity.photo.exif_unreadable"),
    (PHOTO_PLACE_UNKNOWN, "severity.photo.place_unknown"),
    (PHOTO_FAR_FROM_SITE, "severity.photo.far_from_site"),
    (PHOTO_PLACE_DIFFERS, "severity.photo.place_differs"),
    (PHOTO_TIME_DIFFERS, "severity.photo.time_differs"),
    (PHOTO_BEFORE_PROJECT, "severity.photo.before_project"),
    (PHOTO_IN_FUTURE, "severity.photo.in_future"),
    (PHOTO_BEFORE_STAGE, "severity.photo.before_stage"),
    (PHOTO_REUSED_WORK, "severity.photo.reused_work"),
    (PHOTO_REUSED_STAGE, "severity.photo.reused_stage"),
    (PHOTO_COMMON, "severity.photo.common"),
];

/// The numbers of the dated law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// photo.site_distance_max_m
    pub site_m: i64,
    /// photo.device_distance_max_m
    pub device_m: i64,
    /// photo.device_gap_max_minutes
    pub gap_minutes: i64,
    /// photo.early_max_days
    pub early_days: i64,
}

/// A position with its error, as one source tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Where.
    pub at: LonLat,
    /// 68 % error, millimetres; 0 when not told.
    pub accuracy_mm: i64,
}

/// A site with its error.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// What is built.
    pub shape: Shape,
    /// 68 % error, millimetres; 0 when not told.
    pub accuracy_mm: i64,
}

/// What is known when an upload ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Stage, percent.
    pub stage: i64,
    /// Now, microseconds since 1970.
    pub now_us: i64,
    /// The app's time.
    pub device_us: i64,
    /// The app's position.
    pub device: Option<Fix>,
    /// What the picture says.
    pub exif: Option<Exif>,
    /// Sites of the work.
    pub sites: Vec<Ground>,
    /// The geometry revision that they are of.
    pub geometry_rev: i64,
    /// Budget year of the work.
    pub tahun: i64,
    /// First day of that year.
    pub year_begins: Day,
    /// Stage and time of the latest photo of an earlier stage.
    pub earlier: Option<(i64, i64)>,
}

impl Known {
    /// When the camera says that it was; a clock without a zone is read in the zone of Indonesia
    /// that agrees best with the app.
    pub fn exif_us(&self) -> Option<i64> {
        let exif = self.exif.as_ref()?;
        let clock_us = exif.clock_us?;
        let at = |minutes: i64| clock_us.saturating_sub(minutes.saturating_mul(MINUTE_US));
        match exif.offset_minutes {
            Some(minutes) => Some(at(i64::from(minutes))),
            None => {
                let nearest = |us: &i64| us.saturating_sub(self.device_us).saturating_abs();
                ZONES_MINUTES.into_iter().map(at).min_by_key(nearest)
            }
        }
    }

    /// Where the camera says that it was; a place outside Indonesia is none.
    pub fn exif_fix(&self) -> Option<Fix> {
        let exif = self.exif.as_ref()?;
        let at = LonLat::from_e7(exif.lon_e7?, exif.lat_e7?).ok()?;
        Some(Fix { at, accuracy_mm: exif.accuracy_mm.unwrap_or_default() })
    }

    /// The geometry revision whose sites the photo shows, given what was found; 0 where it lies
    /// elsewhere or nobody knows where.
    pub fn site_rev(&self, found: &[Refusal]) -> i64 {
        let elsewhere = [PHOTO_FAR_FROM_SITE, PHOTO_PLACE_UNKNOWN];
        let is_elsewhere = |one: &Refusal| elsewhere.iter().any(|reason| reason.code == one.code);
        if found.iter().any(is_elsewhere) { 0 } else { self.geometry_rev }
    }

    /// Everything that is doubtful, likeness to other photos apart.
    pub fn findings(&self, limits: &Limits) -> Vec<Refusal> {
        [self.of_exif(), self.of_place(limits), self.of_time(limits)].concat()
    }

    fn of_exif(&self) -> Vec<Refusal> {
        match &self.exif {
            None => vec![PHOTO_EXIF_MISSING.refuse()],
            Some(exif) if exif.unreadable => vec![PHOTO_EXIF_UNREADABLE.refuse()],
            Some(_) => Vec::new(),
        }
    }

    fn of_place(&self, limits: &Limits) -> Vec<Refusal> {
        let mut found = Vec::new();
        let (exif, device) = (self.exif_fix(), self.device);
        let Some(fix) = exif.or(device) else {
            return vec![PHOTO_PLACE_UNKNOWN.refuse()];
        };
        if let Some(far_mm) = far_mm(fix, &self.sites, limits.site_m) {
            let refusal = PHOTO_FAR_FROM_SITE.refuse().fact("distance_m", whole_m(far_mm));
            found.push(refusal.fact("max_m", limits.site_m));
        }
        if let Some((exif, device)) = exif.zip(device) {
            let far_mm = distance_mm(exif.at, &Shape::Point(device.at));
            let error_mm = exif.accuracy_mm.saturating_add(device.accuracy_mm);
            if far_mm.saturating_sub(error_mm) > metres(limits.device_m) {
                found.push(PHOTO_PLACE_DIFFERS.refuse().fact("distance_m", whole_m(far_mm)));
            }
        }
        found
    }

    fn of_time(&self, limits: &Limits) -> Vec<Refusal> {
        let mut found = Vec::new();
        let taken_us = self.exif_us().unwrap_or(self.device_us);
        let taken = Day::of_us(taken_us);
        let early_us = limits.early_days.saturating_mul(DAY_US);
        if taken_us < self.year_begins.start_us().saturating_sub(early_us) {
            let refusal = PHOTO_BEFORE_PROJECT.refuse().shown("taken", taken.iso(), taken.long());
            found.push(refusal.fact("tahun", self.tahun));
        }
        if taken_us > self.now_us.saturating_add(AHEAD_US) {
            found.push(PHOTO_IN_FUTURE.refuse().shown("taken", taken.iso(), taken.long()));
        }
        if let Some((stage, earlier_us)) = self.earlier
            && taken_us < earlier_us
        {
            let refusal = PHOTO_BEFORE_STAGE.refuse().fact("stage", self.stage);
            found.push(refusal.fact("earlier", stage));
        }
        if let Some(exif_us) = self.exif_us() {
            let minutes = exif_us.saturating_sub(self.device_us).saturating_abs() / MINUTE_US;
            if minutes > limits.gap_minutes {
                found.push(PHOTO_TIME_DIFFERS.refuse().fact("minutes", minutes));
            }
        }
        found
    }
}

/// How far a fix lies from the nearest of some sites, millimetres, if that is more than `limit_m`
/// beyond the accuracy of both.
pub fn far_mm(fix: Fix, sites: &[Ground], limit_m: i64) -> Option<i64> {
    let beyond = sites.iter().map(|site| {
        let far_mm = distance_mm(fix.at, &site.shape);
        (far_mm.saturating_sub(fix.accuracy_mm).saturating_sub(site.accuracy_mm), far_mm)
    });
    let (rest_mm, far_mm) = beyond.min()?;
    (rest_mm > metres(limit_m)).then_some(far_mm)
}

fn distance_mm(at: LonLat, shape: &Shape) -> i64 {
    gate::distance::millimetres(gate::distance::distance_m(&Shape::Point(at), shape))
}

fn metres(m: i64) -> i64 {
    m.saturating_mul(1_000)
}

fn whole_m(mm: i64) -> i64 {
    mm.saturating_add(500) / 1_000
}

/// A finding as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// The sentence for people.
    pub message: String,
}

/// The text that is kept.
///
/// # Errors
/// A fault, should serialisation fail.
pub fn kept(found: &[Refusal]) -> Result<String, Error> {
    let kept: Vec<Finding> = found
        .iter()
        .map(|one| Finding { code: one.code.to_string(), message: one.message() })
        .collect();
    serde_json::to_string(&kept).map_err(|error| Error::fault(format!("findings: {error}")))
}

/// What was kept; nothing when there is no text yet.
pub fn stored(text: &str) -> Vec<Finding> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
