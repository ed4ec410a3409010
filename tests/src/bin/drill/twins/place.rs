//! Where the twins stand: shapes on the borders of the demo's villages.

use rand::{RngExt as _, rngs::StdRng};
use wire::common::v1::{LonLat, Path, Polygon, Shape, shape::Kind};

/// A demo village with the activity that its twins belong to.
pub struct Village {
    pub desa: &'static str,
    pub name: &'static str,
    pub kegiatan: &'static str,
}

const SUKOJATI: Village =
    Village { desa: "desa/35.10.25.2010", name: "sukojati", kegiatan: "02.03.14" };
const BADEAN: Village =
    Village { desa: "desa/35.10.25.2009", name: "badean", kegiatan: "02.03.14" };
const PONDOKNONGKO: Village =
    Village { desa: "desa/35.10.14.2009", name: "pondoknongko", kegiatan: "02.03.14" };
const PAKISTAJI: Village =
    Village { desa: "desa/35.10.14.2006", name: "pakistaji", kegiatan: "02.04.13" };

/// Every village, each once.
pub const VILLAGES: [Village; 4] = [SUKOJATI, BADEAN, PONDOKNONGKO, PAKISTAJI];

/// Places on a border, at least 280 m apart and away from the demo's own works, with the
/// villages on its two sides as they stand in [`VILLAGES`], and the bearing of its far side,
/// which is the one that lies furthest from all other places.
const SPOTS: [(usize, usize, [f64; 2], f64); 18] = [
    (0, 3, [114.345_961, -8.291_092], 270.0),
    (0, 3, [114.347_219, -8.287_493], 315.0),
    (0, 3, [114.349_669, -8.276_663], 180.0),
    (0, 3, [114.350_097, -8.272_9], 270.0),
    (0, 2, [114.351_025, -8.269_361], 0.0),
    (0, 2, [114.354_055, -8.271_685], 90.0),
    (0, 2, [114.364_855, -8.271_646], 0.0),
    (0, 2, [114.365_937, -8.275_273], 180.0),
    (0, 1, [114.364_093, -8.294_642], 180.0),
    (0, 1, [114.360_614, -8.293_016], 0.0),
    (0, 1, [114.353_066, -8.291_769], 180.0),
    (0, 1, [114.349_313, -8.288_959], 45.0),
    (3, 1, [114.329_461, -8.295_151], 270.0),
    (3, 1, [114.333_303, -8.294_917], 0.0),
    (3, 1, [114.337_056, -8.295_627], 180.0),
    (3, 1, [114.340_859, -8.295_959], 180.0),
    (3, 1, [114.344_609, -8.296_152], 135.0),
    (0, 1, [114.368_9, -8.296_4], 90.0),
];

/// Rounds that run at once, each on a spot of its own: what one village gave up in a place is known
/// again there whatever it is called, so two rounds of one spot would meet.
pub const SLOTS: usize = SPOTS.len();

/// A round's slot.
#[derive(Clone, Copy)]
pub struct Slot(pub usize);

impl Slot {
    fn spot(self) -> &'static (usize, usize, [f64; 2], f64) {
        &SPOTS[self.0]
    }

    /// The village of side 0 or 1, as it stands in [`VILLAGES`].
    pub fn village(self, side: usize) -> usize {
        let (first, second, ..) = self.spot();
        // The sides change places from slot to slot.
        if (side + self.0).is_multiple_of(2) { *first } else { *second }
    }

    /// Draws a pair of shapes that are one work, the same on both sides for one seed.
    pub fn twins(self, random: &mut StdRng) -> Twins {
        let at = [random.random_range(-60.0..60.0), random.random_range(-60.0..60.0)];
        let turn: f64 = random.random_range(0.0..std::f64::consts::TAU);
        let (class, reach_m) = match random.random_range(0..3) {
            0 => ("sports_field", 10.0),
            1 => ("culvert", 11.0),
            _ => ("drainage", 3.0),
        };
        let shift_m: f64 = random.random_range(0.0..reach_m);
        let moved = [at[0] + shift_m * turn.sin(), at[1] + shift_m * turn.cos()];
        let heading = if class == "drainage" { turn + std::f64::consts::FRAC_PI_2 } else { turn };
        Twins { class, shapes: [at, moved].map(|at| self.shape(class, at, heading)) }
    }

    /// The same spot's far side, 250 m and more from every twin.
    pub fn elsewhere(self, class: &str, heading: f64) -> Shape {
        let (sine, cosine) = self.spot().3.to_radians().sin_cos();
        self.shape(class, [330.0 * sine, 330.0 * cosine], heading)
    }

    fn shape(self, class: &str, [east_m, north_m]: [f64; 2], heading: f64) -> Shape {
        let step = |along_m: f64, side_m: f64| {
            self.at([
                east_m + along_m * heading.sin() + side_m * heading.cos(),
                north_m + along_m * heading.cos() - side_m * heading.sin(),
            ])
        };
        let kind = match class {
            "drainage" => Kind::Line(Path { vertices: vec![step(-45.0, 0.0), step(45.0, 0.0)] }),
            "sports_field" => {
                let corners = [(-20.0, -20.0), (20.0, -20.0), (20.0, 20.0), (-20.0, 20.0)];
                let vertices = corners.map(|(along, side)| step(along, side)).to_vec();
                Kind::Polygon(Polygon { rings: vec![Path { vertices }] })
            }
            _ => Kind::Point(step(0.0, 0.0)),
        };
        Shape { kind: Some(kind) }
    }

    fn at(self, [east_m, north_m]: [f64; 2]) -> LonLat {
        let (_, _, [lon, lat], _) = *self.spot();
        LonLat {
            longitude_deg: lon + east_m / (111_320.0 * lat.to_radians().cos()),
            latitude_deg: lat + north_m / 110_574.0,
        }
    }
}

/// Two shapes that are one work.
pub struct Twins {
    pub class: &'static str,
    pub shapes: [Shape; 2],
}

/// A position on a shape, for its photo.
pub fn standing(shape: &Shape) -> Option<LonLat> {
    match shape.kind.as_ref()? {
        Kind::Point(at) => Some(*at),
        Kind::Line(line) => line.vertices.first().copied(),
        Kind::Polygon(polygon) => polygon.rings.first()?.vertices.first().copied(),
    }
}
