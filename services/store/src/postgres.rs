//! PostgreSQL: READ COMMITTED with ordered row locks, on tasks of its own.
//!
//! sqlx's `begin()` dropped in flight leaves a pooled connection inside a
//! transaction, and the next borrower's writes are lost with it. So every
//! transaction runs on a task that no caller can cancel, begins by a plain
//! statement, and a connection goes back to the pool only when its transaction
//! is known to have ended; any other is closed.

use std::{sync::Arc, time::Duration};

use domain::{Clock, Error, Kind, reason};
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    Memory, Recall, StoreConfig, Tx,
    answer::Reading,
    command::Work,
    fault::{Broken, classify},
    migrate,
    panics::Panics,
    tx::Conn,
};

/// How often a transaction that met contention is tried.
const ATTEMPTS: u32 = 5;
/// Who reads and writes rows; made by the migrations.
const APP_ROLE: &str = "lumbung_app";
/// The shortest pause between tries.
const PAUSE_MIN: Duration = Duration::from_millis(5);

pub(crate) struct Postgres {
    pool: PgPool,
    memory: Arc<Memory>,
    panics: Arc<Panics>,
}

impl Postgres {
    pub async fn open(
        config: &StoreConfig,
        memory: Arc<Memory>,
        panics: Arc<Panics>,
    ) -> Result<Self, Error> {
        let options: PgConnectOptions = config
            .url
            .parse()
            .map_err(|error| Error::fault(format!("the database address is not valid: {error}")))?;
        let mut conn = PgConnection::connect_with(&options)
            .await
            .map_err(|error| classify("connect", &error).1)?;
        migrate::postgres(&mut conn).await?;
        let _ = conn.close().await;
        let options = options.disable_statement_logging().statement_cache_capacity(512).options([
            ("lock_timeout", "2s"),
            ("statement_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("synchronous_commit", "on"),
            ("default_transaction_isolation", "read committed"),
            // The owner of the tables migrates; everything else is bound by their policies.
            ("role", APP_ROLE),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(config.connections.max(2))
            .acquire_timeout(Duration::from_secs(5))
            // `begin` finds out by itself, without a round trip.
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(|error| classify("connect", &error).1)?;
        Ok(Self { pool, memory, panics })
    }

    /// Runs the work on a task of its own, whatever becomes of the caller.
    pub async fn perform<W: Work>(&self, work: Arc<W>, clock: Clock) -> Result<W::Out, Error> {
        #[cfg(feature = "sabotage")]
        if crate::testing::planted("work-on-caller") {
            return sabotage::perform(&self.pool, &self.memory, work.as_ref(), &clock).await;
        }
        let (pool, memory) = (self.pool.clone(), self.memory.clone());
        let task =
            tokio::spawn(async move { perform(&pool, &memory, work.as_ref(), &clock).await });
        task.await.unwrap_or_else(|error| Err(self.panics.of_task("writing task", error)))
    }

    pub async fn read<R: Reading>(&self, reading: Arc<R>, now_us: i64) -> Result<R::Out, Error> {
        let pool = self.pool.clone();
        let recall = Recall::of(&self.memory);
        let task = tokio::spawn(async move {
            let mut borrowed =
                begin(&pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
            let mut tx = Tx::reading(Conn::Postgres(borrowed.conn()?), now_us, recall);
            let answer = reading.read(&mut tx).await;
            let ended = tx.control("ROLLBACK").await;
            if tx.broken.is_none() && ended.is_ok() {
                drop(tx);
                borrowed.give_back();
            }
            answer
        });
        task.await.unwrap_or_else(|error| Err(self.panics.of_task("reading task", error)))
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A connection inside a transaction. Dropped before it is given back, it is closed, so that
/// nobody else's work comes into what was left open.
struct Borrowed(Option<PoolConnection<sqlx::Postgres>>);

impl Borrowed {
    fn conn(&mut self) -> Result<&mut PgConnection, Error> {
        self.0.as_deref_mut().ok_or_else(|| Error::fault("a connection was given back already"))
    }

    /// Back to the pool, after the end of the transaction.
    fn give_back(mut self) {
        self.0 = None;
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if crate::testing::planted("no-release-guard") {
            return;
        }
        if let Some(conn) = &mut self.0 {
            conn.close_on_drop();
        }
    }
}

/// Begins a transaction by `sql`. A connection that died while it lay in the pool is replaced:
/// nothing has happened on it yet.
async fn begin(pool: &PgPool, sql: &'static str) -> Result<Borrowed, Error> {
    let mut left = pool.options().get_max_connections();
    loop {
        let conn = pool.acquire().await.map_err(|error| classify("acquire", &error).1)?;
        let mut borrowed = Borrowed(Some(conn));
        match sqlx::raw_sql(sql).execute(borrowed.conn()?).await {
            Ok(_) => return Ok(borrowed),
            Err(error) => match classify(sql, &error) {
                (Some(Broken::Connection), _) if left > 0 => left -= 1,
                (_, error) => return Err(error),
            },
        }
    }
}

async fn perform<W: Work>(
    pool: &PgPool,
    memory: &Memory,
    work: &W,
    clock: &Clock,
) -> Result<W::Out, Error> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let borrowed = begin(pool, "BEGIN").await?;
        match transact(borrowed, memory, work, clock.now_us()).await {
            Err((error, true)) if attempt < ATTEMPTS => {
                tracing::debug!(attempt, detail = error.detail, "contention; trying again");
                tokio::time::sleep(pause(attempt, clock.now_us())).await;
            }
            Err((error, _)) => return Err(error),
            Ok(out) => return Ok(out),
        }
    }
}

/// Doubling pause with the clock's microseconds as jitter.
fn pause(attempt: u32, now_us: i64) -> Duration {
    let base = PAUSE_MIN.saturating_mul(1 << attempt.min(6));
    let jitter = u64::try_from(now_us.rem_euclid(5_000)).unwrap_or_default();
    base.saturating_add(Duration::from_micros(jitter))
}

/// The rest of one transaction; the flag tells whether trying again may help.
async fn transact<W: Work>(
    mut borrowed: Borrowed,
    memory: &Memory,
    work: &W,
    now_us: i64,
) -> Result<W::Out, (Error, bool)> {
    let conn = borrowed.conn().map_err(|error| (error, false))?;
    let mut tx = Tx::new(Conn::Postgres(conn), now_us);
    let ended = attempt(&mut tx, work).await;
    let broken = tx.broken;
    // Whatever became of the commit: to forget too much costs a read, no more.
    memory.forget(&tx.changed);
    drop(tx);
    let in_doubt = matches!(ended, Err((_, true)));
    if matches!(broken, None | Some(Broken::Contention)) && !in_doubt {
        borrowed.give_back();
    }
    ended.map_err(|(error, _)| (error, broken == Some(Broken::Contention)))
}

/// Work and commit; the flag tells whether the connection is in doubt.
async fn attempt<W: Work>(tx: &mut Tx<'_>, work: &W) -> Result<W::Out, (Error, bool)> {
    let error = match work.attempt(tx).await {
        Ok(out) => match commit(tx).await {
            Ok(()) => return Ok(out),
            Err((error, false)) => error,
            Err(in_doubt) => return Err(in_doubt),
        },
        Err(error) => {
            tx.control("ROLLBACK").await.map_err(|_| (error.clone(), true))?;
            error
        }
    };
    if error.is_final() && tx.broken.is_none() {
        tx.control("BEGIN").await.map_err(|e| (e, true))?;
        work.refused(tx, &error).await.map_err(|e| (e, true))?;
        commit(tx).await?;
    }
    Err((error, false))
}

/// A commit that returns an error is not a failed commit: its outcome is unknown, unless the
/// server proves that it rolled back. Then the connection is sound, too.
async fn commit(tx: &mut Tx<'_>) -> Result<(), (Error, bool)> {
    let Err((error, proved)) = tx.commit().await else { return Ok(()) };
    if proved || error.kind == Kind::Contention {
        return Err((error, !proved));
    }
    let mut unknown = Error::from(reason::OUTCOME_UNKNOWN.refuse());
    unknown.detail = error.detail;
    Err((unknown, true))
}

/// The obvious way to write this module, which mixes one caller's half-done work
/// into the next one's commit; the hang-up drill must catch it.
#[cfg(feature = "sabotage")]
mod sabotage {
    use super::*;

    /// Runs the transaction on the caller's own future, which a hang-up drops anywhere.
    pub async fn perform<W: Work>(
        pool: &PgPool,
        memory: &Memory,
        work: &W,
        clock: &Clock,
    ) -> Result<W::Out, Error> {
        let borrowed = begin(pool, "BEGIN").await?;
        transact(borrowed, memory, work, clock.now_us()).await.map_err(|(error, _)| error)
    }
}
