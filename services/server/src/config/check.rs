//! Settings that Lumbung refuses to start with.

use std::{
    net::IpAddr,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tracing_subscriber::filter::{LevelFilter, Targets};

use super::{Config, show};
use crate::{
    failure::{Exit, Failure},
    tls,
};

/// A setting that is unsafe, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsafe {
    /// Dotted key.
    pub key: &'static str,
    /// One sentence.
    pub why: String,
}

/// File systems on which SQLite's locks and `fsync` cannot be trusted.
const NETWORK_FILE_SYSTEMS: [&str; 9] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph"];

/// The failure that tells them all.
pub fn failure(faults: &[Unsafe]) -> Failure {
    let lines: Vec<String> =
        faults.iter().map(|fault| format!("{}: {}", fault.key, fault.why)).collect();
    Failure::new(Exit::Config, lines.join("\n"))
}

/// Every unsafe setting at once. `file` is where the address of the database is written, if it is
/// in a file; `mounts` is the text of `/proc/mounts`.
pub fn faults(config: &Config, file: Option<&Path>, mounts: &str) -> Vec<Unsafe> {
    let mut found = Faults(Vec::new());
    addresses(config, &mut found);
    certificate(config, &mut found);
    limits(config, &mut found);
    shares(config, &mut found);
    database(config, file, &mut found);
    folder(config, mounts, &mut found);
    origins(config, &mut found);
    found.when(config.sweep.hour > 23, "sweep.hour", "a day has the hours 0 to 23");
    found.0
}

struct Faults(Vec<Unsafe>);

impl Faults {
    fn when(&mut self, wrong: bool, key: &'static str, why: impl Into<String>) {
        if wrong {
            self.0.push(Unsafe { key, why: why.into() });
        }
    }
}

fn addresses(config: &Config, found: &mut Faults) {
    let open = !config.listen.ip().is_loopback();
    found.when(
        open && config.tls.cert.is_none(),
        "listen",
        "plaintext is served on loopback only; set tls.cert and tls.key",
    );
    found.when(
        open && config.reflection,
        "reflection",
        "the API describes itself on loopback only; set reflection = false",
    );
    found.when(
        !config.admin.ip().is_loopback(),
        "admin",
        "the admin port carries operator commands and must be on loopback",
    );
    found.when(
        config.admin == config.listen && config.listen.port() != 0,
        "admin",
        "the admin port and the public port are the same",
    );
    let filter = &config.log.filter;
    found.when(
        filter.parse::<Targets>().is_err() || filter.split(',').any(is_mistyped),
        "log.filter",
        "no list of levels and targets, such as info,sqlx=warn",
    );
    found.when(
        !config.telemetry.otlp.is_empty() && !is_local_http(&config.telemetry.otlp),
        "telemetry.otlp",
        "spans are sent in clear, so the collector must be http:// on loopback",
    );
}

/// A word that is no level reads as a target of that name, and nothing would be logged.
fn is_mistyped(part: &str) -> bool {
    !part.contains('=') && part.parse::<LevelFilter>().is_err()
}

fn is_local_http(url: &str) -> bool {
    url.strip_prefix("http://").is_some_and(|rest| is_loopback_host(host(rest)))
}

/// The host of what follows `scheme://`.
fn host(rest: &str) -> &str {
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some(v6) = authority.strip_prefix('[') {
        return v6.split(']').next().unwrap_or_default();
    }
    authority.split(':').next().unwrap_or_default()
}

fn is_loopback_host(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn certificate(config: &Config, found: &mut Faults) {
    let set = &config.tls;
    found.when(set.cert.is_some() && set.key.is_none(), "tls.key", "tls.cert has no key beside it");
    found.when(set.key.is_some() && set.cert.is_none(), "tls.cert", "tls.key has no certificate");
    found.0.extend(tls::faults(set));
}

fn mode(path: &Path) -> Option<u32> {
    std::fs::metadata(path).ok().map(|meta| meta.permissions().mode())
}

fn limits(config: &Config, found: &mut Faults) {
    let limits = &config.limits;
    for (key, value) in limits.each() {
        found.when(value == 0, key, "0 is no limit; state one");
    }
    found.when(
        limits.connections_per_address > limits.connections,
        "limits.connections_per_address",
        "one address may not hold more connections than all together",
    );
    found.when(
        limits.in_flight_reserved >= limits.in_flight,
        "limits.in_flight_reserved",
        "the reserve must be smaller than limits.in_flight",
    );
    found.when(
        limits.deadline_default_s > limits.deadline_max_s,
        "limits.deadline_default_s",
        "the default deadline is longer than the longest",
    );
    found.when(
        limits.deadline_max_s > 600,
        "limits.deadline_max_s",
        "a call that may hold a place for more than 10 minutes is a leak",
    );
    found.when(
        !(64 * 1024..=4 * 1024 * 1024).contains(&limits.message_bytes),
        "limits.message_bytes",
        "must lie between 65536 and 4194304",
    );
    found.when(
        !(4 * 1024..=64 * 1024).contains(&limits.header_list_bytes),
        "limits.header_list_bytes",
        "must lie between 4096 and 65536",
    );
    found.when(
        limits.connections > 65_536,
        "limits.connections",
        "more connections than the machine has ports for",
    );
    found.when(
        limits.handshake_max_s > 30,
        "limits.handshake_max_s",
        "slow handshakes would hold every place; at most 30",
    );
}

fn shares(config: &Config, found: &mut Faults) {
    let shares = &config.shares;
    found.when(
        shares.calls_burst == 0 && shares.calls_per_s > 0,
        "shares.calls_burst",
        "a burst of 0 would let nobody call; shares.calls_per_s = 0 switches the share off",
    );
    let names_nobody = |proxy: &IpAddr| proxy.is_unspecified() || proxy.is_multicast();
    found.when(
        shares.proxies.iter().any(names_nobody),
        "shares.proxies",
        "whose word on addresses is believed must be the address of one proxy",
    );
}

fn database(config: &Config, file: Option<&Path>, found: &mut Faults) {
    let database = &config.database;
    found.when(
        !(1..=256).contains(&database.connections),
        "database.connections",
        "must lie between 1 and 256",
    );
    found.when(
        !(1..=60).contains(&database.step_up_minutes),
        "database.step_up_minutes",
        "a repeated password counts for 1 to 60 minutes",
    );
    found.when(
        !(7..=3_650).contains(&database.request_age_max_days),
        "database.request_age_max_days",
        "records of requests are kept for 7 to 3650 days; an older id is refused",
    );
    let url = database.url.as_str();
    if url.is_empty() || url.starts_with("sqlite:") {
        return;
    }
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        found.when(true, "database.url", "must begin with postgres:// or sqlite:");
        return;
    }
    match url.parse::<PgConnectOptions>() {
        Ok(options) => postgres(&options, found),
        Err(_) => found.when(true, "database.url", "cannot be read as an address"),
    }
    if let Some(file) = file {
        found.when(
            show::masked(url) != url && mode(file).is_some_and(|mode| mode & 0o077 != 0),
            "database.url",
            format!("{} holds a password and can be read by others; chmod 0400", file.display()),
        );
    }
}

/// Looks at the address as the driver understands it: parameters go over what stands before them.
fn postgres(options: &PgConnectOptions, found: &mut Faults) {
    let host = options.get_host().trim_matches(['[', ']']);
    let local = options.get_socket().is_some() || host.starts_with('/') || is_loopback_host(host);
    let mode = options.get_ssl_mode();
    found.when(
        !local && !matches!(mode, PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull),
        "database.url",
        "the database is on another machine; add sslmode=verify-full",
    );
    found.when(
        options.get_username() == "postgres",
        "database.url",
        "the superuser ignores row security and fences; use a role of its own",
    );
}

fn folder(config: &Config, mounts: &str, found: &mut Faults) {
    let data = &config.data;
    found.when(
        data.parent().is_none(),
        "data",
        "the data folder may not be the root of the file system",
    );
    found.when(
        data.exists() && !data.is_dir(),
        "data",
        format!("{} is not a folder", data.display()),
    );
    found.when(
        mode(data).is_some_and(|mode| mode & 0o022 != 0),
        "data",
        format!("others may write into {}; chmod go-w", data.display()),
    );
    let Some(folder) = config.sqlite_folder() else { return };
    if let Some(kind) = file_system(&folder, mounts) {
        found.when(
            NETWORK_FILE_SYSTEMS.contains(&kind),
            "data",
            format!("{} is on {kind}; SQLite's locks do not hold there", folder.display()),
        );
    }
}

/// The kind of file system a path lies on, by the longest mount point above it.
fn file_system<'m>(path: &Path, mounts: &'m str) -> Option<&'m str> {
    let mut best: Option<(PathBuf, &'m str)> = None;
    for line in mounts.lines() {
        let mut words = line.split_ascii_whitespace();
        let (Some(_), Some(at), Some(kind)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let at = PathBuf::from(at.replace("\\040", " "));
        let longer = best
            .as_ref()
            .is_none_or(|(known, _)| at.components().count() >= known.components().count());
        if path.starts_with(&at) && longer {
            best = Some((at, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

fn origins(config: &Config, found: &mut Faults) {
    for origin in &config.grpc_web.origins {
        let rest = origin
            .strip_prefix("https://")
            .map(|rest| (rest, true))
            .or_else(|| origin.strip_prefix("http://").map(|rest| (rest, false)));
        let exact = rest.is_some_and(|(rest, _)| {
            !rest.is_empty() && !rest.contains(['*', '/', '?', '#', ' ', '@'])
        });
        found.when(
            !exact,
            "grpc_web.origins",
            format!("\"{origin}\" is not one exact origin such as https://desa.example.id"),
        );
        found.when(
            exact && rest.is_some_and(|(rest, safe)| !safe && !is_loopback_host(host(rest))),
            "grpc_web.origins",
            format!("\"{origin}\" is served in clear; anybody on the way could change the page"),
        );
    }
}
