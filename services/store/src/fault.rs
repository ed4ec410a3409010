//! Driver errors, classified once: what broke, and what the caller may be told.

use std::{fmt::Display, path::Path};

use domain::{Error, Kind, Refusal, reason};

/// What a driver error did to the connection or the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Somebody else holds the row; the whole transaction may be tried again.
    Contention,
    /// The disk is full; nothing of this transaction is there.
    Full,
    /// The file cannot be trusted any more; recovery must decide.
    Medium,
    /// The connection is of no further use.
    Connection,
}

/// Why the store stopped for good; the process must end so that recovery can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fatal(pub String);

/// Triggers and checks of the schema name their reason behind this mark.
const RULE_MARK: &str = "LUMBUNG:";

/// Tells what an error means for the connection and for the caller.
pub(crate) fn classify(what: &'static str, error: &sqlx::Error) -> (Option<Broken>, Error) {
    match error {
        sqlx::Error::Database(db) => {
            let code = db.code().unwrap_or_default().into_owned();
            match database(&code) {
                Some(broken) => (Some(broken), told(broken, what, error)),
                None => (None, rule(db.message()).unwrap_or_else(|| fault(what, error))),
            }
        }
        sqlx::Error::RowNotFound => (None, Error::absent()),
        sqlx::Error::PoolTimedOut => {
            (Some(Broken::Connection), reason::UNAVAILABLE.refuse().into())
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Tls(_) => (Some(Broken::Connection), told(Broken::Connection, what, error)),
        _ => (None, fault(what, error)),
    }
}

/// The same for errors of the embedded SQLite.
pub(crate) fn classify_lite(
    what: &'static str,
    error: &rusqlite::Error,
) -> (Option<Broken>, Error) {
    let Some(failure) = error.sqlite_error() else {
        return (None, fault(what, error));
    };
    match sqlite_class(failure.extended_code & 0xff) {
        Some(broken) => (Some(broken), told(broken, what, &in_general(failure.extended_code))),
        None => (None, rule(&error.to_string()).unwrap_or_else(|| fault(what, error))),
    }
}

/// The same for the opening of a database file, which is named: SQLite that may not open or write
/// it broke nothing.
pub(crate) fn opening(file: &Path, error: &sqlx::Error) -> Error {
    let code = match error {
        sqlx::Error::Database(db) => db.code().and_then(|code| code.parse::<i32>().ok()),
        _ => None,
    };
    let told = match code.map(|code| code & 0xff) {
        // PERM, READONLY, CANTOPEN.
        Some(3 | 8 | 14) => not_permitted(error),
        _ => classify("open", error).1,
    };
    at(file, told)
}

/// What the operating system does not permit: no fault of ours, and no reason for a caller.
pub(crate) fn not_permitted(error: &dyn Display) -> Error {
    Error { kind: Kind::Denied, refusals: Vec::new(), detail: Some(error.to_string()) }
}

/// Puts the path that an error is about before its detail.
pub(crate) fn at(file: &Path, mut error: Error) -> Error {
    error.detail = error.detail.map(|detail| format!("{}: {detail}", file.display()));
    error
}

/// What SQLite says of a code: the number tells which call on the disk failed, and nothing tells
/// what the statement held.
fn in_general(extended_code: i32) -> String {
    format!("SQLite {extended_code}, {}", rusqlite::ffi::code_to_str(extended_code))
}

/// Whether an error that PostgreSQL sent in answer to COMMIT proves that nothing was kept: a
/// constraint or a rule of the schema that is asked only then, or a rollback that names itself.
/// Any other error may have come after the commit.
pub(crate) fn rolled_back(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(db) = error else { return false };
    let code = db.code().unwrap_or_default();
    match code.get(..2) {
        Some("23") => true,
        // 40003 says of itself that it does not know.
        Some("40") => code != "40003",
        _ => code == "P0001" && rule(db.message()).is_some(),
    }
}

/// PostgreSQL answers five letters, SQLite a number whose low byte is the class.
fn database(code: &str) -> Option<Broken> {
    match code {
        "40001" | "40P01" | "55P03" => return Some(Broken::Contention),
        "53100" => return Some(Broken::Full),
        "57P01" | "57P02" | "57P03" | "53300" | "25P03" => return Some(Broken::Connection),
        "57014" => return Some(Broken::Contention),
        _ => {}
    }
    if code.len() == 5 {
        return code.starts_with("08").then_some(Broken::Connection);
    }
    sqlite_class(code.parse::<i32>().unwrap_or_default() & 0xff)
}

fn sqlite_class(code: i32) -> Option<Broken> {
    match code {
        5 | 6 => Some(Broken::Contention),
        13 => Some(Broken::Full),
        10 | 11 | 26 => Some(Broken::Medium),
        _ => None,
    }
}

fn told(broken: Broken, what: &'static str, error: &dyn Display) -> Error {
    let reason = match broken {
        Broken::Contention => reason::CONTENTION,
        Broken::Full => reason::STORAGE_FULL,
        Broken::Medium | Broken::Connection => reason::UNAVAILABLE,
    };
    let mut told = Error::from(reason.refuse());
    told.detail = Some(format!("{what}: {error}"));
    told
}

/// A rule that the schema itself refused: `LUMBUNG:CODE` in a trigger's message.
fn rule(message: &str) -> Option<Error> {
    let code: String = message
        .split_once(RULE_MARK)?
        .1
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || *c == '_' || c.is_ascii_digit())
        .collect();
    let refusal = Refusal {
        code: code.into(),
        kind: Kind::Unmet,
        sentence: "Aturan basis data menolak perubahan ini.".into(),
        facts: Vec::new(),
        field: None,
        subject: None,
    };
    Some(refusal.into())
}

fn fault(what: &'static str, error: &dyn Display) -> Error {
    Error::fault(format!("{what}: {error}"))
}
