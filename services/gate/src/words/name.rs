//! A work's name taken apart into slots.

use domain::WorkClass;

use super::{
    landmark::{Landmark, Told},
    lexicon::{
        OBJECT_KORAN, OBJECT_MCK, OBJECT_PRAYER, OBJECT_WASTE, OBJECTS_HOUSING, PART_BATH,
        PART_PRAYER,
    },
    like::{grams, hash, spelling},
    reader::Reader,
    token::{COMMA, OPEN, cut, tokens},
};

/// A word with its number for quick comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The letters.
    pub text: Box<str>,
    /// [`hash`] of them.
    pub hash: u64,
    /// The same of their [`spelling`].
    pub spelling: u64,
    /// Whether it names a person: one letter makes another.
    pub person: bool,
    /// Whether it names a block and no hamlet.
    pub block: bool,
    /// Numbers right behind it, sorted, as in `Krajan II`.
    pub numbers: Vec<u32>,
    /// The same of the word before and this one written as one; 0 without one.
    pub with_previous: u64,
    /// The same of this word and the next.
    pub with_next: u64,
}

impl Word {
    /// A word without numbers, on its own.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.into(),
            hash: hash(text),
            spelling: hash(&spelling(text)),
            person: false,
            block: false,
            numbers: Vec::new(),
            with_previous: 0,
            with_next: 0,
        }
    }

    /// Adds numbers that stand right behind it.
    pub(super) fn count(&mut self, numbers: &[u32]) {
        self.numbers.extend_from_slice(numbers);
        self.numbers.sort_unstable();
        self.numbers.dedup();
    }
}

/// What a name says. Sets are empty where it says nothing.
#[derive(Debug, Clone, Default)]
pub struct Name {
    /// What is done, bits of [`super::lexicon::VERBS`].
    pub verbs: u8,
    /// Materials, bits.
    pub materials: u8,
    /// Objects, bits.
    pub objects: u32,
    /// Parts of buildings, bits.
    pub parts: u32,
    /// Sides of the work itself, bits.
    pub sides: u16,
    /// What the work lies at.
    pub landmarks: Vec<Landmark>,
    /// Neighbourhoods.
    pub rt: Vec<u32>,
    /// Groups of neighbourhoods.
    pub rw: Vec<u32>,
    /// Phases or sections.
    pub phase: Vec<u32>,
    /// Numbers of roads and alleys.
    pub road_numbers: Vec<u32>,
    /// Other numbers that tell works apart.
    pub numbers: Vec<u32>,
    /// Numbers of packages, which mean something within one budget only.
    pub packages: Vec<u32>,
    /// Stretches by their first and last metre.
    pub stretches: Vec<[u32; 2]>,
    /// Hamlets.
    pub place: Vec<Word>,
    /// Roads, alleys, waters.
    pub road: Vec<Word>,
    /// Persons.
    pub person: Vec<Word>,
    /// What no list knows.
    pub rest: Vec<Word>,
    /// Runs of three letters of what tells works apart.
    pub grams: Vec<u32>,
    /// Hash of every word and number in order of the alphabet.
    pub whole: u64,
}

impl Name {
    /// Takes a name apart; the village's own name tells nothing within it.
    pub fn parse(name: &str, village: &str, class: WorkClass) -> Self {
        let (mut words, gaps) = cut(name);
        let read = Reader::new(&words, gaps, tokens(village)).read();
        words.retain(|word| word != OPEN);
        read.finish(&words, class)
    }

    /// Words that tell works apart, wherever they stand.
    pub fn telling(&self) -> impl Iterator<Item = &Word> {
        self.place.iter().chain(&self.road).chain(&self.person).chain(&self.rest)
    }

    fn finish(mut self, words: &[String], class: WorkClass) -> Self {
        self.reclaim(class);
        self.settle(class);
        if class == WorkClass::Housing {
            self.dwell();
        }
        self.person.iter_mut().for_each(|word| word.person = true);
        for list in [&mut self.place, &mut self.road, &mut self.person, &mut self.rest] {
            join(list);
        }
        for set in [
            &mut self.rt,
            &mut self.rw,
            &mut self.phase,
            &mut self.road_numbers,
            &mut self.numbers,
            &mut self.packages,
        ] {
            set.sort_unstable();
            set.dedup();
        }
        let telling: Vec<&str> = self.telling().map(|word| &*word.text).collect();
        self.grams = grams(&telling.join(" "));
        let mut sorted: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| *word != COMMA).collect();
        sorted.sort_unstable();
        self.whole = hash(&sorted.join(" "));
        self
    }

    /// A landmark that the work itself is about is its object, and the preposition tells a side.
    fn reclaim(&mut self, class: WorkClass) {
        let told = Told {
            object: self.objects != 0,
            part: self.parts != 0,
            material: self.materials != 0,
        };
        for landmark in std::mem::take(&mut self.landmarks) {
            if landmark.is_work(class, told) {
                self.objects |= landmark.object;
                self.parts |= landmark.parts;
                self.sides |= landmark.sides;
            } else {
                self.landmarks.push(landmark);
            }
        }
    }

    /// Whose house it is: who is told to be, or else what no list knows. Who lives beside it, and
    /// what stands there, tells the place and not the house.
    fn dwell(&mut self) {
        let landmarks = &self.landmarks;
        for word in landmarks.iter().flat_map(|landmark| &landmark.name) {
            if let Some(at) = self.person.iter().rposition(|person| person.hash == word.hash) {
                self.person.remove(at);
            }
        }
        let beside = |word: &Word| {
            landmarks.iter().any(|landmark| {
                landmark.word.hash == word.hash
                    || landmark.name.iter().any(|name| name.hash == word.hash)
            })
        };
        let told = !self.person.is_empty();
        let mut rest = std::mem::take(&mut self.rest);
        rest.retain(|word| !beside(word));
        let (persons, rest): (Vec<Word>, Vec<Word>) =
            rest.into_iter().partition(|word| !told || word.person);
        self.person.extend(persons);
        self.rest = rest;
    }

    /// What a word means only beside others: the bath and the prayer room of a building are parts
    /// of it, and `TPA` among places for waste is one.
    fn settle(&mut self, class: WorkClass) {
        if class == WorkClass::Sanitation && self.objects == 0 && self.parts & PART_BATH != 0 {
            self.parts &= !PART_BATH;
            self.objects |= OBJECT_MCK;
        }
        if self.parts & PART_PRAYER != 0 && self.objects & OBJECTS_HOUSING != 0 {
            self.objects &= !OBJECT_PRAYER;
        } else {
            self.parts &= !PART_PRAYER;
        }
        if class == WorkClass::Landfill && self.objects & OBJECT_KORAN != 0 {
            self.objects = (self.objects & !OBJECT_KORAN) | OBJECT_WASTE;
        }
    }
}

/// Tells neighbouring words what they are when written as one, as in `Sumber Wadung`.
pub(super) fn join(words: &mut [Word]) {
    for at in 1..words.len() {
        let Some([first, second]) = words.get_mut(at - 1..=at) else { continue };
        let one = hash(&format!("{}{}", first.text, second.text));
        first.with_next = one;
        second.with_previous = one;
    }
}
