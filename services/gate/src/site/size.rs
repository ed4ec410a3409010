//! Doubts about what was drawn against what was declared.

use domain::geo::{LonLat, Shape};

use super::{
    Doubt, Limits, Sketch,
    refusal::{SITE_AREA_DIFFERS, SITE_LENGTH_DIFFERS, SITE_LINE_RETURNS},
};
use crate::{
    distance::whole, facts::Side, frame::Frame, overlap::area_m2, place::metres, plane::apart,
    work::Footprint,
};

/// Units of a volume in one stored unit.
const E4: f64 = 10_000.0;
/// A ratio this near to a power of ten is a slip of the decimal point, permille.
const SLIP_PERMILLE: f64 = 50.0;

/// Both ends of a line in one place.
pub(super) fn ends(n: usize, site: &Footprint, limits: &Limits) -> Option<Doubt> {
    let Shape::Line(line) = &site.shape else { return None };
    let frame = Frame::of(&site.shape);
    let apart_m = apart(frame.xy(*line.first()?), frame.xy(*line.last()?));
    (apart_m <= u32::try_from(limits.ends_m).map_or(-1.0, f64::from))
        .then(|| Doubt::at(n, SITE_LINE_RETURNS.refuse().fact("distance_m", whole(apart_m))))
}

/// Length of the lines or area of the areas among the sites against the volume, where the unit is
/// one of length or area. So many millimetres of the lines run on others of the work and are no
/// length of their own.
pub(super) fn check(work: &Sketch<'_>, again_mm: i64, limits: &Limits) -> Option<Doubt> {
    if work.volume_e4 <= 0 || work.sites.is_empty() {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "a volume is far below 2^53 of its units")]
    let volume = work.volume_e4 as f64 / E4;
    let unit = Unit::read(work.unit)?;
    let declared = volume * unit.factor();
    let drawn: f64 = match unit {
        Unit::Metre | Unit::Kilometre => {
            let lines = work.sites.iter().filter_map(|site| length_m(&site.shape));
            lines.sum::<f64>() - metres(again_mm)
        }
        Unit::SquareMetre | Unit::Hectare => {
            work.sites.iter().filter_map(|site| area_m2(&site.shape)).sum()
        }
    };
    if matches!(unit, Unit::SquareMetre | Unit::Hectare) {
        let tells = differs(drawn, declared, limits.area_permille)?;
        let refusal = SITE_AREA_DIFFERS.refuse().fact("drawn_m2", whole(drawn));
        return Some(Doubt::of_all(
            refusal.fact("declared_m2", whole(declared)).fact("hint", tells),
        ));
    }
    // On both sides of one drawn line the volume may count each side.
    let halved = differs(drawn, declared / 2.0, limits.length_permille);
    if work.side == Some(Side::Both) && halved.is_none() {
        return None;
    }
    let tells = differs(drawn, declared, limits.length_permille)?;
    let refusal = SITE_LENGTH_DIFFERS.refuse().fact("drawn_m", whole(drawn));
    Some(Doubt::of_all(refusal.fact("declared_m", whole(declared)).fact("hint", tells)))
}

/// A hint when two sizes differ by more than a factor; none when they do not.
fn differs(drawn: f64, declared: f64, permille: i64) -> Option<&'static str> {
    if drawn <= 0.0 || declared <= 0.0 {
        return None;
    }
    let ratio = (drawn / declared).max(declared / drawn);
    let allowed = u32::try_from(permille).map_or(f64::MAX, f64::from) / 1_000.0;
    if ratio <= allowed {
        return None;
    }
    let power = ratio.log10().round();
    let slip = power >= 1.0 && (ratio / 10_f64.powf(power) - 1.0).abs() * 1_000.0 <= SLIP_PERMILLE;
    Some(if slip { "; mungkin salah letak koma" } else { "" })
}

/// Length of a line, metres; none for other shapes.
fn length_m(shape: &Shape) -> Option<f64> {
    let Shape::Line(line) = shape else { return None };
    let frame = Frame::of(shape);
    let step = |(a, b): (&LonLat, &LonLat)| apart(frame.xy(*a), frame.xy(*b));
    Some(line.iter().zip(line.iter().skip(1)).map(step).sum())
}

/// A unit that can be measured on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Metre,
    Kilometre,
    SquareMetre,
    Hectare,
}

impl Unit {
    /// The unit of a text as people write it; none for those that no map shows.
    pub fn read(text: &str) -> Option<Self> {
        // What stands in brackets says how high or wide, not how long.
        let bare: String = text
            .split('(')
            .next()
            .unwrap_or_default()
            .to_lowercase()
            .replace('²', "2")
            .replace('¹', "1")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        Some(match bare.as_str() {
            "m" | "m1" | "mtr" | "mtr1" | "mt" | "meter" | "meter1" | "metre" | "mlari"
            | "meterlari" | "mpanjang" | "lm" | "ml" => Self::Metre,
            "km" | "kilometer" => Self::Kilometre,
            "m2" | "mtr2" | "meter2" | "meterpersegi" | "mpersegi" | "msq" => Self::SquareMetre,
            "ha" | "hektar" | "hektare" => Self::Hectare,
            _ => return None,
        })
    }

    /// Metres or square metres of one unit.
    const fn factor(self) -> f64 {
        match self {
            Self::Metre | Self::SquareMetre => 1.0,
            Self::Kilometre => 1_000.0,
            Self::Hectare => 10_000.0,
        }
    }
}
