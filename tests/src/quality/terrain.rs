//! The land: the village polygons that the product ships, and the borders that
//! neighbours share.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    chance::Chance,
    frame::Spot,
    shape::{centre, contains},
};

/// The villages' polygons (see NOTICE, part 2).
const BOUNDARIES: &str = include_str!("../../../services/registry/data/boundaries_clean.geojson");

/// A village as land.
pub struct Land {
    pub code: String,
    pub name: String,
    pub kecamatan: String,
    /// The outer ring of its largest part.
    pub ring: Vec<Spot>,
}

/// All desa (kelurahan have no APBDes), in the order of their codes.
pub fn lands() -> Vec<Land> {
    let file: Value = serde_json::from_str(BOUNDARIES).expect("the boundaries are JSON");
    let mut lands: Vec<Land> = file["features"]
        .as_array()
        .expect("features")
        .iter()
        .filter(|feature| feature["properties"]["kind"] == "desa")
        .map(land)
        .collect();
    lands.sort_by(|one, two| one.code.cmp(&two.code));
    lands
}

fn land(feature: &Value) -> Land {
    let geometry = &feature["geometry"];
    let rings: Vec<Vec<Spot>> = if geometry["type"] == "Polygon" {
        vec![ring(&geometry["coordinates"][0])]
    } else {
        let parts = geometry["coordinates"].as_array().expect("parts");
        parts.iter().map(|part| ring(&part[0])).collect()
    };
    let word = |name: &str| feature["properties"][name].as_str().expect("a word").to_owned();
    Land {
        code: word("code"),
        name: word("name"),
        kecamatan: word("kecamatan"),
        ring: rings
            .into_iter()
            .max_by(|one, two| area(one).total_cmp(&area(two)))
            .expect("a village has a part"),
    }
}

fn ring(value: &Value) -> Vec<Spot> {
    let mut spots: Vec<Spot> = value
        .as_array()
        .expect("a ring")
        .iter()
        .map(|at| Spot::of_degrees(at[0].as_f64().unwrap(), at[1].as_f64().unwrap()))
        .collect();
    spots.pop(); // GeoJSON repeats the first
    spots
}

fn area(ring: &[Spot]) -> f64 {
    let mut twice = 0.0;
    for at in 0..ring.len() {
        let (now, next) = (ring[at], ring[(at + 1) % ring.len()]);
        twice += now.x * next.y - next.x * now.y;
    }
    twice.abs() / 2.0
}

/// So many villages around a random one, so that they are neighbours.
pub fn neighbours(mut lands: Vec<Land>, count: usize, chance: &mut Chance) -> Vec<Land> {
    let from = centre(&chance.one_of(&lands).ring);
    lands.sort_by(|one, two| {
        centre(&one.ring).far_from(from).total_cmp(&centre(&two.ring).far_from(from))
    });
    lands.truncate(count.max(2));
    lands
}

/// A spot inside a village, as far from its border as a few throws can find.
pub fn inner_spot(ring: &[Spot], throws: u32, chance: &mut Chance) -> Spot {
    let (mut best, mut room) = (ring[0], -1.0);
    let mut made = 0;
    while made < throws || room < 0.0 {
        made += 1;
        let spot = thrown(ring, chance);
        if contains(ring, spot) {
            let least = ring.iter().map(|edge| edge.far_from(spot)).fold(f64::INFINITY, f64::min);
            if least > room {
                (best, room) = (spot, least);
            }
        }
    }
    best
}

fn thrown(ring: &[Spot], chance: &mut Chance) -> Spot {
    let bound = |pick: fn(&Spot) -> f64| {
        let low = ring.iter().map(pick).fold(f64::INFINITY, f64::min);
        let high = ring.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    };
    let ((west, east), (south, north)) = (bound(|spot| spot.x), bound(|spot| spot.y));
    Spot { x: chance.between(west, east), y: chance.between(south, north) }
}

/// A stretch of border between two villages.
pub struct Border {
    pub one: usize,
    pub two: usize,
    pub path: Vec<Spot>,
}

/// Every border between the given villages that is 150 m long or more, cut to
/// stretches of at most 900 m.
pub fn borders(lands: &[Land]) -> Vec<Border> {
    let key = |spot: Spot| ((spot.x * 20.0).round() as i64, (spot.y * 20.0).round() as i64);
    let mut owner: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, land) in lands.iter().enumerate() {
        for spot in &land.ring {
            owner.entry(key(*spot)).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    for (one, land) in lands.iter().enumerate() {
        let mut run: (usize, Vec<Spot>) = (one, Vec::new());
        for spot in &land.ring {
            let other = owner[&key(*spot)].iter().copied().find(|other| *other != one);
            if let Some(two) = other
                && two == run.0
                && super::shape::length(&run.1) < 900.0
            {
                run.1.push(*spot);
            } else {
                keep(&mut out, one, &mut run);
                run = (other.unwrap_or(one), vec![*spot]);
            }
        }
        keep(&mut out, one, &mut run);
    }
    out
}

fn keep(out: &mut Vec<Border>, one: usize, run: &mut (usize, Vec<Spot>)) {
    let (two, path) = (run.0, core::mem::take(&mut run.1));
    if one < two && super::shape::length(&path) >= 150.0 {
        out.push(Border { one, two, path });
    }
}
