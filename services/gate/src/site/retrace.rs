//! Metres that a work draws twice: a second line that runs on one before it.

use domain::geo::Shape;

use super::{Doubt, Limits, Sketch, refusal::SITE_RETRACED};
use crate::{
    overlap::{length_mm, matched},
    stretch::{Interval, merged, total_mm},
    work::Footprint,
};

/// 1e-7 degrees in a metre, rounded up: lines whose boxes lie farther apart share nothing.
const E7_A_METRE: i64 = 100;

/// Samples times vertices that are compared of one line at most, some milliseconds: a drawing needs
/// a hundredth. What lies behind is not compared.
const COMPARISONS_MAX: i64 = 4_000_000;

/// What two lines share, of the one of which it is more.
#[derive(Debug, Clone, Copy)]
struct Shared {
    /// Number of the earlier site.
    other: usize,
    shared_mm: i64,
    length_mm: i64,
}

impl Shared {
    fn permille(&self) -> i64 {
        self.shared_mm.saturating_mul(1_000).checked_div(self.length_mm).unwrap_or_default()
    }
}

/// The metres of a line that run on the lines before it, each counted once, and what is doubtful
/// about them. Which way a line was drawn, and its vertices, change nothing. An equal shape is
/// told by a reason of its own.
pub(super) fn check(
    n: usize,
    work: &Sketch<'_>,
    site: &Footprint,
    limits: &Limits,
) -> (i64, Option<Doubt>) {
    let corridor = u32::try_from(limits.retraced_corridor_m);
    let (Some(own_mm), Ok(corridor_m)) = (length_mm(&site.shape), corridor) else {
        return (0, None);
    };
    let before = work.sites.iter().take(n);
    let is_equal = before.clone().any(|other| other.shape == site.shape);
    let mut along: Vec<Interval> = Vec::new();
    let mut most: Option<Shared> = None;
    let mut left = COMPARISONS_MAX;
    for (other, earlier) in before.enumerate() {
        let near = is_near(&site.shape, &earlier.shape, corridor_m);
        let Some(length_mm) = length_mm(&earlier.shape).filter(|_| near) else { continue };
        left = left.saturating_sub(cost((&site.shape, own_mm), (&earlier.shape, length_mm)));
        if left < 0 {
            break;
        }
        let of_own = matched(&site.shape, &earlier.shape, f64::from(corridor_m));
        let of_other = matched(&earlier.shape, &site.shape, f64::from(corridor_m));
        let (own, others) = (of_own.unwrap_or_default(), of_other.unwrap_or_default());
        for shared in [
            Shared { other, shared_mm: total_mm(&own), length_mm: own_mm },
            Shared { other, shared_mm: total_mm(&others), length_mm },
        ] {
            if shared.shared_mm > 0 && most.is_none_or(|known| shared.permille() > known.permille())
            {
                most = Some(shared);
            }
        }
        along.extend(own);
    }
    let again_mm = total_mm(&merged(along));
    let together = most.map(|most| Shared { shared_mm: again_mm, length_mm: own_mm, ..most });
    let told = most
        .into_iter()
        .chain(together)
        .find(|shared| shared.permille() >= limits.retraced_permille && !is_equal);
    (again_mm, told.map(|shared| doubt(n, &shared)))
}

fn doubt(n: usize, shared: &Shared) -> Doubt {
    let refusal = SITE_RETRACED.refuse().fact("other", shared.other.saturating_add(1));
    let refusal = refusal.fact("shared_m", shared.shared_mm.saturating_add(500) / 1_000);
    Doubt::at(n, refusal.fact("length_m", shared.length_mm.saturating_add(500) / 1_000))
}

/// What it costs to compare two lines of so many millimetres: every sample of one, two metres from
/// the next, with every side of the other.
fn cost((one, one_mm): (&Shape, i64), (two, two_mm): (&Shape, i64)) -> i64 {
    let samples = |length_mm: i64| (length_mm / 2_000).clamp(20, 2_000);
    let sides = |shape: &Shape| i64::try_from(shape.vertices().count()).unwrap_or(i64::MAX);
    let first = samples(one_mm).saturating_mul(sides(two));
    first.saturating_add(samples(two_mm).saturating_mul(sides(one)))
}

/// Whether the boxes of two shapes come as near as a corridor.
fn is_near(a: &Shape, b: &Shape, corridor_m: u32) -> bool {
    let ([west_a, south_a, east_a, north_a], [west_b, south_b, east_b, north_b]) =
        (a.bbox(), b.bbox());
    let most_e7 = i64::from(corridor_m).saturating_mul(E7_A_METRE);
    [(west_a, east_b), (west_b, east_a), (south_a, north_b), (south_b, north_a)]
        .into_iter()
        .all(|(begins, ends)| i64::from(begins) - i64::from(ends) <= most_e7)
}
