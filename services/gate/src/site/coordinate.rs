//! Doubts about the numbers themselves.

use domain::geo::Shape;

use super::{
    Doubt, Limits,
    refusal::{
        SITE_ACCURACY_MISSING, SITE_ACCURACY_POOR, SITE_COORDINATE_COARSE, SITE_DECIMAL_COMMA,
    },
};
use crate::{facts::Capture, work::Footprint};

/// Decimals of a stored degree.
const DECIMALS: i64 = 7;

/// Too few decimals, and what is doubtful about the accuracy.
pub(super) fn check(n: usize, site: &Footprint, limits: &Limits) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let decimals = decimals(&site.shape);
    if decimals < limits.decimals_min {
        let refusal = SITE_COORDINATE_COARSE.refuse().fact("decimals", decimals);
        doubts.push(Doubt::at(n, refusal.fact("needed", limits.decimals_min)).untrusted());
    }
    doubts.extend(accuracy(n, site, limits.accuracy_max_m));
    doubts
}

/// No accuracy, or one that is too poor to be registered.
pub(super) fn accuracy(n: usize, site: &Footprint, max_m: i64) -> Option<Doubt> {
    let Some(accuracy_mm) = site.accuracy_mm else {
        let capture = site.capture.map_or("tanpa cara ukur", Capture::title);
        return Some(Doubt::at(n, SITE_ACCURACY_MISSING.refuse().fact("capture", capture)));
    };
    (accuracy_mm > max_m.saturating_mul(1_000)).then(|| {
        // Rounded up, so that the sentence never says a number within the limit.
        let accuracy_m = accuracy_mm.saturating_add(999) / 1_000;
        let refusal = SITE_ACCURACY_POOR.refuse().fact("accuracy_m", accuracy_m);
        Doubt::at(n, refusal.fact("max_m", max_m))
    })
}

/// A position whose text has commas for decimal points, as it was read.
pub fn decimal_commas(n: usize, text: &str, longitude_deg: f64, latitude_deg: f64) -> Doubt {
    let refusal = SITE_DECIMAL_COMMA.refuse().fact("value", text);
    Doubt::at(n, refusal.fact("longitude", longitude_deg).fact("latitude", latitude_deg))
}

/// Decimals behind the degrees that the numbers of a shape use, all together.
fn decimals(shape: &Shape) -> i64 {
    let numbers = shape.vertices().flat_map(|at| [at.lon_e7, at.lat_e7]);
    numbers.map(of_number).max().unwrap_or_default()
}

fn of_number(mut units: i32) -> i64 {
    let mut decimals = DECIMALS;
    while decimals > 0 && units % 10 == 0 {
        units /= 10;
        decimals -= 1;
    }
    decimals
}
