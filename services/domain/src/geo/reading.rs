//! A position as people write it: decimal commas, degrees and minutes, letters for the sides.
//!
//! `-8.31, 114.29`, `-8,31 114,29`, `8°18'36" LS 114°17'24" BT`, `S 8 18.6 E 114 17.4`:
//! latitude comes first in such texts, or the letters say; when only the other order
//! lies in Indonesia, that one was meant.

use super::{LonLat, doubt};
use crate::{Refusal, reason};

/// The most characters of such a text.
const CHARS_MAX: usize = 100;

/// A position read from a text, and what was unusual about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The position.
    pub at: LonLat,
    /// Whether commas stood for decimal points.
    pub decimal_commas: bool,
    /// Whether longitude stood first without a letter to say so.
    pub longitude_first: bool,
}

/// Which axis a letter names, and its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    North,
    South,
    East,
    West,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    /// A number as written, without its sign.
    Number(f64),
    /// A minus before the next number.
    Minus,
    Hand(Hand),
    /// A degree sign, which begins another angle when minutes were read.
    Degree,
    /// Something between two angles: `;`, `,`, `/`.
    Break,
}

/// Reads a position; `near` as in [`doubt::place`].
///
/// # Errors
/// FIELD_MALFORMED when there are not two angles, else one of the COORDINATE reasons, with
/// the proposed numbers when something was probably meant.
pub fn position(text: &str, near: Option<LonLat>) -> Result<Reading, Refusal> {
    let malformed = || {
        let refusal = reason::FIELD_MALFORMED.refuse();
        refusal.fact("value", text).fact("expected", "lintang dan bujur")
    };
    if text.chars().count() > CHARS_MAX {
        return Err(malformed());
    }
    let decimal_commas = has_decimal_commas(text);
    let tokens = tokens(text, decimal_commas).ok_or_else(malformed)?;
    let [first, second] = angles(&tokens).ok_or_else(malformed)?;
    let read = |longitude: f64, latitude: f64, longitude_first: bool| {
        doubt::place(longitude, latitude, near)
            .map(|at| Reading { at, decimal_commas, longitude_first })
            .map_err(|doubt| doubt.refuse(longitude, latitude))
    };
    match (first.1, second.1) {
        (Some(Hand::East | Hand::West), Some(Hand::North | Hand::South)) => {
            read(first.0, second.0, false)
        }
        (Some(Hand::North | Hand::South), Some(Hand::East | Hand::West)) => {
            read(second.0, first.0, false)
        }
        (None, None) if doubt::is_inside(first.0, second.0) => read(first.0, second.0, true),
        (None, None) => read(second.0, first.0, false),
        _ => Err(malformed()),
    }
}

/// Whether commas stand for decimal points: digits on both sides of each, no point anywhere,
/// and more of them than one that could part two whole numbers.
fn has_decimal_commas(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let commas = (0..chars.len()).filter(|at| chars.get(*at) == Some(&','));
    let within = commas.filter(|at| {
        digit(at.checked_sub(1).and_then(|at| chars.get(at))) && digit(chars.get(at + 1))
    });
    !text.contains('.') && within.count() >= 2
}

fn tokens(text: &str, decimal_commas: bool) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    // In `-8,31,114,29` the second comma parts the numbers: a number takes one comma only.
    while let Some(c) = chars.get(at).copied() {
        if c.is_ascii_digit() {
            let (number, next) = number(&chars, at, decimal_commas)?;
            tokens.push(Token::Number(number));
            at = next;
        } else if c.is_alphabetic() {
            let end = (at..chars.len())
                .find(|n| !chars.get(*n).is_some_and(|c| c.is_alphabetic()))
                .unwrap_or(chars.len());
            let word: String = chars.get(at..end)?.iter().collect();
            tokens.extend(word_token(&word)?);
            at = end;
        } else {
            tokens.extend(mark(c)?);
            at += 1;
        }
    }
    Some(tokens)
}

/// What a mark means; `None` when it has no place in a position.
fn mark(c: char) -> Option<Option<Token>> {
    Some(match c {
        '-' | '\u{2212}' | '\u{2013}' => Some(Token::Minus),
        '°' | 'º' | '˚' => Some(Token::Degree),
        ',' | ';' | '/' | '|' => Some(Token::Break),
        '\'' | '"' | '’' | '‘' | '”' | '“' | '′' | '″' | '`' | ':' | '+' | '(' | ')' => {
            None
        }
        c if c.is_whitespace() => None,
        _ => return None,
    })
}

fn word_token(word: &str) -> Option<Option<Token>> {
    let hand = |hand| Some(Some(Token::Hand(hand)));
    match word.to_lowercase().as_str() {
        "s" | "ls" | "selatan" => hand(Hand::South),
        "n" | "u" | "lu" | "utara" => hand(Hand::North),
        "e" | "t" | "bt" | "timur" => hand(Hand::East),
        "w" | "b" | "bb" | "barat" => hand(Hand::West),
        "d" | "derajat" => Some(Some(Token::Degree)),
        "lat" | "lintang" | "long" | "lng" | "lon" | "bujur" | "m" | "menit" | "detik" => {
            Some(None)
        }
        _ => None,
    }
}

/// A number from a place on, and where it ends.
fn number(chars: &[char], from: usize, decimal_commas: bool) -> Option<(f64, usize)> {
    let mut text = String::new();
    let mut at = from;
    while let Some(c) = chars.get(at).copied() {
        let fraction = c == '.' || (decimal_commas && c == ',');
        let goes_on = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() {
            text.push(c);
        } else if fraction && goes_on && !text.contains('.') {
            text.push('.');
        } else {
            break;
        }
        at += 1;
    }
    Some((text.parse().ok()?, at))
}

/// An angle in degrees with the letter that came with it.
type Angle = (f64, Option<Hand>);

/// The two angles of a text.
fn angles(tokens: &[Token]) -> Option<[Angle; 2]> {
    let numbers = tokens.iter().filter(|token| matches!(token, Token::Number(_))).count();
    // Degrees, minutes, seconds of each in turn; both angles are written alike.
    if numbers == 0 || numbers % 2 != 0 || numbers > 6 {
        return None;
    }
    let each = numbers / 2;
    let letters_lead = matches!(
        tokens.iter().find(|t| matches!(t, Token::Hand(_) | Token::Number(_))),
        Some(Token::Hand(_))
    );
    let mut found: Vec<Angle> = Vec::new();
    let (mut parts, mut negative, mut hand) = (Vec::new(), false, None);
    for token in tokens {
        match token {
            Token::Hand(one) if letters_lead => hand = Some(*one),
            Token::Hand(one) => found.last_mut()?.1 = Some(*one),
            Token::Minus if parts.is_empty() => negative = true,
            Token::Minus => return None,
            Token::Number(number) => parts.push(*number),
            Token::Degree | Token::Break => {}
        }
        if parts.len() == each {
            let size = sexagesimal(&parts)?;
            found.push((if negative { -size } else { size }, hand.take()));
            parts.clear();
            negative = false;
        }
    }
    let signed = found.into_iter().map(|(size, hand)| match hand {
        Some(Hand::South | Hand::West) => (-size.abs(), hand),
        _ => (size, hand),
    });
    <[Angle; 2]>::try_from(signed.collect::<Vec<_>>()).ok()
}

/// Degrees of degrees, minutes and seconds.
fn sexagesimal(parts: &[f64]) -> Option<f64> {
    let mut size = 0.0;
    for (part, unit) in parts.iter().zip([1.0, 60.0, 3_600.0]) {
        if unit > 1.0 && *part >= 60.0 {
            return None;
        }
        size += part / unit;
    }
    Some(size)
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
