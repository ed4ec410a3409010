//! Landmarks: what a name says that the work lies at, as in `depan masjid Al Huda`.

use domain::WorkClass;

use super::{
    compare::{Agreement, sets, sides},
    lexicon::{
        AXES, HALLS, HOSTS, LANDMARKS, Mark, OBJECT_HOUSE, OBJECT_PRAYER, OBJECTS_HOUSING,
        PART_PRAYER, Role,
    },
    like::{hash, spelling},
    name::{Word, join},
    reader::{Reader, YEARS},
    slot::{alike, nearly, same},
    token::{Gap, number},
};

/// The most words of a landmark's own name.
const NAME_MAX: usize = 2;
/// Letters that shorten `Pak` and `Bu` before a name.
const HONORIFICS: [&str; 2] = ["p", "b"];
/// Words before the name of who is given something, not of who lives at the place.
const GIVEN_TO: [&str; 6] = ["a", "an", "atas", "kpm", "nama", "penerima"];
/// Words that may stand between a preposition and its landmark.
const BETWEEN: [&str; 4] = ["dari", "dengan", "di", "ke"];
/// What a stretch goes on with behind its first end, whatever the other is.
const ONWARD: [&[&str]; 5] = [&["sampai"], &["hingga"], &["s", "d"], &["menuju"], &["tembus"]];
/// The same, where another landmark follows: `sd` is a school too.
const ONWARD_TO: [&str; 2] = ["ke", "sd"];
/// Words behind which comes another work and no place of the first.
const ALSO: [&str; 8] = ["atau", "beserta", "dan", "dengan", "dg", "dgn", "plus", "serta"];
/// Objects, bits, that a class of works builds itself and that are landmarks of the others.
const OWN: [(WorkClass, u32); 6] = [
    (WorkClass::Bridge, 1 << 1),
    (WorkClass::Irrigation, 1 << 4),
    (WorkClass::WaterSupply, 0b11 << 7),
    (WorkClass::Building, OBJECTS_HOUSING | OBJECT_PRAYER | (1 << 16) | (0b11 << 22)),
    (WorkClass::SportsField, 1 << 19),
    (WorkClass::Other, LANDMARKS),
];

/// A landmark, and how the work lies to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    /// What it is, the same number for the same kind.
    pub kind: u64,
    /// The word that says so.
    pub word: Word,
    /// Its own name: of a mosque, or of who lives in the house.
    pub name: Vec<Word>,
    /// Its number, as in `SDN 2`.
    pub numbers: Vec<u32>,
    /// On which sides of it the work lies, bits; 0 when only near it.
    pub sides: u16,
    /// The object that it is, bits; 0 of what is no object.
    pub object: u32,
    /// The part that the word may mean too, bits.
    pub parts: u32,
    /// Whether it stands beside the work: `dekat` tells so, `di` does not.
    pub beside: bool,
}

impl Landmark {
    fn of(kind: u64, word: &str, object: u32) -> Self {
        let (name, numbers) = (Vec::new(), Vec::new());
        let word = Word::of(word);
        Self { kind, word, name, numbers, sides: 0, object, parts: 0, beside: false }
    }

    /// Whether it is what the work itself builds or mends, as in `pagar depan balai desa`: nothing
    /// else of the name is an object, but parts are told of it or the class builds such things.
    pub(super) fn is_work(&self, class: WorkClass, told: Told) -> bool {
        if class == WorkClass::Housing && self.object == OBJECT_HOUSE {
            return !self.beside;
        }
        let own = OWN.iter().any(|(of, bits)| *of == class && bits & self.object != 0);
        !told.object && self.object != 0 && (told.part || own && !told.material)
    }

    /// Whether two are one: of one kind, with no other name or number.
    fn is(&self, other: &Self, same: fn(&Word, &Word) -> bool) -> bool {
        let unlisted = |one: &Self| one.object == 0 && one.parts == 0;
        let kind = self.kind == other.kind
            || (unlisted(self) || unlisted(other)) && alike(&self.word, &other.word);
        let within = |mine: &[Word], theirs: &[Word]| {
            mine.iter().all(|word| theirs.iter().any(|other| same(word, other)))
        };
        kind && sets(&self.numbers, &other.numbers) != Agreement::Conflict
            && (within(&self.name, &other.name) || within(&other.name, &self.name))
    }
}

/// What a name tells beside its landmarks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// An object.
    pub object: bool,
    /// A part of a building.
    pub part: bool,
    /// A material.
    pub material: bool,
}

/// What two names say of landmarks, and on which sides of those that they share either lies.
pub(super) fn landmarks(a: &[Landmark], b: &[Landmark]) -> (Agreement, [u16; 2]) {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return (Agreement::Silent, [0; 2]),
        (true, false) | (false, true) => return (Agreement::OneSided, [0; 2]),
        (false, false) => {}
    }
    let met = |mine: &[Landmark], theirs: &[Landmark]| {
        let met = mine.iter().filter(|one| theirs.iter().any(|other| one.is(other, same)));
        met.fold((0_usize, 0_u16), |(count, sides), one| (count + 1, sides | one.sides))
    };
    let ((found_a, sides_a), (found_b, sides_b)) = (met(a, b), met(b, a));
    let apart = sides(sides_a, sides_b) == Agreement::Conflict;
    let slips = || a.iter().any(|one| b.iter().any(|other| one.is(other, nearly)));
    let agreement = match (found_a, found_b) {
        (0, _) | (_, 0) if slips() => Agreement::Partly,
        (0, _) | (_, 0) => Agreement::Conflict,
        _ if apart => Agreement::Partly,
        (all, _) if all == a.len() => Agreement::Agree,
        (_, all) if all == b.len() => Agreement::Agree,
        _ => Agreement::Partly,
    };
    (agreement, [sides_a, sides_b])
}

/// The sides that a preposition tells of what follows, 0 for `dekat`; none of other words. Left and
/// right are sides of the work itself.
fn relation(roles: &[Role]) -> Option<u16> {
    roles.iter().find_map(|role| match *role {
        Role::Near => Some(0),
        Role::Toward(bit) => Some(bit),
        Role::Side(bit) if bit & AXES[0] == 0 => Some(bit),
        _ => None,
    })
}

impl Reader<'_> {
    /// Reads a preposition with its landmark, a house that is told by who lives in it, the first
    /// end of a stretch or the building that a work belongs to; false where the next words are none
    /// of them. Its name stays to be read as other words are.
    pub(super) fn landmark(&mut self, roles: &[Role], count: usize) -> bool {
        let house = matches!(roles, [Role::Object(OBJECT_HOUSE)]) && self.is_lived_in(count);
        let behind = self.at + count;
        let behind = behind + usize::from(BETWEEN.contains(&self.word(behind)));
        let open = count == 1 && matches!(roles, [Role::Near | Role::Side(_)]);
        let reread = self.reread.take() == Some(self.at);
        let (sides, start) = match relation(roles) {
            _ if house || !reread && self.is_told_by_place(roles) => (0, self.at),
            Some(sides) => (sides, behind),
            None => return false,
        };
        let Some((mut found, taken)) = self.head(start, open) else { return false };
        found.sides = sides;
        found.beside = start == behind && !roles.contains(&Role::Stop);
        (found.name, found.numbers, _) = self.named(start + taken);
        // What no list knows is also a word like others.
        let unlisted = found.object == 0 && found.parts == 0;
        self.at = if unlisted { start } else { start + taken };
        // So is who lives in a house, and neither is read as another landmark.
        self.reread = (unlisted || found.object == OBJECT_HOUSE).then_some(self.at);
        if found.object != OBJECT_HOUSE {
            self.name.landmarks.push(found);
            return true;
        }
        if self.is_honorific(self.at) {
            self.at += 1;
            self.slot(Mark::Person);
        }
        // `Rumah warga` may be any.
        if !found.name.is_empty() {
            found.name.iter_mut().for_each(|word| word.person = true);
            self.name.landmarks.push(found);
        }
        true
    }

    /// The landmark that begins at a place and how many words it takes, its own name aside; a word
    /// that no list knows only where it may be `open`.
    pub(super) fn head(&self, at: usize, open: bool) -> Option<(Landmark, usize)> {
        let rest = self.words.get(at..)?;
        let word = rest.first()?;
        if self.is_village(at) {
            return None;
        }
        let Some((roles, count)) = self.lexicon.longest(rest) else {
            let found = || (Landmark::of(hash(&spelling(word)), word, 0), 1);
            return (open && self.is_name(at)).then(found);
        };
        let (mut found, mut told) = (Landmark::of(0, word, 0), None);
        for role in roles {
            match *role {
                Role::Object(bit) => found.object |= bit,
                Role::Part(bit) => found.parts |= bit,
                Role::Landmark(kind) => told = Some(kind),
                Role::Mark(Mark::Person) if !GIVEN_TO.contains(&word.as_str()) => {
                    let kind = u64::from(OBJECT_HOUSE);
                    return Some((Landmark::of(kind, "rumah", OBJECT_HOUSE), 0));
                }
                Role::Verb(_) | Role::Material(_) => return None,
                _ => {}
            }
        }
        let usual = (found.object & LANDMARKS != 0).then_some(u64::from(found.object));
        found.kind = told.or(usual)?;
        Some((found, count))
    }

    /// The own name of a landmark, the number behind it and where both end.
    fn named(&self, mut at: usize) -> (Vec<Word>, Vec<u32>, usize) {
        while self.is_mark(at, Mark::Person) || self.is_honorific(at) {
            at += 1;
        }
        let mut name = Vec::new();
        while name.len() < NAME_MAX && self.is_name(at) {
            name.push(Word::of(self.word(at)));
            at += 1;
        }
        join(&mut name);
        let numbers = number(self.word(at), true)
            .filter(|value| !YEARS.contains(value) && !self.is_measured(at));
        at += usize::from(numbers.is_some());
        (name, numbers.into_iter().collect(), at)
    }

    /// Whether what is next is a landmark by where it stands: an end of a stretch, or the building
    /// that the work belongs to.
    fn is_told_by_place(&self, roles: &[Role]) -> bool {
        let end = self.gap(self.at) == Gap::Dash && !self.name.landmarks.is_empty();
        // `Jembatan ke makam` is a bridge, and `Rabat jembatan - makam` is none.
        let told = self.name.objects != 0 || self.name.materials != 0 || self.name.parts != 0;
        end || told && self.is_start() || self.is_host(roles)
    }

    /// Whether a landmark is next from which a stretch goes on, as in `SDN 2 sampai masjid`.
    pub(super) fn is_start(&self) -> bool {
        let Some((found, taken)) = self.head(self.at, false) else { return false };
        let (name, numbers, mut at) = self.named(self.at + taken);
        // `SDN 2 Kradenan`.
        if self.is_village(at) {
            at += self.village.len();
        } else if !numbers.is_empty() && self.is_name(at) {
            at += 1;
        }
        let onward =
            |words: &[&str]| words.iter().zip(at..).all(|(word, at)| self.word(at) == *word);
        if let Some(words) = ONWARD.iter().find(|&&words| onward(words)) {
            return number(self.word(at + words.len()), true).is_none();
        }
        let to = ONWARD_TO.contains(&self.word(at));
        if !to && self.gap(at) != Gap::Dash {
            return false;
        }
        // `Posyandu - PAUD` may be one house, `TK - PAUD` surely is.
        let Some((other, _)) = self.head(at + usize::from(to), false) else { return false };
        let bare = name.is_empty() && numbers.is_empty();
        !bare || other.kind != found.kind
    }

    /// Whether the work that was just told belongs to the building that is next, as in `MCK TPQ`.
    fn is_host(&self, roles: &[Role]) -> bool {
        let told = self.name.objects;
        let building = told & OBJECTS_HOUSING != 0;
        let bits = roles.iter().fold(0, |all, role| match *role {
            Role::Object(bit) => all | bit,
            // `Mushola balai desa` is a part of the hall.
            Role::Part(_) if building => all | told,
            _ => all,
        });
        let hosts = if building { HALLS } else { HOSTS };
        let also = self.at.checked_sub(1).is_some_and(|at| {
            let verb = |roles: &[Role]| roles.iter().any(|role| matches!(role, Role::Verb(_)));
            ALSO.contains(&self.word(at)) || self.lexicon.word(self.word(at)).is_some_and(verb)
        });
        told != 0
            && bits & hosts != 0
            && bits & told == 0
            && self.name.parts & PART_PRAYER == 0
            && !also
            && self.gap(self.at) == Gap::Blank
    }

    /// Whether the words so far ahead are a house and who lives in it follows.
    fn is_lived_in(&self, count: usize) -> bool {
        let at = self.at + count;
        let word = self.word(at);
        matches!(self.word(at.saturating_sub(1)), "rumah" | "rmh")
            && (self.is_honorific(at)
                || self.is_mark(at, Mark::Person) && !GIVEN_TO.contains(&word))
    }

    fn is_honorific(&self, at: usize) -> bool {
        HONORIFICS.contains(&self.word(at)) && self.is_name(at + 1)
    }

    /// Whether a word that no list knows stands at a place.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = || self.words.get(at..).and_then(|rest| self.lexicon.longest(rest));
        word.len() > 1
            && word.starts_with(char::is_alphabetic)
            && number(word, true).is_none()
            && !self.is_village(at)
            && matches!(known(), None | Some(([Role::Landmark(_)], _)))
    }
}

#[cfg(test)]
#[path = "landmark_tests.rs"]
mod tests;
