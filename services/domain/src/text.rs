//! Texts that people type: names, notes, lines.

use crate::{Refusal, reason};

fn refused(max: usize) -> Refusal {
    reason::TEXT_INVALID.refuse().fact("max", max)
}

/// Marks that turn the reading direction or hide text: they let one text look like another.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name: 1 to 200 characters, one line, white space folded.
pub fn name(text: &str) -> Result<String, Refusal> {
    line(text, reason::NAME_MAX)
}

/// One line of 1 to `max` characters, white space folded.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    if text.chars().any(|c| (c.is_control() && c != '\t') || is_hidden(c)) {
        return Err(refused(max));
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.chars().count() {
        0 => Err(reason::FIELD_REQUIRED.refuse()),
        count if count > max => Err(refused(max)),
        _ => Ok(folded),
    }
}

/// A note of up to 2,000 characters; may be empty and may have several lines.
pub fn note(text: &str) -> Result<String, Refusal> {
    let bad = |c: char| (c.is_control() && c != '\n' && c != '\t') || is_hidden(c);
    let trimmed = text.trim().replace("\r\n", "\n");
    if trimmed.chars().any(bad) || trimmed.chars().count() > reason::NOTE_MAX {
        return Err(refused(reason::NOTE_MAX));
    }
    Ok(trimmed)
}
