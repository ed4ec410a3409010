//! What may differ between worlds: how badly people measure, how they write,
//! how often they cheat, and in which ways.

use serde_json::{Value, json};

use super::{
    chance::Chance,
    kind::{Lookalike, Twin},
    thing::Thing,
};

/// The parameters of a world. Shares lie between 0 and 1.
#[derive(Clone, Debug)]
pub struct World {
    pub name: String,
    /// True pairs for each work of the core.
    pub prevalence: f64,
    /// Works of the core that belong to look-alike groups.
    pub lookalike_share: f64,
    /// Works for each village, which sets how dense the map is.
    pub works_a_village: f64,
    pub first_year: u32,
    pub last_year: u32,
    /// Multiplies every error of position.
    pub noise: f64,
    pub accuracy_missing: f64,
    /// Accuracies that say 0, 1000 or far too little.
    pub accuracy_lies: f64,
    /// Lines claimed by one point; the rest is drawn or walked.
    pub points_for_lines: f64,
    pub tracks: f64,
    pub photo_missing: f64,
    /// Each part of a name is left out with this probability, times its own factor.
    pub words_missing: f64,
    pub typos: f64,
    /// Synonyms that exist in this world, of all known ones.
    pub vocabulary: f64,
    pub upper_case: f64,
    /// Claims booked under a neighbouring class.
    pub class_strays: f64,
    /// RT, RW or gang written wrong.
    pub slot_errors: f64,
    pub cost_templates: f64,
    /// The second claim has another clerk.
    pub other_clerk: f64,
    pub twins: Vec<(Twin, f64)>,
    pub lookalikes: Vec<(Lookalike, f64)>,
    pub things: Vec<(Thing, f64)>,
}

impl World {
    /// The world whose figures are published.
    pub fn standard() -> Self {
        Self {
            name: "default".to_owned(),
            prevalence: 401.0 / 6800.0,
            lookalike_share: 0.34,
            works_a_village: 60.0,
            first_year: 2018,
            last_year: 2026,
            noise: 1.0,
            accuracy_missing: 0.2,
            accuracy_lies: 0.05,
            points_for_lines: 0.34,
            tracks: 0.22,
            photo_missing: 0.3,
            words_missing: 0.14,
            typos: 0.1,
            vocabulary: 1.0,
            upper_case: 0.2,
            class_strays: 0.02,
            slot_errors: 0.02,
            cost_templates: 0.15,
            other_clerk: 0.6,
            twins: Twin::ALL.to_vec(),
            lookalikes: Lookalike::ALL.to_vec(),
            things: Thing::ALL.to_vec(),
        }
    }

    /// The names that `named` knows.
    pub const NAMES: [&'static str; 6] = ["default", "tidy", "messy", "dense", "sparse", "random"];

    /// A world by name; `random` draws one from the seed.
    pub fn named(name: &str, seed: u64) -> Option<Self> {
        let standard = Self { name: name.to_owned(), ..Self::standard() };
        Some(match name {
            "default" => standard,
            "tidy" => Self {
                noise: 0.5,
                accuracy_missing: 0.05,
                accuracy_lies: 0.01,
                points_for_lines: 0.15,
                words_missing: 0.1,
                typos: 0.03,
                slot_errors: 0.005,
                class_strays: 0.01,
                ..standard
            },
            "messy" => Self {
                noise: 1.7,
                accuracy_missing: 0.5,
                accuracy_lies: 0.12,
                points_for_lines: 0.6,
                photo_missing: 0.7,
                words_missing: 0.4,
                typos: 0.3,
                slot_errors: 0.07,
                class_strays: 0.08,
                cost_templates: 0.3,
                ..standard
            },
            "dense" => Self { works_a_village: 180.0, lookalike_share: 0.5, ..standard },
            "sparse" => Self { works_a_village: 33.0, lookalike_share: 0.2, ..standard },
            "random" => Self::random(standard, seed),
            _ => return None,
        })
    }

    fn random(standard: Self, seed: u64) -> Self {
        let mut chance = Chance::new(seed, "world");
        let first_year = chance.whole(2016, 2020);
        Self {
            // A pair has two works: 2 to 12 % of them are claimed twice.
            prevalence: chance.between(0.01, 0.06),
            lookalike_share: chance.between(0.2, 0.55),
            works_a_village: chance.between(33.0, 150.0),
            first_year,
            last_year: chance.whole(first_year + 5, 2026),
            noise: chance.between(0.5, 1.8),
            accuracy_missing: chance.between(0.0, 0.7),
            accuracy_lies: chance.between(0.0, 0.15),
            points_for_lines: chance.between(0.1, 0.7),
            tracks: chance.between(0.05, 0.3),
            photo_missing: chance.between(0.1, 0.9),
            words_missing: chance.between(0.08, 0.42),
            typos: chance.between(0.0, 0.3),
            vocabulary: chance.between(0.35, 1.0),
            upper_case: chance.between(0.0, 0.6),
            class_strays: chance.between(0.0, 0.09),
            slot_errors: chance.between(0.0, 0.07),
            cost_templates: chance.between(0.0, 0.4),
            other_clerk: chance.between(0.2, 0.9),
            twins: shaken(&standard.twins, &mut chance),
            lookalikes: shaken(&standard.lookalikes, &mut chance),
            things: shaken(&standard.things, &mut chance),
            ..standard
        }
    }

    /// How many true pairs a core of so many works has.
    pub fn pairs(&self, works: u32) -> u32 {
        (f64::from(works) * self.prevalence).round() as u32
    }

    /// The parameters, for `world.json`.
    pub fn to_json(&self) -> Value {
        let weights = |list: Vec<(&str, f64)>| -> Value {
            list.into_iter().map(|(name, weight)| (name.to_owned(), json!(weight))).collect()
        };
        json!({
            "name": self.name,
            "prevalence": self.prevalence,
            "lookalike_share": self.lookalike_share,
            "works_a_village": self.works_a_village,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "noise": self.noise,
            "accuracy_missing": self.accuracy_missing,
            "accuracy_lies": self.accuracy_lies,
            "points_for_lines": self.points_for_lines,
            "tracks": self.tracks,
            "photo_missing": self.photo_missing,
            "words_missing": self.words_missing,
            "typos": self.typos,
            "vocabulary": self.vocabulary,
            "upper_case": self.upper_case,
            "class_strays": self.class_strays,
            "slot_errors": self.slot_errors,
            "cost_templates": self.cost_templates,
            "other_clerk": self.other_clerk,
            "twins": weights(self.twins.iter().map(|(kind, w)| (kind.name(), *w)).collect()),
            "lookalikes":
                weights(self.lookalikes.iter().map(|(kind, w)| (kind.name(), *w)).collect()),
        })
    }
}

/// The weights, each times something between a quarter and two.
fn shaken<T: Copy>(list: &[(T, f64)], chance: &mut Chance) -> Vec<(T, f64)> {
    list.iter().map(|(value, weight)| (*value, weight * chance.skewed(0.25, 2.0))).collect()
}
