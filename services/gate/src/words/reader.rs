//! A name read from its first word to its last.

use super::{
    lexicon::{AXIS_FLOW, HOSTS, Lexicon, Mark, OBJECT_HOUSE, OBJECT_ROAD, Role, SHARE},
    name::{Name, Word},
    token::{DASH, Gap, OPEN, PERCENT, SLASH, number},
};

/// Years of this span in a name tell nothing.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1_990..=2_060;
/// Behind a single letter such as `P`, a greater number is a dimension.
const LETTERED_MAX: u32 = 30;
/// Words before a fund that say that it pays a part.
const PARTLY: [&str; 4] = ["bagian", "gabungan", "porsi", "tambahan"];
/// How a part in a hundred is written.
const PERCENTS: [&str; 2] = [PERCENT, "persen"];

/// A name that is being read.
pub(super) struct Reader<'a> {
    pub(super) lexicon: &'static Lexicon,
    pub(super) village: Vec<String>,
    pub(super) words: &'a [String],
    /// What stands before each word.
    pub(super) gaps: Vec<Gap>,
    pub(super) at: usize,
    /// Where the last word ended that no list knows.
    loose_end: usize,
    /// Where the name of the last person ended.
    person_end: usize,
    /// A word that is a landmark and still to be read as a word.
    pub(super) reread: Option<usize>,
    pub(super) name: Name,
}

impl<'a> Reader<'a> {
    /// Stands before the first word.
    pub fn new(words: &'a [String], gaps: Vec<Gap>, village: Vec<String>) -> Self {
        let (lexicon, name) = (Lexicon::shipped(), Name::default());
        let (at, loose_end, person_end, reread) = (0, 0, usize::MAX, None);
        Self { lexicon, village, words, gaps, at, loose_end, person_end, reread, name }
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

    pub(super) fn digits(&self, at: usize) -> Option<u32> {
        self.word(at).parse().ok()
    }

    pub(super) fn gap(&self, at: usize) -> Gap {
        self.gaps.get(at).copied().unwrap_or(Gap::Blank)
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
            [Role::Toward(bit)] if self.is_side(*bit) => {
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
                Role::Phase(number) => self.name.phase.push(number),
                Role::Mark(mark) => self.slot(mark),
                // These tell something of what follows, and nothing does.
                Role::Toward(_) | Role::Near | Role::Landmark(_) | Role::Hamlet | Role::Stop => {}
            }
        }
    }

    /// Whether a word alone tells a side: `RT 03 utara` does as `RT 03 sisi utara`, and
    /// `Gumuk Timur` is a name. So is most of what ends with `Hilir`.
    fn is_side(&self, bit: u16) -> bool {
        let before = self.at.checked_sub(1);
        let apart = |at: usize| self.word(at) == OPEN || self.digits(at).is_some();
        self.loose_end != self.at && (bit & AXIS_FLOW == 0 || before.is_some_and(apart))
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
                let mut found = Word::of(word);
                // `Siti Nur Aminah` is one person.
                if self.person_end == at {
                    (found.person, self.person_end) = (true, self.at);
                }
                self.name.rest.push(found);
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

    pub(super) fn slot(&mut self, mark: Mark) {
        match mark {
            Mark::Rt => self.neighbourhoods(),
            Mark::Rw => {
                let found = self.numbers(mark);
                self.name.rw.extend(found);
            }
            Mark::Place | Mark::Block => {
                // `Blok Dam` is a block and no dam.
                let called = (mark == Mark::Block).then(|| self.place_of_name(!OBJECT_HOUSE));
                let mut found: Vec<Word> = called.flatten().into_iter().collect();
                found.extend(self.proper(2, mark));
                let numbers = self.numbers(mark);
                match found.last_mut() {
                    Some(last) => last.count(&numbers),
                    None => found.extend(numbers.iter().map(|n| Word::of(&n.to_string()))),
                }
                found.iter_mut().for_each(|word| word.block = mark == Mark::Block);
                self.name.place.extend(found);
            }
            Mark::Village => {
                if self.is_village(self.at) {
                    self.at += self.village.len();
                } else {
                    let found = self.proper(1, mark);
                    self.name.rest.extend(found);
                }
            }
            Mark::District => drop(self.proper(2, mark)),
            Mark::Road | Mark::Alley => self.road(mark),
            Mark::Person => {
                let found = self.proper(2, mark);
                if !found.is_empty() {
                    self.person_end = self.at;
                }
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
            Mark::Package => {
                let found = self.numbers(mark);
                self.name.packages.extend(found);
            }
            Mark::Fund => self.fund(),
            Mark::Measure | Mark::Unit => drop(self.numbers(mark)),
        }
    }

    /// `DD 60%`, `40% ADD` and `bagian DD`: others pay the rest.
    fn fund(&mut self) {
        let word = |back: usize| self.at.checked_sub(back).map_or("", |at| self.word(at));
        let part = if PERCENTS.contains(&word(2)) {
            word(3).parse::<u32>().ok()
        } else {
            let behind = PERCENTS.contains(&self.word(self.behind(self.at)));
            self.digits(self.at).filter(|_| behind)
        };
        if part.is_some_and(|part| part < 100) || PARTLY.contains(&word(2)) {
            self.name.verbs |= SHARE;
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
        let mut found: Vec<Word> = self.place_of_name(HOSTS).into_iter().collect();
        found.extend(self.proper(3, mark));
        let numbers = self.numbers(mark);
        if mark == Mark::Road && found.is_empty() {
            self.name.objects |= OBJECT_ROAD;
        }
        self.name.road.extend(found);
        self.name.road_numbers.extend(numbers);
    }

    /// What a road or block is called by, as `Gang Makam` is, of some objects; none where a stretch
    /// begins.
    fn place_of_name(&mut self, objects: u32) -> Option<Word> {
        if self.gap(self.at) != Gap::Blank || self.is_start() {
            return None;
        }
        let (found, taken) = self.head(self.at, false)?;
        let words = self.words.get(self.at..self.at + taken)?;
        if found.object & objects == 0 {
            return None;
        }
        self.at += taken;
        // `Gang Kuburan` is `Gang Makam`.
        Some(Word { spelling: found.kind, ..Word::of(&words.join(" ")) })
    }

    /// Up to some words that no list knows.
    fn proper(&mut self, most: usize, mark: Mark) -> Vec<Word> {
        let mut found = Vec::new();
        while found.len() < most {
            let word = self.word(self.at);
            let letters = word.starts_with(char::is_alphabetic);
            let first = found.is_empty();
            if !letters
                || self.is_known(first)
                || number(word, !first || self.is_counted(mark)).is_some()
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

    /// Whether a single roman numeral may stand alone behind a marker: `Gang V` is the fifth, and
    /// `Jalan I Gusti Ngurah Rai` and `Bu I Wayan` are names.
    fn is_counted(&self, mark: Mark) -> bool {
        match mark {
            Mark::Alley | Mark::Place | Mark::Block => true,
            Mark::Road => !self.is_name(self.at + 1),
            _ => false,
        }
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
}
