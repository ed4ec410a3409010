//! `lumbung rules`: what the rules say of works in a file.

use std::{
    fs,
    io::{BufWriter, Write as _},
    path::Path,
};

use gate::{
    backtest::{Which, backtest as run},
    score::{Card, Set, works, write},
};

use crate::{
    cli::say,
    commands,
    config::Config,
    failure::{Exit, Failure},
};

/// The most bad lines that are named.
const NAMED_MAX: usize = 20;

/// `lumbung rules score`: the same input gives the same bytes.
///
/// # Errors
/// A file that is missing; lines that cannot be read, each with its number; a file that cannot be
/// written.
pub fn score(projects: &Path, out: &Path, card: Option<&Path>) -> Result<(), Failure> {
    let read =
        |path: &Path| fs::read_to_string(path).map_err(Failure::io(Exit::NoInput, path.display()));
    let card = match card {
        Some(path) => Card::from_csv(&read(path)?)
            .map_err(|row| Failure::new(Exit::Data, format!("{}: {row}", path.display())))?,
        None => Card::shipped()?,
    };
    let items = works(&read(projects)?).map_err(|bad| {
        let mut lines: Vec<String> = bad
            .iter()
            .take(NAMED_MAX)
            .map(|one| format!("{}:{}: {}", projects.display(), one.line, one.why))
            .collect();
        if bad.len() > NAMED_MAX {
            lines.push(format!("dan {} baris lain", bad.len() - NAMED_MAX));
        }
        Failure::new(Exit::Data, lines.join("\n"))
    })?;
    let mut set = Set::new(&items);
    let scores = set.score(&card);
    let flagged = write::flagged(&set, &scores, &card);
    let broken = || Failure::io(Exit::CannotCreate, out.display());
    let mut file = BufWriter::new(fs::File::create(out).map_err(broken())?);
    for one in &flagged {
        if let Some(line) = write::line(&set, &scores, &card, one) {
            writeln!(file, "{line}").map_err(broken())?;
        }
    }
    file.flush().map_err(broken())?;
    say(&format!(
        "{} pekerjaan, {} pasangan dibandingkan, {} ditandai; perkiraan duplikat {:.0} persen dari \
         pasangan yang mirip",
        items.len(),
        set.pairs.len(),
        flagged.len(),
        scores.share * 100.0
    ));
    Ok(())
}

/// `lumbung rules backtest`
///
/// # Errors
/// A rule set or years that cannot be read; a store that cannot be opened.
pub async fn backtest(
    config: &Config,
    from: &str,
    to: &str,
    years: Option<&str>,
) -> Result<(), Failure> {
    let (from, to, years) = (which(from)?, which(to)?, span(years)?);
    let store = commands::open(config).await?;
    let found = run(&store, from, to, years).await?;
    for one in &found.differences {
        say(&format!(
            "{} -> {}  {} | {}{}  {}",
            one.from.code(),
            one.to.code(),
            one.first,
            one.second,
            one.decided.as_ref().map(|state| format!(" [{state}]")).unwrap_or_default(),
            one.because
        ));
    }
    for ((state, side, verdict), count) in &found.confusion {
        say(&format!("diputus {state}: {side} {verdict} {count}"));
    }
    say(&format!(
        "{} pekerjaan, {} pasangan dibandingkan, {} berbeda",
        found.works,
        found.pairs,
        found.differences.len()
    ));
    Ok(())
}

fn which(text: &str) -> Result<Which, Failure> {
    if text == "scorecard" {
        return Ok(Which::Scorecard);
    }
    text.parse().map(Which::Version).map_err(|_| {
        Failure::new(Exit::Usage, format!("{text}: bukan nomor set aturan, juga bukan scorecard"))
    })
}

/// Both years of `2020..2025`, or a single one.
fn span(text: Option<&str>) -> Result<(i64, i64), Failure> {
    let Some(text) = text else { return Ok((0, i64::from(i32::MAX))) };
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    match (from.parse(), to.parse()) {
        (Ok(from), Ok(to)) => Ok((from, to)),
        _ => Err(Failure::new(Exit::Usage, format!("{text}: bukan rentang tahun"))),
    }
}
