//! What the lines of two works share over all their sites, each metre counted once.
//!
//! Two works that share 30 m here and 30 m there share 60 m. A site that lies along two others of
//! the same work would count its metres twice, so they are counted on both sides and the lesser
//! sum is taken.

use std::collections::{BTreeMap, BTreeSet};

use domain::geo::Shape;

use crate::{
    judge::evidence,
    overlap::{length_mm, matched},
    place::{corridor_mm, is_shared, metres, percent, shared_mm, tenths},
    rules::{ClassRule, RuleSet},
    stretch::{Interval, conserved},
    work::{Claim, Evidence},
};

/// What two works share over several pairs of sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Together {
    /// How many pairs of sites share something.
    pairs: usize,
    /// The metres that they share.
    pub shared_mm: i64,
    /// Length of the sites that share, on the side where it is less.
    shorter_mm: i64,
}

/// The sites of one work that share, each with what is shared of it.
#[derive(Default)]
struct Sites(BTreeMap<i64, (i64, Vec<Vec<Interval>>)>);

impl Sites {
    fn add(&mut self, site: i64, line: &Shape, parts: Vec<Interval>) -> Option<()> {
        let length_mm = length_mm(line)?;
        self.0.entry(site).or_insert((length_mm, Vec::new())).1.push(parts);
        Some(())
    }

    /// What is shared, and the length of what shares.
    fn sums(&self) -> (i64, i64) {
        self.0.values().fold((0, 0), |(shared_mm, length_mm), (length, parts)| {
            let union_mm = conserved(*length, parts).union_mm;
            (shared_mm.saturating_add(union_mm), length_mm.saturating_add(*length))
        })
    }
}

impl Together {
    /// Sums what two works share, from the pairs of their sites that share something. None where
    /// the rules do not sum, or where a single pair shares.
    pub fn of(rules: &RuleSet, sharing: &[(&Claim, &Claim)]) -> Option<Self> {
        if !rules.metres_conserved || sharing.len() < 2 {
            return None;
        }
        let (mut ours, mut theirs) = (Sites::default(), Sites::default());
        let mut pairs = BTreeSet::new();
        for (mine, other) in sharing {
            if !pairs.insert((mine.site, other.site)) {
                continue;
            }
            let rule = rules.rule_for(mine.class, other.class)?;
            let corridor_m = metres(corridor_mm(rules, &rule, mine, other));
            let of_mine = matched(&mine.shape, &other.shape, corridor_m)?;
            let of_other = matched(&other.shape, &mine.shape, corridor_m)?;
            ours.add(mine.site, &mine.shape, of_mine)?;
            theirs.add(other.site, &other.shape, of_other)?;
        }
        if pairs.len() < 2 {
            return None;
        }
        let ((our_mm, our_length_mm), (their_mm, their_length_mm)) = (ours.sums(), theirs.sums());
        let shorter_mm = our_length_mm.min(their_length_mm);
        Some(Self { pairs: pairs.len(), shared_mm: our_mm.min(their_mm), shorter_mm })
    }

    /// The same from all sites of two works.
    pub fn over(rules: &RuleSet, own: &[Claim], others: &[Claim]) -> Option<Self> {
        let pairs = own.iter().flat_map(|mine| others.iter().map(move |other| (mine, other)));
        let sharing: Vec<(&Claim, &Claim)> =
            pairs.filter(|(mine, other)| shared_mm(rules, mine, other) > 0).collect();
        Self::of(rules, &sharing)
    }

    fn share_permille(&self) -> i64 {
        let share = self.shared_mm.saturating_mul(1_000).checked_div(self.shorter_mm);
        share.unwrap_or_default().min(1_000)
    }

    /// Whether what is shared makes one work of two.
    pub fn is_one(&self, rule: &ClassRule) -> bool {
        is_shared(rule, self.shared_mm, self.shorter_mm, self.share_permille())
    }

    /// What to tell.
    pub fn evidence(&self) -> Evidence {
        let share = self.share_permille();
        let pairs = i64::try_from(self.pairs).unwrap_or(i64::MAX);
        let facts = [
            ("pairs", pairs),
            ("matched_mm", self.shared_mm),
            ("shorter_mm", self.shorter_mm),
            ("share_permille", share),
        ];
        let text = format!(
            "Pada {pairs} pasang lokasi bersama-sama {} m dari {} m ruas ({}) berimpit; setiap \
             meter dihitung sekali.",
            tenths(self.shared_mm),
            tenths(self.shorter_mm),
            percent(share)
        );
        evidence("line_overlap_sum", &facts, text)
    }
}

#[cfg(test)]
#[path = "together_tests.rs"]
mod tests;
