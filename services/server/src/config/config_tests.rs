use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// A folder of one test, for files whose modes matter; it goes with the test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl std::ops::Deref for Scratch {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

fn scratch(name: &str) -> Scratch {
    let folder = std::env::temp_dir().join(format!("lumbung-config-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    Scratch(folder)
}

fn file(folder: &Path, name: &str, mode: u32) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, "x").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path
}

/// A certificate with its key, made by the openssl tool.
fn certificate(folder: &Path, name: &str) -> Tls {
    let (cert, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-subj", "/CN=localhost", "-days", "2"])
        .args(curve)
        .arg("-out")
        .arg(&cert)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o400)).unwrap();
    Tls { cert: Some(cert), key: Some(key), allow_tls12: false }
}

fn safe(folder: &Path) -> Config {
    let mut config = Config::start(Purpose::Production);
    config.data = folder.join("data");
    config
}

fn keys(config: &Config, mounts: &str) -> Vec<&'static str> {
    check::faults(config, None, mounts).into_iter().map(|fault| fault.key).collect()
}

#[test]
fn the_defaults_are_safe_and_so_is_tls_off_loopback() {
    let folder = scratch("safe");
    let mut config = safe(&folder);
    assert_eq!(keys(&config, ""), Vec::<&str>::new());
    config.listen = "0.0.0.0:443".parse().unwrap();
    config.tls = certificate(&folder, "first");
    config.database.url = String::from("postgres://lumbung:x@db.example.id/l?sslmode=verify-full");
    config.grpc_web.origins = vec![String::from("https://desa.example.id")];
    assert_eq!(keys(&config, ""), Vec::<&str>::new());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_unsafe_setting_is_refused() {
    let folder = scratch("unsafe");
    let open_key = file(&folder, "open.pem", 0o644);
    let key = file(&folder, "closed.pem", 0o400);
    let shared = folder.join("shared");
    std::fs::create_dir_all(&shared).unwrap();
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o777)).unwrap();
    let address = |text: &str| text.parse().unwrap();
    let with = |url: &str| format!("postgres://{url}");
    type Change<'c> = Box<dyn Fn(&mut Config) + 'c>;
    let cases: Vec<(&str, Change<'_>)> = vec![
        ("listen", Box::new(|c| c.listen = address("0.0.0.0:50051"))),
        ("listen", Box::new(|c| c.listen = address("[::]:50051"))),
        (
            "reflection",
            Box::new(|c| {
                c.listen = address("10.0.0.1:443");
                c.tls = Tls { cert: Some(key.clone()), key: Some(key.clone()), allow_tls12: false };
                c.reflection = true;
            }),
        ),
        ("admin", Box::new(|c| c.admin = address("0.0.0.0:50052"))),
        ("admin", Box::new(|c| c.admin = c.listen)),
        ("tls.key", Box::new(|c| c.tls.cert = Some(key.clone()))),
        ("tls.cert", Box::new(|c| c.tls.key = Some(key.clone()))),
        (
            "tls.cert",
            Box::new(|c| {
                c.tls = Tls {
                    cert: Some(folder.join("none")),
                    key: Some(key.clone()),
                    allow_tls12: false,
                };
            }),
        ),
        (
            "tls.key",
            Box::new(|c| {
                c.tls = Tls {
                    cert: Some(key.clone()),
                    key: Some(folder.join("none")),
                    allow_tls12: false,
                };
            }),
        ),
        (
            "tls.key",
            Box::new(|c| {
                c.tls = Tls {
                    cert: Some(key.clone()),
                    key: Some(open_key.clone()),
                    allow_tls12: false,
                };
            }),
        ),
        ("limits.connections_per_address", Box::new(|c| c.limits.connections_per_address = 2_000)),
        ("limits.connections", Box::new(|c| c.limits.connections = 100_000)),
        ("limits.in_flight_reserved", Box::new(|c| c.limits.in_flight_reserved = 256)),
        ("log.filter", Box::new(|c| c.log.filter = "===bad===".into())),
        ("log.filter", Box::new(|c| c.log.filter = "infoo".into())),
        ("log.filter", Box::new(|c| c.log.filter = "sqlx=warn,debgu".into())),
        ("limits.deadline_default_s", Box::new(|c| c.limits.deadline_default_s = 61)),
        ("limits.deadline_max_s", Box::new(|c| c.limits.deadline_max_s = 3_600)),
        ("limits.message_bytes", Box::new(|c| c.limits.message_bytes = 64 * 1024 * 1024)),
        ("limits.header_list_bytes", Box::new(|c| c.limits.header_list_bytes = 1024 * 1024)),
        ("limits.handshake_max_s", Box::new(|c| c.limits.handshake_max_s = 600)),
        ("shares.calls_burst", Box::new(|c| c.shares.calls_burst = 0)),
        ("shares.proxies", Box::new(|c| c.shares.proxies = vec!["0.0.0.0".parse().unwrap()])),
        ("database.connections", Box::new(|c| c.database.connections = 0)),
        ("database.connections", Box::new(|c| c.database.connections = 10_000)),
        ("database.step_up_minutes", Box::new(|c| c.database.step_up_minutes = 0)),
        ("database.step_up_minutes", Box::new(|c| c.database.step_up_minutes = 600)),
        ("database.request_age_max_days", Box::new(|c| c.database.request_age_max_days = 1)),
        ("database.url", Box::new(|c| c.database.url = String::from("mysql://a/b"))),
        ("database.url", Box::new(|c| c.database.url = with("lumbung:x@10.1.1.1/l"))),
        ("database.url", Box::new(|c| c.database.url = with("lumbung:x@db.id/l?sslmode=prefer"))),
        ("database.url", Box::new(|c| c.database.url = with("postgres:x@127.0.0.1/l"))),
        // The driver takes host and user from the parameters, wherever else they stand.
        ("database.url", Box::new(|c| c.database.url = with("u@localhost/l?host=db.example.id"))),
        ("database.url", Box::new(|c| c.database.url = with("u@localhost/l?hostaddr=10.1.1.1"))),
        ("database.url", Box::new(|c| c.database.url = with("u@localhost/l?user=postgres"))),
        ("database.url", Box::new(|c| c.database.url = with("u@localhost:port/l"))),
        ("data", Box::new(|c| c.data = PathBuf::from("/"))),
        ("data", Box::new(|c| c.data.clone_from(&key))),
        ("data", Box::new(|c| c.data.clone_from(&shared))),
        ("data", Box::new(|c| c.data = PathBuf::from("/net/x"))),
        ("grpc_web.origins", Box::new(|c| c.grpc_web.origins = vec![String::from("*")])),
        ("grpc_web.origins", Box::new(|c| c.grpc_web.origins = vec![String::from("https://*.id")])),
        (
            "grpc_web.origins",
            Box::new(|c| c.grpc_web.origins = vec![String::from("https://a.id/x")]),
        ),
        ("grpc_web.origins", Box::new(|c| c.grpc_web.origins = vec![String::from("http://a.id")])),
        ("grpc_web.origins", Box::new(|c| c.grpc_web.origins = vec![String::from("null")])),
        ("telemetry.otlp", Box::new(|c| c.telemetry.otlp = String::from("http://10.0.0.1:4317"))),
        ("telemetry.otlp", Box::new(|c| c.telemetry.otlp = String::from("https://c.id:4317"))),
        ("sweep.hour", Box::new(|c| c.sweep.hour = 24)),
    ];
    let mounts = "/dev/vda / ext4 rw 0 0\nfiler:/x /net nfs4 rw 0 0\n";
    for (number, (key, change)) in cases.iter().enumerate() {
        let mut config = safe(&folder);
        change(&mut config);
        assert!(keys(&config, mounts).contains(key), "case {number} does not refuse {key}");
    }
    println!(
        "{} unsafe settings, and each of {} limits at 0",
        cases.len(),
        Limits::START.each().len()
    );
}

#[test]
fn no_limit_may_be_zero() {
    let folder = scratch("zero");
    let start = serde_json::to_value(safe(&folder)).unwrap();
    for (key, _) in Limits::START.each() {
        let mut tree = start.clone();
        tree["limits"][key.strip_prefix("limits.").unwrap()] = 0.into();
        let config: Config = serde_json::from_value(tree).unwrap();
        assert!(keys(&config, "").contains(&key), "{key}");
    }
    let count = start["limits"].as_object().unwrap().len();
    assert_eq!(Limits::START.each().len(), count, "every limit is among those checked");
}

#[test]
fn every_share_may_be_switched_off_and_a_proxy_be_named() {
    let folder = scratch("shares");
    let path = folder.join("lumbung.toml");
    let off = "calls_per_s = 0\ncalls_at_once = 0\nstreaming = 0\nfailed_sign_ins = 0\n";
    let text = format!("[shares]\n{off}proxies = [\"10.0.0.1\", \"::1\"]\n");
    std::fs::write(&path, text).unwrap();
    let loaded = load(Purpose::Production, Some(&path), Some(&folder.join("data"))).unwrap();
    let shares = Shares {
        calls_per_s: 0,
        calls_at_once: 0,
        streaming: 0,
        failed_sign_ins: 0,
        proxies: vec!["10.0.0.1".parse().unwrap(), "::1".parse().unwrap()],
        ..Shares::START
    };
    assert_eq!(loaded.config.shares, shares);
    assert_eq!(keys(&loaded.config, ""), Vec::<&str>::new());
    std::fs::write(&path, "[shares]\nproxies = [\"proxy\"]\n").unwrap();
    let failure = load(Purpose::Production, Some(&path), None).err().unwrap();
    assert!(failure.message.contains("proxies"), "{failure}");
}

#[test]
fn a_file_with_a_password_that_others_can_read_is_refused() {
    let folder = scratch("password");
    let data = folder.join("data");
    for (number, (url, faults)) in [
        ("postgres://lumbung:secret@127.0.0.1/l", 1),
        ("postgres://lumbung@127.0.0.1/l?password=secret", 1),
        // TOML writes one letter in more than one way.
        ("postgres://lumbung:secr\\u0065t@127.0.0.1/l", 1),
        ("postgres://lumbung@127.0.0.1/l", 0),
    ]
    .into_iter()
    .enumerate()
    {
        let path = file(&folder, &format!("{number}.toml"), 0o644);
        std::fs::write(&path, format!("[database]\nurl = \"{url}\"\n")).unwrap();
        let found = || {
            let loaded = load(Purpose::Production, Some(&path), Some(&data)).unwrap();
            check::faults(&loaded.config, loaded.file_of("database.url"), "").len()
        };
        assert_eq!(found(), faults, "{url}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
        assert_eq!(found(), 0, "{url}");
    }
    let elsewhere = file(&folder, "elsewhere.toml", 0o644);
    std::fs::write(&elsewhere, "reflection = false\n").unwrap();
    let loaded = load(Purpose::Production, Some(&elsewhere), None).unwrap();
    assert_eq!(loaded.file_of("database.url"), None, "it is not in this file");
    assert_eq!(loaded.file_of("reflection"), Some(elsewhere.as_path()));
}

#[test]
fn certificate_and_key_are_told_as_the_server_would_meet_them() {
    const NO: &str = "cannot be read";
    let folder = scratch("tls");
    let (good, other) = (certificate(&folder, "good"), certificate(&folder, "other"));
    let (cert, key) = (good.cert.clone().unwrap(), good.key.clone().unwrap());
    let text = |name: &str, text: &str| {
        let path = file(&folder, name, 0o600);
        std::fs::write(&path, text).unwrap();
        path
    };
    let locked = text(
        "locked.key",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    let none = text("none.pem", "garbage\n");
    let cut = text("cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n");
    let odd = text("odd.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let nowhere = folder.join("nowhere.pem");
    let faults = |cert: &Path, key: &Path| -> Vec<String> {
        let set = Tls { cert: Some(cert.into()), key: Some(key.into()), allow_tls12: false };
        crate::tls::faults(&set)
            .into_iter()
            .map(|fault| format!("{}: {}", fault.key, fault.why))
            .collect()
    };
    assert_eq!(faults(&cert, &key), Vec::<String>::new());
    let (other, nothing) = (other.key.unwrap(), [("tls.cert", NO), ("tls.key", NO)]);
    /// Certificate and key, and of each setting that is at fault what is said.
    type Case<'a> = (&'a Path, &'a Path, &'a [(&'a str, &'a str)]);
    let cases: [Case<'_>; 7] = [
        (&cert, &other, &[("tls.key", "is not the key of")]),
        (&cert, &locked, &[("tls.key", "passphrase")]),
        (&cert, &none, &[("tls.key", "holds no private key")]),
        (&none, &key, &[("tls.cert", "holds no certificate")]),
        (&cut, &key, &[("tls.cert", "is no whole PEM file")]),
        (&odd, &key, &[("tls.cert", "begins with a certificate that is none")]),
        (&nowhere, &nowhere, &nothing),
    ];
    for (cert, key, told) in cases {
        let found = faults(cert, key);
        assert_eq!(found.len(), told.len(), "{found:?}");
        for (fault, (key, why)) in found.iter().zip(told) {
            assert!(fault.starts_with(key) && fault.contains(why), "{found:?}");
        }
    }
    std::fs::set_permissions(&cert, std::fs::Permissions::from_mode(0o600)).unwrap();
    let exchanged = faults(&key, &cert);
    assert!(exchanged.len() == 2 && exchanged.iter().all(|f| f.contains("exchanged?")));
    // What serves is not given up for what the start would refuse.
    let served = crate::tls::Certificates::load(&good).unwrap().unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o444)).unwrap();
    let failure = served.reload().unwrap_err();
    assert!(failure.message.contains("can be read by others"), "{failure}");
    assert!(crate::tls::Certificates::load(&good).is_err());
}

#[test]
fn the_file_goes_over_the_defaults_and_the_flag_over_the_file() {
    let folder = scratch("order");
    let path = folder.join("lumbung.toml");
    std::fs::write(&path, "data = \"/srv/a\"\n[limits]\nin_flight = 99\n").unwrap();
    let loaded = load(Purpose::Production, Some(&path), Some(Path::new("/srv/b"))).unwrap();
    assert_eq!(loaded.config.limits.in_flight, 99);
    assert_eq!(loaded.config.data, PathBuf::from("/srv/b"));
    let lines = show::lines(&loaded);
    let source = |key: &str| lines.iter().find(|l| l.key == key).unwrap().source.clone();
    assert!(source("limits.in_flight").ends_with("lumbung.toml"));
    assert_eq!(source("limits.connections"), "default");
    assert_eq!(source("data"), "flag --data");
}

#[test]
fn a_key_that_is_not_known_is_refused_by_its_name() {
    let folder = scratch("unknown");
    let path = folder.join("lumbung.toml");
    std::fs::write(&path, "[limits]\nin_flihgt = 99\n").unwrap();
    let failure = load(Purpose::Production, Some(&path), None).err().unwrap();
    assert_eq!(failure.exit, Exit::Config);
    assert!(failure.message.contains("in_flihgt"), "{failure}");
}

#[test]
fn every_setting_that_cannot_be_read_is_told_beside_what_is_unsafe() {
    let folder = scratch("unreadable");
    let path = folder.join("lumbung.toml");
    let text = "listen = \"here\"\nreflection = \"maybe\"\nodd = 1\n\
                [limits]\nin_flihgt = 99\nin_flight = \"many\"\n\
                [sweep]\nhour = 25\n\
                [shares]\nproxies = [\"10.0.0.1\", \"proxy\"]\n";
    std::fs::write(&path, text).unwrap();
    let failure = load(Purpose::Production, Some(&path), Some(&folder.join("data"))).err().unwrap();
    assert_eq!(failure.exit, Exit::Config);
    for told in ["listen\"", "reflection\"", "`odd`", "`in_flihgt`", "in_flight\"", "proxies"] {
        assert!(failure.message.contains(told), "{told}: {failure}");
    }
    assert!(failure.message.contains("\nsweep.hour: "), "{failure}");
    assert_eq!(failure.message.lines().count(), 7, "{failure}");
}

#[test]
fn passwords_are_masked() {
    for (url, shown) in [
        ("postgres://u:secret@h:5432/db", "postgres://u:***@h:5432/db"),
        ("postgres://u:se/c@ret@h/db", "postgres://u:***@h/db"),
        ("postgres:///db?user=u&password=secret", "postgres:///db?user=u&password=***"),
        ("sqlite:/var/lib/x", "sqlite:/var/lib/x"),
    ] {
        assert_eq!(show::masked(url), shown);
    }
}
