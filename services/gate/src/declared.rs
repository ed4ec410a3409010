//! What people declare of two works, weighed against what the geometry shows.
//!
//! A declaration never speaks alone: another side, layer or part lowers a pair to
//! "told", so that both villages still read of it; a phase or a segment that shares
//! more than the rules tolerate is said to be untrue and excuses nothing.

use domain::{Day, WorkClass};

use crate::{
    facts::{Layer, RelationKind},
    judge::evidence,
    rules::{
        RuleSet,
        matrix::{LAYERS, Tells},
    },
    side::{self, Drawn},
    work::{Claim, Evidence, Intervention, Verdict},
};

/// What is known of a pair before its declarations are weighed.
pub(crate) struct Met {
    /// Years apart.
    pub years: i64,
    /// What the two places alone say.
    pub place: Verdict,
    /// How two lines were drawn to one another.
    pub drawn: Option<Drawn>,
}

/// What a declaration does to a verdict.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Lowers it to this at most.
    AtMost(Verdict),
    /// Raises it to this at least.
    AtLeast(Verdict),
    /// Leaves it.
    Told,
}

/// A declaration as it was weighed.
#[derive(Debug)]
pub(crate) struct Weighed {
    effect: Effect,
    /// What to tell.
    pub evidence: Evidence,
}

impl Weighed {
    pub fn new(
        effect: Effect,
        level: &str,
        facts: &[(&str, i64)],
        text: impl Into<String>,
    ) -> Self {
        Self { effect, evidence: evidence(level, facts, text.into()) }
    }

    /// Whether it makes two works of both.
    pub fn is_apart(&self) -> bool {
        matches!(self.effect, Effect::AtMost(_))
    }

    /// The verdict after it.
    pub fn apply(&self, verdict: Verdict) -> Verdict {
        match self.effect {
            Effect::AtMost(cap) => verdict.min(cap),
            Effect::AtLeast(floor) => verdict.max(floor),
            Effect::Told => verdict,
        }
    }
}

/// Weighs every declaration of two claims, in a fixed order.
pub(crate) fn weigh(rules: &RuleSet, a: &Claim, b: &Claim, met: &Met) -> Vec<Weighed> {
    let mut weighed: Vec<Weighed> = Vec::new();
    weighed.extend(apart(rules, a, b, met.years, Tells::Class));
    weighed.extend(side::weigh(a, b, met));
    weighed.extend(layer_same(a, b));
    weighed.extend(apart(rules, a, b, met.years, Tells::Layer));
    for (from, to) in [(a, b), (b, a)] {
        weighed.extend(relation(rules, from, to, met));
    }
    weighed.extend(household(a, b, met));
    weighed
}

/// What the rows of the rules that go by one thing make of two claims.
pub(crate) fn apart(
    rules: &RuleSet,
    a: &Claim,
    b: &Claim,
    years: i64,
    tells: Tells,
) -> Vec<Weighed> {
    let rows = rules.matrix.met(rules, (a, b), years, tells).into_iter();
    let weighed = rows.map(|(row, one, other)| {
        if row.follows {
            return overlay(rules, row.at_most, one, other);
        }
        let layer = |claim: &Claim| claim.facts.layer.map_or("lapis lain", Layer::title);
        let text = row.text.replace(LAYERS, &format!("{} dan {}", layer(a), layer(b)));
        Weighed::new(Effect::AtMost(row.at_most), &row.level, &[], text)
    });
    weighed.collect()
}

/// Layers that follow one another in time are two works, as the rows say; the same layer twice
/// is not.
fn layer_same(a: &Claim, b: &Claim) -> Option<Weighed> {
    let (first, second) = (a.facts.layer?, b.facts.layer?);
    (first == second).then(|| {
        let text = format!("Lapis sama: {}.", first.title());
        Weighed::new(Effect::Told, "layer_same", &[], text)
    })
}

/// A surface on a base: two works when the base lay long enough.
fn overlay(rules: &RuleSet, at_most: Verdict, base: &Claim, surface: &Claim) -> Weighed {
    let needed = rules.overlay_min_months;
    let Some(months) = months_between(base, surface) else {
        let text = format!(
            "Lapis pondasi dan permukaan: tanggal belum lengkap, jeda {needed} bulan tidak dapat diperiksa."
        );
        return Weighed::new(Effect::Told, "layer_undated", &[("needed_months", needed)], text);
    };
    let facts = [("months", months), ("needed_months", needed)];
    if months >= needed {
        let text = format!("Lapis permukaan di atas pondasi setelah {months} bulan: wajar.");
        return Weighed::new(Effect::AtMost(at_most), "layer_after", &facts, text);
    }
    let text =
        format!("Lapis permukaan hanya {months} bulan setelah pondasi, seharusnya {needed} bulan.");
    Weighed::new(Effect::Told, "layer_too_soon", &facts, text)
}

/// Whole months from the end of the base to the start of the surface; by the planned days, or
/// from budget years that lie far enough apart whatever their days.
fn months_between(base: &Claim, surface: &Claim) -> Option<i64> {
    let done = base.facts.ends.or(base.facts.starts);
    match (done, surface.facts.starts) {
        (Some(done), Some(begins)) => Some(months(done, begins)),
        _ => {
            let years = i64::from(surface.tahun.get()) - i64::from(base.tahun.get());
            (years >= 2).then(|| (years - 1) * 12)
        }
    }
}

fn months(from: Day, to: Day) -> i64 {
    let count = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
    let begun = i64::from(to.day_of_month() < from.day_of_month());
    count(to) - count(from) - begun
}

/// What one claim says of the other.
fn relation(rules: &RuleSet, from: &Claim, to: &Claim, met: &Met) -> Vec<Weighed> {
    let relations = from.facts.relations.iter();
    let named = relations.filter(|relation| relation.names(to.kind, &to.desa, to.project));
    named.map(|relation| told(rules, relation.kind, from, to, met)).collect()
}

fn told(rules: &RuleSet, kind: RelationKind, from: &Claim, to: &Claim, met: &Met) -> Weighed {
    let facts = [("years", met.years)];
    if is_true(rules, kind, from, to, met.place) {
        let text = format!("Dinyatakan sebagai {}; sesuai dengan lokasi dan isian.", kind.title());
        return Weighed::new(Effect::AtMost(Verdict::Warn), "declared", &facts, text);
    }
    let text =
        format!("Dinyatakan sebagai {}, tetapi lokasi atau isian tidak mendukung.", kind.title());
    Weighed::new(Effect::Told, "declared_false", &facts, text)
}

/// Whether place and facts bear a declaration out. `place` is what the places alone say.
pub(crate) fn is_true(
    rules: &RuleSet,
    kind: RelationKind,
    from: &Claim,
    to: &Claim,
    place: Verdict,
) -> bool {
    let differ = |one: Option<Layer>, other: Option<Layer>| {
        one.zip(other).is_some_and(|(one, other)| {
            one != other && one != Layer::Whole && other != Layer::Whole
        })
    };
    match kind {
        RelationKind::Phase => {
            let (mine, theirs) = (from.facts.phase, to.facts.phase);
            let numbered = mine.zip(theirs).is_some_and(|(mine, theirs)| mine != theirs);
            numbered && rules.share_family(from.class, to.class) && place != Verdict::Block
        }
        RelationKind::Segment => {
            rules.share_family(from.class, to.class) && place != Verdict::Block
        }
        RelationKind::MaintenanceOf => {
            from.intervention == Intervention::Maintain
                && to.intervention != Intervention::Maintain
                && from.tahun >= to.tahun
        }
        RelationKind::OtherComponent => {
            from.class != to.class || differ(from.facts.layer, to.facts.layer)
        }
    }
}

/// One household is one house, whichever scheme pays; two households are two.
fn household(a: &Claim, b: &Claim, met: &Met) -> Option<Weighed> {
    let (first, second) = (&a.facts.household, &b.facts.household);
    if a.class != WorkClass::Housing || b.class != WorkClass::Housing || first.is_empty() {
        return None;
    }
    if second.is_empty() {
        return None;
    }
    if first != second {
        let text = "Rumah tangga penerima berbeda: diberitahukan, tidak menahan.";
        return Some(Weighed::new(Effect::AtMost(Verdict::Warn), "household_other", &[], text));
    }
    let facts = [("years", met.years)];
    let text = "Rumah tangga penerima sama.";
    Some(Weighed::new(Effect::AtLeast(Verdict::Block), "household_same", &facts, text))
}

#[cfg(test)]
#[path = "declared_tests.rs"]
mod tests;
