//! What is drawn and what the first rules say of it, as tables: lines that run together or not,
//! and the nine pairs of point, line and area.

use domain::geo::Shape;

use crate::{
    judge::judge,
    rules::RuleSet,
    test_kit::{claim, line, point, square, twin},
    work::{Claim, Verdict},
};

use Verdict::{Block, Clear, Warn};

/// Two roads in two villages, of which each position is known to five metres.
fn verdict(rules: &RuleSet, one: &Shape, other: &Shape) -> Verdict {
    let known = |claim: Claim| Claim { accuracy_mm: Some(5_000), ..claim };
    let (one, other) = (known(claim(one.clone())), known(twin(other.clone())));
    let judged = judge(rules, &one, &other);
    assert_eq!(judged, judge(rules, &other, &one), "the order of a pair changes nothing");
    judged.verdict
}

/// Where a road lies: so far along it, so far left of it, at its nth vertex.
type Course = fn(f64, f64, usize) -> [f64; 2];

const COURSES: [(&str, Course); 4] = [
    ("straight", |along, left, _| [along, left]),
    ("a bend", |along, left, _| {
        let (turned, radius) = (along / BEND_M, BEND_M - left);
        [radius * turned.sin(), BEND_M - radius * turned.cos()]
    }),
    ("winding", |along, left, _| [along, left + 8.0 * (along * 0.031_4).sin()]),
    ("walked with a phone", |along, left, nth| {
        [along, left + if nth.is_multiple_of(2) { 1.5 } else { -1.5 }]
    }),
];
/// Radius of the bend, metres.
const BEND_M: f64 = 400.0;

/// A stretch of a road with a vertex every so many metres.
fn stretch(course: Course, (from, to): (f64, f64), left: f64, step: f64) -> Vec<[f64; 2]> {
    let steps = std::iter::successors(Some(from), |at| Some(at + step));
    let inner = steps.take_while(|at| *at < to).chain([to]);
    inner.enumerate().map(|(nth, at)| course(at, left, nth)).collect()
}

/// Beside the first 600 m of a road: from where to where, how far to the left, and the verdict.
const LINES: [(f64, f64, f64, Verdict); 23] = [
    (0.0, 600.0, 0.0, Block),
    (0.0, 600.0, 6.0, Block),
    (0.0, 600.0, 25.0, Clear),
    (600.0, 1_200.0, 0.0, Clear),
    (620.0, 1_200.0, 0.0, Clear),
    (540.0, 1_140.0, 0.0, Block),
    (540.0, 1_140.0, 6.0, Block),
    (550.0, 1_150.0, 3.0, Block),
    (565.0, 1_165.0, 0.0, Clear),
    (585.0, 1_185.0, 0.0, Clear),
    (300.0, 900.0, 3.0, Block),
    (300.0, 900.0, 25.0, Clear),
    (200.0, 300.0, 3.0, Block),
    (200.0, 300.0, 25.0, Clear),
    (570.0, 690.0, 0.0, Block),
    (570.0, 690.0, 6.0, Block),
    (588.0, 708.0, 0.0, Clear),
    (250.0, 290.0, 0.0, Block),
    (580.0, 620.0, 0.0, Block),
    (592.0, 632.0, 0.0, Clear),
    (640.0, 700.0, 0.0, Clear),
    (-40.0, 60.0, 0.0, Block),
    (-100.0, 10.0, 0.0, Clear),
];

/// 368 drawings: each row on four courses, with many vertices and few, in either direction.
#[test]
fn lines_are_one_work_by_the_metres_they_share_however_they_are_drawn() {
    let rules = RuleSet::first().unwrap();
    let mut wrong = Vec::new();
    for (name, course) in COURSES {
        let road = line(&stretch(course, (0.0, 600.0), 0.0, 10.0));
        for (from, to, left, expected) in LINES {
            for step in [10.0, 50.0] {
                let mut other = stretch(course, (from, to), left, step);
                for way in ["forth", "back"] {
                    let found = verdict(&rules, &road, &line(&other));
                    if found != expected {
                        wrong.push((name, from, to, left, step, way, found));
                    }
                    other.reverse();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// A shape whose western or eastern edge lies so far east of the middle.
type Drawing = fn(f64) -> Shape;

const WEST: [(&str, Drawing); 3] = [
    ("point", |east| point(east, 0.0)),
    ("line", |east| line(&[[east, -60.0], [east, 60.0]])),
    ("area", |east| square(east - 60.0, -30.0, 60.0)),
];
const EAST: [(&str, Drawing); 3] = [
    ("point", |east| point(east, 0.0)),
    ("line", |east| line(&[[east, -60.0], [east, 60.0]])),
    ("area", |east| square(east, -30.0, 60.0)),
];

/// How far the eastern one begins from the western one: over it, on its edge, near it, far off.
const APART_M: [f64; 4] = [-6.0, 0.0, 30.0, 100.0];

/// What is said of each of the nine pairs at each of these distances.
const PAIRS: [(&str, &str, [Verdict; 4]); 9] = [
    ("point", "point", [Block, Block, Warn, Clear]),
    ("point", "line", [Block, Block, Warn, Clear]),
    ("point", "area", [Block, Block, Warn, Clear]),
    ("line", "point", [Block, Block, Warn, Clear]),
    // Lines are held by the metres they share, and told by nothing else.
    ("line", "line", [Block, Block, Clear, Clear]),
    ("line", "area", [Block, Block, Warn, Clear]),
    ("area", "point", [Block, Block, Warn, Clear]),
    ("area", "line", [Block, Block, Warn, Clear]),
    // Areas side by side share an edge and no ground.
    ("area", "area", [Block, Warn, Warn, Clear]),
];

#[test]
fn each_pair_of_shapes_is_judged_where_it_touches_near_and_far() {
    let rules = RuleSet::first().unwrap();
    let drawn = |of: [(&str, Drawing); 3], name: &str, east: f64| {
        of.into_iter().find(|(known, _)| *known == name).map(|(_, drawing)| drawing(east)).unwrap()
    };
    for (west, east, expected) in PAIRS {
        for (apart_m, expected) in APART_M.into_iter().zip(expected) {
            let (one, other) = (drawn(WEST, west, 0.0), drawn(EAST, east, apart_m));
            assert_eq!(verdict(&rules, &one, &other), expected, "{west}, {east}, {apart_m} m");
        }
    }
}
