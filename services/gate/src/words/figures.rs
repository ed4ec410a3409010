//! The numbers of a name: rows and lists, letters that number, stretches by their metres.

use super::{
    lexicon::{Mark, Role},
    reader::{Reader, YEARS},
    token::{COMMA, DASH, PERCENT, PLUS, number},
};

/// The longest row that its first and last number stand for.
const ROW_MAX: u32 = 30;
/// Added to a letter that numbers, as in `lokasi B`, so that it is none of the numbers.
const LETTERED: u32 = 1_000_000;

/// How two numbers are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Both.
    And,
    /// And everything between.
    To,
}

impl Reader<'_> {
    /// Whether the number at a place is a dimension: a unit stands behind it, maybe after its
    /// decimals.
    pub(super) fn is_measured(&self, at: usize) -> bool {
        let next = self.behind(at);
        let counted = self.is_mark(next, Mark::Counted) || self.is_mark(next, Mark::Package);
        self.word(next) == PERCENT
            || self.is_mark(next, Mark::Unit)
            || counted && number(self.word(next + 1), true).is_none()
    }

    /// Where the number at a place and its decimals end.
    pub(super) fn behind(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.word(next) == COMMA && self.digits(next + 1).is_some() {
            next += 2;
        }
        next
    }

    /// What joins two numbers here, and how many words it takes.
    fn joint(&self) -> (Joint, usize) {
        match (self.word(self.at), self.word(self.at + 1)) {
            ("s", "d") | ("sampai" | "hingga", "dengan") => (Joint::To, 2),
            ("sampai" | "hingga" | "sd" | "ke" | DASH, _) => (Joint::To, 1),
            ("dan" | "serta" | "atau" | COMMA | PLUS, _) => (Joint::And, 1),
            _ => (Joint::And, 0),
        }
    }

    /// Numbers that follow, those between the first and the last of a row included; dimensions
    /// and years are none. The marker may be said again, as in `RT 1 s/d RT 3`.
    pub(super) fn numbers(&mut self, mark: Mark) -> Vec<u32> {
        let single_letters = !matches!(mark, Mark::Measure | Mark::Unit);
        let mut found: Vec<u32> = Vec::new();
        loop {
            let (joint, taken) = if found.is_empty() { (Joint::And, 0) } else { self.joint() };
            let mut at = self.at + taken;
            at += usize::from(taken > 0 && self.is_mark(at, mark));
            // What stands right behind `RT` is its number, even in `RT 3 M. Arifin`.
            let sure = found.is_empty() && matches!(mark, Mark::Rt | Mark::Rw);
            let Some(value) = number(self.word(at), single_letters)
                .filter(|value| !YEARS.contains(value) && (sure || !self.is_measured(at)))
                .or_else(|| self.letter(at, mark))
            else {
                return found;
            };
            match found.last().copied() {
                Some(first) if joint == Joint::To && first < value && value - first <= ROW_MAX => {
                    found.extend(first + 1..=value);
                }
                _ => found.push(value),
            }
            self.at = at + 1;
        }
    }

    /// A letter that numbers, as in `lokasi B`; that of a name or a dimension is none.
    fn letter(&self, at: usize, mark: Mark) -> Option<u32> {
        let [letter @ b'a'..=b'z'] = self.word(at).as_bytes() else { return None };
        let phrase = self.words.get(at..).and_then(|rest| self.lexicon.longest(rest));
        let alone = phrase
            .is_none_or(|(roles, count)| count == 1 && !roles.contains(&Role::Mark(Mark::Unit)));
        let numbers = matches!(mark, Mark::Id | Mark::Counted | Mark::Package);
        (numbers && alone && !self.is_name(at + 1) && self.digits(at + 1).is_none())
            .then(|| LETTERED + u32::from(*letter))
    }

    /// `STA 0+000 - 0+200`: a stretch, or the number of one metre. Without a plus only `sta` and a
    /// word between make one.
    pub(super) fn stretch(&mut self, told: bool) -> bool {
        let start = self.at;
        let Some((from, plain)) = self.metre() else { return false };
        let after = self.at;
        let (joint, taken) = self.joint();
        self.at += taken;
        self.at += usize::from(self.is_mark(self.at, Mark::Stretch));
        match self.metre() {
            Some((to, end_plain)) if !(plain || end_plain) || told && joint == Joint::To => {
                self.name.stretches.push([from.min(to), from.max(to)]);
            }
            _ if plain => {
                self.at = start;
                return false;
            }
            _ => {
                self.at = after;
                self.name.numbers.push(from);
            }
        }
        true
    }

    /// The metre that is told next, and whether it has no plus.
    fn metre(&mut self) -> Option<(u32, bool)> {
        let first = self.digits(self.at)?;
        if self.word(self.at + 1) != PLUS {
            self.at += 1;
            return Some((first, true));
        }
        let rest = self.digits(self.at + 2)?;
        let metre = first.checked_mul(1_000)?.checked_add(rest)?;
        self.at += 3;
        Some((metre, false))
    }
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
