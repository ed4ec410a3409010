use super::*;

/// Pairs of twelve works with points that repeat, and what each work's partners are.
fn web() -> (Vec<Pair>, Vec<i32>, Partners) {
    let all = (0..12_u32).flat_map(|a| (a + 1..12).map(move |b| (a, b)));
    let pairs: Vec<Pair> = all.filter(|(a, b)| (a * 7 + b * 5) % 4 != 0).collect();
    let points = pairs.iter().map(|(a, b)| ((a * 31 + b * 17) % 13) as i32 * 9 - 60).collect();
    let mut partners: Partners = vec![Vec::new(); 12];
    for (number, (a, b)) in pairs.iter().enumerate() {
        partners[*a as usize].push((number, *b as usize));
        partners[*b as usize].push((number, *a as usize));
    }
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
        overlaps: &[],
    };
    for (number, (a, b)) in pairs.iter().enumerate() {
        let (a, b, own) = (*a as usize, *b as usize, points[number]);
        let others = |work: usize| -> Vec<(i32, usize)> {
            around.others(work, number).map(|(pair, other)| (points[*pair], *other)).collect()
        };
        for work in [a, b] {
            let best = others(work).iter().map(|one| one.0).max().unwrap_or(-ALONE);
            assert_eq!(around.best_other(work, own), best, "{number}");
        }
        let rivals = |work: usize| {
            others(work).iter().filter(|(points, _)| *points >= own - AS_STRONG).count()
        };
        assert_eq!(around.as_strong(a, b, own), (rivals(a) + rivals(b)) as i32, "{number}");
        let close = |work: usize| -> Vec<usize> {
            let strong = others(work).into_iter().filter(|(points, _)| *points >= STRONG);
            strong.map(|(_, other)| other).collect()
        };
        let both = close(a).iter().filter(|other| close(b).contains(other)).count();
        assert_eq!(around.between(a, b), both as i32, "{number}");
    }
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
        overlaps: &[],
    };
    assert_eq!((around.best_other(0, 5), around.as_strong(0, 1, 5)), (-ALONE, 0));
    assert_eq!(around.between(0, 1), 0);
}
