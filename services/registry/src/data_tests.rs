use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

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

/// Keys that are read without standing in the program: how they begin and end, and the string by
/// which the program asks for them.
const FAMILIES: [(&str, &str, &str); 6] = [
    ("dds.larangan.", "", "dds.larangan"),
    ("severity.dds.larangan", "", "dds.larangan"),
    ("earmark.DDS.", "", "earmark.DDS"),
    ("severity.earmark.DDS.", "", "earmark.DDS"),
    ("tax.", ".rekening", "tax.%.rekening"),
    ("tax.", "rate", "tax.%.rekening"),
];

/// The program's source without its tests and their worlds.
fn program(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().into_string().unwrap();
        if path.is_dir() {
            program(&path, text);
        }
        let is_of_tests = name.ends_with("_tests.rs")
            || name.ends_with("world.rs")
            || name.starts_with("test_")
            || name == "fixtures.rs";
        if name.ends_with(".rs") && !is_of_tests {
            let source = std::fs::read_to_string(&path).unwrap();
            text.push_str(source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        }
    }
}

#[test]
fn every_rule_is_read_by_the_program_or_told_to_be_published_alone() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut text = String::new();
    for room in std::fs::read_dir(services).unwrap().flatten() {
        let source = room.path().join("src");
        if source.is_dir() {
            program(&source, &mut text);
        }
    }
    let stands =
        |key: &str| text.contains(&format!("\"{key}\"")) || text.contains(&format!("'{key}'"));
    // A doubt about a site asks for the weight of its own reason.
    let doubt = |key: &str| {
        let site = key.strip_prefix("severity.").filter(|key| key.starts_with("site."));
        site.is_some_and(|key| text.contains(&key.replacen('.', "_", 1).to_ascii_uppercase()))
    };
    let family = |key: &str| {
        FAMILIES.iter().any(|&(begin, end, asked)| {
            key.starts_with(begin) && key.ends_with(end) && stands(asked)
        })
    };
    let all = reference().unwrap();
    let mut wrong = Vec::new();
    for key in all.policy.iter().map(|row| row.key.as_str()).collect::<BTreeSet<_>>() {
        if all.is_enforced(key) && !stands(key) && !doubt(key) && !family(key) {
            wrong.push(format!("{key} is read by nobody"));
        }
        if !all.is_enforced(key) && stands(key) {
            wrong.push(format!("{key} is read, and said to be published alone"));
        }
    }
    for row in &all.published {
        if !all.policy.iter().any(|rule| row.takes_in(&rule.key)) || row.why.is_empty() {
            wrong.push(format!("{} takes in no rule, or does not say why", row.keys));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
