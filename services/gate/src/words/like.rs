//! How alike two words or names are by their letters.

/// Words at least this long may differ by one edit.
const ONE_EDIT_MIN: usize = 4;
/// A person's name at least this long may have a slip of the pen.
const SLIP_MIN: usize = 5;
/// A shortened word keeps at least this many letters.
const PREFIX_MIN: usize = 4;
/// Letters of old or Arabic spellings and how they are written today.
const SPELLINGS: [(&str, &str); 9] = [
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("sy", "s"),
    ("sh", "s"),
    ("dh", "d"),
    ("th", "t"),
    ("kh", "h"),
    ("v", "f"),
];
/// Words that are one; letters are not doubled here.
const FORMS: [(&[&str], &str); 7] = [
    (&["moh", "muh", "mohamad", "mochamad", "moch", "mohamed", "muhamed", "mohd"], "muhamad"),
    (&["achmad"], "ahmad"),
    (&["abd"], "abdul"),
    (&["wetan", "etan"], "timur"),
    (&["kulon"], "barat"),
    (&["lor"], "utara"),
    (&["kidul"], "selatan"),
];

/// Whether two words are equal but for one letter put in, left out, changed, or two exchanged.
pub fn within_one_edit(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // Nearly every word is; it is compared where it stands, for every pair of words of every pair.
    if short.is_ascii() && long.is_ascii() {
        return one_edit(short.as_bytes(), long.as_bytes());
    }
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    one_edit(&short, &long)
}

fn one_edit<T: PartialEq>(short: &[T], long: &[T]) -> bool {
    if long.len() - short.len().min(long.len()) > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return head + tail >= short.len();
    }
    if head + tail + 1 >= short.len() {
        return true;
    }
    // Two neighbouring letters exchanged.
    head + tail + 2 == short.len()
        && short.get(head) == long.get(head + 1)
        && short.get(head + 1) == long.get(head)
}

/// Whether a letter within a name was left out, put in, or exchanged with the next. The first and
/// the last letter are right in nearly every slip, and an ending tells `Tumin` from `Tumini`; a
/// changed letter tells `Ngatiman` from `Ngatimin`.
pub fn slip(a: &str, b: &str) -> bool {
    let ends = |word: &str| (word.chars().next(), word.chars().next_back());
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len().min(b.len()) >= SLIP_MIN
        && ends(a) == ends(b)
        && within_one_edit(a, b)
        && (a.len() != b.len() || sorted(a) == sorted(b))
}

/// Whether two words may be one: equal, one edit apart, or one a shortened form of the other;
/// numbers must be equal.
pub fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let digit = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    if digit(a) || digit(b) {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < ONE_EDIT_MIN {
        return false;
    }
    within_one_edit(short, long) || (short.len() >= PREFIX_MIN && long.starts_with(short))
}

/// A word without what the spellings of one name differ in: doubled letters, old spellings and
/// the forms of a few given names; directions in Indonesian.
pub fn spelling(word: &str) -> String {
    let mut plain = word.to_owned();
    for (from, to) in SPELLINGS {
        if plain.contains(from) {
            plain = plain.replace(from, to);
        }
    }
    let letters: Vec<char> = plain.chars().collect();
    let mut plain: String = letters.chunk_by(|a, b| a == b).filter_map(|run| run.first()).collect();
    for (forms, full) in FORMS {
        if forms.contains(&plain.as_str()) {
            full.clone_into(&mut plain);
        }
    }
    plain
}

/// A number for a text, equal for equal texts on every machine (FNV-1a).
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The different runs of three letters of a text, hashed and sorted.
pub fn grams(text: &str) -> Vec<u32> {
    let padded: Vec<char> =
        std::iter::once(' ').chain(text.chars()).chain(std::iter::once(' ')).collect();
    let mut found: Vec<u32> = padded
        .windows(3)
        .map(|run| {
            run.iter().fold(0x811c_9dc5_u32, |state, letter| {
                (state ^ u32::from(*letter)).wrapping_mul(0x0100_0193)
            })
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How many values two sorted lists share.
pub fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut left, mut right, mut count) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                left.next();
                right.next();
            }
        }
    }
    count
}
