//! A work as the scorecard sees it.

use std::{collections::HashMap, sync::LazyLock};

use domain::WorkClass;

use super::sketch::Sketch;
use crate::{facts::Capture, words::like::hash};

/// Classes and their design lives; data.
pub(crate) const CLASSES: &str = include_str!("../../../registry/data/work_class.csv");
/// Design life of a class that the data do not name, years.
const LIFE_DEFAULT: i32 = 5;

/// Whether the position can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// As given.
    Given,
    /// Longitude and latitude were exchanged, or metres of UTM given; put right.
    Swapped,
    /// A minus was lost; put right.
    SignLost,
    /// Far from every other work of its village.
    Far,
    /// Not a place in Indonesia, and nothing puts it right.
    Lost,
}

/// What a volume counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// Pieces.
    Count,
    /// Nothing: a package says no size.
    Unmeasured,
    /// Anything else, by the hash of what was written.
    Other(u64),
}

impl Unit {
    /// A volume in the unit that a text names: kilometres in metres, hectares in square metres, 0 of
    /// what measures nothing.
    pub fn measured(text: &str, volume: f64) -> (Self, f64) {
        let (unit, scale) = Self::parse(text);
        (unit, volume * scale)
    }

    /// The unit of a text, and how much of it one of the text's is; what stands in brackets only
    /// says the same again, as in `m (meter)`.
    fn parse(text: &str) -> (Self, f64) {
        let whole = Self::of(text);
        match (whole, text.split_once('(')) {
            ((Self::Other(_), _), Some((told, _))) if !bare(told).is_empty() => Self::of(told),
            _ => whole,
        }
    }

    fn of(text: &str) -> (Self, f64) {
        match bare(text).as_str() {
            "m" | "meter" | "m1" | "mtr" | "metre" | "ml" | "mlari" | "meterlari" | "meter1"
            | "mtr1" | "mtrlari" | "mpanjang" | "meterpanjang" => (Self::Length, 1.0),
            "cm" | "centimeter" | "sentimeter" => (Self::Length, 0.01),
            "km" | "kilometer" => (Self::Length, 1_000.0),
            "m2" | "meter2" | "mtr2" | "meterpersegi" | "mpersegi" => (Self::Area, 1.0),
            "ha" | "hektar" | "hektare" => (Self::Area, 10_000.0),
            "unit" | "buah" | "titik" | "bh" | "rumah" | "unt" | "lokasi" | "kk" | "pcs" => {
                (Self::Count, 1.0)
            }
            "meter3" | "mtr3" | "meterkubik" | "mkubik" => (Self::Other(hash("m3")), 1.0),
            "paket" | "pkt" | "ls" | "lumpsum" | "lumsum" | "kegiatan" | "keg" => {
                (Self::Unmeasured, 0.0)
            }
            other => (Self::Other(hash(other)), 1.0),
        }
    }
}

/// The letters and digits of a unit, small ones, and powers as digits: `M¹` is `m1`.
fn bare(text: &str) -> String {
    let plain = |letter: char| match letter {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        other => other,
    };
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).map(plain).collect()
}

/// A work.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name among all works.
    pub id: String,
    /// Code of the village.
    pub village: String,
    /// Name of the village.
    pub village_name: String,
    /// Budget year.
    pub year: i32,
    /// Code of the fund; empty when unknown.
    pub fund: String,
    /// Code of the kegiatan; empty when unknown.
    pub kegiatan: String,
    /// What it is.
    pub class: WorkClass,
    /// Its name.
    pub name: String,
    /// Its volume in the unit; 0 when unknown.
    pub volume: f64,
    /// The unit.
    pub unit: Unit,
    /// Rupiah; 0 when unknown.
    pub cost: f64,
    /// Where it is; none when that is lost.
    pub sketch: Option<Sketch>,
    /// Whether that can be believed.
    pub trust: Trust,
    /// 68 % error, metres.
    pub accuracy_m: Option<f64>,
    /// How the position came about.
    pub capture: Option<Capture>,
    /// Perceptual hashes of its photographs.
    pub photos: Vec<u64>,
}

static LIVES: LazyLock<HashMap<WorkClass, i32>> = LazyLock::new(|| {
    CLASSES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let parts: Vec<&str> = line.split(',').collect();
            let [code, _, _, _, life, ..] = parts.as_slice() else { return None };
            Some((WorkClass::parse(code).ok()?, life.parse().ok()?))
        })
        .collect()
});

/// For how many years a work of a class lasts.
pub fn design_life(class: WorkClass) -> i32 {
    LIVES.get(&class).copied().unwrap_or(LIFE_DEFAULT)
}

/// Whether a class is usually measured in metres.
pub fn is_linear(class: WorkClass) -> bool {
    matches!(
        class,
        WorkClass::Road
            | WorkClass::Drainage
            | WorkClass::Irrigation
            | WorkClass::RetainingWall
            | WorkClass::WaterSupply
    )
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
