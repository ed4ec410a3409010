use proptest::prelude::*;

use super::*;
use crate::geo::{LonLat, cells::cell_of};

const DESA: &str = "35.10.25.2010";
/// 1 March 2026.
const MADE_US: i64 = 1_772_323_200_000_000;

fn desa() -> DesaId {
    DesaId::parse(DESA).unwrap()
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn cell(lon: f64, lat: f64, resolution: u8) -> CellIndex {
    cell_of(at(lon, lat), resolution.try_into().unwrap()).unwrap()
}

/// Covers about 300 m around 114.3, -8.3, and knows one road of 2026 in the middle of it.
fn small() -> Tile {
    let road = Group {
        what: What::Places,
        families: WorkClass::Road.family_bits(),
        from_year: 2021,
        to_year: 2029,
        reach_m: 60,
    };
    Tile {
        desa: desa(),
        rule_rev: 1,
        fresh_s: 3_600,
        radius_m: 150,
        accuracy_m: 10,
        factor_permille: 3_000,
        classes: WorkClass::ALL.iter().map(|c| (c.code().into(), c.family_bits())).collect(),
        covered: cell(114.3, -8.3, 10).grid_disk::<Vec<_>>(2).into_iter().collect(),
        groups: BTreeMap::from([(road, BTreeSet::from([cell(114.3, -8.3, 12)]))]),
    }
}

fn site(lon: f64) -> Site {
    Site { shape: Shape::point(at(lon, -8.3)), accuracy_mm: Some(5_000), is_believed: true }
}

/// What the small tile says of a work; an hour is all its time.
fn said(tile: &Tile, class: WorkClass, year: i32, sites: &[Site], after_s: i64) -> Answer {
    let desa = desa();
    let question = Question { desa: &desa, class, tahun: Tahun::new(year).unwrap(), sites };
    tile.ask(&question, MADE_US, MADE_US + after_s * 1_000_000)
}

#[test]
fn a_tile_warns_near_a_claim_and_clears_only_what_it_covers_while_it_is_fresh() {
    use Answer::{Clear, Possible, Unknown};
    let tile = small();
    let (near, far, out) = (site(114.3003), site(114.3015), site(114.33));
    let road = WorkClass::Road;
    for (what, class, year, sites, after_s, answer) in [
        ("33 m beside it", road, 2026, vec![near.clone()], 0, Possible),
        ("a culvert there", WorkClass::Culvert, 2026, vec![near.clone()], 0, Possible),
        ("a well there", WorkClass::WaterSupply, 2026, vec![near.clone()], 0, Clear),
        ("165 m off", road, 2026, vec![far.clone()], 0, Clear),
        ("one of two sites near", road, 2026, vec![far.clone(), near.clone()], 0, Possible),
        ("after its last year", road, 2030, vec![near.clone()], 0, Clear),
        ("outside", road, 2026, vec![out.clone()], 0, Unknown(Why::NotCovered)),
        ("one of two outside", road, 2026, vec![far.clone(), out], 0, Unknown(Why::NotCovered)),
        ("no site", road, 2026, vec![], 0, Unknown(Why::NotCovered)),
        ("an hour and a second later", road, 2026, vec![far.clone()], 3_601, Unknown(Why::TooOld)),
        ("on a clock before it", road, 2026, vec![far], -3_601, Unknown(Why::TooOld)),
        ("near, whatever the age", road, 2026, vec![near], 99_999, Possible),
    ] {
        assert_eq!(said(&tile, class, year, &sites, after_s), answer, "{what}");
    }
}

#[test]
fn a_line_that_leaves_what_is_covered_is_not_cleared() {
    let tile = small();
    let line = |to: f64| {
        let shape = Shape::line(vec![at(114.3012, -8.2995), at(to, -8.2985)]).unwrap();
        Site { shape, ..site(114.3) }
    };
    let well = |site| said(&tile, WorkClass::WaterSupply, 2026, &[site], 0);
    assert_eq!(well(line(114.3018)), Answer::Clear);
    assert_eq!(well(line(114.34)), Answer::Unknown(Why::NotCovered));
}

#[test]
fn an_error_of_the_asker_reaches_further_and_never_beyond_the_radius() {
    let tile = small();
    let with = |lon, accuracy_mm| {
        said(&tile, WorkClass::Road, 2026, &[Site { accuracy_mm, ..site(lon) }], 0)
    };
    // 77 to 99 m from the claim's cell.
    assert_eq!(with(114.3008, Some(1_000)), Answer::Clear);
    assert_eq!(with(114.3008, Some(40_000)), Answer::Possible);
    assert_eq!(with(114.3016, Some(4_000_000)), Answer::Clear, "beyond 150 m");
}

#[test]
fn works_met_by_words_are_possible_anywhere_in_their_village() {
    let mut tile = small();
    let drain = WorkClass::Drainage.family_bits();
    let by_words =
        |what| Group { what, families: drain, from_year: 2024, to_year: 2028, reach_m: 0 };
    tile.groups.insert(by_words(What::Village), BTreeSet::new());
    let far = site(114.3015);
    let doubted = Site { is_believed: false, ..far.clone() };
    let wall = |site: &Site, year| {
        said(&tile, WorkClass::RetainingWall, year, std::slice::from_ref(site), 0)
    };
    assert_eq!(wall(&far, 2026), Answer::Clear);
    assert_eq!(wall(&doubted, 2026), Answer::Possible);
    assert_eq!(wall(&doubted, 2029), Answer::Clear);
    let mut tile = small();
    tile.groups.insert(by_words(What::Doubted), BTreeSet::new());
    let out = site(114.33);
    for site in [far, out] {
        assert_eq!(said(&tile, WorkClass::RetainingWall, 2026, &[site], 0), Answer::Possible);
    }
}

#[test]
fn another_village_and_an_unknown_class_are_not_answered() {
    let mut tile = small();
    let other = DesaId::parse("35.10.25.2009").unwrap();
    let sites = [site(114.3015)];
    let (class, tahun) = (WorkClass::Road, Tahun::new(2026).unwrap());
    let question = Question { desa: &other, class, tahun, sites: &sites };
    let answer = tile.ask(&question, MADE_US, MADE_US);
    assert_eq!(answer, Answer::Unknown(Why::OtherVillage));
    tile.classes.remove("road");
    let answer = said(&tile, class, 2026, &sites, 0);
    assert_eq!(answer, Answer::Unknown(Why::UnknownClass));
}

#[test]
fn the_bytes_are_those_that_the_form_describes() {
    let mut tile = small();
    tile.classes = BTreeMap::from([("road".into(), 2)]);
    tile.covered.clear();
    let bytes = tile.encode();
    let head = b"LT\x01\x0d35.10.25.2010\x01\x90\x1c\x96\x01\x0a\xb8\x17\x01\x04road\x02\x00\x01";
    assert!(bytes.starts_with(head), "{bytes:?}");
    let group = [1, 2, 0xe5, 0x0f, 8, 60, 1, 12, 1];
    assert_eq!(bytes[head.len()..head.len() + group.len()], group);
    assert_eq!(Tile::decode(&bytes).unwrap(), tile);
}

#[test]
fn other_forms_and_damaged_bytes_are_refused() {
    let bytes = small().encode();
    for length in 0..bytes.len() {
        assert!(Tile::decode(&bytes[..length]).is_err(), "cut at {length}");
    }
    let later = [b"LT\x02".as_slice(), &bytes[3..]].concat();
    assert_eq!(Tile::decode(&later), Err(Unreadable::Form));
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(Tile::decode(&longer), Err(Unreadable::Damaged));
}

/// Cells of every resolution, some beside one another.
fn some_cells() -> impl Strategy<Value = BTreeSet<CellIndex>> {
    let one = (95.0..141.0_f64, -11.0..6.0_f64, 0..=15_u8, 0..3_u32);
    prop::collection::vec(one, 0..12).prop_map(|places| {
        let disks = places.into_iter().map(|(lon, lat, resolution, rings)| {
            cell(lon, lat, resolution).grid_disk::<Vec<_>>(rings)
        });
        disks.flatten().collect()
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(covered in some_cells(), places in some_cells(), reach_m in 0..1_000_u64) {
        let mut tile = Tile { covered, ..small() };
        let group = Group { reach_m, ..*tile.groups.keys().next().unwrap() };
        tile.groups.insert(group, places);
        prop_assert_eq!(Tile::decode(&tile.encode()).unwrap(), tile);
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..400_usize, with: u8) {
        let _ = Tile::decode(&[b"LT\x01".as_slice(), &bytes].concat());
        let mut damaged = small().encode();
        let at = at % damaged.len();
        damaged[at] = with;
        let _ = Tile::decode(&damaged);
    }
}
