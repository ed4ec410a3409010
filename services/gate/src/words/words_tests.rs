use domain::WorkClass;

use super::{
    Agreement, Compared, Name, compare,
    like::{same_word, spelling, within_one_edit},
    token::{Gap, cut, tokens},
};

pub(super) fn parsed(name: &str) -> Name {
    Name::parse(name, "Kradenan", WorkClass::Road)
}

pub(super) fn compared(a: &str, b: &str) -> Compared {
    let (a, b) = (parsed(a), parsed(b));
    let weights = |name: &Name| name.telling().map(|_| 3.0).collect::<Vec<f32>>();
    compare(&a, &weights(&a), &b, &weights(&b))
}

pub(super) fn texts(words: &[super::Word]) -> Vec<&str> {
    words.iter().map(|word| &*word.text).collect()
}

#[test]
fn letters_and_digits_are_parted_and_zeros_dropped() {
    assert_eq!(tokens("Rabat RT.005/RW02, U-Ditch"), ["rabat", "rt", "5", "rw", "2", "u", "ditch"]);
    assert_eq!(tokens("RT 01/04"), ["rt", "1", "/", "4"]);
}

#[test]
fn neighbourhoods_are_read_in_every_usual_form() {
    for name in [
        "Rabat beton RT 05 RW 02",
        "RABAT RT.005/RW.002",
        "rabat rt 5/2",
        "rabat rt/rw 05/02",
        "Rabat RT V RW II",
    ] {
        let name = parsed(name);
        assert_eq!((name.rt.as_slice(), name.rw.as_slice()), (&[5][..], &[2][..]));
    }
}

#[test]
fn a_road_has_its_name_and_an_alley_its_number() {
    let name = parsed("Pemb. Paving Jl. Mawar Gg. 3 Dsn Krajan Kradenan");
    assert_eq!(texts(&name.road), ["mawar"]);
    assert_eq!(name.road_numbers, [3]);
    assert_eq!(texts(&name.place), ["krajan"]);
    assert!(name.rest.is_empty(), "{:?}", name.rest);
}

#[test]
fn a_road_without_a_name_is_a_thing() {
    let name = parsed("Pembangunan jalan rabat beton");
    assert_eq!((name.objects, name.materials), (1, 1));
    assert!(name.road.is_empty());
}

#[test]
fn synonyms_and_typing_mistakes_are_one_thing() {
    let both = compared("Betonisasi jalan Dsn Watukebo", "Pembangunann rabat beton dusun Watukbo");
    assert_eq!((both.material, both.place), (Agreement::Agree, Agreement::Agree));
}

#[test]
fn another_alley_contradicts_and_a_missing_one_does_not() {
    assert_eq!(compared("Paving Gang 3", "Paving Gang 4").road_number, Agreement::Conflict);
    assert_eq!(compared("Paving Gang 3", "Paving").road_number, Agreement::OneSided);
}

#[test]
fn phases_in_roman_and_arabic_numbers_are_compared() {
    assert_eq!(compared("Rabat tahap II", "Rabat tahap 2").phase, Agreement::Agree);
    assert_eq!(compared("Rabat tahap I", "Rabat tahap II").phase, Agreement::Conflict);
    assert_eq!(compared("Lanjutan rabat", "Rabat").phase, Agreement::OneSided);
}

#[test]
fn a_hamlet_is_found_where_the_other_name_has_no_marker() {
    let both = compared("Talud Dusun Sumbergondo", "Plengsengan Sumbergondo");
    assert_eq!((both.place, both.object), (Agreement::Agree, Agreement::Agree));
}

#[test]
fn the_rest_of_a_name_of_a_house_is_a_person() {
    let name = Name::parse("Rehab RTLH Slamet", "Kradenan", WorkClass::Housing);
    assert_eq!(texts(&name.person), ["slamet"]);
}

#[test]
fn one_edit_is_forgiven_in_words_and_none_in_numbers() {
    assert!(within_one_edit("krajan", "krajna") && within_one_edit("krajan", "kraja"));
    assert!(!within_one_edit("krajan", "kaliputih"));
    assert!(same_word("watukebo", "watukbo") && !same_word("12", "13"));
}

#[test]
fn shortened_verbs_and_parts_of_buildings_are_known() {
    assert_eq!(parsed("Pemelh. SDN 3").verbs, parsed("Pemeliharaan SDN 3").verbs);
    assert_ne!(parsed("Pemelh. SDN 3").verbs, 0);
    assert_eq!(compared("Pembgn atap SDN 3", "Pembangunan pagar SDN 3").part, Agreement::Conflict);
    assert_eq!(compared("Rehab atap SDN 3", "Perbaikan genteng SDN 3").part, Agreement::Agree);
}

#[test]
fn a_dimension_is_no_number_of_a_road() {
    for name in [
        "Paving jalan 120 m",
        "Paving jalan 2,5 x 120 m",
        "Paving jalan P=120",
        "Paving jalan P=120 L=3",
        "Paving jalan panjang 120 meter",
        "Paving jalan 120 m'",
    ] {
        let name = parsed(name);
        assert!(name.road.is_empty() && name.road_numbers.is_empty(), "{name:?}");
        assert!(name.numbers.is_empty(), "{name:?}");
    }
    let both = compared("Paving jalan 120 m", "Paving jalan 150 m");
    assert_eq!((both.road, both.road_number), (Agreement::Silent, Agreement::Silent));
    assert_eq!(parsed("Paving Gang 3 L=2 m").road_numbers, [3]);
    assert_eq!(parsed("PJU 5 titik RT 3 M. Arifin").rt, [3]);
    assert!(parsed("PJU 5 titik").numbers.is_empty());
    assert_eq!(parsed("PJU titik 5").numbers, [5]);
}

#[test]
fn rows_and_lists_of_neighbourhoods_hold_each_of_them() {
    for name in
        ["RT 01-03", "RT 1 s/d 3", "RT 01, 02 dan 03", "RT 1 - 3", "RT 1 s/d RT 3", "RT 1,2,3"]
    {
        assert_eq!(parsed(name).rt, [1, 2, 3], "{name}");
        assert_eq!(compared(name, "RT 2").rt, Agreement::Agree, "{name}");
        assert_eq!(compared(name, "RT 4").rt, Agreement::Conflict, "{name}");
        assert_eq!(compared(name, "RT 3 dan 4").rt, Agreement::Partly, "{name}");
    }
    assert_eq!(parsed("Paving RT 03 - 120 m").rt, [3]);
    let both = parsed("RT 01/02 RW 03");
    assert_eq!((both.rt.as_slice(), both.rw.as_slice()), (&[1, 2][..], &[3][..]));
    assert_eq!(parsed("RT/RW 01-02").rw, [2]);
}

#[test]
fn a_number_behind_a_hamlet_is_its_own() {
    let place = |a: &str, b: &str| compared(a, b).place;
    assert_eq!(place("Dusun Krajan I", "Dusun Krajan II"), Agreement::Conflict);
    assert_eq!(place("Dusun Krajan 1", "Dusun Krajan I"), Agreement::Agree);
    assert_eq!(place("Dusun Krajan I", "Paving Krajan II"), Agreement::Conflict);
    assert_eq!(place("Dusun Krajan I", "Paving Krajan 1"), Agreement::Agree);
    assert_eq!(place("Paving Krajan I", "Paving Krajan II"), Agreement::Conflict);
    assert_eq!(compared("Paving Pancer I", "Paving Pancer II").numbers, Agreement::Conflict);
}

#[test]
fn a_hamlet_is_more_than_its_first_word() {
    let place = |a: &str, b: &str| compared(a, b).place;
    assert_eq!(place("Dusun Sumber Wadung", "Dusun Sumberwadung"), Agreement::Agree);
    assert_eq!(place("Dusun Sumber Wadung", "Talud Sumberwadung"), Agreement::Agree);
    assert_eq!(place("Dusun Sumber Wadung", "Dusun Sumber Agung"), Agreement::Partly);
    assert_eq!(place("Dusun Sumberwadung", "Dusun Sumber Agung"), Agreement::Conflict);
    assert_eq!(place("Dusun Krajan Wetan", "Dusun Krajan Kulon"), Agreement::Conflict);
    assert_eq!(place("Dusun Krajan Wetan", "Dusun Krajan Timur"), Agreement::Agree);
    assert_eq!(texts(&parsed("Talud Dusun Kedung Karang").place), ["kedung", "karang"]);
    assert_eq!(place("Dusun Krajan Tengah", "Dusun Krajan Timur"), Agreement::Conflict);
    assert_eq!(place("Paving Krajan Tengah", "Paving Krajan Timur"), Agreement::Conflict);
    assert_eq!(place("Blok Tengah", "Blok Timur"), Agreement::Conflict);
}

#[test]
fn a_shared_first_name_or_one_other_letter_is_another_person() {
    let person = |a: &str, b: &str| {
        let house = |name: &str| Name::parse(name, "Kradenan", WorkClass::Housing);
        let (a, b) = (house(a), house(b));
        let even = |name: &Name| vec![1.0; name.telling().count()];
        compare(&a, &even(&a), &b, &even(&b)).person
    };
    assert_eq!(person("Rehab RTLH Siti Aminah", "RTLH Bu Siti Fatimah"), Agreement::Conflict);
    assert_eq!(person("Rehab RTLH Ngatiman", "Rehab RTLH Ngatimin"), Agreement::Conflict);
    assert_eq!(person("Rehab RTLH Muhammad Arifin", "RTLH Moh. Ariffin"), Agreement::Agree);
    assert_eq!(person("Rehab RTLH Soeparman", "RTLH Pak Suparman"), Agreement::Agree);
    assert_eq!(person("Rehab RTLH Slamet", "Rehab RTLH Slamet Riyadi"), Agreement::Agree);
}

#[test]
fn stretches_that_share_no_metre_contradict() {
    let numbers = |a: &str, b: &str| compared(a, b).numbers;
    let first = "Rabat STA 0+000-0+200";
    assert_eq!(parsed(first).stretches, [[0, 200]]);
    assert_eq!(numbers(first, "Rabat STA 0+200-0+400"), Agreement::Conflict);
    assert_eq!(numbers(first, "Rabat STA 0+100 s/d STA 0+400"), Agreement::Agree);
    assert_eq!(numbers(first, "Rabat sta. 150 - 1+000"), Agreement::Agree);
    assert_eq!(numbers(first, "Rabat"), Agreement::OneSided);
    assert_eq!(numbers("Rabat STA 0+200", "Rabat STA 0+400"), Agreement::Conflict);
}

#[test]
fn a_side_is_read_behind_a_road_a_number_and_in_brackets() {
    let side = |a: &str, b: &str| compared(a, b).side;
    for [one, other] in [
        ["Drainase RT 03 Jl. Airlangga sisi utara", "Drainase RT 03 Jl. Airlangga sisi selatan"],
        ["Drainase Gang V RT 07/02 (UTARA)", "Drainase Gang V RT 07/02 (SELATAN)"],
        ["TPT Dusun Krajan RT 3 timur", "TPT Dusun Krajan RT 3 sebelah barat"],
        ["U-Ditch Jl. Brawijaya (timur)", "U-Ditch Jl. Brawijaya sisi barat"],
    ] {
        assert_eq!(side(one, other), Agreement::Conflict, "{one} | {other}");
        assert_eq!(side(one, one), Agreement::Agree, "{one}");
    }
    let both = compared("Paving Dusun Gumuk Timur", "Paving Dusun Gumuk Barat");
    assert_eq!((both.place, both.side), (Agreement::Conflict, Agreement::Silent));
    assert!(compared("Talud (DD)", "Talud DD").identical);
}

#[test]
fn sides_of_a_landmark_differ_and_other_axes_say_nothing() {
    let side = |a: &str, b: &str| compared(a, b).side;
    assert_eq!(side("Paving barat masjid", "Paving timur masjid"), Agreement::Conflict);
    assert_eq!(side("Paving barat masjid", "Paving sebelah barat masjid"), Agreement::Agree);
    assert_eq!(side("Paving depan balai desa", "Paving belakang balai desa"), Agreement::Conflict);
    assert_eq!(side("Paving barat masjid", "Paving sisi kiri"), Agreement::OneSided);
    assert_eq!(texts(&parsed("Paving Dusun Krajan Barat").place), ["krajan", "barat"]);
}

#[test]
fn a_verb_may_carry_its_material() {
    for (name, plain) in [
        ("Pavingstone gang 3", "Paving gang 3"),
        ("Pavingisasi gang 3", "Paving gang 3"),
        ("Pengaspalan jalan desa", "Hotmix jalan desa"),
        ("Pengecoran jalan desa", "Rabat beton jalan desa"),
        ("Rabatisasi jalan desa", "Betonisasi jalan desa"),
    ] {
        assert_eq!(compared(name, plain).material, Agreement::Agree, "{name}");
    }
    assert_eq!(texts(&parsed("Pengaspalan Jalan Mawar").road), ["mawar"]);
}

#[test]
fn buildings_of_one_kind_are_not_those_of_another() {
    let object = |a: &str, b: &str| compared(a, b).object;
    assert_eq!(object("Gudang desa", "Pasar desa"), Agreement::Conflict);
    assert_eq!(object("Gapura desa", "Pos kamling"), Agreement::Conflict);
    assert_eq!(object("Polindes", "Posyandu"), Agreement::Conflict);
    assert_eq!(object("TPQ Al Huda", "PAUD Al Huda"), Agreement::Conflict);
    let waste = |name: &str| Name::parse(name, "Kradenan", WorkClass::Landfill).objects;
    assert_eq!(waste("TPA desa"), waste("TPS3R desa"));
}

#[test]
fn each_part_of_a_building_is_known_and_differs_from_the_others() {
    let parts = [
        "pagar",
        "atap",
        "plafon",
        "lantai",
        "pintu",
        "jendela",
        "pengecatan",
        "kamar mandi",
        "halaman",
        "teras",
        "dapur",
        "ruang",
        "tembok",
        "mushola",
    ];
    for (at, one) in parts.iter().enumerate() {
        for other in &parts[at + 1..] {
            let (one, other) = (format!("{one} balai desa"), format!("{other} balai desa"));
            assert_eq!(compared(&one, &other).part, Agreement::Conflict, "{one}, {other}");
        }
    }
    assert_eq!(compared("Keramik balai desa", "Lantai balai desa").part, Agreement::Agree);
    assert_eq!(parsed("Kamar mandi balai desa").objects, parsed("Balai desa").objects);
    let bath = |name: &str| Name::parse(name, "Kradenan", WorkClass::Sanitation).objects;
    assert_eq!(bath("Pembangunan WC"), bath("Pembangunan MCK"));
}

#[test]
fn a_letter_beyond_ascii_is_one_letter_as_any_other() {
    let mut words = vec![String::new()];
    for length in 0..5 {
        let longest: Vec<String> =
            words.iter().filter(|word| word.len() == length).cloned().collect();
        words.extend(longest.iter().flat_map(|word| [format!("{word}a"), format!("{word}b")]));
    }
    let abroad = |word: &String| word.replace('b', "\u{e9}");
    for one in &words {
        for other in &words {
            let (plain, other_way) =
                (within_one_edit(one, other), within_one_edit(&abroad(one), &abroad(other)));
            assert_eq!(plain, other_way, "{one:?} and {other:?}");
        }
    }
}

#[test]
fn a_name_says_that_others_pay_a_share_or_that_money_was_carried_over() {
    let plain = "Rabat beton Gg. Melati RT 05";
    assert_eq!(compared(plain, plain).cofunded, 0);
    for said in ["(sharing)", "Dana Pendamping", "- pendampingan", "(patungan)"] {
        let told = format!("{plain} {said}");
        assert_eq!(compared(plain, &told).cofunded, 1, "{told}");
        assert_eq!(compared(&told, &told).cofunded, 2, "{told}");
        assert_eq!(texts(&parsed(&told).rest), [""; 0], "{told}");
    }
    assert_eq!(compared(plain, &format!("{plain} (luncuran)")).phase, Agreement::OneSided);
}

#[test]
fn one_person_is_one_however_the_name_is_written() {
    for (one, other) in
        [("Rifai", "Rifa'i"), ("Ahmad", "Achmad"), ("Abdul", "Abd."), ("Syafii", "Syafi’i")]
    {
        let word = |name: &str| tokens(name).iter().map(|word| spelling(word)).collect::<Vec<_>>();
        assert_eq!(word(one), word(other));
    }
    assert_eq!(tokens("Gg. 2 'Melati'"), ["gg", "2", "melati"], "a quotation parts as before");
}

#[test]
fn what_stands_between_two_words_is_kept_beside_them() {
    let gap = |name: &str| cut(name).1.last().copied();
    assert_eq!(gap("makam pondok"), Some(Gap::Blank));
    assert_eq!(gap("Jl. Makam"), Some(Gap::Blank));
    assert_eq!(gap("makam - pondok"), Some(Gap::Dash));
    assert_eq!(gap("SDN 2 - masjid"), Some(Gap::Dash));
    for name in ["TPQ/PAUD", "TK-PAUD", "MCK, TPQ", "MCK + TPQ", "MCK (TPQ"] {
        assert_eq!(gap(name), Some(Gap::Other), "{name}");
    }
    assert_eq!(tokens("Rabat (DD 60%)"), ["rabat", "(", "dd", "60", "%"]);
}

#[test]
fn common_words_tell_nothing_and_one_thing_has_more_than_one_name() {
    for name in ["Pek. paving", "Peningkatan kualitas paving", "Paving dg dana desa", "Paving dgn"]
    {
        assert!(parsed(name).rest.is_empty(), "{name}");
    }
    let object = |a: &str, b: &str| compared(a, b).object;
    assert_eq!(object("Jalan Usahatani", "Jalan Usaha Tani"), Agreement::Agree);
    assert_eq!(object("Pos Yandu Melati", "Posyandu Melati"), Agreement::Agree);
    assert_eq!(object("Balai Desa", "Kantor Desa"), Agreement::Agree);
    assert_eq!(object("Balai Desa", "Balai Dusun"), Agreement::Partly);
    assert_eq!(object("Sumur Bor", "Sarana Air Bersih"), Agreement::Partly);
    assert_eq!(object("Sumur Bor dan Tandon", "Sarana Air Bersih"), Agreement::Agree);
    assert_eq!(object("Sumur Bor", "Pipanisasi"), Agreement::Conflict);
    assert_eq!(texts(&parsed("Rabat Jalan Mawar").road), ["mawar"]);
}

#[test]
fn the_flow_of_water_and_within_or_without_are_sides() {
    let side = |a: &str, b: &str| compared(a, b).side;
    assert_eq!(side("Talud sisi hulu", "Talud sisi hilir"), Agreement::Conflict);
    assert_eq!(side("Talud hulu jembatan", "Talud hilir jembatan"), Agreement::Conflict);
    assert_eq!(side("Drainase Jl. Mawar (hulu)", "Drainase sebelah hulu"), Agreement::Agree);
    assert_eq!(side("Cat bagian dalam", "Cat bagian luar"), Agreement::Conflict);
    assert_eq!(side("Cat bagian dalam", "Cat sisi utara"), Agreement::OneSided);
    // Names.
    assert_eq!(texts(&parsed("Jalan Cileuksa Hilir").road), ["cileuksa", "hilir"]);
    assert_eq!(parsed("Talud Kradenan Hilir").sides, 0);
    assert_eq!(texts(&parsed("Sumur dalam Dusun Hulu").place), ["hulu"]);
}
