//! The word list: what a word of a work's name means. The words are data.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    like::{hash, within_one_edit},
    token::tokens,
};

/// Phrase, role, value; one a line.
const KAMUS: &str = include_str!("../../../registry/data/kamus.csv");
/// The most words of a phrase.
const PHRASE_MAX: usize = 4;
/// Words at least this long are recognised with one typing mistake.
const FUZZY_MIN: usize = 6;
/// Letters that a shortened verb keeps at its front, and the fewest that it has in all.
const HEAD: usize = 3;
const SHORT_MIN: usize = 4;

/// What a word or phrase tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What is done; bit of [`VERBS`].
    Verb(u8),
    /// What it is made of; bit of the material.
    Material(u8),
    /// What is built; bit of the object.
    Object(u32),
    /// Which part of a building; bit of the part.
    Part(u32),
    /// Which side.
    Side(u16),
    /// A side of the landmark that follows, as in `barat masjid`, none of `pojok lapangan`; else a
    /// word like others.
    Toward(u16),
    /// A landmark follows, as in `dekat masjid`; else it tells nothing.
    Near,
    /// A landmark behind such a word, by the hash of its kind; alone a word like others.
    Landmark(u64),
    /// A hamlet by its name alone.
    Hamlet,
    /// A phase by its name, as in `tahap awal`.
    Phase(u32),
    /// What follows is a slot.
    Mark(Mark),
    /// Tells nothing.
    Stop,
}

/// What a marker announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Neighbourhood number.
    Rt,
    /// Number of the group of neighbourhoods.
    Rw,
    /// Hamlet.
    Place,
    /// A block of fields or houses: finer than a hamlet, and none of them.
    Block,
    /// The village itself.
    Village,
    /// What lies above the village.
    District,
    /// A road, river or canal with a name.
    Road,
    /// An alley with a name or number.
    Alley,
    /// A person.
    Person,
    /// A phase or section.
    Phase,
    /// A number that tells works apart.
    Id,
    /// A measure; the number behind it is a dimension.
    Measure,
    /// A unit; the number before it is a dimension.
    Unit,
    /// A unit behind a number, else [`Mark::Id`].
    Counted,
    /// The same, but its number means something only within one budget.
    Package,
    /// A fund: beside a part of the cost it says that others pay the rest.
    Fund,
    /// The first and last metre of a stretch.
    Stretch,
}

/// Names of the verbs, bit by bit; the last says that others pay a share.
pub const VERBS: [&str; 8] =
    ["new", "rehab", "upgrade", "maintain", "replace", "continue", "repair", "share"];
/// The bit of what is kept up.
pub const MAINTAIN: u8 = 1 << 3;
/// The bit of a work that carries on another.
pub const CONTINUE: u8 = 1 << 5;
/// The bit of a work of which others pay a share.
pub const SHARE: u8 = 1 << 7;
/// Names of the materials, bit by bit.
const MATERIALS: [&str; 4] = ["beton", "paving", "aspal", "makadam"];
/// Names of the objects, bit by bit.
const OBJECTS: [&str; 26] = [
    "jalan",
    "jembatan",
    "gorong",
    "drainase",
    "irigasi",
    "talud",
    "mck",
    "sumur",
    "air",
    "balai",
    "kantor",
    "posyandu",
    "paud",
    "sekolah",
    "masjid",
    "pasar",
    "pos",
    "rumah",
    "lampu",
    "lapangan",
    "sampah",
    "makam",
    "gudang",
    "gapura",
    "kesehatan",
    "tpq",
];
/// Names of the parts of buildings, bit by bit.
const PARTS: [&str; 22] = [
    "pagar", "atap", "plafon", "lantai", "dinding", "pintu", "teras", "halaman", "ruang", "dapur",
    "parkir", "tribun", "panggung", "menara", "wudhu", "mebel", "cat", "jaring", "toilet",
    "jendela", "mushola", "gudang",
];
/// Names of the sides, bit by bit.
const SIDES: [&str; 13] = [
    "left",
    "right",
    "both",
    "north",
    "south",
    "east",
    "west",
    "front",
    "back",
    "upstream",
    "downstream",
    "inner",
    "outer",
];
/// Sides that can contradict one another: along the work, by the compass, by a building's face, by
/// the flow of water, and within or without.
pub const AXES: [u16; 5] = [0b111, 0b1111 << 3, 0b11 << 7, AXIS_FLOW, 0b11 << 11];
/// The sides by the flow of water.
pub const AXIS_FLOW: u16 = 0b11 << 9;
/// The bit of a road as such.
pub const OBJECT_ROAD: u32 = 1;
/// The bit of a public bath.
pub const OBJECT_MCK: u32 = 1 << 6;
/// The bit of a house.
pub const OBJECT_HOUSE: u32 = 1 << 17;
/// The bit of a house of prayer.
pub const OBJECT_PRAYER: u32 = 1 << 14;
/// The bit of a place for waste.
pub const OBJECT_WASTE: u32 = 1 << 20;
/// The bit of a school of the Koran, whose `TPA` is also a place for waste.
pub const OBJECT_KORAN: u32 = 1 << 25;
/// The bits of buildings that have parts: hall, office, health post, schools, market.
pub const OBJECTS_HOUSING: u32 = (0b1_1111 << 9) | (1 << 15) | (1 << 24) | OBJECT_KORAN;
/// The bits of what a side is told of: bridge, well, buildings, field, graves and gate.
pub const LANDMARKS: u32 =
    OBJECTS_HOUSING | OBJECT_PRAYER | (1 << 1) | (1 << 7) | (0b11 << 16) | (0b1_0101 << 19);
/// The bits of what other works are built at, and roads are called by: buildings, houses of
/// prayer, guard posts, fields and graves.
pub const HOSTS: u32 = OBJECTS_HOUSING | OBJECT_PRAYER | (1 << 16) | (1 << 19) | (1 << 21);
/// The bits of what holds other buildings: hall, office, school, house of prayer and market.
pub const HALLS: u32 = (0b11 << 9) | (1 << 13) | OBJECT_PRAYER | (1 << 15);
/// The bit of a bath in a building.
pub const PART_BATH: u32 = 1 << 18;
/// The bit of a prayer room in a building.
pub const PART_PRAYER: u32 = 1 << 20;

/// The list, ready for search.
#[derive(Debug)]
pub struct Lexicon {
    /// A phrase may tell several things, as `pengaspalan` does: a line for each.
    phrases: HashMap<String, Vec<Role>>,
    /// Words of the list by what is left of them when one letter is taken away.
    shorn: HashMap<String, Vec<String>>,
    /// Verbs by their first three letters, longest first.
    verbs: HashMap<String, Vec<String>>,
}

/// Everything that the list says, and what its roles are called.
pub(crate) fn told() -> Vec<&'static str> {
    let names: [&[&'static str]; 5] = [&VERBS, &MATERIALS, &OBJECTS, &PARTS, &SIDES];
    std::iter::once(KAMUS).chain(names.into_iter().flatten().copied()).collect()
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(KAMUS));

impl Lexicon {
    /// The shipped list.
    pub fn shipped() -> &'static Self {
        &LEXICON
    }

    fn read(text: &str) -> Self {
        let mut phrases: HashMap<String, Vec<Role>> = HashMap::new();
        let mut shorn: HashMap<String, Vec<String>> = HashMap::new();
        let mut verbs: HashMap<String, Vec<String>> = HashMap::new();
        for line in text.lines().skip(1) {
            let mut parts = line.split(',');
            let (Some(phrase), Some(role), Some(value)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let Some(role) = role_of(role, value) else { continue };
            let key = tokens(phrase).join(" ");
            // A name mistaken for a word that tells nothing would be lost: `Karang` for `kurang`.
            let silent = matches!(role, Role::Stop | Role::Near | Role::Mark(Mark::Fund));
            if !key.contains(' ') && key.len() >= FUZZY_MIN && !silent {
                for short in without_one(&key) {
                    shorn.entry(short).or_default().push(key.clone());
                }
            }
            if let (Role::Verb(_), Some(head), false) = (role, key.get(..HEAD), key.contains(' ')) {
                verbs.entry(head.to_owned()).or_default().push(key.clone());
            }
            phrases.entry(key).or_default().push(role);
        }
        Self { phrases, shorn, verbs }
    }

    /// The longest phrase at the start of some words: its roles and how many words it takes.
    pub fn longest(&self, words: &[String]) -> Option<(&[Role], usize)> {
        for count in (2..=PHRASE_MAX.min(words.len())).rev() {
            let phrase = words.get(..count)?.join(" ");
            if let Some(roles) = self.phrases.get(&phrase) {
                return Some((roles, count));
            }
        }
        let first = words.first()?;
        self.word(first).map(|roles| (roles, 1))
    }

    /// The roles of one word, one typing mistake forgiven in longer words.
    pub fn word(&self, word: &str) -> Option<&[Role]> {
        if let Some(roles) = self.phrases.get(word) {
            return Some(roles);
        }
        if !word.is_ascii() {
            return None;
        }
        if let Some(roles) = self.shortened(word) {
            return Some(roles);
        }
        if word.len() < FUZZY_MIN {
            return None;
        }
        // The first letter is right in nearly every mistake, and `Kedung` is no `gedung`.
        let slip = |known: &&String| {
            known.as_bytes().first() == word.as_bytes().first() && within_one_edit(known, word)
        };
        let near = |key: &str| self.shorn.get(key).and_then(|known| known.iter().find(slip));
        let found = near(word).or_else(|| without_one(word).find_map(|short| near(&short)))?;
        self.phrases.get(found).map(Vec::as_slice)
    }
}

impl Lexicon {
    /// The verb that a word shortens, as in `pemelh.` or `pembgn`: its letters in order, the first
    /// three and most consonants kept.
    fn shortened(&self, word: &str) -> Option<&[Role]> {
        if !(SHORT_MIN..=2 * SHORT_MIN).contains(&word.len()) {
            return None;
        }
        let known = self.verbs.get(word.get(..HEAD)?)?;
        let full = known.iter().find(|full| full.len() > word.len() && within(word, full))?;
        self.phrases.get(full).map(Vec::as_slice)
    }
}

/// Whether the letters of a word stand in another in the same order.
fn within(word: &str, full: &str) -> bool {
    let mut letters = full.chars();
    word.chars().all(|letter| letters.any(|other| other == letter))
}

/// A word and what is left of it without each of its letters.
fn without_one(word: &str) -> impl Iterator<Item = String> + '_ {
    let shorter = word.char_indices().map(move |(at, letter)| {
        let (head, tail) = (word.get(..at), word.get(at + letter.len_utf8()..));
        format!("{}{}", head.unwrap_or_default(), tail.unwrap_or_default())
    });
    std::iter::once(word.to_owned()).chain(shorter)
}

fn role_of(role: &str, value: &str) -> Option<Role> {
    let bit = |names: &[&str]| names.iter().position(|name| *name == value);
    let small = |at: usize| u8::try_from(1_u32 << at).ok();
    Some(match role {
        "verb" => Role::Verb(small(bit(&VERBS)?)?),
        "material" => Role::Material(small(bit(&MATERIALS)?)?),
        "object" => Role::Object(1 << bit(&OBJECTS)?),
        "part" => Role::Part(1 << bit(&PARTS)?),
        "side" => Role::Side(1 << bit(&SIDES)?),
        "toward" if value.is_empty() => Role::Toward(0),
        "toward" => Role::Toward(1 << bit(&SIDES)?),
        "near" => Role::Near,
        "landmark" => Role::Landmark(hash(value)),
        "hamlet" => Role::Hamlet,
        "phase" => Role::Phase(value.parse().ok()?),
        "stop" => Role::Stop,
        "mark" => Role::Mark(match value {
            "rt" => Mark::Rt,
            "rw" => Mark::Rw,
            "place" => Mark::Place,
            "block" => Mark::Block,
            "village" => Mark::Village,
            "district" => Mark::District,
            "road" => Mark::Road,
            "alley" => Mark::Alley,
            "person" => Mark::Person,
            "phase" => Mark::Phase,
            "id" => Mark::Id,
            "measure" => Mark::Measure,
            "unit" => Mark::Unit,
            "counted" => Mark::Counted,
            "package" => Mark::Package,
            "fund" => Mark::Fund,
            "stretch" => Mark::Stretch,
            _ => return None,
        }),
        _ => return None,
    })
}
