//! The features of a pair that need no other work.

use domain::WorkClass;

use super::{
    feature::{F, Values},
    item::{Item, Trust, Unit, design_life, is_linear},
    known::Known,
    measure::{Measured, measure},
    photo::fewest_bits,
    set::claimed_m,
    sketch::{Kind, Sketch},
};
use crate::{
    facts::Capture,
    words::{Agreement, Compared, compare},
};

/// Error taken for a phone's position without one, metres.
const PHONE_ERROR_M: f64 = 10.0;
/// Error taken for a drawn position without one, metres.
const DRAWN_ERROR_M: f64 = 5.0;
/// What a device may claim, metres.
const ERROR_M: std::ops::RangeInclusive<f64> = 3.0..=60.0;
/// Reach of a work that tells no length, metres.
const REACH_DEFAULT_M: f64 = 30.0;
/// Usual width of a road, a drain or a wall of which only the area is told, metres.
const WIDTH_M: f64 = 3.0;

/// A work with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The work.
    pub item: &'a Item,
    /// What is known.
    pub known: &'a Known,
}

/// The features of two works.
pub fn values(a: Side<'_>, b: Side<'_>) -> Values {
    let mut values = Values::default();
    place(&mut values, a, b);
    let named = names(&mut values, a, b);
    slots(&mut values, &named);
    sizes(&mut values, a, b);
    money(&mut values, a.item, b.item);
    when(&mut values, a.item, b.item);
    values.set(F::Photo, photos(&a.item.photos, &b.item.photos));
    values
}

/// Single precision is enough for a level.
#[allow(clippy::cast_possible_truncation)]
fn as_f32(value: f64) -> f32 {
    value as f32
}

/// 68 % error of a position, metres.
pub fn error_m(item: &Item) -> f64 {
    let phone = matches!(item.capture, Some(Capture::PhonePoint | Capture::PhoneTrack));
    match item.accuracy_m {
        Some(told) if told > 0.5 && told < 500.0 => told.clamp(*ERROR_M.start(), *ERROR_M.end()),
        _ if phone => PHONE_ERROR_M,
        _ => DRAWN_ERROR_M,
    }
}

/// How far a work extends by what its volume says, metres: what is long by its usual width, any
/// other area as a square.
pub(super) fn reach_m(item: &Item) -> Option<f64> {
    let volume = Some(item.volume).filter(|volume| *volume > 0.0)?;
    match item.unit {
        Unit::Length => Some(volume),
        Unit::Area if is_linear(item.class) => Some(volume / WIDTH_M),
        Unit::Area => Some(volume.sqrt()),
        _ => None,
    }
}

/// The shape to measure: of a line that was walked the line.
fn shape(side: Side<'_>) -> Option<&Sketch> {
    side.known.walked.as_ref().or(side.item.sketch.as_ref())
}

fn place(values: &mut Values, a: Side<'_>, b: Side<'_>) {
    let fixed = |item: &Item| matches!(item.trust, Trust::Swapped | Trust::SignLost);
    let far = |item: &Item| item.trust == Trust::Far;
    let (one, two) = (a.item, b.item);
    values.set(
        F::Repair,
        match (far(one), far(two), fixed(one), fixed(two)) {
            (true, true, ..) => 4.0,
            (true, ..) | (_, true, ..) => 3.0,
            (_, _, true, true) => 2.0,
            (_, _, true, _) | (_, _, _, true) => 1.0,
            _ => 0.0,
        },
    );
    let (Some(first), Some(second)) = (shape(a), shape(b)) else {
        let both = one.sketch.is_none() && two.sketch.is_none();
        values.set(F::Regime, if both { 7.0 } else { 6.0 });
        return;
    };
    values.set(F::Regime, regime(first.kind, second.kind));
    let error = error_m(one).hypot(error_m(two));
    let measured = measure(first, second, error);
    values.set(F::Distance, as_f32(measured.distance_m));
    values.set(F::Relative, as_f32(measured.distance_m / error));
    values.set(F::SamePin, one.sketch.as_ref().zip(two.sketch.as_ref()).map_or(0.0, same_pin));
    if let Some(shared) = measured.shared {
        values.set(F::OffsetRelative, as_f32(shared.offset_m / error));
    }
    shapes(values, a, b, &measured);
}

fn regime(a: Kind, b: Kind) -> f32 {
    match (a, b) {
        (Kind::Point, Kind::Point) => 0.0,
        (Kind::Point, Kind::Line) | (Kind::Line, Kind::Point) => 1.0,
        (Kind::Line, Kind::Line) => 2.0,
        (Kind::Point, Kind::Area) | (Kind::Area, Kind::Point) => 3.0,
        (Kind::Line, Kind::Area) | (Kind::Area, Kind::Line) => 4.0,
        (Kind::Area, Kind::Area) => 5.0,
    }
}

/// Whether two shapes are equal as they were given, or begin on one pin where either is of points.
fn same_pin((a, b): (&Sketch, &Sketch)) -> f32 {
    let vertices = |sketch: &Sketch| sketch.paths().map(<[_]>::len).sum::<usize>();
    let pinned = || b.paths().any(|other| a.paths().any(|path| path.first() == other.first()));
    if a.at == b.at && a.more == b.more && vertices(a) > 1 {
        2.0
    } else if (a.kind == Kind::Point || b.kind == Kind::Point) && pinned() {
        1.0
    } else {
        0.0
    }
}

fn shapes(values: &mut Values, a: Side<'_>, b: Side<'_>, measured: &Measured) {
    if let Some(shared) = measured.shared {
        values.set(F::Overlap, as_f32(shared.share * 100.0));
        values.set(F::OverlapLong, as_f32(shared.share_long * 100.0));
        values.set(F::OverlapMetres, as_f32(shared.length_m));
        values.set(F::Offset, as_f32(shared.offset_m));
        values.set(F::OneSided, as_f32(shared.one_sided * 100.0));
        values.set(F::SizeRatio, as_f32(shared.ratio));
    }
    if let Some(from_end) = measured.from_end_m {
        values.set(F::FromEnd, as_f32(from_end));
    }
    let drawn = |side: Side<'_>| (side.known.length_m > 0.0).then_some(side.known.length_m);
    // What is drawn tells its length; of a point of so many square metres the volume does.
    let wide = |item: &Item| {
        let point = item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Point);
        point && item.unit == Unit::Area && item.volume > 0.0
    };
    let told = |item: &Item| reach_m(item).filter(|_| item.unit == Unit::Length || wide(item));
    if [a.item, b.item].into_iter().any(|item| is_linear(item.class) || wide(item)) {
        let told = [told(a.item), told(b.item), drawn(a), drawn(b)];
        let length_m = told.into_iter().flatten().fold(REACH_DEFAULT_M, f64::max);
        values.set(F::Reach, as_f32(measured.distance_m / length_m));
    }
    let (Some(volume_a), Some(volume_b)) = (claimed_m(a.item), claimed_m(b.item)) else { return };
    let fill = |volume: f64, side: Side<'_>| {
        let line = side.item.sketch.as_ref().is_some_and(|sketch| sketch.kind == Kind::Line);
        drawn(side).filter(|_| line).map(|length_m| volume / length_m)
    };
    let least = [fill(volume_a, a), fill(volume_b, b)].into_iter().flatten().reduce(f64::min);
    values.set(F::Fill, least.map_or(f32::NAN, as_f32));
    if let (Some(length_a), Some(length_b), Some(shared)) = (drawn(a), drawn(b), measured.shared)
        && regime_is_lines(a.item, b.item)
    {
        let together = (length_a + length_b - shared.length_m).max(1.0);
        values.set(F::Claimed, as_f32((volume_a + volume_b) / together));
    }
}

/// What the volumes count, and how wide the work is when one tells its area and the other its length.
fn sizes(values: &mut Values, a: Side<'_>, b: Side<'_>) {
    let single = (a.item.volume - 1.0).abs() < 0.01 && (b.item.volume - 1.0).abs() < 0.01;
    let level = match (a.item.unit, b.item.unit) {
        (Unit::Unmeasured, _) | (_, Unit::Unmeasured) => f32::NAN,
        (Unit::Length, Unit::Length) => 0.0,
        (Unit::Area, Unit::Area) => 1.0,
        (Unit::Count, Unit::Count) if single => 2.0,
        (Unit::Count, Unit::Count) => 3.0,
        (Unit::Length, Unit::Area) | (Unit::Area, Unit::Length) => 4.0,
        (one, two) if one == two => 5.0,
        _ => 6.0,
    };
    values.set(F::Units, level);
    let metres = |side: Side<'_>| match side.item.unit {
        Unit::Length if side.item.volume > 0.0 => Some(side.item.volume),
        _ => Some(side.known.length_m).filter(|length_m| {
            let line = side.item.sketch.as_ref().is_some_and(|s| s.kind == Kind::Line);
            line && *length_m > 0.0
        }),
    };
    let area = |side: Side<'_>| (side.item.unit == Unit::Area).then_some(side.item.volume);
    let width = |one: Side<'_>, two: Side<'_>| Some(area(one)? / metres(two)?);
    let widths = [width(a, b), width(b, a)].into_iter().flatten();
    // Two areas over two lines: the narrower tells whether one claims too little.
    values.set(F::Width, widths.reduce(f64::min).map_or(f32::NAN, as_f32));
}

fn regime_is_lines(a: &Item, b: &Item) -> bool {
    let line = |item: &Item| item.sketch.as_ref().is_some_and(|s| s.kind == Kind::Line);
    line(a) && line(b)
}

fn names(values: &mut Values, a: Side<'_>, b: Side<'_>) -> Compared {
    let even = |side: Side<'_>| vec![1.0_f32; side.known.weights.len()];
    let mut plain = compare(&a.known.name, &even(a), &b.known.name, &even(b));
    if plain.packages == Agreement::Conflict && of_one_budget(a.item, b.item) {
        plain.numbers = Agreement::Conflict;
    }
    values.set(F::Words, plain.share);
    values.set(F::WordsBoth, plain.jaccard);
    values.set(F::WordsShared, plain.shared);
    values.set(F::Letters, plain.letters);
    values.set(F::SameName, f32::from(u8::from(plain.identical)));
    values.set(F::Cofunded, f32::from(plain.cofunded));
    values.set(F::Doing, f32::from(a.known.doing.pair(b.known.doing)));
    let weighed = compare(&a.known.name, &a.known.weights, &b.known.name, &b.known.weights);
    values.set(F::Weighed, weighed.share);
    values.set(F::WeighedBoth, weighed.jaccard);
    values.set(F::Rare, weighed.rare);
    values.set(F::Unmatched, weighed.unmatched);
    if a.item.village == b.item.village {
        let here = compare(&a.known.name, &a.known.here, &b.known.name, &b.known.here);
        values.set(F::RareHere, here.rare);
    }
    plain
}

/// Whether the packages of two works were numbered in one list.
fn of_one_budget(a: &Item, b: &Item) -> bool {
    !a.fund.is_empty() && (&a.village, a.year, &a.fund) == (&b.village, b.year, &b.fund)
}

fn slots(values: &mut Values, named: &Compared) {
    let told = [
        (F::Rt, named.rt),
        (F::Rw, named.rw),
        (F::Place, named.place),
        (F::Road, named.road),
        (F::RoadNumber, named.road_number),
        (F::Side, named.side),
        (F::Landmark, named.landmark),
        (F::Phase, named.phase),
        (F::Person, named.person),
        (F::Numbers, named.numbers),
        (F::Material, named.material),
        (F::Object, named.object),
        (F::Part, named.part),
    ];
    let mut sum = 0.0;
    for (feature, agreement) in told {
        values.set(feature, agreement.level());
        if !matches!(feature, F::Material | F::Object | F::Part) {
            sum += match agreement {
                Agreement::Agree => 1.0,
                Agreement::Conflict => -1.0,
                _ => 0.0,
            };
        }
    }
    values.set(F::Slots, sum);
}

fn ratio(a: f64, b: f64) -> f32 {
    if a > 0.0 && b > 0.0 { as_f32(a.min(b) / a.max(b)) } else { f32::NAN }
}

fn money(values: &mut Values, a: &Item, b: &Item) {
    if a.unit == b.unit {
        values.set(F::Volume, ratio(a.volume, b.volume));
        if a.volume > 0.0 && b.volume > 0.0 {
            values.set(F::UnitCost, ratio(a.cost / a.volume, b.cost / b.volume));
        }
    }
    values.set(F::Cost, ratio(a.cost, b.cost));
    if !a.fund.is_empty() && !b.fund.is_empty() {
        values.set(F::Fund, f32::from(u8::from(a.fund != b.fund)));
    }
    if !a.kegiatan.is_empty() && !b.kegiatan.is_empty() {
        let group = |code: &str| code.get(..5).map(str::to_owned);
        let level = if a.kegiatan == b.kegiatan {
            2.0
        } else if group(&a.kegiatan).is_some() && group(&a.kegiatan) == group(&b.kegiatan) {
            1.0
        } else {
            0.0
        };
        values.set(F::Kegiatan, level);
    }
}

fn when(values: &mut Values, a: &Item, b: &Item) {
    let years = u16::try_from(a.year.abs_diff(b.year)).unwrap_or(u16::MAX);
    let life = design_life(a.class).min(design_life(b.class)).max(1);
    values.set(F::Years, f32::from(years));
    values.set(F::Life, as_f32(f64::from(years) / f64::from(life)));
    values.set(F::Village, f32::from(u8::from(a.village != b.village)));
    values.set(F::Class, class_level(a.class.min(b.class)));
    let same = if a.class == b.class {
        0.0
    } else if a.class.shares_family(b.class) {
        1.0
    } else {
        2.0
    };
    values.set(F::SameClass, same);
}

fn class_level(class: WorkClass) -> f32 {
    match class {
        WorkClass::Road => 0.0,
        WorkClass::Bridge | WorkClass::Culvert => 1.0,
        WorkClass::Drainage | WorkClass::Irrigation => 2.0,
        WorkClass::RetainingWall => 3.0,
        WorkClass::WaterSupply => 4.0,
        WorkClass::Sanitation => 5.0,
        WorkClass::Building => 6.0,
        WorkClass::Housing => 7.0,
        WorkClass::StreetLight => 8.0,
        WorkClass::SportsField => 9.0,
        WorkClass::Landfill => 10.0,
        WorkClass::Other => 11.0,
    }
}

/// Fewest differing bits of two photographs; unknown when a work has none.
fn photos(a: &[u64], b: &[u64]) -> f32 {
    let least = fewest_bits(a, b);
    least.and_then(|bits| u8::try_from(bits).ok()).map_or(f32::NAN, f32::from)
}

#[cfg(test)]
#[path = "pair_tests.rs"]
mod tests;
