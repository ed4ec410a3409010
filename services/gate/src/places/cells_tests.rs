//! Cells side by side are as many maps of one cell each.

use std::{collections::BTreeMap, sync::OnceLock};

use domain::WorkClass;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    cover,
    test_kit::{line, point},
    window::Era,
    work::Intervention,
};

fn site(number: u128) -> Site {
    let era = Era { class: WorkClass::Road, tahun: 2026, intervention: Intervention::New };
    let at = number as f64;
    let shape =
        if number.is_multiple_of(2) { point(at, 0.0) } else { line(&[[0.0, at], [at, 0.0]]) };
    Site { claim: Uuid::from_u128(number), era, shape, whole: OnceLock::new() }
}

fn numbers(sites: &[Site]) -> Vec<u128> {
    sites.iter().map(|site| site.claim.as_u128()).collect()
}

proptest! {
    #[test]
    fn what_is_kept_is_what_was_put_last(
        changes in prop::collection::vec((0_i64..3, 0_u32..64, prop::option::of(0_usize..4)), 1..200),
    ) {
        let (mut cells, mut plain) = (Cells::default(), BTreeMap::new());
        let mut next = 1_u128;
        for (number, (block, place, count)) in (1_i64..).zip(changes) {
            let key = cell_at(block, place);
            let old = if let Some(count) = count {
                let ids: Vec<u128> = (next..).take(count).collect();
                next += count as u128;
                let sites = ids.iter().map(|id| site(*id)).collect();
                let old = cells.insert(key, Cell { seq: number, sites });
                (old, plain.insert(key, (number, ids)))
            } else {
                (cells.remove(key), plain.remove(&key))
            };
            let (old, known) = old;
            prop_assert_eq!(old.map(|cell| (cell.seq, numbers(&cell.sites))), known);
        }
        cells.pack();
        let keys: Vec<i64> =
            (0..3).flat_map(|block| (0..64).map(move |place| cell_at(block, place))).collect();
        for (key, kept) in cells.each(&keys) {
            let kept = kept.map(|kept| {
                let boxes: Vec<_> = kept.sites.iter().map(|site| site.shape.bbox()).collect();
                assert_eq!(boxes, kept.boxes);
                (kept.seq, numbers(kept.sites))
            });
            prop_assert_eq!(kept.as_ref(), plain.get(&key));
            prop_assert_eq!(cells.get(key).map(|kept| numbers(kept.sites)), kept.map(|(_, ids)| ids));
        }
        for key in keys {
            let known = plain.get(&key).map(|(_, ids)| ids.clone()).unwrap_or_default();
            prop_assert_eq!(numbers(cells.sites_mut(key)), known);
        }
        let taken: BTreeMap<_, _> =
            cells.take().map(|(key, cell)| (key, (cell.seq, numbers(&cell.sites)))).collect();
        prop_assert_eq!(taken, plain);
    }
}

#[test]
fn a_cell_is_found_at_its_place_in_its_neighbourhood() {
    let cells = cover::cover(&line(&[[0.0, 0.0], [9_000.0, 7_000.0]]), 500.0).unwrap();
    let mut blocks = BTreeMap::<i64, Vec<u32>>::new();
    for cell in &cells {
        let (block, place) = neighbourhood(*cell);
        assert_eq!(cell_at(block, place), *cell);
        blocks.entry(block).or_default().push(place);
    }
    assert!(blocks.values().all(|places| places.len() <= 49));
    assert!(blocks.len() * 20 < cells.len(), "{} cells in {}", cells.len(), blocks.len());
}
