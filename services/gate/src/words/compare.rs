//! Two names compared slot by slot.

use std::collections::HashMap;

use super::{
    landmark::landmarks,
    lexicon::{AXES, CONTINUE, SHARE},
    like::shared,
    name::{Name, Word},
    slot::{persons, places, roads, same, slot},
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
    /// Side, of the work itself or of a landmark that both names tell of.
    pub side: Agreement,
    /// Landmark.
    pub landmark: Agreement,
    /// Phase: one-sided also when only one is a continuation and the other says nothing.
    pub phase: Agreement,
    /// How many of the two names say that others pay a share.
    pub cofunded: u8,
    /// Person.
    pub person: Agreement,
    /// Other numbers; those of packages agree, and never contradict.
    pub numbers: Agreement,
    /// Numbers of packages alone: they mean something within one budget only.
    pub packages: Agreement,
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
    let (landmark, [sides_a, sides_b]) = landmarks(&a.landmarks, &b.landmarks);
    let letters = if a.grams.len() < 2 || b.grams.len() < 2 {
        f32::NAN
    } else {
        let product = as_f32(a.grams.len()) * as_f32(b.grams.len());
        as_f32(shared(&a.grams, &b.grams)) / product.sqrt()
    };
    Compared {
        rt: sets(&a.rt, &b.rt),
        rw: sets(&a.rw, &b.rw),
        place: slot(a, &a.place, b, &b.place, places),
        road: slot(a, &a.road, b, &b.road, roads),
        road_number: sets(&a.road_numbers, &b.road_numbers),
        side: sides(a.sides | sides_a, b.sides | sides_b),
        landmark,
        phase: phase(a, b),
        cofunded: u8::from(says(a, SHARE)) + u8::from(says(b, SHARE)),
        person: slot(a, &a.person, b, &b.person, persons),
        numbers: numbers(a, b),
        packages: sets(&a.packages, &b.packages),
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
    }
}

pub(super) fn sets(a: &[u32], b: &[u32]) -> Agreement {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Agreement::Silent,
        (true, false) | (false, true) => Agreement::OneSided,
        _ => match shared(a, b) {
            0 => Agreement::Conflict,
            // A row holds each of its own.
            all if all == a.len().min(b.len()) => Agreement::Agree,
            _ => Agreement::Partly,
        },
    }
}

/// Sides, compared along what both tell of: `barat masjid` says nothing against `kiri`.
pub(super) fn sides(a: u16, b: u16) -> Agreement {
    let both = AXES.iter().filter(|axis| a & **axis != 0 && b & **axis != 0);
    match both.fold(0_u16, |all, axis| all | *axis) {
        0 if a | b == 0 => Agreement::Silent,
        0 => Agreement::OneSided,
        told => bits(u32::from(a & told), u32::from(b & told)),
    }
}

/// Numbers and stretches: of one road, stretches that share no metre are two works. `Paket 3` of
/// one budget is not that of another, so packages may only agree.
fn numbers(a: &Name, b: &Name) -> Agreement {
    let told = match (sets(&a.numbers, &b.numbers), sets(&a.packages, &b.packages)) {
        (Agreement::Silent, Agreement::Conflict) => Agreement::OneSided,
        (Agreement::Silent, packages) => packages,
        (Agreement::OneSided, packages @ (Agreement::Agree | Agreement::Partly)) => packages,
        (told, _) => told,
    };
    let stretches = match (a.stretches.is_empty(), b.stretches.is_empty()) {
        (true, true) => return told,
        (true, false) | (false, true) => Agreement::OneSided,
        _ if meet(&a.stretches, &b.stretches) => Agreement::Agree,
        _ => Agreement::Conflict,
    };
    match (told, stretches) {
        (Agreement::Conflict, _) | (_, Agreement::Conflict) => Agreement::Conflict,
        (Agreement::Silent | Agreement::OneSided, _) => stretches,
        _ => told,
    }
}

fn meet(a: &[[u32; 2]], b: &[[u32; 2]]) -> bool {
    a.iter().any(|[from, to]| b.iter().any(|[start, end]| from < end && start < to))
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

/// Phases agree when their numbers do; of two without a number, one may go on where the other ends.
fn phase(a: &Name, b: &Name) -> Agreement {
    match sets(&a.phase, &b.phase) {
        Agreement::Silent if says(a, CONTINUE) != says(b, CONTINUE) => Agreement::OneSided,
        Agreement::Silent if says(a, CONTINUE) => Agreement::Agree,
        Agreement::OneSided if a.phase.is_empty() => later(b, a),
        Agreement::OneSided => later(a, b),
        told => told,
    }
}

/// A phase by its number against a name without: a continuation is never the first, and may be any
/// other.
fn later(numbered: &Name, other: &Name) -> Agreement {
    if !says(other, CONTINUE) {
        Agreement::OneSided
    } else if numbered.phase == [1] && !says(numbered, CONTINUE) {
        Agreement::Conflict
    } else {
        Agreement::Partly
    }
}

fn says(name: &Name, verb: u8) -> bool {
    name.verbs & verb != 0
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
