//! What is told of many reasons: each by itself, or those together that say the same of many rows.

use std::collections::HashMap;

use domain::Refusal;

/// The most runs of rows that one entry names; a longer list begins another entry, so that each
/// stays short enough for the room that is left.
const RUNS_MAX: usize = 32;

/// How much is told together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Every reason by itself.
    Single,
    /// What says one sentence of one field in several rows.
    Sentence,
    /// What is one reason for one field in several rows; sentences that differ are left out.
    Reason,
}

/// From what tells most to what takes least room.
pub const GROUPINGS: [Grouping; 3] = [Grouping::Single, Grouping::Sentence, Grouping::Reason];

/// One reason and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The code of the reason.
    pub code: String,
    /// The sentence for people; empty where the rows have different ones.
    pub sentence: String,
    /// How many reasons this stands for.
    pub count: usize,
    head: String,
    /// First and last row of each run, in the order in which they were found.
    runs: Vec<(usize, usize)>,
    tail: String,
}

impl Told {
    /// The path of the field: `name`, `lines[3].amount`, of several rows `lines[0-4,7].amount`.
    pub fn place(&self) -> String {
        if self.runs.is_empty() {
            return self.head.clone();
        }
        let run = |(first, last): &(usize, usize)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        };
        let rows: Vec<String> = self.runs.iter().map(run).collect();
        format!("{}[{}]{}", self.head, rows.join(","), self.tail)
    }

    /// Takes in one more row; `false` when it has no place here.
    fn take(&mut self, row: Option<usize>, sentence: &str) -> bool {
        if let Some(row) = row {
            let is_full = self.runs.len() >= RUNS_MAX;
            match self.runs.last_mut() {
                Some((first, last)) if (*first..=*last).contains(&row) => {}
                Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
                _ if is_full => return false,
                _ => self.runs.push((row, row)),
            }
        }
        if self.sentence != sentence {
            self.sentence.clear();
        }
        self.count = self.count.saturating_add(1);
        true
    }
}

/// The reasons in the order of the first of each kind; `place` says where one was found.
pub fn told<'r>(
    refusals: &'r [Refusal],
    grouping: Grouping,
    place: impl Fn(&'r Refusal) -> &'r str,
) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for refusal in refusals {
        let (head, row, tail) = split(place(refusal));
        let sentence = refusal.message();
        // Without a row the sentence alone tells one reason from the other.
        let is_same_reason = grouping == Grouping::Reason && row.is_some();
        let said = if is_same_reason { String::new() } else { sentence.clone() };
        let key = (&*refusal.code, said, head, row.is_some(), tail);
        if grouping != Grouping::Single
            && let Some(at) = known.get(&key)
            && let Some(one) = all.get_mut(*at)
            && one.take(row, &sentence)
        {
            continue;
        }
        known.insert(key, all.len());
        all.push(Told {
            code: refusal.code.to_string(),
            sentence,
            count: 1,
            head: head.to_owned(),
            runs: row.map(|row| (row, row)).into_iter().collect(),
            tail: tail.to_owned(),
        });
    }
    all
}

/// A path around its first row: `lines[3].amount` is `lines`, 3 and `.amount`.
fn split(path: &str) -> (&str, Option<usize>, &str) {
    let cut = || {
        let (head, rest) = path.split_once('[')?;
        let (row, tail) = rest.split_once(']')?;
        Some((head, Some(row.parse().ok()?), tail))
    };
    cut().unwrap_or((path, None, ""))
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
