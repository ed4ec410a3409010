//! Why a subcommand ended, as an exit code that scripts can tell apart.

use domain::{Error, Kind, Refusal, reason};

/// Exit codes, after `sysexits.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// The command line cannot be understood.
    Usage = 64,
    /// A file that was given is not what it should be; nothing was changed.
    Data = 65,
    /// A file that was given is not there or cannot be read.
    NoInput = 66,
    /// The database or the running server cannot be reached.
    Unavailable = 69,
    /// Lumbung broke.
    Software = 70,
    /// A file or folder cannot be made, or holds data that would be lost.
    CannotCreate = 73,
    /// The storage failed or is full.
    Storage = 74,
    /// Another process uses the data folder or the address; try again later.
    Busy = 75,
    /// The operating system or the running server does not permit it.
    Denied = 77,
    /// The configuration is wrong or unsafe.
    Config = 78,
}

impl Exit {
    /// The exit code of a number, for answers that crossed the admin port.
    pub fn from_code(code: u8) -> Self {
        const ALL: [Exit; 11] = [
            Exit::Ok,
            Exit::Usage,
            Exit::Data,
            Exit::NoInput,
            Exit::Unavailable,
            Exit::Software,
            Exit::CannotCreate,
            Exit::Storage,
            Exit::Busy,
            Exit::Denied,
            Exit::Config,
        ];
        ALL.into_iter().find(|exit| *exit as u8 == code).unwrap_or(Self::Software)
    }
}

/// A subcommand that did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How the process ends.
    pub exit: Exit,
    /// One or more lines for the operator.
    pub message: String,
}

impl Failure {
    /// A failure with its lines.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }

    /// Turns an error of the operating system into a failure that names its subject.
    pub fn io(exit: Exit, subject: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        let subject = subject.to_string();
        move |error| {
            let exit = match error.kind() {
                std::io::ErrorKind::PermissionDenied => Exit::Denied,
                std::io::ErrorKind::StorageFull => Exit::Storage,
                _ => exit,
            };
            Self::new(exit, format!("{subject}: {error}"))
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let detail = error.detail.clone().unwrap_or_default();
        let exit = match error.kind {
            _ if detail.contains("another server is using") => Exit::Busy,
            _ if error.has(&reason::STORAGE_FULL) => Exit::Storage,
            Kind::Unavailable | Kind::Contention => Exit::Unavailable,
            Kind::Fault => Exit::Software,
            // Without a reason it is the system that does not permit it.
            Kind::Denied if error.refusals.is_empty() => Exit::Denied,
            _ => Exit::Data,
        };
        let mut lines: Vec<String> = error.refusals.iter().map(line).collect();
        if !detail.is_empty() {
            lines.push(detail);
        }
        Self::new(exit, lines.join("\n"))
    }
}

/// A reason in one line, with the field that it is about.
fn line(refusal: &Refusal) -> String {
    match &refusal.field {
        Some(field) => format!("{} ({field}): {}", refusal.code, refusal.message()),
        None => format!("{}: {}", refusal.code, refusal.message()),
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn what_broke_and_what_is_not_permitted_end_differently() {
        let of = |kind| Error { kind, refusals: Vec::new(), detail: Some("lumbung.db: no".into()) };
        for (kind, exit) in
            [(Kind::Denied, Exit::Denied), (Kind::Stale, Exit::Data), (Kind::Fault, Exit::Software)]
        {
            let failure = Failure::from(of(kind));
            assert_eq!((failure.exit, failure.message.as_str()), (exit, "lumbung.db: no"));
        }
        for (kind, exit) in [
            (ErrorKind::PermissionDenied, Exit::Denied),
            (ErrorKind::StorageFull, Exit::Storage),
            (ErrorKind::NotFound, Exit::CannotCreate),
            (ErrorKind::ReadOnlyFilesystem, Exit::CannotCreate),
        ] {
            let failure = Failure::io(Exit::CannotCreate, "/srv/x.db")(kind.into());
            assert_eq!(failure.exit, exit, "{failure}");
            assert!(failure.message.starts_with("/srv/x.db: "), "{failure}");
        }
    }

    #[test]
    fn a_reason_names_the_field_that_it_is_about() {
        let refusal = reason::FIELD_REQUIRED.refuse();
        let bare = Failure::from(Error::from(refusal.clone())).message;
        assert!(bare.starts_with("FIELD_REQUIRED: "), "{bare}");
        let named = Failure::from(Error::from(refusal.at("source"))).message;
        assert!(named.starts_with("FIELD_REQUIRED (source): "), "{named}");
    }
}
