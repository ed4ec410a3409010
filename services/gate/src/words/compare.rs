//! Two names compared slot by slot.

use std::collections::HashMap;

use super::{
    lexicon::VERBS,
    like::{same_word, shared},
    name::{Name, Word},
};

/// Weight of a word where nothing is counted.
pub const WEIGHT_UNCOUNTED: f32 = 3.0;

/// What two names say in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Neither says anything.
    Silent,
    /// Only one says something.
    OneSided,
    /// They agree.
    Agree,
    /// They contradict each other.
    Conflict,
    /// They agree in part.
    Partly,
}

impl Agreement {
    /// Number of the level.
    pub const fn level(self) -> f32 {
        match self {
            Self::Silent => 0.0,
            Self::OneSided => 1.0,
            Self::Agree => 2.0,
            Self::Conflict => 3.0,
            Self::Partly => 4.0,
        }
    }
}

/// Two names compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Neighbourhood.
    pub rt: Agreement,
    /// Group of neighbourhoods.
    pub rw: Agreement,
    /// Hamlet.
    pub place: Agreement,
    /// Road, alley or water.
    pub road: Agreement,
    /// Number of road or alley.
    pub road_number: Agreement,
    /// Side.
    pub side: Agreement,
    /// Phase: one-sided also when only one is a continuation.
    pub phase: Agreement,
    /// Person.
    pub person: Agreement,
    /// Other numbers.
    pub numbers: Agreement,
    /// Material.
    pub material: Agreement,
    /// Object.
    pub object: Agreement,
    /// Part of a building.
    pub part: Agreement,
    /// Weight of shared telling words, part of the lighter name's; absent when one has none.
    pub share: f32,
    /// The same, part of both together.
    pub jaccard: f32,
    /// Number of words of the first that the second has.
    pub shared: f32,
    /// Weight of the rarest shared word; 0 without one.
    pub rare: f32,
    /// Weight of the words of the poorer name that the other lacks.
    pub unmatched: f32,
    /// Cosine of runs of three letters; absent when one has none.
    pub letters: f32,
    /// The same words and numbers.
    pub identical: bool,
    /// Pair of kinds of doing: see [`doing`]; smaller first, `4 * first + second`.
    pub doing: u8,
}

/// What is done by a name: 0 unsaid, 1 built, 2 bettered, 3 kept up.
pub fn doing(name: &Name) -> u8 {
    let has = |verb: &str| {
        VERBS.iter().position(|known| *known == verb).is_some_and(|at| name.verbs >> at & 1 == 1)
    };
    match (has("new"), has("maintain")) {
        (_, true) => 3,
        (true, false) => 1,
        (false, false) if has("rehab") || has("upgrade") || has("replace") => 2,
        _ => 0,
    }
}

/// How often words occur, so that rare ones weigh more.
#[derive(Debug, Default)]
pub struct Rarity {
    names: u32,
    words: HashMap<u64, u32>,
}

impl Rarity {
    /// Counts one name.
    pub fn count(&mut self, name: &Name) {
        self.names += 1;
        let mut seen: Vec<u64> = name.telling().map(|word| word.hash).collect();
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            *self.words.entry(word).or_default() += 1;
        }
    }

    /// Inverse document frequency, natural logarithm; the same for unseen words as for single ones.
    pub fn weight(&self, word: &Word) -> f32 {
        if self.names == 0 {
            return WEIGHT_UNCOUNTED;
        }
        let seen = self.words.get(&word.hash).copied().unwrap_or(1).max(1);
        let part = f64::from(self.names + 1) / f64::from(seen);
        // A logarithm of a quotient of counts; single precision is enough.
        part.ln() as f32
    }
}

/// Compares two names; weights stand in the order of [`Name::telling`].
pub fn compare(a: &Name, weights_a: &[f32], b: &Name, weights_b: &[f32]) -> Compared {
    let words = words(a, weights_a, b, weights_b);
    let (first, second) = (doing(a), doing(b));
    let (low, high) = (first.min(second), first.max(second));
    let letters = if a.grams.len() < 2 || b.grams.len() < 2 {
        f32::NAN
    } else {
        let product = as_f32(a.grams.len()) * as_f32(b.grams.len());
        as_f32(shared(&a.grams, &b.grams)) / product.sqrt()
    };
    Compared {
        rt: sets(&a.rt, &b.rt),
        rw: sets(&a.rw, &b.rw),
        place: slot(a, &a.place, b, &b.place),
        road: slot(a, &a.road, b, &b.road),
        road_number: sets(&a.road_numbers, &b.road_numbers),
        side: bits(u32::from(a.sides), u32::from(b.sides)),
        phase: phase(a, b),
        person: slot(a, &a.person, b, &b.person),
        numbers: sets(&a.numbers, &b.numbers),
        material: bits(u32::from(a.materials), u32::from(b.materials)),
        object: bits(a.objects, b.objects),
        part: bits(a.parts, b.parts),
        share: words.share,
        jaccard: words.jaccard,
        shared: words.shared,
        rare: words.rare,
        unmatched: words.unmatched,
        letters,
        identical: a.whole == b.whole,
        doing: 4 * low + high,
    }
}

fn sets(a: &[u32], b: &[u32]) -> Agreement {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Agreement::Silent,
        (true, false) | (false, true) => Agreement::OneSided,
        _ if shared(a, b) > 0 => Agreement::Agree,
        _ => Agreement::Conflict,
    }
}

fn bits(a: u32, b: u32) -> Agreement {
    match (a, b) {
        (0, 0) => Agreement::Silent,
        (0, _) | (_, 0) => Agreement::OneSided,
        _ if a == b => Agreement::Agree,
        _ if a & b != 0 => Agreement::Partly,
        _ => Agreement::Conflict,
    }
}

/// Phases agree when their numbers do; a continuation without a number is a later part.
fn phase(a: &Name, b: &Name) -> Agreement {
    let carries_on = |name: &Name| name.verbs >> 5 & 1 == 1;
    match sets(&a.phase, &b.phase) {
        Agreement::Silent if carries_on(a) != carries_on(b) => Agreement::OneSided,
        Agreement::Silent if carries_on(a) && carries_on(b) => Agreement::Agree,
        told => told,
    }
}

fn slot(a: &Name, mine: &[Word], b: &Name, theirs: &[Word]) -> Agreement {
    let among = |words: &[Word], name: &Name| {
        words.iter().any(|word| name.telling().any(|other| same(word, other)))
    };
    match (mine.is_empty(), theirs.is_empty()) {
        (true, true) => Agreement::Silent,
        (false, true) if among(mine, b) => Agreement::Agree,
        (true, false) if among(theirs, a) => Agreement::Agree,
        (true, false) | (false, true) => Agreement::OneSided,
        _ if among(mine, b) || among(theirs, a) => Agreement::Agree,
        _ => Agreement::Conflict,
    }
}

fn same(a: &Word, b: &Word) -> bool {
    a.hash == b.hash || same_word(&a.text, &b.text)
}

/// What the telling words of two names share.
struct Words {
    share: f32,
    jaccard: f32,
    shared: f32,
    rare: f32,
    unmatched: f32,
}

fn words(a: &Name, weights_a: &[f32], b: &Name, weights_b: &[f32]) -> Words {
    let total = |weights: &[f32]| weights.iter().sum::<f32>();
    let (all_a, all_b) = (total(weights_a), total(weights_b));
    let (mut found_a, mut shared, mut rare) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (word, weight) in a.telling().zip(weights_a) {
        let best = b
            .telling()
            .zip(weights_b)
            .filter(|(other, _)| same(word, other))
            .map(|(_, other)| other.min(*weight))
            .fold(f32::NAN, f32::max);
        if !best.is_nan() {
            found_a += weight;
            shared += 1.0;
            rare = rare.max(best);
        }
    }
    let mut found_b = 0.0_f32;
    for (word, weight) in b.telling().zip(weights_b) {
        if a.telling().any(|other| same(word, other)) {
            found_b += weight;
        }
    }
    if all_a <= 0.0 || all_b <= 0.0 {
        return Words { share: f32::NAN, jaccard: f32::NAN, shared, rare, unmatched: 0.0 };
    }
    let unmatched = (all_a - found_a).min(all_b - found_b).max(0.0);
    let light = if all_a <= all_b { found_a / all_a } else { found_b / all_b };
    let jaccard = (found_a + found_b) / (all_a + all_b);
    Words { share: light, jaccard, shared, rare, unmatched }
}

/// Counts of words and letters are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn as_f32(count: usize) -> f32 {
    count as f32
}
