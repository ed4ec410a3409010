//! What the rules say of two claims. Pure: the same facts give the same bytes.

use std::collections::BTreeMap;

use crate::{
    declared,
    distance::{distance_m, millimetres, whole},
    overlap::{area_overlap, line_overlap},
    rules::{ClassRule, RuleSet},
    score::{PHOTO_BITS, claims::by_card, fewest_bits},
    weight,
    work::{Claim, Evidence, Intervention, Verdict},
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
    let place = place(rules, &rule, a, b, apart_mm);
    let card = rules.scorecard.as_ref();
    let weighed = card.map(|card| by_card(card.card(), a, b, place.verdict));
    let mut evidence = vec![class_evidence(a, b)];
    evidence.extend(place.evidence);
    evidence.push(year_evidence(a, b, years, window_years));
    let mut verdict = weighed.as_ref().map_or(place.verdict, |weighed| weighed.verdict);
    let met = declared::Met { years, place: place.verdict, opposed: place.opposed };
    for told in declared::weigh(rules, a, b, &met) {
        verdict = told.apply(verdict);
        evidence.push(told.evidence);
    }
    if let Some((cap, told)) = softened(a, b, years) {
        verdict = verdict.min(cap);
        evidence.push(told);
    }
    evidence.extend(weight::owners(a, b));
    evidence.extend(money_evidence(a, b));
    evidence.extend(name_evidence(a, b));
    evidence.extend(photo_evidence(a, b));
    evidence.extend(weighed.into_iter().flat_map(|weighed| weighed.evidence));
    Judgement { verdict, distance_mm: apart_mm, overlap_mm: place.overlap_mm, evidence }
}

/// Whether one declares to carry on the other: within one village, in the year after it.
pub(crate) fn carries_on(a: &Claim, b: &Claim) -> bool {
    let follows = |later: &Claim, earlier: &Claim| {
        later.continues == Some(earlier.project)
            && later.tahun.get() == earlier.tahun.get().saturating_add(1)
    };
    a.desa == b.desa && (follows(a, b) || follows(b, a))
}

/// What the two places say.
struct Placed {
    verdict: Verdict,
    overlap_mm: Option<i64>,
    /// Whether two lines were drawn in opposite directions.
    opposed: bool,
    evidence: Vec<Evidence>,
}

fn place(rules: &RuleSet, rule: &ClassRule, a: &Claim, b: &Claim, apart_mm: i64) -> Placed {
    if rule.overlap_min_m > 0
        && let Some(placed) = lines(rule, a, b, apart_mm)
    {
        return placed;
    }
    if rule.area_overlap_permille > 0
        && let Some(overlap) = area_overlap(&a.shape, &b.shape)
    {
        let share = overlap.share_permille;
        let facts = [
            ("shared_m2", overlap.shared_m2),
            ("smaller_m2", overlap.smaller_m2),
            ("share_permille", share),
            ("needed_permille", rule.area_overlap_permille),
        ];
        if share >= rule.area_overlap_permille {
            let text = format!(
                "Bidang bertindih {} m2 dari {} m2 ({}), batas {}.",
                overlap.shared_m2,
                overlap.smaller_m2,
                percent(share),
                percent(rule.area_overlap_permille)
            );
            let evidence = vec![evidence("area_overlap", &facts, text)];
            return Placed { verdict: Verdict::Block, overlap_mm: None, opposed: false, evidence };
        }
        let mut placed = by_distance(rules, rule, a, b, apart_mm);
        placed.verdict = placed.verdict.min(Verdict::Warn);
        let text = format!("Bidang bertindih {}, di bawah batas.", percent(share));
        placed.evidence.push(evidence("area_apart", &facts, text));
        return placed;
    }
    by_distance(rules, rule, a, b, apart_mm)
}

/// What the two places alone say, and the sentence; the order of the claims does not matter.
pub(crate) fn place_alone(rules: &RuleSet, one: &Claim, two: &Claim) -> (Verdict, String) {
    let Some(rule) = rules.rule_for(one.class, two.class) else {
        return (Verdict::Clear, String::new());
    };
    let apart_mm = millimetres(distance_m(&one.shape, &two.shape));
    if apart_mm > rules.candidate_radius_m.saturating_mul(1_000) {
        return (Verdict::Clear, String::new());
    }
    let placed = place(rules, &rule, one, two, apart_mm);
    let told = placed.evidence.first().map(|piece| piece.text.clone()).unwrap_or_default();
    (placed.verdict, told)
}

/// Two lines: one work when they run together for long enough, else clear.
fn lines(rule: &ClassRule, a: &Claim, b: &Claim, apart_mm: i64) -> Option<Placed> {
    let widened_mm = match (a.accuracy_mm, b.accuracy_mm) {
        (None, None) => 0,
        (first, second) => root_mean_square(first.unwrap_or(0), second.unwrap_or(0)),
    };
    let corridor_mm = rule.corridor_m.saturating_mul(1_000).saturating_add(widened_mm);
    let overlap = line_overlap(&a.shape, &b.shape, metres(corridor_mm))?;
    // A line too short to reach the length is the same work when half of it is.
    let needed_mm = rule.overlap_min_m.saturating_mul(1_000).min(overlap.shorter_mm / 2);
    let shares = overlap.matched_mm >= needed_mm
        && overlap.matched_mm > 0
        && overlap.share_permille >= rule.overlap_min_permille;
    let sure_mm = rule.overlap_sure_m.saturating_mul(1_000);
    let same = shares || (sure_mm > 0 && overlap.matched_mm >= sure_mm);
    let facts = [
        ("matched_mm", overlap.matched_mm),
        ("shorter_mm", overlap.shorter_mm),
        ("longer_mm", overlap.longer_mm),
        ("share_permille", overlap.share_permille),
        ("offset_mm", overlap.offset_mm),
        ("corridor_mm", corridor_mm),
        ("distance_mm", apart_mm),
        ("sure_mm", sure_mm),
    ];
    let text = format!(
        "{} m dari {} m ruas yang lebih pendek ({}) berimpit dengan ruas lain, selisih tengah {} m.",
        tenths(overlap.matched_mm),
        tenths(overlap.shorter_mm),
        percent(overlap.share_permille),
        tenths(overlap.offset_mm)
    );
    let level = if same { "line_overlap" } else { "line_apart" };
    Some(Placed {
        verdict: if same { Verdict::Block } else { Verdict::Clear },
        overlap_mm: Some(overlap.matched_mm),
        opposed: overlap.opposed,
        evidence: vec![evidence(level, &facts, text)],
    })
}

/// Every other pair: by distance and the errors of both positions.
fn by_distance(rules: &RuleSet, rule: &ClassRule, a: &Claim, b: &Claim, apart_mm: i64) -> Placed {
    let assumed_mm = rules.accuracy_default_m.saturating_mul(1_000);
    let error_mm = |claim: &Claim| claim.accuracy_mm.unwrap_or(assumed_mm).max(0);
    let (first_mm, second_mm) = (error_mm(a), error_mm(b));
    let sure_mm = root_mean_square(first_mm, second_mm)
        .saturating_mul(rules.accuracy_factor_permille)
        / 1_000;
    let zone_mm = rule.hard_zone_m.saturating_mul(1_000).max(sure_mm);
    let lookup_mm = rule
        .lookup_radius_m
        .saturating_mul(1_000)
        .saturating_add(first_mm)
        .saturating_add(second_mm);
    let (verdict, level, rest) = if apart_mm <= zone_mm {
        (Verdict::Block, "distance_hard", format!("di dalam zona {} m", tenths(zone_mm)))
    } else if apart_mm <= lookup_mm {
        (Verdict::Warn, "distance_lookup", format!("di dalam radius {} m", tenths(lookup_mm)))
    } else {
        (Verdict::Clear, "distance_far", format!("di luar radius {} m", tenths(lookup_mm)))
    };
    let facts = [
        ("distance_mm", apart_mm),
        ("zone_mm", zone_mm),
        ("lookup_mm", lookup_mm),
        ("accuracy_a_mm", first_mm),
        ("accuracy_b_mm", second_mm),
    ];
    let text = format!(
        "Jarak kedua lokasi {} m, {rest}; ketelitian {} m dan {} m.",
        tenths(apart_mm),
        tenths(first_mm),
        tenths(second_mm)
    );
    let evidence = vec![evidence(level, &facts, text)];
    Placed { verdict, overlap_mm: None, opposed: false, evidence }
}

/// What the kind of work or of claim allows at most, with its sentence.
fn softened(a: &Claim, b: &Claim, years: i64) -> Option<(Verdict, Evidence)> {
    if let Some(capped) = weight::cap(a, b) {
        return Some(capped);
    }
    let upkeep = |claim: &Claim| claim.intervention == Intervention::Maintain;
    match (upkeep(a), upkeep(b)) {
        (true, true) if years > 0 => {
            let text = "Pemeliharaan rutin pada tahun yang berbeda.";
            Some((Verdict::Clear, evidence("maintenance_yearly", &[], text.to_owned())))
        }
        (true, false) | (false, true) => {
            let text = "Pemeliharaan atas bangunan yang sama: diberitahukan, tidak menahan.";
            Some((Verdict::Warn, evidence("maintenance_after", &[], text.to_owned())))
        }
        _ => None,
    }
}

fn class_evidence(a: &Claim, b: &Claim) -> Evidence {
    if a.class == b.class {
        let text = format!("Jenis bangunan sama: {}.", a.class.code());
        return evidence("class_same", &[], text);
    }
    let text = format!("Jenis bangunan serumpun: {} dan {}.", a.class.code(), b.class.code());
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

fn root_mean_square(a_mm: i64, b_mm: i64) -> i64 {
    let (a, b) = (metres(a_mm), metres(b_mm));
    millimetres(((a * a + b * b) / 2.0).sqrt())
}

/// Millimetres to metres; the numbers here are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn metres(mm: i64) -> f64 {
    mm as f64 / 1_000.0
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// `12,3` of 12 345 millimetres.
fn tenths(mm: i64) -> String {
    let tenths = whole(metres(mm) * 10.0);
    format!("{},{}", tenths / 10, tenths % 10)
}

/// `12,3 persen` of 123 permille.
fn percent(permille: i64) -> String {
    format!("{},{} persen", permille / 10, permille % 10)
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
