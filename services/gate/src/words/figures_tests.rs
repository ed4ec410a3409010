use super::super::{
    Agreement,
    tests::{compared, parsed, texts},
};

#[test]
fn numbers_of_packages_may_agree_and_never_contradict() {
    let both = compared("PJU Paket 3", "PJU Paket 7");
    assert_eq!((both.numbers, both.packages), (Agreement::OneSided, Agreement::Conflict));
    let both = compared("PJU Paket 3", "PJU pkt. III");
    assert_eq!((both.numbers, both.packages), (Agreement::Agree, Agreement::Agree));
    assert_eq!(compared("PJU Paket A", "PJU Paket B").packages, Agreement::Conflict);
    assert_eq!(compared("PJU Paket 3", "PJU").numbers, Agreement::OneSided);
    // Other numbers speak for themselves.
    let apart = compared("PJU titik 4 Paket 3", "PJU titik 5 Paket 3");
    assert_eq!(apart.numbers, Agreement::Conflict);
    assert!(parsed("PJU 5 paket").packages.is_empty());
    assert_eq!(parsed("Sumur Paket 1 (P)").packages, [1]);
}

#[test]
fn single_roman_numerals_and_letters_number_what_they_stand_behind() {
    for (one, other, told) in [
        ("Paving Gang I", "Paving Gang II", Agreement::Conflict),
        ("Paving Gang IV", "Paving Gang V", Agreement::Conflict),
        ("Paving Gang V", "Paving Gang 5", Agreement::Agree),
        ("Paving Gg. I RT 3", "Paving gang 1", Agreement::Agree),
    ] {
        assert_eq!(compared(one, other).road_number, told, "{one}, {other}");
    }
    for (one, other, told) in [
        ("Talud Dusun V", "Talud Dusun 5", Agreement::Agree),
        ("Talud Dusun I", "Talud Dusun II", Agreement::Conflict),
        ("Kios Blok A", "Kios Blok B", Agreement::Conflict),
        ("Kios Blok I", "Kios Blok 1", Agreement::Agree),
    ] {
        assert_eq!(compared(one, other).place, told, "{one}, {other}");
    }
    for (one, other, told) in [
        ("Paving lokasi A", "Paving lokasi B", Agreement::Conflict),
        ("Paving lokasi A", "Paving lokasi a", Agreement::Agree),
        ("PJU titik A", "PJU titik B", Agreement::Conflict),
        ("Paving lokasi H. Slamet", "Paving lokasi B. Slamet", Agreement::Silent),
        ("Paving lokasi a.n. Slamet", "Paving lokasi 2 x 40 m", Agreement::Silent),
    ] {
        assert_eq!(compared(one, other).numbers, told, "{one}, {other}");
    }
    assert_eq!(compared("Paving Gang A", "Paving Gang B").road, Agreement::Conflict);
    // Names that begin as numbers do.
    assert_eq!(texts(&parsed("Paving Gang Iin").road), ["iin"]);
    assert_eq!(texts(&parsed("Jalan I Gusti Ngurah Rai").road), ["i", "gusti", "ngurah"]);
    assert_eq!(texts(&parsed("Talud Bu I Wayan Sudana").person), ["i", "wayan"]);
    assert_eq!(parsed("Paving Gang 3 2 x 120 m").road_numbers, [3]);
}

#[test]
fn a_phase_is_named_in_more_ways_than_one_and_a_continuation_is_never_the_first() {
    let phase = |a: &str, b: &str| compared(a, b).phase;
    for (one, other, told) in [
        ("Rabat tahap I", "Rabat (lanjutan)", Agreement::Conflict),
        ("Rabat tahap awal", "Lanjutan rabat", Agreement::Conflict),
        ("Rabat tahap II", "Rabat (lanjutan)", Agreement::Partly),
        ("Lanjutan rabat tahap I", "Rabat lanjutan", Agreement::Partly),
        ("Rabat tahap awal", "Rabat tahap 1", Agreement::Agree),
        ("Rabat tahap awal", "Rabat tahap 2", Agreement::Conflict),
        ("Rabat tahap I", "Rabat tahap akhir", Agreement::Conflict),
        ("Rabat tahap I", "Rabat", Agreement::OneSided),
    ] {
        assert_eq!(phase(one, other), told, "{one}, {other}");
        assert_eq!(phase(other, one), told, "{other}, {one}");
    }
    for said in ["carry over", "carryover", "finishing", "tahap akhir", "sisa pekerjaan"] {
        assert_eq!(phase("Rabat", &format!("Rabat {said}")), Agreement::OneSided, "{said}");
        assert_eq!(phase("Rabat lanjutan", &format!("Rabat {said}")), Agreement::Agree, "{said}");
        assert!(parsed(&format!("Rabat {said}")).rest.is_empty(), "{said}");
    }
}

#[test]
fn a_part_of_a_fund_says_that_others_pay_the_rest() {
    let plain = "Rabat beton Gg. Melati RT 05";
    for said in [
        "(DD 60%)",
        "(ADD 40 %)",
        "62,5 persen DD",
        "bagian DD 95 m dari 191 m",
        "porsi ADD",
        "share BKK",
        "gabungan DD dan ADD",
        "tambahan ADD",
        "tambahan dana",
        "dana gabungan",
    ] {
        let told = format!("{plain} {said}");
        let both = compared(plain, &told);
        assert_eq!(both.cofunded, 1, "{told}");
        assert_eq!((both.numbers, both.phase), (Agreement::Silent, Agreement::Silent), "{told}");
        assert!(parsed(&told).rest.is_empty(), "{told}");
    }
    for said in ["DD", "DD 100%", "(ADD 2024)", "bagian barat", "100% DD"] {
        assert_eq!(compared(plain, &format!("{plain} {said}")).cofunded, 0, "{said}");
    }
    assert_eq!(compared("Rabat (DD 60%)", "Rabat (ADD 40%)").numbers, Agreement::Silent);
}
