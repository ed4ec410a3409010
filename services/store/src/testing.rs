//! What tests of every room share: an empty store on each engine, and planted faults.

use std::{path::PathBuf, sync::OnceLock};

use domain::{Clock, policy::Matrix};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use crate::{Engine, Store, StoreConfig};

/// The address of a PostgreSQL that tests may fill with databases; set by `make test`.
pub const POSTGRES_URL: &str = "LUMBUNG_TEST_POSTGRES";

/// Whether a planted fault was asked for by `LUMBUNG_SABOTAGE`; only with the feature `sabotage`.
pub fn planted(fault: &str) -> bool {
    if !cfg!(feature = "sabotage") {
        return false;
    }
    static PLANTED: OnceLock<String> = OnceLock::new();
    let planted = PLANTED.get_or_init(|| std::env::var("LUMBUNG_SABOTAGE").unwrap_or_default());
    planted.split(',').any(|one| one == fault)
}

/// An empty, migrated store and what must be tidied up with it.
pub struct TestStore {
    /// The store.
    pub store: Store,
    url: String,
    folder: Option<PathBuf>,
}

impl TestStore {
    /// Where the store is, for a test that looks past it.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Opens an empty store on an engine, at a fixed instant if one is given.
///
/// # Panics
/// When the engine is missing: a test that cannot run must not pass.
#[expect(clippy::expect_used, clippy::disallowed_methods, reason = "tests only")]
pub async fn empty(engine: Engine, clock: Clock, matrix: Matrix) -> TestStore {
    let id = Uuid::new_v4().simple().to_string();
    let (url, folder) = match engine {
        Engine::Sqlite => {
            let folder = std::env::temp_dir().join(format!("lumbung-test-{id}"));
            (format!("sqlite:{}", folder.display()), Some(folder))
        }
        Engine::Postgres => (postgres_database(&id).await, None),
    };
    let config = StoreConfig { clock, connections: 4, ..StoreConfig::new(url.clone()) };
    let store = Store::open(config, matrix).await.expect("the store opens");
    TestStore { store, url, folder }
}

/// Makes a database of its own in the test server and answers its address.
#[expect(clippy::expect_used, reason = "tests only")]
pub async fn postgres_database(id: &str) -> String {
    let url = std::env::var(POSTGRES_URL)
        .expect("LUMBUNG_TEST_POSTGRES names a PostgreSQL for tests; `make test` starts one");
    let name = format!("t_{id}");
    let mut admin = PgConnection::connect(&url).await.expect("the test PostgreSQL answers");
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut admin)
        .await
        .expect("a test database is made");
    let (base, parameters) = url.split_once('?').map_or((url.as_str(), ""), |(b, p)| (b, p));
    let base = base.rsplit_once('/').expect("the address names a database").0;
    if parameters.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{parameters}")
    }
}

/// Makes `sqlite::name` and `postgres::name` from one async body `fn(engine)`.
#[macro_export]
macro_rules! engine_test {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::Engine::Sqlite).await })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::Engine::Postgres).await })*
        }
    };
}

/// A memory of a process that writes alone.
pub fn memory(remembers: std::sync::Arc<dyn crate::Remembers>) -> crate::Memory {
    let memory = crate::Memory::new(true);
    memory.keep(remembers);
    memory
}

/// Where a memory stands.
pub fn position(memory: &crate::Memory) -> u64 {
    memory.position()
}

/// Forgets keys, as a commit does.
pub fn forget(memory: &crate::Memory, keys: &[i64]) {
    memory.forget(keys);
}
