//! No two honest works are one by accident: the ground truth holds.

use std::collections::BTreeSet;

use super::{
    generate::{Order, town},
    shape::{Shape, length, sampled},
    town::Town,
    world::World,
};

/// Metres of the first line that lie within 4 m of the second.
fn shared(one: &[super::frame::Spot], two: &Shape) -> f64 {
    let spots = sampled(one, 10.0);
    let near = spots.iter().filter(|spot| Shape::Point(**spot).far_from(two) < 4.0).count();
    length(one) * near as f64 / spots.len() as f64
}

fn labelled(town: &Town) -> BTreeSet<(usize, usize)> {
    let twins = town.truth.iter().map(|(one, two, _)| (*one, *two));
    let alike = town.lookalikes.iter().map(|(one, two, _)| (*one, *two));
    twins.chain(alike).map(|(one, two)| (one.min(two), one.max(two))).collect()
}

#[test]
fn honest_works_of_one_class_do_not_lie_on_one_another() {
    for (name, seed) in [("default", 4), ("dense", 5)] {
        let world = World::named(name, seed).unwrap();
        let town = town(&Order { world, seed, works: 1500, dilute: 1 });
        let twice = overlapping(&town);
        assert!(twice.is_empty(), "{name}: unlabelled duplicates {twice:?}");
    }
}

/// Lines of one class that lie on one another for 25 m or more, and have no label.
fn overlapping(town: &Town) -> Vec<(usize, usize)> {
    let known = labelled(town);
    let mut overlaps = Vec::new();
    for (one, entry) in town.entries.iter().enumerate() {
        let Shape::Line(path) = &entry.deed.shape else { continue };
        for (two, other) in town.entries.iter().enumerate().skip(one + 1) {
            let near = entry.deed.shape.middle().far_from(other.deed.shape.middle()) < 800.0;
            if near
                && entry.deed.thing.class() == other.deed.thing.class()
                && matches!(other.deed.shape, Shape::Line(_))
                && !known.contains(&(one, two))
                && shared(path, &other.deed.shape) > 25.0
            {
                overlaps.push((one, two));
            }
        }
    }
    overlaps
}
