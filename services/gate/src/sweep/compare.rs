//! What differs between the register and brute force; pure.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Day, Error, geo::Shape};
use uuid::Uuid;

use super::{Difference, Kind, Known, Stored, Sweep, Swept};
use crate::{
    cover::cover,
    pair::{Standing, standing},
    recheck::{Agreement, Scanned},
    screen::ProjectKey,
    sql::ProjectRow,
    work::{ClaimKind, Finding, Verdict, resource},
};

impl Sweep {
    /// Compares; keeps a processor busy for as long as it takes.
    pub fn compare(&self) -> Swept {
        let rechecked = self.recheck.run();
        let unfounded = self.unfounded(&rechecked.found);
        let mut differences = self.of_works();
        // To screen such a pair would close its flag.
        let pairs = rechecked.found.iter().filter(|pair| !unfounded.contains(&pair.pair));
        differences.extend(pairs.filter_map(|pair| self.of_pair(pair)));
        for (one, two) in &unfounded {
            differences.push(self.difference(Kind::Unfounded, [one, two], false));
        }
        Swept { works: self.works(), pairs: rechecked.pairs, differences }
    }

    /// Works whose claims, cells, counts or clearances are not what they should be.
    fn of_works(&self) -> Vec<Difference> {
        let mut strays: BTreeMap<&ProjectKey, BTreeSet<(i64, Uuid)>> =
            self.strays.iter().map(|(key, rows)| (key, rows.clone())).collect();
        let mut displaced: BTreeSet<&ProjectKey> = BTreeSet::new();
        for (id, stored) in &self.claims {
            if let Some(rows) = stored.displaced(*id) {
                displaced.insert(&stored.key);
                strays.entry(&stored.key).or_default().extend(rows);
            }
        }
        let forged = self.forged();
        let mut found = Vec::new();
        for (key, known) in self.works.iter().filter(|(_, known)| known.inside) {
            // A plan only warns.
            let weighs = known.kind != ClaimKind::Planned;
            if !known.claimed {
                found.push(self.difference(Kind::Claim, [key], weighs));
            }
            if !known.counted {
                found.push(self.difference(Kind::Count, [key], false));
            }
            if forged.contains(key) {
                found.push(self.difference(Kind::Clearance, [key], true));
            }
            if displaced.contains(key) {
                found.push(self.difference(Kind::Cells, [key], weighs));
            }
        }
        for (key, rows) in strays {
            let of = |one: &&mut Difference| one.kind == Kind::Cells && one.works.contains(key);
            match found.iter_mut().find(of) {
                Some(one) => one.strays = rows,
                // Left behind by a work that moved or is gone: it warns of nothing that is there.
                None => {
                    let left = self.difference(Kind::Cells, [key], false);
                    found.push(Difference { strays: rows, ..left });
                }
            }
        }
        found.sort_by_key(|one| one.kind);
        found
    }

    fn of_pair(&self, pair: &Scanned) -> Option<Difference> {
        let (one, two) = (self.works.get(&pair.pair.0), self.works.get(&pair.pair.1));
        let planned = |known: Option<&Known>| known.is_some_and(|k| k.kind == ClaimKind::Planned);
        // Two plans: no money waits for either.
        if planned(one) && planned(two) {
            return None;
        }
        let undecided = one.zip(two).and_then(|(one, two)| self.undecided(pair, one, two));
        let kind = match undecided {
            Some(kind) => kind,
            None if pair.agreement == Agreement::Agrees => return None,
            None => Kind::Report,
        };
        let works = [&pair.pair.0, &pair.pair.1];
        Some(self.difference(kind, works, kind == Kind::MissedBlock))
    }

    /// Whether the rules block a pair of which nobody holds the money.
    fn undecided(&self, pair: &Scanned, one: &Known, two: &Known) -> Option<Kind> {
        let finding = pair.finding.as_ref().filter(|f| f.verdict == Verdict::Block)?;
        let rule_rev = self.recheck.rules.rule_rev;
        let none = Vec::new();
        let mut kind = None;
        let (first, second) = (&pair.pair.0, &pair.pair.1);
        for (key, mine, other_key, other) in [(first, one, second, two), (second, two, first, one)]
        {
            let flags = self.flags.get(key).unwrap_or(&none);
            let seen = seen_from(finding, other_key, &other.row);
            let stands = |rev: i64, day: Day| standing(&mine.row, rev, &seen, flags, day);
            if mine.kind != ClaimKind::Registered
                || stands(rule_rev, self.today) != Standing::Undecided
            {
                continue;
            }
            // Decided once, under other rules or until a day that is over.
            let first_day = Day::of_us(0);
            let over = stands(rule_rev, first_day) != Standing::Undecided;
            let lapsed = flags.iter().any(|f| stands(f.rule_rev, first_day) != Standing::Undecided);
            let unscreened = [one, two].iter().all(|known| known.screened_rule_rev != rule_rev);
            // Who is cleared by the rules of now does not wait to be screened by them.
            let waits = over || ((lapsed || unscreened) && !mine.is_cleared_by(rule_rev));
            let of_side = if waits { Kind::Waiting } else { Kind::MissedBlock };
            kind = Some(kind.map_or(of_side, |known: Kind| known.min(of_side)));
        }
        kind
    }

    fn difference<'k>(
        &self,
        kind: Kind,
        works: impl IntoIterator<Item = &'k ProjectKey>,
        slips: bool,
    ) -> Difference {
        let works: BTreeSet<ProjectKey> = works.into_iter().cloned().collect();
        let name = |key: &ProjectKey| {
            let kind = self.works.get(key).map_or(ClaimKind::Registered, |known| known.kind);
            resource(kind, &key.0, key.1)
        };
        let names = works.iter().map(name).collect();
        Difference { kind, names, works, slips, strays: BTreeSet::new() }
    }
}

/// A finding as one side sees it: the other named, with the revision at which it last changed.
pub(super) fn seen_from(finding: &Finding, key: &ProjectKey, other: &ProjectRow) -> Finding {
    Finding {
        other_desa: key.0.clone(),
        other_project: key.1,
        other_material_rev: other.material_rev,
        ..finding.clone()
    }
}

impl Stored {
    /// The cells of its shape, computed anew.
    fn fresh(&self) -> Result<BTreeSet<i64>, Error> {
        cover(&Shape::decode(&self.shape)?, 0.0)
    }

    /// Nothing when it is stored under the cells of its shape, nowhere else, and as it is; else
    /// the rows that should not be there.
    fn displaced(&self, id: Uuid) -> Option<BTreeSet<(i64, Uuid)>> {
        let fresh = self.fresh().unwrap_or_default();
        if self.wrong.is_empty() && self.listed == fresh && self.beside == fresh {
            return None;
        }
        let elsewhere = self.beside.difference(&fresh).map(|cell| (*cell, id));
        Some(self.wrong.iter().copied().chain(elsewhere).collect())
    }
}
