//! The side of a road or the bank of a water: as declared, and as drawn.
//!
//! Two drawings of one thing lie to one another by chance, within their errors; a line that keeps
//! to one side of another, further than both errors explain, is another one. A drawn side bears a
//! declared one out or contradicts it, and what it contradicts excuses nothing.

use domain::geo::Shape;

use crate::{
    declared::{Effect, Met, Weighed},
    facts::Side,
    overlap::LineOverlap,
    place::{percent, tenths},
    rules::{ClassRule, RuleSet},
    work::{Claim, Verdict},
};

/// How two lines were drawn to one another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn {
    /// Whether in opposite directions.
    opposed: bool,
    /// Median offset of the second from the first: above 0 left of it, along it as drawn.
    side_mm: i64,
    /// The shared part on that side.
    steady_permille: i64,
    /// What the errors of both positions explain.
    zone_mm: i64,
    /// Whether the rules hear drawn sides.
    is_heard: bool,
    /// Whether one keeps to a side of the other.
    is_apart: bool,
    /// Whether it does so beyond what the errors of both explain.
    is_sure: bool,
}

impl Drawn {
    /// Reads the sides from two lines; `zone_mm` is what the errors of both explain.
    pub fn of(rules: &RuleSet, rule: &ClassRule, overlap: &LineOverlap, zone_mm: i64) -> Self {
        let (side_mm, steady_permille) = (overlap.second_side_mm, overlap.one_side_permille);
        let off_mm = side_mm.saturating_abs();
        let reaches = |least_m: i64| least_m > 0 && off_mm >= least_m.saturating_mul(1_000);
        let steady = steady_permille >= rules.side_steady_permille;
        let is_heard =
            rules.side_steady_permille > 0 && rule.side_min_m > 0 && overlap.matched_mm > 0;
        let is_apart = is_heard && steady && reaches(rule.side_min_m);
        let is_sure = is_apart && reaches(rule.side_sure_m) && off_mm > zone_mm;
        let opposed = overlap.opposed;
        Self { opposed, side_mm, steady_permille, zone_mm, is_heard, is_apart, is_sure }
    }

    /// Whether lines so drawn may be of two sides; where the rules hear no drawing they may.
    pub const fn allows_sides(&self) -> bool {
        !self.is_heard || self.is_apart
    }

    /// Whether one keeps to a side of the other.
    pub const fn is_apart(&self) -> bool {
        self.is_apart
    }

    /// Where the second lies, looking along the first.
    const fn lies(&self) -> Side {
        if self.side_mm > 0 { Side::Left } else { Side::Right }
    }

    fn facts(&self) -> [(&'static str, i64); 3] {
        [
            ("side_mm", self.side_mm),
            ("one_side_permille", self.steady_permille),
            ("zone_mm", self.zone_mm),
        ]
    }

    /// How far, and how steadily.
    fn told(&self) -> String {
        let off = tenths(self.side_mm.saturating_abs());
        format!("selisih tengah {off} m, {} pada satu sisi", percent(self.steady_permille))
    }
}

/// The same side seen along the line drawn the other way.
const fn turned(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Both => Side::Both,
    }
}

/// Left and right are seen along a line; a point or an area has neither.
const fn is_line(claim: &Claim) -> bool {
    matches!(claim.shape, Shape::Line(_))
}

/// Weighs the sides of two claims. Who builds on both sides builds on either.
pub(crate) fn weigh(a: &Claim, b: &Claim, met: &Met) -> Option<Weighed> {
    match (a.facts.side, b.facts.side) {
        (Some(Side::Both), _) | (_, Some(Side::Both)) => None,
        (Some(_), Some(_)) if !(is_line(a) && is_line(b)) => {
            let text = "Sisi dinyatakan, tetapi hanya garis yang mempunyai sisi.";
            Some(Weighed::new(Effect::Told, "side_of_no_line", &[], text.to_owned()))
        }
        (Some(first), Some(second)) => Some(declared(first, second, met)),
        _ => met.drawn.filter(|drawn| drawn.is_sure).map(|drawn| {
            let text = format!(
                "Kedua garis digambar pada sisi yang berbeda: {}, di luar ketelitian {} m; \
                 diberitahukan, tidak menahan.",
                drawn.told(),
                tenths(drawn.zone_mm)
            );
            let effect = Effect::AtMost(Verdict::Warn);
            Weighed::new(effect, "side_drawn", &drawn.facts(), text)
        }),
    }
}

/// Left and right are two works while both mean the same direction of the line, and the drawing
/// does not say otherwise.
fn declared(first: Side, second: Side, met: &Met) -> Weighed {
    let opposed = met.drawn.is_some_and(|drawn| drawn.opposed);
    // The second's side as one looks along the first.
    let seen = if opposed { turned(second) } else { second };
    let words = format!("{} dan {}", first.title(), second.title());
    if let Some(drawn) = met.drawn.filter(|drawn| drawn.is_apart && seen != first) {
        if drawn.lies() == seen {
            let ways = if opposed { " pada garis yang digambar berlawanan arah" } else { "" };
            let text = format!(
                "Sisi berbeda: {words}{ways}, dan digambar demikian ({}); diberitahukan, tidak menahan.",
                drawn.told()
            );
            let effect = Effect::AtMost(Verdict::Warn);
            return Weighed::new(effect, "side_other", &drawn.facts(), text);
        }
        if !opposed {
            let text = format!(
                "Sisi dinyatakan berbeda ({words}), tetapi garis yang dinyatakan {} digambar di \
                 sebelah {} garis yang lain ({}): gambar membantah pernyataan.",
                second.title(),
                drawn.lies().title(),
                drawn.told()
            );
            return Weighed::new(Effect::Told, "side_contradicted", &drawn.facts(), text);
        }
    }
    // One place and one side: whatever the names say, both villages read of it.
    let confirmed =
        met.place == Verdict::Block && met.drawn.is_some_and(|drawn| !drawn.allows_sides());
    let same = if confirmed { Effect::AtLeast(Verdict::Warn) } else { Effect::Told };
    match (first != second, opposed) {
        (true, false) if met.is_twice() => {
            let text = format!(
                "Sisi dinyatakan berbeda ({words}), tetapi nama, nilai, tahun, dan tempatnya satu, dan \
                 digambar sebagai satu: diputus orang."
            );
            Weighed::new(Effect::Told, "side_undrawn", &[], text)
        }
        (true, false) => {
            let text = format!("Sisi berbeda: {words}; diberitahukan, tidak menahan.");
            Weighed::new(Effect::AtMost(Verdict::Warn), "side_other", &[], text)
        }
        (true, true) => {
            let text = format!(
                "Sisi dinyatakan berbeda ({words}), tetapi kedua garis digambar berlawanan arah: sisinya sama."
            );
            Weighed::new(same, "side_turned", &[], text)
        }
        (false, _) => {
            let text = format!("Sisi sama: {}.", first.title());
            Weighed::new(same, "side_same", &[], text)
        }
    }
}

#[cfg(test)]
#[path = "side_tests.rs"]
mod tests;
