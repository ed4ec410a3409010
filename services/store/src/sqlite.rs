//! SQLite: one writer with group commit, readers that cannot write.
//!
//! The writer owns the only connection that may write. It takes whatever waits
//! in its queue, runs each piece in a savepoint of one transaction, commits
//! once and answers all: one fsync for many people. Any error that is not a
//! refusal closes the connection, because a connection that failed once stays
//! dirty; a full disk heals without restart, a failing disk ends the process.

use std::{
    fs::{File, OpenOptions},
    path::Path,
    sync::Arc,
    time::Duration,
};

use domain::{Clock, Error, reason};
use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{Mutex, mpsc, oneshot, watch};

use crate::{
    Fatal, StoreConfig, Tx,
    answer::Reading,
    command::Work,
    fault::{Broken, classify},
    migrate,
    tx::Conn,
};

/// Below this version SQLite can corrupt a WAL database (two connections, checkpoint and commit racing).
pub const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);
/// The most pieces of work in one commit.
const GROUP_MAX: usize = 64;
/// How many pieces may wait; beyond it callers wait at the door.
const QUEUE_MAX: usize = 1_024;

pub(crate) struct Sqlite {
    queue: mpsc::Sender<Box<dyn Job>>,
    readers: SqlitePool,
    options: SqliteConnectOptions,
    writer: Mutex<Option<tokio::task::JoinHandle<()>>>,
    /// Held for as long as the store lives; a second server on the folder is refused.
    _lock: File,
}

/// A piece of work waiting for the writer.
trait Job: Send {
    fn run<'a>(&'a mut self, conn: &'a mut SqliteConnection) -> BoxFuture<'a, Option<Broken>>;
    fn finish(self: Box<Self>, commit: Result<(), Error>);
    /// Answers before the commit; only a planted fault does.
    fn answer_early(&mut self);
}

impl Sqlite {
    pub async fn open(
        folder: &Path,
        config: &StoreConfig,
        fatal: watch::Sender<Option<Fatal>>,
    ) -> Result<Self, Error> {
        let lock = lock(folder)?;
        let options = options(folder);
        let mut conn = connect(&options).await?;
        check_version(&mut conn).await?;
        migrate::sqlite(&mut conn).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(config.connections.max(1))
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options.clone().create_if_missing(false).pragma("query_only", "ON"))
            .await
            .map_err(|error| classify("open readers", &error).1)?;
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        let writer = Writer { options: options.clone(), conn: Some(conn), fatal };
        let writer = tokio::spawn(writer.serve(jobs));
        Ok(Self { queue, readers, options, writer: Mutex::new(Some(writer)), _lock: lock })
    }

    pub async fn perform<W: Work>(&self, work: Arc<W>, clock: Clock) -> Result<W::Out, Error> {
        let (reply, answer) = oneshot::channel();
        let job = WorkJob { work, clock, result: None, reply: Some(reply) };
        if self.queue.send(Box::new(job)).await.is_err() {
            return Err(reason::UNAVAILABLE.refuse().into());
        }
        answer.await.unwrap_or_else(|_| Err(reason::OUTCOME_UNKNOWN.refuse().into()))
    }

    pub async fn read<R: Reading>(&self, reading: Arc<R>, now_us: i64) -> Result<R::Out, Error> {
        let readers = self.readers.clone();
        let task = tokio::spawn(async move {
            let mut conn =
                readers.acquire().await.map_err(|error| classify("acquire", &error).1)?;
            let mut tx = Tx::new(Conn::Sqlite(&mut conn), now_us);
            tx.control("BEGIN").await?;
            let answer = reading.read(&mut tx).await;
            let ended = tx.control("ROLLBACK").await;
            if tx.broken.is_some() || ended.is_err() {
                drop(tx);
                conn.close_on_drop();
            }
            answer
        });
        task.await.unwrap_or_else(|error| Err(Error::fault(format!("reading task: {error}"))))
    }

    pub async fn backup_to(&self, file: &Path) -> Result<(), Error> {
        let target = file.to_str().ok_or_else(|| Error::fault("the backup path is not text"))?;
        let mut conn = connect(&self.options.clone().create_if_missing(false)).await?;
        let copied = sqlx::query("VACUUM INTO $1").bind(target).execute(&mut conn).await;
        let closed = conn.close().await;
        copied.map_err(|error| classify("backup", &error).1)?;
        closed.map_err(|error| classify("backup", &error).1)?;
        File::open(file)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::fault(format!("backup: {error}")))
    }

    /// Lets the queue run empty and ends the writer, then the readers.
    pub async fn close(&self) {
        let writer = self.writer.lock().await.take();
        if let Some(writer) = writer {
            let (reply, _) = oneshot::channel();
            let _ = self.queue.send(Box::new(Stop { reply })).await;
            let _ = writer.await;
        }
        self.readers.close().await;
    }
}

fn lock(folder: &Path) -> Result<File, Error> {
    let failed = |error: std::io::Error| Error::fault(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("lumbung.lock"))
        .map_err(failed)?;
    file.try_lock().map_err(|_| {
        Error::fault(format!("{}: another server is using this data folder", folder.display()))
    })?;
    Ok(file)
}

fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join("lumbung.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(512)
        .disable_statement_logging()
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, Error> {
    SqliteConnection::connect_with(options).await.map_err(|error| classify("open", &error).1)
}

async fn check_version(conn: &mut SqliteConnection) -> Result<(), Error> {
    let row = sqlx::query("SELECT sqlite_version()")
        .fetch_one(conn)
        .await
        .map_err(|error| classify("version", &error).1)?;
    let text: String = row.get(0);
    let mut parts = text.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    if (next(), next(), next()) < SQLITE_VERSION_MIN {
        return Err(Error::fault(format!(
            "SQLite {text} can corrupt a database in WAL mode; at least 3.51.3 is needed"
        )));
    }
    Ok(())
}

struct Writer {
    options: SqliteConnectOptions,
    conn: Option<SqliteConnection>,
    fatal: watch::Sender<Option<Fatal>>,
}

impl Writer {
    async fn serve(mut self, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = jobs.recv().await {
            let mut group = vec![first];
            while group.len() < GROUP_MAX {
                match jobs.try_recv() {
                    Ok(job) => group.push(job),
                    Err(_) => break,
                }
            }
            if self.commit(group).await.is_break() {
                break;
            }
        }
        if let Some(conn) = self.conn.take() {
            let _ = conn.close().await;
        }
    }

    /// Runs a group in one transaction and answers all of it.
    async fn commit(&mut self, mut group: Vec<Box<dyn Job>>) -> std::ops::ControlFlow<()> {
        let outcome = self.transact(&mut group).await;
        let flow = match &outcome {
            Ok(Flow::Stop) => std::ops::ControlFlow::Break(()),
            Err((Broken::Medium, error)) => {
                let detail = error.detail.clone().unwrap_or_default();
                tracing::error!(detail, "the database file cannot be trusted; writing stops");
                let _ = self.fatal.send(Some(Fatal(detail)));
                std::ops::ControlFlow::Break(())
            }
            _ => std::ops::ControlFlow::Continue(()),
        };
        let outcome = outcome.map(|_| ()).map_err(|(_, error)| error);
        for job in group {
            job.finish(outcome.clone());
        }
        flow
    }

    async fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<Flow, (Broken, Error)> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => connect(&self.options).await.map_err(|e| (Broken::Connection, e))?,
        };
        let done = run_group(&mut conn, group).await;
        match &done {
            Ok(_) => self.conn = Some(conn),
            Err((broken, error)) => {
                tracing::warn!(?broken, detail = error.detail, "a write transaction failed");
                let _ = conn.close().await;
            }
        }
        done
    }
}

enum Flow {
    Go,
    Stop,
}

async fn run_group(
    conn: &mut SqliteConnection,
    group: &mut [Box<dyn Job>],
) -> Result<Flow, (Broken, Error)> {
    control(conn, "BEGIN IMMEDIATE").await?;
    let mut flow = Flow::Go;
    for job in group.iter_mut() {
        match job.run(conn).await {
            None => {}
            Some(Broken::Connection) => flow = Flow::Stop,
            Some(broken) => {
                let reason = match broken {
                    Broken::Full => reason::STORAGE_FULL,
                    Broken::Contention => reason::CONTENTION,
                    _ => reason::UNAVAILABLE,
                };
                return Err((broken, reason.refuse().into()));
            }
        }
    }
    if crate::testing::planted("ack-before-commit") {
        // A planted fault for the kill drill: the answers leave before the data is safe.
        for job in group.iter_mut() {
            job.answer_early();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    control(conn, "COMMIT").await.map_err(|(broken, error)| match broken {
        // A failed commit may still be found after recovery.
        Broken::Medium => (broken, with_detail(reason::OUTCOME_UNKNOWN.refuse().into(), &error)),
        _ => (broken, error),
    })?;
    Ok(flow)
}

fn with_detail(mut told: Error, cause: &Error) -> Error {
    told.detail.clone_from(&cause.detail);
    told
}

async fn control(conn: &mut SqliteConnection, sql: &'static str) -> Result<(), (Broken, Error)> {
    sqlx::raw_sql(sql).execute(conn).await.map(|_| ()).map_err(|error| {
        let (broken, error) = classify(sql, &error);
        (broken.unwrap_or(Broken::Connection), error)
    })
}

struct WorkJob<W: Work> {
    work: Arc<W>,
    clock: Clock,
    result: Option<Result<W::Out, Error>>,
    reply: Option<oneshot::Sender<Result<W::Out, Error>>>,
}

/// One piece inside its savepoint; a refusal leaves only its own record.
async fn within<W: Work>(work: &W, tx: &mut Tx<'_>) -> Result<W::Out, Error> {
    tx.control("SAVEPOINT work").await?;
    let result = work.attempt(tx).await;
    if let Err(error) = &result
        && tx.broken.is_none()
    {
        tx.control("ROLLBACK TO work").await?;
        if error.is_final() {
            work.refused(tx, error).await?;
        }
    }
    if tx.broken.is_none() {
        tx.control("RELEASE work").await?;
    }
    result
}

impl<W: Work> Job for WorkJob<W> {
    fn run<'a>(&'a mut self, conn: &'a mut SqliteConnection) -> BoxFuture<'a, Option<Broken>> {
        Box::pin(async move {
            let mut tx = Tx::new(Conn::Sqlite(conn), self.clock.now_us());
            let result = within(self.work.as_ref(), &mut tx).await;
            let broken = tx.broken;
            self.result = Some(result);
            // A lost connection means the same as a lost file here: nothing was committed.
            broken.map(|b| if b == Broken::Connection { Broken::Medium } else { b })
        })
    }

    fn finish(self: Box<Self>, commit: Result<(), Error>) {
        let result = match commit {
            Ok(()) => self.result.unwrap_or_else(|| Err(Error::fault("work was not run"))),
            Err(error) => Err(error),
        };
        if let Some(reply) = self.reply {
            // The caller may be gone; the work is whole all the same.
            let _ = reply.send(result);
        }
    }

    fn answer_early(&mut self) {
        if let (Some(reply), Some(result)) = (self.reply.take(), self.result.take()) {
            let _ = reply.send(result);
        }
    }
}

/// The last job: the writer ends after it.
struct Stop {
    reply: oneshot::Sender<()>,
}

impl Job for Stop {
    fn run<'a>(&'a mut self, _conn: &'a mut SqliteConnection) -> BoxFuture<'a, Option<Broken>> {
        Box::pin(async { Some(Broken::Connection) })
    }

    fn finish(self: Box<Self>, _commit: Result<(), Error>) {
        let _ = self.reply.send(());
    }

    fn answer_early(&mut self) {}
}
