//! What was seen of late, and never more than so much of it.

use std::{collections::HashMap, hash::Hash};

/// Two generations: what is used is in the young one, and when that is full it becomes the old one
/// and what was in the old one is forgotten. So the memory has an end, and nothing is searched for
/// what to forget.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Nothing yet, and at most twice `most`.
    pub fn new(most: usize) -> Self {
        Self { most, young: HashMap::new(), old: HashMap::new() }
    }

    /// What is kept under a key; it counts as used.
    pub fn find(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.keep(key, value.clone());
        Some(value)
    }

    /// Keeps a value under a key.
    pub fn keep(&mut self, key: K, value: V) {
        if self.young.len() >= self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let mut recent = Recent::new(10);
        recent.keep(0, "used");
        recent.keep(1, "unused");
        for key in 2..1_000 {
            recent.keep(key, "");
            assert_eq!(recent.find(&0), Some("used"), "after {key}");
            assert!(recent.young.len() <= 10 && recent.old.len() <= 10);
        }
        assert_eq!(recent.find(&1), None);
        assert_eq!(recent.find(&999), Some(""));
    }
}
