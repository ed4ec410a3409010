//! A table of claims: a heading line, then one claim a row.

use std::collections::HashSet;

use domain::Refusal;

use super::{FileRead, FileRow, Read, cannot, columns, fields, unreadable};
use crate::refusal::CLAIM_QUOTE_OPEN;

/// So many letters of an owner's number are told of a line that cannot be read.
const NUMBER_TOLD: usize = 100;

/// Reads a table; columns are found by name, in any order.
pub fn read(text: &str, year: i32) -> Result<FileRead, Refusal> {
    let (delimiter, lines) = (delimiter(text), Lines::of(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .map_err(|_| unreadable("judul kolom tidak terbaca"))?
        .iter()
        .map(str::to_lowercase)
        .collect();
    let unread = columns::unread(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    check_heading(&names)?;
    let keeps_document = !names.iter().any(|name| name == "document");
    let mut rows = Vec::new();
    for record in reader.records() {
        let at = |place: Option<&csv::Position>| lines.number(place.map_or(0, csv::Position::byte));
        let (number, (external_id, claim, doubts)) = match &record {
            Ok(record) => (at(record.position()), of_record(&names, record, year)),
            Err(error) => {
                let refusal = cannot("baris", "", "baris CSV");
                (at(error.position()), (String::new(), Err(vec![refusal]), Vec::new()))
            }
        };
        rows.push(FileRow { number, external_id, claim, doubts, keeps_document });
    }
    if let Some(quote) = open_quote(text.as_bytes(), delimiter) {
        let of_heading = || unreadable("tanda kutip di judul kolom tidak ditutup");
        let first = rows.pop().ok_or_else(of_heading)?.number;
        let swallowed = lines.each().skip_while(|(number, _)| *number < first);
        let (line, last) = (lines.line_of(quote), lines.last());
        for (number, told) in swallowed.filter(|(_, told)| !told.is_empty()) {
            let refusal = CLAIM_QUOTE_OPEN.refuse().fact("line", line).fact("last", last);
            rows.push(FileRow {
                number,
                external_id: number_of(told, &names, delimiter),
                claim: Err(vec![refusal.at("baris")]),
                doubts: Vec::new(),
                keeps_document,
            });
        }
    }
    Ok(FileRead { rows, unread })
}

/// What parts the columns: the sign that the heading has more of.
fn delimiter(text: &str) -> u8 {
    let heading = text.split(['\r', '\n']).find(|line| !line.trim().is_empty());
    let heading = heading.unwrap_or_default();
    if heading.matches(';').count() > heading.matches(',').count() { b';' } else { b',' }
}

/// Refuses a heading that lacks what every row needs, or by which a value could be one of two.
fn check_heading(names: &[String]) -> Result<(), Refusal> {
    for needed in ["external_id", "name", "work_class"] {
        if !names.iter().any(|name| name == needed) {
            return Err(unreadable(&format!("kolom {needed} tidak ada")));
        }
    }
    let mut known = HashSet::new();
    match names.iter().find(|name| !name.is_empty() && !known.insert(name.as_str())) {
        Some(twice) => Err(unreadable(&format!("kolom {twice} disebut dua kali"))),
        None => Ok(()),
    }
}

/// A row of a table. One that is wider than the heading was parted where it should not be, so that
/// nobody knows which value belongs to which column.
fn of_record(names: &[String], record: &csv::StringRecord, year: i32) -> Read {
    let value = |name: &str| {
        let at = names.iter().position(|one| one == name);
        at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
    };
    if record.len() > names.len() {
        let joined = record.iter().any(|field| field.contains(['\r', '\n']));
        let joined = if joined { " dari beberapa baris yang disatukan tanda kutip" } else { "" };
        let found = format!("{} kolom{joined}", record.len());
        let most = format!("baris dengan paling banyak {} kolom seperti judulnya", names.len());
        return (value("external_id"), Err(vec![cannot("baris", &found, &most)]), Vec::new());
    }
    fields::claim(value, year, None)
}

/// The owner's number in a line that is no row by itself, as far as it can be told.
fn number_of(line: &str, names: &[String], delimiter: u8) -> String {
    let at = names.iter().position(|name| name == "external_id");
    let cell = at.and_then(|at| line.split(char::from(delimiter)).nth(at)).unwrap_or_default();
    cell.trim().trim_matches('"').chars().take(NUMBER_TOLD).collect()
}

/// Where the quote stands that is opened and never closed, so that all behind it is one value.
/// A quote opens a value only where the value begins, and a doubled one closes nothing.
fn open_quote(text: &[u8], delimiter: u8) -> Option<usize> {
    enum At {
        Start,
        Bare,
        Quoted(usize),
        /// Behind a quote inside a quoted value: closed, unless it is doubled.
        Closing(usize),
    }
    let mut state = At::Start;
    for (at, byte) in text.iter().copied().enumerate() {
        let parts = byte == delimiter || matches!(byte, b'\r' | b'\n');
        state = match (state, byte) {
            (At::Start, b'"') => At::Quoted(at),
            (At::Quoted(from), b'"') => At::Closing(from),
            (At::Quoted(from), _) | (At::Closing(from), b'"') => At::Quoted(from),
            _ if parts => At::Start,
            _ => At::Bare,
        };
    }
    match state {
        At::Quoted(from) => Some(from),
        At::Start | At::Bare | At::Closing(_) => None,
    }
}

/// The lines of a text, whatever ends them: CR LF, LF, or CR.
struct Lines<'t> {
    text: &'t str,
    /// Where each begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): &(usize, u8)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let next = bytes.iter().copied().enumerate().filter(ends).map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(next).collect() }
    }

    /// The number of the line, from 1, on which what comes from a byte on begins: ends of lines
    /// before it are passed over.
    fn number(&self, from: u64) -> i32 {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line_of(from.saturating_add(blank))
    }

    /// The number of the line on which a byte stands.
    fn line_of(&self, byte: usize) -> i32 {
        let line = self.starts.partition_point(|start| *start <= byte);
        i32::try_from(line).unwrap_or(i32::MAX)
    }

    /// The number of the last line that holds something.
    fn last(&self) -> i32 {
        self.line_of(self.text.trim_end().len().saturating_sub(1))
    }

    /// Each line with its number.
    fn each(&self) -> impl Iterator<Item = (i32, &'t str)> {
        let text = self.text;
        let ends = self.starts.iter().skip(1).copied().chain([text.len()]);
        let spans = self.starts.iter().copied().zip(ends);
        (1_i32..)
            .zip(spans)
            .map(move |(n, (from, to))| (n, text.get(from..to).unwrap_or_default().trim()))
    }
}
