//! From a seed to the files of a world.

use std::{fs, io, path::Path};

use serde_json::{Value, json};

use super::{
    chance::Chance,
    kind::Twin,
    lookalikes, record,
    report::{Report, Row},
    town::Town,
    twins,
    world::World,
};

/// What to make.
#[derive(Clone, Debug)]
pub struct Order {
    pub world: World,
    pub seed: u64,
    /// Works of the core, in which all true pairs lie.
    pub works: u32,
    /// So many times as many works in all; the rest is honest.
    pub dilute: u32,
}

/// A made world, line by line.
pub struct Made {
    pub projects: Vec<String>,
    pub truth: Vec<String>,
    pub lookalikes: Vec<String>,
    pub world: String,
    pub report: Report,
}

/// Makes a world. The same order gives the same bytes everywhere, and a diluted
/// world holds the works of the undiluted one, under other ids.
pub fn generate(order: &Order) -> Made {
    files(&town(order), order)
}

/// The world before it is written down.
pub(super) fn town(order: &Order) -> Town {
    let villages = |works: u32| (f64::from(works) / order.world.works_a_village).ceil() as usize;
    let all_works = order.works * order.dilute.max(1);
    let (core, all) = (villages(order.works), villages(all_works));
    let mut town = Town::found(order.world.clone(), order.seed, core, all);
    duplicates(&mut town, order.world.pairs(order.works));
    honest(&mut town, order.works);
    if all_works > order.works {
        town.chance = Chance::new(order.seed, "dilution");
        town.open = town.villages.len();
        honest(&mut town, all_works);
    }
    town
}

/// True pairs by the weights of the world, exactly as many as asked for.
fn duplicates(town: &mut Town, pairs: u32) {
    let mut cases: Vec<(Twin, u32)> = Vec::new();
    for (kind, count) in with_copy(shares(&town.world.twins, pairs)) {
        if kind == Twin::SplitHalves {
            cases.extend((0..count / 2).map(|_| (kind, 2)));
            cases.extend((0..count % 2).map(|_| (kind, 1)));
        } else {
            cases.extend((0..count).map(|_| (kind, 1)));
        }
    }
    town.chance.shuffle(&mut cases);
    for (kind, room) in cases {
        twins::make(town, kind, room);
    }
}

/// Whole numbers that add up, by largest remainder.
fn shares(weights: &[(Twin, f64)], whole: u32) -> Vec<(Twin, u32)> {
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let exact = |weight: f64| f64::from(whole) * weight / sum;
    let mut out: Vec<(Twin, u32)> =
        weights.iter().map(|(kind, weight)| (*kind, exact(*weight).floor() as u32)).collect();
    let mut rest: Vec<usize> = (0..out.len()).collect();
    rest.sort_by(|one, two| {
        let left = |at: usize| exact(weights[at].1) - exact(weights[at].1).floor();
        left(*two).total_cmp(&left(*one)).then(one.cmp(two))
    });
    let given: u32 = out.iter().map(|(_, count)| count).sum();
    for at in rest.into_iter().take((whole - given) as usize) {
        out[at].1 += 1;
    }
    out
}

/// At least one exact copy: no list of claims is without one.
fn with_copy(mut shares: Vec<(Twin, u32)>) -> Vec<(Twin, u32)> {
    let copy = shares.iter().position(|share| *share == (Twin::ExactCopy, 0));
    let most = (0..shares.len()).max_by_key(|at| shares[*at].1);
    if let (Some(copy), Some(most)) = (copy, most)
        && shares[most].1 > 0
    {
        shares[most].1 -= 1;
        shares[copy].1 += 1;
    }
    shares
}

/// Honest works until there are so many entries: look-alike groups for their
/// share, then works of their own.
fn honest(town: &mut Town, works: u32) {
    let works = works as usize;
    let room = works.saturating_sub(town.entries.len());
    let groups = (town.world.lookalike_share * works as f64) as usize;
    let until = town.entries.len() + groups.min(room).min(room.saturating_sub(8));
    let kinds = town.world.lookalikes.clone();
    while town.entries.len() < until {
        let kind = town.chance.weighted(&kinds);
        lookalikes::make(town, kind);
    }
    while town.entries.len() < works {
        let village = town.somewhere();
        let deed = town.honest(village);
        let ink = town.ink(&deed);
        town.push(deed, ink);
    }
}

/// Gives out ids in random order and writes every line.
fn files(town: &Town, order: &Order) -> Made {
    let mut records = record::write(town, order.seed);
    let mut turns: Vec<usize> = (0..records.len()).collect();
    Chance::new(order.seed, "ids").shuffle(&mut turns);
    let mut ids = vec![String::new(); records.len()];
    let mut projects = Vec::with_capacity(records.len());
    for (number, at) in turns.iter().enumerate() {
        ids[*at] = format!("W{:06}", number + 1);
        records[*at]["id"] = json!(ids[*at]);
        projects.push(records[*at].to_string());
    }
    let pair = |one: usize, two: usize, kind: &str| {
        let (a, b) = if ids[one] < ids[two] { (one, two) } else { (two, one) };
        json!({"a": ids[a], "b": ids[b], "kind": kind}).to_string()
    };
    let mut truth: Vec<String> =
        town.truth.iter().map(|(one, two, kind)| pair(*one, *two, kind.name())).collect();
    let mut alike: Vec<String> =
        town.lookalikes.iter().map(|(one, two, kind)| pair(*one, *two, kind.name())).collect();
    truth.sort_unstable();
    alike.sort_unstable();
    let world = json!({
        "seed": order.seed, "works": order.works, "dilute": order.dilute,
        "pairs": town.truth.len(), "parameters": town.world.to_json(),
    });
    Made {
        projects,
        truth,
        lookalikes: alike,
        world: world.to_string(),
        report: report(town, &records),
    }
}

fn report(town: &Town, records: &[Value]) -> Report {
    let far = |one: usize, two: usize| {
        record::read(&records[one]["geometry"]).far_from(&record::read(&records[two]["geometry"]))
    };
    let row = |(one, two, kind): (usize, usize, &'static str)| Row { kind, metres: far(one, two) };
    Report {
        works: records.len(),
        twins: town.truth.iter().map(|(one, two, kind)| row((*one, *two, kind.name()))).collect(),
        lookalikes: town
            .lookalikes
            .iter()
            .map(|(one, two, kind)| row((*one, *two, kind.name())))
            .collect(),
    }
}

impl Made {
    /// Writes `projects.jsonl`, `truth.jsonl`, `lookalike.jsonl` and `world.json`.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let lines =
            |list: &[String]| list.iter().map(|line| format!("{line}\n")).collect::<String>();
        fs::write(folder.join("projects.jsonl"), lines(&self.projects))?;
        fs::write(folder.join("truth.jsonl"), lines(&self.truth))?;
        fs::write(folder.join("lookalike.jsonl"), lines(&self.lookalikes))?;
        fs::write(folder.join("world.json"), format!("{}\n", self.world))
    }
}
