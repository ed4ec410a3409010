//! The columns that a file of claims may have, and headings that are none of them.

use domain::Refusal;

use super::unreadable;

/// Every column, and every property of a feature, that is read.
const KNOWN: [&str; 20] = [
    "external_id",
    "name",
    "work_class",
    "intervention",
    "year",
    "amount",
    "document",
    "fund",
    "longitude",
    "latitude",
    "geometry",
    "accuracy_m",
    "capture",
    "layer",
    "side",
    "phase",
    "volume",
    "unit",
    "starts_on",
    "ends_on",
];
/// A known name at least this long is meant by one that is two letters off, a shorter one by one
/// that is one letter off.
const LONG: usize = 6;

/// The names that nothing reads, in their order: real files have columns of their own.
///
/// # Errors
/// CLAIM_FILE_UNREADABLE when one is nearly a known name that the file lacks: a slip of the pen by
/// which a whole column would be lost unseen.
pub fn unread(names: &[&str]) -> Result<Vec<String>, Refusal> {
    let strange = names.iter().filter(|name| !name.is_empty() && !KNOWN.contains(name));
    let mut unread: Vec<String> = Vec::new();
    for name in strange {
        let meant = KNOWN.iter().find(|known| !names.contains(known) && is_near(name, known));
        if let Some(meant) = meant {
            return Err(unreadable(&format!(
                "kolom {name} tidak dikenal, mungkin maksudnya {meant}; yang dikenal: {}",
                KNOWN.join(", ")
            )));
        }
        if !unread.iter().any(|one| one == name) {
            unread.push((*name).to_owned());
        }
    }
    Ok(unread)
}

fn is_near(name: &str, known: &str) -> bool {
    let most = if known.len() < LONG { 1 } else { 2 };
    name.len().abs_diff(known.len()) <= most && edits(name, known) <= most
}

/// How many letters must be put in, left out or changed to make one word of another.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (n, letter) in from.chars().enumerate() {
        let mut left = n + 1;
        let mut next = vec![left];
        for ((before, above), other) in row.iter().zip(row.iter().skip(1)).zip(&to) {
            let changed = before + usize::from(letter != *other);
            left = changed.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
