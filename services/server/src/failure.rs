//! Why a subcommand ended, as an exit code that scripts can tell apart.

use domain::{Error, Kind, reason};

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
            _ => Exit::Data,
        };
        let mut lines: Vec<String> = error
            .refusals
            .iter()
            .map(|refusal| format!("{}: {}", refusal.code, refusal.message()))
            .collect();
        if !detail.is_empty() {
            lines.push(detail);
        }
        Self::new(exit, lines.join("\n"))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
