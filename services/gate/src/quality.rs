//! How right the rules are: what became of the flags that each rule set raised.
//!
//! A flag that was decided as standing, whether paid all the same or not, was right, also when the
//! village obeyed and the stopped work is gone; one that was dismissed was not. What is undecided,
//! or was withdrawn undecided, says nothing. No names, no places: anybody may read it.

use std::collections::BTreeMap;

use domain::Error;
use store::{Tx, args};

use crate::sql_flag::{self, QualityRow};

/// What became of the flags of a rule set, or of a part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Not decided yet.
    pub open: i64,
    /// Decided: two works.
    pub dismissed: i64,
    /// Decided: one work, also when the stopped one has since been cancelled or moved away.
    pub stands: i64,
    /// Decided: one work, paid all the same.
    pub overridden: i64,
    /// The facts were gone before anybody decided.
    pub withdrawn: i64,
}

impl Outcomes {
    /// How many flags were decided.
    pub fn decided(&self) -> i64 {
        self.right().saturating_add(self.dismissed)
    }

    /// How many of them were one work.
    pub fn right(&self) -> i64 {
        self.stands.saturating_add(self.overridden)
    }

    /// Thousandths of the decided flags that were one work, rounded down; none of nothing.
    pub fn precision_permille(&self) -> Option<i64> {
        self.right().checked_mul(1_000)?.checked_div(self.decided())
    }

    fn add(&mut self, outcome: &str, n: i64) {
        let sum = match outcome {
            "open" => &mut self.open,
            "dismissed" => &mut self.dismissed,
            "stands" => &mut self.stands,
            "overridden" => &mut self.overridden,
            _ => &mut self.withdrawn,
        };
        *sum = sum.saturating_add(n);
    }
}

/// The quality of one rule set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// Over all its flags.
    pub all: Outcomes,
    /// By class of work.
    pub classes: BTreeMap<String, Outcomes>,
    /// By kind of evidence; a flag counts under each kind that it has.
    pub levels: BTreeMap<String, Outcomes>,
}

/// The quality of every rule set that ever raised a flag, by its number.
///
/// # Errors
/// A fault of the store.
pub async fn read(tx: &mut Tx<'_>) -> Result<BTreeMap<i64, Quality>, Error> {
    let mut sets: BTreeMap<i64, Quality> = BTreeMap::new();
    let rows: Vec<QualityRow> = tx.all(&sql_flag::QUALITY_BY_CLASS, args![]).await?;
    for row in rows {
        let set = sets.entry(row.rule_rev).or_default();
        set.all.add(&row.outcome, row.n);
        set.classes.entry(row.part).or_default().add(&row.outcome, row.n);
    }
    let rows: Vec<QualityRow> = tx.all(&sql_flag::QUALITY_BY_LEVEL, args![]).await?;
    for row in rows {
        let set = sets.entry(row.rule_rev).or_default();
        set.levels.entry(row.part).or_default().add(&row.outcome, row.n);
    }
    Ok(sets)
}
