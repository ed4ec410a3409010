//! The store: an engine, a clock, the rights, the limits.

use std::{path::PathBuf, sync::Arc};

use domain::{Clock, Error, ids::RequestId, policy::Matrix, reason};
use tokio::sync::watch;
use uuid::{NoContext, Timestamp, Uuid};

use crate::{
    Fatal, Memory, Remembers, answer::Reading, command::Work, panics::Panics, postgres::Postgres,
    sqlite::Sqlite,
};

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:FOLDER` or a `postgres://` address.
    pub url: String,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
    /// Where the time comes from.
    pub clock: Clock,
    /// Days after which a request id is refused; a day later its record may go.
    pub request_age_max_days: u32,
}

impl StoreConfig {
    /// The usual settings for an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), connections: 8, clock: Clock::system(), request_age_max_days: 90 }
    }
}

/// Which engine a store runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL, also with Citus.
    Postgres,
}

/// Bounds on request ids, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub request_age_max_us: i64,
    pub request_ahead_max_us: i64,
}

enum Backend {
    Sqlite(Box<Sqlite>),
    Postgres(Postgres),
}

struct Inner {
    backend: Backend,
    clock: Clock,
    matrix: Matrix,
    limits: Limits,
    fatal: watch::Receiver<Option<Fatal>>,
    memory: Arc<Memory>,
    panics: Arc<Panics>,
}

/// A handle on the store; cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

/// One day in microseconds.
const DAY_US: i64 = 86_400_000_000;

impl Store {
    /// Opens the store and brings its schema up to date.
    ///
    /// # Errors
    /// A fault that names what is wrong: another server on the same folder, an
    /// SQLite that is too old, a database that cannot be reached. Without a reason, but of their
    /// own kind: what the system does not permit (`Denied`), and a database of another Lumbung
    /// (`Stale`): a migration that is not known here, or was changed after it had been applied.
    pub async fn open(config: StoreConfig, matrix: Matrix) -> Result<Self, Error> {
        let (tell, fatal) = watch::channel(None);
        let folder = config.url.strip_prefix("sqlite:").map(PathBuf::from);
        let memory = Arc::new(Memory::new(folder.is_some()));
        let panics = Arc::new(Panics::default());
        let (shared, caught) = (memory.clone(), panics.clone());
        let backend = match folder {
            Some(folder) => {
                let sqlite = Sqlite::open(&folder, &config, tell, shared, caught).await?;
                Backend::Sqlite(Box::new(sqlite))
            }
            None => Backend::Postgres(Postgres::open(&config, shared, caught).await?),
        };
        let limits = Limits {
            request_age_max_us: i64::from(config.request_age_max_days).saturating_mul(DAY_US),
            request_ahead_max_us: DAY_US,
        };
        let clock = config.clock;
        Ok(Self(Arc::new(Inner { backend, clock, matrix, limits, fatal, memory, panics })))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.0.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// The clock that transactions take their instant from.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Lets a room remember rows of this store between transactions; the first one stays.
    pub fn keep(&self, remembers: Arc<dyn Remembers>) {
        self.0.memory.keep(remembers);
    }

    /// Has each panic inside a command or query counted; the first one who asks to is told.
    pub fn count_panics(&self, count: impl Fn() + Send + Sync + 'static) {
        self.0.panics.tell(count);
    }

    /// Who may call what.
    pub fn matrix(&self) -> &Matrix {
        &self.0.matrix
    }

    /// A fresh request id, for acts that the server begins itself.
    pub fn new_request_id(&self) -> RequestId {
        let now_us = domain::clock::machine_us();
        let seconds = u64::try_from(now_us.div_euclid(1_000_000)).unwrap_or_default();
        let micros = u32::try_from(now_us.rem_euclid(1_000_000)).unwrap_or_default();
        let stamp = Timestamp::from_unix(NoContext, seconds, micros.saturating_mul(1_000));
        RequestId::new(Uuid::new_v7(stamp))
    }

    /// Waits until the store must not or cannot be used any more; the process should end then.
    pub async fn fatal(&self) -> Fatal {
        let mut fatal = self.0.fatal.clone();
        loop {
            if let Some(fatal) = fatal.borrow_and_update().clone() {
                return fatal;
            }
            if fatal.changed().await.is_err() {
                return match self.engine() {
                    // It ends by itself only when the store is closed.
                    Engine::Sqlite => Fatal("the writer of the database is gone".to_owned()),
                    Engine::Postgres => std::future::pending().await,
                };
            }
        }
    }

    /// Copies the database into a new file while serving (SQLite), consistent as of one instant.
    ///
    /// # Errors
    /// UNAVAILABLE on PostgreSQL, whose own tools do this; a fault when the file cannot be written.
    pub async fn backup_to(&self, file: &std::path::Path) -> Result<(), Error> {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.backup_to(file).await,
            Backend::Postgres(_) => Err(reason::UNAVAILABLE.refuse().into()),
        }
    }

    /// Ends the store's connections after the running work.
    pub async fn close(&self) {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.close().await,
            Backend::Postgres(postgres) => postgres.close().await,
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(crate) async fn perform<W: Work>(&self, work: Arc<W>) -> Result<W::Out, Error> {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.perform(work, self.0.clock.clone()).await,
            Backend::Postgres(postgres) => postgres.perform(work, self.0.clock.clone()).await,
        }
    }

    pub(crate) async fn read<R: Reading>(&self, reading: Arc<R>) -> Result<R::Out, Error> {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.read(reading, self.0.clock.now_us()).await,
            Backend::Postgres(postgres) => postgres.read(reading, self.0.clock.now_us()).await,
        }
    }
}
