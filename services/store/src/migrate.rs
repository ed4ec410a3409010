//! Migrations: the same numbers and names for both engines, embedded in the binary.

use domain::{Error, Kind};
use sqlx::{
    PgConnection, SqliteConnection,
    migrate::{Migrate, MigrateError, Migrator},
};

use crate::fault::{Broken, classify};

static SQLITE: Migrator = sqlx_macros::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx_macros::migrate!("../../migrations/postgres");

pub(crate) async fn sqlite(conn: &mut SqliteConnection) -> Result<(), Error> {
    run(&SQLITE, conn).await
}

pub(crate) async fn postgres(conn: &mut PgConnection) -> Result<(), Error> {
    run(&POSTGRES, conn).await
}

async fn run<C: Migrate>(migrator: &Migrator, conn: &mut C) -> Result<(), Error> {
    migrator.run_direct(None, conn, false).await.map_err(|error| told(&error))
}

/// A database of another Lumbung is data that this one cannot use; nothing broke.
fn told(error: &MigrateError) -> Error {
    let newest = applied_version();
    match error {
        MigrateError::VersionMissing(version) => of_another(format!(
            "made by a newer Lumbung: it holds migration {version}, this one knows them up to \
             {newest}"
        )),
        MigrateError::VersionMismatch(version) => of_another(format!(
            "made by another Lumbung: migration {version} was changed after it had been applied"
        )),
        MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => {
            match classify("migration", cause) {
                (Some(Broken::Full), full) => full,
                _ => Error::fault(format!("migration: {error}")),
            }
        }
        _ => Error::fault(format!("migration: {error}")),
    }
}

fn of_another(detail: String) -> Error {
    Error { kind: Kind::Stale, refusals: Vec::new(), detail: Some(detail) }
}

/// The newest migration this binary carries.
pub fn applied_version() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_another_lumbung_is_told_and_is_no_fault() {
        for (error, words) in [
            (MigrateError::VersionMissing(9_999), "made by a newer Lumbung"),
            (MigrateError::VersionMismatch(3), "migration 3 was changed"),
        ] {
            let error = told(&error);
            assert_eq!((error.kind, error.refusals.len()), (Kind::Stale, 0));
            assert!(error.detail.unwrap().contains(words), "{words}");
        }
        assert_eq!(told(&MigrateError::Dirty(3)).kind, Kind::Fault);
    }
}
