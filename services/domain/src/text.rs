//! Texts that people type: names, notes, lines.

use crate::{Refusal, reason};

fn refused(max: usize) -> Refusal {
    reason::TEXT_INVALID.refuse().fact("max", max)
}

/// Characters nobody types on purpose: they turn the reading direction, hide, or
/// mean nothing outside one program, and so let one text pass for another.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' // soft hyphen, Arabic mark, Mongolian separator
            | '\u{200b}'..='\u{200f}' // zero width, direction marks
            | '\u{2028}'..='\u{202e}' // line separators, embeddings, overrides
            | '\u{2060}'..='\u{206f}' // invisible operators, isolates
            | '\u{e000}'..='\u{f8ff}' // private use
            | '\u{fdd0}'..='\u{fdef}' // not characters
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{10ffff}') // tags, supplementary private use
}

/// A name: 1 to 200 characters, one line, white space folded.
pub fn name(text: &str) -> Result<String, Refusal> {
    line(text, reason::NAME_MAX)
}

/// One line of 1 to `max` characters, white space folded.
pub fn line(text: &str, max: usize) -> Result<String, Refusal> {
    // A tab is white space that spreadsheets put between cells; it folds like the rest.
    if text.chars().any(|c| c != '\t' && is_forbidden(c)) {
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
///
/// Line ends become `\n` and tabs become spaces, whatever the keyboard sent.
pub fn note(text: &str) -> Result<String, Refusal> {
    let plain = text.trim().replace("\r\n", "\n").replace('\t', " ");
    let bad = plain.chars().any(|c| c != '\n' && is_forbidden(c));
    if bad || plain.chars().count() > reason::NOTE_MAX {
        return Err(refused(reason::NOTE_MAX));
    }
    Ok(plain)
}

/// A note that must say something.
pub fn required_note(text: &str) -> Result<String, Refusal> {
    let note = note(text)?;
    if note.is_empty() { Err(reason::FIELD_REQUIRED.refuse()) } else { Ok(note) }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
