//! Migrations: the same numbers and names for both engines, embedded in the binary.

use domain::Error;
use sqlx::{
    PgConnection, SqliteConnection,
    migrate::{Migrate, Migrator},
};

static SQLITE: Migrator = sqlx_macros::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx_macros::migrate!("../../migrations/postgres");

pub(crate) async fn sqlite(conn: &mut SqliteConnection) -> Result<(), Error> {
    run(&SQLITE, conn).await
}

pub(crate) async fn postgres(conn: &mut PgConnection) -> Result<(), Error> {
    run(&POSTGRES, conn).await
}

async fn run<C: Migrate>(migrator: &Migrator, conn: &mut C) -> Result<(), Error> {
    migrator
        .run_direct(None, conn, false)
        .await
        .map_err(|error| Error::fault(format!("migration: {error}")))
}

/// The newest migration this binary carries.
pub fn applied_version() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default()
}
