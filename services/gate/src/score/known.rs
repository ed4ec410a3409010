//! What is known of each work of a set before pairs are looked at.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::WorkClass;

use super::{
    doing::Doing,
    item::{Item, Trust},
    sketch::{Kind, Sketch},
    track::walked,
};
use crate::{
    frame::Frame,
    words::{Name, Rarity},
};

/// Works this close to a point stand around it, degrees times 1e7 (about 33 m).
const AROUND_E7: i32 = 3_000;
/// Works of one class this close make a cluster, degrees times 1e7 (about 66 m).
const CLUSTER_E7: i32 = 6_000;
/// Smallest radius of a village, metres.
const RADIUS_MIN_M: f64 = 300.0;
/// The most works that are counted around a point.
const COUNTED_MAX: u32 = 50;

/// What is known of a work.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its name, taken apart.
    pub name: Name,
    /// What is done.
    pub doing: Doing,
    /// Weight of each telling word in the whole set.
    pub weights: Vec<f32>,
    /// Weight of each telling word in its village.
    pub here: Vec<f32>,
    /// Its line without what only the walking made; none where the line is as it was drawn.
    pub walked: Option<Sketch>,
    /// Drawn length, metres; 0 of points.
    pub length_m: f64,
    /// Other works on the very same point.
    pub pin: u32,
    /// Different families of other works around its point.
    pub mix: u32,
    /// Other works of its families close by.
    pub cluster: u32,
    /// Distance from the middle of its village over the village's radius.
    pub outlying: f64,
    /// Other works with the same name.
    pub name_twins: u32,
    /// Other works of the same cost.
    pub cost_twins: u32,
}

/// A work alone: its name without counted weights and its drawn length.
pub fn alone(item: &Item) -> Known {
    let name = Name::parse(&item.name, &item.village_name, item.class);
    let even = vec![crate::words::compare::WEIGHT_UNCOUNTED; name.telling().count()];
    let walked = walked(item);
    let drawn = walked.as_ref().or(item.sketch.as_ref());
    Known {
        weights: even.clone(),
        here: even,
        length_m: drawn.filter(|drawn| drawn.kind != Kind::Point).map_or(0.0, Sketch::length_m),
        walked,
        doing: Doing::of(&name, &item.kegiatan),
        name,
        outlying: f64::NAN,
        ..Known::default()
    }
}

/// What is known of every work of a set.
pub fn known(items: &[Item]) -> Vec<Known> {
    let mut all: Vec<Known> = items.iter().map(alone).collect();
    weigh(items, &mut all);
    twins(items, &mut all);
    around(items, &mut all);
    middles(items, &mut all);
    all
}

fn weigh(items: &[Item], all: &mut [Known]) {
    let mut everywhere = Rarity::default();
    let mut villages: HashMap<&str, Rarity> = HashMap::new();
    for (item, known) in items.iter().zip(all.iter()) {
        everywhere.count(&known.name);
        villages.entry(&item.village).or_default().count(&known.name);
    }
    for (item, known) in items.iter().zip(all.iter_mut()) {
        known.weights = known.name.telling().map(|word| everywhere.weight(word)).collect();
        if let Some(here) = villages.get(item.village.as_str()) {
            known.here = known.name.telling().map(|word| here.weight(word)).collect();
        }
    }
}

fn twins(items: &[Item], all: &mut [Known]) {
    let mut names: HashMap<u64, u32> = HashMap::new();
    let mut costs: HashMap<u64, u32> = HashMap::new();
    for (item, known) in items.iter().zip(all.iter()) {
        *names.entry(known.name.whole).or_default() += 1;
        *costs.entry(item.cost.to_bits()).or_default() += 1;
    }
    for (item, known) in items.iter().zip(all.iter_mut()) {
        known.name_twins = names.get(&known.name.whole).map_or(0, |count| count - 1);
        known.cost_twins = costs.get(&item.cost.to_bits()).map_or(0, |count| count - 1);
    }
}

/// First vertex of a work.
fn first(item: &Item) -> Option<[i32; 2]> {
    item.sketch.as_ref()?.at.first().copied()
}

/// Works of one class whose first vertex is the same.
#[derive(Debug, Clone, Copy)]
struct Stand {
    at: [i32; 2],
    class: WorkClass,
    works: u32,
}

/// Counts what stands around each work. Works of one class on one pin are counted once for all of
/// them: thousands may stand on the pin of a village office.
fn around(items: &[Item], all: &mut [Known]) {
    let cell = |[lon, lat]: [i32; 2]| (lon.div_euclid(CLUSTER_E7), lat.div_euclid(CLUSTER_E7));
    let mut counts: BTreeMap<([i32; 2], WorkClass), u32> = BTreeMap::new();
    for item in items {
        if let Some(at) = first(item) {
            *counts.entry((at, item.class)).or_default() += 1;
        }
    }
    let mut grid: HashMap<(i32, i32), Vec<Stand>> = HashMap::new();
    for ((at, class), works) in counts {
        grid.entry(cell(at)).or_default().push(Stand { at, class, works });
    }
    let counted = |so_far: u32, works: u32| so_far.saturating_add(works).min(COUNTED_MAX);
    for (item, known) in items.iter().zip(all.iter_mut()) {
        let Some(at) = first(item) else { continue };
        let point = item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Point);
        let (x, y) = cell(at);
        let mut kinds = HashSet::new();
        for (dx, dy) in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))) {
            for stand in grid.get(&(x + dx, y + dy)).into_iter().flatten() {
                let itself = stand.at == at && stand.class == item.class;
                let works = stand.works - u32::from(itself);
                if works == 0 {
                    continue;
                }
                let apart = (stand.at[0] - at[0]).abs().max((stand.at[1] - at[1]).abs());
                let akin = stand.class.shares_family(item.class);
                if akin && apart <= CLUSTER_E7 {
                    known.cluster = counted(known.cluster, works);
                }
                if point && apart == 0 {
                    known.pin = counted(known.pin, works);
                }
                if point && !akin && apart <= AROUND_E7 {
                    kinds.insert(stand.class.family_bits());
                }
            }
        }
        known.mix = u32::try_from(kinds.len()).unwrap_or(COUNTED_MAX);
    }
}

fn middles(items: &[Item], all: &mut [Known]) {
    let mut villages: BTreeMap<&str, Vec<(usize, [i32; 2])>> = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        if let (Some(at), true) = (first(item), item.trust != Trust::Far) {
            villages.entry(&item.village).or_default().push((number, at));
        }
    }
    for places in villages.values().filter(|places| places.len() >= 5) {
        let middle = |axis: usize| {
            let mut all: Vec<i32> =
                places.iter().filter_map(|(_, at)| at.get(axis).copied()).collect();
            all.sort_unstable();
            f64::from(all.get(all.len() / 2).copied().unwrap_or_default()) / domain::geo::DEGREE
        };
        let frame = Frame::at(middle(0), middle(1));
        let far = |[lon, lat]: [i32; 2]| {
            let deg = |at: i32| f64::from(at) / domain::geo::DEGREE;
            let [x, y] = frame.degrees(deg(lon), deg(lat));
            x.hypot(y)
        };
        let mut reaches: Vec<f64> = places.iter().map(|(_, at)| far(*at)).collect();
        reaches.sort_by(f64::total_cmp);
        let radius = reaches.get(reaches.len() * 3 / 4).copied().unwrap_or_default();
        for (number, at) in places {
            if let Some(known) = all.get_mut(*number) {
                known.outlying = far(*at) / radius.max(RADIUS_MIN_M);
            }
        }
    }
}

#[cfg(test)]
#[path = "known_tests.rs"]
mod tests;
