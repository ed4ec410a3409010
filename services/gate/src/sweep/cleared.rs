//! Clearances that the register cannot have given, and open flags without a ground; pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DesaId, geo::Shape, ids::ProjectId};

use super::{Known, Stored, Sweep};
use crate::{
    recheck::{self, PairKey, Scanned, ordered},
    screen::{Cells, ProjectKey},
    work::{ClaimKind, Verdict},
};

impl Sweep {
    /// Registered works of the area whose clearance the register cannot have given.
    pub(super) fn forged(&self) -> BTreeSet<&ProjectKey> {
        let mut sites: BTreeMap<&ProjectKey, Vec<&Stored>> = BTreeMap::new();
        for stored in self.claims.values() {
            sites.entry(&stored.key).or_default().push(stored);
        }
        self.works
            .iter()
            .filter(|(_, known)| known.inside && known.kind == ClaimKind::Registered)
            .filter(|(key, known)| {
                let sites = sites.get(key).map(Vec::as_slice).unwrap_or_default();
                self.is_forged(known, sites)
            })
            .map(|(key, _)| key)
            .collect()
    }

    fn is_forged(&self, known: &Known, sites: &[&Stored]) -> bool {
        let row = &known.row;
        let (Some(geometry_rev), Some(rule_rev), Some(seq)) =
            (row.clearance_geometry_rev, row.clearance_rule_rev, row.clearance_seq)
        else {
            return false;
        };
        // Other rules may have searched other cells; and without all its claims nobody knows which.
        let is_told = known.claimed && rule_rev == self.recheck.rules.rule_rev;
        let to_come = || self.position(sites).is_some_and(|position| seq > position);
        geometry_rev != row.geometry_rev
            || rule_rev != known.screened_rule_rev
            || known.kept
            || (is_told && to_come())
    }

    /// The position of the register around sites; it only ever moves on.
    fn position(&self, sites: &[&Stored]) -> Option<i64> {
        let shapes: Result<Vec<Shape>, _> =
            sites.iter().map(|stored| Shape::decode(&stored.shape)).collect();
        let grown = Cells::of(&shapes.ok()?, &self.recheck.rules).ok()?.grown;
        Some(grown.into_iter().map(|cell| self.seq(cell)).fold(0, i64::saturating_add))
    }

    /// How often the claims of a cell changed.
    fn seq(&self, cell: i64) -> i64 {
        let found = self.seqs.binary_search_by_key(&cell, |(cell, _)| *cell);
        found.ok().and_then(|at| self.seqs.get(at)).map_or(0, |(_, seq)| *seq)
    }

    /// Pairs with an open flag that the rules do not block. What people opened again is theirs to
    /// close.
    pub(super) fn unfounded(&self, found: &[Scanned]) -> BTreeSet<PairKey> {
        let blocks = |pair: &&Scanned| {
            pair.finding.as_ref().is_some_and(|finding| finding.verdict == Verdict::Block)
        };
        let blocked: BTreeSet<&PairKey> =
            found.iter().filter(blocks).map(|pair| &pair.pair).collect();
        let mut unfounded = BTreeSet::new();
        for (key, flags) in &self.flags {
            for flag in flags.iter().filter(|flag| flag.state == "open" && !flag.reopened) {
                let Ok(desa) = DesaId::parse(&flag.other_desa_id) else { continue };
                let other = (desa, ProjectId::new(flag.other_project_id));
                let pair = ordered(key.clone(), other);
                let founded = blocked.contains(&pair) || self.waits(&pair, flag.rule_rev);
                if !founded && self.sees(&pair) {
                    unfounded.insert(pair);
                }
            }
        }
        unfounded
    }

    /// Whether a pair touches the area and both its works were read.
    fn sees(&self, (one, two): &PairKey) -> bool {
        let (area, places) = (&self.recheck.area, [one.0.place(), two.0.place()]);
        let around = recheck::around(area);
        places.iter().any(|place| area.covers(place))
            && places.iter().all(|place| around.covers(place))
    }

    /// Whether neither work of a flag of older rules was screened by those of now: the screening
    /// that withdraws it is still to come.
    fn waits(&self, (one, two): &PairKey, flag_rule_rev: i64) -> bool {
        let rule_rev = self.recheck.rules.rule_rev;
        let unscreened = |key: &ProjectKey| {
            self.works.get(key).is_some_and(|known| known.screened_rule_rev != rule_rev)
        };
        flag_rule_rev != rule_rev && unscreened(one) && unscreened(two)
    }
}

impl Known {
    /// Whether it is cleared, as it is, by some rules.
    pub(super) fn is_cleared_by(&self, rule_rev: i64) -> bool {
        self.row.clearance_geometry_rev == Some(self.row.geometry_rev)
            && self.row.clearance_rule_rev == Some(rule_rev)
    }
}
