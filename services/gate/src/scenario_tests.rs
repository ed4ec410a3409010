//! The scenarios that such a system is known by, as pairs of works with the names, volumes and
//! costs of real ones, under rule set 1 and under the same rules with the shipped scorecard.
//!
//! Over the services they stand in `monitoring::scenario_tests`. What no rule set has a part in
//! is tested elsewhere: swapped axes, 590 m drawn as 59 m, a point in a river and one pin for
//! every project in `site`, a boundary that moves in `inside`, what was cancelled in `register`.

use domain::{
    Day, DesaId, Rupiah, SumberDana, Tahun, WorkClass,
    geo::Shape,
    ids::{ClaimId, ProjectId},
};
use uuid::Uuid;

use crate::{
    facts::{Capture, Facts, Layer, Owner, Side},
    judge::judge,
    rules::RuleSet,
    scorecard::Scorecard,
    test_kit::{DESA_A, DESA_B, line, point, square},
    work::{Claim, ClaimKind, Intervention, Verdict},
};

use Verdict::{Block, Clear, Warn};

/// A work of 2026 as its village would enter it, walked with a phone.
fn work(class: WorkClass, name: &str, shape: Shape) -> Claim {
    let facts = Facts {
        kegiatan: "02.03.10".to_owned(),
        funds: [SumberDana::parse("DDS").unwrap()].into(),
        capture: Some(Capture::PhoneTrack),
        ..Facts::default()
    };
    Claim {
        id: ClaimId::new(Uuid::from_u128(1)),
        desa: DesaId::parse(DESA_A).unwrap(),
        desa_name: "Sukojati".to_owned(),
        project: ProjectId::new(Uuid::from_u128(1)),
        name: name.to_owned(),
        kind: ClaimKind::Registered,
        site: 0,
        geometry_rev: 1,
        class,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount: million(50),
        continues: None,
        shape,
        accuracy_mm: Some(5_000),
        facts,
    }
}

fn million(rupiah: i64) -> Rupiah {
    Rupiah::from_sen(rupiah * 100_000_000)
}

impl Claim {
    /// Of so many metres and so many million rupiah.
    fn sized(mut self, metres: i64, cost: i64) -> Self {
        (self.facts.volume_e4, self.facts.unit) = (metres * 10_000, "m".to_owned());
        self.amount = million(cost);
        self
    }

    /// One piece for so many million rupiah, taken down with one fix of a phone.
    fn piece(mut self, cost: i64, accuracy_mm: i64) -> Self {
        (self.facts.volume_e4, self.facts.unit) = (10_000, "unit".to_owned());
        self.facts.capture = Some(Capture::PhonePoint);
        (self.amount, self.accuracy_mm) = (million(cost), Some(accuracy_mm));
        self
    }

    fn set(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    fn paid_from(self, fund: &str) -> Self {
        self.set(|facts| facts.funds = [SumberDana::parse(fund).unwrap()].into())
    }

    /// The second work of the pair.
    fn second(self) -> Self {
        Self { project: ProjectId::new(Uuid::from_u128(2)), ..self }
    }

    /// The same of the neighbouring village.
    fn of_neighbour(self) -> Self {
        let (desa, desa_name) = (DesaId::parse(DESA_B).unwrap(), "Blimbingsari".to_owned());
        Self { desa, desa_name, ..self.second() }
    }
}

fn along(from: f64, to: f64, north: f64) -> Shape {
    line(&[[from, north], [to, north]])
}

/// Two works, what the zones say of them and what the card does.
type Scenario = (&'static str, Claim, Claim, Verdict, Verdict);

fn check(scenarios: Vec<Scenario>) {
    let zones = RuleSet::first().unwrap();
    let card = RuleSet { scorecard: Some(Scorecard::shipped().unwrap()), ..zones.clone() };
    let mut wrong = Vec::new();
    for (what, one, other, by_zones, by_card) in scenarios {
        assert_eq!(judge(&zones, &one, &other).verdict, by_zones, "{what}");
        let judged = judge(&card, &one, &other);
        if judged.verdict != by_card {
            let chance = judged.evidence.iter().find(|reason| reason.level == "score");
            wrong.push((what, judged.verdict, chance.map(|reason| reason.text.clone())));
        }
        assert_eq!(judged, judge(&card, &other, &one), "{what}: the order changes nothing");
    }
    assert!(wrong.is_empty(), "by the card: {wrong:?}");
}

#[test]
fn roads_and_drains_under_both_rule_sets() {
    use WorkClass::{Drainage, Road};
    let mawar = |rt: &str, from, to| {
        work(Road, &format!("Rabat beton Jalan Mawar {rt}"), along(from, to, 0.0))
    };
    let drain = |name: &str, side, north| {
        let drain = work(Drainage, name, along(0.0, 200.0, north)).sized(200, 50);
        Claim { accuracy_mm: Some(1_000), ..drain }.set(|facts| facts.side = side)
    };
    let (left, right) = (Some(Side::Left), Some(Side::Right));
    let kiri = || drain("Drainase kiri Jalan Mawar RT 02", left, 0.0);
    check(vec![
        (
            "road segment 0-300 and 300-600",
            mawar("RT 01", 0.0, 300.0).sized(300, 90),
            mawar("RT 02", 300.0, 600.0).sized(300, 90).second(),
            Clear,
            Clear,
        ),
        (
            "0-300 and 250-600",
            mawar("RT 01", 0.0, 300.0).sized(300, 90),
            mawar("RT 01", 250.0, 600.0).sized(350, 105).paid_from("ADD").second(),
            Block,
            Block,
        ),
        (
            "0-300 and 250-600, the metres in their names",
            mawar("ruas 0-300", 0.0, 300.0).sized(300, 90),
            mawar("ruas 250-600", 250.0, 600.0).sized(350, 105).paid_from("ADD").second(),
            Block,
            Block,
        ),
        (
            "line drawn in the other direction",
            work(Road, "Paving Jalan Mawar RT 01", along(0.0, 300.0, 0.0)).sized(300, 50),
            work(Road, "Pavingisasi jl mawar rt 1", line(&[[300.0, 2.0], [0.0, 2.0]]))
                .sized(300, 55)
                .paid_from("ADD")
                .of_neighbour(),
            Block,
            Block,
        ),
        (
            "left and right drain of one road",
            kiri(),
            drain("Drainase kanan Jalan Mawar RT 02", right, -6.0).paid_from("ADD").second(),
            Warn,
            Clear,
        ),
        (
            "left and right in the names, drawn as one",
            kiri().set(|facts| facts.side = None),
            drain("Drainase kanan Jalan Mawar RT 02", None, 0.5).paid_from("ADD").second(),
            Block,
            Block,
        ),
        (
            "the left drain again",
            kiri(),
            drain("Selokan kiri Jl. Mawar RT 2", left, 1.0).paid_from("ADD").second(),
            Block,
            Block,
        ),
        (
            "a road and its drain",
            mawar("RT 02", 0.0, 200.0).sized(200, 50),
            work(Drainage, "Drainase Jalan Mawar RT 02", along(0.0, 200.0, 2.0))
                .sized(200, 50)
                .second(),
            Warn,
            Warn,
        ),
    ]);
}

#[test]
fn layers_and_years_under_both_rule_sets() {
    let road = |name: &str, north, layer, day: &str| {
        let road = work(WorkClass::Road, name, along(0.0, 500.0, north)).sized(500, 50);
        road.set(|facts| {
            facts.layer = Some(layer);
            (facts.starts, facts.ends) = (Day::parse(day).ok(), Day::parse(day).ok());
        })
    };
    let base =
        || road("Pengerasan jalan Gang Melati RT 03 Dusun Krajan", 0.0, Layer::Base, "2026-05-02");
    let surface = |day: &str| {
        road("Pengaspalan jalan Gang Melati RT 03 Dusun Krajan", 1.0, Layer::Surface, day)
            .sized(500, 90)
            .paid_from("ADD")
            .second()
    };
    let gang =
        |name: &str, north| work(WorkClass::Road, name, along(0.0, 200.0, north)).sized(200, 60);
    let next_year = |claim: Claim| Claim { tahun: Tahun::new(2027).unwrap(), ..claim.second() };
    let first = gang("Rabat beton Gang Mawar RT 02", 0.0);
    let carried = Claim { continues: Some(first.project), ..next_year(first.clone()) };
    let of_dinas = |claim: Claim| {
        let claim = claim.set(|facts| {
            (facts.owner, facts.owner_name) = (Owner::Kabupaten, "Dinas PUPR".to_owned());
            (facts.document, facts.kegiatan) = ("SPK 620/14".to_owned(), String::new());
            facts.funds = [].into();
        });
        Claim { kind: ClaimKind::Outside, ..claim }
    };
    let undated = |claim: Claim| claim.set(|facts| (facts.starts, facts.ends) = (None, None));
    check(vec![
        ("Langkat overlay", base(), surface("2026-05-16"), Block, Block),
        ("the overlay in its time", base(), surface("2026-08-02"), Warn, Warn),
        (
            "Langkat: gravel of the village, asphalt of the dinas",
            base(),
            of_dinas(surface("2026-05-16")),
            Block,
            Block,
        ),
        (
            "asphalt of the dinas, of no day",
            base(),
            undated(of_dinas(surface("2026-08-02"))),
            Block,
            Block,
        ),
        ("asphalt of the dinas in its time", base(), of_dinas(surface("2026-08-02")), Warn, Warn),
        (
            "project renamed next year",
            first.clone(),
            next_year(gang("Peningkatan jalan lingkungan RT 02", 2.0).sized(200, 64)),
            Block,
            Block,
        ),
        ("carry-over", first, carried, Clear, Clear),
    ]);
}

#[test]
fn points_and_areas_under_both_rule_sets() {
    use WorkClass::{Bridge, Building, Culvert, Housing, Sanitation, WaterSupply};
    let at = |class, name: &str, east| work(class, name, point(east, 0.0));
    let house = |name: &str, east| {
        at(Housing, name, east).piece(20, 3_000).set(|facts| facts.kegiatan = "02.04.01".to_owned())
    };
    let well = |name: &str, east| {
        at(WaterSupply, name, east)
            .piece(80, 5_000)
            .set(|facts| facts.kegiatan = "02.04.02".to_owned())
    };
    check(vec![
        (
            "two ends of one bridge in two villages",
            at(Bridge, "Jembatan Kali Setail Dusun Krajan", 0.0).piece(120, 3_000),
            at(Bridge, "Pembangunan jembatan Kali Setail", 14.0).piece(130, 3_000).of_neighbour(),
            Block,
            Block,
        ),
        (
            "same pin for every project (village office default)",
            at(Culvert, "Gorong-gorong Gang Melati RT 05 Dusun Krajan", 0.0).piece(15, 5_000),
            at(Bridge, "Jembatan Kali Bomo RT 02 Dusun Sumber", 0.0).piece(120, 5_000).second(),
            Block,
            Block,
        ),
        (
            "MCK at a school against school rehabilitation",
            at(Sanitation, "MCK SDN 3 Sukojati", 12.0).piece(80, 5_000),
            work(Building, "Rehab SDN 3 Sukojati", square(0.0, -10.0, 30.0)).second(),
            Clear,
            Clear,
        ),
        (
            "well inside a market polygon",
            well("Sumur bor pasar desa", 10.0),
            work(Building, "Rehab pasar desa", square(0.0, -10.0, 40.0)).second(),
            Clear,
            Clear,
        ),
        (
            "house repaired by two schemes",
            house("Rehab RTLH an. Slamet RT 03", 0.0),
            house("Bedah rumah Pak Slamet RT 03 Krajan", 2.0).paid_from("PBK").second(),
            Block,
            Block,
        ),
        (
            "the neighbour's house",
            house("Rehab RTLH an. Slamet RT 03", 0.0),
            house("Rehab RTLH an. Sumiati RT 03", 12.0).second(),
            Warn,
            Clear,
        ),
        (
            "coordinates corrected after clearance",
            well("Sumur bor RT 01 Dusun Krajan", 0.0),
            well("Pembangunan sumur bor Krajan", 8.0).piece(85, 5_000).of_neighbour(),
            Block,
            Block,
        ),
    ]);
}

#[test]
fn equal_costs_packages_and_other_owners_under_both_rule_sets() {
    use WorkClass::{Irrigation, RetainingWall, Road};
    let wall = |name: &str, from: f64, north| {
        work(RetainingWall, name, along(from, from + 80.0, north)).sized(80, 75)
    };
    let canal = |name: &str, number: u128, shape, metres, cost| {
        let canal = work(Irrigation, name, shape).sized(metres, cost).set(|facts| {
            (facts.owner, facts.document) = (Owner::Kabupaten, format!("SPK {number}"));
            (facts.kegiatan, facts.funds) = (String::new(), [].into());
        });
        let project = ProjectId::new(Uuid::from_u128(number));
        Claim { kind: ClaimKind::Outside, project, ..canal }
    };
    let first = || wall("Tembok penahan Kali Setail Dusun Krajan", 0.0, 0.0);
    check(vec![
        (
            "Bulacan equal cost",
            first(),
            wall("Tembok penahan Kali Setail Dusun Sumber", 900.0, 0.0).of_neighbour(),
            Clear,
            Clear,
        ),
        (
            "Bulacan equal cost, on one place",
            first(),
            wall("Talud Kali Setail Dusun Krajan", 10.0, 1.0).of_neighbour(),
            Block,
            Block,
        ),
        (
            "Ngawi two sites: the second alone, from another fund",
            work(Road, "Rabat beton Dusun Krajan dan Dusun Sumber", along(0.0, 295.0, 0.0))
                .sized(590, 94),
            work(Road, "Rabat beton jalan lingkungan Dusun Sumber", along(15.0, 275.0, 2.0))
                .sized(260, 100)
                .paid_from("ADD")
                .second(),
            Block,
            Block,
        ),
        (
            "two dinas claims on the same day",
            canal("Normalisasi saluran Kali Bomo", 11, along(0.0, 400.0, 0.0), 400, 200),
            canal("Rehabilitasi jaringan irigasi Bomo", 12, along(5.0, 395.0, 2.0), 390, 180),
            Block,
            Block,
        ),
    ]);
}
