use serde_json::{Value, json};

use super::*;
use crate::{
    frame::Frame,
    score::{
        known::alone,
        measure::{Shared, measure},
        works,
    },
};

/// Where the lines lie, degrees.
const HERE: Xy = [114.2, -8.4];

/// A road drawn through positions in metres.
fn road(line: &[Xy], capture: Option<&str>, volume: f64) -> Item {
    let frame = Frame::at(HERE[0], HERE[1]);
    let coordinates: Vec<Xy> = line.iter().map(|at| frame.lon_lat_deg(*at)).collect();
    let work = json!({
        "id": "a", "village_code": "35.10.01.2001", "fiscal_year": 2024, "work_class": "road",
        "name": "Paving Gang Mawar", "volume": volume, "unit": "m", "cost": 70_000_000,
        "geometry": { "type": "LineString", "coordinates": coordinates }, "accuracy_m": 5,
        "capture": capture.map_or(Value::Null, |word| json!(word)),
    });
    works(&work.to_string()).unwrap().remove(0)
}

fn tracked(line: &[Xy]) -> Item {
    road(line, Some("phone_track"), 0.0)
}

/// Errors of positions, the same on every run.
struct Shaking(u64);

impl Shaking {
    /// Between -1 and 1, many near 0.
    fn off(&mut self) -> f64 {
        let mut one = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31) - 0.5
        };
        (one() + one() + one()) / 1.5
    }

    /// A way of 200 m with a place every so many metres, each shaken.
    fn walk(&mut self, every_m: f64, wide_m: f64, way: fn(f64) -> Xy) -> Vec<Xy> {
        let count = (200.0 / every_m) as u32;
        let mut found = Vec::new();
        for nth in 0..=count {
            let [x, y] = way(f64::from(nth) * every_m);
            found.push([x + wide_m * self.off(), y + wide_m * self.off()]);
        }
        found
    }
}

fn straight(along_m: f64) -> Xy {
    [along_m, 0.0]
}

fn winding(along_m: f64) -> Xy {
    [along_m, 40.0 * (along_m / 50.0).sin()]
}

/// What the lines of two works share, as they were walked.
fn shared(a: &Item, b: &Item) -> Shared {
    let shape = |item: &Item| alone(item).walked.or(item.sketch.clone()).unwrap();
    measure(&shape(a), &shape(b), 7.0).shared.unwrap()
}

fn length_m(item: &Item) -> f64 {
    alone(item).length_m
}

#[test]
fn shaken_tracks_of_one_way_are_one_line_of_its_length() {
    let clean: Vec<Xy> = (0..=20_u32).map(|nth| winding(f64::from(nth) * 10.0)).collect();
    for (every_m, wide_m) in [(1.25, 5.0), (5.0, 6.0), (10.0, 5.0)] {
        let mut shaking = Shaking(7);
        let one = tracked(&shaking.walk(every_m, wide_m, straight));
        let two = tracked(&shaking.walk(every_m, wide_m, straight));
        let found = shared(&one, &two);
        assert!(found.share > 0.9 && found.share_long > 0.85, "{every_m}: {found:?}");
        for track in [&one, &two] {
            assert!((190.0..220.0).contains(&length_m(track)), "{every_m}: {}", length_m(track));
        }
        let bent = tracked(&shaking.walk(every_m, wide_m, winding));
        let found = shared(&bent, &road(&clean, Some("digitised"), 0.0));
        assert!(found.share > 0.9 && found.offset_m < 4.0, "{every_m}: {found:?}");
    }
}

#[test]
fn who_stands_and_talks_walks_no_farther() {
    let mut shaking = Shaking(7);
    let mut line: Vec<Xy> = (0..90).map(|_| [6.0 * shaking.off(), 6.0 * shaking.off()]).collect();
    line.extend((0..=20_u32).map(|nth| straight(f64::from(nth) * 10.0)));
    assert!((195.0..225.0).contains(&length_m(&tracked(&line))), "{}", length_m(&tracked(&line)));
}

#[test]
fn a_walk_there_and_back_is_one_way() {
    for way in [straight, winding] {
        let mut shaking = Shaking(7);
        let there = shaking.walk(2.5, 3.0, way);
        let single = length_m(&tracked(&there));
        let mut both = there;
        both.extend(shaking.walk(2.5, 3.0, way).into_iter().rev());
        let found = length_m(&tracked(&both));
        assert!((found - single).abs() < 0.1 * single, "{found} for {single}");
    }
    // Round a corner and back: the end lies no farther from the beginning than the corner does.
    let corner: [Xy; 6] =
        [[0.0, 0.0], [50.0, 0.0], [100.0, 0.0], [100.0, 30.0], [50.0, 30.0], [0.0, 30.0]];
    let both: Vec<Xy> = corner.iter().chain(corner.iter().rev()).copied().collect();
    assert!((length_m(&tracked(&both)) - 230.0).abs() < 1.0);
}

#[test]
fn a_ring_and_both_sides_of_something_are_walked_whole() {
    let ring: Vec<Xy> = (0..=60_u32)
        .map(|nth| f64::from(nth) / 60.0 * std::f64::consts::TAU)
        .map(|turn| [60.0 * turn.cos(), 60.0 * turn.sin()])
        .collect();
    assert!(length_m(&tracked(&ring)) > 360.0);
    let loop_of = |apart_m: f64| [[0.0, 0.0], [100.0, 0.0], [100.0, apart_m], [0.0, apart_m]];
    assert!(length_m(&tracked(&loop_of(20.0))) > 215.0);
    // Walls on both sides of a channel: what is claimed tells which it is.
    let walls = loop_of(6.0);
    let claimed = |volume: f64| length_m(&road(&walls, Some("phone_track"), volume));
    assert!(claimed(200.0) > 195.0 && claimed(100.0) < 110.0);
}

#[test]
fn a_drawn_line_and_one_of_few_vertices_stay_as_they_are() {
    let dense: Vec<Xy> = (0..=100_u32).map(|nth| winding(f64::from(nth) * 2.0)).collect();
    assert_eq!(alone(&road(&dense, Some("digitised"), 0.0)).walked, None);
    assert!(alone(&road(&dense, None, 0.0)).walked.is_some());
    for few in [&[[0.0, 0.0], [15.0, 0.0]][..], &[[0.0, 0.0], [4.0, 1.0], [9.0, 0.0]][..]] {
        assert_eq!(alone(&tracked(few)).walked, None, "{few:?}");
    }
}
