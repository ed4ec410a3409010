//! What the rules say of two claims. Pure: the same facts give the same bytes.

use std::collections::BTreeMap;

use crate::{
    declared,
    distance::{distance_m, millimetres},
    facts::HeldWith,
    place::place,
    rules::{ClassRule, RuleSet, matrix::Tells},
    score::{
        PHOTO_BITS,
        claims::{Zones, by_card},
        fewest_bits,
    },
    together::Together,
    weight,
    window::Era,
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
    let Some((rule, window_years)) = meeting(rules, a, b) else {
        return Judgement::clear(0, Vec::new());
    };
    let years = i64::from(a.tahun.get().abs_diff(b.tahun.get()));
    let apart_mm = millimetres(distance_m(&a.shape, &b.shape));
    if apart_mm > rules.candidate_radius_m.saturating_mul(1_000) {
        return Judgement::clear(apart_mm, Vec::new());
    }
    let place = place(rules, &rule, (a, b), apart_mm, together);
    let card = rules.scorecard.as_ref();
    let tells_sides = place.drawn.is_some_and(|drawn| drawn.allows_sides());
    let zones = Zones { verdict: place.verdict, tells_sides };
    let weighed = card.map(|card| by_card(card.card(), a, b, zones));
    let mut evidence = vec![class_evidence(rules, a, b)];
    evidence.extend(place.evidence);
    evidence.push(year_evidence(a, b, years, window_years));
    evidence.push(intervention_evidence(a, b));
    let mut verdict = weighed.as_ref().map_or(place.verdict, |weighed| weighed.verdict);
    let met = declared::Met {
        years,
        place: place.verdict,
        drawn: place.drawn,
        is_in_hard_zone: apart_mm <= rule.hard_zone_m.saturating_mul(1_000),
        is_one_entry: years == 0 && is_one_entry(a, b),
    };
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
        if let Some((_, _, held)) = heir(rules, a, b) {
            verdict = Verdict::Block;
            evidence.push(given_up(held));
        }
    }
    evidence.extend(weight::owners(a, b));
    evidence.extend(money_evidence(a, b));
    evidence.extend(name_evidence(a, b));
    evidence.extend(photo_evidence(a, b));
    evidence.extend(weighed.into_iter().flat_map(|weighed| weighed.evidence));
    Judgement { verdict, distance_mm: apart_mm, overlap_mm: place.overlap_mm, evidence }
}

/// Whether two claims carry one name and one amount, as one work does that was entered twice.
fn is_one_entry(a: &Claim, b: &Claim) -> bool {
    let bare = |claim: &Claim| {
        let letters = claim.name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    a.amount == b.amount && a.amount.sen() > 0 && bare(a) == bare(b)
}

/// The rule by which two claims are compared, and their years; a work that stands where its village
/// gave up another one is held with the same works as that, whatever it is called now.
fn meeting(rules: &RuleSet, a: &Claim, b: &Claim) -> Option<(ClassRule, i64)> {
    rules.meeting(a.era(), b.era()).or_else(|| {
        let (heir, of, _) = heir(rules, a, b)?;
        rules.meeting(Era { class: of.class, ..heir.era() }, of.era())
    })
}

/// Of two claims first the one that stands where its village gave up a work that was held with the
/// other, then that other, and what the first inherits.
fn heir<'c>(
    rules: &RuleSet,
    a: &'c Claim,
    b: &'c Claim,
) -> Option<(&'c Claim, &'c Claim, &'c HeldWith)> {
    [(a, b), (b, a)].into_iter().find_map(|(one, other)| {
        let held = one.facts.held_with.iter().find(|held| held.is_of(rules, other))?;
        Some((one, other, held))
    })
}

fn given_up(held: &HeldWith) -> Evidence {
    let text = format!(
        "Di tempat ini desa melepas pekerjaan \"{}\" selagi ditahan dengan pekerjaan di pihak lain; \
         yang sekarang berdiri di sini diputus orang.",
        held.gave_up
    );
    evidence("given_up", &[], text)
}

/// Whether one declares to carry on the other: within one village, in the year after it.
pub(crate) fn carries_on(a: &Claim, b: &Claim) -> bool {
    let follows = |later: &Claim, earlier: &Claim| {
        later.continues == Some(earlier.project)
            && later.tahun.get() == earlier.tahun.get().saturating_add(1)
    };
    a.desa == b.desa && (follows(a, b) || follows(b, a))
}

fn class_evidence(rules: &RuleSet, a: &Claim, b: &Claim) -> Evidence {
    if a.class == b.class {
        let text = format!("Jenis bangunan sama: {}.", a.class.title().to_lowercase());
        return evidence("class_same", &[], text);
    }
    let [one, two] = [a, b].map(|claim| claim.class.title().to_lowercase());
    if !rules.share_family(a.class, b.class) {
        return evidence("class_other", &[], format!("Jenis bangunan berbeda: {one} dan {two}."));
    }
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

/// What both declare to do is told; what the rules make of it stands apart.
fn intervention_evidence(a: &Claim, b: &Claim) -> Evidence {
    let (one, two) = (a.intervention.title(), b.intervention.title());
    if a.intervention == b.intervention {
        let text = format!("Sifat pekerjaan yang dinyatakan sama: {one}.");
        return evidence("intervention_same", &[], text);
    }
    let text = format!("Sifat pekerjaan yang dinyatakan berbeda: {one} dan {two}.");
    evidence("intervention_other", &[], text)
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
