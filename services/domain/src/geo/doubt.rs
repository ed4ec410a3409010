//! What was probably meant by a coordinate that is no place in Indonesia.
//!
//! A repair is only ever proposed: the numbers that were sent stay as they are,
//! and somebody accepts or corrects them.

use super::{INDONESIA, LonLat, to_e7, utm};
use crate::{Reason, Refusal, reason};

/// A proposal farther from the village than this is no better than the mistake, degrees.
const NEAR_DEG: f64 = 1.0;
/// The most digits that a lost decimal point leaves behind the whole degrees.
const DIGITS_MAX: i32 = 9;
/// A number from which the point of less than one degree fell has at least five digits left: `999`
/// is no place, however it is parted.
const OF_A_FRACTION: f64 = 10_000.0;

/// What is wrong with a coordinate, and what was probably meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// The reason.
    pub reason: &'static Reason,
    /// The place that was probably meant, when there is one.
    pub meant: Option<LonLat>,
}

impl Doubt {
    const fn new(reason: &'static Reason, meant: Option<LonLat>) -> Self {
        Self { reason, meant }
    }

    /// The refusal with the numbers that were sent and those proposed.
    pub fn refuse(&self, longitude: f64, latitude: f64) -> Refusal {
        let refusal = self.reason.refuse().fact("longitude", longitude).fact("latitude", latitude);
        match self.meant {
            Some(at) => refusal
                .fact("longitude_proposed", at.longitude_deg())
                .fact("latitude_proposed", at.latitude_deg()),
            None => refusal,
        }
    }
}

/// Reads degrees as a place in Indonesia, or tells what is wrong with them.
///
/// `near` is a place that the coordinate should be close to, such as the village's
/// point; without it UTM metres and lost decimal points are told but not repaired.
///
/// # Errors
/// The doubt, one of the COORDINATE reasons.
pub fn place(longitude: f64, latitude: f64, near: Option<LonLat>) -> Result<LonLat, Doubt> {
    if let Some(at) = indonesia(longitude, latitude) {
        return Ok(at);
    }
    if !longitude.is_finite() || !latitude.is_finite() {
        return Err(Doubt::new(&reason::COORDINATE_INVALID, None));
    }
    if longitude == 0.0 && latitude == 0.0 {
        return Err(Doubt::new(&reason::COORDINATE_ZERO, None));
    }
    if let Some(at) = indonesia(latitude, longitude) {
        return Err(Doubt::new(&reason::COORDINATE_SWAPPED, Some(at)));
    }
    let turned = [(1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
    let sign = |(x, y): (f64, f64)| indonesia(longitude * x, latitude * y);
    if let Some(at) = turned.into_iter().find_map(sign) {
        return Err(Doubt::new(&reason::COORDINATE_SIGN_LOST, Some(at)));
    }
    let both = |(x, y): (f64, f64)| indonesia(latitude * y, longitude * x);
    if let Some(at) = turned.into_iter().find_map(both) {
        return Err(Doubt::new(&reason::COORDINATE_SWAPPED, Some(at)));
    }
    for (east_m, north_m) in [(longitude, latitude), (latitude, longitude)] {
        if utm::looks_like(east_m, north_m) {
            let meant = near.and_then(|near| from_utm(east_m, north_m, near));
            return Err(Doubt::new(&reason::COORDINATE_UTM, meant));
        }
    }
    if let Some(lost) = point_lost(longitude, latitude, near) {
        return Err(lost);
    }
    let reason = if longitude.abs() <= 180.0 && latitude.abs() <= 90.0 {
        &reason::COORDINATE_OUTSIDE_INDONESIA
    } else {
        &reason::COORDINATE_INVALID
    };
    Err(Doubt::new(reason, None))
}

/// Another reading of a place that lies in Indonesia, but not in its village.
///
/// Whether the place that was meant lies in the village is the caller's to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// The same latitude on the other side of the equator.
    OtherSign,
    /// `8.1836` for 8 degrees 18 minutes 36 seconds.
    MinutesAndSeconds,
    /// `8.186` for 8 degrees 18.6 minutes.
    MinutesAndTenths,
}

impl Meant {
    /// Every reading.
    pub const ALL: [Self; 3] = [Self::OtherSign, Self::MinutesAndSeconds, Self::MinutesAndTenths];

    /// The place by this reading; none when the digits cannot be read so.
    pub fn read(self, at: LonLat) -> Option<LonLat> {
        match self {
            Self::OtherSign => LonLat::from_e7(at.lon_e7, at.lat_e7.checked_neg()?).ok(),
            _ => LonLat::from_e7(self.minutes(at.lon_e7)?, self.minutes(at.lat_e7)?).ok(),
        }
    }

    /// The degrees of digits that are minutes, 1e-7; none when they are none.
    fn minutes(self, written_e7: i32) -> Option<i32> {
        let (sign, size) = (i64::from(written_e7.signum()), i64::from(written_e7).abs());
        let (degrees, digits) = (size / 10_000_000, size % 10_000_000);
        // The digits are MM SSsss, or MM and its decimal part: both seven long.
        let (minutes, rest) = (digits / 100_000, digits % 100_000);
        if minutes >= 60 {
            return None;
        }
        let behind_e7 = match self {
            Self::MinutesAndSeconds if rest >= 60_000 => return None,
            // 3,600,000 thousandths of a second make a degree.
            Self::MinutesAndSeconds => (minutes * 60_000 + rest) * 10_000_000 / 3_600_000,
            _ => digits * 100 / 60,
        };
        i32::try_from(sign * (degrees * 10_000_000 + behind_e7)).ok()
    }
}

fn indonesia(longitude: f64, latitude: f64) -> Option<LonLat> {
    let at = LonLat { lon_e7: to_e7(longitude)?, lat_e7: to_e7(latitude)? };
    at.is_in_indonesia().then_some(at)
}

/// The place of UTM metres in the zone that puts them nearest.
fn from_utm(east_m: f64, north_m: f64, near: LonLat) -> Option<LonLat> {
    let places = utm::ZONES.filter_map(|zone| {
        let [longitude, latitude] = utm::degrees(zone, east_m, north_m);
        indonesia(longitude, latitude)
    });
    nearest(places, near)
}

/// Numbers from which the decimal point fell: whole, too large for degrees, and a place in
/// Indonesia once the point stands again. The reason is the same wherever the place should be; it
/// is proposed where that is known.
fn point_lost(longitude: f64, latitude: f64, near: Option<LonLat>) -> Option<Doubt> {
    let whole = longitude.fract() == 0.0 && latitude.fract() == 0.0;
    if !whole || (longitude.abs() <= 180.0 && latitude.abs() <= 180.0) {
        return None;
    }
    let scaled = |value: f64, digits: i32| {
        let degrees = value / 10_f64.powi(digits);
        (degrees.abs() >= 1.0 || value.abs() >= OF_A_FRACTION).then_some(degrees)
    };
    let orders = [(longitude, latitude), (latitude, longitude)];
    let places = orders.into_iter().flat_map(|(x, y)| {
        let pairs = (0..=DIGITS_MAX).flat_map(|a| (0..=DIGITS_MAX).map(move |b| (a, b)));
        pairs.filter_map(move |(a, b)| indonesia(scaled(x, a)?, scaled(y, b)?))
    });
    let places: Vec<LonLat> = places.collect();
    (!places.is_empty()).then(|| {
        let meant = near.and_then(|near| nearest(places.into_iter(), near));
        Doubt::new(&reason::COORDINATE_POINT_LOST, meant)
    })
}

/// The place nearest to another, if it is near at all.
fn nearest(places: impl Iterator<Item = LonLat>, near: LonLat) -> Option<LonLat> {
    let apart = |at: &LonLat| {
        let east = at.longitude_deg() - near.longitude_deg();
        east.hypot(at.latitude_deg() - near.latitude_deg())
    };
    places
        .filter(|at| apart(at) <= NEAR_DEG)
        .min_by(|a, b| apart(a).total_cmp(&apart(b)).then(a.cmp(b)))
}

/// Whether a place is within the box of Indonesia; for numbers that come from a text.
pub fn is_inside(longitude: f64, latitude: f64) -> bool {
    let [west, south, east, north] = INDONESIA;
    to_e7(longitude).is_some_and(|lon| (west..=east).contains(&lon))
        && to_e7(latitude).is_some_and(|lat| (south..=north).contains(&lat))
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
