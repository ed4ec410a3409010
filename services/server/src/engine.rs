//! Questions to the engines that concern no room: versions, whole files, marks.

use std::path::Path;

use sqlx::{Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::failure::{Exit, Failure};

/// The version of the SQLite in this binary.
///
/// # Errors
/// When even an empty database in memory cannot be opened.
pub async fn sqlite_version() -> Result<String, Failure> {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.map_err(broken)?;
    sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut conn).await.map_err(broken)
}

/// Reads every page of a database file and checks it.
///
/// # Errors
/// A data failure with the first thing that is wrong.
pub async fn check_integrity(file: &Path) -> Result<(), Failure> {
    let damaged = |why: &dyn std::fmt::Display| {
        Failure::new(Exit::Data, format!("{} is damaged: {why}", file.display()))
    };
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut conn =
        SqliteConnection::connect_with(&options).await.map_err(|error| damaged(&error))?;
    let verdict: Result<String, _> =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut conn).await;
    let orphans: Result<Vec<(String,)>, _> =
        sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")
            .fetch_all(&mut conn)
            .await;
    let _ = conn.close().await;
    match verdict.map_err(|error| damaged(&error))?.as_str() {
        "ok" => {}
        other => return Err(damaged(&other)),
    }
    match orphans.map_err(|error| damaged(&error))?.first() {
        None => Ok(()),
        Some((table,)) => Err(damaged(&format!("rows of {table} point nowhere"))),
    }
}

/// The newest migration of a database file; none when it holds nothing of Lumbung.
pub async fn newest_migration(file: &Path) -> Option<i64> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut conn = SqliteConnection::connect_with(&options).await.ok()?;
    let newest: Result<Option<i64>, _> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut conn).await;
    let _ = conn.close().await;
    newest.ok().flatten()
}

/// What a PostgreSQL database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Nothing of ours.
    Nothing,
    /// A village's own data.
    Production,
    /// The demo district.
    Demo,
}

/// Looks at a PostgreSQL database.
///
/// # Errors
/// When it cannot be reached.
pub async fn postgres_holds(url: &str) -> Result<Holds, Failure> {
    let mut conn = PgConnection::connect(url).await.map_err(unreachable)?;
    let (schema, demo): (bool, bool) = sqlx::query_as(
        "SELECT to_regclass('_sqlx_migrations') IS NOT NULL, to_regclass('lumbung_demo') IS NOT NULL",
    )
    .fetch_one(&mut conn)
    .await
    .map_err(unreachable)?;
    let _ = conn.close().await;
    Ok(match (schema, demo) {
        (_, true) => Holds::Demo,
        (true, false) => Holds::Production,
        (false, false) => Holds::Nothing,
    })
}

/// Marks a PostgreSQL database as demo for ever.
///
/// # Errors
/// When it cannot be reached or written.
pub async fn postgres_mark_demo(url: &str) -> Result<(), Failure> {
    let mut conn = PgConnection::connect(url).await.map_err(unreachable)?;
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS lumbung_demo (mark BOOLEAN PRIMARY KEY)")
        .execute(&mut conn)
        .await
        .map_err(unreachable)?;
    let _ = conn.close().await;
    Ok(())
}

fn broken(error: sqlx::Error) -> Failure {
    Failure::new(Exit::Software, error.to_string())
}

fn unreachable(error: sqlx::Error) -> Failure {
    Failure::new(Exit::Unavailable, format!("PostgreSQL: {error}"))
}
