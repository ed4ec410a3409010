use domain::geo::Shape;

use super::*;
use crate::test_kit::{DESA_A, DESA_B, at, line, point, square};

const BAND_M: f64 = 25.0;

/// Two villages: A west of x = 0, B from there to 1,000 m, both 1,000 m high.
fn villages() -> Vec<Village> {
    let block = |code: &str, name: &str, west: f64| {
        let (w, e) = (west, west + 1_000.0);
        let ring = vec![at(w, 0.0), at(e, 0.0), at(e, 1_000.0), at(w, 1_000.0)];
        Village {
            desa: DesaId::parse(code).unwrap(),
            name: name.into(),
            pin: None,
            version: Uuid::nil(),
            area: Area::new(vec![vec![ring]]).unwrap(),
        }
    };
    vec![block(DESA_B, "Timur", 0.0), block(DESA_A, "Barat", -1_000.0)]
}

fn tested(shape: &Shape) -> Inside {
    inside(shape, &DesaId::parse(DESA_A).unwrap(), &villages(), BAND_M)
}

#[test]
fn a_site_is_inside_in_the_band_outside_or_not_checked() {
    let cases = [
        ("in the middle", point(-500.0, 500.0), Standing::Inside),
        ("over the border by less than the band", point(20.0, 500.0), Standing::Band),
        ("in the neighbour", point(40.0, 500.0), Standing::Outside),
        ("a line that ends in the band", line(&[[-100.0, 500.0], [20.0, 500.0]]), Standing::Band),
        ("a line into the neighbour", line(&[[-100.0, 500.0], [100.0, 500.0]]), Standing::Outside),
        ("an area over the border", square(-100.0, 500.0, 200.0), Standing::Outside),
        ("an area inside", square(-300.0, 500.0, 200.0), Standing::Inside),
    ];
    for (what, shape, expected) in cases {
        assert_eq!(tested(&shape).standing, expected, "{what}");
    }
    let unknown =
        inside(&point(0.0, 0.0), &DesaId::parse("35.10.01.2001").unwrap(), &villages(), 0.0);
    assert_eq!(unknown.standing, Standing::NotChecked);
}

#[test]
fn the_part_outside_and_the_village_that_holds_it_are_named() {
    let half = tested(&line(&[[-100.0, 500.0], [100.0, 500.0]]));
    assert_eq!(half.outside_permille, 500);
    assert_eq!(half.neighbour.unwrap().1, "Timur");
    assert_eq!(half.nowhere_permille, 0);
    assert!((99_000..101_000).contains(&half.outside_mm), "{}", half.outside_mm);
    let quarter = tested(&square(-150.0, 500.0, 200.0));
    assert!((200..300).contains(&quarter.outside_permille), "{}", quarter.outside_permille);
    let sea = tested(&point(-500.0, -300.0));
    assert_eq!((sea.nowhere_permille, sea.neighbour), (1_000, None));
    assert!((299_000..301_000).contains(&sea.outside_mm), "{}", sea.outside_mm);
}

#[test]
fn a_short_tip_of_a_long_line_is_not_lost_between_samples() {
    let tip = tested(&line(&[[-900.0, 500.0], [26.0, 500.0]]));
    assert_eq!(tip.standing, Standing::Outside);
    assert_eq!(tip.neighbour.unwrap().1, "Timur");
}
