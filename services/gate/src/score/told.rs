//! A score in sentences.

use super::{
    card::{Part, given, level_name, strongest},
    feature::{BOTH_LOST, COUNT, F, FEATURES, ONE_LOST, Scale, Values},
    habit::Habit,
    usual::Usual,
};

/// One reason of a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Short stable word of the level, e.g. `distance:3..6`.
    pub level: String,
    /// The points.
    pub points: i32,
    /// The sentence.
    pub text: String,
}

impl Told {
    /// A reason that rests on no feature.
    fn of_all(level: &str, points: i32, text: &str) -> Self {
        Self { level: level.to_owned(), points, text: text.to_owned() }
    }
}

/// Every reason of some parts of the card: what is usual of a pair, what the list's share of
/// duplicates adds, and one for each feature ([`given`]), strongest first.
pub fn told<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    shift: i32,
    usual: &Usual,
    levels: &[u8; COUNT],
    values: &Values,
) -> Vec<Told> {
    let (base, given) = given(parts, usual, levels);
    let start =
        Told::of_all("base", base, "Nilai yang biasa di antara pasangan yang dibandingkan.");
    let text = "Penyesuaian dengan perkiraan banyaknya duplikat dalam kumpulan ini.";
    let prevalence = (shift != 0).then(|| Told::of_all("prevalence", shift, text));
    let features = given.iter().map(|given| {
        let (level, text) = said(given.feature, levels, values);
        Told { level, points: given.points, text: format!("{text}.") }
    });
    [start].into_iter().chain(prevalence).chain(features).collect()
}

/// What the habits of the list take of the card's points and give by their own, strongest first.
pub fn habits(habit: &Habit, card: i32, levels: &[u8; COUNT], values: &Values) -> Vec<Told> {
    if habit.points.is_empty() {
        return Vec::new();
    }
    let points = levels.iter().enumerate();
    let given = strongest(points.map(|(at, level)| habit.given(at, usize::from(*level))));
    let text = "Bagian nilai yang diserahkan kepada kebiasaan daftar ini.";
    let of_card = Told::of_all("list:card", habit.taken(card), text);
    let text = "Nilai awal setiap pasangan menurut kebiasaan daftar ini.";
    let base = Told::of_all("list:base", habit.base, text);
    let of_list = given.iter().map(|given| {
        let (word, text) = said(given.feature, levels, values);
        let text = format!("Kebiasaan daftar ini: {}.", lower(&text));
        Told { level: format!("list:{word}"), points: given.points, text }
    });
    [of_card, base].into_iter().chain(of_list).collect()
}

/// The word of a feature's level and what it says. What rests on other pairs is known by its
/// level alone.
fn said(feature: usize, levels: &[u8; COUNT], values: &Values) -> (String, String) {
    let Some(known) = FEATURES.get(feature) else { return (String::new(), String::new()) };
    let level = levels.get(feature).copied().map_or(0, usize::from);
    let name = level_name(feature, level);
    let value = values.at(feature);
    let plain = || match known.scale {
        _ if level + 1 >= known.levels() => format!("{} tidak diketahui", known.title),
        Scale::Named(names) => {
            format!("{}: {}", known.title, names.get(level).copied().unwrap_or_default())
        }
        Scale::Steps(..) if value.is_nan() => {
            let span =
                name.replace('.', ",").replace(",,", " sampai ").replace(">=", "sedikitnya ");
            format!("{} {} {}", known.title, span.replace('<', "di bawah "), known.unit)
                .trim_end()
                .to_owned()
        }
        Scale::Steps(..) => format!("{} {}", known.title, measured(value, known.unit)),
    };
    let text = correction(feature).or_else(|| lost(feature, level, levels)).map(str::to_owned);
    (format!("{}:{name}", known.code), text.unwrap_or_else(plain))
}

/// What is said where the card corrects its own sum of points: no fact of the works, and the sum is
/// not that of the reasons, which count from what is usual.
fn correction(feature: usize) -> Option<&'static str> {
    let all = [
        (F::PlacePoints, "Penyesuaian kartu menurut gabungan bukti tempat"),
        (F::NamePoints, "Penyesuaian kartu menurut gabungan bukti nama"),
        (F::WorkPoints, "Penyesuaian kartu menurut gabungan bukti ukuran, biaya dan waktu"),
    ];
    all.into_iter().find(|(of, _)| *of as usize == feature).map(|(_, text)| text)
}

/// What is said of positions that nothing puts right: the card knows them by the shapes alone, and
/// holds positions for given that are not.
fn lost(feature: usize, level: usize, levels: &[u8; COUNT]) -> Option<&'static str> {
    if feature != F::Repair as usize || level != 0 {
        return None;
    }
    match levels.get(F::Regime as usize).copied().map(usize::from) {
        Some(ONE_LOST) => Some("Koordinat: satu tidak ada atau tidak dapat diperbaiki"),
        Some(BOTH_LOST) => Some("Koordinat: keduanya tidak ada atau tidak dapat diperbaiki"),
        _ => None,
    }
}

/// A measured value with a comma and its unit; parts as percent.
fn measured(value: f32, unit: &str) -> String {
    let (value, unit) = if unit == "bagian" { (value * 100.0, "persen") } else { (value, unit) };
    let digits = if unit == "persen" || value.fract() == 0.0 {
        0
    } else if value.abs() < 10.0 {
        2
    } else {
        1
    };
    let number = format!("{value:.digits$}").replace('.', ",");
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let second_is_upper = text.chars().nth(1).is_some_and(char::is_uppercase);
    match letters.next() {
        Some(first) if !second_is_upper => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
