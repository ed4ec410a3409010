//! Doubts about points that stand for something else: the village, another work.

use domain::{
    WorkClass,
    geo::{LonLat, Shape},
};

use super::{
    Around, Doubt, Limits, Sketch,
    refusal::{SITE_COPIED, SITE_IN_WATER, SITE_OFFICE_DEFAULT, SITE_PIN_SHARED, SITE_REPEATED},
};
use crate::{boundary::Water, distance::distance_m, work::Footprint};

/// The listed point of a village, the same point as other works, a copy, a building in water.
pub(super) fn check(
    n: usize,
    work: &Sketch<'_>,
    site: &Footprint,
    around: &Around,
    limits: &Limits,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if let Shape::Point(at) = site.shape {
        doubts.extend(listed(n, at, around, limits));
        doubts.extend(in_water(n, work.class, &site.shape, &around.waters));
        if around.shared >= limits.pins_max {
            let refusal = SITE_PIN_SHARED.refuse().fact("count", around.shared);
            doubts.push(Doubt::at(n, refusal).untrusted());
        }
    }
    if let Some((desa_name, project_name)) = &around.copied {
        let refusal = SITE_COPIED.refuse().fact("desa_name", desa_name);
        doubts.push(Doubt::at(n, refusal.fact("project_name", project_name)).untrusted());
    }
    let earlier = work.sites.iter().take(n).position(|other| other.shape == site.shape);
    if let Some(other) = earlier {
        doubts.push(Doubt::at(n, SITE_REPEATED.refuse().fact("other", other.saturating_add(1))));
    }
    doubts
}

/// The office of any village around, the point by which it is listed, or the middle of its area.
fn listed(n: usize, at: LonLat, around: &Around, limits: &Limits) -> Option<Doubt> {
    let near_m = metres(limits.pin_m);
    let is = |pin: Option<LonLat>| {
        pin.is_some_and(|pin| distance_m(&Shape::point(at), &Shape::point(pin)) <= near_m)
    };
    around.villages.iter().find_map(|village| {
        let what = if is(village.office) {
            "kantor desa"
        } else if is(village.pin) {
            "titik daftar desa"
        } else if is(village.area.centroid()) {
            "titik tengah wilayah"
        } else {
            return None;
        };
        let refusal = SITE_OFFICE_DEFAULT.refuse().fact("what", what);
        let refusal = refusal.fact("desa_name", &village.name).fact("desa_id", &village.desa);
        Some(Doubt::at(n, refusal).untrusted())
    })
}

/// A building where a water is.
fn in_water(n: usize, class: WorkClass, site: &Shape, waters: &[Water]) -> Option<Doubt> {
    let stands_dry = matches!(
        class,
        WorkClass::Building | WorkClass::Housing | WorkClass::SportsField | WorkClass::Landfill
    );
    let holds = |water: &&Water| distance_m(site, &water.shape) <= water.half_width_m;
    let water = waters.iter().filter(|_| stands_dry).find(holds)?;
    let name = if water.name.is_empty() { "tanpa nama" } else { &water.name };
    Some(Doubt::at(n, SITE_IN_WATER.refuse().fact("water", name)))
}

/// Whole metres; a figure below zero is none, and nothing is as near.
fn metres(whole: i64) -> f64 {
    u32::try_from(whole).map_or(-1.0, f64::from)
}
