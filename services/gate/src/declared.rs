//! What people declare of two works, weighed against what the geometry shows.
//!
//! A declaration never speaks alone: another side, layer or part lowers a pair to
//! "told", so that both villages still read of it; a phase or a segment that shares
//! more than the rules tolerate is said to be untrue and excuses nothing.

use domain::{Day, WorkClass, geo::Shape};

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
    /// Whether they lie within the hard zone of their classes, whatever their errors.
    pub is_in_hard_zone: bool,
    /// Whether both carry one name and one amount in one year.
    pub is_one_entry: bool,
}

impl Met {
    /// Whether they look like one work that was entered twice: one name, amount, year and place, and
    /// drawn as one. Then a side or a layer that is declared alone makes no two of it.
    pub fn is_twice(&self) -> bool {
        self.is_one_entry
            && self.place == Verdict::Block
            && self.drawn.is_none_or(|drawn| !drawn.is_apart())
    }
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
    // A shoulder lies beside the rest; what is laid on a base lies where that does.
    let is_shoulder = |claim: &Claim| claim.facts.layer == Some(Layer::Shoulder);
    let is_undrawn = met.is_twice() && (is_shoulder(a) || is_shoulder(b));
    weighed.extend(
        apart(rules, a, b, met.years, Tells::Layer)
            .into_iter()
            .map(|told| if is_undrawn && told.is_apart() { layer_undrawn(a, b) } else { told }),
    );
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

/// Two layers of what looks like one entry.
fn layer_undrawn(a: &Claim, b: &Claim) -> Weighed {
    let [one, two] = [a, b].map(|claim| claim.facts.layer.map_or("lapis lain", Layer::title));
    let text = format!(
        "Bagian dinyatakan berbeda ({one} dan {two}), tetapi nama, nilai, tahun, dan tempatnya satu: \
         diputus orang."
    );
    Weighed::new(Effect::Told, "layer_undrawn", &[], text)
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
        if !excuses(kind, from, to, met.place) {
            let text = format!(
                "Dinyatakan sebagai {}; sesuai dengan isian, tetapi tempatnya satu: diputus orang.",
                kind.title()
            );
            return Weighed::new(Effect::Told, "declared_one_place", &facts, text);
        }
        let text = format!("Dinyatakan sebagai {}; sesuai dengan lokasi dan isian.", kind.title());
        return Weighed::new(Effect::AtMost(Verdict::Warn), "declared", &facts, text);
    }
    let text =
        format!("Dinyatakan sebagai {}, tetapi lokasi atau isian tidak mendukung.", kind.title());
    Weighed::new(Effect::Told, "declared_false", &facts, text)
}

/// Whether a declaration that is borne out lets money move where the places are one. It is said by
/// one side alone, so it excuses what cannot be the same thing twice: upkeep in a later year, and
/// what stands at a point of a line or an area. Anything else is for people, who read it.
fn excuses(kind: RelationKind, from: &Claim, to: &Claim, place: Verdict) -> bool {
    let is_point = |claim: &Claim| matches!(claim.shape, Shape::Point(_));
    match kind {
        _ if place != Verdict::Block => true,
        RelationKind::Phase | RelationKind::Segment => true,
        RelationKind::MaintenanceOf => from.tahun > to.tahun,
        RelationKind::OtherComponent => is_point(from) && !is_point(to),
    }
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

/// One household is one house, whichever scheme pays; two households are two, unless one house would
/// be paid twice in a year: people look whether two live in it.
fn household(a: &Claim, b: &Claim, met: &Met) -> Option<Weighed> {
    let (first, second) = (&a.facts.household, &b.facts.household);
    if a.class != WorkClass::Housing || b.class != WorkClass::Housing || first.is_empty() {
        return None;
    }
    if second.is_empty() {
        return None;
    }
    if first != second && met.years == 0 && met.place == Verdict::Block && met.is_in_hard_zone {
        let text = "Rumah tangga penerima berbeda, tetapi rumah dan tahunnya satu: diputus orang.";
        return Some(Weighed::new(Effect::Told, "household_other", &[], text));
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
