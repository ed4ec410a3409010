//! Settings: defaults, then one TOML file, then `LUMBUNG_*`, then flags.
//!
//! Nested settings are written with two underscores in the environment:
//! `LUMBUNG_LIMITS__IN_FLIGHT=128`. A key that is not known is refused, since a
//! mistyped limit is a limit that does not hold.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use figment::{
    Figment, Source,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use crate::failure::{Exit, Failure};

pub mod check;
pub mod shares;
pub mod show;
mod unreadable;

pub use shares::Shares;

/// Beginnings of names in the environment that look like settings but are none:
/// command line flags, and what the test harness tells itself.
const NOT_SETTINGS: [&str; 6] = ["config", "demo__", "test_", "sabotage", "shim_", "bench"];

/// What the settings are for: the demo has a folder of its own and shows its API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Real data.
    Production,
    /// The demo district.
    Demo,
}

/// Every setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address of gRPC, gRPC-Web and health.
    pub listen: SocketAddr,
    /// Address of metrics and operator commands; loopback only.
    pub admin: SocketAddr,
    /// Folder of everything that Lumbung writes.
    pub data: PathBuf,
    /// Whether the API describes itself to anybody who asks.
    pub reflection: bool,
    /// Certificate and key.
    pub tls: Tls,
    /// Where the data lies.
    pub database: Database,
    /// What one connection, or all callers together, may take.
    pub limits: Limits,
    /// What one person, or one address, may take of it.
    pub shares: Shares,
    /// How the log is written.
    pub log: Log,
    /// Where spans are sent.
    pub telemetry: Telemetry,
    /// Which web pages may call.
    pub grpc_web: GrpcWeb,
    /// When the register is compared with brute force.
    pub sweep: Sweep,
}

/// Certificate and key in PEM files, read again on SIGHUP.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Certificate chain, leaf first.
    pub cert: Option<PathBuf>,
    /// Private key; readable by its owner only.
    pub key: Option<PathBuf>,
    /// Whether TLS 1.2 is spoken beside 1.3, for old peers.
    pub allow_tls12: bool,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `postgres://..`, `sqlite:FOLDER`, or empty for SQLite in the data folder.
    pub url: String,
    /// Connections for reading (SQLite; each may keep 16 MiB of pages) or in all (PostgreSQL).
    pub connections: u32,
    /// Days after which a request id is refused; the nightly sweep forgets its record then.
    pub request_age_max_days: u32,
    /// Minutes for which a repeated password counts.
    pub step_up_minutes: u32,
}

/// Limits; 0 never means "none".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Connections in all.
    pub connections: u32,
    /// Connections of one address.
    pub connections_per_address: u32,
    /// Connections of one address that are still in the TLS handshake.
    pub handshakes_per_address: u32,
    /// Calls at once on one connection.
    pub streams_per_connection: u32,
    /// Calls at once in all.
    pub in_flight: u32,
    /// Of these, kept for health, sign-in and payment.
    pub in_flight_reserved: u32,
    /// Answers that stream at once, in all.
    pub streaming: u32,
    /// Bytes of one request message.
    pub message_bytes: u32,
    /// Bytes of all headers of a call.
    pub header_list_bytes: u32,
    /// Deadline of a call that states none.
    pub deadline_default_s: u64,
    /// The longest deadline a call may state.
    pub deadline_max_s: u64,
    /// The longest a streamed answer may take.
    pub streaming_max_s: u64,
    /// Pause after which an idle connection is asked whether it lives.
    pub keepalive_ping_s: u64,
    /// How long the answer to that may take.
    pub keepalive_timeout_s: u64,
    /// Age at which a connection is asked to go.
    pub connection_age_s: u64,
    /// How long its running calls may take then.
    pub connection_grace_s: u64,
    /// How long a connection may stand without a call.
    pub connection_idle_s: u64,
    /// Limit of the TLS handshake and of the first bytes after it.
    pub handshake_max_s: u64,
    /// Control frames a second on one connection, on average.
    pub control_frames_per_s: u32,
    /// Control frames that may come at once.
    pub control_frames_burst: u32,
    /// How long running calls may take when the server stops.
    pub shutdown_grace_s: u64,
}

/// How the log is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// People or machines.
    pub format: LogFormat,
    /// What is written, e.g. `info,sqlx=warn`.
    pub filter: String,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Human on a terminal, JSON else.
    Auto,
    /// One line for people.
    Human,
    /// One JSON object a line.
    Json,
}

/// Where spans are sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    /// OTLP endpoint (gRPC), e.g. `http://127.0.0.1:4317`; empty sends nothing.
    pub otlp: String,
}

/// Which web pages may call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrpcWeb {
    /// Exact origins, e.g. `https://desa.example.id`; a page of any other is refused.
    pub origins: Vec<String>,
}

/// When the register is compared with brute force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// Whether the server does it by itself.
    pub nightly: bool,
    /// At which full hour of Asia/Jakarta, 0 to 23.
    pub hour: u8,
}

impl Limits {
    /// The start values.
    pub const START: Self = Self {
        connections: 1_024,
        connections_per_address: 64,
        handshakes_per_address: 16,
        streams_per_connection: 64,
        in_flight: 256,
        in_flight_reserved: 32,
        streaming: 64,
        message_bytes: 256 * 1024,
        header_list_bytes: 16 * 1024,
        deadline_default_s: 10,
        deadline_max_s: 60,
        streaming_max_s: 30 * 60,
        keepalive_ping_s: 60,
        keepalive_timeout_s: 20,
        connection_age_s: 30 * 60,
        connection_grace_s: 60,
        connection_idle_s: 10 * 60,
        handshake_max_s: 5,
        control_frames_per_s: 100,
        control_frames_burst: 400,
        shutdown_grace_s: 30,
    };

    /// Every limit with its name, for checks that hold for all.
    pub fn each(&self) -> [(&'static str, u64); 21] {
        [
            ("limits.connections", self.connections.into()),
            ("limits.connections_per_address", self.connections_per_address.into()),
            ("limits.handshakes_per_address", self.handshakes_per_address.into()),
            ("limits.streams_per_connection", self.streams_per_connection.into()),
            ("limits.in_flight", self.in_flight.into()),
            ("limits.in_flight_reserved", self.in_flight_reserved.into()),
            ("limits.streaming", self.streaming.into()),
            ("limits.message_bytes", self.message_bytes.into()),
            ("limits.header_list_bytes", self.header_list_bytes.into()),
            ("limits.deadline_default_s", self.deadline_default_s),
            ("limits.deadline_max_s", self.deadline_max_s),
            ("limits.streaming_max_s", self.streaming_max_s),
            ("limits.keepalive_ping_s", self.keepalive_ping_s),
            ("limits.keepalive_timeout_s", self.keepalive_timeout_s),
            ("limits.connection_age_s", self.connection_age_s),
            ("limits.connection_grace_s", self.connection_grace_s),
            ("limits.connection_idle_s", self.connection_idle_s),
            ("limits.handshake_max_s", self.handshake_max_s),
            ("limits.control_frames_per_s", self.control_frames_per_s.into()),
            ("limits.control_frames_burst", self.control_frames_burst.into()),
            ("limits.shutdown_grace_s", self.shutdown_grace_s),
        ]
    }

    /// The part that the services keep.
    pub fn services(&self) -> edge::Limits {
        edge::Limits { message_bytes: usize::try_from(self.message_bytes).unwrap_or(usize::MAX) }
    }

    /// The handshake limit.
    pub const fn handshake_max(&self) -> Duration {
        Duration::from_secs(self.handshake_max_s)
    }
}

impl Config {
    /// The settings of a machine that states none.
    pub fn start(purpose: Purpose) -> Self {
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self {
            listen: at(50_051),
            admin: at(50_052),
            data: data_folder(purpose),
            reflection: purpose == Purpose::Demo,
            tls: Tls::default(),
            database: Database {
                url: String::new(),
                connections: 8,
                request_age_max_days: 90,
                step_up_minutes: 5,
            },
            limits: Limits::START,
            shares: Shares::START,
            log: Log { format: LogFormat::Auto, filter: String::from("info,sqlx=warn") },
            telemetry: Telemetry::default(),
            grpc_web: GrpcWeb::default(),
            sweep: Sweep { nightly: true, hour: 2 },
        }
    }

    /// The address for the store: SQLite in the data folder unless another is set.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite:{}", self.data.display())
        } else {
            self.database.url.clone()
        }
    }

    /// The folder of the SQLite database, if that is the engine.
    pub fn sqlite_folder(&self) -> Option<PathBuf> {
        self.database_url().strip_prefix("sqlite:").map(PathBuf::from)
    }
}

/// systemd's state folder, or the user's own.
fn data_folder(purpose: Purpose) -> PathBuf {
    let name = if purpose == Purpose::Demo { "lumbung-demo" } else { "lumbung" };
    // A unit may name more than one; the first is for the data.
    if purpose == Purpose::Production
        && let Some(folders) = std::env::var_os("STATE_DIRECTORY")
        && let Some(folder) = std::env::split_paths(&folders).next()
    {
        return folder;
    }
    let home = |folder| PathBuf::from(folder).join(".local/share");
    std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(home))
        .map_or_else(|| Path::new("/var/lib").join(name), |base| base.join(name))
}

/// Settings with the memory of where each came from.
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Where each came from.
    pub(crate) figment: Figment,
    /// Whether the data folder was named by a flag.
    pub(crate) data_by_flag: bool,
    /// The file, if one was named.
    pub(crate) file: Option<PathBuf>,
}

impl Loaded {
    /// The settings file, when it is where a setting comes from.
    pub fn file_of(&self, key: &str) -> Option<&Path> {
        let source = self.figment.find_metadata(key)?.source.as_ref()?;
        self.file.as_deref().filter(|_| matches!(source, Source::File(_)))
    }
}

/// Reads the settings.
///
/// # Errors
/// A configuration failure that names every key that cannot be read and where it stands, and what
/// is unsafe beside them.
pub fn load(purpose: Purpose, file: Option<&Path>, data: Option<&Path>) -> Result<Loaded, Failure> {
    let mut figment = Figment::from(Serialized::defaults(Config::start(purpose)));
    if let Some(file) = file {
        std::fs::metadata(file).map_err(Failure::io(Exit::NoInput, file.display()))?;
        figment = figment.merge(Toml::file_exact(file));
    }
    let environment = Env::prefixed("LUMBUNG_").filter(|key| {
        let key = key.as_str().to_ascii_lowercase();
        !NOT_SETTINGS.iter().any(|beginning| key.starts_with(beginning))
    });
    figment = figment.merge(environment.split("__"));
    if let Some(data) = data {
        figment = figment.merge(Serialized::default("data", data));
    }
    let mut config: Config =
        figment.extract().map_err(|first| unreadable::failure(purpose, &figment, file, first))?;
    config.data = std::path::absolute(&config.data)
        .map_err(Failure::io(Exit::Config, config.data.display()))?;
    Ok(Loaded { config, figment, data_by_flag: data.is_some(), file: file.map(Path::to_owned) })
}

#[cfg(test)]
#[path = "config/config_tests.rs"]
mod tests;
