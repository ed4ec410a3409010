use domain::WorkClass;

use super::{Doing, told};
use crate::words::Name;

fn doing(name: &str, kegiatan: &str) -> Doing {
    Doing::of(&Name::parse(name, "Kradenan", WorkClass::Road), kegiatan)
}

#[test]
fn the_name_says_what_is_done_and_where_it_does_not_the_kegiatan_may() {
    assert_eq!(doing("Pembangunan jalan", "02.03.01"), Doing::Built);
    assert_eq!(doing("Pemeliharaan jalan", "02.03.10"), Doing::Kept);
    assert_eq!(doing("Peningkatan jalan", ""), Doing::Bettered);
    assert_eq!(doing("Rabat beton Dusun Krajan", "02.03.01"), Doing::Kept);
    // Building, mending and bettering share one kegiatan.
    assert_eq!(doing("Rabat beton Dusun Krajan", "02.03.10"), Doing::Unsaid);
    assert_eq!(doing("Rabat beton Dusun Krajan", "99.99.99"), Doing::Unsaid);
}

#[test]
fn a_mended_road_is_kept_up_under_a_kegiatan_of_upkeep() {
    assert_eq!(doing("Perbaikan jalan", "02.03.01"), Doing::Kept);
    assert_eq!(doing("Penanganan jalan", "02.03.01."), Doing::Kept);
    assert_eq!(doing("Perbaikan jalan", "02.03.10"), Doing::Bettered);
    assert_eq!(doing("Perbaikan jalan", ""), Doing::Bettered);
}

#[test]
fn upkeep_is_told_from_building_by_one_number_either_way_round() {
    assert_eq!(Doing::Kept.pair(Doing::Built), 4 + 3);
    assert_eq!(Doing::Built.pair(Doing::Kept), 4 + 3);
    assert_eq!(Doing::Kept.pair(Doing::Kept), 4 * 3 + 3);
}

#[test]
fn every_kegiatan_of_upkeep_is_known() {
    let told = told();
    for code in ["01.02.02", "02.03.05", "02.04.03", "04.02.04"] {
        assert!(told.contains(&format!("{code} Kept")), "{code}");
    }
    assert!(!told.contains("02.03.11") && !told.contains("02.04.01"));
}
