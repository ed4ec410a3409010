use std::collections::{BTreeSet, HashSet};

use domain::{DesaId, KegiatanCode, Place, RekeningCode, SumberDana, WorkClass};

use super::*;

#[test]
fn the_district_is_whole() {
    let all = reference().unwrap();
    let count = |kind: &str| all.wilayah.values().filter(|place| place.kind == kind).count();
    assert_eq!((count("kabupaten"), count("kecamatan")), (1, 25));
    assert_eq!((count("desa"), count("kelurahan")), (189, 28));
    for place in all.wilayah.values() {
        assert_eq!(Place::parse(&place.code).unwrap().level() >= 4, place.is_village());
        assert_eq!(place.is_village(), place.lon_e7.is_some() && place.lat_e7.is_some());
        assert!(place.parent_code.is_empty() || all.wilayah.contains_key(&place.parent_code));
    }
    let (sukojati, kecamatan) = all.village("35.10.25.2010").unwrap();
    assert_eq!((sukojati.name.as_str(), kecamatan.name.as_str()), ("Sukojati", "Blimbingsari"));
    assert!(all.village("35.10.25").is_none());
}

#[test]
fn every_code_of_the_charts_is_one_the_domain_reads() {
    let all = reference().unwrap();
    for row in all.kegiatan.iter().filter(|row| row.level == 3) {
        KegiatanCode::parse(&row.code).unwrap();
        assert!(row.work_class.is_empty() || WorkClass::parse(&row.work_class).is_ok());
    }
    for row in &all.rekening {
        assert_eq!(RekeningCode::parse(&row.code).unwrap().level(), usize::from(row.level));
    }
    for row in &all.sumber_dana {
        SumberDana::parse(&row.code).unwrap();
    }
    let classes: BTreeSet<_> = all.work_class.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(classes, WorkClass::ALL.iter().map(|class| class.code()).collect());
    for row in &all.work_class {
        let families: Vec<u8> = row.families.split(';').map(|f| f.parse().unwrap()).collect();
        let class = WorkClass::parse(&row.code).unwrap();
        assert_eq!((families.as_slice(), row.name_id.as_str()), (class.families(), class.title()));
    }
    for desa in all.wilayah.values().filter(|place| place.is_village()) {
        DesaId::parse(&desa.code).unwrap();
    }
}

#[test]
fn no_code_stands_twice_and_no_spans_of_a_rule_overlap() {
    let all = reference().unwrap();
    assert_eq!(
        all.kegiatan.iter().map(|r| &r.code).collect::<HashSet<_>>().len(),
        all.kegiatan.len()
    );
    assert_eq!(
        all.rekening.iter().map(|r| &r.code).collect::<HashSet<_>>().len(),
        all.rekening.len()
    );
    assert_eq!(all.holiday.iter().map(|r| r.date).collect::<HashSet<_>>().len(), all.holiday.len());
    for (at, one) in all.policy.iter().enumerate() {
        for other in all.policy.iter().skip(at + 1) {
            let same = one.key == other.key && one.area == other.area;
            let apart = one.valid_to.is_some_and(|to| to < other.valid_from)
                || other.valid_to.is_some_and(|to| to < one.valid_from);
            assert!(!same || apart, "{} {}", one.key, one.area);
        }
    }
}
