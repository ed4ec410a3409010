use super::*;

const ID: &str = "01900000-0000-7000-8000-000000000001";

#[test]
fn names_read_back() {
    let project = format!("desa/35.10.25.2010/projects/{ID}");
    assert_eq!(ProjectName::parse(&project).unwrap().name(), project);
    let photo = format!("{project}/photos/{ID}");
    assert_eq!(PhotoName::parse(&photo).unwrap().name(), photo);
    assert_eq!(year("desa/35.10.25.2010/tahun/2026").unwrap().1.get(), 2026);
    assert_eq!(village_or_year("desa/35.10.25.2010").unwrap().1, None);
}

#[test]
fn other_names_are_refused() {
    for bad in ["", "desa/35.10.25.2010", "desa/x/projects/y", "desa/35.10.25.2010/projects/7"] {
        assert_eq!(ProjectName::parse(bad).unwrap_err().code, "FIELD_MALFORMED", "{bad}");
        assert!(PhotoName::parse(bad).is_err());
    }
}
