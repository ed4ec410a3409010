//! The list of reasons, written from the code into the proto file and the pages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use domain::{Kind, Reason};

use crate::failure::{Exit, Failure};

/// Where the enum stands, from the root of the source.
pub const PROTO: &str = "proto/lumbung/errors/v1/error_reason.proto";
/// Where the pages stand.
pub const PAGES: &str = "deploy/reasons";
/// What every value of the enum begins with.
const PREFIX: &str = "ERROR_REASON_";

/// Numbers of the enum; a number once given is never given to another reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// By code.
    pub given: BTreeMap<String, u32>,
    /// Of reasons that are gone.
    pub reserved: BTreeSet<u32>,
}

impl Numbers {
    /// Reads them out of the proto file as it stands.
    pub fn read(proto: &str) -> Self {
        let mut numbers = Self::default();
        for line in proto.lines().map(str::trim) {
            if let Some(list) = line.strip_prefix("reserved ") {
                let list = list.trim_end_matches(';').split(',');
                numbers
                    .reserved
                    .extend(list.filter_map(|number| number.trim().parse::<u32>().ok()));
            } else if let Some((name, number)) =
                line.strip_prefix(PREFIX).and_then(|rest| rest.split_once(" = "))
                && let Ok(number) = number.trim_end_matches(';').parse()
                && number != 0
            {
                numbers.given.insert(name.to_owned(), number);
            }
        }
        numbers
    }

    /// The numbers for these codes: old ones stay, new ones follow, lost ones are reserved.
    pub fn renew<'c>(&self, codes: impl Iterator<Item = &'c str>) -> Self {
        let codes: BTreeSet<&str> = codes.collect();
        let mut next = Self { given: BTreeMap::new(), reserved: self.reserved.clone() };
        let highest = self.given.values().chain(&self.reserved).max().copied().unwrap_or_default();
        let mut free = highest.saturating_add(1);
        for (code, number) in &self.given {
            if codes.contains(code.as_str()) {
                next.given.insert(code.clone(), *number);
            } else {
                next.reserved.insert(*number);
            }
        }
        for code in codes {
            if !next.given.contains_key(code) {
                next.given.insert(code.to_owned(), free);
                free = free.saturating_add(1);
            }
        }
        next
    }
}

/// The text of the proto file.
pub fn proto(reasons: &[Reason], numbers: &Numbers) -> String {
    let mut out = String::from(
        "syntax = \"proto3\";\n\n\
         // Every reason for which Lumbung says no; written by `lumbung reasons --write`.\n\
         package lumbung.errors.v1;\n\n\
         // The `reason` of `google.rpc.ErrorInfo`, without the prefix; the domain is `lumbung`.\n\
         enum ErrorReason {\n",
    );
    if !numbers.reserved.is_empty() {
        let list: Vec<String> = numbers.reserved.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "  reserved {};", list.join(", "));
    }
    let _ = writeln!(out, "  // Not set.\n  {PREFIX}UNSPECIFIED = 0;");
    let mut rows: Vec<(u32, &Reason)> = reasons
        .iter()
        .filter_map(|reason| Some((*numbers.given.get(reason.code)?, reason)))
        .collect();
    rows.sort_by_key(|(number, _)| *number);
    for (number, reason) in rows {
        let _ = writeln!(out, "  // {}\n  {PREFIX}{} = {number};", reason.advice, reason.code);
    }
    out.push_str("}\n");
    out
}

/// The page of one reason.
pub fn page(reason: &Reason) -> String {
    format!(
        "# {}\n\nStatus: {}. `ev-outcome`: {}.\n\n> {}\n\n{}\n",
        reason.code,
        answered(reason),
        outcome(reason),
        reason.sentence,
        reason.advice
    )
}

const fn status(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "INVALID_ARGUMENT",
        Kind::Unauthenticated => "UNAUTHENTICATED",
        Kind::Denied => "PERMISSION_DENIED",
        Kind::Absent => "NOT_FOUND",
        Kind::Unmet => "FAILED_PRECONDITION",
        Kind::Stale | Kind::Contention => "ABORTED",
        Kind::Exists => "ALREADY_EXISTS",
        Kind::Exhausted => "RESOURCE_EXHAUSTED",
        Kind::Unavailable => "UNAVAILABLE",
        Kind::Fault => "INTERNAL",
    }
}

/// The status that a caller sees; the server's own reasons may have others than their kind.
fn answered(reason: &Reason) -> &'static str {
    match reason.code {
        "DEADLINE_PASSED" => "DEADLINE_EXCEEDED",
        "METHOD_UNKNOWN" => "UNIMPLEMENTED",
        _ => status(reason.kind),
    }
}

fn outcome(reason: &Reason) -> &'static str {
    match reason.code {
        "DEADLINE_PASSED" => "none for reads, unknown for writes",
        "OUTCOME_UNKNOWN" | "INTERNAL" => "unknown",
        _ => "none",
    }
}

/// All reasons as lines for people.
pub fn table(reasons: &[Reason]) -> String {
    let mut sorted: Vec<&Reason> = reasons.iter().collect();
    sorted.sort_by_key(|reason| reason.code);
    let width = sorted.iter().map(|reason| reason.code.len()).max().unwrap_or_default();
    sorted.iter().fold(String::new(), |mut out, reason| {
        let _ = writeln!(
            out,
            "{:width$}  {:19}  {}",
            reason.code,
            status(reason.kind),
            reason.sentence
        );
        out
    })
}

/// Codes that are declared twice.
pub fn doubles(reasons: &[Reason]) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    reasons.iter().map(|reason| reason.code).filter(|code| !seen.insert(*code)).collect()
}

/// Writes proto file and pages under the root of the source; pages of reasons that are gone go.
///
/// # Errors
/// When two reasons share a code, or a file cannot be written.
pub fn write(reasons: &[Reason], root: &Path) -> Result<String, Failure> {
    let doubles = doubles(reasons);
    if !doubles.is_empty() {
        let why = format!("declared twice: {}", doubles.join(", "));
        return Err(Failure::new(Exit::Software, why));
    }
    if !root.join("proto/buf.yaml").exists() {
        let why = format!("{} is not the root of the source", root.display());
        return Err(Failure::new(Exit::NoInput, why));
    }
    let file = root.join(PROTO);
    let known = Numbers::read(&fs::read_to_string(&file).unwrap_or_default());
    let numbers = known.renew(reasons.iter().map(|reason| reason.code));
    put(&file, &proto(reasons, &numbers))?;
    let pages: BTreeMap<PathBuf, String> = reasons
        .iter()
        .map(|reason| (root.join(PAGES).join(format!("{}.md", reason.code)), page(reason)))
        .collect();
    if let Ok(entries) = fs::read_dir(root.join(PAGES)) {
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|e| e == "md") && !pages.contains_key(&path) {
                fs::remove_file(&path).map_err(Failure::io(Exit::CannotCreate, path.display()))?;
            }
        }
    }
    for (path, text) in &pages {
        put(path, text)?;
    }
    Ok(format!("{} reasons in {PROTO} and {PAGES}", reasons.len()))
}

/// Writes a file unless it says so already, so that nothing is rebuilt for nothing.
fn put(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(Failure::io(Exit::CannotCreate, parent.display()))?;
    }
    fs::write(path, text).map_err(Failure::io(Exit::CannotCreate, path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(given: &[(&str, u32)], reserved: &[u32]) -> Numbers {
        Numbers {
            given: given.iter().map(|(code, number)| ((*code).to_owned(), *number)).collect(),
            reserved: reserved.iter().copied().collect(),
        }
    }

    #[test]
    fn a_number_once_given_is_never_given_to_another_reason() {
        let old = numbers(&[("A", 1), ("B", 2), ("C", 5)], &[3]);
        let new = old.renew(["A", "D", "C"].into_iter());
        assert_eq!(new, numbers(&[("A", 1), ("C", 5), ("D", 6)], &[2, 3]));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let reasons = domain::reason::REASONS;
        let numbers = numbers(&[("GONE", 1)], &[]).renew(reasons.iter().map(|r| r.code));
        assert_eq!(Numbers::read(&proto(reasons, &numbers)), numbers);
    }
}
