//! What a rule set would have said of past works, against another.
//!
//! Compared is what was in the register together, each work as it stood then: a work that was
//! withdrawn or moved since met others before, and was screened against them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Error, Place};
use store::{Query, Store, Tx, args};
use uuid::Uuid;

use crate::{
    history::{self, Stood},
    history_sql as sql,
    join::{self, Collection},
    rules::{self, RuleSet},
    score::claims::ZONES_HOLD,
    scorecard::Scorecard,
    work::{Claim, Evidence, Finding, Verdict},
    works::findings,
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
    /// What speaks for the judgement of the first rules; empty where they say nothing.
    pub why_from: String,
    /// What speaks for that of the second.
    pub why_to: String,
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
    pub works: Vec<Stood>,
    /// State of the flag of a pair, the smaller project first.
    pub decided: BTreeMap<(Uuid, Uuid), String>,
}

fn pair_of(a: Uuid, b: Uuid) -> (Uuid, Uuid) {
    (a.min(b), a.max(b))
}

/// Compares two sets of rules on past works; pure.
pub(crate) fn compare(past: &Past, from: &RuleSet, to: &RuleSet) -> Backtest {
    let mut worst: BTreeMap<(Uuid, Uuid), Compared<'_>> = BTreeMap::new();
    for (one, two) in candidates(&past.works, from, to) {
        let (Some(one), Some(two)) = (past.works.get(one), past.works.get(two)) else { continue };
        let Some(judged) = Compared::of(one, two, from, to) else { continue };
        let key = pair_of(judged.a.project.uuid(), judged.b.project.uuid());
        match worst.get_mut(&key) {
            Some(known) => known.take(judged),
            None => drop(worst.insert(key, judged)),
        }
    }
    let mut found = Backtest { works: works(past), pairs: worst.len(), ..Backtest::default() };
    for (key, compared) in &worst {
        let decided = past.decided.get(key).cloned();
        let (from, to) = (verdict(compared.from.as_ref()), verdict(compared.to.as_ref()));
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

/// Pairs of works to judge, as their numbers: within the wider radius, or of one village and class
/// family where a position cannot be believed.
fn candidates(works: &[Stood], from: &RuleSet, to: &RuleSet) -> BTreeSet<(usize, usize)> {
    let mut collection = Collection::new();
    let mut of_site: Vec<usize> = Vec::new();
    for (number, work) in works.iter().enumerate() {
        for site in &work.sites {
            collection.push(&site.shape);
            of_site.push(number);
        }
    }
    // A radius is at most a thousand metres.
    let radius_m = f64::from(
        i32::try_from(from.candidate_radius_m.max(to.candidate_radius_m)).unwrap_or(i32::MAX),
    );
    let work_of = |site: u32| of_site.get(usize::try_from(site).ok()?).copied();
    let near = join::pairs(&collection, radius_m);
    let near = near.into_iter().filter_map(|(a, b)| Some((work_of(a)?, work_of(b)?)));
    let mut pairs: BTreeSet<(usize, usize)> = near.map(|(a, b)| (a.min(b), a.max(b))).collect();
    let mut alike: BTreeMap<(&str, u8), Vec<usize>> = BTreeMap::new();
    for (number, work) in works.iter().enumerate() {
        let Some(site) = work.sites.first() else { continue };
        let families = from.families(site.class).iter().chain(to.families(site.class));
        for family in families.copied().collect::<BTreeSet<u8>>() {
            alike.entry((site.desa.as_str(), family)).or_default().push(number);
        }
    }
    let doubted = |number: usize| {
        let sites = works.get(number).map(|work| work.sites.as_slice()).unwrap_or_default();
        sites.iter().any(|site| !site.facts.trusted)
    };
    for numbers in alike.values() {
        for one in numbers.iter().filter(|number| doubted(**number)) {
            pairs.extend(numbers.iter().map(|two| (*one.min(two), *one.max(two))));
        }
    }
    pairs
}

fn works(past: &Past) -> usize {
    let sites = past.works.iter().filter_map(|work| work.sites.first());
    let projects: BTreeSet<Uuid> = sites.map(|site| site.project.uuid()).collect();
    projects.len()
}

fn verdict(finding: Option<&Finding>) -> Verdict {
    finding.map_or(Verdict::Clear, |finding| finding.verdict)
}

/// Two works judged by both; a side that clears them finds nothing.
struct Compared<'a> {
    a: &'a Claim,
    b: &'a Claim,
    from: Option<Finding>,
    to: Option<Finding>,
}

impl<'a> Compared<'a> {
    /// Judges two works as a screening does; none when they never met, or are one.
    fn of(one: &'a Stood, two: &'a Stood, from: &RuleSet, to: &RuleSet) -> Option<Self> {
        let (mut a, mut b) = (one.sites.first()?, two.sites.first()?);
        if one.is_of(b) || !one.met(two) {
            return None;
        }
        let (mut own, mut others) = (one, two);
        if a.project.uuid() > b.project.uuid() {
            (a, b) = (b, a);
            (own, others) = (two, one);
        }
        // Of two works there is one finding at most.
        let judged = |rules: &RuleSet| findings(rules, &own.sites, &others.sites).pop();
        Some(Self { a, b, from: judged(from), to: judged(to) })
    }

    /// Of several revisions the worse verdict counts on either side.
    fn take(&mut self, other: Self) {
        let (a, b) = (other.a, other.b);
        for (known, new) in [(&mut self.from, other.from), (&mut self.to, other.to)] {
            if verdict(new.as_ref()) > verdict(known.as_ref()) {
                *known = new;
                (self.a, self.b) = (a, b);
            }
        }
    }

    fn difference(&self, decided: Option<String>) -> Difference {
        let told = |claim: &Claim| format!("{} ({}, {})", claim.name, claim.desa_name, claim.tahun);
        let (one, two) = (self.from.as_ref(), self.to.as_ref());
        let (from, to) = (verdict(one), verdict(two));
        let why = |piece: Option<&Evidence>| piece.map(|piece| piece.text.clone());
        Difference {
            first: told(self.a),
            second: told(self.b),
            from,
            to,
            decided,
            why_from: why(strongest(one, two, from > to)).unwrap_or_default(),
            why_to: why(strongest(two, one, to > from)).unwrap_or_default(),
        }
    }
}

/// Levels of evidence that are told of every pair and alone decide none.
const TOLD_ANYWAY: [&str; 12] = [
    "base",
    "score",
    "class_same",
    "class_family",
    "year_same",
    "year_window",
    "intervention_same",
    "intervention_other",
    "amount_same",
    "name_alike",
    "photo_alike",
    "outside_owner",
];

/// What speaks most for a judgement that is harder or milder than another: of a scored one that the
/// zones hold all the same that they do, of any other the reason with the most points that way, else
/// its chance; of one by zones the last piece that decides and that the other has not.
fn strongest<'f>(
    speaks: Option<&'f Finding>,
    other: Option<&Finding>,
    is_harder: bool,
) -> Option<&'f Evidence> {
    let evidence = &speaks?.evidence;
    let others = other.map(|finding| finding.evidence.as_slice()).unwrap_or_default();
    if let Some(held) = evidence.iter().find(|piece| is_harder && piece.level == ZONES_HOLD) {
        return Some(held);
    }
    if evidence.iter().any(|piece| piece.points != 0) {
        let weight = |piece: &Evidence| if is_harder { piece.points } else { -piece.points };
        let reasons = evidence.iter().filter(|piece| piece.level != "base" && weight(piece) > 0);
        let chance = || evidence.iter().find(|piece| piece.level == "score");
        return reasons.max_by_key(|piece| weight(piece)).or_else(chance);
    }
    let decides = |piece: &&Evidence| !TOLD_ANYWAY.contains(&piece.level.as_str());
    let of_its_own = evidence.iter().rfind(|piece| decides(piece) && !others.contains(*piece));
    of_its_own.or_else(|| evidence.iter().rfind(decides))
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
        let rows: Vec<(Uuid, Uuid, String)> = tx.all(&sql::READ_DECIDED_FLAGS, args![]).await?;
        let decided = rows.into_iter().map(|(a, b, state)| (pair_of(a, b), state)).collect();
        let past = Past { works: history::read(tx, self.years).await?, decided };
        Ok(compare(&past, &from, &to))
    }
}

/// The rules of one side. They may be those of other tables: what these say of the past is asked
/// before they are activated anew.
async fn side(tx: &mut Tx<'_>, which: Which) -> Result<RuleSet, Error> {
    let version = match which {
        Which::Version(rev) => rules::version(tx, rev).await?,
        Which::Scorecard => rules::in_force(tx).await?,
    };
    match (which, version.outdated()) {
        (Which::Scorecard, _) => {
            Ok(RuleSet { scorecard: Some(Scorecard::shipped()?), ..version.rules })
        }
        (Which::Version(_), Some(refusal)) if !version.is_readable => Err(refusal.into()),
        (Which::Version(_), _) => Ok(version.rules),
    }
}

/// Compares two sets of rules on the register's works of some years, both years included.
///
/// # Errors
/// NOT_FOUND when a version is not there, RULE_SET_OUTDATED when this program cannot read its
/// scorecard; a fault of the store.
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
