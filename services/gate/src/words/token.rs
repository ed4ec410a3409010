//! Names cut into words, numbers and the signs between numbers.

/// A slash between two numbers, as in `RT 01/04`.
pub const SLASH: &str = "/";
/// A dash between two numbers, as in `RT 01-03`.
pub const DASH: &str = "-";
/// A plus between two numbers, as in `STA 0+200`.
pub const PLUS: &str = "+";
/// A comma or point right between two numbers, as in `2,5 m`.
pub const COMMA: &str = ",";

/// What opens a remark, as in `Dusun Krajan (utara)`: it belongs to no name before it.
pub const OPEN: &str = "(";

/// Words and numbers of a name in small letters: letters and digits are parted, zeros in front of
/// numbers dropped, everything else only parts; signs between two numbers stay, and an apostrophe
/// within a word (`Rifa'i`) is no part of it.
pub fn tokens(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut sign: Option<&'static str> = None;
    // Whether only blanks came since the last number.
    let mut open = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let digit = letter.is_ascii_digit();
        let last = current.chars().last().map(|last| last.is_ascii_digit());
        if letter.is_alphanumeric() {
            if last.is_some_and(|last| last != digit) {
                put(&mut found, &mut current);
            }
            if let Some(sign) = sign.take().filter(|_| digit) {
                found.push(sign.to_owned());
            }
            open = false;
            current.push(letter);
            continue;
        }
        if matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`') && last == Some(false) {
            continue;
        }
        let right_after = last == Some(true);
        let after = right_after || open;
        put(&mut found, &mut current);
        if letter == '(' {
            found.push(OPEN.to_owned());
        }
        open = after && letter.is_whitespace();
        sign = match letter {
            _ if letter.is_whitespace() => sign.filter(|sign| *sign != COMMA),
            '/' if after => Some(SLASH),
            '-' | '–' | '—' if after => Some(DASH),
            '+' if after => Some(PLUS),
            ',' | '.' if right_after => Some(COMMA),
            _ => None,
        };
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
