//! Names cut into words and numbers.

/// The mark left between two numbers that a slash joined, as in `RT 01/04`.
pub const SLASH: &str = "/";

/// Words and numbers of a name in small letters: letters and digits are parted, zeros in front of
/// numbers dropped, everything else only parts; a slash or dash between numbers stays as [`SLASH`].
pub fn tokens(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut slash = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let digit = letter.is_ascii_digit();
        let joins = current.chars().last().is_some_and(|last| last.is_ascii_digit() == digit);
        if letter.is_alphanumeric() {
            if !current.is_empty() && !joins {
                put(&mut found, &mut current);
            }
            if slash && digit && current.is_empty() {
                found.push(SLASH.to_owned());
            }
            slash = false;
            current.push(letter);
            continue;
        }
        let after_number = current.chars().last().is_some_and(|last| last.is_ascii_digit());
        put(&mut found, &mut current);
        slash = matches!(letter, '/' | '-') && after_number;
    }
    put(&mut found, &mut current);
    found
}

fn put(found: &mut Vec<String>, current: &mut String) {
    if current.is_empty() {
        return;
    }
    let word = std::mem::take(current);
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        let bare = word.trim_start_matches('0');
        found.push(if bare.is_empty() { "0".to_owned() } else { bare.to_owned() });
    } else {
        found.push(word);
    }
}

/// The number of a word in digits or roman numerals up to twenty; single letters only if wanted.
pub fn number(word: &str, single_letters: bool) -> Option<u32> {
    if let Ok(number) = word.parse::<u32>() {
        return Some(number);
    }
    if word.len() == 1 && !single_letters {
        return None;
    }
    Some(match word {
        "i" | "satu" | "pertama" => 1,
        "ii" | "dua" | "kedua" => 2,
        "iii" | "tiga" | "ketiga" => 3,
        "iv" | "empat" => 4,
        "v" | "lima" => 5,
        "vi" | "enam" => 6,
        "vii" | "tujuh" => 7,
        "viii" | "delapan" => 8,
        "ix" | "sembilan" => 9,
        "x" | "sepuluh" => 10,
        "xi" => 11,
        "xii" => 12,
        "xiii" => 13,
        "xiv" => 14,
        "xv" => 15,
        _ => return None,
    })
}
