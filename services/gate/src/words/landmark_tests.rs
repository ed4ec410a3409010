use domain::WorkClass;

use super::super::{Agreement, Compared, Name, compare};

fn parsed(name: &str) -> Name {
    Name::parse(name, "Kradenan", WorkClass::Road)
}

fn compared(a: &str, b: &str) -> Compared {
    let (a, b) = (parsed(a), parsed(b));
    let even = |name: &Name| vec![1.0; name.telling().count()];
    compare(&a, &even(&a), &b, &even(&b))
}

fn landmark(a: &str, b: &str) -> Agreement {
    compared(a, b).landmark
}

#[test]
fn a_preposition_says_nothing_without_its_landmark() {
    let both = compared("Paving dpn TK", "Paving dpn gereja");
    assert_eq!((both.side, both.landmark), (Agreement::Silent, Agreement::Conflict));
    let both = compared("Paving dpn TK RT 3", "Pavingisasi depan TK");
    assert_eq!((both.side, both.landmark), (Agreement::Agree, Agreement::Agree));
    assert_eq!(landmark("Paving dpn TK", "Paving"), Agreement::OneSided);
    assert_eq!(landmark("Paving gang 3", "Paving"), Agreement::Silent);
}

#[test]
fn every_usual_preposition_is_read_and_its_object_is_not_the_works() {
    for name in [
        "Paving depan masjid",
        "Paving belakang mesjid",
        "Paving blkg masjid",
        "Paving sebelah masjid",
        "Paving sblh masjid",
        "Paving samping masjid",
        "Paving dekat masjid",
        "Paving dkt masjid",
        "Paving timur masjid",
        "Paving sebelah utara masjid",
        "Paving pojok masjid",
        "Paving arah ke masjid",
        "Paving ujung masjid",
        "Paving sekitar masjid",
        "Paving menuju masjid",
    ] {
        let one = parsed(name);
        assert_eq!((one.landmarks.len(), one.objects), (1, 0), "{name}");
        assert_eq!(landmark(name, "Rabat dekat masjid Al Huda"), Agreement::Agree, "{name}");
        assert_eq!(landmark(name, "Rabat dekat balai desa"), Agreement::Conflict, "{name}");
    }
    for (one, other) in [
        ("sebelah tandon", "timur dam"),
        ("dekat gapura", "dkt pos kamling"),
        ("utara makam", "pojok lapangan"),
        ("sblh balai desa", "sblh balai dusun"),
        ("dpn mushola", "dpn masjid"),
        ("dpn SD", "dpn SMP"),
        ("dpn toko", "dpn TK"),
        ("arah sawah", "arah makam"),
    ] {
        let (one, other) = (format!("Gorong-gorong {one}"), format!("Gorong-gorong {other}"));
        assert_eq!(landmark(&one, &one), Agreement::Agree, "{one}");
        assert_eq!(landmark(&one, &other), Agreement::Conflict, "{one}, {other}");
        assert_eq!(compared(&one, &other).object, Agreement::Agree, "{one}, {other}");
    }
    assert_eq!(landmark("Paving dpn baalai desa", "Paving dpn balai desa"), Agreement::Agree);
}

#[test]
fn the_name_and_the_number_of_a_landmark_tell_it_apart() {
    let name = "Rabat sekitar musholla Al-Ikhlas";
    assert_eq!(landmark(name, "Rabat dekat mushola al ikhlas"), Agreement::Agree);
    assert_eq!(landmark(name, "Rabat dekat langgar Alikhlas RT 3"), Agreement::Agree);
    assert_eq!(landmark(name, "Rabat dekat mushola Nurul Iman"), Agreement::Conflict);
    assert_eq!(landmark("PJU dpn SDN 1", "PJU dpn SDN 2"), Agreement::Conflict);
    assert_eq!(landmark("PJU dpn SDN 1", "PJU samping SD I"), Agreement::Agree);
    assert!(parsed(name).telling().any(|word| &*word.text == "ikhlas"));
}

#[test]
fn another_side_of_one_landmark_agrees_in_part_and_is_another_side() {
    let both = compared("Paving depan masjid", "Paving belakang masjid");
    assert_eq!((both.landmark, both.side), (Agreement::Partly, Agreement::Conflict));
    let both = compared("Paving utara makam", "Paving dekat makam");
    assert_eq!((both.landmark, both.side), (Agreement::Agree, Agreement::OneSided));
}

#[test]
fn the_ends_of_a_stretch_are_houses_and_their_people_stay_persons() {
    let slamet = "Talud Ruas Rumah Bapak Slamet s.d. Rumah Bapak Bejo Utomo";
    let both = compared(slamet, "Talud rumah P. Slamet - rumah P. Bejo");
    assert_eq!((both.landmark, both.person), (Agreement::Agree, Agreement::Agree));
    let both = compared(slamet, "Talud dari rumah Pak Giman sampai rumah Bu Yatemi");
    assert_eq!((both.landmark, both.person), (Agreement::Conflict, Agreement::Conflict));
    let one = landmark(slamet, "Talud rumah Pak Slamet s/d rumah Pak Giman");
    assert_eq!(one, Agreement::Partly);
    let name = parsed(slamet);
    let persons: Vec<&str> = name.person.iter().map(|word| &*word.text).collect();
    assert_eq!(persons, ["slamet", "bejo", "utomo"]);
    assert_eq!(name.objects, parsed("Talud").objects);
}

#[test]
fn a_real_side_stays_one() {
    for (name, other) in [
        ("Drainase kiri jalan", "Drainase kanan jalan"),
        ("Drainase sisi utara", "Drainase sisi selatan"),
        ("Drainase sebelah kiri", "Drainase sebelah kanan"),
        ("Drainase utara jalan", "Drainase selatan jalan"),
        ("Drainase barat sungai", "Drainase timur sungai"),
        ("Drainase ujung barat", "Drainase ujung timur"),
    ] {
        assert_eq!(compared(name, other).side, Agreement::Conflict, "{name}");
        assert!(parsed(name).landmarks.is_empty(), "{name}");
    }
}

#[test]
fn what_is_built_is_no_landmark() {
    for name in ["Rehab TK", "Pembangunan pagar masjid", "Pagar depan balai desa"] {
        let name = Name::parse(name, "Kradenan", WorkClass::Building);
        assert!(name.landmarks.is_empty() && name.objects != 0, "{name:?}");
    }
    let house = Name::parse("Rehab berat rumah Pak Slamet", "Kradenan", WorkClass::Housing);
    assert!(house.landmarks.is_empty() && house.objects != 0, "{house:?}");
    let hamlet = parsed("Talud Dusun Pojok");
    assert!(hamlet.landmarks.is_empty());
    assert_eq!(&*hamlet.place[0].text, "pojok");
}

#[test]
fn short_and_mistyped_words_are_what_they_stand_for() {
    for (name, plain) in [
        ("Gorong2 RT 3", "Gorong-gorong RT 3"),
        ("Pav. blok gang 3", "Paving gang 3"),
        ("Paving block gang 3", "Paving blok gang 3"),
        ("Udit gang 3", "U-ditch gang 3"),
        ("Uditch gang 3", "Drainase gang 3"),
        ("Plengseng gang 3", "Senderan gang 3"),
        ("Duiker gang 3", "Gorong-gorong gang 3"),
        ("Spal gang 3", "Drainase gang 3"),
        ("JUT", "Jalan usaha tani"),
    ] {
        let (one, other) = (parsed(name), parsed(plain));
        let read = |name: &Name| (name.objects, name.materials, name.place.len());
        assert_eq!(read(&one), read(&other), "{name}");
        assert_ne!((one.objects, one.materials), (0, 0), "{name}");
    }
    assert_eq!(parsed("Pemb. talud").verbs, parsed("Pengadaan talud").verbs);
    for name in ["Ds. Pancer", "Dus Pancer", "Dsn Pancer", "Dukuh Pancer"] {
        assert_eq!(compared(name, "Dusun Pancer").place, Agreement::Agree, "{name}");
        assert_eq!(compared(name, "Dusun Krajan").place, Agreement::Conflict, "{name}");
    }
    assert_eq!(compared("Blok Pancer", "Dusun Pancer").place, Agreement::Agree);
    assert_eq!(compared("Talud Krajan", "Talud Dusun Pancer").place, Agreement::Conflict);
    assert!(parsed("Talud Ds. Kradenan").place.is_empty());
}

/// How many landmarks a name tells, and the bits of its objects.
fn told(name: &str) -> (usize, u32) {
    let name = parsed(name);
    (name.landmarks.len(), name.objects)
}

#[test]
fn both_ends_of_a_stretch_are_landmarks_however_they_are_joined() {
    for name in [
        "Rabat beton dari SDN 2 sampai masjid Al Huda",
        "Rabat beton mulai SDN 2 s/d masjid Al Huda",
        "Rabat beton mulai dari SDN 2 sampai dengan masjid Al Huda",
        "Rabat beton SDN 2 sampai masjid Al Huda",
        "Rabat beton SDN 2 Kradenan s.d. masjid Al Huda",
        "Rabat beton SDN 2 - masjid Al Huda",
        "Rabat beton SDN 2 ke masjid Al Huda",
        "Rabat beton SDN 2 menuju masjid Al Huda",
    ] {
        assert_eq!(told(name), (2, 0), "{name}");
        assert_eq!(landmark(name, "Talud masjid Al Huda s/d SDN 2"), Agreement::Agree, "{name}");
        assert_eq!(landmark(name, "Talud makam - pondok"), Agreement::Conflict, "{name}");
        assert_eq!(landmark(name, "Talud SDN 2 - pondok"), Agreement::Partly, "{name}");
    }
    let road = parsed("Jalan").objects;
    for name in ["Rabat beton Jalan mulai rumah Supriyadi s/d makam", "Rabat jalan makam - pondok"]
    {
        assert_eq!(told(name), (2, road), "{name}");
        assert!(parsed(name).road.is_empty(), "{name}");
    }
    assert_eq!(told("Rabat jalan makam sampai RT 3"), (1, road));
    let houses = parsed("Talud dari rumah Pak Slamet - Pak Bejo");
    let persons: Vec<&str> = houses.person.iter().map(|word| &*word.text).collect();
    assert_eq!((houses.landmarks.len(), persons.as_slice()), (2, &["slamet", "bejo"][..]));
    assert_eq!(parsed("Talud Pak Slamet - Pak Bejo").landmarks, houses.landmarks);
    // Words of no list, and of one that tells nothing else, are read once more and no more often.
    assert_eq!(told("Rabat beton toko Jaya - makam"), (2, 0));
    assert_eq!(told("Rabat dekat pertigaan s/d makam"), (2, 0));
}

#[test]
fn a_work_that_leads_somewhere_is_no_end_of_a_stretch() {
    for (name, plain) in [
        ("Pembangunan jembatan ke makam", "Jembatan"),
        ("Gapura menuju masjid", "Gapura"),
        ("MCK di TPQ", "MCK"),
        ("Drainase ke makam", "Drainase"),
    ] {
        assert_eq!(told(name), (1, parsed(plain).objects), "{name}");
    }
    let building = |name: &str| {
        let name = Name::parse(name, "Kradenan", WorkClass::Building);
        (name.landmarks.len(), name.objects)
    };
    assert_eq!(building("Gapura menuju masjid"), (1, parsed("Gapura").objects));
    assert_eq!(building("Rehab atap di balai desa"), (0, parsed("Balai desa").objects));
    assert_eq!(building("Gedung TK - PAUD"), (0, parsed("PAUD").objects));
}

#[test]
fn a_building_behind_a_work_is_where_it_stands() {
    for (name, plain) in [
        ("MCK TPQ", "MCK"),
        ("Posyandu Balai Dusun", "Posyandu"),
        ("Sumur bor masjid Al Huda", "Sumur bor"),
        ("Drainase pasar", "Drainase"),
        ("Talud lapangan voli", "Talud"),
        ("Jalan lingkungan RT 3 masjid", "Jalan lingkungan"),
    ] {
        assert_eq!(told(name), (1, parsed(plain).objects), "{name}");
    }
    assert_eq!(landmark("MCK TPQ", "MCK di TPQ"), Agreement::Agree);
    assert_eq!(compared("MCK TPQ", "Rehab TPQ").object, Agreement::Conflict);
    // Two works in one, and a part of a building.
    for name in [
        "Balai desa dan posyandu",
        "MCK dan TPQ",
        "MCK, TPQ",
        "TPQ/PAUD",
        "Posyandu Polindes",
        "MCK serta rehab TPQ",
        "Mushola balai desa",
        "Gedung serba guna balai dusun",
    ] {
        assert_eq!(told(name).0, 0, "{name}");
    }
}

#[test]
fn a_road_may_be_called_by_a_place() {
    for (one, other, road) in [
        ("Paving Gang Makam RT 1", "Paving Gg. Makam", Agreement::Agree),
        ("Paving Gang Makam", "Paving Gang Kuburan", Agreement::Agree),
        ("Paving Gang Makam", "Paving Gang Pasar", Agreement::Conflict),
        ("Paving Jl. Pasar", "Paving Jalan Pasar", Agreement::Agree),
        ("Paving Jl. Makam", "Paving Jalan Makam", Agreement::Agree),
        ("Paving Jl. Pasar", "Paving Jl. Mawar", Agreement::Conflict),
        ("Paving Jalan Balai Desa", "Paving Jl. Kantor Desa", Agreement::Agree),
        ("Paving Gang Masjid Al Huda", "Paving Gang Masjid Nurul Iman", Agreement::Partly),
        ("Paving Gang Makam", "Paving Gang 3", Agreement::OneSided),
    ] {
        assert_eq!(compared(one, other).road, road, "{one}, {other}");
        assert_eq!((told(one), told(other)), ((0, 0), (0, 0)), "{one}, {other}");
    }
    assert_eq!(parsed("Paving Gang SDN 2").road_numbers, [2]);
    assert_eq!(told("Jalan Pak Slamet"), told("Jalan"));
    assert_eq!(told("Jalan sekitar masjid"), (1, parsed("Jalan").objects));
}
