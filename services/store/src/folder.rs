//! The folder of the embedded store, before SQLite opens anything in it.
//!
//! What SQLite may not write it opens for reading, and of the rest it tells a number without a
//! path. So the folder and its files are tried here first, with the words of the system.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io::{Error as IoError, ErrorKind},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{Error, reason};
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    fault::{at, not_permitted, opening},
    migrate,
};

/// What stands beside a database in WAL mode, and the database itself.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// Takes the folder for one server; it is made, for its owner only, if it is not there.
///
/// # Errors
/// A fault when another server holds it, or what the system says.
pub(crate) fn lock(folder: &Path) -> Result<File, Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| refused(folder, &error))?;
    let path = folder.join("lumbung.lock");
    let opened =
        OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
    let file = opened.map_err(|error| refused(&path, &error))?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => {
            let folder = folder.display();
            Error::fault(format!("{folder}: another server is using this data folder"))
        }
        TryLockError::Error(error) => refused(&path, &error),
    })?;
    Ok(file)
}

/// Sees to it that SQLite can write the database and beside it, and that nobody else reads it.
///
/// # Errors
/// What the system says of the folder or the file.
pub(crate) fn prepare(database: &Path) -> Result<(), Error> {
    let probe = beside(database, "-probe");
    let _ = fs::remove_file(&probe);
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&probe);
    made.map_err(|error| refused(&probe, &error))?;
    let _ = fs::remove_file(&probe);
    for suffix in SUFFIXES {
        let (path, is_database) = (beside(database, suffix), suffix.is_empty());
        let mut how = OpenOptions::new();
        // SQLite gives the files beside the database its mode.
        how.read(true).write(true).create(is_database).truncate(false).mode(0o600);
        match how.open(&path) {
            Ok(file) => close_to_others(&file),
            Err(error) if error.kind() == ErrorKind::NotFound && !is_database => {}
            Err(error) => return Err(refused(&path, &error)),
        }
    }
    Ok(())
}

/// Brings the schema up to date, through sqlx, which knows how migrations are kept.
///
/// # Errors
/// As [`migrate::sqlite`], or what SQLite says of the file.
pub(crate) async fn bring_up_to_date(database: &Path) -> Result<(), Error> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging();
    let failed = |error| opening(database, &error);
    let mut conn = SqliteConnection::connect_with(&options).await.map_err(failed)?;
    migrate::sqlite(&mut conn).await.map_err(|error| at(database, error))?;
    conn.close().await.map_err(failed)
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A database that others could read is closed to them; one that is not ours stays as it is.
fn close_to_others(file: &File) {
    if file.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        let _ = file.set_permissions(Permissions::from_mode(0o600));
    }
}

/// What the system says of a path: not permitted, full, or broken.
fn refused(path: &Path, error: &IoError) -> Error {
    let told = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => not_permitted(error),
        ErrorKind::StorageFull => {
            let mut full = Error::from(reason::STORAGE_FULL.refuse());
            full.detail = Some(error.to_string());
            full
        }
        _ => Error::fault(error.to_string()),
    };
    at(path, told)
}

#[cfg(test)]
mod tests {
    use domain::Kind;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_its_owners_alone_and_what_was_open_is_closed() {
        let name = format!("lumbung-store-folder-{}", std::process::id());
        let folder = std::env::temp_dir().join(name).join("data");
        let held = lock(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        let second = lock(&folder).unwrap_err();
        assert!(second.detail.unwrap().contains("another server is using"));
        let database = folder.join("lumbung.db");
        let wal = folder.join("lumbung.db-wal");
        fs::write(&wal, "").unwrap();
        for _ in 0..2 {
            prepare(&database).unwrap();
            for made in [&database, &wal] {
                assert_eq!(mode(made), 0o600, "{}", made.display());
                fs::set_permissions(made, Permissions::from_mode(0o644)).unwrap();
            }
        }
        let mut left: Vec<_> =
            fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.file_name()).collect();
        left.sort();
        assert_eq!(left, ["lumbung.db", "lumbung.db-wal", "lumbung.lock"]);
        drop(held);
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn what_the_system_does_not_permit_is_no_fault_of_ours_and_names_its_path() {
        let path = Path::new("/srv/lumbung/lumbung.db");
        let of = |kind: ErrorKind| refused(path, &IoError::from(kind));
        for (kind, told) in [
            (ErrorKind::PermissionDenied, Kind::Denied),
            (ErrorKind::ReadOnlyFilesystem, Kind::Denied),
            (ErrorKind::StorageFull, reason::STORAGE_FULL.kind),
            (ErrorKind::IsADirectory, Kind::Fault),
        ] {
            let error = of(kind);
            assert_eq!(error.kind, told, "{kind}");
            assert!(error.detail.unwrap().starts_with("/srv/lumbung/lumbung.db: "), "{kind}");
        }
        assert!(of(ErrorKind::PermissionDenied).refusals.is_empty());
    }
}
