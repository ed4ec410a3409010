//! Prepared data: the demo district made once an engine, then copied for each drill.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::server::{binary, free_port};

/// Which engine a drill runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A data folder, and a database on PostgreSQL, that a server may be started on.
pub struct Prepared {
    folder: PathBuf,
    url: Option<String>,
    owned: bool,
}

/// Made once, copied often.
const TEMPLATE: &str = "lumbung_drill_template";

static COPIES: AtomicU32 = AtomicU32::new(0);

impl Prepared {
    /// A fresh copy of the demo district.
    pub async fn copy(engine: Engine) -> Self {
        let template = template_folder(engine);
        if !template.join("READY").exists() {
            make_template(engine, &template).await;
        }
        let copy = COPIES.fetch_add(1, Ordering::SeqCst);
        let folder = scratch().join(format!("{}-{}-{copy}", engine.name(), std::process::id()));
        copy_folder(&template, &folder);
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let name = format!("lumbung_drill_{}_{copy}", std::process::id());
                admin(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
                Some(database_url(&name))
            }
        };
        Self { folder, url, owned: true }
    }

    /// A folder without data, for what is restored or copied into it (SQLite).
    pub fn empty() -> Self {
        let copy = COPIES.fetch_add(1, Ordering::SeqCst);
        let folder = scratch().join(format!("empty-{}-{copy}", std::process::id()));
        fs::create_dir_all(&folder).expect("scratch can be made");
        Self { folder, url: None, owned: true }
    }

    /// The same database with a folder of its own, for a second server (PostgreSQL).
    pub fn shared(&self) -> Self {
        let copy = COPIES.fetch_add(1, Ordering::SeqCst);
        let folder = scratch().join(format!("beside-{}-{copy}", std::process::id()));
        copy_folder(&self.folder, &folder);
        Self { folder, url: self.url.clone(), owned: false }
    }

    /// Everything of this copy: data and log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The server's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Where the checker reads, once the server has stopped (SQLite).
    pub fn database_file(&self) -> PathBuf {
        self.data().join("lumbung.db")
    }

    /// Removes the copy; done when a drill has passed, so that failures can be looked at.
    pub async fn remove(self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let (Some(url), true) = (&self.url, self.owned) {
            let name = url.rsplit('/').next().unwrap_or_default().to_owned();
            let name = name.split('?').next().unwrap_or_default().to_owned();
            admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

static SCRATCH: OnceLock<PathBuf> = OnceLock::new();

/// Puts every copy on this folder's disk; benches of durable writes want a real one.
pub fn scratch_on(folder: &Path) {
    SCRATCH.get_or_init(|| folder.to_owned());
}

/// Scratch in memory where there is some: a killed process loses nothing of it.
pub fn scratch() -> PathBuf {
    let folder = SCRATCH.get_or_init(|| {
        let shm = Path::new("/dev/shm");
        let base = if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() };
        base.join("lumbung-drill")
    });
    fs::create_dir_all(folder).expect("scratch can be made");
    folder.clone()
}

fn template_folder(engine: Engine) -> PathBuf {
    scratch().join(format!("template-{}-{}", engine.name(), std::process::id()))
}

/// Starts the demo once, waits until it serves, and ends it in good order.
async fn make_template(engine: Engine, folder: &Path) {
    fs::create_dir_all(folder).expect("scratch can be made");
    let mut command = Command::new(binary("lumbung"));
    command
        .args(["demo", "--data"])
        .arg(folder.join("data"))
        .env("LUMBUNG_LISTEN", format!("127.0.0.1:{}", free_port()))
        .env("LUMBUNG_ADMIN", format!("127.0.0.1:{}", free_port()))
        .env("LUMBUNG_DEMO__EXIT", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    if engine == Engine::Postgres {
        admin(&format!("DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")).await;
        admin(&format!("CREATE DATABASE {TEMPLATE}")).await;
        command.env("LUMBUNG_DATABASE__URL", database_url(TEMPLATE));
    }
    let mut child = command.spawn().expect("lumbung starts");
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            break status;
        }
        if begin.elapsed() > Duration::from_secs(300) {
            let _ = child.kill();
            panic!("the demo district was not ready within 5 minutes");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(status.success(), "the demo district was not made: {status}");
    fs::write(folder.join("READY"), "").expect("the template can be marked");
    println!("demo district on {}: made in {:.1?}", engine.name(), begin.elapsed());
}

/// The PostgreSQL that drills may fill with databases.
fn server_url() -> String {
    std::env::var("LUMBUNG_TEST_POSTGRES")
        .expect("LUMBUNG_TEST_POSTGRES names a PostgreSQL for tests; `make test` starts one")
}

fn database_url(name: &str) -> String {
    let url = server_url();
    let (base, parameters) =
        url.split_once('?').map_or((url.as_str(), None), |(b, p)| (b, Some(p)));
    let base = base.rsplit_once('/').expect("the address names a database").0;
    match parameters {
        Some(parameters) => format!("{base}/{name}?{parameters}"),
        None => format!("{base}/{name}"),
    }
}

async fn admin(sql: &str) {
    let mut conn = PgConnection::connect(&server_url()).await.expect("PostgreSQL answers");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.expect(sql);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("scratch can be made");
    for entry in fs::read_dir(from).expect("the template can be read") {
        let entry = entry.expect("the template can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the template can be copied");
        }
    }
}
