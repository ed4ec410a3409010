//! `quality fit` and `quality report`.

use std::{collections::BTreeMap, fs, ops::Range, path::PathBuf, time::Instant};

use gate::score::{Card, Set};
use tests::{
    figures::Figure,
    fit::{
        data::Labelled,
        measure::{Figures, Judged, figures},
        train::{PLAN, train},
    },
    quality::{generate::Order, world::World},
};

/// Recall at precision 0.90 of an additive scorecard with joint levels on a comparable set.
const KNOWN_SCORECARD: f64 = 0.86;
/// The same of boosted trees.
const KNOWN_TREES: f64 = 0.95;
/// Works of a world.
const WORKS: u32 = 6_800;
/// Seeds of the random worlds that the card is fitted on, and of those with names.
const FITTED: Range<u64> = 101..161;
const FITTED_NAMED: Range<u64> = 231..235;
/// Of the folders one of so many is kept for the chances.
const CALIBRATED_ONE_OF: u64 = 7;

fn made(world: &str, seed: u64, dilute: u32) -> Result<Labelled, String> {
    let world = World::named(world, seed).ok_or_else(|| format!("no world {world}"))?;
    Labelled::made(&Order { world, seed, works: WORKS, dilute })
}

/// Fits the card anew, on labelled folders too if any are given: the same seeds and folders give
/// the same bytes.
pub fn fit(arguments: &[String]) -> Result<(), String> {
    let [out, folders @ ..] = arguments else {
        return Err("fit needs the file to write".to_owned());
    };
    let worlds = |names: &[&str], seeds: Range<u64>| -> Result<Vec<Labelled>, String> {
        let each = seeds.flat_map(|seed| names.iter().map(move |name| (*name, seed)));
        each.map(|(name, seed)| Ok(made(name, seed, 1)?.booked_otherwise(seed))).collect()
    };
    // Many worlds of every kind: a card fitted on few learns their habits.
    let mut fitted = worlds(&["random"], FITTED)?;
    fitted.extend(worlds(&["default", "dense", "messy", "sparse", "tidy"], FITTED_NAMED)?);
    // The chances hold for worlds as they are, and the share of duplicates among them.
    let mut calibrated = [("random", 301..304), ("default", 304..306)]
        .into_iter()
        .flat_map(|(name, seeds)| seeds.map(move |seed| made(name, seed, 1)))
        .collect::<Result<Vec<_>, _>>()?;
    for (folder, seed) in folders.iter().zip(1..) {
        let data = Labelled::read(&PathBuf::from(folder))?;
        if seed % CALIBRATED_ONE_OF == 0 {
            calibrated.push(data);
        } else {
            fitted.push(data.booked_otherwise(seed));
        }
    }
    let card = train(&fitted, &calibrated, &PLAN);
    fs::write(out, card.to_csv()).map_err(|why| format!("{out}: {why}"))
}

struct Measured {
    judged: Vec<Judged>,
    all: Figures,
    apart: Figures,
    seconds: f64,
}

fn measure(data: &Labelled, card: &Card) -> Measured {
    let started = Instant::now();
    let mut set = Set::new(&data.items);
    let scores = set.score(card);
    let seconds = started.elapsed().as_secs_f64();
    let judged: Vec<Judged> = scores
        .all
        .iter()
        .zip(data.kinds(&set))
        .map(|(one, kind)| Judged { chance: one.chance, kind: kind.cloned() })
        .collect();
    let kinds: Vec<String> = data.truth.values().cloned().collect();
    let (all, apart) =
        (figures(&judged, &kinds, None), figures(&judged, &kinds, Some("office_snapped")));
    println!(
        "{:32} works {:6} duplicates {:4} pairs {:7} reached {:.3} | recall at 0.90 {:.3} apart \
         {:.3} | precision at 0.95 {:.3} | gap {:.3} | {:.1} s",
        data.name,
        data.items.len(),
        kinds.len(),
        set.pairs.len(),
        all.reached,
        all.recall_90,
        apart.recall_90,
        all.precision_95,
        all.gap,
        seconds
    );
    Measured { judged, all, apart, seconds }
}

/// How far chances are off over several worlds together. The ten steps of one world hold some
/// sixty pairs each, whose shares stray by a few hundredths when every chance is right.
fn gap_of(worlds: &[Measured]) -> f64 {
    let judged: Vec<Judged> = worlds.iter().flat_map(|one| one.judged.clone()).collect();
    figures(&judged, &[], None).gap
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = values.collect();
    all.iter().sum::<f64>() / all.iter().fold(0.0, |count, _| count + 1.0_f64).max(1.0)
}

/// Prints the figures of the shipped card, or of another, on worlds it was not fitted on; folders
/// given are measured instead.
pub fn report(arguments: &[String]) -> Result<(), String> {
    let (card, arguments) = match arguments {
        [option, file, rest @ ..] if option == "--card" => {
            let rows = fs::read_to_string(file).map_err(|why| format!("{file}: {why}"))?;
            (Card::from_csv(&rows)?, rest)
        }
        _ => (Card::shipped().map_err(|error| error.to_string())?, arguments),
    };
    if !arguments.is_empty() {
        for folder in arguments {
            measure(&Labelled::read(&PathBuf::from(folder))?, &card);
        }
        return Ok(());
    }
    println!("mixture: the default world's, 401 duplicates among 6,800 works, seeds 1 to 5");
    let fresh = (1..=5)
        .map(|seed| Ok(measure(&made("default", seed, 1)?, &card)))
        .collect::<Result<Vec<_>, String>>()?;
    println!("others: random worlds, seeds 401 to 404, each with its own mixture");
    let random = (401..=404)
        .map(|seed| Ok(measure(&made("random", seed, 1)?, &card)))
        .collect::<Result<Vec<_>, String>>()?;
    println!("diluted: 401 duplicates among 47,600 works, seeds 6 and 7");
    let diluted = (6..=7)
        .map(|seed| Ok(measure(&made("default", seed, 7)?, &card)))
        .collect::<Result<Vec<_>, String>>()?;
    kinds(&fresh);
    let recall = mean(fresh.iter().map(|one| one.all.recall_90));
    let apart = mean(fresh.iter().map(|one| one.apart.recall_90));
    let precision = mean(fresh.iter().map(|one| one.all.precision_95));
    let (gap, gap_each) = (gap_of(&fresh), mean(fresh.iter().map(|one| one.all.gap)));
    let others = mean(random.iter().map(|one| one.all.recall_90));
    let rare = mean(diluted.iter().map(|one| one.all.recall_90));
    let rare_gap = gap_of(&diluted);
    let seconds = diluted.iter().map(|one| one.seconds).fold(0.0, f64::max);
    println!(
        "means: recall at precision 0.90 {recall:.3}, office-snapped apart {apart:.3}, precision \
         at recall 0.95 {precision:.3}, calibration gap {gap:.3} (of single worlds {gap_each:.3}); \
         random worlds {others:.3}; diluted {rare:.3}, gap {rare_gap:.3}; 47,600 works in \
         {seconds:.1} s"
    );
    // The ratio is bigger when we are better.
    let figures = [
        ("quality_recall", "known_scorecard", recall, KNOWN_SCORECARD),
        ("quality_recall", "known_trees", recall, KNOWN_TREES),
        ("quality_recall_apart", "known_trees", apart, 0.97),
        ("quality_recall_random", "known_scorecard", others, KNOWN_SCORECARD),
        ("quality_recall_diluted", "known_scorecard", rare, 0.69),
        ("quality_gap", "known_scorecard", gap, 0.03),
    ];
    for (name, peer, ours, theirs) in figures {
        let ratio = if name == "quality_gap" { theirs / ours } else { ours / theirs };
        let (ours, theirs) = (ours * 100.0, theirs * 100.0);
        Figure { name, peer, ratio, ours, theirs, unit: "percent", n: 5 }.report();
    }
    Ok(())
}

fn kinds(all: &[Measured]) {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (kind, (found, count)) in all.iter().flat_map(|one| &one.all.kinds) {
        let sum = sums.entry(kind).or_default();
        *sum = (sum.0 + found, sum.1 + count);
    }
    for (kind, (found, count)) in sums {
        println!("    {kind:24} {found:4} of {count:4}");
    }
}
