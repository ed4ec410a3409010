//! SQLite, called on the thread that runs the work.
//!
//! A driver that keeps the connection on a thread of its own makes each
//! statement wait for two threads to wake; a command has a dozen statements.
//! Here the work itself runs on the thread that owns the connection
//! (decision 22). Nothing in this module waits for anything but the disk.

use std::{cell::RefCell, collections::HashMap, path::Path, time::Duration};

use domain::Error;
use rusqlite::{
    Connection, OpenFlags, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, Value as Held, ValueRef},
};

use crate::{
    Args, Value,
    fault::{Broken, classify_lite},
    lite_row::{Columns, LiteRow, columns},
};

/// Below this version SQLite can corrupt a WAL database (two connections, checkpoint and commit racing).
pub const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);

/// What every connection is told first.
const PRAGMAS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 0;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA journal_size_limit = 67108864;";

/// What a connection for reading is told besides. The cache, in KB, holds the places of a
/// district: what report after report reads is not copied from the system each time.
const READING: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -16384";

/// Statements that a connection keeps prepared.
const PREPARED_MAX: usize = 512;

/// A driver's error with what it means.
pub(crate) type Failed = (Option<Broken>, Error);

/// One connection.
pub(crate) struct LiteConn {
    conn: Connection,
    /// The columns of each statement that was read, by the place and length of its text: texts are
    /// constants, so there are no more of these than statements.
    columns: RefCell<HashMap<(usize, usize), Columns>>,
}

impl LiteConn {
    /// Opens the database that may be written.
    pub fn writing(file: &Path) -> Result<Self, Error> {
        Self::open(file).map_err(|error| classify_lite("open", &error).1)
    }

    /// Opens it for reading alone.
    pub fn reading(file: &Path) -> Result<Self, Error> {
        let query_only = |conn: Self| {
            conn.conn.execute_batch(READING)?;
            Ok(conn)
        };
        Self::open(file).and_then(query_only).map_err(|error| classify_lite("open", &error).1)
    }

    fn open(file: &Path) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(file, flags)?;
        conn.busy_timeout(Duration::from_secs(5))?;
        // One plan a statement: SQLite would prepare it anew for every value that it has
        // statistics about, which costs more than a better plan ever saves here.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.execute_batch(PRAGMAS)?;
        conn.set_prepared_statement_cache_capacity(PREPARED_MAX);
        Ok(Self { conn, columns: RefCell::default() })
    }

    /// Runs a statement to its end; answers how many rows it changed.
    pub fn exec(&self, what: &'static str, sql: &str, args: &Args) -> Result<u64, Failed> {
        self.run(sql, args).map_err(|error| classify_lite(what, &error))
    }

    fn run(&self, sql: &str, args: &Args) -> rusqlite::Result<u64> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        drop(rows);
        Ok(self.conn.changes())
    }

    /// Reads at most `max` rows of a statement.
    pub fn rows(
        &self,
        what: &'static str,
        sql: &'static str,
        args: &Args,
        max: usize,
    ) -> Result<Vec<LiteRow>, Failed> {
        self.fetch(sql, args, max).map_err(|error| classify_lite(what, &error))
    }

    /// Hands over each row, whose columns are bytes, where SQLite holds it.
    pub fn scan<const N: usize>(
        &self,
        what: &'static str,
        sql: &str,
        args: &Args,
        mut visit: impl FnMut([&[u8]; N]) -> Result<(), Error>,
    ) -> Result<(), Failed> {
        let failed = |error| classify_lite(what, &error);
        let mut statement = self.conn.prepare_cached(sql).map_err(failed)?;
        bind(&mut statement, args).map_err(failed)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            let mut columns: [&[u8]; N] = [&[]; N];
            for (at, column) in columns.iter_mut().enumerate() {
                let value = row.get_ref(at).map_err(failed)?.as_blob();
                *column =
                    value.map_err(|error| (None, Error::fault(format!("{what}: {error}"))))?;
            }
            visit(columns).map_err(|error| (None, error))?;
        }
        Ok(())
    }

    /// The columns of a statement's rows.
    fn columns_of(&self, sql: &'static str, statement: &rusqlite::Statement<'_>) -> Columns {
        let mut known = self.columns.borrow_mut();
        let named = || columns(statement.column_names().into_iter());
        known.entry((sql.as_ptr().addr(), sql.len())).or_insert_with(named).clone()
    }

    fn fetch(&self, sql: &'static str, args: &Args, max: usize) -> rusqlite::Result<Vec<LiteRow>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let columns = self.columns_of(sql, &statement);
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while read.len() < max
            && let Some(row) = rows.next()?
        {
            let values = (0..columns.len()).map(|at| held(row.get_ref(at)?));
            read.push(LiteRow::new(columns.clone(), values.collect::<Result<_, _>>()?));
        }
        Ok(read)
    }
}

fn held(value: ValueRef<'_>) -> rusqlite::Result<Held> {
    Ok(match value {
        ValueRef::Null => Held::Null,
        ValueRef::Integer(number) => Held::Integer(number),
        ValueRef::Real(number) => Held::Real(number),
        ValueRef::Text(text) => Held::Text(std::str::from_utf8(text)?.to_owned()),
        ValueRef::Blob(bytes) => Held::Blob(bytes.to_vec()),
    })
}

/// Binds `$7` to the seventh value; SQLite itself would count by first appearance.
fn bind(statement: &mut rusqlite::Statement<'_>, args: &Args) -> rusqlite::Result<()> {
    for at in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(at)
            .and_then(|name| name.get(1..)?.parse::<usize>().ok())
            .unwrap_or(at);
        let value = number.checked_sub(1).and_then(|number| args.0.get(number));
        let value = value.ok_or(rusqlite::Error::InvalidParameterCount(args.0.len(), number))?;
        statement.raw_bind_parameter(at, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Self::Int(Some(number)) => ValueRef::Integer(*number),
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(Some(bytes)) => ValueRef::Blob(bytes),
            Self::Uuid(Some(id)) => ValueRef::Blob(id.as_bytes()),
            Self::Bool(Some(yes)) => ValueRef::Integer(i64::from(*yes)),
            Self::Ints(numbers) => {
                return Ok(ToSqlOutput::Owned(Held::Text(format!("{numbers:?}"))));
            }
            Self::Uuids(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
                return Ok(ToSqlOutput::Owned(Held::Text(format!("{ids:?}"))));
            }
            Self::Int(None)
            | Self::Text(None)
            | Self::Bytes(None)
            | Self::Uuid(None)
            | Self::Bool(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

/// Refuses a library that can damage its file.
pub(crate) fn check_version() -> Result<(), Error> {
    let text = rusqlite::version();
    if is_sound(text) {
        return Ok(());
    }
    let (major, minor, patch) = SQLITE_VERSION_MIN;
    Err(Error::fault(format!(
        "SQLite {text} can corrupt a database in WAL mode; at least {major}.{minor}.{patch} is needed"
    )))
}

/// Whether a version is not below the least; what cannot be read counts as 0.
pub(crate) fn is_sound(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next()) >= SQLITE_VERSION_MIN
}
