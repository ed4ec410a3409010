//! What the rules say of two claims. Pure: the same facts give the same bytes.

use std::collections::BTreeMap;

use domain::geo::Shape;

use crate::{
    declared,
    distance::{distance_m, millimetres},
    place::place,
    rules::{RuleSet, matrix::Tells},
    score::{
        PHOTO_BITS,
        claims::{Believed, Zones, by_card},
        fewest_bits,
    },
    together::Together,
    weight,
    work::{Claim, Evidence, Verdict},
};

/// The verdict on two claims with everything it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Distance of the two sites, millimetres.
    pub distance_mm: i64,
    /// Shared length, where lines were compared.
    pub overlap_mm: Option<i64>,
    /// Every piece of evidence, in a fixed order.
    pub evidence: Vec<Evidence>,
}

impl Judgement {
    fn clear(distance_mm: i64, evidence: Vec<Evidence>) -> Self {
        Self { verdict: Verdict::Clear, distance_mm, overlap_mm: None, evidence }
    }
}

/// Judges two claims; their order does not matter.
pub fn judge(rules: &RuleSet, one: &Claim, two: &Claim) -> Judgement {
    judge_together(rules, one, two, None)
}

/// The same with what their works share over all sites, where that is more than these two share.
pub(crate) fn judge_together(
    rules: &RuleSet,
    one: &Claim,
    two: &Claim,
    together: Option<&Together>,
) -> Judgement {
    let key = |claim: &Claim| (claim.desa.clone(), claim.project, claim.site);
    let (a, b) = if key(one) <= key(two) { (one, two) } else { (two, one) };
    if a.desa == b.desa && a.project == b.project {
        return Judgement::clear(0, Vec::new());
    }
    if carries_on(a, b) {
        let text = "Pekerjaan lanjutan yang dinyatakan; bukan tumpang tindih.";
        return Judgement::clear(0, vec![evidence("continuation", &[], text.to_owned())]);
    }
    let Some((rule, window_years)) = rules.meeting(a.era(), b.era()) else {
        return Judgement::clear(0, Vec::new());
    };
    let years = i64::from(a.tahun.get().abs_diff(b.tahun.get()));
    let apart_mm = millimetres(distance_m(&a.shape, &b.shape));
    if apart_mm > rules.candidate_radius_m.saturating_mul(1_000) {
        return Judgement::clear(apart_mm, Vec::new());
    }
    let place = place(rules, &rule, (a, b), apart_mm, together);
    let card = rules.scorecard.as_ref();
    let names = Believed {
        sides: place.drawn.is_none_or(|drawn| drawn.allows_sides()),
        stretches: !rules.metres_conserved || place.overlap_mm.is_none(),
    };
    let zones =
        Zones { verdict: place.verdict, is_one_place: is_one_place(rules, (a, b), apart_mm) };
    let weighed = card.map(|card| by_card(card.card(), a, b, zones, names));
    let mut evidence = vec![class_evidence(a, b)];
    evidence.extend(place.evidence);
    evidence.push(year_evidence(a, b, years, window_years));
    let mut verdict = weighed.as_ref().map_or(place.verdict, |weighed| weighed.verdict);
    let met = declared::Met { years, place: place.verdict, drawn: place.drawn };
    for told in declared::weigh(rules, a, b, &met) {
        verdict = told.apply(verdict);
        evidence.push(told.evidence);
    }
    if let Some((cap, told)) = weight::cap(a, b) {
        verdict = verdict.min(cap);
        evidence.push(told);
    } else {
        for told in declared::apart(rules, a, b, years, Tells::Doing) {
            verdict = told.apply(verdict);
            evidence.push(told.evidence);
        }
    }
    evidence.extend(weight::owners(a, b));
    evidence.extend(money_evidence(a, b));
    evidence.extend(name_evidence(a, b));
    evidence.extend(photo_evidence(a, b));
    evidence.extend(weighed.into_iter().flat_map(|weighed| weighed.evidence));
    Judgement { verdict, distance_mm: apart_mm, overlap_mm: place.overlap_mm, evidence }
}

/// Whether two places are one as far as anybody can tell: lines and areas that share what the rules
/// ask for, positions within their error.
fn is_one_place(rules: &RuleSet, (a, b): (&Claim, &Claim), apart_mm: i64) -> bool {
    let known = |claim: &Claim| claim.accuracy_mm.unwrap_or(rules.accuracy_default_m * 1_000);
    let is_point = |claim: &Claim| matches!(claim.shape, Shape::Point(_));
    (!is_point(a) && !is_point(b)) || apart_mm <= known(a).max(known(b))
}

/// Whether one declares to carry on the other: within one village, in the year after it.
pub(crate) fn carries_on(a: &Claim, b: &Claim) -> bool {
    let follows = |later: &Claim, earlier: &Claim| {
        later.continues == Some(earlier.project)
            && later.tahun.get() == earlier.tahun.get().saturating_add(1)
    };
    a.desa == b.desa && (follows(a, b) || follows(b, a))
}

fn class_evidence(a: &Claim, b: &Claim) -> Evidence {
    if a.class == b.class {
        let text = format!("Jenis bangunan sama: {}.", a.class.title().to_lowercase());
        return evidence("class_same", &[], text);
    }
    let [one, two] = [a, b].map(|claim| claim.class.title().to_lowercase());
    let text = format!("Jenis bangunan serumpun: {one} dan {two}.");
    evidence("class_family", &[], text)
}

fn year_evidence(a: &Claim, b: &Claim, years: i64, window_years: i64) -> Evidence {
    let facts = [("years", years), ("window_years", window_years)];
    if years == 0 {
        let text = format!("Tahun anggaran sama: {}.", a.tahun);
        return evidence("year_same", &facts, text);
    }
    let text = format!(
        "Tahun anggaran {} dan {}: selisih {years}, jendela {window_years} tahun.",
        a.tahun, b.tahun
    );
    evidence("year_window", &facts, text)
}

/// Equal amounts are told; alone they neither clear nor block.
fn money_evidence(a: &Claim, b: &Claim) -> Option<Evidence> {
    // The amount stays out of the evidence: each village sees it, and the other's money is not its.
    (a.amount == b.amount && a.amount.sen() > 0)
        .then(|| evidence("amount_same", &[], "Nilai kedua lokasi sama sampai ke sen.".to_owned()))
}

/// Words that both names carry are told; alone they neither clear nor block.
fn name_evidence(a: &Claim, b: &Claim) -> Option<Evidence> {
    let (first, second) = (words(&a.name), words(&b.name));
    let shared: Vec<&str> =
        first.iter().filter(|word| second.contains(*word)).map(String::as_str).collect();
    let fewer = first.len().min(second.len());
    if shared.len() < 2 || shared.len() * 2 < fewer {
        return None;
    }
    let facts = [("shared_words", count(shared.len())), ("fewer_words", count(fewer))];
    Some(evidence("name_alike", &facts, format!("Nama serupa: {}.", shared.join(" "))))
}

/// Photographs that look alike are told; alone they neither clear nor block.
fn photo_evidence(a: &Claim, b: &Claim) -> Option<Evidence> {
    let bits = fewest_bits(&a.facts.photo_hashes, &b.facts.photo_hashes)?;
    (bits <= PHOTO_BITS).then(|| {
        let text = format!("Foto kedua pekerjaan serupa: selisih {bits} dari 64 bit.");
        evidence("photo_alike", &[("bits", i64::from(bits))], text)
    })
}

/// Different words of a name in order of the alphabet; those of two letters or fewer say nothing.
fn words(name: &str) -> std::collections::BTreeSet<String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2 || word.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

pub(crate) fn evidence(level: &str, facts: &[(&str, i64)], text: String) -> Evidence {
    let facts: BTreeMap<String, i64> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    Evidence { level: level.to_owned(), points: 0, facts, text }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
