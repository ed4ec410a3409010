//! What the places of two claims say, before anything else is asked.

use crate::{
    distance::{distance_m, millimetres, whole},
    judge::evidence,
    overlap::{area_overlap, line_overlap},
    rules::{ClassRule, RuleSet},
    side::Drawn,
    together::Together,
    work::{Claim, Evidence, Verdict},
};

/// What the two places say.
pub(crate) struct Placed {
    /// The verdict of the zones.
    pub verdict: Verdict,
    /// Shared length, where lines were compared.
    pub overlap_mm: Option<i64>,
    /// How two lines were drawn to one another.
    pub drawn: Option<Drawn>,
    /// What to tell, at least one piece.
    pub evidence: Vec<Evidence>,
}

/// Compares two places by the rule of their classes; `together` is what both works share over all
/// their sites, where that is more than these two.
pub(crate) fn place(
    rules: &RuleSet,
    rule: &ClassRule,
    (a, b): (&Claim, &Claim),
    apart_mm: i64,
    together: Option<&Together>,
) -> Placed {
    if rule.overlap_min_m > 0
        && let Some(placed) = lines(rules, rule, (a, b), apart_mm, together)
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
            ("narrower_mm", overlap.narrower_mm),
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
            return Placed { verdict: Verdict::Block, overlap_mm: None, drawn: None, evidence };
        }
        let mut placed = by_distance(rules, rule, a, b, apart_mm);
        // Areas no wider than the errors of their corners tell nothing by how they overlap.
        if errors(rules, a, b).zone_mm < overlap.narrower_mm {
            placed.verdict = placed.verdict.min(Verdict::Warn);
        }
        let text = format!("Bidang bertindih {}, di bawah batas.", percent(share));
        placed.evidence.push(evidence("area_apart", &facts, text));
        return placed;
    }
    by_distance(rules, rule, a, b, apart_mm)
}

/// What the two places alone say, and the sentence; the order of the claims does not matter.
pub(crate) fn place_alone(
    rules: &RuleSet,
    one: &Claim,
    two: &Claim,
    together: Option<&Together>,
) -> (Verdict, String) {
    let Some(rule) = rules.rule_for(one.class, two.class) else {
        return (Verdict::Clear, String::new());
    };
    let apart_mm = millimetres(distance_m(&one.shape, &two.shape));
    if apart_mm > rules.candidate_radius_m.saturating_mul(1_000) {
        return (Verdict::Clear, String::new());
    }
    let placed = place(rules, &rule, (one, two), apart_mm, together);
    let told: Vec<&str> = placed.evidence.iter().map(|piece| piece.text.as_str()).collect();
    (placed.verdict, told.join(" "))
}

/// Half the width of the corridor in which two lines are one, grown by the errors of both.
pub(crate) fn corridor_mm(rules: &RuleSet, rule: &ClassRule, a: &Claim, b: &Claim) -> i64 {
    let widened_mm = root_mean_square(error_mm(rules, a), error_mm(rules, b));
    rule.corridor_m.saturating_mul(1_000).saturating_add(widened_mm)
}

/// Whether so many shared metres of lines, of which the shorter is so long, make one work of two.
pub(crate) fn is_shared(
    rule: &ClassRule,
    matched_mm: i64,
    shorter_mm: i64,
    share_permille: i64,
) -> bool {
    // A line too short to reach the length is the same work when half of it is.
    let needed_mm = rule.overlap_min_m.saturating_mul(1_000).min(shorter_mm / 2);
    let shares =
        matched_mm >= needed_mm && matched_mm > 0 && share_permille >= rule.overlap_min_permille;
    let sure_mm = rule.overlap_sure_m.saturating_mul(1_000);
    shares || (sure_mm > 0 && matched_mm >= sure_mm)
}

/// The metres that two lines share, millimetres; 0 where nothing is shared or lines are not
/// compared.
pub(crate) fn shared_mm(rules: &RuleSet, a: &Claim, b: &Claim) -> i64 {
    let rule = rules.rule_for(a.class, b.class).filter(|rule| rule.overlap_min_m > 0);
    let overlap = rule
        .and_then(|rule| line_overlap(&a.shape, &b.shape, metres(corridor_mm(rules, &rule, a, b))));
    let apart_mm = || millimetres(distance_m(&a.shape, &b.shape));
    let near = |mm: &i64| *mm > 0 && apart_mm() <= rules.candidate_radius_m.saturating_mul(1_000);
    overlap.map(|overlap| overlap.matched_mm).filter(near).unwrap_or_default()
}

/// Two lines: one work when they run together for long enough, else clear.
fn lines(
    rules: &RuleSet,
    rule: &ClassRule,
    (a, b): (&Claim, &Claim),
    apart_mm: i64,
    together: Option<&Together>,
) -> Option<Placed> {
    let corridor_mm = corridor_mm(rules, rule, a, b);
    let overlap = line_overlap(&a.shape, &b.shape, metres(corridor_mm))?;
    let (matched_mm, share) = (overlap.matched_mm, overlap.share_permille);
    let same = is_shared(rule, matched_mm, overlap.shorter_mm, share);
    let zone_mm = errors(rules, a, b).zone_mm;
    if !same && together.is_none() && overlap.shorter_mm <= zone_mm {
        // A line no longer than the errors of its ends is a place: it may have slid along.
        return None;
    }
    let mut facts = vec![
        ("matched_mm", matched_mm),
        ("shorter_mm", overlap.shorter_mm),
        ("longer_mm", overlap.longer_mm),
        ("share_permille", share),
        ("offset_mm", overlap.offset_mm),
        ("corridor_mm", corridor_mm),
        ("distance_mm", apart_mm),
        ("sure_mm", rule.overlap_sure_m.saturating_mul(1_000)),
    ];
    if rules.metres_conserved {
        // Which metres, from the start of the shorter line as drawn.
        facts.extend([("from_mm", overlap.from_mm), ("to_mm", overlap.to_mm)]);
    }
    let mut limit = percent(rule.overlap_min_permille);
    if rule.overlap_sure_m > 0 {
        limit = format!("{limit} atau {} m", rule.overlap_sure_m);
    }
    let text = format!(
        "{} m dari {} m ruas yang lebih pendek ({}) berimpit dengan ruas lain, selisih tengah {} m, \
         batas {limit}.",
        tenths(matched_mm),
        tenths(overlap.shorter_mm),
        percent(share),
        tenths(overlap.offset_mm)
    );
    let level = if same { "line_overlap" } else { "line_apart" };
    let mut told = vec![evidence(level, &facts, text)];
    told.extend(together.map(Together::evidence));
    let same = same || together.is_some_and(|together| together.is_one(rule));
    let shared_mm = together.map_or(matched_mm, |together| together.shared_mm.max(matched_mm));
    Some(Placed {
        verdict: if same { Verdict::Block } else { Verdict::Clear },
        overlap_mm: Some(shared_mm),
        drawn: Some(Drawn::of(rules, rule, &overlap, zone_mm)),
        evidence: told,
    })
}

/// The errors of two positions.
struct Errors {
    first_mm: i64,
    second_mm: i64,
    /// So far apart may be what is in one place, in 99 of 100 cases.
    zone_mm: i64,
}

fn errors(rules: &RuleSet, a: &Claim, b: &Claim) -> Errors {
    let (first_mm, second_mm) = (error_mm(rules, a), error_mm(rules, b));
    let both_mm = root_mean_square(first_mm, second_mm);
    let zone_mm = both_mm.saturating_mul(rules.accuracy_factor_permille) / 1_000;
    Errors { first_mm, second_mm, zone_mm }
}

/// The error that a position is reckoned with: the assumed one where none was recorded, and never
/// less than the way in which it came about allows. Neither to leave an accuracy out nor to invent
/// one is a way to be clear.
pub(crate) fn error_mm(rules: &RuleSet, claim: &Claim) -> i64 {
    let assumed_mm = rules.accuracy_default_m.saturating_mul(1_000);
    let floor_mm = rules.accuracy_floor_m(claim.facts.capture).saturating_mul(1_000);
    claim.accuracy_mm.unwrap_or(assumed_mm).max(floor_mm).max(0)
}

/// Every other pair: by distance and the errors of both positions.
fn by_distance(rules: &RuleSet, rule: &ClassRule, a: &Claim, b: &Claim, apart_mm: i64) -> Placed {
    let Errors { first_mm, second_mm, zone_mm } = errors(rules, a, b);
    let zone_mm = rule.hard_zone_m.saturating_mul(1_000).max(zone_mm);
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
        (accuracy_key(a, "accuracy_a_mm", "accuracy_a_assumed_mm"), first_mm),
        (accuracy_key(b, "accuracy_b_mm", "accuracy_b_assumed_mm"), second_mm),
    ];
    let text = format!(
        "Jarak kedua lokasi {} m, {rest}; ketelitian {} dan {}.",
        tenths(apart_mm),
        accuracy_told(a, first_mm),
        accuracy_told(b, second_mm)
    );
    let evidence = vec![evidence(level, &facts, text)];
    Placed { verdict, overlap_mm: None, drawn: None, evidence }
}

/// The name of an error among the facts: one that nobody recorded is not told as measured.
fn accuracy_key(claim: &Claim, recorded: &'static str, assumed: &'static str) -> &'static str {
    if claim.accuracy_mm.is_some() { recorded } else { assumed }
}

/// The error that is reckoned with, in words.
fn accuracy_told(claim: &Claim, error_mm: i64) -> String {
    let error_m = tenths(error_mm);
    match claim.accuracy_mm {
        Some(told_mm) if told_mm < error_mm => {
            format!("{} m (dihitung {error_m} m menurut cara mengukurnya)", tenths(told_mm.max(0)))
        }
        Some(_) => format!("{error_m} m"),
        None => format!("tidak tercatat (dianggap {error_m} m menurut kebijakan)"),
    }
}

fn root_mean_square(a_mm: i64, b_mm: i64) -> i64 {
    let (a, b) = (metres(a_mm), metres(b_mm));
    millimetres(((a * a + b * b) / 2.0).sqrt())
}

/// Millimetres to metres; the numbers here are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn metres(mm: i64) -> f64 {
    mm as f64 / 1_000.0
}

/// `12,3` of 12 345 millimetres.
pub(crate) fn tenths(mm: i64) -> String {
    let tenths = whole(metres(mm) * 10.0);
    format!("{},{}", tenths / 10, tenths % 10)
}

/// `12,3 persen` of 123 permille.
pub(crate) fn percent(permille: i64) -> String {
    format!("{},{} persen", permille / 10, permille % 10)
}
