//! What a rule set would have said of past works, against another.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{Error, Place};
use store::{Query, Store, Tx, args};
use uuid::Uuid;

use crate::{
    join::{self, Collection},
    judge::{Judgement, judge},
    rules::{self, RuleSet},
    scorecard::Scorecard,
    screen::claim,
    sql::{self, ClaimCellRow},
    work::{Claim, Verdict},
};

/// Which rules to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A version of the register's rule sets.
    Version(i64),
    /// The active version with the shipped scorecard.
    Scorecard,
}

/// A pair of which both sides say something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name and village of the first work.
    pub first: String,
    /// Name and village of the second.
    pub second: String,
    /// What the first rules say.
    pub from: Verdict,
    /// What the second say.
    pub to: Verdict,
    /// What was decided on the pair, if anything was.
    pub decided: Option<String>,
    /// The strongest reason of the second rules.
    pub because: String,
}

/// What a backtest found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backtest {
    /// Works of the years.
    pub works: usize,
    /// Pairs of works that were compared.
    pub pairs: usize,
    /// Pairs of which both say something else, in the order of the works.
    pub differences: Vec<Difference>,
    /// Pairs by what was decided and what the rules say: decision, `from` or `to`, verdict.
    pub confusion: BTreeMap<(String, &'static str, &'static str), usize>,
}

/// The past works of some years with what was decided on them.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    pub claims: Vec<Claim>,
    /// State of the flag of a pair, the smaller project first.
    pub decided: BTreeMap<(Uuid, Uuid), String>,
}

fn pair_of(a: Uuid, b: Uuid) -> (Uuid, Uuid) {
    (a.min(b), a.max(b))
}

/// Compares two sets of rules on past works; pure.
pub(crate) fn compare(past: &Past, from: &RuleSet, to: &RuleSet) -> Backtest {
    let mut collection = Collection::new();
    past.claims.iter().for_each(|claim| collection.push(&claim.shape));
    // A radius is at most a thousand metres.
    let radius_m = f64::from(
        i32::try_from(from.candidate_radius_m.max(to.candidate_radius_m)).unwrap_or(i32::MAX),
    );
    let mut worst: BTreeMap<(Uuid, Uuid), Compared<'_>> = BTreeMap::new();
    for (a, b) in join::pairs(&collection, radius_m) {
        let of = |number: u32| past.claims.get(usize::try_from(number).ok()?);
        let (Some(a), Some(b)) = (of(a), of(b)) else { continue };
        if a.project == b.project {
            continue;
        }
        let (a, b) = if a.project.uuid() <= b.project.uuid() { (a, b) } else { (b, a) };
        let judged = Compared { a, b, from: judge(from, a, b), to: judge(to, a, b) };
        let key = pair_of(a.project.uuid(), b.project.uuid());
        match worst.get_mut(&key) {
            Some(known) => known.take(judged),
            None => drop(worst.insert(key, judged)),
        }
    }
    let mut found = Backtest { works: works(past), pairs: worst.len(), ..Backtest::default() };
    for (key, compared) in &worst {
        let decided = past.decided.get(key).cloned();
        let (from, to) = (compared.from.verdict, compared.to.verdict);
        if let Some(state) = &decided {
            for (side, verdict) in [("from", from), ("to", to)] {
                *found.confusion.entry((state.clone(), side, verdict.code())).or_default() += 1;
            }
        }
        if from != to {
            found.differences.push(compared.difference(decided));
        }
    }
    found
}

fn works(past: &Past) -> usize {
    let mut projects: Vec<Uuid> = past.claims.iter().map(|claim| claim.project.uuid()).collect();
    projects.sort_unstable();
    projects.dedup();
    projects.len()
}

/// Two works judged by both.
struct Compared<'a> {
    a: &'a Claim,
    b: &'a Claim,
    from: Judgement,
    to: Judgement,
}

impl Compared<'_> {
    /// Of several sites the worse verdict counts on either side.
    fn take(&mut self, other: Self) {
        if other.from.verdict > self.from.verdict {
            self.from = other.from;
        }
        if other.to.verdict > self.to.verdict {
            self.to = other.to;
        }
    }

    fn difference(&self, decided: Option<String>) -> Difference {
        let told = |claim: &Claim| format!("{} ({}, {})", claim.name, claim.desa_name, claim.tahun);
        let reasons = self.to.evidence.iter().filter(|evidence| evidence.level != "base");
        let strongest = reasons.max_by_key(|evidence| evidence.points.abs());
        Difference {
            first: told(self.a),
            second: told(self.b),
            from: self.from.verdict,
            to: self.to.verdict,
            decided,
            because: strongest.map(|evidence| evidence.text.clone()).unwrap_or_default(),
        }
    }
}

/// Reads the past and compares; for the operator's command line.
#[derive(Debug)]
pub(crate) struct RunBacktest {
    pub from: Which,
    pub to: Which,
    pub years: (i64, i64),
}

impl Query for RunBacktest {
    const METHOD: &'static str = "internal/gate/RunBacktest";
    type Answer = Backtest;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Backtest, Error> {
        let (from, to) = (side(tx, self.from).await?, side(tx, self.to).await?);
        let rows: Vec<ClaimCellRow> =
            tx.all(&sql::READ_CLAIMS_OF_YEARS, args![self.years.0, self.years.1]).await?;
        let mut claims: BTreeMap<Uuid, Claim> = BTreeMap::new();
        for row in rows {
            if let Entry::Vacant(place) = claims.entry(row.claim_id) {
                place.insert(claim(row)?);
            }
        }
        let rows: Vec<(Uuid, Uuid, String)> = tx.all(&sql::READ_DECIDED_FLAGS, args![]).await?;
        let decided = rows.into_iter().map(|(a, b, state)| (pair_of(a, b), state)).collect();
        let past = Past { claims: claims.into_values().collect(), decided };
        Ok(compare(&past, &from, &to))
    }
}

async fn side(tx: &mut Tx<'_>, which: Which) -> Result<RuleSet, Error> {
    match which {
        Which::Version(rev) => Ok(rules::version(tx, rev).await?.rules),
        Which::Scorecard => {
            let scorecard = Some(Scorecard::shipped()?);
            Ok(RuleSet { scorecard, ..rules::active(tx).await? })
        }
    }
}

/// Compares two sets of rules on the register's works of some years, both years included.
///
/// # Errors
/// NOT_FOUND when a version is not there; a fault of the store.
pub async fn backtest(
    store: &Store,
    from: Which,
    to: Which,
    years: (i64, i64),
) -> Result<Backtest, Error> {
    store.answer(None, RunBacktest { from, to, years }).await
}

#[cfg(test)]
#[path = "backtest_tests.rs"]
mod tests;
