//! What is done to what, as rows of a version: how long a work stands against a later one, and
//! which works that share a place are two all the same.
//!
//! A cell that is empty takes in everything. Of the rows that tell how long a work stands the
//! first that takes it in counts; of those that keep two works apart every one that a pair meets,
//! in either order.

use domain::{Error, Refusal, WorkClass};
use serde::Serialize;

use super::{FAMILY_MAX, RuleSet};
use crate::{
    facts::Layer,
    refusal::RULE_SET_INVALID,
    work::{Claim, Intervention, Verdict},
};

/// The rows of version 1, and of every version from before versions told theirs.
const MATRIX_1: &str = include_str!("../../../registry/data/matrix_1.csv");
/// The names of the columns.
const HEAD: &str = "kind,level,family,class,intervention,layer,other_class,other_intervention,\
                    other_layer,years,gives,text";
/// How many columns there are; the last is free text.
const COLUMNS: usize = 12;
/// The most rows of a version.
const ROWS_MAX: usize = 500;
/// The most letters of a sentence, and of the word of a level.
const TEXT_MAX: usize = 300;
const LEVEL_MAX: usize = 40;
/// The most years that a row may ask for between two works.
const YEARS_MAX: i64 = 50;
/// In a sentence, where the two declared layers are named.
pub(crate) const LAYERS: &str = "{lapis}";

/// The works that one side of a row takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kindred {
    /// What they are.
    pub class: Option<WorkClass>,
    /// What is done.
    pub intervention: Option<Intervention>,
    /// The layer that they declare.
    pub layer: Option<Layer>,
}

impl Kindred {
    fn takes(&self, claim: &Claim) -> bool {
        self.class.is_none_or(|class| class == claim.class)
            && self.intervention.is_none_or(|done| done == claim.intervention)
            && self.layer.is_none_or(|layer| claim.facts.layer == Some(layer))
    }

    fn cells(&self) -> String {
        let class = self.class.map_or("", WorkClass::code);
        let intervention = self.intervention.map_or("", Intervention::code);
        format!("{class},{intervention},{}", self.layer.map_or("", Layer::code))
    }
}

/// How long works stand against later ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Only of this family.
    pub family: Option<u8>,
    /// Which works.
    pub of: Kindred,
    /// Whether for the years of new work, else for those of rehabilitated work.
    pub is_new: bool,
    /// Where it comes from.
    pub text: String,
}

/// Which works that share a place are two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// Short stable word of the evidence.
    pub level: String,
    /// Only where both are of this family.
    pub family: Option<u8>,
    /// The one.
    pub one: Kindred,
    /// The other.
    pub other: Kindred,
    /// Only from so many years apart.
    pub years: i64,
    /// Whether the other is laid on the one, and holds only when that lay long enough.
    pub follows: bool,
    /// The most that may be said of such a pair.
    pub at_most: Verdict,
    /// The sentence, in Indonesian.
    pub text: String,
}

/// What a row that keeps two works apart goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// What they are alone.
    Class,
    /// Their layers.
    Layer,
    /// What is done.
    Doing,
}

impl Apart {
    /// What it goes by.
    pub(crate) fn tells(&self) -> Tells {
        let sides = [self.one, self.other];
        if sides.iter().any(|side| side.layer.is_some()) {
            Tells::Layer
        } else if sides.iter().any(|side| side.intervention.is_some()) {
            Tells::Doing
        } else {
            Tells::Class
        }
    }

    /// Two works in the order of the row; none when they do not meet it.
    fn order<'c>(&self, a: &'c Claim, b: &'c Claim) -> Option<(&'c Claim, &'c Claim)> {
        let takes = |one: &Claim, other: &Claim| self.one.takes(one) && self.other.takes(other);
        match (takes(a, b), takes(b, a)) {
            (true, _) => Some((a, b)),
            (false, true) => Some((b, a)),
            (false, false) => None,
        }
    }
}

/// A row that a pair meets, with the two works in its order.
pub(crate) type Met<'r, 'c> = (&'r Apart, &'c Claim, &'c Claim);

/// The rows of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// How long works stand, the first that takes one in counts.
    pub standings: Vec<Standing>,
    /// Which works are two.
    pub aparts: Vec<Apart>,
}

impl Matrix {
    /// The rows of version 1, as shipped.
    ///
    /// # Errors
    /// A fault when the shipped file cannot be read.
    pub fn first() -> Result<Self, Error> {
        Self::read(MATRIX_1).map_err(|line| Error::fault(format!("matrix 1: {line}")))
    }

    /// Reads what [`Matrix::to_csv`] writes.
    ///
    /// # Errors
    /// RULE_SET_INVALID with the first row that cannot be read.
    pub fn from_csv(text: &str) -> Result<Self, Refusal> {
        Self::read(text).map_err(|line| bad(format!("baris matriks tidak terbaca: {line}")))
    }

    fn read(text: &str) -> Result<Self, String> {
        let mut matrix = Self { standings: Vec::new(), aparts: Vec::new() };
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        if head != HEAD {
            return Err(head.to_owned());
        }
        for line in lines.filter(|line| !line.is_empty()) {
            matrix.row(line).ok_or(line)?;
        }
        Ok(matrix)
    }

    fn row(&mut self, line: &str) -> Option<()> {
        let cells: Vec<&str> = line.splitn(COLUMNS, ',').collect();
        let [kind, level, family, a, b, c, d, e, f, years, gives, text] = cells.as_slice() else {
            return None;
        };
        let family = maybe(family, |cell| cell.parse().ok())?;
        let (one, other) = (kindred([*a, *b, *c])?, kindred([*d, *e, *f])?);
        let years: i64 = years.parse().ok()?;
        let text = text.trim_matches('"').to_owned();
        if *kind == "window" {
            let is_new = match *gives {
                "new" => true,
                "rehab" => false,
                _ => return None,
            };
            let of_one = level.is_empty() && [d, e, f].iter().all(|cell| cell.is_empty());
            // Of a layer nothing is known where the window is asked.
            let row = Standing { family, of: one, is_new, text };
            return (of_one && years == 0 && row.of.layer.is_none())
                .then(|| self.standings.push(row));
        }
        let follows = match *kind {
            "apart" => false,
            "after" => true,
            _ => return None,
        };
        let at_most = [Verdict::Clear, Verdict::Warn].into_iter().find(|v| v.code() == *gives)?;
        let level = (*level).to_owned();
        self.aparts.push(Apart { level, family, one, other, years, follows, at_most, text });
        Some(())
    }

    /// The rows as a table.
    pub fn to_csv(&self) -> String {
        let number = |family: Option<u8>| family.map(|n| n.to_string()).unwrap_or_default();
        let mut csv = format!("{HEAD}\n");
        for row in &self.standings {
            let gives = if row.is_new { "new" } else { "rehab" };
            let (family, of) = (number(row.family), row.of.cells());
            csv.push_str(&format!("window,,{family},{of},,,,0,{gives},\"{}\"\n", row.text));
        }
        for row in &self.aparts {
            let kind = if row.follows { "after" } else { "apart" };
            let (family, one, other) = (number(row.family), row.one.cells(), row.other.cells());
            let (level, years, gives) = (&row.level, row.years, row.at_most.code());
            csv.push_str(&format!(
                "{kind},{level},{family},{one},{other},{years},{gives},\"{}\"\n",
                row.text
            ));
        }
        csv
    }

    /// Whether the rows are such that every work has its window and every pair its sentence.
    ///
    /// # Errors
    /// RULE_SET_INVALID with what is wrong.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.standings.len() + self.aparts.len() > ROWS_MAX {
            return Err(bad(format!("matriks lebih dari {ROWS_MAX} baris")));
        }
        let alone =
            |done| self.standings.iter().any(|row| row.of == any(done) && row.family.is_none());
        if let Some(done) = Intervention::ALL.into_iter().find(|done| !alone(*done)) {
            return Err(bad(format!("matriks tanpa jendela untuk {}", done.code())));
        }
        let told = self.standings.iter().map(|row| (row.family, &row.text));
        let told = told.chain(self.aparts.iter().map(|row| (row.family, &row.text)));
        for (family, text) in told {
            let known = family.is_none_or(|family| (1..=FAMILY_MAX).contains(&family));
            let plain = !text.chars().any(|letter| letter == '"' || letter.is_control());
            if !known || !plain || text.chars().count() > TEXT_MAX {
                return Err(bad(format!("rumpun atau kalimat baris matriks tidak sah: {text}")));
            }
        }
        for row in &self.aparts {
            let word = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            let named = (1..=LEVEL_MAX).contains(&row.level.len()) && row.level.chars().all(word);
            // Only a surface is laid on something, and its sentence tells the months.
            let layers = (row.one.layer, row.other.layer);
            let laid = layers == (Some(Layer::Base), Some(Layer::Surface));
            let said = if row.follows { laid } else { !row.text.is_empty() };
            if !named || !said || !(0..=YEARS_MAX).contains(&row.years) {
                return Err(bad(format!("baris matriks tidak sah: {}", row.level)));
            }
        }
        Ok(())
    }

    /// The rows that two works meet, of those that go by one thing, in their order.
    pub(crate) fn met<'r, 'c>(
        &'r self,
        rules: &RuleSet,
        (a, b): (&'c Claim, &'c Claim),
        years: i64,
        tells: Tells,
    ) -> Vec<Met<'r, 'c>> {
        let of =
            |family: u8| [a, b].iter().all(|claim| rules.families(claim.class).contains(&family));
        let rows = self.aparts.iter().filter(|row| row.tells() == tells && years >= row.years);
        rows.filter(|row| row.family.is_none_or(of))
            .filter_map(|row| row.order(a, b).map(|(one, other)| (row, one, other)))
            .collect()
    }
}

impl RuleSet {
    /// Whether what is done to a thing counts as new work for the time window.
    pub(crate) fn counts_as_new(&self, class: WorkClass, done: Intervention) -> bool {
        let takes = |row: &&Standing| {
            row.of.class.is_none_or(|of| of == class)
                && row.of.intervention.is_none_or(|of| of == done)
                && row.family.is_none_or(|family| self.families(class).contains(&family))
        };
        self.matrix.standings.iter().find(takes).is_some_and(|row| row.is_new)
    }
}

/// Whatever one does so to.
const fn any(done: Intervention) -> Kindred {
    Kindred { class: None, intervention: Some(done), layer: None }
}

fn bad(why: String) -> Refusal {
    RULE_SET_INVALID.refuse().fact("why", why)
}

/// The value of a cell, if it is not empty; none when it cannot be read.
fn maybe<T>(cell: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if cell.is_empty() { Some(None) } else { read(cell).map(Some) }
}

fn kindred([class, intervention, layer]: [&str; 3]) -> Option<Kindred> {
    Some(Kindred {
        class: maybe(class, |cell| WorkClass::parse(cell).ok())?,
        intervention: maybe(intervention, Intervention::from_code)?,
        layer: maybe(layer, Layer::from_code)?,
    })
}

#[cfg(test)]
#[path = "matrix_tests.rs"]
mod tests;
