//! Chance that gives the same bytes on every machine: a named generator, and
//! only operations that IEEE 754 rounds exactly (no sine, logarithm or power).

use rand::{Rng as _, SeedableRng as _, rngs::Xoshiro256PlusPlus};

/// A stream of chance. Streams of different names are independent, so that
/// what is drawn for one purpose does not shift another.
pub struct Chance {
    source: Xoshiro256PlusPlus,
}

impl Chance {
    /// The stream `name` of a seed.
    pub fn new(seed: u64, name: &str) -> Self {
        // FNV-1a of the name, then mixed with the seed by the generator itself.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash;
        Self { source: Xoshiro256PlusPlus::seed_from_u64(mixed) }
    }

    /// Sixty-four random bits.
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from `low` up to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A number from `low` to `high`, small ones more often: the density falls
    /// with the square root.
    pub fn skewed(&mut self, low: f64, high: f64) -> f64 {
        let unit = self.unit();
        low + (high - low) * unit * unit
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.max(low) - low) + 1;
        low + u32::try_from(self.bits() % span).unwrap_or_default()
    }

    /// True with the given probability.
    pub fn yes(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// About normal, mean 0, deviation 1: twelve uniforms less six.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        *self.one_of(list)
    }

    /// One of a list that is not empty, borrowed.
    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let last = u32::try_from(list.len() - 1).unwrap_or(u32::MAX);
        &list[self.whole(0, last) as usize]
    }

    /// One of a list that is not empty, by weight.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, f64)]) -> T {
        let total: f64 = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.unit() * total;
        for (value, weight) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[list.len() - 1].0
    }

    /// Puts a list into random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = self.whole(0, u32::try_from(at).unwrap_or(u32::MAX)) as usize;
            list.swap(at, other);
        }
    }

    /// A direction, every angle alike.
    pub fn direction(&mut self) -> (f64, f64) {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square > 0.01 && square <= 1.0 {
                return (x / square.sqrt(), y / square.sqrt());
            }
        }
    }
}
