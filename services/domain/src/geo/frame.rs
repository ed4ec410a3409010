//! Plane metres around a place: exact to a billionth at the ranges compared here.
//!
//! Metres a degree come from the meridian and prime-vertical radii of WGS 84 at
//! the middle latitude of what is compared, so there are no zones to cross and
//! no projection to choose.

use super::{DEGREE, LonLat, Shape};

/// Semi-major axis of WGS 84, metres.
const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// First eccentricity squared of WGS 84.
const ECCENTRICITY_2: f64 = 6.694_379_990_141_316e-3;

/// A position in the plane: metres east and north of the frame's middle.
pub type Xy = [f64; 2];

/// A local plane.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    lon_deg: f64,
    lat_deg: f64,
    east_m: f64,
    north_m: f64,
}

impl Frame {
    /// The plane that touches at a position, degrees.
    pub fn at(lon_deg: f64, lat_deg: f64) -> Self {
        let sin = lat_deg.to_radians().sin();
        let root = (1.0 - ECCENTRICITY_2 * sin * sin).sqrt();
        let prime_m = SEMI_MAJOR_M / root;
        let meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / (root * root * root);
        let east_m = (prime_m * lat_deg.to_radians().cos()).to_radians();
        Self { lon_deg, lat_deg, east_m, north_m: meridian_m.to_radians() }
    }

    /// The plane in the middle of two shapes; the same for either order.
    pub fn between(a: &Shape, b: &Shape) -> Self {
        let ([aw, as_, ae, an], [bw, bs, be, bn]) = (a.bbox(), b.bbox());
        Self::middle([aw.min(bw), as_.min(bs), ae.max(be), an.max(bn)])
    }

    /// The plane in the middle of a shape.
    pub fn of(shape: &Shape) -> Self {
        Self::middle(shape.bbox())
    }

    /// How far a distance of about `radius_m` from a shape may be off in the shape's own plane,
    /// metres. A metre north changes the scales by the tangent of the latitude over the earth's
    /// radius, and the tangent is at most 0.21 in Indonesia, the meridian's own change included.
    pub fn error_m(&self, shape: &Shape, radius_m: f64) -> f64 {
        let [_, south, _, north] = shape.bbox();
        let half_m = f64::from(south.abs_diff(north)) / DEGREE * self.north_m / 2.0;
        let off_m = half_m + radius_m;
        radius_m * off_m / SEMI_MAJOR_M * (0.25 + off_m / SEMI_MAJOR_M) + 1e-6
    }

    /// The plane in the middle of a box: west, south, east, north in 1e-7 degrees.
    pub fn middle([west, south, east, north]: [i32; 4]) -> Self {
        let half = |low: i32, high: i32| (f64::from(low) + f64::from(high)) / 2.0 / DEGREE;
        Self::at(half(west, east), half(south, north))
    }

    /// Metres of one degree east and one degree north.
    pub fn metres_per_degree(&self) -> Xy {
        [self.east_m, self.north_m]
    }

    /// Where degrees lie in the plane.
    #[inline]
    pub fn degrees(&self, lon_deg: f64, lat_deg: f64) -> Xy {
        [(lon_deg - self.lon_deg) * self.east_m, (lat_deg - self.lat_deg) * self.north_m]
    }

    /// Where a position lies in the plane.
    #[inline]
    pub fn xy(&self, at: LonLat) -> Xy {
        self.degrees(at.longitude_deg(), at.latitude_deg())
    }

    /// Degrees of a place in the plane: longitude, latitude.
    pub fn lon_lat_deg(&self, [x, y]: Xy) -> Xy {
        [self.lon_deg + x / self.east_m, self.lat_deg + y / self.north_m]
    }
}
