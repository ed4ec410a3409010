//! The plane in which a world is drawn: metres east and north of one point in
//! Banyuwangi. Written as degrees of WGS 84 at the very end.

/// Where the plane touches: longitude, latitude.
const ORIGIN: (f64, f64) = (114.2, -8.35);

/// A place in metres east (`x`) and north (`y`) of the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub x: f64,
    pub y: f64,
}

impl Spot {
    /// From longitude and latitude in degrees.
    pub fn of_degrees(longitude: f64, latitude: f64) -> Self {
        let (east, north) = metres_per_degree();
        Self { x: (longitude - ORIGIN.0) * east, y: (latitude - ORIGIN.1) * north }
    }

    /// Longitude and latitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        let (east, north) = metres_per_degree();
        (ORIGIN.0 + self.x / east, ORIGIN.1 + self.y / north)
    }

    /// Moved by so many metres.
    pub fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y }
    }

    /// Metres to another spot.
    pub fn far_from(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

/// Metres of one degree, east and north, at the origin: the usual series of
/// the ellipsoid. Across the kabupaten this is off by 0.2 % at most, which is
/// far below how people draw.
pub fn metres_per_degree() -> (f64, f64) {
    let latitude = ORIGIN.1 * core::f64::consts::PI / 180.0;
    let east = 111_412.84 * cosine(latitude) - 93.5 * cosine(3.0 * latitude)
        + 0.118 * cosine(5.0 * latitude);
    let north = 111_132.954 - 559.822 * cosine(2.0 * latitude) + 1.175 * cosine(4.0 * latitude);
    (east, north)
}

/// The series of the cosine, for angles below one radian: unlike the library's,
/// the same bits everywhere.
fn cosine(angle: f64) -> f64 {
    let square = angle * angle;
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..10 {
        let order = f64::from(2 * step);
        term *= -square / (order * (order - 1.0));
        sum += term;
    }
    sum
}
