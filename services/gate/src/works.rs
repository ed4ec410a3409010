//! Two works judged by all their sites.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::{DesaId, ids::ProjectId};

use crate::{
    crowd,
    judge::{Judgement, judge, judge_together},
    namesake,
    rules::RuleSet,
    screen::ProjectKey,
    together::Together,
    work::{Claim, Finding, Verdict},
};

/// What the sites of two works say together.
pub(crate) struct Spoken<'c> {
    /// The worst of what is told, with the site of the other work that speaks for it.
    pub worst: Option<(Judgement, &'c Claim)>,
    /// Of two works of which nothing is told: the sites whose lines share the most metres.
    pub sliver: Option<(&'c Claim, &'c Claim)>,
}

/// What makes one pair of sites speak for two works rather than another.
type Weight = (Verdict, i64, Reverse<i64>);

fn weight(judged: &Judgement) -> Weight {
    (judged.verdict, judged.overlap_mm.unwrap_or(0), Reverse(judged.distance_mm))
}

/// Judges two works: the worst pair of sites speaks for both, and metres that several pairs share
/// are summed before the rules look at them.
pub(crate) fn speak<'c>(rules: &RuleSet, own: &[&'c Claim], theirs: &[&'c Claim]) -> Spoken<'c> {
    let mut worst: Option<(Judgement, &'c Claim)> = None;
    let mut sharing: Vec<(&'c Claim, &'c Claim)> = Vec::new();
    let mut most: Option<(Weight, usize)> = None;
    let pairs = own.iter().flat_map(|mine| theirs.iter().map(move |other| (*mine, *other)));
    for (mine, other) in pairs {
        if mine.desa == other.desa && mine.project == other.project {
            continue;
        }
        let mut judged = judge(rules, mine, other);
        if judged.overlap_mm.is_some_and(|mm| mm > 0) {
            if most.is_none_or(|(known, _)| weight(&judged) > known) {
                most = Some((weight(&judged), sharing.len()));
            }
            sharing.push((mine, other));
        }
        if judged.verdict == Verdict::Clear
            && let Some(by_words) = namesake::judge(rules, mine, other)
        {
            judged = by_words;
        }
        let heavier = |(known, _): &(Judgement, &Claim)| weight(&judged) > weight(known);
        if judged.verdict != Verdict::Clear && worst.as_ref().is_none_or(heavier) {
            worst = Some((judged, other));
        }
    }
    let most = most.and_then(|(_, at)| sharing.get(at)).copied();
    if let Some((mine, other)) = most
        && let Some(together) = Together::of(rules, &sharing)
    {
        let judged = judge_together(rules, mine, other, Some(&together));
        let as_heavy = |(known, _): &(Judgement, &Claim)| weight(&judged) >= weight(known);
        if judged.verdict != Verdict::Clear && worst.as_ref().is_none_or(as_heavy) {
            worst = Some((judged, other));
        }
    }
    let sliver = most.filter(|_| worst.is_none());
    Spoken { worst, sliver }
}

/// Judges claims against candidates: one finding a pair of projects, in the order of (village,
/// project).
pub(crate) fn findings<'a>(
    rules: &RuleSet,
    own: &[Claim],
    others: impl IntoIterator<Item = &'a Claim>,
) -> Vec<Finding> {
    let own: Vec<&Claim> = own.iter().collect();
    let mut works: BTreeMap<(&DesaId, ProjectId), Vec<&Claim>> = BTreeMap::new();
    for other in others {
        works.entry((&other.desa, other.project)).or_default().push(other);
    }
    let mut found: BTreeMap<ProjectKey, Finding> = BTreeMap::new();
    let mut slivers = Vec::new();
    for theirs in works.values() {
        let spoken = speak(rules, &own, theirs);
        if let Some((judged, other)) = spoken.worst {
            found.insert((other.desa.clone(), other.project), finding(judged, other));
        }
        slivers.extend(spoken.sliver);
    }
    if rules.metres_conserved && !slivers.is_empty() {
        let works: Vec<&[&Claim]> = works.values().map(Vec::as_slice).collect();
        for (judged, other) in crowd::crowded(rules, &own, &works, &slivers) {
            found.insert((other.desa.clone(), other.project), finding(judged, other));
        }
    }
    found.into_values().collect()
}

fn finding(judged: Judgement, other: &Claim) -> Finding {
    Finding {
        other_desa: other.desa.clone(),
        other_desa_name: other.desa_name.clone(),
        other_project: other.project,
        other_name: other.name.clone(),
        other_kind: other.kind,
        other_resource: other.resource(),
        other_geometry_rev: other.geometry_rev,
        other_material_rev: other.facts.material_rev.unwrap_or(other.geometry_rev),
        verdict: judged.verdict,
        distance_mm: judged.distance_mm,
        overlap_mm: judged.overlap_mm,
        evidence: judged.evidence,
        flag: None,
    }
}

#[cfg(test)]
#[path = "works_tests.rs"]
mod tests;
