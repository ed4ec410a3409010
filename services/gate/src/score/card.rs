//! The scorecard: points for every level, as versioned data.
//!
//! A score is a sum of whole points: the base, one level of every feature, one
//! cell of every joint table. Ten points double the odds. The first part needs
//! the two works alone; the second adds what the other works of a set tell.

use domain::Error;

use super::{
    feature::{COUNT, FEATURES, Scale, Values, group},
    usual::Usual,
};

/// The rows of the shipped card.
const SHIPPED: &str = include_str!("../../../registry/data/scorecard_2.csv");
/// Points that double the odds.
pub const POINTS_TO_DOUBLE: f64 = 10.0;
/// Columns of a row.
const COLUMNS: usize = 6;

/// Points of the levels of one feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Single {
    /// Number of the feature.
    pub feature: usize,
    /// Points of each level; the last is for an unknown value.
    pub points: Vec<i32>,
}

/// Points of the levels of two features together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joint {
    /// Numbers of the features.
    pub features: (usize, usize),
    /// Points by level of the first, then of the second.
    pub points: Vec<i32>,
}

/// One part of the card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Points that every pair begins with.
    pub base: i32,
    /// Single features.
    pub singles: Vec<Single>,
    /// Pairs of features.
    pub joints: Vec<Joint>,
    /// Sum of points up to this part, and the odds' chance in millionths, rising.
    pub chances: Vec<(i32, i32)>,
}

/// What a feature gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The feature.
    pub feature: usize,
    /// The points, not 0.
    pub points: i32,
}

/// A scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// What two works tell.
    pub pair: Part,
    /// What the others add.
    pub set: Part,
    /// The chances of what card and list give together, as those of a part; a card without any is
    /// used alone ([`super::habit`]).
    pub list: Vec<(i32, i32)>,
    /// Chance in 1/10,000 from which a pair is told.
    pub warn: i32,
    /// Chance in 1/10,000 from which a pair blocks.
    pub block: i32,
    /// Share of duplicates among the pairs that tell of it ([`super::set::TELLING`]), 1/10,000, for
    /// which the chances hold.
    pub prevalence: i32,
}

/// The levels of a pair, one for each feature.
pub fn levels(values: &Values) -> [u8; COUNT] {
    let mut levels = [0; COUNT];
    for (number, (place, feature)) in levels.iter_mut().zip(FEATURES).enumerate() {
        *place = u8::try_from(feature.level(values.at(number))).unwrap_or(u8::MAX);
    }
    levels
}

/// Number of levels of a feature.
fn width(feature: usize) -> usize {
    FEATURES.get(feature).map_or(1, super::feature::Feature::levels)
}

fn level(levels: &[u8; COUNT], feature: usize) -> usize {
    levels.get(feature).copied().map_or(0, usize::from)
}

impl Part {
    /// The sum of points without the base.
    pub fn sum(&self, levels: &[u8; COUNT]) -> i32 {
        let singles = self.singles.iter().filter_map(|s| s.points.get(level(levels, s.feature)));
        let joints = self.joints.iter().filter_map(|joint| joint.at(levels));
        singles.chain(joints).sum()
    }

    /// The same, apart by what tells of the place, the names and the work; a joint table counts for
    /// its first feature.
    pub fn sums(&self, levels: &[u8; COUNT]) -> [i32; 3] {
        let mut sums = [0; 3];
        let singles =
            self.singles.iter().map(|s| (s.feature, s.points.get(level(levels, s.feature))));
        let joints = self.joints.iter().map(|joint| (joint.features.0, joint.at(levels)));
        for (feature, points) in singles.chain(joints) {
            if let (Some(sum), Some(points)) = (sums.get_mut(group(feature) as usize), points) {
                *sum += points;
            }
        }
        sums
    }

    /// The chance of a sum of points.
    pub fn chance(&self, points: i32) -> f64 {
        chance(&self.chances, points)
    }
}

/// What some parts gave: points that every pair has, and those of each feature, strongest first.
/// Their sum is that of the parts.
///
/// A level counts by how far it lies from what is usual. A joint table is taken apart in the same
/// way, into its mean, what each of its two features gives in it by itself, and a rest, of which each
/// has half (Lengerich et al., Purifying Interaction Effects with the Functional ANOVA, 2020). So a
/// level on which works agree better never stands below one on which they agree less because a
/// table happens to lie low.
pub fn given<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    usual: &Usual,
    levels: &[u8; COUNT],
) -> (i32, Vec<Given>) {
    let (mut sum, mut shares) = (0, [0.0; COUNT]);
    let mut add = |feature: usize, share: f64| {
        if let Some(of_feature) = shares.get_mut(feature) {
            *of_feature += share;
        }
    };
    for part in parts {
        sum += part.base + part.sum(levels);
        for single in &part.singles {
            let points = single.points.get(level(levels, single.feature)).copied();
            let mean = usual.mean(single.feature, single.points.iter().copied().map(f64::from));
            add(single.feature, f64::from(points.unwrap_or_default()) - mean);
        }
        for joint in &part.joints {
            let (first, second) = joint.features;
            let of_row = usual.mean(second, joint.row(level(levels, first)));
            let of_column = usual.mean(first, joint.column(level(levels, second)));
            let rows = (0..width(first)).map(|row| usual.mean(second, joint.row(row)));
            let mean = usual.mean(first, rows);
            let cell = f64::from(joint.at(levels).copied().unwrap_or_default());
            let rest = cell - of_row - of_column + mean;
            add(first, of_row - mean + rest / 2.0);
            add(second, of_column - mean + rest / 2.0);
        }
    }
    // A share is far below what 32 bits hold.
    #[allow(clippy::cast_possible_truncation)]
    let given = strongest(shares.into_iter().map(|share| share.round() as i32));
    (sum - given.iter().map(|one| one.points).sum::<i32>(), given)
}

/// What gave points of the points of each feature in their order, strongest first.
pub fn strongest(points: impl IntoIterator<Item = i32>) -> Vec<Given> {
    let given = points.into_iter().enumerate().map(|(feature, points)| Given { feature, points });
    let mut given: Vec<Given> = given.filter(|one| one.points != 0).collect();
    given.sort_by_key(|one| (-one.points.abs(), one.feature));
    given
}

/// The chance of a sum of points between the two nearest rows of a table; that of the points
/// themselves where there is no table.
pub fn chance(chances: &[(i32, i32)], points: i32) -> f64 {
    let after = chances.partition_point(|(at, _)| *at <= points);
    let share = |chance: i32| f64::from(chance) / 1_000_000.0;
    match (after.checked_sub(1).and_then(|at| chances.get(at)), chances.get(after)) {
        (Some((low, from)), Some((high, to))) => {
            let part = f64::from(points - low) / f64::from((high - low).max(1));
            share(*from) + part * (share(*to) - share(*from))
        }
        (Some((_, chance)), None) | (None, Some((_, chance))) => share(*chance),
        (None, None) => {
            let odds = (f64::from(points) / POINTS_TO_DOUBLE).exp2();
            odds / (1.0 + odds)
        }
    }
}

impl Joint {
    fn at(&self, levels: &[u8; COUNT]) -> Option<&i32> {
        let (first, second) = self.features;
        self.points.get(level(levels, first) * width(second) + level(levels, second))
    }

    /// The cells of a level of the first feature.
    fn row(&self, level: usize) -> impl Iterator<Item = f64> {
        let wide = width(self.features.1);
        self.points.iter().skip(level * wide).take(wide).copied().map(f64::from)
    }

    /// The cells of a level of the second.
    fn column(&self, level: usize) -> impl Iterator<Item = f64> {
        let wide = width(self.features.1);
        self.points.iter().skip(level).step_by(wide).copied().map(f64::from)
    }
}

/// Name of a level in the file.
pub fn level_name(feature: usize, level: usize) -> String {
    let Some(known) = FEATURES.get(feature) else { return String::new() };
    if level + 1 >= known.levels() {
        return "unknown".to_owned();
    }
    match known.scale {
        Scale::Named(_) => level.to_string(),
        Scale::Steps(edges, _) => {
            match (level.checked_sub(1).and_then(|at| edges.get(at)), edges.get(level)) {
                (None, Some(high)) => format!("<{high}"),
                (Some(low), Some(high)) => format!("{low}..{high}"),
                (Some(low), None) => format!(">={low}"),
                (None, None) => "all".to_owned(),
            }
        }
    }
}

impl Card {
    /// The shipped card.
    ///
    /// # Errors
    /// A fault when the shipped file cannot be read.
    pub fn shipped() -> Result<Self, Error> {
        Self::from_csv(SHIPPED).map_err(|row| Error::fault(format!("scorecard: {row}")))
    }

    /// The card as a table, one row a level.
    pub fn to_csv(&self) -> String {
        let mut text = "part,feature,level,other,other_level,points\n".to_owned();
        let mut put = |cells: [&str; 5], points: i32| {
            text.push_str(&format!("{},{points}\n", cells.join(",")));
        };
        put(["warn", "", "", "", ""], self.warn);
        put(["block", "", "", "", ""], self.block);
        put(["prevalence", "", "", "", ""], self.prevalence);
        for (name, part) in [("pair", &self.pair), ("set", &self.set)] {
            put([name, "base", "", "", ""], part.base);
            for single in &part.singles {
                let code = FEATURES.get(single.feature).map_or("", |feature| feature.code);
                for (level, points) in single.points.iter().enumerate() {
                    put([name, code, &level_name(single.feature, level), "", ""], *points);
                }
            }
            for joint in &part.joints {
                let (first, second) = joint.features;
                let code = |at: usize| FEATURES.get(at).map_or("", |feature| feature.code);
                for (cell, points) in joint.points.iter().enumerate() {
                    let (row, column) = (cell / width(second), cell % width(second));
                    let (row, column) = (level_name(first, row), level_name(second, column));
                    if *points != 0 {
                        put([name, code(first), &row, code(second), &column], *points);
                    }
                }
            }
            for (points, chance) in &part.chances {
                put([name, "chance", &points.to_string(), "", ""], *chance);
            }
        }
        for (points, chance) in &self.list {
            put(["list", "chance", &points.to_string(), "", ""], *chance);
        }
        text
    }

    /// Reads what [`Card::to_csv`] wrote.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn from_csv(text: &str) -> Result<Self, String> {
        let mut card = Self::default();
        for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
            card.row(line).ok_or(line)?;
        }
        Ok(card)
    }

    fn row(&mut self, line: &str) -> Option<()> {
        let cells: Vec<&str> = line.split(',').collect();
        let [part, feature, level, other, other_level, points] = cells.as_slice() else {
            return None;
        };
        debug_assert_eq!(cells.len(), COLUMNS);
        let points: i32 = points.parse().ok()?;
        let part = match *part {
            "warn" => {
                self.warn = points;
                return Some(());
            }
            "block" => {
                self.block = points;
                return Some(());
            }
            "prevalence" => {
                self.prevalence = points;
                return Some(());
            }
            "pair" => &mut self.pair,
            "set" => &mut self.set,
            "list" if *feature == "chance" => {
                self.list.push((level.parse().ok()?, points));
                return Some(());
            }
            _ => return None,
        };
        match (*feature, *other) {
            ("base", _) => part.base = points,
            ("chance", _) => part.chances.push((level.parse().ok()?, points)),
            (code, "") => part.single(code, level, points)?,
            (code, other) => part.joint((code, level), (other, other_level), points)?,
        }
        Some(())
    }
}

/// The feature of a code, and the number of a level by its name.
fn place(code: &str, level: &str) -> Option<(usize, usize)> {
    let feature = FEATURES.iter().position(|feature| feature.code == code)?;
    let level = (0..width(feature)).find(|at| level_name(feature, *at) == level)?;
    Some((feature, level))
}

impl Part {
    fn single(&mut self, code: &str, level: &str, points: i32) -> Option<()> {
        let (feature, level) = place(code, level)?;
        if !self.singles.iter().any(|single| single.feature == feature) {
            self.singles.push(Single { feature, points: vec![0; width(feature)] });
        }
        let single = self.singles.iter_mut().find(|single| single.feature == feature)?;
        *single.points.get_mut(level)? = points;
        Some(())
    }

    fn joint(&mut self, one: (&str, &str), two: (&str, &str), points: i32) -> Option<()> {
        let ((first, row), (second, column)) = (place(one.0, one.1)?, place(two.0, two.1)?);
        let features = (first, second);
        if !self.joints.iter().any(|joint| joint.features == features) {
            let points = vec![0; width(first) * width(second)];
            self.joints.push(Joint { features, points });
        }
        let joint = self.joints.iter_mut().find(|joint| joint.features == features)?;
        *joint.points.get_mut(row * width(second) + column)? = points;
        Some(())
    }
}
