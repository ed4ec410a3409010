//! A name read from its first word to its last.

use super::{
    lexicon::{Lexicon, Mark, OBJECT_ROAD, Role},
    name::{Name, Word},
    token::{COMMA, DASH, PLUS, SLASH, number},
};

/// Years of this span in a name tell nothing.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1_990..=2_060;
/// The longest row that its first and last number stand for.
const ROW_MAX: u32 = 30;
/// Behind a single letter such as `P`, a greater number is a dimension.
const LETTERED_MAX: u32 = 30;

/// How two numbers are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Both.
    And,
    /// And everything between.
    To,
}

/// A name that is being read.
pub(super) struct Reader<'a> {
    pub(super) lexicon: &'static Lexicon,
    village: Vec<String>,
    pub(super) words: &'a [String],
    pub(super) at: usize,
    /// Where the last word ended that no list knows.
    loose_end: usize,
    pub(super) name: Name,
}

impl<'a> Reader<'a> {
    /// Stands before the first word.
    pub fn new(words: &'a [String], village: Vec<String>) -> Self {
        let (lexicon, name) = (Lexicon::shipped(), Name::default());
        Self { lexicon, village, words, at: 0, loose_end: 0, name }
    }

    /// What all words say.
    pub fn read(mut self) -> Name {
        while self.at < self.words.len() {
            self.step();
        }
        self.name
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn digits(&self, at: usize) -> Option<u32> {
        self.word(at).parse().ok()
    }

    fn step(&mut self) {
        let Some(rest) = self.words.get(self.at..) else { return };
        if self.is_village(self.at) {
            self.at += self.village.len();
            return;
        }
        let lexicon = self.lexicon;
        let Some((roles, count)) = lexicon.longest(rest) else {
            self.loose();
            return;
        };
        if self.landmark(roles, count) {
            return;
        }
        match roles {
            // `RT 03 sisi utara` and `RT 03 utara` alike; `Gumuk Timur` is a name.
            [Role::Toward(bit)] if self.loose_end != self.at => {
                self.name.sides |= bit;
                self.at += count;
                return;
            }
            [Role::Toward(_) | Role::Landmark(_)] => return self.loose(),
            [Role::Hamlet] => return self.slot(Mark::Place),
            _ => self.at += count,
        }
        for role in roles {
            match *role {
                Role::Verb(bit) => self.name.verbs |= bit,
                Role::Material(bit) => self.name.materials |= bit,
                Role::Object(bit) => self.name.objects |= bit,
                Role::Part(bit) => self.name.parts |= bit,
                Role::Side(bit) => self.name.sides |= bit,
                Role::Mark(mark) => self.slot(mark),
                // These tell something of what follows, and nothing does.
                Role::Toward(_) | Role::Near | Role::Landmark(_) | Role::Hamlet | Role::Stop => {}
            }
        }
    }

    /// A word that the list does not know.
    fn loose(&mut self) {
        let (at, word) = (self.at, self.word(self.at));
        if self.stretch(false) {
            return;
        }
        self.at += 1;
        let Some(value) = number(word, at > 0) else {
            if word.len() > 1 {
                self.name.rest.push(Word::of(word));
                self.loose_end = self.at;
            }
            return;
        };
        if self.is_measured(at) || YEARS.contains(&value) {
            return;
        }
        self.name.numbers.push(value);
        if self.loose_end == at
            && let Some(last) = self.name.rest.last_mut()
        {
            last.count(&[value]);
        }
    }

    /// Whether the village's own name stands at a place.
    pub(super) fn is_village(&self, at: usize) -> bool {
        !self.village.is_empty()
            && self.words.get(at..at + self.village.len()) == Some(&self.village)
    }

    pub(super) fn is_mark(&self, at: usize, mark: Mark) -> bool {
        self.lexicon.word(self.word(at)).is_some_and(|roles| roles.contains(&Role::Mark(mark)))
    }

    /// Whether the number at a place is a dimension: a unit stands behind it, maybe after its
    /// decimals.
    pub(super) fn is_measured(&self, at: usize) -> bool {
        let mut next = at + 1;
        while self.word(next) == COMMA && self.digits(next + 1).is_some() {
            next += 2;
        }
        self.is_mark(next, Mark::Unit)
            || self.is_mark(next, Mark::Counted) && number(self.word(next + 1), true).is_none()
    }

    pub(super) fn slot(&mut self, mark: Mark) {
        match mark {
            Mark::Rt => self.neighbourhoods(),
            Mark::Rw => {
                let found = self.numbers(mark);
                self.name.rw.extend(found);
            }
            Mark::Place => {
                let (mut found, numbers) = (self.proper(2), self.numbers(mark));
                match found.last_mut() {
                    Some(last) => last.count(&numbers),
                    None => found.extend(numbers.iter().map(|n| Word::of(&n.to_string()))),
                }
                self.name.place.extend(found);
            }
            Mark::Village => {
                if self.is_village(self.at) {
                    self.at += self.village.len();
                } else {
                    let found = self.proper(1);
                    self.name.rest.extend(found);
                }
            }
            Mark::District => drop(self.proper(2)),
            Mark::Road | Mark::Alley => self.road(mark),
            Mark::Person => {
                let found = self.proper(2);
                self.name.person.extend(found);
            }
            Mark::Phase => {
                let found = self.numbers(mark);
                self.name.phase.extend(found);
            }
            Mark::Id | Mark::Counted | Mark::Stretch => {
                if !self.stretch(mark == Mark::Stretch) {
                    let found = self.numbers(mark);
                    self.name.numbers.extend(found);
                }
            }
            Mark::Measure | Mark::Unit => drop(self.numbers(mark)),
        }
    }

    /// `RT 01`, `RT 1/4` and `RT/RW 01/04`: the part after the slash is the RW, unless more
    /// slashes or an RW of its own make it one of several RT.
    fn neighbourhoods(&mut self) {
        let both = self.word(self.at) == "rw";
        self.at += usize::from(both);
        let first: Vec<u32> = if both && self.word(self.at + 1) == DASH {
            let found = self.digits(self.at);
            self.at += usize::from(found.is_some());
            found.into_iter().collect()
        } else {
            self.numbers(Mark::Rt)
        };
        self.name.rt.extend(first);
        let mut after = Vec::new();
        while (self.word(self.at) == SLASH || both && self.word(self.at) == DASH)
            && let Some(value) = self.digits(self.at + 1)
            && !YEARS.contains(&value)
            && !self.is_measured(self.at + 1)
        {
            after.push(value);
            self.at += 2;
        }
        let own = self.is_mark(self.at, Mark::Rw);
        let list =
            if both || after.len() == 1 && !own { &mut self.name.rw } else { &mut self.name.rt };
        list.extend(after);
    }

    fn road(&mut self, mark: Mark) {
        let found = self.proper(3);
        let numbers = self.numbers(mark);
        if mark == Mark::Road && found.is_empty() {
            self.name.objects |= OBJECT_ROAD;
        }
        self.name.road.extend(found);
        self.name.road_numbers.extend(numbers);
    }

    /// Up to some words that no list knows.
    fn proper(&mut self, most: usize) -> Vec<Word> {
        let mut found = Vec::new();
        while found.len() < most {
            let word = self.word(self.at);
            let letters = word.starts_with(char::is_alphabetic);
            let first = found.is_empty();
            if !letters
                || self.is_known(first)
                || number(word, !first).is_some()
                || self.is_village(self.at)
                // `Rumah Pak Giman s.d. rumah Pak Bejo`.
                || word == "s" && self.word(self.at + 1) == "d"
            {
                break;
            }
            found.push(Word::of(word));
            self.at += 1;
        }
        found
    }

    /// Whether the next word means something else than a name. A single letter names, as in
    /// `Blok A`, unless it is that of a dimension, as in `P=120`.
    fn is_known(&self, first: bool) -> bool {
        let word = self.word(self.at);
        // `Jalan Airlangga sisi utara`: no single word of it is on the list.
        let longest = self.words.get(self.at..).and_then(|rest| self.lexicon.longest(rest));
        if longest.is_some_and(|(roles, count)| count > 1 && matches!(roles, [Role::Side(_)])) {
            return true;
        }
        match self.lexicon.word(word) {
            None | Some([Role::Landmark(_) | Role::Hamlet]) => false,
            Some([Role::Toward(_)]) => self.head(self.at + 1, false).is_some(),
            Some(roles) if word.len() == 1 => {
                let next = self.at + 1;
                let size = |mark: Mark| roles.contains(&Role::Mark(mark));
                (size(Mark::Measure) || size(Mark::Unit))
                    && self.digits(next).is_some_and(|value| {
                        !first || value > LETTERED_MAX || self.is_measured(next)
                    })
            }
            Some(_) => true,
        }
    }

    /// What joins two numbers here, and how many words it takes.
    fn joint(&self) -> (Joint, usize) {
        match (self.word(self.at), self.word(self.at + 1)) {
            ("s", "d") | ("sampai" | "hingga", "dengan") => (Joint::To, 2),
            ("sampai" | "hingga" | "sd" | "ke" | DASH, _) => (Joint::To, 1),
            ("dan" | "serta" | "atau" | COMMA | PLUS, _) => (Joint::And, 1),
            _ => (Joint::And, 0),
        }
    }

    /// Numbers that follow, those between the first and the last of a row included; dimensions
    /// and years are none. The marker may be said again, as in `RT 1 s/d RT 3`.
    fn numbers(&mut self, mark: Mark) -> Vec<u32> {
        let single_letters = !matches!(mark, Mark::Measure | Mark::Unit);
        let mut found: Vec<u32> = Vec::new();
        loop {
            let (joint, taken) = if found.is_empty() { (Joint::And, 0) } else { self.joint() };
            let mut at = self.at + taken;
            at += usize::from(taken > 0 && self.is_mark(at, mark));
            // What stands right behind `RT` is its number, even in `RT 3 M. Arifin`.
            let sure = found.is_empty() && matches!(mark, Mark::Rt | Mark::Rw);
            let Some(value) = number(self.word(at), single_letters)
                .filter(|value| !YEARS.contains(value) && (sure || !self.is_measured(at)))
            else {
                return found;
            };
            match found.last().copied() {
                Some(first) if joint == Joint::To && first < value && value - first <= ROW_MAX => {
                    found.extend(first + 1..=value);
                }
                _ => found.push(value),
            }
            self.at = at + 1;
        }
    }

    /// `STA 0+000 - 0+200`: a stretch, or the number of one metre. Without a plus only `sta` and a
    /// word between make one.
    fn stretch(&mut self, told: bool) -> bool {
        let start = self.at;
        let Some((from, plain)) = self.metre() else { return false };
        let after = self.at;
        let (joint, taken) = self.joint();
        self.at += taken;
        self.at += usize::from(self.is_mark(self.at, Mark::Stretch));
        match self.metre() {
            Some((to, end_plain)) if !(plain || end_plain) || told && joint == Joint::To => {
                self.name.stretches.push([from.min(to), from.max(to)]);
            }
            _ if plain => {
                self.at = start;
                return false;
            }
            _ => {
                self.at = after;
                self.name.numbers.push(from);
            }
        }
        true
    }

    /// The metre that is told next, and whether it has no plus.
    fn metre(&mut self) -> Option<(u32, bool)> {
        let first = self.digits(self.at)?;
        if self.word(self.at + 1) != PLUS {
            self.at += 1;
            return Some((first, true));
        }
        let rest = self.digits(self.at + 2)?;
        let metre = first.checked_mul(1_000)?.checked_add(rest)?;
        self.at += 3;
        Some((metre, false))
    }
}
