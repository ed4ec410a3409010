use serde_json::json;

use super::*;
use crate::score::works;

/// Works on points so many 1e-7 degrees east of one place.
fn placed(of: &[(&str, i32)]) -> Vec<Known> {
    let lines: Vec<String> = (0..)
        .zip(of)
        .map(|(number, (class, east)): (u32, _)| {
            let at = [114.2 + f64::from(*east) * 1e-7, -8.4];
            json!({
                "id": format!("w{number:05}"), "village_code": "35.10.01.2001",
                "fiscal_year": 2024, "work_class": class, "name": "",
                "geometry": { "type": "Point", "coordinates": at },
            })
            .to_string()
        })
        .collect();
    known(&works(&lines.join("\n")).unwrap())
}

#[test]
fn works_around_are_counted_by_pin_cluster_and_kind() {
    let all = placed(&[
        ("road", 0),
        ("road", 0),
        ("housing", 0),
        ("road", 5_000),
        ("street_light", 2_000),
        ("housing", 7_000),
    ]);
    let told: Vec<_> = all.iter().map(|one| (one.pin, one.cluster, one.mix)).collect();
    assert_eq!((told[0].0, told[1].0, told[2].0, told[3].0), (2, 2, 2, 0));
    // Two other roads within 66 m; a house and a lamp within 33 m.
    assert_eq!((told[0].1, told[0].2), (2, 2));
    assert_eq!((told[3].1, told[4].0), (2, 0));
    assert_eq!(told[5].0, 0);
}

#[test]
fn a_crowded_pin_is_counted_to_the_most_that_is_counted() {
    let all = placed(&[("road", 0); 400]);
    assert!(all.iter().all(|one| (one.pin, one.cluster) == (COUNTED_MAX, COUNTED_MAX)));
    let few = placed(&[("road", 0); 20]);
    assert!(few.iter().all(|one| (one.pin, one.cluster, one.mix) == (19, 19, 0)));
}
