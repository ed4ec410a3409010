//! Makes labelled worlds for measuring the duplicate check.
//!
//! `quality generate --seed N [--works 6800] [--dilute K] [--world NAME] --out DIR`
//! writes `projects.jsonl` (the input of `lumbung rules score`), `truth.jsonl`
//! (`{"a","b","kind"}`, one true pair a line), `lookalike.jsonl` (honest pairs
//! that look alike, the same fields) and `world.json`. `quality fit FILE
//! [DIR...]` fits the scorecard anew, on labelled folders too, and writes its
//! rows; `quality report [--card FILE] [DIR...]` measures the shipped one, or
//! another, on worlds it has not seen, or on labelled folders.

#![allow(clippy::print_stdout)]

mod score;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use tests::quality::{
    generate::{Order, generate},
    world::World,
};

const USAGE: &str = "quality generate --seed N [--works 6800] [--dilute 1] \
                     [--world default|tidy|messy|dense|sparse|random] --out DIR\n       \
                     quality fit FILE [DIR...]\n       quality report [--card FILE] [DIR...]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("quality: {why}\nusage: {USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let (verb, rest) = arguments.split_first().ok_or("say what to do")?;
    match verb.as_str() {
        "generate" => {}
        "fit" => return score::fit(rest),
        "report" => return score::report(rest),
        _ => return Err(format!("unknown word {verb}")),
    }
    let (order, folder) = order(rest)?;
    let made = generate(&order);
    made.save(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    // A reader that has seen enough is no failure: the files are written.
    let _ = write!(
        io::stdout(),
        "world {} of seed {} in {}\n{}",
        order.world.name,
        order.seed,
        folder.display(),
        made.report
    );
    Ok(())
}

fn order(arguments: &[String]) -> Result<(Order, PathBuf), String> {
    let (mut seed, mut works, mut dilute) = (None, 6800, 1);
    let (mut world, mut folder) = ("default".to_owned(), None);
    let mut rest = arguments.iter();
    while let Some(option) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{option} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{option} needs a number"));
        let small = || u32::try_from(number()?).map_err(|_| format!("{option} is too large"));
        match option.as_str() {
            "--seed" => seed = Some(number()?),
            "--works" => works = small()?,
            "--dilute" => dilute = small()?,
            "--world" => world.clone_from(value),
            "--out" => folder = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown option {option}")),
        }
    }
    let seed = seed.ok_or("--seed is missing")?;
    let folder = folder.ok_or("--out is missing")?;
    if !(100..=200_000).contains(&works) || !(1..=100).contains(&dilute) {
        return Err("--works is 100 to 200000, --dilute 1 to 100".to_owned());
    }
    let world = World::named(&world, seed).ok_or_else(|| format!("no world is called {world}"))?;
    Ok((Order { world, seed, works, dilute }, folder))
}
