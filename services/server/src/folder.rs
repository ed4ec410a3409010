//! The data folder: whose it is, and what may be done with it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use crate::{
    config::Config,
    engine::{self, Holds},
    failure::{Exit, Failure},
};

/// Name of the database in its folder.
pub const DATABASE: &str = "lumbung.db";
/// Name of the file that marks a folder as demo for ever.
pub const DEMO_MARK: &str = "DEMO";
/// Files that do not make a folder full.
const SMALL_CHANGE: [&str; 3] = ["lumbung.lock", "admin.json", "lost+found"];
/// What the mark tells whoever opens it.
const DEMO_TEXT: &str = "This folder holds the demo district of Lumbung, whose passwords everybody knows.\n\
     It is marked for ever: `lumbung serve` refuses it.\n";
/// What the line begins with by which a demo folder says that it is complete.
const DEMO_COMPLETE: &str = "Complete; microseconds its clock runs ahead: ";

/// What the place of the data holds.
///
/// # Errors
/// When the folder or the database cannot be looked at.
pub async fn holds(config: &Config) -> Result<Holds, Failure> {
    let marked = is_there(&demo_mark(config))?;
    let Some(folder) = config.sqlite_folder() else {
        let held = engine::postgres_holds(&config.database.url).await?;
        return Ok(if marked && held == Holds::Nothing { Holds::Demo } else { held });
    };
    if marked || is_there(&folder.join(DEMO_MARK))? {
        return Ok(Holds::Demo);
    }
    Ok(if occupant(&folder)?.is_some() { Holds::Production } else { Holds::Nothing })
}

/// Whether a path is there; where that may not be asked, the answer is not no.
///
/// # Errors
/// What the system says.
pub fn is_there(path: &Path) -> Result<bool, Failure> {
    path.try_exists().map_err(Failure::io(Exit::NoInput, path.display()))
}

/// The name of something by which a folder is not empty.
///
/// # Errors
/// When the folder cannot be looked at.
pub fn occupant(folder: &Path) -> Result<Option<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io(Exit::NoInput, folder.display())(error)),
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| !SMALL_CHANGE.contains(&name.as_str())).min())
}

/// Makes the data folder, for its owner only.
///
/// # Errors
/// When it cannot be made.
pub fn make(config: &Config) -> Result<(), Failure> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&config.data);
    made.map_err(Failure::io(Exit::CannotCreate, config.data.display()))
}

fn demo_mark(config: &Config) -> PathBuf {
    config.data.join(DEMO_MARK)
}

/// Marks the folder, and on PostgreSQL the database, as demo for ever.
///
/// # Errors
/// When the mark cannot be written.
pub async fn mark_demo(config: &Config) -> Result<(), Failure> {
    write_durably(&demo_mark(config), DEMO_TEXT.as_bytes(), 0o644)?;
    if config.sqlite_folder().is_none() {
        engine::postgres_mark_demo(&config.database.url).await?;
    }
    Ok(())
}

/// Notes that the demo district is complete, and how far its clock is from the machine's.
///
/// # Errors
/// When the mark cannot be written.
pub fn complete_demo(config: &Config, shift_us: i64) -> Result<(), Failure> {
    let text = format!("{DEMO_TEXT}{DEMO_COMPLETE}{shift_us}\n");
    write_durably(&demo_mark(config), text.as_bytes(), 0o644)
}

/// The clock shift of a demo district that was made to its end, microseconds.
pub fn complete_demo_shift_us(config: &Config) -> Option<i64> {
    let text = fs::read_to_string(demo_mark(config)).ok()?;
    text.lines().find_map(|line| line.strip_prefix(DEMO_COMPLETE)?.parse().ok())
}

/// Removes the database of a folder, after a beginning that failed.
pub fn discard_database(folder: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("{DATABASE}{suffix}")));
    }
}

/// Whether a server holds the folder now.
pub fn is_locked(folder: &Path) -> bool {
    // Shared, so that two who ask do not take each other for the server.
    let held = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    File::open(folder.join("lumbung.lock")).is_ok_and(held)
}

/// A path with more at the end of its name.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a file whole or not at all, and only then under its name.
///
/// # Errors
/// What the system says.
pub fn write_durably(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    let part = beside(path, ".part");
    let _ = fs::remove_file(&part);
    let written = write_new(&part, bytes, mode)
        .and_then(|()| fs::rename(&part, path))
        .and_then(|()| sync_around(path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written.map_err(Failure::io(Exit::CannotCreate, path.display()))
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes durable under which name a file stands in its folder.
///
/// # Errors
/// What the system says.
pub fn sync_around(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
