//! One-sidedness: the gate's own judgement and the tile's answer over the same claims.

use std::collections::BTreeSet;

use domain::{
    DesaId,
    geo::{
        LonLat, Shape,
        tile::{Answer, Question, Site, Tile},
    },
};

use super::*;
use crate::{
    cover::cover,
    frame::Frame,
    test_kit::DESA_A,
    work::{Claim, Verdict},
};

#[path = "tile_world.rs"]
mod world;

use world::{Dice, Land, Neighbourhood, any_claim, of_village};

/// The neighbourhoods of an everyday run; `LUMBUNG_TILE_CAMPAIGN` asks for another number.
const EVERYDAY: u64 = 5_000;

/// A tile's part that a planted fault leaves out.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Claims matter only where they lie.
    NoReach,
    /// Only claims beside the covered cells themselves are read.
    NoGrowth,
    /// The village's words are forgotten.
    NoWords,
}

impl Neighbourhood {
    /// The tile that the server would hand out, written and read.
    fn tile(&self, fault: Fault) -> Tile {
        let covered = self.around.covered.clone();
        let beside: BTreeSet<i64> = match fault {
            Fault::NoGrowth => covered.iter().map(|cell| number(*cell).unwrap()).collect(),
            _ => self.around.searched.clone(),
        };
        let is_near = |claim: &&Claim| !cover(&claim.shape, 0.0).unwrap().is_disjoint(&beside);
        let near: Vec<Claim> = self.others.iter().filter(is_near).cloned().collect();
        let named = if fault == Fault::NoWords { Vec::new() } else { of_village(&self.others) };
        let desa = &self.own[0].desa;
        let mut tile = tile(&self.rules, desa, covered, &near, &named).unwrap();
        if fault == Fault::NoReach {
            for (group, cells) in std::mem::take(&mut tile.groups) {
                let group = Group { reach_m: 0, ..group };
                tile.groups.entry(group).or_default().extend(cells);
            }
        }
        Tile::decode(&tile.encode()).unwrap()
    }

    fn answer(&self, fault: Fault) -> Answer {
        let sites: Vec<Site> = self
            .own
            .iter()
            .map(|claim| Site {
                shape: claim.shape.clone(),
                accuracy_mm: claim.accuracy_mm.map(i64::unsigned_abs),
                is_believed: claim.facts.trusted,
            })
            .collect();
        let Claim { desa, class, tahun, .. } = &self.own[0];
        let question = Question { desa, class: *class, tahun: *tahun, sites: &sites };
        self.tile(fault).ask(&question, 0, 0)
    }

    /// The worst that the gate says of the work.
    fn judged(&self) -> Verdict {
        let found = crate::works::findings(&self.rules, &self.own, &self.others);
        found.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Clear)
    }
}

/// How often the gate and the tile said what.
#[derive(Debug, Default)]
struct Tally {
    wrong_clear: u64,
    found: u64,
    possible: u64,
    clear: u64,
    unknown: u64,
    wrong_possible: u64,
}

fn campaign(count: u64, fault: Fault) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..count {
        let neighbourhood = Neighbourhood::any(&mut Dice(seed));
        let (judged, answer) = (neighbourhood.judged(), neighbourhood.answer(fault));
        let is_found = judged != Verdict::Clear;
        tally.found += u64::from(is_found);
        match answer {
            Answer::Possible => {
                tally.possible += 1;
                tally.wrong_possible += u64::from(!is_found);
            }
            Answer::Unknown(_) => tally.unknown += 1,
            Answer::Clear => {
                tally.clear += 1;
                tally.wrong_clear += u64::from(is_found);
                if is_found && fault == Fault::None {
                    eprintln!("neighbourhood {seed}: clear, where the gate says {judged:?}");
                }
            }
        }
    }
    tally
}

#[test]
fn a_tile_never_clears_what_the_gate_would_find() {
    let asked = std::env::var("LUMBUNG_TILE_CAMPAIGN").ok();
    let count = asked.map_or(EVERYDAY, |count| count.parse().unwrap());
    let tally = campaign(count, Fault::None);
    let silent = count - tally.found;
    eprintln!(
        "{count} neighbourhoods, {tally:?}; of {silent} where the gate finds nothing, {} in 1000 are called possible",
        tally.wrong_possible * 1_000 / silent
    );
    assert_eq!(tally.wrong_clear, 0, "{tally:?}");
    // Otherwise nothing was tested.
    assert!(tally.found * 5 > count, "{tally:?}");
    assert!(tally.clear * 10 > count && tally.unknown * 50 > count, "{tally:?}");
}

#[test]
fn without_reach_growth_or_words_it_would_so_the_test_above_can_fail() {
    for fault in [Fault::NoReach, Fault::NoGrowth, Fault::NoWords] {
        let tally = campaign(EVERYDAY, fault);
        eprintln!("{fault:?}: {} of {EVERYDAY} wrongly clear", tally.wrong_clear);
        assert!(tally.wrong_clear > 0, "{fault:?}");
    }
}

/// A village of 5 km by 5 km with so many claims, as kinds and sizes are usual.
fn village(claims: u128) -> Vec<u8> {
    let mut dice = Dice(7);
    let land = Land { frame: Frame::at(114.3, -8.3) };
    let rules = RuleSet::first().unwrap();
    let ring = land.square(-2_500.0, -2_500.0, 5_000.0, 5_000.0);
    let around = Around::of(&[Ground::of_rings(&[ring]).unwrap().unwrap()], 150).unwrap();
    let claims: Vec<Claim> = (1..=claims)
        .map(|project| {
            let mut claim = any_claim(&mut dice, &land, project, WorkClass::ALL);
            let (x, y) = (dice.between(-2_500.0, 2_500.0), dice.between(-2_500.0, 2_500.0));
            let side_m = dice.between(8.0, 60.0);
            let length_m = dice.between(30.0, 500.0);
            claim.shape = match dice.below(20) {
                0..=8 => Shape::point(land.at(x, y)),
                9..=16 => {
                    Shape::line(vec![land.at(x, y), land.at(x + length_m, y + 20.0)]).unwrap()
                }
                _ => Shape::polygon(vec![land.square(x, y, side_m, side_m)]).unwrap(),
            };
            claim.accuracy_mm = Some(i64::try_from(dice.below(15_000)).unwrap());
            claim.tahun = dice.year(2016, 11);
            claim
        })
        .collect();
    tile(&rules, &claims[0].desa, around.covered, &claims, &claims).unwrap().encode()
}

#[test]
fn the_tile_of_a_village_with_a_thousand_claims_is_small() {
    let sizes = [100, 1_000].map(|claims| village(claims).len());
    eprintln!("tiles of villages with 100 and 1000 claims: {sizes:?} bytes");
    assert!(sizes[0] < 8_000 && sizes[1] < 30_000, "{sizes:?}");
}

#[test]
fn a_shape_is_told_by_few_cells_however_large_it_is() {
    let land = Land { frame: Frame::at(114.3, -8.3) };
    let count = |shape: &Shape| cells(shape).unwrap().len();
    assert_eq!(count(&Shape::point(land.at(0.0, 0.0))), 1);
    for length_m in [5.0, 50.0, 500.0, 5_000.0, 49_000.0] {
        let line = Shape::line(vec![land.at(0.0, 0.0), land.at(length_m, 0.0)]).unwrap();
        assert!((1..=CLAIM_CELLS_MAX).contains(&count(&line)), "{length_m}");
    }
    let wide_m = 0.9 * domain::geo::EXTENT_MAX_M;
    let all = Shape::polygon(vec![land.square(0.0, 0.0, wide_m, wide_m)]).unwrap();
    assert!((1..=CLAIM_CELLS_MAX).contains(&count(&all)));
}

#[test]
fn ground_too_large_for_a_tile_is_not_covered_by_halves() {
    let land = Land { frame: Frame::at(114.3, -8.3) };
    let wide = |side_m: f64| {
        let ring = land.square(0.0, 0.0, side_m, side_m);
        Ground::of_rings(&[ring]).unwrap().unwrap()
    };
    assert!(Around::of(&[wide(15_000.0)], 150).is_some());
    assert!(Around::of(&[wide(30_000.0)], 150).is_none());
    assert!(Around::of(&[wide(15_000.0), wide(30_000.0)], 150).is_none());
    assert!(Ground::of_rings(&[]).unwrap().is_none());
}

/// Rings of a part of a GeoJSON polygon.
fn rings(part: &serde_json::Value) -> Vec<Vec<LonLat>> {
    let all = |value: &serde_json::Value| value.as_array().unwrap().clone();
    let at = |p: &serde_json::Value| LonLat::new(p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
    all(part).iter().map(|ring| all(ring).iter().map(|p| at(p).unwrap()).collect()).collect()
}

#[test]
fn every_village_of_banyuwangi_is_covered_in_a_kilobyte_or_two() {
    let text = include_str!("../../registry/data/boundaries_clean.geojson");
    let all: serde_json::Value = serde_json::from_str(text).unwrap();
    let rules = RuleSet::first().unwrap();
    for feature in all["features"].as_array().unwrap() {
        let geometry = &feature["geometry"]["coordinates"];
        let parts: Vec<Vec<Vec<LonLat>>> = match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => vec![rings(geometry)],
            _ => geometry.as_array().unwrap().iter().map(rings).collect(),
        };
        let ground = |part: &Vec<Vec<LonLat>>| Ground::of_rings(part).unwrap().unwrap();
        let grounds: Vec<Ground> = parts.iter().map(ground).collect();
        let code = feature["properties"]["code"].as_str().unwrap();
        let around = Around::of(&grounds, rules.candidate_radius_m);
        let covered = around.unwrap_or_else(|| panic!("{code} is too large")).covered;
        let inside =
            parts.iter().flatten().flatten().map(|at| cell_of(*at, Resolution::Ten).unwrap());
        assert!(inside.into_iter().all(|cell| covered.contains(&cell)), "{code}");
        let tile = tile(&rules, &DesaId::parse(DESA_A).unwrap(), covered, &[], &[]).unwrap();
        assert!(tile.encode().len() < 2_000, "{code}: {}", tile.encode().len());
    }
}
