//! `lumbung rules`: what the rules say of works in a file.

use std::{
    fs,
    io::{BufWriter, Write as _},
    os::unix::fs::MetadataExt as _,
    path::Path,
};

use gate::{
    backtest::{Which, backtest as run},
    flag::FlagState,
    score::{BadLine, Card, Item, Set, file, write},
};

use crate::{
    cli::say,
    commands,
    config::Config,
    failure::{Exit, Failure},
};

/// The most lines that are named.
const NAMED_MAX: usize = 20;

/// `lumbung rules score`: the same input gives the same bytes. What was not read as it is written
/// is told on standard error and fails nothing.
///
/// # Errors
/// A file to write that is one of those to read; a file that is missing; lines that cannot be read,
/// each with its number; a file that cannot be written.
pub fn score(projects: &Path, out: &Path, card: Option<&Path>) -> Result<(), Failure> {
    for (input, option) in [(Some(projects), "--projects"), (card, "--card")] {
        if input.is_some_and(|input| same_file(input, out)) {
            let why =
                format!("{}: --out menunjuk berkas {option} dan akan menimpanya", out.display());
            return Err(Failure::new(Exit::Usage, why));
        }
    }
    let card = match card {
        Some(path) => own_card(path)?,
        None => Card::shipped()?,
    };
    let items = read_works(projects)?;
    let mut set = Set::new(&items);
    let scores = set.score(&card);
    let flagged = write::flagged(&set, &scores, &card);
    put_whole(out, write::lines(&set, &scores, &card, &flagged))?;
    if items.is_empty() {
        say(&format!("{}: tidak ada pekerjaan; {} kosong", projects.display(), out.display()));
        return Ok(());
    }
    let share =
        format!("; perkiraan duplikat {:.0} persen dari pasangan yang mirip", scores.share * 100.0);
    say(&format!(
        "{} pekerjaan, {} pasangan dibandingkan, {} ditandai{}",
        items.len(),
        set.pairs.len(),
        flagged.len(),
        // Without a pair the share is the card's own and tells nothing of these works.
        if set.pairs.is_empty() { "" } else { share.as_str() }
    ));
    Ok(())
}

/// Writes lines beside a file and puts them in its place when all are there: what broke off leaves
/// what was.
fn put_whole(out: &Path, lines: impl Iterator<Item = String>) -> Result<(), Failure> {
    let broken = || Failure::io(Exit::CannotCreate, out.display());
    let is_plain = fs::metadata(out).map_or(true, |known| known.is_file());
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    // What is no file, a pipe or a terminal, is written to as it is.
    let part = if is_plain { out.with_file_name(name) } else { out.to_owned() };
    let mut file = BufWriter::new(fs::File::create(&part).map_err(broken())?);
    let mut written = lines.into_iter().try_for_each(|line| writeln!(file, "{line}"));
    written = written.and_then(|()| file.flush());
    if is_plain {
        written = written.and_then(|()| fs::rename(&part, out));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
    }
    written.map_err(broken())
}

/// Whether two paths lead to one file, whatever links lie between.
fn same_file(one: &Path, other: &Path) -> bool {
    let known = |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file);
    let place = |path: &Path| known(path).map(|found| (found.dev(), found.ino()));
    place(one).is_some_and(|found| place(other) == Some(found))
}

fn own_card(path: &Path) -> Result<Card, Failure> {
    let wrong = |why: &str| Failure::new(Exit::Data, format!("{}: {why}", path.display()));
    let bytes = fs::read(path).map_err(Failure::io(Exit::NoInput, path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("bukan teks UTF-8"))?;
    let unread = |row: String| wrong(&format!("baris \"{row}\" tidak terbaca"));
    let card = Card::from_csv(&text).map_err(unread)?;
    if card == Card::default() { Err(wrong("kartu skor kosong")) } else { Ok(card) }
}

fn read_works(path: &Path) -> Result<Vec<Item>, Failure> {
    let bytes = fs::read(path).map_err(Failure::io(Exit::NoInput, path.display()))?;
    let read = file(&bytes).map_err(|bad| Failure::new(Exit::Data, named(path, &bad)))?;
    if !read.notes.is_empty() {
        // Not among what was found: a program reads that. Nobody may listen, and that is no failure.
        let _ = writeln!(std::io::stderr(), "{}", named(path, &read.notes));
    }
    Ok(read.items)
}

/// The first lines of a file that something is said of, with what is said.
fn named(path: &Path, lines: &[BadLine]) -> String {
    let mut told: Vec<String> = lines
        .iter()
        .take(NAMED_MAX)
        .map(|one| format!("{}:{}: {}", path.display(), one.line, one.why))
        .collect();
    if lines.len() > NAMED_MAX {
        told.push(format!("dan {} baris lain", lines.len() - NAMED_MAX));
    }
    told.join("\n")
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
    commands::begun(config).await?;
    let store = commands::open(config).await.map_err(beside_a_server)?;
    let found = run(&store, from, to, years).await?;
    let (first, second) = (named_rules(from), named_rules(to));
    for one in &found.differences {
        let decided = one.decided.as_deref().map(|state| format!(" [{}]", decision(state)));
        let why = |rules: &str, why: &str| match why {
            "" => String::new(),
            why => format!("  {rules}: {why}"),
        };
        say(&format!(
            "{} -> {}  {} | {}{}{}{}",
            judged(one.from.code()),
            judged(one.to.code()),
            one.first,
            one.second,
            decided.unwrap_or_default(),
            why(&first, &one.why_from),
            why(&second, &one.why_to)
        ));
    }
    for ((state, side, verdict), count) in &found.confusion {
        let rules = if *side == "from" { &first } else { &second };
        let (state, verdict) = (decision(state), judged(verdict));
        say(&format!("diputus {state}: {rules} {verdict} {count} pasangan"));
    }
    say(&format!(
        "{} pekerjaan, {} pasangan dibandingkan, {} berbeda",
        found.works,
        found.pairs,
        found.differences.len()
    ));
    Ok(())
}

/// A folder that a server holds: what to do about it.
fn beside_a_server(failure: Failure) -> Failure {
    if failure.exit != Exit::Busy {
        return failure;
    }
    let how = "selama server berjalan, bandingkan pada cadangan: `lumbung backup BERKAS`, lalu \
               `lumbung --data FOLDER_LAIN restore BERKAS` dan `lumbung --data FOLDER_LAIN rules \
               backtest ...`";
    Failure::new(Exit::Busy, format!("{}\n{how}", failure.message))
}

/// What rules are called on screens.
fn named_rules(which: Which) -> String {
    match which {
        Which::Version(rev) => format!("set aturan {rev}"),
        Which::Scorecard => "kartu skor".to_owned(),
    }
}

/// The word for what was decided.
fn decision(state: &str) -> &str {
    match FlagState::from_code(state) {
        Some(known) => known.title(),
        None => state,
    }
}

/// The word for a verdict.
fn judged(code: &str) -> &'static str {
    match code {
        "block" => "menahan",
        "warn" => "memberitahukan",
        _ => "meloloskan",
    }
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
        (Ok(from), Ok(to)) if from <= to => Ok((from, to)),
        _ => Err(Failure::new(Exit::Usage, format!("{text}: bukan rentang tahun"))),
    }
}
