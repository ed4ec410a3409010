//! Labelled works: made, or read from a folder.

use std::{collections::HashMap, path::Path};

use gate::score::{Item, Set, works};
use serde::Deserialize;

use crate::quality::{
    chance::Chance,
    generate::{Order, generate},
};

/// A set of works with its duplicates.
#[derive(Debug)]
pub struct Labelled {
    /// What it is called.
    pub name: String,
    /// The works.
    pub items: Vec<Item>,
    /// Kind of each duplicate by its two ids in order.
    pub truth: HashMap<(String, String), String>,
}

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    #[serde(default)]
    kind: String,
}

fn key(a: &str, b: &str) -> (String, String) {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    (low.to_owned(), high.to_owned())
}

impl Labelled {
    /// A made world.
    ///
    /// # Errors
    /// When a made line cannot be read, which is a fault of either side.
    pub fn made(order: &Order) -> Result<Self, String> {
        let made = generate(order);
        let name = format!("{} of seed {}", order.world.name, order.seed);
        Self::new(name, &made.projects.join("\n"), &made.truth.join("\n"))
    }

    /// The same works booked as strangers might: some under the fund or the kegiatan of another
    /// work, costs spread wider. How a made world books is a habit of its maker; a card that is
    /// fitted on many habits leans on none of them.
    #[must_use]
    pub fn booked_otherwise(mut self, seed: u64) -> Self {
        let mut chance = Chance::new(seed, "booking");
        let (funds, codes) = (chance.skewed(0.0, 0.3), chance.skewed(0.0, 0.3));
        let spread = chance.skewed(0.0, 0.2);
        let others: Vec<(String, String)> =
            self.items.iter().map(|item| (item.fund.clone(), item.kegiatan.clone())).collect();
        for item in &mut self.items {
            if chance.yes(funds) {
                item.fund.clone_from(&chance.one_of(&others).0);
            }
            if chance.yes(codes) {
                item.kegiatan.clone_from(&chance.one_of(&others).1);
            }
            item.cost *= chance.between(1.0 - spread, 1.0 + spread);
        }
        self
    }

    /// `projects.jsonl` and `truth.jsonl` of a folder.
    ///
    /// # Errors
    /// When a file is missing or a line cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let file = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
        };
        let name = folder.display().to_string();
        Self::new(name, &file("projects.jsonl")?, &file("truth.jsonl")?)
    }

    fn new(name: String, projects: &str, truth: &str) -> Result<Self, String> {
        let items = works(projects).map_err(|bad| {
            let first = bad.first().map(|one| format!("line {}: {}", one.line, one.why));
            format!("{name}: {}", first.unwrap_or_default())
        })?;
        let truth = truth
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| {
                let pair: Pair = serde_json::from_str(line).map_err(|why| why.to_string())?;
                Ok((key(&pair.a, &pair.b), pair.kind))
            })
            .collect::<Result<_, String>>()?;
        Ok(Self { name, items, truth })
    }

    /// The kind of duplicate of each pair of a set; none where it is none.
    pub fn kinds(&self, set: &Set<'_>) -> Vec<Option<&String>> {
        set.pairs
            .iter()
            .map(|pair| {
                let (a, b) = set.sides(*pair)?;
                self.truth.get(&key(&a.item.id, &b.item.id))
            })
            .collect()
    }
}
