//! The distance of two shapes, any of the nine pairs of point, line and area.

use domain::geo::Shape;

use crate::{frame::Frame, plane::Plane};

/// Smallest distance in metres: 0 when they touch or one lies inside the other.
///
/// Measured twice: the first time in the middle of both, which tells where the
/// nearest points are; then around those, so that a long line costs no accuracy.
pub fn distance_m(a: &Shape, b: &Shape) -> f64 {
    let wide = Frame::between(a, b);
    let first = Plane::of(a, &wide).nearest(&Plane::of(b, &wide));
    if first.distance_m <= 0.0 {
        return 0.0;
    }
    let [px, py] = first.on_first;
    let [qx, qy] = first.on_second;
    let [lon_deg, lat_deg] = wide.lon_lat_deg([(px + qx) / 2.0, (py + qy) / 2.0]);
    let near = Frame::at(lon_deg, lat_deg);
    Plane::of(a, &near).nearest(&Plane::of(b, &near)).distance_m
}

/// Whole millimetres, nearest; never negative.
pub fn millimetres(metres: f64) -> i64 {
    whole(metres * 1_000.0)
}

/// The nearest whole number; never negative.
pub fn whole(value: f64) -> i64 {
    let rounded = value.round().clamp(0.0, 1e15);
    // The range is checked before the conversion, which then loses nothing.
    #[allow(clippy::cast_possible_truncation)]
    let number = rounded as i64;
    number
}

#[cfg(test)]
#[path = "distance_tests.rs"]
mod tests;
