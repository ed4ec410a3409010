use domain::WorkClass;

use super::{
    Agreement, Compared, Name, compare,
    like::{same_word, within_one_edit},
    token::tokens,
};

fn parsed(name: &str) -> Name {
    Name::parse(name, "Kradenan", WorkClass::Road)
}

fn compared(a: &str, b: &str) -> Compared {
    let (a, b) = (parsed(a), parsed(b));
    let weights = |name: &Name| name.telling().map(|_| 3.0).collect::<Vec<f32>>();
    compare(&a, &weights(&a), &b, &weights(&b))
}

fn texts(words: &[super::Word]) -> Vec<&str> {
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
fn upkeep_is_told_from_building() {
    let both = compared("Pemeliharaan jalan desa", "Pembangunan jalan desa");
    assert_eq!(both.doing, 4 + 3);
}

#[test]
fn shortened_verbs_and_parts_of_buildings_are_known() {
    let both = compared("Pemelh. SDN 3", "Pemeliharaan SDN 3");
    assert_eq!(both.doing, 4 * 3 + 3);
    assert_eq!(compared("Pembgn atap SDN 3", "Pembangunan pagar SDN 3").part, Agreement::Conflict);
    assert_eq!(compared("Rehab atap SDN 3", "Perbaikan genteng SDN 3").part, Agreement::Agree);
}
