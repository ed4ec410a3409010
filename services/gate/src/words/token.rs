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

/// A percent sign behind a number, as in `DD 60%`.
pub const PERCENT: &str = "%";

/// What stands before a word, beside blanks and the points of short forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing else.
    Blank,
    /// A dash on its own, as in `makam - masjid`.
    Dash,
    /// Any other sign, as in `TPQ/PAUD`.
    Other,
}

impl Gap {
    fn of(signs: &str) -> Self {
        match signs.trim_matches(|sign: char| sign.is_whitespace() || sign == '.') {
            "" => Self::Blank,
            "-" | "–" | "—" if signs.contains(char::is_whitespace) => Self::Dash,
            _ => Self::Other,
        }
    }
}

/// Words and numbers of a name in small letters: letters and digits are parted, zeros in front of
/// numbers dropped, everything else only parts; signs between two numbers stay, and an apostrophe
/// within a word (`Rifa'i`) is no part of it.
pub fn tokens(name: &str) -> Vec<String> {
    cut(name).0
}

/// [`tokens`], and what stands before each.
pub fn cut(name: &str) -> (Vec<String>, Vec<Gap>) {
    let mut found = Found::default();
    let mut sign: Option<&'static str> = None;
    // Whether only blanks came since the last number.
    let mut open = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let digit = letter.is_ascii_digit();
        let last = found.current.chars().last().map(|last| last.is_ascii_digit());
        if letter.is_alphanumeric() {
            if last.is_some_and(|last| last != digit) {
                found.put();
            }
            if let Some(sign) = sign.take().filter(|_| digit) {
                found.sign(sign);
            }
            open = false;
            found.current.push(letter);
            continue;
        }
        if matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`') && last == Some(false) {
            continue;
        }
        let right_after = last == Some(true);
        let after = right_after || open;
        found.put();
        found.before.push(letter);
        match letter {
            '(' => found.sign(OPEN),
            '%' if after => found.sign(PERCENT),
            _ => {}
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
    found.put();
    (found.words, found.gaps)
}

/// What was cut off so far.
#[derive(Debug, Default)]
struct Found {
    words: Vec<String>,
    gaps: Vec<Gap>,
    /// The word that is being read.
    current: String,
    /// What stands before it.
    before: String,
}

impl Found {
    fn sign(&mut self, sign: &str) {
        self.words.push(sign.to_owned());
        self.gaps.push(Gap::Blank);
    }

    fn put(&mut self) {
        if self.current.is_empty() {
            return;
        }
        let mut word = std::mem::take(&mut self.current);
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            let bare = word.trim_start_matches('0');
            word = if bare.is_empty() { "0".to_owned() } else { bare.to_owned() };
        }
        self.words.push(word);
        self.gaps.push(Gap::of(&self.before));
        self.before.clear();
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
