//! Random neighbourhoods: a work that may be drafted, and claims around it.

use domain::{
    DesaId, Tahun, WorkClass,
    geo::{LonLat, Shape},
    ids::{ClaimId, ProjectId},
};
use uuid::Uuid;

use super::super::{Around, Ground};
use crate::{
    facts::{Layer, Relation, RelationKind, Side},
    frame::Frame,
    rules::RuleSet,
    scorecard::Scorecard,
    test_kit::{DESA_A, DESA_B},
    work::{Claim, ClaimKind, Intervention},
};

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let share = f64::from(u32::try_from(self.below(1 << 31)).unwrap()) / f64::from(1_u32 << 31);
        low + share * (high - low)
    }

    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    pub fn of<T: Clone>(&mut self, from: &[T]) -> T {
        let at = usize::try_from(self.below(from.len().try_into().unwrap())).unwrap();
        from[at].clone()
    }

    pub fn year(&mut self, low: i32, count: u64) -> Tahun {
        Tahun::new(low + i32::try_from(self.below(count)).unwrap()).unwrap()
    }
}

/// Around a place anywhere in Indonesia.
pub struct Land {
    pub frame: Frame,
}

impl Land {
    pub fn any(dice: &mut Dice) -> Self {
        Self { frame: Frame::at(dice.between(95.5, 140.5), dice.between(-10.5, 5.5)) }
    }

    pub fn at(&self, x: f64, y: f64) -> LonLat {
        let [lon, lat] = self.frame.lon_lat_deg([x, y]);
        LonLat::new(lon, lat).unwrap()
    }

    pub fn square(&self, x: f64, y: f64, wide: f64, high: f64) -> Vec<LonLat> {
        [[x, y], [x + wide, y], [x + wide, y + high], [x, y + high], [x, y]]
            .map(|[x, y]| self.at(x, y))
            .to_vec()
    }

    /// A point, line or area that begins within so many metres of the middle.
    pub fn shape(&self, dice: &mut Dice, spread_m: f64) -> Shape {
        let (mut x, mut y) = (dice.between(-spread_m, spread_m), dice.between(-spread_m, spread_m));
        match dice.below(10) {
            0..=4 => Shape::point(self.at(x, y)),
            5..=7 => {
                let step_m = dice.of(&[8.0, 60.0, 250.0, 900.0]);
                // Many lines run along one street, as twins do.
                let street = dice.percent(50);
                let mut line = vec![self.at(x, y)];
                for _ in 0..=dice.below(4) {
                    x += dice.between(0.3, 1.0) * step_m;
                    y += if street {
                        dice.between(-3.0, 3.0)
                    } else {
                        dice.between(-1.0, 1.0) * step_m
                    };
                    line.push(self.at(x, y));
                }
                Shape::line(line).unwrap()
            }
            _ => {
                let side_m = dice.of(&[10.0, 40.0, 300.0]);
                let (wide, high) =
                    (dice.between(0.2, 1.0) * side_m, dice.between(0.2, 1.0) * side_m);
                Shape::polygon(vec![self.square(x, y, wide, high)]).unwrap()
            }
        }
    }
}

const NAMES: [&str; 5] = [
    "Rabat beton RT 02 RW 01 Krajan",
    "Pembangunan jalan Mawar RT 02 Krajan",
    "Gorong-gorong Krajan",
    "Rehab rumah Pak Slamet",
    "",
];

/// One site of a work of the project with this number.
pub fn any_claim(dice: &mut Dice, land: &Land, project: u128, family: &[WorkClass]) -> Claim {
    let spread_m = dice.of(&[30.0, 120.0, 400.0]);
    let mut claim = crate::test_kit::claim(land.shape(dice, spread_m));
    claim.id = ClaimId::new(Uuid::from_u128(project * 100));
    claim.project = ProjectId::new(Uuid::from_u128(project));
    claim.desa = DesaId::parse(if dice.percent(65) { DESA_A } else { DESA_B }).unwrap();
    claim.name = dice.of(&NAMES).to_owned();
    claim.class = if dice.percent(80) { dice.of(family) } else { dice.of(WorkClass::ALL) };
    claim.intervention = dice.of(&Intervention::ALL);
    claim.kind = dice.of(&[
        ClaimKind::Registered,
        ClaimKind::Registered,
        ClaimKind::Planned,
        ClaimKind::Outside,
    ]);
    claim.tahun = if dice.percent(60) { dice.year(2025, 3) } else { dice.year(2012, 25) };
    claim.accuracy_mm =
        dice.of(&[None, Some(500), Some(5_000), Some(12_345), Some(70_000), Some(900_000)]);
    claim.continues = dice.percent(10).then(|| ProjectId::new(Uuid::from_u128(1)));
    claim.facts.trusted = dice.percent(85);
    claim.facts.rkpdes = claim.kind == ClaimKind::Planned && dice.percent(50);
    claim.facts.kegiatan = dice.of(&["", "02.03.10"]).to_owned();
    claim.facts.household = dice.of(&["", "", "a", "b"]).to_owned();
    claim.facts.layer = dice.of(&[None, Some(Layer::Base), Some(Layer::Surface)]);
    claim.facts.side = dice.of(&[None, Some(Side::Left), Some(Side::Right)]);
    if dice.percent(10) {
        let kind = dice.of(RelationKind::ALL);
        let (desa, project) = (claim.desa.clone(), ProjectId::new(Uuid::from_u128(1)));
        claim.facts.relations.insert(Relation { kind, desa, project });
    }
    claim
}

/// Rule set 1, or one with other figures; a few weigh by the scorecard.
fn any_rules(dice: &mut Dice) -> RuleSet {
    let mut rules = RuleSet::first().unwrap();
    if dice.percent(20) {
        rules.scorecard = Some(Scorecard::shipped().unwrap());
    }
    if dice.percent(60) {
        return rules;
    }
    rules.candidate_radius_m = dice.of(&[20, 150, 400]);
    rules.accuracy_default_m = dice.of(&[1, 10, 40]);
    rules.accuracy_factor_permille = dice.of(&[0, 3_000, 10_000]);
    for rule in rules.classes.values_mut() {
        for figure in [&mut rule.lookup_radius_m, &mut rule.hard_zone_m, &mut rule.corridor_m] {
            *figure = dice.of(&[0, 10, 50, 400]).min(rules.candidate_radius_m);
        }
        rule.overlap_min_m = dice.of(&[0, 20]);
        rule.area_overlap_permille = dice.of(&[0, 1, 50]);
        rule.window_new_years = dice.of(&[0, 3, 10]);
        rule.window_rehab_years = dice.of(&[0, 5, 15]);
    }
    rules.check().unwrap();
    rules
}

/// A work that may be drafted, what the register holds, and the ground a tile is made of.
pub struct Neighbourhood {
    pub rules: RuleSet,
    pub own: Vec<Claim>,
    pub others: Vec<Claim>,
    pub around: Around,
}

impl Neighbourhood {
    pub fn any(dice: &mut Dice) -> Self {
        let (rules, land) = (any_rules(dice), Land::any(dice));
        let class = dice.of(WorkClass::ALL);
        let family: Vec<WorkClass> = WorkClass::ALL
            .iter()
            .copied()
            .filter(|other| rules.share_family(*other, class))
            .collect();
        let mut own = vec![any_claim(dice, &land, 1, &family)];
        own[0].desa = DesaId::parse(DESA_A).unwrap();
        own[0].kind = ClaimKind::Registered;
        (own[0].class, own[0].continues) = (class, None);
        (own[0].facts.rkpdes, own[0].facts.trusted) = (false, dice.percent(90));
        for site in 1..=i64::try_from(dice.below(3)).unwrap() / 2 {
            let shape = land.shape(dice, 200.0);
            own.push(Claim { site, shape, ..own[0].clone() });
        }
        let others: Vec<Claim> = (2..2 + u128::from(dice.below(5)))
            .map(|project| any_claim(dice, &land, project, &family))
            .collect();
        let radius_m = rules.candidate_radius_m;
        let around = if dice.percent(25) {
            // No boundary is known.
            let of_village: Vec<Claim> = of_village(&others);
            Around::of_claims(&of_village, radius_m).unwrap()
        } else {
            let half_m = dice.of(&[150.0, 400.0, 700.0]);
            let (x, y) = (dice.between(-300.0, 300.0), dice.between(-300.0, 300.0));
            let ring = land.square(x - half_m, y - half_m, 2.0 * half_m, 2.0 * half_m);
            Around::of(&[Ground::of_rings(&[ring]).unwrap().unwrap()], radius_m).unwrap()
        };
        Self { rules, own, others, around }
    }
}

/// The claims of the village that asks.
pub fn of_village(claims: &[Claim]) -> Vec<Claim> {
    claims.iter().filter(|claim| claim.desa.as_str() == DESA_A).cloned().collect()
}
