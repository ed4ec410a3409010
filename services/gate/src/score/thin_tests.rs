use super::*;

/// A road that winds, a vertex every two metres and each `noise_m` off it to either side in turn.
fn winding(count: u32, noise_m: f64) -> Vec<Xy> {
    (0..count)
        .map(|n| {
            let along_m = f64::from(n) * 2.0;
            let side_m = if n % 2 == 0 { noise_m } else { -noise_m };
            let off_m = 200.0 * (along_m / 300.0).sin() + side_m;
            [114.2 + along_m / DEGREE_M, -8.4 + off_m / DEGREE_M]
        })
        .collect()
}

#[test]
fn a_line_of_fewer_vertices_stays_as_it_is() {
    let line = winding(1_000, 0.01);
    assert_eq!(thinned(line.clone()), line);
}

#[test]
fn a_long_line_keeps_its_ends_and_its_shape() {
    let line = winding(20_000, 0.02);
    let thin = thinned(line.clone());
    assert!((100..=VERTICES_MAX).contains(&thin.len()), "{} vertices", thin.len());
    assert_eq!((thin.first(), thin.last()), (line.first(), line.last()));
    for vertex in line.iter().step_by(7) {
        let legs = thin.iter().zip(thin.iter().skip(1));
        let off_2 = legs.map(|(a, b)| squared(*vertex, foot(*vertex, (*a, *b)).1));
        let off_m = off_2.fold(f64::INFINITY, f64::min).sqrt() * DEGREE_M;
        assert!(off_m <= 2.0, "{off_m} m");
    }
}

#[test]
fn a_scribble_and_a_ring_come_down_to_few_vertices_too() {
    assert!(thinned(winding(20_000, 40.0)).len() <= VERTICES_MAX);
    let mut ring: Vec<Xy> = (0..5_000_u32)
        .map(|n| {
            let turn = f64::from(n) / 5_000.0 * std::f64::consts::TAU;
            [114.2 + turn.cos() * 1e-3, -8.4 + turn.sin() * 1e-3]
        })
        .collect();
    ring.extend(ring.first().copied());
    let thin = thinned(ring);
    assert!((20..=VERTICES_MAX).contains(&thin.len()), "{} vertices", thin.len());
    assert_eq!(thin.first(), thin.last());
    assert_eq!(thinned(vec![[114.2, -8.4]; 5_000]).len(), 2);
}

#[test]
fn one_vertex_that_went_wrong_is_not_lost() {
    let mut line = winding(5_000, 0.0);
    line[2_500].reverse();
    assert!(thinned(line.clone()).contains(&line[2_500]));
}
