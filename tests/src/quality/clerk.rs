//! How people write the name of a work.

use super::{
    chance::Chance,
    deed::{Deed, Ink, Phase},
    thing::{Deal, Thing},
    village::{Name, Side},
    vocabulary,
    world::World,
};

/// The habits of one writer.
pub struct Clerk {
    case: Case,
    rt: u32,
    road: &'static str,
    gang: &'static str,
    dusun: &'static str,
    says_verb: f64,
    says_desa: f64,
    says_metres: f64,
    place_first: bool,
    /// Which synonym this writer prefers.
    taste: u64,
}

#[derive(Clone, Copy)]
enum Case {
    Sentence,
    Title,
    Upper,
    Lower,
}

impl Clerk {
    /// The writer of a number, the same in every run.
    pub fn new(seed: u64, number: u64, world: &World) -> Self {
        let chance = &mut Chance::new(seed, &format!("clerk {number}"));
        let quiet = 1.0 - world.upper_case;
        Self {
            case: chance.weighted(&[
                (Case::Upper, world.upper_case),
                (Case::Sentence, 0.5 * quiet),
                (Case::Title, 0.45 * quiet),
                (Case::Lower, 0.05 * quiet),
            ]),
            rt: chance.whole(0, 7),
            road: chance.pick(&["Jl.", "Jalan", "Jln", "Jln.", "Jl"]),
            gang: chance.pick(&["Gang", "Gg.", "Gg", "Gang"]),
            dusun: chance.pick(&["Dusun", "Dsn.", "Dsn", "Dusun", "Ds.", "Dk.", "Lingk.", ""]),
            says_verb: chance.between(0.5, 1.0),
            says_desa: chance.skewed(0.0, 1.0),
            says_metres: chance.skewed(0.0, 0.4),
            place_first: chance.yes(0.08),
            taste: chance.bits(),
        }
    }

    /// The name of a work, as this writer puts it this time.
    pub fn name(
        &self,
        deed: &Deed,
        ink: &Ink,
        of: (&str, &str),
        world: &World,
        chance: &mut Chance,
    ) -> String {
        let head = self.head(deed, ink, world, chance);
        let place = self.place(deed, ink, world, chance);
        let mut parts = if self.place_first && !place.is_empty() {
            vec![place, head]
        } else {
            vec![head, place]
        };
        if chance.yes(self.says_metres) && deed.thing.is_line() {
            parts.push(format!("({:.0} m)", deed.quantity()));
        }
        if chance.yes(self.says_desa) {
            let word = chance.pick(&["Desa", "Ds.", "Desa"]);
            let kecamatan = if chance.yes(0.4) { format!(" Kec. {}", of.1) } else { String::new() };
            parts.push(format!("{word} {}{kecamatan}", of.0));
        }
        parts.retain(|part| !part.is_empty());
        let mut name = parts.join(" ");
        if chance.yes(world.typos) {
            name = mistyped(&name, chance);
        }
        self.cased(&name)
    }

    fn head(&self, deed: &Deed, ink: &Ink, world: &World, chance: &mut Chance) -> String {
        let mut words = Vec::new();
        let nouns = known(deed.thing, world);
        let mixed = self.taste ^ (deed.thing as u64 * 0x9e37_79b9);
        let liked = (mixed % nouns.len() as u64) as usize;
        let noun = if !ink.renamed && chance.yes(0.6) { nouns[liked] } else { chance.pick(nouns) };
        let verbs = vocabulary::verbs(deed.thing, deed.deal);
        // Upkeep is nearly always said; building often goes without saying.
        let said = match (deed.slots.part, deed.deal) {
            (Some(part), _) if part.bare => 0.0,
            (_, Deal::Maintain | Deal::Repair) => 0.97,
            _ => self.says_verb,
        };
        if chance.yes(said) {
            let verb = if chance.yes(0.6) { verbs[0] } else { chance.pick(verbs) };
            words.push(verb.to_owned());
        }
        if let Some(part) = deed.slots.part {
            words.push(part.word.to_owned());
        }
        if deed.slots.part.is_none_or(|part| !part.alone) {
            words.push(noun.to_owned());
        }
        if let Some(side) = deed.slots.side
            && !left_out(1.3, world, chance)
        {
            let side = if side == Side::Left { "kiri" } else { "kanan" };
            let before = chance.pick(&["sisi ", "sebelah ", ""]);
            words.push(format!("{before}{side}"));
        }
        if let Some(phase) = deed.slots.phase
            && !left_out(0.7, world, chance)
        {
            words.push(phrase(phase, chance));
        }
        words.join(" ")
    }

    fn place(&self, deed: &Deed, ink: &Ink, world: &World, chance: &mut Chance) -> String {
        let slots = &deed.slots;
        let mut words = Vec::new();
        if let Some(person) = &slots.person
            && !left_out(0.3, world, chance)
        {
            let before = chance.pick(&["an.", "a.n.", "an. Bpk", "rumah", "milik", "a/n"]);
            words.push(format!("{before} {person}"));
        }
        let by_alias = if ink.renamed { 0.85 } else { 0.12 };
        let factor = if ink.renamed { 1.3 } else { 1.0 };
        if let Some(alias) = &slots.alias
            && (slots.name.is_none() || chance.yes(by_alias))
        {
            if !left_out(1.2 * factor, world, chance) {
                words.push(alias.clone());
            }
        } else if let Some(name) = &slots.name
            && !left_out(0.8 * factor, world, chance)
        {
            words.push(self.way(name, world, chance));
        }
        if let (Some(rt), Some(rw)) = (slots.rt, slots.rw)
            && !left_out(factor, world, chance)
        {
            let wrong = chance.yes(world.slot_errors);
            words.push(self.rt_rw(if wrong { rt % 6 + 1 } else { rt }, rw, world, chance));
        }
        if let Some(dusun) = &slots.dusun
            && !left_out(factor, world, chance)
        {
            words.push(format!("{} {dusun}", self.dusun).trim().to_owned());
        }
        words.join(" ")
    }

    fn way(&self, name: &Name, world: &World, chance: &mut Chance) -> String {
        if !name.gang {
            return format!("{} {}", self.road, name.word);
        }
        match name.word.parse::<u32>() {
            Ok(number) => {
                let number = if chance.yes(world.slot_errors) { number % 9 + 1 } else { number };
                let shown = match chance.whole(0, 3) {
                    0 => roman(number),
                    1 => format!("{number:02}"),
                    _ => number.to_string(),
                };
                format!("{} {shown}", self.gang)
            }
            Err(_) => format!("{} {}", self.gang, name.word),
        }
    }

    fn rt_rw(&self, rt: u32, rw: u32, world: &World, chance: &mut Chance) -> String {
        if left_out(0.6, world, chance) {
            return if chance.yes(0.7) { format!("RT {rt:02}") } else { format!("RW {rw:02}") };
        }
        match self.rt {
            0 => format!("RT {rt:02} RW {rw:02}"),
            1 => format!("RT.{rt:02}/RW.{rw:02}"),
            2 => format!("RT {rt:03}/{rw:03}"),
            3 => format!("Rt {rt} Rw {rw}"),
            4 => format!("{rt:02}/{rw:02}"),
            5 => format!("RT. {rt:03} / RW. {rw:03}"),
            6 => format!("RT {rt}/RW {rw}"),
            _ => format!("RT{rt:02} RW{rw:02}"),
        }
    }

    fn cased(&self, name: &str) -> String {
        match self.case {
            Case::Sentence => name.to_owned(),
            Case::Upper => name.to_uppercase(),
            Case::Lower => name.to_lowercase(),
            Case::Title => name.split(' ').map(capital).collect::<Vec<_>>().join(" "),
        }
    }
}

/// The synonyms that exist in this world: always one, spread over the list.
fn known(thing: Thing, world: &World) -> &'static [&'static str] {
    let all = vocabulary::nouns(thing);
    let count = (all.len() as f64 * world.vocabulary).ceil().max(1.0) as usize;
    // Another part of the list for each thing and each share.
    let shift = (world.vocabulary * 1000.0) as usize * 7 + thing as usize;
    let start = shift % (all.len() - count + 1);
    &all[start..start + count]
}

fn left_out(factor: f64, world: &World, chance: &mut Chance) -> bool {
    chance.yes(world.words_missing * factor)
}

fn phrase(phase: Phase, chance: &mut Chance) -> String {
    match phase {
        Phase::Stage(number) => match chance.whole(0, 3) {
            0 => format!("tahap {number}"),
            1 => format!("thp. {}", roman(number)),
            2 => format!("(tahap {})", roman(number)),
            _ => format!("tahap {}", roman(number)),
        },
        Phase::Segment(number) => {
            format!("{} {number}", chance.pick(&["segmen", "ruas", "seg."]))
        }
        Phase::Station(from, to) => {
            let metres = |at: u32| format!("{}+{:03}", at / 1000, at % 1000);
            let between = chance.pick(&["-", " - ", " s/d "]);
            format!("STA {}{between}{}", metres(from), metres(to))
        }
        Phase::Continued => (chance.pick(&["lanjutan", "(lanjutan)", "lanjut"])).to_owned(),
    }
}

fn roman(number: u32) -> String {
    const ROMAN: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    ROMAN.get(number as usize).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One slip of the finger in a word of five letters or more.
fn mistyped(name: &str, chance: &mut Chance) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].len() >= 5 && words[*at].chars().all(|c| c.is_ascii_alphabetic()))
        .collect();
    if long.is_empty() {
        return name.to_owned();
    }
    let at = chance.pick(&long);
    let mut letters: Vec<char> = words[at].chars().collect();
    let place = chance.whole(1, u32::try_from(letters.len() - 2).unwrap_or(1)) as usize;
    match chance.whole(0, 2) {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        _ => letters.insert(place, letters[place]),
    }
    words[at] = letters.into_iter().collect();
    words.join(" ")
}
