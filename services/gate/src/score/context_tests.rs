use super::*;

/// Partners of works by pairs.
fn partners_of(pairs: &[Pair], works: usize) -> Partners {
    let mut partners: Partners = vec![Vec::new(); works];
    for (number, (a, b)) in pairs.iter().enumerate() {
        partners[*a as usize].push((number, *b as usize));
        partners[*b as usize].push((number, *a as usize));
    }
    partners
}

/// Pairs of twelve works with points that repeat, and what each work's partners are.
fn web() -> (Vec<Pair>, Vec<i32>, Partners) {
    let all = (0..12_u32).flat_map(|a| (a + 1..12).map(move |b| (a, b)));
    let pairs: Vec<Pair> = all.filter(|(a, b)| (a * 7 + b * 5) % 4 != 0).collect();
    let points = pairs.iter().map(|(a, b)| ((a * 31 + b * 17) % 13) as i32 * 9 - 60).collect();
    let partners = partners_of(&pairs, 12);
    (pairs, points, partners)
}

#[test]
fn what_is_sorted_once_tells_what_a_walk_over_all_partners_tells() {
    let (pairs, points, partners) = web();
    let (strengths, strong) = (strengths(&points, &partners), strong(&points, &partners));
    let around = Around {
        items: &[],
        known: &[],
        strengths: &strengths,
        strong: &strong,
        partners: &partners,
        along: &[],
    };
    let mut aside = Aside::default();
    for (number, (a, b)) in pairs.iter().enumerate() {
        let (a, b, own) = (*a as usize, *b as usize, points[number]);
        let others = |work: usize| -> Vec<(i32, usize)> {
            around.others(work, number).map(|(pair, other)| (points[*pair], *other)).collect()
        };
        let with = |work: usize, third: usize| {
            others(work).iter().find(|(_, other)| *other == third).map(|(points, _)| *points)
        };
        let of_both = |third: usize| {
            let weaker = with(a, third)?.min(with(b, third)?);
            (weaker >= STRONG).then_some(weaker)
        };
        let is_one = |third: usize| {
            own >= STRONG && of_both(third).is_some_and(|weak| weak <= own + STRONGER)
        };
        let between = (0..12).filter(|third| of_both(*third).is_some() && !is_one(*third)).count();
        assert_eq!(around.third(a, b, own, &mut aside), between as i32, "{number}");
        for (work, aside) in [(a, &aside.of_a), (b, &aside.of_b)] {
            let left: Vec<i32> = others(work)
                .into_iter()
                .filter(|(_, other)| !is_one(*other))
                .map(|(points, _)| points)
                .collect();
            let best = left.iter().copied().max().unwrap_or(-ALONE);
            assert_eq!(around.best_other(work, aside), best, "{number}");
            let rivals = left.iter().filter(|points| **points >= own - AS_STRONG).count();
            assert_eq!(around.as_strong(work, own, aside), rivals as i32, "{number}");
        }
    }
}

/// Best other partner of either, rivals and works between, of each pair of three works.
fn three(points: [i32; 3]) -> Vec<(i32, i32, i32)> {
    let pairs: [Pair; 3] = [(0, 1), (0, 2), (1, 2)];
    let partners = partners_of(&pairs, 3);
    let (strengths, strong) = (strengths(&points, &partners), strong(&points, &partners));
    let around = Around {
        items: &[],
        known: &[],
        strengths: &strengths,
        strong: &strong,
        partners: &partners,
        along: &[],
    };
    let mut aside = Aside::default();
    let told = |((a, b), own): (Pair, i32)| {
        let (a, b) = (a as usize, b as usize);
        let between = around.third(a, b, own, &mut aside);
        let best = around.best_other(a, &aside.of_a).max(around.best_other(b, &aside.of_b));
        let rivals = around.as_strong(a, own, &aside.of_a) + around.as_strong(b, own, &aside.of_b);
        (best, rivals, between)
    };
    pairs.into_iter().zip(points).map(told).collect()
}

#[test]
fn three_claims_on_one_work_are_no_rivals() {
    let alone = (-ALONE, 0, 0);
    for points in [[60, 60, 60], [60, 45, 50], [0, 0, 0], [-20, -20, -20]] {
        assert_eq!(three(points), [alone; 3], "{points:?}");
    }
    // Weak everywhere, they are many look-alikes and no cluster.
    assert_eq!(three([-21; 3]), [(-21, 2, 0); 3]);
}

#[test]
fn the_whole_stands_between_its_halves_and_no_half_between_the_other_and_the_whole() {
    // The whole is work 0; the halves alone would hardly be told.
    let told = three([60, 58, 5]);
    assert_eq!(told[2], (60, 2, 1));
    assert_eq!((told[0], told[1]), ((-ALONE, 0, 0), (-ALONE, 0, 0)));
    // Halves that are no partners at all leave each other as the whole's other partner.
    assert_eq!(three([60, 58, -50])[0], (58, 1, 0));
}

#[test]
fn a_better_partner_of_one_alone_is_a_rival() {
    let told = three([10, 60, -30]);
    assert_eq!((told[0], told[1]), ((60, 1, 0), (10, 0, 0)));
}

#[test]
fn a_work_without_another_partner_has_none_ahead() {
    let (points, partners) = (vec![5], vec![vec![(0, 1)], vec![(0, 0)]]);
    let (strengths, strong) = (strengths(&points, &partners), strong(&points, &partners));
    let around = Around {
        items: &[],
        known: &[],
        strengths: &strengths,
        strong: &strong,
        partners: &partners,
        along: &[],
    };
    let mut aside = Aside::default();
    assert_eq!(around.third(0, 1, 5, &mut aside), 0);
    assert_eq!(
        (around.best_other(0, &aside.of_a), around.as_strong(0, 5, &aside.of_a)),
        (-ALONE, 0)
    );
}

/// Levels of [`F::Stretch`] of a road of 200 m, drawn, and two points on it that claim 120 each in
/// some unit: of the line with either, then of both points.
fn stretched(units: [&str; 2]) -> Vec<usize> {
    let east = |metres: f64| [114.2 + metres / 110_137.0, -8.4];
    let work = |id: &str, volume: u32, unit: &str, geometry: serde_json::Value| {
        serde_json::json!({
            "id": id, "village_code": "35.10.01.2001", "fiscal_year": 2024, "work_class": "road",
            "name": "Paving Gang Mawar", "volume": volume, "unit": unit, "cost": 70_000_000,
            "geometry": geometry,
        })
        .to_string()
    };
    let point = |at| serde_json::json!({ "type": "Point", "coordinates": east(at) });
    let line = serde_json::json!({ "type": "LineString", "coordinates": [east(0.0), east(200.0)] });
    let lines = [
        work("a", 200, "m", line),
        work("b", 120, units[0], point(50.0)),
        work("c", 120, units[1], point(150.0)),
    ];
    let items = crate::score::works(&lines.join("\n")).unwrap();
    let mut set = crate::score::Set::new(&items);
    assert_eq!(set.pairs, [(0, 1), (0, 2), (1, 2)]);
    set.look_around(&crate::score::Card::shipped().unwrap());
    set.levels.iter().map(|levels| usize::from(levels[F::Stretch as usize])).collect()
}

#[test]
fn a_point_that_claims_metres_of_a_line_takes_part_in_its_stretch() {
    let level = |value: f32| FEATURES[F::Stretch as usize].level(value);
    let unknown = level(f32::NAN);
    assert_eq!(stretched(["m", "m"]), [level(2.2), level(2.2), unknown]);
    // What claims no metres stands for no line.
    assert_eq!(stretched(["m", "m2"]), [level(1.6), unknown, unknown]);
}
