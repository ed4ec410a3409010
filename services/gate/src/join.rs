//! Every pair within a radius, of points alone or of any shapes: the join behind the overlap
//! report, the sweep and the scorer.
//!
//! Pure and without I/O. A pair is told exactly when [`crate::distance::distance_m`] is at most
//! the radius: a quick test in the plane of a row decides nearly always, and what lies within its
//! error of the radius is measured again. Pairs go to a visitor, so the memory stays that of the
//! input however many pairs there are.

mod collection;
mod nodes;
mod points;
mod shapes;
mod tasks;

pub use collection::Collection;
pub use points::points;
pub use shapes::shapes;

/// The largest radius, metres: beyond it a row is no longer nearly flat.
pub const RADIUS_MAX_M: f64 = 10_000.0;

/// Takes what a join finds. Each thread has a visitor of its own.
pub trait Visit: Send {
    /// `first` lies within the radius of every one of `others`. Each pair is told once, to one
    /// visitor, either member first; the order of calls means nothing.
    fn near(&mut self, first: u32, others: &[u32]);
}

impl<F: FnMut(u32, &[u32]) + Send> Visit for F {
    fn near(&mut self, first: u32, others: &[u32]) {
        self(first, others);
    }
}

/// Keeps every pair, the smaller number first.
#[derive(Debug, Default)]
struct Keep(Vec<(u32, u32)>);

impl Visit for Keep {
    fn near(&mut self, first: u32, others: &[u32]) {
        self.0.extend(others.iter().map(|other| (first.min(*other), first.max(*other))));
    }
}

/// How many threads this machine runs at once.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Every pair within a radius as a sorted list, the smaller number first; 8 bytes a pair.
pub fn pairs(collection: &Collection, radius_m: f64) -> Vec<(u32, u32)> {
    let kept = shapes(collection, radius_m, threads(), Keep::default);
    let mut pairs: Vec<(u32, u32)> = kept.into_iter().flat_map(|keep| keep.0).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
#[path = "join/join_tests.rs"]
mod tests;
