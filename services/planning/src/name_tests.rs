use super::*;

#[test]
fn a_name_reads_back_as_it_was_written() {
    let text = "desa/35.10.25.2010/tahun/2026/apbdes/019ab5a0-0000-7000-8000-000000000001";
    assert_eq!(ApbdesName::parse(text).unwrap().text(), text);
    let text = "desa/35.10.25.2010/tahun/2026/dpa/019ab5a0-0000-7000-8000-000000000001";
    assert_eq!(DpaName::parse(text).unwrap().text(), text);
}

#[test]
fn a_name_of_another_kind_or_shape_is_refused() {
    for text in [
        "",
        "desa/35.10.25.2010",
        "desa/35.10.25/tahun/2026/apbdes/019ab5a0-0000-7000-8000-000000000001",
        "desa/35.10.25.2010/tahun/26/apbdes/019ab5a0-0000-7000-8000-000000000001",
        "desa/35.10.25.2010/tahun/2026/dpa/019ab5a0-0000-7000-8000-000000000001",
        "desa/35.10.25.2010/tahun/2026/apbdes/1",
    ] {
        assert!(ApbdesName::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_list_hangs_under_a_village_or_one_of_its_years() {
    assert_eq!(Parent::parse("desa/35.10.25.2010").unwrap().tahun, None);
    let parent = Parent::parse("desa/35.10.25.2010/tahun/2026").unwrap();
    assert_eq!(parent.tahun.map(Tahun::get), Some(2026));
}
