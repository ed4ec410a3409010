//! UTM metres to degrees: for coordinates that were typed in the wrong system.
//!
//! The inverse of the transverse Mercator on WGS 84 by the series of Krüger to the
//! third order: below a millimetre within a zone.

/// Semi-major axis of WGS 84, metres.
const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// Flattening of WGS 84.
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Scale on the central meridian.
const SCALE: f64 = 0.9996;
/// Easting of the central meridian.
const FALSE_EAST_M: f64 = 500_000.0;
/// Northing of the equator in the south.
const FALSE_NORTH_M: f64 = 10_000_000.0;
/// Zones that touch Indonesia.
pub const ZONES: std::ops::RangeInclusive<i32> = 46..=54;

/// Whether two numbers look like an easting and a northing of Indonesia.
pub fn looks_like(east_m: f64, north_m: f64) -> bool {
    let in_north = (1_000.0..=720_000.0).contains(&north_m);
    let in_south = (8_700_000.0..10_000_000.0).contains(&north_m);
    (100_000.0..=900_000.0).contains(&east_m) && (in_north || in_south)
}

/// Longitude and latitude in degrees of an easting and a northing in a zone.
pub fn degrees(zone: i32, east_m: f64, north_m: f64) -> [f64; 2] {
    let south = north_m > 5_000_000.0;
    let n = FLATTENING / (2.0 - FLATTENING);
    let (n2, n3) = (n * n, n * n * n);
    let radius_m = SEMI_MAJOR_M / (1.0 + n) * (1.0 + n2 / 4.0 + n2 * n2 / 64.0) * SCALE;
    let xi = (north_m - if south { FALSE_NORTH_M } else { 0.0 }) / radius_m;
    let eta = (east_m - FALSE_EAST_M) / radius_m;
    let beta =
        [n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3, n2 / 48.0 + n3 / 15.0, 17.0 / 480.0 * n3];
    let (mut x, mut e) = (xi, eta);
    for (twice, beta) in [2.0, 4.0, 6.0].into_iter().zip(beta) {
        x -= beta * (twice * xi).sin() * (twice * eta).cosh();
        e -= beta * (twice * xi).cos() * (twice * eta).sinh();
    }
    let chi = (x.sin() / e.cosh()).asin();
    let delta =
        [2.0 * n - 2.0 / 3.0 * n2 - 2.0 * n3, 7.0 / 3.0 * n2 - 8.0 / 5.0 * n3, 56.0 / 15.0 * n3];
    let mut latitude = chi;
    for (twice, delta) in [2.0, 4.0, 6.0].into_iter().zip(delta) {
        latitude += delta * (twice * chi).sin();
    }
    let central = f64::from(zone * 6 - 183).to_radians();
    let longitude = central + (e.sinh() / x.cos()).atan();
    [longitude.to_degrees(), latitude.to_degrees()]
}

#[cfg(test)]
#[path = "utm_tests.rs"]
mod tests;
