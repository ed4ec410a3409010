//! The neighbourhood of a village as a tile that answers without a network.
//!
//! A tile answers for the gate, so everything by which the gate may find a pair is
//! bounded here from above: how far off a claim can matter, for which years, and
//! whether it is met by words alone. What lowers a verdict is left out, so a tile
//! may say "possible" where the gate is silent, and never the other way round
//! (`tile_tests.rs` asks both of many random neighbourhoods).

use std::collections::BTreeSet;

use domain::{
    DesaId, Error, WorkClass,
    geo::{
        Shape,
        cells::{cell_of, connected, outline},
        tile::{Group, Tile, What},
    },
    hex,
};
use h3o::{CellIndex, Resolution};
use store::{Tx, args};

use crate::{
    boundary,
    claim_sql::{self, VillageClaimRow},
    cover::{CORNER_M, Ground, number},
    frame::Frame,
    heirs, namesake, place,
    plane::Plane,
    rules::{ClassRule, RuleSet, active_remembered},
    screen,
    work::Claim,
};

/// For how many seconds a tile may say "clear": a week.
const FRESH_S: u64 = 7 * 86_400;
/// The most cells around a village of which a tile is made: of about 780 km2.
const CELLS_MAX: usize = 65_536;
/// The most cells of one claim; one that touches more is told by larger ones.
const CLAIM_CELLS_MAX: usize = 32;
/// The smallest cells of a claim, edges of about 10 m, and the largest, of about 60 km.
const RESOLUTIONS: std::ops::RangeInclusive<u8> = 3..=12;
/// What is added against rounding at a cell's edge, metres.
const MARGIN_M: f64 = 0.1;
/// Reaches are rounded up to so many metres, so that claims share groups.
const REACH_STEP_M: u64 = 10;

/// A tile as it was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The tile.
    pub tile: Tile,
    /// Whether it covers the village; if not, only the surroundings of its own claims.
    pub is_whole: bool,
}

impl Made {
    /// The bytes of the tile and their mark, which changes with them.
    pub fn sealed(&self) -> (Vec<u8>, String) {
        let bytes = self.tile.encode();
        let digest = ring::digest::digest(&ring::digest::SHA256, &bytes);
        let mark = digest.as_ref().get(..16).unwrap_or_default();
        (bytes, format!("\"{}\"", hex(mark)))
    }
}

/// Makes the tile of a village from the register as this transaction sees it.
///
/// # Errors
/// RULE_SET_MISSING, or a fault.
pub async fn of(tx: &mut Tx<'_>, desa: &DesaId) -> Result<Made, Error> {
    let rules = active_remembered(tx).await?;
    let rows: Vec<VillageClaimRow> =
        tx.all(&claim_sql::READ_CLAIMS_OF_DESA, args![desa, 0, i32::MAX]).await?;
    let own: Vec<Claim> = rows.into_iter().map(screen::village_claim).collect::<Result<_, _>>()?;
    let today = tx.today();
    let village = boundary::of(tx, desa, today).await?;
    let parts = village.iter().flat_map(|village| village.area.parts());
    let grounds: Vec<Ground> =
        parts.filter_map(|part| Ground::of_rings(part).transpose()).collect::<Result<_, _>>()?;
    let whole = (!grounds.is_empty()).then(|| Around::of(&grounds, rules.candidate_radius_m));
    let (around, is_whole) = match whole.flatten() {
        Some(around) => (around, true),
        None => (Around::of_claims(&own, rules.candidate_radius_m)?, false),
    };
    let near = screen::candidates(tx, &around.searched).await?;
    let mut tile = tile(&rules, desa, around.covered, &near, &own)?;
    for (with, year) in heirs::of_village(tx, desa).await? {
        for claim in near.iter().filter(|claim| with.is_of(&rules, claim)) {
            tile.groups.entry(held(&rules, year)).or_default().extend(cells(&claim.shape)?);
        }
    }
    Ok(Made { tile, is_whole })
}

/// The cells of which a tile tells, and those that must be read for it.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Everything within the candidate radius of the ground.
    pub covered: BTreeSet<CellIndex>,
    /// Whatever lies within the candidate radius of anything covered is stored here.
    pub searched: BTreeSet<i64>,
}

impl Around {
    /// Around all of some grounds; none when they need more than [`CELLS_MAX`].
    pub fn of(grounds: &[Ground], candidate_radius_m: i64) -> Option<Self> {
        let mut around = Self::default();
        grounds.iter().all(|ground| around.add(ground, candidate_radius_m)).then_some(around)
    }

    /// Around as many of some claims as fit.
    fn of_claims(claims: &[Claim], candidate_radius_m: i64) -> Result<Self, Error> {
        let mut around = Self::default();
        for claim in claims {
            around.add(&Ground::of(&claim.shape)?, candidate_radius_m);
        }
        Ok(around)
    }

    /// Adds what lies around a ground, or nothing when it would be too much.
    fn add(&mut self, ground: &Ground, candidate_radius_m: i64) -> bool {
        let radius_m = f64::from(u32::try_from(candidate_radius_m).unwrap_or(u32::MAX));
        // A covered cell reaches twice its corners' way beyond the radius.
        let searched_m = 2.0 * (radius_m + CORNER_M);
        let left = CELLS_MAX.saturating_sub(self.searched.len());
        let (Some(covered), Some(searched)) =
            (ground.search(radius_m, left), ground.search(searched_m, left))
        else {
            return false;
        };
        self.covered.extend(covered);
        self.searched.extend(searched.into_iter().filter_map(|cell| number(cell).ok()));
        true
    }
}

/// The tile of a village from claims: those near by their place, its own by their words.
pub(crate) fn tile(
    rules: &RuleSet,
    desa: &DesaId,
    covered: BTreeSet<CellIndex>,
    near: &[Claim],
    own: &[Claim],
) -> Result<Tile, Error> {
    let mut tile = Tile {
        desa: desa.clone(),
        rule_rev: whole(rules.rule_rev),
        fresh_s: FRESH_S,
        radius_m: whole(rules.candidate_radius_m),
        accuracy_m: whole(rules.accuracy_default_m),
        factor_permille: whole(rules.accuracy_factor_permille),
        classes: WorkClass::ALL
            .iter()
            .map(|c| (c.code().to_owned(), rules.family_bits(*c)))
            .collect(),
        covered,
        groups: std::collections::BTreeMap::new(),
    };
    for claim in near {
        let cells = cells(&claim.shape)?;
        tile.groups.entry(placed(rules, claim)).or_default().extend(cells);
    }
    for claim in own {
        tile.groups.entry(named(rules, claim, What::Village)).or_default();
        if !claim.facts.trusted {
            tile.groups.entry(named(rules, claim, What::Doubted)).or_default();
        }
    }
    Ok(tile)
}

/// When a claim can matter to an asker by its place, whatever the asker's class, kind of work
/// and declarations: what the judge takes the most of two classes for is taken of the family.
fn placed(rules: &RuleSet, claim: &Claim) -> Group {
    // Whoever enters anew what this claim is held with may call it anything.
    let is_heir = !claim.facts.held_with.is_empty();
    let family: Vec<&ClassRule> = rules
        .classes
        .iter()
        .filter(|(class, _)| is_heir || rules.share_family(**class, claim.class))
        .map(|(_, rule)| rule)
        .collect();
    let most = |figure: fn(&ClassRule) -> i64| {
        whole(family.iter().map(|rule| figure(rule)).max().unwrap_or_default())
    };
    let (new, rehab) = (most(|r| r.window_new_years), most(|r| r.window_rehab_years));
    let base_m = most(|r| r.lookup_radius_m.max(r.hard_zone_m).max(r.corridor_m));
    let error_mm = whole(place::error_mm(rules, claim));
    let sure_m = |error_mm: u64| {
        error_mm.saturating_mul(whole(rules.accuracy_factor_permille)).div_ceil(1_000_000)
    };
    // The asker's error may be taken for more than it is told to be.
    let floor_m = whole(rules.accuracy_floor_phone_m.max(rules.accuracy_floor_drawn_m));
    let both_m = error_mm.div_ceil(1_000).saturating_add(floor_m);
    let mut reach_m = base_m
        .saturating_add(both_m)
        .max(sure_m(error_mm))
        .max(sure_m(floor_m.saturating_mul(1_000)));
    let household = claim.class == WorkClass::Housing && !claim.facts.household.is_empty();
    // One household is one house, and a scorecard speaks, as far as anything is compared.
    if household || is_heir || rules.scorecard.is_some() {
        reach_m = u64::MAX;
    }
    let year = whole(claim.tahun.get().into());
    let is_new = rules.counts_as_new(claim.class, claim.intervention);
    Group {
        what: What::Places,
        families: if is_heir { all_families(rules) } else { rules.family_bits(claim.class) },
        // An earlier asker's own kind of work sets the window.
        from_year: year.saturating_sub(new.max(rehab)),
        to_year: year.saturating_add(if is_new { new } else { rehab }),
        reach_m: reach_m.min(whole(rules.candidate_radius_m)).next_multiple_of(REACH_STEP_M),
    }
}

/// When a claim can matter to whatever a village enters that gave up another work held with it.
fn held(rules: &RuleSet, year: i64) -> Group {
    Group {
        what: What::Places,
        families: all_families(rules),
        from_year: whole(year),
        to_year: whole(year),
        reach_m: whole(rules.candidate_radius_m).next_multiple_of(REACH_STEP_M),
    }
}

fn all_families(rules: &RuleSet) -> u64 {
    let families = WorkClass::ALL.iter().map(|class| rules.family_bits(*class));
    families.fold(0, |all, bits| all | bits)
}

/// When a claim can matter by words.
fn named(rules: &RuleSet, claim: &Claim, what: What) -> Group {
    let year = whole(claim.tahun.get().into());
    let years = whole(namesake::YEARS_MAX.into());
    Group {
        what,
        families: rules.family_bits(claim.class),
        from_year: year.saturating_sub(years),
        to_year: year.saturating_add(years),
        reach_m: 0,
    }
}

/// The cells that a shape touches, as small as few of them hold it.
fn cells(shape: &Shape) -> Result<Vec<CellIndex>, Error> {
    let frame = Frame::of(shape);
    let plane = Plane::of(shape, &frame);
    let first = shape.vertices().next().ok_or_else(|| Error::fault("a shape without vertices"))?;
    let few = RESOLUTIONS.rev().find_map(|resolution| {
        let start = cell_of(first, Resolution::try_from(resolution).ok()?)?;
        connected(start, CLAIM_CELLS_MAX, |cell| outline(cell, &frame).within(&plane, MARGIN_M))
    });
    few.ok_or_else(|| Error::fault("a shape larger than the largest cells"))
}

/// A figure of the rules, which is never below zero.
fn whole(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

#[cfg(test)]
#[path = "tile_tests.rs"]
mod tests;
