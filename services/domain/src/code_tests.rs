use proptest::prelude::*;

use super::*;

fn place(text: &str) -> Place {
    Place::parse(text).unwrap_or_else(|_| panic!("{text} is a place"))
}

#[test]
fn places_have_levels_and_ancestors() {
    let desa = place("35.10.25.2010");
    for (levels, code) in [
        (0, ""),
        (1, "35"),
        (2, "35.10"),
        (3, "35.10.25"),
        (4, "35.10.25.2010"),
        (9, "35.10.25.2010"),
    ] {
        assert_eq!(desa.ancestor(levels).as_str(), code);
        assert_eq!(place(code).level(), levels.min(4));
    }
    assert_eq!(place(""), Place::platform());
    assert_eq!(place("35").ancestor(3), place("35"));
}

#[test]
fn malformed_places_are_refused() {
    for text in [
        ".",
        "3",
        "355",
        "35.",
        ".35",
        "35.1",
        "35.10.25.201",
        "35.10.25.20100",
        "35.10.25.2010.1",
        "35.10.25.2010.",
        "3510252010",
        "35,10",
        " 35",
        "35.1o",
        "35..25",
        "٣٥",
        "35.10.-1",
    ] {
        let refusal = Place::parse(text).expect_err(text);
        assert_eq!(refusal.code, reason::CODE_INVALID.code, "{text}");
    }
}

#[test]
fn a_place_covers_itself_and_what_lies_inside_but_not_its_neighbours() {
    let ladder = ["", "35", "35.10", "35.10.25", "35.10.25.2010"];
    for (outer_at, outer) in ladder.iter().enumerate() {
        for (inner_at, inner) in ladder.iter().enumerate() {
            assert_eq!(place(outer).covers(&place(inner)), outer_at <= inner_at, "{outer} {inner}");
        }
    }
    assert!(!place("35.10.25").covers(&place("35.10.26.2010")));
    assert!(!place("35.10").covers(&place("35.11")));
    assert!(!place("35.10.25.2010").covers(&place("35.10.25.2011")));
}

#[test]
fn a_desa_knows_its_names_and_places() {
    let desa = DesaId::parse("35.10.25.2010").unwrap();
    assert_eq!(desa.name(), "desa/35.10.25.2010");
    assert_eq!(DesaId::from_name("desa/35.10.25.2010"), Ok(desa.clone()));
    assert_eq!(desa.to_string(), "35.10.25.2010");
    assert_eq!(desa.place(), place("35.10.25.2010"));
    assert_eq!(desa.kecamatan(), place("35.10.25"));
    assert_eq!(desa.kabupaten(), place("35.10"));
}

#[test]
fn only_whole_desa_codes_and_names_are_read() {
    for text in ["", "35", "35.10.25", "35.10.25.20", "3510252010", "35.10.25.2010 "] {
        assert_eq!(DesaId::parse(text).expect_err(text).code, reason::CODE_INVALID.code);
    }
    assert!(DesaId::from_name("desa/35.10").is_err());
    for name in ["35.10.25.2010", "Desa/35.10.25.2010", "/desa/35.10.25.2010", ""] {
        assert_eq!(DesaId::from_name(name).expect_err(name).code, reason::FIELD_MALFORMED.code);
    }
}

#[test]
fn a_kegiatan_has_three_pairs_and_loses_its_trailing_dot() {
    for text in ["02.03.10", "02.03.10."] {
        let code = KegiatanCode::parse(text).unwrap();
        assert_eq!((code.as_str(), code.bidang(), code.sub_bidang()), ("02.03.10", "02", "02.03"));
    }
    assert!(KegiatanCode::parse("00.00.00").is_ok());
    for text in ["", ".", "02", "02.03", "02.03.", "02.03.1", "02.03.10..", "02.03.10.01", "2.3.10"]
    {
        assert_eq!(KegiatanCode::parse(text).expect_err(text).code, reason::CODE_INVALID.code);
    }
}

#[test]
fn a_rekening_has_one_to_four_levels() {
    for (text, level) in [("5", 1), ("5.3", 2), ("5.3.5", 3), ("5.3.5.03", 4), ("5.3.5.03.", 4)] {
        let code = RekeningCode::parse(text).unwrap();
        assert_eq!((code.level(), code.is_objek()), (level, level == 4), "{text}");
    }
    let objek = RekeningCode::parse("5.3.5.03.").unwrap();
    assert_eq!(objek.as_str(), "5.3.5.03");
    assert_eq!((objek.akun(), objek.kelompok()), ("5", "5.3"));
    assert_eq!(objek.jenis(), "5.3.5");
    assert_eq!(RekeningCode::parse("5").unwrap().jenis(), "5");
    for text in ["", ".", "53", "5.", "5.3.5.3", "5.3.5.03.01", "5..5", "a", "5.3.5.03.."] {
        if text == "5." {
            assert_eq!(RekeningCode::parse(text).unwrap().as_str(), "5");
        } else {
            assert_eq!(RekeningCode::parse(text).expect_err(text).code, reason::CODE_INVALID.code);
        }
    }
}

#[test]
fn a_rekening_lies_in_its_groups_alone() {
    let objek = RekeningCode::parse("5.3.5.03").unwrap();
    for group in ["5", "5.3", "5.3.", "5.3.5", "5.3.5.03"] {
        assert!(objek.starts_with(group), "{group}");
    }
    for other in ["", "4", "5.2", "5.3.5.0", "5.3.5.03.1", "5.3.50"] {
        assert!(!objek.starts_with(other), "{other}");
    }
}

#[test]
fn a_sumber_dana_is_three_capital_letters() {
    for text in ["DDS", "ADD", "PBH", "PBP", "PBK", "PAD", "SWD", "DLL"] {
        assert_eq!(SumberDana::parse(text).unwrap().as_str(), text);
    }
    for text in ["", "DD", "DDSS", "dds", "D1S", "DÉ", " DDS", "LAIN"] {
        assert_eq!(SumberDana::parse(text).expect_err(text).code, reason::CODE_INVALID.code);
    }
}

#[test]
fn a_budget_year_runs_from_new_year_to_new_years_eve() {
    let year = Tahun::parse("2026").unwrap();
    assert_eq!((year.get(), year.to_string().as_str()), (2026, "2026"));
    assert_eq!(year.first_day().iso(), "2026-01-01");
    assert_eq!(year.last_day().iso(), "2026-12-31");
    assert!(year.contains(year.first_day()) && year.contains(year.last_day()));
    assert!(!year.contains(year.first_day().plus(-1)) && !year.contains(year.last_day().plus(1)));
    assert!(Tahun::new(2000).is_ok() && Tahun::new(2100).is_ok());
    for number in [1999, 2101, i32::MIN, i32::MAX] {
        assert_eq!(Tahun::new(number).unwrap_err().code, reason::NUMBER_OUT_OF_RANGE.code);
    }
    for text in ["", "26", "+202", "20 6", "02026", "二〇"] {
        assert_eq!(Tahun::parse(text).expect_err(text).code, reason::CODE_INVALID.code);
    }
}

/// Apbdes.md 11.2: the families of classes that may be one work under two names.
const FAMILIES: [&[WorkClass]; 7] = {
    use WorkClass::*;
    [
        &[Road, Bridge, Culvert, Drainage],
        &[Drainage, Irrigation, Sanitation, RetainingWall],
        &[WaterSupply],
        &[Building, Housing],
        &[SportsField, Other],
        &[StreetLight],
        &[Landfill, Sanitation],
    ]
};

#[test]
fn work_classes_share_a_family_exactly_as_listed() {
    for one in WorkClass::ALL {
        for two in WorkClass::ALL {
            let listed = FAMILIES.iter().any(|f| f.contains(one) && f.contains(two));
            assert_eq!(one.shares_family(*two), listed, "{one:?} and {two:?}");
        }
        let families = FAMILIES.iter().filter(|f| f.contains(one)).count();
        assert_eq!(one.families().len(), families, "{one:?}");
    }
}

#[test]
fn the_fourteen_work_classes_are_read_by_their_codes() {
    assert_eq!(WorkClass::ALL.len(), 14);
    for class in WorkClass::ALL {
        assert_eq!(WorkClass::parse(class.code()), Ok(*class));
        let json = serde_json::to_string(class).unwrap();
        assert_eq!(json, format!("\"{}\"", class.code()));
    }
    assert!(WorkClass::parse("Road").is_err() && WorkClass::parse("").is_err());
}

#[test]
fn codes_are_checked_again_when_deserialised() {
    let desa = DesaId::parse("35.10.25.2010").unwrap();
    let json = serde_json::to_string(&desa).unwrap();
    assert_eq!(json, "\"35.10.25.2010\"");
    assert_eq!(serde_json::from_str::<DesaId>(&json).unwrap(), desa);
    assert!(serde_json::from_str::<DesaId>("\"35.10\"").is_err());
    assert!(serde_json::from_str::<Place>("\"x\"").is_err());
    assert!(serde_json::from_str::<KegiatanCode>("\"02.03\"").is_err());
    assert!(serde_json::from_str::<RekeningCode>("\"\"").is_err());
    assert!(serde_json::from_str::<SumberDana>("\"dds\"").is_err());
    assert!(serde_json::from_str::<Tahun>("1999").is_err());
    assert_eq!(serde_json::to_string(&Tahun::new(2026).unwrap()).unwrap(), "2026");
}

proptest! {
    #[test]
    fn covering_is_an_order(codes in proptest::collection::vec("(1[12](\\.1[12](\\.1[12](\\.200[12])?)?)?)?", 3)) {
        let [a, b, c] = [place(&codes[0]), place(&codes[1]), place(&codes[2])];
        prop_assert!(a.covers(&a) && Place::platform().covers(&a));
        prop_assert!(!(a.covers(&b) && b.covers(&a)) || a == b);
        prop_assert!(!(a.covers(&b) && b.covers(&c)) || a.covers(&c));
        prop_assert_eq!(a.covers(&b), b.level() >= a.level() && b.ancestor(a.level()) == a);
    }

    #[test]
    fn no_text_breaks_a_reader(text in ".{0,16}", near in "[0-9.]{0,15}") {
        for text in [text, near] {
            if let Ok(code) = Place::parse(&text) { prop_assert_eq!(code.as_str(), &text); }
            if let Ok(code) = DesaId::parse(&text) { prop_assert_eq!(code.as_str().len(), 13); }
            if let Ok(code) = KegiatanCode::parse(&text) { prop_assert_eq!(code.as_str().len(), 8); }
            if let Ok(code) = RekeningCode::parse(&text) {
                prop_assert_eq!(RekeningCode::parse(code.as_str()), Ok(code.clone()));
            }
            let _ = (SumberDana::parse(&text), Tahun::parse(&text), WorkClass::parse(&text));
        }
    }
}

#[test]
fn a_kabupaten_as_a_whole_has_an_entry_that_is_no_desa() {
    let whole = DesaId::whole(&place("35.10")).expect("a kabupaten has an entry");
    assert_eq!(whole.as_str(), "35.10.00.0000");
    assert!(whole.is_whole() && whole.kabupaten() == place("35.10"));
    assert!(!DesaId::parse("35.10.25.2010").expect("a desa").is_whole());
    for other in ["", "35", "35.10.25", "35.10.25.2010"] {
        assert_eq!(DesaId::whole(&place(other)), None, "{other}");
    }
}
