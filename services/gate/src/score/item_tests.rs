use super::*;
use crate::score::{
    Card,
    card::levels,
    feature::{F, FEATURES, Values},
    known::alone,
    pair::{Side, values},
    works,
};

/// Two roads of one volume in some units, with names.
fn pair(units: [&str; 2], names: [&str; 2]) -> Values {
    let line = |at: usize| {
        serde_json::json!({
            "id": format!("w{at}"), "village_code": "35.10.01.2001", "village_name": "Kradenan",
            "fiscal_year": 2024, "work_class": "road", "name": names[at], "volume": 1,
            "unit": units[at], "cost": 50_000_000,
            "geometry": {"type": "Point", "coordinates": [114.2, -8.4]},
        })
        .to_string()
    };
    let items = works(&[line(0), line(1)].join("\n")).unwrap();
    let known = [alone(&items[0]), alone(&items[1])];
    let side = |at: usize| Side { item: &items[at], known: &known[at] };
    values(side(0), side(1))
}

#[test]
fn what_is_no_measure_says_nothing_of_the_size() {
    for unit in ["paket", "Paket", "pkt", "ls", "Ls.", "lumpsum", "lump sum", "kegiatan"] {
        assert_eq!(Unit::measured(unit, 3.0), (Unit::Unmeasured, 0.0), "{unit}");
        for other in [unit, "unit", "m"] {
            let values = pair([unit, other], ["Paving"; 2]);
            for feature in [F::Volume, F::Units, F::UnitCost] {
                assert!(values.get(feature).is_nan(), "{unit}, {other}: {feature:?}");
            }
        }
    }
    let counted = pair(["unit", "buah"], ["Paving"; 2]);
    assert!((counted.get(F::Units) - 2.0).abs() < 0.1 && !counted.get(F::UnitCost).is_nan());
}

#[test]
fn a_unit_is_read_however_it_is_written_and_brought_to_one_scale() {
    for unit in ["unit", "buah", "titik", "bh", "rumah", "lokasi", "kk", "pcs"] {
        assert_eq!(Unit::measured(unit, 2.0), (Unit::Count, 2.0), "{unit}");
    }
    for unit in [
        "m",
        "M'",
        "m1",
        "M¹",
        "mtr1",
        "meter lari",
        "m lari",
        "mtr",
        "meter panjang",
        "m (meter)",
        "Meter (m)",
        "m'(lari)",
    ] {
        assert_eq!(Unit::measured(unit, 2.0), (Unit::Length, 2.0), "{unit}");
    }
    for unit in ["m2", "M²", "mtr²", "meter persegi", "m (persegi)", "m2 (meter persegi)"] {
        assert_eq!(Unit::measured(unit, 2.0), (Unit::Area, 2.0), "{unit}");
    }
    for unit in ["cm", "Cm.", "centimeter"] {
        assert_eq!(Unit::measured(unit, 200.0), (Unit::Length, 2.0), "{unit}");
    }
    assert_eq!(Unit::measured("paket (100 m)", 2.0), (Unit::Unmeasured, 0.0));
    assert_eq!(Unit::measured("m³", 2.0), Unit::measured("meter kubik", 2.0));
    let other = |unit: &str| matches!(Unit::measured(unit, 2.0).0, Unit::Other(_));
    assert!(
        ["m3", "(?)", "(m)", "ikat", ""].into_iter().all(|unit| other(unit) != (unit == "(m)"))
    );
    assert_eq!(Unit::measured("km", 2.0), (Unit::Length, 2_000.0));
    for unit in ["ha", "Ha.", "hektar"] {
        assert_eq!(Unit::measured(unit, 2.0), (Unit::Area, 20_000.0), "{unit}");
    }
}

#[test]
fn a_landmark_is_a_feature_of_its_own_that_a_card_need_not_name() {
    let same = pair(["m"; 2], ["Paving dpn TK", "Paving depan TK"]);
    let other = pair(["m"; 2], ["Paving dpn TK", "Paving dpn gereja"]);
    let level = |values: &Values| FEATURES[F::Landmark as usize].level(values.get(F::Landmark));
    assert_eq!((level(&same), level(&other)), (2, 3));
    assert!(same.get(F::Slots) > other.get(F::Slots));
    let mut card = Card::shipped().unwrap();
    card.pair.singles.retain(|single| single.feature != F::Landmark as usize);
    card.pair
        .joints
        .retain(|joint| ![joint.features.0, joint.features.1].contains(&(F::Landmark as usize)));
    let (mut silent, told) = (other, levels(&other));
    silent.set(F::Landmark, 0.0);
    let silent = levels(&silent);
    assert_eq!(card.pair.sum(&told), card.pair.sum(&silent));
    assert_eq!(Card::from_csv(&card.to_csv()).unwrap(), card);
}
