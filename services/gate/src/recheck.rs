//! Every pair of an area computed afresh, beside what the report holds.
//!
//! The register finds pairs as works come in; a scan finds them all at once by
//! another way, the in-memory join, and so checks the register. What only one
//! of both knows is a difference, and there should be none.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DesaId, Error, Place, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    claim_sql::VillageClaimRow,
    join::{Collection, pairs},
    report_sql::{self as sql, PairRow},
    rules::{self, RuleSet},
    screen::{self, ProjectKey},
    work::{Claim, ClaimKind, Finding, resource},
    works::findings,
};

/// Level of a province's code: a scan reads so far around its area, for pairs across its border.
const PROVINSI_LEVEL: usize = 1;
/// How many claims are read at once: a page must come well within a statement's time.
const PAGE: u32 = 20_000;

/// The claims of an area and of everything around it, and the pairs that the report holds.
#[derive(Debug)]
pub struct Recheck {
    pub(crate) area: Place,
    pub(crate) rules: RuleSet,
    /// Claims by project, each run together.
    claims: Vec<Claim>,
    /// First and one past the last claim of each project.
    works: Vec<(usize, usize)>,
    present: BTreeMap<PairKey, PairRow>,
    /// Pairs inside the area that the report holds from one side only.
    halved: BTreeSet<PairKey>,
}

/// Two projects, the smaller first.
pub type PairKey = (ProjectKey, ProjectKey);

/// How a fresh pair stands to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The report holds it with this verdict.
    Agrees,
    /// The report does not hold it.
    Missing,
    /// The report holds it with another verdict, or from one side only.
    Differs,
    /// The report holds it, and the scan does not find it.
    Extra,
}

/// A pair of a scan.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// The two projects, the smaller first.
    pub pair: PairKey,
    /// Resource names in the same order.
    pub names: (String, String),
    /// What the rules say of it; nothing for a pair that only the report holds.
    pub finding: Option<Finding>,
    /// How it stands to the report.
    pub agreement: Agreement,
    /// The state in which the report holds it; empty when it does not.
    pub state: String,
}

/// What was compared, and what was found.
#[derive(Debug)]
pub struct Rechecked {
    /// Pairs of works that were judged.
    pub pairs: usize,
    /// Every pair that touches the area, in the order of its projects.
    pub found: Vec<Scanned>,
}

/// A scan under way: what is to be compared, and how far it is.
#[derive(Debug)]
pub struct Course {
    /// Pairs of works that lie near enough, as the numbers of their works.
    candidates: Vec<(usize, usize)>,
    /// How many of them are compared.
    compared: usize,
    /// Pairs that the report holds and the scan has not found yet.
    unmet: BTreeSet<PairKey>,
}

impl Course {
    /// How many pairs of works are to be compared.
    pub fn candidates(&self) -> usize {
        self.candidates.len()
    }

    /// How many of them are compared.
    pub fn compared(&self) -> usize {
        self.compared
    }

    /// Whether nothing is left to compare.
    pub fn is_over(&self) -> bool {
        self.compared == self.candidates.len()
    }
}

/// Where a scan of an area reads: the area, and what lies around it.
pub(crate) fn around(area: &Place) -> Place {
    area.ancestor(area.level().min(PROVINSI_LEVEL))
}

/// Reads what a scan needs, from one snapshot.
///
/// # Errors
/// RULE_SET_MISSING, or a fault of the store.
pub async fn read(tx: &mut Tx<'_>, area: &Place) -> Result<Recheck, Error> {
    let rules = rules::active(tx).await?;
    let claims = claims(tx, area).await?;
    let values = args![area, tx.today()];
    let held: Vec<PairRow> = tx.all(&sql::READ_PRESENT_OF_AREA, values).await?;
    let (mut present, mut halved) = (BTreeMap::new(), BTreeSet::new());
    for row in held {
        let one = (DesaId::parse(&row.desa_id)?, ProjectId::new(row.project_id));
        let two = (DesaId::parse(&row.other_desa_id)?, ProjectId::new(row.other_project_id));
        // The side outside the area is not read.
        let both = [&one, &two].iter().all(|side| area.covers(&side.0.place()));
        let pair = ordered(one, two);
        if !halved.remove(&pair) && both {
            halved.insert(pair.clone());
        }
        present.insert(pair, row);
    }
    Ok(Recheck { area: area.clone(), rules, works: works(&claims), claims, present, halved })
}

async fn claims(tx: &mut Tx<'_>, area: &Place) -> Result<Vec<Claim>, Error> {
    let (around, year) = (around(area), tx.today().year());
    let mut claims = Vec::new();
    let mut after = (String::new(), Uuid::nil(), 0_i64, 0_i64);
    loop {
        let values = args![&around, &after.0, after.1, after.2, after.3, PAGE];
        let rows: Vec<VillageClaimRow> = tx.all(&sql::READ_CLAIMS_OF_AREA, values).await?;
        let Some(last) = rows.last().map(|row| &row.claim) else { return Ok(claims) };
        after = (last.desa_id.clone(), last.project_id, last.geometry_rev, last.site);
        for row in rows {
            let claim = screen::village_claim(row)?;
            if claim.is_in_force(year) {
                claims.push(claim);
            }
        }
    }
}

/// Two projects as the key of their pair.
pub(crate) fn ordered(one: ProjectKey, two: ProjectKey) -> PairKey {
    if one <= two { (one, two) } else { (two, one) }
}

fn key(claim: &Claim) -> ProjectKey {
    (claim.desa.clone(), claim.project)
}

/// Runs of claims of one project.
fn works(claims: &[Claim]) -> Vec<(usize, usize)> {
    let mut works: Vec<(usize, usize)> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let same = at > 0 && claims.get(at - 1).is_some_and(|before| key(before) == key(claim));
        match works.last_mut() {
            Some(work) if same => work.1 = at + 1,
            _ => works.push((at, at + 1)),
        }
    }
    works
}

impl Recheck {
    /// How many works are compared.
    pub fn works(&self) -> usize {
        self.works.len()
    }

    /// Every pair that touches the area, in the order of its projects; pure.
    pub fn run(&self) -> Rechecked {
        let mut course = self.start();
        let mut found = self.go_on(&mut course, usize::MAX);
        found.sort_by_cached_key(|one| one.pair.clone());
        Rechecked { pairs: course.compared, found }
    }

    /// Joins the works: what is to be compared, and nothing of it yet; pure.
    pub fn start(&self) -> Course {
        let touching = |(one, two): &(usize, usize)| self.touches(*one) || self.touches(*two);
        let candidates = self.candidates().into_iter().filter(touching).collect();
        Course { candidates, compared: 0, unmet: self.present.keys().cloned().collect() }
    }

    /// Compares the next pairs of works, so many at most, and answers what touches the area of
    /// them; with the last also what only the report holds. Pure.
    pub fn go_on(&self, course: &mut Course, most: usize) -> Vec<Scanned> {
        let from = course.compared;
        let to = from.saturating_add(most).min(course.candidates.len());
        let next = course.candidates.get(from..to).unwrap_or_default();
        let mut found: Vec<Scanned> =
            next.iter().filter_map(|(one, two)| self.compare(*one, *two)).collect();
        course.compared = to;
        for pair in &found {
            course.unmet.remove(&pair.pair);
        }
        if course.is_over() {
            for pair in std::mem::take(&mut course.unmet) {
                found.extend(self.present.get(&pair).map(|row| self.extra(&pair, row)));
            }
        }
        found
    }

    /// What the rules say of two works, beside what the report holds of them.
    fn compare(&self, one: usize, two: usize) -> Option<Scanned> {
        let (own, others) = (self.sites(one)?, self.sites(two)?);
        let (first, second) = (own.first()?, others.first()?);
        // Of two projects there is one finding at most.
        let finding = findings(&self.rules, own, others).pop()?;
        let pair = ordered(key(first), key(second));
        let held = self.present.get(&pair);
        let agreement = match held {
            None => Agreement::Missing,
            Some(_) if self.halved.contains(&pair) => Agreement::Differs,
            Some(row) if row.verdict == finding.verdict.code() => Agreement::Agrees,
            Some(_) => Agreement::Differs,
        };
        let state = held.map(|row| row.state.clone()).unwrap_or_default();
        let names = if pair.0 == key(first) {
            (first.resource(), second.resource())
        } else {
            (second.resource(), first.resource())
        };
        Some(Scanned { pair, names, finding: Some(finding), agreement, state })
    }

    fn extra(&self, pair: &PairKey, row: &PairRow) -> Scanned {
        let name = |key: &ProjectKey| {
            let claim = self.claims.iter().find(|c| c.desa == key.0 && c.project == key.1);
            claim.map_or_else(|| resource(ClaimKind::Registered, &key.0, key.1), Claim::resource)
        };
        Scanned {
            pair: pair.clone(),
            names: (name(&pair.0), name(&pair.1)),
            finding: None,
            agreement: Agreement::Extra,
            state: row.state.clone(),
        }
    }

    fn touches(&self, work: usize) -> bool {
        let first = self.sites(work).and_then(<[Claim]>::first);
        first.is_some_and(|claim| self.area.covers(&claim.desa.place()))
    }

    fn sites(&self, work: usize) -> Option<&[Claim]> {
        let (from, to) = *self.works.get(work)?;
        self.claims.get(from..to)
    }

    /// Pairs of works to judge: within the candidate radius, or of one village and family where a
    /// position cannot be believed.
    fn candidates(&self) -> BTreeSet<(usize, usize)> {
        let mut of_claim: Vec<usize> = Vec::with_capacity(self.claims.len());
        for (work, (from, to)) in self.works.iter().enumerate() {
            of_claim.extend(std::iter::repeat_n(work, to - from));
        }
        let work_of = |claim: u32| {
            usize::try_from(claim).ok().and_then(|at| of_claim.get(at)).copied().unwrap_or_default()
        };
        let shapes: Collection = self.claims.iter().map(|claim| &claim.shape).collect();
        let radius_m = f64::from(u32::try_from(self.rules.candidate_radius_m).unwrap_or(u32::MAX));
        let near = pairs(&shapes, radius_m);
        let mut wanted: BTreeSet<(usize, usize)> = near
            .into_iter()
            .map(|(a, b)| (work_of(a), work_of(b)))
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        wanted.extend(self.namesakes());
        wanted
    }

    /// Pairs of one village and class family of which one position cannot be believed.
    fn namesakes(&self) -> Vec<(usize, usize)> {
        let mut of: BTreeMap<(&DesaId, u8), Vec<usize>> = BTreeMap::new();
        for (work, (from, _)) in self.works.iter().enumerate() {
            if let Some(claim) = self.claims.get(*from) {
                for family in self.rules.families(claim.class) {
                    of.entry((&claim.desa, *family)).or_default().push(work);
                }
            }
        }
        let doubted =
            |work: usize| self.sites(work).is_some_and(|s| s.iter().any(|c| !c.facts.trusted));
        let mut pairs = Vec::new();
        for works in of.into_values() {
            for one in works.iter().copied().filter(|work| doubted(*work)) {
                let others = works.iter().copied().filter(|two| *two != one);
                pairs.extend(others.map(|two| (one.min(two), one.max(two))));
            }
        }
        pairs
    }
}
