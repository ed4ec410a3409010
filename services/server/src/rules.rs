//! `lumbung rules`: what the rules say of works in a file.

use std::{
    fs,
    io::{BufWriter, Write as _},
    path::Path,
};

use gate::score::{Card, Set, works, write};

use crate::{
    cli::say,
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
        Some(path) => Card::from_csv(&read(path)?)?,
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
        "{} pekerjaan, {} pasangan dibandingkan, {} ditandai; perkiraan duplikat {:.2} persen dari \
         pasangan yang dibandingkan",
        items.len(),
        set.pairs.len(),
        flagged.len(),
        scores.share * 100.0
    ));
    Ok(())
}
