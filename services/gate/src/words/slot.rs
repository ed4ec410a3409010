//! Words of one slot compared, and which words are one.

use super::{
    compare::{Agreement, sets},
    like::{same_word, slip},
    name::{Name, Word},
};

/// What tells hamlets of one name apart, in every tongue.
const DIRECTIONS: [&str; 12] = [
    "barat", "kulon", "timur", "wetan", "utara", "lor", "selatan", "kidul", "tengah", "etan",
    "hulu", "hilir",
];

/// Words of one slot. They agree when every word of one is among those of the other; what is to be
/// said when each keeps a word of its own rests on the slot, which is told whether any is shared.
pub(super) fn slot(
    a: &Name,
    mine: &[Word],
    b: &Name,
    theirs: &[Word],
    otherwise: fn(&[Word], &[Word], bool) -> Agreement,
) -> Agreement {
    let found = |words: &[Word], name: &Name| {
        words.iter().filter(|word| name.telling().any(|other| same(word, other))).count()
    };
    let (told, unmarked) = match (mine.is_empty(), theirs.is_empty()) {
        (true, true) => return Agreement::Silent,
        (false, true) => (mine, b),
        (true, false) => (theirs, a),
        (false, false) => {
            return match (found(mine, b), found(theirs, a)) {
                (all, _) if all == mine.len() => Agreement::Agree,
                (_, all) if all == theirs.len() => Agreement::Agree,
                (one, other) => otherwise(mine, theirs, one + other > 0),
            };
        }
    };
    let other_number = |word: &Word| unmarked.telling().any(|other| numbered_apart(word, other));
    match found(told, unmarked) {
        all if all == told.len() => Agreement::Agree,
        0 if told.iter().any(other_number) => Agreement::Conflict,
        0 => Agreement::OneSided,
        _ => Agreement::Partly,
    }
}

/// Roads that share a word agree in part.
pub(super) fn roads(_: &[Word], _: &[Word], shared: bool) -> Agreement {
    if shared { Agreement::Partly } else { Agreement::Conflict }
}

/// `Mistari` and `Mistri` may be one person, and `Siti Aminah` is not `Siti Fatimah`.
pub(super) fn persons(a: &[Word], b: &[Word], _: bool) -> Agreement {
    let within = |words: &[Word], others: &[Word]| {
        words.iter().all(|word| others.iter().any(|other| nearly(word, other)))
    };
    if within(a, b) || within(b, a) { Agreement::Partly } else { Agreement::Conflict }
}

/// Hamlets and blocks, each against their like: in one hamlet two blocks are two places, many
/// hamlets have a `Blok Kidul`, and a block says nothing against a hamlet.
pub(super) fn places(a: &[Word], b: &[Word], _: bool) -> Agreement {
    match (like(a, b, false), like(a, b, true)) {
        (hamlets, Agreement::OneSided) => hamlets,
        (Agreement::OneSided, blocks) => blocks,
        (_, Agreement::Conflict) => Agreement::Conflict,
        (hamlets, blocks) if hamlets == blocks => blocks,
        _ => Agreement::Partly,
    }
}

/// Only the blocks, or only the hamlets: `Krajan Wetan` is not `Krajan Kulon`. One-sided where not
/// both tell any.
fn like(a: &[Word], b: &[Word], block: bool) -> Agreement {
    let of = |words: &[Word]| words.iter().filter(|word| word.block == block).count();
    let has = |words: &[Word], word: &Word| {
        words.iter().any(|other| other.block == block && same(word, other))
    };
    let found = |words: &[Word], others: &[Word]| {
        words.iter().filter(|word| word.block == block && has(others, word)).count()
    };
    let towards = |words: &[Word], others: &[Word]| {
        words.iter().any(|word| {
            word.block == block && DIRECTIONS.contains(&&*word.text) && !has(others, word)
        })
    };
    let numbers = || {
        a.iter().any(|word| {
            word.block == block
                && b.iter().any(|other| other.block == block && numbered_apart(word, other))
        })
    };
    match (of(a), of(b)) {
        (0, _) | (_, 0) => Agreement::OneSided,
        (all_a, all_b) => match (found(a, b), found(b, a)) {
            (0, 0) => Agreement::Conflict,
            (one, other) if one == all_a || other == all_b => Agreement::Agree,
            _ if numbers() || towards(a, b) && towards(b, a) => Agreement::Conflict,
            _ => Agreement::Partly,
        },
    }
}

/// Whether two words are one and the numbers behind them others.
fn numbered_apart(a: &Word, b: &Word) -> bool {
    other_numbers(a, b) && alike(a, b)
}

fn other_numbers(a: &Word, b: &Word) -> bool {
    sets(&a.numbers, &b.numbers) == Agreement::Conflict
}

pub(super) fn same(a: &Word, b: &Word) -> bool {
    alike(a, b) && !other_numbers(a, b)
}

/// The same, or one slip of the pen apart in the name of a person.
pub(super) fn nearly(a: &Word, b: &Word) -> bool {
    same(a, b) || (a.person || b.person) && slip(&a.text, &b.text)
}

/// Whether two words may be one by their letters, also when one name parts what the other joins.
/// `Ngatiman` and `Ngatimin` are two persons, so of persons only the spelling may differ.
pub(super) fn alike(a: &Word, b: &Word) -> bool {
    let joined =
        |one: &Word, two: &Word| one.with_next == two.hash || one.with_previous == two.hash;
    if a.hash == b.hash || a.spelling == b.spelling || joined(a, b) || joined(b, a) {
        return true;
    }
    let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
    let begins = long.text.starts_with(&*short.text);
    if a.person || b.person {
        return begins && short.text.len() == 1;
    }
    // `Sumber Agung` does not shorten `Sumberwadung`.
    let shortens = begins && short.with_next != 0 && long.text.len() > short.text.len() + 1;
    !shortens && same_word(&short.text, &long.text)
}

#[cfg(test)]
#[path = "slot_tests.rs"]
mod tests;
