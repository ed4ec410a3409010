//! SQLite: one writer with group commit, readers that cannot write.
//!
//! The writer owns the only connection that may write. It takes whatever waits
//! in its queue, runs each piece in a savepoint of one transaction, commits
//! once and answers all: one fsync for many people. Any error that is not a
//! refusal closes the connection, because a connection that failed once stays
//! dirty; a full disk heals without restart, a failing disk ends the process.
//! A piece that panics is taken back to its savepoint, as one that is refused;
//! a panic anywhere else ends the writer, and with it the process.

use std::{
    fs::File,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use domain::{Clock, Error, reason};
use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::{
    runtime::Handle,
    sync::{Mutex, mpsc, oneshot, watch},
};

use crate::{
    Args, Fatal, Memory, Recall, StoreConfig, Tx,
    answer::Reading,
    command::Work,
    fault::Broken,
    folder,
    lite::{LiteConn, check_version},
    panics::Panics,
    readers::Readers,
    tx::Conn,
};

/// The most pieces of work in one commit.
const GROUP_MAX: usize = 64;
/// How many pieces may wait; beyond it callers wait at the door.
const QUEUE_MAX: usize = 1_024;

pub(crate) struct Sqlite {
    queue: mpsc::Sender<Box<dyn Job>>,
    readers: Readers,
    file: PathBuf,
    memory: Arc<Memory>,
    panics: Arc<Panics>,
    writer: Mutex<Option<oneshot::Receiver<()>>>,
    /// Held for as long as the store lives; a second server on the folder is refused.
    _lock: File,
}

/// What broke, and for the log by which error.
type Ruin = (Broken, Option<String>);

/// A piece of work waiting for the writer.
trait Job: Send {
    fn run<'a>(&'a mut self, conn: &'a mut LiteConn) -> BoxFuture<'a, Option<Ruin>>;
    fn finish(self: Box<Self>, commit: Result<(), Error>);
    /// Keys of remembered rows that it changed.
    fn changed(&self) -> &[i64];
    /// Answers before the commit; only a planted fault does.
    fn answer_early(&mut self);
}

impl Sqlite {
    pub async fn open(
        folder: &Path,
        config: &StoreConfig,
        fatal: watch::Sender<Option<Fatal>>,
        memory: Arc<Memory>,
        panics: Arc<Panics>,
    ) -> Result<Self, Error> {
        let lock = folder::lock(folder)?;
        check_version()?;
        let file = folder.join("lumbung.db");
        folder::prepare(&file)?;
        folder::bring_up_to_date(&file).await?;
        let conn = LiteConn::writing(&file)?;
        let readers = Readers::new(&file, config.connections.max(1), panics.clone());
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        let (ended, writer) = oneshot::channel();
        let serving =
            Writer { file: file.clone(), conn: Some(conn), fatal, memory: memory.clone() };
        let runtime = Handle::current();
        std::thread::Builder::new()
            .name("lumbung-writer".to_owned())
            .spawn(move || {
                runtime.block_on(serving.serve(jobs));
                let _ = ended.send(());
            })
            .map_err(|error| Error::fault(format!("the writer does not start: {error}")))?;
        let writer = Mutex::new(Some(writer));
        Ok(Self { queue, readers, file, memory, panics, writer, _lock: lock })
    }

    pub async fn perform<W: Work>(&self, work: Arc<W>, clock: Clock) -> Result<W::Out, Error> {
        let (reply, answer) = oneshot::channel();
        let (panics, reply) = (self.panics.clone(), Some(reply));
        let job = WorkJob { work, clock, panics, result: None, changed: Vec::new(), reply };
        if self.queue.send(Box::new(job)).await.is_err() {
            return Err(reason::UNAVAILABLE.refuse().into());
        }
        answer.await.unwrap_or_else(|_| Err(reason::OUTCOME_UNKNOWN.refuse().into()))
    }

    pub async fn read<R: Reading>(&self, reading: Arc<R>, now_us: i64) -> Result<R::Out, Error> {
        self.readers.read(reading, now_us, Recall::of(&self.memory)).await
    }

    pub async fn backup_to(&self, file: &Path) -> Result<(), Error> {
        let target = file.to_str().ok_or_else(|| Error::fault("the backup path is not text"))?;
        let (target, ours) = (target.to_owned(), self.file.clone());
        let copy = move || {
            let conn = LiteConn::writing(&ours)?;
            let into = crate::args![&target];
            conn.exec("backup", "VACUUM INTO $1", &into).map_err(|(_, error)| error)?;
            drop(conn);
            File::open(&target)
                .and_then(|file| file.sync_all())
                .map_err(|error| Error::fault(format!("backup: {error}")))
        };
        let task = tokio::task::spawn_blocking(copy);
        task.await.unwrap_or_else(|error| Err(Error::fault(format!("backup task: {error}"))))
    }

    /// Lets the queue run empty and ends the writer, then the readers.
    pub async fn close(&self) {
        let writer = self.writer.lock().await.take();
        if let Some(writer) = writer {
            let (reply, _) = oneshot::channel();
            let _ = self.queue.send(Box::new(Stop { reply })).await;
            let _ = writer.await;
        }
        self.readers.close();
    }
}

struct Writer {
    file: PathBuf,
    conn: Option<LiteConn>,
    fatal: watch::Sender<Option<Fatal>>,
    memory: Arc<Memory>,
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
        // Whatever became of the commit: to forget too much costs a read, no more.
        for job in &group {
            self.memory.forget(job.changed());
        }
        for job in group {
            job.finish(outcome.clone());
        }
        flow
    }

    async fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<Flow, (Broken, Error)> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => LiteConn::writing(&self.file).map_err(|e| (Broken::Connection, e))?,
        };
        let done = run_group(&mut conn, group).await;
        match &done {
            Ok(_) => self.conn = Some(conn),
            Err((broken, error)) => {
                tracing::warn!(?broken, detail = error.detail, "a write transaction failed");
                drop(conn);
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
    conn: &mut LiteConn,
    group: &mut [Box<dyn Job>],
) -> Result<Flow, (Broken, Error)> {
    control(conn, "BEGIN IMMEDIATE")?;
    let mut flow = Flow::Go;
    for job in group.iter_mut() {
        match job.run(conn).await {
            None => {}
            Some((Broken::Connection, _)) => flow = Flow::Stop,
            Some((broken, cause)) => {
                let reason = match broken {
                    Broken::Full => reason::STORAGE_FULL,
                    Broken::Contention => reason::CONTENTION,
                    _ => reason::UNAVAILABLE,
                };
                return Err((broken, with_detail(reason.refuse().into(), cause)));
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
    control(conn, "COMMIT").map_err(|(broken, error)| match broken {
        // A failed commit may still be found after recovery.
        Broken::Medium => {
            (broken, with_detail(reason::OUTCOME_UNKNOWN.refuse().into(), error.detail))
        }
        _ => (broken, error),
    })?;
    Ok(flow)
}

fn with_detail(told: Error, detail: Option<String>) -> Error {
    Error { detail, ..told }
}

fn control(conn: &LiteConn, sql: &'static str) -> Result<(), (Broken, Error)> {
    conn.exec(sql, sql, &Args::default())
        .map(|_| ())
        .map_err(|(broken, error)| (broken.unwrap_or(Broken::Connection), error))
}

struct WorkJob<W: Work> {
    work: Arc<W>,
    clock: Clock,
    panics: Arc<Panics>,
    result: Option<Result<W::Out, Error>>,
    changed: Vec<i64>,
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

/// Takes back what a piece did before it panicked, so that the others of its group go on. Where
/// that fails nobody knows what would be committed: the group is lost, and the store stops.
async fn take_back(tx: &mut Tx<'_>) {
    if tx.broken.is_none()
        && (tx.control("ROLLBACK TO work").await.is_err()
            || tx.control("RELEASE work").await.is_err())
    {
        tx.broken = Some(Broken::Connection);
        tx.cause = Some("a piece that panicked could not be taken back".to_owned());
    }
}

impl<W: Work> Job for WorkJob<W> {
    fn run<'a>(&'a mut self, conn: &'a mut LiteConn) -> BoxFuture<'a, Option<Ruin>> {
        Box::pin(async move {
            let mut tx = Tx::new(Conn::Sqlite(conn), self.clock.now_us());
            let work = AssertUnwindSafe(within(self.work.as_ref(), &mut tx));
            let ended = work.catch_unwind().await;
            let result = match ended {
                Ok(result) => result,
                Err(panic) => {
                    let fault = self.panics.fault("command", panic.as_ref());
                    take_back(&mut tx).await;
                    Err(fault)
                }
            };
            let (broken, cause) = (tx.broken, tx.cause.take());
            self.changed = std::mem::take(&mut tx.changed);
            self.result = Some(result);
            // A lost connection means the same as a lost file here: nothing was committed.
            broken.map(|b| (if b == Broken::Connection { Broken::Medium } else { b }, cause))
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

    fn changed(&self) -> &[i64] {
        &self.changed
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
    fn run<'a>(&'a mut self, _conn: &'a mut LiteConn) -> BoxFuture<'a, Option<Ruin>> {
        Box::pin(async { Some((Broken::Connection, None)) })
    }

    fn finish(self: Box<Self>, _commit: Result<(), Error>) {
        let _ = self.reply.send(());
    }

    fn changed(&self) -> &[i64] {
        &[]
    }

    fn answer_early(&mut self) {}
}
