//! The inside of a transaction: what a command or a query may do.

use std::collections::BTreeMap;

use domain::{Acting, Day, Error, Principal};
use futures_util::future::BoxFuture;
use sqlx::{FromRow, PgConnection, Postgres, Row as _, postgres::PgRow};
use uuid::{NoContext, Timestamp, Uuid};

use crate::{
    Args, Engine, Event, Recall, Statement,
    fault::{Broken, classify, rolled_back},
    lite::LiteConn,
    lite_row::LiteRow,
};

/// A row type that both engines can fill; derive `store::FromRow`.
pub trait Row: for<'r> FromRow<'r, LiteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, LiteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

pub(crate) enum Conn<'c> {
    Sqlite(&'c mut LiteConn),
    Postgres(&'c mut PgConnection),
}

/// Rows as their engine gave them. To make values of them is all that is compiled anew for each
/// type of row.
enum Rows {
    Sqlite(Vec<LiteRow>),
    Postgres(Vec<PgRow>),
}

impl Rows {
    fn read<T: Row>(self, statement: &'static str) -> Result<Vec<T>, Error> {
        let read: Result<Vec<T>, sqlx::Error> = match self {
            Self::Sqlite(rows) => rows.iter().map(T::from_row).collect(),
            Self::Postgres(rows) => rows.iter().map(T::from_row).collect(),
        };
        read.map_err(|error| Error::fault(format!("{statement}: {error}")))
    }
}

/// The text for PostgreSQL. A planted fault for the race drill leaves the row locks out.
fn postgres_text(statement: &Statement) -> &'static str {
    if statement.fork.is_none() && crate::testing::planted("no-row-locks") {
        return statement.sqlite;
    }
    statement.postgres
}

/// One open transaction with its instant, its caller and what it will report.
pub struct Tx<'c> {
    conn: Conn<'c>,
    now_us: i64,
    pub(crate) principal: Option<Principal>,
    pub(crate) acting: Option<Acting>,
    pub(crate) event: Option<Event>,
    pub(crate) broken: Option<Broken>,
    /// For the log: by which error it broke.
    pub(crate) cause: Option<String>,
    pub(crate) recall: Option<Recall>,
    pub(crate) changed: Vec<i64>,
    late: BTreeMap<String, (&'static Statement, Args)>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: Conn<'c>, now_us: i64) -> Self {
        Self {
            conn,
            now_us,
            principal: None,
            acting: None,
            event: None,
            broken: None,
            cause: None,
            recall: None,
            changed: Vec::new(),
            late: BTreeMap::new(),
        }
    }

    /// A transaction that only reads, and may use what the process remembers.
    pub(crate) fn reading(conn: Conn<'c>, now_us: i64, recall: Recall) -> Self {
        Self { recall: Some(recall), ..Self::new(conn, now_us) }
    }

    /// What the process remembers of rows; none in a transaction that writes, which must read
    /// the rows themselves under its locks.
    pub fn recall(&self) -> Option<&Recall> {
        self.recall.as_ref()
    }

    /// Names keys of remembered rows that this command changes; they are forgotten once it has
    /// committed.
    pub fn changes(&mut self, keys: impl IntoIterator<Item = i64>) {
        self.changed.extend(keys);
    }

    /// Leaves a statement for the end of the command, once for each key and in the order of the
    /// keys: a row that many commands change is locked then for no longer than the commit takes,
    /// and whoever holds it waits for nobody's cell or project.
    pub fn at_end(&mut self, key: String, statement: &'static Statement, args: Args) {
        self.late.insert(key, (statement, args));
    }

    /// Runs what was left for the end.
    pub(crate) async fn end(&mut self) -> Result<(), Error> {
        for (statement, args) in std::mem::take(&mut self.late).into_values() {
            self.exec(statement, args).await?;
        }
        Ok(())
    }

    pub(crate) fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// The instant of this transaction, microseconds since 1970.
    pub fn now_us(&self) -> i64 {
        self.now_us
    }

    /// The day of this transaction in Asia/Jakarta.
    pub fn today(&self) -> Day {
        Day::of_us(self.now_us)
    }

    /// A new id, ordered by this transaction's time.
    pub fn new_id(&self) -> Uuid {
        let seconds = u64::try_from(self.now_us.div_euclid(1_000_000)).unwrap_or_default();
        let micros = u32::try_from(self.now_us.rem_euclid(1_000_000)).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, micros.saturating_mul(1_000)))
    }

    /// The signed-in person, if the call has one.
    pub fn principal(&self) -> Result<&Principal, Error> {
        self.principal.as_ref().ok_or_else(|| domain::reason::NOT_SIGNED_IN.refuse().into())
    }

    /// Who acts by which mandate, as authorised for this call.
    pub fn acting(&self) -> Result<&Acting, Error> {
        self.acting.as_ref().ok_or_else(|| domain::reason::NOT_SIGNED_IN.refuse().into())
    }

    /// Names what this command did, for the audit log and the event feed; the last one counts.
    pub fn record(&mut self, event: Event) {
        self.event = Some(event);
    }

    /// Runs a statement; answers how many rows it changed.
    pub fn exec<'t>(
        &'t mut self,
        statement: &'t Statement,
        args: Args,
    ) -> BoxFuture<'t, Result<u64, Error>> {
        Box::pin(async move {
            let done = match &mut self.conn {
                Conn::Sqlite(conn) => conn.exec(statement.name, statement.sqlite, &args),
                Conn::Postgres(conn) => {
                    sqlx::query_with::<Postgres, _>(postgres_text(statement), args.postgres()?)
                        .execute(&mut **conn)
                        .await
                        .map(|done| done.rows_affected())
                        .map_err(|error| classify(statement.name, &error))
                }
            };
            done.map_err(|failed| self.fail(failed))
        })
    }

    /// At most so many rows of a statement.
    fn rows<'t>(
        &'t mut self,
        statement: &'t Statement,
        args: Args,
        max: usize,
    ) -> BoxFuture<'t, Result<Rows, Error>> {
        Box::pin(async move {
            let rows = match &mut self.conn {
                Conn::Sqlite(conn) => {
                    conn.rows(statement.name, statement.sqlite, &args, max).map(Rows::Sqlite)
                }
                Conn::Postgres(conn) => {
                    let text = postgres_text(statement);
                    let query = sqlx::query_with::<Postgres, _>(text, args.postgres()?);
                    let rows = if max == 1 {
                        query.fetch_optional(&mut **conn).await.map(Vec::from_iter)
                    } else {
                        query.fetch_all(&mut **conn).await
                    };
                    rows.map(Rows::Postgres).map_err(|error| classify(statement.name, &error))
                }
            };
            rows.map_err(|failed| self.fail(failed))
        })
    }

    /// Every row of a statement.
    pub async fn all<T: Row>(
        &mut self,
        statement: &Statement,
        args: Args,
    ) -> Result<Vec<T>, Error> {
        self.rows(statement, args, usize::MAX).await?.read(statement.name)
    }

    /// The row of a statement, if there is one.
    pub async fn maybe<T: Row>(
        &mut self,
        statement: &Statement,
        args: Args,
    ) -> Result<Option<T>, Error> {
        Ok(self.rows(statement, args, 1).await?.read(statement.name)?.pop())
    }

    /// The one row that must be there; NOT_FOUND else.
    pub async fn one<T: Row>(&mut self, statement: &Statement, args: Args) -> Result<T, Error> {
        self.maybe(statement, args).await?.ok_or_else(Error::absent)
    }

    /// Hands over the columns of each row, all of them bytes, where the driver holds them: for rows
    /// so many that making values of them would cost more than reading them.
    ///
    /// # Errors
    /// What the visitor refuses, or a fault: of the store, or where a column is not bytes.
    pub async fn scan<const N: usize>(
        &mut self,
        statement: &Statement,
        args: Args,
        mut visit: impl FnMut([&[u8]; N]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let done = match &mut self.conn {
            Conn::Sqlite(conn) => conn.scan(statement.name, statement.sqlite, &args, visit),
            Conn::Postgres(conn) => {
                let query =
                    sqlx::query_with::<Postgres, _>(postgres_text(statement), args.postgres()?);
                let rows = query.fetch_all(&mut **conn).await;
                let failed = |error| classify(statement.name, &error);
                rows.map_err(failed).and_then(|rows| {
                    rows.iter().try_for_each(|row| {
                        let mut columns: [&[u8]; N] = [&[]; N];
                        for (at, column) in columns.iter_mut().enumerate() {
                            *column = row.try_get(at).map_err(failed)?;
                        }
                        visit(columns).map_err(|error| (None, error))
                    })
                })
            }
        };
        done.map_err(|failed| self.fail(failed))
    }

    /// Runs a fixed control statement (`BEGIN`, `SAVEPOINT`, ...).
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), Error> {
        let done = match &mut self.conn {
            Conn::Sqlite(conn) => conn.exec(sql, sql, &Args::default()).map(|_| ()),
            Conn::Postgres(conn) => sqlx::raw_sql(sql)
                .execute(&mut **conn)
                .await
                .map(|_| ())
                .map_err(|error| classify(sql, &error)),
        };
        done.map_err(|failed| self.fail(failed))
    }

    /// Commits. The flag of an error tells whether the server proved that it kept nothing.
    pub(crate) async fn commit(&mut self) -> Result<(), (Error, bool)> {
        let Conn::Postgres(conn) = &mut self.conn else {
            return self.control("COMMIT").await.map_err(|error| (error, false));
        };
        let done = sqlx::raw_sql("COMMIT").execute(&mut **conn).await;
        done.map(|_| ()).map_err(|error| {
            let proved = rolled_back(&error);
            (self.fail(classify("COMMIT", &error)), proved)
        })
    }

    fn fail(&mut self, (broken, error): (Option<Broken>, Error)) -> Error {
        if self.broken.is_none() && broken.is_some() {
            self.broken = broken;
            self.cause.clone_from(&error.detail);
        }
        error
    }
}
