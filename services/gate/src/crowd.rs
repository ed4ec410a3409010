//! Metres of one line that several works take again, each of them too few to be judged by.
//!
//! Ten works that each take 15 m of one road are no pair that any rule sees, and together a second
//! payment for 150 m of it. What such a pair is told rests on works elsewhere, so it is a warning
//! for those who ask and no verdict on the pair: the report of pairs does not hold it.

use std::collections::BTreeSet;

use crate::{
    declared::{self, Met, Weighed},
    distance::{distance_m, millimetres},
    judge::{Judgement, carries_on, evidence, judge},
    overlap::{length_mm, matched},
    place::{corridor_mm, is_shared, metres, tenths},
    rules::{RuleSet, matrix::Tells},
    stretch::{Interval, conserved, merged},
    weight,
    work::{Claim, Evidence, Finding, Verdict},
    works::speak,
};

/// The word of the evidence.
const LEVEL: &str = "stretch_again";
/// The fewest other works on a line; of two works alone the pair itself tells.
const WORKS_MIN: usize = 2;

/// Of two works of which nothing is told though their lines share something: the two sites that
/// share the most, one's own first.
pub(crate) type Sliver<'c> = (&'c Claim, &'c Claim);

/// What several works take of the lines of one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Crowd {
    /// The name of the work whose lines they are.
    name: String,
    /// How many works take of them, its own included.
    works: usize,
    length_mm: i64,
    /// All works together, each metre as often as it is claimed.
    claimed_mm: i64,
    /// Metres that more than one work claims.
    again_mm: i64,
}

impl Crowd {
    /// What works take of the lines of one; none unless it is as much as makes two lines one.
    fn of(rules: &RuleSet, lines: &[&Claim], takers: &[&[&Claim]]) -> Option<Self> {
        let first = lines.first()?;
        let rule = rules.rule_for(first.class, first.class)?;
        let mut taking = BTreeSet::new();
        let (mut whole_mm, mut claimed_mm, mut again_mm) = (0_i64, 0_i64, 0_i64);
        for line in lines {
            let Some(length_mm) = length_mm(&line.shape) else { continue };
            let mut parts = vec![vec![Interval { from_mm: 0, to_mm: length_mm }]];
            for (number, taker) in takers.iter().enumerate() {
                let taken = taker.iter().filter_map(|other| taken(rules, line, other));
                let part = merged(taken.flatten());
                if !part.is_empty() {
                    taking.insert(number);
                    parts.push(part);
                }
            }
            if parts.len() > 1 {
                let stretch = conserved(length_mm, &parts);
                whole_mm = whole_mm.saturating_add(length_mm);
                claimed_mm = claimed_mm.saturating_add(stretch.sum_mm);
                again_mm = again_mm.saturating_add(stretch.twice_mm);
            }
        }
        let share = again_mm.saturating_mul(1_000).checked_div(whole_mm).unwrap_or_default();
        let crowds = taking.len() >= WORKS_MIN && is_shared(&rule, again_mm, whole_mm, share);
        crowds.then(|| Self {
            name: first.name.clone(),
            works: taking.len().saturating_add(1),
            length_mm: whole_mm,
            claimed_mm,
            again_mm,
        })
    }

    fn evidence(&self) -> Evidence {
        let works = i64::try_from(self.works).unwrap_or(i64::MAX);
        let facts = [
            ("works", works),
            ("length_mm", self.length_mm),
            ("claimed_mm", self.claimed_mm),
            ("again_mm", self.again_mm),
        ];
        let text = format!(
            "Ruas \"{}\" {} m diklaim {} m oleh {works} pekerjaan: {} m diklaim lebih dari sekali, \
             walau tiap pasangan di bawah batas.",
            self.name,
            tenths(self.length_mm),
            tenths(self.claimed_mm),
            tenths(self.again_mm)
        );
        evidence(LEVEL, &facts, text)
    }
}

/// What a claim takes of a line.
fn taken(rules: &RuleSet, line: &Claim, other: &Claim) -> Option<Vec<Interval>> {
    let rule = rules.rule_for(line.class, other.class).filter(|rule| rule.overlap_min_m > 0)?;
    matched(&line.shape, &other.shape, metres(corridor_mm(rules, &rule, line, other)))
}

/// Whether the metres of two works add up: of one year, both with money behind them, and nothing
/// makes of them two works on one line.
fn counts(rules: &RuleSet, ours: &[&Claim], theirs: &[&Claim]) -> bool {
    let (Some(a), Some(b)) = (ours.first(), theirs.first()) else { return false };
    let is_itself = a.desa == b.desa && a.project == b.project;
    if is_itself || a.tahun != b.tahun || carries_on(a, b) || weight::cap(a, b).is_some() {
        return false;
    }
    let met = Met {
        years: 0,
        place: Verdict::Clear,
        drawn: None,
        is_in_hard_zone: false,
        is_one_entry: false,
    };
    let told = declared::weigh(rules, a, b, &met).into_iter();
    let done = declared::apart(rules, a, b, met.years, Tells::Doing);
    !told.chain(done).any(|told: Weighed| told.is_apart())
}

/// The pairs of which nothing is told by themselves, and which several works together make worth
/// telling: on one's own lines, or on those of the other work as far as what is around is known.
pub(crate) fn crowded<'c>(
    rules: &RuleSet,
    own: &[&'c Claim],
    works: &[&[&'c Claim]],
    slivers: &[Sliver<'c>],
) -> Vec<(Judgement, &'c Claim)> {
    // Who asks knows no more than this, and is to be told what who registers is told.
    let near = |work: &&[&'c Claim]| -> Vec<&'c Claim> {
        work.iter().copied().filter(|claim| is_near(rules, own, claim)).collect()
    };
    let works: Vec<Vec<&Claim>> = works.iter().map(near).collect();
    let of = |other: &Claim| works.iter().find(|work| is_of(work, other)).map(Vec::as_slice);
    let counted: Vec<(Sliver<'c>, &[&Claim])> = slivers
        .iter()
        .filter_map(|sliver| of(sliver.1).map(|theirs| (*sliver, theirs)))
        .filter(|(_, theirs)| counts(rules, own, theirs))
        .collect();
    let takers: Vec<&[&Claim]> = counted.iter().map(|(_, theirs)| *theirs).collect();
    let on_mine = Crowd::of(rules, own, &takers);
    let told = counted.iter().filter_map(|((mine, other), theirs)| {
        let on_theirs = || {
            let others = works.iter().map(Vec::as_slice).filter(|work| {
                counts(rules, theirs, work) && speak(rules, theirs, work).sliver.is_some()
            });
            let takers: Vec<&[&Claim]> = std::iter::once(own).chain(others).collect();
            Crowd::of(rules, theirs, &takers)
        };
        let crowd = on_mine.clone().or_else(on_theirs)?;
        let mut judged = judge(rules, mine, other);
        judged.verdict = Verdict::Warn;
        judged.evidence.push(crowd.evidence());
        Some((judged, *other))
    });
    told.collect()
}

/// Whether a claim is of the same work as the others.
fn is_of(work: &[&Claim], claim: &Claim) -> bool {
    work.first().is_some_and(|one| one.desa == claim.desa && one.project == claim.project)
}

/// Whether a claim is compared with one's own at all.
fn is_near(rules: &RuleSet, own: &[&Claim], claim: &Claim) -> bool {
    let radius_mm = rules.candidate_radius_m.saturating_mul(1_000);
    own.iter().any(|mine| {
        rules.meeting(mine.era(), claim.era()).is_some()
            && millimetres(distance_m(&mine.shape, &claim.shape)) <= radius_mm
    })
}

/// Whether a finding rests on what several works take together.
pub(crate) fn is_crowd(finding: &Finding) -> bool {
    finding.evidence.iter().any(|told| told.level == LEVEL)
}

#[cfg(test)]
#[path = "crowd_tests.rs"]
mod tests;
