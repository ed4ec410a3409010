use super::*;

fn at(east_m: f64, north_m: f64) -> LonLat {
    LonLat::new(114.3 + east_m / 110_150.0, -8.31 + north_m / 110_590.0).unwrap()
}

fn point(east_m: f64) -> Shape {
    Shape::point(at(east_m, 0.0))
}

fn line(vertices: &[[f64; 2]]) -> Shape {
    Shape::line(vertices.iter().map(|[east, north]| at(*east, *north)).collect()).unwrap()
}

fn square(east_m: f64) -> Shape {
    let (west, east) = (east_m, east_m + 80.0);
    Shape::polygon(vec![vec![at(west, 0.0), at(east, 0.0), at(east, 80.0), at(west, 80.0)]])
        .unwrap()
}

#[test]
fn what_was_seen_is_seen_until_the_work_goes_elsewhere() {
    let road = || line(&[[0.0, 0.0], [600.0, 0.0]]);
    for (what, was, now, expected) in [
        ("the same", vec![point(0.0)], vec![point(0.0)], true),
        ("90 m on", vec![point(0.0)], vec![point(90.0)], true),
        ("110 m on", vec![point(0.0)], vec![point(110.0)], false),
        ("one more far off", vec![point(0.0)], vec![point(0.0), point(900.0)], false),
        ("one far off given up", vec![point(0.0), point(900.0)], vec![point(0.0)], false),
        ("one nearby given up", vec![point(0.0), point(60.0)], vec![point(0.0)], true),
        ("a longer road", vec![road()], vec![line(&[[0.0, 0.0], [900.0, 0.0]])], true),
        ("its second half", vec![road()], vec![line(&[[300.0, 0.0], [600.0, 0.0]])], false),
        ("its ends alone", vec![road()], vec![point(0.0), point(600.0)], false),
        ("drawn anew", vec![road()], vec![line(&[[600.0, 5.0], [310.0, -20.0], [0.0, 3.0]])], true),
        ("a field 90 m on", vec![square(0.0)], vec![square(90.0)], true),
        ("a field 300 m on", vec![square(0.0)], vec![square(300.0)], false),
    ] {
        assert_eq!(is_seen(&was, &now, 100.0), expected, "{what}");
    }
}

#[test]
fn positions_on_a_line_lie_no_farther_apart_than_a_step() {
    let road = line(&[[0.0, 0.0], [480.0, 360.0]]);
    let along = along(&road);
    assert_eq!((along.first(), along.last()), (Some(&at(0.0, 0.0)), Some(&at(480.0, 360.0))));
    assert_eq!(along.len(), 11, "480 m east at 50 m each, and the start");
    assert_eq!(super::along(&point(7.0)), [at(7.0, 0.0)]);
}
