//! Doubts about where a site lies to its village.

use domain::{
    DesaId,
    geo::{Shape, doubt::Meant},
};

use super::{
    Around, Doubt, Limits, Sketch,
    refusal::{
        SITE_BOUNDARY_UNKNOWN, SITE_IN_SEA, SITE_MINUTES, SITE_NEAR_BORDER, SITE_OUTSIDE_BOUNDARY,
        SITE_SIGN_LOST,
    },
};
use crate::{
    boundary::{AROUND_M, Village},
    distance::whole,
    inside::{Inside, Standing, beyond_m, inside},
    work::Footprint,
};

/// Where the site lies, and what is doubtful about it.
pub(super) fn check(
    n: usize,
    work: &Sketch<'_>,
    site: &Footprint,
    around: &Around,
    limits: &Limits,
) -> (Inside, Option<Doubt>) {
    let band_m = u32::try_from(limits.band_m).map_or(0.0, f64::from);
    let Some(desa) = work.desa else {
        return (Inside::unknown(), of_no_village(n, site, around, band_m));
    };
    let found = inside(&site.shape, desa, &around.villages, band_m);
    let distance_m = found.outside_mm.saturating_add(999) / 1_000;
    let doubt = match found.standing {
        Standing::Inside => None,
        Standing::NotChecked => Some(Doubt::at(n, SITE_BOUNDARY_UNKNOWN.refuse())),
        Standing::Band => {
            let refusal = SITE_NEAR_BORDER.refuse().fact("distance_m", distance_m);
            Some(Doubt::at(n, refusal.fact("band_m", limits.band_m)))
        }
        Standing::Outside => {
            let meant = misread(n, desa, site, around, band_m);
            Some(meant.unwrap_or_else(|| outside(n, &found, distance_m, limits)))
        }
    };
    (found, doubt)
}

/// A work that names no village may lie in any; doubtful is what lies in none.
fn of_no_village(n: usize, site: &Footprint, around: &Around, band_m: f64) -> Option<Doubt> {
    if around.villages.is_empty() && !around.is_bounded {
        return Some(Doubt::at(n, SITE_BOUNDARY_UNKNOWN.refuse()));
    }
    let apart_m = beyond_m(&site.shape, &around.villages);
    if apart_m <= band_m {
        return None;
    }
    let refusal = SITE_IN_SEA.refuse().fact("whose", "desa terdekat");
    let refusal = if apart_m.is_finite() {
        refusal.fact("distance_m", whole(apart_m.ceil()))
    } else {
        let least_m = whole(AROUND_M);
        refusal.shown("distance_m", least_m, format!("lebih dari {least_m}"))
    };
    Some(Doubt::at(n, refusal).untrusted())
}

/// Farther outside than the band, as the numbers say.
fn outside(n: usize, found: &Inside, distance_m: i64, limits: &Limits) -> Doubt {
    let far = distance_m > limits.far_m;
    let Some((desa, name)) = &found.neighbour else {
        let refusal = SITE_IN_SEA.refuse().fact("distance_m", distance_m);
        return Doubt::at(n, refusal.fact("whose", "desa ini")).untrusted();
    };
    let permille = found.outside_permille;
    let shown = format!("{},{} persen", permille / 10, permille % 10);
    let refusal = SITE_OUTSIDE_BOUNDARY
        .refuse()
        .fact("distance_m", distance_m)
        .shown("outside", permille, shown)
        .fact("neighbour", name)
        .fact("neighbour_id", desa);
    let doubt = Doubt::at(n, refusal);
    if far { doubt.untrusted() } else { doubt }
}

/// The same numbers read otherwise, when that puts the whole site into its village.
fn misread(
    n: usize,
    desa: &DesaId,
    site: &Footprint,
    around: &Around,
    band_m: f64,
) -> Option<Doubt> {
    let own: Vec<Village> =
        around.villages.iter().filter(|village| village.desa == *desa).cloned().collect();
    Meant::ALL.into_iter().find_map(|meant| {
        let proposed = reread(&site.shape, meant)?;
        let fits = inside(&proposed, desa, &own, band_m).standing;
        if !matches!(fits, Standing::Inside | Standing::Band) {
            return None;
        }
        let reason = match meant {
            Meant::OtherSign => SITE_SIGN_LOST,
            Meant::MinutesAndSeconds | Meant::MinutesAndTenths => SITE_MINUTES,
        };
        let mut doubt = Doubt::at(n, reason.refuse()).untrusted();
        doubt.proposed = Some(proposed);
        Some(doubt)
    })
}

/// A shape with every vertex read otherwise; none when it then is no shape or still the same.
fn reread(shape: &Shape, meant: Meant) -> Option<Shape> {
    let line = |vertices: &[domain::geo::LonLat]| {
        vertices.iter().map(|at| meant.read(*at)).collect::<Option<Vec<_>>>()
    };
    let read = match shape {
        Shape::Point(at) => Shape::point(meant.read(*at)?),
        Shape::Line(vertices) => Shape::line(line(vertices)?).ok()?,
        Shape::Polygon(rings) => {
            let rings = rings.iter().map(|ring| line(ring)).collect::<Option<Vec<_>>>()?;
            Shape::polygon(rings).ok()?
        }
    };
    (read != *shape).then_some(read)
}
