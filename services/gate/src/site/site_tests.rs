use domain::geo::{LonLat, Shape, area::Area};
use uuid::Uuid;

use super::*;
use crate::{
    facts::Capture,
    inside::Standing,
    test_kit::{DESA_A, DESA_B, at, line, point, square},
};

const LIMITS: Limits = Limits {
    band_m: 25,
    far_m: 1_000,
    pin_m: 5,
    pins_max: 2,
    decimals_min: 4,
    accuracy_max_m: 50,
    ends_m: 1,
    length_permille: 1_500,
    area_permille: 2_000,
    retraced_corridor_m: 2,
    retraced_permille: 800,
};

fn desa(code: &str) -> DesaId {
    DesaId::parse(code).unwrap()
}

/// A village of two kilometres square with its listed point 300 m off its middle.
fn village(code: &str, name: &str, west_m: f64) -> Village {
    let (w, e) = (west_m, west_m + 2_000.0);
    let ring = vec![at(w, -1_000.0), at(e, -1_000.0), at(e, 1_000.0), at(w, 1_000.0)];
    Village {
        desa: desa(code),
        name: name.into(),
        pin: Some(at(w + 1_300.0, 0.0)),
        office: None,
        version: Uuid::nil(),
        area: Area::new(vec![vec![ring]]).unwrap(),
    }
}

fn around() -> Around {
    let villages = vec![village(DESA_A, "Sukojati", -2_000.0), village(DESA_B, "Timur", 0.0)];
    Around { villages, ..Around::default() }
}

fn footprint(shape: Shape) -> Footprint {
    let (accuracy_mm, amount) = (Some(5_000), domain::Rupiah::ZERO);
    let capture = Some(Capture::PhonePoint);
    Footprint { shape, accuracy_mm, capture, trusted: true, amount }
}

fn sketch<'a>(desa: &'a DesaId, class: WorkClass, sites: &'a [Footprint]) -> Sketch<'a> {
    let (side, volume_e4, unit) = (None, 0, "");
    Sketch { desa: Some(desa), class, usual: None, side, volume_e4, unit, sites }
}

/// The doubts about one site of a class.
fn doubts(class: WorkClass, site: Footprint, around: &Around) -> Vec<Doubt> {
    let (desa, sites) = (desa(DESA_A), [site]);
    check(&sketch(&desa, class, &sites), std::slice::from_ref(around), &LIMITS).1
}

fn codes(doubts: &[Doubt]) -> Vec<&str> {
    doubts.iter().map(|doubt| doubt.refusal.code.as_ref()).collect()
}

fn degrees(longitude: f64, latitude: f64) -> Shape {
    Shape::point(LonLat::new(longitude, latitude).unwrap())
}

#[test]
fn a_measured_site_in_its_village_is_believed() {
    for (class, shape) in [
        (WorkClass::Culvert, point(-1_234.5, 321.7)),
        (WorkClass::Road, line(&[[-1_500.3, 1.7], [-1_200.1, 4.4]])),
        (WorkClass::SportsField, square(-1_500.7, 2.3, 50.0)),
    ] {
        assert_eq!(codes(&doubts(class, footprint(shape), &around())), Vec::<&str>::new());
    }
}

#[test]
fn each_place_out_of_the_village_has_its_reason() {
    let culvert = |shape| doubts(WorkClass::Culvert, footprint(shape), &around());
    let over = culvert(point(10.2, 3.3));
    assert_eq!(codes(&over), ["SITE_NEAR_BORDER"]);
    assert!(!over[0].untrusted);
    let neighbour = culvert(point(400.2, 3.3));
    assert_eq!(codes(&neighbour), ["SITE_OUTSIDE_BOUNDARY"]);
    assert!(neighbour[0].refusal.message().contains("Desa Timur"), "{neighbour:?}");
    assert!(neighbour[0].refusal.message().contains("401 m"), "{}", neighbour[0].refusal.message());
    assert!(!neighbour[0].untrusted, "a neighbour's ground is a place all the same");
    let far = culvert(point(1_500.2, 3.3));
    assert!(codes(&far) == ["SITE_OUTSIDE_BOUNDARY"] && far[0].untrusted);
    let sea = culvert(point(-900.2, -3_000.1));
    assert!(codes(&sea) == ["SITE_IN_SEA"] && sea[0].untrusted);
    let unknown = doubts(WorkClass::Culvert, footprint(point(-900.2, 3.3)), &Around::default());
    assert_eq!(codes(&unknown), ["SITE_BOUNDARY_UNKNOWN"]);
    assert!(unknown[0].refusal.message().contains("tidak diperiksa"));
}

#[test]
fn a_work_that_names_no_village_is_doubted_only_where_none_holds_it() {
    let (desa, nowhere) = (desa(DESA_A), Around::default());
    let told = |shape, around: &Around| {
        let sites = [footprint(shape)];
        let work = Sketch { desa: None, ..sketch(&desa, WorkClass::Road, &sites) };
        check(&work, std::slice::from_ref(around), &LIMITS).1
    };
    let through = line(&[[-300.3, 1.7], [400.1, 4.4]]);
    assert_eq!(codes(&told(through, &around())), Vec::<&str>::new(), "through two villages");
    assert_eq!(codes(&told(point(-900.2, -1_010.1), &around())), Vec::<&str>::new(), "in the band");
    let sea = told(point(-900.2, -3_000.1), &around());
    assert!(codes(&sea) == ["SITE_IN_SEA"] && sea[0].untrusted);
    let text = sea[0].refusal.message();
    assert!(text.contains("200") && text.contains("dari batas desa terdekat"), "{text}");
    let far = Around { is_bounded: true, ..nowhere.clone() };
    let far = told(point(-900.2, -90_000.1), &far);
    assert!(codes(&far) == ["SITE_IN_SEA"] && far[0].untrusted);
    assert!(far[0].refusal.message().contains("lebih dari 5000 m"), "{far:?}");
    let unknown = told(point(-900.2, 3.3), &nowhere);
    assert_eq!(codes(&unknown), ["SITE_BOUNDARY_UNKNOWN"], "no boundary is loaded");
    let pin = told(point(-699.2, 0.0), &around());
    assert!(codes(&pin) == ["SITE_OFFICE_DEFAULT"] && pin[0].untrusted);
}

#[test]
fn a_lost_sign_and_minutes_are_proposed_and_never_applied() {
    // A village at 6.4 S, where the mirrored latitude still lies in Indonesia.
    let corner = |lon, lat| LonLat::new(lon, lat).unwrap();
    let ring = vec![
        corner(107.30, -6.33),
        corner(107.32, -6.33),
        corner(107.32, -6.30),
        corner(107.30, -6.30),
    ];
    let area = Area::new(vec![vec![ring]]).unwrap();
    let own = Village { area, pin: None, ..village(DESA_A, "Karawang", 0.0) };
    let around = Around { villages: vec![own], ..Around::default() };
    let mirrored = doubts(WorkClass::Culvert, footprint(degrees(107.312_345, 6.321_234)), &around);
    assert_eq!(codes(&mirrored), ["SITE_SIGN_LOST"]);
    assert_eq!(mirrored[0].proposed, Some(degrees(107.312_345, -6.321_234)));
    assert!(mirrored[0].untrusted);
    // 107 18' 40.2" E, 6 18' 50.4" S written as 107.18402, -6.18504.
    let minutes = doubts(WorkClass::Culvert, footprint(degrees(107.184_02, -6.185_04)), &around);
    assert_eq!(codes(&minutes), ["SITE_MINUTES"]);
    let Some(Shape::Point(meant)) = minutes[0].proposed else { panic!("{minutes:?}") };
    assert!((meant.longitude_deg() - 107.311_166).abs() < 1e-5);
    assert!((meant.latitude_deg() + 6.314).abs() < 1e-5);
}

#[test]
fn points_that_stand_for_something_else_are_told() {
    let at_pin = doubts(WorkClass::Culvert, footprint(point(-699.2, 0.0)), &around());
    assert_eq!(codes(&at_pin), ["SITE_OFFICE_DEFAULT"]);
    let middle = doubts(WorkClass::Culvert, footprint(point(-1_000.0, 0.7)), &around());
    assert_eq!(codes(&middle), ["SITE_OFFICE_DEFAULT"]);
    assert!(middle[0].untrusted && middle[0].refusal.message().contains("titik tengah"));
    let mut known = around();
    known.villages[1].office = Some(at(312.0, -40.0));
    let at_office = doubts(WorkClass::Culvert, footprint(point(312.0, -36.5)), &known);
    assert!(codes(&at_office).contains(&"SITE_OFFICE_DEFAULT"), "also that of the neighbour");
    known.villages[0].office = Some(at(-1_512.0, -40.0));
    let at_office = doubts(WorkClass::Culvert, footprint(point(-1_512.0, -36.5)), &known);
    assert_eq!(codes(&at_office), ["SITE_OFFICE_DEFAULT"]);
    assert!(at_office[0].untrusted && at_office[0].refusal.message().contains("(kantor desa)"));
    let beside = doubts(WorkClass::Culvert, footprint(point(-1_512.0, -33.9)), &known);
    assert_eq!(codes(&beside), Vec::<&str>::new(), "6 m from the office");
    let at_pin = doubts(WorkClass::Culvert, footprint(point(-699.2, 0.0)), &known);
    assert_eq!(codes(&at_pin), ["SITE_OFFICE_DEFAULT"], "the listed point stays one");
    let shared = |count| {
        let around = Around { shared: count, ..around() };
        codes(&doubts(WorkClass::Culvert, footprint(point(-1_234.5, 321.7)), &around)).len()
    };
    assert_eq!((shared(1), shared(2)), (0, 1), "the third work on one pin");
    let copied = Around { copied: Some(("Timur".into(), "MCK RT 3".into())), ..around() };
    let copied = doubts(WorkClass::Culvert, footprint(point(-1_234.5, 321.7)), &copied);
    assert!(codes(&copied) == ["SITE_COPIED"] && copied[0].untrusted);
    let (desa, twice) = (desa(DESA_A), [point(-1_234.5, 321.7), point(-1_234.5, 321.7)]);
    let sites = twice.map(footprint);
    let sketch = sketch(&desa, WorkClass::Culvert, &sites);
    let (places, found) = check(&sketch, &[around(), around()], &LIMITS);
    assert_eq!(codes(&found), ["SITE_REPEATED"]);
    assert!(places.iter().all(|place| place.standing == Standing::Inside));
}

#[test]
fn coarse_numbers_and_missing_accuracy_are_told() {
    let coarse = doubts(WorkClass::Culvert, footprint(degrees(113.99, -8.2)), &around());
    assert!(codes(&coarse).contains(&"SITE_COORDINATE_COARSE"), "{:?}", codes(&coarse));
    let drawn = Footprint {
        accuracy_mm: None,
        capture: Some(Capture::Digitised),
        ..footprint(point(-1_234.5, 321.7))
    };
    let found = doubts(WorkClass::Culvert, drawn, &around());
    assert_eq!(codes(&found), ["SITE_ACCURACY_MISSING"]);
    let message = found[0].refusal.message();
    assert!(message.contains("digambar di peta") && message.contains("tidak tercatat"));
}

#[test]
fn an_accuracy_beyond_the_limit_is_told_and_its_place_still_compared() {
    let measured = |accuracy_mm| Footprint {
        accuracy_mm: Some(accuracy_mm),
        ..footprint(point(-1_234.5, 321.7))
    };
    assert_eq!(doubts(WorkClass::Culvert, measured(50_000), &around()), []);
    let found = doubts(WorkClass::Culvert, measured(50_001), &around());
    assert_eq!(codes(&found), ["SITE_ACCURACY_POOR"]);
    let sentence = "Ketelitian lokasi ke-1 hanya 51 m; paling buruk 50 m.";
    assert_eq!(found[0].refusal.message(), sentence, "rounded up");
    assert!(!found[0].untrusted, "the zone grows with the error instead");
    let no_law = Limits { accuracy_max_m: i64::MAX, ..LIMITS };
    assert_eq!(coordinate::check(0, &measured(9_000_000), &no_law), []);
}

#[test]
fn point_inside_a_river() {
    let river = Water {
        name: "Kali Setail".into(),
        half_width_m: 10.0,
        shape: line(&[[-1_400.0, 300.0], [-1_000.0, 300.0]]),
    };
    let around = Around { waters: vec![river], ..around() };
    let hall = |north_m| doubts(WorkClass::Building, footprint(point(-1_234.5, north_m)), &around);
    assert_eq!(codes(&hall(307.0)), ["SITE_IN_WATER"]);
    assert!(hall(307.0)[0].refusal.message().contains("Kali Setail"));
    assert_eq!(codes(&hall(312.0)), Vec::<&str>::new(), "on the bank");
    let bridge = doubts(WorkClass::Bridge, footprint(point(-1_234.5, 301.0)), &around);
    assert_eq!(codes(&bridge), Vec::<&str>::new(), "a bridge belongs there");
}

/// The doubts about a road so long with a volume.
fn measured(length_m: f64, volume_e4: i64, unit: &str, side: Option<Side>) -> Vec<String> {
    let start = -1_900.5;
    let (desa, sites) = (desa(DESA_A), [footprint(line(&[[start, 1.7], [start + length_m, 1.7]]))]);
    let work = Sketch { side, volume_e4, unit, ..sketch(&desa, WorkClass::Drainage, &sites) };
    let found = check(&work, &[around()], &LIMITS).1;
    found.iter().map(|doubt| doubt.refusal.message()).collect()
}

#[test]
fn a_590_m_project_drawn_as_59_m() {
    let told = measured(59.0, 5_900_000, "m", None);
    let sentence = "Panjang yang digambar 59 m, volume yang diisi 590 m; mungkin salah letak koma.";
    assert_eq!(told, [sentence]);
    for unit in ["meter", "M'", "m1", "m¹", "LM", "ml", "Meter (tinggi 4 m)", "mtr."] {
        assert_eq!(measured(59.0, 5_900_000, unit, None).len(), 1, "{unit}");
    }
    assert!(measured(590.0, 5_900_000, "m", None).is_empty());
    assert!(measured(590.0, 5_900, "km", None).is_empty());
    assert!(measured(420.0, 5_900_000, "m", None).is_empty(), "a coarse drawing is no doubt");
    assert_eq!(measured(300.0, 5_900_000, "m", None).len(), 1);
    assert!(measured(300.0, 5_900_000, "m", Some(Side::Both)).is_empty(), "both sides counted");
    assert!(measured(59.0, 5_900_000, "unit", None).is_empty(), "no unit of length");
    assert!(measured(59.0, 0, "m", None).is_empty(), "not measured");
}

#[test]
fn a_site_of_another_shape_hides_no_length_and_no_area() {
    let (desa, gate) = (desa(DESA_A), point(-1_234.5, 321.7));
    let told = |drawn, volume_e4, unit| {
        let sites = [footprint(drawn), footprint(gate.clone())];
        let work = Sketch { volume_e4, unit, ..sketch(&desa, WorkClass::Irrigation, &sites) };
        let found = check(&work, &[around(), around()], &LIMITS).1;
        found.iter().map(|doubt| doubt.refusal.code.to_string()).collect::<Vec<_>>()
    };
    let canal = || line(&[[-1_900.5, 1.7], [-1_841.5, 1.7]]);
    assert_eq!(told(canal(), 5_900_000, "m"), ["SITE_LENGTH_DIFFERS"], "59 m and a gate");
    assert!(told(canal(), 590_000, "m").is_empty());
    let pond = || square(-1_500.7, 2.3, 50.0);
    assert_eq!(told(pond(), 3_000_000, "m2"), ["SITE_AREA_DIFFERS"]);
    assert!(told(pond(), 25_000_000, "m2").is_empty());
    assert_eq!(told(gate.clone(), 5_900_000, "m"), ["SITE_REPEATED"], "no line at all");
}

#[test]
fn a_stretch_that_a_work_draws_twice_is_told_and_measured_once() {
    let desa = desa(DESA_A);
    let told = |lines: &[&[[f64; 2]]], volume_e4| {
        let sites: Vec<Footprint> = lines.iter().map(|one| footprint(line(one))).collect();
        let work = Sketch { volume_e4, unit: "m", ..sketch(&desa, WorkClass::Road, &sites) };
        let grounds = vec![around(); sites.len()];
        let found = check(&work, &grounds, &LIMITS).1;
        found.iter().map(|doubt| doubt.refusal.message()).collect::<Vec<_>>()
    };
    let (west, east) = ([-1_500.3, 1.7], [-1_300.3, 1.7]);
    let twice = "Lokasi ke-2 dan lokasi ke-1 berimpit ";
    // Drawn the other way, a metre aside, and with a vertex more.
    let aside: &[[f64; 2]] = &[[-1_300.3, 2.7], [-1_400.0, 2.6], [-1_500.3, 2.7]];
    for again in [&[east, west][..], aside, &[[-1_490.0, 1.9], [-1_320.0, 1.9]]] {
        let found = told(&[&[west, east], again], 4_000_000);
        assert!(found[0].starts_with(twice), "{again:?}: {found:?}");
        assert!(found[1].starts_with("Panjang yang digambar 2"), "200 m, not 400: {found:?}");
        assert_eq!(told(&[&[west, east], again], 2_000_000).len(), 1, "{again:?}");
    }
    // A long line over a short one, and one over two halves.
    let short: &[[f64; 2]] = &[[-1_450.0, 1.7], [-1_400.0, 1.7]];
    assert!(told(&[short, &[west, east]], 2_000_000)[0].starts_with(twice));
    let middle = [-1_400.3, 1.7];
    let halves = told(&[&[west, middle], &[middle, east], &[west, east]], 2_000_000);
    assert!(halves.len() == 1 && halves[0].starts_with("Lokasi ke-3 dan"), "{halves:?}");
    // Equal to the last digit is told as that, and counts once too.
    let equal = told(&[&[west, east], &[west, east]], 4_000_000);
    assert!(equal[0].contains("sama persis") && equal[1].contains("digambar 200 m"), "{equal:?}");
    // What goes on, crosses, or lies on the other side of the lane is its own.
    for other in [
        &[east, [-1_100.3, 1.7]][..],
        &[[-1_400.0, -100.0], [-1_400.0, 100.0]],
        &[[-1_500.3, 5.7], [-1_300.3, 5.7]],
        &[[-1_300.3, 1.7], [-1_340.3, 1.7], [-1_340.3, 201.7]],
    ] {
        assert_eq!(told(&[&[west, east], other], 4_000_000), Vec::<String>::new(), "{other:?}");
    }
}

#[test]
fn a_class_that_its_kegiatan_does_not_know_is_told() {
    let (desa, sites) = (desa(DESA_A), [footprint(point(-1_234.5, 321.7))]);
    let told = |class, usual| {
        let work = Sketch { usual, ..sketch(&desa, class, &sites) };
        let found = check(&work, &[around()], &LIMITS).1;
        found.iter().map(|doubt| doubt.refusal.message()).collect::<Vec<_>>()
    };
    let of_road = told(WorkClass::StreetLight, Some(WorkClass::Road));
    assert_eq!(of_road.len(), 1, "{of_road:?}");
    assert!(of_road[0].contains("Penerangan jalan") && of_road[0].contains("biasanya Jalan;"));
    assert_eq!(told(WorkClass::Other, Some(WorkClass::Road)).len(), 1, "other than usual");
    for (class, usual) in [
        (WorkClass::Culvert, Some(WorkClass::Road)),
        (WorkClass::StreetLight, Some(WorkClass::Other)),
        (WorkClass::StreetLight, None),
    ] {
        assert!(told(class, usual).is_empty(), "{class:?}");
    }
}

#[test]
fn a_drawn_area_and_a_line_that_returns_are_measured() {
    let (desa, sites) = (desa(DESA_A), [footprint(square(-1_500.7, 2.3, 50.0))]);
    let field = |volume_e4, unit| {
        let work = Sketch { volume_e4, unit, ..sketch(&desa, WorkClass::SportsField, &sites) };
        codes(&check(&work, &[around()], &LIMITS).1).len()
    };
    assert_eq!((field(25_000_000, "m2"), field(2_500, "ha"), field(3_000_000, "m²")), (0, 0, 1));
    let back = line(&[[-1_500.3, 1.7], [-1_200.1, 4.4], [-1_500.2, 1.8]]);
    let found = doubts(WorkClass::Road, footprint(back), &around());
    assert_eq!(codes(&found), ["SITE_LINE_RETURNS"]);
}

#[test]
fn each_doubt_has_a_row_of_law_by_its_own_name() {
    let doubt = Doubt::at(0, refusal::SITE_OFFICE_DEFAULT.refuse());
    assert_eq!(doubt.policy_key(), "severity.site.office_default");
    let rows = include_str!("../../../registry/data/policy.csv");
    for reason in REASONS {
        let key = Doubt::at(0, reason.refuse()).policy_key();
        assert!(rows.lines().any(|row| row.starts_with(&format!("{key},"))), "{key}");
    }
}
