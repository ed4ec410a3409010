use domain::WorkClass;

use super::super::{
    Agreement, Name, compare,
    like::slip,
    tests::{compared, texts},
};

#[test]
fn a_block_says_nothing_against_a_hamlet() {
    for (one, other, told) in [
        ("JUT Blok Kidul", "JUT Dusun Krajan", Agreement::OneSided),
        ("JUT Blok Pancer", "JUT Dusun Pancer", Agreement::Agree),
        ("JUT Blok Kidul", "JUT Blok Kidul Dusun Krajan", Agreement::Agree),
        ("JUT Blok Kidul", "JUT Blk. Lor", Agreement::Conflict),
        ("JUT Blok Pring Dusun Krajan", "JUT Blok Jeruk Dusun Krajan", Agreement::Conflict),
        ("JUT Blok Kidul Dusun Krajan", "JUT Blok Kidul Dusun Pancer", Agreement::Partly),
        ("JUT Dusun Krajan", "JUT Blok Kidul Dusun Pancer", Agreement::Conflict),
        ("JUT Blok Dam", "JUT Blok Makam", Agreement::Conflict),
    ] {
        assert_eq!(compared(one, other).place, told, "{one}, {other}");
        assert_eq!(compared(other, one).place, told, "{other}, {one}");
        assert_eq!(compared(one, other).object, Agreement::Agree, "{one}, {other}");
    }
}

#[test]
fn of_a_house_only_who_lives_in_it_is_its_person() {
    let house = |name: &str| Name::parse(name, "Kradenan", WorkClass::Housing);
    let told: [(&str, &[&str]); 11] = [
        ("Perbaikan Rumah Tdk Layak Huni RT 3", &[]),
        ("Pek. RTLH Slamet", &["slamet"]),
        ("RTLH penerima manfaat Slamet", &["slamet"]),
        ("RTLH KPM Slamet", &["slamet"]),
        ("RTLH Slamet barat sawah Satuni", &["slamet"]),
        ("RTLH an. Slamet depan warung Bu Satuni", &["slamet"]),
        ("RTLH RT 3 barat rumah Pak Satuni", &[]),
        ("RTLH dekat masjid Al Huda", &[]),
        ("RTLH an. Slamet kualitas sejahtera RT 3", &["slamet"]),
        ("RTLH an. Siti Nur Aminah", &["siti", "nur", "aminah"]),
        ("Rehab rumah Pak Slamet", &["slamet"]),
    ];
    for (name, persons) in told {
        assert_eq!(texts(&house(name).person), persons, "{name}");
    }
    let person = |a: &str, b: &str| {
        let (a, b) = (house(a), house(b));
        let even = |name: &Name| vec![1.0; name.telling().count()];
        compare(&a, &even(&a), &b, &even(&b)).person
    };
    let beside = "RTLH Supriyadi barat rumah Pak Satuni";
    assert_eq!(person("RTLH an. Supriyadi", beside), Agreement::Agree);
    assert_eq!(person("RTLH Satuni", beside), Agreement::Conflict);
    assert_eq!(person("RTLH an. Supriyadi", "RTLH barat rumah Pak Satuni"), Agreement::OneSided);
}

#[test]
fn a_slip_within_the_name_of_a_person_agrees_in_part() {
    for (one, other, told) in [
        ("mistari", "mistri", true),
        ("supriyadi", "supriadi", true),
        ("sumiyati", "sumiaytti", false),
        ("sulastri", "sulatsri", true),
        ("ngatiman", "ngatimin", false),
        ("tumin", "tumini", false),
        ("siti", "sti", false),
    ] {
        assert_eq!((slip(one, other), slip(other, one)), (told, told), "{one}, {other}");
    }
    let both = compared("Talud rumah Pak Mistari", "Talud rumah Pak Mistri");
    assert_eq!((both.person, both.landmark), (Agreement::Partly, Agreement::Partly));
    let both = compared("Talud rumah Pak Tumin", "Talud rumah Bu Tumini");
    assert_eq!((both.person, both.landmark), (Agreement::Conflict, Agreement::Conflict));
}
