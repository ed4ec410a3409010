//! The data folder: whose it is, and what may be done with it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write as _,
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
    let marked = demo_mark(config).exists();
    let Some(folder) = config.sqlite_folder() else {
        let held = engine::postgres_holds(&config.database.url).await?;
        return Ok(if marked && held == Holds::Nothing { Holds::Demo } else { held });
    };
    if marked || folder.join(DEMO_MARK).exists() {
        return Ok(Holds::Demo);
    }
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Holds::Nothing),
        Err(error) => return Err(Failure::io(Exit::NoInput, folder.display())(error)),
    };
    let full = entries
        .flatten()
        .any(|entry| entry.file_name().to_str().is_none_or(|name| !SMALL_CHANGE.contains(&name)));
    Ok(if full { Holds::Production } else { Holds::Nothing })
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
    File::open(folder.join("lumbung.lock")).is_ok_and(|file| file.try_lock().is_err())
}

/// Writes a file whole or not at all, and only then under its name.
///
/// # Errors
/// What the system says.
pub fn write_durably(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    let failed = || Failure::io(Exit::CannotCreate, path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let _ = fs::remove_file(&part);
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(mode).open(&part).map_err(failed())?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed())?;
    fs::rename(&part, path).map_err(failed())?;
    if let Some(parent) = path.parent() {
        File::open(parent).and_then(|folder| folder.sync_all()).map_err(failed())?;
    }
    Ok(())
}
