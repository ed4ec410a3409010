//! Whether a site lies in its village, with a band for lines that are not sharp.
//!
//! "Inside" itself is exact: integers, even-odd, a border belongs to both sides.
//! Only the band is a measure in metres.

use domain::{
    DesaId,
    geo::{LonLat, Shape, area::Area},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    boundary::Village,
    distance::{millimetres, whole},
    frame::Frame,
    plane::apart,
};

/// Distance of samples along a line, metres.
const STEP_M: f64 = 5.0;
/// The most samples of one shape.
const SAMPLES_MAX: usize = 2_000;
/// Samples of an area along either axis of its box.
const GRID: i64 = 20;

/// How a site lies to its village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Wholly inside or on the border.
    Inside,
    /// Over the border, but nowhere farther than the band.
    Band,
    /// Partly or wholly farther outside than the band.
    Outside,
    /// No boundary of the village is known for the day.
    NotChecked,
}

/// Where a site lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// How it lies to its village.
    pub standing: Standing,
    /// How far it reaches outside at most, millimetres.
    pub outside_mm: i64,
    /// The part outside: of a line's length, of an area.
    pub outside_permille: i64,
    /// The part that lies beyond the band and in no known village.
    pub nowhere_permille: i64,
    /// The village that holds most of what lies beyond the band: code and name.
    pub neighbour: Option<(DesaId, String)>,
    /// The set of boundaries of the village.
    pub version: Option<Uuid>,
}

impl Inside {
    /// Not tested against any village.
    pub(crate) fn unknown() -> Self {
        Self {
            standing: Standing::NotChecked,
            outside_mm: 0,
            outside_permille: 0,
            nowhere_permille: 0,
            neighbour: None,
            version: None,
        }
    }
}

/// A place of a shape and how much of the shape it stands for.
type Sample = (LonLat, f64);

/// Tests a shape against its village; `villages` are those around it on the day.
pub fn inside(shape: &Shape, desa: &DesaId, villages: &[Village], band_m: f64) -> Inside {
    let Some(own) = villages.iter().find(|village| village.desa == *desa) else {
        return Inside::unknown();
    };
    let samples = samples(shape);
    let total: f64 = samples.iter().map(|(_, weight)| weight).sum();
    let mut outside = 0.0;
    let mut nowhere = 0.0;
    let mut farthest_m = 0.0_f64;
    let mut held: Vec<f64> = vec![0.0; villages.len()];
    let corners = shape.vertices().map(|at| (at, 0.0));
    for (at, weight) in samples.into_iter().chain(corners) {
        if own.area.covers(at) {
            continue;
        }
        let apart_m = own.area.border_distance_m(at);
        farthest_m = farthest_m.max(apart_m);
        outside += weight;
        if apart_m <= band_m {
            continue;
        }
        match villages.iter().position(|village| village.area.covers(at)) {
            Some(holder) => {
                if let Some(share) = held.get_mut(holder) {
                    // A corner counts for nothing but names its village when nothing else does.
                    *share += weight.max(f64::MIN_POSITIVE);
                }
            }
            None => nowhere += weight,
        }
    }
    let most = held.iter().zip(villages).filter(|(share, _)| **share > 0.0);
    let neighbour = most.max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.desa.cmp(&x.desa)));
    let permille = |part: f64| if total > 0.0 { whole(part / total * 1_000.0) } else { 0 };
    let standing = if farthest_m <= 0.0 {
        Standing::Inside
    } else if farthest_m <= band_m {
        Standing::Band
    } else {
        Standing::Outside
    };
    Inside {
        standing,
        outside_mm: millimetres(farthest_m),
        outside_permille: permille(outside),
        nowhere_permille: permille(nowhere),
        neighbour: neighbour.map(|(_, village)| (village.desa.clone(), village.name.clone())),
        version: Some(own.version),
    }
}

/// How far a shape reaches out of all villages together at most, metres; without any, infinitely.
pub fn beyond_m(shape: &Shape, villages: &[Village]) -> f64 {
    let places = samples(shape).into_iter().map(|(at, _)| at).chain(shape.vertices());
    let held = |at: &LonLat| villages.iter().any(|village| village.area.covers(*at));
    let apart_m = |at: LonLat| {
        let borders = villages.iter().map(|village| village.area.border_distance_m(at));
        borders.fold(f64::INFINITY, f64::min)
    };
    places.filter(|at| !held(at)).map(apart_m).fold(0.0, f64::max)
}

/// The part of a shape that each village holds, in permille, greatest first, then by code.
pub fn shares(shape: &Shape, villages: &[Village]) -> Vec<(DesaId, i64)> {
    let samples = samples(shape);
    let total: f64 = samples.iter().map(|(_, weight)| weight).sum();
    let held = |village: &Village| -> f64 {
        samples.iter().filter(|(at, _)| village.area.covers(*at)).map(|(_, weight)| weight).sum()
    };
    let mut shares: Vec<(DesaId, i64)> = villages
        .iter()
        .map(|village| (village.desa.clone(), held(village)))
        .filter(|(_, held)| *held > 0.0)
        .map(|(desa, held)| (desa, whole(held / total * 1_000.0).clamp(1, 1_000)))
        .collect();
    shares.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    shares
}

/// Places that stand for a shape: a point itself, a line every few metres, an area by a grid.
fn samples(shape: &Shape) -> Vec<Sample> {
    match shape {
        Shape::Point(at) => vec![(*at, 1.0)],
        Shape::Line(line) => along(line, &Frame::of(shape)),
        Shape::Polygon(rings) => within(rings, shape.bbox()),
    }
}

fn along(line: &[LonLat], frame: &Frame) -> Vec<Sample> {
    let pairs = || line.iter().zip(line.iter().skip(1));
    let length = |(a, b): (&LonLat, &LonLat)| apart(frame.xy(*a), frame.xy(*b));
    let total_m: f64 = pairs().map(length).sum();
    let step_m = STEP_M.max(total_m / count_f64(SAMPLES_MAX));
    let mut samples = Vec::new();
    for pair in pairs() {
        let length_m = length(pair);
        let count = whole((length_m / step_m).ceil()).max(1);
        for n in 0..count {
            let at = between(*pair.0, *pair.1, 2 * n + 1, 2 * count);
            samples.push((at, length_m / whole_f64(count)));
        }
    }
    samples
}

fn within(rings: &[Vec<LonLat>], [west, south, east, north]: [i32; 4]) -> Vec<Sample> {
    let Some(area) = Area::new(vec![rings.to_vec()]) else { return Vec::new() };
    let (low, high) =
        (LonLat { lon_e7: west, lat_e7: south }, LonLat { lon_e7: east, lat_e7: north });
    let cells = (0..GRID).flat_map(|x| (0..GRID).map(move |y| (2 * x + 1, 2 * y + 1)));
    let at = |(x, y)| LonLat {
        lon_e7: between(low, high, x, 2 * GRID).lon_e7,
        lat_e7: between(low, high, y, 2 * GRID).lat_e7,
    };
    cells.map(at).filter(|at| area.covers(*at)).map(|at| (at, 1.0)).collect()
}

/// The place `part` of `whole` of the way; both ends are places, so it is one.
fn between(a: LonLat, b: LonLat, part: i64, whole: i64) -> LonLat {
    let mix = |from: i32, to: i32| {
        let way = (i64::from(to) - i64::from(from)) * part / whole.max(1);
        i32::try_from(i64::from(from) + way).unwrap_or(from)
    };
    LonLat { lon_e7: mix(a.lon_e7, b.lon_e7), lat_e7: mix(a.lat_e7, b.lat_e7) }
}

fn count_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn whole_f64(count: i64) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
#[path = "inside_tests.rs"]
mod tests;
