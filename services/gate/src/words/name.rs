//! A work's name taken apart into slots.

use domain::WorkClass;

use super::{
    lexicon::{Lexicon, Mark, OBJECT_ROAD, Role},
    like::{grams, hash},
    token::{SLASH, number, tokens},
};

/// Years of this span in a name tell nothing.
const YEARS: std::ops::RangeInclusive<u32> = 1_990..=2_060;

/// A word with its number for quick comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The letters.
    pub text: Box<str>,
    /// [`hash`] of them.
    pub hash: u64,
}

impl Word {
    fn of(text: &str) -> Self {
        Self { text: text.into(), hash: hash(text) }
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
    /// Sides, bits.
    pub sides: u8,
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
        let words = tokens(name);
        let mut reader = Reader {
            lexicon: Lexicon::shipped(),
            village: tokens(village),
            words: &words,
            at: 0,
            name: Self::default(),
        };
        while reader.at < words.len() {
            reader.step();
        }
        reader.name.finish(&words, class)
    }

    /// Words that tell works apart, wherever they stand.
    pub fn telling(&self) -> impl Iterator<Item = &Word> {
        self.place.iter().chain(&self.road).chain(&self.person).chain(&self.rest)
    }

    fn finish(mut self, words: &[String], class: WorkClass) -> Self {
        if class == WorkClass::Housing {
            let rest = std::mem::take(&mut self.rest);
            self.person.extend(rest);
        }
        for set in
            [&mut self.rt, &mut self.rw, &mut self.phase, &mut self.road_numbers, &mut self.numbers]
        {
            set.sort_unstable();
            set.dedup();
        }
        let telling: Vec<&str> = self.telling().map(|word| &*word.text).collect();
        self.grams = grams(&telling.join(" "));
        let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        self.whole = hash(&sorted.join(" "));
        self
    }
}

struct Reader<'a> {
    lexicon: &'static Lexicon,
    village: Vec<String>,
    words: &'a [String],
    at: usize,
    name: Name,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn step(&mut self) {
        let Some(rest) = self.words.get(self.at..) else { return };
        if self.is_village() {
            self.at += self.village.len();
            return;
        }
        let Some((role, count)) = self.lexicon.longest(rest) else {
            self.loose();
            return;
        };
        self.at += count;
        match role {
            Role::Verb(bit) => self.name.verbs |= bit,
            Role::Material(bit) => self.name.materials |= bit,
            Role::Object(bit) => self.name.objects |= bit,
            Role::Part(bit) => self.name.parts |= bit,
            Role::Side(bit) => self.name.sides |= bit,
            Role::Mark(mark) => self.slot(mark),
            Role::Stop => {}
        }
    }

    /// A word that the list does not know.
    fn loose(&mut self) {
        let Some(word) = self.peek().map(str::to_owned) else { return };
        self.at += 1;
        let single = self.at > 1;
        match number(&word, single) {
            Some(value) => {
                let measured = self
                    .peek()
                    .is_some_and(|next| self.lexicon.word(next) == Some(Role::Mark(Mark::Measure)));
                if !measured && !YEARS.contains(&value) {
                    self.name.numbers.push(value);
                }
            }
            None if word != SLASH && word.len() > 1 => self.name.rest.push(Word::of(&word)),
            None => {}
        }
    }

    fn is_village(&self) -> bool {
        !self.village.is_empty()
            && self.words.get(self.at..self.at + self.village.len()) == Some(&self.village)
    }

    fn slot(&mut self, mark: Mark) {
        match mark {
            Mark::Rt => self.neighbourhoods(),
            Mark::Rw => {
                let found = self.numbers(true);
                self.name.rw.extend(found);
            }
            Mark::Place => {
                let (mut found, numbers) = (self.proper(2), self.numbers(true));
                found.extend(numbers.iter().map(|n| Word::of(&n.to_string())));
                self.name.place.extend(found);
            }
            Mark::Village => {
                if self.is_village() {
                    self.at += self.village.len();
                } else {
                    let found = self.proper(1);
                    self.name.rest.extend(found);
                }
            }
            Mark::District => drop(self.proper(2)),
            Mark::Road => self.road(true),
            Mark::Alley => self.road(false),
            Mark::Person => {
                let found = self.proper(2);
                self.name.person.extend(found);
            }
            Mark::Phase => {
                let found = self.numbers(true);
                self.name.phase.extend(found);
            }
            Mark::Id => {
                let found = self.numbers(true);
                self.name.numbers.extend(found);
            }
            Mark::Measure => drop(self.numbers(false)),
        }
    }

    /// `RT 01`, `RT 1/4` and `RT/RW 01/04`: the part after the slash is the RW.
    fn neighbourhoods(&mut self) {
        let both = self.peek() == Some("rw");
        if both {
            self.at += 1;
        }
        let first = self.numbers(true);
        if self.peek() == Some(SLASH) {
            self.at += 1;
            let second = self.numbers(true);
            self.name.rw.extend(second);
        }
        self.name.rt.extend(first);
    }

    fn road(&mut self, road: bool) {
        let found = self.proper(3);
        let numbers = self.numbers(true);
        if road && found.is_empty() {
            self.name.objects |= OBJECT_ROAD;
        }
        self.name.road.extend(found);
        self.name.road_numbers.extend(numbers);
    }

    /// Up to some words that no list knows.
    fn proper(&mut self, most: usize) -> Vec<Word> {
        let mut found = Vec::new();
        while found.len() < most {
            let Some(word) = self.peek() else { break };
            let letters = word.starts_with(char::is_alphabetic);
            let known = self.lexicon.word(word).is_some() && !self.is_initial(word);
            if !letters || known || number(word, !found.is_empty()).is_some() || self.is_village() {
                break;
            }
            found.push(Word::of(word));
            self.at += 1;
        }
        found
    }

    /// A single letter after a marker names, as in `Blok A`, whatever it means elsewhere.
    fn is_initial(&self, word: &str) -> bool {
        word.len() == 1
    }

    /// Numbers that follow, joined by words for "and" or "to".
    fn numbers(&mut self, single_letters: bool) -> Vec<u32> {
        let mut found = Vec::new();
        loop {
            let ahead = self.peek().unwrap_or_default();
            if let Some(value) = number(ahead, single_letters) {
                found.push(value);
                self.at += 1;
            } else if !found.is_empty()
                && matches!(ahead, "dan" | "sampai" | "sd" | "s" | "d" | "ke")
                && self.next_is_number()
            {
                self.at += 1;
            } else {
                return found;
            }
        }
    }

    fn next_is_number(&self) -> bool {
        self.words.get(self.at + 1).is_some_and(|word| number(word, false).is_some())
    }
}
